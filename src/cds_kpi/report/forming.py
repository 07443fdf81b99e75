"""What a form asks of one unit, in words: its own indicators, the data window, the figure before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cds_kpi.assess.earlier import find_earlier
from cds_kpi.assess.punctuality import find_deadline, find_unit_deadline
from cds_kpi.assess.reporters import find_collected, find_reporters
from cds_kpi.report.earlier import say_earlier
from cds_kpi.report.wording import LEVELS, pick, say_deadline, say_short_day, say_target

if TYPE_CHECKING:
    from cds_kpi.assess.book import Book
    from cds_kpi.model.catalogue import Indicator, Round, Target
    from cds_kpi.model.units import Unit
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class Question:
    """One indicator, as a unit is asked about it."""

    indicator: Indicator
    targets: tuple[Target, ...]
    """The programme's, for this indicator."""
    target_text: str
    """What is demanded and by when: "≥ 50% (31/12/2022)"."""
    basis_text: str
    """As of when, or over which days."""
    last_text: str | None
    """The figure of the last period the unit answered for."""
    last_period: str | None
    """That period's title, and whose figure it is where the unit itself did not report it."""
    members: int | None
    """How many members the unit answers for."""
    levels: tuple[tuple[str, str, str], ...]
    """Where targets are set by level: the level, its name, and what is demanded of it."""


@dataclass(frozen=True, slots=True)
class Questions:
    """Everything one unit is asked in a round."""

    unit: Unit
    programme_name: str
    programme_number: str | None
    period_title: str
    window_text: str
    deadline_text: str
    focal_point: str
    send_to: str | None
    rows: tuple[Question, ...]


def find_asked_units(book: Book, programme: str, collection: Round) -> tuple[Unit, ...]:
    """Return the units that owe anything in a round, in the registry's order."""
    asked = {
        unit.id
        for indicator in find_collected(book, collection, programme)
        for unit in find_reporters(book, indicator, collection.period).expected
    }
    return tuple(unit for unit in book.units.values() if unit.id in asked)


def build_questions(
    book: Book, programme: str, collection: Round, unit: Unit, language: Language
) -> Questions:
    """Return what a unit is asked in a round; no rows where it owes nothing."""
    record = book.programme
    source = book.catalogue.sources.get(record.source) if record.source else None
    first, last = collection.period.window(record.cutoff)
    deadline = find_unit_deadline(
        book, find_deadline(collection, book.office_days), collection.period, unit.id
    )
    begins, ends = say_short_day(first, language), say_short_day(last, language)
    focal = book.units.get(record.focal_point)
    rows = [
        _build_question(book, programme, indicator, collection, unit, language)
        for indicator in find_collected(book, collection, programme)
        if any(one.id == unit.id for one in find_reporters(book, indicator, collection.period).expected)
    ]
    return Questions(
        unit=unit,
        programme_name=record.name.say(language),
        programme_number=source.number if source else None,
        period_title=collection.period.title(language),
        window_text=pick((f"số liệu từ {begins} đến {ends}", f"figures from {begins} to {ends}"), language),
        deadline_text=say_deadline(collection, deadline, language),
        focal_point=focal.name.say(language) if focal is not None else record.focal_point,
        send_to=", ".join(focal.email) or None if focal is not None else None,
        rows=tuple(sorted(rows, key=lambda row: (_number(row) is None, _number(row) or 0))),
    )


def _number(row: Question) -> int | None:
    return row.targets[0].number if row.targets else None


def _build_question(
    book: Book, programme: str, indicator: Indicator, collection: Round, unit: Unit, language: Language
) -> Question:
    targets = tuple(target for target in indicator.targets if target.programme == programme)
    texts = [_say_demand(target, indicator, language) for target in targets]
    last_text, last_period = _find_last(book, indicator, collection, unit, language)
    levels = tuple(
        (target.level, pick(LEVELS[target.level], language), text)
        for target, text in zip(targets, texts, strict=True)
        if target.level is not None
    )
    members = unit.members if indicator.measure.kind == "roll_call" and indicator.measure.members else None
    return Question(
        indicator,
        targets,
        "; ".join(texts),
        say_basis(book, indicator, collection, language),
        last_text,
        last_period,
        members,
        levels,
    )


def _say_demand(target: Target, indicator: Indicator, language: Language) -> str:
    return f"{say_target(target, indicator.measure, language)} ({say_short_day(target.by, language)})"


def say_basis(book: Book, indicator: Indicator, collection: Round, language: Language) -> str:
    """Return as of when, or over which days, an indicator is counted for a period."""
    first, last = collection.period.window(book.programme.cutoff)
    begins, ends = say_short_day(first, language), say_short_day(last, language)
    words = {
        "at_date": (f"tính đến hết ngày {ends}", f"as of the end of {ends}"),
        "in_period": (f"phát sinh từ {begins} đến {ends}", f"from {begins} to {ends}"),
        "year_to_date": (f"lũy kế từ đầu năm đến hết ngày {ends}", f"since the start of the year, to {ends}"),
        "distinct_in_period": (
            f"tính một lần trong kỳ, từ {begins} đến {ends}",
            f"each counted once within {begins} to {ends}",
        ),
    }
    return pick(words[indicator.measure.basis], language)


def _find_last(
    book: Book, indicator: Indicator, collection: Round, unit: Unit, language: Language
) -> tuple[str | None, str | None]:
    newest = next(find_earlier(book, indicator, unit, collection.period), None)
    return say_earlier(newest, indicator, language) if newest is not None else (None, None)
