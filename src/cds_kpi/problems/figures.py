"""Problems with figures: KPI520 to KPI549."""

from cds_kpi.problems.kind import Kind, Words

FIGURES: tuple[Kind, ...] = (
    Kind(
        code="KPI520",
        slug="figure-negative",
        severity="error",
        summary=Words("Số quá nhỏ", "A figure too small to be"),
        message=Words(
            "“{found:typed}” quá nhỏ: số lượng và tỷ lệ không thể âm, thứ hạng bắt đầu từ 1.",
            "“{found:typed}” is too small: counts and shares are never negative, and ranks start at 1.",
        ),
        hint=Words("Kiểm tra lại dấu trừ và số đã ghi.", "Check the minus sign and the number."),
        why=Words(
            "Số lượng âm thường do gõ nhầm dấu gạch ngang.",
            "A negative count is mostly a dash that slipped in.",
        ),
        wrong="numerator: -7650",
        right="numerator: 7650",
    ),
    Kind(
        code="KPI521",
        slug="percent-sign",
        severity="error",
        summary=Words("Dấu % ở chỗ ghi số lượng", "A percent sign where a count belongs"),
        message=Words(
            "“{found:typed}” có dấu %, nhưng ở đây cần số lượng.",
            "“{found:typed}” has a percent sign, but a count is needed here.",
        ),
        hint=Words(
            "Ghi số lượng; tỷ lệ phần trăm do chương trình tính.",
            "Write the count; the percentage is worked out from it.",
        ),
        why=Words(
            "Tỷ lệ của nhiều đơn vị không tính được từ các tỷ lệ phần trăm, chỉ tính được từ số lượng.",
            "A ratio over several units cannot be had from percentages, only from counts.",
        ),
        wrong="numerator: 85%",
        right="numerator: 7650",
    ),
    Kind(
        code="KPI522",
        slug="percentage-fraction",
        severity="warning",
        summary=Words(
            "Tỷ lệ phần trăm có vẻ ghi dưới dạng phần của 1",
            "A percentage that looks like a fraction",
        ),
        message=Words(
            "“{found:typed}” được hiểu là {found:figure} phần trăm, trong khi mục tiêu lớn hơn 1 phần trăm.",
            "“{found:typed}” is read as {found:figure} per cent, while the target is more than 1 per cent.",
        ),
        hint=Words(
            "Kiểm tra lại: chỉ tiêu này tính bằng phần trăm.",
            "Check it: this indicator is counted in per cent.",
        ),
        near=Words(
            "Nếu là {near:figure} phần trăm thì ghi {near:typed}; nếu đúng là {found:figure} phần trăm thì giữ nguyên.",
            "If {near:figure} per cent is meant, write {near:typed}; if {found:figure} per cent is right, leave it.",
        ),
        why=Words(
            "Bảng tính thường lưu 85% thành 0.85. Chương trình không bao giờ tự nhân lên 100.",
            "Spreadsheets keep 85% as 0.85. The program never multiplies it by 100 by itself.",
        ),
        wrong="value: 0.1351",
        right="value: 13.51",
    ),
    Kind(
        code="KPI523",
        slug="numerator-larger",
        severity="error",
        summary=Words("Tử số lớn hơn mẫu số", "A numerator larger than its denominator"),
        message=Words(
            "Tử số {numerator:figure} lớn hơn mẫu số {denominator:figure}.",
            "The numerator {numerator:figure} is larger than the denominator {denominator:figure}.",
        ),
        hint=Words(
            "Kiểm tra lại hai số; nếu đúng là có thể như vậy thì hỏi đơn vị đầu mối.",
            "Check both; if it can be so, ask the focal point.",
        ),
        why=Words(
            "Tử số là một phần của mẫu số, nên không thể lớn hơn, trừ khi danh mục ghi “may_exceed: true”.",
            "The numerator is a part of the denominator and cannot be larger, unless the catalogue says “may_exceed”.",
        ),
        wrong="numerator: 7650, denominator: 900",
        right="numerator: 7650, denominator: 9000",
    ),
    Kind(
        code="KPI524",
        slug="percentage-larger",
        severity="error",
        summary=Words("Tỷ lệ phần trăm lớn hơn 100", "A percentage above 100"),
        message=Words(
            "“{found:typed}” phần trăm là quá lớn: tỷ lệ này không thể vượt {most} phần trăm.",
            "“{found:typed}” per cent is too much: this share cannot be more than {most} per cent.",
        ),
        hint=Words(
            "Kiểm tra dấu thập phân và số đã ghi; nếu tỷ lệ này có thể vượt {most} thì hỏi đơn vị đầu mối.",
            "Check the decimal sign and the number; if it can be more than {most}, ask the focal point.",
        ),
        why=Words(
            (
                "1351 thường là 13,51 gõ thiếu dấu phẩy. Danh mục ghi “may_exceed: true” cho tỷ lệ có thể lớn hơn "
                "toàn phần."
            ),
            (
                "1351 is mostly 13.51 without its point. The catalogue says “may_exceed: true” where a share can be "
                "more than the whole."
            ),
        ),
        wrong="value: 1351",
        right="value: 13.51",
    ),
    Kind(
        code="KPI530",
        slug="percentages-added",
        severity="warning",
        summary=Words("Tỷ lệ phần trăm hoặc chỉ số bị cộng lại", "Percentages or indices added up"),
        message=Words(
            "Chỉ tiêu “{indicator}” tính bằng “{counted_in}”, mà các số như vậy không cộng lại được.",
            "“{indicator}” is counted in “{counted_in}”, and such figures do not add up.",
        ),
        hint=Words(
            (
                "Cộng theo kỳ thì đổi basis thành at_date hoặc year_to_date; cộng theo đơn vị thì đổi combine thành "
                "max, min hoặc single; hoặc dùng kind: ratio."
            ),
            (
                "Over periods, set basis to at_date or year_to_date; over units, set combine to max, min or single; or "
                "use kind: ratio."
            ),
        ),
        why=Words(
            "Cộng 60% của đơn vị này với 50% của đơn vị kia ra 110%, không có nghĩa gì.",
            "60% of one unit and 50% of another add up to 110%, which means nothing.",
        ),
        wrong=("counted_in: percent\nbasis: in_period"),
        right=("counted_in: percent\nbasis: at_date"),
    ),
    Kind(
        code="KPI531",
        slug="single-many",
        severity="error",
        summary=Words(
            "Nhiều đơn vị báo cáo cho số liệu của một đơn vị",
            "Several reporters where one is meant",
        ),
        message=Words(
            "Chỉ tiêu “{indicator}” có nhiều đơn vị báo cáo, nhưng combine ghi “single” (một đơn vị).",
            "“{indicator}” has several reporters, but its “combine” is “single”.",
        ),
        hint=Words(
            "Đổi combine thành sum, max hoặc min, hoặc chỉ để một đơn vị; mỗi đơn vị một phương pháp thì ghi methods.",
            "Set combine to sum, max or min, or keep one reporter; where each measures its own way, list “methods”.",
        ),
        why=Words(
            "Không biết lấy số của đơn vị nào.",
            "There is no telling whose figure counts.",
        ),
        wrong="reporters: [so-tttt, so-y-te]",
        right="reporters: lead",
    ),
    Kind(
        code="KPI532",
        slug="method-missing",
        severity="warning",
        summary=Words("Số liệu không ghi phương pháp tính", "A figure without its method"),
        message=Words(
            "Số liệu của chỉ tiêu “{indicator}” không ghi tính theo phương pháp nào.",
            "The figure of “{indicator}” does not say by which method it was measured.",
        ),
        hint=Words(
            "Thêm mục method, một trong: {known:long}.",
            "Add “method”, one of: {known:long}.",
        ),
        why=Words(
            "Cùng một chỉ tiêu, mỗi phương pháp cho một số khác nhau, không so sánh được với nhau.",
            "Different methods give different figures for the same indicator, and they cannot be compared.",
        ),
        wrong=("    value: 13.51\n    status: provisional"),
        right=("    value: 13.51\n    method: gso\n    status: provisional"),
    ),
    Kind(
        code="KPI540",
        slug="members-too-many",
        severity="error",
        summary=Words("Trả lời cho nhiều đơn vị hơn số trực thuộc", "More members than there are"),
        message=Words(
            "Đã trả lời cho {told} đơn vị trực thuộc, nhưng “{unit}” chỉ có {members}.",
            "{told} members are answered for, but “{unit}” has {members}.",
        ),
        hint=Words(
            "Kiểm tra members_done và members_not_done; nếu số đơn vị trực thuộc đã thay đổi thì báo đơn vị đầu mối.",
            "Check members_done and members_not_done; if there are more members now, tell the focal point.",
        ),
        why=Words(
            "Đếm thừa thì tỷ lệ hoàn thành cao hơn thực tế.",
            "Counting too many makes the share look better than it is.",
        ),
        wrong="{done: true, members_done: 12}",
        right="{done: true, members_done: 10}",
    ),
    Kind(
        code="KPI541",
        slug="members-unanswered",
        severity="warning",
        summary=Words("Chưa trả lời cho hết đơn vị trực thuộc", "Members not answered for"),
        message=Words(
            "“{unit}” mới trả lời cho {told} trong {members} đơn vị trực thuộc.",
            "“{unit}” answers for {told} of its {members} members.",
        ),
        hint=Words(
            "Ghi members_done và members_not_done sao cho cộng lại bằng {members}.",
            "Write members_done and members_not_done so that they add up to {members}.",
        ),
        why=Words(
            "Đơn vị chưa được trả lời tính là chưa hoàn thành.",
            "Members not answered for count as not done.",
        ),
        wrong="{done: true, members_done: 8}",
        right="{done: true, members_done: 8, members_not_done: [Phường Bến Nghé, Phường Đa Kao]}",
    ),
    Kind(
        code="KPI542",
        slug="member-twice",
        severity="warning",
        summary=Words("Một đơn vị trực thuộc nêu hai lần", "A member named twice"),
        message=Words(
            "“{found}” được nêu hai lần trong members_not_done.",
            "“{found}” is named twice in members_not_done.",
        ),
        hint=Words(
            "Xóa một lần, hoặc ghi tên đơn vị còn thiếu.",
            "Delete one, or write the member that was meant.",
        ),
        why=Words(
            "Nêu hai lần là đếm hai lần, và có thể một đơn vị khác bị bỏ sót.",
            "Named twice is counted twice, and another member may have been left out.",
        ),
        wrong="members_not_done: [Phường Đa Kao, Phường Đa Kao]",
        right="members_not_done: [Phường Bến Nghé, Phường Đa Kao]",
    ),
)
