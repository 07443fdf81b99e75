"""Problems with what must and must not stand together in a record: KPI230 to KPI299."""

from cds_kpi.problems.kind import Kind, Words

RECORDS: tuple[Kind, ...] = (
    Kind(
        code="KPI230",
        slug="entry-answers",
        severity="error",
        summary=Words("Không đúng một câu trả lời", "Not exactly one answer"),
        message=Words(
            "Cần đúng một câu trả lời cho mỗi chỉ tiêu, ở đây ghi: {found:word}.",
            "Exactly one answer is needed, and here there is: {found:word}.",
        ),
        hint=Words(
            "Chỉ ghi một trong: numerator và denominator; value; done; parts; nil; not_applicable; unavailable.",
            "Write one of: numerator and denominator; value; done; parts; nil; not_applicable; unavailable.",
        ),
        why=Words(
            "Hai câu trả lời thì không biết tính theo câu nào; không có câu nào thì chỉ tiêu vẫn chưa được báo cáo.",
            "With two there is no telling which counts; with none the indicator is not reported.",
        ),
        wrong="{note: Đã rà soát}",
        right="{done: true, note: Đã rà soát}",
    ),
    Kind(
        code="KPI231",
        slug="entry-half-ratio",
        severity="error",
        summary=Words("Tỷ lệ thiếu tử số hoặc mẫu số", "Half a ratio"),
        message=Words("Tỷ lệ này thiếu {missing:word}.", "This ratio lacks its {missing:word}."),
        hint=Words(
            "Ghi cả numerator (tử số) và denominator (mẫu số), kể cả khi bằng 0.",
            "Write both numerator and denominator, even where one is 0.",
        ),
        why=Words(
            "Tỷ lệ của nhiều đơn vị là tổng tử số chia cho tổng mẫu số, nên cần cả hai số.",
            "A ratio over several units is the sum of numerators over the sum of denominators, so both are needed.",
        ),
        wrong="{numerator: 7650, source: Cổng dịch vụ công}",
        right="{numerator: 7650, denominator: 9000, source: Cổng dịch vụ công}",
    ),
    Kind(
        code="KPI232",
        slug="entry-members-alone",
        severity="error",
        summary=Words(
            "Trả lời cho đơn vị trực thuộc mà chưa trả lời cho chính mình",
            "Members answered for, but not the unit itself",
        ),
        message=Words(
            "Có members_done hoặc members_not_done nhưng thiếu done.",
            "There is members_done or members_not_done, but no done.",
        ),
        hint=Words(
            "Ghi thêm done: true hoặc done: false cho chính đơn vị.",
            "Add done: true or done: false for the unit itself.",
        ),
        why=Words(
            "Chính đơn vị cũng được tính khi điểm danh, cùng với các đơn vị trực thuộc.",
            "The unit itself is counted too, along with its members.",
        ),
        wrong="{nil: Chưa triển khai, members_done: 10}",
        right="{done: false, members_done: 10}",
    ),
    Kind(
        code="KPI233",
        slug="entry-expected-alone",
        severity="error",
        summary=Words(
            "Ngày hẹn có số liệu đi với câu trả lời khác",
            "A date expected, but nothing missing",
        ),
        message=Words(
            "Có expected_on nhưng không có unavailable.",
            "There is expected_on, but no unavailable.",
        ),
        hint=Words(
            "Nếu chưa có số liệu thì ghi unavailable kèm lý do; nếu đã có thì xóa expected_on.",
            "If the figure is still missing, write unavailable and why; if it is there, delete expected_on.",
        ),
        why=Words(
            "expected_on là ngày sẽ có số liệu, nên chỉ đi cùng unavailable (chưa có số liệu).",
            "expected_on is the day a missing figure is expected, so it goes with unavailable alone.",
        ),
        wrong="{done: true, expected_on: 2022-10-05}",
        right="{unavailable: Chưa có số liệu, expected_on: 2022-10-05}",
    ),
    Kind(
        code="KPI240",
        slug="target-demand",
        severity="error",
        summary=Words("Mục tiêu không có đúng một yêu cầu", "A target without exactly one demand"),
        message=Words(
            "Mỗi mục tiêu cần đúng một yêu cầu, ở đây ghi: {found:word}.",
            "A target makes exactly one demand, and here there is: {found:word}.",
        ),
        hint=Words(
            "Chỉ ghi một trong: at_least, above, at_most, below, between, increase, decrease, growth, every, done.",
            "Write one of: at_least, above, at_most, below, between, increase, decrease, growth, every, done.",
        ),
        why=Words(
            "Không có yêu cầu hoặc có hai yêu cầu thì không kết luận được đạt hay chưa đạt.",
            "Without a demand, or with two, there is no saying whether it is met.",
        ),
        wrong="{programme: cv-3036, number: 9, by: 2022-12-31}",
        right="{programme: cv-3036, number: 9, at_least: 100, by: 2022-12-31}",
    ),
    Kind(
        code="KPI241",
        slug="target-done-false",
        severity="error",
        summary=Words("Mục tiêu yêu cầu không hoàn thành", "A target that demands nothing be done"),
        message=Words(
            "Mục tiêu không thể yêu cầu “done: false”.",
            "A target cannot demand “done: false”.",
        ),
        hint=Words(
            "Ghi “done: true”, hoặc một yêu cầu khác.",
            "Write “done: true”, or another demand.",
        ),
        why=Words(
            "Mục tiêu là điều phải đạt được; “không hoàn thành” không phải là mục tiêu.",
            "A target is something to reach; leaving a thing undone is none.",
        ),
        wrong="{programme: cv-3036, number: 9, done: false, by: 2022-12-31}",
        right="{programme: cv-3036, number: 9, at_least: 100, by: 2022-12-31}",
    ),
    Kind(
        code="KPI242",
        slug="target-range",
        severity="error",
        summary=Words("Khoảng mục tiêu bị ngược", "A target's range runs backwards"),
        message=Words(
            "Khoảng từ {low} đến {high} bị ngược.",
            "The range from {low} to {high} runs backwards.",
        ),
        hint=Words(
            "Ghi số nhỏ trước: [{high}, {low}].",
            "Write the smaller number first: [{high}, {low}].",
        ),
        why=Words(
            "Số thứ nhất là mức thấp nhất phải đạt, số thứ hai là mức từ đó coi là vượt.",
            "The first number is the least that must be reached, the second where it is exceeded.",
        ),
        wrong="{programme: cv-3036, number: 9, between: [70, 65], by: 2022-12-31}",
        right="{programme: cv-3036, number: 9, between: [65, 70], by: 2022-12-31}",
    ),
    Kind(
        code="KPI243",
        slug="first-year-unfit",
        severity="error",
        summary=Words("Năm đầu áp dụng không hợp", "A first year that does not fit"),
        message=Words(
            "Năm đầu áp dụng {found} không hợp với mục tiêu này.",
            "The first year {found} does not fit this target.",
        ),
        hint=Words(
            "Chỉ ghi first_year cho mục tiêu tăng hằng năm (growth), không muộn hơn năm {by}; nếu không thì bỏ.",
            "Give “first_year” only for a yearly growth, no later than {by}; else leave it out.",
        ),
        why=Words(
            "Chỉ mục tiêu tăng hằng năm mới đòi hỏi từng năm một, từ năm đầu áp dụng đến năm của thời hạn.",
            "Only a yearly growth is demanded of single years, from the first to that of its day.",
        ),
        wrong="growth: 15, first_year: 2023, by: 2022-12-31",
        right="growth: 15, first_year: 2022, by: 2022-12-31",
    ),
    Kind(
        code="KPI244",
        slug="baseline-not-positive",
        severity="warning",
        summary=Words(
            "Số gốc không dùng được cho mức tăng theo phần trăm", "A baseline that no percentage goes with"
        ),
        message=Words(
            "Số gốc {found} của kỳ {period} không dùng được cho mục tiêu tăng hoặc giảm theo phần trăm.",
            "The baseline {found} of {period} does not serve a change by per cent.",
        ),
        hint=Words(
            "Kiểm tra lại số gốc; nếu đúng, ghi mục tiêu bằng “as: points” hoặc bằng mức phải đạt (at_least).",
            "Check the baseline; if it is right, write the target with “as: points”, or as the value to reach.",
        ),
        why=Words(
            "Mọi tỷ lệ phần trăm của 0 đều là 0, nên mục tiêu như vậy lúc nào cũng “đạt”; của số âm thì đổi chiều.",
            "Any percentage of 0 is 0, so that such a target would always be met; of a negative number it turns round.",
        ),
        wrong="{period: 2021, value: 0}",
        right="{period: 2021, value: 29.8}",
    ),
    Kind(
        code="KPI250",
        slug="review-without-reason",
        severity="error",
        summary=Words("Quyết định không ghi lý do", "A decision without a reason"),
        message=Words(
            "Quyết định {decision:word} chưa ghi lý do.",
            "The decision {decision:word} gives no reason.",
        ),
        hint=Words("Thêm mục “reason: …”.", "Add “reason: …”."),
        why=Words(
            "Đơn vị cần biết vì sao báo cáo bị trả lại hoặc không được tính, để sửa cho đúng.",
            "The unit must learn why its report was returned or left out, to put it right.",
        ),
        wrong="decision: returned",
        right=("decision: returned\nreason: Thiếu mẫu số của chỉ tiêu hồ sơ trực tuyến"),
    ),
    Kind(
        code="KPI251",
        slug="review-revision",
        severity="error",
        summary=Words(
            "Quyết định không đi với số lần gửi",
            "A decision that does not fit its revision",
        ),
        message=Words(
            "Quyết định {decision:word} không đi với lần gửi (revision) {revision}.",
            "The decision {decision:word} does not go with revision {revision}.",
        ),
        hint=Words(
            (
                "Với accepted và returned, ghi số của lần gửi, từ 1; với excluded và included, bỏ mục revision và đặt "
                "tên tệp là .r0.yaml."
            ),
            (
                "For accepted and returned give the revision, from 1; for excluded and included leave it out and name "
                "the file .r0.yaml."
            ),
        ),
        why=Words(
            (
                "Chấp nhận và trả lại là quyết định về một lần gửi; loại khỏi đợt và đưa trở lại là quyết định về cả "
                "đơn vị."
            ),
            "Accepting and returning decide on one revision; excluding and including decide on the unit as a whole.",
        ),
        wrong=("revision: 1\ndecision: excluded"),
        right=("revision: 1\ndecision: accepted"),
    ),
    Kind(
        code="KPI252",
        slug="closing-without-reason",
        severity="error",
        summary=Words("Mở lại đợt báo cáo không ghi lý do", "A round reopened without a reason"),
        message=Words(
            "Quyết định mở lại đợt báo cáo (reopened) chưa ghi lý do.",
            "The reopening of the round gives no reason.",
        ),
        hint=Words("Thêm mục “reason: …”.", "Add “reason: …”."),
        why=Words(
            "Mở lại đợt là cho phép sửa số liệu đã chốt, nên phải ghi rõ vì sao.",
            "Reopening lets settled figures change, so it must say why.",
        ),
        wrong="act: reopened",
        right=("act: reopened\nreason: Quận 1 đính chính số liệu"),
    ),
    Kind(
        code="KPI253",
        slug="closing-counted",
        severity="error",
        summary=Words(
            "Mở lại đợt báo cáo mà còn chốt số liệu",
            "A reopening that counts revisions",
        ),
        message=Words(
            "Quyết định mở lại đợt báo cáo (reopened) không được có mục counted.",
            "A reopening cannot have “counted”.",
        ),
        hint=Words(
            "Xóa mục counted; mục này chỉ đi với “act: closed”.",
            "Delete “counted”; it goes with “act: closed” alone.",
        ),
        why=Words(
            "Chỉ khi khóa đợt mới chốt những lần gửi được tính.",
            "Only closing a round settles which revisions count.",
        ),
        wrong=(
            "reason: Quận 1 đính chính số liệu\n"
            "counted: [{unit: so-tttt, revision: 1, file: data/submissions/2022-Q3/so-tttt.yaml, sha256: "
            "5e4ce6cd9e2d9d9fcfa3a7065500e361647d71e5ce35098df8a48f4d0804f7ba}]"
        ),
        right="reason: Quận 1 đính chính số liệu",
    ),
    Kind(
        code="KPI254",
        slug="mail-host",
        severity="error",
        summary=Words("Tên máy chủ thư viết sai", "A mail server's name that is none"),
        message=Words(
            "“{found}” không phải là tên một máy chủ thư.",
            "“{found}” is not the name of a mail server.",
        ),
        hint=Words(
            "Chỉ ghi tên máy, không có “https://”, dấu cách hay đường dẫn: “mail.tphcm.gov.vn”.",
            "Write the name alone, without “https://”, spaces or a path: “mail.tphcm.gov.vn”.",
        ),
        why=Words(
            "Chương trình kết nối thẳng với máy chủ này để gửi thư nhắc.",
            "The program connects to this server to send its reminders.",
        ),
        wrong="  host: https://mail.tphcm.gov.vn",
        right="  host: mail.tphcm.gov.vn",
    ),
    Kind(
        code="KPI255",
        slug="mail-header",
        severity="error",
        summary=Words(
            "Chữ không được đứng trong phần đầu thư", "Text that may not stand in a message's header"
        ),
        message=Words(
            "“{found}” không được ghi vào phần đầu thư: có dấu xuống dòng, ký tự ẩn hoặc “=?”.",
            "“{found}” may not go into a message's header: it has a line break, a hidden character or “=?”.",
        ),
        hint=Words(
            "Ghi lại trên một dòng, bằng chữ thường đọc được.",
            "Write it on one line, in plain readable text.",
        ),
        why=Words(
            "Một dấu xuống dòng ở đây có thể thêm người nhận hoặc đổi nội dung thư mà không ai biết.",
            "A line break here could add recipients or change the message without anybody knowing.",
        ),
        wrong='  name: "Sở TT&TT\\nBcc: ai-do@noi-khac.example"',
        right='  name: "Sở TT&TT"',
    ),
    Kind(
        code="KPI256",
        slug="mail-unprotected",
        severity="error",
        summary=Words("Gửi thư không mã hóa ra khỏi máy", "Mail sent off the machine unencrypted"),
        message=Words(
            "“security: none” chỉ dùng được với máy chủ thư trên chính máy này, không phải “{host}”.",
            "“security: none” is for a mail server on this very machine alone, not for “{host}”.",
        ),
        hint=Words(
            "Ghi “security: starttls” (cổng 587) hoặc “security: tls” (cổng 465).",
            "Write “security: starttls” (port 587) or “security: tls” (port 465).",
        ),
        why=Words(
            "Không mã hóa thì mật khẩu và nội dung thư đi qua mạng cho ai cũng đọc được.",
            "Without encryption the password and the messages cross the network for anybody to read.",
        ),
        wrong="mail: {host: mail.tphcm.gov.vn, security: none, from: cds@tphcm.example}",
        right="mail: {host: mail.tphcm.gov.vn, security: starttls, from: cds@tphcm.example}",
    ),
    Kind(
        code="KPI257",
        slug="channel-name",
        severity="error",
        summary=Words("Tên kênh không dùng được", "A channel's name that cannot be used"),
        message=Words(
            "“{found}” không dùng làm tên kênh trò chuyện được.",
            "“{found}” cannot be a chat channel's name.",
        ),
        hint=Words(
            "Tên kênh bắt đầu bằng chữ cái và không phải là “mail”, ví dụ “nhom-cds”.",
            "A channel's name begins with a letter and is not “mail”: “nhom-cds”, for example.",
        ),
        why=Words(
            "Tên kênh đứng trong tên tệp của sổ nhắc, trước số lần gửi; “mail” là đường thư điện tử.",
            "It stands in the ledger's file names before the number of the attempt; “mail” is the mail itself.",
        ),
        wrong="channels: {2-cds: {}}",
        right="channels: {nhom-cds: {}}",
    ),
)
