"""Problems with filled forms: whose they are, KPI620 to KPI629, and what else is in them, KPI640 to KPI669."""

from cds_kpi.problems.kind import Kind, Words

_ISSUED = Words(
    "Dùng biểu mẫu do đơn vị đầu mối gửi, hoặc tạo lại bằng lệnh “cds-kpi form”.",
    "Use the form the focal point sent, or make it again with “cds-kpi form”.",
)
_COPY_OVER = Words(
    "Chép số liệu sang biểu mẫu gốc do đơn vị đầu mối gửi rồi gửi lại.",
    "Copy the figures into the original form from the focal point and send that.",
)
_NAMES = Words(
    "Chương trình tìm từng ô nhập bằng tên đã đặt sẵn trong biểu mẫu, không theo vị trí.",
    "The program finds every input by the name the form gave it, not by where it stands.",
)

FORMS: tuple[Kind, ...] = (
    Kind(
        code="KPI620",
        slug="form-identity-missing",
        severity="error",
        summary=Words("Không phải biểu mẫu của chương trình", "Not one of this program's forms"),
        message=Words(
            "Bảng tính này không cho biết là biểu mẫu của đơn vị nào, kỳ nào (trang ẩn “cds-kpi” thiếu {name:word}).",
            "This workbook does not say which unit and period it is for ({name:word} is not on the hidden sheet).",
        ),
        hint=_ISSUED,
        why=Words(
            "Đơn vị và kỳ nằm trên trang ẩn của biểu mẫu; bảng tính tự lập, hoặc đã bị xóa trang ẩn, thì không có.",
            "Unit and period stand on the form's hidden sheet; a workbook of one's own lacks it.",
        ),
        wrong="cds-kpi submit tu-lap.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI621",
        slug="form-identity-differs",
        severity="error",
        summary=Words("Biểu mẫu tự mâu thuẫn", "A form that contradicts itself"),
        message=Words(
            "Trang ẩn của biểu mẫu ghi “{found}” ở mục {name:word}, nhưng thuộc tính của tệp ghi “{property}”.",
            "The form's hidden sheet says “{found}” for {name:word}, but the file's properties say “{property}”.",
        ),
        hint=_COPY_OVER,
        why=Words(
            "Có thể trang tính của đơn vị hoặc kỳ khác đã được chép vào biểu mẫu này.",
            "Sheets of another unit's or period's form may have been copied into this one.",
        ),
        wrong="form.unit = so-y-te, so-xay-dung",
        right="form.unit = so-y-te, so-y-te",
    ),
    Kind(
        code="KPI622",
        slug="form-version",
        severity="error",
        summary=Words("Biểu mẫu của phiên bản khác", "A form of another version"),
        message=Words(
            "Biểu mẫu này thuộc phiên bản {found}; chương trình đọc phiên bản {version}.",
            "This form is of version {found}; the program reads version {version}.",
        ),
        hint=Words(
            "Lấy biểu mẫu mới của kỳ này từ đơn vị đầu mối rồi chép số liệu sang.",
            "Get this period's new form from the focal point and copy the figures into it.",
        ),
        why=Words(
            "Giữa các phiên bản, cùng một ô có thể mang nghĩa khác nhau.",
            "From one version to the next the same cell may mean something else.",
        ),
        wrong="form.version = 0",
        right="form.version = 1",
    ),
    Kind(
        code="KPI623",
        slug="form-names-missing",
        severity="error",
        summary=Words("Biểu mẫu bị mất ô nhập", "A form that lost inputs"),
        message=Words(
            "Biểu mẫu thiếu {count} ô nhập: {names:inputs}.",
            "The form lacks {count} of its inputs: {names:inputs}.",
        ),
        hint=_COPY_OVER,
        why=_NAMES,
        wrong="in.online_dossiers.numerator = #REF!",
        right="in.online_dossiers.numerator = 'Số liệu'!$C$6",
    ),
    Kind(
        code="KPI624",
        slug="form-name-broken",
        severity="error",
        summary=Words("Tên ô không trỏ tới một ô", "A name that points at no single cell"),
        message=Words(
            "Ô nhập {name:inputs} trỏ tới “{found}”, không phải một ô của biểu mẫu.",
            "The input {name:inputs} points at “{found}”, which is not one cell of the form.",
        ),
        hint=_COPY_OVER,
        why=_NAMES,
        wrong="in.online_dossiers.numerator = 'Số liệu'!$C$6:$C$9",
        right="in.online_dossiers.numerator = 'Số liệu'!$C$6",
    ),
    Kind(
        code="KPI625",
        slug="form-name-shared",
        severity="error",
        summary=Words("Hai tên cùng trỏ tới một ô", "Two names for one cell"),
        message=Words(
            "{name:inputs} và {other:inputs} cùng trỏ tới ô này.",
            "{name:inputs} and {other:inputs} both point at this cell.",
        ),
        hint=_COPY_OVER,
        why=Words(
            "Một số sẽ được tính hai lần, cho hai chỉ tiêu khác nhau.",
            "One figure would count twice, for two different things.",
        ),
        wrong="in.fibre.numerator = 'Số liệu'!$C$6, in.fibre.denominator = 'Số liệu'!$C$6",
        right="in.fibre.numerator = 'Số liệu'!$C$6, in.fibre.denominator = 'Số liệu'!$C$7",
    ),
)

FILLED: tuple[Kind, ...] = (
    Kind(
        code="KPI640",
        slug="form-unit-differs",
        severity="error",
        summary=Words("Biểu mẫu của đơn vị khác", "Another unit's form"),
        message=Words(
            "Biểu mẫu này là của đơn vị “{found}”, không phải “{unit}”.",
            "This form is for the unit “{found}”, not “{unit}”.",
        ),
        hint=Words("Dùng biểu mẫu của đơn vị “{unit}”.", "Use the form for “{unit}”."),
        why=Words(
            "Số liệu ghi nhầm đơn vị sẽ thay số liệu của đơn vị kia.",
            "Figures under another unit's name would replace that unit's own.",
        ),
        wrong="cds-kpi submit so-y-te.xlsx --unit so-xay-dung",
        right="cds-kpi submit so-xay-dung.xlsx --unit so-xay-dung",
    ),
    Kind(
        code="KPI641",
        slug="form-period-differs",
        severity="error",
        summary=Words("Biểu mẫu của kỳ khác", "Another period's form"),
        message=Words(
            "Biểu mẫu này là của kỳ {found}, không phải {period}.",
            "This form is for the period {found}, not {period}.",
        ),
        hint=Words("Dùng biểu mẫu của kỳ {period}.", "Use the form for {period}."),
        why=Words(
            "Biểu mẫu của kỳ trước hỏi những chỉ tiêu và khoảng thời gian khác.",
            "Last period's form asks for other indicators and other days.",
        ),
        wrong="cds-kpi submit so-y-te-2022-S1.xlsx --quarter Q3",
        right="cds-kpi submit so-y-te-2022-Q3.xlsx --quarter Q3",
    ),
    Kind(
        code="KPI642",
        slug="form-catalogue-changed",
        severity="warning",
        summary=Words("Danh mục chỉ tiêu đã thay đổi", "The catalogue has changed since"),
        message=Words(
            "Danh mục chỉ tiêu đã thay đổi từ khi tạo biểu mẫu này.",
            "The catalogue of indicators has changed since this form was made.",
        ),
        hint=Words(
            "Xem lại các chỉ tiêu đã đổi; nếu cần, lấy biểu mẫu mới từ đơn vị đầu mối.",
            "Look at the indicators that changed; where needed get a new form from the focal point.",
        ),
        why=Words(
            "Tên, cách tính hoặc danh sách chỉ tiêu in trên biểu mẫu có thể không còn đúng.",
            "Names, rules or the list of indicators printed on the form may no longer be right.",
        ),
        wrong="cds-kpi submit bieu-mau-cu.xlsx",
        right="cds-kpi submit bieu-mau-moi.xlsx",
    ),
    Kind(
        code="KPI650",
        slug="form-not-markable",
        severity="error",
        summary=Words("Không đánh dấu được lên tệp này", "A file that cannot be marked"),
        message=Words(
            "Không đánh dấu được lỗi lên tệp này mà vẫn giữ nguyên phần còn lại.",
            "The problems cannot be marked in this file with all the rest left as it is.",
        ),
        hint=Words(
            "Xem các lỗi đã liệt kê, hoặc lưu tệp dưới dạng .xlsx bằng Excel rồi thử lại.",
            "Go by the list of problems, or save the file as .xlsx in Excel and try again.",
        ),
        why=Words(
            "Chỉ bảng tính .xlsx còn nguyên vẹn mới đánh dấu được mà không làm mất gì của người gửi.",
            "Only a sound .xlsx workbook can be marked without losing anything of the sender's.",
        ),
        wrong="cds-kpi submit so-y-te.ods --marked loi.xlsx",
        right="cds-kpi submit so-y-te.xlsx --marked loi.xlsx",
    ),
    Kind(
        code="KPI660",
        slug="form-sheet-missing",
        severity="error",
        summary=Words("Biểu mẫu bị mất trang tính", "A form that lost a sheet"),
        message=Words(
            "Biểu mẫu không còn trang tính “{sheet}”: trang này đã bị xóa hoặc đổi tên.",
            "The form has no sheet “{sheet}” any more: it was deleted or renamed.",
        ),
        hint=_COPY_OVER,
        near=Words(
            "Nếu “{near}” là trang đó thì đổi lại tên thành “{sheet}” rồi lưu; nếu đã xóa thì chép số liệu sang biểu "
            "mẫu gốc.",
            "If “{near}” is that sheet, name it “{sheet}” again and save; if it was deleted, copy the figures into the "
            "original form.",
        ),
        why=_NAMES,
        wrong="Thông tin chung | Sheet1",
        right="Thông tin chung | Số liệu",
    ),
    Kind(
        code="KPI661",
        slug="form-stray-figure",
        severity="error",
        summary=Words("Số liệu ghi ngoài ô nhập", "A figure outside the inputs"),
        message=Words(
            "Ô này không phải ô nhập nhưng có số {found:figure}; số ghi ở đây không được tính.",
            "This cell is no input but holds {found:figure}; a figure here would not count.",
        ),
        hint=Words(
            "Chuyển số vào ô nền vàng của chỉ tiêu nếu cần báo cáo, rồi xóa ở đây.",
            "Move it to the indicator's yellow cell if it is to be reported, and clear it here.",
        ),
        why=Words(
            "Chỉ các ô nền vàng được đọc; số ghi ở chỗ khác sẽ mất mà không ai biết.",
            "Only the yellow cells are read; a figure anywhere else would be lost in silence.",
        ),
        wrong="D6: 812345",
        right="C6: 812345",
    ),
    Kind(
        code="KPI662",
        slug="form-stray-text",
        severity="warning",
        summary=Words("Chữ ghi ngoài ô nhập", "A text outside the inputs"),
        message=Words(
            "Ô này không phải ô nhập; nội dung “{found}” ở đây không được đọc.",
            "This cell is no input; “{found}” here is not read.",
        ),
        hint=Words(
            "Nếu cần gửi kèm thì chuyển vào ô “Ghi chú” của chỉ tiêu; nếu không thì bỏ qua.",
            "Move it to “Note” of the indicator if it is to be sent along; else leave it.",
        ),
        why=Words(
            "Chỉ các ô nền vàng được đọc; lời ghi ở chỗ khác không đến được người nhận.",
            "Only the yellow cells are read; a remark anywhere else does not reach anybody.",
        ),
        wrong="G6: Đã rà soát",
        right="F8: Đã rà soát",
    ),
    Kind(
        code="KPI663",
        slug="form-strays-many",
        severity="warning",
        summary=Words("Nhiều ô khác ngoài ô nhập có nội dung", "Many more cells outside the inputs"),
        message=Words(
            "Từ ô này trở đi còn {count:count} ô ngoài ô nhập có nội dung.",
            "From this cell on, {count:count} more cells outside the inputs hold something.",
        ),
        hint=_COPY_OVER,
        why=Words(
            "Chỉ các ô nền vàng được đọc; quá nhiều nội dung ở chỗ khác thì không liệt kê hết.",
            "Only the yellow cells are read; there is too much elsewhere to list it all.",
        ),
        wrong="H1:H900",
        right="C6: 812345",
    ),
)
