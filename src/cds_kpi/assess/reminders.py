"""Which reminder goes to whom: the newest step that applies, once, and never the pile of those missed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from cds_kpi.assess.book import Book
    from cds_kpi.assess.deadlines import RoundDue, UnitDue
    from cds_kpi.model.catalogue import Remind
    from cds_kpi.model.office import Channel
    from cds_kpi.model.reminding import Attempt, Outcome, Step
    from cds_kpi.model.units import Unit

LONGEST_OVERDUE = 30
"""Days after the newest step of all within which it is still sent: a store opened years later wakes nobody up."""

Condition = Literal["due", "retry", "sent", "refused", "uncertain", "no_address"]
"""due: not tried yet; retry: the server asked to try again; sent; refused: the server never will take it; uncertain:
begun, and nobody knows whether it arrived; no_address: the unit has none."""

Key = tuple[str, str, str, str, str, str]
"""Programme, period, unit, deadline, step and channel of a reminder."""
MAIL = "mail"
"""The channel of every reminder; chat channels come beside it."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one unit is to be reminded of, and how far that has come."""

    programme_id: str
    round_due: RoundDue
    due: UnitDue
    step: Step
    condition: Condition
    attempt: int
    """The number of the next attempt, from 1."""
    copied: tuple[Unit, ...]
    """Who is copied: the authority, from the second step after the deadline on."""
    begun_at: datetime | None = None
    """When the newest attempt was begun."""
    channel: str = MAIL
    """How it goes: mail, or a chat channel's name."""
    only: tuple[str, ...] = ()
    """The addresses still to be reached, where the others have been: the reminder itself counts as sent."""

    @property
    def key(self) -> Key:
        """What makes it the same reminder in every run."""
        period, day = str(self.round_due.collection.period), self.due.deadline.last_on_time_day.isoformat()
        return self.programme_id, period, self.due.unit.id, day, str(self.step), self.channel


def find_step(remind: Remind, days_left: int) -> Step | None:
    """Return the newest step that applies with so many days left, or None before the first and long after the last.

    On the last on-time day itself the last step before it applies.
    """
    from cds_kpi.model.reminding import Step

    if days_left >= 0:
        reached = [days for days in remind.before if days >= days_left]
        return Step("before", min(reached)) if reached else None
    passed = [days for days in remind.overdue if days <= -days_left]
    if not passed or -days_left > max(remind.overdue) + LONGEST_OVERDUE:
        return None
    return Step("overdue", max(passed))


def plan_reminders(
    book: Book,
    rounds: Sequence[RoundDue],
    ledger: Mapping[Key, Sequence[tuple[Attempt, Outcome | None]]],
    channels: Mapping[str, Channel],
) -> tuple[Reminder, ...]:
    """Return the reminders that apply to every unit that owes, in the order of rounds and of the registry.

    One goes by mail, and one to each of the chat channels that tell of the unit.
    """
    remind = book.programme.remind
    later = sorted(remind.overdue)
    authority = book.units.get(book.programme.authority)
    planned = []
    for one in rounds:
        for due in one.owing:
            step = find_step(remind, due.days_left)
            if step is None:
                continue
            is_copied = step.side == "overdue" and later.index(step.days) >= 1 and authority is not None
            copied = (authority,) if is_copied and authority is not None else ()
            by_mail = Reminder(book.programme_id, one, due, step, "due", 1, copied)
            tries = ledger.get(by_mail.key, ())
            planned.append(_continue(by_mail, judge_condition(due.unit, tries), tries))
            for name, channel in channels.items():
                if not channel.units or due.unit.id in channel.units:
                    posted = Reminder(book.programme_id, one, due, step, "due", 1, (), channel=name)
                    tries = ledger.get(posted.key, ())
                    planned.append(_continue(posted, judge_posted(tries), tries))
    return tuple(planned)


def _continue(
    fresh: Reminder, condition: Condition, tries: Sequence[tuple[Attempt, Outcome | None]]
) -> Reminder:
    """Return a reminder as it stands after the attempts there have been."""
    begun_at = getattr(tries[-1][0], "at", None) if tries else None
    newest = tries[-1][1] if tries else None
    only = newest.put_off if newest is not None else ()
    number = _count(tries) + 1
    return replace(fresh, condition=condition, attempt=number, begun_at=begun_at, only=only)


def judge_posted(tries: Sequence[tuple[Attempt, Outcome | None]]) -> Condition:
    """Return how far a reminder on a chat channel has come: a service says that it took it, or nothing."""
    if not tries:
        return "due"
    return "sent" if tries[-1][1] is not None else "uncertain"


def judge_condition(unit: Unit, tries: Sequence[tuple[Attempt, Outcome | None]]) -> Condition:
    """Return how far a reminder has come by the newest of its attempts."""
    newest, outcome = max(tries, key=lambda one: one[0].attempt, default=(None, None))
    if newest is not None and outcome is None:
        return "uncertain"
    if outcome is not None and outcome.outcome == "sent":
        return "retry" if outcome.put_off else "sent"
    if not unit.email:
        return "no_address"
    if newest is not None and outcome is not None and outcome.outcome == "refused":
        # A new address is worth a new try.
        return "refused" if set(newest.to) == set(unit.email) else "due"
    return "retry" if tries else "due"


def _count(tries: Iterable[tuple[Attempt, Outcome | None]]) -> int:
    return max((attempt.attempt for attempt, _ in tries), default=0)
