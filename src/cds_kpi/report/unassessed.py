"""Why a target has no verdict although its units have answered: said and counted apart from silence.

Convention: the status of such a row stays `no_data`; its reason tells what "no data" would get wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.report.wording import STATUSES, pick

if TYPE_CHECKING:
    from cds_kpi.assess.assessment import Row
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

UNASSESSED: dict[str, tuple[str, Pair]] = {
    "nil": ("◊", ("Không phát sinh", "Nothing to count")),
    "not_applicable": ("◊", ("Không áp dụng", "Not applicable")),
    "not_joined": ("◊", ("Không cộng gộp được", "Not joined")),
    "no_baseline": ("◊", ("Thiếu số gốc", "No baseline")),
    "unfit_baseline": ("◊", ("Số gốc không dùng được", "Unfit baseline")),
}
"""The mark and the words of each reason; the mark exists in the Times-metric fonts and is no status's."""


def find_reason(row: Row) -> str | None:
    """Return why a row without a verdict has none; None where it has one, or where nothing was answered."""
    if row.status != "no_data":
        return None
    if row.value is not None:
        return "no_baseline" if row.demand.baseline is None else "unfit_baseline"
    figure = row.year.figure if row.year is not None else None
    if figure is None:
        return None
    if figure.cannot_join:
        return "not_joined"
    if row.coverage.missing:
        # What the silent units have is not known: that there is nothing to count cannot be said of the whole.
        return None
    if figure.answers and all(answer.entry.not_applicable is not None for answer in figure.answers):
        return "not_applicable"
    return "nil" if figure.is_nil else None


def name_status(status: str, reason: str | None, language: Language) -> tuple[str, str]:
    """Return the mark and the words of a status: of its reason, where it has one."""
    mark, words = UNASSESSED[reason] if reason is not None else STATUSES[status]
    return mark, pick(words, language)
