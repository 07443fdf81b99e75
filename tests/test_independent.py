"""The report's figures against a second calculation, made from the files and the rules alone, without the program."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Run

CITY = timezone(timedelta(hours=7))
SURENESS = ("final", "provisional", "estimated")
MONTHS = {"S1": 6, "S2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}
ENDS = {3: 31, 6: 30, 9: 30, 12: 31}

MOMENTS = [
    # A round before anyone has answered, half way, at its deadline, the day after, at its end, after the targets' day.
    ("2022-S1", "2022-08-20"),
    ("2022-S1", "2022-08-24T12:00"),
    ("2022-S1", "2022-08-29"),
    ("2022-S1", "2022-08-31"),
    ("2022-S1", "2022-09-20"),
    ("2022-S1", "2023-01-15"),
    ("2022-Q3", "2022-09-05"),
    ("2022-Q3", "2022-09-15T12:00"),
    ("2022-Q3", "2022-09-19T12:00"),
    ("2022-Q3", "2022-09-20"),
    ("2022-Q3", "2022-09-30"),
    ("2022-Q3", "2023-01-15"),
]


# ------------------------------------------------------------------------------------- reading the files


def read(path: Path) -> tuple[Any, Any]:
    """Read a YAML file as text only: its content, and its nodes for the lines."""
    loader = yaml.BaseLoader(path.read_bytes())
    node = loader.get_single_node()
    return loader.construct_document(node), node


def child(node: Any, key: str) -> tuple[int, Any]:
    """Return the line (from 1) of a key in a mapping, and its value's node."""
    return next((k.start_mark.line + 1, v) for k, v in node.value if k.value == key)


@dataclass(frozen=True)
class Submission:
    """One revision of one unit's figures for one period."""

    unit: str
    period: str
    revision: int
    received: datetime
    file: str
    sha256: str
    entries: Mapping[str, Any]
    lines: Mapping[str, int]


def read_submission(root: Path, path: Path) -> Submission:
    content, node = read(path)
    unit, _, revision = path.stem.partition(".r")
    entries = child(node, "entries")[1]
    return Submission(
        unit,
        path.parent.name,
        int(revision or 1),
        datetime.fromisoformat(content["receipt"]["received_at"]),
        path.relative_to(root).as_posix(),
        hashlib.sha256(path.read_bytes()).hexdigest(),
        content["entries"],
        {key: child(entries, key)[0] for key in content["entries"]},
    )


def last_day(period: str) -> date:
    """The last calendar day of a period."""
    year, _, part = period.partition("-")
    month = MONTHS[part] if part else 12
    return date(int(year), month, ENDS[month])


def last_window_day(period: str) -> date:
    """The last day of a period's figures under Nghị định 09/2019/NĐ-CP: the 14th of its last month."""
    return last_day(period).replace(day=14)


def decimal(value: Fraction | None) -> str | None:
    """Write a number in full where it ends, else with twelve places, half up."""
    if value is None:
        return None
    rest = value.denominator
    while rest % 10 == 0:
        rest //= 10
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    places = 12 if rest > 1 else next(n for n in range(100) if (value * 10**n).denominator == 1)
    scaled = floor(value * 10**places + Fraction(1, 2))
    digits = f"{abs(scaled):0{places + 1}d}"
    whole, tail = (digits[:-places], f".{digits[-places:]}") if places else (digits, "")
    return ("-" if scaled < 0 else "") + whole + tail


# ------------------------------------------------------------------------------------------- calculating


class Calculation:
    """What contract sections 3 to 9 make of one round of the example store, as of a moment."""

    def __init__(self, root: Path, period: str, as_of: str) -> None:
        data = root / "data"
        # What else a store may hold (reviews, extensions) this calculation does not know; no round moves off a day off.
        assert {path.name for path in data.iterdir()} == {
            "holidays.yaml",
            "indicators.yaml",
            "units.yaml",
            "settings.yaml",
            "submissions",
        }
        self.catalogue = read(data / "indicators.yaml")[0]
        self.units = {unit["id"]: unit for unit in read(data / "units.yaml")[0]["units"]}
        self.settings = read(data / "settings.yaml")[0]
        self.period = period
        if "T" in as_of:
            self.as_of = datetime.fromisoformat(as_of).replace(tzinfo=CITY)
        else:
            self.as_of = datetime.combine(date.fromisoformat(as_of), time(23, 59, 59), CITY)
        self.programme_id = self.catalogue["default_programme"]
        self.programme = self.catalogue["programmes"][self.programme_id]
        assert self.programme["cutoff"] == "decree-09-2019"
        assert self.programme["counts"] == "submitted"
        self.rounds = {r["period"]: r for r in self.programme["rounds"]}
        self.received: dict[tuple[str, str], list[Submission]] = {}
        for path in sorted(data.glob("submissions/*/*.yaml")):
            submission = read_submission(root, path)
            if submission.received <= self.as_of:
                self.received.setdefault((submission.unit, submission.period), []).append(submission)
        self.counted = {
            key: max(revisions, key=lambda s: s.revision) for key, revisions in self.received.items()
        }
        reported = {period for _, period in self.counted} - {"2022-S1", "2022-Q3"}
        assert not reported, f"this calculation does not know how {reported} overlap"

    # ---- who owes what

    def reporters(self, indicator: Any, period: str) -> list[str]:
        """Who owes a figure, in the registry's order.

        The contract says "existed on the last day of the period" and "from when it applies"; read as the last day of
        the data window (reporters.find_reporters).
        """
        day = last_window_day(period)
        asked = indicator["reporters"]
        asked = [asked] if isinstance(asked, str) else asked
        begins = {phase["level"]: date.fromisoformat(phase["from"]) for phase in indicator.get("phases", [])}
        return [
            unit_id
            for unit_id, unit in self.units.items()
            if any(
                selector in {unit_id, f"level:{unit['level']}"}
                or (selector == "lead" and unit_id == indicator["lead"])
                for selector in asked
            )
            and date.fromisoformat(unit.get("valid", {}).get("from", "0001-01-01")) <= day
            and day <= date.fromisoformat(unit.get("valid", {}).get("until", "9999-12-31"))
            and begins.get(unit["level"], day) <= day
        ]

    def is_collected(self, indicator: Any, period: str) -> bool:
        return indicator["frequency"] in self.rounds[period]["frequencies"]

    def owed(self) -> dict[str, list[str]]:
        """Each unit the round asks, in the registry's order, with the indicators it owes."""
        owed: dict[str, list[str]] = {unit: [] for unit in self.units}
        for indicator, _ in self.targets():
            if self.is_collected(indicator, self.period):
                for unit in self.reporters(indicator, self.period):
                    owed[unit].append(indicator["id"])
        return {unit: ids for unit, ids in owed.items() if ids}

    def targets(self) -> Iterator[tuple[Any, Any]]:
        rows = [
            (indicator, target)
            for indicator in self.catalogue["indicators"]
            for target in indicator["targets"]
            if target["programme"] == self.programme_id
        ]
        yield from sorted(rows, key=lambda row: int(row[1]["number"]))

    # ---- how the round went

    def closes_at(self) -> datetime:
        """The first moment that is late: midnight, in the city, of the day the round is due before."""
        return datetime.combine(date.fromisoformat(self.rounds[self.period]["before"]), time(), CITY)

    def unit_states(self) -> list[dict[str, Any]]:
        """Each unit's part; late where an answer that counts first arrived after the deadline (completeness)."""
        states = []
        for unit, owed in self.owed().items():
            revisions = sorted(self.received.get((unit, self.period), []), key=lambda s: s.revision)
            answered = [i for i in owed if revisions and has_answer(revisions[-1], i)]
            arrived = [next(s.received for s in revisions if has_answer(s, i)) for i in answered]
            if not revisions:
                state = "missing"
            elif answered != owed:
                # Neither on time nor late: in the contract's example these two make up the complete ones.
                state = "partial"
            else:
                state = "on_time" if max(arrived) < self.closes_at() else "late"
            states.append(
                {
                    "unit": unit,
                    "state": state,
                    "revision": revisions[-1].revision if revisions else None,
                    "received_at": revisions[-1].received.isoformat() if revisions else None,
                    "owed": owed,
                    "answered": answered,
                }
            )
        return states

    def report(self) -> dict[str, Any]:
        states = self.unit_states()
        count = {name: sum(s["state"] == name for s in states) for name in ("on_time", "late", "partial")}
        return {
            "schema": "cds-kpi.report/1",
            "programme": self.programme_id,
            "period": self.period,
            "as_of": self.as_of.isoformat(),
            "notice": self.settings["notice"]["vi"],
            "deadline": {"last_on_time_day": (self.closes_at() - timedelta(days=1)).date().isoformat()},
            "reporting": {
                "expected": len(states),
                "received": sum(count.values()),
                "complete": count["on_time"] + count["late"],
                "on_time": count["on_time"],
                "late": count["late"],
                "missing": [s["unit"] for s in states if s["state"] == "missing"],
                "excluded": [],
            },
            "indicators": [self.row(indicator, target) for indicator, target in self.targets()],
            "units": states,
            "broken": [],
        }

    # ---- one row

    def row(self, indicator: Any, target: Any) -> dict[str, Any]:
        measure = indicator["measure"]
        answers = {
            period: found
            for period in ("2022-S1", "2022-Q3")
            if last_day(period) <= last_day(self.period)
            and (found := self.answers(indicator, target, period))
        }
        collected = self.is_collected(indicator, self.period)
        # What is counted once within a period is never carried into a round that asks for it ("the period's own figure
        # stands"; over_time.find_year_figure); a round that does not ask shows the newest figure of the year.
        if measure["basis"] == "distinct_in_period" and collected:
            answers = {period: found for period, found in answers.items() if period == self.period}
        newest = list(answers)[-1] if answers else None
        covers = list(answers) if measure["basis"] == "in_period" else [newest] if newest else []
        # Who is missing: in this round, or for an indicator it does not collect in the round the figure comes from.
        # One that it does not collect and that has no figure yet is "never counted as missing": nobody is expected.
        asked_in = self.period if collected else newest or self.period
        expected = self.reporters(indicator, asked_in) if collected or newest else []
        reported = answers.get(asked_in, {})
        missing = [unit for unit in expected if unit not in reported]
        # A sum of the year lacks an answer, too, where a unit is missing in an older period of it.
        lacking = [(unit, asked_in) for unit in missing]
        lacking += [
            (unit, period)
            for period in covers[:-1]
            for unit in self.reporters(indicator, period)
            if unit not in answers[period]
        ]

        # By unit in the registry's order, a unit's periods in order of time (combine.find_answers, over_time).
        parts = [answers[period][unit] for unit in self.units for period in covers if unit in answers[period]]
        value, numerator, denominator = self.figure(indicator, parts, newest)
        own = list(answers.get(self.period, {}).values())
        bounds = None
        # "With some missing": a figure carried from an older period, for which nothing has come yet, has no bounds;
        # where periods are added up the one to come is only more of it.
        adds = measure["basis"] == "in_period"
        if adds and newest and newest != asked_in:
            lacking += [
                (unit, newest) for unit in self.reporters(indicator, newest) if unit not in answers[newest]
            ]
        if lacking and (newest == asked_in or adds):
            bounds = self.bounds(indicator, lacking, numerator, denominator)
        demand = Demand(indicator, target, last_day(self.period))
        entries = [s.entries[indicator["id"]] for s in parts]
        sure = [e.get("status", "final") for e in entries if not {"nil", "not_applicable"} & set(e)]
        # "With some missing, the value is provisional": those of the round that the figure is of. One carried into a
        # round that has none yet is as sure as it was in its own.
        gaps = [one for one in lacking if newest == asked_in or one[1] != asked_in]
        if newest and newest != asked_in:
            gaps += [
                (unit, newest) for unit in self.reporters(indicator, newest) if unit not in answers[newest]
            ]
        if gaps and sure:
            sure.append("provisional")
        return {
            "id": indicator["id"],
            "number": int(target["number"]),
            "level": target.get("level"),
            "name": indicator["name"],
            "pillar": indicator["pillar"],
            "lead": indicator["lead"],
            "value": decimal(value),
            "numerator": decimal(numerator),
            "denominator": decimal(denominator),
            "period_value": decimal(self.figure(indicator, own, self.period)[0]),
            "basis": measure["basis"],
            "collected": collected,
            "carried_from": newest if newest != self.period else None,
            "covers": covers,
            "observed": max(sure, key=SURENESS.index) if sure else None,
            "coverage": {"expected": len(expected), "reported": len(reported), "missing": missing},
            "bounds": {"low": decimal(bounds[0]), "high": decimal(bounds[1])} if bounds else None,
            "target": demand.as_json(),
            "attainment": decimal(demand.attainment(value)),
            "gap": demand.gap(value, numerator, denominator, is_whole=measure.get("whole") != "false"),
            "status": self.status(demand, value),
            # Certain: there is a status, and no missing answer can change it.
            "certain": value is not None
            and (
                not lacking
                or (bounds is not None and self.status(demand, bounds[0]) == self.status(demand, bounds[1]))
            ),
            "exceeded": value is not None and demand.upper is not None and value > demand.upper,
            "not_done": self.not_done(indicator, parts, newest),
            "sources": [self.source(indicator, s) for s in parts],
        }

    def answers(self, indicator: Any, target: Any, period: str) -> dict[str, Submission]:
        """The revisions that answer for a period, by unit in the registry's order; "unavailable" is no answer."""
        return {
            unit: submission
            for unit in self.reporters(indicator, period)
            if (submission := self.counted.get((unit, period))) is not None
            and has_answer(submission, indicator["id"])
            and target.get("method") in {None, submission.entries[indicator["id"]].get("method")}
        }

    def figure(
        self, indicator: Any, parts: list[Submission], period: str | None
    ) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
        """Value, numerator and denominator of some answers; a roll call counts whoever owes it for the period."""
        if not parts or period is None:
            return None, None, None
        measure, entries = indicator["measure"], [s.entries[indicator["id"]] for s in parts]
        if measure["kind"] == "value":
            (entry,) = entries
            return Fraction(entry["value"]), None, None
        if measure["kind"] == "roll_call":
            members = measure["members"] == "true"
            done = sum(e["done"] == "true" for e in entries)
            done += sum(int(e.get("members_done", 0)) for e in entries) if members else 0
            numerator, denominator = Fraction(done), self.heads(indicator, self.reporters(indicator, period))
        else:
            assert measure["kind"] == "ratio"
            numerator = sum((Fraction(e.get("numerator", 0)) for e in entries), Fraction())
            denominator = sum((Fraction(e.get("denominator", 0)) for e in entries), Fraction())
        if not denominator:
            return None, numerator, denominator
        return 100 * numerator / denominator, numerator, denominator

    def not_done(self, indicator: Any, parts: list[Submission], period: str | None) -> list[dict[str, str]]:
        """Who has not answered a roll call, or is not done with all the members it answers for."""
        measure = indicator["measure"]
        if measure["kind"] != "roll_call" or period is None:
            return []
        names = set(self.reporters(indicator, period))
        for submission in parts:
            entry = submission.entries[indicator["id"]]
            left = int(self.units[submission.unit].get("members", 0)) - int(entry.get("members_done", 0))
            if entry["done"] == "true" and (measure["members"] != "true" or not left):
                names.remove(submission.unit)
        return [{"unit": unit} for unit in self.units if unit in names]

    def heads(self, indicator: Any, units: list[str]) -> Fraction:
        """How many a roll call counts: units, and the members in their charge where it asks for them."""
        members = indicator["measure"]["members"] == "true"
        return Fraction(sum(1 + (int(self.units[u].get("members", 0)) if members else 0) for u in units))

    def bounds(
        self,
        indicator: Any,
        lacking: list[tuple[str, str]],
        numerator: Fraction | None,
        denominator: Fraction | None,
    ) -> tuple[Fraction, Fraction] | None:
        """The lowest and highest value still possible with the missing answers none or all in the numerator."""
        kind, name = indicator["measure"]["kind"], indicator["id"]
        if kind == "value" or numerator is None or denominator is None:
            return None
        if kind == "roll_call":
            more, out_of = self.heads(indicator, [unit for unit, _ in lacking]), denominator
        else:
            more = Fraction()
            for unit, period in lacking:
                # "Latest known": of the periods before the one it is missing in (certainty.find_doubt).
                known = [
                    Fraction(s.entries[name]["denominator"])
                    for (who, when), s in sorted(self.counted.items(), key=lambda item: last_day(item[0][1]))
                    if who == unit
                    and last_day(when) < last_day(period)
                    and "denominator" in s.entries.get(name, {})
                ]
                if not known:
                    return None
                more += known[-1]
            out_of = denominator + more
        return 100 * numerator / out_of, 100 * (numerator + more) / out_of

    def status(self, demand: "Demand", value: Fraction | None) -> str:
        if value is None:
            return "no_data"
        if demand.met(value):
            return "met"
        if self.as_of.astimezone(CITY).date() > demand.by:
            return "missed"
        bands = self.programme["bands"]
        if demand.start is None:
            attainment = demand.attainment(value)
            assert attainment is not None
            return "at_risk" if attainment >= Fraction(bands["near"]) else "off_track"
        base, began = demand.start
        progress = (value - base) / (demand.required - base)
        elapsed = Fraction((last_day(self.period) - began).days, (demand.by - began).days)
        if progress >= elapsed:
            return "on_track"
        return "at_risk" if progress >= elapsed - Fraction(bands["at_risk_points"]) / 100 else "off_track"

    def source(self, indicator: Any, submission: Submission) -> dict[str, Any]:
        return {
            "unit": submission.unit,
            "period": submission.period,
            "file": submission.file,
            "line": submission.lines[indicator["id"]],
            "revision": submission.revision,
            "sha256": submission.sha256,
        }


def has_answer(submission: Submission, indicator: str) -> bool:
    entry = submission.entries.get(indicator)
    return entry is not None and "unavailable" not in entry


class Demand:
    """A target of the example: at least, between, or an increase in points."""

    def __init__(self, indicator: Any, target: Any, until: date) -> None:
        baselines = {
            b["period"]: Fraction(b["value"])
            for b in indicator.get("baselines", [])
            if target.get("method") in {None, b.get("method")}
        }
        self.by = date.fromisoformat(target["by"])
        self.start: tuple[Fraction, date] | None = None
        before = sorted((last_day(period), value) for period, value in baselines.items())
        # Of several baselines the newest one before the period (attainment.find_start).
        for day, value in before:
            if day < until:
                self.start = (value, day)
        self.upper: Fraction | None = None
        if "at_least" in target:
            self.name, self.bound = "at_least", Fraction(target["at_least"])
            self.required = self.bound
            self.text = f"≥ {decimal(self.bound)}%"
        elif "between" in target:
            self.name = "between"
            self.bound, self.upper = (Fraction(end) for end in target["between"])
            self.required = self.bound
            self.text = f"{decimal(self.bound)} - {decimal(self.upper)}%"
        else:
            change = target["increase"]
            assert change["as"] == "points"
            self.name, self.bound, over = "increase", Fraction(change["by"]), change["over"]
            self.start = (baselines[over], last_day(over))
            self.required = baselines[over] + self.bound
            self.text = f"tăng {decimal(self.bound)} điểm phần trăm so với năm {over}"

    def as_json(self) -> dict[str, Any]:
        return {
            "demand": self.name,
            "value": decimal(self.bound),
            "text": {"vi": self.text},
            "by": self.by.isoformat(),
        }

    def met(self, value: Fraction) -> bool:
        return value >= self.required

    def attainment(self, value: Fraction | None) -> Fraction | None:
        if value is None:
            return None
        if self.name == "increase":
            assert self.start is not None
            return 100 * (value - self.start[0]) / self.bound
        return 100 * value / self.required

    def gap(
        self,
        value: Fraction | None,
        numerator: Fraction | None,
        denominator: Fraction | None,
        *,
        is_whole: bool,
    ) -> dict[str, str | None] | None:
        if value is None:
            return None
        more: Fraction | None = None
        if numerator is not None and denominator is not None:
            more = max(self.required * denominator / 100 - numerator, Fraction())
            more = Fraction(ceil(more)) if is_whole else more
        return {"value": decimal(self.required - value), "in_numerator": decimal(more)}


# --------------------------------------------------------------------------------------------- comparing


def differences(expected: Any, actual: Any, place: str = "report") -> Iterator[str]:
    """Say where the program's answer is not the expected one; what it says beyond the contract is passed over."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key, value in expected.items():
            if key in actual:
                yield from differences(value, actual[key], f"{place}.{key}")
            else:
                yield f"{place}.{key} is not there"
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        for index, (left, right) in enumerate(zip(expected, actual, strict=True)):
            name = left.get("id") or left.get("unit") if isinstance(left, dict) else None
            yield from differences(left, right, f"{place}[{name or index}]")
    elif type(expected) is not type(actual) or expected != actual:
        yield f"{place}: calculated {expected!r}, the program says {actual!r}"


def test_the_calculation_gives_what_a_person_works_out_by_hand(repo: Path) -> None:
    rows = {row["id"]: row for row in Calculation(repo, "2022-Q3", "2022-09-30").report()["indicators"]}
    smartphone = rows["smartphone"]
    # 5,957,000 of 7,400,000; 85% of them take 333,000 more. 4.8 of 9.3 points are gone in 183 of 275 days.
    assert smartphone["value"] == "80.5"
    assert smartphone["attainment"] == "94.705882352941"
    assert smartphone["gap"] == {"value": "4.5", "in_numerator": "333000"}
    assert (smartphone["status"], smartphone["observed"]) == ("at_risk", "estimated")
    # 21 departments, 22 districts and their 312 communes.
    assert rows["e-payment-units"]["denominator"] == "355"
    assert rows["e-payment-units"]["coverage"] == {"expected": 43, "reported": 42, "missing": ["ubnd-quan-3"]}
    assert rows["bank-accounts"]["carried_from"] == "2022-S1"
    assert rows["online-dossiers-increase"]["gap"] is not None
    # Half up at the twelfth place, in full where a number ends.
    assert [decimal(Fraction(*one)) for one in [(1, 8), (2, 3), (-1, 3), (7, 1)]] == [
        "0.125",
        "0.666666666667",
        "-0.333333333333",
        "7",
    ]


@pytest.mark.parametrize(("period", "as_of"), MOMENTS)
def test_the_report_says_exactly_what_an_independent_calculation_gives(
    run: Run, repo: Path, period: str, as_of: str
) -> None:
    asked = ("--quarter", "Q3") if period == "2022-Q3" else ("--period", period)
    done = run("report", *asked, "--as-of", as_of, "--format", "json", "--stdout", cwd=repo)
    assert (done.returncode, done.stderr) == (0, "")
    calculated = Calculation(repo, period, as_of).report()
    assert list(differences(calculated, json.loads(done.stdout))) == []


@pytest.mark.parametrize("period", ["2022-S1", "2022-Q3"])
def test_the_same_holds_for_a_store_with_gaps(run: Run, example: Path, period: str) -> None:
    # Gone: both periods of one unit, the older one of two others, the newer one of the focal point.
    for name in ("S1/so-y-te", "Q3/so-y-te", "Q3/so-y-te.r2", "S1/ubnd-quan-5", "S1/vien-ncpt", "Q3/so-tttt"):
        (example / f"data/submissions/2022-{name}.yaml").unlink()
    done = run(
        "report", "--period", period, "--as-of", "2022-09-30", "--format", "json", "--stdout", cwd=example
    )
    assert (done.returncode, done.stderr) == (0, "")
    calculated = Calculation(example, period, "2022-09-30").report()
    assert list(differences(calculated, json.loads(done.stdout))) == []
