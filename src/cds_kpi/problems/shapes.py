"""Problems with the shape of a record: its keys and values. KPI201 to KPI229, KPI281 and up."""

from cds_kpi.problems.kind import Kind, Words

SHAPES: tuple[Kind, ...] = (
    Kind(
        code="KPI201",
        slug="key-unknown",
        severity="error",
        summary=Words("Mục không có trong mẫu", "A key nobody asked for"),
        message=Words("Ở đây không có mục “{key}”.", "There is no key “{key}” here."),
        hint=Words(
            "Các mục có thể ghi ở đây: {known:long}.",
            "Keys that may stand here: {known:long}.",
        ),
        near=Words("Có lẽ cần ghi “{near}”.", "Did you mean “{near}”?"),
        why=Words(
            "Gõ sai tên mục mà bỏ qua thì nội dung của mục đó mất mà không ai biết.",
            "To pass over a mistyped key would lose what stands under it in silence.",
        ),
        wrong="documents: 1901/STTTT-CNTT",
        right="document: 1901/STTTT-CNTT",
    ),
    Kind(
        code="KPI202",
        slug="key-missing",
        severity="error",
        summary=Words("Thiếu một mục bắt buộc", "A key is missing"),
        message=Words("Thiếu mục “{key}”.", "The key “{key}” is missing."),
        hint=Words("Thêm mục “{key}: …”.", "Add “{key}: …”."),
        why=Words(
            "Thiếu mục này thì không hiểu được phần còn lại.",
            "Without it the rest cannot be understood.",
        ),
        wrong="period: 2022-Q3",
        right=("unit: so-tttt\nperiod: 2022-Q3"),
    ),
    Kind(
        code="KPI203",
        slug="mapping-expected",
        severity="error",
        summary=Words("Cần các mục có tên", "Keys with values are needed"),
        message=Words(
            "Ở đây cần các mục “tên: giá trị”, nhưng lại là {found:word}.",
            "Keys with values are needed here, but there is {found:word}.",
        ),
        hint=Words(
            "Ghi các mục trong dấu {{ }}, hoặc mỗi mục một dòng thụt vào hai dấu cách.",
            "Write them in {{ }}, or one a line, indented by two spaces.",
        ),
        why=Words(
            "Không có tên mục thì không biết giá trị là tử số, mẫu số hay điều gì khác.",
            "Without keys nobody knows whether a value is a numerator, a denominator or something else.",
        ),
        wrong="  e-payment: true",
        right="  e-payment: {done: true}",
    ),
    Kind(
        code="KPI204",
        slug="list-expected",
        severity="error",
        summary=Words("Cần một danh sách", "A list is needed"),
        message=Words(
            "Ở đây cần một danh sách, nhưng lại là {found:word}.",
            "A list is needed here, but there is {found:word}.",
        ),
        hint=Words(
            "Ghi mỗi phần tử một dòng bắt đầu bằng “- ”, hoặc ghi trên một dòng trong dấu [ ].",
            "Write one item a line, each after “- ”, or all on one line in [ ].",
        ),
        why=Words(
            "Chỗ này có thể có nhiều phần tử, nên luôn ghi thành danh sách, kể cả khi chỉ có một.",
            "There may be several, so it is always a list, even of one.",
        ),
        wrong="    targets: {programme: cv-3036, number: 9, at_least: 100, by: 2022-12-31}",
        right=("    targets:\n      - {programme: cv-3036, number: 9, at_least: 100, by: 2022-12-31}"),
    ),
    Kind(
        code="KPI205",
        slug="scalar-expected",
        severity="error",
        summary=Words("Cần một giá trị duy nhất", "A single value is needed"),
        message=Words(
            "Ở đây cần một giá trị duy nhất, nhưng lại là {found:word}.",
            "A single value is needed here, but there is {found:word}.",
        ),
        hint=Words(
            "Ghi một số hoặc một đoạn chữ, không có dấu ngoặc.",
            "Write one number or one text, without brackets.",
        ),
        why=Words(
            "Chỗ này chỉ nhận một giá trị; ghi nhiều giá trị thì không biết lấy giá trị nào.",
            "Only one value fits here; with several there is no telling which counts.",
        ),
        wrong="document: [1901/STTTT-CNTT, 1902/STTTT-CNTT]",
        right="document: 1901/STTTT-CNTT",
    ),
    Kind(
        code="KPI206",
        slug="list-length",
        severity="error",
        summary=Words("Danh sách thừa hoặc thiếu phần tử", "A list with too many or too few items"),
        message=Words(
            "Ở đây có {length} phần tử, trong khi cần {bound:word} {allowed}.",
            "The number of items here is {length}, but must be {bound:word} {allowed}.",
        ),
        hint=Words(
            "Thêm phần còn thiếu hoặc bỏ phần thừa.",
            "Add what is missing or take away what is too much.",
        ),
        why=Words(
            "Thừa hoặc thiếu phần tử thì không hiểu được cả danh sách.",
            "With too many or too few the list means nothing.",
        ),
        wrong="{programme: cv-3036, number: 9, between: [65], by: 2022-12-31}",
        right="{programme: cv-3036, number: 9, between: [65, 70], by: 2022-12-31}",
    ),
    Kind(
        code="KPI207",
        slug="value-empty",
        severity="error",
        summary=Words("Để trống giá trị", "A value is left empty"),
        message=Words("Chỗ này để trống.", "Nothing is written here."),
        hint=Words(
            "Ghi giá trị, hoặc xóa cả mục nếu không có.",
            "Write a value, or delete the key if there is none.",
        ),
        why=Words(
            "Để trống có thể là quên, cũng có thể là không có; hai điều đó khác nhau.",
            "An empty place may be forgotten or meant; the two are not the same.",
        ),
        wrong="unit:",
        right="unit: so-tttt",
    ),
    Kind(
        code="KPI208",
        slug="format-unknown",
        severity="error",
        summary=Words("Phiên bản mẫu tệp lạ", "An unknown form of file"),
        message=Words(
            "Tệp ghi “format: {found}”, nhưng chương trình chỉ đọc được “format: 1”.",
            "The file says “format: {found}”, but only “format: 1” can be read.",
        ),
        hint=Words(
            "Ghi “format: 1”; nếu tệp do bản chương trình mới hơn ghi ra thì cập nhật chương trình.",
            "Write “format: 1”; if a newer program wrote the file, update this one.",
        ),
        why=Words(
            "Mẫu tệp khác có thể dùng cùng tên mục với nghĩa khác.",
            "In another form the same keys may mean something else.",
        ),
        wrong="format: 2",
        right="format: 1",
    ),
    Kind(
        code="KPI209",
        slug="comma-splits",
        severity="error",
        summary=Words("Dấu phẩy trong ngoặc cắt đôi số", "A comma that cuts a number in two"),
        message=Words(
            "Trong ngoặc, dấu phẩy ngăn các mục nên số “{key}” bị tách rời.",
            "Within brackets a comma parts the items, so the number “{key}” is torn apart.",
        ),
        hint=Words(
            'Trong ngoặc, ghi số thập phân bằng dấu chấm, hoặc đặt số trong dấu nháy kép: "85,5".',
            'Within brackets write decimals with a point, or put the number in double quotes: "85,5".',
        ),
        near=Words(
            "Có phải là {near}? Trong ngoặc, ghi số không có dấu phẩy; phần thập phân ghi sau dấu chấm.",
            "Did you mean {near}? Within brackets write numbers without commas and decimals after a point.",
        ),
        why=Words(
            "Trong dấu { } và [ ], dấu phẩy ngăn các mục, nên 85,5 bị đọc thành hai phần: 85 và 5.",
            "Within { } and [ ] a comma parts the items, so 85,5 is read as 85 and 5.",
        ),
        wrong="{numerator: 7,650, denominator: 9000, source: Cổng dịch vụ công}",
        right="{numerator: 7650, denominator: 9000, source: Cổng dịch vụ công}",
    ),
    Kind(
        code="KPI210",
        slug="id-malformed",
        severity="error",
        summary=Words("Mã viết không đúng mẫu", "An id is misspelled"),
        message=Words("“{found}” không dùng làm mã được.", "“{found}” cannot be an id."),
        hint=Words(
            "Chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối ở giữa, tối đa 64 ký tự, ví dụ so-tttt.",
            (
                "Use small letters without marks, digits and single hyphens between them, at most 64, for example "
                "so-tttt."
            ),
        ),
        why=Words(
            "Mã dùng làm tên tệp và để đối chiếu, nên phải ghi một cách duy nhất.",
            "Ids name files and are compared, so they have one spelling only.",
        ),
        wrong="unit: Sở TTTT",
        right="unit: so-tttt",
    ),
    Kind(
        code="KPI211",
        slug="word-unknown",
        severity="error",
        summary=Words("Từ không dùng được ở đây", "A word that does not fit here"),
        message=Words(
            "“{found}” không phải là một từ dùng được ở đây.",
            "“{found}” is not one of the words that fit here.",
        ),
        hint=Words("Ghi một trong: {words:long}.", "Write one of: {words:long}."),
        near=Words(
            "Có lẽ cần ghi “{near}”; các từ dùng được: {words:long}.",
            "Did you mean “{near}”? The words that fit: {words:long}.",
        ),
        why=Words(
            "Chỗ này chỉ nhận một số từ đã định, để chương trình hiểu đúng ý người ghi.",
            "Only a few words have a meaning here.",
        ),
        wrong="status: provisonal",
        right="status: provisional",
    ),
    Kind(
        code="KPI212",
        slug="flag-expected",
        severity="error",
        summary=Words("Cần ghi true hoặc false", "true or false is needed"),
        message=Words(
            "“{found}” không phải là true (có) hay false (không).",
            "“{found}” is neither true nor false.",
        ),
        hint=Words("Ghi true (có) hoặc false (không).", "Write true (yes) or false (no)."),
        near=Words("Ghi “{near}” thay cho “{found}”.", "Write “{near}” instead of “{found}”."),
        why=Words(
            "Các cách ghi yes, no, on, off được mỗi chương trình hiểu một kiểu, nên không dùng.",
            "yes, no, on and off are read differently by different programs and are not used.",
        ),
        wrong="{done: yes}",
        right="{done: true}",
    ),
    Kind(
        code="KPI213",
        slug="email-expected",
        severity="error",
        summary=Words("Không phải địa chỉ thư điện tử", "Not an e-mail address"),
        message=Words(
            "“{found}” không phải là địa chỉ thư điện tử.",
            "“{found}” is not an e-mail address.",
        ),
        hint=Words(
            "Chỉ ghi địa chỉ, không kèm tên, ví dụ vanthu@so-tttt.example.",
            "Write the address alone, without a name, for example vanthu@so-tttt.example.",
        ),
        why=Words(
            "Thư nhắc hạn gửi đến địa chỉ này; địa chỉ sai thì đơn vị không nhận được.",
            "Reminders go there; to a wrong address they never arrive.",
        ),
        wrong="email: Văn thư <vanthu@so-tttt.example>",
        right="email: vanthu@so-tttt.example",
    ),
    Kind(
        code="KPI214",
        slug="sha256-expected",
        severity="error",
        summary=Words("Không phải mã SHA-256", "Not a SHA-256"),
        message=Words("“{found}” không phải là mã SHA-256.", "“{found}” is not a SHA-256."),
        hint=Words(
            "Chép lại đủ 64 ký tự gồm chữ số và chữ a–f; mã này do chương trình ghi, không tự đặt.",
            "Copy all 64 digits and letters a–f; the program writes it, nobody makes one up.",
        ),
        why=Words(
            "Mã này cho biết một tệp có còn như lúc tiếp nhận hay không.",
            "It shows whether a file is still what was received.",
        ),
        wrong="previous: e3b0c442",
        right="previous: 5e4ce6cd9e2d9d9fcfa3a7065500e361647d71e5ce35098df8a48f4d0804f7ba",
    ),
    Kind(
        code="KPI215",
        slug="text-too-long",
        severity="error",
        summary=Words("Đoạn chữ quá dài", "A text is too long"),
        message=Words(
            "Đoạn chữ có {length:count} ký tự, nhiều hơn mức {longest:count}.",
            "The text has {length:count} characters, more than the {longest:count} allowed.",
        ),
        hint=Words(
            "Rút gọn, hoặc ghi số hiệu văn bản có nội dung đầy đủ.",
            "Shorten it, or name the document that says it in full.",
        ),
        why=Words(
            "Ghi chú dài như vậy không in được vào bảng của báo cáo.",
            "So long a note does not fit into a report's table.",
        ),
        wrong="note: Phụ lục đầy đủ, mười nghìn chữ …",
        right="note: Xem Báo cáo số 1901/STTTT-CNTT",
    ),
    Kind(
        code="KPI216",
        slug="text-control",
        severity="error",
        summary=Words("Ký tự ẩn trong đoạn chữ", "A hidden character in a text"),
        message=Words(
            "Đoạn chữ có ký tự ẩn {character}.",
            "The text has the hidden character {character}.",
        ),
        hint=Words("Xóa ký tự này rồi gõ lại chỗ đó.", "Delete it and type that place again."),
        why=Words(
            "Ký tự ẩn không hiện trên màn hình, có ký tự còn làm chữ hiện khác với nội dung thật.",
            "A hidden character is not seen; some even make a text read otherwise than it is.",
        ),
        wrong='document: "1901\\a/STTTT-CNTT"',
        right="document: 1901/STTTT-CNTT",
    ),
)

SLIPS: tuple[Kind, ...] = (
    Kind(
        code="KPI281",
        slug="key-without-colon",
        severity="error",
        summary=Words("Tên mục và giá trị dính liền", "A key and its value run together"),
        message=Words(
            "“{found}” thiếu dấu hai chấm, hoặc dấu cách sau dấu hai chấm.",
            "“{found}” lacks a colon, or a space after the colon.",
        ),
        hint=Words("Ghi “{near}”.", "Write “{near}”."),
        why=Words(
            "Phải có dấu hai chấm và một dấu cách thì tên mục mới tách khỏi giá trị.",
            "Only a colon and a space part a key from its value.",
        ),
        wrong="{numerator 7650, denominator: 9000, source: Cổng dịch vụ công}",
        right="{numerator: 7650, denominator: 9000, source: Cổng dịch vụ công}",
    ),
    Kind(
        code="KPI282",
        slug="comma-in-text",
        severity="error",
        summary=Words("Dấu phẩy trong ngoặc cắt đôi đoạn chữ", "A comma that cuts a text in two"),
        message=Words(
            "Trong ngoặc, dấu phẩy ngăn các mục nên đoạn chữ “{found}” bị tách rời.",
            "Within brackets a comma parts the items, so the text “{found}” is torn apart.",
        ),
        hint=Words(
            "Đặt cả đoạn chữ trong dấu nháy kép: {near:long}.",
            "Put the whole text in double quotes: {near:long}.",
        ),
        why=Words(
            "Trong dấu { }, dấu phẩy mở đầu một mục mới; trong dấu nháy kép thì không.",
            "Within { } a comma starts a new key; within double quotes it does not.",
        ),
        wrong="source: Cổng dịch vụ công, số chính thức}",
        right='source: "Cổng dịch vụ công, số chính thức"}',
    ),
)
