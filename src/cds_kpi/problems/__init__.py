"""The one table of kinds of problems: codes, severities, and words in both languages."""

from cds_kpi.problems.kind import Kind, Words
from cds_kpi.problems.manual import explain_kind
from cds_kpi.problems.table import KINDS, find_kind
from cds_kpi.problems.wording import Worded, is_error, word_problem

__all__ = ["KINDS", "Kind", "Worded", "Words", "explain_kind", "find_kind", "is_error", "word_problem"]
