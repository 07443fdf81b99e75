"""What is said about a problem: its kind's words, filled with what was found.

Convention: in a kind's templates `{found}` is the user's own text, kept to one short line; `{path:long}` may be long,
as paths and lists are; `{missing:word}` is a word of ours, said in the language (`:Word` with a capital letter);
`{size:size}` is in megabytes; `{length:count}` has its digits grouped.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from string import Formatter
from typing import TYPE_CHECKING

from cds_kpi.number import format_number
from cds_kpi.problems.kind import Words
from cds_kpi.problems.table import KINDS
from cds_kpi.text import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from cds_kpi.problem import Problem
    from cds_kpi.problems.kind import Severity
    from cds_kpi.text import Language

LONG = 300
"""Characters of a path or a list that is worth quoting whole."""

WORDS: dict[str, Words] = {
    "-": Words("không có", "none"),
    # What stands where something else is needed.
    "empty": Words("để trống", "nothing"),
    "list": Words("một danh sách", "a list"),
    "mapping": Words("các mục “tên: giá trị”", "a group of keys"),
    "text": Words("một đoạn chữ", "plain text"),
    # How many there may be.
    "at least": Words("ít nhất", "at least"),
    "at most": Words("nhiều nhất", "at most"),
    "exactly": Words("đúng", "exactly"),
    # What a reference is to.
    "authority": Words("cơ quan chịu trách nhiệm", "unit in authority"),
    "coordinating": Words("đơn vị phối hợp", "coordinating unit"),
    "default_programme": Words("chương trình mặc định", "default programme"),
    "focal_point": Words("đơn vị đầu mối", "focal point"),
    "indicator": Words("chỉ tiêu", "indicator"),
    "lead": Words("đơn vị chủ trì", "lead unit"),
    "level": Words("cấp đơn vị", "level"),
    "method": Words("phương pháp tính", "method"),
    "parent": Words("đơn vị cấp trên", "parent unit"),
    "pillar": Words("trụ cột", "pillar"),
    "programme": Words("chương trình", "programme"),
    "report_to": Words("nơi nhận báo cáo", "recipient of the report"),
    "reporters": Words("đơn vị báo cáo", "reporting unit"),
    "source": Words("văn bản nguồn", "source"),
    "successor": Words("đơn vị kế thừa", "successor"),
    "under": Words("đơn vị ghi sau “under:”", "unit after “under:”"),
    "unit": Words("đơn vị", "unit"),
    # What an indicator asks for and what an answer brings: the keys to write.
    "done": Words("“done”", "“done”"),
    "milestone": Words("“done: true” hoặc “done: false”", "“done: true” or “done: false”"),
    "parts": Words("“parts”", "“parts”"),
    "rank": Words("“value”", "“value”"),
    "ratio": Words("“numerator” và “denominator”", "“numerator” and “denominator”"),
    "roll_call": Words("“done: true” hoặc “done: false”", "“done: true” or “done: false”"),
    "value": Words("“value”", "“value”"),
    # Half a ratio.
    "denominator": Words("mẫu số (denominator)", "denominator"),
    "numerator": Words("tử số (numerator)", "numerator"),
    # The focal point's decisions.
    "accepted": Words("“accepted” (chấp nhận)", "“accepted”"),
    "excluded": Words("“excluded” (loại khỏi đợt)", "“excluded”"),
    "included": Words("“included” (đưa trở lại)", "“included”"),
    "returned": Words("“returned” (trả lại)", "“returned”"),
    # What a receipt says.
    "file": Words("tệp", "the file"),
    "period": Words("kỳ báo cáo", "the period"),
    "received_at": Words("thời điểm nhận", "the time of receipt"),
    # What a receipt says.
    "receipt.answered_at": Words("thời điểm trả lời lần đầu", "when it was first answered"),
    "receipt.answered": Words("các chỉ tiêu đã trả lời", "what was answered"),
    "receipt.answers": Words("số liệu đã trả lời", "the answers"),
    "receipt.carried": Words("các chỉ tiêu giữ từ lần trước", "what was kept"),
    "receipt.deadline": Words("hạn gửi", "the deadline"),
    "receipt.deadline_text": Words("hạn gửi", "the deadline"),
    "receipt.dry_run": Words("mục chạy thử", "the dry run"),
    "receipt.excluded": Words("việc loại khỏi đợt", "the exclusion"),
    "receipt.file": Words("tệp", "the file"),
    "receipt.language": Words("ngôn ngữ", "the language"),
    "receipt.line": Words("một dòng", "a line"),
    "receipt.missing": Words("số liệu còn thiếu", "what is still owed"),
    "receipt.notice": Words("lời ghi chung", "the notice"),
    "receipt.on_behalf_of": Words("người nhập thay", "who keyed it in"),
    "receipt.owed": Words("các chỉ tiêu còn thiếu", "what is still owed"),
    "receipt.previous": Words("mã SHA-256 của lần gửi trước", "the SHA-256 of the revision before"),
    "receipt.received_at": Words("thời điểm nhận", "the time of receipt"),
    "receipt.remarks": Words("lời giải thích", "the remarks"),
    "receipt.sha256": Words("mã SHA-256", "the SHA-256"),
    "receipt.unit_name": Words("tên đơn vị", "the unit's name"),
    "receipt.verdict": Words("kết quả đúng hạn, trễ hạn", "the verdict"),
    "receipt.verdict_text": Words("kết quả đúng hạn, trễ hạn", "the verdict"),
    "receipt.warnings": Words("các cảnh báo", "the warnings"),
    "revision": Words("số lần gửi", "the revision"),
    "sha256": Words("mã SHA-256", "the SHA-256"),
    # What the machine says.
    "EDQUOT": Words("hết hạn mức lưu trữ", "the quota is used up"),
    "EEXIST": Words("đã có tệp mang tên của thư mục cần dùng", "a file has the name of the folder"),
    "EFBIG": Words("tệp quá lớn đối với ổ đĩa này", "the file is too large for this disk"),
    "EIO": Words("ổ đĩa bị lỗi", "the disk failed"),
    "EISDIR": Words("đó là một thư mục", "it is a folder"),
    "ELOOP": Words("liên kết trỏ vòng quanh", "its links lead round in a circle"),
    "EMFILE": Words("mở quá nhiều tệp cùng lúc", "too many files are open"),
    "ENAMETOOLONG": Words("tên quá dài", "the name is too long"),
    "ENFILE": Words("máy mở quá nhiều tệp cùng lúc", "too many files are open on this machine"),
    "ENOENT": Words("thư mục không còn ở đó", "the folder is gone"),
    "ENOSPC": Words("ổ đĩa hết chỗ", "the disk is full"),
    "ENOTDIR": Words("một phần của đường dẫn không phải là thư mục", "a part of the path is no folder"),
    "EROFS": Words("ổ đĩa chỉ cho đọc", "the disk is read-only"),
    "ESTALE": Words("ổ đĩa mạng mất kết nối", "the network drive is out of reach"),
    "ETIMEDOUT": Words("ổ đĩa mạng không trả lời", "the network drive does not answer"),
}
"""Facts that are words of ours, as they are said."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A problem as it is shown."""

    code: str
    severity: Severity
    message: str
    """One sentence."""
    hint: str
    """What to write instead."""


class _Filler(Formatter):
    """Fills a template with facts, each in the way its place asks for."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        # A fact that is not there must not hide the problem itself.
        return kwargs.get(str(key), "…")

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(value)
        if format_spec == "word":
            return self._say(text)
        if format_spec == "Word":
            said = self._say(text)
            return said[:1].upper() + said[1:]
        if format_spec == "long":
            return shorten(text, LONG) if text not in {"", "-"} else self._say("-")
        if format_spec == "size":
            return self._weigh(int(value))
        if format_spec == "count":
            return format_number(Fraction(int(value)), 0, self.language)
        return shorten(text)

    def _say(self, text: str) -> str:
        words = WORDS.get(text)
        return words.say(self.language) if words is not None else f"“{shorten(text)}”"

    def _weigh(self, size: int) -> str:
        """Write a size in megabytes, rounded up, so that what is over a limit never looks equal to it."""
        tenths = -(-size // 100_000)
        return f"{format_number(Fraction(tenths, 10), 0 if tenths % 10 == 0 else 1, self.language)} MB"


def word_problem(problem: Problem, language: Language) -> Worded:
    """Return the problem's code, severity, message and hint in the language."""
    kind = KINDS[problem.kind]
    hint = kind.near if kind.near is not None and "near" in problem.facts else kind.hint
    fill = _Filler(language)
    return Worded(
        kind.code,
        kind.severity,
        fill.vformat(kind.message.say(language), (), problem.facts),
        fill.vformat(hint.say(language), (), problem.facts),
    )


def is_error(problem: Problem) -> bool:
    """Whether the problem is an error rather than a warning."""
    return KINDS[problem.kind].severity == "error"
