"""Problems and tables in print: places, carets, columns, and the escapes of each format."""

import unicodedata
from pathlib import Path

import pytest

from cds_kpi.cli.printing import cut_line, find_prefix, format_github, format_problems, show_place
from cds_kpi.cli.tables import Column, format_facts, format_table, limit_lines
from cds_kpi.cli.terminal import Terminal, clean, measure
from cds_kpi.problem import Place, Problem


def terminal(width: int = 80) -> Terminal:
    return Terminal(
        width=width, has_colour=False, has_error_colour=False, is_screen=False, is_error_screen=False
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sở Y tế", "Sở Y tế"),
        ("a\tb", "a    b"),
        ("a\u00a0b", "a b"),
        ("a\nb", "a b"),
        ("\x1b[31mđỏ", "\\x1b[31mđỏ"),
        ("\x07\x00", "\\x07\\x00"),
        ("\u202etxt", "\\u202etxt"),
        ("\udcff", "\\udcff"),
        ("\u200b", "\\u200b"),
    ],
)
def test_only_what_can_be_seen_is_shown(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("Ủy ban", 6),
        (unicodedata.normalize("NFD", "Ủy ban"), 6),
        ("漢字", 4),
        ("≥ 50%", 5),
    ],
)
def test_letters_take_the_columns_a_terminal_gives_them(text: str, width: int) -> None:
    assert measure(text) == width


@pytest.mark.parametrize(
    ("before", "after", "width", "shown"),
    [
        ("  abc: ", "7.650", 80, ("  abc: ", "7.650")),
        ("", "x" * 30, 20, ("", "x" * 19 + "…")),
        ("y" * 30, "x", 20, ("…" + "y" * 18, "x")),
        ("y" * 30, "x" * 30, 20, ("…" + "y" * 9, "x" * 9 + "…")),
        ("y" * 3, "x" * 30, 20, ("yyy", "x" * 16 + "…")),
    ],
)
def test_a_long_line_is_cut_around_its_place(
    before: str, after: str, width: int, shown: tuple[str, str]
) -> None:
    assert cut_line(before, after, width) == shown
    assert measure("".join(cut_line(before, after, width))) <= width


@pytest.mark.parametrize(
    ("line", "column", "caret"),
    [
        ("a: 7.650", 4, 3),
        ("\ta: 7.650", 5, 7),
        ("sở: 7.650", 5, 4),
        (unicodedata.normalize("NFD", "sở: 7.650"), 7, 4),
        ("漢字: 7.650", 5, 6),
        ("\x1b: 7.650", 4, 6),
    ],
)
def test_the_caret_stands_under_the_place(line: str, column: int, caret: int, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "units.yaml").write_text(f"# first\n{line}\n", encoding="utf-8")
    problem = Problem("number-expected", Place("data/units.yaml", (), "value", 2, column), {"found": "7.650"})
    shown = format_problems([problem], tmp_path, "en", terminal()).splitlines()
    gutter = len("  2 | ")
    assert shown[2] == f"  2 | {clean(line)}"
    assert shown[3] == "    | " + " " * caret + "^"
    assert clean(line)[len(shown[3]) - 1 - gutter :].endswith("7.650") or measure(clean(line)) != len(
        clean(line)
    )


def test_a_place_that_is_not_there_any_more_has_no_excerpt(tmp_path: Path) -> None:
    problem = Problem("number-expected", Place("data/gone.yaml", (), "value", 2, 1), {"found": "x"})
    shown = format_problems([problem], tmp_path, "en", terminal()).splitlines()
    assert shown[0] == "error[KPI502] data/gone.yaml:2:1"
    assert not any("|" in line for line in shown)


def test_problems_of_the_call_name_no_file() -> None:
    problem = Problem("path-unknown", Place("absent"), {"path": "absent"})
    assert format_problems([problem], None, "en", terminal()).startswith("error[KPI107]\n")


def test_related_places_are_named(tmp_path: Path) -> None:
    related = (Place("data/units.yaml", (), "value", 3, 5), Place("data/indicators.yaml"))
    problem = Problem("number-expected", Place("data/units.yaml", (), "value", 9, 2), {"found": "x"}, related)
    shown = format_problems([problem], tmp_path, "en", terminal()).splitlines()
    assert shown[-2:] == ["  see also: data/units.yaml:3:5", "  see also: data/indicators.yaml"]


def test_paths_can_be_opened_from_where_we_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = tmp_path / "office" / "ws"
    (workspace / "data").mkdir(parents=True)
    place = Place("data/units.yaml", (), "value", 3, 5)
    for here, shown in (
        (tmp_path, "office/ws/data/units.yaml:3:5"),
        (workspace, "data/units.yaml:3:5"),
        (workspace / "data", "data/units.yaml:3:5"),
    ):
        monkeypatch.chdir(here)
        assert show_place(place, find_prefix(workspace)) == shown
    assert show_place(Place("/elsewhere/x.yaml"), "office/ws/") == "/elsewhere/x.yaml"


def test_githubs_commands_are_escaped(tmp_path: Path) -> None:
    place = Place("data/a,b:c%.yaml", (), "value", 3, 5)
    problem = Problem("path-unknown", place, {"path": "100%"})
    (line,) = format_github([problem], tmp_path, "en").splitlines()
    assert line.startswith(
        "::error file=data/a%2Cb%3Ac%25.yaml,line=3,col=5,title=KPI107::“100%25” is not there"
    )


def test_a_place_without_a_line_has_none_in_githubs_commands(tmp_path: Path) -> None:
    problem = Problem("file-missing", Place("data/units.yaml"))
    assert format_github([problem], tmp_path, "en").startswith("::error file=data/units.yaml,title=KPI101::")


COLUMNS = (Column("No", is_number=True), Column("Name", is_wide=True), Column("Status", narrow=8))


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_table_fits_its_width(width: int) -> None:
    rows = [["1", "Tỷ lệ hồ sơ thủ tục hành chính xử lý trực tuyến " * 3, "Chưa đến hạn áp dụng"]]
    shown = format_table(COLUMNS, rows, terminal(width)).splitlines()
    assert max(map(measure, shown)) <= width
    assert "Tỷ lệ hồ sơ" in shown[2]
    assert len([line for line in shown[2:] if line.strip()]) <= 3


def test_a_table_is_no_wider_than_it_needs() -> None:
    shown = format_table(COLUMNS, [["1", "Short", "Met"]], terminal(120)).splitlines()
    assert shown[2] == " 1  Short  Met"


def test_a_name_ends_in_an_ellipsis_where_it_is_cut() -> None:
    assert limit_lines("một hai ba bốn năm", 8) == "một hai\nba bốn …"
    assert limit_lines("một hai ba", 8) == "một hai\nba"
    assert limit_lines("x" * 30, 10) == "x" * 30


def test_markup_in_a_table_is_text() -> None:
    shown = format_table(COLUMNS, [["1", "[red]x[/red] :smile:", "[b]"]], terminal())
    assert "[red]x[/red] :smile:" in shown
    assert "[b]" in shown


def test_facts_that_are_not_known_are_left_out() -> None:
    assert format_facts([("Id", "x"), ("Code", None), ("Name", "y")], terminal()) == "Id:   x\nName: y\n"


def test_the_line_shown_is_the_one_the_place_counts(tmp_path: Path) -> None:
    """YAML 1.1 ends a line at U+2028, U+2029 and U+0085, too."""
    (tmp_path / "x.yaml").write_text('a: "x\u2028y"\r\nb: "x\x85y"\nc: 7\n', encoding="utf-8", newline="")
    problem = Problem("key-unknown", Place("x.yaml", (), "key", 5, 1), {"key": "c", "known": "a, b"})
    shown = format_problems([problem], tmp_path, "en", terminal())
    assert shown.splitlines()[2:4] == ["  5 | c: 7", "    | ^"]
