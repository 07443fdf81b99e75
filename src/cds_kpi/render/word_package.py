"""The package of a Word document: whether a template is safe to open, and one form for the same document.

Convention: sizes and names are looked at before anything is unpacked, so that no file takes more time or memory than
the limits say.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from cds_kpi.archive import find_overlap, read_part
from cds_kpi.problem import Fault

LARGEST = 4_000_000
"""Bytes a template may have, as it lies on the disk."""
LARGEST_UNPACKED = 20_000_000
"""Bytes all its parts may have together."""
LARGEST_XML = 1_000_000
"""Bytes a part of XML may have; the packaged template's largest has a tenth."""
MOST_PARTS = 200

_START = (1980, 1, 1, 0, 0, 0)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_ENTRY = b"PK\x01\x02"
_MACROS = re.compile(r"(?i)vbaproject|vbadata|(?:\A|/)(?:embeddings|activex|customui)/")
_ACTIVE = re.compile(r"(?i)macroenabled|vbaproject")


def check_word_package(data: bytes) -> Fault | None:
    """Return why the bytes are no Word document that may serve as a template, or None."""
    if len(data) > LARGEST:
        return Fault("file-too-large", {"size": len(data), "largest": LARGEST})
    if data.count(_ENTRY) > MOST_PARTS:
        return Fault("template-word-unsafe", {"part": f"> {MOST_PARTS}"})
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _check_parts(package, data)
    except _BROKEN:
        return Fault("template-not-word")


def _check_parts(package: zipfile.ZipFile, data: bytes) -> Fault | None:
    parts = package.infolist()
    if not {"[Content_Types].xml", "word/document.xml"} <= {part.filename for part in parts}:
        return Fault("template-not-word")
    size = sum(part.file_size for part in parts)
    if size > LARGEST_UNPACKED:
        return Fault("file-too-large", {"size": size, "largest": LARGEST_UNPACKED})
    overlap = find_overlap(package, data)
    if overlap is not None:
        return Fault("template-word-unsafe", {"part": overlap})
    seen: set[str] = set()
    for part in parts:
        name = part.filename
        if name in seen or part.flag_bits & 1 or _MACROS.search(name):
            return Fault("template-word-unsafe", {"part": name})
        seen.add(name)
        # Every part, for whoever fills the template unpacks them all without a bound.
        content = read_part(package, part)
        if not name.lower().endswith((".xml", ".rels")):
            continue
        if part.file_size > LARGEST_XML:
            return Fault("file-too-large", {"size": part.file_size, "largest": LARGEST_XML})
        if b"\x00" in content or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            return Fault("template-word-unsafe", {"part": name})
        # A link is followed only when a reader clicks it; all else would be fetched by opening the file.
        for attributes in _list_attributes(content) if name.lower().endswith((".rels", "types].xml")) else ():
            is_outside = attributes.get("TargetMode", "Internal") != "Internal"
            if is_outside and not attributes.get("Type", "").endswith("/hyperlink"):
                return Fault("template-word-unsafe", {"part": attributes.get("Target", name)})
            if _ACTIVE.search(attributes.get("ContentType", "")):
                return Fault("template-word-unsafe", {"part": name})
    return None


def _list_attributes(content: bytes) -> list[dict[str, str]]:
    """Return the attributes of every element; raises ValueError for what is no XML."""
    from xml.parsers import expat

    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _, attributes: found.append(attributes)
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ValueError from error
    return found


def settle_package(data: bytes) -> bytes:
    """Return a package without the moment it was packed: the same parts in the same order give the same bytes."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _START)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return settled.getvalue()
