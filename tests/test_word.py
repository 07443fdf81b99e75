"""The official document in Word: user text stays text, every figure is there, the layout is the decree's."""

import io
import re
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from cds_kpi.problem import Problem
from cds_kpi.problems import word_problem
from cds_kpi.render.word import render_docx
from cds_kpi.render.word_package import check_word_package
from cds_kpi.report.document import build_document
from cds_kpi.report.view import ReportView
from cds_kpi.text import Language
from test_render import HOSTILE, PLAIN, clean
from views import make_view

LANGUAGES: tuple[Language, ...] = ("vi", "en")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@pytest.fixture
def packaged(repo: Path) -> Path:
    return repo / "templates"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The templates folder of a workspace, with nothing in it yet."""
    folder = tmp_path / "workspace" / "templates"
    folder.mkdir(parents=True)
    return folder


def render(view: ReportView, *folders: Path) -> bytes:
    made = render_docx(view, folders)
    assert isinstance(made, bytes), word_problem(made, "en").message
    return made


def read_part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def read_paragraph(paragraph: etree._Element) -> str:
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    pieces = paragraph.iter(f"{W}t", f"{W}br", f"{W}tab")
    return "".join(signs.get(str(piece.tag), piece.text or "") for piece in pieces)


def read_paragraphs(data: bytes) -> list[str]:
    return [read_paragraph(paragraph) for paragraph in read_part(data).iter(f"{W}p")]


def read_shape(data: bytes) -> list[str]:
    """Give the elements of the document in order, but for those that a text of several lines is made of."""
    texts = {f"{W}t", f"{W}br", f"{W}tab", f"{W}r", f"{W}rPr", f"{W}sz", f"{W}b", f"{W}i"}
    return [str(element.tag) for element in read_part(data).iter() if element.tag not in texts]


# User text is text.


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_users_write_is_text(packaged: Path, hostile: str) -> None:
    plain = render(make_view(PLAIN), packaged)
    made = render(make_view(hostile), packaged)
    assert read_shape(made) == read_shape(plain)
    expected = read_paragraphs(plain)
    found = read_paragraphs(made)
    # What stands in upper case or begins a sentence in lower case is another spelling of it.
    said = [place for place, text in enumerate(expected) if PLAIN in text]
    assert len(said) > 50
    small = PLAIN[0].lower() + PLAIN[1:]
    changed = hostile[0].lower() + hostile[1:]
    reasons = build_document(make_view(PLAIN)).reasons
    for place in said:
        text = expected[place].replace(PLAIN, clean(hostile)).replace(small, clean(changed))
        if expected[place] in reasons and "\n" in text:
            # A break would stretch the words before it: what units wrote stands on one line.
            text = " / ".join(line.strip() for line in text.split("\n") if line.strip())
        assert found[place] == text


@pytest.mark.parametrize(
    "hostile", ["{_{ x }_}", "{_% if %_}", "{{r x }}", "{%p if %}", "_{_", "\t", "R&D", "&amp;"]
)
def test_what_means_something_to_the_library_is_text(packaged: Path, hostile: str) -> None:
    made = render(make_view(hostile), packaged)
    assert f"({hostile})" in read_paragraphs(made)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        properties = etree.fromstring(package.read("docProps/core.xml"))
    creator = properties.find("{http://purl.org/dc/elements/1.1/}creator")
    assert creator is not None
    assert creator.text == hostile


def test_a_long_text_fits_into_the_properties(packaged: Path) -> None:
    assert render(make_view("&" * 300), packaged)


# Every figure is there.


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_a_row_stands_in_the_appendix(packaged: Path, language: Language) -> None:
    view = make_view(PLAIN, language)
    table = Document(io.BytesIO(render(view, packaged))).tables[-2]
    assert len(table._tbl.tr_lst) == 1 + len(view.rows)
    for line, row in zip(table._tbl.tr_lst[1:], view.rows, strict=True):
        cells = ["\n".join(read_paragraph(p) for p in cell.iter(f"{W}p")) for cell in line.tc_lst]
        counts = (
            f"{row.numerator.text} /\n{row.denominator.text}" if row.denominator and row.numerator else "–\n"
        )
        assert cells[0] == str(row.number or "")
        assert cells[4:7] == [row.value_text, counts, row.attainment.text if row.attainment else "–"]
        assert cells[7] == f"{row.mark} {row.status_text}"
        assert cells[8] == f"{row.coverage.reported}/{row.coverage.expected}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paragraphs_are_those_of_the_document(packaged: Path, language: Language) -> None:
    view = make_view(PLAIN, language)
    document = build_document(view)
    paragraphs = read_paragraphs(render(view, packaged))
    lines = [line for chapter in document.chapters for line in chapter.lines]
    for line in (
        document.opening,
        *document.reporting,
        *document.results,
        *lines,
        *document.reasons,
        *document.needs,
        document.closing,
        *document.recipients,
    ):
        assert line in paragraphs
    assert sum(line.endswith("./.") for line in paragraphs) == 1


def test_every_picture_has_a_text_in_its_place(packaged: Path) -> None:
    view = make_view(PLAIN)
    pictures = list(read_part(render(view, packaged)).iter(f"{DRAWING}docPr"))
    assert len(pictures) == 1 + len(view.pillars) + len(view.rows)
    texts = [picture.get("descr") or "" for picture in pictures]
    assert texts[0] == build_document(view).states
    for text, row in zip(texts[1 + len(view.pillars) :], view.rows, strict=True):
        assert text == f"{row.name}: {row.value_text}; {row.target.text}; {row.status_text}"


# Same input, same bytes.


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_report_is_the_same_file(packaged: Path, language: Language) -> None:
    view = make_view("A", language)
    made = render(view, packaged)
    assert made == render(view, packaged)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b">2022-09-30T23:59:59Z<" in package.read("docProps/core.xml")


def test_the_templates_are_those_that_the_script_makes(repo: Path, packaged: Path) -> None:
    sys.path.insert(0, str(repo / "scripts"))
    from word_template import Maker

    for language, name in (("vi", "report.docx"), ("en", "report.en.docx")):
        with (
            zipfile.ZipFile(packaged / name) as kept,
            zipfile.ZipFile(io.BytesIO(Maker(language).make())) as made,
        ):
            assert {part: kept.read(part) for part in kept.namelist()} == {
                part: made.read(part) for part in made.namelist()
            }


# The layout of Nghị định 30/2020/NĐ-CP, phụ lục I.


def find_paragraph(data: bytes, text: str) -> Paragraph:
    document = Document(io.BytesIO(data))
    found = next(p for p in document.element.body.iter(f"{W}p") if read_paragraph(p).startswith(text))
    return Paragraph(found, document._body)


@pytest.mark.parametrize(
    ("text", "size", "is_bold", "is_italic"),
    [
        ("SỞ A", (12, 13), False, False),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), True, False),
        ("Độc lập - Tự do - Hạnh phúc", (13, 14), True, False),
        ("Số:     /", (13, 13), False, False),
        ("Sở A, ngày     tháng     năm 2022", (13, 14), False, True),
        ("BÁO CÁO", (13, 14), True, False),
        ("Kết quả thực hiện", (13, 14), True, False),
        ("Thực hiện Công văn số 1/UBND", (13, 14), False, False),
        ("Nơi nhận:", (12, 12), True, True),
        ("- Lưu: VT", (11, 11), False, False),
        ("Phụ lục I", (14, 14), True, False),
        ("KẾT QUẢ THỰC HIỆN TỪNG CHỈ TIÊU", (13, 14), True, False),
        ("(Kèm theo", (13, 14), False, True),
    ],
)
def test_a_component_has_its_size_and_style(
    packaged: Path, text: str, size: tuple[int, int], is_bold: bool, is_italic: bool
) -> None:
    paragraph = find_paragraph(render(make_view("Sở A"), packaged), text)
    runs = [run for run in paragraph.runs if run.text]
    for run in runs:
        assert run.font.size is not None
        assert size[0] <= run.font.size.pt <= size[1]
        assert (bool(run.font.bold), bool(run.font.italic)) == (is_bold, is_italic)


def test_the_body_is_justified_with_its_indent_and_gap(packaged: Path) -> None:
    paragraph = find_paragraph(render(make_view("Sở A"), packaged), "Thực hiện")
    layout = paragraph.paragraph_format
    assert paragraph.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert layout.first_line_indent is not None
    assert abs(layout.first_line_indent - Cm(1.27)) < Cm(0.01)
    assert layout.space_before is not None
    assert layout.space_before >= Pt(6)


def test_the_pages_have_their_size_and_margins(packaged: Path) -> None:
    document = Document(io.BytesIO(render(make_view("Sở A"), packaged)))
    upright, across = document.sections

    def measure(*lengths: int | None) -> list[int]:
        return [round((length or 0) / 36000) for length in lengths]

    assert measure(upright.page_width, upright.page_height) == [210, 297]
    assert measure(across.page_width, across.page_height) == [297, 210]
    for section in (upright, across):
        assert measure(section.top_margin, section.bottom_margin) == [20, 20]
        assert measure(section.left_margin, section.right_margin) == [30, 15]
        # Phụ lục I, mục I.3: above and below 20 - 25 mm, left 30 - 35 mm, right 15 - 20 mm, not a hair less.
        for margin, least in (("top", 20), ("bottom", 20), ("left", 30), ("right", 15)):
            assert getattr(section, f"{margin}_margin") >= Mm(least), margin
    assert upright.different_first_page_header_footer
    assert not across.different_first_page_header_footer
    assert across.header.is_linked_to_previous
    number = upright.header.paragraphs[0]
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" in etree.tostring(number._p).decode()
    assert [paragraph.text for paragraph in upright.first_page_header.paragraphs] == [""]


def test_every_font_is_times_new_roman(packaged: Path) -> None:
    made = render(make_view("Sở A"), packaged)
    styles = Document(io.BytesIO(made)).styles
    used = {style.get(f"{W}val") for style in read_part(made).iter(f"{W}pStyle")}
    assert used == {"Heading1", "Heading2", "TableText"}
    for name in ("Normal", "Heading 1", "Heading 2", "Table Text", "Header"):
        fonts = styles[name].element.rPr.rFonts
        assert set(fonts.attrib.values()) == {"Times New Roman"}
    assert list(read_part(made).iter(f"{W}rFonts")) == []


def test_the_pillars_numbers_are_no_indicators_numbers(packaged: Path) -> None:
    view = make_view("Sở A")
    headings = [text for text in read_paragraphs(render(view, packaged)) if text.startswith("II.")][1:]
    assert headings == [f"II.{place}. {pillar.name}" for place, pillar in enumerate(view.pillars, 1)]


def test_the_heading_row_of_every_table_of_rows_repeats(packaged: Path) -> None:
    tables = [
        table
        for table in Document(io.BytesIO(render(make_view("Sở A"), packaged))).tables
        if table._tbl.tblPr.find(f"{W}tblBorders") is not None
    ]
    assert len(tables) == 5
    for table in tables:
        heads = [
            row.trPr is not None and row.trPr.find(f"{W}tblHeader") is not None for row in table._tbl.tr_lst
        ]
        assert heads == [True, *[False] * (len(heads) - 1)]


# The office's own template.


def pack(parts: dict[str, bytes]) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return page.getvalue()


def unpack(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def write_template(office: Path, packaged: Path, old: str, new: str, part: str = "word/document.xml") -> None:
    """Put a template into the workspace that says something else in one place."""
    parts = unpack(packaged / "report.docx")
    assert old in parts[part].decode()
    parts[part] = parts[part].decode().replace(old, new, 1).encode()
    (office / "report.docx").write_bytes(pack(parts))


def complain(office: Path, packaged: Path) -> tuple[str, str]:
    made = render_docx(make_view("Sở A"), (office, packaged))
    assert isinstance(made, Problem)
    assert made.place.file == "templates/report.docx"
    return made.kind, word_problem(made, "en").message


def test_the_offices_own_template_is_used(office: Path, packaged: Path) -> None:
    write_template(office, packaged, "BÁO CÁO", "BÁO CÁO NHANH")
    assert "BÁO CÁO NHANH" in read_paragraphs(render(make_view("Sở A"), office, packaged))
    english = render(make_view("A", "en"), office, packaged)
    assert "REPORT" in read_paragraphs(english)


WRONG = [
    (
        "{{ document.opening }}",
        "{{ document.openin }}",
        "template-word-name-unknown",
        (
            "The template “report.docx” uses “openin” in the paragraph “{{ document.openin }}”, which this document "
            "does not have."
        ),
    ),
    (
        "{{ document.opening }}",
        "Theo {{ document.opening",
        "template-word-syntax",
        "The template “report.docx” is written wrongly in the paragraph “Theo {{ document.opening”.",
    ),
    (
        "{{ document.opening }}",
        "{% if document.opening %}Theo",
        "template-word-syntax",
        "The template “report.docx” is written wrongly in the paragraph “{{ unit.short }}{% endfor %}”.",
    ),
    (
        "{{ document.opening }}",
        "Ghi {{ document.opening + 1 }}",
        "template-word-failed",
        (
            "The template “report.docx” does not work with this document's data, in the paragraph “Ghi {{ "
            "document.opening + 1 }}”."
        ),
    ),
    (
        "{{ document.opening }}",
        "{{ picture(document) }}",
        "template-word-failed",
        (
            "The template “report.docx” does not work with this document's data, in the paragraph "
            "“{{ picture(document) }}”."
        ),
    ),
    (
        "{{ document.opening }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{{ report.notice * 99 }}{% endfor %}{% endfor %}",
        "template-too-long",
        "The template “report.docx” makes too much text or takes too long.",
    ),
    (
        "{{ document.opening }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{{ picture(report) }}{% endfor %}{% endfor %}",
        "template-too-long",
        "The template “report.docx” makes too much text or takes too long.",
    ),
    (
        "{{ document.opening }}",
        "{{ document.__class__ }}",
        "template-word-failed",
        (
            "The template “report.docx” does not work with this document's data, in the paragraph “{{ "
            "document.__class__ }}”."
        ),
    ),
]


@pytest.mark.parametrize(("old", "new", "kind", "message"), WRONG, ids=[case[1][:40] for case in WRONG])
def test_what_is_wrong_with_a_template_is_said_with_its_paragraph(
    office: Path, packaged: Path, old: str, new: str, kind: str, message: str
) -> None:
    write_template(office, packaged, old, new)
    assert complain(office, packaged) == (kind, message)


def test_tags_that_break_the_document_are_a_problem(office: Path, packaged: Path) -> None:
    write_template(
        office, packaged, "{%p for line in document.reporting %}", "{%tr for line in document.reporting %}"
    )
    assert complain(office, packaged)[0] == "template-word-syntax"


@pytest.mark.parametrize(
    ("part", "old"), [("word/header1.xml", "PAGE"), ("docProps/core.xml", "{{ report.notice }}")]
)
def test_header_and_properties_go_through_the_sandbox(
    office: Path, packaged: Path, part: str, old: str
) -> None:
    write_template(office, packaged, old, "{{ ''.__class__.__mro__ }}", part)
    assert complain(office, packaged)[0] in {"template-word-failed", "template-word-name-unknown"}
    write_template(office, packaged, old, "{{ 'x' * 99999999 }}", part)
    assert complain(office, packaged)[0] == "template-too-long"


def make_unsafe(repo: Path) -> Iterator[tuple[str, bytes, str]]:
    parts = unpack(repo / "templates" / "report.docx")
    rels = "word/_rels/document.xml.rels"
    outside = (
        '<Relationship Id="r" Type="http://x/image" Target="http://x.example/a.png" TargetMode="{}"/></Rel'
    )
    for name, mode in (("outside", "External"), ("outside, written otherwise", "&#69;xternal")):
        with_outside = parts[rels].replace(b"</Rel", outside.format(mode).encode(), 1)
        yield name, pack({**parts, rels: with_outside}), "template-word-unsafe"
    yield "macros", pack({**parts, "word/vbaProject.bin": b"x"}), "template-word-unsafe"
    typed = parts["[Content_Types].xml"].replace(b"document.main+xml", b"document.macroEnabled.main+xml")
    assert typed != parts["[Content_Types].xml"] or b"macro" not in typed
    yield "embedded", pack({**parts, "word/embeddings/a.bin": b"x"}), "template-word-unsafe"
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    yield "entities", pack({**parts, "word/document.xml": entity}), "template-word-unsafe"
    yield "many parts", pack({**parts, **{f"a{n}": b"" for n in range(300)}}), "template-word-unsafe"
    yield "a bomb", pack({**parts, "word/media/a.png": b"\0" * 30_000_000}), "file-too-large"
    yield "long XML", pack({**parts, "word/a.xml": b" " * 2_000_000}), "file-too-large"
    # A picture that unpacks to 300 MB and says it has 1,000 bytes.
    lying = bytearray(pack({**parts, "word/media/a.png": b"\0" * 300_000_000}))
    for place in (lying.index(b"word/media/a.png") - 30 + 22, lying.rindex(b"word/media/a.png") - 46 + 24):
        lying[place : place + 4] = (1000).to_bytes(4, "little")
    yield "a bomb that lies about its size", bytes(lying), "template-not-word"
    packed = io.BytesIO(pack(parts))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_BZIP2) as package:
        package.writestr("word/media/a.png", b"x")
    yield "packed in an unusual way", packed.getvalue(), "template-not-word"
    twisted = bytearray(pack(parts))
    last, first = twisted.rindex(b"PK\x01\x02"), twisted.index(b"PK\x01\x02")
    twisted[last + 42 : last + 46] = twisted[first + 42 : first + 46]
    yield "overlapping parts", bytes(twisted), "template-word-unsafe"
    yield "cut", (repo / "templates" / "report.docx").read_bytes()[:9000], "template-not-word"
    yield "no zip", b"\xd0\xcf\x11\xe0 an old document", "template-not-word"
    yield (
        "a workbook",
        pack({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}),
        "template-not-word",
    )
    yield "broken XML", pack({**parts, "word/document.xml": b"<w:document"}), "template-not-word"
    yield "another root", pack({**parts, "word/document.xml": b"<x/>"}), "template-not-word"
    yield "large", b"PK\x03\x04" + b"\0" * 5_000_000, "file-too-large"


def test_a_template_that_is_not_safe_is_refused(repo: Path, office: Path) -> None:
    for name, data, kind in make_unsafe(repo):
        (office / "report.docx").write_bytes(data)
        made = render_docx(make_view("Sở A"), (office,))
        assert isinstance(made, Problem), name
        assert made.kind == kind, name
        assert word_problem(made, "vi").message


def test_the_packaged_templates_are_safe(packaged: Path) -> None:
    for name in ("report.docx", "report.en.docx"):
        assert check_word_package((packaged / name).read_bytes()) is None


def test_a_missing_template_is_a_problem(office: Path) -> None:
    made = render_docx(make_view("Sở A"), (office,))
    assert isinstance(made, Problem)
    assert (made.kind, made.place.file) == ("template-missing", "templates/report.docx")


@pytest.mark.parametrize(
    "filling", ["{%", "{{", "{", "<w:t>{%p x", "{%tr ", "{% vm %}", "{%-", "<w:tc>{% hm"]
)
def test_a_template_full_of_beginnings_is_answered_all_the_same(
    office: Path, packaged: Path, filling: str
) -> None:
    text = re.sub(r"<[^>]*>", "", filling)
    write_template(office, packaged, "{{ document.opening }}", text * (40_000 // len(text)))
    started = time.process_time()
    assert isinstance(render_docx(make_view("Sở A"), (office, packaged)), Problem | bytes)
    assert time.process_time() - started < 60
