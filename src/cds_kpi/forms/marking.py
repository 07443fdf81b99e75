"""The sender's own workbook back, with what is wrong marked in its cells.

Convention: the package is patched, not written anew: every part that is not named here keeps its bytes, so nothing of
the sender's is lost, whatever program wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cds_kpi.forms.package import DamagedError, DocumentTypeError
from cds_kpi.forms.patching import Patch, find_elements
from cds_kpi.problem import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cds_kpi.forms.palette import Palette
    from cds_kpi.forms.patching import Element
    from cds_kpi.forms.sheets import Workbook
    from cds_kpi.problems.kind import Severity

_STRICT = b"http://purl.oclc.org/ooxml/"
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said about one cell."""

    sheet: str
    cell: str
    """`D12`."""
    text: str
    """The message and hint, in the reader's language."""
    severity: Severity


def mark_form(data: bytes, marks: Sequence[Mark]) -> bytes | Fault:
    """Return the workbook with the marked cells coloured and a comment on each, everything else as it was.

    Several marks on one cell share its comment. A mark of an earlier round is replaced on the same cell, and cleared
    on every other. A mark whose sheet is not there is left out. The fault `form-not-markable` for anything but a
    sound .xlsx of the usual (transitional) kind.
    """
    from cds_kpi.forms.guard import check_package
    from cds_kpi.forms.sheets import open_workbook

    if check_package(data) is not None:
        return Fault("form-not-markable")
    try:
        book = open_workbook(data)
        return _Marker(book).mark(marks)
    except (DamagedError, DocumentTypeError):
        return Fault("form-not-markable")


class _Marker:
    """Collects the changed and new parts of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._package = book.package
        self._changed: dict[str, bytes] = {}

    def mark(self, marks: Sequence[Mark]) -> bytes:
        from cds_kpi.forms.palette import Palette

        styles = self._book.find_part("styles")
        if styles is None or _STRICT in self._package.read(self._book.part)[:2000]:
            raise DamagedError
        palette = Palette(self._package.read(styles))
        for sheet, (part, _) in self._book.sheets.items():
            on_sheet = [mark for mark in marks if mark.sheet == sheet]
            self._mark_sheet(part, on_sheet, palette)
        self._changed[styles] = palette.finish()
        return self._write()

    def _mark_sheet(self, part: str, marks: list[Mark], palette: Palette) -> None:
        from cds_kpi.forms.notes import NoteWriter

        data = self._package.read(part)
        texts, severities = _gather(marks, _find_merged(data))
        patch = Patch(data)
        _colour_cells(patch, severities, palette)
        notes = NoteWriter(self._package, part, self._changed)
        relation = notes.write(texts)
        if relation is not None:
            _refer(patch, relation)
        self._changed[part] = patch.finish()

    def _write(self) -> bytes:
        """Return the package: the old parts in their order, changed where they are, then the new ones."""
        stream = BytesIO()
        with ZipFile(stream, "w", ZIP_DEFLATED) as new:
            for info in self._package.parts:
                content = self._changed.pop(info.filename, None)
                kept = ZipInfo(info.filename, info.date_time)
                kept.compress_type, kept.external_attr = info.compress_type, info.external_attr
                new.writestr(kept, self._package.read(info.filename) if content is None else content)
            for name, content in self._changed.items():
                added = ZipInfo(name, _ZIP_MOMENT)
                added.compress_type, added.external_attr = ZIP_DEFLATED, 0o600 << 16
                new.writestr(added, content)
        return stream.getvalue()


def _find_merged(data: bytes) -> dict[str, str]:
    """Return for every cell within a merged area the area's first cell, the only one that shows."""
    from cds_kpi.forms.sheets import read_reference

    first: dict[str, str] = {}
    for element in find_elements(data, lambda name, _: name == "mergeCell"):
        area = read_reference(f"x!{element.attributes.get('ref', '')}")
        if area is not None:
            for row in area.list_rows():
                first.update(dict.fromkeys(row, area.cell))
    return first


def _gather(marks: list[Mark], merged: Mapping[str, str]) -> tuple[dict[str, str], dict[str, Severity]]:
    """Return for every cell what is said about it, and how grave the gravest of it is."""
    texts: dict[str, list[str]] = {}
    severities: dict[str, Severity] = {}
    for mark in marks:
        cell = merged.get(mark.cell, mark.cell)
        texts.setdefault(cell, []).append(mark.text)
        if severities.get(cell) != "error":
            severities[cell] = mark.severity
    return {cell: "\n\n".join(dict.fromkeys(told)) for cell, told in texts.items()}, severities


def _colour_cells(patch: Patch, severities: Mapping[str, Severity], palette: Palette) -> None:
    """Give the marked cells their fill, take it off cells marked before, and add cells the sheet does not have."""
    from cds_kpi.forms.sheets import number_column

    rows = {_row_of(cell) for cell in severities}

    def keep(name: str, attributes: Mapping[str, str]) -> bool:
        if name == "c":
            style = attributes.get("s", "0")
            return _row_of(attributes.get("r", "")) in rows or palette.is_marked(style)
        return name == "sheetData" or (
            name == "row" and int(attributes.get("r") or 0) >= min(rows, default=1 << 30)
        )

    elements = find_elements(patch.data, keep)
    sheet = next((element for element in elements if element.name == "sheetData"), None)
    if sheet is None:
        raise DamagedError
    missing = dict(severities)
    for cell in (element for element in elements if element.name == "c"):
        reference, style = cell.attributes.get("r", ""), cell.attributes.get("s", "0")
        bare = palette.clear(style)
        severity = missing.pop(reference, None)
        new = bare if severity is None else palette.fill(bare, severity)
        if new != style:
            patch.set_attributes(cell, s=new)
    by_row: dict[int, list[str]] = {}
    for reference in missing:
        by_row.setdefault(_row_of(reference), []).append(reference)
    for row, references in sorted(by_row.items()):
        references.sort(key=lambda reference: number_column(reference.rstrip("0123456789")))
        made = {
            cell: f'<{sheet.prefix}c r="{cell}" s="{palette.make(severities[cell])}"/>' for cell in references
        }
        _insert_cells(patch, elements, sheet, row, made)


def _insert_cells(
    patch: Patch, elements: list[Element], sheet: Element, row: int, made: Mapping[str, str]
) -> None:
    """Put cells where they belong: in their row before the first cell further right, or in a row of their own."""
    from cds_kpi.forms.sheets import number_column

    rows = [element for element in elements if element.name == "row"]
    own = next((element for element in rows if element.attributes.get("r") == str(row)), None)
    if own is None:
        text = f'<{sheet.prefix}row r="{row}">{"".join(made.values())}</{sheet.prefix}row>'
        after = next((element for element in rows if int(element.attributes["r"]) > row), None)
        if after is not None:
            patch.replace(after.start, after.start, text)
        else:
            patch.append(sheet, text)
        return
    if own.inner_end == own.end:
        patch.append(own, "".join(made.values()))
        return
    cells = [element for element in elements if element.name == "c" and own.start < element.start < own.end]
    for reference, text in made.items():
        column = number_column(reference.rstrip("0123456789"))
        right = (
            element.start
            for element in cells
            if number_column(element.attributes["r"].rstrip("0123456789")) > column
        )
        at = next(right, own.inner_end)
        patch.replace(at, at, text)


def _row_of(reference: str) -> int:
    digits = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not (digits.isascii() and digits.isdecimal()):
        # Cells without a reference stand where they are counted; no program that people use writes them.
        raise DamagedError
    return int(digits)


_AFTER_NOTES = frozenset(
    {
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
        "AlternateContent",
    }
)
"""What stands after the reference to the notes in a sheet."""


def _refer(patch: Patch, relation: str) -> None:
    """Make the sheet refer to the drawing of its notes."""
    elements = find_elements(
        patch.data, lambda name, _: name in _AFTER_NOTES or name in {"worksheet", "sheetData"}
    )
    root = elements[0]
    below = [element for element in elements if element.depth == root.depth + 1]
    data = next((place for place, element in enumerate(below) if element.name == "sheetData"), len(below))
    after = next(
        (element.start for element in below[data + 1 :] if element.name in _AFTER_NOTES), root.inner_end
    )
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    text = f'<{root.prefix}legacyDrawing xmlns:r="{space}" r:id="{relation}"/>'
    patch.replace(after, after, text)
