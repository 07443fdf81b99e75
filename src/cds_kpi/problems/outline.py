"""Problems with what a YAML file is made of: keys, marks, documents, depth. KPI140 to KPI159."""

from cds_kpi.problems.kind import Kind, Words

OUTLINE: tuple[Kind, ...] = (
    Kind(
        code="KPI140",
        slug="yaml-key-twice",
        severity="error",
        summary=Words("Một mục ghi hai lần", "A key stands twice"),
        message=Words(
            "Mục “{key}” đã được ghi ở trên, trong cùng một nhóm.",
            "The key “{key}” stands twice in the same group.",
        ),
        hint=Words("Xóa một trong hai dòng.", "Delete one of the two lines."),
        why=Words(
            "Không biết lấy dòng nào; chọn đại một dòng thì số liệu có thể sai.",
            "There is no telling which one counts, and to pick one could make the figures wrong.",
        ),
        wrong=("  e-payment: {done: true}\n  e-payment: {done: false}"),
        right="  e-payment: {done: true}",
    ),
    Kind(
        code="KPI141",
        slug="yaml-key-empty",
        severity="error",
        summary=Words("Mục không có tên", "A key without a name"),
        message=Words("Trước dấu hai chấm không có tên mục.", "There is no key before the colon."),
        hint=Words(
            "Ghi tên mục trước dấu hai chấm, hoặc xóa dòng này.",
            "Write the key before the colon, or delete the line.",
        ),
        why=Words(
            "Không có tên mục thì không biết giá trị nói về điều gì.",
            "Without a key nobody knows what the value is about.",
        ),
        wrong=": 1901/STTTT-CNTT",
        right="document: 1901/STTTT-CNTT",
    ),
    Kind(
        code="KPI142",
        slug="yaml-key-not-text",
        severity="error",
        summary=Words("Tên mục không phải là chữ", "A key that is not text"),
        message=Words(
            "Tên mục ở đây là một danh sách hoặc một nhóm, không phải là chữ.",
            "The key here is a list or a group, not text.",
        ),
        hint=Words(
            "Ghi tên mục bằng chữ, không có dấu ngoặc.",
            "Write the key as plain text, without brackets.",
        ),
        why=Words(
            "Mọi mục trong các tệp này đều có tên là một đoạn chữ.",
            "Every key in these files is a piece of text.",
        ),
        wrong="[document]: 1901/STTTT-CNTT",
        right="document: 1901/STTTT-CNTT",
    ),
    Kind(
        code="KPI143",
        slug="yaml-anchor",
        severity="error",
        summary=Words("Đánh dấu “&” để dùng lại", "An “&” mark for later use"),
        message=Words(
            "“&{name}” đánh dấu một đoạn để dùng lại ở chỗ khác.",
            "“&{name}” marks a part for use elsewhere.",
        ),
        hint=Words(
            "Xóa “&{name}” và ghi đầy đủ ở từng chỗ; nếu dấu & thuộc về đoạn chữ thì đặt trong dấu nháy kép.",
            (
                "Delete “&{name}” and write the part out wherever it is needed; if the & belongs to the text, put it "
                "in double quotes."
            ),
        ),
        why=Words(
            "Người đọc từng dòng phải thấy đúng số liệu của dòng đó, không phải đi tìm ở chỗ khác.",
            "Whoever reads a line must see its figures there and not look for them elsewhere.",
        ),
        wrong="unit: &don-vi so-tttt",
        right="unit: so-tttt",
    ),
    Kind(
        code="KPI144",
        slug="yaml-alias",
        severity="error",
        summary=Words("Dấu “*” trỏ đến chỗ khác", "A “*” reference"),
        message=Words(
            "“*{name}” trỏ đến một đoạn ghi ở chỗ khác.",
            "“*{name}” points to something written elsewhere.",
        ),
        hint=Words(
            "Ghi đầy đủ nội dung thay cho “*{name}”; nếu dấu * thuộc về đoạn chữ thì đặt trong dấu nháy kép.",
            "Write out what “*{name}” stands for; if the * belongs to the text, put it in double quotes.",
        ),
        why=Words(
            "Người đọc từng dòng phải thấy đúng số liệu của dòng đó, không phải đi tìm ở chỗ khác.",
            "Whoever reads a line must see its figures there and not look for them elsewhere.",
        ),
        wrong="document: *so-hieu",
        right="document: 1901/STTTT-CNTT",
    ),
    Kind(
        code="KPI145",
        slug="yaml-merge-key",
        severity="error",
        summary=Words("Dấu “<<” gộp nội dung", "A “<<” that merges"),
        message=Words(
            "“<<” gộp nội dung ở chỗ khác vào đây.",
            "“<<” merges something from elsewhere.",
        ),
        hint=Words(
            "Xóa “<<” và ghi đầy đủ các mục tại đây.",
            "Delete “<<” and write the keys out here.",
        ),
        why=Words(
            "Người đọc từng dòng phải thấy đúng số liệu của dòng đó, không phải đi tìm ở chỗ khác.",
            "Whoever reads a line must see its figures there and not look for them elsewhere.",
        ),
        wrong="  e-payment: {<<: {status: final}, done: true}",
        right="  e-payment: {status: final, done: true}",
    ),
    Kind(
        code="KPI146",
        slug="yaml-tag",
        severity="error",
        summary=Words("Ký hiệu “!” đứng đầu giá trị", "A “!” mark before a value"),
        message=Words(
            "“{found}” bắt đầu bằng dấu !, là ký hiệu riêng của YAML.",
            "“{found}” starts with !, a mark of YAML's own.",
        ),
        hint=Words(
            "Đặt cả giá trị trong dấu nháy kép, hoặc xóa ký hiệu này.",
            "Put the whole value in double quotes, or delete the mark.",
        ),
        why=Words(
            (
                "Ký hiệu này yêu cầu đọc giá trị theo kiểu khác, trong khi ở đây mọi giá trị đều đọc đúng như chữ đã "
                "ghi."
            ),
            "The mark asks for another reading of the value; here every value is read just as it is written.",
        ),
        wrong="document: !1901/STTTT-CNTT",
        right='document: "!1901/STTTT-CNTT"',
    ),
    Kind(
        code="KPI147",
        slug="yaml-second-document",
        severity="error",
        summary=Words("Hai phần trong một tệp", "Two documents in one file"),
        message=Words(
            "Dòng “---” mở đầu phần thứ hai trong cùng một tệp.",
            "The line “---” starts a second part of the file.",
        ),
        hint=Words(
            "Xóa dòng “---”, hoặc chuyển phần sau sang tệp riêng.",
            "Delete the line “---”, or move the second part to a file of its own.",
        ),
        why=Words(
            "Mỗi tệp chỉ chứa một bản ghi: một danh mục, hoặc một báo cáo của một đơn vị.",
            "Each file holds one record: one catalogue, or one report of one unit.",
        ),
        wrong=("---\nnote: Đã rà soát"),
        right="note: Đã rà soát",
    ),
    Kind(
        code="KPI148",
        slug="yaml-too-deep",
        severity="error",
        summary=Words("Lồng nhau quá nhiều tầng", "Nested too deeply"),
        message=Words(
            "Nội dung lồng nhau quá {deepest} tầng.",
            "The content is nested more than {deepest} levels deep.",
        ),
        hint=Words(
            "Bỏ bớt dấu ngoặc hoặc khoảng trắng đầu dòng.",
            "Take away brackets or indentation.",
        ),
        why=Words(
            "Số liệu đúng chỉ cần bảy tầng; sâu hơn là tệp hỏng hoặc cố tình làm treo máy.",
            "Real data needs seven levels; a deeper file is broken or made to block the machine.",
        ),
        wrong=("note:\n  - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - đã rà soát"),
        right="note: đã rà soát",
    ),
)
