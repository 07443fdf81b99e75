"""The seven days around 20 September 2022 in the example store, hour by hour: what check-deadlines says, what is late.

The table stands in tests/deadlines/hours.txt; `make golden` writes it anew.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cds_kpi.assess.completeness import assess_completeness
from cds_kpi.assess.deadlines import assess_rounds
from cds_kpi.assess.reminders import plan_reminders
from cds_kpi.desk.book import open_book
from cds_kpi.store.contents import Contents, read_workspace
from conftest import Golden, RunAt

TABLE = Path(__file__).parent / "deadlines" / "hours.txt"
BEGIN = datetime.fromisoformat("2022-09-17T00:00:00+07:00")
HOURS = 7 * 24
HEAD = "hour              state     days left  owing  sent  late  steps\n"
ZONES = ["UTC", "America/New_York", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati", None]


def format_hour(contents: Contents, moment: datetime) -> str:
    """Return the third quarter's line at a moment, by what the program's rooms work out."""
    book = open_book(contents, "cv-3036", moment, set())
    rounds = assess_rounds(book)
    [one] = [one for one in rounds if str(one.collection.period) == "2022-Q3"]
    states = assess_completeness(book, "cv-3036", one.collection, one.deadline)
    sent = sum(state.filing is not None for state in states)
    late = sum(state.state == "late" for state in states)
    steps = Counter(str(reminder.step) for reminder in plan_reminders(book, [one], {}, {}))
    said = ", ".join(f"{step}: {count}" for step, count in sorted(steps.items())) or "-"
    return (
        f"{moment:%Y-%m-%d %H:%M}  {one.state:<8}  {one.days_left:>9}  {len(one.owing):>5}  {sent:>4}  {late:>4}"
        f"  {said}\n"
    )


def list_hours(contents: Contents) -> Iterator[str]:
    yield HEAD
    for hour in range(HOURS):
        yield format_hour(contents, BEGIN + timedelta(hours=hour))


def test_every_hour_of_the_seven_days_is_as_the_table_says(example: Path, golden: Golden) -> None:
    golden(TABLE, "".join(list_hours(read_workspace(example))))


def test_the_table_turns_with_the_citys_midnight_and_with_every_submission() -> None:
    rows = {line[:16]: line.split()[2:] for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]}
    assert len(rows) == HOURS
    # The last hour on time, and the first that is late.
    assert rows["2022-09-19 23:00"][:2] == ["due_soon", "0"]
    assert rows["2022-09-20 00:00"][:2] == ["overdue", "-1"]
    assert {row[0] for hour, row in rows.items() if hour < "2022-09-20"} == {"due_soon"}
    assert {row[0] for hour, row in rows.items() if hour >= "2022-09-20"} == {"overdue"}
    owing = [int(row[2]) for row in rows.values()]
    assert owing == sorted(owing, reverse=True)
    assert {row[5] for row in rows.values()} == {"before-3:", "before-1:", "overdue-1:", "overdue-3:"}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "moment",
    [
        # In the city: one second before and at the midnight that ends the last day on time.
        "2022-09-19 16:59:59",
        "2022-09-19 17:00:00",
    ],
)
def test_the_program_says_the_same_wherever_the_machine_stands(
    run_at: RunAt, example: Path, zone: str | None, moment: str
) -> None:
    compare_with_table(run_at, example, zone, moment)


@pytest.mark.parametrize(
    "moment",
    [
        "2022-09-16 17:00:00",
        "2022-09-18 17:00:00",
        "2022-09-20 09:00:00",
        "2022-09-21 17:00:00",
        "2022-09-23 16:00:00",
    ],
)
def test_the_program_says_what_the_table_says(run_at: RunAt, example: Path, moment: str) -> None:
    compare_with_table(run_at, example, "America/New_York", moment)


def compare_with_table(run_at: RunAt, example: Path, zone: str | None, moment: str) -> None:
    city = datetime.fromisoformat(f"{moment}+00:00") + timedelta(hours=7)
    rows = {line[:16]: line.split()[2:] for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]}
    row = rows[f"{city:%Y-%m-%d %H}:00"]
    done = run_at(moment, zone, "check-deadlines", "--format", "json", cwd=example)
    assert done.stderr == ""
    said = json.loads(done.stdout)
    assert said["as_of"] == f"{city:%Y-%m-%dT%H:%M:%S}+07:00"
    [one] = [one for one in said["rounds"] if one["period"] == "2022-Q3"]
    reminders = [one for one in said["reminders"] if one["period"] == "2022-Q3"]
    assert [one["state"], str(one["days_left"]), str(len(one["owing"]))] == row[:3]
    assert [f"{step}: {count}" for step, count in Counter(one["step"] for one in reminders).items()] == [
        " ".join(row[5:])
    ]
    assert done.returncode == (3 if one["state"] == "overdue" else 0)
