"""Whether a file that was sent as a form is one that is safe to open, before any reader sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cds_kpi.forms.package import DamagedError, DocumentTypeError, Package, check_prolog, walk
from cds_kpi.problem import Fault

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping

LARGEST = 20_000_000
"""Bytes a form may have, packed and unpacked."""
MOST_PARTS = 400
"""Parts a workbook may have; a form has some twenty."""
HIGHEST_RATIO = 200
"""How many times smaller a part of more than 100 kB may be packed."""
MOST_ITEMS = 200_000
"""Elements of XML the workbook may have; a form has some ten thousand."""

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP, _ENTRY = b"PK\x03\x04", b"PK\x01\x02"
_MARKUP = re.compile(rb"\s*<(?:!doctype html|html|head|body|table|\?xml|!--)", re.IGNORECASE)
_OUTSIDE = re.compile(r"\A[/\\]|\\|\A[A-Za-z]:|(?:\A|/)\.\.(?:/|\Z)|[\x00-\x1f]")
_MACROS = re.compile(
    r"(?i)vbaproject|(?:\A|/)(?:macrosheets|dialogsheets|vbaprojectsignature)|\A(?:basic|scripts)/"
)
_LINKS = re.compile(r"(?i)(?:\A|/)(?:externallinks|querytables)/|(?:\A|/)connections\.xml\Z")
_EMBEDDED = re.compile(
    r"(?i)(?:\A|/)(?:embeddings|activex)/|oleobject|\Aobject ?\d+/|\.(?:exe|dll|js|vbs|bat|ps1)\Z"
)
_SOURCES = re.compile(
    rb"<(?:[\w.-]+:)?(?:table-source|dde-source|cell-range-source|database-source-[a-z]+)\b"
)
_XML = (".xml", ".rels", ".vml")
_WORKBOOKS = ("xl/workbook.xml", "content.xml", "[Content_Types].xml")


def check_package(data: bytes) -> Fault | None:
    """Return why the bytes are no workbook that may be opened, or None.

    Bounded in time and memory whatever the bytes are: sizes and names are looked at before anything is unpacked.
    """
    return _check_kind(data) or _check_parts(data)


def _check_kind(data: bytes) -> Fault | None:
    """Say what the file is where it is no package at all."""
    if not data.strip(b"\x00 \r\n\t"):
        return Fault("file-empty")
    if len(data) > LARGEST:
        return Fault("form-too-large", {"size": len(data), "largest": LARGEST})
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        return Fault("form-encrypted" if locked else "form-old-xls")
    if data.startswith(_ZIP):
        return None
    if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        return Fault("form-html")
    is_wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    head = data[:2000]
    if is_wide or b"\x00" not in head:
        line = head.decode("utf-16" if is_wide else "utf-8-sig", "replace").split("\n")[0].strip()
        readable = sum(char.isprintable() or char == "\t" for char in line)
        if readable >= 0.9 * len(line) and not line.startswith("%PDF"):
            return Fault("form-csv", {"found": line})
    return Fault("form-not-workbook")


def _check_parts(data: bytes) -> Fault | None:
    # Counted in the bytes, since a directory of a million parts takes its time to be read.
    count = data.count(_ENTRY)
    if count > MOST_PARTS:
        return Fault("form-parts-many", {"count": count, "most": MOST_PARTS})
    try:
        package = Package(data)
    except DamagedError:
        return Fault("form-damaged")
    fault = _check_sizes(package.parts) or _check_names(package.parts)
    if fault is not None:
        return fault
    if package.overlap is not None:
        return Fault("form-parts-overlap", {"part": package.overlap})
    names = {part.filename for part in package.parts}
    if not names & set(_WORKBOOKS):
        return Fault("form-not-workbook")
    is_other = "[Content_Types].xml" in names and any(name.startswith(("word/", "ppt/")) for name in names)
    if is_other and "xl/workbook.xml" not in names:
        return Fault("form-not-workbook")
    return _check_lock(package) or _check_contents(package)


def _check_sizes(parts: list[zipfile.ZipInfo]) -> Fault | None:
    for part in parts:
        ratio = part.file_size // max(part.compress_size, 1)
        if part.file_size > 100_000 and ratio > HIGHEST_RATIO:
            return Fault("form-bomb", {"part": part.filename, "ratio": ratio})
    size = sum(part.file_size for part in parts)
    return Fault("form-too-large", {"size": size, "largest": LARGEST}) if size > LARGEST else None


def _check_names(parts: list[zipfile.ZipInfo]) -> Fault | None:
    seen: set[str] = set()
    for part in parts:
        # The library cuts names at NUL and turns backslashes round; what stood in the file is what counts.
        name = part.orig_filename
        if _OUTSIDE.search(name):
            return Fault("form-parts-path", {"part": name})
        # Names of parts are compared without case.
        if name.casefold() in seen:
            return Fault("form-parts-twice", {"part": name})
        seen.add(name.casefold())
        if part.flag_bits & 1:
            return Fault("form-encrypted")
        for pattern, kind in (
            (_MACROS, "form-macros"),
            (_LINKS, "form-external-links"),
            (_EMBEDDED, "form-embedded"),
        ):
            if pattern.search(name):
                return Fault(kind, {"part": name})
    return None


def _check_lock(package: Package) -> Fault | None:
    """Say that an OpenDocument file has a password: its parts are there, and none can be read."""
    manifest = "META-INF/manifest.xml"
    try:
        locked = manifest in package and b"encryption-data" in package.read(manifest)
    except DamagedError:
        return Fault("form-damaged")
    return Fault("form-encrypted") if locked else None


def _check_contents(package: Package) -> Fault | None:
    """Look into every part of XML: how its prolog begins, how many elements it has, where its relations lead."""
    items = 0
    for part in package.parts:
        name = part.filename
        if not name.lower().endswith(_XML):
            continue
        try:
            content = package.read(name)
            items += content.count(b"<") // 2
            if items > MOST_ITEMS:
                return Fault("form-cells-many", {"part": name, "count": items, "most": MOST_ITEMS})
            check_prolog(content)
            fault = _check_relations(name, content) if name.endswith(".rels") else _check_types(name, content)
        except DocumentTypeError:
            return Fault("form-dtd", {"part": name})
        except DamagedError:
            return Fault("form-damaged")
        if fault is not None:
            return fault
    return None


def _check_relations(name: str, content: bytes) -> Fault | None:
    found: list[Fault] = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag != "Relationship" or attributes.get("TargetMode") != "External":
            return
        kind = attributes.get("Type", "").rsplit("/", 1)[-1]
        # Spreadsheets make links of e-mail addresses by themselves; one is followed only when it is clicked.
        if kind != "hyperlink":
            found.append(Fault("form-external-links", {"part": attributes.get("Target", name)}))

    walk(content, start)
    return found[0] if found else None


def _check_types(name: str, content: bytes) -> Fault | None:
    if name == "content.xml" and _SOURCES.search(content):
        return Fault("form-external-links", {"part": name})
    if name != "[Content_Types].xml":
        return None
    found: list[Fault] = []

    def start(_tag: str, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("ContentType", "").lower()
        if "macroenabled" in kind or "vbaproject" in kind or "macrosheet" in kind:
            found.append(Fault("form-macros", {"part": attributes.get("PartName", name)}))

    walk(content, start)
    return found[0] if found else None
