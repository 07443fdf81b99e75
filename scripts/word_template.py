"""Make the Word templates of the official report: templates/report.docx (Vietnamese) and report.en.docx (English).

The places, sizes and margins are those of Nghị định 30/2020/NĐ-CP, phụ lục I, and its mẫu 1.4 (a named kind of
document: báo cáo). Run `python scripts/word_template.py` after a change here; a test compares the templates with it.
The office edits a copy of report.docx in Word: what stands in {{ }} is replaced, {%p %} and {%tr %} repeat or leave
out the paragraphs and rows between them.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor, Twips

from cds_kpi.render.word_package import settle_package

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.section import Section
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).resolve().parent.parent / "templates"
FONT = "Times New Roman"
SMALL, TABLE, BODY = 12, 11, 14
"""Points: of the header's first lines, of tables, of the text."""
CENTRE, JUSTIFY, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
HEAD = (6.3, 10.2)
"""Centimetres: the columns of the header and of the signature, over the text's 16.5."""
MOTTO = 5.61
"""Centimetres: as long as "Độc lập - Tự do - Hạnh phúc" is, 13 points bold."""
RIGHT = Twips(851)
"""The right margin: the least whole twentieth of a point that is not short of 15 mm."""
MARGINS = (15, 85, 15, 85)
"""Twentieths of a point within a cell: top, left, bottom, right."""
CELL = "Table Text"
"""The style of what stands in tables; empty cells are as low as full ones."""
STYLES = (
    "Normal", "Heading 1", "Heading 2", "Heading 1 Char", "Heading 2 Char", "Header", "Header Char",
    "Footer", "Normal Table", "No List", "Default Paragraph Font",
)  # fmt: skip
DROPPED = ("/stylesWithEffects", "/customXml", "/webSettings", "/numbering")
EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


class Maker:
    """One template in the making."""

    view = "document"
    """What the template sees the head and the end of the paper by."""

    def __init__(self, language: str) -> None:
        self.is_vietnamese = language == "vi"
        self.paper = Document()
        self._empty()
        self._settle_styles(language)
        self._settle_pages()
        self._settle_properties(language)

    def say(self, vi: str, en: str) -> str:
        """Return the words of the template's language."""
        return vi if self.is_vietnamese else en

    def make(self) -> bytes:
        """Return the template."""
        self._add_parts()
        page = io.BytesIO()
        self.paper.save(page)
        return settle_package(page.getvalue())

    # The page.

    def _empty(self) -> None:
        """Take out of the library's blank document what no report uses: a picture of itself, hundreds of styles."""
        for part, ends in ((self.paper.part.package, ("/thumbnail",)), (self.paper.part, DROPPED)):
            for key in [key for key, rel in part.rels.items() if rel.reltype.endswith(ends)]:
                del part.rels[key]
        for setting in self.paper.settings.element.iter(qn("w:compatSetting")):
            if setting.get(qn("w:name")) == "compatibilityMode":
                setting.set(qn("w:val"), "15")
        for style in list(self.paper.styles):
            if style.name not in STYLES:
                style.delete()

    def _settle_styles(self, language: str) -> None:
        self.paper.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH).base_style = self.paper.styles["Normal"]
        for name, size in (
            ("Normal", BODY),
            ("Heading 1", BODY),
            ("Heading 2", BODY),
            ("Header", BODY),
            (CELL, TABLE),
        ):
            style: Any = self.paper.styles[name]
            style.font.name, style.font.size = FONT, Pt(size)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                del fonts.attrib[key]
            for key in ("ascii", "hAnsi", "eastAsia", "cs"):
                fonts.set(qn(f"w:{key}"), FONT)
            if name != "Normal":
                style.font.color.rgb = RGBColor(0, 0, 0)
            if name.startswith("Heading"):
                style.font.bold = True
                style.paragraph_format.space_before = Pt(6)
                style.paragraph_format.space_after = Pt(6)
                style.paragraph_format.first_line_indent = Cm(1.27)
                style.paragraph_format.keep_with_next = True
        normal: Any = self.paper.styles["Normal"]
        normal.paragraph_format.space_after = Pt(0)
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), "vi-VN" if language == "vi" else "en-GB")
        normal.element.rPr.append(spoken)

    def _settle_pages(self) -> None:
        section = self.paper.sections[0]
        settle_section(section, landscape=False)
        section.different_first_page_header_footer = True
        number = section.header.paragraphs[0]
        number.alignment = CENTRE
        number.paragraph_format.tab_stops.clear_all()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = number.add_run()
            run.font.size = Pt(BODY)
            piece = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                piece.set(qn("w:fldCharType"), kind)
            else:
                piece.text = text
            run._r.append(piece)

    def _settle_properties(self, language: str) -> None:
        properties = self.paper.core_properties
        properties.title = self.say("Báo cáo {{ report.period_title }}", "Report, {{ report.period_title }}")
        properties.author = "{{ report.office.agency }}"
        properties.subject = "{{ report.programme_name }}"
        properties.comments = "{{ report.notice }}"
        properties.language = language
        properties.last_modified_by = ""
        # The day of the decree that the layout follows.
        properties.created = properties.modified = datetime(2020, 3, 5)  # noqa: DTZ001 - the library wants it so

    # The parts.

    def _add_parts(self) -> None:
        self._add_head()
        self._add_title()
        self._add_reporting()
        self._add_results()
        self._add_adjustments()
        self._add_lists()
        self._add_end()
        self._add_appendices()

    def _add_head(self) -> None:
        # On a page that begins with a table LibreOffice keeps no heading with what follows it.
        layout = self.paper.add_paragraph().paragraph_format
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)
        table = self._add_table(HEAD, rows=2, framed=False)
        left, right = table.rows[0].cells
        write(left.paragraphs[0], self._see("authority"), SMALL, align=CENTRE)
        write(left.add_paragraph(), self._see("agency"), SMALL, bold=True, align=CENTRE)
        _rule(left, HEAD[0], HEAD[0] * 0.36)
        nation, motto = (
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
            if self.is_vietnamese
            else ("SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness")
        )
        write(right.paragraphs[0], nation, SMALL, bold=True, align=CENTRE)
        write(right.add_paragraph(), motto, 13, bold=True, align=CENTRE)
        _rule(right, HEAD[1], MOTTO if self.is_vietnamese else 7.0)
        left, right = table.rows[1].cells
        write(left.paragraphs[0], self._see("number"), 13, align=CENTRE, before=6)
        write(right.paragraphs[0], self._see("place_and_date"), 13, italic=True, align=CENTRE, before=6)

    def _add_title(self) -> None:
        title = self.paper.add_paragraph()
        write(title, self.say("BÁO CÁO", "REPORT"), BODY, bold=True, align=CENTRE, before=18)
        write(self.paper.add_paragraph(), "{{ document.subject }}", BODY, bold=True, align=CENTRE)
        _rule(self.paper, 16.5, 6)
        self._add_notice()
        self._say("{{ document.opening }}", before=12)

    def _add_notice(self) -> None:
        self._repeat(f"if {self.view}.notice")
        write(self.paper.add_paragraph(), f"({self._see('notice')})", 13, italic=True, align=CENTRE, before=6)
        self._repeat("endif")

    def _add_reporting(self) -> None:
        self._head(self.say("I. TÌNH HÌNH GỬI BÁO CÁO", "I. HOW THE REPORTING WENT"))
        self._repeat("for line in document.reporting")
        self._say("{{ line }}")
        self._repeat("endfor")
        self._caption(
            self.say(
                "Hình 1. Đơn vị theo tình trạng gửi báo cáo, từ trái sang phải: {{ document.states }}",
                "Figure 1. Units by state, from left to right: {{ document.states }}",
            )
        )
        write(self.paper.add_paragraph(), "{{ picture(report) }}", TABLE, align=CENTRE)

    def _add_results(self) -> None:
        self._head(self.say("II. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", "II. RESULTS"))
        self._repeat("for line in document.results")
        self._say("{{ line }}")
        self._repeat("endfor")
        self._caption(self.say("Hình 2. Chỉ tiêu theo tình trạng", "Figure 2. Indicators by status"))
        self._add_rows(
            (4.4, 5.5, 6.6),
            (
                self.say("Lĩnh vực", "Pillar"),
                self.say("Tỷ lệ", "Shares"),
                self.say("Số chỉ tiêu", "Indicators"),
            ),
            "for chapter in document.chapters",
            ("{{ chapter.name }}", "{{ picture(chapter) }}", "{{ chapter.tally }}"),
        )
        self._caption(
            self.say(
                "Hình 3. Kết quả so với mục tiêu (thanh: kết quả; vạch đứng: mục tiêu; "
                "tam giác: mức cần đạt đến cuối kỳ)",
                "Figure 3. Results against targets (bar: result; upright line: target; triangle: required by now)",
            ),
            before=10,
        )
        self._add_rows(
            (1.1, 5.6, 5.6, 4.2),
            (
                self.say("Số<", "No.<"),
                self.say("Chỉ tiêu", "Indicator"),
                self.say("So sánh", "Comparison"),
                self.say("Kết quả / mục tiêu, tình trạng", "Result / target, status"),
            ),
            "for row in report.rows",
            (
                "{{ row.number }}",
                "{{ row.name }}{% if row.aspect %} ({{ row.aspect }}){% endif %}",
                "{{ picture(row) }}",
                (
                    "{{ row.value_text }} / {{ row.target.text }}{{ row.target.aspires_text }}\n"
                    "{{ row.mark }} {{ row.status_text }}{% if row.strictly %} ({{ row.strictly }}){% endif %}"
                ),
            ),
        )
        self._repeat("for chapter in document.chapters")
        heading = self.paper.add_paragraph(style="Heading 2")
        # The indicators below it have numbers of their own.
        heading.add_run("II.{{ loop.index }}. {{ chapter.name }}")
        heading.paragraph_format.space_before = Pt(10)
        self._repeat("for line in chapter.lines")
        self._say("{{ line }}")
        self._repeat("endfor")
        self._repeat("endfor")

    def _add_adjustments(self) -> None:
        self._repeat("if report.adjustments")
        heading = self.paper.add_paragraph(style="Heading 2")
        heading.add_run(self.say("Điều chỉnh so với báo cáo trước", "Adjustments to the report before"))
        heading.paragraph_format.space_before = Pt(10)
        self._say("{{ report.adjustments.text }}")
        self._repeat("if report.adjustments.rows")
        self._caption(
            self.say("Bảng 1. Các chỉ tiêu được điều chỉnh", "Table 1. Adjusted indicators"), before=10
        )
        self._add_rows(
            (1.1, 4.2, 2.1, 2.1, 2.4, 4.6),
            (
                self.say("Số<", "No.<"),
                self.say("Chỉ tiêu", "Indicator"),
                self.say("Đã báo cáo>", "Reported>"),
                self.say("Nay>", "Now>"),
                self.say("Chênh lệch>", "Difference>"),
                self.say("Tình trạng, do đơn vị", "Status, through"),
            ),
            "for row in report.adjustments.rows",
            (
                "{{ row.number }}",
                "{{ row.name }}{% if row.aspect %} ({{ row.aspect }}){% endif %}",
                "{{ row.value.before_text }}",
                "{{ row.value.after_text }}",
                "{{ row.value.difference_text or '–' }}",
                "{{ row.status_text }}\n{{ row.units_text }}",
            ),
        )
        self._repeat("endif")
        self._repeat("endif")

    def _add_lists(self) -> None:
        none = self.say("Không có.", "None.")
        for title, name in (
            (
                self.say(
                    "III. NGUYÊN NHÂN, VƯỚNG MẮC THEO BÁO CÁO CỦA CÁC ĐƠN VỊ",
                    "III. REASONS, AND WHO HOLDS THINGS UP",
                ),
                "reasons",
            ),
            (self.say("IV. NHIỆM VỤ TRONG KỲ TIẾP THEO", "IV. WHAT IS NEEDED NEXT"), "needs"),
        ):
            self._head(title)
            self._repeat(f"for line in document.{name}")
            self._say("{{ line }}")
            self._repeat("endfor")
            self._repeat(f"if not document.{name}")
            self._say(none)
            self._repeat("endif")

    def _add_end(self) -> None:
        closing = self._say(self._see("closing"))
        closing.paragraph_format.keep_with_next = True
        closing.paragraph_format.space_after = Pt(12)
        table = self._add_table((8.25, 8.25), rows=1, framed=False)
        left, right = table.rows[0].cells
        write(left.paragraphs[0], self.say("Nơi nhận:", "To:"), 12, bold=True, italic=True)
        self._repeat(f"for line in {self.view}.recipients", left)
        write(left.add_paragraph(), "{{ line }}", 11)
        self._repeat("endfor", left)
        write(right.paragraphs[0], self._see("signer"), BODY, bold=True, align=CENTRE)
        for _ in range(4):
            write(right.add_paragraph(), "", BODY, align=CENTRE)
        # The full name of who signs, to be filled in.
        write(right.add_paragraph(), "", BODY, bold=True, align=CENTRE)

    def _add_appendices(self) -> None:
        section = self.paper.add_section(WD_SECTION.NEW_PAGE)
        settle_section(section, landscape=True)
        section.different_first_page_header_footer = False
        self._title_appendix(
            self.say("Phụ lục I", "Appendix I"),
            self.say("KẾT QUẢ THỰC HIỆN TỪNG CHỈ TIÊU", "EVERY INDICATOR"),
        )
        self._add_rows(
            (1.1, 5.2, 3.5, 3.1, 2.4, 2.8, 2.1, 3.2, 1.8),
            (
                self.say("Số<", "No.<"),
                self.say("Chỉ tiêu", "Indicator"),
                self.say("Đơn vị chủ trì", "Lead"),
                self.say("Mục tiêu", "Target"),
                self.say("Kết quả>", "Value>"),
                self.say("Tử số / mẫu số>", "Counts>"),
                self.say("Mức độ đạt>", "Attained>"),
                self.say("Tình trạng", "Status"),
                self.say("Đã báo cáo>", "Reports>"),
            ),
            "for row in report.rows",
            (
                "{{ row.number }}",
                "{{ row.name }}{% if row.aspect %} ({{ row.aspect }}){% endif %}",
                "{{ row.lead }}",
                "{{ row.target.text }}"
                + self.say(", đến {{ row.target.by_text }}", ", by {{ row.target.by_text }}")
                + "{{ row.target.aspires_text }}",
                "{{ row.value_text }}",
                "{% if row.denominator %}{{ row.numerator }} /{% else %}–{% endif %}\n{{ row.denominator }}",
                "{{ row.attainment or '–' }}",
                "{{ row.mark }} {{ row.status_text }}{% if row.strictly %} ({{ row.strictly }}){% endif %}",
                "{{ row.coverage.reported }}/{{ row.coverage.expected }}",
            ),
        )
        self._title_appendix(
            self.say("Phụ lục II", "Appendix II"),
            self.say("TÌNH HÌNH BÁO CÁO CỦA TỪNG ĐƠN VỊ", "EVERY UNIT"),
            is_next=True,
        )
        self._add_rows(
            (1.2, 7.1, 3.2, 5.0, 2.3, 3.2, 3.2),
            (
                self.say("TT<", "No.<"),
                self.say("Đơn vị", "Unit"),
                self.say("Tình trạng", "State"),
                self.say("Thời điểm nhận", "Received"),
                self.say("Đã trả lời>", "Answered>"),
                self.say("Chỉ tiêu còn thiếu", "Still owing"),
                self.say("Chỉ tiêu chưa đạt", "Short of the target"),
            ),
            "for unit in document.units",
            (
                "{{ unit.number }}",
                "{{ unit.name }}",
                "{{ unit.state }}",
                "{{ unit.received }}",
                "{{ unit.answered }}",
                "{{ unit.unanswered }}",
                "{{ unit.short }}",
            ),
        )

    # The pieces they are made of.

    def _see(self, name: str) -> str:
        return f"{{{{ {self.view}.{name} }}}}"

    def _head(self, text: str) -> None:
        self.paper.add_paragraph(style="Heading 1").add_run(text)

    def _say(self, text: str, before: int = 6) -> Paragraph:
        paragraph = self.paper.add_paragraph()
        write(paragraph, text, BODY, align=JUSTIFY, before=before)
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        return paragraph

    def _repeat(self, tag: str, cell: _Cell | None = None) -> None:
        paragraph = (cell or self.paper).add_paragraph()
        write(paragraph, f"{{%p {tag} %}}", 10)

    def _caption(self, text: str, before: int = 6) -> None:
        paragraph = self.paper.add_paragraph()
        write(paragraph, text, 13, italic=True, align=CENTRE, before=before, after=4)
        paragraph.paragraph_format.keep_with_next = True

    def _title_appendix(self, name: str, title: str, *, is_next: bool = False) -> None:
        texts = [self.paper.add_paragraph() for _ in range(3)]
        write(texts[0], name, BODY, bold=True, align=CENTRE)
        write(texts[1], title, BODY, bold=True, align=CENTRE)
        write(texts[2], self._see("attached"), BODY, italic=True, align=CENTRE, after=8)
        texts[0].paragraph_format.page_break_before = is_next or None
        for paragraph in texts:
            paragraph.paragraph_format.keep_with_next = True

    def _add_table(self, widths: Sequence[float], rows: int, *, framed: bool) -> Any:
        table = self.paper.add_table(rows=rows, cols=len(widths))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        margins = OxmlElement("w:tblCellMar")
        for name, twentieths in zip(
            ("top", "left", "bottom", "right"), MARGINS if framed else (0, 0, 0, 0), strict=True
        ):
            margin = OxmlElement(f"w:{name}")
            margin.set(qn("w:w"), str(twentieths))
            margin.set(qn("w:type"), "dxa")
            margins.append(margin)
        table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
        if framed:
            borders = OxmlElement("w:tblBorders")
            for name in EDGES:
                edge = OxmlElement(f"w:{name}")
                for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
                    edge.set(qn(f"w:{key}"), value)
                borders.append(edge)
            table._tbl.tblPr.insert_element_before(borders, "w:tblLayout", "w:tblLook")
        for column, width in enumerate(widths):
            table.columns[column].width = Cm(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
                cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER if framed else WD_ALIGN_VERTICAL.TOP
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        return table

    def _add_rows(
        self,
        widths: Sequence[float],
        headings: Sequence[str],
        loop: str,
        texts: Sequence[str],
    ) -> None:
        """Add a table with a heading row that repeats, and one row for each turn of the loop.

        A heading that ends in ">" stands over figures set to the right, one in "<" over numbers in the middle.
        """
        table = self._add_table(widths, rows=4, framed=True)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, text in zip(table.rows[0].cells, headings, strict=True):
            write(cell.paragraphs[0], text.strip("<>"), TABLE, bold=True, align=CENTRE)
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        write(table.rows[1].cells[0].paragraphs[0], f"{{%tr {loop} %}}", TABLE)
        for cell, text, heading in zip(table.rows[2].cells, texts, headings, strict=True):
            side = {"<": CENTRE, ">": WD_ALIGN_PARAGRAPH.RIGHT}.get(heading[-1], LEFT)
            for place, line in enumerate(text.split("\n")):
                paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
                write(paragraph, line, TABLE, align=side)
        for row in table.rows:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    paragraph.style = self.paper.styles[CELL]
        write(table.rows[3].cells[0].paragraphs[0], "{%tr endfor %}", TABLE)


def settle_section(section: Section, *, landscape: bool) -> None:
    """Set a section's paper and margins."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    wide, high = (29.7, 21.0) if landscape else (21.0, 29.7)
    section.page_width, section.page_height = Cm(wide), Cm(high)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), RIGHT
    section.header_distance = Cm(1)


def write(
    paragraph: Paragraph,
    text: str,
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    before: int = 0,
    after: int = 0,
) -> None:
    """Write a text into a paragraph: size and the space around it in points."""
    paragraph.alignment = align
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold or None, italic or None


def _rule(place: Any, width: float, length: float) -> None:
    """Draw a solid rule in the middle of a column: the lower border of an empty line, drawn in from both sides."""
    paragraph = place.add_paragraph()
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    layout.left_indent = layout.right_indent = Cm((width - length) / 2)
    borders, edge = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        edge.set(qn(f"w:{key}"), value)
    borders.append(edge)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def main() -> None:
    """Write both templates."""
    for language, name in (("vi", "report.docx"), ("en", "report.en.docx")):
        FOLDER.joinpath(name).write_bytes(Maker(language).make())


if __name__ == "__main__":
    main()
