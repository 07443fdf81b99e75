"""Who brings what to a row, who holds it up, how it went before, and what the report says of it in sentences."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from cds_kpi import desk
from cds_kpi.report.document import build_document
from cds_kpi.report.row_view import PartView
from cds_kpi.text import Language
from workspaces import UNITS, Workspace

SHARE = """
id: share
measure: {kind: ratio, basis: in_period, things: {vi: hồ sơ, en: dossiers}}
reporters: [so-a, so-b, so-c]
baselines: [{period: 2021, value: 20}]
targets: [{programme: p, at_least: 50, by: 2022-12-31}]
"""
ROLL = """
id: roll
measure: {kind: roll_call, basis: at_date}
reporters: [so-a, quan-1, quan-3]
targets: [{programme: p, at_least: 100, by: 2022-12-31}]
"""


def tell(part: PartView) -> tuple[str, str, str, bool | None, str | None]:
    return part.unit, part.state, part.text, part.is_met, part.short_text


def test_a_part_is_the_sum_of_a_units_periods_and_says_how_far_it_falls_short(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    store.submit("2022-Q1", "so-a", "share: {numerator: 10, denominator: 100}")
    store.submit("2022-Q2", "so-a", "share: {numerator: 20, denominator: 100}")
    store.submit("2022-Q3", "so-a", "share: {numerator: 31, denominator: 100}")
    store.submit("2022-Q3", "so-b", "share: {numerator: 900, denominator: 1000}")
    store.submit("2022-Q2", "so-c", "share: {numerator: 3, denominator: 4}")
    row = store.row_view()
    # so-a: 61 of 300, half is 150. so-c has not reported the third quarter; its second counts in the sum.
    assert [tell(part) for part in row.parts] == [
        ("so-a", "answered", "61/300", False, "còn thiếu 89 hồ sơ"),
        ("so-b", "answered", "900/1.000", True, None),
        ("so-c", "missing", "Chưa báo cáo", True, None),
    ]
    first, _, silent = row.parts
    assert first.value is not None
    assert (first.value.exact, first.value.text) == ("20.333333333333", "20,33%")
    assert (first.file, first.line, first.revision) == ("data/submissions/2022-Q3/so-a.yaml", 6, 1)
    assert silent.numerator is not None
    assert (silent.numerator.text, silent.file) == ("3", "data/submissions/2022-Q2/so-c.yaml")
    numerators = [int(part.numerator.exact) for part in row.parts if part.numerator is not None]
    assert row.numerator is not None
    assert sum(numerators) == int(row.numerator.exact) == 964


def test_sources_bring_their_own_numbers(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE + "---" + ROLL)
    store.submit("2022-Q2", "so-a", "share: {numerator: 20, denominator: 100}")
    store.submit("2022-Q3", "so-a", "share: {nil: Không có hồ sơ}")
    store.submit("2022-Q3", "quan-1", "roll: {done: true, members_done: 7}")
    share, roll = store.view().rows
    told = [(one.period, one.numerator, one.denominator) for one in share.sources]
    assert [(period, left and left.exact, right and right.exact) for period, left, right in told] == [
        ("2022-Q2", "20", "100"),
        ("2022-Q3", None, None),
    ]
    [source] = roll.sources
    assert source.numerator is not None
    assert source.denominator is not None
    assert (source.numerator.exact, source.denominator.exact) == ("8", "11")


def test_whoever_is_silent_in_a_roll_call_counts_as_not_done_and_comes_last_of_those_who_hold_it_up(
    tmp_path: Path,
) -> None:
    store = Workspace(tmp_path, ROLL)
    store.submit("2022-Q3", "so-a", "roll: {done: false}")
    store.submit("2022-Q3", "quan-3", "roll: {done: true, members_done: 2}")
    row = store.row_view()
    assert [tell(part) for part in row.parts] == [
        ("so-a", "answered", "0/1", False, "còn thiếu 1 đơn vị"),
        ("quan-1", "missing", "Chưa báo cáo", False, "còn thiếu 11 đơn vị"),
        ("quan-3", "answered", "3/13", False, "còn thiếu 10 đơn vị"),
    ]
    assert [part.unit for part in row.holding_up] == ["quan-3", "so-a", "quan-1"]
    assert row.need == "còn thiếu 22 đơn vị để đạt mục tiêu ≥ 100% đến 31/12/2022"


def test_nobody_holds_up_what_is_met(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    store.submit("2022-Q3", "so-a", "share: {numerator: 1, denominator: 100}")
    store.submit("2022-Q3", "so-b", "share: {numerator: 990, denominator: 1000}")
    row = store.row_view()
    assert (row.status, row.holding_up, row.need) == ("met", (), None)


@pytest.mark.parametrize(
    ("answer", "state", "text"),
    [
        ("{nil: Không có}", "nil", "Không phát sinh"),
        ("{not_applicable: Không thuộc phạm vi}", "not_applicable", "Không áp dụng"),
        ("{unavailable: Chờ số liệu}", "unavailable", "Chưa có số liệu"),
        ("{numerator: 0, denominator: 0}", "answered", "0/0"),
    ],
)
def test_an_answer_without_a_figure_says_why(tmp_path: Path, answer: str, state: str, text: str) -> None:
    store = Workspace(tmp_path, SHARE)
    store.submit("2022-Q3", "so-a", f"share: {answer}")
    part = store.row_view().parts[0]
    assert (part.state, part.text, part.value, part.is_met) == (state, text, None, None)


def test_the_trend_is_what_earlier_reports_showed_and_the_path_leads_from_the_baseline(
    tmp_path: Path,
) -> None:
    store = Workspace(tmp_path, SHARE)
    store.submit("2022-Q1", "so-a", "share: {numerator: 10, denominator: 100}")
    store.submit("2022-Q2", "so-a", "share: {numerator: 30, denominator: 100}")
    store.submit("2022-Q3", "so-a", "share: {numerator: 20, denominator: 100}")
    row = store.row_view()
    assert [(point.period, point.value.text, point.origin) for point in row.trend] == [
        ("2021", "20,00%", "baseline"),
        ("2022-Q1", "10,00%", "reported"),
        ("2022-Q2", "20,00%", "reported"),
    ]
    # 273 of 365 days from 20 to 50.
    assert row.path is not None
    assert (row.path.since, row.path.start.text, row.path.required_now.text) == (
        "Năm 2021",
        "20,00%",
        "42,44%",
    )


def test_the_trend_of_a_figure_carried_from_an_older_period_ends_before_that(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("in_period", "at_date"))
    store.submit("2022-Q1", "so-a", "share: {numerator: 10, denominator: 100}")
    store.submit("2022-Q2", "so-a", "share: {numerator: 30, denominator: 100}")
    row = store.row_view()
    assert row.carried_from == "2022-Q2"
    assert [point.period for point in row.trend] == ["2021", "2022-Q1"]


def test_a_trend_keeps_to_the_method_of_the_figure(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: economy
        measure: {kind: value, basis: year_to_date, whole: false, methods: {gso: Một, hids: Hai}}
        baselines: [{period: 2020, value: 12, method: hids}, {period: 2021, value: 13}]
        targets: [{programme: p, at_least: 15, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q1", "so-a", "economy: {value: 18, method: hids}")
    store.submit("2022-Q2", "so-a", "economy: {value: 13.6, method: gso}")
    store.submit("2022-Q3", "so-a", "economy: {value: 13.7, method: gso}")
    assert [point.period for point in store.row_view().trend] == ["2021", "2022-Q2"]


@pytest.mark.parametrize(
    ("target", "entry", "measure", "result", "need"),
    [
        (
            "at_least: 50", "numerator: 542, denominator: 1000", "kind: ratio, things: hồ sơ",
            "đạt 54,20% (542/1.000 hồ sơ), vượt mục tiêu 4,20 điểm phần trăm", None,
        ),
        (
            "at_least: 50", "numerator: 400, denominator: 1000", "kind: ratio, things: hồ sơ",
            "đạt 40,00% (400/1.000 hồ sơ), thấp hơn mục tiêu 10,00 điểm phần trăm",
            "còn thiếu 100 hồ sơ để đạt mục tiêu ≥ 50% đến 31/12/2022",
        ),
        (
            "at_least: 50", "numerator: 500, denominator: 1000", "kind: ratio",
            "đạt 50,00% (500/1.000), bằng đúng mục tiêu", None,
        ),
        (
            "at_most: 5", "value: 7", "kind: rank, counted_in: rank",
            "xếp thứ 7, kém mục tiêu 2 bậc", "cần lên thêm 2 bậc để đạt mục tiêu ≤ 5 đến 31/12/2022",
        ),
        (
            "at_most: 5", "value: 3", "kind: rank, counted_in: rank",
            "xếp thứ 3, hơn mục tiêu 2 bậc", None,
        ),
        (
            "at_most: 10", "value: 12", "kind: value",
            "đạt 12,00%, cao hơn mức tối đa 2,00 điểm phần trăm",
            "phải giảm thêm 2,00 điểm phần trăm để đạt mục tiêu ≤ 10% đến 31/12/2022",
        ),
        (
            "at_least: 15", "value: 13.51", "kind: value",
            "đạt 13,51%, thấp hơn mục tiêu 1,49 điểm phần trăm",
            "còn thiếu 1,49 điểm phần trăm để đạt mục tiêu ≥ 15% đến 31/12/2022",
        ),
        (
            "done: true", "done: false", "kind: milestone",
            "chưa hoàn thành", "cần hoàn thành trước khi hết ngày 31/12/2022",
        ),
        (
            "at_least: 50", "unavailable: Chờ", "kind: ratio",
            "chưa có số liệu", "cần số liệu của Sở A",
        ),
    ],
)  # fmt: skip
def test_a_row_says_its_result_and_what_it_still_takes(
    tmp_path: Path, target: str, entry: str, measure: str, result: str, need: str | None
) -> None:
    store = Workspace(
        tmp_path,
        f"""
        id: x
        measure: {{basis: at_date, {measure}}}
        targets: [{{programme: p, by: 2022-12-31, {target}}}]
        """,
    )
    store.submit("2022-Q3", "so-a", f"x: {{{entry}}}")
    row = store.row_view()
    assert (row.result, row.need) == (result, need)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "vi",
            (
                (
                    "Có 1/3 đơn vị đã gửi báo cáo, trong đó 1 đơn vị đủ số liệu (1 đúng hạn, 0 trễ hạn); "
                    "2 đơn vị chưa gửi."
                ),
                "Trong 1 chỉ tiêu: 1 chậm tiến độ.",
            ),
        ),
        (
            "en",
            (
                "1 of 3 units have reported, 1 of them in full (1 on time, 0 late); 2 have not.",
                "Of 1 indicator: 1 off track.",
            ),
        ),
    ],
)
def test_the_summary_counts_units_and_indicators(
    tmp_path: Path, language: Language, sentences: tuple[str, ...]
) -> None:
    store = Workspace(tmp_path, SHARE)
    store.submit("2022-Q3", "so-a", "share: {numerator: 1, denominator: 100}")
    assert store.view(language=language).summary == sentences


def test_the_document_names_its_office_by_the_settings_or_by_the_focal_point(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    plain = store.view().office
    assert (plain.place, plain.symbol, plain.signer, plain.year) == ("", "", "", "2022")
    store.write(
        "data/settings.yaml",
        "office: {place: Hải Phòng, symbol: BC-STTTT, signer: GIÁM ĐỐC, drafter: CNTT}\n",
    )
    office = store.view().office
    assert (office.place, office.symbol, office.signer, office.drafter) == (
        "Hải Phòng",
        "BC-STTTT",
        "GIÁM ĐỐC",
        "CNTT",
    )


ENDED = UNITS.replace(
    "{id: dic, name: Đơn vị đầu mối, level: agency, parent: city}",
    "{id: dic, name: Sở Cũ, abbreviation: STTTT, level: department, valid: {until: 2025-02-28}, successors: [heir]}\n"
    "- {id: heir, name: Sở Mới, abbreviation: SKHCN, level: department}",
)


@pytest.mark.parametrize("symbol", ["", "symbol: BC-STTTT", "symbol: BC-SKHCN"])
def test_whoever_came_after_the_focal_point_signs_under_its_own_mark(symbol: str, tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, units=ENDED)
    store.write("data/settings.yaml", f"office: {{{symbol}}}\n")
    before = build_document(store.view(as_of="2022-09-30T12:00:00+07:00"))
    if "SKHCN" not in symbol:
        assert (before.agency, before.number) == ("SỞ CŨ", "Số:     /BC-STTTT")
    after = store.view(as_of="2025-03-01T12:00:00+07:00")
    document = build_document(after)
    assert (document.agency, document.number, document.signer) == ("SỞ MỚI", "Số:     /BC-SKHCN", "GIÁM ĐỐC")
    assert "Sở Mới báo cáo kết quả" in document.opening
    assert "của Sở Mới)" in document.attached
    assert after.focal_point.name == "Sở Cũ"


@pytest.mark.parametrize(
    ("measure", "demand", "answers", "joins"),
    [
        ("{kind: ratio, basis: at_date}", "at_least: 5", ["{numerator: 1, denominator: 2}"] * 2, "sum"),
        ("{kind: ratio, basis: at_date, combine: min}", "at_least: 5", ["{numerator: 1, denominator: 2}"] * 2, "min"),
        ("{kind: value, counted_in: VND, basis: at_date}", "at_least: 5", ["{value: 2}", "{value: 3}"], "sum"),
        ("{kind: value, counted_in: index, basis: at_date, combine: max}", "at_least: 5", ["{value: 2}"] * 2, "max"),
        ("{kind: value, basis: at_date, combine: single}", "at_least: 5", ["{value: 2}"], "sum"),
        ("{kind: roll_call, basis: at_date}", "at_least: 5", ["{done: true}", "{nil: Không có}"], "sum"),
        ("{kind: milestone, basis: at_date}", "done: true", ["{done: true}"], None),
        ("{kind: value, basis: at_date, combine: single}", "every: 5", ["{parts: {a: {value: 6}}}"], None),
        ("{kind: ratio, basis: at_date}", "at_least: 5", [], "sum"),
    ],
)  # fmt: skip
def test_a_row_says_how_its_parts_join(
    tmp_path: Path, measure: str, demand: str, answers: list[str], joins: str | None
) -> None:
    units = ["so-a", "so-b"][: max(len(answers), 1)]
    store = Workspace(
        tmp_path,
        f"id: one\nmeasure: {measure}\nreporters: [{', '.join(units)}]\n"
        f"targets: [{{programme: p, {demand}, by: 2022-12-31}}]",
    )
    for unit, answer in zip(units, answers, strict=False):
        store.submit("2022-Q3", unit, f"one: {answer}")
    assert store.row_view().joins == joins


def test_of_a_demand_on_every_part_a_unit_brings_its_least(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: sectors
        measure: {kind: value, counted_in: percent, basis: at_date, combine: single}
        reporters: [so-a]
        targets: [{programme: p, every: 9, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q3", "so-a", "sectors: {parts: {y-te: {value: 9.1}, giao-duc: {value: 8.7}}}")
    row = store.row_view()
    assert [part.value.exact for part in row.parts if part.value is not None] == ["8.7"]
    assert [one.value.exact for one in row.sources if one.value is not None] == ["8.7"]


def test_percentages_of_several_parts_are_never_added_up(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: share
        measure: {kind: value, counted_in: percent, basis: at_date, combine: single}
        reporters: [so-a]
        targets: [{programme: p, at_least: 9, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q3", "so-a", "share: {parts: {province: {value: 50}, district: {value: 60}}}")
    row = store.row_view()
    assert row.value is None
    assert [(part.value, part.text) for part in row.parts] == [(None, "Đã báo cáo")]


def test_the_only_reporter_of_a_change_that_falls_short_holds_it_up(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: share
        measure: {kind: ratio, basis: at_date, things: hồ sơ}
        baselines: [{period: 2021, value: 30}]
        targets: [{programme: p, increase: {by: 10, as: points, over: 2021}, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q3", "so-a", "share: {numerator: 35, denominator: 100}")
    row = store.row_view()
    assert [tell(part) for part in row.holding_up] == [
        ("so-a", "answered", "35/100", False, "còn thiếu 5 hồ sơ")
    ]


def test_a_late_unit_that_lacks_something_is_told_of_as_both(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path, SHARE + "---\nid: other\nmeasure: {kind: ratio, basis: at_date}\nreporters: [so-a]\n"
        "targets: [{programme: p, at_least: 50, by: 2022-12-31}]\n",
    )  # fmt: skip
    store.submit("2022-Q3", "so-a", "share: {numerator: 1, denominator: 100}", at="2022-09-22T08:00:00+07:00")
    view = store.view()
    [unit] = view.reporting.partial_units
    assert (unit.id, unit.remark) == ("so-a", "trễ 3 ngày")
    for form in ("md", "html"):
        made = desk.render_report(store.root, view, form)
        assert isinstance(made, bytes)
        assert "Sở A (trễ 3 ngày): còn thiếu" in made.decode()


def test_what_a_unit_wrote_is_in_every_form(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    path = store.submit(
        "2022-Q3", "so-a", "share: {numerator: 1, denominator: 100, note: Ghi chú riêng}", at="2022-09-15"
    )
    path.write_text(f"{path.read_text(encoding='utf-8')}note: Ghi chú chung\n", encoding="utf-8")
    view = store.view()
    for form in ("md", "html", "json"):
        made = desk.render_report(store.root, view, form)
        assert isinstance(made, bytes)
        text = made.decode()
        assert ("Ghi chú riêng" in text, "Ghi chú chung" in text) == (True, True), form
    for form, part in (("docx", "word/document.xml"), ("xlsx", "xl/sharedStrings.xml")):
        made = desk.render_report(store.root, view, form)
        assert isinstance(made, bytes)
        with ZipFile(BytesIO(made)) as package:
            text = package.read(part).decode()
        assert ("Ghi chú riêng" in text, "Ghi chú chung" in text) == (True, True), form
