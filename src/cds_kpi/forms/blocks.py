"""The sheet of figures: one block of rows for each indicator, its question on the left, its details on the right.

Convention: columns are A number, B what is asked, C the input, D last period, E what detail, F its input. Each row of
a block has at most one input on either side, so that nothing needs merging and every input prints at full size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.pagebreak import Break

from cds_kpi.forms import words
from cds_kpi.forms.checking import check_block, divide
from cds_kpi.forms.heights import count_lines, find_height
from cds_kpi.forms.names import name_cell
from cds_kpi.forms.styles import (
    BAR_FILL,
    BOX,
    DAY,
    DECIMAL,
    HEAD_FILL,
    PERCENT,
    TEXT,
    WHOLE,
    Validations,
    make_input,
    put,
    put_formula,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from cds_kpi.forms.plan import FormPlan, FormRow
    from cds_kpi.problem import Path
    from cds_kpi.problems.kind import Words

WIDTHS = {"A": 6.0, "B": 43.0, "C": 24.0, "D": 20.0, "E": 26.0, "F": 31.0}
HEADING_ROW = 3
_ACROSS = sum(width for column, width in WIDTHS.items() if column != "A")
PAGE_HEIGHT = 500.0
"""Points of rows that fit under the heading on a page of A4 landscape, at the scale at which the columns fit."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One side of one row of a block."""

    label: str
    path: Path = ()
    """Of the input, below the entry; nothing for a formula."""
    content: str = ""
    """Which words ask for it: see `words.PROMPTS`."""
    form: str = TEXT
    rule: tuple[tuple[str, Any], ...] = ()
    formula: str = ""
    """"percentage" or "check"."""


class BlockWriter:
    """Writes the blocks of a sheet from the top down and remembers the cell of every input."""

    def __init__(self, sheet: Worksheet, plan: FormPlan, choices: dict[str, str]) -> None:
        """Write to the sheet; `choices` has the range of the hidden sheet each drop-down takes its words from."""
        self.sheet = sheet
        self.plan = plan
        self.choices = choices
        self.cells: dict[str, str] = {}
        """The cell of every input by its defined name."""
        self._validations = Validations(sheet, plan.language)
        self._row = HEADING_ROW + 1
        self._filled = 0.0
        for column, width in WIDTHS.items():
            sheet.column_dimensions[column].width = width

    def _say(self, wording: Words, **facts: object) -> str:
        return wording.say(self.plan.language).format(**facts)

    def write_heading(self) -> None:
        """Write the sheet's title and the row of headings that every page repeats."""
        title = f"{self.plan.unit_name} · {self.plan.period_title}"
        put(self.sheet, "A1", title, bold=True, size=13)
        put(self.sheet, "A2", self.plan.window[:1].upper() + self.plan.window[1:], italic=True)
        for row, text, size in ((1, title, 13.0), (2, self.plan.window, 11.0)):
            self.sheet.merge_cells(f"A{row}:F{row}")
            lines = count_lines(text, (_ACROSS + 6.0) * 11 / size, bold=True)
            self.sheet.row_dimensions[row].height = find_height(lines, size)
            self._filled += find_height(lines, size)
        headings = (
            words.NUMBER,
            words.CONTENT,
            words.THIS_PERIOD,
            words.LAST_PERIOD,
            words.DETAILS,
            words.DETAILS_INPUT,
        )
        for column, heading in zip(WIDTHS, headings, strict=True):
            cell = put(self.sheet, f"{column}{HEADING_ROW}", self._say(heading), bold=True, across="center")
            cell.fill = HEAD_FILL
            cell.border = BOX
        self.sheet.row_dimensions[HEADING_ROW].height = find_height(2)

    def write_block(self, row: FormRow) -> None:
        """Write one indicator's block below the one before."""
        left, right = self._list_figures(row), self._list_details(row)
        depth = max(len(left), len(right))
        left += [_Line("")] * (depth - len(left))
        right += [_Line("")] * (depth - len(right))
        excuses = self._list_excuses()
        facts = self._tell(row)
        names = self._list_names(row)
        heights = [self._measure_pair(*pair) for pair in (*zip(left, right, strict=True), *excuses)]
        room = [self._measure_names(line, row) for line in names]
        title = self._write_bar(row, facts)
        total = title + find_height(1) + sum(heights) + sum(room)
        if self._row > HEADING_ROW + 1 and self._filled + total > PAGE_HEIGHT:
            self.sheet.row_breaks.append(Break(id=self._row - 1))
            self._filled = 0.0
        self._filled += total
        start = self._row
        self._row += 2 if facts else 1
        first = self._row
        cells: dict[Path, str] = {}
        formulas: list[tuple[str, _Line]] = []
        pairs = [*zip(left, right, strict=True), *names, None, *excuses]
        highs = (*heights[:depth], *room, find_height(1), *heights[depth:])
        for height, pair in zip(highs, pairs, strict=True):
            at = self._row
            self.sheet.row_dimensions[at].height = height
            if pair is None:
                put(self.sheet, f"B{at}", self._say(words.EXCUSES), italic=True)
                self._box(at)
                self.sheet.merge_cells(f"B{at}:F{at}")
            elif isinstance(pair, _Line):
                self._box(at)
                self._write_line(row, pair, f"B{at}", f"C{at}", cells, formulas)
                # Thirty names take a cell as wide as the page.
                self.sheet.merge_cells(f"C{at}:F{at}")
            else:
                self._box(at)
                for line, label, target in ((pair[0], "B", "C"), (pair[1], "E", "F")):
                    self._write_line(row, line, f"{label}{at}", f"{target}{at}", cells, formulas)
            self._row += 1
        self._write_last(row, first, min(2, sum(line.content != "" for line in left)))
        for cell, line in formulas:
            if line.formula == "check":
                put_formula(self.sheet, cell, check_block(row, cells, self.plan.language), "General")
                self.sheet.merge_cells(f"{cell}:D{cell[1:]}")
                self._colour_check(cell)
            else:
                part = line.path
                put_formula(
                    self.sheet,
                    cell,
                    divide(cells[(*part, "numerator")], cells[(*part, "denominator")]),
                    PERCENT,
                ).alignment = Alignment(horizontal="right", vertical="center", indent=1)
        for at in range(start, self._row):
            self.sheet[f"A{at}"].border = BOX

    def _write_bar(self, row: FormRow, facts: str) -> float:
        """Write the indicator's number and name, and the line of facts below it; return the height of both."""
        at = self._row
        number = "" if row.number is None else str(row.number)
        put(self.sheet, f"A{at}", number, bold=True, across="center").fill = BAR_FILL
        put(self.sheet, f"B{at}", row.name, bold=True)
        self._box(at)
        for column in "ABCDEF":
            self.sheet[f"{column}{at}"].fill = BAR_FILL
        self.sheet.merge_cells(f"B{at}:F{at}")
        height = find_height(count_lines(row.name, _ACROSS, bold=True))
        self.sheet.row_dimensions[at].height = height
        if facts:
            put(self.sheet, f"B{at + 1}", facts)
            self._box(at + 1)
            self.sheet.merge_cells(f"B{at + 1}:F{at + 1}")
            more = find_height(count_lines(facts, _ACROSS))
            self.sheet.row_dimensions[at + 1].height = more
            height += more
        return height

    def _tell(self, row: FormRow) -> str:
        """Return what whoever fills it in must know: as of when, the target, what is left out."""
        told = (
            (words.AS_OF, row.basis),
            (words.TARGET, row.target),
            (words.EXCLUDES, row.excludes),
            (words.REMARK, row.note),
        )
        return " · ".join(f"{self._say(label)}: {text}" for label, text in told if text)

    def _list_figures(self, row: FormRow) -> list[_Line]:
        lines: list[_Line] = []
        if row.kind in {"roll_call", "milestone"}:
            label = words.DONE if row.kind == "roll_call" else words.MILESTONE
            choice = (("formula1", self.choices["done"]), ("type", "list"))
            lines.append(_Line(self._say(label), ("done",), "done", TEXT, choice))
            if row.members:
                count: tuple[tuple[str, Any], ...] = (
                    ("count", row.members),
                    ("formula1", "0"),
                    ("formula2", str(row.members)),
                    ("operator", "between"),
                    ("type", "whole"),
                )
                many = f"{self._say(words.MEMBERS_DONE)}, {self._say(words.OUT_OF, count=row.members)}"
                lines.append(_Line(many, ("members_done",), "members", WHOLE, count))
        for part in row.parts or (None,):
            if row.kind in {"roll_call", "milestone"}:
                break
            step: Path = ("parts", part.id) if part is not None else ()
            target = (
                f" ({self._say(words.TARGET)}: {part.target})" if part is not None and part.target else ""
            )
            named = f"{part.name}{target}. " if part is not None else ""
            if row.kind == "ratio":
                content, form, rule = self._rule_count(row)
                sides = ((words.NUMERATOR, row.numerator), (words.DENOMINATOR, row.denominator))
                for (label, counted), field in zip(sides, ("numerator", "denominator"), strict=True):
                    text = f"{named}{self._say(label)}" + (f": {counted}" if counted else "")
                    lines.append(_Line(text, (*step, field), content, form, rule))
                lines.append(_Line(f"{named}{self._say(words.PERCENTAGE)}", step, formula="percentage"))
            else:
                content, form, rule = self._rule_value(row)
                label = words.RANK if row.kind == "rank" else words.VALUE
                measure = f" ({row.measure})" if row.measure and row.kind != "rank" else ""
                counted = f": {row.numerator}" if row.numerator else ""
                lines.append(
                    _Line(
                        f"{named}{self._say(label)}{measure}{counted}", (*step, "value"), content, form, rule
                    )
                )
        lines.append(_Line(self._say(words.CHECK), formula="check"))
        return lines

    def _list_names(self, row: FormRow) -> list[_Line]:
        """Return the line for the members that have not done it, which has the width of the page to itself."""
        if row.kind != "roll_call" or not row.members:
            return []
        label = f"{self._say(words.MEMBERS_NOT_DONE)}, {self._say(words.PARTED)}"
        return [_Line(label, ("members_not_done",), "names", TEXT)]

    def _measure_names(self, line: _Line, row: FormRow) -> float:
        """Return the height that all the members' names take: some sixteen letters each."""
        width = sum(WIDTHS[column] for column in "CDEF")
        lines = count_lines("; ".join(["Phường Bến Nghé,"] * (row.members or 0)), width)
        return find_height(max(lines, count_lines(line.label, WIDTHS["B"]), 2))

    def _rule_count(self, row: FormRow) -> tuple[str, str, tuple[tuple[str, Any], ...]]:
        rule = (("formula1", "0"), ("operator", "greaterThanOrEqual"))
        if row.whole:
            return "whole", WHOLE, (*rule, ("type", "whole"))
        return "quantity", DECIMAL, (*rule, ("type", "decimal"))

    def _rule_value(self, row: FormRow) -> tuple[str, str, tuple[tuple[str, Any], ...]]:
        least = -(10**15) if row.minimum is None else row.minimum
        most = 10**15 if row.maximum is None else row.maximum
        rule = (("formula1", str(least)), ("formula2", str(most)), ("operator", "between"))
        if row.kind == "rank":
            return "rank", WHOLE, (*rule, ("type", "whole"))
        if row.whole:
            return "whole" if row.minimum == 0 else "number", WHOLE, (*rule, ("type", "whole"))
        return "value" if row.counted_in == "percent" else "number", DECIMAL, (*rule, ("type", "decimal"))

    def _list_details(self, row: FormRow) -> list[_Line]:
        text: tuple[tuple[str, Any], ...] = ()
        status = (("formula1", self.choices["status"]), ("type", "list"))
        lines = [_Line(self._say(words.LABELS["status"]), ("status",), "status", TEXT, status)]
        if row.methods:
            method = (("formula1", self.choices[row.indicator]), ("type", "list"))
            lines.append(_Line(self._say(words.LABELS["method"]), ("method",), "method", TEXT, method))
        for field in ("source", "note"):
            lines.append(_Line(self._say(words.LABELS[field]), (field,), "text", TEXT, text))
        return lines

    def _list_excuses(self) -> list[tuple[_Line, _Line]]:
        def excuse(field: str) -> _Line:
            return _Line(self._say(words.LABELS[field]), (field,), "reason", TEXT)

        day = (("formula1", "36526"), ("operator", "greaterThanOrEqual"), ("type", "date"))
        expected = _Line(
            self._say(words.LABELS["expected_on"]), ("expected_on",), "day", DAY[self.plan.language], day
        )
        return [(excuse("nil"), excuse("unavailable")), (excuse("not_applicable"), expected)]

    def _write_line(
        self,
        row: FormRow,
        line: _Line,
        label: str,
        target: str,
        cells: dict[Path, str],
        formulas: list[tuple[str, _Line]],
    ) -> None:
        put(self.sheet, label, line.label)
        if line.formula:
            formulas.append((target, line))
        elif line.path:
            make_input(self.sheet, target, line.form)
            rule = dict(line.rule) or {
                "type": "textLength",
                "operator": "lessThanOrEqual",
                "formula1": "1000",
            }
            short = words.TITLES.get(str(line.path[-1]))
            title = self._say(short) if short is not None else line.label.split(" (")[0].split(":")[0]
            self._validations.add(target, line.content, title, **rule)
            cells[line.path] = target
            self.cells[name_cell(("entries", row.indicator, *line.path))] = target

    def _write_last(self, row: FormRow, first: int, rows: int) -> None:
        """Write last period's figure beside the inputs, over so many of the block's first rows."""
        text = self._say(words.NO_LAST)
        if row.last_figure is not None:
            # A long ratio may end its line after the slash, never within a number.
            figure = row.last_figure
            figure = figure if count_lines(figure, WIDTHS["D"]) == 1 else figure.replace("/", " / ")
            text = figure + (f"\n({row.last_period})" if row.last_period else "")
        put(self.sheet, f"D{first}", text, across="center")
        last = first + rows - 1
        if rows > 1:
            self.sheet.merge_cells(f"D{first}:D{last}")
        room = sum(self.sheet.row_dimensions[at].height or 0.0 for at in range(first, last + 1))
        short = find_height(count_lines(text, WIDTHS["D"])) - room
        if short > 0:
            self.sheet.row_dimensions[last].height = (self.sheet.row_dimensions[last].height or 0.0) + short

    def _measure_pair(self, left: _Line, right: _Line) -> float:
        lines = max(count_lines(left.label, WIDTHS["B"]), count_lines(right.label, WIDTHS["E"]))
        if left.formula == "check":
            # The longest thing the check can say takes this many lines.
            lines = max(lines, 2)
        # Reasons, names and notes are given room for two lines.
        wordy = any(line.content in {"text", "reason", "names"} for line in (left, right))
        return find_height(max(lines, 2 if wordy else 1))

    def _box(self, at: int) -> None:
        for column in "ABCDEF":
            self.sheet[f"{column}{at}"].border = BOX

    def _colour_check(self, cell: str) -> None:
        valid = words.VALID.say(self.plan.language)
        empty = words.EMPTY.say(self.plan.language)
        good, bad = PatternFill(bgColor="D9EAD3"), PatternFill(bgColor="F8D7C9")
        grey = DifferentialStyle(font=Font(color="666666"))
        rules = (
            (f'LEFT({cell},{len(valid)})="{valid}"', DifferentialStyle(fill=good)),
            (f'{cell}="{empty}"', grey),
            ("TRUE", DifferentialStyle(fill=bad)),
        )
        for formula, style in rules:
            rule = Rule(type="expression", dxf=style, stopIfTrue=True, formula=[formula])
            self.sheet.conditional_formatting.add(cell, rule)
