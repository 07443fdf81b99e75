"""Zip archives that others sent: whether their directory tells the truth, before anything in them is unpacked."""

from __future__ import annotations

import struct
import zipfile

_HEADER = struct.Struct("<4s22xHH")
"""Of a part: its signature, and how long its name and what belongs to it are (APPNOTE.TXT, 4.3.7)."""
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""All that office documents may use (ECMA-376-2, annex B). The others are unpacked by the library without a bound."""


def find_overlap(archive: zipfile.ZipFile, data: bytes) -> str | None:
    """Return the first part whose bytes reach into the next one's or the directory, or that is not where it should be.

    So a small file is made to unpack to an endless one (D. Fifield, "A better zip bomb"); Python before 3.11.8 and
    3.12.2 opens it (CVE-2024-0450).
    """
    parts = sorted(archive.infolist(), key=lambda part: part.header_offset)
    ends = []
    for part in parts:
        try:
            signature, name, more = _HEADER.unpack_from(data, part.header_offset)
        except struct.error:
            return part.filename
        if signature != b"PK\x03\x04":
            return part.filename
        ends.append(part.header_offset + _HEADER.size + name + more + part.compress_size)
    starts = [*(part.header_offset for part in parts[1:]), archive.start_dir]
    places = zip(parts, ends, starts, strict=True)
    return next((part.filename for part, end, start in places if end > start), None)


def read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Return a part's bytes, never more than it declares; raises BadZipFile where it is packed in an unusual way, or
    has fewer or more.
    """
    if part.compress_type not in _PACKINGS:
        raise zipfile.BadZipFile
    with archive.open(part) as stream:
        # Reading one byte beyond makes the library compare the checksum and bounds what it unpacks.
        data = stream.read(part.file_size + 1)
    if len(data) != part.file_size:
        raise zipfile.BadZipFile
    return data
