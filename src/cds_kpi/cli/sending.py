"""Sending a draft: its warnings are confirmed by whoever sits there, what is wrong with it comes back at once, and
what is received is answered.

Convention: the answer is made before the revision is filed. Afterwards it is only given, and not even Ctrl-C keeps
it back: nobody is left with a revision and no word of it.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Any, Self

from cds_kpi import desk
from cds_kpi.cli.endings import Code, ReceivedError, RefusedError, StoppedError, refuse
from cds_kpi.cli.failures import print_done
from cds_kpi.cli.language import say
from cds_kpi.cli.tables import wrap
from cds_kpi.cli.talking import confirm
from cds_kpi.cli.terminal import Terminal, clean, write_error, write_out
from cds_kpi.cli.visit import Visit
from cds_kpi.problem import Problem
from cds_kpi.text import Language

Handler = Callable[[int, FrameType | None], Any] | int | None


@dataclass
class Answer:
    """What is said of a revision that was received: on standard output, and in the file that was asked for.

    While the revision is being filed, an interruption waits; from then on it ends the run with a sentence that names
    the revision.
    """

    root: Path
    form: str
    terminal: Terminal
    path: Path | None
    """Where to write the receipt, too."""
    _view: desk.ReceiptView | None = None
    _text: str | None = None
    """As it is printed; None where its template is wrong."""
    _paper: bytes | desk.Refusal | None = None
    _interrupted: str = ""
    """What an interruption says once the revision is filed."""
    _before: Handler = None
    """What an interruption did before this; None where it is not waiting."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def prepare(self, view: desk.ReceiptView) -> None:
        """Make everything ready that is said of a revision about to be filed, and let interruptions wait."""
        self._view, self._text = view, self._compose(view)
        if self.path is not None and not view.is_rehearsal:
            self._paper = desk.render_receipt(self.root, view, self.path.suffix.removeprefix(".").lower())
        stopped = say("đã dừng theo yêu cầu", "interrupted", view.language)
        self._interrupted = f"{self._word(view)}; {stopped}."
        if self._before is None and threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, lambda _number, _frame: None)

    def _compose(self, view: desk.ReceiptView) -> str | None:
        made = desk.render_receipt(self.root, view, "json" if self.form == "json" else "txt")
        if isinstance(made, desk.Refusal):
            return None
        text = made.decode()
        if self.form != "json" and self.terminal.is_screen:
            # The line of data is for files; a person at a screen reads the same above it.
            text = text.partition("\ncds-kpi.receipt/1 ")[0].rstrip("\n") + "\n"
            text = "".join(
                f"{line}\n"
                for whole in text.splitlines()
                for line in wrap(
                    whole, self.terminal.width, indent=" " * (4 if whole.startswith(" ") else 12)
                )
            )
        return text

    def give(self) -> None:
        """Print the receipt, and write it to its file; what cannot be done is said, and the revision stands."""
        view = self._view
        assert view is not None, "whatever is sent is prepared for"
        if self._before is not None and not view.is_rehearsal:
            signal.signal(signal.SIGINT, self._leave)
        received = self._word(view)
        if self._text is None:
            unmade = say(
                "nhưng không làm được biên nhận: mẫu biên nhận có lỗi",
                "but the receipt could not be made: its template is wrong",
                view.language,
            )
            write_error(f"{received}; {unmade}.")
        elif view.is_rehearsal:
            write_out(self._text)
        else:
            unprinted = say(
                "nhưng không in được biên nhận", "but the receipt could not be printed", view.language
            )
            print_done(self._text, f"{received}; {unprinted}", view.language)
        if self.path is not None and self._paper is not None:
            paper, name = self._paper, clean(str(self.path))
            if isinstance(paper, desk.Refusal) or isinstance(
                desk.write_paper(self.path, paper, self.root, option="--receipt"), desk.Refusal
            ):
                unmade = say(
                    "nhưng không làm được biên nhận", "but the receipt could not be made", view.language
                )
                write_error(f"{received}; {unmade}: {name}.")
            else:
                write_error(say(f"Biên nhận: {name}", f"Receipt: {name}", view.language))

    def _leave(self, _number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise ReceivedError(self._interrupted)

    @staticmethod
    def _word(view: desk.ReceiptView) -> str:
        """Return that a revision was received."""
        return say(
            f"Đã nhận lần gửi {view.revision}: {view.file}, SHA-256 {view.sha256}",
            f"Received as revision {view.revision}: {view.file}, SHA-256 {view.sha256}",
            view.language,
        )


def send(
    root: Path, draft: desk.Draft, sending: desk.Sending, visit: Visit, marked: Path | None, form: str
) -> desk.ReceiptView:
    """Send a draft; whoever sits at a terminal is asked about its warnings."""
    answer = desk.submit(root, draft, sending)
    while isinstance(answer, desk.Unconfirmed) and visit.terminal.can_ask:
        from cds_kpi.cli.printing import count_problems, format_problems

        warnings, language = answer.warnings, sending.language
        write_error(format_problems(warnings, root, language, visit.terminal, error=True))
        write_error(f"\n{count_problems(0, len(warnings), language)}")
        question = say("Số liệu đúng, vẫn gửi?", "The figures are right, send them all the same?", language)
        if not confirm(question, language):
            _mark(draft, warnings, marked, root, language)
            raise StoppedError(language)
        answer = desk.submit(root, draft, replace(sending, seen=warnings))
    if isinstance(answer, desk.ReceiptView):
        return answer
    raise _reject(root, draft, sending, answer, marked, form)


def _reject(
    root: Path,
    draft: desk.Draft,
    sending: desk.Sending,
    answer: desk.Refusal | desk.Unconfirmed,
    marked: Path | None,
    form: str,
) -> RefusedError:
    """Return what ends the command: every problem at once, and the marked workbook where one was asked for."""
    language = sending.language
    is_data = isinstance(answer, desk.Unconfirmed) or answer.why == "data"
    problems = answer.warnings if isinstance(answer, desk.Unconfirmed) else answer.problems
    if is_data:
        _mark(draft, problems, marked, root, language)
        if form == "json":
            from cds_kpi.cli.printing import format_for_programs

            write_out(format_for_programs(problems, language))
    if isinstance(answer, desk.Refusal):
        return refuse(answer, root, language)
    advice = say(
        "Nếu số liệu đúng, gửi lại với --yes để xác nhận các cảnh báo.",
        "If the figures are right, send again with --yes to confirm the warnings.",
        language,
    )
    return RefusedError(problems, Code.DATA, root, language, advice)


def _mark(
    draft: desk.Draft,
    problems: tuple[Problem, ...],
    marked: Path | None,
    root: Path,
    language: Language,
) -> None:
    """Write the sender's own workbook back, its wrong cells marked."""
    if marked is None:
        return
    data = desk.mark_draft(draft, problems, language)
    written = (
        data if isinstance(data, desk.Refusal) else desk.write_paper(marked, data, root, option="--marked")
    )
    if isinstance(written, desk.Refusal):
        raise RefusedError(
            (*problems, *written.problems),
            Code.DATA if written.why == "data" else Code.MACHINE,
            root,
            language,
        )
    name = clean(str(marked))
    write_error(say(f"Biểu mẫu có đánh dấu chỗ sai: {name}\n", f"The marked workbook: {name}\n", language))
