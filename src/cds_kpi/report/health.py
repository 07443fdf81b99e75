"""What the machine and the workspace are found to be like, in words: what is fine, what is not, and what to do.

Convention: `failed` is what stops the program, `attention` what somebody should look after; either says what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cds_kpi.problems import word_problem
from cds_kpi.report.wording import pick, say_moment
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cds_kpi.problem import Problem
    from cds_kpi.text import Language

State = Literal["fine", "attention", "failed", "unknown"]
NAMED = 5
"""How many things of a kind are named; of more, how many more there are."""
LOW, EMPTY = 200_000_000, 10_000_000
"""Free bytes of the disk under which somebody should look, and under which nothing can be relied on."""
NAMES = {
    "store": ("Dữ liệu", "Data"),
    "writing": ("Quyền ghi", "Writing"),
    "disk": ("Ổ đĩa", "Disk"),
    "leftovers": ("Việc dở dang", "Leftovers"),
    "clock": ("Đồng hồ", "Clock"),
    "holidays": ("Ngày nghỉ", "Holidays"),
    "units": ("Đơn vị", "Units"),
    "mail": ("Thư điện tử", "Mail"),
    "chat": ("Kênh trò chuyện", "Chat"),
    "templates": ("Mẫu văn bản", "Templates"),
    "fonts": ("Phông chữ", "Fonts"),
    "office": ("LibreOffice", "LibreOffice"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    check: str
    """store, writing, disk, leftovers, clock, holidays, units, mail, chat, templates, fonts or office."""
    name: str
    state: State
    """unknown: it could not be looked at."""
    text: str
    advice: str | None = None
    """What to do."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Makes findings in one language."""

    language: Language

    def find(
        self,
        check: str,
        state: State,
        text: tuple[str, str],
        advice: tuple[str, str] | None = None,
    ) -> Finding:
        """Return a finding; texts are given Vietnamese first."""
        name = pick(NAMES[check], self.language)
        return Finding(
            check, name, state, pick(text, self.language), pick(advice, self.language) if advice else None
        )

    def tell_store(self, unreadable: Sequence[str], errors: int, warnings: int) -> Finding:
        """Say whether the data could be read; `unreadable` are the files that the machine did not open."""
        if unreadable:
            named = self._name(unreadable)
            return self.find(
                "store",
                "failed",
                (f"Máy không mở được {named}.", f"The machine could not open {named}."),
                (
                    "Cấp quyền đọc cho người chạy chương trình, hoặc sao lại tệp từ bản lưu.",
                    "Give whoever runs the program the right to read, or restore the files from the backup.",
                ),
            )
        if errors:
            return self.find(
                "store",
                "attention",
                (
                    f"Đọc được; có {errors} lỗi trong các tệp.",
                    f"Readable; the files have {say_count(errors, 'error')}.",
                ),
                ("Xem từng lỗi: cds-kpi check", "See each of them: cds-kpi check"),
            )
        more = (f", {warnings} cảnh báo", f", {say_count(warnings, 'warning')}") if warnings else ("", "")
        return self.find(
            "store", "fine", (f"Đọc được, không có lỗi{more[0]}.", f"Readable, no errors{more[1]}.")
        )

    def tell_writing(self, problem: Problem | None, folders: int) -> Finding:
        """Say whether every folder that is filed in can be written to."""
        if problem is not None:
            worded = word_problem(problem, self.language)
            return Finding(
                "writing", pick(NAMES["writing"], self.language), "failed", worded.message, worded.hint
            )
        return self.find(
            "writing",
            "fine",
            (f"Ghi thử được vào cả {folders} thư mục.", f"All {folders} folders could be written to."),
        )

    def tell_disk(self, free: int) -> Finding:
        """Say how much room the disk has."""
        room = f"{free // 1_000_000:,} MB"
        text = (f"Còn trống {room.replace(',', '.')}.", f"{room} free.")
        if free >= LOW:
            return self.find("disk", "fine", text)
        advice = ("Dọn bớt ổ đĩa chứa dữ liệu.", "Make room on the disk that holds the data.")
        return self.find("disk", "attention" if free >= EMPTY else "failed", text, advice)

    def tell_leftovers(self, count: int) -> Finding:
        """Say how many things interrupted work, damage and copying have left."""
        if not count:
            return self.find("leftovers", "fine", ("Không có.", "None."))
        return self.find(
            "leftovers",
            "attention",
            (
                f"Có {count} việc: tệp tạm bị bỏ lại, tệp hỏng hoặc bản sao trùng.",
                f"{say_count(count, 'thing')} to see to: left behind, damaged or copied twice.",
            ),
            ("Xem từng việc: cds-kpi doctor --repair", "See each of them: cds-kpi doctor --repair"),
        )

    def tell_clock(self, now: datetime, zone: str, ahead: datetime | None) -> Finding:
        """Say what time it is; `ahead` is a moment of the store's own that this clock has not reached."""
        moment = say_moment(now.replace(second=0), self.language)
        text = (
            f"Bây giờ là {moment} giờ Việt Nam; múi giờ của máy: {zone}. Thời hạn luôn tính theo giờ Việt Nam.",
            f"It is {moment} in Vietnam; the machine's zone is {zone}. Deadlines keep Vietnam's time.",
        )
        if ahead is None:
            return self.find("clock", "fine", text)
        later = say_moment(ahead, self.language)
        return self.find(
            "clock",
            "attention",
            (
                f"Đồng hồ của máy chỉ {moment} giờ Việt Nam, nhưng trong dữ liệu đã có thời điểm {later}.",
                f"The machine's clock says {moment} in Vietnam, but the data hold a later moment, {later}.",
            ),
            (
                "Chỉnh lại giờ của máy và bật đồng bộ giờ qua mạng: thời điểm nhận báo cáo ghi theo đồng hồ này.",
                "Set the clock and have it kept by the network: it says when submissions were received.",
            ),
        )

    def tell_holidays(self, open_years: Sequence[int], rolling: int) -> Finding:
        """Say for which years with deadlines that move off holidays the swapped working days are not known."""
        if not rolling:
            text = (
                "Không thời hạn nào dời theo ngày nghỉ.",
                "No deadline moves off days that are not worked.",
            )
            return self.find("holidays", "fine", text)
        if not open_years:
            return self.find(
                "holidays",
                "fine",
                (
                    f"Đã biết cho {rolling} thời hạn dời theo ngày nghỉ.",
                    f"Known for {rolling} deadline{'s that move' if rolling != 1 else ' that moves'}.",
                ),
            )
        years = ", ".join(map(str, open_years))
        return self.find(
            "holidays",
            "attention",
            (f"Chưa có ngày hoán đổi nào của năm {years}.", f"No swapped working days are known of {years}."),
            (
                "Khi có thông báo thì ghi vào data/holidays.yaml; năm không hoán đổi thì ghi ngày 01/01 vào off.",
                "Once announced, put them into data/holidays.yaml; in a year without any, 1 January under off.",
            ),
        )

    def tell_units(self, without: Sequence[str], asked: int) -> Finding:
        """Say which of the units that are asked have no address to remind them at."""
        if not without:
            text = (f"Cả {asked} đơn vị đều có địa chỉ thư.", f"Every unit asked has an address ({asked}).")
            return self.find("units", "fine", text)
        named = self._name(without)
        return self.find(
            "units",
            "attention",
            (
                f"{len(without)} trong {asked} đơn vị phải báo cáo không có địa chỉ thư: {named}.",
                f"Units asked that have no address ({len(without)} of {asked}): {named}.",
            ),
            ("Ghi email của đơn vị vào data/units.yaml.", "Put the units' email into data/units.yaml."),
        )

    def tell_mail(self, host: str, port: int, security: str, problem: Problem | None) -> Finding:
        """Say whether the mail server answers, and encrypts with a certificate of its own name."""
        if problem is not None:
            worded = word_problem(problem, self.language)
            return Finding(
                "mail", pick(NAMES["mail"], self.language), "attention", worded.message, worded.hint
            )
        vi, en = f"{host}:{port} có trả lời", f"{host}:{port} answers"
        if security == "none":
            return self.find("mail", "fine", (f"{vi}, không mã hóa.", f"{en}, without encryption."))
        name = security.upper()
        return self.find(
            "mail",
            "fine",
            (f"{vi}; mã hóa {name}, chứng thư hợp lệ.", f"{en}; {name}, with a valid certificate."),
        )

    def tell_no_mail(self) -> Finding:
        """Say that no mail server was named."""
        return self.find(
            "mail",
            "unknown",
            ("Chưa khai báo máy chủ thư.", "No mail server is named."),
            (
                "Muốn gửi thư nhắc thì khai báo mục mail trong data/settings.yaml.",
                "To have reminders sent, name it under mail in data/settings.yaml.",
            ),
        )

    def tell_chat(self, channels: int, problem: Problem | None) -> Finding:
        """Say whether the chat channels have an address that can be used; nothing was posted."""
        if problem is None:
            return self.find(
                "chat",
                "fine",
                (
                    f"{channels} kênh có địa chỉ dùng được; thử bằng: cds-kpi mail test --channel TÊN",
                    f"{channels} with an address that can be used; try it: cds-kpi mail test --channel NAME",
                ),
            )
        worded = word_problem(problem, self.language)
        return Finding("chat", pick(NAMES["chat"], self.language), "attention", worded.message, worded.hint)

    def tell_templates(self, problems: int) -> Finding:
        """Say whether the templates can be filled."""
        if not problems:
            return self.find("templates", "fine", ("Mọi mẫu đều dùng được.", "All of them work."))
        return self.find(
            "templates",
            "attention",
            (
                f"Có {problems} lỗi trong các mẫu.",
                f"{say_count(problems, 'error')} in the templates.",
            ),
            ("Xem từng lỗi: cds-kpi templates check", "See each of them: cds-kpi templates check"),
        )

    def tell_fonts(self, font: str | None) -> Finding:
        """Say which font documents are laid out in here; None where the machine could not be asked."""
        if font is None:
            text = (
                "Không hỏi được máy có phông nào (thiếu fc-list).",
                "The machine could not be asked for its fonts (no fc-list).",
            )
            return self.find("fonts", "unknown", text)
        if font:
            return self.find(
                "fonts", "fine", (f"Có {font}, đủ chữ tiếng Việt.", f"{font} is there, with all letters.")
            )
        return self.find(
            "fonts",
            "attention",
            (
                "Không có phông kiểu Times nào đủ chữ tiếng Việt: PDF làm trên máy này sẽ lẫn phông.",
                "No Times-like font has every Vietnamese letter: PDFs made here will mix fonts.",
            ),
            (
                "Cài Times New Roman, hoặc gói fonts-liberation2 (Debian, Ubuntu).",
                "Install Times New Roman, or the package fonts-liberation2 (Debian, Ubuntu).",
            ),
        )

    def tell_office(self, path: str | None, *, has_other: bool) -> Finding:
        """Say what makes PDFs: LibreOffice, else the other program."""
        if path is not None:
            return self.find("office", "fine", (f"Có: {path}.", f"Found: {path}."))
        if has_other:
            text = (
                "Không có; PDF được làm từ trang web của báo cáo (WeasyPrint).",
                "Not there; PDFs are made of the report's page (WeasyPrint).",
            )
            return self.find("office", "fine", text)
        return self.find(
            "office",
            "attention",
            ("Không có: không làm được PDF.", "Not there: no PDF can be made."),
            (
                "Cài LibreOffice (gói libreoffice-writer) nếu cần PDF.",
                "Install LibreOffice (the package libreoffice-writer) if PDFs are needed.",
            ),
        )

    def _name(self, names: Sequence[str]) -> str:
        shown, more = ", ".join(names[:NAMED]), len(names) - NAMED
        if more <= 0:
            return shown
        return shown + pick((f" và {more} mục khác", f" and {more} more"), self.language)
