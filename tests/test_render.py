"""The report in Markdown and HTML: user text stays text, templates can be replaced, and none can run away."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cds_kpi.problem import Problem
from cds_kpi.problems import word_problem
from cds_kpi.render.text import escape_markdown, find_share, render_text
from cds_kpi.report.view import ReportView, Stated
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


def refuse(source: str, office: Path, form: str = "md") -> Problem:
    """Give the problem that a template made of this text is refused with."""
    (office / f"report.{form}.j2").write_text(source, encoding="utf-8")
    made = render_text(make_view(), form, (office,))
    assert isinstance(made, Problem), made
    return made


def clean(text: str) -> str:
    """Give what a document shows of a text: line ends as LF, what no document may hold as U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join("\ufffd" if not char.isprintable() and not char.isspace() else char for char in text)


# User text is text.


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
        if tag not in {"meta", "link", "col", "wbr", "rect", "line"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"rect", "line"}:
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
    assert page.attributes == plain.attributes
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
    elif is_dataclass(view):
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
        ("vi", ["Tình hình gửi báo cáo", "Còn thiếu", "Kém mục tiêu", "Vượt mục tiêu"]),
        (
            "en",
            [
                "How the reporting went",
                "Short of the target by",
                "Behind the target by",
                "Beyond the target by",
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
        assert anchors == {"#main", "#reporting", "#results", "#units", "#pillar-1", "#pillar-2"}
        assert {anchor[1:] for anchor in anchors} <= set(ids)


def test_the_page_asks_for_nothing_else(packaged: Path) -> None:
    source = render(make_view("https://x.example/a.png"), "html", packaged)
    page = Page(source)
    assert {tag for tag, _ in page.shape} & {
        "script",
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
    assert [value for _, _, value in page.attributes if "//" in value] == []
    style = source.partition("<style>")[2].partition("</style>")[0]
    assert [word for word in ("url(", "@import", "src:", "//") if word in style] == []
    assert (
        "meta",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    ) in page.attributes


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
    assert 'class="hatch of_missed"' in source


@pytest.mark.parametrize(
    ("exact", "whole", "share"),
    [
        ("108.402", 125, "86.72"),
        ("100", 125, "80"),
        ("0", 100, "0"),
        ("-5", 100, "0"),
        ("4000", 125, "100"),
        ("99.999999999999", 100, "99.99"),
        ("33.333333333333", 100, "33.33"),
    ],
)
def test_a_bar_is_as_long_as_the_share_rounded_down(exact: str, whole: int, share: str) -> None:
    assert find_share(exact, whole) == share


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


# Templates are the office's.


def test_a_workspace_replaces_templates_file_by_file(office: Path, packaged: Path) -> None:
    (office / "parts").mkdir()
    (office / "parts" / "style.css.j2").write_text("body { color: black }\n", encoding="utf-8")
    made = render(make_view(), "html", office, packaged)
    assert "<style>\nbody { color: black }\n</style>" in made
    assert Page(made).shape == Page(render(make_view(), "html", packaged)).shape
    (office / "report.md.j2").write_bytes("\ufeffỦy ban {{ report.period_title }}\r\n".encode())
    assert render(make_view(), "md", office, packaged) == "Ủy ban Quý III/2022\n"


def test_a_template_sees_the_view_and_two_functions(office: Path) -> None:
    source = "{{ report.rows[0].value }} {{ report.authority }} {{ say('một', 'one') }} {{ share('50') }}{{ none }}"
    (office / "report.md.j2").write_text(source, encoding="utf-8")
    assert render(make_view(language="en"), "md", office) == "11,25% Sở A one 50"


def test_a_missing_template_is_a_problem(office: Path) -> None:
    made = render_text(make_view(), "md", (office,))
    assert isinstance(made, Problem)
    assert (made.kind, made.place.file, made.facts) == (
        "template-missing",
        "templates/report.md.j2",
        {"name": "report.md.j2"},
    )


@pytest.mark.parametrize("name", ["none.j2", "../secret.j2", "..", "/etc/passwd", "a/../../secret.j2"])
def test_nothing_outside_the_folders_is_included(office: Path, name: str) -> None:
    (office.parent / "secret.j2").write_text("secret", encoding="utf-8")
    problem = refuse(f"\n{{% include '{name}' %}}", office)
    assert (problem.kind, problem.place.file, problem.place.line) == (
        "template-missing",
        "templates/report.md.j2",
        2,
    )
    assert problem.facts == {"name": name}


def test_a_link_out_of_the_folder_is_not_followed(office: Path, packaged: Path) -> None:
    (office.parent / "secret.j2").write_text("secret", encoding="utf-8")
    (office / "report.md.j2").symlink_to(office.parent / "secret.j2")
    made = render_text(make_view(), "md", (office, packaged))
    assert isinstance(made, Problem)
    assert (made.kind, made.place.file) == ("template-missing", "templates/report.md.j2")


def test_a_template_that_cannot_be_read_is_a_problem(office: Path) -> None:
    (office / "report.md.j2").write_bytes(b"\xff\xfeB\x00")
    made = render_text(make_view(), "md", (office,))
    assert isinstance(made, Problem)
    assert (made.kind, made.facts) == ("file-not-utf8", {"byte": "0xFF"})
    problem = refuse("x" * 1_000_001, office)
    assert (problem.kind, problem.place.file) == ("file-too-large", "templates/report.md.j2")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("\n\n{{ titel }}", "titel"),
        ("\n\n{{ report.titel }}", "titel"),
        ("\n\n{{ report.rows[0].lead.nam }}", "nam"),
        ("\n\n{{ report.rows[99].name }}", "99"),
        ("\n\n{{ report.notice | uper }}", "uper"),
        ("\n\n{% if report is odd_one %}{% endif %}", "odd_one"),
        ("\n\n{{ report.notice | safe }}", "safe"),
        ("\n\n{% for row in rows %}{% endfor %}", "rows"),
    ],
)
def test_an_unknown_name_is_a_problem_with_its_line(office: Path, source: str, found: str) -> None:
    problem = refuse(source, office)
    assert (problem.kind, problem.place.file, problem.place.line) == (
        "template-name-unknown",
        "templates/report.md.j2",
        3,
    )
    assert problem.facts == {"name": "report.md.j2", "found": found}


def test_a_problem_in_a_part_names_the_part(office: Path, packaged: Path) -> None:
    (office / "parts").mkdir()
    (office / "parts" / "words.j2").write_text(
        "{% macro title(row) %}\n{{ row.titel }}{% endmacro %}", encoding="utf-8"
    )
    (office / "report.md.j2").write_text(
        "{% from 'parts/words.j2' import title %}\n{{ title(report.rows[0]) }}", encoding="utf-8"
    )
    made = render_text(make_view(), "md", (office, packaged))
    assert isinstance(made, Problem)
    assert (made.place.file, made.place.line) == ("templates/parts/words.j2", 2)
    assert made.facts == {"name": "parts/words.j2", "found": "titel"}


def test_a_packaged_template_is_named_by_its_path(office: Path, tmp_path: Path) -> None:
    (tmp_path / "packaged").mkdir()
    (tmp_path / "packaged" / "report.md.j2").write_text("{{ titel }}", encoding="utf-8")
    made = render_text(make_view(), "md", (office, tmp_path / "packaged"))
    assert isinstance(made, Problem)
    assert made.place.file == (tmp_path / "packaged" / "report.md.j2").as_posix()


@pytest.mark.parametrize(
    "line",
    [
        "{% for x in %}",
        "{% if report %}",
        "{{ 'x",
        "{{ report. }}",
        "{# x",
        "{% raw %}{{",
        "{% endfor %}",
        "{{ 1 +* 2 }}",
        "{% nosuch %}",
    ],
)
def test_a_syntax_error_is_a_problem_with_its_line(office: Path, line: str) -> None:
    problem = refuse(f"first\n{line}", office)
    assert (problem.kind, problem.place.file, problem.place.line) == (
        "template-syntax",
        "templates/report.md.j2",
        2,
    )
    assert problem.facts == {"name": "report.md.j2", "line": 2, "said": line}


@pytest.mark.parametrize(
    "line",
    [
        "{{ 1 + 'a' }}",
        "{{ 1 / 0 }}",
        "{{ report }}",
        "{{ report.rows }}",
        "{{ true }}",
        "{{ 0.5 }}",
        "{{ '%s' % report.notice }}",
        "{% for x in report.rows[0] %}{% endfor %}",
        "{{ [report] | sum }}",
    ],
)
def test_what_does_not_work_with_the_data_is_a_problem_with_its_line(office: Path, line: str) -> None:
    problem = refuse(f"first\n{line}", office)
    assert (problem.kind, problem.place.file, problem.place.line) == (
        "template-failed",
        "templates/report.md.j2",
        2,
    )
    assert problem.facts["said"] == line


# No template gets out of the sandbox.


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ report.__class__ }}",
        "{{ report['__class__'] }}",
        "{{ say.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ namespace.__init__ }}",
        "{{ [report] | map(attribute='__class__') | join }}",
        "{{ '{0.__class__}'.format(report) }}",
        "{{ '{0.__class__}'.format_map({}) }}",
        "{{ [1].append(2) }}",
        "{{ {}.update({}) }}",
        "{{ (5).to_bytes(9, 'big') }}",
        "{% for x in [1] %}{{ loop._iterable }}{% endfor %}",
    ],
)
def test_no_template_reaches_beyond_the_view(office: Path, line: str) -> None:
    problem = refuse(f"first\n{line}", office)
    assert (problem.kind, problem.place.line) == ("template-failed", 2)


@pytest.mark.parametrize(
    "name", ["cycler", "joiner", "lipsum", "dict", "open", "environment", "walk", "config"]
)
def test_only_the_named_functions_are_there(office: Path, name: str) -> None:
    assert refuse(f"{{{{ {name} }}}}", office).facts["found"] == name


RUNAWAYS = [
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in range(99999) if a < 0 %}{% endfor %}" * 60,
    "{{ 'a' * 10**9 }}",
    "{{ [1] * 10**9 }}",
    "{{ 9 ** 99999 }}",
    "{% set n = namespace(s='x') %}{% for i in range(99) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
    "{% set n = namespace(s='x') %}{% for i in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}",
    "{% set n = namespace(s='x') %}{% for i in range(99) %}{% set n.s %}{{ n.s }}{{ n.s }}{% endset %}{% endfor %}",
    "{% set n = namespace(s=[1]) %}{% for i in range(99) %}{% set n.s = [n.s, n.s] %}{% endfor %}",
    "{% set n = namespace(s=[1]) %}{% for i in range(99) %}{% set n.s = {1: n.s, 2: n.s} %}{% endfor %}",
    "{% set n = namespace(s=[1]) %}{% for i in range(99) %}{% set n.s = (n.s, n.s) %}{% endfor %}",
    "{% set n = namespace(s=2) %}{% for i in range(99) %}{% set n.s = n.s * n.s %}{% endfor %}",
    "{% set n = namespace(s='x') %}{% for i in range(99) %}{% set n.s = [n.s, n.s] | join %}{% endfor %}",
    "{% for a in range(99999) %}" + "x" * 1000 + "{% endfor %}",
    "{% set s %}{% for a in range(99999) %}" + "x" * 1000 + "{% endfor %}{% endset %}",
    "{% macro f(n) %}{{ f(n + 1) }}{{ f(n + 1) }}{% endmacro %}{{ f(1) }}",
    "{% include 'report.md.j2' %}{% include 'report.md.j2' %}",
    "{% block a %}{{ self.a() }}{% endblock %}",
    "{% for x in [1, 2] recursive %}{{ loop([x, x]) }}{% endfor %}",
    "{{ " + "(" * 900 + "1" + ")" * 900 + " }}",
]


@pytest.mark.parametrize("source", RUNAWAYS)
def test_a_template_that_loops_or_grows_is_stopped(office: Path, source: str) -> None:
    problem = refuse(source, office)
    assert (problem.kind, problem.place.file) == ("template-too-long", "templates/report.md.j2")


def test_a_template_that_grows_is_stopped_before_it_eats_memory(
    repo: Path, office: Path, clean_environment: Mapping[str, str]
) -> None:
    program = (
        "import resource, sys; from pathlib import Path; from test_render import RUNAWAYS, refuse\n"
        "for source in RUNAWAYS: refuse(source, Path(sys.argv[1]))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peak = subprocess.run(
        [sys.executable, "-c", program, str(office)],
        env={**clean_environment, "PYTHONPATH": os.pathsep.join([str(repo / "tests"), str(repo / "src")])},
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    assert int(peak) < 400_000, "kilobytes"


def test_a_template_that_takes_too_long_is_stopped_all_the_same(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cds_kpi.render.sandbox.SECONDS", 0.0)
    assert (
        refuse("{% for row in report.rows %}{{ row.name }}{% endfor %}", office).kind == "template-too-long"
    )


@pytest.mark.parametrize(
    "source", ["{{ titel }}", "{% if %}", "{{ 1 / 0 }}", "{% include 'x' %}", "{{ 'a' * 10**9 }}"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_template_problems_can_be_said_without_a_librarys_words(
    office: Path, source: str, language: Language
) -> None:
    worded = word_problem(refuse(source, office), language)
    assert worded.code.startswith("KPI7")
    for foreign in ("undefined", "jinja", "Traceback", "Error", "division", "expected"):
        assert foreign not in worded.message + worded.hint
