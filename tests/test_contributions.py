"""Who stands behind a gap: shortfalls that add up to it exactly, who is not done, and who owes the next input."""

import json
import re
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cds_kpi import desk
from cds_kpi.cli.contributions import format_contributions
from cds_kpi.text import Language
from conftest import Run
from test_printing import terminal
from workspaces import AS_OF, Workspace

SHARE = """
id: share
measure: {kind: ratio, basis: in_period, things: {vi: hồ sơ, en: dossiers}}
lead: so-a
coordinating: [dic]
reporters: [so-a, so-b, so-c, quan-1]
targets: [{programme: p, number: 7, at_least: 50, by: 2022-12-31}]
"""
ROLL = """
id: roll
measure: {kind: roll_call, basis: at_date}
reporters: [so-a, so-b, quan-1, quan-3]
targets: [{programme: p, at_least: 60, by: 2022-12-31}]
"""


def find(
    root: Path, indicator: str, period: str = "2022-Q3", *, as_of: str = AS_OF, language: Language = "vi"
) -> dict[str, Any]:
    made = desk.find_contributions(
        root,
        indicator,
        desk.Asking(period=period),
        as_of=datetime.fromisoformat(as_of),
        language=language,
    )
    assert not isinstance(made, desk.Refusal), made
    rendered = desk.render_contributions(root, made, "json")
    assert isinstance(rendered, bytes), rendered
    told: dict[str, Any] = json.loads(rendered)
    return told


def lacking(gap: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [
        (line["unit"], line["shortfall"]["fraction"], line["share"] and line["share"]["fraction"])
        for line in gap["units"]
    ]


@pytest.mark.parametrize("period", ["2022-S1", "2022-Q3"])
def test_shortfalls_and_what_is_beyond_add_up_to_the_reports_gap(repo: Path, period: str) -> None:
    divided = 0
    for place in range(1, 17):
        [gap] = find(repo, str(place), period)["gaps"]
        if gap["kind"] not in {"shares", "roll_call"}:
            assert gap["units"] == []
            assert gap["words"]
            continue
        lines = gap["units"]
        sizes = [Fraction(line["shortfall"]["fraction"]) for line in lines]
        assert sizes == sorted(sizes, reverse=True)
        assert [line["place"] for line in lines] == [sizes.index(size) + 1 for size in sizes]
        shown = [size for size in sizes if size]
        assert gap["words"].endswith("là đồng hạng.") == (len(set(shown)) < len(shown))
        net = Fraction(gap["net"]["fraction"])
        top, bottom = (
            sum((Fraction(line[side]) for line in lines), Fraction(0))
            for side in ("numerator", "denominator")
        )
        # Who has not answered a roll call is asked, and counted as not done.
        unheard = [one for one in gap["missing"] if one["share_most"]]
        assert sum(Fraction(one["size"]) for one in unheard) == Fraction(
            (gap["silent"] or {"fraction": 0})["fraction"]
        )
        bottom += sum(Fraction(one["size"]) for one in unheard)
        points = Fraction(gap["gap"]["value"])
        assert abs(net - points * bottom / 100) < Fraction(1, 1000)
        assert abs(top / bottom * 100 - Fraction(gap["value"])) < Fraction(1, 10**12)
        if gap["kind"] == "shares":
            assert sum(sizes) == net
        needed = max(-(-net.numerator // net.denominator), 0)
        whole = gap["gap"]["in_numerator"]
        assert whole is None or Fraction(whole) in {needed, max(net, Fraction(0))}
        shares = [Fraction(line["share"]["fraction"]) for line in lines if line["share"]]
        shares += [Fraction(one["share_most"]["fraction"]) for one in unheard]
        assert sum(shares) == (100 if any(size > 0 for size in sizes) else 0)
        assert [line["offsets"] for line in lines] == [size < 0 for size in sizes]
        divided += 1
    assert divided > 8


def test_a_units_shortfall_is_at_its_own_denominator(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    store.submit("2022-Q2", "so-a", "share: {numerator: 10, denominator: 100}")
    store.submit("2022-Q2", "quan-1", "share: {numerator: 4, denominator: 9}")
    store.submit("2022-Q3", "so-a", "share: {numerator: 20, denominator: 100}")
    store.submit("2022-Q3", "so-b", "share: {numerator: 60, denominator: 100}")
    store.submit("2022-Q3", "so-c", "share: {nil: Không có}")
    [gap] = find(tmp_path, "7")["gaps"]
    # Half of 200 is 100, so-a has 30; half of 9 is 4.5, Quận 1 has 4; so-b is 10 beyond its half.
    assert lacking(gap) == [("so-a", "70", "14000/141"), ("quan-1", "1/2", "100/141"), ("so-b", "-10", None)]
    assert [gap[key]["fraction"] for key in ("short", "offset", "net")] == ["141/2", "-10", "121/2"]
    assert gap["gap"]["in_numerator"] == "61"
    assert [(one["unit"], one["period"], one["latest_denominator"]) for one in gap["missing"]] == [
        ("quan-1", "2022-Q3", "9"),
        ("so-b", "2022-Q2", None),
        ("so-c", "2022-Q2", None),
    ]
    # Half of the 9 that Quận 1 had before, if it has done none of them.
    assert [one["most"] and one["most"]["fraction"] for one in gap["missing"]] == ["9/2", None, None]


def test_of_a_roll_call_whoever_is_not_done_is_counted_less_what_the_target_allows(tmp_path: Path) -> None:
    store = Workspace(tmp_path, ROLL)
    store.submit("2022-Q3", "so-a", "roll: {done: true}")
    store.submit("2022-Q3", "so-b", "roll: {done: false}")
    store.submit("2022-Q3", "quan-1", "roll: {done: true, members_done: 7, members_not_done: [Phường 3]}")
    [gap] = find(tmp_path, "roll")["gaps"]
    # 9 of 26 are done; 60% allows 10.4 not to be. Quận 3 has said nothing: it has no rank.
    assert lacking(gap) == [("quan-1", "3", "300/17"), ("so-b", "1", "100/17"), ("so-a", "0", "0")]
    assert [line["place"] for line in gap["units"]] == [1, 2, 3]
    assert [gap[key]["fraction"] for key in ("short", "silent", "offset", "net")] == [
        "17",
        "13",
        "-52/5",
        "33/5",
    ]
    [silent] = gap["missing"]
    assert (silent["unit"], silent["state"], silent["size"]) == ("quan-3", "missing", "13")
    assert (silent["most"]["fraction"], silent["share_most"]["fraction"]) == ("13", "1300/17")
    assert gap["gap"]["in_numerator"] == "7"
    assert [(one["unit"], one["text"]) for one in gap["not_done"]] == [
        ("so-b", "chưa thực hiện"),
        ("quan-1", "chưa thực hiện: Phường 3; 2 đơn vị trực thuộc chưa trả lời"),
        ("quan-3", "chưa trả lời; 12 đơn vị trực thuộc chưa trả lời"),
    ]


def show(root: Path, run: Run, indicator: str, *, language: str = "vi", period: str = "2022-Q3") -> str:
    done = run(
        *("--lang", language, "contributions", indicator, "--period", period, "--as-of", AS_OF),
        cwd=root,
        env={"COLUMNS": "100"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_who_has_not_reported_is_told_apart_from_a_true_nothing(tmp_path: Path, run: Run) -> None:
    store = Workspace(tmp_path, ROLL)
    store.submit("2022-Q3", "so-a", "roll: {done: true}")
    store.submit("2022-Q3", "so-b", "roll: {done: false}")
    store.submit("2022-Q3", "quan-1", "roll: {unavailable: Đang kiểm tra}")
    said = show(tmp_path, run, "roll")
    table, _, rest = said.partition("Chưa thực hiện, chưa báo cáo, trừ số mục tiêu cho phép: ")
    assert re.findall(r"^ +\d  .*?(?= {2,}\d)", table, re.MULTILINE) == ["   1  Sở B"]
    assert re.findall(r"0,00%", said) == ["0,00%"]
    assert rest.startswith("1 + 24 + (-10,4) = 14,6.")
    assert "Chưa thực hiện (1):\n  - Sở B: chưa thực hiện\n" in rest
    assert (
        "Chưa báo cáo (2):\n"
        "  - Quận 1, Quý III/2022: chưa có số liệu; 11 đơn vị; từ 0% đến 44,0% khoảng cách\n"
        "  - Quận 3, Quý III/2022: 13 đơn vị; từ 0% đến 52,0% khoảng cách\n"
    ) in rest
    assert (
        "Not reported (2):\n  - Quận 1, Quarter III/2022: no data yet; counts for 11; 0% to 44.0% of the gap\n"
        in show(tmp_path, run, "roll", language="en")
    )


def test_of_a_roll_call_nobody_has_answered_everyone_asked_is_listed_and_the_targets_size(
    tmp_path: Path, run: Run
) -> None:
    Workspace(tmp_path, ROLL)
    [gap] = find(tmp_path, "roll")["gaps"]
    # Two departments, Quận 1 with 10 wards, Quận 3 with 12; 60% of 26 is 15.6.
    assert gap["size"] == {"units": 4, "bodies": "26", "needed": "16"}
    assert [(one["unit"], one["size"], one["share_most"]) for one in gap["missing"]] == [
        ("so-a", "1", None),
        ("so-b", "1", None),
        ("quan-1", "11", None),
        ("quan-3", "13", None),
    ]
    said = show(tmp_path, run, "roll")
    assert "□ Chưa có số liệu: mục tiêu ≥ 60%\nChưa có giá trị để phân tích.\n" in said
    told = " ".join(said.split())
    assert (
        "Chưa đơn vị nào trả lời; được hỏi: 4 đơn vị, kể cả trực thuộc là 26 đơn vị; "
        "để đạt mục tiêu ≥ 60% phải có 16 đơn vị thực hiện. Chưa báo cáo (4): "
    ) in told
    assert "  - Quận 3, Quý III/2022: 13 đơn vị\n" in said
    told = " ".join(show(tmp_path, run, "roll", language="en").split())
    assert (
        "□ No data: target ≥ 60% There is no value to look into. Nobody has answered; asked: 4 units, "
        in told
    )
    assert "with their members 26 bodies; the target, ≥ 60%, takes 16 bodies. Not reported (4): " in told


def test_of_a_roll_call_not_asked_for_yet_the_next_rounds_units_are_listed(tmp_path: Path) -> None:
    Workspace(tmp_path, ROLL.replace("reporters:", "frequency: year\nreporters:"))
    [gap] = find(tmp_path, "roll")["gaps"]
    assert (gap["kind"], gap["size"]["bodies"]) == ("none", "26")
    assert {one["period"] for one in gap["missing"]} == {"2022-S1"}
    assert len(gap["missing"]) == 4


def test_who_is_silent_now_and_answered_before_counts_as_before(tmp_path: Path, run: Run) -> None:
    store = Workspace(tmp_path, ROLL)
    store.submit("2022-Q2", "so-a", "roll: {done: false}")
    [gap] = find(tmp_path, "roll")["gaps"]
    assert lacking(gap) == [("so-a", "1", "50/13")]
    assert [(one["unit"], one["share_most"] is None) for one in gap["missing"]] == [
        ("so-a", True),
        ("so-b", False),
        ("quan-1", False),
        ("quan-3", False),
    ]
    assert "  - Sở A, Quý III/2022: 1 đơn vị; đang tính theo Quý II/2022\n" in show(tmp_path, run, "roll")


def test_below_a_ceiling_a_shortfall_is_what_is_too_many(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("at_least: 50", "at_most: 50"))
    store.submit("2022-Q3", "so-a", "share: {numerator: 70, denominator: 100}")
    store.submit("2022-Q3", "so-b", "share: {numerator: 40, denominator: 100}")
    [gap] = find(tmp_path, "share")["gaps"]
    assert lacking(gap) == [("so-a", "20", "100"), ("so-b", "-10", None)]
    assert gap["net"]["fraction"] == "10"


@pytest.mark.parametrize(
    ("language", "things", "words", "need", "at_most"),
    [
        (
            "vi",
            "things: {vi: lỗi, en: errors, en_one: error}",
            (
                "Vượt quá: số lỗi mà từng đơn vị phải giảm để tự đạt ≤ 5% trên mẫu số của mình; "
                "số âm là đơn vị ở dưới mức tối đa, bù cho đơn vị khác."
            ),
            "phải giảm 11 lỗi để đạt mục tiêu ≤ 5% đến 31/12/2022",
            "vượt quá nhiều nhất 95 lỗi",
        ),
        (
            "en",
            "things: {vi: lỗi, en: errors, en_one: error}",
            (
                "Over: how many errors too many each unit has for ≤ 5% on its own denominator; "
                "below 0 it is under the most allowed and makes up for others."
            ),
            "11 errors fewer for the target ≤ 5% by 31 December 2022",
            "at most 95 errors too many",
        ),
        (
            "vi",
            "whole: true",
            (
                "Vượt quá: phần tử số mà từng đơn vị phải giảm để tự đạt ≤ 5% trên mẫu số của mình; "
                "số âm là đơn vị ở dưới mức tối đa, bù cho đơn vị khác."
            ),
            "phải giảm 11 ở tử số để đạt mục tiêu ≤ 5% đến 31/12/2022",
            "vượt quá nhiều nhất 95 ở tử số",
        ),
        (
            "en",
            "whole: true",
            (
                "Over: by how much each unit's numerator is above what ≤ 5% allows on its own denominator; "
                "below 0 it is under the most allowed and makes up for others."
            ),
            "11 fewer in the numerator for the target ≤ 5% by 31 December 2022",
            "at most 95 too many in the numerator",
        ),
    ],
)
def test_below_a_ceiling_nothing_is_said_to_lack(
    tmp_path: Path, language: Language, things: str, words: str, need: str, at_most: str
) -> None:
    rule = SHARE.replace("at_least: 50", "at_most: 5").replace("things: {vi: hồ sơ, en: dossiers}", things)
    store = Workspace(tmp_path, rule)
    store.submit("2022-Q2", "quan-1", "share: {numerator: 5, denominator: 100}")
    store.submit("2022-Q3", "so-a", "share: {numerator: 20, denominator: 100}")
    store.submit("2022-Q3", "so-b", "share: {numerator: 1, denominator: 100}")
    told = desk.find_contributions(
        tmp_path,
        "share",
        desk.Asking(period="2022-Q3"),
        as_of=datetime.fromisoformat(AS_OF),
        language=language,
    )
    assert isinstance(told, desk.ContributionsView), told
    [gap] = told.gaps
    assert gap.words == words
    assert (gap.net_text, gap.need) == ("15 + (-4) = 11", need)
    silent = next(one for one in gap.missing if one.unit == "quan-1")
    assert silent.text.endswith(at_most)
    text = format_contributions(told, terminal())
    page = desk.render_contributions(tmp_path, told, "html")
    assert isinstance(page, bytes)
    for shown in (text, page.decode()):
        assert ("Vượt quá" if language == "vi" else "Over") in shown
        assert "Còn thiếu" not in shown
        assert "Short" not in shown


def test_strictly_below_a_ceiling_takes_one_more(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE.replace("at_least: 50", "below: 5"))
    store.submit("2022-Q3", "so-a", "share: {numerator: 16, denominator: 100}")
    [gap] = find(tmp_path, "share")["gaps"]
    assert (gap["net"]["fraction"], gap["need"]) == (
        "11",
        "phải giảm 12 hồ sơ để đạt mục tiêu < 5% đến 31/12/2022",
    )


@pytest.mark.parametrize(
    ("language", "words", "need"),
    [
        (
            "vi",
            "Còn thiếu: phần tử số mà từng đơn vị còn thiếu để tự đạt ≥ 50%",
            "còn thiếu 40 ở tử số để đạt",
        ),
        (
            "en",
            "Short: by how much each unit's numerator falls short of ≥ 50%",
            "40 more in the numerator for",
        ),
    ],
)
def test_without_a_word_for_what_is_counted_the_numerator_is_named(
    tmp_path: Path, language: Language, words: str, need: str
) -> None:
    store = Workspace(tmp_path, SHARE.replace(", things: {vi: hồ sơ, en: dossiers}", ""))
    store.submit("2022-Q3", "so-a", "share: {numerator: 10, denominator: 100}")
    [gap] = find(tmp_path, "share", language=language)["gaps"]
    assert gap["words"].startswith(words)
    assert gap["need"].startswith(need)


def test_targets_of_one_level_are_told_apart_though_their_numbers_are_not_the_same(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        SHARE.replace(
            "by: 2022-12-31}]", "by: 2022-12-31}, {programme: p, number: 8, at_least: 80, by: 2025-12-31}]"
        ),
    )
    store.submit("2022-Q3", "so-a", "share: {numerator: 10, denominator: 100}")
    titles = [gap["title"] for gap in find(tmp_path, "share")["gaps"]]
    assert [title.rpartition(" (")[2] for title in titles] == ["đến 31/12/2022)", "đến 31/12/2025)"]


def test_plain_amounts_have_no_target_of_their_own(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        """
        id: money
        measure: {kind: value, counted_in: VND, basis: at_date}
        reporters: [so-a, so-b]
        targets: [{programme: p, at_least: 10, by: 2022-12-31}]
        """,
    )
    store.submit("2022-Q3", "so-a", "money: {value: 1}")
    store.submit("2022-Q3", "so-b", "money: {value: 3}")
    [gap] = find(tmp_path, "money")["gaps"]
    assert (gap["kind"], gap["net"]) == ("amounts", None)
    assert [(line["unit"], line["shortfall"], line["share"]["text"]) for line in gap["units"]] == [
        ("so-b", None, "75,0%"),
        ("so-a", None, "25,0%"),
    ]


NONE = {
    "rank": (
        "{kind: rank, basis: at_date, combine: single, counted_in: rank}",
        "at_most: 5",
        "{value: 7}",
        "Thứ hạng không cộng hay chia được; đơn vị báo cáo: Sở A.",
    ),
    "single": (
        "{kind: value, basis: at_date, combine: single}",
        "at_least: 5",
        "{value: 3}",
        "Giá trị là một con số do Sở A báo cáo, không phải tổng, nên không chia được.",
    ),
    "max": (
        "{kind: value, basis: at_date, combine: max, counted_in: VND}",
        "at_least: 5",
        "{value: 3}",
        "Kết quả là số lớn nhất trong các đơn vị (Sở A), không phải tổng, nên không chia được.",
    ),
    "milestone": (
        "{kind: milestone, basis: at_date}",
        "done: true",
        "{done: false}",
        "Mốc hoàn thành: không có số lượng để chia; đơn vị chưa hoàn thành được nêu bên dưới.",
    ),
    "every": (
        "{kind: value, basis: at_date, combine: single}",
        "every: 9",
        "{parts: {y-te: {value: 8}, du-lich: {value: 9}}}",
        "Mọi phần đều phải đạt; kết quả là của phần thấp nhất (y-te).",
    ),
}


@pytest.mark.parametrize("case", NONE)
def test_where_nothing_can_be_divided_it_is_said_and_the_next_input_told(tmp_path: Path, case: str) -> None:
    measure, demand, answer, words = NONE[case]
    store = Workspace(
        tmp_path,
        f"id: it\nmeasure: {measure}\nreporters: [so-a]\n"
        f"targets: [{{programme: p, {demand}, by: 2022-12-31}}]\n",
    )
    store.submit("2022-Q3", "so-a", f"it: {answer}")
    told = find(tmp_path, "it")
    assert [(gap["kind"], gap["words"], gap["units"]) for gap in told["gaps"]] == [("none", words, [])]
    assert [(one["period"], len(one["owing"])) for one in told["inputs"]][-1] == ("2022-Q4", 1)
    assert [one["unit"] for one in told["gaps"][0]["not_done"]] == (["so-a"] if case == "milestone" else [])


def test_who_owes_the_next_input_and_until_when(tmp_path: Path) -> None:
    store = Workspace(
        tmp_path,
        SHARE,
        rounds="- {period: 2022-Q2, before: 2022-06-20, frequencies: [quarter]}\n"
        "- {period: 2022-S1, before: 2022-08-30, frequencies: [year]}\n"
        "- {period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}\n"
        "- {period: 2022-Q4, before: 2022-12-20, frequencies: [quarter]}",
    )
    for unit in ("so-a", "so-b", "so-c", "quan-1"):
        store.submit("2022-Q2", unit, "share: {numerator: 1, denominator: 2}")
    store.submit("2022-Q3", "so-b", "share: {numerator: 1, denominator: 2}")
    store.submit("2022-Q3", "so-c", "share: {unavailable: Chờ}")
    store.write(
        "data/extensions/2022-Q3/quan-1.yaml",
        "format: 1\nunit: quan-1\nperiod: 2022-Q3\nuntil: 2022-10-05\ngranted_by: Lãnh đạo\n"
        "granted_on: 2022-09-18\nreason: Lý do\n",
    )
    told = find(tmp_path, "share")
    third, fourth = told["inputs"]
    assert third["text"] == "Quý III/2022, hạn 19/9/2022, đã quá hạn 11 ngày: 3/4 đơn vị chưa trả lời"
    assert [(one["unit"], one["role"], one["due"], one["days_left"]) for one in third["owing"]] == [
        ("so-a", "lead", "2022-09-19", -11),
        ("so-c", "reporter", "2022-09-19", -11),
        ("quan-1", "reporter", "2022-10-05", 5),
    ]
    assert (fourth["period"], fourth["is_overdue"], len(fourth["owing"])) == ("2022-Q4", False, 4)
    assert [(one["unit"], one["text"]) for one in told["duties"]] == [
        ("so-a", "còn nợ Quý III/2022, hạn 19/9/2022; Quý IV/2022, hạn 19/12/2022"),
        ("dic", "không nợ số liệu; chờ 3 đơn vị trả lời Quý III/2022, hạn 19/9/2022"),
    ]


def test_before_the_deadline_the_round_itself_is_next(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    store.submit("2022-Q3", "so-b", "share: {numerator: 1, denominator: 2}")
    told = find(tmp_path, "share", as_of="2022-09-18T10:00:00+07:00")
    assert [(one["period"], one["is_overdue"]) for one in told["inputs"]][-1] == ("2022-Q3", False)
    assert told["inputs"][-1]["text"].startswith("Quý III/2022, hạn 19/9/2022, còn 1 ngày: 3/4")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_table_fits_its_terminal(run: Run, repo: Path, language: str) -> None:
    for width in (60, 80):
        for place in ("5", "8", "11"):
            done = run(
                *("--lang", language, "contributions", place, "--quarter", "Q3", "--as-of", "2022-09-30"),
                cwd=repo,
                env={"COLUMNS": str(width)},
            )
            assert (done.returncode, done.stderr) == (0, "")
            assert max(map(len, done.stdout.splitlines())) <= width
            assert ("█" in done.stdout) == (width == 80 and place != "11")


def test_the_page_shows_a_bar_for_every_line_and_runs_nothing(run: Run, example: Path) -> None:
    done = run(
        "contributions", "5", "--quarter", "Q3", "--as-of", "2022-09-30", "--out", "a.html", cwd=example
    )
    assert (done.returncode, done.stdout) == (0, "")
    page = (example / "a.html").read_text(encoding="utf-8")
    assert page.count('<svg role="img"') == 42
    assert "<script" not in page
    assert "default-src 'none'; style-src 'sha256-" in page


def test_names_do_no_harm(tmp_path: Path) -> None:
    units = """
- {id: city, name: Thành phố, level: province}
- {id: dic, name: Đầu mối, level: agency, parent: city}
- {id: so-a, name: "<script>alert(1)</script>", level: department, parent: city}
- {id: so-b, name: "{{ 7*7 }}", level: department, parent: city}
"""
    store = Workspace(tmp_path, SHARE.replace(", so-c, quan-1", ""), units=units)
    store.submit("2022-Q3", "so-a", "share: {numerator: 1, denominator: 2}")
    made = desk.find_contributions(
        tmp_path,
        "share",
        desk.Asking(period="2022-Q3"),
        as_of=datetime.fromisoformat(AS_OF),
        language="vi",
    )
    assert not isinstance(made, desk.Refusal)
    page = desk.render_contributions(tmp_path, made, "html")
    assert isinstance(page, bytes)
    assert "<script" not in page.decode()
    assert "&lt;script&gt;" in page.decode()
    assert "{{ 7*7 }}" in page.decode()


def test_an_unknown_indicator_is_asked_back(run: Run, repo: Path) -> None:
    done = run("contributions", "e-payment-unit", "--quarter", "Q3", cwd=repo)
    assert done.returncode == 2
    assert "e-payment-units" in done.stderr
