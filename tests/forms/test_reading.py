import datetime as dt
import re
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from cds_kpi.forms.filled import FilledForm
from cds_kpi.forms.reading import read_form
from cds_kpi.forms.writing import write_form
from cds_kpi.model.shape import read_shape
from cds_kpi.model.submission import Submission
from cds_kpi.problem import Place, Problem
from cds_kpi.problems import word_problem
from form_plans import CATALOGUE, change_parts, fill, find_cell, make_plan, read_part

BLANK = write_form(make_plan())


def read(answers: dict[str, object], change: Callable[[openpyxl.Workbook], None] | None = None) -> FilledForm:
    return read_form(fill(BLANK, answers, change), "so-tttt.xlsx")


def tell(filled: FilledForm) -> list[tuple[str | None, str, str]]:
    """Say the cell, the kind and the message of every problem."""
    return [
        (problem.place.cell, problem.kind, word_problem(problem, "vi").message) for problem in filled.problems
    ]


def entries(filled: FilledForm) -> object:
    return filled.tree["entries"]


def test_an_empty_form_is_read_as_one_without_answers() -> None:
    filled = read_form(BLANK, "x.xlsx")
    assert filled.problems == ()
    assert filled.tree == {"format": "1", "unit": "so-tttt", "period": "2022-Q3", "entries": {}}
    assert (filled.unit, filled.period, filled.version, filled.catalogue) == (
        "so-tttt",
        "2022-Q3",
        "1",
        CATALOGUE,
    )


def test_every_kind_of_answer_comes_back_as_yaml_would_hold_it() -> None:
    filled = read(
        {
            "form.document": "1901/STTTT-CNTT",
            "form.sent_on": dt.date(2022, 9, 15),
            "form.prepared_by.name": "Phòng Công nghệ thông tin",
            "form.prepared_by.email": "cntt@example.org",
            "form.note": "Số liệu đã rà soát",
            "in.online_dossiers.note": "=cmd là chữ",
            "in.online_dossiers.numerator": 812345,
            "in.online_dossiers.denominator": 1498765,
            "in.online_dossiers.status": "Sơ bộ",
            "in.e_payment_units.done": "Có",
            "in.e_payment_units.members_done": 31,
            "in.e_payment_units.members_not_done": "Phường 12; Phường 13",
            "in.digital_economy_grdp.value": 13.51,
            "in.digital_economy_grdp.method": "Phương pháp của Tổng cục Thống kê",
            "in.work_files_online.province.numerator": 91,
            "in.work_files_online.province.denominator": 100,
            "in.dti_rank.unavailable": "Chưa công bố",
            "in.dti_rank.expected_on": "05/10/2022",
            "in.portal.not_applicable": "Không có cổng riêng",
        },
        lambda book: setattr(find_cell(book, "in.online_dossiers.note"), "data_type", "s"),
    )
    assert filled.problems == ()
    assert filled.tree == {
        "format": "1",
        "unit": "so-tttt",
        "period": "2022-Q3",
        "document": "1901/STTTT-CNTT",
        "sent_on": "2022-09-15",
        "prepared_by": {"name": "Phòng Công nghệ thông tin", "email": "cntt@example.org"},
        "note": "Số liệu đã rà soát",
        "entries": {
            "online-dossiers": {
                "numerator": "812345",
                "denominator": "1498765",
                "status": "provisional",
                "note": "=cmd là chữ",
            },
            "e-payment-units": {
                "done": "true",
                "members_done": "31",
                "members_not_done": ["Phường 12", "Phường 13"],
            },
            "digital-economy-grdp": {"value": "13.51", "method": "gso"},
            "work-files-online": {"parts": {"province": {"numerator": "91", "denominator": "100"}}},
            "dti-rank": {"unavailable": "Chưa công bố", "expected_on": "2022-10-05"},
            "portal": {"not_applicable": "Không có cổng riêng"},
        },
    }
    assert isinstance(read_shape(Submission, filled.tree), Submission)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (13.51, "13.51"),
        (1234567890123456, "1234567890123460"),
        (1e-7, "0.0000001"),
        (-0.0, "0"),
        (812345.0, "812345"),
        ("15,38", "15.38"),
        ("15.38", "15.38"),
        ("1.234.567", "1234567"),
        ("1 234 567", "1234567"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("85,5%", "85.5%"),
        ("  812345 ", "812345"),
    ],
)
def test_a_number_is_read_exactly_as_it_was_written(value: float | str, text: str) -> None:
    filled = read({"in.digital_economy_grdp.value": value})
    assert filled.problems == ()
    assert entries(filled) == {"digital-economy-grdp": {"value": text}}


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        ("7.650", "number-ambiguous", "“7.650” có thể là 7650 hoặc 7,650."),
        ("3,194.15", "number-foreign-groups", None),
        ("khoảng 5", "number-expected", None),
        ("=cmd|' /C calc'!A0", "number-expected", None),
        (dt.date(2022, 5, 1), "form-date-in-number", "Ô này cần một số nhưng lại chứa ngày 01/05/2022."),
        (True, "form-flag-in-number", "Ô này cần một số nhưng lại chứa giá trị TRUE."),
        ("#N/A", "form-cell-error", "Ô này báo lỗi #N/A."),
        ("=1+1", "form-formula-empty", "Ô này chứa công thức mà tệp không lưu kết quả."),
    ],
)
def test_what_is_no_number_is_a_problem_at_its_cell(value: object, kind: str, message: str | None) -> None:
    def as_text(book: openpyxl.Workbook) -> None:
        if isinstance(value, str) and "cmd" in value:
            find_cell(book, "in.online_dossiers.numerator").data_type = "s"

    filled = read({"in.online_dossiers.numerator": value, "in.online_dossiers.denominator": 9}, as_text)
    ((cell, found, said),) = tell(filled)
    assert (cell, found) == ("C6", kind)
    assert said == message or message is None
    assert not filled.is_sound
    place = filled.problems[0].place
    assert (place.file, place.sheet, place.path) == (
        "so-tttt.xlsx",
        "Số liệu",
        ("entries", "online-dossiers", "numerator"),
    )


def test_a_formula_counts_with_its_saved_result_and_a_warning() -> None:
    data = fill(
        BLANK, {"in.online_dossiers.numerator": "=812000+345", "in.online_dossiers.denominator": 1498765}
    )
    sheet = "xl/worksheets/sheet2.xml"
    # However the workbook was written: an empty result, or none at all.
    saved = re.sub(
        rb"<f>812000\+345</f>(?:<v ?/>|<v></v>)", b"<f>812000+345</f><v>812345</v>", read_part(data, sheet)
    )
    assert saved != read_part(data, sheet)
    filled = read_form(change_parts(data, {sheet: saved}), "x.xlsx")
    assert tell(filled) == [("C6", "form-formula", "Ô này chứa công thức; lấy kết quả đã lưu là “812345”.")]
    assert filled.is_sound
    assert entries(filled) == {"online-dossiers": {"numerator": "812345", "denominator": "1498765"}}


def test_a_cell_shown_in_per_cent_is_read_as_it_is_shown_and_says_so() -> None:
    def format_cell(book: openpyxl.Workbook) -> None:
        find_cell(book, "in.digital_economy_grdp.value").number_format = "0%"

    filled = read({"in.digital_economy_grdp.value": 0.855}, format_cell)
    assert entries(filled) == {"digital-economy-grdp": {"value": "85.5%"}}
    assert tell(filled) == [
        (
            "C23",
            "form-percent-cell",
            "Ô này có định dạng phần trăm; 0,855 lưu trong ô được đọc là 85,5%.",
        )
    ]
    assert filled.is_sound


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((yes, "true") for yes in ("Có", "CÓ", "co", " có ", "Yes")),
        *((no, "false") for no in ("Chưa", "chưa", "CHUA", "no")),
    ],
)
def test_yes_and_no_are_read_as_the_sheet_offers_them(value: object, text: str) -> None:
    assert entries(read({"in.portal.done": value})) == {"portal": {"done": text}}


@pytest.mark.parametrize("value", ["Rồi", "x", "Không", "done", True, False])
def test_what_the_sheets_own_check_refuses_is_refused(value: object) -> None:
    assert [problem.kind for problem in read({"in.portal.done": value}).problems] == ["form-choice-unknown"]


def test_a_word_that_is_not_in_the_list_is_a_problem_with_the_list() -> None:
    filled = read(
        {
            "in.portal.done": "Đang làm",
            "in.portal.status": "tạm",
            "in.digital_economy_grdp.value": 1.5,
            "in.digital_economy_grdp.method": "khác",
        }
    )
    worded = [word_problem(problem, "vi") for problem in filled.problems]
    assert [(one.message, one.hint) for one in worded] == [
        (
            "“khác” không có trong danh sách của ô này.",
            (
                "Chọn một trong: Phương pháp của Tổng cục Thống kê; "
                "Phương pháp của Viện Nghiên cứu phát triển Thành phố."
            ),
        ),
        ("“Đang làm” không có trong danh sách của ô này.", "Chọn một trong: “Có”, “Chưa”."),
        ("“tạm” không có trong danh sách của ô này.", "Chọn một trong: “Chính thức”, “Sơ bộ”, “Ước tính”."),
    ]


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        (dt.datetime(2022, 10, 5, 8, 30), "2022-10-05", None),  # noqa: DTZ001  # cells have no zone
        ("2022-10-05", "2022-10-05", None),
        ("5.10.2022", "2022-10-05", None),
        (44839, "2022-10-05", None),
        ("31/02/2022", None, "day-not-in-calendar"),
        ("tháng 10", None, "day-expected"),
        (5, None, "day-expected"),
    ],
)
def test_a_day_is_read_from_a_date_a_number_or_text(
    value: object, text: str | None, kind: str | None
) -> None:
    filled = read({"in.portal.unavailable": "Chưa có", "in.portal.expected_on": value})
    assert [problem.kind for problem in filled.problems] == ([kind] if kind else [])
    expected = {"expected_on": text} if text else {}
    assert entries(filled) == {"portal": {"unavailable": "Chưa có", **expected}}


def test_a_workbook_that_counts_days_from_1904_is_read_so() -> None:
    data = fill(BLANK, {"form.sent_on": 43357})
    book = re.sub(rb"<workbookPr(?=[ />])", b'<workbookPr date1904="1"', read_part(data, "xl/workbook.xml"))
    assert read_form(change_parts(data, {"xl/workbook.xml": book}), "x").tree["sent_on"] == "2022-09-15"


def test_vietnamese_text_is_stored_in_one_form() -> None:
    import unicodedata

    name = "Ủy ban nhân dân quận Bình Tân"
    filled = read({"in.portal.nil": unicodedata.normalize("NFD", name) + "\u00a0"})
    assert entries(filled) == {"portal": {"nil": name}}


def test_inputs_are_found_wherever_rows_and_sheets_have_gone() -> None:
    def move(book: openpyxl.Workbook) -> None:
        book["Số liệu"].title = "Đã đổi tên"
        for name in book.defined_names:
            target = book.defined_names[name]
            target.attr_text = (target.attr_text or "").replace("Số liệu", "Đã đổi tên")
        sheet = book["Đã đổi tên"]
        sheet["J99"].value = 7
        book.defined_names["in.dti_rank.value"].attr_text = "'Đã đổi tên'!$J$99"

    filled = read({"in.online_dossiers.numerator": 1, "in.online_dossiers.denominator": 2}, move)
    assert filled.problems == ()
    assert entries(filled) == {
        "online-dossiers": {"numerator": "1", "denominator": "2"},
        "dti-rank": {"value": "7"},
    }
    assert filled.cells["entries", "dti-rank", "value"] == ("Đã đổi tên", "J99")


@pytest.mark.parametrize("title", ["Thông tin chung", "Số liệu", "cds-kpi"])
def test_a_deleted_sheet_is_one_problem_with_a_sentence_of_its_own(title: str) -> None:
    def delete(book: openpyxl.Workbook) -> None:
        book.remove(book[title])
        for name in book.defined_names.values():
            # As Excel and LibreOffice leave them.
            if (name.attr_text or "").startswith(f"'{title}'!"):
                name.attr_text = "#REF!"

    said = f"Biểu mẫu không còn trang tính “{title}”: trang này đã bị xóa hoặc đổi tên."
    assert tell(read({}, delete)) == [(None, "form-sheet-missing", said)]
    assert tell(read({}, lambda book: book.remove(book[title]))) == [(None, "form-sheet-missing", said)]


def test_a_sheet_renamed_behind_its_names_is_told_with_the_name_it_has_now() -> None:
    filled = read({}, lambda book: setattr(book["Số liệu"], "title", "Sheet1"))
    (problem,) = filled.problems
    worded = word_problem(problem, "vi")
    assert (problem.kind, worded.hint) == (
        "form-sheet-missing",
        (
            "Nếu “Sheet1” là trang đó thì đổi lại tên thành “Số liệu” rồi lưu; nếu đã xóa thì chép số liệu sang "
            "biểu mẫu gốc."
        ),
    )


@pytest.mark.parametrize(
    ("cell", "value", "kind", "message"),
    [
        (
            "D6",
            812345,
            "form-stray-figure",
            "Ô này không phải ô nhập nhưng có số 812.345; số ghi ở đây không được tính.",
        ),
        (
            "H6",
            "7,5",
            "form-stray-figure",
            "Ô này không phải ô nhập nhưng có số 7,5; số ghi ở đây không được tính.",
        ),
        (
            "C200",
            "=1+1",
            "form-stray-text",
            "Ô này không phải ô nhập; nội dung “=…” ở đây không được đọc.",
        ),
        (
            "B7",
            "Mẫu số khác",
            "form-stray-text",
            "Ô này không phải ô nhập; nội dung “Mẫu số khác” ở đây không được đọc.",
        ),
        ("H9", True, "form-stray-text", "Ô này không phải ô nhập; nội dung “TRUE” ở đây không được đọc."),
    ],
)
def test_what_is_typed_outside_the_inputs_is_told(cell: str, value: object, kind: str, message: str) -> None:
    filled = read({}, lambda book: setattr(book["Số liệu"][cell], "value", value))
    assert tell(filled) == [(cell, kind, message)]


def test_only_so_many_cells_outside_the_inputs_are_told_figures_first() -> None:
    def scribble(book: openpyxl.Workbook) -> None:
        for row in range(300, 330):
            book["Số liệu"][f"B{row}"].value = "chữ"
        book["Số liệu"]["A400"].value = 5

    told = tell(read({}, scribble))
    assert told[0][:2] == ("A400", "form-stray-figure")
    assert [cell for cell, kind, _ in told if kind == "form-stray-text"] == [
        f"B{row}" for row in range(300, 319)
    ]
    assert told[20:] == [("B319", "form-strays-many", "Từ ô này trở đi còn 11 ô ngoài ô nhập có nội dung.")]


def test_sheets_of_the_senders_own_may_hold_anything() -> None:
    def add(book: openpyxl.Workbook) -> None:
        book.create_sheet("Tính toán")["A1"].value = 5

    assert read({}, add).problems == ()


def test_a_form_that_does_not_list_what_it_prints_is_watched_for_numbers_alone() -> None:
    def change(book: openpyxl.Workbook) -> None:
        del book.defined_names["form.printed"]
        book["Số liệu"]["H6"].value = "7,5"
        book["Số liệu"]["H7"].value = 7.5

    assert [(cell, kind) for cell, kind, _ in tell(read({}, change))] == [("H7", "form-stray-figure")]


def test_a_deleted_name_is_a_problem() -> None:
    def drop(book: openpyxl.Workbook) -> None:
        del book.defined_names["in.portal.done"]

    assert tell(read({}, drop)) == [
        (
            None,
            "form-names-missing",
            "Biểu mẫu thiếu 1 ô nhập: “Đơn vị đã thực hiện chưa?” (portal).",
        )
    ]


def test_a_name_for_many_cells_is_a_problem() -> None:
    def widen(book: openpyxl.Workbook) -> None:
        book.defined_names["in.portal.done"].attr_text = "'Số liệu'!$C$1:$C$9"

    assert [kind for _, kind, _ in tell(read({}, widen))] == ["form-name-broken"]


def test_two_names_for_one_cell_are_a_problem_there() -> None:
    def share(book: openpyxl.Workbook) -> None:
        first, second = "in.online_dossiers.numerator", "in.online_dossiers.denominator"
        book.defined_names[second].attr_text = book.defined_names[first].attr_text

    ((cell, kind, _),) = tell(read({}, share))
    assert (cell, kind) == ("C6", "form-name-shared")


def test_merged_inputs_are_a_problem_at_the_cell_that_was_swallowed() -> None:
    filled = read({"in.online_dossiers.numerator": 5}, lambda book: book["Số liệu"].merge_cells("C6:C7"))
    assert tell(filled) == [
        ("C7", "form-merged", "Ô này đã bị gộp vào vùng C6:C7, nên số liệu của nó đã mất.")
    ]


@pytest.mark.parametrize("hide", ["row", "column", "sheet"])
def test_a_hidden_figure_is_a_warning(hide: str) -> None:
    def do(book: openpyxl.Workbook) -> None:
        sheet = book["Số liệu"]
        if hide == "row":
            sheet.row_dimensions[6].hidden = True
        elif hide == "column":
            sheet.column_dimensions["C"].hidden = True
        else:
            sheet.sheet_state = "hidden"

    filled = read({"in.online_dossiers.numerator": 5}, do)
    assert tell(filled) == [("C6", "form-hidden", "Ô này có nội dung “5” nhưng đang bị ẩn.")]
    assert filled.is_sound


def test_a_workbook_of_ones_own_is_no_form() -> None:
    from form_plans import save_book

    filled = read_form(save_book(openpyxl.Workbook()), "x.xlsx")
    assert [problem.kind for problem in filled.problems] == ["form-identity-missing"]


def test_a_form_that_says_two_things_about_itself_is_refused() -> None:
    filled = read({"form.unit": "so-y-te"})
    ((_, kind, message),) = tell(filled)
    assert kind == "form-identity-differs"
    assert message == (
        "Trang ẩn của biểu mẫu ghi “so-y-te” ở mục đơn vị, nhưng thuộc tính của tệp ghi “so-tttt”."
    )


def test_properties_that_another_program_dropped_are_not_missed() -> None:
    data = fill(BLANK, {})
    rels = read_part(data, "_rels/.rels").replace(b"custom-properties", b"other")
    assert read_form(change_parts(data, {"_rels/.rels": rels}), "x").problems == ()


def test_a_form_of_another_version_is_told_apart() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.custom_doc_props["form.version"].value = "0"  # type: ignore[attr-defined]

    filled = read({"form.version": "0"}, change)
    assert tell(filled) == [
        (None, "form-version", "Biểu mẫu này thuộc phiên bản 0; chương trình đọc phiên bản 1.")
    ]
    assert (filled.unit, filled.period) == ("so-tttt", "2022-Q3")


def test_later_problems_stand_at_the_cell_and_never_about_a_stand_in() -> None:
    filled = read({"in.online_dossiers.numerator": "7.650", "in.online_dossiers.denominator": -1})
    path = ("entries", "online-dossiers")
    later = [
        Problem("figure-negative", Place("x", (*path, "denominator")), {"found": "-1"}),
        Problem(
            "numerator-larger", Place("x", (*path, "numerator")), {"numerator": "0", "denominator": "-1"}
        ),
        Problem("answer-unfit", Place("x", path), {}),
        Problem("members-unanswered", Place("x", path), {}),
        Problem("unit-unknown", Place("x", ("unit",)), {}),
    ]
    assert [(one.kind, one.place.sheet, one.place.cell) for one in filled.place(later)] == [
        ("figure-negative", "Số liệu", "C7"),
        ("answer-unfit", "Số liệu", "C6"),
        ("unit-unknown", "cds-kpi", "B1"),
    ]


def test_shared_strings_rich_text_and_escapes_are_read() -> None:
    data = fill(BLANK, {"in.portal.nil": "x"})
    sheet = read_part(data, "xl/worksheets/sheet2.xml")
    rich = sheet.replace(b't="inlineStr"><is><t>x</t></is>', b't="s"><v>0</v>')
    assert rich != sheet
    strings = (
        "<sst><si><r><t>Không </t></r><r><t>phát_x0020_sinh</t></r><rPh><t>bỏ</t></rPh></si></sst>"
    ).encode()
    rels = read_part(data, "xl/_rels/workbook.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="s" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    changed = change_parts(
        data,
        {
            "xl/worksheets/sheet2.xml": rich,
            "xl/sharedStrings.xml": strings,
            "xl/_rels/workbook.xml.rels": rels,
        },
    )
    assert entries(read_form(changed, "x")) == {"portal": {"nil": "Không phát sinh"}}


def test_names_of_a_copied_sheet_are_passed_over() -> None:
    def copy(book: openpyxl.Workbook) -> None:
        target = DefinedName("in.portal.done", attr_text="'Số liệu'!$A$1")
        book["Số liệu"].defined_names["in.portal.done"] = target

    assert entries(read({"in.portal.done": "Có"}, copy)) == {"portal": {"done": "true"}}
