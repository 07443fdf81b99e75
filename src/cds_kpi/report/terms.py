"""The lines of a sum: every answer that is in a figure, number by number, with its place and the running total."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.combine import Sides, read_sides, weigh_answer, worth
from cds_kpi.assess.reporters import find_reporters
from cds_kpi.forms.names import name_cell
from cds_kpi.number import format_decimal, format_number, round_to
from cds_kpi.report.explanation import Exact, FigureView, TermView
from cds_kpi.report.remarks import say_answer, say_figures
from cds_kpi.report.wording import OBSERVED, name_part, pick, say_number, say_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cds_kpi.assess.answers import Answer
    from cds_kpi.assess.assessment import Row
    from cds_kpi.assess.book import Book
    from cds_kpi.model.measure import Measure
    from cds_kpi.model.submission import Entry, Filing, Part
    from cds_kpi.model.units import Unit
    from cds_kpi.period import Period
    from cds_kpi.problem import Path
    from cds_kpi.text import Language

DIGITS = 6
"""Decimal digits of a number that does not end, before it is cut."""
SHARE_DECIMALS = 1
"""Decimal places of a share of a gap."""


@dataclass(frozen=True, slots=True)
class Places:
    """How the places of figures are looked up in the store; whoever asks for an explanation brings it along."""

    lines: Callable[[str, Sequence[Path]], Sequence[int]]
    """The line (from 1) of the value at each path of a file."""
    cells: Callable[[Filing, Path], str | None]
    """The sheet and cell a figure came from, where the store kept them: "Số liệu!C9"."""
    catalogue: str
    """The file that baselines stand in."""


def say_digits(value: Fraction, language: Language, places: int = DIGITS) -> str:
    """Return a number with all its digits where they end soon, else cut (never rounded) and with "…" behind it."""
    if round_to(value, places) == value:
        return say_number(value, language)
    scaled = abs(value) * 10**places
    cut = Fraction(scaled.numerator // scaled.denominator, 10**places)
    return ("-" if value < 0 else "") + format_number(cut, places, language) + "…"


def say_exactly(value: Fraction, language: Language) -> str:
    """Return a number with all its digits where they end soon, else as a fraction in lowest terms: "100/3"."""
    if round_to(value, DIGITS) == value:
        return say_number(value, language)
    top, bottom = (say_number(Fraction(one), language) for one in value.as_integer_ratio())
    return f"{top}/{bottom}"


def say_twice(value: Fraction, language: Language) -> str:
    """Return a number as a fraction and with its digits, or once where they end soon."""
    exact = say_exactly(value, language)
    return f"{exact} = {say_digits(value, language)}" if "/" in exact else exact


def say_result(measure: Measure, value: Fraction, language: Language) -> str:
    """Return a result: its fraction, and its digits where that does not show them."""
    exact = say_exactly(value, language)
    if "/" not in exact:
        return say_unit(measure, exact, language)
    return f"{exact} = {say_unit(measure, say_digits(value, language), language)}"


def in_sum(value: Fraction, language: Language) -> str:
    """Return a number to reckon with: in brackets where it is a fraction or below 0."""
    exact = say_exactly(value, language)
    return f"({exact})" if "/" in exact or value < 0 else exact


def say_fraction(value: Fraction) -> str:
    """Return a number as a fraction in lowest terms: "16246900/299753", "50"."""
    return str(value)


def state_exact(value: Fraction, language: Language, measure: Measure | None = None) -> Exact:
    """Return a number of a working; with a measure, what that counts in stands behind its digits."""
    text = say_digits(value, language)
    return Exact(
        say_fraction(value),
        format_decimal(value),
        say_unit(measure, text, language) if measure is not None else text,
    )


def state_share(share: Fraction, language: Language) -> Exact:
    """Return a unit's share of a gap, in per cent."""
    return Exact(
        say_fraction(share), format_decimal(share), f"{format_number(share, SHARE_DECIMALS, language)}%"
    )


def build_terms(book: Book, row: Row, places: Places, language: Language) -> tuple[TermView, ...]:
    """Return the lines in the registry's order, each unit's periods in order of time.

    A roll call has a line for every unit that is asked, silent ones as 0 of so many. Running totals stand where all
    lines are added up: not where the largest or least figure stands, nor where figures cannot be joined.
    """
    year = row.year
    if year is None:
        return ()
    terms = [term for answer in year.figure.answers for term in _build_answer(row, answer, places, language)]
    if row.indicator.measure.kind in {"roll_call", "milestone"}:
        asked = find_reporters(book, row.indicator, year.covers[-1], row.target.level).expected
        answered = {term.unit for term in terms}
        silent = [
            _build_silent(row, unit, year.covers[-1], language) for unit in asked if unit.id not in answered
        ]
        order = {unit.id: place for place, unit in enumerate(asked)}
        terms = sorted([*terms, *silent], key=lambda term: order.get(term.unit, len(order)))
    return tuple(_run(row, terms, language))


def is_added(row: Row) -> bool:
    """Whether a figure is the sum of its lines."""
    measure, figure = row.indicator.measure, row.year.figure if row.year is not None else None
    if figure is None or figure.cannot_join or row.target.every is not None or measure.kind == "milestone":
        return False
    if measure.kind == "roll_call":
        return True
    return measure.combine in {"sum", "single"} and measure.can_add


def _run(row: Row, terms: Sequence[TermView], language: Language) -> Iterator[TermView]:
    adds = is_added(row) and row.value is not None
    top = bottom = total = Fraction(0)
    for place, term in enumerate(terms, 1):
        if not adds:
            yield replace(term, place=place)
            continue
        top += Fraction(term.numerator.fraction) if term.numerator else 0
        bottom += Fraction(term.denominator.fraction) if term.denominator else 0
        total += Fraction(term.value.fraction) if term.value else 0
        has_sides = row.year is not None and row.year.figure.denominator is not None
        yield replace(
            term,
            place=place,
            running_numerator=state_exact(top, language) if has_sides else None,
            running_denominator=state_exact(bottom, language) if has_sides else None,
            running_value=None if has_sides else state_exact(total, language),
        )


def _build_answer(row: Row, answer: Answer, places: Places, language: Language) -> Iterator[TermView]:
    """Yield the lines of one answer: one, or one for each part of it that is in the figure."""
    entry, key = answer.entry, row.indicator.id
    if entry.parts is None:
        yield _build_term(row, answer, None, entry, ("entries", key), places, language)
        return
    for name, part in entry.parts.items():
        if row.target.level is None or row.target.level == name:
            yield _build_term(row, answer, name, part, ("entries", key, "parts", name), places, language)


def _build_term(
    row: Row,
    answer: Answer,
    part: str | None,
    held: Entry | Part,
    path: Path,
    places: Places,
    language: Language,
) -> TermView:
    measure, filing, entry = row.indicator.measure, answer.filing, answer.entry
    sides = (
        weigh_answer(row.indicator, row.target, answer) if measure.kind == "roll_call" else _weigh(row, held)
    )
    figures = _read_figures(held, path, filing, places, language)
    line = filing.lines.get(row.indicator.id, 1)
    numerator = denominator = value = None
    if sides is not None and sides.denominator is not None:
        numerator, denominator = (
            state_exact(sides.numerator, language),
            state_exact(sides.denominator, language),
        )
        if row.target.every is not None or measure.combine in {"max", "min"}:
            own = worth(measure, sides.numerator, sides.denominator)
            value = state_exact(own, language, measure) if own is not None else None
    elif sides is not None:
        value = state_exact(sides.numerator, language, measure)
    return TermView(
        place=0,
        unit=answer.unit.id,
        unit_name=answer.unit.name.say(language),
        period=str(answer.period),
        period_title=answer.period.title(language),
        part=part,
        text=_say_term(row, answer, part, held, language),
        counts=sides is not None,
        numerator=numerator,
        denominator=denominator,
        value=value,
        running_numerator=None,
        running_denominator=None,
        running_value=None,
        figures=figures,
        file=filing.file,
        line=line,
        revision=filing.revision,
        sha256=filing.sha256,
        at_text=_say_place(filing.file, line, figures, language),
        observed=entry.status if entry.has_figures else None,
        observed_text=pick(OBSERVED[entry.status], language)
        if entry.has_figures and entry.status != "final"
        else None,
        method=entry.method,
        origin=entry.source,
        note=entry.note,
    )


def _weigh(row: Row, held: Entry | Part) -> Sides | None:
    if row.indicator.measure.kind == "milestone":
        done = getattr(held, "done", None)
        return Sides(Fraction(int(done)), None) if done is not None else None
    return read_sides(held)


def _build_silent(row: Row, unit: Unit, period: Period, language: Language) -> TermView:
    measure = row.indicator.measure
    is_roll = measure.kind == "roll_call"
    whole = Fraction(1 + ((unit.members or 0) if measure.members else 0))
    return TermView(
        place=0,
        unit=unit.id,
        unit_name=unit.name.say(language),
        period=str(period),
        period_title=period.title(language),
        part=None,
        text=pick(("chưa trả lời, tính là chưa thực hiện", "no answer, counts as not done"), language),
        counts=True,
        numerator=state_exact(Fraction(0), language) if is_roll else None,
        denominator=state_exact(whole, language) if is_roll else None,
        value=None if is_roll else state_exact(Fraction(0), language),
        running_numerator=None,
        running_denominator=None,
        running_value=None,
        figures=(),
        file=None,
        line=None,
        revision=None,
        sha256=None,
        at_text="",
        observed=None,
        observed_text=None,
        method=None,
        origin=None,
        note=None,
    )


def _read_figures(
    held: Entry | Part, path: Path, filing: Filing, places: Places, language: Language
) -> tuple[FigureView, ...]:
    found: list[tuple[str, str, str]] = []
    for name in ("numerator", "denominator", "value"):
        number = getattr(held, name)
        if number is not None:
            found.append((name, format_decimal(number.exact), say_number(number.exact, language)))
    done = getattr(held, "done", None)
    if done is not None:
        words = pick(("có", "yes") if done else ("chưa", "no"), language)
        found.append(("done", "true" if done else "false", words))
    members = getattr(held, "members_done", None)
    if members is not None:
        found.append(("members_done", str(members), say_number(Fraction(members), language)))
    paths = [(*path, name) for name, _, _ in found]
    receipt = filing.submission.receipt
    is_form = receipt is not None and receipt.door == "form"
    return tuple(
        FigureView(
            name, exact, text, line, name_cell(where) if is_form else None, places.cells(filing, where)
        )
        for (name, exact, text), where, line in zip(
            found, paths, places.lines(filing.file, paths), strict=True
        )
    )


def _say_place(file: str, line: int, figures: Sequence[FigureView], language: Language) -> str:
    """Return where to look a line up: the file and the lines of its figures, in a form the cells, too."""
    lines = list(dict.fromkeys(figure.line for figure in figures if figure.line is not None)) or [line]
    said = f"{file}:{', '.join(map(str, lines))}"
    cells = [figure.cell or figure.cell_name for figure in figures if figure.cell or figure.cell_name]
    if cells:
        said += pick(("; biểu mẫu, ô ", "; form, cell "), language) + ", ".join(map(str, cells))
    return said


def _say_term(row: Row, answer: Answer, part: str | None, held: Entry | Part, language: Language) -> str:
    """Return what the line says in words: its figures, or why there are none."""
    entry = answer.entry
    if part is not None:
        return f"{name_part(part, language)}: {say_figures(held, row, language)}"
    if entry.nil is not None:
        return pick((f"không phát sinh: {entry.nil}", f"nothing to count: {entry.nil}"), language)
    if entry.not_applicable is not None:
        reason = entry.not_applicable
        return pick((f"không áp dụng: {reason}", f"not applicable: {reason}"), language)
    return say_answer(answer, row, language)
