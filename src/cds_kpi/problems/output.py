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
            "Chọn chỗ khác bằng --out, hoặc nhờ người quản trị máy cấp quyền ghi.",
            "Choose another place with --out, or ask the administrator for permission.",
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
            "Giải phóng chỗ trên ổ đĩa hoặc chọn chỗ khác bằng --out, rồi chạy lại lệnh.",
            "Free some space or choose another place with --out, and run the command again.",
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
            "Không dùng được mẫu “{name:long}” với số liệu của báo cáo này.",
            "The template “{name:long}” does not work with this report's data.",
        ),
        hint=Words(
            "Xem lại phép tính và bộ lọc trong mẫu; so với mẫu đi kèm chương trình.",
            "Look at the sums and filters in it; compare with the packaged template.",
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
)
