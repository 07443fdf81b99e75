"""Problems with decisions, closed rounds, extensions, and with what is asked to be compared: KPI440 to KPI468."""

from cds_kpi.problems.kind import Kind, Words

DECIDING: tuple[Kind, ...] = (
    Kind(
        code="KPI440",
        slug="round-closed",
        severity="error",
        summary=Words("Đợt báo cáo đã khóa", "The round is closed"),
        message=Words(
            "Đợt báo cáo {period} của chương trình “{programme}” đã khóa sổ.",
            "The round {period} of the programme “{programme}” is closed.",
        ),
        hint=Words(
            "Đề nghị đơn vị đầu mối mở lại: cds-kpi reopen --period {period} --programme {programme} --reason “…”.",
            "Ask the focal point to reopen it: cds-kpi reopen --period {period} --programme {programme} --reason “…”.",
        ),
        why=Words(
            "Khóa đợt là chốt số liệu đã công bố; số liệu chỉ thay đổi sau khi mở lại đợt, có ghi lý do.",
            "Closing settles what was published; figures change only after a reopening, which gives its reason.",
        ),
        wrong="cds-kpi submit so-y-te.yaml",
        right='cds-kpi reopen --quarter Q3 --reason "Sở Y tế đính chính số liệu"',
    ),
    Kind(
        code="KPI441",
        slug="round-closed-already",
        severity="error",
        summary=Words("Đợt báo cáo đã khóa từ trước", "The round is closed already"),
        message=Words(
            "Đợt báo cáo {period} của chương trình “{programme}” đã được khóa từ trước.",
            "The round {period} of the programme “{programme}” is closed already.",
        ),
        hint=Words(
            "Không cần làm gì thêm; muốn chốt lại thì mở lại đợt trước bằng “cds-kpi reopen”.",
            "Nothing is left to do; to settle it anew, reopen it first with “cds-kpi reopen”.",
        ),
        why=Words(
            "Khóa lần nữa sẽ thay số liệu đã chốt mà không ai biết.",
            "Closing again would change what was settled, unseen.",
        ),
        wrong="cds-kpi close --quarter Q3",
        right="cds-kpi status --quarter Q3",
    ),
    Kind(
        code="KPI442",
        slug="round-not-closed",
        severity="error",
        summary=Words("Đợt báo cáo chưa khóa", "The round is not closed"),
        message=Words(
            "Đợt báo cáo {period} của chương trình “{programme}” đang mở, không cần mở lại.",
            "The round {period} of the programme “{programme}” is open, so it cannot be reopened.",
        ),
        hint=Words(
            "Gửi hoặc đính chính số liệu như bình thường.",
            "Send or correct figures as usual.",
        ),
        why=Words(
            "Chỉ đợt đã khóa mới có gì để mở lại.",
            "Only what is closed can be reopened.",
        ),
        wrong='cds-kpi reopen --quarter Q3 --reason "Đính chính"',
        right="cds-kpi submit so-y-te.yaml",
    ),
    Kind(
        code="KPI443",
        slug="round-earlier-open",
        severity="error",
        summary=Words("Còn đợt trước chưa khóa", "An earlier round is still open"),
        message=Words(
            "Chương trình “{programme}” còn đợt trước kỳ {period} chưa khóa: {earlier:long}.",
            "The programme “{programme}” has rounds before {period} that are still open: {earlier:long}.",
        ),
        hint=Words(
            "Khóa các đợt đó trước, hoặc thêm --force nếu có chủ ý.",
            "Close those first, or add --force if it is meant.",
        ),
        why=Words(
            "Số liệu lũy kế của đợt sau dựa trên các đợt trước; đợt trước còn mở thì số vẫn có thể đổi.",
            "A later round adds to the earlier ones; while those are open its figures may still change.",
        ),
        wrong="cds-kpi close --quarter Q3",
        right="cds-kpi close --period 2022-S1",
    ),
    Kind(
        code="KPI450",
        slug="nothing-to-decide",
        severity="error",
        summary=Words("Chưa có báo cáo để xem xét", "There is nothing to decide on"),
        message=Words(
            "Đơn vị “{unit}” chưa gửi báo cáo nào cho kỳ {period}.",
            "The unit “{unit}” has sent nothing for {period}.",
        ),
        hint=Words(
            "Xem đơn vị nào đã gửi bằng “cds-kpi status --period {period}”.",
            "See who has sent: “cds-kpi status --period {period}”.",
        ),
        why=Words(
            "Chấp nhận hay trả lại là quyết định về một lần gửi cụ thể.",
            "Accepting and returning are decisions on a revision.",
        ),
        wrong="cds-kpi review accept --unit ubnd-quan-3 --quarter Q3",
        right="cds-kpi review accept --unit so-y-te --quarter Q3",
    ),
    Kind(
        code="KPI451",
        slug="decision-stands",
        severity="error",
        summary=Words("Quyết định này đã có hiệu lực", "The decision already stands"),
        message=Words(
            "Quyết định {decision:word} đối với đơn vị “{unit}” trong kỳ {period} đã có từ trước.",
            "For “{unit}” in {period} the decision {decision:word} already stands.",
        ),
        hint=Words(
            "Không cần làm gì thêm; muốn đổi thì ghi quyết định khác.",
            "Nothing is left to do; to change it, take another decision.",
        ),
        why=Words(
            "Ghi cùng một quyết định hai lần chỉ làm hồ sơ khó đọc.",
            "The same decision twice only makes the records harder to read.",
        ),
        wrong='cds-kpi review exclude --unit ubnd-quan-3 --quarter Q3 --reason "Đã giải thể"',
        right="cds-kpi review include --unit ubnd-quan-3 --quarter Q3",
    ),
    Kind(
        code="KPI452",
        slug="unit-not-excluded",
        severity="error",
        summary=Words("Đơn vị không bị loại khỏi đợt", "The unit is not excluded"),
        message=Words(
            "Đơn vị “{unit}” không bị loại khỏi đợt báo cáo kỳ {period}.",
            "The unit “{unit}” is not excluded from {period}.",
        ),
        hint=Words(
            "Không cần đưa trở lại; đơn vị vẫn phải báo cáo như thường.",
            "There is nothing to include: the unit reports as usual.",
        ),
        why=Words(
            "Chỉ đơn vị đã bị loại mới đưa trở lại được.",
            "Only a unit that was excluded can be included again.",
        ),
        wrong="cds-kpi review include --unit so-y-te --quarter Q3",
        right="cds-kpi status --quarter Q3 --state excluded",
    ),
    Kind(
        code="KPI453",
        slug="revision-not-there",
        severity="error",
        summary=Words("Không có lần gửi này", "There is no such revision"),
        message=Words(
            "Đơn vị “{unit}” không có lần gửi {revision} cho kỳ {period}.",
            "The unit “{unit}” has no revision {revision} for {period}.",
        ),
        hint=Words("Các lần gửi đã có: {known:long}.", "There are: {known:long}."),
        why=Words(
            "Quyết định phải gắn với đúng lần gửi đã xem.",
            "A decision belongs to the revision that was looked at.",
        ),
        wrong='cds-kpi review return --unit so-y-te --quarter Q3 --revision 9 --reason "Thiếu số liệu"',
        right='cds-kpi review return --unit so-y-te --quarter Q3 --revision 2 --reason "Thiếu số liệu"',
    ),
    Kind(
        code="KPI458",
        slug="unit-excluded",
        severity="warning",
        summary=Words("Đơn vị đã được loại khỏi đợt", "The unit is excluded from the round"),
        message=Words(
            "Đơn vị “{unit}” đã được loại khỏi đợt báo cáo kỳ {period}, nên số liệu gửi đến không được tính.",
            "The unit “{unit}” is excluded from {period}, so what it sends does not count.",
        ),
        hint=Words(
            "Không cần gửi; nếu đơn vị vẫn phải báo cáo thì đơn vị đầu mối đưa trở lại: "
            "cds-kpi review include --unit {unit} --period {period}.",
            "Nothing need be sent; if it must report after all, the focal point includes it again: "
            "cds-kpi review include --unit {unit} --period {period}.",
        ),
        why=Words(
            "Đơn vị đã giải thể, sáp nhập hoặc không phải báo cáo thì không nằm trong số liệu tổng hợp.",
            "A unit that was dissolved, merged or is not obliged is no part of the totals.",
        ),
        wrong="cds-kpi submit --unit ubnd-quan-3 --quarter Q3 --set online-dossiers=812/1498",
        right="cds-kpi review include --unit ubnd-quan-3 --quarter Q3",
    ),
    Kind(
        code="KPI459",
        slug="carried-returned",
        severity="warning",
        summary=Words("Giữ số liệu đã bị trả lại", "Answers kept from a returned revision"),
        message=Words(
            "Số liệu của {indicators:long} được mang từ lần gửi {revision}, đã bị trả lại.",
            "The answers on {indicators:long} are taken over from revision {revision}, which was returned.",
        ),
        hint=Words(
            "Xem lý do trả lại; số liệu nào sai thì ghi lại bằng --set, còn đúng thì xác nhận khi gửi.",
            "See why it was returned; give what was wrong anew with --set, and confirm the rest.",
        ),
        why=Words(
            "Gửi lại nguyên số liệu đã bị trả lại thì lỗi cũ trở lại mà không ai biết.",
            "What was returned, sent again as it was, brings the old mistake back unseen.",
        ),
        wrong="cds-kpi submit --unit so-y-te --quarter Q3 --set online-dossiers=7369/11399 --yes",
        right="cds-kpi history --unit so-y-te --quarter Q3",
    ),
    Kind(
        code="KPI460",
        slug="extension-not-later",
        severity="error",
        summary=Words(
            "Gia hạn không muộn hơn thời hạn hiện có", "An extension that is no later than the deadline"
        ),
        message=Words(
            "Ngày {found} không muộn hơn ngày cuối cùng đúng hạn hiện có của đơn vị “{unit}”, {last}.",
            "{found} is no later than the last on-time day that “{unit}” has now, {last}.",
        ),
        hint=Words("Ghi một ngày sau ngày {last}.", "Give a day after {last}."),
        why=Words(
            "Gia hạn chỉ lùi thời hạn; thời hạn đã cho không rút ngắn lại được.",
            "An extension only makes a deadline later; what was granted is not taken back.",
        ),
        wrong="cds-kpi extend --unit so-y-te --quarter Q3 --until 2022-09-10 --reason …",
        right="cds-kpi extend --unit so-y-te --quarter Q3 --until 2022-09-26 --reason …",
    ),
    Kind(
        code="KPI461",
        slug="unit-not-asked",
        severity="error",
        summary=Words("Đơn vị không phải báo cáo trong đợt này", "The unit is not asked in this round"),
        message=Words(
            "Đơn vị “{unit}” không phải báo cáo kỳ {period} của chương trình “{programme}”.",
            "“{unit}” is not asked to report {period} of “{programme}”.",
        ),
        hint=Words(
            "Xem các đơn vị phải báo cáo: cds-kpi status --period {period}.",
            "See who is asked: cds-kpi status --period {period}.",
        ),
        why=Words(
            "Chỉ đơn vị có chỉ tiêu phải báo cáo mới có thời hạn để gia hạn.",
            "Only a unit that owes something has a deadline.",
        ),
        wrong="cds-kpi extend --unit ubnd-tphcm --quarter Q3 --until 2022-09-26 --reason …",
        right="cds-kpi extend --unit so-y-te --quarter Q3 --until 2022-09-26 --reason …",
    ),
    Kind(
        code="KPI462",
        slug="closing-unknown",
        severity="error",
        summary=Words("Đợt báo cáo chưa có lần khóa này", "The round has no such closing"),
        message=Words(
            "Đợt báo cáo {period} của chương trình “{programme}” không có lần khóa {number}; số lần đã khóa: {count}.",
            "The round {period} of the programme “{programme}” has no closing {number}; times it was closed: {count}.",
        ),
        hint=Words(
            "So sánh hai thời điểm bằng --from và --to, hoặc khóa đợt trước: cds-kpi close --period {period}.",
            "Compare two moments with --from and --to, or close the round first: cds-kpi close --period {period}.",
        ),
        why=Words(
            "Chỉ lần khóa mới ghi lại số liệu nào đã được công bố và vào lúc nào.",
            "Only a closing says which figures were published, and when.",
        ),
        wrong="cds-kpi diff --quarter Q3 --from-closing 9",
        right="cds-kpi diff --quarter Q3 --from-closing 1",
    ),
    Kind(
        code="KPI463",
        slug="difference-without-start",
        severity="error",
        summary=Words("Không rõ so sánh từ thời điểm nào", "It is not clear from when to compare"),
        message=Words(
            "Đợt báo cáo {period} chưa khóa lần nào và còn trong hạn gửi (đến hết ngày {day}).",
            "The round {period} was never closed, and its deadline ({day}) has not passed.",
        ),
        hint=Words("Ghi thời điểm đầu: --from 2022-09-01.", "Say the first moment: --from 2022-09-01."),
        why=Words(
            "Không ghi --from thì so sánh từ lần khóa gần nhất, hoặc từ lúc hết hạn gửi; ở đây chưa có cả hai.",
            "Without --from the comparison begins at the newest closing, else at the deadline; here there is neither.",
        ),
        wrong="cds-kpi diff --quarter Q4",
        right="cds-kpi diff --quarter Q4 --from 2022-12-01",
    ),
    Kind(
        code="KPI464",
        slug="difference-backwards",
        severity="error",
        summary=Words("Thời điểm đầu muộn hơn thời điểm cuối", "The first moment is later than the second"),
        message=Words(
            "Thời điểm đầu ({since}) muộn hơn thời điểm cuối ({until}).",
            "The first moment ({since}) is later than the second ({until}).",
        ),
        hint=Words("Đổi chỗ hai thời điểm.", "Change them round."),
        why=Words(
            "Thay đổi được kể theo chiều thời gian; kể ngược thì tăng đọc thành giảm.",
            "Changes are told forward in time; told backwards, a rise would read as a fall.",
        ),
        wrong="cds-kpi diff --quarter Q3 --from 2022-09-30 --to 2022-09-20",
        right="cds-kpi diff --quarter Q3 --from 2022-09-20 --to 2022-09-30",
    ),
    Kind(
        code="KPI465",
        slug="round-of-no-year",
        severity="error",
        summary=Words(
            "Không ghi năm, và năm nay không có đợt này", "No year given, and this year has no such round"
        ),
        message=Words(
            "Chương trình “{programme}” không có đợt báo cáo “{found}” của năm {year} (lời gọi không ghi năm nên hiểu "
            "là năm nay).",
            "The programme “{programme}” has no round “{found}” in {year} (no year was given, so this year was meant).",
        ),
        hint=Words(
            "Chọn một trong các kỳ có đợt báo cáo, ghi cả năm sau --period: {known:long}.",
            "Choose a period that has a round, with its year after --period: {known:long}.",
        ),
        why=Words(
            "Kỳ không ghi năm là của năm duy nhất có đợt như vậy, nếu không thì của năm nay.",
            "A period without a year is of the only year with such a round, else of this year.",
        ),
        wrong="cds-kpi report --quarter Q3",
        right="cds-kpi report --quarter Q3 --year 2022",
    ),
    Kind(
        code="KPI468",
        slug="extension-far",
        severity="error",
        summary=Words("Gia hạn quá xa", "An extension far beyond the deadline"),
        message=Words(
            "Ngày {found} muộn hơn thời hạn của kỳ {period}, {last}, quá một năm.",
            "{found} is more than a year after the deadline of {period}, {last}.",
        ),
        hint=Words(
            "Kiểm tra lại năm; ngày muộn nhất có thể gia hạn là {most}.",
            "Check the year; the latest day that can be granted is {most}.",
        ),
        why=Words(
            "Gõ nhầm năm thì đơn vị không bao giờ quá hạn, không bao giờ được nhắc.",
            "With a mistyped year the unit would never be overdue and never be reminded.",
        ),
        wrong="until: 2202-09-26",
        right="until: 2022-09-26",
    ),
)
