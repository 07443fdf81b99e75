"""Comments on cells, written into a workbook beside the ones it has.

Convention: ours are known by their author; those of an earlier round are replaced or taken away, others' are kept.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from cds_kpi.forms.package import DamagedError
from cds_kpi.forms.patching import Element, Patch, escape, find_elements
from cds_kpi.forms.sheets import number_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cds_kpi.forms.package import Package

AUTHOR = "cds-kpi"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHAPE = re.compile(rb"<(\w+):shape\b.*?</\1:shape>", re.DOTALL)
_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_DRAWING = (
    f'<xml {_SPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" '
    'o:connecttype="rect"/></v:shapetype></xml>'
)


class NoteWriter:
    """Writes the comments of one sheet; changed and new parts go into `changed`."""

    def __init__(self, package: Package, sheet: str, changed: dict[str, bytes]) -> None:
        """Write comments on the sheet that is this part of the package."""
        self._package = package
        self._sheet = sheet
        self._changed = changed
        self._relations = package.find_relations(sheet)

    def write(self, texts: Mapping[str, str]) -> str | None:
        """Write a comment on each cell; return the relation the sheet must be given to its drawing, or None."""
        part = next((target for kind, target in self._relations.values() if kind == "comments"), None)
        if part is None and not texts:
            return None
        if part is None:
            pending, stale = dict(texts), set[str]()
            part = self._name_part("xl/comments", ".xml")
            authors = f"<authors><author>{AUTHOR}</author></authors>"
            notes = "".join(_write_note("", cell, text, 0) for cell, text in pending.items())
            whole = f'{_HEAD}<comments xmlns="{_MAIN}">{authors}<commentList>{notes}</commentList></comments>'
            self._changed[part] = whole.encode()
            self._add_relation("comments", part)
            self._declare(part)
        else:
            pending, stale = self._change_notes(part, texts)
        return self._draw(pending, stale)

    def _change_notes(self, part: str, texts: Mapping[str, str]) -> tuple[dict[str, str], set[str]]:
        """Change the sheet's comments; return those that are new, and the cells of ours that are gone."""
        patch = Patch(self._package.read(part))
        wanted = {"authors", "author", "commentList", "comment", "text"}
        elements = find_elements(patch.data, lambda name, _: name in wanted)
        authors, notes = _first(elements, "authors"), _first(elements, "commentList")
        names = [patch.data[e.head_end : e.inner_end].decode() for e in elements if e.name == "author"]
        ours = str(names.index(AUTHOR)) if AUTHOR in names else str(len(names))
        if AUTHOR not in names:
            patch.append(authors, f"<{authors.prefix}author>{AUTHOR}</{authors.prefix}author>")
        pending, stale = dict(texts), set[str]()
        for note in (element for element in elements if element.name == "comment"):
            cell = note.attributes.get("ref", "")
            inside = [e for e in elements if e.name == "text" and note.start < e.start < note.end]
            text = pending.get(cell)
            if note.attributes.get("authorId") == ours:
                if text is None:
                    patch.replace(note.start, note.end, "")
                    stale.add(cell)
                else:
                    patch.replace(note.start, note.end, _write_note(note.prefix, cell, text, int(ours)))
                    del pending[cell]
            elif text is not None and inside:
                patch.append(inside[0], _write_run(note.prefix, f"\n{text}"))
                del pending[cell]
        new = "".join(_write_note(notes.prefix, cell, text, int(ours)) for cell, text in pending.items())
        if new:
            patch.append(notes, new)
        self._changed[part] = patch.finish()
        return pending, stale

    def _draw(self, pending: Mapping[str, str], stale: set[str]) -> str | None:
        """Give every new comment its box, and take away those of comments that are gone."""
        relation = self._find_drawing()
        if relation is None:
            part = self._name_part("xl/drawings/vmlDrawing", ".vml")
            drawing = _DRAWING.encode()
            added: str | None = self._add_relation("vmlDrawing", part)
            self._declare(None)
        else:
            part, added = relation, None
            drawing = self._package.read(part)
        gone = {_place(cell) for cell in stale}
        drawing = _SHAPE.sub(lambda found: b"" if _read_place(found[0]) in gone else found[0], drawing)
        at = drawing.rfind(b"</xml>")
        if at < 0:
            raise DamagedError
        taken = {int(number) for number in re.findall(rb'"_x0000_s([0-9]{1,9})"', drawing)}
        first = max(taken, default=1024) + 1
        shapes = "".join(_write_shape(first + place, cell) for place, cell in enumerate(pending))
        self._changed[part] = drawing[:at] + shapes.encode() + drawing[at:]
        return added

    def _find_drawing(self) -> str | None:
        """Return the part with the boxes of the sheet's comments, as the sheet refers to it."""
        data = self._package.read(self._sheet)
        for element in find_elements(data, lambda name, _: name == "legacyDrawing"):
            for name, value in element.attributes.items():
                if name.endswith(":id") and value in self._relations:
                    return self._relations[value][1]
        return None

    def _name_part(self, start: str, end: str) -> str:
        number = 1
        while f"{start}{number}{end}" in self._package or f"{start}{number}{end}" in self._changed:
            number += 1
        return f"{start}{number}{end}"

    def _read(self, part: str) -> bytes | None:
        if part in self._changed:
            return self._changed[part]
        return self._package.read(part) if part in self._package else None

    def _add_relation(self, kind: str, target: str) -> str:
        """Make the sheet refer to a part, and return the relation's id."""
        folder, name = posixpath.split(self._sheet)
        part = posixpath.join(folder, "_rels", f"{name}.rels")
        empty = f'{_HEAD}<Relationships xmlns="{_PACKAGE}"></Relationships>'
        patch = Patch(self._read(part) or empty.encode())
        root = _first(find_elements(patch.data, lambda name, _: name == "Relationships"), "Relationships")
        relation = f"rIdKpi{kind}"
        patch.append(
            root,
            f'<{root.prefix}Relationship Id="{relation}" Type="{_OFFICE}/{kind}" Target="/{target}"/>',
        )
        self._changed[part] = patch.finish()
        return relation

    def _declare(self, notes: str | None) -> None:
        """Say what kind of content the new part has: the comments named, or drawings in general."""
        patch = Patch(self._read(_TYPES) or b"")
        elements = find_elements(patch.data, lambda name, _: name in {"Types", "Default"})
        root = _first(elements, "Types")
        if notes is not None:
            text = f'<{root.prefix}Override PartName="/{notes}" ContentType="{_NOTES_TYPE}"/>'
            patch.append(root, text)
        elif not any(element.attributes.get("Extension", "").lower() == "vml" for element in elements):
            text = f'<{root.prefix}Default Extension="vml" ContentType="{_DRAWING_TYPE}"/>'
            patch.replace(root.head_end, root.head_end, text)
        self._changed[_TYPES] = patch.finish()


def _first(elements: list[Element], name: str) -> Element:
    for element in elements:
        if element.name == name:
            return element
    raise DamagedError


def _write_run(prefix: str, text: str) -> str:
    font = f'<{prefix}rPr><{prefix}sz val="10"/><{prefix}rFont val="Times New Roman"/></{prefix}rPr>'
    return f'<{prefix}r>{font}<{prefix}t xml:space="preserve">{escape(text)}</{prefix}t></{prefix}r>'


def _write_note(prefix: str, cell: str, text: str, author: int) -> str:
    run = _write_run(prefix, text)
    return f'<{prefix}comment ref="{cell}" authorId="{author}"><{prefix}text>{run}</{prefix}text></{prefix}comment>'


def _place(cell: str) -> tuple[int, int]:
    """Return a cell's row and column, from 0."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]) - 1, number_column(letters) - 1


def _read_place(shape: bytes) -> tuple[int, int] | None:
    row, column = re.search(rb"<\w+:Row>\s*(\d{1,7})", shape), re.search(rb"<\w+:Column>\s*(\d{1,5})", shape)
    return (int(row[1]), int(column[1])) if row and column else None


def _write_shape(number: int, cell: str) -> str:
    row, column = _place(cell)
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 4, {column + 4}, 15, {row + 4}, 4"
    return (
        # With its own namespaces: the drawing it goes into may have other prefixes.
        f'<v:shape {_SPACES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
        'margin-top:2pt;width:260pt;height:90pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
        f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
