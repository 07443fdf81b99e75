"""What `check` finds where one file speaks of another: units, methods, sources, levels and rounds nobody knows."""

from pathlib import Path

import pytest

from cds_kpi import desk
from workspaces import Workspace

SHARE = """
id: share
measure: {kind: ratio, basis: at_date, methods: {gso: GSO}}
reporters: [so-a]
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
"""
PLAIN = SHARE.replace(", methods: {gso: GSO}", "")
COUNT = """
id: count
measure: {kind: value, basis: at_date, counted_in: people, combine: single}
reporters: [so-a]
targets: [{programme: p, number: 2, at_least: 5, by: 2022-12-31}]
"""


def find(store: Workspace) -> list[tuple[str, str, tuple[str | int, ...]]]:
    """Return kind, file and path of what is wrong, without what is only missing."""
    return [
        (problem.kind, problem.place.file.removeprefix("data/"), problem.place.path)
        for problem in desk.check_workspace(store.root)
        if problem.kind not in {"submission-undated"}
    ]


@pytest.mark.parametrize(
    ("more", "kind", "path"),
    [
        (
            "baselines: [{period: 2021, value: 1, method: hids}]",
            "method-unknown",
            ("indicators", 0, "baselines", 0, "method"),
        ),
        (
            "related: [{indicator: other, differs: scope}]",
            "indicator-unknown",
            ("indicators", 0, "related", 0, "indicator"),
        ),
    ],
)
def test_an_indicator_speaks_of_what_is_there(
    tmp_path: Path, more: str, kind: str, path: tuple[str | int, ...]
) -> None:
    assert find(Workspace(tmp_path, SHARE + more)) == [(kind, "indicators.yaml", path)]


def test_a_target_speaks_of_a_source_that_is_there(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("number: 1,", "number: 1, source: nowhere,"))
    assert find(store) == [("source-unknown", "indicators.yaml", ("indicators", 0, "targets", 0, "source"))]


def test_a_unit_is_succeeded_by_units_that_are_there(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    path = store.root / "data" / "units.yaml"
    text = path.read_text(encoding="utf-8")
    assert "{id: so-a," in text
    path.write_text(
        text.replace("{id: so-a,", "{id: so-a, valid: {until: 2022-12-31}, successors: [nobody],"),
        encoding="utf-8",
    )
    assert ("unit-unknown", "units.yaml", ("units", 0, "successors", 0)) in [
        (kind, file, (path[0], 0, *path[2:])) for kind, file, path in find(store)
    ]


def test_the_offices_acts_speak_of_units_and_rounds_that_are_there(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    store.write(
        "data/extensions/2022-Q3/nobody.yaml",
        "format: 1\nunit: nobody\nperiod: 2022-Q3\nuntil: 2022-09-23\ngranted_by: Ai\nreason: Lý do\n",
    )
    # No round is of 2019: a day can be neither near nor far of no deadline.
    store.write(
        "data/extensions/2019-Q3/so-a.yaml",
        "format: 1\nunit: so-a\nperiod: 2019-Q3\nuntil: 2031-09-23\ngranted_by: Ai\nreason: Lý do\n",
    )
    store.write(
        "data/rounds/p/2019-Q3.yaml",
        "format: 1\nprogramme: p\nperiod: 2019-Q3\nact: closed\nby: Ai\nat: 2022-09-30T08:00:00+07:00\n",
    )
    assert find(store) == [
        ("unit-unknown", "extensions/2022-Q3/nobody.yaml", ("unit",)),
        ("round-unknown", "rounds/p/2019-Q3.yaml", ("period",)),
    ]


@pytest.mark.parametrize(
    ("entry", "kind", "path"),
    [
        ("share: {value: 5}", "answer-unfit", ("entries", "share")),
        ("share: {numerator: '1%', denominator: 2}", "percent-sign", ("entries", "share", "numerator")),
        ("share: {numerator: 1, denominator: -2}", "figure-negative", ("entries", "share", "denominator")),
        ("share: {numerator: 1, denominator: 2.5}", "whole-needed", ("entries", "share", "denominator")),
        ("count: {value: '5%'}", "percent-sign", ("entries", "count", "value")),
        ("count: {value: 5.5}", "whole-needed", ("entries", "count", "value")),
        ("count: {value: -5}", "figure-negative", ("entries", "count", "value")),
        ("count: {value: ''}", "value-empty", ("entries", "count", "value")),
        ("count: {value: 7.650}", "whole-needed", ("entries", "count", "value")),
    ],
)
def test_a_figure_is_of_the_kind_that_its_indicator_asks_for(
    tmp_path: Path, entry: str, kind: str, path: tuple[str | int, ...]
) -> None:
    store = Workspace(tmp_path, f"{PLAIN}\n---\n{COUNT}")
    store.submit("2022-Q3", "so-a", entry)
    assert (kind, "submissions/2022-Q3/so-a.yaml", path) in find(store)


def test_a_part_is_of_a_level_that_is_there(tmp_path: Path) -> None:
    store = Workspace(tmp_path, PLAIN.replace("at_least: 50", "level: department, at_least: 50"))
    store.submit("2022-Q3", "so-a", "share: {parts: {nowhere: {numerator: 1, denominator: 2}}}")
    where = ("entries", "share", "parts", "nowhere")
    assert ("level-unknown", "submissions/2022-Q3/so-a.yaml", where) in find(store)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("sent_on: 31/02/2022", "day-not-in-calendar"),
        ("sent_on: 2022-02-31", "day-not-in-calendar"),
        ("sent_on: 30/9/2022", "day-not-iso"),
        ("sent_on: hôm nay", "day-expected"),
        ("format: 1.5", "whole-expected"),
        ("format: 7.650", "whole-expected"),
        ("format: -1", "whole-expected"),
        ("format: '1%'", "whole-expected"),
        ("format: 2", "format-unknown"),
    ],
)
def test_a_header_is_read_as_what_it_is(tmp_path: Path, line: str, kind: str) -> None:
    store = Workspace(tmp_path, PLAIN)
    path = store.submit("2022-Q3", "so-a", "share: {numerator: 1, denominator: 2}", at=None)
    key = line.partition(":")[0]
    lines = [one for one in path.read_text(encoding="utf-8").splitlines() if not one.startswith(f"{key}:")]
    path.write_text("\n".join([line, *lines, ""]), encoding="utf-8")
    assert (kind, "submissions/2022-Q3/so-a.yaml", (key,)) in find(store)


def test_a_file_larger_than_any_office_writes_is_not_parsed(tmp_path: Path) -> None:
    store = Workspace(tmp_path, PLAIN)
    path = store.submit("2022-Q3", "so-a", "share: {numerator: 1, denominator: 2}")
    path.write_bytes(path.read_bytes() + b"#" * 20_000_000)
    assert ("file-too-large", "submissions/2022-Q3/so-a.yaml", ()) in find(store)
