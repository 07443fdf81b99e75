"""What is said about a problem: its kind's words, filled with what was found.

Convention: in a kind's templates `{found}` is the user's own text, kept to one short line; `{path:long}` may be long,
as paths and lists are; `{missing:word}` is a word of ours, said in the language (`:Word` with a capital letter);
`{size:size}` is in megabytes; `{length:count}` has its digits grouped; `{found:figure}` is a figure as the language
writes it (3.697/10.560, 115,69%); `{found:answer}` is an answer with what it is worth, rounded as a report does
(825/1.234 (66,86%)); `{found:typed}` is the same, but left as it was written where it stands in a file's
line; `{near:keyed}` is a number as one types it into a cell; `{period:period}` is a period's title;
`{history:history}` are periods with their figures; `{near:coming}` is when, how and by whom a revision came;
`{message:wording}` is a wording of the catalogue, Vietnamese and English parted by a NUL, without a last full stop;
`{left:side}` is what a side of a rule comes to; `{found:printed}` are fields as a form prints them; `{names:inputs}`
are names of a form's cells; `{known:choices}` are the words of a drop-down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from string import Formatter
from typing import TYPE_CHECKING

from cds_kpi.number import format_decimal, format_number, parse_number
from cds_kpi.period import CITY_TIME, parse_canonical
from cds_kpi.problem import Fault, parse_shown
from cds_kpi.problems.in_calls import TYPED, find_typed
from cds_kpi.problems.in_forms import IN_FORMS, PRINTED, FormWords
from cds_kpi.problems.kind import Words
from cds_kpi.problems.table import KINDS
from cds_kpi.text import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
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
    "related": Words("chỉ tiêu liên quan", "related indicator"),
    "report_to": Words("nơi nhận báo cáo", "recipient of the report"),
    "reporters": Words("đơn vị báo cáo", "reporting unit"),
    "source": Words("văn bản nguồn", "source"),
    "successor": Words("đơn vị kế thừa", "successor"),
    "under": Words("đơn vị ghi sau “under:”", "unit after “under:”"),
    "unit": Words("đơn vị", "unit"),
    "units": Words("đơn vị ở mục units", "unit under “units”"),
    # What became of a file, what rests on it, and what a copy is like.
    "damage.empty": Words("không còn nội dung", "nothing is left in it"),
    "damage.cut": Words("mất phần cuối", "its end is lost"),
    "damage.changed": Words("nội dung bị thay đổi", "its bytes have changed"),
    "needed.newest": Words("chưa có lần gửi sau nào nguyên vẹn", "no later revision is whole"),
    "needed.closed": Words("một đợt đã khóa tính số liệu này", "a closed round counts it"),
    "needed.decided": Words("đã có quyết định về lần gửi này", "there is a decision on it"),
    "copy.same": Words("hai tệp giống hệt nhau", "the two are the same"),
    "copy.differs": Words("hai tệp khác nhau", "the two differ"),
    # What an indicator asks for and what an answer brings: the keys to write.
    "done": Words("“done”", "“done”"),
    "milestone": Words("“done: true” hoặc “done: false”", "“done: true” or “done: false”"),
    "parts": Words("“parts”", "“parts”"),
    "rank": Words("“value”", "“value”"),
    "ratio": Words("“numerator” và “denominator”", "“numerator” and “denominator”"),
    "roll_call": Words("“done: true” hoặc “done: false”", "“done: true” or “done: false”"),
    "value": Words("“value”", "“value”"),
    # How the two sides of a rule must stand.
    "equal_to": Words("hai số này phải bằng nhau", "the two must be equal"),
    "not_equal_to": Words("hai số này phải khác nhau", "the two must differ"),
    "greater_than": Words("số trước phải lớn hơn số sau", "the first must be larger than the second"),
    "greater_than_or_equal_to": Words(
        "số trước phải lớn hơn hoặc bằng số sau", "the first must be larger than or equal to the second"
    ),
    "less_than": Words("số trước phải nhỏ hơn số sau", "the first must be smaller than the second"),
    "less_than_or_equal_to": Words(
        "số trước phải nhỏ hơn hoặc bằng số sau", "the first must be smaller than or equal to the second"
    ),
    "compulsory_pair": Words("phải có cả hai, hoặc không có cả hai", "both must be given, or neither"),
    "exclusive_pair": Words("chỉ được có một trong hai", "only one of the two can be given"),
    "side.there": Words("có số liệu", "given"),
    "side.missing": Words("chưa có số liệu", "missing"),
    "side.above": Words("quá 40 chữ số", "more than 40 digits"),
    "side.below": Words("số âm quá 40 chữ số", "below 0, with more than 40 digits"),
    "side.filled": Words("số còn thiếu tính là 0", "what is missing counted as 0"),
    "expression.end": Words("chỗ kết thúc biểu thức", "the end of the expression"),
    # Half a ratio.
    "denominator": Words("mẫu số (denominator)", "denominator"),
    "numerator": Words("tử số (numerator)", "numerator"),
    # The focal point's decisions.
    "accepted": Words("“accepted” (chấp nhận)", "“accepted”"),
    "excluded": Words("“excluded” (loại khỏi đợt)", "“excluded”"),
    "included": Words("“included” (đưa trở lại)", "“included”"),
    "returned": Words("“returned” (trả lại)", "“returned”"),
    # What a form's drop-downs offer.
    "choices-done": Words("“Có”, “Chưa”", "“Yes”, “No”"),
    "choices-status": Words("“Chính thức”, “Sơ bộ”, “Ước tính”", "“Final”, “Provisional”, “Estimated”"),
    # What stands where a file should.
    "special.device": Words("một thiết bị", "a device"),
    "special.folder": Words("một thư mục", "a folder"),
    "special.pipe": Words("một đường ống (FIFO)", "a pipe (FIFO)"),
    # How a revision came.
    "door.form": Words("bằng biểu mẫu", "as a form"),
    "door.yaml": Words("bằng tệp YAML", "as a YAML file"),
    "door.set": Words("bằng dòng lệnh", "by the command line"),
    "door.asked": Words("bằng cách trả lời từng câu hỏi", "question by question"),
    # What says which form it is.
    "form.unit": Words("đơn vị", "the unit"),
    "form.period": Words("kỳ báo cáo", "the period"),
    "form.version": Words("phiên bản biểu mẫu", "the form's version"),
    "form.catalogue": Words("danh mục chỉ tiêu", "the catalogue"),
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
    "receipt.signed_by": Words("khóa ký", "the key that signed"),
    "receipt.journal": Words("dấu nhật ký", "the journal's head"),
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
    "mail late": Words("máy chủ không trả lời kịp", "no answer in time"),
    "mail closed": Words("máy chủ đóng kết nối", "the server closed the connection"),
    "mail refused": Words("máy chủ từ chối kết nối", "the connection was refused"),
    "mail no auth": Words("máy chủ này không có đăng nhập", "this server has no login"),
    "mail not ascii": Words(
        "tên và mật khẩu chỉ được gồm chữ không dấu", "user name and password must be ASCII"
    ),
    "mail unknown": Words("không có máy chủ mang tên này", "there is no server of this name"),
    "ETIMEDOUT": Words("ổ đĩa mạng không trả lời", "the network drive does not answer"),
}
"""Facts that are words of ours, as they are said."""


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


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

    def __init__(self, language: Language, *, stands_in_line: bool = False) -> None:
        self.language = language
        self._stands_in_line = stands_in_line
        """Whether the reader sees the line of the file the facts were read from."""
        self._ways: dict[str, Callable[[str], str]] = {
            "word": self._say,
            "Word": lambda text: _capitalise(self._say(text)),
            "long": lambda text: shorten(text, LONG) if text not in {"", "-"} else self._say("-"),
            "size": lambda text: self._weigh(int(text)),
            "count": lambda text: format_number(Fraction(int(text)), 0, language),
            "figure": self._say_figure,
            "answer": self._say_answer,
            "typed": lambda text: shorten(text) if self._stands_in_line else self._say_figure(text),
            "keyed": self._say_keyed,
            "period": self._say_period,
            "typing": lambda text: TYPED[text].say(language) if text in TYPED else self._say(text),
            "coming": self._say_coming,
            "history": self._say_history,
            "wording": self._say_wording,
            "side": self._say_side,
            "printed": self._say_printed,
            "inputs": lambda text: ", ".join(self._say_input(name) for name in text.split(", ")),
            "choices": lambda text: self._say(text) if text in WORDS else shorten(text, LONG),
        }

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        # A fact that is not there must not hide the problem itself.
        return kwargs.get(str(key), "…")

    def format_field(self, value: Any, format_spec: str) -> str:
        way = self._ways.get(format_spec, shorten)
        return way(str(value))

    def _say(self, text: str) -> str:
        words = WORDS.get(text)
        return words.say(self.language) if words is not None else f"“{shorten(text)}”"

    def _say_figure(self, text: str) -> str:
        """Write "3697/10560" or "115.69%" as the language does; what is no figure stays as it is."""
        sides = [self._say_number(side) for side in text.split("/")]
        return shorten(text) if None in sides else "/".join(side for side in sides if side is not None)

    def _say_answer(self, text: str) -> str:
        """Write "825/1234|200/3:2:%": figures as they were reported and what they are worth, or one of the two."""
        counts, _, worth = text.partition("|")
        said = [self._say_figure(counts)] if counts else []
        if worth:
            said.append(f"({self._say_shown(worth)})" if counts else self._say_shown(worth))
        return " ".join(said)

    def _say_shown(self, text: str) -> str:
        """Write a number with its decimals and with what it is counted in."""
        value, places, suffix = parse_shown(text)
        return shorten(format_number(value, places, self.language) + suffix, LONG)

    def _say_number(self, text: str) -> str | None:
        number = parse_number(text)
        if isinstance(number, Fault):
            return None
        places = len(format_decimal(number.exact).partition(".")[2])
        sign = "%" if number.is_percentage else ""
        return format_number(number.exact, places, self.language) + sign

    def _say_keyed(self, text: str) -> str:
        """Write a number without groups and with the decimal sign that a spreadsheet in the language takes."""
        if self.language == "vi":
            return text.replace(".", ",")
        number = parse_number(text, writing="form")
        return text if isinstance(number, Fault) else format_decimal(number.exact)

    def _say_period(self, text: str) -> str:
        period = parse_canonical(text)
        if period is None:
            return shorten(text)
        title = period.title(self.language)
        return title[:1].lower() + title[1:] if self.language == "vi" else title

    def _say_coming(self, text: str) -> str:
        """Write when, how and by whom a revision came, from a fact a line."""
        facts = dict(line.split(" ", 1) for line in text.split("\n") if " " in line)
        said = []
        if "at" in facts:
            moment = datetime.fromisoformat(facts["at"]).astimezone(CITY_TIME)
            clock = f"{moment:%H:%M:%S}"
            vi = f"nhận lúc {clock} ngày {moment.day}/{moment.month}/{moment.year}"
            said.append(Words(vi, f"received at {moment:%Y-%m-%d} {clock}").say(self.language))
        if "door" in facts:
            said.append(self._say(f"door.{facts['door']}"))
        for key, label in (
            ("behalf", Words("nhập thay bởi", "keyed in by")),
            ("by", Words("người lập", "prepared by")),
        ):
            if key in facts:
                said.append(f"{label.say(self.language)} {shorten(facts[key], LONG)}")
        return ", ".join(said)

    def _say_history(self, text: str) -> str:
        told = [one.partition(": ") for one in text.split("\n")]
        said = (
            f"{self._say_source(period)}: {self._say_answer(answer)}" if answer else period
            for period, _, answer in told
        )
        return shorten("; ".join(said), LONG)

    def _say_wording(self, text: str) -> str:
        vi, _, en = text.partition("\0")
        return shorten((en if self.language == "en" else vi).strip().rstrip("."), LONG)

    def _say_side(self, text: str) -> str:
        """Write what a side of a rule comes to: a number, with "~" before it where missing ones were taken as 0."""
        if text in WORDS:
            return self._say(text)
        said = self._say_shown(text.removeprefix("~"))
        return f"{said} ({self._say('side.filled')})" if text.startswith("~") else said

    def _say_source(self, text: str) -> str:
        """Write a period with whose figure it is: "2024-Q4 so-tttt" of that unit, "2024-Q4 +2" of two, added up."""
        period, _, whose = text.partition(" ")
        said = self._say_period(period)
        if whose.startswith("+"):
            count = whose[1:]
            return f"{said}, {Words(f'cộng từ {count} đơn vị', f'added up from {count} units').say(self.language)}"
        return f"{said}, {Words(f'của {whose}', f'of {whose}').say(self.language)}" if whose else said

    def _say_printed(self, text: str) -> str:
        if text in {"", "-"}:
            return self._say("-")
        fields = text.split(", ")
        return ", ".join(
            f"“{words.say(self.language)}”" for field, words in PRINTED.items() if field in fields
        )

    def _say_input(self, name: str) -> str:
        """Write "in.online_dossiers.numerator" as a form prints it: “Tử số” (online-dossiers)."""
        *above, field = name.split(".")
        words = PRINTED.get(field)
        if words is None or not above:
            return shorten(name)
        key = above[1].replace("_", "-") if above[0] == "in" and len(above) > 1 else ""
        return f"“{words.say(self.language)}”" + (f" ({shorten(key)})" if key else "")

    def _weigh(self, size: int) -> str:
        """Write a size in megabytes, rounded up, so that what is over a limit never looks equal to it."""
        tenths = -(-size // 100_000)
        return f"{format_number(Fraction(tenths, 10), 0 if tenths % 10 == 0 else 1, self.language)} MB"


def word_problem(problem: Problem, language: Language) -> Worded:
    """Return the problem's code, severity, message and hint in the language; in a form's words where it is in one, in
    those of a call where it was typed.
    """
    kind = KINDS[problem.kind]
    place = problem.place
    there = IN_FORMS.get(problem.kind) if place.sheet is not None else None
    there = find_typed(problem.kind, place.typed) if place.typed is not None else there
    message, hint, near = there or FormWords()
    if "near" in problem.facts:
        # What a form says of its own comes before what a file's reader is told.
        hint = near or hint or kind.near
    fill = _Filler(language, stands_in_line=place.line is not None)
    return Worded(
        kind.code,
        kind.severity,
        fill.vformat((message or kind.message).say(language), (), problem.facts),
        fill.vformat((hint or kind.hint).say(language), (), problem.facts),
    )
