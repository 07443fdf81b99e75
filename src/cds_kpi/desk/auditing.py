"""Auditing: whether the record is whole, the journal, every file that was entered in it, and every unit's revisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Refusal
from cds_kpi.problem import Place, Problem, sort_problems

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cds_kpi.store.audit import Audit

CHAIN = frozenset(
    {
        "store-file-cut",
        "store-file-changed",
        "revision-first",
        "revision-missing",
        "revision-chain",
        "round-file-changed",
    }
)
"""What is wrong with the chain of a unit's revisions, with their seals, and with what closed rounds count."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of verifying everything."""

    head: str | None
    """The journal's newest acts with all digits; None where there is no journal."""
    acts: int
    files: int
    """How many files were compared with what the journal says of them."""
    earlier: int
    """How many of them are older than the journal."""
    forks: tuple[tuple[tuple[str, ...], str | None], ...]
    """Acts that had not seen each other, and the one that saw them all: nothing wrong."""
    not_entered: tuple[str, ...]
    """Files that people wrote, which the journal says nothing of: nothing wrong."""
    problems: tuple[Problem, ...]


def verify_everything(
    root: Path, *, against: str | None, tell: Callable[[int, int], None]
) -> Verification | Refusal:
    """Read everything and return what does not agree; refused as request where `against` is no head."""
    from cds_kpi.model.journal import read_head
    from cds_kpi.store.audit import audit_store

    if against is not None and read_head(against) is None:
        wrong = Problem("head-malformed", Place("--against"), {"found": against})
        return Refusal("request", (wrong,))
    audit = audit_store(root, against, tell)
    return Verification(
        audit.head.text if audit.head is not None else None,
        audit.acts,
        audit.files,
        audit.earlier,
        tuple((fork.acts, fork.joined) for fork in audit.forks),
        tuple(audit.unentered),
        tuple(sort_problems([*audit.problems, *_check_chains(root, audit)])),
    )


def _check_chains(root: Path, audit: Audit) -> list[Problem]:
    """Return what is wrong with seals, chains and closings, but with files of which the journal says so already."""
    from cds_kpi.store.contents import read_workspace
    from cds_kpi.store.reading import place_in_store

    named = {problem.place.file for problem in audit.problems}
    found = [
        problem
        for problem in read_workspace(root).problems
        if problem.kind in CHAIN and problem.place.file not in named
    ]
    return place_in_store(root, found)
