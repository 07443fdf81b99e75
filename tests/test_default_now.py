"""Without --as-of the report is as of now, in the city's time, wherever the machine stands."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import RunAt

ZONES = ["UTC", "America/New_York", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati", None]

ReportAt = Callable[[str, str | None], dict[str, Any]]


@pytest.fixture
def report_at(run_at: RunAt, example: Path) -> ReportAt:
    """Give the function that makes the report at a moment (UTC) on a machine that stands in a time zone."""

    def make(moment: str, zone: str | None) -> dict[str, Any]:
        done = run_at(moment, zone, "report", "--quarter", "Q3", "--format", "json", "--stdout", cwd=example)
        assert (done.returncode, done.stderr) == (0, "")
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    return make


def find_unit(report: dict[str, Any], unit: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in report["units"] if one["unit"] == unit)
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_what_arrives_at_midnight_in_the_city_counts_from_that_second_on_and_is_late(
    report_at: ReportAt, example: Path, zone: str | None
) -> None:
    # Written by hand: received as the day it was sent begins, and due before that day.
    (example / "data/submissions/2022-Q3/ubnd-quan-3.yaml").write_text(
        "format: 1\n"
        "unit: ubnd-quan-3\n"
        "period: 2022-Q3\n"
        "sent_on: 2022-09-20\n"
        "entries:\n"
        "  online-dossiers: {numerator: 5000, denominator: 9000}\n"
        "  e-payment-units: {done: true, members_done: 12}\n"
        "  online-reports: {numerator: 40, denominator: 50}\n",
        encoding="utf-8",
    )
    before = report_at("2022-09-19 16:59:59", zone)
    after = report_at("2022-09-19 17:00:00", zone)

    assert before["as_of"] == "2022-09-19T23:59:59+07:00"
    assert find_unit(before, "ubnd-quan-3")["state"] == "missing"
    assert "ubnd-quan-3" in before["reporting"]["missing"]
    assert before["reporting"]["late"] == 0

    assert after["as_of"] == "2022-09-20T00:00:00+07:00"
    assert find_unit(after, "ubnd-quan-3")["state"] == "late"
    assert "ubnd-quan-3" not in after["reporting"]["missing"]
    assert after["reporting"]["late"] == 1
    assert after["reporting"]["received"] == before["reporting"]["received"] + 1


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_a_target_is_missed_from_the_first_second_after_its_day_in_the_city(
    report_at: ReportAt, zone: str | None
) -> None:
    last_day = report_at("2022-12-31 16:59:59", zone)
    day_after = report_at("2022-12-31 17:00:00", zone)
    assert (last_day["as_of"], day_after["as_of"]) == (
        "2022-12-31T23:59:59+07:00",
        "2023-01-01T00:00:00+07:00",
    )
    behind = {"at_risk", "off_track", "on_track"}
    for old, new in zip(last_day["indicators"], day_after["indicators"], strict=True):
        assert old["status"] != "missed"
        assert new["status"] == ("missed" if old["status"] in behind else old["status"])
    assert behind & {row["status"] for row in last_day["indicators"]}


@pytest.mark.parametrize("zone", ["America/New_York"])
def test_a_report_made_on_the_named_day_counts_what_has_arrived_by_then(
    report_at: ReportAt, zone: str | None
) -> None:
    # Received at 08:37:05 on 20 September, the city's time.
    before = report_at("2022-09-20 01:37:04", zone)
    after = report_at("2022-09-20 01:37:05", zone)
    assert find_unit(before, "ubnd-can-gio")["state"] == "missing"
    assert find_unit(after, "ubnd-can-gio")["state"] == "late"
