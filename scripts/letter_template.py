"""Make the Word templates of the official letter: templates/letter.docx (Vietnamese) and letter.en.docx (English).

The places are those of Nghị định 30/2020/NĐ-CP, phụ lục I, and its mẫu 1.5 (công văn) and 2.1 (phụ lục); the page and
the pieces are the report's. Run `python scripts/letter_template.py` after a change here or in word_template.py.
"""

from __future__ import annotations

from docx.shared import Cm, Pt
from word_template import BODY, CENTRE, FOLDER, SMALL, Maker, write


class LetterMaker(Maker):
    """One template of a letter in the making."""

    view = "letter"

    def _add_parts(self) -> None:
        self._add_head()
        # Under the number, in the same cell: what the letter is about.
        write(
            self.paper.tables[0].rows[1].cells[0].add_paragraph(), self._see("subject"), SMALL, align=CENTRE
        )
        self._add_notice()
        self._add_addressed()
        self._repeat("for line in letter.opening")
        self._say("{{ line }}")
        self._repeat("endfor")
        self._repeat("for line in letter.owed")
        self._say("{{ line }}", before=3)
        self._repeat("endfor")
        self._say(self._see("request"))
        self._add_end()
        self._add_list()

    def _settle_properties(self, language: str) -> None:
        super()._settle_properties(language)
        properties = self.paper.core_properties
        properties.title = self._see("subject")
        properties.author = self._see("author")
        properties.subject = "{{ letter.programme }} {{ letter.period }}"
        properties.comments = self._see("notice")

    def _add_addressed(self) -> None:
        """Address one unit on the line of "Kính gửi:", several on lines below it, their dashes under the colon."""
        kind = self.say("Kính gửi:", "To:")
        self._repeat("if letter.addressed|length == 1")
        write(
            self.paper.add_paragraph(),
            f"{kind} {{{{ letter.addressed[0] }}}}",
            BODY,
            align=CENTRE,
            before=18,
            after=12,
        )
        self._repeat("else")
        heading = self.paper.add_paragraph()
        write(heading, kind, BODY, before=18)
        heading.paragraph_format.left_indent = Cm(3)
        heading.paragraph_format.keep_with_next = True
        self._repeat("for line in letter.addressed")
        line = self.paper.add_paragraph()
        write(line, "{{ line }}", BODY)
        line.paragraph_format.left_indent = Cm((self.is_vietnamese and 5.3) or 4.0)
        line.paragraph_format.first_line_indent = Cm(-0.3)
        self._repeat("endfor")
        write(self.paper.add_paragraph(), "", SMALL)
        self._repeat("endif")

    def _add_list(self) -> None:
        self._repeat("if letter.units")
        self._title_appendix(
            self.say("Phụ lục", "Appendix"),
            self.say("DANH SÁCH ĐƠN VỊ CHƯA GỬI ĐỦ BÁO CÁO SỐ LIỆU", "UNITS WHOSE FIGURES ARE OVERDUE"),
            is_next=True,
        )
        self._add_rows(
            (1.2, 6.5, 4.6, 2.4, 1.8),
            (
                self.say("TT<", "No.<"),
                self.say("Đơn vị", "Unit"),
                self.say("Số thứ tự các chỉ tiêu còn thiếu", "Numbers of the indicators owed"),
                self.say("Ngày cuối cùng đúng hạn<", "Last day on time<"),
                self.say("Số ngày quá hạn>", "Days overdue>"),
            ),
            "for unit in letter.units",
            (
                "{{ unit.number }}",
                "{{ unit.name }}",
                "{{ unit.owed }}",
                "{{ unit.last_on_time_text }}",
                "{{ unit.days }}",
            ),
        )
        heading = self.paper.add_paragraph()
        write(
            heading,
            self.say("Tên các chỉ tiêu nêu trên", "The indicators"),
            BODY,
            bold=True,
            before=12,
            after=6,
        )
        heading.paragraph_format.keep_with_next = True
        self._add_rows(
            (1.2, 15.3),
            (self.say("Số<", "No.<"), self.say("Chỉ tiêu", "Indicator")),
            "for indicator in letter.indicators",
            ("{{ indicator.number }}", "{{ indicator.name }}"),
        )
        self._repeat("endif")
        # What stands behind a table is a line, which takes no page of its own.
        last = self.paper.add_paragraph()
        write(last, "", 1)
        last.paragraph_format.line_spacing = Pt(1)


def main() -> None:
    """Write both templates."""
    for language, name in (("vi", "letter.docx"), ("en", "letter.en.docx")):
        FOLDER.joinpath(name).write_bytes(LetterMaker(language).make())


if __name__ == "__main__":
    main()
