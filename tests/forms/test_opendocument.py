import io
import zipfile

import pytest

from cds_kpi.forms.filled import FilledForm
from cds_kpi.forms.reading import read_form
from cds_kpi.problem import Problem

SPACES = 'xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:calcext="c" xmlns:meta="m" xmlns:dc="d"'
IDENTITY = ("so-tttt", "2022-Q3", "1", "ab" * 32)
NAMES = ("numerator", "denominator", "status", "nil", "source", "note", "unavailable", "expected_on")


def make(rows: str, *, hidden: bool = False, unit: str = "so-tttt") -> bytes:
    """Write a form with its inputs in B11 to B18 of the sheet of figures, and these rows from row 11 on."""
    identity = "".join(
        f'<table:table-row><table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        "</table:table-row>"
        for value in IDENTITY
    )
    inputs = "".join(
        f'<table:table-row><table:table-cell office:value-type="string"><text:p>in.fibre.{name}</text:p>'
        "</table:table-cell></table:table-row>"
        for name in NAMES
    )
    names = {
        f"form.{name}": f"$id.$A${at}"
        for at, name in enumerate(("unit", "period", "version", "catalogue"), 1)
    }
    names |= {f"in.fibre.{name}": f"$'Số liệu'.$B${at}" for at, name in enumerate(NAMES, 11)}
    names["form.inputs"] = "$id.$A$5:.$A$12"
    ranges = "".join(
        f'<table:named-range table:name="{name}" table:cell-range-address="{place}"/>'
        for name, place in names.items()
    )
    shown = "false" if hidden else "true"
    content = (
        f'<office:document-content {SPACES}><style:style style:name="ta1">'
        f'<style:table-properties table:display="{shown}"/></style:style><office:spreadsheet>'
        f'<table:table table:name="id"><table:table-column/>{identity}{inputs}</table:table>'
        '<table:table table:name="Số liệu" table:style-name="ta1"><table:table-column '
        'table:number-columns-repeated="4"/><table:table-row table:number-rows-repeated="10">'
        f'<table:table-cell table:number-columns-repeated="16384"/></table:table-row>{rows}</table:table>'
        f"<table:named-expressions>{ranges}</table:named-expressions></office:spreadsheet></office:document-content>"
    )
    meta = (
        f'<office:document-meta {SPACES}><meta:user-defined meta:name="form.unit">{unit}</meta:user-defined>'
        "</office:document-meta>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("meta.xml", meta)
    return stream.getvalue()


def row(cell: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}><table:table-cell/>{cell}</table:table-row>"


def number(value: str, kind: str = "float", more: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" office:value="{value}" {more}/>'


def text(content: str) -> str:
    return f'<table:table-cell office:value-type="string">{content}</table:table-cell>'


def read(rows: str) -> FilledForm:
    return read_form(make(rows), "x.ods")


def say(problem: Problem) -> tuple[str, str | None]:
    return problem.kind, problem.place.cell


def test_cells_are_found_behind_repeated_rows_and_cells() -> None:
    filled = read(
        row(number("812345"))
        + row(number("1498765"))
        + row(text("<text:p>Sơ bộ</text:p>"))
        + row("<table:table-cell/>", 'table:number-rows-repeated="1"')
        + row(
            text(
                '<text:p>Một <text:span>cửa</text:span><text:s text:c="2"/>quận</text:p><text:p>hai</text:p>'
            )
        )
        + row(
            text("<office:annotation><text:p>chú thích</text:p></office:annotation><text:p>ghi chú</text:p>")
        )
    )
    assert filled.problems == ()
    assert filled.tree["entries"] == {
        "fibre": {
            "numerator": "812345",
            "denominator": "1498765",
            "status": "provisional",
            "source": "Một cửa  quận\nhai",
            "note": "ghi chú",
        }
    }


def test_one_repeated_cell_stands_in_every_row_it_is_repeated_in() -> None:
    filled = read(row(number("5"), 'table:number-rows-repeated="2"'))
    assert filled.tree["entries"] == {"fibre": {"numerator": "5", "denominator": "5"}}


def test_percentages_dates_errors_and_formulas_are_told_like_those_of_excel() -> None:
    date = '<table:table-cell office:value-type="date" office:date-value="2022-05-01"/>'
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    assert [say(problem) for problem in read(row(date) + row(error)).problems] == [
        ("form-date-in-number", "B11"),
        ("form-cell-error", "B12"),
    ]
    sums = number("7", more='table:formula="of:=3+4"')
    unsaved = '<table:table-cell table:formula="of:=3+4"/>'
    assert [say(problem) for problem in read(row(sums) + row(unsaved)).problems] == [
        ("form-formula", "B11"),
        ("form-formula-empty", "B12"),
    ]
    share = read(row(number("0.5", "percentage")) + row(number("1")))
    assert [say(problem) for problem in share.problems] == [("form-percent-cell", "B11")]
    assert share.tree["entries"] == {"fibre": {"numerator": "50%", "denominator": "1"}}
    expected = (
        "".join(row("<table:table-cell/>") for _ in range(6)) + row(text("<text:p>chờ</text:p>")) + row(date)
    )
    assert read(expected).tree["entries"] == {"fibre": {"unavailable": "chờ", "expected_on": "2022-05-01"}}


def test_merged_and_hidden_cells_are_told() -> None:
    merged = row(number("5", more='table:number-rows-spanned="2" table:number-columns-spanned="1"')) + row(
        "<table:covered-table-cell/>"
    )
    assert [say(problem) for problem in read(merged).problems] == [("form-merged", "B12")]
    folded = row(number("5"), 'table:visibility="collapse"') + row(number("6"))
    assert [say(problem) for problem in read(folded).problems] == [("form-hidden", "B11")]
    unseen = read_form(make(row(number("5")) + row(number("6")), hidden=True), "x.ods")
    assert [say(problem) for problem in unseen.problems] == [("form-hidden", "B11"), ("form-hidden", "B12")]


def test_the_properties_must_agree_here_too() -> None:
    assert [say(problem) for problem in read_form(make("", unit="so-y-te"), "x.ods").problems] == [
        ("form-identity-differs", None)
    ]


def test_a_source_elsewhere_is_refused() -> None:
    data = make('<table:table-source xlink:href="file:///x" xmlns:xlink="l"/>')
    assert [say(problem) for problem in read_form(data, "x.ods").problems] == [("form-external-links", None)]


def test_a_cell_of_text_may_hold_a_tab_a_line_break_or_a_truth() -> None:
    lines = text("<text:p>một<text:tab/>hai<text:line-break/>ba</text:p>")
    truth = '<table:table-cell office:value-type="boolean" office:boolean-value="{}"/>'
    empty = row("<table:table-cell/>")
    filled = read(row(number("1")) + row(number("2")) + empty * 2 + row(lines) + row(truth.format("false")))
    figures = {"numerator": "1", "denominator": "2"}
    assert filled.tree["entries"] == {"fibre": {**figures, "source": "một hai\nba", "note": "FALSE"}}
    assert [say(problem) for problem in read(row(truth.format("true"))).problems] == [
        ("form-flag-in-number", "B11")
    ]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (number("0.30000000000000004"), "0.3"),
        (number("0.5", "percentage"), "50%"),
        (number("-0"), "0"),
        (number("nonsense"), "nonsense"),
        (number("1e999"), "1e999"),
    ],
)
def test_a_note_may_be_a_number_or_a_share(cell: str, said: str) -> None:
    filled = read(row(number("1")) + row(number("2")) + row("<table:table-cell/>") * 2 + row(cell))
    assert filled.tree["entries"] == {"fibre": {"numerator": "1", "denominator": "2", "source": said}}


def test_a_figure_beyond_all_numbers_is_none() -> None:
    for value in ("1e999", "nonsense", "0x10"):
        assert [say(problem) for problem in read(row(number(value))).problems] == [("form-cell-error", "B11")]


def test_a_book_without_a_spreadsheet_in_it_is_damaged() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", f"<office:document-content {SPACES}/>")
    assert [problem.kind for problem in read_form(stream.getvalue(), "x.ods").problems] == ["form-damaged"]
