"""Forms for tests: plans, forms filled as another program would, and packages changed part by part."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation

from cds_kpi.forms.plan import FormPart, FormPlan, FormRow
from cds_kpi.text import Language

CATALOGUE = "ab" * 32
LONG = (
    "Tỷ lệ sở, ban, ngành, Ủy ban nhân dân thành phố Thủ Đức, Ủy ban nhân dân quận, huyện, Ủy ban nhân dân xã, "
    "phường, thị trấn thực hiện ứng dụng thanh toán điện tử trong giải quyết thủ tục hành chính"
)
DOSSIERS = FormRow(
    indicator="online-dossiers",
    number=5,
    name="Tỷ lệ hồ sơ thủ tục hành chính xử lý trực tuyến",
    kind="ratio",
    numerator="Số hồ sơ thủ tục hành chính xử lý trực tuyến",
    denominator="Tổng số hồ sơ thủ tục hành chính",
    basis="phát sinh từ 15/6/2022 đến 14/9/2022",
    target="≥ 50% (đến 31/12/2022)",
    last_figure="812.345/1.498.765 (54,20%)",
    last_period="6 tháng đầu năm 2022",
)
PAYMENT = FormRow(
    indicator="e-payment-units",
    number=8,
    name=LONG,
    kind="roll_call",
    members=33,
    basis="tính đến hết ngày 14/9/2022",
    target="100%",
)
GRDP = FormRow(
    indicator="digital-economy-grdp",
    number=11,
    name="Tỷ trọng đóng góp của kinh tế số trong GRDP Thành phố",
    kind="value",
    measure="%",
    whole=False,
    minimum=0,
    maximum=100,
    methods=(
        ("gso", "Phương pháp của Tổng cục Thống kê"),
        ("hids", "Phương pháp của Viện Nghiên cứu phát triển Thành phố"),
    ),
    last_figure="13,84%",
    last_period="Năm 2021",
)
WORK_FILES = FormRow(
    indicator="work-files-online",
    number=12,
    name="Tỷ lệ hồ sơ công việc được xử lý trên môi trường mạng",
    kind="ratio",
    numerator="Số hồ sơ công việc xử lý trên môi trường mạng",
    denominator="Tổng số hồ sơ công việc",
    parts=(FormPart("province", "Cấp tỉnh", "≥ 90%"), FormPart("district", "Cấp huyện", "≥ 80%")),
)
RANK = FormRow(
    indicator="dti-rank", number=13, name="Xếp hạng chuyển đổi số", kind="rank", counted_in="rank", minimum=1
)
PORTAL = FormRow(indicator="portal", number=None, name="=cmd|'/C calc'!A0 & R&D", kind="milestone")
ROWS = (DOSSIERS, PAYMENT, GRDP, WORK_FILES, RANK, PORTAL)


def make_plan(
    *rows: FormRow, language: Language = "vi", unit_name: str = "Sở Thông tin và Truyền thông"
) -> FormPlan:
    return FormPlan(
        unit="so-tttt",
        unit_name=unit_name,
        period="2022-Q3",
        period_title="Quý III/2022",
        programme="Kế hoạch hoạt động về chuyển đổi số năm 2022",
        programme_number="3036/UBND-KT",
        window="số liệu từ 15/6/2022 đến 14/9/2022",
        deadline="trước ngày 20 tháng 9 năm 2022",
        focal_point="Sở Thông tin và Truyền thông",
        catalogue=CATALOGUE,
        language=language,
        rows=rows or ROWS,
    )


def find_cell(book: openpyxl.Workbook, name: str) -> Cell:
    """Find an input as another program does: by its defined name."""
    ((sheet, cell),) = book.defined_names[name].destinations
    found = book[sheet][cell.replace("$", "")]
    assert isinstance(found, Cell)
    return found


def find_rule(book: openpyxl.Workbook, name: str) -> DataValidation:
    """Find the one rule that watches over an input."""
    ((sheet, cell),) = book.defined_names[name].destinations
    rules: list[DataValidation] = book[sheet].data_validations.dataValidation
    (rule,) = [rule for rule in rules if cell.replace("$", "") in rule.sqref]
    return rule


def open_book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def save_book(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def fill(
    data: bytes, answers: Mapping[str, object], change: Callable[[openpyxl.Workbook], None] | None = None
) -> bytes:
    """Fill a form by its names, text as text and everything else as openpyxl takes it, and save it."""
    book = open_book(data)
    for name, value in answers.items():
        cell = find_cell(book, name)
        assert isinstance(value, str | int | float | bool | dt.date)
        cell.value = value
    if change is not None:
        change(book)
    return save_book(book)


def change_parts(
    data: bytes, changes: Mapping[str, bytes | None], packing: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Replace, add or (with None) take away parts of a package, everything else as it was."""
    stream = io.BytesIO()
    left = dict(changes)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", packing) as new:
        for info in old.infolist():
            content = left.pop(info.filename) if info.filename in left else old.read(info)
            if content is not None:
                new.writestr(info.filename, content)
        for name, content in left.items():
            if content is not None:
                new.writestr(name, content)
    return stream.getvalue()


def read_part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)
