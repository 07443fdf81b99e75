import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment

from cds_kpi.forms.marking import Mark, mark_form
from cds_kpi.forms.package import walk
from cds_kpi.forms.palette import COLOURS
from cds_kpi.forms.reading import read_form
from cds_kpi.forms.writing import write_form
from cds_kpi.problem import Fault
from cds_kpi.problems import word_problem
from form_plans import change_parts, fill, find_cell, make_plan, open_book, read_part
from hostile_forms import HOSTILE

BLANK = write_form(make_plan())
WRONG = fill(BLANK, {"in.online_dossiers.numerator": "7.650", "in.portal.done": "Đang làm"})
NUMERATOR, DONE = "C6", "C49"
AMBIGUOUS = "“7.650” có thể là 7650 hoặc 7,650."


def mark(data: bytes, *marks: Mark) -> bytes:
    marked = mark_form(data, marks)
    assert isinstance(marked, bytes)
    return marked


def mark_problems(data: bytes) -> bytes:
    marks = []
    for problem in read_form(data, "x").problems:
        worded = word_problem(problem, "vi")
        assert problem.place.sheet is not None
        assert problem.place.cell is not None
        text = f"{worded.message}\n{worded.hint}"
        marks.append(Mark(problem.place.sheet, problem.place.cell, text, worded.severity))
    return mark(data, *marks)


def describe(book: openpyxl.Workbook, without: frozenset[tuple[str, str]] = frozenset()) -> dict[str, object]:
    """Say everything of a workbook that a person could see or use, but for the fill and comment of some cells."""
    told: dict[str, object] = {
        "names": {name: book.defined_names[name].attr_text for name in book.defined_names}
    }
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                where = (sheet.title, cell.coordinate)
                look = (cell.font, cell.border, cell.alignment, cell.number_format, cell.protection)
                told[f"{where}"] = (cell.value, cell.data_type, repr(look))
                if where not in without:
                    told[f"{where} fill"] = repr(cell.fill)
                    told[f"{where} comment"] = cell.comment.text if cell.comment else None
        told[f"{sheet.title} rules"] = repr(sheet.data_validations.dataValidation)
        told[f"{sheet.title} protection"] = repr(sheet.protection)
        told[f"{sheet.title} merged"] = sorted(map(str, sheet.merged_cells.ranges))
        told[f"{sheet.title} colours"] = repr(
            [list(map(repr, rules)) for rules in sheet.conditional_formatting]
        )
        told[f"{sheet.title} page"] = repr((sheet.page_setup, sheet.print_title_rows, sheet.sheet_state))
        told[f"{sheet.title} heights"] = repr({at: row.height for at, row in sheet.row_dimensions.items()})
    return told


def test_every_problem_is_marked_in_its_cell_with_colour_and_comment_and_nothing_else_is_changed() -> None:
    marked = mark_problems(WRONG)
    before, after = open_book(WRONG), open_book(marked)
    cells = frozenset({("Số liệu", NUMERATOR), ("Số liệu", DONE)})
    assert describe(after, cells) == describe(before, cells)
    sheet = after["Số liệu"]
    for cell, start in ((NUMERATOR, AMBIGUOUS), (DONE, "“Đang làm” không có trong danh sách")):
        assert sheet[cell].fill.fgColor.rgb == COLOURS["error"]
        comment = sheet[cell].comment
        assert comment is not None
        assert comment.text.startswith(start)
        assert comment.author == "cds-kpi"


def test_parts_that_need_no_mark_keep_their_bytes() -> None:
    data = change_parts(WRONG, {"xl/media/photo.png": b"\x89PNG", "customXml/item1.xml": b"<x/>"})
    marked = mark_problems(data)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(marked)) as new:
        same = {name for name in old.namelist() if old.read(name) == new.read(name)}
        assert set(old.namelist()) - same == {
            "[Content_Types].xml",
            "xl/styles.xml",
            "xl/worksheets/sheet2.xml",
        }
        assert set(new.namelist()) - set(old.namelist()) == {
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/worksheets/_rels/sheet2.xml.rels",
        }


def test_a_marked_form_is_read_like_the_form_itself() -> None:
    before, after = read_form(WRONG, "x"), read_form(mark_problems(WRONG), "x")
    assert (after.tree, after.problems) == (before.tree, before.problems)


def test_marks_of_the_last_round_are_gone_once_their_cells_are_right() -> None:
    again = fill(mark_problems(WRONG), {"in.online_dossiers.numerator": 7650})
    marked = open_book(mark_problems(again))
    sheet = marked["Số liệu"]
    assert sheet[NUMERATOR].comment is None
    assert repr(sheet[NUMERATOR].fill) == repr(open_book(WRONG)["Số liệu"][NUMERATOR].fill)
    assert not sheet[NUMERATOR].protection.locked
    assert sheet[DONE].fill.fgColor.rgb == COLOURS["error"]
    assert sheet[DONE].comment is not None


def test_marking_the_same_again_changes_nothing_that_can_be_seen() -> None:
    once = mark_problems(WRONG)
    assert describe(open_book(mark_problems(once))) == describe(open_book(once))


def test_several_marks_on_a_cell_share_one_comment_and_the_gravest_colour() -> None:
    marked = mark(
        WRONG,
        Mark("Số liệu", NUMERATOR, "một & <hai>", "warning"),
        Mark("Số liệu", NUMERATOR, "ba _x0041_ \x01", "error"),
        Mark("Số liệu", "D9", "chú ý", "warning"),
        Mark("không có", "A1", "bỏ qua", "error"),
    )
    sheet = open_book(marked)["Số liệu"]
    comment = sheet[NUMERATOR].comment
    assert comment is not None
    assert comment.text.replace("_x005F_", "_") == "một & <hai>\n\nba _x0041_ "
    assert sheet[NUMERATOR].fill.fgColor.rgb == COLOURS["error"]
    # D9 is hidden behind a merged cell: the mark goes where it can be seen.
    assert sheet["D9"].comment is None
    assert sheet["C9"].comment is not None
    assert sheet["C9"].fill.fgColor.rgb == COLOURS["warning"]


def test_comments_of_the_sender_are_kept() -> None:
    def note(book: openpyxl.Workbook) -> None:
        sheet = book["Số liệu"]
        sheet[NUMERATOR].comment = Comment("Đã hỏi phòng Một cửa", "Văn thư")
        sheet["F7"].comment = Comment("Xem công văn", "Văn thư")

    marked = mark_problems(fill(WRONG, {}, note))
    sheet = open_book(marked)["Số liệu"]
    texts = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert set(texts) == {NUMERATOR, DONE, "F7"}
    assert texts["F7"] == "Xem công văn"
    assert texts[NUMERATOR].startswith(f"Đã hỏi phòng Một cửa\n{AMBIGUOUS}")
    drawings = [name for name in zipfile.ZipFile(io.BytesIO(marked)).namelist() if name.endswith(".vml")]
    assert len(drawings) == 1
    assert len(re.findall(rb"<\w+:shape ", read_part(marked, drawings[0]))) == 3
    walk(read_part(marked, drawings[0]), lambda _tag, _attributes: None)


@pytest.mark.parametrize("cell", ["Z99", "H6", "A70"])
def test_a_cell_the_sheet_does_not_have_is_added_where_it_belongs(cell: str) -> None:
    marked = mark(WRONG, Mark("Số liệu", cell, "ở đây", "error"))
    sheet = open_book(marked)["Số liệu"]
    comment = sheet[cell].comment
    assert comment is not None
    assert comment.text == "ở đây"
    assert sheet[cell].fill.fgColor.rgb == COLOURS["error"]
    assert not sheet[cell].protection.locked
    content = read_part(marked, "xl/worksheets/sheet2.xml").decode()
    rows = [int(number) for number in re.findall(r'<row r="(\d+)"', content)]
    assert rows == sorted(set(rows))


def test_a_part_with_prefixed_names_is_marked_alike() -> None:
    sheet = read_part(WRONG, "xl/worksheets/sheet2.xml").decode()
    prefixed = re.sub(r"<(/?)(\w)", r"<\1x:\2", sheet).replace("xmlns=", "xmlns:x=")
    marked = mark_problems(change_parts(WRONG, {"xl/worksheets/sheet2.xml": prefixed.encode()}))
    found = open_book(marked)["Số liệu"][NUMERATOR]
    assert found.fill.fgColor.rgb == COLOURS["error"]
    assert found.comment is not None


@pytest.mark.parametrize("name", [name for name, (_, kind) in HOSTILE.items() if kind != "form-merged"])
def test_what_cannot_be_marked_is_a_fault_or_is_marked(name: str) -> None:
    data = HOSTILE[name][0]()
    marked = mark_form(data, [Mark("Số liệu", NUMERATOR, "ở đây", "error")])
    if HOSTILE[name][1] in {None, "number-too-long", "form-stray-figure"}:
        assert isinstance(marked, bytes)
    else:
        assert marked == Fault("form-not-markable")


def test_the_cell_is_still_open_to_be_filled_in() -> None:
    book = open_book(mark_problems(WRONG))
    assert not find_cell(book, "in.online_dossiers.numerator").protection.locked


def test_sheets_of_the_senders_own_keep_their_bytes() -> None:
    def add(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("Tính toán", 0)
        sheet["A1"].value, sheet["B2"].value = 5, "=A1*2"

    data = fill(write_form(make_plan()), {"in.online_dossiers.numerator": "7.650"}, add)
    filled = read_form(data, "x.xlsx")
    assert [(problem.kind, problem.place.sheet) for problem in filled.problems] == [
        ("number-ambiguous", "Số liệu")
    ]
    marked = mark_problems(data)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(marked)) as new:
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed == {"[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet3.xml"}
    comment = open_book(marked)["Số liệu"][NUMERATOR].comment
    assert comment is not None
    assert comment.text.startswith(AMBIGUOUS)
