import io
import re
import zipfile
from dataclasses import replace

import pytest
from openpyxl.cell.cell import MergedCell

from cds_kpi.forms import words
from cds_kpi.forms.heights import count_lines
from cds_kpi.forms.names import COVER, FIELDS, IDENTITY, name_cell, read_name
from cds_kpi.forms.writing import write_form
from cds_kpi.problems.kind import Words
from cds_kpi.text import Language
from form_plans import (
    CATALOGUE,
    DOSSIERS,
    LONG,
    PORTAL,
    ROWS,
    find_cell,
    find_rule,
    make_plan,
    open_book,
    read_part,
)

LANGUAGES: tuple[Language, ...] = ("vi", "en")


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert write_form(make_plan()) == write_form(make_plan())


def test_every_input_has_its_name_and_is_the_only_kind_of_cell_that_is_not_locked() -> None:
    book = open_book(write_form(make_plan()))
    named = {name for name in book.defined_names if read_name(name) is not None}
    unlocked = {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not (cell.protection.locked or isinstance(cell, MergedCell))
    }
    placed = {(cell.parent.title, cell.coordinate) for cell in (find_cell(book, name) for name in named)}
    assert placed == unlocked
    assert len(placed) == len(named)
    assert "in.online_dossiers.numerator" in named
    assert "in.work_files_online.province.denominator" in named
    assert "in.e_payment_units.members_not_done" in named
    assert "in.digital_economy_grdp.method" in named
    assert {name_cell(path) for path in COVER} <= named


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.indicator)
def test_an_indicator_asks_for_what_its_kind_needs_and_no_more(row: object) -> None:
    asked = {
        "online-dossiers": {"numerator", "denominator"},
        "e-payment-units": {"done", "members_done", "members_not_done"},
        "digital-economy-grdp": {"value", "method"},
        "work-files-online": {
            f"{level}.{side}" for level in ("province", "district") for side in ("numerator", "denominator")
        },
        "dti-rank": {"value"},
        "portal": {"done"},
    }
    always = {"status", "source", "note", "nil", "unavailable", "expected_on", "not_applicable"}
    book = open_book(write_form(make_plan(row)))  # type: ignore[arg-type]
    start = f"in.{row.indicator.replace('-', '_')}."  # type: ignore[attr-defined]
    fields = {name.removeprefix(start) for name in book.defined_names if name.startswith(start)}
    assert fields == asked[row.indicator] | always  # type: ignore[attr-defined]


def test_names_and_paths_are_each_others_inverse() -> None:
    paths = [("entries", "e-payment-units", field) for field in FIELDS]
    paths += [("entries", "a-b", "parts", "nong-nghiep", "value"), *COVER]  # type: ignore[list-item]
    assert [read_name(name_cell(path)) for path in paths] == paths
    for stranger in (
        "Print_Titles",
        "in.x",
        "in..value",
        "in.x.y.note",
        "in.x.unknown",
        "form.unit",
        "form.inputs",
    ):
        assert read_name(stranger) is None


def test_the_form_says_which_one_it_is_twice() -> None:
    book = open_book(write_form(make_plan()))
    stated = ["so-tttt", "2022-Q3", "1", CATALOGUE]
    assert [find_cell(book, f"form.{field}").value for field in IDENTITY] == stated
    assert [book.custom_doc_props[f"form.{field}"].value for field in IDENTITY] == stated  # type: ignore[attr-defined]
    assert book["cds-kpi"].sheet_state == "hidden"


def test_no_text_becomes_a_formula() -> None:
    data = write_form(
        make_plan(PORTAL, replace(DOSSIERS, name="@SUM(1)", numerator="-1+1", basis="+cmd", number=1))
    )
    formulas = re.findall(rb"<f>([^<]*)</f>", read_part(data, "xl/worksheets/sheet2.xml"))
    assert formulas
    assert all(formula.startswith((b"IFERROR(IF(AND(LEN", b"IF(AND(ISNUMBER")) for formula in formulas)
    book = open_book(data)
    shown = [cell for row in book.worksheets[1].iter_rows() for cell in row if cell.value == PORTAL.name]
    assert [(cell.data_type, cell.quotePrefix) for cell in shown] == [("s", True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_a4_landscape_with_its_heading_on_every_page(language: Language) -> None:
    book = open_book(write_form(make_plan(language=language)))
    cover, figures, hidden = book.worksheets
    assert [sheet.title for sheet in (cover, figures)] == [
        words.COVER_SHEET.say(language),
        words.FIGURES_SHEET.say(language),
    ]
    for sheet in (cover, figures):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert "&P/&N" in (sheet.oddFooter.center.text or "")  # type: ignore[union-attr]
        assert sheet.protection.sheet
        assert sheet.protection.password is None
    assert cover.sheet_properties.pageSetUpPr is not None
    assert cover.sheet_properties.pageSetUpPr.fitToPage
    assert (cover.page_setup.fitToWidth, cover.page_setup.fitToHeight) == (1, 0)
    # Excel passes over the breaks of a sheet that is fitted to the page.
    assert figures.row_breaks.brk
    assert not (figures.sheet_properties.pageSetUpPr and figures.sheet_properties.pageSetUpPr.fitToPage)
    assert figures.page_setup.scale == 92
    assert figures.print_title_rows == "$3:$3"
    assert figures.freeze_panes == "C4"
    assert hidden.sheet_state == "hidden"
    faces = {
        cell.font.name for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value
    }
    assert faces == {"Times New Roman"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_input_says_what_it_takes_and_refuses_the_rest(language: Language) -> None:
    book = open_book(write_form(make_plan(language=language)))
    for name in book.defined_names:
        if read_name(name) is None:
            continue
        rule = find_rule(book, name)
        assert rule.prompt, name
        assert rule.error, name
        assert len(rule.promptTitle or "") <= 32
        assert len(rule.prompt) <= 255
        assert len(rule.error) <= 225
    rule = find_rule(book, "in.portal.status")
    assert rule.type == "list"
    assert rule.formula1 == "'cds-kpi'!$H$1:$H$3"


def test_fixed_words_exist_in_both_languages() -> None:
    for wording in vars(words).values():
        for one in wording.values() if isinstance(wording, dict) else [wording]:
            if isinstance(one, Words):
                assert one.vi.strip()
                assert one.en.strip()


def test_long_names_are_given_the_lines_they_take() -> None:
    assert count_lines("ngắn", 20) == 1
    assert count_lines("một hai ba bốn năm sáu", 10) > 2
    assert count_lines("x" * 100, 20) >= 5
    assert count_lines("một\nhai", 50) == 2
    book = open_book(write_form(make_plan(replace(DOSSIERS, name=" ".join([LONG] * 5)))))
    assert (book.worksheets[1].row_dimensions[4].height or 0) >= 6 * 13


def test_the_package_holds_no_moment_of_its_making() -> None:
    data = write_form(make_plan())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = read_part(data, "docProps/core.xml").decode()
    assert re.findall(r"W3CDTF\">([^<]*)<", core) == ["2022-01-01T00:00:00Z"] * 2
