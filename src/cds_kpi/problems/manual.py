"""What a kind of problem means, at length: the text of `explain-problem` and of docs/problems.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.problems.kind import Words
from cds_kpi.problems.table import TABLE

if TYPE_CHECKING:
    from cds_kpi.problems.kind import Kind
    from cds_kpi.text import Language

SEVERITIES = {"error": Words("lỗi", "error"), "warning": Words("cảnh báo", "warning")}
CHAPTERS = {
    "1": Words("Tệp và cách ghi tệp", "Files and how they are written"),
    "2": Words("Nội dung của một bản ghi", "The shape of a record"),
    "3": Words("Tham chiếu giữa các bản ghi", "References between records"),
    "4": Words("Kỳ báo cáo và hạn nộp", "Periods and deadlines"),
    "5": Words("Số liệu", "Figures"),
    "6": Words("Biểu mẫu", "Forms"),
    "7": Words("Mẫu báo cáo và kết quả", "Templates and output"),
    "8": Words("Độ tin cậy của hồ sơ", "Trust in the record"),
}
"""What the hundreds of the codes are about."""
WRONG, RIGHT = Words("Sai", "Wrong"), Words("Đúng", "Right")


def explain_kind(kind: Kind, language: Language) -> str:
    """Return what a kind of problem means as plain text: what, why, and a wrong and a right example."""
    lines = [
        f"{kind.code} {kind.slug} ({SEVERITIES[kind.severity].say(language)})",
        "",
        f"{kind.summary.say(language)}.",
        kind.why.say(language),
    ]
    for title, example in ((WRONG, kind.wrong), (RIGHT, kind.right)):
        lines += ["", f"{title.say(language)}:", *(f"    {line}" for line in example.split("\n"))]
    return "\n".join(lines) + "\n"


def render_manual() -> str:
    """Return every kind as Markdown, in the order of the codes."""
    lines: list[str] = []
    chapter = ""
    for kind in TABLE:
        if kind.code[3] != chapter:
            chapter = kind.code[3]
            title = CHAPTERS[chapter]
            lines += [f"## {chapter}xx {title.en} · {title.vi}", ""]
        severity = SEVERITIES[kind.severity]
        lines += [
            f"### {kind.code} {kind.slug}",
            "",
            f"**{kind.summary.vi}** ({severity.vi}). {kind.why.vi}",
            "",
            f"**{kind.summary.en}** ({severity.en}). {kind.why.en}",
            "",
            "```text",
            f"# {WRONG.vi} · {WRONG.en.lower()}",
            kind.wrong,
            f"# {RIGHT.vi} · {RIGHT.en.lower()}",
            kind.right,
            "```",
            "",
        ]
    return "\n".join(lines)
