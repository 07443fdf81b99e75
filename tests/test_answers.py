"""Answers that are but two numbers are kept in columns; nothing that is made of them tells whether they were."""

from dataclasses import replace
from pathlib import Path

from cds_kpi.assess.answers import Answers, find_answers, find_lines, split_answers, tabulate
from cds_kpi.assess.assessment import assess_round
from cds_kpi.assess.book import Book
from cds_kpi.model.office import Settings
from cds_kpi.model.submission import Filing, Receipt, Submission, make_filing
from cds_kpi.period import Period
from cds_kpi.render.data import render_json
from cds_kpi.render.text import render_text
from cds_kpi.report.build import build_report
from cds_kpi.store import packaged
from cds_kpi.store.composing import compose_submission
from workspaces import Workspace, read_record

Q1, Q2, Q3 = (Period(2022, "quarter", place) for place in (1, 2, 3))
PLAIN = "{numerator: 3, denominator: 10, status: final, source: Hệ thống A}"
# One answer for every way in which one may be more than two numbers.
ENTRIES = {
    "so-a": PLAIN,
    "so-b": '{numerator: 4, denominator: 10, source: "Sổ, quyển 2", note: Đã rà soát}',
    "so-c": "{numerator: 5, denominator: 10, method: a}",
    "quan-1": "{nil: Không phát sinh}",
    "quan-3": "{unavailable: Chưa có, expected_on: 2022-12-01}",
    "dic": "{numerator: 9223372036854775808, denominator: 9223372036854775809}",
    "city": "{numerator: 2.5, denominator: 10, status: provisional}",
}
INDICATORS = """
id: happens
measure: {kind: ratio, basis: in_period, whole: false}
reporters: ["level:department", quan-1, quan-3, dic, city]
targets:
  - {programme: p, at_least: 50, by: 2022-12-31}
  - {programme: p, at_least: 50, by: 2022-12-31, level: department}
---
id: stands
measure: {kind: ratio, basis: at_date, combine: max, methods: {a: A}}
reporters: ["level:department", quan-1]
targets: [{programme: p, at_least: 50, by: 2022-12-31}, {programme: p, at_least: 5, by: 2022-12-31, method: a}]
"""


def file(store: Workspace, period: Period, unit: str, entry: str) -> None:
    text = f"{{format: 1, unit: {unit}, period: {period}, entries: {{happens: {entry}, stands: {entry}}}}}"
    receipt = "{revision: 1, received_at: 2022-09-15T10:11:12+07:00, previous: null}"
    data = compose_submission(read_record(Submission, text), read_record(Receipt, receipt))
    path = store.root / f"data/submissions/{period}/{unit}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def open_store(tmp_path: Path) -> Book:
    store = Workspace(tmp_path, INDICATORS)
    for unit, entry in ENTRIES.items():
        file(store, Q1, unit, PLAIN)
        file(store, Q3, unit, entry)
    file(store, Q2, "so-b", PLAIN)
    return store.open_book()


def reread(filing: Filing) -> Filing:
    """Give the same revision as one record, as the full reader has it."""
    return make_filing(
        filing.submission, filing.revision, filing.file, filing.sha256, dict(filing.lines.items())
    )


def test_a_report_is_the_same_whether_answers_are_columns_or_records(tmp_path: Path) -> None:
    book = open_store(tmp_path)
    records = replace(book, filings=[reread(filing) for filing in book.filings])
    assert any(filing.ratios for filing in book.filings)
    assert not any(filing.ratios for filing in records.filings)
    for collection in book.programme.rounds:
        made = []
        for one in (book, records):
            view = build_report(one, assess_round(one, "p", collection), Settings(), (), "vi")
            made.append((render_json(view), render_text(view, "md", (packaged.find_templates(),)), view.rows))
        assert made[0] == made[1]


def test_only_what_is_two_numbers_and_nothing_more_is_plain(tmp_path: Path) -> None:
    book = open_store(tmp_path)
    table = tabulate(book, Q3)
    assert [unit for unit, place in table.places.items() if table.is_plain("happens", place)] == ["so-a"]
    indicator = book.catalogue.by_id["happens"]
    answers = find_answers(book, indicator, indicator.targets[0], Q3)
    plain, others = split_answers(answers)
    assert (plain.count, plain.numerator, plain.denominator) == (1, 3, 10)
    assert [answer.unit.id for answer in others] == ["city", "dic", "so-b", "so-c", "quan-1"]
    assert split_answers(tuple(answers)) == (plain, others)


def test_answers_of_several_periods_stand_unit_by_unit_the_oldest_first(tmp_path: Path) -> None:
    book = open_store(tmp_path)
    indicator = book.catalogue.by_id["happens"]
    found = [find_answers(book, indicator, indicator.targets[0], period) for period in (Q1, Q2, Q3)]
    columns = [column for one in found if isinstance(one, Answers) for column in one.columns]
    answers = Answers(columns, book.units.values())
    told = [(answer.unit.id, answer.period.index) for answer in answers]
    assert told == [
        (unit, place)
        for unit in book.units
        for place, one in enumerate(found, 1)
        if unit in {answer.unit.id for answer in one}
    ]
    assert len(answers) == len(told) == 14
    assert answers[0] == next(iter(answers))
    assert answers[-2:] == tuple(answers)[-2:]
    assert [line for _, line in find_lines(answers)] == [answer.filing.lines["happens"] for answer in answers]
    assert list(find_lines(tuple(answers))) == list(find_lines(answers))
