"""Problems with files that were sent as workbooks: KPI601 to KPI619."""

from cds_kpi.problems.kind import Kind, Words

_ISSUED = Words(
    "Dùng biểu mẫu do đơn vị đầu mối gửi, hoặc tạo lại bằng lệnh “cds-kpi form”.",
    "Use the form the focal point sent, or make it again with “cds-kpi form”.",
)
_SAVE_AGAIN = Words(
    "Mở tệp bằng Excel hoặc LibreOffice, lưu lại dưới dạng .xlsx rồi gửi lại.",
    "Open it in Excel or LibreOffice, save it as .xlsx and send it again.",
)
_COPY_OVER = Words(
    "Chép số liệu sang biểu mẫu gốc do đơn vị đầu mối gửi rồi gửi lại.",
    "Copy the figures into the original form from the focal point and send that.",
)
_UNSAFE = Words(
    "Biểu mẫu không bao giờ có nội dung này. Tệp như vậy có thể gây hại nên không được mở.",
    "No form ever holds this. Such a file may do harm, so it is not opened.",
)

WORKBOOKS: tuple[Kind, ...] = (
    Kind(
        code="KPI601",
        slug="form-not-workbook",
        severity="error",
        summary=Words("Không phải tệp bảng tính", "Not a workbook"),
        message=Words("Tệp này không phải là bảng tính Excel.", "This file is not an Excel workbook."),
        hint=_ISSUED,
        why=Words(
            "Đổi đuôi tệp thành .xlsx không biến tệp khác thành bảng tính.",
            "Naming a file .xlsx does not make it a workbook.",
        ),
        wrong="cds-kpi submit bao-cao.pdf.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI602",
        slug="form-csv",
        severity="error",
        summary=Words("Tệp văn bản hoặc CSV mang đuôi .xlsx", "Plain text or CSV named .xlsx"),
        message=Words(
            "Tệp này là văn bản thường hoặc CSV, không phải bảng tính; dòng đầu là “{found}”.",
            "This file is plain text or CSV, not a workbook; its first line is “{found}”.",
        ),
        hint=_ISSUED,
        why=Words(
            "Tệp CSV không giữ tên ô, nên không biết số nào thuộc chỉ tiêu nào.",
            "CSV keeps no names of cells, so nobody can tell which figure belongs to which indicator.",
        ),
        wrong="cds-kpi submit so-lieu.csv.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI603",
        slug="form-html",
        severity="error",
        summary=Words("Trang web mang đuôi .xlsx", "A web page named .xlsx"),
        message=Words(
            "Tệp này là một trang web (HTML) hoặc tệp XML, không phải bảng tính.",
            "This file is a web page (HTML) or XML, not a workbook.",
        ),
        hint=_SAVE_AGAIN,
        why=Words(
            "Một số phần mềm xuất trang web rồi đặt đuôi bảng tính; tên ô của biểu mẫu bị mất.",
            "Some programs export a web page under a workbook's name; the form's names are lost.",
        ),
        wrong="cds-kpi submit xuat-tu-web.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI604",
        slug="form-old-xls",
        severity="error",
        summary=Words("Bảng tính kiểu cũ (.xls)", "A workbook of the old kind (.xls)"),
        message=Words(
            "Tệp này là bảng tính kiểu cũ (.xls), không đọc được.",
            "This file is a workbook of the old kind (.xls), which is not read.",
        ),
        hint=_SAVE_AGAIN,
        why=Words(
            "Kiểu .xls không giữ được đầy đủ biểu mẫu và có thể chứa macro ẩn.",
            "The .xls kind does not keep the whole form and may hide macros.",
        ),
        wrong="cds-kpi submit so-y-te.xls",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI605",
        slug="form-encrypted",
        severity="error",
        summary=Words("Tệp có mật khẩu", "A file with a password"),
        message=Words("Tệp này được khóa bằng mật khẩu.", "This file is locked with a password."),
        hint=Words(
            "Mở tệp, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ sổ làm việc), lưu rồi gửi lại.",
            "Open it, take the password off (File, Info, Protect Workbook), save and send it again.",
        ),
        why=Words(
            "Không có mật khẩu thì không đọc được số liệu.",
            "Without the password the figures cannot be read.",
        ),
        wrong="cds-kpi submit co-mat-khau.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI606",
        slug="form-damaged",
        severity="error",
        summary=Words("Bảng tính bị hỏng", "A damaged workbook"),
        message=Words(
            "Bảng tính này bị hỏng hoặc chép chưa đủ nên không đọc được.",
            "This workbook is damaged or was not copied whole, and cannot be read.",
        ),
        hint=_SAVE_AGAIN,
        why=Words(
            "Tệp hỏng có thể mất một phần số liệu mà không ai biết.",
            "A damaged file may have lost figures without anyone noticing.",
        ),
        wrong="cds-kpi submit chep-do.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI607",
        slug="form-too-large",
        severity="error",
        summary=Words("Bảng tính quá lớn", "A workbook that is too large"),
        message=Words(
            "Bảng tính này chứa {size:size}, nhiều hơn mức cho phép là {largest:size}.",
            "This workbook holds {size:size}, more than the {largest:size} allowed.",
        ),
        hint=_COPY_OVER,
        why=Words(
            "Biểu mẫu đã điền chỉ chứa chưa đến 1 MB; tệp lớn hơn nhiều là tệp khác hoặc tệp gây hại.",
            "A filled form holds less than 1 MB; anything much larger is another file, or a harmful one.",
        ),
        wrong="cds-kpi submit nghin-trang.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI608",
        slug="form-bomb",
        severity="error",
        summary=Words("Phần nén bất thường", "A part packed beyond measure"),
        message=Words(
            "Phần “{part}” của bảng tính được nén {ratio:count} lần, dấu hiệu của tệp phá hoại.",
            "The workbook's part “{part}” is packed {ratio:count} times, the mark of a harmful file.",
        ),
        hint=_COPY_OVER,
        why=Words(
            "Tệp như vậy khi mở ra sẽ chiếm hết bộ nhớ của máy.",
            "Unpacked, such a file fills the memory of the machine.",
        ),
        wrong="cds-kpi submit bom-nen.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI609",
        slug="form-parts-many",
        severity="error",
        summary=Words("Quá nhiều phần", "Too many parts"),
        message=Words(
            "Bảng tính này gồm {count:count} phần, nhiều hơn mức cho phép là {most:count}.",
            "This workbook is made of {count:count} parts, more than the {most:count} allowed.",
        ),
        hint=_COPY_OVER,
        why=Words(
            "Biểu mẫu chỉ có vài chục phần; hàng nghìn phần làm máy chạy mãi không xong.",
            "A form has a few dozen parts; thousands keep the machine busy for ever.",
        ),
        wrong="cds-kpi submit nhieu-phan.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI610",
        slug="form-parts-twice",
        severity="error",
        summary=Words("Hai phần cùng tên", "Two parts of the same name"),
        message=Words(
            "Trong bảng tính có hai phần cùng tên “{part}”.",
            "The workbook has two parts named “{part}”.",
        ),
        hint=_SAVE_AGAIN,
        why=Words(
            "Mỗi chương trình đọc một phần khác nhau, nên người gửi và người nhận thấy số liệu khác nhau.",
            "Programs differ in which of them they read, so sender and receiver see different figures.",
        ),
        wrong="cds-kpi submit hai-phan.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI611",
        slug="form-parts-overlap",
        severity="error",
        summary=Words("Các phần chồng lên nhau", "Parts that overlap"),
        message=Words(
            "Phần “{part}” của bảng tính nằm chồng lên phần khác.",
            "The workbook's part “{part}” lies over another one.",
        ),
        hint=_SAVE_AGAIN,
        why=_UNSAFE,
        wrong="cds-kpi submit chong-nhau.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI612",
        slug="form-parts-path",
        severity="error",
        summary=Words("Tên phần trỏ ra ngoài", "A part's name that leads outside"),
        message=Words(
            "Tên phần “{part}” trỏ ra ngoài bảng tính.",
            "The part's name “{part}” leads out of the workbook.",
        ),
        hint=_SAVE_AGAIN,
        why=_UNSAFE,
        wrong="cds-kpi submit tro-ra-ngoai.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI613",
        slug="form-macros",
        severity="error",
        summary=Words("Bảng tính có macro", "A workbook with macros"),
        message=Words(
            "Bảng tính này có macro (“{part}”).",
            "This workbook holds macros (“{part}”).",
        ),
        hint=Words(
            "Lưu lại dưới dạng “Excel Workbook (.xlsx)”, không phải “.xlsm”, rồi gửi lại.",
            "Save it as “Excel Workbook (.xlsx)”, not “.xlsm”, and send it again.",
        ),
        why=_UNSAFE,
        wrong="cds-kpi submit co-macro.xlsm",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI614",
        slug="form-external-links",
        severity="error",
        summary=Words("Bảng tính lấy dữ liệu từ nơi khác", "A workbook that takes data from elsewhere"),
        message=Words(
            "Bảng tính này lấy dữ liệu từ tệp hoặc máy khác (“{part}”).",
            "This workbook takes data from another file or machine (“{part}”).",
        ),
        hint=Words(
            "Vào Dữ liệu, Sửa liên kết, ngắt mọi liên kết, hoặc chép riêng giá trị sang biểu mẫu gốc.",
            "Choose Data, Edit Links and break all links, or paste the values alone into the original form.",
        ),
        why=Words(
            "Số liệu lấy từ tệp khác sẽ đổi khi tệp kia đổi, và liên kết có thể dẫn tới nơi không an toàn.",
            "Figures from another file change with it, and a link may lead somewhere unsafe.",
        ),
        wrong="cds-kpi submit co-lien-ket.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI615",
        slug="form-embedded",
        severity="error",
        summary=Words("Bảng tính có tệp nhúng", "A workbook with embedded files"),
        message=Words(
            "Bảng tính này có tệp hoặc chương trình nhúng bên trong (“{part}”).",
            "This workbook has a file or program embedded in it (“{part}”).",
        ),
        hint=Words(
            "Xóa đối tượng nhúng rồi lưu lại; gửi văn bản kèm theo riêng.",
            "Delete the embedded object and save; send other documents on their own.",
        ),
        why=_UNSAFE,
        wrong="cds-kpi submit co-tep-nhung.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI616",
        slug="form-dtd",
        severity="error",
        summary=Words("Bảng tính có khai báo DTD", "A workbook with a document type declaration"),
        message=Words(
            "Phần “{part}” của bảng tính có khai báo DTD, dấu hiệu của tệp phá hoại.",
            "The workbook's part “{part}” has a document type declaration, the mark of a harmful file.",
        ),
        hint=_COPY_OVER,
        why=_UNSAFE,
        wrong="cds-kpi submit bom-thuc-the.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI617",
        slug="form-cells-many",
        severity="error",
        summary=Words("Quá nhiều ô", "Too many cells"),
        message=Words(
            "Phần “{part}” của bảng tính có {count:count} mục, nhiều hơn mức cho phép là {most:count}.",
            "The workbook's part “{part}” has {count:count} items, more than the {most:count} allowed.",
        ),
        hint=_COPY_OVER,
        why=Words(
            "Thường do định dạng hoặc dán cả cột; tệp như vậy mở rất chậm.",
            "Mostly whole columns were formatted or pasted; such a file is slow to open.",
        ),
        wrong="cds-kpi submit dan-ca-cot.xlsx",
        right="cds-kpi submit so-y-te.xlsx",
    ),
)
