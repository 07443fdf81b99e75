"""Make the Word templates of the comparison of all programmes: templates/comparison.docx and comparison.en.docx.

A paper for those who decide, without number and signature: A4 across, the page and the pieces are the report's. Run
`python scripts/comparison_template.py` after a change here or in word_template.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.oxml import OxmlElement
from docx.shared import Cm
from word_template import BODY, CELL, CENTRE, FOLDER, TABLE, Maker, settle_section, write

if TYPE_CHECKING:
    from docx.table import _Cell

WIDTHS = (3.5, 2.2, 2.4, 4.6, 2.1, 3.1, 4.4, 2.9)
"""Centimetres: the columns of the targets, over the text's 25.2."""


class ComparisonMaker(Maker):
    """One template of a comparison in the making."""

    view = "comparison"

    def _settle_pages(self) -> None:
        super()._settle_pages()
        settle_section(self.paper.sections[0], landscape=True)

    def _settle_properties(self, language: str) -> None:
        super()._settle_properties(language)
        properties = self.paper.core_properties
        properties.title = f"{self._see('title')}, {self._see('period_title')}"
        properties.author = ""
        properties.subject = self._see("period_title")
        properties.comments = self._see("notice")

    def _add_parts(self) -> None:
        write(self.paper.add_paragraph(), self._see("title"), BODY, bold=True, align=CENTRE)
        moment = self.say(
            "{{ comparison.period_title }}, số liệu tính đến {{ comparison.as_of_text }}",
            "{{ comparison.period_title }}, as of {{ comparison.as_of_text }}",
        )
        write(self.paper.add_paragraph(), moment, BODY, align=CENTRE)
        self._add_notice()
        for lines in ("basis", "summary"):
            self._repeat(f"for line in comparison.{lines}")
            self._say("{{ line }}")
            self._repeat("endfor")
        self._add_broken()
        self._head(self.say("I. CÁC VĂN BẢN ĐẶT MỤC TIÊU", "I. THE DOCUMENTS"))
        self._add_rows(
            (3.8, 4.6, 7.0, 1.8, 4.2, 3.8),
            (
                self.say("Văn bản, ngày ban hành", "Document, issued"),
                self.say("Cơ quan giao", "Authority"),
                self.say("Chương trình, kế hoạch", "Programme"),
                self.say("Mục tiêu>", "Targets>"),
                self.say("Theo tình trạng", "By status"),
                self.say("Đợt báo cáo kỳ này", "Round of the period"),
            ),
            "for one in comparison.programmes",
            (
                "{{ one.number or '–' }}\n{{ one.issued_text }}",
                "{{ one.authority }}",
                "{{ one.name }}",
                "{{ one.targets }}",
                (
                    "{% for count in one.statuses %}{{ count.mark }}\N{NO-BREAK SPACE}{{ count.text }}: "
                    "{{ count.count }}"
                    "{% if not loop.last %}; {% endif %}{% endfor %}"
                ),
                "{{ one.round_text }}",
            ),
        )
        self._head(self.say("II. TỪNG CHỈ TIÊU", "II. EVERY INDICATOR"))
        self._add_targets()

    def _add_broken(self) -> None:
        """Add the submissions that do not count, and those whose files were changed; nothing where there are none."""
        for name, words in (
            ("broken", self.say("Không tính vì có lỗi", "Not counted, it has errors")),
            ("changed", self.say("Tệp bị thay đổi sau khi tiếp nhận", "Changed after it was received")),
        ):
            self._repeat(f"for item in comparison.{name}")
            self._say(f"{words}: {{{{ item.file }}}} ({{{{ item.problems | join('; ') }}}}).")
            self._repeat("endfor")

    def _add_targets(self) -> None:
        """Add the table: under each indicator's name and figure its targets, then what stands out among them."""
        table = self._add_table(WIDTHS, rows=10, framed=True)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        headings = (
            self.say("Mục tiêu", "Target"),
            self.say("Cấp", "Level"),
            self.say("Đến", "By"),
            self.say("Văn bản, ngày ban hành", "Document, issued"),
            self.say("Mức độ đạt", "Attained"),
            self.say("Tình trạng", "Status"),
            self.say("So với mục tiêu", "Against the target"),
            self.say("So với mục tiêu khác", "Among the targets"),
        )
        for cell, text in zip(table.rows[0].cells, headings, strict=True):
            write(cell.paragraphs[0], text, TABLE, bold=True, align=CENTRE)
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        texts = (
            (
                "{{ binding.row.target.text }}{{ binding.row.target.aspires_text }}"
                "{% if binding.method_text %} ({{ binding.method_text }}){% endif %}"
            ),
            "{{ binding.row.level_text or '–' }}",
            "{{ binding.row.target.by_text }}",
            "{{ binding.document }}{% if binding.issued_text %}, {{ binding.issued_text }}{% endif %}",
            "{{ binding.row.attainment or '–' }}",
            (
                "{{ binding.row.mark }}\N{NO-BREAK SPACE}{{ binding.row.status_text }}"
                "{% if binding.row.strictly %} ({{ binding.row.strictly }}){% endif %}"
            ),
            "{{ binding.row.gap_text or '–' }}",
            "{% for mark in binding.marks %}{{ mark.text }}{% if not loop.last %}, {% endif %}{% else %}–{% endfor %}",
        )
        tags = {
            1: "for one in comparison.indicators",
            3: "for binding in one.bindings",
            5: "endfor",
            6: "if one.findings or one.related or one.by_method",
            8: "endif",
            9: "endfor",
        }
        for place, tag in tags.items():
            write(table.rows[place].cells[0].paragraphs[0], f"{{%tr {tag} %}}", TABLE)
        for cell, text in zip(table.rows[4].cells, texts, strict=True):
            write(cell.paragraphs[0], text, TABLE)
        self._add_figures(table.rows[2].cells[0].merge(table.rows[2].cells[-1]))
        self._add_findings(table.rows[7].cells[0].merge(table.rows[7].cells[-1]))
        for row in table.rows:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    paragraph.style = self.paper.styles[CELL]

    def _add_figures(self, cell: _Cell) -> None:
        write(cell.paragraphs[0], "{{ loop.index }}. {{ one.name }}", TABLE, bold=True)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        self._repeat("for figure in one.figures", cell)
        write(
            cell.add_paragraph(),
            "{% if figure.level_text %}{{ figure.level_text }}: {% endif %}{{ figure.value_text }}"
            "{% if figure.counts_text %} ({{ figure.counts_text }}){% endif %}"
            "{% if figure.method_text %}; {{ figure.method_text }}{% endif %}"
            "{% if figure.observed_text and figure.observed != 'final' %}; "
            + self.say("số liệu", "figure:")
            + " {{ figure.observed_text }}{% endif %}."
            "{% for remark in figure.remarks %} {{ remark }}{% endfor %}",
            TABLE,
        )
        self._repeat("endfor", cell)

    def _add_findings(self, cell: _Cell) -> None:
        lines = {
            "for method in one.by_method": (
                "{{ method.name }}: {{ method.value_text }}{% if method.origin_text %} ({{ method.origin_text }})"
                "{% endif %}: {{ method.use_text }}."
            ),
            "for finding in one.findings": (
                "{{ finding.mark }} {{ finding.kind_text }}: {{ finding.text }}"
                "{% for advice in finding.advice %} {{ advice.text }}{% endfor %}"
            ),
            "for related in one.related": (
                "{{ related.text }}: {{ related.name }}"
                "{% for target in related.targets %}; {{ target.text }} "
                + self.say("đến", "by")
                + " {{ target.by_text }} ({{ target.document }}){% endfor %}.{% if related.note %} {{ related.note }}"
                "{% endif %}"
            ),
        }
        write(cell.paragraphs[0], self.say("Đối chiếu:", "Among them:"), TABLE, italic=True)
        for loop, text in lines.items():
            self._repeat(loop, cell)
            line = cell.add_paragraph()
            write(line, text, TABLE)
            line.paragraph_format.left_indent = Cm(0.5)
            self._repeat("endfor", cell)


def main() -> None:
    """Write both templates."""
    for language, name in (("vi", "comparison.docx"), ("en", "comparison.en.docx")):
        FOLDER.joinpath(name).write_bytes(ComparisonMaker(language).make())


if __name__ == "__main__":
    main()
