"""What a cell says: from the stored text to the text a submission's YAML would hold, or what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from cds_kpi.forms import words
from cds_kpi.forms.names import COUNTS, DAYS, FIGURES, FLAGS, LISTS
from cds_kpi.number import format_decimal, parse_number
from cds_kpi.problem import Fault
from cds_kpi.text import fold, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.forms.sheets import Cell

_STORED = re.compile(r"-?[0-9]{1,400}(?:\.[0-9]{0,400})?(?:[eE][+-]?[0-9]{1,3})?\Z")
_LOCAL_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\Z")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_NAMES = re.compile(r"[;,\n]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one cell says."""

    value: str | list[str] | None = None
    """The text for the tree; None where the cell is empty or cannot be read."""
    faults: tuple[Fault, ...] = ()
    is_bad: bool = False
    """Whether something is written there that cannot be read."""


def read_answer(
    cell: Cell | None, field: str, *, methods: Sequence[tuple[str, str]] = (), from_1904: bool = False
) -> Answer:
    """Read a cell as the field it is: a number, a day, yes or no, one of a list, names, or plain text."""
    if cell is None:
        return Answer()
    if cell.has_formula and not cell.text and cell.type != "str":
        return Answer(None, (Fault("form-formula-empty"),), is_bad=True)
    if cell.text is None or not normalise(cell.text):
        return Answer()
    if cell.type == "e":
        return Answer(None, (Fault("form-cell-error", {"found": cell.text}),), is_bad=True)
    answer = _read_by_field(cell, field, methods, from_1904=from_1904)
    if cell.has_formula:
        formula = Fault("form-formula", {"found": say_cell(cell)})
        return Answer(answer.value, (formula, *answer.faults), answer.is_bad)
    return answer


def _read_by_field(cell: Cell, field: str, methods: Sequence[tuple[str, str]], *, from_1904: bool) -> Answer:
    if field in FIGURES or field in COUNTS:
        return _read_number(cell, from_1904=from_1904)
    if field in DAYS:
        return _read_day(cell, from_1904=from_1904)
    if field in FLAGS:
        return _read_flag(cell)
    text = _read_text(cell, from_1904=from_1904)
    if field == "status":
        known = {key: [key, *wording] for key, wording in words.STATUSES.items()}
        return _choose(text, known, "choices-status")
    if field == "method" and methods:
        return _choose(
            text, {key: [key, wording] for key, wording in methods}, "; ".join(name for _, name in methods)
        )
    if field in LISTS:
        names = [name.strip() for name in _NAMES.split(text)]
        return Answer([name for name in names if name])
    return Answer(text)


def _bad(kind: str, **facts: str) -> Answer:
    return Answer(None, (Fault(kind, facts),), is_bad=True)


def _read_number(cell: Cell, *, from_1904: bool) -> Answer:
    assert cell.text is not None, "an empty cell has been answered"
    if cell.type == "b":
        return _bad("form-flag-in-number", found="TRUE" if cell.text == "1" else "FALSE")
    if cell.type == "d":
        return _bad("form-date-in-number", found=cell.text)
    if cell.type == "str":
        number = parse_number(normalise(cell.text), writing="form")
        if isinstance(number, Fault):
            return Answer(None, (number,), is_bad=True)
        return Answer(format_decimal(number.exact) + ("%" if number.is_percentage else ""))
    exact = read_stored(cell.text)
    if exact is None:
        return _bad("form-cell-error", found=cell.text)
    if cell.shown == "date":
        day = find_day(exact, from_1904=from_1904)
        return _bad("form-date-in-number", found=_say_day(day) if day is not None else _write(exact))
    if cell.shown == "percent":
        shown = f"{_write(exact * 100)}%"
        return Answer(shown, (Fault("form-percent-cell", {"found": _write(exact), "shown": shown}),))
    return Answer(_write(exact))


def read_stored(text: str) -> Decimal | None:
    """Return the number a numeric cell stands for, to the 15 digits a spreadsheet keeps; None where it is none.

    A spreadsheet stores binary doubles and shows 15 digits of them: 0.30000000000000004 is what 0.3 became, so the
    nearest number of 15 digits is what was written.
    """
    if not _STORED.match(text.strip()):
        return None
    number = float(text)
    if number in {float("inf"), float("-inf")}:
        return None
    return Decimal(f"{number:.15g}")


def _write(number: Decimal) -> str:
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def find_day(serial: Decimal, *, from_1904: bool) -> date | None:
    """Return the day that a serial number stands for, within this century; None for any other number."""
    start = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    if not 0 < serial < 100_000:
        return None
    day = start + timedelta(days=int(serial))
    return day if _FIRST_DAY <= day <= _LAST_DAY else None


def _say_day(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"


def _read_day(cell: Cell, *, from_1904: bool) -> Answer:
    assert cell.text is not None, "an empty cell has been answered"
    text = normalise(cell.text)
    if cell.type == "n":
        exact = read_stored(text)
        day = find_day(exact, from_1904=from_1904) if exact is not None else None
        return Answer(day.isoformat()) if day is not None else _bad("day-expected", found=text)
    if cell.type == "d":
        text = text[:10]
    local = _LOCAL_DAY.match(text)
    iso = f"{local[3]}-{int(local[2]):02}-{int(local[1]):02}" if local else text
    found = _DAY.match(iso)
    if cell.type == "b" or found is None:
        return _bad("day-expected", found=say_cell(cell))
    try:
        date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return _bad("day-not-in-calendar", found=text)
    return Answer(iso)


def _read_flag(cell: Cell) -> Answer:
    assert cell.text is not None, "an empty cell has been answered"
    folded = " ".join(fold(normalise(cell.text)).split())
    if folded in words.AFFIRMATIVE and cell.type == "str":
        return Answer("true")
    if folded in words.NEGATIVE and cell.type == "str":
        return Answer("false")
    return _bad("form-choice-unknown", found=say_cell(cell), known="choices-done")


def _choose(text: str, known: dict[str, list[str]], offered: str) -> Answer:
    folded = " ".join(fold(text).split())
    for key, wordings in known.items():
        if folded in {" ".join(fold(normalise(wording)).split()) for wording in wordings}:
            return Answer(key)
    return _bad("form-choice-unknown", found=text, known=offered)


def _read_text(cell: Cell, *, from_1904: bool) -> str:
    """Return a cell's content as plain text: a number with its digits, a date as it is read here."""
    assert cell.text is not None, "an empty cell has been answered"
    if cell.type == "n":
        exact = read_stored(cell.text)
        if exact is None:
            return cell.text
        day = find_day(exact, from_1904=from_1904) if cell.shown == "date" else None
        if day is not None:
            return _say_day(day)
        return f"{_write(exact * 100)}%" if cell.shown == "percent" else _write(exact)
    return normalise(say_cell(cell).replace("\r\n", "\n"))


def say_cell(cell: Cell) -> str:
    """Return what a cell holds, for quoting."""
    if cell.type == "b":
        return "TRUE" if cell.text == "1" else "FALSE"
    return cell.text or ""
