"""An explanation can be done again with a calculator: from its data, from its text, and from the files it points to."""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from math import floor
from pathlib import Path
from typing import Any

import pytest

from cds_kpi import desk
from cds_kpi.cli.figures import fit_lines
from cds_kpi.desk.reporting import OpenRound, open_round
from cds_kpi.render.data import render_json
from cds_kpi.report.explaining import Question, build_explanation
from cds_kpi.report.terms import Places
from cds_kpi.store.reading import find_lines
from cds_kpi.text import Language
from conftest import Run
from workspaces import AS_OF, Workspace
from workspaces import ROUNDS as OF_2022

INDICATORS = range(1, 17)
ROUNDS = ("2022-S1", "2022-Q3")


def explain(
    root: Path,
    indicator: str,
    period: str = "2022-Q3",
    *,
    as_of: str = AS_OF,
    form: str = "json",
    language: Language = "vi",
) -> str:
    made = desk.explain_figure(
        root, indicator, desk.Asking(period=period), as_of=datetime.fromisoformat(as_of), language=language
    )
    assert not isinstance(made, desk.Refusal), made
    rendered = desk.render_explanation(root, made, form)
    assert isinstance(rendered, bytes), rendered
    return rendered.decode()


def story(
    root: Path,
    indicator: str,
    period: str = "2022-Q3",
    *,
    as_of: str = AS_OF,
    at: int = 0,
    language: Language = "vi",
) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(explain(root, indicator, period, as_of=as_of, language=language))[
        "stories"
    ][at]
    return told


def report_rows(root: Path, period: str) -> list[dict[str, Any]]:
    made = desk.make_report(
        root, desk.Asking(period=period), as_of=datetime.fromisoformat(AS_OF), language="vi"
    )
    assert isinstance(made, desk.Report), made
    rows: list[dict[str, Any]] = json.loads(render_json(made.view))["indicators"]
    return rows


def same(told: str | None, value: Fraction | None) -> bool:
    """Whether a decimal of the report says a number, exactly or to twelve places."""
    if told is None or value is None:
        return told is None and value is None
    return abs(Fraction(told) - value) <= Fraction(1, 2 * 10**12)


def shown(value: Fraction, decimals: int) -> str:
    """Write a number as a Vietnamese reader's calculator would round it."""
    scaled = floor(abs(value) * 10**decimals + Fraction(1, 2))
    digits = f"{scaled:0{decimals + 1}d}"
    whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    grouped = f"{int(whole):,}".replace(",", ".")
    return ("-" if value < 0 else "") + grouped + (f",{part}" if part else "")


def number(text: str) -> Fraction:
    """Read a number as Vietnamese writes it."""
    return Fraction(text.replace(".", "").replace(",", "."))


def reckon(told: dict[str, Any]) -> Fraction | None:
    """Work the value out of the lines' own figures, as they stand in the files."""
    tops: list[Fraction] = []
    bottoms: list[Fraction] = []
    values: list[Fraction] = []
    for term in told["terms"]:
        figures = {one["field"]: one["exact"] for one in term["figures"]}
        if not term["counts"]:
            assert not figures
        elif "numerator" in figures:
            tops.append(Fraction(figures["numerator"]))
            bottoms.append(Fraction(figures["denominator"]))
        elif "value" in figures:
            values.append(Fraction(figures["value"]))
        else:
            # A roll call: the unit and the members in its charge; whoever is silent counts as not done.
            done = int(figures.get("done") == "true") + int(figures.get("members_done", "0"))
            assert Fraction(term["numerator"]["fraction"]) == done
            tops.append(Fraction(done))
            bottoms.append(Fraction(term["denominator"]["fraction"]))
    if bottoms and sum(bottoms):
        return sum(tops, Fraction(0)) / sum(bottoms, Fraction(0)) * 100
    return sum(values, Fraction(0)) if values else None


def find_line(told: dict[str, Any], part: str, key: str) -> dict[str, Any]:
    line: dict[str, Any] = next(line for line in told[part] if line["key"] == key)
    return line


# ------------------------------------------------------------------------------------ with a calculator


@pytest.mark.parametrize("period", ROUNDS)
def test_the_data_gives_the_reports_value_for_every_indicator(repo: Path, period: str) -> None:
    for row in report_rows(repo, period):
        told = story(repo, row["id"], period)
        assert told["row"] == row
        value = reckon(told)
        assert same(row["value"], value), row["id"]
        if value is None:
            continue
        rounding = Fraction(find_line(told, "working", "rounding")["result"]["fraction"])
        decimals = max(2, len(told["shown"].rstrip("%").partition(",")[2]))
        assert f"{shown(value, decimals)}%" == told["shown"]
        assert f"{shown(rounding, decimals)}%" == told["shown"]
        assert value == Fraction(told["working"][-2]["result"]["fraction"])
        goal = Fraction(row["target"].get("required") or row["target"]["value"])
        start = Fraction(row["path"]["start"]) if row["path"] and "as" in row["target"] else Fraction(0)
        attained = Fraction(find_line(told, "verdict", "attainment")["result"]["fraction"])
        assert attained == (value - start) / (goal - start) * 100
        assert same(row["attainment"], attained)
        gap = Fraction(find_line(told, "verdict", "gap")["result"]["fraction"])
        assert gap == goal - value
        assert same(row["gap"]["value"], gap)
        assert told["verdict"][-1]["key"] == "status"
        assert (row["status"] == "met") == (value >= goal)
        if row["status"] in {"on_track", "at_risk", "off_track"} and row["path"]:
            progress, elapsed = (
                Fraction(find_line(told, "verdict", key)["result"]["fraction"])
                for key in ("progress", "elapsed")
            )
            left = (progress - elapsed) / 25
            assert row["status"] == ("on_track" if left >= 0 else "at_risk" if left >= -1 else "off_track")


@pytest.mark.parametrize("programme", ["kh-593", "qd-27", "qd-2393"])
def test_every_programmes_figures_come_out_as_reported(repo: Path, programme: str) -> None:
    asking = desk.Asking(programme=programme, period="2022")
    opened = open_round(repo, asking, as_of=datetime.fromisoformat("2023-01-30T00:00:00+07:00"))
    assert isinstance(opened, OpenRound), opened
    places = Places(
        lambda file, paths: find_lines(repo, file, paths), lambda filing, path: None, "data/indicators.yaml"
    )
    seen = 0
    for name in dict.fromkeys(row.indicator.id for row in opened.assessment.rows):
        view = build_explanation(
            opened.book,
            opened.assessment,
            Question(name),
            settings=opened.settings,
            problems=opened.told,
            warnings=opened.warnings,
            places=places,
            language="vi",
        )
        for one in view.stories:
            assert one.verdict[-1].text.startswith(f"{one.row.mark} {one.row.status_text}: ")
            value = one.row.value.exact if one.row.value is not None else None
            results = [line.result for line in one.working if line.result is not None]
            assert value is None or len(results) == 1 or same(value, Fraction(results[-2].fraction))
            if len(one.totals) == 2 and one.row.value is not None:
                last = one.terms[-1]
                assert last.running_numerator is not None
                assert last.running_denominator is not None
                top, bottom = (
                    Fraction(last.running_numerator.fraction),
                    Fraction(last.running_denominator.fraction),
                )
                assert same(value, top / bottom * 100)
                seen += 1
    assert seen > 0


@pytest.mark.parametrize("period", ROUNDS)
def test_the_running_totals_add_up_line_by_line(repo: Path, period: str) -> None:
    for row in report_rows(repo, period):
        for side in ("numerator", "denominator"):
            total = Fraction(0)
            for term in story(repo, row["id"], period)["terms"]:
                total += Fraction(term[side]["fraction"]) if term[side] else 0
                running = term[f"running_{side}"]
                assert running is None or Fraction(running["fraction"]) == total
            assert row[side] is None or Fraction(row[side]) == total


@pytest.mark.parametrize("period", ROUNDS)
def test_the_text_gives_the_reports_value_to_a_reader_with_a_calculator(repo: Path, period: str) -> None:
    for row in report_rows(repo, period):
        text = explain(repo, row["id"], period, form="text")
        value = f"{shown(Fraction(row['value']), 2)}%" if row["value"] else None
        sums = re.findall(r"^ +([\d.,]+) / +([\d.,]+) \| +([\d.,]+) / +([\d.,]+)", text, re.MULTILINE)
        if not sums:
            assert value is None or f"Số liệu: {value}, do " in text
            continue
        top = bottom = Fraction(0)
        for line in sums:
            top, bottom = top + number(line[0]), bottom + number(line[1])
            assert (number(line[2]), number(line[3])) == (top, bottom)
        assert same(row["value"], top / bottom * 100)
        division = re.search(r"Phép chia: ([\d.,]+) ÷ ([\d.,]+) × 100 = ([\d.,]+)…?%", text)
        assert division is not None
        assert (number(division[1]), number(division[2])) == (top, bottom)
        cut = number(division[3])
        assert cut <= top / bottom * 100 < cut + Fraction(1, 10**6)
        fraction = re.search(r"Phân số chính xác: ([\d.]+)/([\d.]+) phần trăm", text)
        exact = number(fraction[1]) / number(fraction[2]) if fraction else cut
        assert exact == top / bottom * 100


@pytest.mark.parametrize("period", ROUNDS)
def test_every_place_is_a_line_that_holds_the_figure(repo: Path, period: str) -> None:
    seen = 0
    for place in INDICATORS:
        for term in story(repo, str(place), period)["terms"]:
            for figure in term["figures"]:
                line = (repo / term["file"]).read_text(encoding="utf-8").splitlines()[figure["line"] - 1]
                written = re.search(rf"\b{figure['field']}: ([\w.,]+?)[,}}]", line)
                assert written is not None, (term["file"], figure)
                assert written[1] == figure["exact"]
                assert f"{term['file']}:{figure['line']}" in term["at_text"]
                seen += 1
    assert seen > 300


# ------------------------------------------------------------------------------------ the outlook


def work_out(sum_: str) -> Fraction:
    """Work out a sum as Vietnamese writes it: "80,5 + (6/115) × 92"."""
    marks = {"×": "*", "÷": "/", "−": "-", "^": "**"}
    text = re.sub(r"[\d.,]*\d", lambda found: f"F({number(found[0]).as_integer_ratio()})", sum_)
    for mark, sign in marks.items():
        text = text.replace(mark, sign)
    worked = eval(text, {"__builtins__": {}, "F": lambda sides: Fraction(*sides)})  # noqa: S307 - digits and signs of our own text
    assert isinstance(worked, Fraction)
    return worked


def check_sums(line: dict[str, Any]) -> int:
    """Work every "sum = result" of a line out; return how many there were."""
    seen = 0
    for part in re.split(r"; |: |, làm tròn lên|, trừ", line["text"]):
        sides = part.split(" = ")
        worked = [re.search(r"(?:[\d(-][\d.,()/ ×÷−+-]*[\d)]|\d)…?", side) for side in sides]
        for before, after in pairwise(worked):
            assert before is not None, part
            assert after is not None, part
            found, told = work_out(before[0].rstrip("…")), work_out(after[0].rstrip("…"))
            if after[0].endswith("…"):
                assert abs(told) <= abs(found) < abs(told) + Fraction(1, 10**6), part
            else:
                assert found == told, part
            seen += 1
    return seen


@pytest.mark.parametrize("period", ROUNDS)
def test_the_outlook_can_be_done_again_with_a_calculator(repo: Path, period: str) -> None:
    seen = 0
    for row in report_rows(repo, period):
        told = story(repo, row["id"], period)["outlook"]
        if row["outlook"]["why_not"] is not None:
            assert told[0]["key"] == "none"
            continue
        seen += sum(check_sums(line) for line in told)
        results = {line["key"]: line["result"]["fraction"] for line in told if line["result"] is not None}
        assert same(row["outlook"]["expected"], Fraction(results["expected"]))
        assert same(row["outlook"]["short_by"], Fraction(results["short_by"]))
        for key, ours in (("bring", "need"), ("highest", "highest"), ("out_of", "out_of")):
            assert row["outlook"][key] is None or same(row["outlook"][key], Fraction(results[ours]))
        brought = [
            Fraction(line["result"]["fraction"])
            for line in told
            if line["key"] == "waypoint" and line["result"]
        ]
        assert not brought or sum(brought) == Fraction(results["need"])
    assert seen > (50 if period == "2022-Q3" else 20)


LEVEL = """
id: share
measure: {kind: ratio, basis: at_date, things: hộ}
baselines: [{period: 2021, value: 20}]
targets: [{programme: p, at_least: 50, by: 2022-12-31}]
"""


def test_the_outlook_says_where_its_two_values_stand(tmp_path: Path) -> None:
    store = Workspace(tmp_path, LEVEL)
    store.submit("2022-S1", "so-a", "share: {numerator: 24, denominator: 100}")
    told = story(tmp_path, "share", "2022-S1")["outlook"]
    catalogue = (tmp_path / "data" / "indicators.yaml").read_text().splitlines()
    line = next(place for place, text in enumerate(catalogue, 1) if "value: 20" in text)
    assert texts(told) == [
        "Số liệu trước: Năm 2021, cuối ngày 31/12/2021: 20%",
        f"Lấy từ: số gốc, data/indicators.yaml:{line}",
        "Số liệu mới nhất: 6 tháng đầu năm 2022, cuối ngày 30/6/2022: 24 ÷ 100 × 100 = 24%",
        "Lấy từ: ở mục 4 và mục 5",
        "Số ngày đã qua: 31/12/2021 đến 30/6/2022: 181 ngày",
        "Số ngày còn lại: 30/6/2022 đến 31/12/2022: 184 ngày",
        "Đà: (24 − 20) ÷ 181 = 4/181 = 0,022099… điểm phần trăm mỗi ngày",
        "Dự kiến vào 31/12/2022: 24 + (4/181) × 184 = 5.080/181 = 28,066298…%",
        "Còn cách mục tiêu: 50 − 5.080/181 = 3.970/181 = 21,933701…: sẽ không đạt",
        "Cần có tất cả: 50 ÷ 100 × 100 − 24 = 26: 26 hộ",
        (
            "Quý III/2022 (30/9/2022): theo đường thẳng 20 + (50 − 20) × 273 ÷ 365 = 3.098/73 = 42,438356…%; "
            "theo đà 24 + (4/181) × 92 = 4.712/181 = 26,033149…%; cần 26 × 92 ÷ 184 = 13: 13 hộ"
        ),
        (
            "Quý IV/2022 (31/12/2022): theo đường thẳng 20 + (50 − 20) × 365 ÷ 365 = 50%; "
            "cần 26 × 184 ÷ 184 = 26, trừ 13 của các kỳ trước: 13 hộ"
        ),
    ]
    store.submit("2022-Q3", "so-a", "share: {numerator: 90, denominator: 100}")
    told = story(tmp_path, "share")["outlook"]
    assert texts(told)[1] == "Lấy từ: data/submissions/2022-S1/so-a.yaml:6"
    # 24 % on 30/6 and 90 % on 30/9 would make 156 %.
    assert "24 + " not in texts(told)[7]
    assert texts(told)[7] == ("Dự kiến vào 31/12/2022: 90 + (33/46) × 92 = 156%; không thể quá 100%: 100%")
    text = explain(tmp_path, "share", form="text")
    assert all(f"   {one}\n" in text for one in texts(told))
    page = explain(tmp_path, "share", form="html", language="en")
    assert "<h2>7. The outlook</h2>" in page
    assert "90 + (33/46) × 92 = 156%; cannot be more than 100%: 100%" in page


def test_the_volume_that_a_target_would_take_can_be_done_again(tmp_path: Path) -> None:
    store = Workspace(tmp_path, LEVEL.replace("at_date", "in_period").replace("things: hộ", "things: hồ sơ"))
    store.submit("2022-S1", "so-a", "share: {numerator: 40, denominator: 200}")
    store.submit("2022-Q3", "so-a", "share: {numerator: 59, denominator: 101}")
    told = story(tmp_path, "share")
    assert texts(told["outlook"])[-3:] == [
        (
            "Cao nhất với khối lượng ước tính, nếu toàn bộ phần còn phát sinh đều đạt: "
            "(99 + 101) ÷ (301 + 101) × 100 = 10.000/201 = 49,751243…%"
        ),
        ("Khối lượng cần phát sinh, tất cả đều đạt: (50 ÷ 100 × 301 − 99) ÷ (1 − 50 ÷ 100) = 103: 103 hồ sơ"),
        "Quý IV/2022 (31/12/2022): theo đường thẳng 20 + (50 − 20) × 365 ÷ 365 = 50%",
    ]
    assert find_line(told, "verdict", "in_numerator")["text"] == (
        "50 ÷ 100 × 301 − 99 = 51,5, làm tròn lên: còn thiếu 52 hồ sơ (nếu mẫu số vẫn như hiện nay)"
    )


def test_an_outlook_that_says_otherwise_than_the_verdict_says_why(tmp_path: Path) -> None:
    store = Workspace(tmp_path, LEVEL)
    store.submit("2022-S1", "so-a", "share: {numerator: 49, denominator: 100}")
    store.submit("2022-Q3", "so-a", "share: {numerator: 48, denominator: 100}")
    assert texts(story(tmp_path, "share")["outlook"])[-1] == (
        "So với kết luận: Đánh giá “Đúng tiến độ” xét mức đã đạt so với đường thẳng từ số gốc, "
        "còn dự báo xét đà của kỳ gần nhất, nên hai bên khác nhau."
    )


def test_in_the_last_period_the_gap_and_its_day_stand_for_the_outlook(tmp_path: Path) -> None:
    store = Workspace(tmp_path, LEVEL)
    store.submit("2022-Q4", "so-a", "share: {numerator: 45, denominator: 100}")
    told = story(tmp_path, "share", "2022-Q4", as_of="2022-12-20T12:00:00+07:00")
    assert texts(told["outlook"]) == [
        "Kết quả: Kỳ này là kỳ cuối trước hạn của mục tiêu: không còn kỳ nào để dự báo.",
        "Còn phải làm: còn thiếu 5 hộ để đạt mục tiêu ≥ 50% đến 31/12/2022",
    ]
    # The status goes by the period's last day, which the day of the report is before.
    assert find_line(told, "verdict", "elapsed")["text"] == (
        "tính đến hết kỳ, 31/12/2021 đến 31/12/2022 là 365 ngày, đến 31/12/2022 là 365 ngày: 365 ÷ 365 × 100 = 100%"
    )


def test_one_period_of_the_year_stands_beside_the_year_before_that_it_is_not_held_against(
    tmp_path: Path,
) -> None:
    store = Workspace(tmp_path, LEVEL.replace("at_date", "in_period"))
    store.submit("2022-S1", "so-a", "share: {numerator: 24, denominator: 100}")
    assert texts(story(tmp_path, "share")["outlook"]) == [
        "Kết quả: Chưa đủ số liệu để dự báo: số lũy kế của năm mới có một kỳ.",
        "Năm 2021: 20%; số gốc; số liệu của 12 tháng",
        "6 tháng đầu năm 2022: 24%; số liệu của 6 tháng",
    ]


def test_the_places_of_many_answers_are_their_folders(repo: Path) -> None:
    told = story(repo, "online-dossiers")["outlook"]
    assert find_line({"outlook": told}, "outlook", "before_place")["text"] == (
        "43 số liệu của các đơn vị, trong data/submissions/2022-S1"
    )


def test_without_an_outlook_it_says_why_and_what_there_was_to_be_compared(tmp_path: Path) -> None:
    store = Workspace(tmp_path, LEVEL.replace("baselines", "reporters: [so-a, so-b]\nbaselines"))
    store.submit("2022-Q3", "so-a", "share: {numerator: 24, denominator: 100}")
    assert texts(story(tmp_path, "share")["outlook"]) == [
        (
            "Kết quả: Chưa dự báo được: hai kỳ không có số liệu của cùng các đơn vị; một kỳ thiếu đơn vị mà kỳ kia "
            "có."
        ),
        "Năm 2021: 20%; số gốc",
        "Quý III/2022: 24%; thiếu số liệu của Sở B",
    ]
    assert texts(story(tmp_path, "share", "2022-S1")["outlook"]) == ["Kết quả: Chưa có số liệu."]


def test_the_growth_can_be_done_again_with_a_calculator(tmp_path: Path) -> None:
    later = LEVEL.replace("2022-12-31", "2025-12-31").replace("value: 20", "value: 32").replace("50", "62.5")
    store = Workspace(tmp_path, later.replace("basis", "decimals: 1, basis"))
    store.submit("2022", "so-a", "share: {numerator: 40, denominator: 100}")
    made = desk.explain_figure(
        tmp_path,
        "share",
        desk.Asking(period="2022"),
        as_of=datetime.fromisoformat("2022-12-31T12:00:00+07:00"),
        language="vi",
        with_growth=True,
    )
    assert not isinstance(made, desk.Refusal), made
    growth = made.stories[0].growth
    catalogue = (tmp_path / "data" / "indicators.yaml").read_text().splitlines()
    line = next(place for place, text in enumerate(catalogue, 1) if "value: 32" in text)
    # 40/32 = 5/4: 25 % within the year. 62.5/32 = 125/64 in four years: its fourth root.
    assert [f"{one.label}: {one.text}" for one in growth][:5] == [
        f"Số gốc: Năm 2021: 32% (data/indicators.yaml:{line})",
        "Giá trị: 40%",
        "Số năm đã qua: 31/12/2021 đến 31/12/2022: 1 năm",
        "Tốc độ đã đạt mỗi năm: ((40 ÷ 32) ^ (1) − 1) × 100 = 25%",
        "Số năm đến hạn: 31/12/2021 đến 31/12/2025: 4 năm",
    ]
    needed = ((62.5 / 32) ** (1 / 4) - 1) * 100
    assert growth[5].text.startswith("((62,5 ÷ 32) ^ (1 ÷ 4) − 1) × 100 = 18,")
    assert float(number(growth[5].text.rpartition(" = ")[2].rstrip("…%"))) == pytest.approx(needed, abs=1e-5)
    assert float(number(growth[6].text.rpartition(" = ")[2].rstrip("…"))) == pytest.approx(
        25 / needed, abs=1e-5
    )
    assert growth[7].text == "Đạt tiến độ: tỷ số từ 0,95 trở lên"
    assert story(tmp_path, "share", "2022")["growth"] == []


def test_pace_growth_is_asked_for_on_the_command_line(run: Run, example: Path) -> None:
    said = ("explain", "smartphone", "--quarter", "Q3", "--as-of", "2022-09-30")
    plain = run(*said, cwd=example)
    asked = run(*said, "--pace", "growth", cwd=example)
    assert "Tốc độ tăng bình quân mỗi năm" not in plain.stdout
    assert (
        "Tốc độ tăng bình quân mỗi năm\n      Không đánh giá: từ số gốc đến hạn không quá một năm"
        in asked.stdout
    )


# ------------------------------------------------------------------------------------ places

SHARE = """
id: share
measure: {kind: ratio, basis: in_period, things: {vi: hồ sơ, en: dossiers}}
reporters: [so-a, so-b, so-c]
baselines: [{period: 2021, value: 20}]
targets: [{programme: p, number: 7, at_least: 50, by: 2022-12-31}]
"""


def test_figures_on_lines_of_their_own_are_found_there(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    path = store.submit(
        "2022-Q3", "so-a", "share:\n  note: Ghi chú\n  denominator: 100\n  numerator: 1.234,5"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("1.234,5", "31"), encoding="utf-8")
    [term] = story(tmp_path, "share")["terms"]
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [(one["field"], lines[one["line"] - 1].strip()) for one in term["figures"]] == [
        ("numerator", "numerator: 31"),
        ("denominator", "denominator: 100"),
    ]
    assert term["at_text"] == "data/submissions/2022-Q3/so-a.yaml:9, 8"
    assert (term["line"], term["note"]) == (6, "Ghi chú")


def test_a_figure_from_a_form_names_its_cell(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    path = store.submit(
        "2022-Q3", "so-a", "share: {numerator: 31, denominator: 100}", at="2022-09-15T10:00:00+07:00"
    )
    text = path.read_text(encoding="utf-8")
    kept = 'door: form, warnings: ["KPI552 entries.share.denominator Số liệu!D9"]}'
    path.write_text(text.replace("previous: null}", f"previous: null, {kept}"), encoding="utf-8")
    [term] = story(tmp_path, "share")["terms"]
    assert [(one["cell_name"], one["cell"]) for one in term["figures"]] == [
        ("in.share.numerator", None),
        ("in.share.denominator", "Số liệu!D9"),
    ]
    assert term["at_text"] == (
        "data/submissions/2022-Q3/so-a.yaml:6; biểu mẫu, ô in.share.numerator, Số liệu!D9"
    )


# ------------------------------------------------------------------------------------ how figures join


def texts(lines: Iterable[dict[str, Any]]) -> list[str]:
    return [f"{line['label']}: {line['text']}" for line in lines]


def test_amounts_are_written_out_as_a_sum(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: money
        measure: {kind: value, counted_in: VND, basis: in_period, decimals: 1, whole: false}
        reporters: [so-a, so-b]
        targets: [{programme: p, at_least: 10, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q1", "so-a", "money: {value: 1.25}")
    store.submit("2022-Q3", "so-a", "money: {value: 2}")
    store.submit("2022-Q3", "so-b", "money: {value: 6.743}")
    told = story(tmp_path, "money")
    *sums, rounding = texts(told["working"])
    assert sums == ["Quý I/2022: 1,25", "Quý III/2022: 8,743", "Cộng: 1,25 + 2 + 6,743 = 9,993 VND"]
    assert rounding == (
        "Làm tròn: 9,993 VND làm tròn đến 2 chữ số thập phân = 9,99 VND; "
        "nhiều chữ số hơn thường lệ vì 10,0 VND sẽ cho kết luận khác"
    )
    assert told["verdict"][0]["text"] == "9,993 VND ≥ 10 VND: không đúng, chưa đạt"
    assert [term["running_value"]["fraction"] for term in told["terms"]] == ["5/4", "13/4", "9993/1000"]


def test_of_the_largest_every_units_own_value_is_worked_out(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: best
        measure: {kind: ratio, basis: in_period, combine: max}
        reporters: [so-a, so-b]
        targets: [{programme: p, at_least: 50, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q2", "so-a", "best: {numerator: 1, denominator: 2}")
    store.submit("2022-Q3", "so-a", "best: {numerator: 1, denominator: 4}")
    store.submit("2022-Q3", "so-b", "best: {numerator: 2, denominator: 5}")
    told = story(tmp_path, "best")
    assert texts(told["working"]) == [
        "Sở A: 2 ÷ 6 × 100 = 33,333333…%",
        "Sở B: 2 ÷ 5 × 100 = 40%",
        "Lớn nhất: 40%",
        "Làm tròn: 40,00% (không phải làm tròn)",
    ]
    assert [term["running_numerator"] for term in told["terms"]] == [None, None, None]
    assert told["working"][0]["result"]["fraction"] == "100/3"


def test_of_every_part_the_least_stands(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: parts
        measure: {kind: value, basis: at_date, combine: single}
        reporters: [so-a]
        targets: [{programme: p, every: 9, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q3", "so-a", "parts: {parts: {y-te: {value: 8.7}, nong-nghiep: {value: 9.1}}}")
    told = story(tmp_path, "parts")
    assert texts(told["working"])[:3] == ["y-te: 8,7%", "nong-nghiep: 9,1%", "Phần thấp nhất: 8,7%"]
    assert [(term["part"], term["value"]["fraction"]) for term in told["terms"]] == [
        ("y-te", "87/10"),
        ("nong-nghiep", "91/10"),
    ]


def test_each_level_has_a_story_of_its_own(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: files
        measure: {kind: ratio, basis: at_date}
        reporters: [so-a]
        targets:
          - {programme: p, number: 4, at_least: 90, by: 2022-12-31, level: province}
          - {programme: p, number: 4, at_least: 80, by: 2022-12-31, level: district}
        """,
    )
    figures = "province: {numerator: 91, denominator: 100}, district: {numerator: 7, denominator: 9}"
    store.submit("2022-Q3", "so-a", f"files: {{parts: {{{figures}}}}}")
    province, district = (story(tmp_path, "4", at=at) for at in (0, 1))
    assert (province["shown"], district["shown"]) == ("91,00%", "77,78%")
    assert [term["part"] for term in district["terms"]] == ["district"]
    assert find_line(district, "working", "fraction")["result"]["fraction"] == "700/9"
    assert "======== Chỉ tiêu (Cấp huyện): ≥ 80% ========" in explain(tmp_path, "files", form="text")


def test_a_growth_is_judged_year_by_year(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: growth
        frequency: year
        measure: {kind: value, basis: year_to_date, combine: single}
        reporters: [so-a]
        targets: [{programme: p, growth: 7, by: 2025-12-31}]
        """,
        rounds="- {period: 2021, before: 2021-12-20, frequencies: [year]}\n"
        "- {period: 2022, before: 2022-12-20, frequencies: [year]}",
    )
    store.submit("2021", "so-a", "growth: {value: 6.9}", at="2021-12-01")
    store.submit("2022", "so-a", "growth: {value: 7.2}")
    told = story(tmp_path, "growth", "2022", as_of="2022-12-31T00:00:00+07:00")
    assert texts(told["verdict"])[:2] == [
        "Năm 2021: 6,9% ≥ 7%: không đúng, chưa đạt",
        "Năm 2022: 7,2% ≥ 7%: đúng, đạt",
    ]
    assert told["verdict"][-1]["text"] == (
        "▼ Chậm tiến độ: không thể đạt nữa, vì năm 2021 chỉ tăng 6,9%; thời hạn 31/12/2025 chưa đến"
    )
    assert [line["key"] for line in told["verdict"]] == ["year", "year", "status"]


def test_a_milestone_says_who_has_done_it(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: plan
        measure: {kind: milestone, basis: at_date}
        reporters: [so-a, so-b]
        targets: [{programme: p, done: true, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q3", "so-a", "plan: {done: true}")
    told = story(tmp_path, "plan")
    assert texts(told["working"]) == ["Hoàn thành: 1/2 đơn vị đã hoàn thành: chưa hoàn thành"]
    assert [(term["unit"], term["text"]) for term in told["terms"]] == [
        ("so-a", "đã thực hiện"),
        ("so-b", "chưa trả lời, tính là chưa thực hiện"),
    ]
    assert told["verdict"][-1]["text"].startswith("▼ Chậm tiến độ: ")


def test_figures_by_two_methods_are_said_not_to_join(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: mixed
        measure: {kind: ratio, basis: at_date, methods: {gso: A, hids: B}}
        reporters: [so-a, so-b]
        targets: [{programme: p, at_least: 50, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q3", "so-a", "mixed: {numerator: 1, denominator: 2, method: gso}")
    store.submit("2022-Q3", "so-b", "mixed: {numerator: 1, denominator: 2, method: hids}")
    told = story(tmp_path, "mixed")
    assert texts(told["working"]) == [
        "Không có giá trị: số liệu theo các phương pháp khác nhau (A; B) không được cộng với nhau"
    ]
    assert [term["running_numerator"] for term in told["terms"]] == [None, None]
    assert told["verdict"][-1]["text"] == (
        "◊ Không cộng gộp được: đã có số liệu nhưng không cộng gộp được thành một giá trị"
    )


def test_a_change_is_worked_out_from_its_baseline(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: fall
        measure: {kind: value, basis: at_date, combine: single, counted_in: count}
        reporters: [so-a]
        baselines: [{period: 2020, value: 50}]
        targets: [{programme: p, decrease: {by: 40, as: percent, over: 2020}, by: 2025-12-31}]
        """,
    )
    store.submit("2022-Q3", "so-a", "fall: {value: 44}")
    told = story(tmp_path, "fall")
    assert find_line(told, "verdict", "required")["text"] == "50 × (1 − 40 ÷ 100) = 30"
    assert find_line(told, "verdict", "comparison")["text"] == "44 ≤ 30: không đúng, chưa đạt"
    assert find_line(told, "verdict", "attainment")["text"] == "(44 − 50) ÷ (30 − 50) × 100 = 30%"
    assert find_line(told, "verdict", "elapsed")["result"]["fraction"] == str(Fraction(638 * 100, 1826))


# ------------------------------------------------------------------------------ certainty, what does not count


@pytest.mark.parametrize(
    ("demand", "language", "said"),
    [
        ("at_least: 80", "en", "80 ÷ 100 × 100 − 80 = 0: nothing is lacking"),
        ("at_least: 80", "vi", "80 ÷ 100 × 100 − 80 = 0: không còn thiếu"),
        ("above: 80", "en", "80 ÷ 100 × 100 − 80 = 0: it must be strictly above that"),
        ("above: 80", "vi", "80 ÷ 100 × 100 − 80 = 0: phải cao hơn hẳn mức này"),
        ("at_least: 90", "en", "90 ÷ 100 × 100 − 80 = 10: 10 more in the numerator"),
    ],
)
def test_exactly_the_target_lacks_nothing_unless_more_is_asked(
    tmp_path: Path, demand: str, language: Language, said: str
) -> None:
    store = Workspace(
        tmp_path,
        f"""
        id: share
        measure: {{kind: ratio, basis: at_date, whole: false}}
        reporters: [so-a]
        targets: [{{programme: p, {demand}, by: 2022-12-31}}]
        """,
    )
    store.submit("2022-Q3", "so-a", "share: {numerator: 80, denominator: 100}")
    assert find_line(story(tmp_path, "share", language=language), "verdict", "in_numerator")["text"] == said


def test_what_is_still_possible_can_be_reckoned_again(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    for unit in ("so-a", "so-b", "so-c"):
        store.submit("2022-Q2", unit, "share: {numerator: 3, denominator: 7}")
    store.submit("2022-Q3", "so-a", "share: {numerator: 31, denominator: 100}")
    told = story(tmp_path, "share")
    # so-b and so-c may bring up to 7 each: 40 of 135 at least, 54 of 135 at most.
    assert texts(told["certainty"]) == [
        "Sở B, Quý III/2022: mẫu số gần nhất 7 (Quý II/2022)",
        "Sở C, Quý III/2022: mẫu số gần nhất 7 (Quý II/2022)",
        "Cộng mẫu số còn thiếu: 7 + 7 = 14",
        "Thấp nhất có thể: 40 ÷ (121 + 14) × 100 = 29,629629…%",
        "Cao nhất có thể: (40 + 14) ÷ (121 + 14) × 100 = 40%",
        (
            "Mức chắc chắn: Dù 2 đơn vị còn lại đạt 100%, chỉ tiêu vẫn chưa đạt (từ 29,63% đến 40,00%, "
            "theo mẫu số gần nhất đã biết của các đơn vị đó: 14 hồ sơ, của quý II/2022); "
            "tình trạng còn có thể thay đổi: từ Chậm tiến độ đến Có nguy cơ."
        ),
    ]
    assert (told["row"]["bounds"], told["missing"]) == (
        {"low": "29.629629629630", "high": "40"},
        ["so-b", "so-c"],
    )


def test_a_total_that_can_only_rise_has_a_lowest_value_alone(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: people
        measure: {kind: value, counted_in: count, basis: at_date}
        reporters: [so-a, so-b]
        targets: [{programme: p, at_least: 10, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q3", "so-a", "people: {value: 12}")
    assert texts(story(tmp_path, "people")["certainty"]) == [
        "Sở B, Quý III/2022: chưa báo cáo",
        "Thấp nhất có thể: 12",
        "Mức chắc chắn: Dù 1 đơn vị còn lại không có thêm, chỉ tiêu vẫn đạt (từ 12 trở lên).",
    ]


def test_a_figure_carried_forward_says_where_it_comes_from(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("in_period", "at_date"))
    store.submit("2022-Q2", "so-a", "share: {numerator: 31, denominator: 100}")
    told = story(tmp_path, "share")
    assert [(one["period"], one["is_in"], one["text"]) for one in told["periods"]] == [
        ("2022-Q2", True, "1 đơn vị có trả lời; được tính, vì đây là số liệu mới nhất của năm (mang sang)"),
        ("2022-Q3", False, "chưa có số liệu"),
    ]
    assert (told["row"]["carried_from"], told["shown"]) == ("2022-Q2", "31,00%")
    assert told["remarks"] == ["Số liệu của quý II/2022."]
    assert texts(told["certainty"])[-1] == (
        "Mức chắc chắn: Kết luận còn có thể thay đổi: đây là số liệu của kỳ trước; quý III/2022 chưa có số liệu, còn "
        "3 đơn vị chưa báo cáo, có thể từ 0% đến 100%."
    )


@pytest.fixture
def withheld(tmp_path: Path) -> Workspace:
    store = Workspace(
        tmp_path,
        """
        id: share
        measure: {kind: ratio, basis: in_period, methods: {gso: A, hids: B}}
        reporters: [level:department]
        phases: [{level: department, from: 2022-02-01}]
        targets: [{programme: p, at_least: 50, by: 2022-12-31, method: gso}]
        """,
    )
    figures = "share: {numerator: 1, denominator: 2, method: %s}"
    late, early = "2022-09-30T23:59:59.5+07:00", "2022-09-01T10:00:00+07:00"
    store.submit("2022-Q1", "so-a", figures % "gso", at=early)
    store.submit("2022-S1", "so-a", figures % "gso", at=early)
    store.submit("2022-Q3", "so-a", figures % "gso", at=early)
    store.submit("2022-Q3", "so-a", figures % "gso", at="2022-09-02T10:00:00+07:00")
    store.submit("2022-Q3", "so-a", figures % "gso", at="2022-09-03T10:00:00+07:00")
    store.submit("2022-Q3", "so-a", figures % "gso", at=late)
    store.review("2022-Q3", "so-a", 3, "returned", "2022-09-04T10:00:00+07:00")
    store.submit("2022-Q3", "so-b", figures % "hids", at=early)
    store.submit("2022-Q3", "so-c", "share: {unavailable: Chờ}", at=early)
    return store


def test_whatever_does_not_count_says_why(withheld: Workspace) -> None:
    told = story(withheld.root, "share")
    assert [(one["period"], one["unit"], one["revision"], one["why"]) for one in told["uncounted"]] == [
        ("2022-Q3", "so-a", 1, "replaced"),
        ("2022-Q3", "so-a", 3, "returned"),
        ("2022-Q3", "so-a", 4, "too_late"),
        ("2022-Q3", "so-b", 1, "method"),
        ("2022-Q3", "so-c", 1, "unavailable"),
        ("2022-Q1", "so-a", 1, "longer"),
    ]
    assert [(one["period"], one["is_in"]) for one in told["periods"]] == [
        ("2022-Q1", False),
        ("2022-S1", True),
        ("2022-Q3", True),
    ]


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("vi", "số liệu của năm sau không được tính cho mục tiêu đến hạn năm 2022"),
        ("en", "a figure of a later year does not stand for a target due in 2022"),
    ],
)
def test_a_figure_of_a_later_year_does_not_stand_for_what_was_due_before(
    tmp_path: Path, language: Language, why: str
) -> None:
    store = Workspace(
        tmp_path,
        """
        id: share
        measure: {kind: value, counted_in: percent, basis: at_date, combine: single}
        reporters: [so-a]
        targets: [{programme: p, at_least: 15, by: 2022-12-31}]
        """,
        rounds=f"{OF_2022}- {{period: 2025, before: 2025-12-20, frequencies: [quarter, year]}}\n",
    )
    store.submit("2022-Q1", "so-a", "share: {value: 14}")
    store.submit("2025", "so-a", "share: {value: 25}")
    told = story(tmp_path, "share", "2025", as_of="2025-12-31T23:00:00+07:00", language=language)
    assert told["row"]["value"] == "14"
    later = next(one for one in told["periods"] if one["period"] == "2025")
    assert (later["is_in"], later["text"].partition("; ")[2]) == (False, why)
    assert [(one["period"], one["is_in"]) for one in told["periods"]] == [("2022-Q1", True), ("2025", False)]
    assert [(one["period"], one["why"], one["why_text"]) for one in told["uncounted"]] == [
        ("2025", "later", why)
    ]


def test_units_out_of_the_round_say_why(withheld: Workspace) -> None:
    withheld.review("2022-Q3", "so-a", 0, "excluded", "2022-09-05T10:00:00+07:00")
    whys = {(one["unit"], one["revision"]): one["why"] for one in story(withheld.root, "share")["uncounted"]}
    assert whys["so-a", 2] == "excluded"
    early = story(withheld.root, "share", "2022-Q1")
    assert early["periods"][0]["is_in"]


@pytest.mark.parametrize(
    ("more", "programme", "why"),
    [
        ("reporters: [so-b]", "", "not_asked"),
        ("reporters: [so-a, so-b]\nphases: [{level: department, from: 2022-12-01}]", "", "not_due"),
        ("reporters: [so-a, so-b]", "counts: accepted", "not_accepted"),
        ("reporters: [so-a, so-b]", "closed", "not_frozen"),
    ],
)
def test_an_answer_that_nobody_counts_says_why(tmp_path: Path, more: str, programme: str, why: str) -> None:
    store = Workspace(
        tmp_path,
        f"""
id: share
measure: {{kind: ratio, basis: at_date}}
targets: [{{programme: p, at_least: 50, by: 2022-12-31}}]
{more}
""",
        programme=programme.replace("closed", ""),
    )
    store.submit("2022-Q3", "so-b", "share: {numerator: 1, denominator: 2}")
    if programme == "closed":
        asking, now = desk.Asking(period="2022-Q3"), datetime.fromisoformat("2022-09-20T08:00:00+07:00")
        assert isinstance(desk.close_round(store.root, asking, by="Ai", now=now, force=True), desk.Deed)
    store.submit("2022-Q3", "so-a", "share: {numerator: 2, denominator: 2}")
    told = {one["unit"]: one["why"] for one in story(store.root, "share")["uncounted"]}
    assert told["so-a"] == why


@pytest.mark.parametrize(
    ("measure", "target", "answer", "said"),
    [
        (
            "kind: ratio, basis: at_date",
            "between: [65, 70]",
            "{numerator: 3, denominator: 4}",
            "75% ≥ 65%: đúng, đạt, và vượt mức cao nhất của mục tiêu",
        ),
        ("kind: value, basis: at_date, combine: max", "at_most: 5", "{value: 8}", "5 ÷ 8 × 100 = 62,5%"),
        (
            "kind: value, basis: at_date, combine: max",
            "increase: {by: 1, as: points, over: 2019}",
            "{value: 8}",
            "Không có số gốc dùng được",
        ),
        (
            "kind: ratio, basis: at_date",
            "at_least: 5",
            "{numerator: 0, denominator: 0}",
            "mẫu số bằng 0: không có gì để tính",
        ),
    ],
)
def test_an_explanation_says_how_a_value_stands_to_its_target(
    tmp_path: Path, measure: str, target: str, answer: str, said: str
) -> None:
    store = Workspace(
        tmp_path,
        f"""
id: share
measure: {{{measure}}}
reporters: [so-a]
targets: [{{programme: p, {target}, by: 2022-12-31}}]
""",
    )
    store.submit("2022-Q3", "so-a", f"share: {answer}")
    assert said in " ".join(explain(store.root, "share", form="text").split())


# ------------------------------------------------------------------------------------ asking for it


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "online-dosiers",
            "Chỉ tiêu “online-dosiers” không có trong danh mục.\n  gợi ý: Có lẽ cần ghi “online-dossiers”.",
        ),
        ("99", "Chỉ tiêu “99” không có trong danh mục."),
    ],
)
def test_an_indicator_nobody_knows_is_asked_back(run: Run, repo: Path, said: str, told: str) -> None:
    done = run("explain", said, "--quarter", "Q3", "--as-of", "2022-09-30", cwd=repo)
    assert done.returncode == 2
    assert done.stdout == ""
    assert told in done.stderr


def test_an_indicator_of_another_programme_names_it(tmp_path: Path) -> None:
    rounds = "[{period: 2022-Q3, by: 2022-09-20, frequencies: [quarter]}]"
    other = f"programmes:\n  q: {{name: Khác, authority: city, focal_point: dic, rounds: {rounds}}}\n"
    store = Workspace(tmp_path, SHARE)
    path = tmp_path / "data/indicators.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("programmes:\n", other),
        encoding="utf-8",
    )
    asking = desk.Asking(programme="q", period="2022-Q3")
    made = desk.explain_figure(
        store.root, "share", asking, as_of=datetime.fromisoformat(AS_OF), language="vi"
    )
    assert isinstance(made, desk.Refusal)
    assert (made.why, [(one.kind, one.facts["known"]) for one in made.problems]) == (
        "request",
        [("indicator-elsewhere", "p")],
    )


def test_a_number_is_the_documents(repo: Path) -> None:
    assert explain(repo, "5") == explain(repo, "online-dossiers")


def test_broken_submissions_are_refused_or_named(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    store.submit("2022-Q3", "so-a", "share: {numerator: 31, denominator: 100}")
    store.submit("2022-Q3", "so-b", "share: {numerator: 5, denominator: 3}")
    asking, as_of = desk.Asking(period="2022-Q3"), datetime.fromisoformat(AS_OF)
    refused = desk.explain_figure(tmp_path, "share", asking, as_of=as_of, language="vi")
    assert isinstance(refused, desk.Refusal)
    made = desk.explain_figure(tmp_path, "share", asking, as_of=as_of, language="vi", skip_broken=True)
    assert not isinstance(made, desk.Refusal)
    text = desk.render_explanation(tmp_path, made, "text")
    assert isinstance(text, bytes)
    assert "Không tính vì có lỗi: data/submissions/2022-Q3/so-b.yaml" in text.decode()


def test_what_check_warns_of_in_its_figures_is_told(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: tiny
        measure: {kind: value, basis: at_date, combine: single}
        reporters: [so-a]
        targets: [{programme: p, at_least: 85, by: 2022-12-31}]
        ---
        id: other
        measure: {kind: value, basis: at_date, combine: single}
        reporters: [so-a]
        targets: [{programme: p, at_least: 85, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q3", "so-a", "tiny: {value: 0.85}\nother: {value: 0.9}")
    told = json.loads(explain(tmp_path, "tiny"))
    [warned] = told["warnings"]
    assert warned["file"] == "data/submissions/2022-Q3/so-a.yaml"
    assert [said.partition(":")[0] for said in warned["problems"]] == ["KPI522, dòng 6"]
    assert told["measure"] == {
        "kind": "value",
        "counted_in": "percent",
        "basis": "at_date",
        "combine": "single",
        "decimals": 2,
    }
    for form in ("text", "html"):
        assert "KPI522, dòng 6" in explain(tmp_path, "tiny", form=form)


def test_text_is_broken_between_words_and_keeps_its_indent() -> None:
    lines = fit_lines("   một hai ba bốn năm\nngắn", 12)
    assert lines == ["   một hai", "     ba bốn", "     năm", "ngắn"]


def test_what_units_write_does_no_harm(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    said = 'note: "<script>alert(1)</script> {{ 7*7 }}", source: "=1+1"'
    store.submit("2022-Q3", "so-a", f"share: {{numerator: 31, denominator: 100, {said}}}")
    page = explain(tmp_path, "share", form="html")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page
    assert re.search(r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; img-src data:", page)
    assert "{{ 7*7 }}" in explain(tmp_path, "share", form="text")


def test_a_file_is_written_in_the_form_it_ends_in(run: Run, example: Path) -> None:
    call = ("explain", "5", "--quarter", "Q3", "--as-of", "2022-09-30")
    for name, begins in (("a.txt", "DIỄN GIẢI"), ("a.json", "{"), ("a.html", "<!DOCTYPE html>")):
        done = run(*call, "--out", name, cwd=example)
        assert (done.returncode, done.stdout) == (0, "")
        assert (example / name).read_text(encoding="utf-8").startswith(begins)
    done = run(*call, "--format", "json", "--out", "a.html", cwd=example)
    assert done.returncode == 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_indicator_can_be_told_in_both_languages(repo: Path, language: Language) -> None:
    for place in INDICATORS:
        for form in ("text", "html"):
            told = explain(repo, str(place), form=form, language=language)
            assert ("The sums" in told or "THE SUMS" in told) == (language == "en")
