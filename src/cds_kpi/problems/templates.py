"""Problems with templates: KPI710 to KPI729."""

from cds_kpi.problems.kind import Kind, Words

TEMPLATES: tuple[Kind, ...] = (
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
)
