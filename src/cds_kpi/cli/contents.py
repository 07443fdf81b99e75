"""The table of contents: every command in the help's order, the module it is in, and what it is for.

Convention: all that must be known of a command before it is called stands here, so that no command pays for another's.
"""

from __future__ import annotations

from cds_kpi.cli.language import say

CONTENTS = {
    "init": (
        "setup",
        say(
            "Tạo một thư mục làm việc mới từ danh mục có sẵn.",
            "Make a new workspace from a packaged catalogue.",
        ),
    ),
    "check": (
        "checking",
        say(
            "Kiểm tra danh mục chỉ tiêu, đơn vị và báo cáo số liệu; nêu mọi vấn đề trong một lần chạy.",
            "Check the catalogue, the units and the submissions; every problem in one run.",
        ),
    ),
    "indicators": (
        "indicators",
        say(
            "Các chỉ tiêu: danh sách, và từng chỉ tiêu.",
            "The indicators: all, or one.",
        ),
    ),
    "units": (
        "units",
        say(
            "Các đơn vị: danh sách, và từng đơn vị.",
            "The units: all, or one.",
        ),
    ),
    "form": (
        "forms",
        say(
            "Lập biểu mẫu Excel để đơn vị điền số liệu, chỉ gồm những chỉ tiêu đơn vị phải báo cáo.",
            "Make the Excel form that a unit fills in, with only what the unit owes.",
        ),
    ),
    "submit": (
        "submitting",
        say(
            "Gửi báo cáo số liệu của một đơn vị: kiểm tra, lưu thành lần gửi tiếp theo và cấp biên nhận.",
            "Send a unit's figures: checked, stored as the next revision, answered by a receipt.",
        ),
    ),
    "status": (
        "standing",
        say(
            "Tình hình gửi báo cáo của một đợt: ai còn nợ, ai đã gửi, đúng hạn hay trễ hạn.",
            "How a round stands: who owes what, who has sent it, on time or late.",
        ),
    ),
    "history": (
        "history",
        say(
            "Các lần gửi của một đơn vị, trong một kỳ hoặc mọi kỳ, những gì đã thay đổi giữa các lần, "
            "và riêng ra, các lần gửi của những đơn vị tiền thân.",
            "A unit's revisions, for a period or all, what changed from one to the next, and apart "
            "from them those of the units it came of.",
        ),
    ),
    "verify-receipt": (
        "receipts",
        say(
            "Đối chiếu một biên nhận với kho số liệu, không cần mạng: khớp (0) hay không (1).",
            "Compare a receipt with the store, offline: it agrees (0) or does not (1).",
        ),
    ),
    "verify": (
        "auditing",
        say(
            "Kiểm tra toàn bộ hồ sơ: nhật ký và mọi tệp có còn đúng như lúc tiếp nhận; nêu từng chỗ bị sửa, chèn, xóa.",
            "Check the whole record: whether the journal and every file are what they were; names what was changed, "
            "put in or removed.",
        ),
    ),
    "review": (
        "reviewing",
        say(
            "Quyết định của đơn vị đầu mối về báo cáo của một đơn vị.",
            "The focal point's decisions on a unit's submission.",
        ),
    ),
    "close": (
        "closing",
        say(
            "Khóa một đợt báo cáo: ghi lại mọi lần gửi được tính cùng mã SHA-256; sau đó không nhận thêm.",
            "Close a round: every revision it counts is written down with its SHA-256; nothing more is "
            "received.",
        ),
    ),
    "reopen": (
        "closing",
        say(
            "Mở lại một đợt đã khóa, có ghi lý do.",
            "Reopen a closed round, and say why.",
        ),
    ),
    "check-deadlines": (
        "deadlines",
        say(
            "Nêu các thời hạn: còn bao nhiêu ngày, đơn vị nào còn nợ chỉ tiêu nào.",
            "Show the deadlines: how many days are left, and which unit still owes which indicators.",
        ),
    ),
    "extend": (
        "extending",
        say(
            "Gia hạn cho một đơn vị trong một đợt báo cáo, ghi rõ ai cho phép và vì sao.",
            "Grant one unit a later deadline in a round, with who granted it and why.",
        ),
    ),
    "mail": (
        "mail",
        say(
            "Gửi thư: thử máy chủ thư và các kênh trò chuyện của cơ quan.",
            "Mail: try the office's mail server and chat channels.",
        ),
    ),
    "cron-line": (
        "running",
        say(
            "In dòng crontab (hoặc dịch vụ systemd) để máy tự kiểm tra thời hạn.",
            "Print the crontab's line (or systemd's units) that has the deadlines checked by itself.",
        ),
    ),
    "report": (
        "reporting",
        say(
            "Lập báo cáo tổng hợp của một đợt báo cáo: ghi tệp và in bản tóm tắt.",
            "Make the consolidated report of a round: writes files and prints a summary.",
        ),
    ),
    "explain": (
        "explaining",
        say(
            "Diễn giải một số liệu: quy tắc và văn bản, từng số liệu với tệp và dòng, phép tính, kết luận, dự báo.",
            "One figure's whole story: rule, document, every figure with file and line, sums, verdict, outlook.",
        ),
    ),
    "contributions": (
        "contributions",
        say(
            "Phần của từng đơn vị trong khoảng cách đến mục tiêu, ai chưa thực hiện, ai còn nợ số liệu "
            "tiếp theo.",
            "Each unit's share of an indicator's gap, who is not done, and who owes the next input.",
        ),
    ),
    "diff": (
        "differing",
        say(
            "Những gì đã thay đổi giữa hai thời điểm, hai lần khóa, hai đợt, hoặc hai lần gửi của một "
            "đơn vị.",
            "What changed between two moments, two closings, two rounds, or two revisions of a unit.",
        ),
    ),
    "templates": (
        "templates",
        say(
            "Các mẫu báo cáo, biên nhận và công văn: của cơ quan, hoặc đi kèm chương trình.",
            "The templates of reports, receipts and letters: the office's own, or the packaged ones.",
        ),
    ),
    "schema": (
        "setup",
        say(
            "In JSON Schema của một loại tệp, để trình soạn thảo gợi ý và kiểm tra khi gõ.",
            "Print the JSON Schema of a kind of file, for editors to suggest and check by.",
        ),
    ),
    "explain-problem": (
        "setup",
        say(
            "Giải thích một mã vấn đề: vì sao, ví dụ sai và ví dụ đúng.",
            "Explain a problem code: why it is one, a wrong example and a right one.",
        ),
    ),
    "keys": (
        "keys",
        say(
            "Khóa để ký báo cáo số liệu: tạo, đăng ký cho đơn vị, liệt kê, thu hồi.",
            "The keys that sign submissions: make, register for a unit, list, revoke.",
        ),
    ),
    "cache": (
        "caching",
        say(
            "Bộ nhớ đệm của máy này: nằm ở đâu, giữ những gì, và xóa đi.",
            "This machine's cache: where it is, what it holds, and how to clear it.",
        ),
    ),
    "doctor": (
        "doctor",
        say(
            "Khám máy và thư mục làm việc: quyền ghi, đồng hồ, phông chữ, LibreOffice, máy chủ thư, "
            "mẫu, ngày nghỉ.",
            "Examine the machine and the workspace: writing, clock, fonts, LibreOffice, mail server, "
            "templates, holidays.",
        ),
    ),
}
"""For each command its module in `cli`, and the first sentence of its help."""


def summarise(command: str) -> str:
    """Return what a command is for, in one sentence."""
    return CONTENTS[command][1]
