"""Reading a filled form: what was answered, in which cell, and what cannot be read.

Convention: cells are found by their defined names alone, wherever they have been moved to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.forms.filled import FilledForm, place_cell
from cds_kpi.forms.names import COVER, FIELDS, IDENTITY, INPUTS, METHODS, PRINTED, read_name
from cds_kpi.forms.plan import FORM_VERSION
from cds_kpi.problem import Place, Problem
from cds_kpi.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cds_kpi.forms.answers import Answer
    from cds_kpi.forms.filled import Tree
    from cds_kpi.forms.opendocument import OpenDocument
    from cds_kpi.forms.sheets import SheetCells, Span, Workbook
    from cds_kpi.problem import Path
    from cds_kpi.text import Language

MOST_STRAYS = 20
"""How many cells with something outside the inputs are told one by one, of each sheet."""
_SHOWN = 6
"""How many missing names are told one by one."""
_ORDER = {name: place for place, name in enumerate(("parts", *FIELDS))}


def read_form(data: bytes, name: str) -> FilledForm:
    """Read a filled form; whatever is wrong with the file or a cell is among its problems."""
    from cds_kpi.forms.guard import check_package
    from cds_kpi.forms.opendocument import is_document, open_document
    from cds_kpi.forms.package import DamagedError, DocumentTypeError
    from cds_kpi.forms.sheets import open_workbook

    fault = check_package(data)
    if fault is not None:
        return FilledForm(name=name, problems=(fault.at(Place(name)),))
    try:
        book = open_document(data) if is_document(data) else open_workbook(data)
        return _Reader(book, name).read()
    except (DamagedError, DocumentTypeError):
        return FilledForm(name=name, problems=(Problem("form-damaged", Place(name)),))


class _Reader:
    """Reads one opened form."""

    def __init__(self, book: Workbook | OpenDocument, name: str) -> None:
        self._book = book
        self._name = name
        self._problems: list[Problem] = []
        self._sheets: dict[str, SheetCells] = {}
        self._tables = self._read_tables([*(f"form.{word}" for word in IDENTITY), INPUTS, METHODS, PRINTED])
        self._bad: dict[Path, str] = {}
        """Paths that cannot be read, and why."""

    def read(self) -> FilledForm:
        identity = self._read_identity()
        unit, period, version, catalogue = identity
        if self._problems:
            return FilledForm(
                name=self._name,
                unit=unit,
                period=period,
                version=version,
                catalogue=catalogue,
                problems=tuple(self._problems),
            )
        inputs = self._find_inputs()
        cells: dict[Path, tuple[str, str]] = {}
        for path, span in inputs.items():
            for length in range(2 if path[0] == "entries" else len(path), len(path) + 1):
                cells.setdefault(path[:length], (span.sheet, span.cell))
        for field_name in ("unit", "period"):
            stated = self._find_span(f"form.{field_name}")
            if stated is not None:
                cells[(field_name,)] = (stated.sheet, stated.cell)
        first = next((span for path, span in inputs.items() if path[0] == "entries"), None)
        if first is not None:
            cells[("entries",)] = (first.sheet, first.cell)
        tree = self._read_tree(inputs)
        return FilledForm(
            name=self._name,
            unit=unit,
            period=period,
            version=version,
            catalogue=catalogue,
            tree={"format": "1", "unit": unit, "period": period, **tree},
            cells=cells,
            sheets=tuple(self._book.sheets),
            problems=tuple(self._problems),
        )

    def _find_span(self, name: str) -> Span | None:
        from cds_kpi.forms.sheets import read_reference

        span = read_reference(self._book.names.get(name, ""))
        return span if span is not None and span.sheet in self._book.sheets else None

    def _read_tables(self, names: Iterable[str]) -> dict[str, list[list[str]]]:
        """Return the texts of areas of the hidden sheet, by name; each sheet is walked through once for all."""
        spans = {name: span for name in names if (span := self._find_span(name)) is not None}
        wanted: dict[str, set[str]] = {}
        for span in spans.values():
            wanted.setdefault(span.sheet, set()).update(cell for row in span.list_rows() for cell in row)
        found = self._book.read_sheets(wanted)

        def say(span: Span, cell: str) -> str:
            stored = found[span.sheet].cells.get(cell)
            return normalise(stored.text or "") if stored is not None else ""

        return {
            name: [[say(span, cell) for cell in row] for row in span.list_rows()]
            for name, span in spans.items()
        }

    def _read_identity(self) -> list[str | None]:
        """Return unit, period, version and catalogue as the hidden sheet has them, compared with the properties."""
        values: list[str | None] = []
        for field_name in IDENTITY:
            table = self._tables.get(f"form.{field_name}")
            value = table[0][0] if table else None
            values.append(value or None)
            if not value:
                lost = self._find_lost([f"form.{field_name}"])
                if lost:
                    self._tell_lost(lost)
                else:
                    self._tell("form-identity-missing", (), name=f"form.{field_name}")
                return [*values, *(None for _ in IDENTITY[len(values) :])]
        for field_name, value in zip(IDENTITY, values, strict=True):
            stated = self._book.properties.get(f"form.{field_name}")
            if stated is not None and normalise(stated) != value:
                self._tell(
                    "form-identity-differs", (), name=f"form.{field_name}", found=value or "", property=stated
                )
        if values[2] != str(FORM_VERSION):
            self._tell("form-version", (), found=values[2] or "", version=str(FORM_VERSION))
        return values

    def _tell(self, kind: str, path: Path, cell: tuple[str, str] | None = None, **facts: str | int) -> None:
        place = Place(self._name, path)
        if cell is not None:
            place = place_cell(self._name, path, cell, tuple(self._book.sheets))
        self._problems.append(Problem(kind, place, facts))

    def _find_inputs(self) -> dict[Path, Span]:
        """Return the cell of every input by its path, in the form's order, and tell of names that lead nowhere."""
        expected = [row[0].lower() for row in self._tables.get(INPUTS, []) if row and row[0]]
        named = [name for name in self._book.names if read_name(name) is not None]
        found: dict[Path, Span] = {}
        owners: dict[tuple[str, str], str] = {}
        missing: list[str] = []
        for name in dict.fromkeys([*expected, *named]):
            path = read_name(name)
            if path is None:
                continue
            span = self._find_span(name)
            if span is None or not span.is_single:
                reference = self._book.names.get(name, "#REF!")
                if "#REF!" in reference or span is None:
                    missing.append(name)
                else:
                    self._tell("form-name-broken", path, name=name, found=reference)
                continue
            place = (span.sheet, span.cell)
            if place in owners:
                self._tell("form-name-shared", path, place, name=owners[place], other=name)
            owners.setdefault(place, name)
            found[path] = span
        lost = self._find_lost(missing)
        self._tell_lost(lost)
        missing = [name for name in missing if name not in lost]
        if missing or (not any(path[0] == "entries" for path in found) and not lost):
            shown = ", ".join(missing[:_SHOWN]) + (", …" if len(missing) > _SHOWN else "")
            self._tell("form-names-missing", (), count=len(missing), names=shown)
        return found

    def _find_lost(self, names: Sequence[str]) -> dict[str, str]:
        """Return which of these names point to a sheet that is gone, and the sheet's title.

        A name keeps the title of a sheet that another program renamed; where a sheet was deleted in a spreadsheet,
        all its names lost it, and the title is the one the form was made with.
        """
        from cds_kpi.forms import words
        from cds_kpi.forms.sheets import read_reference

        sheets = self._book.sheets
        language: Language = "en" if {words.COVER_SHEET.en, words.FIGURES_SHEET.en} & set(sheets) else "vi"
        lost: dict[str, str] = {}
        for name in names:
            span = read_reference(self._book.names.get(name, ""))
            first = name.partition(".")[0]
            if span is not None and span.sheet not in sheets:
                lost[name] = span.sheet
            elif "#REF!" in self._book.names.get(name, "") and name not in {
                f"form.{one}" for one in IDENTITY
            }:
                made = words.FIGURES_SHEET if first == "in" else words.COVER_SHEET
                if made.say(language) not in sheets:
                    lost[name] = made.say(language)
            elif "#REF!" in self._book.names.get(name, "") and words.IDENTITY_SHEET not in sheets:
                lost[name] = words.IDENTITY_SHEET
        return lost

    def _tell_lost(self, lost: Mapping[str, str]) -> None:
        from cds_kpi.forms import words

        known = {*words.COVER_SHEET, *words.FIGURES_SHEET, words.IDENTITY_SHEET}
        strange = [title for title in self._book.sheets if title not in known]
        for title in dict.fromkeys(lost.values()):
            kept = all("#REF!" not in self._book.names[name] for name in lost if lost[name] == title)
            if len(strange) == 1 and kept:
                self._tell("form-sheet-missing", (), sheet=title, near=strange[0])
            else:
                self._tell("form-sheet-missing", (), sheet=title)

    def _tell_strays(self, inputs: Iterable[Span]) -> None:
        """Tell of what was typed outside the inputs: figures, which would be lost, and other text."""
        from cds_kpi.forms.strays import find_strays

        printed = [row[0] for row in self._tables.get(PRINTED, [])]
        for sheet in dict.fromkeys(span.sheet for span in inputs):
            strays = find_strays(self._sheets[sheet].others, printed)
            for cell, fault in strays[:MOST_STRAYS]:
                self._tell(fault.kind, (), (sheet, cell), **fault.facts)
            more = len(strays) - MOST_STRAYS
            if more > 0:
                cell = strays[MOST_STRAYS][0]
                self._tell("form-strays-many", (), (sheet, cell), count=more)

    def _read_tree(self, inputs: dict[Path, Span]) -> Tree:
        from cds_kpi.forms.answers import read_answer

        wanted: dict[str, set[str]] = {}
        for span in inputs.values():
            wanted.setdefault(span.sheet, set()).add(span.cell)
        self._sheets = self._book.read_sheets(wanted, others=True)
        self._tell_strays(inputs.values())
        methods: dict[str, list[tuple[str, str]]] = {}
        for row in self._tables.get(METHODS, []):
            if len(row) >= 3 and row[0]:
                methods.setdefault(row[0], []).append((row[1], row[2]))
        merged = self._find_merged(inputs)
        answers: dict[Path, str | list[str]] = {}
        hidden: set[tuple[str, int]] = set()
        for path, span in inputs.items():
            place = (span.sheet, span.cell)
            if path in merged:
                self._tell("form-merged", path, place, found=merged[path])
                self._bad[path] = "merged"
                continue
            cell = self._sheets[span.sheet].cells.get(span.cell)
            offered = methods.get(str(path[1]), []) if path[0] == "entries" else []
            answer = read_answer(cell, str(path[-1]), methods=offered, from_1904=self._book.counts_from_1904)
            self._note(path, place, answer)
            if answer.value is not None:
                answers[path] = answer.value
            if cell is not None and cell.is_hidden and (answer.value is not None or answer.is_bad):
                if (span.sheet, span.top) not in hidden:
                    self._tell("form-hidden", path, place, found=cell.text or "")
                hidden.add((span.sheet, span.top))
        self._stand_in(answers, methods)
        return _plant(answers)

    def _note(self, path: Path, place: tuple[str, str], answer: Answer) -> None:
        for fault in answer.faults:
            self._tell(fault.kind, path, place, **fault.facts)
        if answer.is_bad:
            self._bad[path] = "unreadable"

    def _find_merged(self, inputs: dict[Path, Span]) -> dict[Path, str]:
        """Return the inputs that a merged area has swallowed, one for each area, with the area as it is written."""
        areas = [area for cells in self._sheets.values() for area in cells.merged if not area.is_single]
        merged: dict[Path, str] = {}
        for area in areas:
            for path, span in inputs.items():
                inside = (
                    span.sheet == area.sheet
                    and area.left <= span.left <= area.right
                    and area.top <= span.top <= area.bottom
                )
                if inside and (span.left, span.top) != (area.left, area.top):
                    merged[path] = area.area
                    break
        return merged

    def _stand_in(
        self, answers: dict[Path, str | list[str]], methods: Mapping[str, list[tuple[str, str]]]
    ) -> None:
        """Put something harmless where a cell cannot be read, so that the rest of its entry can still be checked."""
        answered = {path[:2] for path in answers}
        for path, why in self._bad.items():
            if path[0] != "entries" or (why == "merged" and path[:2] not in answered):
                continue
            last = path[-1]
            if last in {"numerator", "value", "members_done"}:
                answers[path] = "0"
            elif last == "denominator":
                answers[path] = answers.get((*path[:-1], "numerator"), "0")
            elif last == "done":
                answers[path] = "false"
            elif last == "method" and methods.get(str(path[1])):
                answers[path] = methods[str(path[1])][0][0]
            elif last in {"nil", "not_applicable", "unavailable"}:
                answers[path] = "-"


def _plant(answers: Mapping[Path, str | list[str]]) -> Tree:
    """Return the answers as a tree, keys in the order a submission is written in."""
    tree: Tree = {}
    cover: tuple[Path, ...] = (("document",), ("sent_on",), *COVER, ("note",))
    for path in cover:
        if path in answers:
            _grow(tree, path, answers[path])
    entries: Tree = {}
    for path, value in answers.items():
        if path[0] == "entries":
            _grow(entries, path[1:], value)
    for entry in entries.values():
        assert isinstance(entry, dict), "an entry's path has a field below it"
        for key in sorted(entry, key=lambda key: _ORDER[key]):
            entry[key] = entry.pop(key)
    tree["entries"] = entries
    return tree


def _grow(tree: Tree, path: Path, value: str | list[str]) -> None:
    *steps, last = map(str, path)
    for step in steps:
        below = tree.setdefault(step, {})
        assert isinstance(below, dict), "no path ends where another goes on"
        tree = below
    tree[last] = value
