"""The workbook's last sheet: what the marks mean, how figures are computed, and what a reader must know of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.render.sheets import Column, Page, write_footer, write_head
from cds_kpi.render.unit_sheets import PART_MARKS, UNIT_MARKS
from cds_kpi.report.parts import PART_STATES
from cds_kpi.report.unassessed import UNASSESSED
from cds_kpi.report.wording import STATES, STATUSES, pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from cds_kpi.render.sheets import Shelf
    from cds_kpi.report.view import ReportView
    from cds_kpi.report.wording import Pair

_READING: tuple[Pair, ...] = (
    (
        (
            "Trang tính Tổng hợp tính từ trang Theo đơn vị bằng công thức: sửa tử số, mẫu số hoặc giá trị của một "
            "đơn vị thì tổng, tỷ lệ, mức độ đạt, khoảng cách và tình trạng thay đổi theo. "
            "Cột Đã báo cáo và cột Ghi chú không tự đổi."
        ),
        (
            "The sheet Summary follows from the sheet By unit by formulas: change a unit's numerator, denominator or "
            "value, and total, percentage, attainment, gap and status change. The columns Reported and Remarks do not."
        ),
    ),
    (
        "Dòng ghi “không có công thức” là số ghi sẵn: số liệu các đơn vị không cộng gộp được thành giá trị đó.",
        "A line that says “without a formula” holds a number written down: the units' figures do not add up to it.",
    ),
    (
        "Sửa trong tệp này không làm thay đổi số liệu đã gửi: muốn sửa số liệu, đơn vị phải gửi lại báo cáo.",
        "What is changed in this file changes nothing that was sent in: to correct a figure, its unit reports again.",
    ),
    (
        "Mũi tên ở dòng tiêu đề của bảng dùng để lọc theo đơn vị, chỉ tiêu, tình trạng.",
        "The arrows in a table's heading filter it by unit, indicator or status.",
    ),
)
_RULES: tuple[Pair, ...] = (
    (
        (
            "Tỷ lệ của nhiều đơn vị là tổng tử số chia tổng mẫu số, không phải trung bình các tỷ lệ. Mẫu số bằng 0 ở "
            "mọi đơn vị là “Không phát sinh”, không phải 0% hay 100%."
        ),
        (
            "A share over several units is the sum of numerators over the sum of denominators, never a mean of "
            "percentages. A denominator of 0 everywhere is “Nothing to count”, neither 0% nor 100%."
        ),
    ),
    (
        "Chỉ tiêu đếm đơn vị: số đã thực hiện trên tổng số phải thực hiện; đơn vị chưa trả lời tính là chưa thực hiện.",
        "A roll call is done over expected; who has not answered counts as not done.",
    ),
    (
        (
            "Mức độ đạt là giá trị chia mức phải đạt; với mục tiêu không vượt quá thì ngược lại; với mục tiêu tăng "
            "hoặc giảm là phần đã thay đổi chia phần phải thay đổi. Không giới hạn ở 100%."
        ),
        (
            "Attainment is the value over the required value; the other way round where less is better; for a change, "
            "the change achieved over the change demanded. It is never capped at 100%."
        ),
    ),
    (
        "Còn cách mục tiêu: với tỷ lệ phần trăm tính bằng điểm phần trăm; số âm là đã vượt.",
        "The gap of percentages is in percentage points; a negative one is exceeded.",
    ),
    (
        "Tử số còn thiếu: với mẫu số hiện nay, tử số phải tăng thêm bao nhiêu để đạt mục tiêu.",
        "Still needed: how many more of the numerator's things the target takes at today's denominator.",
    ),
    (
        (
            "Dự báo: nếu tiếp tục theo đà của hai kỳ gần nhất (tính theo ngày; tỷ lệ phát sinh trong năm: tử số và mẫu "
            "số tiếp tục tăng như trong kỳ gần nhất). Không dự báo khi mới có một kỳ."
        ),
        (
            "Outlook: if it goes on as between the last two periods (by days; of a share of what happens in a year, "
            "both sides go on as in the newest stretch). None with one period only."
        ),
    ),
    (
        (
            "Báo cáo được tính bằng phân số chính xác và chỉ làm tròn khi hiển thị; bảng tính dùng 15 chữ số. Số dài "
            "hơn 15 chữ số được ghi bằng chữ, và dòng của chỉ tiêu đó không có công thức."
        ),
        (
            "The report is computed with exact fractions and rounded only where it is shown; a spreadsheet has 15 "
            "digits. Longer numbers stand as text, and the line of their indicator has no formulas."
        ),
    ),
)


def write_notes(sheet: Worksheet, shelf: Shelf, view: ReportView) -> None:
    """Fill the sheet, a sentence a line."""

    def say(vi: str, en: str) -> str:
        return pick((vi, en), view.language)

    def list_marks(pairs: Sequence[tuple[str, Pair]]) -> list[str]:
        return [f"{mark} {pick(words, view.language)}" for mark, words in pairs]

    page = Page(sheet, shelf, (Column("", 125),), printed=1)
    write_head(page, view, say("CHÚ GIẢI", "HOW TO READ THIS FILE"))
    units = [(mark, STATES[state]) for state, mark in UNIT_MARKS.items()]
    answers = [(mark, PART_STATES[state]) for state, mark in PART_MARKS.items()]
    broken, changed = (
        [f"{item.file}: {'; '.join(item.problems)}" for item in found]
        for found in (view.broken, view.changed)
    )
    for heading, lines in (
        (say("Cách đọc", "How to read"), [pick(one, view.language) for one in _READING]),
        (
            say("Dấu của chỉ tiêu", "Marks of indicators"),
            list_marks([*STATUSES.values(), *UNASSESSED.values()]),
        ),
        (say("Dấu của đơn vị", "Marks of units"), list_marks(units)),
        (say("Dấu của từng câu trả lời", "Marks of answers"), list_marks(answers)),
        (say("Cách tính", "How figures are computed"), [pick(one, view.language) for one in _RULES]),
        (say("Báo cáo số liệu không tính vì có lỗi", "Submissions left out, they have errors"), broken),
        (say("Tệp bị sửa sau khi nhận", "Files changed after they were received"), changed),
    ):
        if lines:
            page.put_text(0, heading, shelf.take(bold=True, border=0))
            page.end_row()
        for line in lines:
            page.put_text(0, line, shelf.take(border=0))
            page.end_row()
    page.finish(write_footer(view))
