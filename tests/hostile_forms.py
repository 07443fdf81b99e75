"""Workbooks made to do harm, or made by mistake: each with the one problem it must be answered with."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from cds_kpi.forms.writing import write_form
from form_plans import change_parts, fill, make_plan, read_part

CONTENT_TYPES = "[Content_Types].xml"
FIGURES = "xl/worksheets/sheet2.xml"
BOOK = "xl/workbook.xml"
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def good() -> bytes:
    return fill(
        write_form(make_plan()), {"in.online_dossiers.numerator": 1, "in.online_dossiers.denominator": 2}
    )


def _insert(part: str, before: bytes, text: bytes) -> bytes:
    data = good()
    content = read_part(data, part)
    assert before in content
    return change_parts(data, {part: content.replace(before, text + before, 1)})


def _declare_type(part: str, kind: bytes) -> bytes:
    return _insert(
        CONTENT_TYPES, b"</Types>", b'<Override PartName="%s" ContentType="%s"/>' % (part.encode(), kind)
    )


def _twice() -> bytes:
    stream = io.BytesIO(good())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("XL/workbook.xml", b"<workbook/>")
    return stream.getvalue()


def _overlap() -> bytes:
    """Let the last part begin where the first does."""
    data = bytearray(good())
    at = data.rindex(b"PK\x01\x02")
    first = data.index(b"PK\x01\x02")
    data[at + 42 : at + 46] = data[first + 42 : first + 46]
    return bytes(data)


def _quoted_overlap() -> bytes:
    """Let the first part's bytes be those of the second one, header and all, which the second has for its own, too.

    David Fifield's "quoted" overlap, of two parts; with ten thousand of them 40 kB unpack to 5 GB (CVE-2024-0450).
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(BOOK, b"")
        package.writestr(FIGURES, b"x" * 1000)
    data = bytearray(stream.getvalue())
    second, directory = data.index(b"PK\x03\x04", 4), data.index(b"PK\x01\x02")
    quoted = data[second:directory]
    for mark, at in (b"PK\x03\x04", 14), (b"PK\x01\x02", 16):
        struct.pack_into("<III", data, data.index(mark) + at, zlib.crc32(quoted), len(quoted), len(quoted))
    return bytes(data)


def _into_the_directory() -> bytes:
    """Let the last part be as long as the rest of the file, the directory of the parts included."""
    data = bytearray(good())
    last = data.rindex(b"PK\x01\x02")
    (start,) = struct.unpack_from("<I", data, last + 42)
    struct.pack_into("<II", data, last + 20, len(data) - start - 100, len(data) - start - 100)
    return bytes(data)


def _packed_otherwise(packing: int, megabytes: int) -> bytes:
    """A part that is longer than it says, and packed so that the library unpacks all of it whatever was asked for."""
    stream = io.BytesIO(good())
    with zipfile.ZipFile(stream, "a", packing) as package, package.open("xl/b.xml", "w") as part:
        for _ in range(megabytes):
            part.write(b" " * 1_000_000)
    data = bytearray(stream.getvalue())
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.rindex(b"xl/b.xml") - 46 if place == 24 else data.index(b"xl/b.xml") - 30
        assert data[at : at + 4] == mark
        struct.pack_into("<I", data, at + place, 15_000)
    return bytes(data)


def _lies_about_size() -> bytes:
    """A part that unpacks to 330 MB and says it has 100 bytes."""
    data = bytearray(change_parts(good(), {"xl/media/a.xml": b" " * 330_000_000}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = (
            data.rindex(mark)
            if mark == b"PK\x01\x02"
            else data.rindex(b"xl/media/a.xml", 0, data.rindex(b"PK\x01\x02")) - 30
        )
        struct.pack_into("<I", data, at + place, 100)
    return bytes(data)


def _many_cells() -> bytes:
    cells = b"".join(b'<c r="A%d"><v>1</v></c>' % (number % 1000 + 100) for number in range(500_000))
    return _insert(FIGURES, b"</sheetData>", b'<row r="500">' + cells + b"</row>")


def _nearly_too_many_cells() -> bytes:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n * 7919 % 99991) for n in range(200, 60_000)
    )
    return _insert(FIGURES, b"</sheetData>", rows)


def _deep() -> bytes:
    return _insert(FIGURES, b"</sheetData>", b"<row>" * 90_000 + b"</row>" * 90_000)


def _utf16_doctype() -> bytes:
    text = f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS.decode()}<workbook/>'
    return change_parts(good(), {BOOK: text.encode("utf-16")})


def _entities() -> bytes:
    data = good()
    content = read_part(data, BOOK)
    return change_parts(data, {BOOK: LAUGHS + content})


def _encrypted_part() -> bytes:
    data = bytearray(good())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark)
        data[at + place] |= 1
    return bytes(data)


def _relation(kind: str, target: str) -> bytes:
    relation = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'{kind}" Target="{target}" TargetMode="External"/>'
    )
    return _insert("xl/_rels/workbook.xml.rels", b"</Relationships>", relation.encode())


def _word_document() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(CONTENT_TYPES, "<Types/>")
        package.writestr("word/document.xml", "<document/>")
    return stream.getvalue()


def _locked_document() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", bytes(range(256)))
        package.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
    return stream.getvalue()


def _one_long_text(packing: int) -> bytes:
    """An input of 18 MB of text, some of it in characters of four bytes."""
    text = ("a" * 8000 + "\U0001f600") * 2300
    cell = f'<c r="C6" t="inlineStr"><is><t>{text}</t></is></c>'.encode()
    return change_parts(
        good(),
        {FIGURES: b"<worksheet><sheetData><row r='6'>" + cell + b"</row></sheetData></worksheet>"},
        packing,
    )


HOSTILE: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "nothing": (lambda: b"", "file-empty"),
    "csv": ("đơn vị;tử số;mẫu số\nso-y-te;1;2\n".encode, "form-csv"),
    "csv from Excel in UTF-16": (lambda: "đơn vị\ttử số\n".encode("utf-16"), "form-csv"),
    "html": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "form-html"),
    "xml of Excel 2003": (lambda: b'<?xml version="1.0"?><Workbook/>', "form-html"),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "form-not-workbook"),
    "word": (_word_document, "form-not-workbook"),
    "binary": (lambda: bytes(range(256)) * 20, "form-not-workbook"),
    "xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "form-old-xls"),
    "encrypted": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999) + "EncryptedPackage".encode("utf-16-le"),
        "form-encrypted",
    ),
    "encrypted part": (_encrypted_part, "form-encrypted"),
    "encrypted ods": (_locked_document, "form-encrypted"),
    "cut in half": (lambda: good()[: len(good()) // 2], "form-damaged"),
    "broken xml": (lambda: _insert(FIGURES, b"</sheetData>", b"<row>"), "form-damaged"),
    "size that lies": (_lies_about_size, "form-damaged"),
    "unpacking bomb": (lambda: change_parts(good(), {"xl/media/a.bin": bytes(420_000_000)}), "form-bomb"),
    "too large": (
        lambda: change_parts(good(), {"xl/media/photo.jpg": os.urandom(20_100_000)}),
        "form-too-large",
    ),
    "ten thousand parts": (
        lambda: change_parts(good(), {f"xl/media/{n}.bin": b"x" for n in range(10_000)}),
        "form-parts-many",
    ),
    "two of a name": (_twice, "form-parts-twice"),
    "overlapping parts": (_overlap, "form-parts-overlap"),
    "quoted overlap": (_quoted_overlap, "form-parts-overlap"),
    "overlap with the directory": (_into_the_directory, "form-parts-overlap"),
    "packed by bzip2": (lambda: _packed_otherwise(zipfile.ZIP_BZIP2, 320), "form-damaged"),
    "packed by lzma": (lambda: _packed_otherwise(zipfile.ZIP_LZMA, 5), "form-damaged"),
    "path upward": (lambda: change_parts(good(), {"../../etc/cron.d/x": b"x"}), "form-parts-path"),
    "absolute path": (lambda: change_parts(good(), {"/etc/passwd": b"x"}), "form-parts-path"),
    "drive": (lambda: change_parts(good(), {"C:/x": b"x"}), "form-parts-path"),
    "macros": (lambda: change_parts(good(), {"xl/vbaProject.bin": b"x"}), "form-macros"),
    "macro sheet": (lambda: change_parts(good(), {"xl/macrosheets/sheet1.xml": b"<x/>"}), "form-macros"),
    "macro type": (
        lambda: _declare_type("/xl/workbook2.xml", b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        "form-macros",
    ),
    "external link": (
        lambda: change_parts(good(), {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
        "form-external-links",
    ),
    "external relation": (lambda: _relation("image", "http://127.0.0.1/x.png"), "form-external-links"),
    "connection": (lambda: change_parts(good(), {"xl/connections.xml": b"<x/>"}), "form-external-links"),
    "hyperlink": (lambda: _relation("hyperlink", "mailto:x@example.org"), None),
    "embedded file": (lambda: change_parts(good(), {"xl/embeddings/oleObject1.bin": b"x"}), "form-embedded"),
    "entities": (_entities, "form-dtd"),
    "entities in UTF-16": (_utf16_doctype, "form-dtd"),
    "half a million cells": (_many_cells, "form-cells-many"),
    "sixty thousand rows": (_nearly_too_many_cells, "form-stray-figure"),
    "deep": (_deep, None),
    "one long text": (lambda: _one_long_text(zipfile.ZIP_STORED), "number-too-long"),
    "one long text, packed": (lambda: _one_long_text(zipfile.ZIP_DEFLATED), "form-bomb"),
    "stray last cell": (
        lambda: _insert(FIGURES, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "form-stray-figure",
    ),
    "everything merged": (
        lambda: _insert(FIGURES, b"</mergeCells>", b'<mergeCell ref="A1:XFD1048576"/>'),
        "form-merged",
    ),
}


def list_sound() -> Iterator[str]:
    """Name those that are odd, and read all the same."""
    return (name for name, (_, kind) in HOSTILE.items() if kind is None)
