"""The calendar file: what a calendar program that others wrote (vobject) finds in it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import vobject

from cds_kpi import desk
from conftest import Run
from workspaces import Workspace

SHARE = """
id: share
measure: {kind: ratio, basis: at_date}
reporters: [so-a, so-b]
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
"""
QUARTER = "- {period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}"
AS_OF = "2022-09-16T08:00:00+07:00"
CITY = timedelta(hours=7)


def write(store: Workspace, as_of: str = AS_OF, name: str = "deadlines.ics") -> bytes:
    found = desk.check_deadlines(store.root, as_of=datetime.fromisoformat(as_of), language="vi")
    assert isinstance(found, desk.Deadlines), found
    path = store.root / name
    assert desk.write_calendar(store.root, path, found) == path
    return path.read_bytes()


def read(data: bytes) -> dict[str, Any]:
    """Return the events by uid."""
    calendar = vobject.readOne(data.decode())
    events = {event.uid.value: event for event in calendar.vevent_list}
    assert len(events) == len(calendar.vevent_list)
    return events


def test_every_deadline_and_reminder_day_stands_in_it_with_its_alarms(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, rounds=QUARTER)
    events = read(write(store))
    # The authority's rhythm is the programme's: 14, 7, 3 and 1 days before, 1, 3 and 7 after.
    assert {uid: event.dtstart.value.strftime("%d/%m %H:%M") for uid, event in events.items()} == {
        "p.2022-Q3.before-14@dic.cds-kpi": "05/09 08:00",
        "p.2022-Q3.before-7@dic.cds-kpi": "12/09 08:00",
        "p.2022-Q3.before-3@dic.cds-kpi": "16/09 08:00",
        "p.2022-Q3.before-1@dic.cds-kpi": "18/09 08:00",
        "p.2022-Q3.deadline@dic.cds-kpi": "19/09 00:00",
        "p.2022-Q3.overdue-1@dic.cds-kpi": "20/09 08:00",
        "p.2022-Q3.overdue-3@dic.cds-kpi": "22/09 08:00",
        "p.2022-Q3.overdue-7@dic.cds-kpi": "26/09 08:00",
    }
    deadline = events["p.2022-Q3.deadline@dic.cds-kpi"]
    assert deadline.summary.value == "Hạn báo cáo Quý III/2022 (p)"
    assert deadline.description.value == "Kế hoạch\nHạn gửi: trước ngày 20 tháng 9 năm 2022"
    # It ends with the first moment that is late, in a zone that the file itself brings along.
    assert deadline.dtend.value.isoformat() == "2022-09-20T00:00:00+07:00"
    assert {event.dtstart.value.utcoffset() for event in events.values()} == {CITY}
    rings = [deadline.dtstart.value + alarm.trigger.value for alarm in deadline.valarm_list]
    assert [moment.isoformat() for moment in rings] == [
        "2022-09-18T08:00:00+07:00",
        "2022-09-19T08:00:00+07:00",
    ]
    step = events["p.2022-Q3.overdue-1@dic.cds-kpi"]
    assert step.summary.value == "Nhắc báo cáo Quý III/2022 (p): quá hạn 1 ngày"
    assert [alarm.trigger.value for alarm in step.valarm_list] == [timedelta(0)]


def test_the_same_store_and_moment_give_the_same_bytes_and_another_day_the_same_entries(
    tmp_path: Path,
) -> None:
    store = Workspace(tmp_path, SHARE, rounds=QUARTER)
    first = write(store)
    assert write(store, name="again.ics") == first
    later = write(store, "2022-09-17T08:00:00+07:00", "later.ics")
    assert later != first
    assert read(later).keys() == read(first).keys()
    assert all(len(line) <= 75 for line in first.split(b"\r\n"))


def test_a_full_or_closed_round_keeps_its_entries_and_wakes_nobody(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, rounds=QUARTER)
    open_keys = read(write(store)).keys()
    for unit in ("so-a", "so-b"):
        store.submit("2022-Q3", unit, "share: {numerator: 1, denominator: 2}", at="2022-09-10T08:00:00+07:00")
    events = read(write(store))
    assert events.keys() == open_keys
    deadline = events["p.2022-Q3.deadline@dic.cds-kpi"]
    assert deadline.summary.value == "Hạn báo cáo Quý III/2022 (p) · Đã đủ"
    assert not any(hasattr(event, "valarm") for event in events.values())


def test_a_later_deadline_of_one_unit_is_an_entry_of_its_own(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, rounds=QUARTER)
    store.write(
        "data/extensions/2022-Q3/so-b.yaml",
        "format: 1\nunit: so-b\nperiod: 2022-Q3\nuntil: 2022-09-26\ngranted_by: Lãnh đạo\nreason: Mất điện\n",
    )
    events = read(write(store))
    own = events["p.2022-Q3.so-b.deadline@dic.cds-kpi"]
    assert own.summary.value == "Hạn báo cáo Quý III/2022 (p): Sở B, được gia hạn"
    assert own.dtend.value.isoformat() == "2022-09-27T00:00:00+07:00"
    reminder = events["p.2022-Q3.so-b.before-3@dic.cds-kpi"]
    assert reminder.summary.value == "Nhắc báo cáo Quý III/2022 (p): Sở B, còn 3 ngày"
    assert reminder.dtstart.value.isoformat() == "2022-09-23T08:00:00+07:00"
    assert len(events) == 8 + 8


def test_rounds_to_come_stand_in_the_calendar_a_year_before(example: Path) -> None:
    found = desk.check_deadlines(
        example,
        as_of=datetime.fromisoformat("2021-10-01T08:00:00+07:00"),
        language="en",
        programme="cv-3036",
    )
    assert isinstance(found, desk.Deadlines)
    assert found.view.rounds == ()
    written = desk.write_calendar(example, example / "reports/deadlines.ics", found)
    assert isinstance(written, Path)
    events = read(written.read_bytes())
    deadlines = {uid: event for uid, event in events.items() if ".deadline@" in uid}
    assert sorted(deadlines) == [
        f"cv-3036.{period}.deadline@so-tttt.cds-kpi" for period in ("2022-Q3", "2022-Q4", "2022-S1", "2022")
    ]
    assert len(events) == 4 * 8


def test_the_command_writes_it_beside_what_it_prints_and_refuses_other_names(run: Run, example: Path) -> None:
    def check(name: str, *options: str) -> tuple[int, str, str]:
        call = ("check-deadlines", "--as-of", "2022-09-16", "--ics", name, *options)
        done = run(*call, cwd=example, env={"CDS_KPI_LANG": "en"}, tz="America/New_York")
        return done.returncode, done.stdout, done.stderr

    code, out, err = check("deadlines.ics")
    assert (code, out.partition("\n")[0]) == (0, "Deadlines as of 2022-09-16 23:59:59")
    assert err == "Written:\n  deadlines.ics\n"
    first = (example / "deadlines.ics").read_bytes()
    # In another zone and language of machine, over the file of the day before: the same entries.
    assert check("deadlines.ics", "--quiet")[2] == ""
    assert (example / "deadlines.ics").read_bytes() == first

    code, out, err = check("deadlines.txt")
    assert (code, out) == (2, "")
    assert err == "error: --ics: deadlines.txt must end in .ics.\n  hint: For example: --ics deadlines.ics\n"
    code, out, err = check("data/deadlines.ics")
    assert (code, out) == (2, "")
    assert "KPI705" in err
    assert not (example / "data/deadlines.ics").exists()
