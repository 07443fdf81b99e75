"""What falls due and what is overdue, who owes what until when, and which reminder applies on which day."""

from datetime import date, datetime
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.assess.deadlines import RoundDue, assess_rounds
from cds_kpi.assess.reminders import find_step
from cds_kpi.desk.deadlines import open_agenda
from cds_kpi.model.catalogue import Remind
from workspaces import Workspace

SHARE = """
id: share
measure: {kind: ratio, basis: at_date}
reporters: [so-a, so-b]
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
---
id: count
measure: {kind: value, basis: at_date, counted_in: count}
reporters: [so-a]
frequency: year
targets: [{programme: p, number: 2, at_least: 5, by: 2022-12-31}]
"""
ANSWER = "share: {numerator: 1, denominator: 2}"
QUARTER = "- {period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}"


def find_rounds(store: Workspace, as_of: str, *, within: int | None = None) -> dict[str, RoundDue]:
    book = store.open_book(as_of=as_of)
    return {str(one.collection.period): one for one in assess_rounds(book, within=within)}


@pytest.mark.parametrize(
    ("as_of", "days_left", "state"),
    [
        ("2022-09-04T23:59:59+07:00", 15, "open"),
        ("2022-09-05T00:00:00+07:00", 14, "due_soon"),
        ("2022-09-19T23:59:59+07:00", 0, "due_soon"),
        # One second later, and the same moment said in another zone.
        ("2022-09-20T00:00:00+07:00", -1, "overdue"),
        ("2022-09-19T17:00:00+00:00", -1, "overdue"),
        ("2022-09-19T12:59:59-04:00", 0, "due_soon"),
    ],
)
def test_days_are_counted_in_the_citys_time_to_the_last_day_on_time(
    tmp_path: Path, as_of: str, days_left: int, state: str
) -> None:
    store = Workspace(tmp_path, SHARE, rounds=QUARTER)
    found = find_rounds(store, as_of)["2022-Q3"]
    assert (found.days_left, found.state) == (days_left, state)
    assert [(due.unit.id, due.indicators) for due in found.owing] == [
        ("so-a", ("share",)),
        ("so-b", ("share",)),
    ]


def test_a_round_is_told_of_once_it_has_begun_or_is_due_within_so_many_days(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, rounds=QUARTER)
    # The third quarter's figures cover the days from 15 June on.
    assert find_rounds(store, "2022-06-14T23:59:59+07:00") == {}
    assert find_rounds(store, "2022-06-15T00:00:00+07:00")["2022-Q3"].state == "open"
    assert find_rounds(store, "2022-06-14T12:00:00+07:00", within=200)["2022-Q3"].state == "due_soon"


def test_whoever_has_answered_owes_nothing_and_a_full_round_is_complete(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, rounds=QUARTER)
    store.submit("2022-Q3", "so-a", ANSWER, at="2022-09-10T08:00:00+07:00")
    found = find_rounds(store, "2022-09-21T08:00:00+07:00")["2022-Q3"]
    assert (found.state, found.expected, [due.unit.id for due in found.owing]) == ("overdue", 2, ["so-b"])
    store.submit("2022-Q3", "so-b", ANSWER, at="2022-09-21T09:00:00+07:00")
    found = find_rounds(store, "2022-09-21T10:00:00+07:00")["2022-Q3"]
    assert (found.state, found.owing) == ("complete", ())
    # As of an hour before, it still owed.
    assert find_rounds(store, "2022-09-21T08:59:59+07:00")["2022-Q3"].state == "overdue"


def test_a_round_that_asks_nobody_is_not_called_complete(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, rounds="- {period: 2022-09, before: 2022-09-20, frequencies: [month]}")
    made = desk.check_deadlines(
        store.root, as_of=datetime.fromisoformat("2022-09-21T08:00:00+07:00"), language="vi"
    )
    assert not isinstance(made, desk.Refusal)
    assert [(one.expected, one.state_text) for one in made.view.rounds] == [
        (0, "Không đơn vị nào phải báo cáo")
    ]


def test_a_closed_round_owes_nothing(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, rounds=QUARTER)
    store.write(
        "data/rounds/p/2022-Q3.yaml",
        "format: 1\nprogramme: p\nperiod: 2022-Q3\nact: closed\nby: Chuyên viên\nat: 2022-09-30T08:00:00+07:00\n",
    )
    found = find_rounds(store, "2022-10-01T08:00:00+07:00")["2022-Q3"]
    assert (found.state, found.owing) == ("closed", ())


def test_an_extension_holds_for_its_unit_from_the_day_it_was_granted(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, rounds=QUARTER)
    store.submit("2022-Q3", "so-a", ANSWER, at="2022-09-10T08:00:00+07:00")
    store.write(
        "data/extensions/2022-Q3/so-b.yaml",
        "format: 1\nunit: so-b\nperiod: 2022-Q3\nuntil: 2022-09-26\ngranted_by: Lãnh đạo\n"
        "granted_on: 2022-09-19\nreason: Mất điện\n",
    )
    found = find_rounds(store, "2022-09-20T08:00:00+07:00")["2022-Q3"]
    [due] = found.owing
    assert (found.state, found.days_left, due.days_left) == ("due_soon", -1, 6)
    assert find_rounds(store, "2022-09-27T00:00:00+07:00")["2022-Q3"].state == "overdue"
    [due] = find_rounds(store, "2022-09-18T08:00:00+07:00")["2022-Q3"].owing
    assert due.deadline.last_on_time_day == date(2022, 9, 19)


@pytest.mark.parametrize(
    ("named", "rolled", "last", "reason"),
    [
        # A Saturday and the Sunday after it.
        ("before: 2022-10-02", "next_working_day", date(2022, 10, 3), "Thứ bảy"),
        ("before: 2022-10-02", "none", date(2022, 10, 1), None),
        ("by: 2022-09-02", "next_working_day", date(2022, 9, 5), "Quốc khánh"),
        ("by: 2022-09-20", "next_working_day", date(2022, 9, 20), None),
    ],
)
def test_a_deadline_off_a_working_day_moves_where_the_round_says_so_and_says_why(
    tmp_path: Path, named: str, rolled: str, last: date, reason: str | None
) -> None:
    store = Workspace(
        tmp_path, SHARE, rounds=f"- {{period: 2022-Q3, {named}, roll: {rolled}, frequencies: [quarter]}}"
    )
    found = find_rounds(store, "2022-09-20T08:00:00+07:00", within=60)["2022-Q3"]
    assert found.deadline.last_on_time_day == last
    moved = found.deadline.moved_because
    assert (reason is None and moved is None) or (
        moved is not None and reason is not None and reason in moved[0]
    )


def test_the_offices_own_days_win_over_the_public_calendar(tmp_path: Path) -> None:
    rounds = "- {period: 2022-Q3, by: 2022-10-01, roll: next_working_day, frequencies: [quarter]}"
    store = Workspace(tmp_path, SHARE, rounds=rounds)
    assert find_rounds(store, "2022-09-20T08:00:00+07:00")["2022-Q3"].deadline.last_on_time_day == date(
        2022, 10, 3
    )
    store.write("data/holidays.yaml", "format: 1\nworked: [{day: 2022-10-01, name: Làm bù}]\n")
    assert find_rounds(store, "2022-09-20T08:00:00+07:00")["2022-Q3"].deadline.last_on_time_day == date(
        2022, 10, 1
    )
    store.write(
        "data/holidays.yaml",
        "format: 1\noff: [{day: 2022-10-03, name: Nghỉ bù}, {day: 2022-10-04, name: Nghỉ bù}]\n",
    )
    assert find_rounds(store, "2022-09-20T08:00:00+07:00")["2022-Q3"].deadline.last_on_time_day == date(
        2022, 10, 5
    )


def test_a_round_that_was_due_on_issue_is_due_with_another_or_before_its_figures_end_is_warned_of(
    tmp_path: Path,
) -> None:
    store = Workspace(
        tmp_path,
        SHARE,
        rounds="- {period: 2022-Q3, before: 2022-09-10, frequencies: [quarter]}\n"
        "- {period: 2022-Q4, before: 2022-12-20, frequencies: [quarter]}\n"
        "- {period: 2022, before: 2022-12-20, frequencies: [year]}\n",
    )
    found = find_rounds(store, "2022-12-01T08:00:00+07:00")
    assert found["2022-Q3"].warnings == ("window-open",)
    assert (found["2022-Q4"].warnings, found["2022-Q4"].together) == (("due-together",), ("2022",))
    assert (found["2022"].warnings, found["2022"].together) == (("due-together",), ("2022-Q4",))


def test_the_example_says_that_the_first_half_year_was_due_on_the_day_of_issue(example: Path) -> None:
    made = desk.check_deadlines(
        example, as_of=datetime.fromisoformat("2022-08-29T08:00:00+07:00"), language="vi"
    )
    assert isinstance(made, desk.Deadlines)
    [half] = [one for one in made.view.rounds if one.period == "2022-S1"]
    assert half.warnings == (
        "Thời hạn không sau ngày ban hành văn bản (30/8/2022): đã đến hạn khi văn bản vừa ban hành.",
    )


REMIND = Remind.make(before=(14, 7, 3, 1), overdue=(1, 3, 7))


@pytest.mark.parametrize(
    ("days_left", "step"),
    [
        (15, None),
        (14, "before-14"),
        (8, "before-14"),
        (7, "before-7"),
        (4, "before-7"),
        (3, "before-3"),
        (2, "before-3"),
        (1, "before-1"),
        (0, "before-1"),
        (-1, "overdue-1"),
        (-2, "overdue-1"),
        (-3, "overdue-3"),
        (-6, "overdue-3"),
        (-7, "overdue-7"),
        (-37, "overdue-7"),
        (-38, None),
    ],
)
def test_the_newest_step_applies(days_left: int, step: str | None) -> None:
    found = find_step(REMIND, days_left)
    assert (str(found) if found is not None else None) == step


def test_without_steps_there_is_no_reminder() -> None:
    none = Remind.make(before=(), overdue=())
    assert [find_step(none, days) for days in (3, 0, -3)] == [None, None, None]


ADDRESSED = """
- {id: city, name: Thành phố, level: province, email: [vp@city.example]}
- {id: dic, name: Đơn vị đầu mối, level: agency, parent: city}
- {id: so-a, name: Sở A, level: department, parent: city, email: [a@city.example]}
- {id: so-b, name: Sở B, level: department, parent: city}
"""


def find_conditions(store: Workspace, as_of: str) -> list[tuple[str, str, str, int]]:
    agenda = open_agenda(store.root, as_of=datetime.fromisoformat(as_of))
    assert not isinstance(agenda, desk.Refusal), agenda
    [(_, _, planned)] = agenda.programmes
    return [(one.due.unit.id, str(one.step), one.condition, one.attempt) for one in planned]


def begin(store: Workspace, attempt: int = 1, *, to: str = "a@city.example") -> str:
    name = f"data/reminders/2022-Q3/p.so-a.2022-09-19.before-3.{attempt}"
    store.write(
        f"{name}.begun.yaml",
        f"format: 1\nprogramme: p\nperiod: 2022-Q3\nunit: so-a\ndeadline: 2022-09-19\nstep: before-3\n"
        f"attempt: {attempt}\nto: [{to}]\nindicators: [share]\nmessage_id: x\nat: 2022-09-16T07:00:00+07:00\n",
    )
    return name


def end(store: Workspace, name: str, outcome: str) -> None:
    store.write(f"{name}.ended.yaml", f"format: 1\noutcome: {outcome}\nat: 2022-09-16T07:00:05+07:00\n")


def test_a_reminder_is_due_until_its_attempt_has_ended_well(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, units=ADDRESSED, rounds=QUARTER)
    moment = "2022-09-16T08:00:00+07:00"
    nobody = ("so-b", "before-3", "no_address", 1)
    assert find_conditions(store, moment) == [("so-a", "before-3", "due", 1), nobody]
    first = begin(store)
    assert find_conditions(store, moment) == [("so-a", "before-3", "uncertain", 2), nobody]
    end(store, first, "deferred")
    assert find_conditions(store, moment) == [("so-a", "before-3", "retry", 2), nobody]
    end(store, begin(store, 2), "sent")
    assert find_conditions(store, moment) == [("so-a", "before-3", "sent", 3), nobody]
    # Two days later the next step is another reminder.
    assert find_conditions(store, "2022-09-18T08:00:00+07:00") == [
        ("so-a", "before-1", "due", 1),
        ("so-b", "before-1", "no_address", 1),
    ]


def test_what_an_address_refused_is_tried_again_once_the_address_is_another(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, units=ADDRESSED, rounds=QUARTER)
    end(store, begin(store), "refused")
    assert find_conditions(store, "2022-09-16T08:00:00+07:00")[0] == ("so-a", "before-3", "refused", 2)
    other = Workspace(tmp_path / "other", SHARE, units=ADDRESSED, rounds=QUARTER)
    end(other, begin(other, to="old@city.example"), "refused")
    assert find_conditions(other, "2022-09-16T08:00:00+07:00")[0] == ("so-a", "before-3", "due", 2)


def test_an_attempt_that_cannot_be_read_still_counts_as_begun(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, units=ADDRESSED, rounds=QUARTER)
    store.write("data/reminders/2022-Q3/p.so-a.2022-09-19.before-3.1.begun.yaml", "format: 1\nto: [")
    store.write("data/reminders/2022-Q3/ghi-chu.yaml", "format: 1\n")
    moment = datetime.fromisoformat("2022-09-16T08:00:00+07:00")
    agenda = open_agenda(store.root, as_of=moment)
    assert not isinstance(agenda, desk.Refusal)
    assert agenda.programmes[0][2][0].condition == "uncertain"
    assert {problem.place.file for problem in agenda.broken} == {
        "data/reminders/2022-Q3/p.so-a.2022-09-19.before-3.1.begun.yaml",
        "data/reminders/2022-Q3/ghi-chu.yaml",
    }


def test_an_attempt_of_which_only_the_end_is_on_file_still_counts(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, units=ADDRESSED, rounds=QUARTER)
    name = begin(store)
    end(store, name, "sent")
    begun = store.root / f"{name}.begun.yaml"
    begun.unlink()
    assert find_conditions(store, "2022-09-16T08:00:00+07:00")[0] == ("so-a", "before-3", "sent", 2)
    [found] = [one for one in desk.check_workspace(store.root) if "reminders" in one.place.file]
    assert (found.kind, found.facts["name"]) == ("reminder-half", begun.name)
    assert found.place.file == f"{name}.ended.yaml"


def test_check_reads_the_reminders_that_are_kept_and_names_what_does_not_belong_there(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, units=ADDRESSED, rounds=QUARTER)
    end(store, begin(store), "sent")
    known = store.find_problems()
    store.write("data/reminders/2022-Q3/ghi-chu.yaml", "format: 1\n")
    store.write("data/reminders/2022-Q3/.editor.swp", "x")
    store.write("data/reminders/quy-3/x.yaml", "format: 1\n")
    store.write("data/reminders/readme.txt", "x\n")
    store.write("data/reminders/2022-Q3/p.so-b.2022-09-19.before-3.1.begun.yaml", "format: 1\nto: [\n")
    found = [problem for problem in desk.check_workspace(store.root) if "reminders" in problem.place.file]
    assert [(problem.place.file.removeprefix("data/reminders/"), problem.kind) for problem in found] == [
        ("2022-Q3/ghi-chu.yaml", "store-file-name"),
        ("2022-Q3/p.so-b.2022-09-19.before-3.1.begun.yaml", "yaml-bracket-open"),
        ("quy-3", "store-folder-name"),
        ("readme.txt", "store-file-misplaced"),
    ]
    assert len(store.find_problems()) == len(known) + len(found)
    alone = desk.check_paths(store.root, [store.root / "data/reminders/quy-3"])
    assert not isinstance(alone, desk.Refusal)
    assert [problem.kind for problem in alone] == ["store-folder-name"]
    # A broken file of the ledger stops no report and no deadline.
    assert find_conditions(store, "2022-09-16T08:00:00+07:00")[1] == ("so-b", "before-3", "uncertain", 2)


def test_every_programme_has_its_rounds_and_they_stand_by_deadline(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, rounds=QUARTER)
    catalogue = (tmp_path / "data/indicators.yaml").read_text(encoding="utf-8")
    head, _, rest = catalogue.partition("indicators:\n")
    second = head[head.index("  p:\n") :].replace("  p:\n", "  q:\n").replace("2022-09-20", "2022-09-15")
    asked = "[{programme: q, at_least: 40, by: 2022-12-31}, {programme: p, number: 1"
    text = f"{head}{second}indicators:\n{rest.replace('[{programme: p, number: 1', asked)}"
    store.write("data/indicators.yaml", text)
    moment = datetime.fromisoformat("2022-09-16T08:00:00+07:00")
    made = desk.check_deadlines(store.root, as_of=moment, language="vi")
    assert isinstance(made, desk.Deadlines), made
    assert [(one.programme, one.period, one.days_left, one.state) for one in made.view.rounds] == [
        ("q", "2022-Q3", -2, "overdue"),
        ("p", "2022-Q3", 3, "due_soon"),
    ]
    one = desk.check_deadlines(store.root, as_of=moment, language="vi", programme="p")
    assert isinstance(one, desk.Deadlines)
    assert [line.programme for line in one.view.rounds] == ["p"]
    unknown = desk.check_deadlines(store.root, as_of=moment, language="vi", programme="r")
    assert isinstance(unknown, desk.Refusal)
    assert unknown.problems[0].kind == "programme-unknown"


def test_from_the_second_step_after_the_deadline_on_the_authority_is_copied(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, units=ADDRESSED, rounds=QUARTER)

    def copied(as_of: str) -> list[tuple[str, list[str]]]:
        agenda = open_agenda(store.root, as_of=datetime.fromisoformat(as_of))
        assert not isinstance(agenda, desk.Refusal)
        first = agenda.programmes[0][2][0]
        return [(str(first.step), [unit.id for unit in first.copied])]

    assert copied("2022-09-20T08:00:00+07:00") == [("overdue-1", [])]
    assert copied("2022-09-22T08:00:00+07:00") == [("overdue-3", ["city"])]


def test_a_later_deadline_is_another_reminder(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, units=ADDRESSED, rounds=QUARTER)
    end(store, begin(store), "sent")
    store.write(
        "data/extensions/2022-Q3/so-a.yaml",
        "format: 1\nunit: so-a\nperiod: 2022-Q3\nuntil: 2022-09-26\ngranted_by: Lãnh đạo\nreason: Mất điện\n",
    )
    assert find_conditions(store, "2022-09-23T08:00:00+07:00")[0] == ("so-a", "before-3", "due", 1)


def test_an_extension_is_filed_beside_earlier_ones_and_only_ever_later(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, rounds=QUARTER)

    def extend(until: str, unit: str = "so-b") -> desk.Extended | desk.Refusal:
        return desk.extend_deadline(
            store.root,
            desk.Asking(quarter="Q3"),
            unit,
            date.fromisoformat(until),
            by="Lãnh đạo Sở",
            reason="Mất điện diện rộng",
            now=datetime.fromisoformat("2022-09-18T08:00:00+07:00"),
            language="vi",
        )

    first, second = extend("2022-09-23"), extend("2022-09-26")
    assert isinstance(first, desk.Extended)
    assert isinstance(second, desk.Extended)
    assert (first.file, first.before) == ("data/extensions/2022-Q3/so-b.yaml", "2022-09-19")
    assert (second.file, second.before) == ("data/extensions/2022-Q3/so-b.2.yaml", "2022-09-23")
    assert store.find_problems() == ["frequency-without-round"]
    far = extend("2202-09-26")
    assert isinstance(far, desk.Refusal)
    assert (far.why, far.problems[0].kind, far.problems[0].facts["most"]) == (
        "request",
        "extension-far",
        "2023-09-20",
    )
    refused = [extend("2022-09-26"), extend("2022-10-01", "quan-1"), extend("2022-10-01", "so-x")]
    assert [(one.why, one.problems[0].kind) for one in refused if isinstance(one, desk.Refusal)] == [
        ("request", "extension-not-later"),
        ("state", "unit-not-asked"),
        ("request", "unit-unknown"),
    ]
