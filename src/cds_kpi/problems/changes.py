"""What is surprising in a submission, against earlier ones and against itself: KPI550 to KPI559, all warnings."""

from cds_kpi.problems.kind import Kind, Words

CHANGES: tuple[Kind, ...] = (
    Kind(
        code="KPI550",
        slug="method-changed",
        severity="warning",
        summary=Words("Phương pháp tính khác kỳ trước", "Another method than last time"),
        message=Words(
            "Số liệu tính theo phương pháp “{found}”, còn kỳ {period} tính theo “{before}”.",
            "The figure is by the method “{found}”, that of {period} by “{before}”.",
        ),
        hint=Words(
            "Kiểm tra lại phương pháp; nếu đúng là đã đổi thì ghi lý do ở phần ghi chú.",
            "Check the method; if it did change, say why in the note.",
        ),
        why=Words(
            "Số liệu tính theo hai phương pháp không so sánh và không cộng với nhau được.",
            "Figures by two methods can be neither compared nor added up.",
        ),
        wrong="digital-economy: {value: 13.51, method: hids}",
        right="digital-economy: {value: 13.51, method: gso}",
    ),
    Kind(
        code="KPI551",
        slug="figure-shrinks",
        severity="warning",
        summary=Words("Số lũy kế nhỏ hơn kỳ trước", "A cumulative figure that shrinks"),
        message=Words(
            "Số lũy kế từ đầu năm là {found:figure}, nhỏ hơn {before:figure} của kỳ {period}.",
            "The figure since the start of the year is {found:figure}, less than {before:figure} in {period}.",
        ),
        hint=Words(
            "Ghi số cộng dồn từ đầu năm, không ghi riêng kỳ này; nếu kỳ trước sai thì đính chính kỳ trước.",
            "Give the figure since 1 January, not this period's alone; if the earlier one was wrong, correct that one.",
        ),
        why=Words(
            "Số cộng dồn từ đầu năm chỉ có thể tăng hoặc giữ nguyên.",
            "What adds up since 1 January can only grow or stay.",
        ),
        wrong="online-reports: {numerator: 40, denominator: 60}",
        right="online-reports: {numerator: 101, denominator: 116}",
    ),
    Kind(
        code="KPI552",
        slug="figure-jumps",
        severity="warning",
        summary=Words("Số liệu thay đổi đột ngột", "A figure that jumps"),
        message=Words(
            "Số liệu {found:answer} khác xa các kỳ trước ({history:history}).",
            "{found:answer} is far from the earlier figures ({history:history}).",
        ),
        hint=Words(
            "Kiểm tra thừa thiếu chữ số, đơn vị tính và thứ tự tử số, mẫu số; nếu đúng thì xác nhận khi gửi.",
            "Check for a digit too many or too few, the unit, and numerator against denominator; if right, confirm.",
        ),
        why=Words(
            "Thay đổi quá lớn so với các kỳ trước thường là do gõ nhầm.",
            "So large a change is more often a slip of the keys than a success.",
        ),
        wrong="online-dossiers: {numerator: 76500, denominator: 90000}",
        right="online-dossiers: {numerator: 7650, denominator: 9000}",
    ),
    Kind(
        code="KPI553",
        slug="answer-dropped",
        severity="warning",
        summary=Words("Lần gửi này bỏ một số liệu đã gửi", "A figure sent before is left out"),
        message=Words(
            "Lần gửi {revision} có số liệu của chỉ tiêu “{indicator}”, lần này thì không.",
            "Revision {revision} answered “{indicator}”, this one does not.",
        ),
        hint=Words(
            "Ghi lại số liệu đó; lần gửi mới thay toàn bộ lần gửi trước.",
            "Give that figure again: a new revision takes the place of all of the one before.",
        ),
        why=Words(
            "Chỉ lần gửi mới nhất được tính, nên số liệu không ghi lại sẽ mất khỏi báo cáo.",
            "Only the newest revision counts, so what it leaves out is gone from the report.",
        ),
        wrong="entries: {online-dossiers: {numerator: 7650, denominator: 9000}}",
        right="entries: {online-dossiers: {numerator: 7650, denominator: 9000}, e-payment: {done: true}}",
    ),
    Kind(
        code="KPI554",
        slug="totals-differ",
        severity="warning",
        summary=Words("Hai số tổng giống nhau về nghĩa mà khác số", "Two totals of the same things differ"),
        message=Words(
            "“{words}” ở đây là {found:figure}, còn ở chỉ tiêu “{other}” là {number:figure}.",
            "“{words}” is {found:figure} here, but {number:figure} under “{other}”.",
        ),
        hint=Words(
            "Kiểm tra lại: cùng một tổng số trong cùng một kỳ thì chỉ có một con số.",
            "Check both: the same total of the same period is one number.",
        ),
        why=Words(
            "Hai chỉ tiêu cùng chia cho một tổng số mà tổng số khác nhau thì ít nhất một số sai.",
            "Where two indicators share a denominator and it differs, one of them is wrong.",
        ),
        wrong="digitised-dossiers: {numerator: 1141, denominator: 1336}",
        right="digitised-dossiers: {numerator: 1141, denominator: 1373}",
    ),
)
