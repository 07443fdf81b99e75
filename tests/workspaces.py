"""A small workspace written from YAML text, and what the program makes of it: the report's JSON or the assessment.

Convention: a test writes what it is about; what every catalogue needs besides (names, a pillar, a lead) is put in here.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from textwrap import dedent, indent
from typing import Any, TypeVar

from pydantic import BaseModel

from cds_kpi import desk
from cds_kpi.assess.assessment import Assessment, assess_round
from cds_kpi.assess.book import Book
from cds_kpi.model.catalogue import Catalogue, Indicator, Target
from cds_kpi.model.office import Closing, Extension, Review, days_by_date
from cds_kpi.model.shape import read_shape
from cds_kpi.model.submission import Filing
from cds_kpi.model.units import Unit
from cds_kpi.period import Period, parse_canonical
from cds_kpi.render.data import render_json
from cds_kpi.report.row_view import RowView
from cds_kpi.report.view import ReportView
from cds_kpi.store.contents import read_workspace
from cds_kpi.store.yamltext import parse_yaml
from cds_kpi.text import Language
from cds_kpi.workdays import OfficeDays

R = TypeVar("R", bound=BaseModel)

# Three departments and two districts under a city, and an agency that collects.
UNITS = """
- {id: city, name: Thành phố, level: province}
- {id: dic, name: Đơn vị đầu mối, level: agency, parent: city}
- {id: so-a, name: Sở A, level: department, parent: city}
- {id: so-b, name: Sở B, level: department, parent: city}
- {id: so-c, name: Sở C, level: department, parent: city}
- {id: quan-1, name: Quận 1, level: district, parent: city, members: 10}
- {id: quan-3, name: Quận 3, level: district, parent: city, members: 12}
"""
ROUNDS = """
- {period: 2022-Q1, before: 2022-03-20, frequencies: [quarter]}
- {period: 2022-Q2, before: 2022-06-20, frequencies: [quarter]}
- {period: 2022-S1, before: 2022-08-30, frequencies: [quarter, year]}
- {period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}
- {period: 2022-Q4, before: 2022-12-20, frequencies: [quarter]}
- {period: 2022, before: 2022-12-20, frequencies: [year]}
"""
DEFAULTS = {"name": "Chỉ tiêu", "pillar": "government", "frequency": "quarter", "lead": "so-a"}
# After every deadline of the third quarter, before every target's day.
AS_OF = "2022-09-30T23:59:59+07:00"


def read_record(record: type[R], text: str) -> R:
    """Read a record from YAML text, as the program would from a file."""
    parsed = parse_yaml(dedent(text).encode())
    assert parsed.faults == []
    made = read_shape(record, parsed.tree)
    assert not isinstance(made, list), made
    return made


def read_target(text: str) -> Target:
    """Read a target; its programme is p, its day the end of 2022."""
    return read_record(Target, "{programme: p, by: 2022-12-31, " + text.removeprefix("{"))


def read_indicator(text: str) -> Indicator:
    """Read an indicator; what the text leaves out of a name, a pillar, a frequency and a lead is put in."""
    return read_record(Indicator, _complete(text))


def read_period(text: str) -> Period:
    """Read a period as files write it."""
    period = parse_canonical(text)
    assert period is not None, text
    return period


def _complete(indicator: str) -> str:
    lines = dedent(indicator).strip().splitlines()
    given = {line.partition(":")[0] for line in lines}
    return "\n".join(lines + [f"{key}: {value}" for key, value in DEFAULTS.items() if key not in given])


def make_book(
    catalogue: Catalogue,
    units: Iterable[Unit],
    filings: Sequence[Filing],
    as_of: str = AS_OF,
    *,
    reviews: Sequence[Review] = (),
    extensions: Sequence[Extension] = (),
    closings: Sequence[Closing] = (),
    office_days: OfficeDays | None = None,
) -> Book:
    """Open the book of the programme p as of a moment."""
    return Book(
        catalogue=catalogue,
        programme_id="p",
        programme=catalogue.programmes["p"],
        units={unit.id: unit for unit in units},
        filings=filings,
        reviews=reviews,
        extensions=extensions,
        closings=closings,
        office_days=office_days or OfficeDays(),
        as_of=datetime.fromisoformat(as_of),
    )


@dataclass
class Workspace:
    """A workspace under a folder; files are written as they are told."""

    root: Path
    indicators: str
    """One indicator, or several with a line `---` between them."""
    units: str = UNITS
    rounds: str = ROUNDS
    programme: str = ""
    """More keys of the programme p."""
    _revisions: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        blocks = [_complete(block) for block in dedent(self.indicators).split("\n---\n")]
        listed = "\n".join("- " + indent(block, "  ")[2:] for block in blocks)
        self.write(
            "data/indicators.yaml",
            f"format: 1\n"
            f"pillars: {{government: Chính quyền số}}\n"
            f"programmes:\n"
            f"  p:\n"
            f"    name: Kế hoạch\n"
            f"    authority: city\n"
            f"    focal_point: dic\n"
            f"{indent(dedent(self.programme).strip(), '    ')}\n"
            f"    rounds:\n{indent(self.rounds.strip(), '      ')}\n"
            f"indicators:\n{indent(listed, '  ')}\n",
        )
        self.write("data/units.yaml", f"format: 1\nunits:\n{indent(self.units.strip(), '  ')}\n")

    def write(self, name: str, text: str) -> Path:
        """Write a file of the workspace."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def submit(self, period: str, unit: str, entries: str, *, at: str | None = "2022-01-02") -> Path:
        """Write the next revision of a unit's submission.

        `at` is a day (then the file is one written by hand, with `sent_on`), a date-time (then it has a receipt), or
        None for an undated one.
        """
        number = self._revisions.get((period, unit), 0) + 1
        self._revisions[period, unit] = number
        before = self.root / self._name(period, unit, number - 1)
        head = ""
        if at is not None and "T" in at:
            previous = hashlib.sha256(before.read_bytes()).hexdigest() if number > 1 else "null"
            head = f"receipt: {{revision: {number}, received_at: {at}, previous: {previous}}}\n"
        elif at is not None:
            head = f"sent_on: {at}\n"
        body = indent(dedent(entries).strip(), "  ")
        text = f"format: 1\n{head}unit: {unit}\nperiod: {period}\nentries:\n{body}\n"
        return self.write(self._name(period, unit, number), text)

    @staticmethod
    def _name(period: str, unit: str, number: int) -> str:
        return f"data/submissions/{period}/{unit}{'' if number == 1 else f'.r{number}'}.yaml"

    def review(self, period: str, unit: str, revision: int, decision: str, at: str, *, nth: int = 1) -> None:
        """Write a decision on a revision; on the unit as a whole under revision 0. `nth` counts decisions on one."""
        suffix = "" if nth == 1 else f".{nth}"
        self.write(
            f"data/reviews/{period}/{unit}.r{revision}{suffix}.yaml",
            f"format: 1\nunit: {unit}\nperiod: {period}\nrevision: {revision}\ndecision: {decision}\n"
            f"by: Chuyên viên\nat: {at}\nreason: Lý do\n",
        )

    def find_problems(self) -> list[str]:
        """Return the kinds of everything `check` finds, sorted as shown."""
        return [problem.kind for problem in desk.check_workspace(self.root)]

    def view(
        self,
        period: str = "2022-Q3",
        *,
        as_of: str = AS_OF,
        language: Language = "vi",
        with_growth: bool = False,
    ) -> ReportView:
        """Return the finished report of a round."""
        made = desk.make_report(
            self.root,
            desk.Asking(period=period),
            as_of=datetime.fromisoformat(as_of),
            language=language,
            with_growth=with_growth,
        )
        assert isinstance(made, desk.Report), made
        return made.view

    def report(self, period: str = "2022-Q3", *, as_of: str = AS_OF) -> dict[str, Any]:
        """Return the report as programs read it."""
        report: dict[str, Any] = json.loads(render_json(self.view(period, as_of=as_of)))
        return report

    def row(self, period: str = "2022-Q3", *, as_of: str = AS_OF, at: int = 0) -> dict[str, Any]:
        """Return one indicator of the report as programs read it: the first, unless told."""
        row: dict[str, Any] = self.report(period, as_of=as_of)["indicators"][at]
        return row

    def row_view(
        self, period: str = "2022-Q3", *, as_of: str = AS_OF, at: int = 0, language: Language = "vi"
    ) -> RowView:
        """Return one row of the report as people read it."""
        return self.view(period, as_of=as_of, language=language).rows[at]

    def open_book(self, *, as_of: str = AS_OF) -> Book:
        """Return everything the sums are made from, whatever is wrong with it."""
        contents = read_workspace(self.root)
        assert contents.catalogue is not None
        assert contents.registry is not None
        return make_book(
            contents.catalogue,
            contents.registry.units,
            contents.filings,
            as_of,
            reviews=[review for _, review in contents.reviews],
            extensions=[extension for _, extension in contents.extensions],
            closings=[closing for _, closing in contents.closings],
            office_days=OfficeDays(*days_by_date(contents.holidays)),
        )

    def assess(self, period: str = "2022-Q3", *, as_of: str = AS_OF) -> Assessment:
        """Return the assessment of a round, every number exact."""
        book = self.open_book(as_of=as_of)
        collection = next(one for one in book.programme.rounds if str(one.period) == period)
        return assess_round(book, "p", collection)


def pick(row: dict[str, Any], *keys: str) -> tuple[Any, ...]:
    """Return some of a row's values, in the order asked for."""
    return tuple(row[key] for key in keys)
