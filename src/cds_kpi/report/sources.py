"""The sources of a figure: every counted answer, as data at little cost, and put into words when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cds_kpi.assess.answers import find_lines, list_ratios
from cds_kpi.assess.combine import weigh_answer
from cds_kpi.number import format_decimal
from cds_kpi.report.listing import Listing
from cds_kpi.report.remarks import build_source
from cds_kpi.report.row_view import SourceView

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cds_kpi.assess.answers import Answer
    from cds_kpi.assess.assessment import Row
    from cds_kpi.report.row_view import Stated
    from cds_kpi.text import Language


class SourceData(NamedTuple):
    """One counted answer without words; numbers as exact decimal text."""

    unit: str
    period: str
    numerator: str | None
    denominator: str | None
    value: str | None
    file: str
    line: int
    revision: int
    sha256: str


class Sources(Listing[SourceView]):
    """The counted answers of a row's figure."""

    __slots__ = ("_answers", "_row")

    def __init__(self, row: Row, answers: Sequence[Answer], language: Language) -> None:
        """Take the answers in order."""
        super().__init__(lambda: (build_source(answer, row, language) for answer in answers))
        self._row, self._answers = row, answers

    def __len__(self) -> int:
        """Return how many there are, without making any."""
        return len(self._answers)

    def list_data(self) -> Iterator[SourceData]:
        """Yield every answer without its words."""
        row = self._row
        is_plain = row.target.every is None and row.indicator.measure.kind == "ratio"
        ratios = list_ratios(self._answers) if is_plain else None
        if ratios is not None:
            for period, (unit, filing, top, bottom, line) in ratios:
                yield SourceData(
                    unit.id, period, str(top), str(bottom), None,
                    filing.file, line, filing.revision, filing.sha256,
                )  # fmt: skip
            return
        for answer, line in find_lines(self._answers):
            numerator = denominator = value = None
            if answer.ratio is not None and is_plain:
                numerator, denominator = str(answer.ratio[0]), str(answer.ratio[1])
            else:
                sides = weigh_answer(row.indicator, row.target, answer)
                if sides is not None and sides.denominator is not None:
                    numerator, denominator = (
                        format_decimal(sides.numerator),
                        format_decimal(sides.denominator),
                    )
                elif sides is not None:
                    value = format_decimal(sides.numerator)
            filing = answer.filing
            yield SourceData(
                answer.unit.id, str(answer.period), numerator, denominator, value,
                filing.file, line, filing.revision, filing.sha256,
            )  # fmt: skip


def list_data(sources: Sequence[SourceView]) -> Iterator[SourceData]:
    """Yield counted answers without their words."""
    if isinstance(sources, Sources):
        yield from sources.list_data()
        return
    for one in sources:
        yield SourceData(
            one.unit, one.period, _exact(one.numerator), _exact(one.denominator), _exact(one.value),
            one.file, one.line, one.revision, one.sha256,
        )  # fmt: skip


def _exact(stated: Stated | None) -> str | None:
    return stated.exact if stated is not None else None
