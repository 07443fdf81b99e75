"""The clock of the machine, told in the city's time; the only place that asks it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

CITY_TIME = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh: no summer time since 1975, so the zone is its offset."""


def read_clock() -> datetime:
    """Return the city's time, in whole seconds."""
    return datetime.now(CITY_TIME).replace(microsecond=0)
