"""Problems with templates and with writing: KPI701 to KPI799."""

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
    Kind(
        code="KPI710",
        slug="template-missing",
        severity="error",
        summary=Words("Thiếu mẫu báo cáo", "A template is missing"),
        message=Words("Không có mẫu “{name:long}”.", "There is no template “{name:long}”."),
        hint=Words(
            "Đặt mẫu vào thư mục templates, hoặc xóa chỗ gọi đến mẫu này.",
            "Put the template into the folder templates, or delete what asks for it.",
        ),
        why=Words(
            "Báo cáo được viết theo mẫu trong thư mục templates; thiếu mẫu riêng thì dùng mẫu đi kèm chương trình.",
            "Reports follow the templates in templates; where the office has none, the packaged ones serve.",
        ),
        wrong='{% include "phan-dau.md.j2" %}',
        right='{% include "dau-trang.md.j2" %}',
    ),
    Kind(
        code="KPI711",
        slug="template-syntax",
        severity="error",
        summary=Words("Mẫu báo cáo viết sai", "A template is written wrongly"),
        message=Words(
            "Mẫu “{name:long}” viết sai ở dòng {line}: “{said}”.",
            "The template “{name:long}” is written wrongly in line {line}: “{said}”.",
        ),
        hint=Words(
            "Kiểm tra các dấu {{{{ }}}} và {{% %}} ở dòng đó và dòng trước, nhất là dấu đóng và endif, endfor.",
            (
                "Check the {{{{ }}}} and {{% %}} of that line and the one before, above all their ends and endif, "
                "endfor."
            ),
        ),
        why=Words(
            "Phần trong {{ }} được thay bằng số liệu, phần trong {% %} điều khiển việc lặp và chọn.",
            "What stands in {{ }} is replaced by data; what stands in {% %} repeats and chooses.",
        ),
        wrong="{% for row in report.rows %}{{ row.name }}",
        right="{% for row in report.rows %}{{ row.name }}{% endfor %}",
    ),
    Kind(
        code="KPI712",
        slug="template-name-unknown",
        severity="error",
        summary=Words("Mẫu dùng tên không có", "A template uses an unknown name"),
        message=Words(
            "Mẫu “{name:long}” dùng tên “{found}”, nhưng báo cáo không có tên này.",
            "The template “{name:long}” uses “{found}”, which the report does not have.",
        ),
        hint=Words(
            "Kiểm tra lại cách viết tên; so với mẫu đi kèm chương trình.",
            "Check the spelling; compare with the packaged template.",
        ),
        why=Words(
            "Để trống chỗ đó thì báo cáo thiếu một số liệu mà không ai biết.",
            "To leave the place empty would leave a gap in the report that nobody sees.",
        ),
        wrong="{{ report.titel }}",
        right="{{ report.title }}",
    ),
    Kind(
        code="KPI713",
        slug="template-failed",
        severity="error",
        summary=Words(
            "Mẫu báo cáo không dùng được với số liệu này",
            "A template that does not work with the data",
        ),
        message=Words(
            "Không dùng được mẫu “{name:long}” với số liệu của báo cáo này, vì chỗ này ở dòng {line}: “{said}”.",
            "The template “{name:long}” does not work with this report's data: see line {line}: “{said}”.",
        ),
        hint=Words(
            "Xem lại phép tính, bộ lọc và tên gọi ở chỗ đó; so với mẫu đi kèm chương trình.",
            "Look at the sums, filters and names there; compare with the packaged template.",
        ),
        why=Words(
            "Mẫu chỉ trình bày số liệu; các phép tính đã làm xong trước đó.",
            "A template only lays out what has already been worked out.",
        ),
        wrong="{{ row.value + 1 }}",
        right="{{ row.value }}",
    ),
    Kind(
        code="KPI714",
        slug="template-too-long",
        severity="error",
        summary=Words("Mẫu báo cáo lặp quá nhiều", "A template that does not come to an end"),
        message=Words(
            "Mẫu “{name:long}” tạo ra nội dung quá dài hoặc chạy quá lâu.",
            "The template “{name:long}” makes too much text or takes too long.",
        ),
        hint=Words("Xem lại các vòng lặp trong mẫu.", "Look at the loops in it."),
        why=Words(
            "Giới hạn này giữ cho một mẫu hỏng không làm treo máy.",
            "The limit keeps a broken template from blocking the machine.",
        ),
        wrong="{% for n in range(1000000000) %}{{ n }}{% endfor %}",
        right="{% for row in report.rows %}{{ row.name }}{% endfor %}",
    ),
    Kind(
        code="KPI715",
        slug="template-unknown",
        severity="error",
        summary=Words("Không có mẫu này đi kèm chương trình", "No packaged template of that name"),
        message=Words(
            "Không có mẫu “{found:long}” đi kèm chương trình.",
            "No packaged template is called “{found:long}”.",
        ),
        hint=Words(
            "Xem tên các mẫu: cds-kpi templates list.", "See the names of all: cds-kpi templates list."
        ),
        near=Words("Có phải ý là “{near}”?", "Did you mean “{near}”?"),
        why=Words(
            "Chỉ sao chép được mẫu đi kèm chương trình vào thư mục templates để sửa.",
            "Only packaged templates can be copied into the folder templates, to be changed there.",
        ),
        wrong="cds-kpi templates copy report.htm",
        right="cds-kpi templates copy report.html.j2",
    ),
    Kind(
        code="KPI720",
        slug="template-not-word",
        severity="error",
        summary=Words("Mẫu Word không mở được", "A Word template that cannot be opened"),
        message=Words(
            "Mẫu “{name:long}” không phải là tài liệu Word (.docx), hoặc đã hỏng.",
            "The template “{name:long}” is no Word document (.docx), or it is damaged.",
        ),
        hint=Words(
            "Mở mẫu bằng Word rồi lưu lại với kiểu .docx, hoặc xóa tệp này để dùng mẫu đi kèm chương trình.",
            "Open it in Word and save it as .docx, or delete it so that the packaged template serves.",
        ),
        why=Words(
            "Báo cáo dạng Word được viết vào một bản sao của mẫu.",
            "The report in Word is written into a copy of the template.",
        ),
        wrong="templates/report.docx: .doc",
        right="templates/report.docx: .docx",
    ),
    Kind(
        code="KPI721",
        slug="template-word-unsafe",
        severity="error",
        summary=Words("Mẫu Word có phần không an toàn", "A Word template with unsafe parts"),
        message=Words(
            "Mẫu “{name:long}” có phần không được phép: “{part:long}”.",
            "The template “{name:long}” has a part that is not allowed: “{part:long}”.",
        ),
        hint=Words(
            "Bỏ macro, tệp nhúng và hình liên kết từ nơi khác ra khỏi mẫu, rồi lưu lại với kiểu .docx.",
            "Take macros, embedded files and linked pictures out of it, and save it as .docx.",
        ),
        why=Words(
            "Báo cáo được gửi đi cho nhiều nơi; phần này sẽ đi theo báo cáo đến máy của người nhận.",
            "The report goes to many people, and such a part would go with it to their machines.",
        ),
        wrong="word/vbaProject.bin",
        right="word/document.xml",
    ),
    Kind(
        code="KPI722",
        slug="template-word-syntax",
        severity="error",
        summary=Words("Mẫu Word viết sai", "A Word template is written wrongly"),
        message=Words(
            "Mẫu “{name:long}” viết sai ở đoạn “{said}”.",
            "The template “{name:long}” is written wrongly in the paragraph “{said}”.",
        ),
        hint=Words(
            "Kiểm tra các dấu {{{{ }}}}, {{%p %}} và {{%tr %}} ở đoạn đó và đoạn trước, nhất là endif và endfor.",
            "Check the {{{{ }}}}, {{%p %}} and {{%tr %}} there and in the paragraph before, above all endif, endfor.",
        ),
        why=Words(
            "Phần trong {{ }} được thay bằng số liệu; {%p %} lặp hoặc bỏ đoạn, {%tr %} lặp hoặc bỏ dòng của bảng.",
            "What stands in {{ }} is replaced by data; {%p %} repeats or drops paragraphs, {%tr %} rows of a table.",
        ),
        wrong="{%p for line in document.needs %} {{ line }}",
        right="{%p for line in document.needs %} {{ line }} {%p endfor %}",
    ),
    Kind(
        code="KPI723",
        slug="template-word-name-unknown",
        severity="error",
        summary=Words("Mẫu Word dùng tên không có", "A Word template uses an unknown name"),
        message=Words(
            "Mẫu “{name:long}” dùng tên “{found}” ở đoạn “{said}”, nhưng văn bản này không có tên như vậy.",
            "The template “{name:long}” uses “{found}” in the paragraph “{said}”, which this document does not have.",
        ),
        hint=Words(
            "Kiểm tra lại cách viết tên; so với mẫu đi kèm chương trình.",
            "Check the spelling; compare with the packaged template.",
        ),
        why=Words(
            "Để trống chỗ đó thì văn bản thiếu một chỗ mà không ai biết.",
            "To leave the place empty would leave a gap in the document that nobody sees.",
        ),
        wrong="{{ document.sign }}",
        right="{{ document.signer }}",
    ),
    Kind(
        code="KPI724",
        slug="template-word-failed",
        severity="error",
        summary=Words(
            "Mẫu Word không dùng được với số liệu này", "A Word template that does not work with the data"
        ),
        message=Words(
            "Không dùng được mẫu “{name:long}” với số liệu của văn bản này, ở đoạn “{said}”.",
            "The template “{name:long}” does not work with this document's data, in the paragraph “{said}”.",
        ),
        hint=Words(
            "Xem lại thẻ trong đoạn đó: {{%p %}} đứng riêng một đoạn, {{%tr %}} đứng riêng một dòng của bảng.",
            "Look at the tags there: {{%p %}} stands in a paragraph of its own, {{%tr %}} in a table row of its own.",
        ),
        why=Words(
            "Mẫu chỉ trình bày số liệu; các phép tính đã làm xong trước đó.",
            "A template only lays out what has already been worked out.",
        ),
        wrong="{{ row.value + 1 }}",
        right="{{ row.value }}",
    ),
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
