"""What ends a command early: a call that cannot be understood, or an answer of the desk that is a refusal.

Convention: both are raised inside the door and caught at its one boundary, in app; nothing below the door raises them.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from cds_kpi.cli.language import say

if TYPE_CHECKING:
    from pathlib import Path

    from cds_kpi.desk import Refusal
    from cds_kpi.problem import Problem
    from cds_kpi.text import Language


class Code(IntEnum):
    """What the program leaves behind when it ends."""

    DONE = 0
    DATA = 1
    """The data is wrong."""
    REQUEST = 2
    """The request is wrong."""
    ATTENTION = 3
    """Something is overdue or owed."""
    STATE = 4
    """Refused by the state things are in."""
    MACHINE = 5
    """The machine failed, and nothing was half done."""
    BUG = 70
    """The program is wrong."""
    INTERRUPTED = 130
    PIPE = 141
    """Whoever read our output stopped reading: what a shell shows for a program that SIGPIPE ended."""


class CallError(Exception):
    """A call that is wrong, in words: the message, and what to write instead."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class RefusedError(Exception):
    """A request that the desk did not carry out, with the problems that stand against it."""

    def __init__(
        self,
        problems: tuple[Problem, ...],
        code: Code,
        root: Path | None,
        language: Language,
        advice: str | None = None,
    ) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems
        self.code = code
        self.root = root
        """Where the places of the problems are; None where they are about the call."""
        self.language = language
        self.advice = advice
        """What to do about all of them together."""


class ReceivedError(KeyboardInterrupt):
    """An interruption after a revision was filed: it stands, and whoever interrupts must still be told of it."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class StoppedError(Exception):
    """A conversation that its person ended before anything was done."""

    def __init__(self, language: Language, sentence: str | None = None) -> None:
        super().__init__()
        self.language = language
        self.sentence = sentence or say("Đã dừng; chưa gửi gì.", "Stopped; nothing was sent.", language)
        """What the person is told: that nothing was done, in the words of what was asked."""


def refuse(refusal: Refusal, root: Path | None, language: Language) -> RefusedError:
    """Return the exception that ends the command with a refusal's problems and exit code."""
    # A problem of the machine names its path in its words, or the file it is about stands before them.
    placed = refusal.why == "machine" and any("file" in problem.facts for problem in refusal.problems)
    codes = {"data": Code.DATA, "request": Code.REQUEST, "machine": Code.MACHINE, "state": Code.STATE}
    return RefusedError(
        refusal.problems, codes[refusal.why], root if placed or refusal.why == "data" else None, language
    )
