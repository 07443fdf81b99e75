"""Lineage: which units came before and after a unit, and what became of what they held."""

import json
from datetime import date
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.assess.lineage import (
    Lineage,
    compare_scopes,
    find_extent,
    find_heirs,
    find_lineage,
)
from cds_kpi.model.units import Registry, Unit
from conftest import Run
from reorganised import REORGANISED
from workspaces import Workspace, read_record


def read_units(text: str = REORGANISED) -> dict[str, Unit]:
    lines = "\n".join(f"  {line}" for line in text.strip().splitlines())
    return {unit.id: unit for unit in read_record(Registry, f"format: 1\nunits:\n{lines}\n").units}


UNITS = read_units()
LINEAGE = find_lineage(UNITS)


def tell(lineage: Lineage, key: str) -> list[tuple[str, str | None, str]]:
    """Return who came before a unit, since when, and how."""
    links = lineage.before.get(key, ())
    return [(link.before.id, link.day.isoformat() if link.day else None, link.change) for link in links]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        # A department goes into another that was there already, and stays.
        ("so-khcn", [("so-tttt", "2025-03-01", "merged")]),
        ("so-xay-dung", [("so-qhkt", "2025-03-01", "merged")]),
        # Set up again seven months later, under the same name: a unit of its own.
        ("so-qhkt-2025", [("so-qhkt", "2025-10-01", "recreated")]),
        ("thu-duc", [(key, "2021-01-01", "merged") for key in ("quan-2", "quan-9", "q-thu-duc")]),
        # A rural district becomes an urban one.
        ("q-an-duong", [("h-an-duong", "2025-01-01", "level_changed")]),
        ("thue-tphcm", [("chi-cuc-thue", "2025-07-01", "renamed")]),
        ("phuong-b", [("phuong-a", "2025-07-01", "split")]),
        # The old unit lives on.
        ("trung-tam", [("vien", "2023-01-01", "split_off")]),
        # The same id, a wider extent.
        ("city", [("binh-duong", "2025-07-01", "merged")]),
        # Abolished, and nobody after it.
        ("quan-1", []),
    ],
)
def test_a_link_says_what_the_change_was(key: str, expected: list[tuple[str, str, str]]) -> None:
    assert tell(LINEAGE, key) == expected


def test_a_unit_set_up_again_is_found_through_those_in_between() -> None:
    units = read_units("""
- {id: old, name: Sở Du lịch, level: department, valid: {until: 2019-12-31}, successors: [joint]}
- {id: joint, name: Sở Văn hóa và Du lịch, level: department, valid: {from: 2020-01-01}, successors: [new]}
- {id: new, name: Sở Du lịch, level: department, valid: {from: 2022-01-01}}
""")
    lineage = find_lineage(units)
    assert tell(lineage, "new") == [("joint", "2022-01-01", "split_off"), ("old", "2022-01-01", "recreated")]


@pytest.mark.parametrize(
    ("key", "then", "now", "units", "kinship"),
    [
        ("so-khcn", "2024-12-31", "2025-02-28", ["so-khcn"], "same"),
        ("so-khcn", "2024-12-31", "2025-03-31", ["so-khcn", "so-tttt"], "summed"),
        ("thu-duc", "2020-12-31", "2021-03-31", ["quan-2", "quan-9", "q-thu-duc"], "summed"),
        ("thu-duc", "2021-03-31", "2022-03-31", ["thu-duc"], "same"),
        ("q-an-duong", "2024-12-31", "2025-03-31", ["h-an-duong"], "renamed"),
        # Two names further back.
        ("thue-tphcm", "2024-12-31", "2025-12-31", ["cuc-thue"], "renamed"),
        ("thue-tphcm", "2025-03-31", "2025-12-31", ["chi-cuc-thue"], "renamed"),
        ("phuong-b", "2024-12-31", "2025-12-31", ["phuong-a"], "unlike"),
        ("so-qhkt-2025", "2024-12-31", "2025-12-31", ["so-qhkt"], "unlike"),
        # In June the department was within another; by December it had left again.
        ("so-qhkt-2025", "2025-06-30", "2025-12-31", [], "unlike"),
        ("so-xay-dung", "2024-12-31", "2025-06-30", ["so-xay-dung", "so-qhkt"], "summed"),
        ("so-xay-dung", "2024-12-31", "2025-12-31", ["so-xay-dung", "so-qhkt"], "unlike"),
        # It has given a part away.
        ("vien", "2022-12-31", "2023-12-31", ["vien"], "unlike"),
        ("city", "2024-12-31", "2025-12-31", ["city", "binh-duong"], "summed"),
    ],
)
def test_what_a_unit_is_was_held_by_others_before(
    key: str, then: str, now: str, units: list[str], kinship: str
) -> None:
    extent = find_extent(LINEAGE, UNITS[key], date.fromisoformat(then), date.fromisoformat(now))
    assert ([unit.id for unit in extent.units], extent.kinship) == (units, kinship)


@pytest.mark.parametrize(
    ("key", "day", "heirs"),
    [
        ("so-tttt", "2025-03-31", ["so-khcn"]),
        ("so-qhkt", "2025-06-30", ["so-xay-dung"]),
        ("so-qhkt", "2025-12-31", ["so-qhkt-2025"]),
        ("cuc-thue", "2025-12-31", ["thue-tphcm"]),
        ("phuong-a", "2025-12-31", ["phuong-b", "phuong-c"]),
        ("quan-2", "2022-12-31", ["thu-duc"]),
        # The city within the city is gone, too, and nobody came after.
        ("quan-2", "2025-12-31", []),
        ("quan-1", "2025-12-31", []),
    ],
)
def test_who_stands_in_for_a_unit_depends_on_the_day(key: str, day: str, heirs: list[str]) -> None:
    assert [unit.id for unit in find_heirs(LINEAGE, UNITS[key], date.fromisoformat(day))] == heirs


@pytest.mark.parametrize(
    ("earlier", "later", "years", "expected"),
    [
        (["quan-1", "thu-duc"], ["quan-1", "thu-duc"], (2021, 2022), "same"),
        (["quan-1", "h-an-duong"], ["quan-1", "q-an-duong"], (2024, 2025), "same"),
        (["quan-2", "quan-9", "q-thu-duc"], ["thu-duc"], (2020, 2021), "regrouped"),
        (["phuong-a"], ["phuong-b", "phuong-c"], (2024, 2025), "regrouped"),
        # One of the three did not report, one half is left out, a district is gone, a province has come in.
        (["quan-2", "quan-9"], ["thu-duc"], (2020, 2021), "other"),
        (["phuong-a"], ["phuong-b"], (2024, 2025), "other"),
        (["quan-1", "so-khcn", "so-tttt"], ["so-khcn"], (2024, 2025), "other"),
        (["city"], ["city"], (2024, 2025), "other"),
        # What the department that is set up again holds was with another meanwhile.
        (["so-qhkt", "so-xay-dung"], ["so-qhkt-2025", "so-xay-dung"], (2024, 2025), "regrouped"),
    ],
)
def test_two_sets_of_reporters_are_the_same_regrouped_or_others(
    earlier: list[str], later: list[str], years: tuple[int, int], expected: str
) -> None:
    then, now = (date(year, 12, 31) for year in years)
    found = compare_scopes(LINEAGE, (UNITS[key] for key in earlier), (UNITS[key] for key in later), then, now)
    assert found == expected


@pytest.mark.parametrize("year", [2021, 2022])
def test_a_unit_that_did_not_exist_for_a_year_makes_other_units_of_the_sets(year: int) -> None:
    units = read_units("""
- {id: a, name: A, level: agency}
- {id: i, name: Old, level: agency, valid: {until: 2021-12-31}, successors: [j]}
- {id: j, name: New, level: agency, valid: {from: 2023-01-01}}
""")
    then, now = date(year, 12, 31), date(2023, 12, 31)
    earlier, later = ([unit for unit in units.values() if unit.exists_on(day)] for day in (then, now))
    assert compare_scopes(find_lineage(units), earlier, later, then, now) == "other"


def test_a_unit_out_of_nothing_makes_other_units_though_all_before_it_are_there() -> None:
    units = read_units("""
- {id: a, name: A, level: agency, valid: {until: 2021-12-31}, successors: [b]}
- {id: b, name: B, level: agency, valid: {from: 2022-01-01}}
- {id: c, name: C, level: agency, valid: {from: 2022-01-01}}
""")
    then, now = date(2021, 12, 31), date(2022, 12, 31)
    found = compare_scopes(find_lineage(units), [units["a"]], [units["b"], units["c"]], then, now)
    assert found == "other"


def test_a_circle_of_successors_comes_to_an_end() -> None:
    units = read_units("""
- {id: a, name: A, level: agency, valid: {until: 2020-12-31}, successors: [b]}
- {id: b, name: B, level: agency, valid: {from: 2021-01-01, until: 2021-12-31}, successors: [a]}
""")
    lineage = find_lineage(units)
    assert find_heirs(lineage, units["a"], date(2025, 1, 1)) == ()
    assert find_extent(lineage, units["b"], date(2020, 6, 30), date(2025, 1, 1)).kinship == "renamed"


# --------------------------------------------------------------------------------------------- shown

SHARE = """
id: share
lead: so-khcn
measure: {kind: ratio, basis: at_date}
reporters: level:department
targets: [{programme: p, at_least: 50, by: 2025-12-31}]
"""
YEARS = """
- {period: 2024-Q4, before: 2024-12-20, frequencies: [quarter]}
- {period: 2025-Q1, before: 2025-03-20, frequencies: [quarter]}
- {period: 2025-Q2, before: 2025-06-20, frequencies: [quarter]}
"""


def make_store(root: Path) -> Workspace:
    store = Workspace(root, SHARE, units=REORGANISED, rounds=YEARS)
    store.submit("2024-Q4", "so-tttt", "share: {numerator: 60, denominator: 100}", at="2024-12-15")
    store.submit("2024-Q4", "so-khcn", "share: {numerator: 10, denominator: 50}", at="2024-12-16")
    store.submit("2025-Q2", "so-khcn", "share: {numerator: 120, denominator: 150}", at="2025-06-15")
    return store


def test_a_unit_is_shown_with_those_before_and_after_it(tmp_path: Path, run: Run) -> None:
    make_store(tmp_path)
    show = ("units", "show")
    assert run(*show, "thu-duc", cwd=tmp_path).stdout.splitlines()[-4:] == [
        "Tiền thân:     Quận 2 (quan-2), đến 31/12/2020: sáp nhập",
        "               Quận 9 (quan-9), đến 31/12/2020: sáp nhập",
        "               Quận Thủ Đức (q-thu-duc), đến 31/12/2020: sáp nhập",
        "Đơn vị kế tục: không ghi đơn vị nào",
    ]
    said = run("--lang", "en", *show, "thue-tphcm", cwd=tmp_path).stdout
    assert said.splitlines()[-2:] == [
        "Came from: Chi cục Thuế khu vực II (chi-cuc-thue), until 2025-06-30: renamed",
        "           Cục Thuế Thành phố (cuc-thue), until 2025-02-28: renamed (into Chi cục Thuế khu vực II)",
    ]


def test_history_shows_predecessors_apart_and_marked(tmp_path: Path, run: Run) -> None:
    make_store(tmp_path)
    whole = run("history", "--unit", "so-khcn", cwd=tmp_path)
    assert whole.returncode == 0
    heads = [line for line in whole.stdout.splitlines() if line and not line.startswith(" ")]
    assert heads == [
        "Quý IV/2024",
        "Lần gửi 1: 00:00 ngày 16/12/2024, được tính",
        "Quý II/2025",
        "Lần gửi 1: 00:00 ngày 15/6/2025, được tính",
        "Tiền thân: Sở Thông tin và Truyền thông (so-tttt), đến 28/02/2025: sáp nhập",
        "Quý IV/2024",
        "Lần gửi 1: 00:00 ngày 15/12/2024, được tính",
    ]
    told = json.loads(
        run("history", "--unit", "so-khcn", "--period", "2024-Q4", "--format", "json", cwd=tmp_path).stdout
    )
    assert [one["changes"][0]["after"] for one in told["revisions"]] == ["10/50 (20,00%)"]
    (before,) = told["predecessors"]
    assert (before["unit"], before["until"], before["change"]) == ("so-tttt", "2025-02-28", "merged")
    assert before["mark"] == "Tiền thân: Sở Thông tin và Truyền thông (so-tttt), đến 28/02/2025: sáp nhập"
    assert [one["changes"][0]["after"] for one in before["revisions"]] == ["60/100 (60,00%)"]


def test_history_of_a_unit_that_has_ended_points_to_its_successor(tmp_path: Path, run: Run) -> None:
    make_store(tmp_path)
    said = run("history", "--unit", "so-tttt", "--period", "2025-Q2", cwd=tmp_path)
    assert (said.returncode, said.stdout) == (0, "")
    assert said.stderr == (
        "Đơn vị so-tttt chưa gửi lần nào cho kỳ này.\n"
        "Đơn vị kế tục: Sở Khoa học và Công nghệ (so-khcn), từ 01/3/2025: sáp nhập\n"
    )
    # Before its end nothing is said of what was to come.
    assert run("history", "--unit", "so-tttt", "--period", "2024-Q4", cwd=tmp_path).stderr == ""


def test_whoever_reports_for_a_unit_that_has_ended_is_told_who_does(tmp_path: Path, run: Run) -> None:
    store = make_store(tmp_path)
    store.submit("2025-Q2", "so-tttt", "share: {numerator: 1, denominator: 2}", at="2025-06-15")
    problems = {problem.kind: problem.facts.get("near") for problem in desk.check_workspace(store.root)}
    assert problems == {"unit-gone": "so-khcn"}
    said = run("form", "--unit", "so-tttt", "--period", "2025-Q2", "--out", "f.xlsx", cwd=tmp_path)
    assert said.returncode == 2
    assert "Đơn vị này đã kết thúc trước ngày cuối kỳ; đơn vị kế thừa: so-khcn." in said.stderr
