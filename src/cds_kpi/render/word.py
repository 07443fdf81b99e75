"""The official document in Word: a template that the office can edit in Word, filled by docxtpl within the sandbox.

Convention: body, headers, footers and the document's properties are all filled through one `WordSandbox`. The report's
template sees `report`, `document` and the functions `picture` and `say`; the letter's sees `letter` and `say`.
"""

from __future__ import annotations

import html
import io
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.shared import Mm
from docxtpl import DocxTemplate
from jinja2 import Template, TemplateError, TemplateNotFound, TemplateSyntaxError
from lxml import etree
from markupsafe import Markup

from cds_kpi.problem import Fault, Problem
from cds_kpi.render.charts import Segment, draw_bar, draw_bullet
from cds_kpi.render.folders import Folders, UnreadableError
from cds_kpi.render.metering import UnknownFilterError
from cds_kpi.render.sandbox import ExhaustedError, Sandbox, UnknownNameError
from cds_kpi.render.text import WRONG, escape_html, find_words
from cds_kpi.render.word_package import LARGEST, check_word_package, settle_package
from cds_kpi.report.document import Chapter, build_document
from cds_kpi.report.row_view import RowView
from cds_kpi.report.view import ReportView
from cds_kpi.text import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cds_kpi.problem import Fact
    from cds_kpi.report.comparison_view import ComparisonView
    from cds_kpi.report.document import Document, Tally
    from cds_kpi.report.letter import LetterView
    from cds_kpi.text import Language

_REPORTS = {"vi": "report.docx", "en": "report.en.docx"}
_COMPARISONS = {"vi": "comparison.docx", "en": "comparison.en.docx"}
_LETTERS = {"vi": "letter.docx", "en": "letter.en.docx"}
PICTURE = 10_000
"""Steps that a picture costs: it takes that much longer than a turn of a loop."""
_WIDTH, _HEIGHT = Mm(50), Mm(4)
"""Of a picture on the page."""
_LONGEST = 255
"""Characters a property of a document may have."""
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
"""The properties that are filled like the text."""

_PARAGRAPH = re.compile(r"</w:p>")
_SIGN = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}


def render_docx(view: ReportView, folders: Sequence[Path]) -> bytes | Problem:
    """Return the official document as the bytes of a DOCX file; the same view gives the same bytes.

    The template (`report.docx`, in English `report.en.docx`) is taken from the first of the folders that has it. One
    that is missing, unsafe, wrong or endless is a problem, with the paragraph in it.
    """
    document = build_document(view)
    seen = {"report": view, "document": document}
    return _fill_template(_REPORTS[view.language], folders, seen, view, document)


def render_letter(letter: LetterView, folders: Sequence[Path]) -> bytes | Problem:
    """Return the official letter as the bytes of a DOCX file, of `letter.docx` or `letter.en.docx`, as a report is."""
    return _fill_template(_LETTERS[letter.language], folders, {"letter": letter}, letter)


def render_comparison_docx(view: ComparisonView, folders: Sequence[Path]) -> bytes | Problem:
    """Return the comparison of all programmes as a DOCX file, of `comparison.docx` or `comparison.en.docx`."""
    return _fill_template(_COMPARISONS[view.language], folders, {"comparison": view}, view)


def _fill_template(
    name: str,
    folders: Sequence[Path],
    seen: dict[str, object],
    view: ReportView | ComparisonView | LetterView,
    document: Document | None = None,
) -> bytes | Problem:
    """Fill a template with what it sees; only with a `document` are there pictures."""
    places = Folders(folders)
    data = places.read_data(name, LARGEST)
    if data is None:
        return Problem("template-missing", places.find_place(name), {"name": name})
    fault = data if isinstance(data, Fault) else check_word_package(data)
    if isinstance(data, Fault) or fault is not None:
        assert fault is not None, "either it could not be read, or it was looked at"
        return Fault(fault.kind, {**fault.facts, "name": name}).at(places.find_place(name))
    paper = _Paper(data)
    try:
        paper.init_docx()
    except (PythonDocxError, OpcError, *WRONG):
        return Problem("template-not-word", places.find_place(name), {"name": name})
    sandbox = WordSandbox(places, name, view.language, paper, document)
    try:
        paper.fill(sandbox, seen, view.as_of)
        page = io.BytesIO()
        paper.save(page)
    except BrokenError as error:
        facts: dict[str, Fact] = {"name": name, "said": shorten(error.said)}
        return Problem("template-word-syntax", places.find_place(name), facts)
    except (TemplateError, ExhaustedError, UnreadableError, PythonDocxError, OpcError, *WRONG) as error:
        return _explain(places, name, error)
    return settle_package(page.getvalue())


class BrokenError(Exception):
    """A tag that does not end in its paragraph, or tags that break the document in two; `said` is the text there."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class _Paper(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A document in the making."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))

    def fill(self, sandbox: WordSandbox, seen: dict[str, object], as_of: str) -> None:
        """Fill every part of the template with what it sees, and date the document by its moment."""
        self.render(seen, sandbox)
        moment = datetime.fromisoformat(as_of).replace(tzinfo=None, microsecond=0)
        self.docx.core_properties.created = self.docx.core_properties.modified = moment

    def patch_xml(self, src_xml: str) -> str:
        """Make one part readable for Jinja; raises BrokenError for a tag that is left open."""
        for paragraph in _PARAGRAPH.split(src_xml):
            signs = _SIGN.findall(text := _read_text(paragraph))
            if signs[1::2] != [_ENDS.get(sign) for sign in signs[::2]]:
                raise BrokenError(text)
        return str(super().patch_xml(src_xml))

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """Fill one part; raises BrokenError where its elements do not close one another."""
        filled = str(super().render_xml_part(src_xml, part, context, jinja_env))
        try:
            etree.fromstring(filled)
        except etree.XMLSyntaxError as error:
            line, column = error.position
            before = "\n".join([*filled.split("\n")[: line - 1], filled.split("\n")[line - 1][:column]])
            raise BrokenError(_read_text(before[-5000:])[-60:]) from error
        return filled

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Fill the document's properties, which are texts and no XML."""
        for name in _PROPERTIES:
            text = jinja_env.from_string(getattr(self.docx.core_properties, name)).render(context)
            setattr(self.docx.core_properties, name, html.unescape(text)[:_LONGEST])

    def add_picture(self, picture: bytes, alternative: str) -> Markup:
        """Return a picture as what stands in the place of its tag, with the text for those who cannot see it."""
        inline = self.current_rendering_part.new_pic_inline(io.BytesIO(picture), _WIDTH, _HEIGHT)
        inline.docPr.set("descr", " ".join(html.unescape(escape_html(alternative)).split()))
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        drawing = etree.tostring(inline, encoding="unicode")
        return Markup(  # noqa: S704 - made by the library, not of user text
            f'</w:t></w:r><w:r><w:drawing>{drawing}</w:drawing></w:r><w:r><w:t xml:space="preserve">'
        )


class WordSandbox(Sandbox):
    """The sandbox for the parts of one Word template, each of which is compiled by itself."""

    def __init__(
        self, folders: Folders, name: str, language: Language, paper: _Paper, document: Document | None
    ) -> None:
        functions: dict[str, Callable[..., str]] = {"say": find_words(language)}
        if document is not None:
            functions["picture"] = self._picture
        super().__init__(folders, _escape, functions)
        self._name, self._paper, self._document = name, paper, document
        self._parts = 0

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:
        """Return a part as a template, for docxtpl; its lines are the document's paragraphs."""
        self._parts += 1
        filename = f"{self._name}#{self._parts}"
        self.folders.remember(filename, filename, source)
        self.budget.spend(1, len(source))
        code = self.compile(source, filename, filename)
        return Template.from_code(self, code, self.make_globals(globals))

    def _picture(self, thing: object) -> Markup:
        """Draw an indicator's value and target, a chapter's statuses, or the report's units by state."""
        self.budget.spend(PICTURE)
        if isinstance(thing, RowView):
            facts = (f"{thing.name}: {thing.value_text}", thing.target.text, thing.status_text)
            return self._paper.add_picture(draw_bullet(thing), "; ".join(facts))
        if isinstance(thing, Chapter):
            return self._paper.add_picture(_draw(thing.tallies), f"{thing.name}: {thing.tally}")
        if isinstance(thing, ReportView) and self._document is not None:
            return self._paper.add_picture(_draw(self._document.tallies), self._document.states)
        raise TypeError("there is no picture of this")


def _draw(tallies: Sequence[Tally]) -> bytes:
    whole = sum(tally.count for tally in tallies)
    return draw_bar([Segment(tally.id, tally.count) for tally in tallies], whole)


def _escape(text: str) -> Markup:
    """Return a text so that it appears as it was written: braces too, which docxtpl would look for tags behind."""
    escaped = str(escape_html(text)).replace("{", "&#123;").replace("}", "&#125;")
    return Markup(escaped)  # noqa: S704 - just made safe


def _explain(folders: Folders, name: str, error: Exception) -> Problem:
    """Return what went wrong in a template as a problem, with the paragraph it stands in."""
    if isinstance(error, UnreadableError):
        return error.fault.at(folders.find_place(error.name))
    place = folders.find_place(name)
    if isinstance(error, TemplateNotFound):
        return Problem("template-missing", place, {"name": str(error.name or name)})
    if isinstance(error, ExhaustedError | MemoryError | RecursionError):
        return Problem("template-too-long", place, {"name": name})
    spot = folders.find_spot(error)
    if spot is None:
        return Problem("template-not-word", place, {"name": name})
    said = shorten(_read_text(folders.find_line(*spot))) or "…"
    facts: dict[str, Fact] = {"name": name, "said": said}
    if isinstance(error, UnknownFilterError | UnknownNameError):
        return Problem("template-word-name-unknown", place, {**facts, "found": error.found})
    is_syntax = isinstance(error, TemplateSyntaxError)
    return Problem("template-word-syntax" if is_syntax else "template-word-failed", place, facts)


def _read_text(xml: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>?", "", xml))
