"""Templates are the office's: replaced file by file, wrong ones told with their line, none gets out or runs away."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from cds_kpi.problem import Problem
from cds_kpi.problems import word_problem
from cds_kpi.render.text import render_text
from cds_kpi.report.view import ReportView
from cds_kpi.text import Language
from views import make_view

LANGUAGES: tuple[Language, ...] = ("vi", "en")


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


def test_a_workspace_replaces_templates_file_by_file(office: Path, packaged: Path) -> None:
    (office / "parts").mkdir()
    (office / "parts" / "style.css.j2").write_text("body { color: black }\n", encoding="utf-8")
    made = render(make_view(), "html", office, packaged)
    assert "<style>body { color: black }\n</style>" in made
    assert made.partition("</style>")[2] == render(make_view(), "html", packaged).partition("</style>")[2]
    (office / "report.md.j2").write_bytes("\ufeffỦy ban {{ report.period_title }}\r\n".encode())
    assert render(make_view(), "md", office, packaged) == "Ủy ban Quý III/2022\n"


def test_a_template_sees_the_view_and_its_functions(office: Path) -> None:
    source = "{{ report.rows[0].value }} {{ report.authority }} {{ say('một', 'one') }} {{ share('50') }}{{ none }}"
    (office / "report.md.j2").write_text(source, encoding="utf-8")
    assert render(make_view(language="en"), "md", office) == "11,25% Sở A one 50"
    (office / "report.html.j2").write_text("{{ digest('') }}", encoding="utf-8")
    assert render(make_view(), "html", office) == "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


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


@pytest.mark.parametrize("tag", ["{{ 1/0 }}", "{{ report.__class__ }}", "{% set x = range(10**9) %}"])
def test_what_does_not_work_is_shown_with_its_line(office: Path, tag: str) -> None:
    problem = refuse(f"first\n{'Phần đầu của một dòng dài. ' * 9}{tag} phần cuối", office)
    assert word_problem(problem, "vi").message == (
        "Không dùng được mẫu “report.md.j2” với số liệu của báo cáo này, vì chỗ này ở dòng 2: “{tag}”.".replace(
            "{tag}", tag
        )
    )
    assert word_problem(problem, "en").message.endswith(f"see line 2: “{tag}”.")


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
        "{{ '{:1000000000}'.format(1) }}",
        "{{ '{:1000000000}'.format_map({}) }}",
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
        "import re, sys; from pathlib import Path; from test_templates import RUNAWAYS, refuse\n"
        "for source in RUNAWAYS: refuse(source, Path(sys.argv[1]))\n"
        # The process's own peak: what getrusage tells begins with that of the process it was started by.
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
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
