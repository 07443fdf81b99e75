"""Problems with how a number is written: KPI501 to KPI519."""

from cds_kpi.problems.kind import Kind, Words

NUMBERS: tuple[Kind, ...] = (
    Kind(
        code="KPI501",
        slug="number-ambiguous",
        severity="error",
        summary=Words("Số có thể hiểu hai cách", "A number with two readings"),
        message=Words(
            "“{found}” có thể là {grouped} hoặc {decimal}.",
            "“{found}” may be {grouped} or {decimal}.",
        ),
        hint=Words(
            "Ghi {grouped} nếu là hàng nghìn, hoặc {decimal} nếu là số thập phân.",
            "Write {grouped} if thousands are meant, or {decimal} if decimals are.",
        ),
        why=Words(
            (
                "Người Việt ghi hàng nghìn bằng dấu chấm, máy tính ghi số thập phân bằng dấu chấm; đoán sai thì lệch "
                "một nghìn lần."
            ),
            (
                "Vietnamese groups thousands with a point, computers mark decimals with one; a wrong guess is wrong by "
                "a thousand."
            ),
        ),
        wrong="value: 13,510",
        right="value: 13.51",
    ),
    Kind(
        code="KPI502",
        slug="number-expected",
        severity="error",
        summary=Words("Không phải là số", "Not a number"),
        message=Words("“{found}” không phải là số.", "“{found}” is not a number."),
        hint=Words(
            "Chỉ ghi chữ số và dấu thập phân, ví dụ 85.5; nếu chưa có số liệu thì ghi unavailable kèm lý do.",
            (
                "Write digits and a decimal sign alone, for example 85.5; for a missing figure write unavailable, and "
                "why."
            ),
        ),
        why=Words(
            "Chữ như “khoảng”, “hơn” hoặc đơn vị tính đi kèm làm cho số không tính toán được.",
            "Words such as “about” or a unit of measure beside it cannot be calculated with.",
        ),
        wrong="value: khoảng 13",
        right="value: 13.51",
    ),
    Kind(
        code="KPI503",
        slug="number-foreign-groups",
        severity="error",
        summary=Words("Số ghi theo kiểu nước ngoài", "A number in foreign style"),
        message=Words(
            "“{found}” dùng dấu phẩy ngăn hàng nghìn.",
            "“{found}” groups thousands with commas.",
        ),
        hint=Words("Ghi {plain}.", "Write {plain}."),
        why=Words(
            "Trong tiếng Việt, dấu phẩy là dấu thập phân, nên kiểu ghi này dễ bị đọc nhầm.",
            "In Vietnamese the comma marks decimals, so this style is easily misread.",
        ),
        wrong="numerator: 7,650.0",
        right="numerator: 7650.0",
    ),
    Kind(
        code="KPI504",
        slug="number-leading-zero",
        severity="error",
        summary=Words("Số bắt đầu bằng chữ số 0", "A number that starts with 0"),
        message=Words(
            "“{found}” bắt đầu bằng chữ số 0 thừa.",
            "“{found}” starts with a 0 too many.",
        ),
        hint=Words("Ghi {plain}.", "Write {plain}."),
        why=Words(
            (
                "Có chương trình hiểu 010 là 8, có chương trình hiểu là 10; cũng có thể đây là một mã, không phải số "
                "lượng."
            ),
            "Some programs read 010 as 8, others as 10; it may also be a code and no figure at all.",
        ),
        wrong="value: 013.51",
        right="value: 13.51",
    ),
    Kind(
        code="KPI505",
        slug="number-too-long",
        severity="error",
        summary=Words("Số quá dài", "A number too long"),
        message=Words(
            "“{found}” dài hơn {longest} ký tự.",
            "“{found}” has more than {longest} characters.",
        ),
        hint=Words(
            "Kiểm tra lại số, hoặc làm tròn bớt chữ số thập phân.",
            "Check the number, or round off some of its decimals.",
        ),
        why=Words(
            "Không số liệu nào của cơ quan nhà nước cần nhiều chữ số như vậy.",
            "No figure of a public office has so many digits.",
        ),
        wrong="value: 13.510000000000000000000000000000000000000001",
        right="value: 13.51",
    ),
    Kind(
        code="KPI506",
        slug="number-range",
        severity="error",
        summary=Words("Số nằm ngoài khoảng cho phép", "A number out of range"),
        message=Words(
            "Số {found} không dùng được ở đây: phải {bound:word} là {limit}.",
            "The number {found} does not fit here: it must be {bound:word} {limit}.",
        ),
        hint=Words(
            "Ghi một số {bound:word} là {limit}.",
            "Write a number of {bound:word} {limit}.",
        ),
        why=Words(
            "Số nằm ngoài khoảng này không có nghĩa, ví dụ 20 chữ số thập phân.",
            "Beyond it the number means nothing: nobody shows 20 decimals.",
        ),
        wrong="decimals: 20",
        right="decimals: 2",
    ),
    Kind(
        code="KPI507",
        slug="whole-expected",
        severity="error",
        summary=Words("Cần số nguyên từ 0 trở lên", "A whole number is needed"),
        message=Words(
            "“{found}” không phải là số nguyên từ 0 đến một tỷ.",
            "“{found}” is not a whole number from 0 to a thousand million.",
        ),
        hint=Words(
            "Ghi số nguyên bằng chữ số liền nhau, ví dụ 34.",
            "Write a whole number in plain digits, for example 34.",
        ),
        near=Words(
            "Nếu dấu chấm ngăn hàng nghìn thì ghi {near}.",
            "If thousands are meant, write {near}.",
        ),
        why=Words(
            "Chỗ này đếm số đơn vị, số ngày hoặc số thứ tự, nên không có phần thập phân.",
            "Units, days or positions are counted here, and those have no decimals.",
        ),
        wrong="members: 10.5",
        right="members: 10",
    ),
    Kind(
        code="KPI508",
        slug="whole-needed",
        severity="error",
        summary=Words(
            "Số lượng đếm được phải là số nguyên",
            "Things counted come in whole numbers",
        ),
        message=Words(
            "“{found:typed}” không phải là số nguyên, trong khi chỉ tiêu này đếm từng người, từng việc.",
            "“{found:typed}” is not whole, but this indicator counts whole things.",
        ),
        hint=Words(
            "Ghi số nguyên; nếu đại lượng này có phần thập phân thì hỏi đơn vị đầu mối.",
            "Write a whole number; if the quantity does have decimals, ask the focal point.",
        ),
        near=Words(
            "Nếu dấu chấm ngăn hàng nghìn thì ghi {near}.",
            "If thousands are meant, write {near}.",
        ),
        why=Words(
            (
                "Không có nửa hồ sơ hay nửa người; 7.650 thường là 7650 viết theo kiểu Việt Nam. Danh mục ghi “whole: "
                "false” cho đại lượng có phần thập phân."
            ),
            (
                "There is no half a dossier; 7.650 is mostly 7650 in Vietnamese style. The catalogue says “whole: "
                "false” for a quantity with decimals."
            ),
        ),
        wrong="numerator: 7.650",
        right="numerator: 7650",
    ),
)
