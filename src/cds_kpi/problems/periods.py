"""Problems with periods, days and deadlines: KPI401 to KPI499."""

from cds_kpi.problems.kind import Kind, Words

PERIODS: tuple[Kind, ...] = (
    Kind(
        code="KPI401",
        slug="period-unreadable",
        severity="error",
        summary=Words("Không hiểu kỳ báo cáo", "Not a period"),
        message=Words("“{found}” không phải là kỳ báo cáo.", "“{found}” is not a period."),
        hint=Words(
            "Ghi 2022 (năm), 2022-S1 (6 tháng đầu năm), 2022-Q3 (quý III) hoặc 2022-09 (tháng 9).",
            "Write 2022 (year), 2022-S1 (first half), 2022-Q3 (third quarter) or 2022-09 (September).",
        ),
        why=Words(
            "Kỳ báo cáo cho biết số liệu tính từ ngày nào đến ngày nào.",
            "The period says which days the figures cover.",
        ),
        wrong="period: quý vừa rồi",
        right="period: 2022-Q3",
    ),
    Kind(
        code="KPI402",
        slug="period-without-year",
        severity="error",
        summary=Words("Kỳ báo cáo thiếu năm", "A period without its year"),
        message=Words("“{found}” chưa ghi năm.", "“{found}” does not say the year."),
        hint=Words("Ghi cả năm, ví dụ 2022-Q3.", "Write the year too, for example 2022-Q3."),
        why=Words(
            "Quý III của năm này và năm khác là hai kỳ khác nhau.",
            "The third quarter of another year is another period.",
        ),
        wrong="period: Quý III",
        right="period: 2022-Q3",
    ),
    Kind(
        code="KPI403",
        slug="day-expected",
        severity="error",
        summary=Words("Không phải là ngày", "Not a day"),
        message=Words("“{found}” không phải là ngày.", "“{found}” is not a day."),
        hint=Words(
            "Ghi năm-tháng-ngày, ví dụ 2022-09-20.",
            "Write year-month-day, for example 2022-09-20.",
        ),
        why=Words(
            "Hạn nộp tính theo từng ngày, nên cần biết đúng ngày.",
            "Deadlines are counted in days, so the very day is needed.",
        ),
        wrong="sent_on: giữa tháng 9",
        right="sent_on: 2022-09-15",
    ),
    Kind(
        code="KPI404",
        slug="day-not-iso",
        severity="error",
        summary=Words("Ngày chưa ghi theo thứ tự năm-tháng-ngày", "A day in another order"),
        message=Words(
            "Ngày “{found}” chưa ghi theo thứ tự năm-tháng-ngày.",
            "The day “{found}” is not written year-month-day.",
        ),
        hint=Words(
            "Ghi năm-tháng-ngày, ví dụ 2022-09-20.",
            "Write year-month-day, for example 2022-09-20.",
        ),
        near=Words("Ghi {near}.", "Write {near}."),
        why=Words(
            "5/9 có nơi hiểu là ngày 5 tháng 9, có nơi hiểu là ngày 9 tháng 5.",
            "Some read 5/9 as 5 September, others as 9 May.",
        ),
        wrong="sent_on: 15/9/2022",
        right="sent_on: 2022-09-15",
    ),
    Kind(
        code="KPI405",
        slug="day-not-in-calendar",
        severity="error",
        summary=Words("Ngày không có trong lịch", "No such day"),
        message=Words(
            "Không có ngày “{found}” trong lịch.",
            "There is no day “{found}” in the calendar.",
        ),
        hint=Words("Kiểm tra lại ngày và tháng.", "Check the day and the month."),
        why=Words(
            "Có lẽ gõ nhầm; tự đổi sang ngày gần nhất có thể làm sai hạn nộp.",
            "It is mistyped; to take the nearest day instead could move a deadline.",
        ),
        wrong="sent_on: 2022-09-31",
        right="sent_on: 2022-09-15",
    ),
    Kind(
        code="KPI406",
        slug="moment-expected",
        severity="error",
        summary=Words("Không phải là ngày giờ", "Not a date and time"),
        message=Words("“{found}” không phải là ngày giờ.", "“{found}” is not a date and time."),
        hint=Words(
            "Ghi ngày và giờ theo mẫu 2022-09-16T08:00:00+07:00.",
            "Write it like 2022-09-16T08:00:00+07:00.",
        ),
        why=Words(
            "Đúng hạn hay trễ hạn tính theo giờ tiếp nhận.",
            "On time or late is judged by the time of receipt.",
        ),
        wrong="received_at: 8 giờ ngày 16/9/2022",
        right="received_at: 2022-09-16T08:00:00+07:00",
    ),
    Kind(
        code="KPI407",
        slug="validity-reversed",
        severity="error",
        summary=Words("Ngày kết thúc đứng trước ngày bắt đầu", "A unit that ends before it begins"),
        message=Words(
            "Đơn vị bắt đầu ngày {start} nhưng kết thúc ngày {until}, tức là trước đó.",
            "The unit begins on {start} but ends on {until}, which is earlier.",
        ),
        hint=Words("Kiểm tra lại hai ngày from và until.", "Check the days “from” and “until”."),
        why=Words(
            "Hai ngày này cho biết đơn vị phải báo cáo trong những kỳ nào.",
            "The two days say for which periods the unit reports.",
        ),
        wrong="valid: {from: 2008-01-01, until: 2007-12-31}",
        right="valid: {from: 2008-01-01}",
    ),
    Kind(
        code="KPI410",
        slug="round-deadline",
        severity="error",
        summary=Words(
            "Đợt báo cáo không có đúng một hạn nộp",
            "A round without exactly one deadline",
        ),
        message=Words(
            "Mỗi đợt báo cáo cần đúng một hạn nộp: before hoặc by.",
            "A round needs exactly one deadline: before or by.",
        ),
        hint=Words(
            "Ghi before nếu văn bản nói “trước ngày”, by nếu nói “chậm nhất ngày”.",
            "Write before where the document says “trước ngày”, by where it says “chậm nhất ngày”.",
        ),
        why=Words(
            "“Trước ngày 20” không tính ngày 20, còn “chậm nhất ngày 20” thì có.",
            "“Trước ngày 20” leaves the 20th out, “chậm nhất ngày 20” takes it in.",
        ),
        wrong="{period: 2022-Q3, frequencies: [quarter]}",
        right="{period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}",
    ),
    Kind(
        code="KPI411",
        slug="round-twice",
        severity="error",
        summary=Words("Hai đợt báo cáo cho một kỳ", "Two rounds for one period"),
        message=Words(
            "Kỳ {found} đã có đợt báo cáo ở trên.",
            "There is already a round for {found} above.",
        ),
        hint=Words(
            "Gộp hai đợt làm một, hoặc sửa kỳ của một đợt.",
            "Make one round of the two, or correct the period of one.",
        ),
        why=Words(
            "Mỗi kỳ chỉ có một hạn nộp; có hai đợt thì không biết theo hạn nào.",
            "A period has one deadline; with two rounds there is no telling which.",
        ),
        wrong="{period: 2022-S1, before: 2022-09-20, frequencies: [quarter]}",
        right="{period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}",
    ),
    Kind(
        code="KPI412",
        slug="round-unknown",
        severity="error",
        summary=Words("Chương trình không có đợt báo cáo này", "The programme has no such round"),
        message=Words(
            "Chương trình “{programme}” không có đợt báo cáo cho kỳ {period}.",
            "The programme “{programme}” has no round for {period}.",
        ),
        hint=Words("Chọn một trong các kỳ: {known:long}.", "Choose one of: {known:long}."),
        why=Words(
            "Mỗi chương trình chỉ thu số liệu trong các đợt ghi dưới mục rounds của danh mục.",
            "A programme collects only in the rounds the catalogue lists under “rounds”.",
        ),
        wrong="cds-kpi status --quarter Q2",
        right="cds-kpi status --quarter Q3",
    ),
    Kind(
        code="KPI413",
        slug="period-without-round",
        severity="warning",
        summary=Words("Kỳ không có đợt báo cáo", "A period no round collects"),
        message=Words(
            "Không có đợt báo cáo nào cho kỳ {found}.",
            "No round collects figures for {found}.",
        ),
        hint=Words(
            "Kiểm tra lại kỳ; các kỳ có đợt báo cáo: {known:long}.",
            "Check the period; there are rounds for: {known:long}.",
        ),
        why=Words(
            "Không đơn vị nào được yêu cầu báo cáo cho kỳ này, nên số liệu có thể ghi nhầm kỳ.",
            "Nobody is asked for this period, so the figures may belong to another.",
        ),
        wrong="{period: 2022-Q4, before: 2022-12-20, frequencies: [quarter]}",
        right="{period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}",
    ),
    Kind(
        code="KPI414",
        slug="period-needed",
        severity="error",
        summary=Words("Chưa nêu kỳ báo cáo", "No period was named"),
        message=Words("Lệnh này cần biết kỳ báo cáo.", "This command needs a period."),
        hint=Words(
            "Thêm --quarter Q3, --period 2022-S1 hoặc --year 2022.",
            "Add --quarter Q3, --period 2022-S1 or --year 2022.",
        ),
        why=Words(
            "Mỗi kỳ có số liệu và hạn nộp riêng, nên chương trình không tự chọn kỳ.",
            "Every period has its own figures and deadline, so the program does not choose one.",
        ),
        wrong="cds-kpi report",
        right="cds-kpi report --quarter Q3",
    ),
    Kind(
        code="KPI415",
        slug="period-two-years",
        severity="error",
        summary=Words("Hai năm khác nhau trong một lệnh", "Two years in one request"),
        message=Words("“{found}” không thuộc năm {year}.", "“{found}” is not in {year}."),
        hint=Words(
            "Bỏ --year, hoặc ghi cùng một năm ở cả hai chỗ.",
            "Leave --year out, or name the same year in both places.",
        ),
        why=Words(
            "Không biết kỳ của năm nào, nên chương trình không chọn thay người dùng.",
            "There is no telling which year is meant, so the program does not choose.",
        ),
        wrong="cds-kpi report --period 2022-Q3 --year 2023",
        right="cds-kpi report --period 2022-Q3",
    ),
    Kind(
        code="KPI420",
        slug="frequency-unknown",
        severity="warning",
        summary=Words("Chưa rõ tần suất báo cáo", "A frequency not settled yet"),
        message=Words(
            "Tần suất báo cáo của chỉ tiêu “{indicator}” chưa được xác định.",
            "How often “{indicator}” is reported is not settled yet.",
        ),
        hint=Words(
            "Khi có quy định, ghi month, quarter, semester hoặc year.",
            "Once it is settled, write month, quarter, semester or year.",
        ),
        why=Words(
            "Trong khi chờ, chỉ tiêu được hỏi ở mọi đợt báo cáo.",
            "Until then the indicator is asked for in every round.",
        ),
        wrong="frequency: unknown",
        right="frequency: quarter",
    ),
    Kind(
        code="KPI421",
        slug="frequency-without-round",
        severity="warning",
        summary=Words(
            "Không đợt báo cáo nào thu chỉ tiêu này",
            "An indicator that no round collects",
        ),
        message=Words(
            (
                "Chương trình “{programme}” không có đợt nào thu số liệu “{frequency}” nên không hỏi chỉ tiêu "
                "“{indicator}”."
            ),
            "No round of “{programme}” collects “{frequency}” figures, so “{indicator}” is never asked for.",
        ),
        hint=Words(
            "Thêm “{frequency}” vào mục frequencies của một đợt, hoặc sửa tần suất của chỉ tiêu.",
            "Add “{frequency}” to the “frequencies” of a round, or correct the indicator's frequency.",
        ),
        why=Words(
            "Chỉ tiêu không được hỏi ở đợt nào thì không bao giờ có số liệu.",
            "An indicator that no round asks for never gets a figure.",
        ),
        wrong="frequency: month",
        right="frequency: quarter",
    ),
    Kind(
        code="KPI422",
        slug="phase-twice",
        severity="error",
        summary=Words("Một cấp có hai thời điểm bắt đầu", "Two starts for one level"),
        message=Words(
            "Cấp “{level}” đã có thời điểm bắt đầu ở trên.",
            "The level “{level}” already has a start above.",
        ),
        hint=Words("Chỉ giữ một dòng cho mỗi cấp.", "Keep one line for each level."),
        why=Words(
            "Có hai thời điểm thì không biết cấp này phải báo cáo từ khi nào.",
            "With two there is no telling from when that level reports.",
        ),
        wrong="- {level: department, from: 2022-09-01}",
        right="- {level: district, from: 2022-09-01}",
    ),
    Kind(
        code="KPI430",
        slug="submission-undated",
        severity="warning",
        summary=Words("Báo cáo không ghi ngày gửi", "A submission without a date"),
        message=Words(
            "Báo cáo của đơn vị “{unit}” không ghi ngày gửi.",
            "The submission of “{unit}” does not say when it was sent.",
        ),
        hint=Words(
            "Thêm mục sent_on, ví dụ “sent_on: 2022-09-15”.",
            "Add “sent_on”, for example “sent_on: 2022-09-15”.",
        ),
        why=Words(
            "Không biết ngày gửi thì vẫn tính là đã báo cáo, nhưng không tính là đúng hạn.",
            "Without a date it counts as reported, but never as on time.",
        ),
        wrong=("document: 1901/STTTT-CNTT\nentries:"),
        right=("document: 1901/STTTT-CNTT\nsent_on: 2022-09-15\nentries:"),
    ),
    Kind(
        code="KPI431",
        slug="periods-disagree",
        severity="warning",
        summary=Words("Số cả kỳ khác tổng các kỳ trong đó", "A period and its parts disagree"),
        message=Words(
            "Chỉ tiêu “{indicator}” ghi {whole:figure} cho kỳ {period}, nhưng cộng các kỳ {parts} được {total:figure}.",
            "“{indicator}” says {whole:figure} for {period}, but {parts} add up to {total:figure}.",
        ),
        hint=Words(
            "Kiểm tra lại các báo cáo; trong khi chờ, số của kỳ dài được dùng.",
            "Check the submissions; meanwhile the longer period's figure stands.",
        ),
        why=Words(
            "Số liệu phát sinh trong kỳ cộng dồn được: 6 tháng phải bằng hai quý cộng lại.",
            "What happens within periods adds up: a half year is the sum of its two quarters.",
        ),
        wrong="online-dossiers: {numerator: 15100, denominator: 18000}",
        right="online-dossiers: {numerator: 15300, denominator: 18000}",
    ),
    Kind(
        code="KPI432",
        slug="sent-in-future",
        severity="warning",
        summary=Words("Ngày gửi ở tương lai", "A day of sending in the future"),
        message=Words(
            "Ngày gửi ghi là {found}, sau hôm nay ({today}).",
            "The day of sending is {found}, after today ({today}).",
        ),
        hint=Words(
            "Sửa ngày gửi; đúng hạn hay trễ hạn do lúc nhận quyết định, không do ngày này.",
            "Put the day right; whether it is on time is decided by the moment of receipt, not by this day.",
        ),
        why=Words(
            "Ngày gửi sai làm người đối chiếu văn bản không tìm được văn bản kèm theo.",
            "With a wrong day nobody finds the covering letter again.",
        ),
        wrong="sent_on: 2032-09-15",
        right="sent_on: 2022-09-15",
    ),
)
