"""The one table of kinds of problems, by slug and by code."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from cds_kpi.problems.cells import CELLS
from cds_kpi.problems.changes import CHANGES
from cds_kpi.problems.deciding import DECIDING
from cds_kpi.problems.figures import FIGURES
from cds_kpi.problems.files import FILES
from cds_kpi.problems.forms import FILLED, FORMS
from cds_kpi.problems.journal import JOURNAL
from cds_kpi.problems.lineage import LINEAGE
from cds_kpi.problems.mailing import MAILING
from cds_kpi.problems.measures import MEASURES
from cds_kpi.problems.numerals import NUMBERS
from cds_kpi.problems.outline import OUTLINE
from cds_kpi.problems.output import OUTPUT, PRINTS
from cds_kpi.problems.periods import PERIODS
from cds_kpi.problems.places import PLACES
from cds_kpi.problems.records import RECORDS
from cds_kpi.problems.references import GOALS, REFERENCES
from cds_kpi.problems.repairing import REPAIRING
from cds_kpi.problems.revisions import REVISIONS
from cds_kpi.problems.rules import EXPRESSIONS, RULES, VIOLATIONS
from cds_kpi.problems.shapes import SHAPES, SLIPS
from cds_kpi.problems.signing import KEYS, SIGNATURES
from cds_kpi.problems.submitting import CALLS, NAMES, RECEIPTS
from cds_kpi.problems.syntax import SYNTAX
from cds_kpi.problems.templates import TEMPLATES
from cds_kpi.problems.workbooks import WORKBOOKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cds_kpi.problems.kind import Kind

TABLE: tuple[Kind, ...] = (
    *FILES,
    *SYNTAX,
    *OUTLINE,
    *PLACES,
    *REVISIONS,
    *RECEIPTS,
    *SHAPES,
    *RECORDS,
    *CALLS,
    *EXPRESSIONS,
    *SLIPS,
    *REFERENCES,
    *MEASURES,
    *LINEAGE,
    *NAMES,
    *RULES,
    *GOALS,
    *PERIODS,
    *DECIDING,
    *NUMBERS,
    *FIGURES,
    *CHANGES,
    *VIOLATIONS,
    *WORKBOOKS,
    *FORMS,
    *CELLS,
    *FILLED,
    *OUTPUT,
    *TEMPLATES,
    *PRINTS,
    *MAILING,
    *JOURNAL,
    *KEYS,
    *SIGNATURES,
    *REPAIRING,
)
"""Every kind, in the order of the codes."""

KINDS: Mapping[str, Kind] = MappingProxyType({kind.slug: kind for kind in TABLE})
"""Every kind by its slug, in the order of the codes."""

_CODES = {kind.code: kind for kind in TABLE}


def find_kind(name: str) -> Kind | None:
    """Return the kind with this code or slug, however it is typed: KPI501, kpi501, 501, number-ambiguous."""
    word = name.strip().casefold()
    return KINDS.get(word) or _CODES.get("KPI" + word.removeprefix("kpi").strip(" -"))
