"""Choosing the unit and the round in a conversation, by number, by id, or by a part of the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi import desk
from cds_kpi.cli.endings import refuse
from cds_kpi.cli.language import say
from cds_kpi.cli.lists import holds
from cds_kpi.cli.talking import BackError, ask
from cds_kpi.cli.terminal import clean, write_error
from cds_kpi.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from cds_kpi.text import Language

MANY = 12
"""How many are listed to choose from; of more a part of the name is asked for."""


def choose_unit(root: Path, language: Language) -> str:
    """Ask which unit reports, and return its id."""
    cards = desk.list_units(root, language)
    if isinstance(cards, desk.Refusal):
        raise refuse(cards, root, language)
    question = say("Đơn vị (mã hoặc một phần của tên)> ", "Unit (its id, or part of its name)> ", language)
    shown: Sequence[tuple[str, str]] = ()
    while True:
        said = _ask(question, language)
        found = _pick(said, shown)
        if found is None:
            exact = [card for card in cards if card.id == said]
            near = exact or [
                card
                for card in cards
                if said and holds(said, card.id, card.name_vi, card.name_en, card.abbreviation)
            ]
            shown = sorted(
                ((card.id, _name(card, language)) for card in near), key=lambda one: sort_key(one[1])
            )
            found = shown[0][0] if len(shown) == 1 else None
        if found is not None:
            return found
        if not shown:
            write_error(say("Không có đơn vị nào như vậy.", "There is no such unit.", language))
        elif len(shown) > MANY:
            write_error(
                say(f"Có {len(shown)} đơn vị; ghi rõ hơn.", f"There are {len(shown)}; say more.", language)
            )
            shown = ()
        else:
            _list(shown)


def _name(card: desk.UnitCard, language: Language) -> str:
    """Return a unit's name, with its last day where it ends: names are not unique."""
    until = card.valid_until_text
    return f"{card.name}, {say(f'đến {until}', f'until {until}', language)}" if until else card.name


def choose_round(root: Path, asking: desk.Asking, now: datetime, language: Language) -> desk.Asking:
    """Return the round that was asked for on the command line, else ask which of the programme's it is."""
    if any((asking.quarter, asking.year, asking.period)):
        return asking
    read = desk.read_catalogue(root)
    if isinstance(read, desk.Refusal):
        raise refuse(read, root, language)
    catalogue = read[0]
    key = asking.programme or catalogue.default_programme or next(iter(catalogue.programmes), "")
    programme = catalogue.programmes.get(key)
    if programme is None or not programme.rounds:
        return asking
    in_order = sorted(programme.rounds, key=lambda one: one.period.order)
    rounds = [(str(one.period), one.period.title(language)) for one in in_order]
    days = [(day, index) for index, one in enumerate(in_order) if (day := one.before or one.by)]
    # The next deadline's round, or the last one where all are past.
    ahead = [one for one in days if one[0] > now.date()]
    likely = rounds[min(ahead)[1] if ahead else max(days)[1]]
    shown: Sequence[tuple[str, str]] = _choose_near(rounds, rounds.index(likely))
    _list(shown)
    if len(shown) < len(rounds):
        first, last = rounds[0][0], rounds[-1][0]
        write_error(
            say(
                f"  (các kỳ khác, từ {first} đến {last}: ghi mã kỳ)",
                f"  ({first} to {last}: type it)",
                language,
            )
        )
    question = say(f"Kỳ báo cáo [{likely[0]}]> ", f"Period [{likely[0]}]> ", language)
    while True:
        said = _ask(question, language)
        found = likely[0] if not said else _pick(said, shown) or _pick(said, rounds, is_numbered=False)
        if found is None:
            near = [(one, title) for one, title in rounds if holds(said, one, title)]
            same_year = [one for one in near if one[0][:4] == likely[0][:4]]
            near = same_year if len(same_year) == 1 else near
            found = near[0][0] if len(near) == 1 else None
            if len(near) > 1:
                # The same quarter of several years.
                shown = near[-MANY:]
                _list(shown)
                continue
        if found is not None:
            return desk.Asking(programme=asking.programme, period=found)
        write_error(say("Không có kỳ nào như vậy.", "There is no such period.", language))


def _choose_near(rounds: Sequence[tuple[str, str]], index: int) -> Sequence[tuple[str, str]]:
    """Return the rounds around one of them, as many as are listed to choose from."""
    first = max(0, min(index - MANY // 2, len(rounds) - MANY))
    return rounds[first : first + MANY]


def _ask(question: str, language: Language) -> str:
    """Ask; before the first question there is nothing to go back to."""
    while True:
        try:
            return ask(question, language)
        except BackError:
            continue


def _pick(said: str, shown: Sequence[tuple[str, str]], *, is_numbered: bool = True) -> str | None:
    if is_numbered and said.isascii() and said.isdecimal() and 0 < int(said[:4]) <= len(shown):
        return shown[int(said[:4]) - 1][0]
    return next((key for key, _ in shown if key == said), None)


def _list(shown: Sequence[tuple[str, str]]) -> None:
    for number, (key, name) in enumerate(shown, start=1):
        write_error(f"  {number}. {clean(name)} ({key})")
