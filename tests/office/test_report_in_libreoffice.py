"""The official document printed by LibreOffice: pages, fonts and places, measured in the finished file."""

import re
import subprocess
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from cds_kpi.render.pdf import Pdf, find_office, render_pdf
from cds_kpi.render.word import render_docx
from cds_kpi.report.row_view import RowView, UnitName
from cds_kpi.report.view import PillarView, ReportView, UnitView
from cds_kpi.text import Language
from conftest import Needs
from views import make_row, make_unit, make_view

LONG = ("Ủy ban nhân dân xã Vĩnh Lộc A, huyện Bình Chánh " * 7)[:300]
MILLIMETRE = 72 / 25.4
"""Points."""
TIMES = re.compile(r"[A-Z]{6}\+(LiberationSerif|Tinos|TimesNewRoman)")


@dataclass(frozen=True)
class Word:
    """A word on a page, and where: in millimetres from the left and the top."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def lines(self) -> list[str]:
        """The lines of the page, from the top, words that stand at one height together."""
        found: dict[int, list[Word]] = {}
        for word in self.words:
            found.setdefault(round(word.bottom), []).append(word)
        return [" ".join(word.text for word in found[height]) for height in sorted(found)]


def print_report(needs: Needs, folder: Path, view: ReportView, repo: Path) -> list[Page]:
    made = render_docx(view, [repo / "templates"])
    assert isinstance(made, bytes)
    return print_document(needs, folder, made)


def print_document(needs: Needs, folder: Path, made: bytes) -> list[Page]:
    """Print a DOCX file to a.pdf in the folder, and give its pages."""
    needs("soffice")
    printed = render_pdf(
        datetime(2022, 9, 30, tzinfo=UTC), docx=lambda: made, page=bytes, office=find_office(), path="a.pdf"
    )
    assert isinstance(printed, Pdf), printed
    assert printed.program == "LibreOffice"
    (folder / "a.pdf").write_bytes(printed.data)
    return read_pages(needs, folder / "a.pdf")


def read_pages(needs: Needs, file: Path) -> list[Page]:
    told = subprocess.run([needs("pdftotext"), "-bbox", file, "-"], capture_output=True, check=True).stdout
    pages = []
    for page in etree.fromstring(told).iter("{*}page"):
        words = []
        for word in page.iter("{*}word"):
            places = [float(word.get(name) or 0) / MILLIMETRE for name in ("xMin", "yMin", "xMax", "yMax")]
            words.append(Word(word.text or "", *places))
        size = [float(page.get(name) or 0) / MILLIMETRE for name in ("width", "height")]
        pages.append(Page(size[0], size[1], tuple(words)))
    return pages


def check_fonts(needs: Needs, file: Path) -> None:
    listed = subprocess.run(
        [needs("pdffonts"), file], capture_output=True, encoding="utf-8", check=True
    ).stdout
    fonts = [line.split()[0] for line in listed.splitlines()[2:]]
    assert fonts
    assert [font for font in fonts if not TIMES.match(font)] == []


def find(page: Page, *texts: str) -> Word:
    """Give the box of words that follow one another."""
    words = page.words
    for place in range(len(words)):
        run = words[place : place + len(texts)]
        if tuple(word.text for word in run) == texts:
            return Word(" ".join(texts), run[0].left, run[0].top, run[-1].right, run[-1].bottom)
    raise AssertionError(texts)


def make_large_view(language: Language, rows: int, units: int, name: str) -> ReportView:
    """Give a report with so many indicators and units, each of a name of its own."""
    view = make_view("Sở A", language)
    statuses = [row.status for row in view.rows]
    made: list[RowView] = []
    for place in range(rows):
        row = make_row(place % 7 + 1, statuses[place % 7], "Sở A", language)
        called = f"Chỉ tiêu {place + 1} {name}"[:300]
        made.append(replace(row, id=f"indicator-{place}", number=place + 1, name=called))
    states = ["on_time", "late", "partial", "missing"]
    listed: list[UnitView] = []
    for place in range(units):
        unit = make_unit(f"u-{place}", states[place % 4], f"Đơn vị {place + 1} {name}"[:300], language)
        listed.append(replace(unit, state_text=states[place % 4]))
    missing = tuple(UnitName(unit.id, unit.name) for unit in listed if unit.state == "missing")
    half = len(made) // 2
    return replace(
        view,
        rows=tuple(made),
        pillars=(
            PillarView("one", "Hạ tầng số", tuple(made[:half])),
            PillarView("two", name, tuple(made[half:])),
        ),
        units=tuple(listed),
        reporting=replace(view.reporting, missing=missing, expected=units),
    )


def test_the_head_of_the_document_is_where_the_decree_puts_it(
    needs: Needs, repo: Path, tmp_path: Path
) -> None:
    view = make_view("Sở A")
    view = replace(
        view,
        authority=UnitName("city", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        office=replace(
            view.office,
            agency=UnitName("dic", "Sở Thông tin và Truyền thông"),
            place="Thành phố Hồ Chí Minh",
            symbol="BC-STTTT",
            signer="GIÁM ĐỐC",
        ),
    )
    pages = print_report(needs, tmp_path, view, repo)
    first = pages[0]
    assert (round(first.width), round(first.height)) == (210, 297)
    for page in pages:
        right = 15
        assert min(word.left for word in page.words) >= 30 - 0.5
        assert max(word.right for word in page.words) <= page.width - right + 0.5
        assert max(word.bottom for word in page.words) <= page.height - 20 + 0.5
    country = find(first, "CỘNG", "HÒA", "XÃ", "HỘI", "CHỦ", "NGHĨA", "VIỆT", "NAM")
    motto = find(first, "Độc", "lập", "-", "Tự", "do", "-", "Hạnh", "phúc")
    authority = find(first, "ỦY", "BAN", "NHÂN", "DÂN")
    agency = find(first, "SỞ", "THÔNG", "TIN", "VÀ")
    number = find(first, "Số:", "/BC-STTTT")
    day = find(first, "Thành", "phố", "Hồ", "Chí", "Minh,", "ngày", "tháng", "năm", "2022")
    kind = find(first, "BÁO", "CÁO")
    middle = 30 + 165 / 2
    # The first line of both columns begins the text; the left one ends where the right one begins.
    assert 19.5 <= country.top <= 25
    assert abs(country.top - authority.top) < 1
    assert agency.right < country.left
    assert country.left > middle - 25
    for upper, lower in ((country, motto), (motto, day), (authority, agency), (agency, number)):
        assert upper.bottom <= lower.top + 1
        assert abs((upper.left + upper.right) / 2 - (lower.left + lower.right) / 2) < 2
    # The number and the place stand on one line.
    assert abs(number.bottom - day.bottom) < 1
    assert abs((kind.left + kind.right) / 2 - middle) < 1
    signer = find(next(page for page in pages if "Nơi" in {word.text for word in page.words}), "GIÁM", "ĐỐC")
    assert signer.left > middle
    check_fonts(needs, tmp_path / "a.pdf")


def test_the_rule_under_the_motto_is_as_long_as_the_motto(needs: Needs, repo: Path, tmp_path: Path) -> None:
    pages = print_report(needs, tmp_path, make_view("Sở A"), repo)
    motto = find(pages[0], "Độc", "lập", "-", "Tự", "do", "-", "Hạnh", "phúc")
    with zipfile.ZipFile(repo / "templates" / "report.docx") as package:
        body = etree.fromstring(package.read("word/document.xml"))
    w = f"{{{body.nsmap['w']}}}"
    rule = [border.getparent() for border in body.iter(f"{w}pBdr")][1]
    indent = rule.find(f"{w}ind")
    column = next(iter(body.iter(f"{w}tr"))).findall(f"{w}tc")[1].find(f"{w}tcPr/{w}tcW")
    drawn_in = int(indent.get(f"{w}left")) + int(indent.get(f"{w}right"))
    length = (int(column.get(f"{w}w")) - drawn_in) / 20 / MILLIMETRE
    assert abs(length - (motto.right - motto.left)) < 1.5


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("rows", "units", "name"),
    [(16, 5, ""), (60, 350, ""), (16, 44, LONG), (16, 5, "X" * 300)],
    ids=["small", "large", "long names", "long words"],
)
def test_nothing_is_clipped_or_orphaned(
    needs: Needs, repo: Path, tmp_path: Path, language: Language, rows: int, units: int, name: str
) -> None:
    view = make_large_view(language, rows, units, name)
    pages = print_report(needs, tmp_path, view, repo)
    check_fonts(needs, tmp_path / "a.pdf")
    headings = [
        "I. ",
        "II. ",
        "III. ",
        "IV. ",
        "1. ",
        "Hình",
        "Figure",
        "Phụ lục",
        "Appendix",
        "(Kèm",
        "(With",
    ]
    heads = {"vi": ("TT", "Đơn vị"), "en": ("No.", "Unit")}[language]
    appendix = False
    for place, page in enumerate(pages, 1):
        assert all(word.left >= 0 and word.right <= page.width - 14 for word in page.words), place
        assert all(word.bottom <= page.height - 19 for word in page.words), place
        lines = page.lines
        # The number stands at the top of every page but the first.
        assert (lines[0] == str(place)) == (place > 1)
        if place > 1:
            top = page.words[0]
            assert top.top < 20
            assert abs((top.left + top.right) / 2 - (30 + (page.width - 45) / 2)) < 1
        bold = [heading for heading in headings[:4] if lines[-1].startswith(heading) and lines[-1].isupper()]
        assert bold == [], f"page {place} ends with {lines[-1]}"
        assert not lines[-1].startswith(tuple(headings[5:])), f"page {place} ends with {lines[-1]}"
        appendix = appendix or any(line in {"Phụ lục II", "Appendix II"} for line in lines)
        if appendix:
            assert all(any(head in line for line in lines[:8]) for head in heads), place
    text = " ".join(word.text for page in pages for word in page.words)
    for unit in view.units[:: max(1, units // 20)]:
        number = unit.name.split()[2]
        assert f"vị {number}" in text
    assert "./." in text


def test_the_same_document_is_the_same_pdf(needs: Needs, repo: Path, tmp_path: Path) -> None:
    files = []
    for run in ("a", "b"):
        (tmp_path / run).mkdir()
        print_report(needs, tmp_path / run, make_view("Sở A"), repo)
        files.append((tmp_path / run / "a.pdf").read_bytes())
    assert files[0] == files[1]
    assert b"/CreationDate(D:20220930000000" in files[0]


def test_hostile_text_stands_in_the_pdf_as_it_was_written(needs: Needs, repo: Path, tmp_path: Path) -> None:
    hostile = "&<>\"' {{7*7}} {%x%} =1+1 @|"
    pages = print_report(needs, tmp_path, make_view(hostile), repo)
    assert hostile in " ".join(word.text for page in pages for word in page.words)
