"""Every kind of problem: caused by the smallest input, placed, and worded in both languages."""

import ast
import os
import re
import shutil
import string
import subprocess
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest

from cds_kpi import desk
from cds_kpi.model.measure import Kind as Measures
from cds_kpi.model.submission import Answer, Receipt
from cds_kpi.number import parse_number
from cds_kpi.period import parse_period
from cds_kpi.problem import Fault, Place, Problem
from cds_kpi.problems import KINDS, Kind, explain_kind, find_kind, is_error, word_problem
from cds_kpi.problems.manual import CHAPTERS
from cds_kpi.problems.table import TABLE
from cds_kpi.problems.wording import WORDS
from cds_kpi.store.contents import read_workspace
from cds_kpi.store.filing import file_submission, write_new
from cds_kpi.store.reading import read_bytes
from cds_kpi.store.writing import write_file
from cds_kpi.store.yamltext import LARGEST
from cds_kpi.text import Language
from conftest import Golden, Needs

CASES = Path(__file__).parent / "problems"
BASE = CASES / "base"
NAMES = sorted(path.name for path in CASES.iterdir() if path != BASE)
LANGUAGES: tuple[Language, ...] = ("vi", "en")

# Kinds without a folder: no file of the store causes them, or none that can be kept in a repository.
ELSEWHERE = {
    **{
        kind.slug: "a workbook: tested in tests/forms"
        for kind in KINDS.values()
        if kind.code.startswith("KPI6")
    },
    "template-not-word": "a Word document: tested in test_word",
    "template-word-unsafe": "a Word document: tested in test_word",
    "template-word-syntax": "a Word document: tested in test_word",
    "template-word-name-unknown": "a Word document: tested in test_word",
    "template-word-failed": "a Word document: tested in test_word",
    "pdf-program-missing": "the machine's doing: tested in test_pdf",
    "pdf-failed": "the machine's doing: tested in test_pdf",
    "file-missing": "a folder of changes cannot take a file away: tested here",
    "file-forbidden": "permissions are not kept in a repository: tested here",
    "file-io": "the machine's doing: tested here",
    "file-too-large": "eight megabytes are not kept in a repository: tested here",
    "draft-too-large": "a megabyte is not kept in a repository: tested with drafts",
    "problems-left-out": "a thousand problems are not kept in a repository: tested with drafts",
    "path-unknown": "what was typed: tested here",
    "workspace-missing": "what was typed: tested with the commands",
    "folder-not-empty": "what was typed: tested here",
    "catalogue-unknown": "what was typed: tested here",
    "programme-all": "what was typed: tested here",
    "round-of-no-year": "what was typed: tested here",
    "round-unknown": "what was typed: tested here",
    "indicator-elsewhere": "what was typed: tested with explaining",
    "period-needed": "what was typed: tested here",
    "period-two-years": "what was typed: tested here",
    "revision-alone": "what was typed: tested with differences",
    "closing-unknown": "what was typed: tested with differences",
    "difference-without-start": "what was typed: tested with differences",
    "difference-backwards": "what was typed: tested with differences",
    "revision-taken": "two people at once: tested here",
    "file-exists": "two people at once: tested here",
    "disk-full": "the machine's doing: tested here",
    "path-unreadable": "what was typed: tested with the commands",
    "path-special": "what was typed: tested with submitting",
    "receipt-ignored": "what is sent, not what is stored: tested with submitting",
    "receipt-unreadable": "a receipt: tested with the commands",
    "receipt-unknown": "a receipt: tested with the commands",
    "receipt-file-changed": "a receipt: tested with the commands",
    "receipt-differs": "a receipt: tested with the commands",
    "receipt-altered": "a receipt: tested with the commands",
    "set-unreadable": "what was typed: tested with the commands",
    "set-twice": "what was typed: tested with drafting",
    "reason-missing": "what was typed: tested with drafting",
    "indicator-ambiguous": "what was typed: tested with drafting",
    "unit-not-named": "what was typed: tested with the commands",
    "period-not-named": "what was typed: tested with the commands",
    "nothing-owed": "what was typed: tested with the commands",
    "round-closed": "the state of a round: tested with the commands",
    "round-closed-already": "the state of a round: tested with the commands",
    "round-not-closed": "the state of a round: tested with the commands",
    "round-earlier-open": "the state of a round: tested with the commands",
    "nothing-to-decide": "the state of a round: tested with the commands",
    "decision-stands": "the state of a round: tested with the commands",
    "unit-not-excluded": "the state of a round: tested with the commands",
    "revision-not-there": "the state of a round: tested with the commands",
    "unit-excluded": "what is sent, against what was decided: tested with deciding",
    "carried-returned": "what is sent, against what was decided: tested with deciding",
    "sent-in-future": "what is sent, against the day: tested with submitting",
    "method-changed": "what is sent, against what was: tested with submitting",
    "figure-shrinks": "what is sent, against what was: tested with submitting",
    "figure-jumps": "what is sent, against what was: tested with submitting",
    "answer-dropped": "what is sent, against what was: tested with submitting",
    "totals-differ": "what is sent, against itself: tested with submitting",
    "output-forbidden": "permissions: tested here",
    "output-failed": "the machine's doing: tested here",
    "output-in-store": "what was typed: tested with the outputs",
    "output-exists": "what was typed: tested with the outputs",
    "output-not-folder": "what was typed: tested with the outputs",
    "output-not-file": "what was typed: tested with the outputs",
    "template-missing": "a template: tested with the templates",
    "template-syntax": "a template: tested with the templates",
    "template-name-unknown": "a template: tested with the templates",
    "template-failed": "a template: tested with the templates",
    "template-too-long": "a template: tested with the templates",
    "extension-not-later": "a call: tested in test_deadlines.py",
    "unit-not-asked": "a call: tested in test_deadlines.py",
    "template-unused": "a template: tested with the office's templates",
    "template-unknown": "a call: tested with the office's templates",
    "mail-not-set-up": "a call: tested in test_mail.py",
    "mail-login-open": "the machine's files: tested in test_mail.py",
    "mail-login-unreadable": "the machine's files: tested in test_mail.py",
    "mail-login-in-store": "the machine's files: tested in test_mail.py",
    "mail-login-half": "the environment: tested in test_mail.py",
    "mail-unreachable": "a server's doing: tested in test_mail.py",
    "mail-certificate": "a server's doing: tested in test_mail.py",
    "mail-not-encrypted": "a server's doing: tested in test_mail.py",
    "mail-login-refused": "a server's doing: tested in test_mail.py",
    "mail-address": "a call: tested in test_mail.py",
    "leftover-file": "a stopped run: tested in test_repairing.py",
    "leftover-name": "a stopped run: tested in test_repairing.py",
    "leftover-folder": "a stopped run: tested in test_repairing.py",
    "damaged-replaced": "what `doctor --repair` says: tested in test_repairing.py",
    "damaged-needed": "what `doctor --repair` says: tested in test_repairing.py",
    "conflict-copy": "what `doctor --repair` says: tested in test_repairing.py",
    "reminder-open": "what `doctor --repair` says: tested in test_repairing.py",
    "chat-not-installed": "the machine's doing: tested in test_chat.py",
    "chat-addresses-line": "the machine's files: tested in test_chat.py",
    "chat-address": "the machine's files: tested in test_chat.py",
    "chat-address-missing": "the machine's files: tested in test_chat.py",
    "chat-not-set-up": "a call: tested in test_chat.py",
    **{
        kind.slug: "what was done to the record: tested in test_journal.py"
        for kind in KINDS.values()
        if "KPI801" <= kind.code <= "KPI829"
    },
    "signing-not-installed": "the machine's doing: tested in test_signing.py",
    "key-file-missing": "a private key: tested in test_keys.py",
    "key-file-broken": "a private key: tested in test_keys.py",
    "key-file-open": "a private key: tested in test_keys.py",
    "key-file-in-store": "a private key: tested in test_keys.py",
    "key-file-locked": "a private key: tested in test_keys.py",
    "key-file-exists": "a private key: tested in test_keys.py",
    "key-registered": "what was typed: tested in test_keys.py",
    "key-not-registered": "what was typed: tested in test_keys.py",
    "signature-key-unknown": "a key that is made anew each time: tested in test_signing.py",
    "signature-key-foreign": "keys of two units: tested in test_signing.py",
    "signature-replayed": "two files of one: tested in test_signing.py",
    "signature-unchecked": "the machine's doing: tested in test_signing.py",
    "signature-missing": "what the settings demand: tested in test_signing.py",
    "signature-refused": "what the settings demand: tested in test_signing.py",
}
# Kinds whose example says in words what cannot be shown in text.
DESCRIBED = {
    "file-not-utf8": "a byte that is no text",
    "yaml-control-character": "a character that is not seen",
    "text-too-long": "ten thousand characters",
}


def lay_out(target: Path, name: str) -> Path:
    """Make the workspace of a case: the base, with the case's own files over it."""
    shutil.copytree(BASE, target, dirs_exist_ok=True)
    shutil.copytree(CASES / name / "workspace", target, dirs_exist_ok=True)
    return target


def find_fields(template: str) -> Iterator[tuple[str, str]]:
    for _, field, spec, _ in string.Formatter().parse(template):
        if field is not None:
            yield field, spec or ""


def assert_worded(kind: str, facts: dict[str, str | int]) -> None:
    """Every blank in the words of a kind has its fact, and every word of ours is known."""
    table = KINDS[kind]
    hint = table.near if table.near is not None and "near" in facts else table.hint
    for template in (*table.message, *hint):
        for field, spec in find_fields(template):
            assert field in facts, f"{kind} has no fact {field}"
            # What was given where one thing was asked for are the user's own keys, or nothing.
            if spec.casefold() == "word" and kind not in {"entry-answers", "target-demand"}:
                assert facts[field] in WORDS, f"{kind}: no words for {facts[field]}"


def write_out(problems: list[Problem]) -> str:
    """Write problems as expected.txt has them: one a line, first in Vietnamese, then in English."""
    lines = []
    for language in LANGUAGES:
        for problem in problems:
            place, said = problem.place, word_problem(problem, language)
            also = "".join(f" | {near.file}:{near.line}:{near.column}" for near in problem.related)
            lines.append(
                f"{place.file}:{place.line}:{place.column}: {said.code} {said.severity}: "
                f"{said.message} | {said.hint}{also}"
            )
    return "".join(f"{line}\n" for line in lines)


def test_the_base_of_the_cases_is_clean() -> None:
    assert desk.check_workspace(BASE) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_case_causes_its_problem_and_says_so(name: str, tmp_path: Path, golden: Golden) -> None:
    code, _, slug = name.partition("-")
    assert KINDS[slug].code == code
    problems = desk.check_workspace(lay_out(tmp_path, name))
    assert slug in {problem.kind for problem in problems}
    for problem in problems:
        assert_worded(problem.kind, dict(problem.facts))
    golden(CASES / name / "expected.txt", write_out(problems))


@pytest.mark.parametrize("name", [name for name in NAMES if name.partition("-")[2] not in DESCRIBED])
def test_the_wrong_example_causes_the_problem_and_the_right_one_mends_it(name: str, tmp_path: Path) -> None:
    kind = KINDS[name.partition("-")[2]]
    root = lay_out(tmp_path, name)
    if (root / kind.wrong).exists():
        move(root / kind.wrong, root / kind.right)
    else:
        own = [path for path in sorted((CASES / name / "workspace").rglob("*")) if path.is_file()]
        changed = [path for path in own if swap(path.read_text(encoding="utf-8"), kind.wrong, kind.right)]
        assert len(changed) == 1, "the example stands in one file of the case"
        path = root / changed[0].relative_to(CASES / name / "workspace")
        mended = swap(path.read_text(encoding="utf-8"), kind.wrong, kind.right)
        assert mended is not None
        path.write_text(mended, encoding="utf-8", newline="")
    left = desk.check_workspace(root)
    assert left == [], write_out(left)


def move(path: Path, target: Path) -> None:
    """Move a file, and take away the folders it leaves empty."""
    data = path.read_bytes()
    path.unlink()
    while not any(path.parent.iterdir()):
        path = path.parent
        path.rmdir()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def swap(text: str, old: str, new: str) -> str | None:
    """Put `new` in the place of `old`, at whatever depth it stands; None where it does not stand."""
    start = text.find(old.partition("\n")[0])
    while start >= 0:
        margin = text[text.rfind("\n", 0, start) + 1 : start]
        line_end = "\n" + (margin if margin.isspace() else "")
        found = old.replace("\n", line_end)
        if text.startswith(found, start):
            return text[:start] + new.replace("\n", line_end) + text[start + len(found) :]
        start = text.find(old.partition("\n")[0], start + 1)
    return None


def test_every_kind_has_a_case_or_a_reason_not_to() -> None:
    assert sorted([*(name.partition("-")[2] for name in NAMES), *ELSEWHERE]) == sorted(KINDS)


def find_slugs(package: Path) -> Iterator[tuple[str, str]]:
    """Find where code makes a problem and of which kind; a kind that is not written there is passed over."""
    makers = {"Fault": 0, "Problem": 0, "refuse": 0, "_spot": 1}
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            choices = [node.args[makers[node.func.id]]] if node.func.id in makers else []
            while choices:
                choice = choices.pop()
                if isinstance(choice, ast.IfExp):
                    choices += [choice.body, choice.orelse]
                elif isinstance(choice, ast.Constant):
                    yield str(choice.value), f"{path.relative_to(package)}:{node.lineno}"


def test_every_kind_that_code_names_is_in_the_table(repo: Path) -> None:
    unknown = [
        f"{where}: {slug}" for slug, where in find_slugs(repo / "src" / "cds_kpi") if slug not in KINDS
    ]
    assert unknown == []


def test_every_kind_in_the_table_is_named_by_code(repo: Path) -> None:
    package = repo / "src" / "cds_kpi"
    paths = [path for path in package.rglob("*.py") if path.parent.name != "problems"]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    # One kind for each key that a name must agree with, named by the key: f"store-name-{key}".
    named = {*re.findall(r'"([a-z0-9-]+)"', "\n".join(texts)), "store-name-programme"}
    assert [slug for slug in KINDS if slug not in named] == []


def test_codes_and_slugs_are_unique_and_in_order() -> None:
    codes = [kind.code for kind in TABLE]
    assert codes == sorted(set(codes))
    assert len(KINDS) == len(TABLE)
    for kind in TABLE:
        assert re.fullmatch(r"KPI[1-8]\d\d", kind.code)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", kind.slug)
        assert kind.code[3] in CHAPTERS


@pytest.mark.parametrize("kind", TABLE, ids=[kind.slug for kind in TABLE])
def test_the_words_of_a_kind_are_whole(kind: Kind) -> None:
    near = kind.near or kind.hint
    for vi, en in (kind.summary, kind.message, kind.hint, near, kind.why):
        assert vi == unicodedata.normalize("NFC", vi).strip()
        assert en == en.strip()
        assert "\n" not in vi + en
    for vi, en in (kind.message, kind.hint, near):
        assert set(find_fields(vi)) <= {*find_fields(en), *((name, "Word") for name, _ in find_fields(en))}
        assert {name for name, _ in find_fields(en)} == {name for name, _ in find_fields(vi)}
    for sentence in (*kind.message, *kind.hint, *near, *kind.why):
        assert sentence.endswith((".", "?", '."', ".”"))
    for language in LANGUAGES:
        page = explain_kind(kind, language)
        assert page.startswith(f"{kind.code} {kind.slug} (")
        assert textwrap.indent(kind.wrong, "    ") in page
        assert textwrap.indent(kind.right, "    ") in page


def test_words_of_ours_are_said_in_both_languages() -> None:
    for words in WORDS.values():
        assert words.vi == unicodedata.normalize("NFC", words.vi)
        assert words.en.isascii() or "“" in words.en
    wanted = {
        *get_args(Measures),
        *(answer for answer in get_args(Answer) if answer in {"ratio", "value", "done", "parts"}),
    }
    assert wanted <= set(WORDS)


def test_every_reference_says_in_words_what_it_is_to(repo: Path) -> None:
    roles = set()
    for name in ("check_catalogue", "check_submission", "check_rules"):
        tree = ast.parse((repo / f"src/cds_kpi/assess/{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = {"refer": 0, "_check_unit": 2, "check_selectors": 2}.get(node.func.id)
                if place is not None and isinstance(role := node.args[place], ast.Constant):
                    roles.add(role.value)
    assert {"lead", "parent", "successor", "indicator", "units"} <= roles
    assert roles <= set(WORDS)


@pytest.mark.parametrize(
    "name", ["KPI501", "kpi501", " Kpi501 ", "501", "number-ambiguous", "Number-Ambiguous"]
)
def test_a_kind_is_found_by_code_and_by_slug(name: str) -> None:
    assert find_kind(name) is KINDS["number-ambiguous"]


@pytest.mark.parametrize("name", ["", "KPI", "KPI999", "5", "number", "KPI501x"])
def test_a_kind_that_is_not_there_is_not_found(name: str) -> None:
    assert find_kind(name) is None


def say(problem: Problem | Fault, language: Language = "vi") -> tuple[str, str]:
    if isinstance(problem, Fault):
        problem = problem.at(Place("data/units.yaml"))
    assert_worded(problem.kind, dict(problem.facts))
    worded = word_problem(problem, language)
    return worded.message, worded.hint


def test_an_error_and_a_warning_are_told_apart() -> None:
    assert is_error(Fault("unit-twice").at(Place("data/units.yaml")))
    assert not is_error(Fault("unit-gone").at(Place("data/units.yaml")))


def test_what_the_user_wrote_is_quoted_on_one_short_line() -> None:
    fault = Fault("period-unreadable", {"found": "{found}\n\x1b[31m" + "dài " * 40})
    message, _ = say(fault)
    assert (
        message == "“{found} �[31mdài dài dài dài dài dài dài dài dài dài dài dà…” không phải là kỳ báo cáo."
    )


def test_a_fact_that_is_not_there_does_not_hide_the_problem() -> None:
    worded = word_problem(Problem("unit-twice", Place("data/units.yaml")), "en")
    assert worded.message == "The id “…” already belongs to a unit above."


def test_a_hint_says_what_may_have_been_meant_where_something_is_near() -> None:
    facts: dict[str, str | int] = {"found": "so-ttt", "what": "parent", "near": "so-tttt"}
    assert say(Fault("unit-unknown", facts)) == (
        "Đơn vị cấp trên “so-ttt” không có trong danh sách đơn vị.",
        "Có lẽ cần ghi “so-tttt”.",
    )
    del facts["near"]
    assert say(Fault("unit-unknown", facts), "en") == (
        "The parent unit “so-ttt” is not in the list of units.",
        "Write the id of a unit in data/units.yaml, or add the unit there.",
    )


def test_a_number_typed_in_a_form_may_have_two_readings() -> None:
    fault = parse_number("7.650", writing="form")
    assert isinstance(fault, Fault)
    assert say(fault)[1] == "Ghi 7650 nếu là hàng nghìn, hoặc 7,650 nếu là số thập phân."


def test_a_period_of_no_year_is_not_guessed() -> None:
    fault = parse_period("Quý III")
    assert isinstance(fault, Fault)
    assert say(fault, "en")[0] == "“Quý III” does not say the year."


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "data/units.yaml").unlink()
    [problem] = desk.check_workspace(tmp_path)
    assert (problem.kind, problem.place.file) == ("file-missing", "data/units.yaml")
    assert say(problem)[0] == "Không có tệp này."


def test_a_file_of_more_than_eight_megabytes_is_not_read(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    with (tmp_path / "data/units.yaml").open("r+b") as file:
        file.truncate(LARGEST + 1)
    [problem] = desk.check_workspace(tmp_path)
    assert (problem.kind, problem.place.file) == ("file-too-large", "data/units.yaml")
    assert say(problem)[0] == "Tệp nặng 8,1 MB, vượt mức 8 MB."


def test_a_link_that_leads_round_in_a_circle_is_the_machines_error(tmp_path: Path) -> None:
    (tmp_path / "units.yaml").symlink_to("units.yaml")
    fault = read_bytes(tmp_path / "units.yaml")
    assert isinstance(fault, Fault)
    assert fault.kind == "file-io"
    assert say(fault)[0] == "Không đọc được tệp này: liên kết trỏ vòng quanh."


def test_a_file_whose_folder_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("", encoding="utf-8")
    fault = write_file(tmp_path / "reports" / "2022-Q3.md", b"")
    assert isinstance(fault, Fault)
    assert fault == Fault("output-not-folder", {"path": str(tmp_path / "reports")})
    assert say(fault)[1] == "Đổi tên hoặc dời tệp đó đi."


def test_a_place_that_cannot_be_written_to_is_told_with_the_option_that_named_it() -> None:
    for kind in ("output-forbidden", "output-failed", "output-in-store", "output-exists"):
        facts: dict[str, str | int] = {"path": "r.txt", "error": "EIO", "folder": "data"}
        assert "--" not in say(Fault(kind, facts))[1]
        assert "--receipt" in say(Fault(kind, facts | {"near": "--receipt"}))[1]


RunBound = Callable[[str, Path], str]


@pytest.fixture
def run_bound(needs: Needs, bound_environment: dict[str, str]) -> RunBound:
    """Give the function that runs a few lines of Python as somebody whom permissions bind, even if we are root."""
    prefix: list[str] = []
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        prefix = [str(needs("setpriv")), "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]

    def run(code: str, root: Path) -> str:
        result = subprocess.run(
            [*prefix, sys.executable, "-c", textwrap.dedent(code), str(root)],
            env=bound_environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (result.returncode, result.stderr) == (0, "")
        return result.stdout

    return run


def test_a_file_that_may_not_be_read_is_an_error_not_a_gap(run_bound: RunBound, tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "data/units.yaml").chmod(0)
    code = """
        import pathlib, sys
        from cds_kpi import desk
        for problem in desk.check_workspace(pathlib.Path(sys.argv[1])):
            print(problem.kind, problem.place.file)
    """
    assert run_bound(code, tmp_path) == "file-forbidden data/units.yaml\n"
    assert (
        say(Fault("file-forbidden"))[0] == "Người chạy chương trình không có quyền đọc tệp hoặc thư mục này."
    )


@pytest.mark.parametrize("closed", ["data", "data/rounds", "data/rounds/cv-3036", "data/submissions/2022-Q3"])
@pytest.mark.parametrize(
    "call",
    [("check",), ("status", "--quarter", "Q3"), ("report", "--quarter", "Q3", "--as-of", "2022-09-30")],
    ids=" ".join,
)
def test_a_folder_closed_to_us_is_a_problem_with_a_code(
    closed: str, call: tuple[str, ...], run_bound: RunBound, example: Path
) -> None:
    (example / "data/rounds/cv-3036").mkdir(parents=True, exist_ok=True)
    code = f"""
        import os, subprocess, sys
        os.chdir(sys.argv[1])
        done = subprocess.run([sys.executable, "-m", "cds_kpi", *{call!r}], capture_output=True, encoding="utf-8")
        print(done.returncode, done.stdout, done.stderr)
    """
    (example / closed).chmod(0)
    try:
        told = run_bound(code, example)
    finally:
        (example / closed).chmod(0o755)
    assert told.startswith("1 ") or (call[0] == "status" and told.startswith("0 "))
    assert f"lỗi[KPI102] {closed}" in told or call[0] == "status"
    assert "KPI" in told or "cds-kpi check" in told


def test_a_folder_that_may_not_be_written_to_is_said_so(run_bound: RunBound, tmp_path: Path) -> None:
    code = """
        import pathlib, sys
        from cds_kpi.store.writing import write_file
        fault = write_file(pathlib.Path(sys.argv[1], "2022-Q3.md"), b"")
        print(fault.kind, *fault.facts)
    """
    tmp_path.chmod(0o555)
    try:
        assert run_bound(code, tmp_path) == "output-forbidden path error\n"
    finally:
        tmp_path.chmod(0o755)
    fault = Fault("output-forbidden", {"path": "reports/2022-Q3.md", "error": "EACCES"})
    assert say(fault)[0] == "Không có quyền ghi “reports/2022-Q3.md”."


def test_a_disk_without_room_is_said_so(run_bound: RunBound, tmp_path: Path) -> None:
    code = """
        import pathlib, resource, sys
        from cds_kpi.store.filing import write_new
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
        fault = write_new(pathlib.Path(sys.argv[1], "so-y-te.yaml"), b"format: 1\\nunit: so-y-te\\n")
        print(fault.kind, *fault.facts)
    """
    assert run_bound(code, tmp_path) == "disk-full path error\n"
    assert list(tmp_path.iterdir()) == []
    fault = Fault("disk-full", {"path": "data/submissions/2022-Q3/so-y-te.yaml", "error": "ENOSPC"})
    assert say(fault, "en")[0] == "There is no room left to write “data/submissions/2022-Q3/so-y-te.yaml”."


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "2022-Q3.yaml").write_text("act: closed\n", encoding="utf-8")
    fault = write_new(tmp_path / "2022-Q3.yaml", b"act: reopened\n")
    assert isinstance(fault, Fault)
    assert fault.kind == "file-exists"
    assert say(fault)[0].endswith("2022-Q3.yaml”.")


def test_a_revision_that_somebody_else_has_sent_is_not_repeated(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    [filing] = read_workspace(tmp_path).filings

    def refuse_to_write(_number: int, _previous: str | None) -> Receipt:
        raise AssertionError

    fault = file_submission(tmp_path, filing.submission, refuse_to_write, expected=1)
    assert isinstance(fault, Fault)
    assert fault.kind == "revision-taken"
    assert say(fault)[0] == "Đơn vị “so-tttt” đã có lần gửi 1, nên lần gửi này không thể mang số 1."


def refused(answer: object) -> Problem:
    assert isinstance(answer, desk.Refusal)
    [problem] = answer.problems
    return problem


def test_a_path_that_leads_nowhere_is_said_so(tmp_path: Path) -> None:
    problem = refused(desk.check_paths(BASE, [tmp_path / "so-tttt.yaml"]))
    assert problem.kind == "path-unknown"
    assert say(problem)[0].endswith("so-tttt.yaml”, hoặc ở đó không có gì để kiểm tra.")


def test_a_new_workspace_is_made_only_where_nothing_is(tmp_path: Path) -> None:
    problem = refused(desk.make_workspace(BASE, "blank"))
    assert problem.kind == "folder-not-empty"
    assert say(problem, "en")[0].endswith("/problems/base” is not empty.")
    problem = refused(desk.make_workspace(tmp_path / "new", "tp-hcm"))
    assert problem.kind == "catalogue-unknown"
    assert say(problem)[0] == "Không có danh mục mẫu “tp-hcm”."


@pytest.mark.parametrize(
    ("asking", "kind", "message"),
    [
        (
            desk.Asking(period="2022-Q2"),
            "round-unknown",
            "Chương trình “cv-3036” không có đợt báo cáo cho kỳ 2022-Q2.",
        ),
        (
            desk.Asking(quarter="Q2"),
            "round-of-no-year",
            (
                "Chương trình “cv-3036” không có đợt báo cáo “Q2” của năm 2022 "
                "(lời gọi không ghi năm nên hiểu là năm nay)."
            ),
        ),
        (
            desk.Asking(programme="all", quarter="Q3"),
            "programme-all",
            (
                "Lệnh này làm việc với đợt báo cáo của một chương trình, không nhận “all”; chỉ “report”, “indicators” "
                "và “check-deadlines” nhận mọi chương trình."
            ),
        ),
        (desk.Asking(), "period-needed", "Lệnh này cần biết kỳ báo cáo."),
        (desk.Asking(period="2022-Q3", year="2023"), "period-two-years", "“2022-Q3” không thuộc năm 2023."),
        (
            desk.Asking(programme="cv-306"),
            "programme-unknown",
            "Chương trình “cv-306” không có trong danh mục.",
        ),
    ],
)
def test_a_round_asked_for_wrongly_is_not_guessed(asking: desk.Asking, kind: str, message: str) -> None:
    read = desk.read_catalogue(BASE)
    assert not isinstance(read, desk.Refusal)
    fault = desk.choose_round(read[0], asking, this_year=2022)
    assert isinstance(fault, Fault)
    assert (fault.kind, say(fault)[0]) == (kind, message)
