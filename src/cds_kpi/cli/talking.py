"""Asking a person at a terminal, on plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.cli.endings import StoppedError
from cds_kpi.cli.language import say
from cds_kpi.cli.terminal import read_line, write_error, write_prompt
from cds_kpi.text import fold

if TYPE_CHECKING:
    from cds_kpi.text import Language

BACK = frozenset({"<", "quay lai", "back"})
QUIT = frozenset({"thoat", "quit", "exit"})
YES = frozenset({"co", "c", "y", "yes", "dong y", "gui"})
NO = frozenset({"", "khong", "k", "n", "no"})


class BackError(Exception):
    """The person wants to go back to the question before."""


def ask(prompt: str, language: Language) -> str:
    """Return what a person answers, on one line; they may go back (BackError) or stop (StoppedError)."""
    try:
        write_prompt(prompt)
        said = read_line()
    except KeyboardInterrupt:
        write_error("\n")
        raise
    if said is None:
        write_error("\n")
        raise StoppedError(language)
    word = fold(said)
    if word in BACK:
        raise BackError
    if word in QUIT:
        raise StoppedError(language)
    return said


def confirm(question: str, language: Language, *, may_go_back: bool = False) -> bool:
    """Return whether a person says yes; Enter alone is no, and so is going back where there is nothing before."""
    while True:
        try:
            said = ask(f"{question} {say('(có/không) [không] ', '(yes/no) [no] ', language)}", language)
        except BackError:
            if may_go_back:
                raise
            return False
        word = fold(said)
        if word in YES:
            return True
        if word in NO:
            return False
        write_error(say("Ghi “có” hoặc “không”.", "Write “yes” or “no”.", language))
