"""A quarter with 350 units: cron misses days, runs overlap, the mail server fails; nobody is reminded twice or missed.

Convention: time is the simulation's own and stands still within a run but for a second at every look at the clock.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from cds_kpi import desk
from cds_kpi.desk.deadlines import open_agenda
from cds_kpi.period import CITY_TIME
from cds_kpi.store.ledger import read_ledger
from post_office import PostOffice, open_post_office
from workspaces import Workspace

SOAK = bool(os.environ.get("CDS_KPI_SOAK"))  # noqa: TID251 - said by whoever starts the tests
UNITS = [f"u-{number:03}" for number in range(1, 351)]
NO_ADDRESS, UNKNOWN = {"u-007", "u-099"}, {"u-013", "u-200"}
PERIOD = "2022-Q3"
LAST_DAY = datetime(2022, 9, 19, tzinfo=CITY_TIME)
STEPS = {"before-14", "before-7", "before-3", "before-1", "overdue-1", "overdue-3", "overdue-7"}


def write_address(unit: str) -> str:
    return f"{'nobody-' * (unit in UNKNOWN)}{unit}@hcm.example"


def make_store(root: Path, port: int) -> Workspace:
    emails = {unit: f", email: [{write_address(unit)}]" for unit in UNITS if unit not in NO_ADDRESS}
    units = "".join(
        f"- {{id: {unit}, name: Đơn vị {unit}, level: district, parent: city{emails.get(unit, '')}}}\n"
        for unit in UNITS
    )
    store = Workspace(
        root,
        "id: share\nlead: dic\nmeasure: {kind: ratio, basis: at_date}\nreporters: [level:district]\n"
        "targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]",
        units="- {id: city, name: Thành phố, level: province, email: [city@hcm.example]}\n"
        "- {id: dic, name: Đầu mối, level: agency, parent: city, email: [dic@hcm.example]}\n" + units,
        rounds="- {period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}",
    )
    store.write(
        "data/settings.yaml",
        f"format: 1\nmail: {{host: localhost, port: {port}, security: none, from: cds@hcm.example}}\n",
    )
    return store


class Quarter:
    """The quarter as it goes: who has submitted, what the server was handed, and what every run did."""

    def __init__(self, root: Path, post: PostOffice, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - chance of a simulation
        self.root, self.post = root, post
        self.store = make_store(root, post.port)
        self.now = LAST_DAY
        self.submitted: dict[str, datetime] = {}
        self.runs: list[desk.Reminded] = []
        self.overlapping = 0
        post.says = self.answer
        # Most send in before the first reminder, some after the last day, one in ten never.
        self.plan = {
            unit: LAST_DAY + timedelta(days=self.random.gauss(-20, 10))
            for unit in UNITS
            if self.random.random() < 0.9 and unit not in NO_ADDRESS | UNKNOWN
        }

    def answer(self, to: list[str]) -> str:
        """Say what the server says; while it does, somebody sends in figures."""
        if to != ["dic@hcm.example"]:
            unit = to[0].partition("@")[0]
            assert unit not in self.submitted, f"{unit} was reminded after it had submitted"
        if self.random.random() < 0.05:
            waiting = [
                unit for unit in self.plan if unit not in self.submitted and write_address(unit) not in to
            ]
            if waiting:
                self.submit(self.random.choice(waiting))
        luck = self.random.random()
        if luck < 0.1:
            return "452 4.3.1 Out of storage"
        return "hang up" if luck < 0.2 else "250 OK"

    def submit(self, unit: str) -> None:
        self.submitted[unit] = self.now
        answer = "share: {numerator: 1, denominator: 2}"
        self.store.submit(PERIOD, unit, answer, at=self.now.isoformat())

    def go_on(self, until: datetime) -> None:
        """Let time go by: whoever planned to has submitted by then."""
        self.now = until
        for unit, moment in self.plan.items():
            if moment <= until and unit not in self.submitted:
                self.submit(unit)

    def run(self, *, nested_after: int | None = None) -> None:
        """Run once; a second run begins and ends after so many looks at the clock, within the first."""
        before = self.find_due()
        looks = iter(range(10**6))

        def look() -> datetime:
            self.now += timedelta(seconds=1)
            if next(looks) == nested_after:
                self.overlapping += 1
                self.run()
            return self.now

        made = desk.send_reminders(self.root, desk.Wish("vi"), login=desk.LoginSource(), clock=look)
        assert isinstance(made, desk.Reminded), made
        self.runs.append(made)
        if nested_after is None and not made.problems:
            # Whatever was due was tried, unless its unit has submitted since.
            tried = {(line.unit, line.step) for line in made.lines}
            assert before <= tried | {(unit, step) for unit, step in before if unit in self.submitted}

    def find_due(self) -> set[tuple[str, str]]:
        agenda = open_agenda(self.root, as_of=self.now)
        assert not isinstance(agenda, desk.Refusal)
        [(_, _, reminders)] = agenda.programmes
        return {(one.due.unit.id, str(one.step)) for one in reminders if one.condition in {"due", "retry"}}


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with open_post_office() as opened:
        yield opened


@pytest.mark.parametrize("seed", range(593, 603) if SOAK else [593])
def test_nobody_is_reminded_twice_and_nobody_slips_through(
    tmp_path: Path, post: PostOffice, seed: int
) -> None:
    quarter = Quarter(tmp_path, post, seed)
    days = 0
    for day in range(-16, 13):
        quarter.go_on(LAST_DAY + timedelta(days=day, hours=8))
        if quarter.random.random() < 1 / 3:
            continue
        days += 1
        quarter.run(nested_after=quarter.random.randint(2, 60) if quarter.random.random() < 0.4 else None)
    assert (days, quarter.overlapping) >= (15, 4)

    everything, problems = read_ledger(tmp_path, [PERIOD])
    assert problems == []
    # Of units without an address the focal point was told once a step, and nothing was sent.
    tries = {key: attempts for key, attempts in everything.items() if key[2] not in NO_ADDRESS}
    nowhere = [attempts for key, attempts in everything.items() if key not in tries]
    assert nowhere
    assert all(len(attempts) == 1 and attempts[0][0].to == () for attempts in nowhere)
    arrived = Counter(str(message["Message-ID"]) for to, message in post.taken if "dic@hcm.example" not in to)
    assert set(arrived.values()) == {1}

    # What the ledger calls sent is what arrived, one for one.
    outcomes: Counter[str] = Counter()
    sent = set()
    for (_, _, unit, _, step, _), attempts in tries.items():
        assert step in STEPS
        told = ["uncertain" if outcome is None else outcome.outcome for _, outcome in attempts]
        outcomes.update(told)
        assert [attempt.attempt for attempt, _ in attempts] == list(range(1, len(attempts) + 1))
        # Only what certainly did not arrive was tried again.
        assert set(told[:-1]) <= {"deferred"}
        if told[-1] == "sent":
            sent.add(attempts[-1][0].message_id)
            moment = attempts[-1][1].at if attempts[-1][1] is not None else None
            assert moment is not None
            assert unit not in quarter.submitted or quarter.submitted[unit] <= quarter.now
    assert sent == set(arrived)
    assert set(outcomes) == {"sent", "deferred", "uncertain", "refused"}

    # Nobody slipped through: who never submitted was tried at its steps, or has no address.
    silent = [unit for unit in UNITS if unit not in quarter.submitted]
    steps = defaultdict(set)
    for _, _, unit, _, step, _ in tries:
        steps[unit].add(step)
    assert len(silent) > 10
    ran = set.intersection(*(steps[unit] for unit in silent if unit not in NO_ADDRESS))
    assert len(ran) >= 4
    lines = [line for run in quarter.runs for line in run.lines]
    assert {line.unit for line in lines if line.outcome == "no_address"} == NO_ADDRESS
    assert {line.unit for line in lines if line.outcome == "refused"} == UNKNOWN
