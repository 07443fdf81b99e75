"""A kind of problem: its code, how grave it is, and what is said about it in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from cds_kpi.text import Language

Severity = Literal["error", "warning"]


class Words(NamedTuple):
    """The same wording in Vietnamese and in English."""

    vi: str
    en: str

    def say(self, language: Language) -> str:
        """Return the wording in the language."""
        return self.en if language == "en" else self.vi


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of problem; the code and the slug never change once published.

    `message`, `hint` and `near` are filled from the problem's facts: `{found}` is the user's own text, `{found:word}`
    a word of ours to be said in the language, and so on (see `wording`).
    """

    code: str
    """What users see and may look up: KPI501."""
    slug: str
    """What the code calls it, stating the pattern found: number-ambiguous."""
    severity: Severity
    """An error keeps a file from counting; a warning does not."""
    summary: Words
    """The pattern found, in a few words."""
    message: Words
    """One sentence that quotes what was found."""
    hint: Words
    """What to write instead."""
    near: Words | None = None
    """The hint instead, where the facts hold `near`: what was probably meant."""
    why: Words
    """Why it is a problem at all."""
    wrong: str
    """The smallest part of a file, a file's name or a command that causes it."""
    right: str
    """The same, put right."""
