"""Who owes a figure: the reporters an indicator names, where they exist and it already applies to them."""

from pathlib import Path

import pytest

from cds_kpi.assess.reporters import Reporters, find_collected, find_reporters
from workspaces import UNITS, Workspace, read_period


def find(store: Workspace, period: str = "2022-Q3", *, as_of: str = "2022-12-31T23:59:59+07:00") -> Reporters:
    book = store.open_book(as_of=as_of)
    return find_reporters(book, book.catalogue.indicators[0], read_period(period))


def expect(store: Workspace, period: str = "2022-Q3") -> list[str]:
    return [unit.id for unit in find(store, period).expected]


def share(reporters: str, more: str = "") -> str:
    return f"""
id: share
measure: {{kind: ratio, basis: at_date}}
reporters: {reporters}
targets: [{{programme: p, at_least: 50, by: 2022-12-31}}]
{more}
"""


@pytest.mark.parametrize(
    ("reporters", "expected"),
    [
        ("lead", ["so-a"]),
        ("[so-c, so-b]", ["so-b", "so-c"]),
        ("level:district", ["quan-1", "quan-3"]),
        ("[level:department, level:district]", ["so-a", "so-b", "so-c", "quan-1", "quan-3"]),
        ("[level:district, lead]", ["so-a", "quan-1", "quan-3"]),
        ("[lead, so-a]", ["so-a"]),
        ("under:city", ["dic", "so-a", "so-b", "so-c", "quan-1", "quan-3"]),
    ],
)
def test_reporters_are_named_by_role_id_level_or_superior_and_stand_in_the_registrys_order(
    tmp_path: Path, reporters: str, expected: list[str]
) -> None:
    assert expect(Workspace(tmp_path, share(reporters))) == expected


def test_everyone_under_a_unit_is_meant_also_two_steps_down(tmp_path: Path) -> None:
    units = UNITS + "- {id: phuong-12, name: Phường 12, level: commune, parent: quan-3}\n"
    store = Workspace(tmp_path, share("under:city"), units=units)
    assert expect(store) == ["dic", "so-a", "so-b", "so-c", "quan-1", "quan-3", "phuong-12"]


CHANGING = """
- {id: city, name: Thành phố, level: province}
- {id: dic, name: Đơn vị đầu mối, level: agency}
- {id: so-a, name: Sở A, level: department, valid: {from: 2008-01-01, until: 2025-02-28}, successors: [so-khcn]}
- {id: so-khcn, name: Sở KH&CN, level: department, valid: {from: 2025-03-01}}
"""
LATER_ROUNDS = """
- {period: 2024, before: 2024-12-20, frequencies: [quarter]}
- {period: 2025-Q1, before: 2025-03-20, frequencies: [quarter]}
"""


def test_a_unit_is_not_asked_after_its_end_and_its_successor_not_before_its_beginning(tmp_path: Path) -> None:
    # The first quarter of 2025 covers 15 December 2024 to 14 March 2025: it ends under the successor.
    store = Workspace(tmp_path, share("level:department"), units=CHANGING, rounds=LATER_ROUNDS)
    assert expect(store, "2024") == ["so-a"]
    assert expect(store, "2025-Q1") == ["so-khcn"]


@pytest.mark.parametrize(
    ("valid", "expected"),
    [
        # Decree 09/2019: the third quarter of 2022 ends on 14 September.
        ("{until: 2022-09-13}", []),
        ("{until: 2022-09-14}", ["so-a"]),
        ("{from: 2022-09-14}", ["so-a"]),
        ("{from: 2022-09-15}", []),
    ],
)
def test_a_unit_is_asked_where_it_existed_on_the_last_day_of_the_period(
    tmp_path: Path, valid: str, expected: list[str]
) -> None:
    units = CHANGING.replace("{from: 2008-01-01, until: 2025-02-28}", valid)
    assert expect(Workspace(tmp_path, share("so-a"), units=units)) == expected


def test_under_the_calendar_the_last_day_of_the_period_is_the_months(tmp_path: Path) -> None:
    units = CHANGING.replace("{from: 2008-01-01, until: 2025-02-28}", "{from: 2022-09-30}")
    store = Workspace(tmp_path, share("so-a"), units=units, programme="cutoff: calendar")
    assert expect(store) == ["so-a"]
    assert expect(store, "2022-S1") == []


PHASED = share(
    "[level:department, level:district]",
    "phases: [{level: department, from: 2022-06-01}, {level: district, from: 2022-12-01}]",
)


def test_a_phase_that_has_not_begun_is_not_due_level_by_level(tmp_path: Path) -> None:
    store = Workspace(tmp_path, PHASED)
    told = {}
    for period in ("2022-Q1", "2022-S1", "2022-Q3", "2022-Q4"):
        reporters = find(store, period)
        told[period] = ([u.id for u in reporters.expected], [u.id for u in reporters.not_due])
    assert told == {
        "2022-Q1": ([], ["so-a", "so-b", "so-c", "quan-1", "quan-3"]),
        "2022-S1": (["so-a", "so-b", "so-c"], ["quan-1", "quan-3"]),
        "2022-Q3": (["so-a", "so-b", "so-c"], ["quan-1", "quan-3"]),
        "2022-Q4": (["so-a", "so-b", "so-c", "quan-1", "quan-3"], []),
    }


@pytest.mark.parametrize(("start", "expected"), [("2022-09-14", ["so-a"]), ("2022-09-15", [])])
def test_a_phase_that_begins_on_the_periods_last_day_has_begun(
    tmp_path: Path, start: str, expected: list[str]
) -> None:
    store = Workspace(tmp_path, share("so-a", f"phases: [{{level: department, from: {start}}}]"))
    assert expect(store) == expected


def test_before_every_phase_the_row_is_not_due_rather_than_nought(tmp_path: Path) -> None:
    store = Workspace(tmp_path, PHASED)
    row = store.row("2022-Q1")
    assert (row["status"], row["value"], row["coverage"]) == (
        "not_due",
        None,
        {"expected": 0, "reported": 0, "missing": []},
    )
    assert store.row_view("2022-Q1").value_text == "Chưa đến hạn áp dụng"
    assert store.report("2022-Q1")["reporting"]["expected"] == 0


def test_a_figure_sent_before_its_phase_does_not_count(tmp_path: Path) -> None:
    store = Workspace(tmp_path, PHASED)
    store.submit("2022-Q3", "so-a", "share: {numerator: 1, denominator: 4}")
    store.submit("2022-Q3", "quan-1", "share: {numerator: 100, denominator: 100}")
    assert (store.row()["value"], store.row()["coverage"]["expected"]) == ("25", 3)


def test_an_excluded_unit_leaves_totals_and_expectations_and_returns_when_included_again(
    tmp_path: Path,
) -> None:
    store = Workspace(tmp_path, share("[so-a, so-b]"))
    store.submit("2022-Q3", "so-a", "share: {numerator: 1, denominator: 4}")
    store.submit("2022-Q3", "so-b", "share: {numerator: 4, denominator: 4}")
    store.review("2022-Q3", "so-b", 0, "excluded", "2022-09-21T08:00:00+07:00")
    store.review("2022-Q3", "so-b", 0, "included", "2022-09-25T08:00:00+07:00", nth=2)
    told = {}
    for day in ("2022-09-20", "2022-09-21", "2022-09-25"):
        report = store.report(as_of=f"{day}T23:59:59+07:00")
        row = report["indicators"][0]
        told[day] = (row["value"], row["coverage"]["expected"], report["reporting"]["excluded"])
    assert told == {
        # Both: 5/8. Without so-b: 1/4.
        "2022-09-20": ("62.5", 2, []),
        "2022-09-21": ("25", 1, ["so-b"]),
        "2022-09-25": ("62.5", 2, []),
    }


def test_an_exclusion_holds_for_its_period_alone(tmp_path: Path) -> None:
    store = Workspace(tmp_path, share("[so-a, so-b]"))
    store.review("2022-Q3", "so-b", 0, "excluded", "2022-09-21T08:00:00+07:00")
    assert expect(store, "2022-Q3") == ["so-a"]
    assert [unit.id for unit in find(store).excluded] == ["so-b"]
    assert expect(store, "2022-Q4") == ["so-a", "so-b"]


def test_a_round_asks_for_its_frequencies_and_for_what_is_not_settled(tmp_path: Path) -> None:
    target = "targets: [{programme: p, at_least: 50, by: 2022-12-31}]"
    measure = "measure: {kind: ratio, basis: at_date}"
    store = Workspace(
        tmp_path,
        f"id: quarterly\nfrequency: quarter\n{measure}\n{target}\n---\n"
        f"id: yearly\nfrequency: year\n{measure}\n{target}\n---\n"
        f"id: unsettled\nfrequency: unknown\n{measure}\n{target}\n---\n"
        f"id: elsewhere\nfrequency: quarter\n{measure}",
    )
    book = store.open_book()
    collected = {
        str(one.period): [indicator.id for indicator in find_collected(book, one, "p")]
        for one in book.programme.rounds
    }
    assert collected == {
        "2022-Q1": ["quarterly", "unsettled"],
        "2022-Q2": ["quarterly", "unsettled"],
        "2022-S1": ["quarterly", "yearly", "unsettled"],
        "2022-Q3": ["quarterly", "unsettled"],
        "2022-Q4": ["quarterly", "unsettled"],
        "2022": ["yearly", "unsettled"],
    }
