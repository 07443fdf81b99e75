"""A form's fixed words in both languages."""

from __future__ import annotations

from cds_kpi.problems.in_forms import PRINTED
from cds_kpi.problems.kind import Words

COVER_SHEET = Words("Thông tin chung", "General")
FIGURES_SHEET = Words("Số liệu", "Figures")
IDENTITY_SHEET = "cds-kpi"

TITLE = Words(
    "BIỂU SỐ LIỆU BÁO CÁO CÁC CHỈ TIÊU CHUYỂN ĐỔI SỐ",
    "FIGURES ON DIGITAL TRANSFORMATION INDICATORS",
)
UNIT = Words("Đơn vị báo cáo", "Reporting unit")
PERIOD = Words("Kỳ báo cáo", "Period")
PROGRAMME = Words("Chương trình", "Programme")
WINDOW = Words("Thời gian lấy số liệu", "Days covered")
DEADLINE = Words("Hạn gửi", "Deadline")
FOCAL_POINT = Words("Đơn vị đầu mối", "Focal point")
SEND_TO = Words("Gửi về", "Send to")
PROGRESS = Words("Đã điền hợp lệ", "Filled in and valid")
INDICATORS = Words("chỉ tiêu", "indicators")

HOW = Words("CÁCH ĐIỀN", "HOW TO FILL IT IN")
STEPS = (
    Words(
        "Chỉ điền vào các ô nền vàng; các ô khác đã khóa. Không gộp ô, không xóa trang tính.",
        "Fill in the yellow cells only; the others are locked. Do not merge cells or delete sheets.",
    ),
    Words(
        "Mỗi chỉ tiêu chỉ trả lời một cách: điền số liệu, hoặc ghi lý do vào một trong ba ô “Không phát sinh”, "
        "“Chưa có số liệu”, “Không áp dụng”.",
        "Answer each indicator in one way only: with its figures, or with a reason in one of the three cells "
        "“Nothing to count”, “Not available yet”, “Does not apply”.",
    ),
    Words(
        "Số nguyên gõ liền các chữ số, ví dụ 1234567; bảng tính tự thêm dấu phân cách hàng nghìn.",
        "Type whole numbers without separators, for example 1234567; the spreadsheet groups the digits itself.",
    ),
    Words(
        "Tỷ lệ phần trăm ghi theo đơn vị %: muốn báo cáo 85,5% thì ghi 85,5, không ghi 0,855.",
        "Percentages are given in per cent: for 85.5% write 85.5, not 0.855.",
    ),
    Words(
        "Ô “Kiểm tra” của mỗi chỉ tiêu cho biết còn thiếu gì; khi đã đúng, ô này ghi “Hợp lệ”.",
        "The cell “Check” of each indicator says what is still missing; once all is right it says “Valid”.",
    ),
    Words(
        "Lưu tệp dạng .xlsx và gửi trước hạn. Gửi lại thì bản sau thay bản trước; bản trước vẫn được lưu.",
        "Save as .xlsx and send it before the deadline. When sent again, the later one counts; the earlier is kept.",
    ),
)
SENDER = Words("NGƯỜI LẬP BIỂU VÀ VĂN BẢN KÈM THEO", "PREPARED BY, AND THE COVERING LETTER")
COVER_LABELS: dict[tuple[str, ...], Words] = {
    ("prepared_by", "name"): Words("Họ và tên", "Name"),
    ("prepared_by", "title"): Words("Chức vụ", "Title"),
    ("prepared_by", "email"): Words("Thư điện tử", "E-mail"),
    ("prepared_by", "phone"): Words("Điện thoại", "Telephone"),
    ("document",): Words("Số, ký hiệu văn bản kèm theo", "Covering letter's number"),
    ("sent_on",): Words("Ngày gửi", "Date sent"),
    ("note",): Words("Ghi chú chung", "Note"),
}

NUMBER = Words("Số", "No.")
CONTENT = Words("Nội dung", "What is asked")
THIS_PERIOD = Words("Kỳ này (điền vào ô vàng)", "This period (fill in yellow cells)")
LAST_PERIOD = Words("Kỳ trước", "Last period")
DETAILS = Words("Thông tin kèm theo", "Details")
DETAILS_INPUT = Words("Điền vào ô vàng", "Fill in yellow cells")
NO_LAST = Words("Chưa có", "None")
TARGET = Words("Mục tiêu", "Target")
AS_OF = Words("Thời điểm", "As of")
EXCLUDES = Words("Không tính", "Leaves out")
REMARK = Words("Lưu ý", "Note")
EXCUSES = Words(
    "Nếu không có số liệu, ghi lý do vào một trong ba ô sau:",
    "Where there are no figures, give the reason in one of these three cells:",
)

NUMERATOR = PRINTED["numerator"]
DENOMINATOR = PRINTED["denominator"]
PERCENTAGE = Words("Tỷ lệ (tự tính)", "Percentage (worked out)")
VALUE = PRINTED["value"]
RANK = PRINTED["rank"]
DONE = PRINTED["done"]
MILESTONE = PRINTED["milestone"]
MEMBERS_DONE = PRINTED["members_done"]
MEMBERS_NOT_DONE = PRINTED["members_not_done"]
OUT_OF = Words("trong tổng số {count}", "out of {count}")
PARTED = Words("cách nhau bằng dấu chấm phẩy", "parted by semicolons")
CHECK = Words("Kiểm tra", "Check")
LABELS: dict[str, Words] = {
    field: PRINTED[field]
    for field in (
        "status",
        "method",
        "source",
        "note",
        "nil",
        "unavailable",
        "expected_on",
        "not_applicable",
    )
}

STATUSES: dict[str, Words] = {
    "final": Words("Chính thức", "Final"),
    "provisional": Words("Sơ bộ", "Provisional"),
    "estimated": Words("Ước tính", "Estimated"),
}
YES, NO = Words("Có", "Yes"), Words("Chưa", "No")
AFFIRMATIVE = frozenset({"co", "yes"})
NEGATIVE = frozenset({"chua", "no"})
"""Yes and no, folded: what the drop-downs offer and the sheet's own check accepts, whatever the case and accents."""

VALID = Words("Hợp lệ", "Valid")
VALID_WITHOUT = Words("Hợp lệ (không có số liệu)", "Valid (no figures)")
EMPTY = Words("Chưa điền", "Not filled in")
BROKEN = Words("Có ô bị lỗi công thức", "A cell holds an error")
SEVERAL = Words(
    "Chỉ trả lời một cách: bỏ số liệu hoặc bỏ lý do",
    "Answer in one way only: clear the figures or the reason",
)
NUMERATOR_MISSING = Words("Thiếu tử số", "The numerator is missing")
DENOMINATOR_MISSING = Words("Thiếu mẫu số", "The denominator is missing")
PART_MISSING = Words("Còn thiếu số liệu", "Some figures are missing")
NOT_NUMBER = Words("Số liệu phải là số", "Figures must be numbers")
NEGATIVE_NUMBER = Words("Số liệu không được âm", "Figures must not be negative")
NOT_WHOLE = Words("Số liệu phải là số nguyên", "Figures must be whole numbers")
LARGER = Words("Tử số lớn hơn mẫu số", "The numerator is larger than the denominator")
TOO_SMALL = Words("Giá trị nhỏ hơn {least}", "The value is less than {least}")
TOO_LARGE = Words("Giá trị lớn hơn {most}", "The value is more than {most}")
FRACTION = Words("Nhỏ hơn 1%: nếu là 85,5% thì ghi 85,5", "Less than 1%: for 85.5% write 85.5")
METHOD_MISSING = Words("Chưa chọn phương pháp tính", "No method is chosen")
NOT_YES_NO = Words("Chọn “Có” hoặc “Chưa”", "Choose “Yes” or “No”")
MEMBERS_MISSING = Words("Chưa trả lời thay các đơn vị trực thuộc", "The members are not answered for")
MEMBERS_MANY = Words("Số đơn vị trực thuộc vượt quá {count}", "There are only {count} members")
MEMBERS_FEW = Words(
    "Số đã thực hiện và số tên chưa thực hiện chưa đủ {count}",
    "Those that have and the names of those that have not are fewer than {count}",
)
EXPECTED_ALONE = Words(
    "Ngày dự kiến chỉ ghi khi chưa có số liệu", "The expected date goes with “Not available yet”"
)

PAGE = Words("Trang", "Page")
INVALID = Words("Chưa đúng", "Not right")
TITLES: dict[str, Words] = {
    "members_done": Words("Trực thuộc đã thực hiện", "Members that have done it"),
    "members_not_done": Words("Trực thuộc chưa thực hiện", "Members that have not"),
}
"""What heads a cell's prompt where the words beside the cell are longer than the 32 characters a title may have."""
PROMPTS: dict[str, Words] = {
    "whole": Words("Gõ số nguyên từ 0, liền các chữ số, ví dụ 1234567.", "A whole number from 0: 1234567."),
    "quantity": Words("Gõ số từ 0; được có phần thập phân.", "A number from 0; decimals are allowed."),
    "value": Words(
        "Gõ một số; phần trăm ghi 85,5 chứ không ghi 0,855.",
        "A number; write 85.5 for 85.5%.",
    ),
    "number": Words("Gõ một số; được có phần thập phân.", "A number; decimals are allowed."),
    "rank": Words("Gõ thứ hạng: số nguyên từ 1.", "The rank: a whole number from 1."),
    "done": Words("Chọn “Có” hoặc “Chưa”.", "Choose “Yes” or “No”."),
    "members": Words("Gõ số nguyên từ 0 đến {count}.", "A whole number from 0 to {count}."),
    "names": Words(
        "Ghi tên từng đơn vị, cách nhau bằng dấu chấm phẩy.", "Each member's name, parted by semicolons."
    ),
    "status": Words(
        "Chọn “Chính thức”, “Sơ bộ” hoặc “Ước tính”. Để trống là chính thức.",
        "Choose “Final”, “Provisional” or “Estimated”. Left empty it is final.",
    ),
    "method": Words("Chọn phương pháp đã dùng để tính.", "Choose the method the figure was measured by."),
    "day": Words("Ghi ngày/tháng/năm, ví dụ 05/10/2022.", "A date, for example 2022-10-05."),
    "reason": Words(
        "Ghi lý do. Chỉ dùng khi không điền số liệu.", "The reason. Only where no figures are given."
    ),
    "text": Words("Ghi ngắn gọn, không quá 1000 ký tự.", "In short, at most 1000 characters."),
}
ERRORS: dict[str, Words] = {
    "whole": Words("Ô này chỉ nhận số nguyên từ 0 trở lên.", "Only a whole number from 0 up fits here."),
    "quantity": Words("Ô này chỉ nhận số từ 0 trở lên.", "Only a number from 0 up fits here."),
    "value": Words("Ô này chỉ nhận số trong khoảng cho phép.", "Only a number within the range fits here."),
    "number": Words("Ô này chỉ nhận số.", "Only a number fits here."),
    "rank": Words("Ô này chỉ nhận số nguyên từ 1 trở lên.", "Only a whole number from 1 up fits here."),
    "done": Words("Chọn “Có” hoặc “Chưa” trong danh sách.", "Choose “Yes” or “No” from the list."),
    "members": Words(
        "Ô này chỉ nhận số nguyên từ 0 đến {count}.", "Only a whole number from 0 to {count} fits here."
    ),
    "names": Words("Không quá 1000 ký tự.", "At most 1000 characters."),
    "status": Words("Chọn một mục trong danh sách.", "Choose from the list."),
    "method": Words("Chọn một phương pháp trong danh sách.", "Choose a method from the list."),
    "day": Words("Ô này chỉ nhận ngày, ví dụ 05/10/2022.", "Only a date fits here, for example 2022-10-05."),
    "reason": Words("Không quá 1000 ký tự.", "At most 1000 characters."),
    "text": Words("Không quá 1000 ký tự.", "At most 1000 characters."),
}
"""What a cell asks for, and what it says when something else is typed, by the kind of its content."""
