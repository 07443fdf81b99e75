"""Every file and every line that the program makes of a workspace full of attacks, read back: all of it is text.

Convention: what a reader's program would make of an output is compared with what it makes of the same workspace with
plain words in the attacks' places; the attacks may add letters to it, and nothing else.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from attacks import ATTACKS, MARK, Attacker, make_attacked
from icalendar import Calendar
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from bounds import SOAK
from test_fuzz import call

TURNS = range(len(ATTACKS)) if SOAK else (7,)
ROUND = ("--quarter", "Q3")
AT = ("--as-of", "2022-09-30")
INDICATORS = ("share", "amount", "calls", "portal", "place")


def type_text(by: Attacker) -> str:
    """Return an attack that may stand on a command line, which takes what can be seen on one line."""
    return next(text for text in iter(by.text, "") if text.isprintable())


def list_calls(by: Attacker) -> list[list[str]]:
    """Return every command that shows or writes what people wrote, those that write to the store first."""
    who = [f"--by={type_text(by)}", f"--reason={type_text(by)}"]
    submit = ["submit", *ROUND, "--set", "share=1/2", "--yes", "--unit"]
    forms = "md,html,docx,xlsx,json"
    diff = ["diff", *ROUND, "--from", "2022-09-14", "--format"]
    calls = [
        [*submit, "so-a", "--set", "portal=done", f"--note={type_text(by)}"],
        ["review", "return", "--unit", "so-a", *ROUND, *who],
        *([*submit, "so-b", "--on-behalf-of", *who, "--receipt", f"out/r.{form}"] for form in ("txt", "html", "json")),
        ["close", *ROUND, *who, "--yes", "--force"],
        ["reopen", *ROUND, *who],
        ["close", *ROUND, *who, "--yes", "--force"],
        ["check"], ["check", "--format", "concise"], ["check", "--format", "json"], ["check", "--format", "github"],
        ["indicators"], ["indicators", "--format", "json"], ["units"], ["units", "--format", "json"],
        ["units", "show", "so-b"], ["units", "show", "so-old", "--format", "json"],
        ["history", "--unit", "so-a", *ROUND], ["history", "--unit", "so-a", "--format", "json"],
        ["form", "--all", "--period", "2022-Q4", "--out", "out/forms"],
        ["status", *ROUND], ["status", *ROUND, "--by", "indicator"], ["status", *ROUND, "--by", "level"],
        *(["status", *ROUND, "--format", form, "--out", f"out/status.{form}"] for form in ("json", "csv", "xlsx")),
        ["check-deadlines", *AT, "--within", "99", "--ics", "out/d.ics", "--letters", "out/letters", "--letter-each"],
        ["check-deadlines", "--as-of", "2022-12-17", "--within", "9", "--format", "json"],
        ["report", *ROUND, *AT, "--format", forms, "--out", "out/vi"],
        ["report", *ROUND, "--lang", "en", "--format", forms, "--out", "out/en"],
        ["report", "--programme", "all", "--period", "2022-Q3", "--format", forms, "--out", "out/all"],
        ["diff", *ROUND], ["diff", "--unit", "so-a", *ROUND, "--from-revision", "1", "--to-revision", "2"],
        *([*diff, form, "--out", f"out/diff.{form}"] for form in ("json", "md", "html")),
        ["verify-receipt", "out/r.html"], ["templates"],
    ]  # fmt: skip
    for one in INDICATORS:
        calls += [
            ["indicators", "show", one],
            ["explain", one, *ROUND, *AT],
            ["contributions", one, *ROUND, *AT],
        ]
        for form in ("html", "json"):
            calls += [["explain", one, *ROUND, *AT, "--out", f"out/explain-{one}.{form}"]]
            calls += [["contributions", one, *ROUND, *AT, "--out", f"out/contributions-{one}.{form}"]]
    return calls


@dataclass
class Made:
    """What all the commands made of a workspace."""

    printed: list[tuple[list[str], int, str]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)


def make(root: Path, turn: int, monkeypatch: pytest.MonkeyPatch, *, harmless: bool) -> Made:
    """Run every command in a fresh workspace."""
    store, by = make_attacked(root, turn, harmless=harmless)
    monkeypatch.chdir(root)
    monkeypatch.setenv("COLUMNS", "160")
    made = Made()
    for arguments in list_calls(by):
        code, printed = call(["--workspace", str(store.root), *arguments], b"", monkeypatch)
        made.printed.append((arguments, code, printed))
    for path in sorted((root / "out").rglob("*")):
        if path.is_file():
            made.files[path.relative_to(root).as_posix()] = path.read_bytes()
    return made


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with pytest.MonkeyPatch.context() as patch:
        yield make(tmp_path_factory.mktemp("plain"), 0, patch, harmless=True)


@pytest.fixture(scope="module", params=TURNS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with pytest.MonkeyPatch.context() as patch:
        yield make(tmp_path_factory.mktemp("made"), request.param, patch, harmless=False)


def test_every_command_does_what_it_does_with_plain_words(made: Made, plain: Made) -> None:
    assert [(one[0][:2], one[1]) for one in made.printed] == [(one[0][:2], one[1]) for one in plain.printed]
    for arguments, code, printed in plain.printed:
        assert code in {0, 3}, (arguments, code, printed)
    assert set(made.files) == set(plain.files)


# ------------------------------------------------------------------------------------------------------- the readers


class Page(HTMLParser):
    """An HTML page as a browser takes it apart: every tag with its attributes, and what would run or be fetched."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.shapes: set[tuple[str, ...]] = set()
        self.active: list[str] = []
        self.texts: list[str] = []
        self._within = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag
        self.shapes.add((tag, *sorted(name for name, _ in attrs)))
        for name, value in attrs:
            text = value or ""
            is_plain = text.startswith(("#", "data:image/png;base64,")) or (
                tag == "a" and text.startswith("https://")
            )
            if (
                name in {"href", "src", "action", "xlink:href", "style", "srcset", "http-equiv"}
                and not is_plain
            ):
                self.active.append(f"{tag} {name}={text}")

    def handle_data(self, data: str) -> None:
        if self._within in {"script", "style"}:
            self.active.append(data)
        else:
            self.texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_comment(self, data: str) -> None:
        self.active.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.active.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.active.append(data)


def read_markdown(source: str) -> set[str]:
    """Return the kinds of tokens that a reader of Markdown finds, links and HTML among them."""
    found = set()
    tokens = MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"]).parse(source)
    for token in tokens:
        found |= {f"{token.type}.{token.tag}"}
        found |= {f"{one.type}.{one.tag}" for one in token.children or ()}
    return found


def read_tables(source: str) -> set[int]:
    """Return how many cells the rows of Markdown tables have that have too few or too many."""
    uneven, width, cells = set(), 0, 0
    for token in MarkdownIt("commonmark").enable(["table"]).parse(source):
        match token.type:
            case "thead_open":
                width = 0
            case "tr_open":
                cells = 0
            case "th_open":
                width += 1
                cells += 1
            case "td_open":
                cells += 1
            case "tr_close" if cells != width:
                uneven.add(cells)
    return uneven


def read_parts(data: bytes) -> dict[str, ElementTree.Element]:
    """Return every part of XML in an office document."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels", ".vml"))]
        return {name: ElementTree.fromstring(package.read(name)) for name in names}  # noqa: S314 - our own file


def read_relations(parts: dict[str, ElementTree.Element]) -> set[tuple[str, str]]:
    """Return the kinds of what the parts refer to, and whether that lies outside."""
    return {
        (one.get("Type", "").rsplit("/", 1)[-1], one.get("TargetMode", "Internal"))
        for name, part in parts.items()
        if name.endswith(".rels")
        for one in part
    }


UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys rather than shows, or what turns lines and their direction."""


def of_kind(made: Made, *endings: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files with these endings; that there are any is checked."""
    found = [(name, data) for name, data in made.files.items() if name.endswith(endings)]
    assert found
    yield from found


# -------------------------------------------------------------------------------------------------------- the outputs


def test_pages_hold_no_element_attribute_or_address_of_an_attack(made: Made, plain: Made) -> None:
    for name, data in of_kind(made, ".html"):
        page, other = Page(data.decode()), Page(plain.files[name].decode())
        assert page.shapes <= other.shapes, (name, page.shapes - other.shapes)
        assert [one for one in page.active if MARK in one] == [], name
        if "out/r" not in name:
            assert page.active == other.active, name
        assert MARK in "".join(page.texts), name


def test_markdown_holds_no_link_picture_or_html_and_its_tables_stay_even(made: Made, plain: Made) -> None:
    for name, data in of_kind(made, ".md"):
        source = data.decode()
        assert read_markdown(source) <= read_markdown(plain.files[name].decode()), name
        assert read_tables(source) == set(), name
        assert MARK in source


def test_workbooks_hold_text_where_somebody_wrote_text(made: Made, plain: Made) -> None:
    for name, data in of_kind(made, ".xlsx"):
        seen = 0
        for sheet in load_workbook(io.BytesIO(data)):
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.hyperlink is None, (name, cell)
                    if isinstance(cell.value, str) and MARK in cell.value:
                        assert cell.data_type == "s", (name, cell.value)
                        seen += 1
            for rule in sheet.data_validations.dataValidation:
                assert MARK not in f"{rule.formula1}{rule.formula2}"
        assert seen, name
        parts, others = read_parts(data), read_parts(plain.files[name])
        assert read_relations(parts) == read_relations(others), name
        assert set(parts) == set(others), name
        for part in parts.values():
            for element in part.iter():
                tag = element.tag.rsplit("}", 1)[-1]
                if tag in {"f", "definedName", "formula", "formula1"}:
                    assert MARK not in (element.text or ""), (name, element.text)
                if tag in {"oddHeader", "oddFooter"}:
                    # A single & begins a code: of a font, a colour, a picture, a date.
                    codes = set(re.findall("&(.)", (element.text or "").replace("&&", "")))
                    assert codes <= set('LCRPN189"'), (name, element.text)


def test_documents_hold_no_field_link_or_control(made: Made, plain: Made) -> None:
    for name, data in of_kind(made, ".docx"):
        parts, others = read_parts(data), read_parts(plain.files[name])
        assert read_relations(parts) == read_relations(others), name
        for part, root in parts.items():
            tags = {element.tag for element in root.iter()}
            assert tags <= {element.tag for element in others[part].iter()} | BREAKS, (name, part)
            fields = {element.text for element in root.iter(f"{W}instrText")}
            assert fields == {element.text for element in others[part].iter(f"{W}instrText")}, name
        body = "".join(parts["word/document.xml"].itertext())
        assert MARK in body, name
        assert not UNPRINTABLE.search(body.replace("\u2028", "")), name


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BREAKS = {f"{W}br", f"{W}tab"}
"""What a text of several lines is made of."""


def test_tables_of_commas_hold_no_formula_and_stay_even(made: Made) -> None:
    for name, data in of_kind(made, ".csv"):
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert len({len(row) for row in rows}) == 1, name
        cells = [cell for row in rows for cell in row]
        assert any(MARK in cell for cell in cells), name
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))], name
        assert not [cell for cell in cells if "\n" in cell or UNPRINTABLE.search(cell)], name


def test_data_says_what_was_written_and_nothing_that_a_terminal_obeys(made: Made, plain: Made) -> None:
    printed = [
        (str(one[0]), one[2].encode()) for one in made.printed if "json" in one[0] and "--out" not in one[0]
    ]
    assert len(printed) > 5
    for name, data in [*of_kind(made, ".json"), *printed]:
        text = data.decode()
        json.loads(text)
        assert not UNPRINTABLE.search(text), (name, UNPRINTABLE.search(text))
    given = json.dumps(json.loads(made.files["out/en/p.json"]), ensure_ascii=False)
    assert MARK in given


def test_calendars_hold_the_lines_that_the_program_wrote(made: Made, plain: Made) -> None:
    for name, data in of_kind(made, ".ics"):
        calendar, other = Calendar.from_ical(data), Calendar.from_ical(plain.files[name])
        shape = [(one.name, sorted(one)) for one in calendar.walk()]
        assert shape == [(one.name, sorted(one)) for one in other.walk()]
        assert any(MARK in str(one.get("description")) for one in calendar.walk("VEVENT"))
        lines = data.decode().replace("\r\n ", "").split("\r\n")
        assert all(re.match(r"[A-Z-]+[:;]", line) for line in lines if line)
        assert "\n" not in data.decode().replace("\r\n", "")


def test_receipts_hold_no_line_of_data_but_their_own(made: Made) -> None:
    text = made.files["out/r.txt"].decode()
    assert [line.startswith("cds-kpi.receipt/1 ") for line in text.rstrip().split("\n")].count(True) == 1
    assert not UNPRINTABLE.search(text)
    assert MARK in text


def test_the_terminal_is_given_letters_and_line_ends_alone(made: Made) -> None:
    shown = 0
    for arguments, _, printed in made.printed:
        assert not UNPRINTABLE.search(printed), (arguments, UNPRINTABLE.search(printed))
        shown += MARK in printed
    assert shown > 40


def test_a_build_server_is_given_one_line_a_problem(made: Made, plain: Made) -> None:
    said = {tuple(one[0]): one[2] for one in made.printed}["check", "--format", "github"]
    other = {tuple(one[0]): one[2] for one in plain.printed}["check", "--format", "github"]
    assert [line.split(" ")[0] for line in said.splitlines()] == [
        line.split(" ")[0] for line in other.splitlines()
    ]
    assert MARK in said
