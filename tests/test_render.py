"""The report in Markdown and HTML: user text stays text, every figure is there, the page is in order."""

import base64
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cds_kpi.render.text import escape_markdown, find_share, render_text
from cds_kpi.report.outlook_view import GrowthView, OutlookView
from cds_kpi.report.row_view import ScaleView, Stated, UnitName
from cds_kpi.report.view import GridLineView, ReportView
from cds_kpi.text import Language
from views import make_view

LANGUAGES: tuple[Language, ...] = ("vi", "en")
PLAIN = "Nguyên-văn"
"""A text that stands nowhere in the templates and means nothing in Markdown or HTML."""
HOSTILE = [
    "& < > \" ' {{ 7*7 }} {% if x %} {# y #} =1+1 @ | \n z",
    "😀 𠮷 Ủy ban nhân dân",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '"><svg onload="alert(1)">',
    "' onclick='alert(1)' x='",
    "</style></title><!-- <![CDATA[",
    "&lt;b&gt; &amp; &#60; &nbsp;",
    "*b* **b** _i_ __i__ ~~s~~ ~s~ `c` ``c`` $x$",
    "[l](https://x.example) ![i](j) <https://x.example> [r]: /x",
    "a | b \\| c \\\\| d \\",
    "# heading",
    "heading #",
    "heading ##",
    "- item",
    "+ item",
    "-",
    "1. one",
    "2) two",
    "> quotation",
    "---",
    "===",
    "```",
    "    indented code",
    "| a | b |\n| --- | --- |\n| c | d |",
    "a\r\nb\rc\n\nd",
    "\x00\x07\x1b[31m\ufffe",
    "<",
    "\\",
    "*",
]


@pytest.fixture
def packaged(repo: Path) -> Path:
    return repo / "templates"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The templates folder of a workspace, with nothing in it yet."""
    folder = tmp_path / "workspace" / "templates"
    folder.mkdir(parents=True)
    return folder


def render(view: ReportView, form: str, *folders: Path) -> str:
    made = render_text(view, form, folders)
    assert isinstance(made, bytes), made
    return made.decode()


def clean(text: str) -> str:
    """Give what a document shows of a text: line ends as LF, what no document may hold as U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join("\ufffd" if not char.isprintable() and not char.isspace() else char for char in text)


# User text is text.


VOID = {"meta", "link", "col", "wbr", "br", "input", "rect", "line", "path"}
"""Elements that hold nothing."""


class Page(HTMLParser):
    """An HTML page taken apart: its tags with the names of their attributes, its attributes, its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.shape: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append((tag, tuple(name for name, _ in attrs)))
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag
            self.shape.append((f"/{tag}", ()))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_users_write_is_text_in_html(packaged: Path, hostile: str) -> None:
    plain = Page(render(make_view(PLAIN), "html", packaged))
    page = Page(render(make_view(hostile), "html", packaged))
    assert page.shape == plain.shape
    assert page.open == []
    assert page.attributes == [
        (tag, name, value.replace(PLAIN, clean(hostile))) for tag, name, value in plain.attributes
    ]
    assert page.text == plain.text.replace(PLAIN, clean(hostile))


def flatten(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "inline":
            yield from flatten(token.children or [])
        else:
            yield token


def read_markdown(source: str) -> tuple[list[str], str]:
    """Give the shape of a Markdown document and its text, as a reader that knows tables takes it."""
    tokens = list(flatten(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)))
    shape = [token.type for token in tokens if token.type != "text"]
    return shape, "\n".join(token.content if token.type == "text" else f"<{token.type}>" for token in tokens)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_users_write_is_text_in_markdown(packaged: Path, hostile: str) -> None:
    shape, text = read_markdown(render(make_view(PLAIN), "md", packaged))
    shown = " ".join(clean(hostile).split())
    assert read_markdown(render(make_view(hostile), "md", packaged)) == (shape, text.replace(PLAIN, shown))


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize(
    "source", ["{{ report.notice }}", "{% autoescape false %}{{ report.notice }}{% endautoescape %}"]
)
def test_no_template_puts_out_user_text_as_it_is(office: Path, form: str, source: str) -> None:
    (office / f"report.{form}.j2").write_text(source, encoding="utf-8")
    made = render(make_view("<b>*R&D*</b>"), form, office)
    assert made == {"md": "\\<b>\\*R&D\\*\\</b>", "html": "&lt;b&gt;*R&amp;D*&lt;/b&gt;"}[form]


def test_safe_text_stays_safe_wherever_it_is_joined(office: Path) -> None:
    source = (
        "{% macro m(x) %}[{{ x }}]{% endmacro %}{% set s %}*{{ report.notice }}*{% endset %}"
        "{{ m(report.notice) ~ report.notice }} {{ s }} {{ [s, report.notice] | join('*') }} {{ m(1) + '*' }}"
    )
    (office / "report.md.j2").write_text(source, encoding="utf-8")
    assert render(make_view("_"), "md", office) == "[\\_]\\_ *\\_* *\\_*\\*\\_ [1]\\*"


@pytest.mark.parametrize(
    "figure",
    [
        "54,20%",
        "812.345/1.498.765",
        "-4,20 điểm phần trăm",
        "≥ 85%",
        "65 - 70%",
        "< 5",
        "R&D",
        "(a) 2022",
        "3.000",
    ],
)
def test_figures_are_the_same_in_markdown(figure: str) -> None:
    assert escape_markdown(figure) == figure


# The report holds what the view holds.


def find_figures(view: object) -> Iterator[str]:
    if isinstance(view, Stated):
        yield view.text
    elif isinstance(view, tuple):
        for item in view:
            yield from find_figures(item)
    elif is_dataclass(view) and not isinstance(view, (ScaleView, OutlookView, GrowthView)):
        for field in fields(view):
            yield from find_figures(getattr(view, field.name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_view_is_in_the_report(packaged: Path, language: Language) -> None:
    view = make_view(language=language)
    figures = set(find_figures(view))
    assert len(figures) > 30
    # That a gap is negative is said in words: beyond the target by 1,50.
    shown = {figure.removeprefix("-") for figure in figures}
    shown -= {row.gap_in_numerator.text for row in view.rows if row.gap_in_numerator and row.status == "met"}
    # What is still possible stands in a remark, what is to come and the growth in sentences.
    shown -= {end.text for row in view.rows for end in (row.low, row.high) if end is not None}
    shown |= {sentence for row in view.rows for sentence in row.outlook.sentences}
    shown |= {row.growth.text for row in view.rows if row.growth is not None}
    shown |= (
        {row.value_text for row in view.rows}
        | {row.status_text for row in view.rows}
        | {row.mark for row in view.rows}
    )
    _, markdown = read_markdown(render(view, "md", packaged))
    page = Page(render(view, "html", packaged))
    assert {figure for figure in shown if figure not in markdown} == set()
    assert {figure for figure in shown if figure not in page.text} == set()


@pytest.mark.parametrize("form", ["md", "html"])
def test_sources_units_and_dates_are_in_the_report(packaged: Path, form: str) -> None:
    view = make_view()
    made = render(view, form, packaged)
    for row in view.rows:
        for source in row.sources:
            assert f"{source.file}:{source.line}" in made
            assert source.sha256[:12] in made
    for said in (
        view.as_of_text,
        view.window_text,
        view.period_title,
        view.deadline.last_on_time_text,
        "1/UBND",
    ):
        assert said in made
    assert view.broken[0].file in made


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ["Tình hình gửi báo cáo", "So với mục tiêu", "Tiến độ yêu cầu", "Còn phải làm"]),
        (
            "en",
            [
                "How the reporting went",
                "Against the target",
                "Required by the end of the period",
                "Still to do",
            ],
        ),
    ],
)
@pytest.mark.parametrize("form", ["md", "html"])
def test_the_report_speaks_the_language_of_the_view(
    packaged: Path, form: str, language: Language, words: list[str]
) -> None:
    made = render(make_view(language=language), form, packaged)
    assert [word for word in words if word not in made] == []


def test_the_page_is_in_order(packaged: Path) -> None:
    for language in LANGUAGES:
        page = Page(render(make_view(language=language), "html", packaged))
        assert ("html", "lang", language) in page.attributes
        levels = [int(tag[1]) for tag, _ in page.shape if tag in {"h1", "h2", "h3", "h4"}]
        assert levels.count(1) == 1
        assert all(below <= above + 1 for above, below in pairwise(levels))
        tags = [tag for tag, _ in page.shape]
        assert (
            tags.count("caption")
            == tags.count("table")
            == len([at for at, tag in enumerate(tags) if tag == "table" and tags[at + 1] == "caption"])
        )
        assert all("scope" in names for tag, names in page.shape if tag == "th")
        ids = [value for _, name, value in page.attributes if name == "id"]
        assert len(ids) == len(set(ids))
        anchors = {value for tag, name, value in page.attributes if (tag, name) == ("a", "href")}
        assert {
            "#main",
            "#reporting",
            "#results",
            "#grid",
            "#units",
            "#files",
            "#r1-sum",
            "#r1-so-a",
        } <= anchors
        assert {anchor[1:] for anchor in anchors} <= set(ids)


def test_the_page_asks_for_nothing_else(packaged: Path) -> None:
    source = render(make_view("https://x.example/a.png"), "html", packaged)
    page = Page(source)
    assert {tag for tag, _ in page.shape} & {
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
    } == set()
    asking = {"src", "srcset", "href", "xlink:href", "action", "data", "poster", "background", "ping"}
    asked = {value for _, name, value in page.attributes if name in asking}
    assert {value for value in asked if not value.startswith("#")} == {"data:,"}
    assert {value for _, name, value in page.attributes if "//" in value and name != "aria-label"} == set()
    style = source.partition("<style>")[2].partition("</style>")[0]
    assert [word for word in ("url(", "@import", "src:", "//") if word in style] == []
    script = source.partition("<script>")[2].partition("</script>")[0]
    assert [
        word for word in ("fetch(", "XMLHttp", "import", "eval", "innerHTML", "//x") if word in script
    ] == []
    policy = f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; img-src data:"
    assert ("meta", "content", policy) in page.attributes
    assert source.count("<script") == source.count("<style") == 1


def digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_status_is_never_colour_alone_and_orange_never_text(packaged: Path) -> None:
    source = render(make_view(), "html", packaged)
    for row in make_view().rows:
        assert f'<span class="mark" aria-hidden="true">{row.mark}</span> {row.status_text}</span>' in source
    style = source.partition("<style>")[2].partition("</style>")[0].replace(" ", "").lower()
    assert {"#0072b2", "#e69f00", "#d55e00"} <= set(style.replace(";", ":").split(":"))
    assert [
        name
        for name in ("--met", "--risk", "--missed")
        if f"{{color:var({name})" in style or f";color:var({name})" in style
    ] == []
    page = Page(source)
    assert {value for _, name, value in page.attributes if name == "stroke"} == {
        "url(#dense)",
        "url(#sparse)",
    }
    for line in make_view().grid:
        for part in line.cells:
            assert part is None or f">{part.mark}</a></td>" in source
    grid = source.partition("<tbody>\n<tr data-unit=")[2].partition("</tbody>")[0]
    assert 'aria-label="11,25%, Chưa đạt mục tiêu">▼</a>' in grid
    assert 'class="missing"><a href="#r1-so-c" aria-label="Chưa báo cáo">×</a>' in grid


# What a picture shows is where the numbers are.


def find_picture(source: str, key: str, kind: str) -> str:
    article = source.partition(f'<article id="{key}"')[2].partition("</article>")[0]
    return article.partition(f'<svg class="{kind}"')[2].partition("</p>" if kind == "bullet" else "</g>")[0]


def test_a_bullet_shows_the_value_the_target_and_the_required_pace(packaged: Path) -> None:
    bullet = find_picture(render(make_view(), "html", packaged), "r5", "bullet")
    said = "Kết quả: 51,25%; mục tiêu: &gt; 50%; yêu cầu đến nay: 50,00%"
    assert f'role="img" aria-label="{said}"' in bullet
    assert '<line class="s-missed" stroke="url(#dense)" x1="0%" y1="21" x2="51.25%" y2="21"/>' in bullet
    assert '<line class="goal" x1="50%"' in bullet
    assert '<svg class="pace" x="50%"' in bullet
    assert '<line class="zone" x1="50%" y1="21" x2="100%"' in bullet
    assert '<line class="reach" x1="50%" y1="33" x2="53%"' in bullet


def test_a_bullet_of_a_range_or_of_less_is_better_tints_where_the_target_is_met(packaged: Path) -> None:
    source = render(make_view(), "html", packaged)
    assert '<line class="zone" x1="50%" y1="21" x2="70%"' in find_picture(source, "r1", "bullet")
    assert '<line class="zone" x1="50%" y1="21" x2="0%"' in find_picture(source, "r4", "bullet")


def test_a_bullet_below_zero_grows_from_zero(packaged: Path) -> None:
    view = make_view()
    row = view.rows[0]
    assert row.scale is not None
    scale = replace(row.scale, low=Stated("-50", "-50%"), high=Stated("50", "50%"), goal=None)
    row = replace(row, value=Stated("-25", "-25%"), scale=scale, path=None)
    pillar = replace(view.pillars[0], rows=(row,))
    bullet = find_picture(render(replace(view, pillars=(pillar,)), "html", packaged), "r1", "bullet")
    assert '<line class="s-met" x1="50%" y1="21" x2="25%" y2="21"/>' in bullet
    assert "goal" not in bullet
    assert "pace" not in bullet


def test_a_trend_goes_through_the_earlier_values_to_the_value(packaged: Path) -> None:
    source = render(make_view(), "html", packaged)
    trend = find_picture(source, "r5", "trend")
    assert '<path class="way" d="M8 10L200 50.5L392 51.25"/>' in trend
    assert '<path class="aim" d="M0 50H400"/>' in trend
    assert 'aria-label="Diễn biến: Sở A 10,00%; Sở A 50,50%; Quý III/2022 51,25%"' in trend
    # A value carried over from an earlier period is shown as that period's.
    assert "6 tháng đầu năm 2022 41,25%" in find_picture(source, "r4", "trend")
    assert find_picture(source, "r7", "trend") == ""


def test_sixty_indicators_of_350_units_take_less_than_half_of_the_budget(
    packaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cds_kpi.render.sandbox.STEPS", 2_500_000)
    monkeypatch.setattr("cds_kpi.render.sandbox.SIZE", 32_000_000)
    monkeypatch.setattr("cds_kpi.render.sandbox.LENGTH", 16_000_000)
    # The counts are looked at here, not the clock of a machine that measures coverage beside other work.
    monkeypatch.setattr("cds_kpi.render.sandbox.SECONDS", 600.0)
    name = "Ủy ban nhân dân huyện Cần Giờ"
    view = make_view(name)
    units = [f"ubnd-huyen-can-gio-{number}" for number in range(350)]
    model = view.rows[0].parts[0]
    parts = tuple(replace(model, unit=unit) for unit in units)
    rows = tuple(
        replace(view.rows[0], key=f"r{place}", parts=parts, notes=view.rows[0].notes * 10, sources=())
        for place in range(60)
    )
    grid = tuple(
        GridLineView(UnitName(unit, name), (replace(model, unit=unit),) * len(rows)) for unit in units
    )
    large = replace(view, rows=rows, pillars=(replace(view.pillars[0], rows=rows),), grid=grid)
    assert len(render(large, "html", packaged)) > 5_000_000


def test_without_rows_the_page_stands_all_the_same(packaged: Path) -> None:
    empty = replace(make_view(), rows=(), pillars=(), statuses=(), grid=(), files=())
    assert Page(render(empty, "html", packaged)).open == []


@pytest.mark.parametrize(
    ("exact", "whole", "start", "share"),
    [
        ("108.402", 125, 0, "86.72"),
        ("100", "125", "0", "80"),
        (3, 12, 0, "25"),
        ("0", 100, 0, "0"),
        ("-5", 100, 0, "0"),
        ("-5", "10", "-10", "25"),
        ("5", "10", "10", "0"),
        ("4000", 125, 0, "100"),
        ("99.999999999999", 100, 0, "99.99"),
        ("33.333333333333", 100, 0, "33.33"),
    ],
)
def test_a_bar_is_as_long_as_the_share_rounded_down(
    exact: str | int, whole: str | int, start: str | int, share: str
) -> None:
    assert find_share(exact, whole, start) == share


# The same bytes.


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_same_view_gives_the_same_bytes(
    repo: Path, packaged: Path, clean_environment: Mapping[str, str], form: str
) -> None:
    program = (
        "import sys; from pathlib import Path; from views import make_view\n"
        "from cds_kpi.render.text import render_text\n"
        f"sys.stdout.buffer.write(render_text(make_view(), {form!r}, (Path(sys.argv[1]),)))"
    )
    paths = os.pathsep.join([str(repo / "tests"), str(repo / "src")])
    made = {
        subprocess.run(
            [sys.executable, "-c", program, str(packaged)],
            env={**clean_environment, "PYTHONPATH": paths, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "America/New_York"))
    }
    assert made == {render(make_view(), form, packaged).encode()}
    assert b"\r" not in next(iter(made))
    assert next(iter(made)).endswith(b"\n")
