"""Every target of every programme against one figure: the ten contradictions of the source documents, and the rest.

Convention: the documents are the five real ones, with their real numbers, days and demands; the figures are made up,
or published ones where a test says so, and every expected number was worked out by hand.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cds_kpi import desk
from cds_kpi.render.comparison_data import render_comparison_json
from cds_kpi.report.comparison_view import BindingView, ComparedView, ComparisonView
from cds_kpi.text import Language
from workspaces import Workspace

YEAR_END = "2023-01-31T12:00:00+07:00"
HEAD = """\
format: 1
default_programme: cv-3036
pillars: {government: Chính quyền số}
sources:
  cv-3036: {number: 3036/UBND-KT, issued: 2022-08-30, title: Công văn}
  qd-27: {number: 27/QĐ-UBQGCĐS, issued: 2022-03-15, title: Quyết định}
  kh-593: {number: 593/KH-UBND, issued: 2022-02-28, title: Kế hoạch}
  qd-2393: {number: 2393/QĐ-UBND, issued: 2020-07-03, title: Quyết định}
  kh-74: {number: 74/KH-UBND, issued: 2022-03-24, title: Kế hoạch}
  bao: {issued: 2020-07-08, title: Một bài báo}
programmes:
  cv-3036:
    name: {vi: Công văn 3036, en: Dispatch 3036}
    source: cv-3036
    authority: tphcm
    focal_point: dic
    rounds:
      - {period: 2022-S1, before: 2022-08-30, frequencies: [quarter, year]}
      - {period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}
      - {period: 2022, before: 2022-12-20, frequencies: [quarter, year]}
  qd-27: {name: Quyết định 27, source: qd-27, authority: ubqg, focal_point: dic}
  kh-593: {name: Kế hoạch 593, source: kh-593, authority: tphcm, focal_point: dic}
  qd-2393: {name: Chương trình 2393, source: qd-2393, authority: tphcm, focal_point: dic}
  kh-74: {name: Kế hoạch 74, source: kh-74, authority: haiphong, focal_point: dic}
"""
UNITS = """
- {id: ubqg, name: Ủy ban Quốc gia, level: national}
- {id: tphcm, name: Thành phố Hồ Chí Minh, level: province}
- {id: haiphong, name: Hải Phòng, level: province}
- {id: dic, name: Sở đầu mối, level: department, parent: tphcm}
- {id: vien, name: Viện Nghiên cứu, level: agency, parent: tphcm}
- {id: so-a, name: Sở A, level: department, parent: tphcm}
- {id: quan-1, name: Quận 1, level: district, parent: tphcm}
"""


@dataclass
class Store(Workspace):
    """A workspace of the five documents."""

    def __post_init__(self) -> None:
        """Write it."""
        super().__post_init__()
        written = (self.root / "data/indicators.yaml").read_text(encoding="utf-8")
        listed = written[written.index("indicators:\n") :]
        self.write("data/indicators.yaml", HEAD + listed)
        self.write("data/units.yaml", f"format: 1\nunits:\n{UNITS}")

    def compare(
        self, period: str = "2022", *, as_of: str = YEAR_END, language: Language = "vi"
    ) -> ComparisonView:
        """Return the finished comparison."""
        asking = desk.Asking(programme="all", period=period)
        made = desk.make_comparison(self.root, asking, as_of=datetime.fromisoformat(as_of), language=language)
        assert isinstance(made, desk.Comparison), made
        return made.view

    def data(self, period: str = "2022", *, as_of: str = YEAR_END) -> dict[str, Any]:
        """Return the comparison as programs read it."""
        data: dict[str, Any] = json.loads(render_comparison_json(self.compare(period, as_of=as_of)))
        return data


def find(view: ComparisonView, indicator: str) -> ComparedView:
    return next(one for one in view.indicators if one.id == indicator)


def judge(one: ComparedView) -> list[tuple[str, str, str]]:
    """Return programme, demand and status of every target, as they stand."""
    return [(binding.programme, binding.row.target.text, binding.row.status) for binding in one.bindings]


def marks(one: ComparedView) -> dict[str, list[str]]:
    return {name(binding): [mark.kind for mark in binding.marks] for binding in one.bindings}


def name(binding: BindingView) -> str:
    return f"{binding.programme} {binding.row.target.by[:4]}"


def told(one: ComparedView) -> list[str]:
    return [finding.text for finding in one.findings]


def ratio(key: str, targets: str, more: str = "", measure: str = "") -> str:
    return f"""id: {key}
name: Chỉ tiêu {key}
measure: {{kind: ratio, basis: at_date{measure}}}
reporters: [so-a]
{more}targets:
{targets.rstrip()}
"""


def several(*indicators: str) -> str:
    return "\n---\n".join(one.rstrip() for one in indicators)


FIBRE = several(
    ratio(
        "fibre-lines",
        """
  - {programme: cv-3036, at_least: 75, by: 2022-12-31}
  - {programme: qd-27, at_least: 75, by: 2022-12-31}
  - {programme: kh-593, at_least: 70, by: 2022-12-31}
""",
        "related: [{indicator: coverage, differs: definition, note: Có đường là đã dùng; phủ là có thể dùng}]\n",
    ),
    ratio(
        "coverage",
        """
  - {programme: kh-74, at_least: 80, by: 2022-12-31}
  - {programme: qd-2393, above: 95, by: 2025-12-31}
""",
    ),
)


def test_fibre_70_and_75_stand_side_by_side_and_coverage_beside_them(tmp_path: Path) -> None:
    store = Store(tmp_path, FIBRE)
    # 7,212 of 10,000 households are 72.12%: enough for 70, not for 75. Coverage 96 of 100.
    store.submit(
        "2022",
        "so-a",
        "fibre-lines: {numerator: 7212, denominator: 10000}\ncoverage: {numerator: 96, denominator: 100}",
    )
    view = store.compare()
    lines = find(view, "fibre-lines")
    assert [figure.value_text for figure in lines.figures] == ["72,12%"]
    assert judge(lines) == [
        ("cv-3036", "≥ 75%", "missed"),
        ("qd-27", "≥ 75%", "missed"),
        ("kh-593", "≥ 70%", "met"),
    ]
    assert marks(lines) == {
        "cv-3036 2022": ["stricter", "newer"],
        "qd-27 2022": ["stricter"],
        "kh-593 2022": [],
    }
    assert told(lines) == [
        (
            "năm 2022, các văn bản đặt mục tiêu khác nhau: ≥ 75% (3036/UBND-KT, 30/8/2022); "
            "≥ 75% (27/QĐ-UBQGCĐS, 15/3/2022); ≥ 70% (593/KH-UBND, 28/02/2022). "
            "Chặt hơn: 3036/UBND-KT, 27/QĐ-UBQGCĐS. Mới hơn: 3036/UBND-KT."
        )
    ]
    assert [advice.text for advice in lines.findings[0].advice] == [
        "Cùng cơ quan ban hành, thường theo văn bản ban hành sau: ≥ 75% (3036/UBND-KT, 30/8/2022).",
        "Mục tiêu quốc gia thường được coi là mức sàn: ≥ 75% (27/QĐ-UBQGCĐS, 15/3/2022).",
    ]
    (related,) = lines.related
    assert (related.id, related.text, related.note) == (
        "coverage",
        "Liên quan, không so sánh được: khác định nghĩa",
        "Có đường là đã dùng; phủ là có thể dùng.",
    )
    assert [(one.text, one.by_text, one.document) for one in related.targets] == [
        ("≥ 80%", "31/12/2022", "74/KH-UBND"),
        ("> 95%", "31/12/2025", "2393/QĐ-UBND"),
    ]
    # Coverage is said to be related from its own side, too, and its two targets are a path.
    coverage = find(view, "coverage")
    assert [one.id for one in coverage.related] == ["fibre-lines"]
    assert [finding.kind for finding in coverage.findings] == ["path"]
    assert judge(coverage) == [("kh-74", "≥ 80%", "met"), ("qd-2393", "> 95%", "met")]
    assert view.conflicts == 1


def test_smartphone_shares_of_people_adults_and_households_are_never_compared(tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        several(
            ratio(
                "of-adults",
                """
  - {programme: cv-3036, at_least: 85, by: 2022-12-31}
  - {programme: qd-27, at_least: 85, by: 2022-12-31}
""",
                "related: [{indicator: of-people, differs: denominator}]\n",
            ),
            ratio("of-people", "  - {programme: kh-593, at_least: 85, by: 2022-12-31}"),
        ),
    )
    # The published 70.91% of adults, and a share of all people that reaches 85.08%.
    store.submit(
        "2022",
        "so-a",
        "of-adults: {numerator: 7091, denominator: 10000}\nof-people: {numerator: 8508, denominator: 10000}",
    )
    view = store.compare()
    adults, people = find(view, "of-adults"), find(view, "of-people")
    assert judge(adults) == [("cv-3036", "≥ 85%", "missed"), ("qd-27", "≥ 85%", "missed")]
    assert judge(people) == [("kh-593", "≥ 85%", "met")]
    assert [finding.kind for finding in adults.findings] == ["same"]
    assert told(adults) == [
        "năm 2022, các văn bản cùng đặt mục tiêu ≥ 85%: 3036/UBND-KT, 30/8/2022; 27/QĐ-UBQGCĐS, 15/3/2022."
    ]
    assert people.findings == ()
    assert [one.text for one in people.related] == ["Liên quan, không so sánh được: khác mẫu số"]
    # No target is stricter than an equal one; the newer document is marked all the same.
    assert marks(adults) == {"cv-3036 2022": ["newer"], "qd-27 2022": []}


def test_online_dossiers_have_two_live_targets_and_one_that_asks_no_more(tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        several(
            ratio(
                "online-dossiers",
                """
  - {programme: cv-3036, at_least: 50, by: 2022-12-31}
  - {programme: qd-27, at_least: 50, by: 2022-12-31}
  - {programme: qd-2393, at_least: 50, by: 2025-12-31}
""",
                "related: [{indicator: eligible-dossiers, differs: denominator}]\n",
            ),
            ratio(
                "eligible-dossiers",
                """
  - {programme: cv-3036, increase: {by: 10, as: points, over: 2021}, by: 2022-12-31}
  - {programme: kh-593, increase: {by: 10, as: percent, over: 2021}, by: 2022-12-31}
""",
                "baselines: [{period: 2021, value: 29.80}]\n",
            ),
        ),
    )
    # 29.80 + 10 points are 39.80, 29.80 x 1.10 are 32.78: at 35 one reading is met, the other is not.
    store.submit(
        "2022",
        "so-a",
        "online-dossiers: {numerator: 55, denominator: 100}\neligible-dossiers: {numerator: 35, denominator: 100}",
    )
    view = store.compare()
    total, eligible = find(view, "online-dossiers"), find(view, "eligible-dossiers")
    assert [(finding.kind, finding.text) for finding in total.findings] == [
        (
            "same",
            "năm 2022, các văn bản cùng đặt mục tiêu ≥ 50%: 3036/UBND-KT, 30/8/2022; 27/QĐ-UBQGCĐS, 15/3/2022.",
        ),
        (
            "overtaken",
            (
                "≥ 50% đến 31/12/2025 (2393/QĐ-UBND, 03/7/2020) không đòi hỏi cao hơn "
                "≥ 50% đến 31/12/2022 (3036/UBND-KT, 30/8/2022)."
            ),
        ),
    ]
    assert marks(total)["qd-2393 2025"] == []
    assert marks(total)["cv-3036 2022"] == ["newer", "first"]
    assert [(one[0], one[2]) for one in judge(eligible)] == [("cv-3036", "missed"), ("kh-593", "met")]
    assert [binding.row.target.required for binding in eligible.bindings] == ["39.8", "32.78"]
    # A demanded change is compared by the value that it requires.
    assert eligible.findings[0].kind == "conflict"
    assert marks(eligible) == {"cv-3036 2022": ["stricter", "newer"], "kh-593 2022": []}


def test_procedures_online_80_by_2025_was_overtaken_by_100_in_2022(tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        several(
            ratio(
                "procedures",
                """
  - {programme: cv-3036, at_least: 100, by: 2022-12-31}
  - {programme: qd-2393, at_least: 80, by: 2025-12-31}
""",
                "related: [{indicator: level-4, differs: definition}]\n",
            ),
            ratio("level-4", "  - {programme: kh-74, at_least: 100, by: 2022-12-31}"),
        ),
    )
    store.submit("2022", "so-a", "procedures: {numerator: 9, denominator: 10}")
    view = store.compare()
    procedures = find(view, "procedures")
    assert judge(procedures) == [("cv-3036", "≥ 100%", "missed"), ("qd-2393", "≥ 80%", "met")]
    assert [(finding.kind, finding.rows) for finding in procedures.findings] == [("overtaken", ("r1", "r2"))]
    assert marks(procedures) == {"cv-3036 2022": ["stricter", "newer", "first"], "qd-2393 2025": []}
    assert find(view, "level-4").bindings[0].row.status == "no_data"


def test_digitisation_is_not_due_before_its_phase_whichever_document_asks(tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        """id: digitised
measure: {kind: ratio, basis: in_period}
reporters: [level:district]
phases: [{level: district, from: 2022-12-01}]
targets:
  - {programme: cv-3036, at_least: 100, by: 2022-12-31}
  - {programme: qd-27, at_least: 100, by: 2022-12-31}
""",
    )
    before = find(store.compare("2022-Q3", as_of="2022-09-30T12:00:00+07:00"), "digitised")
    assert judge(before) == [("cv-3036", "≥ 100%", "not_due"), ("qd-27", "≥ 100%", "not_due")]
    assert before.figures[0].value is None
    assert before.figures[0].value_text == "Chưa đến hạn áp dụng"
    assert before.bindings[0].row.status_text == "Chưa đến hạn áp dụng"
    store.submit("2022", "quan-1", "digitised: {numerator: 10, denominator: 10}")
    after = find(store.compare("2022"), "digitised")
    assert judge(after) == [("cv-3036", "≥ 100%", "met"), ("qd-27", "≥ 100%", "met")]


ECONOMY = """id: economy
name: {vi: Tỷ trọng kinh tế số trong GRDP, en: Digital economy share}
measure:
  kind: value
  counted_in: percent
  basis: year_to_date
  combine: single
  methods:
    gso: {vi: Theo Tổng cục Thống kê, en: By the statistics office}
    hids: {vi: Theo Viện Nghiên cứu phát triển, en: By the institute}
    mic: {vi: Theo Bộ Thông tin và Truyền thông, en: By the ministry}
frequency: year
lead: vien
reporters: [vien, dic]
baselines:
  - {period: 2021, value: 13.84, method: gso}
targets:
  - {programme: cv-3036, number: 11, at_least: 15, by: 2022-12-31, method: gso}
  - {programme: qd-2393, at_least: 25, by: 2025-12-31, method: gso}
"""


def test_digital_economy_15_and_25_are_a_path_and_another_province_is_another_scope(tmp_path: Path) -> None:
    other = """id: economy-haiphong
measure: {kind: value, counted_in: percent, basis: year_to_date, combine: single}
frequency: year
lead: vien
related: [{indicator: economy, differs: scope}]
targets:
  - {programme: kh-74, at_least: 10, by: 2022-12-31, aspirational: true}
"""
    store = Store(tmp_path, several(ECONOMY, other))
    store.submit("2022", "vien", "economy: {value: 13.51, method: gso}\neconomy-haiphong: {value: 10}")
    view = store.compare()
    economy, elsewhere = find(view, "economy"), find(view, "economy-haiphong")
    assert [(finding.kind, finding.text) for finding in economy.findings] == [
        (
            "path",
            "≥ 15% đến 31/12/2022 (3036/UBND-KT, 30/8/2022); ≥ 25% đến 31/12/2025 (2393/QĐ-UBND, 03/7/2020).",
        )
    ]
    assert marks(economy) == {"cv-3036 2022": ["newer", "first"], "qd-2393 2025": ["stricter"]}
    assert economy.related[0].text == "Liên quan, không so sánh được: khác phạm vi"
    assert judge(elsewhere) == [("kh-74", "≥ 10%", "met")]
    assert elsewhere.bindings[0].row.target.is_aspirational


def test_online_reports_of_all_kinds_periodic_ones_and_on_the_national_system_are_three_indicators(
    tmp_path: Path,
) -> None:
    store = Store(
        tmp_path,
        several(
            ratio(
                "reports",
                """
  - {programme: cv-3036, at_least: 50, by: 2022-12-31}
  - {programme: qd-27, at_least: 50, by: 2022-12-31}
""",
                "related: [{indicator: periodic-reports, differs: denominator}, "
                "{indicator: national-reports, differs: scope}]\n",
            ),
            ratio("periodic-reports", "  - {programme: qd-2393, at_least: 80, by: 2025-12-31}"),
            ratio("national-reports", "  - {programme: kh-74, at_least: 70, by: 2022-12-31}"),
        ),
    )
    store.submit("2022", "so-a", "reports: {numerator: 60, denominator: 100}")
    view = store.compare()
    reports = find(view, "reports")
    assert judge(reports) == [("cv-3036", "≥ 50%", "met"), ("qd-27", "≥ 50%", "met")]
    assert [(one.id, one.differs) for one in reports.related] == [
        ("periodic-reports", "denominator"),
        ("national-reports", "scope"),
    ]
    # The 60% of all reports is no figure of the other two.
    assert {one.id: one.figures[0].value for one in view.indicators[1:]} == {
        "periodic-reports": None,
        "national-reports": None,
    }
    assert view.conflicts == 0


def test_work_files_have_a_path_for_each_level_and_levels_are_not_compared(tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        ratio(
            "work-files",
            """
  - {programme: qd-2393, level: province, at_least: 90, by: 2025-12-31}
  - {programme: qd-2393, level: district, at_least: 80, by: 2025-12-31}
  - {programme: qd-2393, level: commune, at_least: 60, by: 2025-12-31}
  - {programme: qd-2393, level: province, at_least: 100, by: 2030-12-31}
  - {programme: qd-2393, level: district, at_least: 100, by: 2030-12-31}
  - {programme: qd-2393, level: commune, at_least: 95, by: 2030-12-31}
  - {programme: kh-74, at_least: 60, by: 2022-12-31}
""",
        ),
    )
    store.submit(
        "2022",
        "so-a",
        "work-files: {parts: {province: {numerator: 91, denominator: 100}, "
        "district: {numerator: 70, denominator: 90}, commune: {numerator: 3, denominator: 5}}}",
    )
    files = find(store.compare(), "work-files")
    # 91/100; 70/90 = 77.78; 3/5 = 60. All together 164/195 = 84.10.
    assert [(figure.level_text, figure.value_text) for figure in files.figures] == [
        (None, "84,10%"),
        ("Cấp tỉnh", "91,00%"),
        ("Cấp huyện", "77,78%"),
        ("Cấp xã", "60,00%"),
    ]
    assert [finding.text for finding in files.findings if finding.kind == "path"] == [
        "Cấp tỉnh: ≥ 90% đến 31/12/2025 (2393/QĐ-UBND, 03/7/2020); ≥ 100% đến 31/12/2030 (2393/QĐ-UBND, 03/7/2020).",
        "Cấp huyện: ≥ 80% đến 31/12/2025 (2393/QĐ-UBND, 03/7/2020); ≥ 100% đến 31/12/2030 (2393/QĐ-UBND, 03/7/2020).",
        "Cấp xã: ≥ 60% đến 31/12/2025 (2393/QĐ-UBND, 03/7/2020); ≥ 95% đến 31/12/2030 (2393/QĐ-UBND, 03/7/2020).",
    ]
    assert [finding.reason for finding in files.findings if finding.kind == "apart"] == ["level"] * 3
    assert {
        name(binding): binding.row.status for binding in files.bindings if binding.row.level == "commune"
    } == {
        "qd-2393 2025": "met",
        "qd-2393 2030": "off_track",
    }


def test_accounts_of_adults_of_the_population_and_of_businesses_are_three_indicators(tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        several(
            ratio(
                "adults",
                """
  - {programme: cv-3036, between: [65, 70], by: 2022-12-31}
  - {programme: qd-27, at_least: 65, by: 2022-12-31}
""",
                "related: [{indicator: population, differs: denominator}]\n",
            ),
            ratio(
                "population",
                "  - {programme: kh-74, above: 30, by: 2022-12-31}",
                "related: [{indicator: people-and-firms, differs: denominator}]\n",
            ),
            ratio("people-and-firms", "  - {programme: qd-2393, above: 60, by: 2025-12-31}"),
        ),
    )
    # The 66% that was called "beyond the target of 65"; 30.00% is not above 30.
    store.submit(
        "2022",
        "so-a",
        "adults: {numerator: 66, denominator: 100}\npopulation: {numerator: 30, denominator: 100}",
    )
    view = store.compare()
    assert judge(find(view, "adults")) == [("cv-3036", "65 - 70%", "met"), ("qd-27", "≥ 65%", "met")]
    # A range asks for its lower end: 65 - 70 and 65 are the same floor.
    assert [finding.kind for finding in find(view, "adults").findings] == ["same"]
    assert judge(find(view, "population")) == [("kh-74", "> 30%", "missed")]
    assert [one.id for one in find(view, "population").related] == ["adults", "people-and-firms"]


def test_productivity_grows_7_in_one_province_15_in_another_every_year(tmp_path: Path) -> None:
    measure = "{kind: value, counted_in: percent, basis: at_date, combine: single}"
    growth = f"measure: {measure}\nfrequency: year\nlead: vien\n"
    store = Store(
        tmp_path,
        several(
            "id: productivity\nrelated: [{indicator: productivity-haiphong, differs: scope}]\n"
            f"{growth}targets: [{{programme: qd-2393, growth: 7, by: 2025-12-31}}]",
            f"id: productivity-haiphong\n{growth}targets: [{{programme: kh-74, growth: 15, by: 2022-12-31}}]",
        ),
    )
    store.submit("2021", "vien", "productivity: {value: 6.9}\nproductivity-haiphong: {value: 15}")
    store.submit("2022", "vien", "productivity: {value: 8}\nproductivity-haiphong: {value: 15.2}")
    view = store.compare("2022")
    ours, theirs = find(view, "productivity"), find(view, "productivity-haiphong")
    # 8 is more than 7, but 2021 brought 6.9 and is over: not every year.
    assert [(one[1], one[2]) for one in judge(ours)] == [("tăng ≥ 7% mỗi năm", "off_track")]
    assert ours.bindings[0].remarks == ()
    assert ours.figures[0].remarks == (
        "Các kỳ trước: Năm 2021: 6,90%.",
        "Không thể đạt nữa: năm 2021 chỉ tăng 6,9%, mà mục tiêu là từng năm ≥ 7%.",
    )
    assert judge(theirs) == [("kh-74", "tăng ≥ 15% mỗi năm", "met")]
    assert ours.findings == theirs.findings == ()


def test_digital_economy_by_two_methods_is_shown_twice_mixed_never_and_assessed_by_the_catalogues(
    tmp_path: Path,
) -> None:
    # The published shares of 2022: 13.51 by the statistics office, 18.66 by the ministry; the target is 15.
    store = Store(tmp_path, ECONOMY)
    store.submit("2022", "vien", "economy: {value: 13.51, method: gso}")
    store.submit("2022", "dic", "economy: {value: 18.66, method: mic, source: Học viện}")
    one = find(store.compare(), "economy")
    assert [(figure.value_text, figure.method) for figure in one.figures] == [("13,51%", "gso")]
    assert [
        (method.id, method.value_text, method.use_text, [unit.id for unit in method.units])
        for method in one.by_method
    ] == [
        ("gso", "13,51%", "dùng để đánh giá", ["vien"]),
        ("mic", "18,66%", "không gộp, không dùng để đánh giá", ["dic"]),
    ]
    assert judge(one)[0] == ("cv-3036", "≥ 15%", "missed")
    # 13.51 / 15 = 90.0666...; both were asked and both have answered.
    assert one.bindings[0].row.attainment is not None
    assert one.bindings[0].row.attainment.exact == "90.066666666667"
    assert one.bindings[0].row.gap is not None
    assert one.bindings[0].row.gap.exact == "1.49"
    assert (one.figures[0].reported, one.figures[0].expected) == (2, 2)
    assert one.figures[0].observed == "final"
    assert [source.unit for source in one.figures[0].sources] == ["vien"]
    (data,) = store.data()["indicators"]
    assert [(entry["method"], entry["value"], entry["assessed"]) for entry in data["methods"]] == [
        ("gso", "13.51", True),
        ("mic", "18.66", False),
    ]


def test_the_method_the_catalogue_names_turns_the_verdict(tmp_path: Path) -> None:
    store = Store(tmp_path, ECONOMY.replace("12-31, method: gso", "12-31, method: mic"))
    store.submit("2022", "vien", "economy: {value: 13.51, method: gso}")
    store.submit("2022", "dic", "economy: {value: 18.66, method: mic}")
    one = find(store.compare(), "economy")
    assert judge(one)[0] == ("cv-3036", "≥ 15%", "met")
    assert [(method.id, method.is_assessed) for method in one.by_method] == [("mic", True), ("gso", False)]


def test_targets_by_different_methods_are_not_compared(tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        ECONOMY.replace(
            "at_least: 25, by: 2025-12-31, method: gso", "at_least: 25, by: 2025-12-31, method: mic"
        ),
    )
    store.submit("2022", "vien", "economy: {value: 13.51, method: gso}")
    store.submit("2022", "dic", "economy: {value: 18.66, method: mic}")
    one = find(store.compare(), "economy")
    assert [(figure.method, figure.value_text) for figure in one.figures] == [
        ("gso", "13,51%"),
        ("mic", "18,66%"),
    ]
    assert [(finding.kind, finding.reason) for finding in one.findings] == [("apart", "method")]
    assert marks(one) == {"cv-3036 2022": [], "qd-2393 2025": []}


def test_without_a_method_in_the_target_no_figure_is_chosen(tmp_path: Path) -> None:
    store = Store(tmp_path, ECONOMY.replace(", method: gso}\n  - {programme: qd", "}\n  - {programme: qd"))
    store.submit("2022", "vien", "economy: {value: 13.51, method: gso}")
    store.submit("2022", "dic", "economy: {value: 18.66, method: mic}")
    row = find(store.compare(), "economy").bindings[0].row
    assert (row.value, row.status) == (None, "no_data")
    assert [(method.value_text, method.is_assessed) for method in row.by_method] == [
        ("13,51%", False),
        ("18,66%", False),
    ]
    methods = "Theo Bộ Thông tin và Truyền thông; Theo Tổng cục Thống kê"
    assert f"Số liệu theo các phương pháp khác nhau ({methods}) nên không cộng gộp." in row.remarks


def test_two_answers_by_the_assessed_method_are_not_joined(tmp_path: Path) -> None:
    store = Store(tmp_path, ECONOMY)
    store.submit("2022", "vien", "economy: {value: 13.51, method: gso}")
    store.submit("2022", "dic", "economy: {value: 18.66, method: gso}")
    row = find(store.compare(), "economy").bindings[0].row
    assert (row.value, row.status, row.by_method) == (None, "no_data", ())
    assert row.remarks[0].startswith("Các số liệu không cộng gộp được")


def test_a_figure_by_another_method_alone_is_shown_and_not_assessed(tmp_path: Path) -> None:
    store = Store(tmp_path, ECONOMY)
    store.submit("2022", "dic", "economy: {value: 18.66, method: mic}")
    row = find(store.compare(), "economy").bindings[0].row
    assert (row.value, row.status) == (None, "no_data")
    assert [(method.id, method.value_text, method.use_text) for method in row.by_method] == [
        ("gso", "Chưa có số liệu", "dùng để đánh giá"),
        ("mic", "18,66%", "không gộp, không dùng để đánh giá"),
    ]
    assert [unit.id for unit in row.coverage.missing] == ["vien"]


def test_a_part_of_a_unit_that_answered_by_another_method_says_so(tmp_path: Path) -> None:
    store = Store(tmp_path, ECONOMY)
    store.submit("2022", "vien", "economy: {value: 13.51, method: gso}")
    store.submit("2022", "dic", "economy: {value: 18.66, method: mic}")
    row = find(store.compare(), "economy").bindings[0].row
    assert [(part.unit, part.state, part.text) for part in row.parts] == [
        ("dic", "otherwise", "Theo phương pháp khác"),
        ("vien", "answered", "13,51%"),
    ]


def test_quarters_of_a_unit_by_another_method_are_not_said_to_lack(tmp_path: Path) -> None:
    flow = ratio(
        "flow",
        "  - {programme: cv-3036, at_least: 50, by: 2022-12-31, method: one}",
        measure=", methods: {one: Một, two: Hai}",
    ).replace("at_date", "in_period")
    store = Store(tmp_path, flow.replace("[so-a]", "[so-a, quan-1]"))
    for period in ("2022-S1", "2022-Q3"):
        store.submit(period, "so-a", "flow: {numerator: 1, denominator: 4, method: one}")
        store.submit(period, "quan-1", "flow: {numerator: 9, denominator: 10, method: two}")
    row = find(store.compare("2022-Q3", as_of="2022-12-31T12:00:00+07:00"), "flow").bindings[0].row
    # 1/4 + 1/4 by the one, 9/10 + 9/10 by the other.
    assert (row.value_text, row.observed) == ("25,00%", "final")
    assert [method.counts_text for method in row.by_method] == ["2/8", "18/20"]
    assert row.remarks == (
        "Lũy kế từ đầu năm: 6 tháng đầu năm 2022 + Quý III/2022.",
        "Hai: 90,00% (Quận 1), đạt mục tiêu; không gộp, không dùng để đánh giá.",
    )


def test_the_documents_day_is_that_of_the_document_not_of_a_page_about_it(tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        ratio(
            "one",
            """
  - {programme: qd-2393, at_least: 40, by: 2022-12-31, source: bao}
  - {programme: kh-593, at_least: 50, by: 2022-12-31, source: cv-3036}
""",
        ),
    )
    one = find(store.compare(), "one")
    assert [(binding.document, binding.issued) for binding in one.bindings] == [
        ("3036/UBND-KT", "2022-08-30"),
        ("2393/QĐ-UBND", "2020-07-03"),
    ]


def test_where_a_documents_day_is_not_known_none_is_called_newer(tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        ratio(
            "one",
            """
  - {programme: kh-593, at_least: 50, by: 2022-12-31}
  - {programme: cv-3036, at_least: 60, by: 2022-12-31}
""",
        ),
    )
    path = store.root / "data/indicators.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("issued: 2022-08-30, ", ""), encoding="utf-8")
    one = find(store.compare(), "one")
    assert marks(one) == {"kh-593 2022": [], "cv-3036 2022": ["stricter"]}
    assert one.findings[0].newest == ()
    assert "Mới hơn" not in one.findings[0].text
    assert one.findings[0].advice == ()


@pytest.mark.parametrize(
    ("left", "right", "strict", "kinds"),
    [
        ("at_least: 50", "above: 50", "right", ["conflict"]),
        ("at_least: 50", "between: [50, 60]", None, ["same"]),
        ("at_most: 5", "below: 5", "right", ["conflict"]),
        ("at_most: 5", "at_most: 3", "right", ["conflict"]),
        ("at_least: 50", "at_most: 50", None, ["apart"]),
        ("at_least: 50", "decrease: {by: 1, as: points, over: 2021}", None, ["apart"]),
        ("at_least: 50", "increase: {by: 5, as: points, over: 2021}", "left", ["conflict"]),
        ("at_least: 50", "increase: {by: 15, as: points, over: 2021}", "right", ["conflict"]),
        ("at_least: 50", "increase: {by: 10, as: points, over: 2021}", None, ["same"]),
    ],
)
def test_only_demands_in_one_direction_are_compared_and_exactly(
    left: str, right: str, strict: str | None, kinds: list[str], tmp_path: Path
) -> None:
    store = Store(
        tmp_path,
        ratio(
            "one",
            f"""
  - {{programme: cv-3036, {left}, by: 2022-12-31}}
  - {{programme: kh-593, {right}, by: 2022-12-31}}
""",
            "baselines: [{period: 2021, value: 40}]\n",
        ),
    )
    one = find(store.compare(), "one")
    assert [finding.kind for finding in one.findings] == kinds
    stricter = [
        binding.programme for binding in one.bindings if "stricter" in {m.kind for m in binding.marks}
    ]
    assert stricter == {"left": ["cv-3036"], "right": ["kh-593"], None: []}[strict]


def test_a_change_without_a_baseline_is_not_compared(tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        """id: one
measure: {kind: ratio, basis: at_date, methods: {a: A, b: B}}
reporters: [so-a]
baselines: [{period: 2021, value: 40, method: a}]
targets:
  - {programme: cv-3036, increase: {by: 5, as: points, over: 2021}, by: 2022-12-31}
  - {programme: kh-593, at_least: 50, by: 2022-12-31}
""",
    )
    store.submit("2022", "so-a", "one: {numerator: 1, denominator: 2, method: b}")
    one = find(store.compare(), "one")
    assert [(finding.kind, finding.reason) for finding in one.findings] == [("apart", "baseline")]


def test_a_target_of_the_whole_and_one_of_a_level_are_told_apart(tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        ratio(
            "one",
            """
  - {programme: cv-3036, at_least: 50, by: 2022-12-31}
  - {programme: kh-593, level: district, at_least: 60, by: 2022-12-31}
""",
        ),
    )
    one = find(store.compare(), "one")
    assert [(finding.kind, finding.reason) for finding in one.findings] == [("apart", "level")]


def test_a_period_that_is_nobodys_round_has_the_newest_figures_and_says_so(tmp_path: Path) -> None:
    store = Store(tmp_path, ratio("one", "  - {programme: cv-3036, at_least: 50, by: 2022-12-31}"))
    store.submit("2022-S1", "so-a", "one: {numerator: 1, denominator: 2}")
    view = store.compare("2022-10", as_of="2022-11-30T12:00:00+07:00")
    assert view.basis[1] == (
        "Kỳ này không là đợt báo cáo của chương trình nào: lấy số liệu mới nhất trong năm đến hết kỳ."
    )
    one = find(view, "one")
    assert (one.figures[0].value_text, one.figures[0].carried_from, one.is_collected) == (
        "50,00%",
        "2022-S1",
        False,
    )
    assert {programme.round_text for programme in view.programmes} == {
        "Không có đợt báo cáo riêng cho kỳ này."
    }


def test_a_round_of_any_programme_that_sets_a_target_collects_the_indicator(tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        several(
            ratio(
                "shared",
                """
  - {programme: cv-3036, at_least: 50, by: 2022-12-31}
  - {programme: kh-593, at_least: 50, by: 2022-12-31}
""",
            ),
            ratio("theirs", "  - {programme: kh-593, at_least: 50, by: 2022-12-31}"),
        ),
    )
    data = store.data("2022-Q3", as_of="2022-09-30T12:00:00+07:00")
    assert {one["id"]: one["collected"] for one in data["indicators"]} == {"shared": True, "theirs": False}
    assert [(one["id"], one["collects"], one["targets"]) for one in data["programmes"]] == [
        ("cv-3036", True, 1),
        ("qd-27", False, 0),
        ("kh-593", False, 2),
        ("qd-2393", False, 0),
        ("kh-74", False, 0),
    ]


def test_each_target_is_judged_by_its_own_programmes_bands(tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        ratio(
            "one",
            """
  - {programme: cv-3036, at_least: 50, by: 2022-12-31}
  - {programme: kh-593, at_least: 50, by: 2022-12-31}
""",
        ),
    )
    path = store.root / "data/indicators.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("source: kh-593, authority", "bands: {near: 80}, source: kh-593, authority"), "utf-8"
    )
    store.submit("2022-Q3", "so-a", "one: {numerator: 42, denominator: 100}")
    one = find(store.compare("2022-Q3", as_of="2022-09-30T12:00:00+07:00"), "one")
    # 42 / 50 is 84%: near enough for one programme, not for the other.
    assert [(binding.programme, binding.row.status) for binding in one.bindings] == [
        ("cv-3036", "off_track"),
        ("kh-593", "at_risk"),
    ]


def test_json_names_targets_by_their_places(tmp_path: Path) -> None:
    store = Store(tmp_path, FIBRE)
    data = store.data()
    assert (data["schema"], data["programme"], data["period"]) == ("cds-kpi.comparison/1", "all", "2022")
    assert (data["targets"], data["conflicts"]) == (5, 1)
    lines = data["indicators"][0]
    assert lines["findings"] == [
        {
            "kind": "conflict",
            "year": 2022,
            "reason": None,
            "targets": [0, 1, 2],
            "stricter": [0, 1],
            "newer": [0],
            "advice": [{"rule": "later", "target": 0}, {"rule": "floor", "target": 1}],
        }
    ]
    assert [(one["document"], one["marks"], one["figure"]) for one in lines["targets"]] == [
        ("3036/UBND-KT", ["stricter", "newer"], 0),
        ("27/QĐ-UBQGCĐS", ["stricter"], 0),
        ("593/KH-UBND", [], 0),
    ]
    assert lines["related"] == [{"id": "coverage", "differs": "definition"}]


def test_a_published_figure_and_one_of_an_earlier_period_say_so(tmp_path: Path) -> None:
    store = Store(
        tmp_path,
        ECONOMY.replace("targets:", "  - {period: 2022, value: 18.66, method: mic}\ntargets:", 1),
    )
    store.submit("2022-S1", "vien", "economy: {value: 13.51, method: gso}")
    one = find(store.compare(), "economy")
    assert [(method.value_text, method.origin_text, method.is_assessed) for method in one.by_method] == [
        ("13,51%", "Viện Nghiên cứu, 6 tháng đầu năm 2022", True),
        ("18,66%", "số công bố", False),
    ]
    # The other way round nothing is assessed by a published figure.
    assert [binding.row.status for binding in one.bindings] == ["missed", "off_track"]
