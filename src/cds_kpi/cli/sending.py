"""Sending a draft: its warnings are confirmed by whoever sits there, and what is wrong with it comes back at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cds_kpi import desk
from cds_kpi.cli.endings import Code, RefusedError, StoppedError, refuse
from cds_kpi.cli.language import say
from cds_kpi.cli.talking import confirm
from cds_kpi.cli.terminal import clean, write_error, write_out
from cds_kpi.cli.visit import Visit
from cds_kpi.problem import Problem
from cds_kpi.text import Language


def send(
    root: Path, draft: desk.Draft, sending: desk.Sending, visit: Visit, marked: Path | None, form: str
) -> desk.ReceiptView:
    """Send a draft; whoever sits at a terminal is asked about its warnings."""
    answer = desk.submit(root, draft, sending)
    if isinstance(answer, desk.Unconfirmed) and visit.terminal.can_ask:
        from cds_kpi.cli.printing import count_problems, format_problems

        warnings, language = answer.warnings, sending.language
        write_error(format_problems(warnings, root, language, visit.terminal, error=True))
        write_error(f"\n{count_problems(0, len(warnings), language)}")
        question = say("Số liệu đúng, vẫn gửi?", "The figures are right, send them all the same?", language)
        if not confirm(question, language):
            _mark(draft, warnings, marked, root, language)
            raise StoppedError(language)
        answer = desk.submit(root, draft, replace(sending, confirmed=True))
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
