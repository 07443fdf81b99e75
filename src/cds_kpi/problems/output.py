"""Problems with writing: KPI701 to KPI709, and with what is printed from templates: KPI730 to KPI739."""

from cds_kpi.problems.kind import Kind, Words

OUTPUT: tuple[Kind, ...] = (
    Kind(
        code="KPI701",
        slug="output-forbidden",
        severity="error",
        summary=Words("Không được phép ghi tệp", "A file may not be written"),
        message=Words(
            "Không có quyền ghi “{path:long}”.",
            "There is no permission to write “{path:long}”.",
        ),
        hint=Words(
            "Nhờ người quản trị máy cấp quyền ghi, rồi chạy lại lệnh.",
            "Ask the administrator for permission, and run the command again.",
        ),
        near=Words(
            "Chọn chỗ khác bằng {near}, hoặc nhờ người quản trị máy cấp quyền ghi.",
            "Choose another place with {near}, or ask the administrator for permission.",
        ),
        why=Words(
            "Tệp được ghi trọn vẹn hoặc không ghi gì; ở đây chưa có gì thay đổi.",
            "A file is written whole or not at all; nothing was changed.",
        ),
        wrong="cds-kpi report --quarter Q3 --out /bao-cao",
        right="cds-kpi report --quarter Q3 --out bao-cao",
    ),
    Kind(
        code="KPI702",
        slug="output-failed",
        severity="error",
        summary=Words("Máy không ghi được tệp", "The machine cannot write a file"),
        message=Words(
            "Không ghi được “{path:long}”: {error:word}.",
            "“{path:long}” cannot be written: {error:word}.",
        ),
        hint=Words(
            "Xem ổ đĩa còn chỗ và thư mục còn ghi được không, rồi chạy lại lệnh.",
            "See that the disk has room and the folder can be written to, and run the command again.",
        ),
        near=Words(
            "Xem ổ đĩa còn chỗ không, hoặc chọn chỗ khác bằng {near}, rồi chạy lại lệnh.",
            "See that the disk has room, or choose another place with {near}, and run the command again.",
        ),
        why=Words(
            "Tệp được ghi trọn vẹn hoặc không ghi gì; ở đây chưa có gì thay đổi.",
            "A file is written whole or not at all; nothing was changed.",
        ),
        wrong="cds-kpi report --quarter Q3 --out /media/usb",
        right="cds-kpi report --quarter Q3 --out reports",
    ),
    Kind(
        code="KPI703",
        slug="disk-full",
        severity="error",
        summary=Words("Ổ đĩa hết chỗ", "The disk is full"),
        message=Words(
            "Không còn chỗ để ghi “{path:long}”.",
            "There is no room left to write “{path:long}”.",
        ),
        hint=Words(
            "Giải phóng chỗ trên ổ đĩa rồi chạy lại lệnh.",
            "Free some space and run the command again.",
        ),
        why=Words(
            "Tệp được ghi trọn vẹn hoặc không ghi gì; ở đây chưa có gì thay đổi.",
            "A file is written whole or not at all; nothing was changed.",
        ),
        wrong="cds-kpi submit so-y-te.yaml",
        right="cds-kpi submit so-y-te.yaml",
    ),
    Kind(
        code="KPI704",
        slug="file-exists",
        severity="error",
        summary=Words("Đã có tệp cùng tên", "A file of that name is already there"),
        message=Words("Đã có tệp “{path:long}”.", "“{path:long}” is already there."),
        hint=Words(
            "Xem tệp đó rồi chạy lại lệnh nếu vẫn cần; tệp đã có không bị ghi đè.",
            "Look at that file, then run the command again if it is still needed; nothing is written over.",
        ),
        why=Words(
            "Có thể người khác vừa làm cùng một việc. Quyết định đã ghi thì không ghi đè.",
            "Somebody else may have just done the same. A decision once written is never written over.",
        ),
        wrong="cds-kpi close --quarter Q3",
        right="cds-kpi status --quarter Q3",
    ),
    Kind(
        code="KPI705",
        slug="output-in-store",
        severity="error",
        summary=Words("Kết quả rơi vào kho số liệu", "An output inside the store"),
        message=Words(
            "“{path:long}” nằm trong “{folder:long}”, nơi chỉ chứa tệp riêng của một thư mục làm việc.",
            "“{path:long}” lies in “{folder:long}”, which holds a workspace's own files.",
        ),
        hint=Words(
            "Chọn một chỗ ở ngoài, ví dụ thư mục reports bên cạnh.",
            "Choose a place outside it, such as the folder reports beside it.",
        ),
        near=Words(
            "Chọn một chỗ ở ngoài bằng {near}, ví dụ thư mục reports bên cạnh.",
            "Choose a place outside it with {near}, such as the folder reports beside it.",
        ),
        why=Words(
            "Trong data chỉ có số liệu, trong templates chỉ có mẫu; tệp lạ ở đó làm hỏng kho hoặc che mất mẫu.",
            "data holds figures and templates templates; any other file there spoils the store or hides a template.",
        ),
        wrong="cds-kpi report --quarter Q3 --out data/submissions",
        right="cds-kpi report --quarter Q3 --out reports",
    ),
    Kind(
        code="KPI706",
        slug="output-exists",
        severity="error",
        summary=Words("Chỗ ghi kết quả đã có tệp", "An output whose place is taken"),
        message=Words("Đã có “{path:long}”.", "“{path:long}” is already there."),
        hint=Words(
            "Dời tệp đó đi rồi chạy lại lệnh; tệp đã có không bị ghi đè.",
            "Move that file away and run the command again; nothing is written over.",
        ),
        near=Words(
            "Ghi một tên khác sau {near}, hoặc dời tệp đó đi; tệp đã có không bị ghi đè.",
            "Give another name with {near}, or move that file away; nothing is written over.",
        ),
        why=Words(
            "Biểu mẫu có thể đã điền dở, biên nhận là chứng từ: ghi đè thì mất hẳn.",
            "A form may be half filled in, and a receipt is evidence: what is written over is gone.",
        ),
        wrong="cds-kpi form --unit so-y-te --quarter Q3 --out so-y-te.xlsx",
        right="cds-kpi form --unit so-y-te --quarter Q3 --out so-y-te-2.xlsx",
    ),
    Kind(
        code="KPI707",
        slug="output-not-folder",
        severity="error",
        summary=Words("Tệp đứng ở chỗ của thư mục", "A file where a folder is needed"),
        message=Words(
            "“{path:long}” là một tệp, mà kết quả cần một thư mục ở đó.",
            "“{path:long}” is a file, and the output needs a folder there.",
        ),
        hint=Words("Đổi tên hoặc dời tệp đó đi.", "Rename that file or move it away."),
        near=Words(
            "Đổi tên hoặc dời tệp đó đi, hoặc chọn chỗ khác bằng {near}.",
            "Rename that file or move it away, or choose another place with {near}.",
        ),
        why=Words(
            "Trong một tệp không đặt được tệp khác.",
            "No file can be put into a file.",
        ),
        wrong="cds-kpi report --quarter Q3 --out bao-cao.txt/quy-3",
        right="cds-kpi report --quarter Q3 --out bao-cao/quy-3",
    ),
    Kind(
        code="KPI708",
        slug="output-not-file",
        severity="error",
        summary=Words("Chỗ ghi kết quả không phải là tệp", "An output that is no file"),
        message=Words(
            "“{path:long}” là thư mục hoặc thiết bị, không ghi thành tệp được.",
            "“{path:long}” is a folder or a device, and cannot be written as a file.",
        ),
        hint=Words("Ghi tên một tệp.", "Give the name of a file."),
        near=Words("Ghi tên một tệp sau {near}.", "Give the name of a file with {near}."),
        why=Words(
            "Tệp được ghi trọn vẹn rồi mới mang tên; thư mục và thiết bị không thay được như vậy.",
            "A file is written whole before it gets its name; folders and devices cannot be replaced like that.",
        ),
        wrong="cds-kpi status --quarter Q3 --format csv --out thu-muc.csv",
        right="cds-kpi status --quarter Q3 --format csv --out tinh-hinh.csv",
    ),
)

PRINTS: tuple[Kind, ...] = (
    Kind(
        code="KPI730",
        slug="pdf-program-missing",
        severity="error",
        summary=Words("Thiếu chương trình làm PDF", "No program that makes PDF"),
        message=Words(
            "Máy này không có LibreOffice, cũng không có WeasyPrint, nên không làm được “{path:long}”.",
            "This machine has neither LibreOffice nor WeasyPrint, so “{path:long}” cannot be made.",
        ),
        hint=Words(
            "Cài LibreOffice (Debian: apt install libreoffice-writer), hoặc cài chương trình với phần thêm: "
            "pip install 'cds-kpi[pdf]'.",
            "Install LibreOffice (Debian: apt install libreoffice-writer), or the program with its extra: "
            "pip install 'cds-kpi[pdf]'.",
        ),
        why=Words(
            "PDF được làm từ bản Word bằng LibreOffice, để bản ký đúng là bản đã sửa; thiếu thì từ trang HTML bằng "
            "WeasyPrint.",
            "PDF is made of the Word document by LibreOffice, so that what is signed is what was edited; failing that, "
            "of the page by WeasyPrint.",
        ),
        wrong="cds-kpi report --quarter Q3 --format pdf",
        right="cds-kpi report --quarter Q3 --format docx",
    ),
    Kind(
        code="KPI731",
        slug="pdf-failed",
        severity="error",
        summary=Words("Không làm được PDF", "A PDF could not be made"),
        message=Words(
            "{program} không làm được “{path:long}”: {error:long}.",
            "{program} could not make “{path:long}”: {error:long}.",
        ),
        hint=Words(
            "Mở bản Word bằng LibreOffice hoặc Word rồi xuất ra PDF.",
            "Open the Word document in LibreOffice or Word, and export it as PDF.",
        ),
        why=Words(
            "Chương trình làm PDF chạy riêng, có thời hạn; các định dạng khác vẫn được ghi.",
            "The program that makes PDF runs by itself and within a time; the other forms are written all the same.",
        ),
        wrong="cds-kpi report --quarter Q3 --format pdf",
        right="cds-kpi report --quarter Q3 --format docx,pdf",
    ),
    Kind(
        code="KPI732",
        slug="template-unused",
        severity="warning",
        summary=Words("Mẫu của cơ quan không được dùng", "A template of the office that nothing uses"),
        message=Words(
            "Chương trình không dùng mẫu “{name:long}”: không có mẫu nào tên này và không mẫu nào gọi đến nó.",
            "The template “{name:long}” is not used: no template has this name and none asks for it.",
        ),
        hint=Words(
            "Có phải ý là “{near}”? Đổi tên tệp thành “{near}” để mẫu được dùng, hoặc xóa tệp.",
            "Did you mean “{near}”? Rename the file to “{near}” for it to serve, or delete it.",
        ),
        why=Words(
            "Mẫu của cơ quan chỉ thay mẫu đi kèm khi trùng tên; sai một chữ thì mẫu đi kèm vẫn được dùng.",
            "An office's template stands in for the packaged one of its name; one letter off, the packaged one serves.",
        ),
        wrong="templates/reprot.html.j2",
        right="templates/report.html.j2",
    ),
)
