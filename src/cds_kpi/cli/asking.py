"""The conversation of `submit`: one question after another on plain lines, so that every input method works.

Convention: questions go to standard error, answers come from the keyboard; nothing is written before the last yes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cds_kpi import desk
from cds_kpi.cli.choosing import choose_round, choose_unit
from cds_kpi.cli.endings import StoppedError, refuse
from cds_kpi.cli.language import say
from cds_kpi.cli.tables import Column, format_facts, format_table, wrap
from cds_kpi.cli.talking import BackError, ask, confirm
from cds_kpi.cli.terminal import clean, write_error
from cds_kpi.problems import is_error
from cds_kpi.text import fold

if TYPE_CHECKING:
    from pathlib import Path

    from cds_kpi.cli.terminal import Terminal
    from cds_kpi.cli.visit import Visit
    from cds_kpi.problem import Problem
    from cds_kpi.text import Language

SETTLED = {
    "so bo": "provisional",
    "provisional": "provisional",
    "uoc tinh": "estimated",
    "estimated": "estimated",
}
"""What may stand behind a figure that is not final."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was accepted: what it sets, and how it reads."""

    sets: tuple[str, ...]
    text: str


@dataclass(slots=True)
class Conversation:
    """One unit's answers, as they come in."""

    visit: Visit
    interview: desk.Interview
    language: Language
    given: dict[str, Given] = field(default_factory=dict)

    def say(self, vi: str, en: str) -> str:
        """Return the wording in the conversation's language."""
        return say(vi, en, self.language)

    def show(self, text: str) -> None:
        """Show lines on standard error, broken between words."""
        for line in text.splitlines() or [""]:
            write_error("\n".join(wrap(line, self.visit.terminal.width, indent="  ")))

    def hold(self) -> None:
        """Ask every question, then show what was said and ask whether to send it; back leads to the last question."""
        prompts = self.interview.prompts
        self._open()
        index = 0
        while True:
            try:
                while index < len(prompts):
                    self._ask_one(index)
                    index += 1
                wrong = desk.check_answers(self.interview, self.list_sets())
                if wrong:
                    self._complain(desk.Heard(None, wrong))
                    index = self._find_first(wrong[0])
                    continue
                self._sum_up()
                question = self.say("Gửi báo cáo này?", "Send this?")
                if confirm(question, self.language, may_go_back=True):
                    return
                raise StoppedError(self.language)
            except BackError:
                index = max(index - 1, 0)

    def _find_first(self, problem: Problem) -> int:
        """Return the first question that a rule is about; the last one where none is."""
        named = str(problem.facts["indicators"]).split(", ")
        asked = [prompt.indicator for prompt in self.interview.prompts]
        return next((at for at, indicator in enumerate(asked) if indicator in named), len(asked) - 1)

    def _open(self) -> None:
        one = self.interview
        self.show(f"{clean(one.unit_name)} - {one.period_title} ({one.window})")
        self.show(f"{self.say('Hạn gửi', 'Due')}: {clean(one.deadline)}.")
        self.show(
            self.say(
                "Enter: giữ câu trả lời đang có, hoặc bỏ qua. <: quay lại câu trước. thoát: dừng, không gửi gì. "
                "Không có số liệu: “nil: lý do” (không phát sinh), “na: lý do” (không áp dụng), “chưa có: lý do”. "
                "Sau con số có thể ghi “sơ bộ” hoặc “ước tính”.",
                "Enter: keep the answer that is there, or leave it. <: back to the question before. quit: stop, "
                "send nothing. Without a figure: “nil: why” (nothing to count), “na: why” (does not apply), "
                "“unavailable: why”. A figure may be followed by “provisional” or “estimated”.",
            )
        )

    def _ask_one(self, index: int) -> None:
        """Ask one question until its answer can be read, or is left as it is."""
        prompt = self.interview.prompts[index]
        self._put(index, prompt)
        given = self.given.get(prompt.indicator)
        while True:
            said = ask("> ", self.language)
            if not said:
                kept = given.text if given is not None else prompt.before
                self.show(
                    self.say(f"  giữ: {clean(kept)}", f"  kept: {clean(kept)}")
                    if kept is not None
                    else self.say("  bỏ qua, còn thiếu", "  left out, still owed")
                )
                return
            sets = [*read_sets(prompt, said)]
            if not self._is_read(prompt, sets):
                continue
            try:
                sets += self._ask_more(prompt, said)
            except BackError:
                # Back from a question about an answer is back to that answer.
                self._put(index, prompt)
                continue
            heard = desk.hear_answer(self.interview, prompt.indicator, sets)
            self._complain(heard)
            if heard.text is None or any(is_error(problem) for problem in heard.problems):
                continue
            self.given[prompt.indicator] = Given(tuple(sets), heard.text)
            self.show(f"  = {clean(heard.text)}")
            return

    def _is_read(self, prompt: desk.Prompt, sets: list[str]) -> bool:
        """Whether an answer is one, before anything more is asked about it."""
        if not (prompt.methods or prompt.members):
            return True
        heard = desk.hear_answer(self.interview, prompt.indicator, sets)
        wrong = [problem for problem in heard.problems if is_error(problem) and problem.kind not in _LATER]
        if wrong:
            self._complain(desk.Heard(None, tuple(wrong)))
        return not wrong

    def _ask_more(self, prompt: desk.Prompt, said: str) -> list[str]:
        """Ask what belongs to a figure: by which method, and how many of the members."""
        key = prompt.indicator
        sets: list[str] = []
        if ":" in said:
            return sets
        if prompt.methods:
            listed = "; ".join(f"{name} = {clean(words)}" for name, words in prompt.methods)
            self.show(self.say(f"  Phương pháp tính: {listed}", f"  Method: {listed}"))
            method = ask(self.say("  phương pháp> ", "  method> "), self.language)
            sets += [f"{key}.method={method}"] if method else []
        if prompt.members:
            self.show(
                self.say(
                    f"  Trong {prompt.members} đơn vị trực thuộc, bao nhiêu đơn vị đã thực hiện?",
                    f"  Of the {prompt.members} members, how many have done it?",
                )
            )
            done = ask(self.say("  số đơn vị> ", "  how many> "), self.language)
            sets += [f"{key}.members_done={done}"] if done else []
            self.show(
                self.say(
                    "  Những đơn vị chưa thực hiện, cách nhau bằng dấu “;” (Enter nếu không kể tên)",
                    "  Those that have not, by “;” (Enter to name none)",
                )
            )
            names = ask(self.say("  chưa thực hiện> ", "  not done> "), self.language)
            sets += [f"{key}.members_not_done={names}"] if names else []
        return sets

    def _complain(self, heard: desk.Heard) -> None:
        from cds_kpi.cli.printing import format_problems

        if heard.problems:
            shown = format_problems(heard.problems, None, self.language, self.visit.terminal, error=True)
            write_error(shown)

    def _put(self, index: int, prompt: desk.Prompt) -> None:
        """Show a question: the official name, the rule, the figure before, and how to answer."""
        number = self.say(f"Chỉ tiêu số {prompt.number}: ", f"Indicator {prompt.number}: ")
        count = f"[{index + 1}/{len(self.interview.prompts)}] "
        title = f"{count}{number if prompt.number is not None else ''}{clean(prompt.name)}"
        write_error("\n")
        for line in wrap(title, self.visit.terminal.width, indent=" " * len(count)):
            write_error(self.visit.terminal.paint(line, "bold", error=True))
        given = self.given.get(prompt.indicator)
        facts = [
            (self.say("Tử số", "Numerator"), prompt.numerator),
            (self.say("Mẫu số", "Denominator"), prompt.denominator),
            (self.say("Số liệu", "Figures"), prompt.basis),
            (self.say("Mục tiêu", "Target"), prompt.target or None),
            (self.say("Kỳ trước", "Last time"), prompt.last),
            (self.say("Đang có", "So far"), given.text if given is not None else prompt.before),
            (self.say("Cách ghi", "Answer"), self._example(prompt)),
        ]
        write_error(
            format_facts([(name, clean(text) if text else None) for name, text in facts], self._page())
        )

    def _page(self) -> Terminal:
        """Return the terminal as standard error is: what is shown while asking goes there."""
        terminal = self.visit.terminal
        return terminal._replace(has_colour=terminal.has_error_colour, is_screen=terminal.is_error_screen)

    def _example(self, prompt: desk.Prompt) -> str:
        if prompt.levels:
            listed = "; ".join(
                f"{level}={'91/100' if prompt.kind == 'ratio' else '91,5'}" for level, _ in prompt.levels
            )
            names = ", ".join(f"{level} ({name})" for level, name in prompt.levels)
            return self.say(f"theo từng cấp: {listed}. Cấp: {names}", f"by level: {listed}. Levels: {names}")
        if prompt.by_parts:
            return self.say("theo từng phần: nong-nghiep=9,1; y-te=8,7", "by part: farming=9,1; health=8,7")
        examples = {
            "ratio": self.say(
                "tử số/mẫu số, ví dụ 812345/1498765", "numerator/denominator, such as 812345/1498765"
            ),
            "roll_call": self.say("có hoặc chưa", "yes or no"),
            "milestone": self.say("có hoặc chưa", "yes or no"),
            "rank": self.say("thứ hạng, ví dụ 5", "the rank, such as 5"),
        }
        return examples.get(prompt.kind) or self.say("một số, ví dụ 13,51", "a number, such as 13,51")

    def _sum_up(self) -> None:
        """Show everything as it will be sent."""
        columns = (
            Column(self.say("Số", "No"), is_number=True),
            Column(self.say("Chỉ tiêu", "Indicator"), is_wide=True),
            Column(self.say("Trả lời", "Answer"), narrow=24),
        )
        rows = []
        for prompt in self.interview.prompts:
            given = self.given.get(prompt.indicator)
            text = given.text if given is not None else prompt.before
            missing = self.say("□ còn thiếu", "□ still owed")
            rows.append([str(prompt.number or ""), clean(prompt.name), clean(text) if text else missing])
        write_error("\n")
        write_error(format_table(columns, rows, self._page()))

    def list_sets(self) -> list[str]:
        """Return every answer as `--set` has it, in the order of the questions."""
        return [
            one
            for prompt in self.interview.prompts
            if prompt.indicator in self.given
            for one in self.given[prompt.indicator].sets
        ]


_LATER = frozenset({"method-missing", "members-unanswered", "members-too-many"})
"""What is wrong with an answer only until all of it has been asked for."""


def read_sets(prompt: desk.Prompt, said: str) -> list[str]:
    """Return an answer as `--set` has it: the figure, its parts, and how sure it is."""
    key = prompt.indicator
    if (prompt.levels or prompt.by_parts) and "=" in said:
        sets = []
        for piece in said.split(";"):
            part, _, figure = piece.partition("=")
            top, slash, bottom = figure.partition("/")
            if slash:
                sets += [
                    f"{key}.{part.strip()}.numerator={top}",
                    f"{key}.{part.strip()}.denominator={bottom}",
                ]
            elif piece.strip():
                sets.append(f"{key}.{part.strip()}.value={figure}")
        return sets
    figure, status = _split_status(said)
    return [f"{key}={figure}", *([f"{key}.status={status}"] if status else [])]


def _split_status(said: str) -> tuple[str, str | None]:
    """Split "812345/1498765 sơ bộ" into the figure and how sure it is."""
    if ":" not in said:
        for words, status in SETTLED.items():
            length = len(words.split())
            parts = said.replace("(", " ").replace(")", " ").split()
            if len(parts) > length and fold(" ".join(parts[-length:])) == words:
                return " ".join(parts[:-length]), status
    return said, None


def hold_interview(
    visit: Visit, root: Path, language: Language, unit: str | None, asking: desk.Asking, note: str | None
) -> desk.Draft:
    """Ask for everything a unit owes, and return what it makes; StoppedError where the person stops."""
    chosen = unit.strip() if unit is not None else choose_unit(root, language)
    round_ = choose_round(root, asking, visit.now, language)
    interview = desk.open_interview(root, chosen, round_, now=visit.now, language=language)
    if isinstance(interview, desk.Refusal):
        raise refuse(interview, root, language)
    conversation = Conversation(visit, interview, language)
    conversation.hold()
    return desk.draft_answers(interview, conversation.list_sets(), note=note)
