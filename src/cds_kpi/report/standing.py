"""How a round stands: who owes, who has sent, by unit, by level and by indicator."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.assess.reporters import find_collected, find_reporters
from cds_kpi.number import format_decimal, format_number
from cds_kpi.period import CITY_TIME
from cds_kpi.report.build import build_unit
from cds_kpi.report.row_view import Stated
from cds_kpi.report.rows import name_unit
from cds_kpi.report.wording import LEVELS, pick, say_deadline, say_moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.completeness import UnitState
    from cds_kpi.assess.punctuality import Deadline
    from cds_kpi.model.catalogue import Round
    from cds_kpi.report.row_view import UnitName
    from cds_kpi.report.view import UnitView
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class LevelLine:
    """The units of one level."""

    level: str
    name: str
    expected: int
    received: int
    complete: int
    on_time: int


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """Whom one indicator still waits for."""

    id: str
    number: int | None
    """Its number in the programme's document."""
    name: str
    expected: int
    reported: int
    missing: tuple[UnitName, ...]
    returned: tuple[UnitName, ...]
    """Units asked for it whose newest revision was returned: they must send again, even where an older one counts."""


@dataclass(frozen=True, slots=True)
class StandingView:
    """A round, as it stands at a moment."""

    language: Language
    programme: str
    programme_name: str
    period: str
    period_title: str
    as_of: str
    as_of_text: str
    deadline: str
    """The first moment that is late, ISO 8601."""
    deadline_text: str
    last_on_time_day: str
    is_closed: bool
    units: tuple[UnitView, ...]
    levels: tuple[LevelLine, ...]
    indicators: tuple[IndicatorLine, ...]
    expected: int
    excluded: int
    """Units taken out of the round, which are not expected."""
    received: int
    complete: int
    on_time: int
    completeness: Stated | None
    """Complete submissions over expected ones, in per cent; None where nobody is expected."""
    punctuality: Stated | None
    """Complete submissions on time over expected ones, in per cent."""


def build_standing(
    book: Book,
    programme: str,
    collection: Round,
    deadline: Deadline,
    states: Sequence[UnitState],
    language: Language,
) -> StandingView:
    """Return how the round stands, in words."""
    period = collection.period
    expected = [state for state in states if state.state != "excluded"]
    complete = sum(state.state in {"on_time", "late", "undated"} for state in expected)
    on_time = sum(state.state == "on_time" for state in expected)
    as_of = book.as_of.astimezone(CITY_TIME)
    return StandingView(
        language=language,
        programme=programme,
        programme_name=book.programme.name.say(language),
        period=str(period),
        period_title=period.title(language),
        as_of=as_of.isoformat(),
        as_of_text=say_moment(as_of, language),
        deadline=deadline.closes_at.isoformat(),
        deadline_text=say_deadline(collection, deadline, language),
        last_on_time_day=deadline.last_on_time_day.isoformat(),
        is_closed=book.find_closing(period) is not None,
        units=tuple(build_unit(book, collection, deadline, state, language) for state in states),
        levels=_count_levels(expected, language),
        indicators=_list_indicators(book, programme, collection, expected, language),
        expected=len(expected),
        excluded=len(states) - len(expected),
        received=sum(state.filing is not None for state in expected),
        complete=complete,
        on_time=on_time,
        completeness=_state_rate(complete, len(expected), language),
        punctuality=_state_rate(on_time, len(expected), language),
    )


def _state_rate(part: int, whole: int, language: Language) -> Stated | None:
    if whole == 0:
        return None
    rate = Fraction(part * 100, whole)
    return Stated(format_decimal(rate), f"{format_number(rate, 1, language)}%")


def _count_levels(expected: Sequence[UnitState], language: Language) -> tuple[LevelLine, ...]:
    lines = []
    for level, words in LEVELS.items():
        chosen = [state for state in expected if state.unit.level == level]
        if chosen:
            lines.append(
                LevelLine(
                    level,
                    pick(words, language),
                    len(chosen),
                    sum(state.filing is not None for state in chosen),
                    sum(state.state in {"on_time", "late", "undated"} for state in chosen),
                    sum(state.state == "on_time" for state in chosen),
                )
            )
    return tuple(lines)


def _list_indicators(
    book: Book, programme: str, collection: Round, expected: Sequence[UnitState], language: Language
) -> tuple[IndicatorLine, ...]:
    answered = {state.unit.id: set(state.answered) for state in expected}
    returned = {state.unit.id for state in expected if state.returned is not None}
    lines = []
    for indicator in find_collected(book, collection, programme):
        asked = find_reporters(book, indicator, collection.period).expected
        missing = [unit for unit in asked if indicator.id not in answered.get(unit.id, set())]
        numbers = [one.number for one in indicator.targets if one.programme == programme]
        lines.append(
            IndicatorLine(
                indicator.id,
                numbers[0] if numbers else None,
                indicator.name.say(language),
                len(asked),
                len(asked) - len(missing),
                tuple(name_unit(unit, language) for unit in missing),
                tuple(name_unit(unit, language) for unit in asked if unit.id in returned),
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.number is None, line.number or 0)))
