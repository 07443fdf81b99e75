"""The one table of kinds of problems: codes, severities, and words in both languages.

Convention: the table is read when something is looked up in it: most runs find nothing wrong, and start faster.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cds_kpi.problem import Problem
    from cds_kpi.problems.kind import Kind, Words
    from cds_kpi.problems.manual import explain_kind
    from cds_kpi.problems.table import KINDS, find_kind
    from cds_kpi.problems.wording import Worded
    from cds_kpi.text import Language

__all__ = ["KINDS", "Kind", "Worded", "Words", "explain_kind", "find_kind", "is_error", "word_problem"]


def is_error(problem: "Problem") -> bool:
    """Whether the problem is an error rather than a warning."""
    from cds_kpi.problems.table import KINDS

    return KINDS[problem.kind].severity == "error"


def word_problem(problem: "Problem", language: "Language") -> "Worded":
    """Return the problem's code, severity, message and hint in the language; in a form's words where it is in one, in
    those of a call where it was typed.
    """
    from cds_kpi.problems import wording

    return wording.word_problem(problem, language)


if not TYPE_CHECKING:  # a type checker knows the names from above, and would allow every other one

    def __getattr__(name: str) -> Any:
        """Import the table's parts when the first of them is asked for (PEP 562)."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from cds_kpi.problems import kind, manual, table, wording

        return next(vars(home)[name] for home in (kind, manual, table, wording) if name in vars(home))
