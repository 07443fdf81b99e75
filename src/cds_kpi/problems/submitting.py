"""Problems with sending figures in, and with receipts: KPI190 to KPI199, KPI260 to KPI269, KPI360 to KPI369."""

from cds_kpi.problems.kind import Kind, Words

RECEIPTS: tuple[Kind, ...] = (
    Kind(
        code="KPI190",
        slug="receipt-ignored",
        severity="warning",
        summary=Words("Tệp gửi đến đã có sẵn biên nhận", "A file that brings its own receipt"),
        message=Words(
            "Tệp gửi đến đã có mục “receipt”; mục này bị bỏ qua.",
            "The file already has a “receipt”, which is passed over.",
        ),
        hint=Words(
            "Xóa mục “receipt”; biên nhận mới do chương trình ghi khi nhận.",
            "Remove “receipt”; the program writes a new one on receipt.",
        ),
        why=Words(
            "Thời điểm nhận và số lần gửi do nơi nhận xác nhận, không do người gửi tự ghi.",
            "Whoever receives says when a file came and which revision it is, not whoever sends.",
        ),
        wrong=(
            "receipt: {revision: 1, received_at: 2022-09-15T10:11:12+07:00, previous: null}\nunit: so-tttt"
        ),
        right="unit: so-tttt",
    ),
    Kind(
        code="KPI191",
        slug="receipt-unreadable",
        severity="error",
        summary=Words("Không phải biên nhận", "Not a receipt"),
        message=Words(
            "Tệp này không chứa biên nhận mà chương trình đọc được.",
            "This file holds no receipt that the program can read.",
        ),
        hint=Words(
            "Dùng tệp do “cds-kpi submit --receipt” hoặc “--format json” tạo ra, chưa qua chỉnh sửa.",
            "Use the file that “cds-kpi submit --receipt” or “--format json” made, unchanged.",
        ),
        why=Words(
            "Biên nhận mang theo một dòng dữ liệu “cds-kpi.receipt/1” để đối chiếu với kho số liệu.",
            "A receipt carries a line of data, “cds-kpi.receipt/1”, to be compared with the store.",
        ),
        wrong="cds-kpi verify-receipt ghi-chu.txt",
        right="cds-kpi verify-receipt bien-nhan.txt",
    ),
    Kind(
        code="KPI192",
        slug="receipt-unknown",
        severity="error",
        summary=Words("Lần gửi ghi trong biên nhận không có trong kho", "A receipt for nothing in the store"),
        message=Words(
            "Kho số liệu không có lần gửi {revision} của đơn vị “{unit}” cho kỳ {period}.",
            "The store has no revision {revision} of “{unit}” for {period}.",
        ),
        hint=Words(
            "Kiểm tra đúng thư mục làm việc chưa; nếu đúng thì tệp đã bị xóa và cần được khôi phục.",
            "See that this is the right workspace; if it is, the file was removed and must be restored.",
        ),
        why=Words(
            "Lần gửi đã có biên nhận thì không bao giờ bị xóa khỏi kho.",
            "A revision that has a receipt is never taken out of the store.",
        ),
        wrong="cds-kpi verify-receipt bien-nhan.txt",
        right="cds-kpi history --unit so-y-te --quarter Q3",
    ),
    Kind(
        code="KPI193",
        slug="receipt-file-changed",
        severity="error",
        summary=Words("Tệp đã bị thay đổi sau khi nhận", "A file that was changed after it was received"),
        message=Words(
            "“{file:long}” không còn như lúc cấp biên nhận này.",
            "“{file:long}” is no longer what this receipt was given for.",
        ),
        hint=Words(
            "Khôi phục tệp từ bản sao lưu; số liệu đính chính phải gửi thành lần gửi mới.",
            "Restore the file from a backup; a correction is sent as a new revision.",
        ),
        why=Words(
            "Mã SHA-256 trong biên nhận chỉ khớp với đúng nội dung đã nhận.",
            "The SHA-256 in a receipt fits exactly the bytes that were received.",
        ),
        wrong="cds-kpi verify-receipt bien-nhan.txt",
        right="cds-kpi verify-receipt bien-nhan.txt",
    ),
    Kind(
        code="KPI194",
        slug="receipt-differs",
        severity="error",
        summary=Words("Biên nhận ghi khác kho số liệu", "A receipt that says something else than the store"),
        message=Words(
            "Biên nhận ghi {what:word} là “{found:long}”, còn trong kho là “{stored:long}”.",
            "The receipt says “{found:long}” for {what:word}, the store says “{stored:long}”.",
        ),
        hint=Words(
            "Biên nhận này đã bị sửa, hoặc được cấp từ một kho khác; xem nội dung đã nhận bằng “cds-kpi history”.",
            "This receipt was changed or is of another store; see “cds-kpi history” for what was received.",
        ),
        why=Words(
            "Biên nhận chỉ có giá trị khi mọi điều ghi trong đó khớp với kho số liệu.",
            "A receipt is worth something only while all it says agrees with the store.",
        ),
        wrong='"received_at": "2022-09-19T10:11:12+07:00"',
        right='"received_at": "2022-09-21T10:11:12+07:00"',
    ),
    Kind(
        code="KPI195",
        slug="indicator-elsewhere",
        severity="error",
        summary=Words("Chỉ tiêu của chương trình khác", "An indicator of another programme"),
        message=Words(
            "Chương trình “{programme}” không giao mục tiêu nào cho chỉ tiêu “{indicator}”.",
            "The programme “{programme}” has no target for the indicator “{indicator}”.",
        ),
        hint=Words(
            "Ghi --programme với một chương trình giao chỉ tiêu này: {known:long}.",
            "Give --programme with one that has: {known:long}.",
        ),
        why=Words(
            "Một giá trị được đánh giá theo mục tiêu, mà mục tiêu thì của từng chương trình.",
            "A value is judged against a target, and targets belong to a programme.",
        ),
        wrong="cds-kpi explain online-dossiers --programme ke-hoach-khac --quarter Q3",
        right="cds-kpi explain online-dossiers --quarter Q3",
    ),
    Kind(
        code="KPI199",
        slug="receipt-altered",
        severity="error",
        summary=Words("Biên nhận đã bị sửa", "A receipt that was changed"),
        message=Words(
            "Biên nhận này không còn nguyên văn như lúc cấp cho lần gửi {revision} của “{unit}”, kỳ {period}.",
            "This receipt no longer reads as it was given for revision {revision} of “{unit}” for {period}.",
        ),
        hint=Words(
            "Dùng tệp biên nhận gốc; nội dung đã nhận xem bằng “cds-kpi history --unit {unit} --period {period}”.",
            "Use the receipt as it was given; see “cds-kpi history --unit {unit} --period {period}” for what was sent.",
        ),
        why=Words(
            "Kho giữ mã SHA-256 của từng biên nhận đã cấp, nên sửa bất cứ chữ nào cũng bị phát hiện.",
            "The store keeps the SHA-256 of each receipt it gave, so that a change to any word shows.",
        ),
        wrong="cds-kpi verify-receipt bien-nhan-da-sua.txt",
        right="cds-kpi verify-receipt bien-nhan.txt",
    ),
)

CALLS: tuple[Kind, ...] = (
    Kind(
        code="KPI260",
        slug="set-unreadable",
        severity="error",
        summary=Words("Số liệu sau --set không đúng mẫu", "Figures after --set that cannot be read"),
        message=Words(
            "“{found}” không có dạng MÃ=SỐ_LIỆU.",
            "“{found}” is not of the form ID=FIGURE.",
        ),
        hint=Words(
            "Ghi mã chỉ tiêu, dấu bằng rồi số liệu, ví dụ online-dossiers=812345/1498765.",
            "Write the indicator's id, an equals sign and the figure: online-dossiers=812345/1498765.",
        ),
        why=Words(
            "Không có mã chỉ tiêu thì không biết số liệu thuộc chỉ tiêu nào.",
            "Without the id there is no telling which indicator the figure is for.",
        ),
        wrong="--set 812345/1498765",
        right="--set online-dossiers=812345/1498765",
    ),
    Kind(
        code="KPI261",
        slug="submission-empty",
        severity="error",
        summary=Words("Báo cáo không có số liệu nào", "A submission without any answer"),
        message=Words(
            "Báo cáo của đơn vị “{unit}” chưa trả lời chỉ tiêu nào.",
            "The submission of “{unit}” answers no indicator.",
        ),
        hint=Words(
            "Điền số liệu; nếu không có gì để báo cáo thì ghi nil kèm lý do cho từng chỉ tiêu.",
            "Give the figures; where there is nothing to report, write nil and why for each indicator.",
        ),
        why=Words(
            "Báo cáo trống không cho biết đơn vị không phát sinh hay quên điền.",
            "An empty submission does not tell nothing to report from nothing filled in.",
        ),
        wrong="entries: {}",
        right="entries: {online-dossiers: {nil: Không phát sinh trong kỳ}}",
    ),
    Kind(
        code="KPI262",
        slug="set-twice",
        severity="error",
        summary=Words("Một chỉ tiêu được ghi hai lần", "An indicator that is set twice"),
        message=Words(
            "Chỉ tiêu “{indicator}” được ghi hai lần: “{first}” và “{found}”.",
            "The indicator “{indicator}” is set twice: “{first}” and “{found}”.",
        ),
        hint=Words("Chỉ giữ một trong hai.", "Keep one of the two."),
        why=Words(
            "Không biết số liệu nào là đúng thì không được tự chọn số ghi sau.",
            "Where it is unclear which figure is right, the later one must not win by itself.",
        ),
        wrong="--set online-dossiers=1/2 --set online-dossiers=3/4",
        right="--set online-dossiers=3/4",
    ),
    Kind(
        code="KPI263",
        slug="reason-missing",
        severity="error",
        summary=Words("Không có số liệu mà không nêu lý do", "No figure, and no reason why"),
        message=Words("“{found}” chưa có lý do.", "“{found}” gives no reason."),
        hint=Words(
            "Ghi lý do sau dấu hai chấm, ví dụ {found}: Không phát sinh trong kỳ.",
            "Write why after a colon, such as {found}: Nothing to count in the period.",
        ),
        why=Words(
            "Người tổng hợp cần biết vì sao không có số liệu để tính đúng hay hỏi lại.",
            "Whoever puts the figures together must know why one is not there.",
        ),
        wrong="--set online-dossiers=nil",
        right="--set 'online-dossiers=nil: Không phát sinh trong kỳ'",
    ),
)

NAMES: tuple[Kind, ...] = (
    Kind(
        code="KPI360",
        slug="unit-not-named",
        severity="error",
        summary=Words("Tệp của một đơn vị khác", "A file of another unit"),
        message=Words(
            "Tệp là báo cáo của đơn vị “{found}”, còn lệnh ghi --unit {named}.",
            "The file is the submission of “{found}”, but the call says --unit {named}.",
        ),
        hint=Words(
            "Gửi đúng tệp của đơn vị, hoặc sửa --unit.",
            "Send that unit's own file, or change --unit.",
        ),
        why=Words(
            "Gửi nhầm tệp của đơn vị khác thì số liệu bị tính sai cho cả hai đơn vị.",
            "A file sent for the wrong unit falsifies the figures of both.",
        ),
        wrong="cds-kpi submit so-y-te.xlsx --unit so-tttt",
        right="cds-kpi submit so-y-te.xlsx --unit so-y-te",
    ),
    Kind(
        code="KPI361",
        slug="period-not-named",
        severity="error",
        summary=Words("Tệp của một kỳ khác", "A file of another period"),
        message=Words(
            "Tệp là báo cáo của kỳ {found}, còn lệnh ghi kỳ {named}.",
            "The file is for {found}, but the call says {named}.",
        ),
        hint=Words(
            "Gửi đúng tệp của kỳ báo cáo, hoặc sửa kỳ trong lệnh.",
            "Send the file of that period, or change the period in the call.",
        ),
        why=Words(
            "Biểu mẫu của kỳ trước thường còn nằm cạnh biểu mẫu kỳ này và dễ bị gửi nhầm.",
            "Last period's form often lies beside this one's and is easily sent by mistake.",
        ),
        wrong="cds-kpi submit so-y-te.2022-S1.xlsx --quarter Q3",
        right="cds-kpi submit so-y-te.2022-Q3.xlsx --quarter Q3",
    ),
    Kind(
        code="KPI362",
        slug="nothing-owed",
        severity="error",
        summary=Words("Đơn vị không phải báo cáo trong kỳ", "A unit that owes nothing in the period"),
        message=Words(
            "Đơn vị “{unit}” không phải báo cáo chỉ tiêu nào trong kỳ {period}.",
            "The unit “{unit}” owes no indicator for {period}.",
        ),
        hint=Words(
            "Đơn vị này không phải gửi gì; nếu thấy không đúng, xem “cds-kpi status” để biết ai phải báo cáo gì.",
            "It need not send anything; if that seems wrong, “cds-kpi status” says who owes what.",
        ),
        near=Words(
            "Đơn vị này đã kết thúc trước ngày cuối kỳ; đơn vị kế thừa: {near:long}.",
            "The unit had ended before the end of the period; its successor: {near:long}.",
        ),
        why=Words(
            "Không có chỉ tiêu nào để hỏi thì không lập biểu mẫu.",
            "There is nothing to ask, so there is no form to make.",
        ),
        wrong="cds-kpi form --unit ubnd-tphcm --quarter Q3",
        right="cds-kpi form --unit so-y-te --quarter Q3",
    ),
    Kind(
        code="KPI363",
        slug="indicator-ambiguous",
        severity="error",
        summary=Words("Số hoặc mã chỉ nhiều chỉ tiêu", "A number or id of several indicators"),
        message=Words(
            "“{found}” có thể là: {known:long}.",
            "“{found}” may be: {known:long}.",
        ),
        hint=Words("Ghi mã của chỉ tiêu thay cho số.", "Write the indicator's id instead of its number."),
        why=Words(
            "Số thứ tự là của từng văn bản; mã thì mỗi chỉ tiêu một mã.",
            "Numbers belong to a document; an id belongs to one indicator.",
        ),
        wrong="cds-kpi status --quarter Q3 --indicator 5",
        right="cds-kpi status --quarter Q3 --indicator online-dossiers",
    ),
)
