"""The front desk: everything it offers can be had from it, and nothing else."""

import pkgutil
import subprocess
import sys

import pytest

from cds_kpi import desk

LOADED = """
import sys
from cds_kpi import desk
before = {name for name in sys.modules if name.startswith("cds_kpi.")}
desk.find_workspace
after = {name for name in sys.modules if name.startswith("cds_kpi.")}
print(sorted(before))
print("cds_kpi.desk.workspace" in after, "cds_kpi.desk.reporting" in after)
"""


def test_everything_on_offer_is_there_and_is_what_its_own_module_has() -> None:
    assert sorted(desk._HOME) == sorted(desk.__all__)
    for name in desk.__all__:
        assert getattr(desk, name) is pkgutil.resolve_name(f"cds_kpi.{desk._HOME[name]}:{name}")
        assert name in dir(desk)


def test_what_is_not_on_offer_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match=r"module 'cds_kpi\.desk' has no attribute 'open_book'"):
        getattr(desk, "open_book")  # noqa: B009 - the type checker knows it, too


def test_a_room_is_entered_when_something_of_it_is_asked_for() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == ["['cds_kpi.desk']", "True False"]
