"""Rights on the folder: what the page on security tells an administrator to run gives each account what it says."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Needs

DIC, UNITS, ONE, OTHER = 64000, 64100, 64001, 64002
"""Account of the focal point, group of all, accounts of two units."""
SET = "--set=digitised-dossiers=8000/11177"

Act = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can act for other accounts"
)


@pytest.fixture
def shared(example: Path, repo: Path) -> Path:
    """Give a workspace with the rights that docs/security.md sets, its accounts by number."""
    page = (repo / "docs/security.md").read_text(encoding="utf-8")
    found = re.search(r"    cd /srv/cds && chown.*?\n\n", page, re.DOTALL)
    assert found is not None
    script = found[0].replace("/srv/cds", str(example)).replace("dic:cds", f"{DIC}:{UNITS}")
    subprocess.run(["sh", "-ec", script], check=True)
    return example


@pytest.fixture
def act(needs: Needs, bound_environment: dict[str, str], shared: Path, tmp_path: Path) -> Act:
    """Run a program as an account. It may read whatever root can, where Python lies; it may write only what is its."""
    setpriv = str(needs("setpriv"))
    may_read = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")

    def run(account: int, *command: str) -> subprocess.CompletedProcess[str]:
        home = tmp_path / f"home-{account}"
        home.mkdir(exist_ok=True)
        os.chown(home, account, UNITS)
        who = (f"--reuid={account}", f"--regid={UNITS}", "--clear-groups", *may_read)
        return subprocess.run(
            [setpriv, *who, *command],
            cwd=shared,
            env=bound_environment | {"HOME": str(home), "CDS_KPI_CACHE": str(home / "cache")},
            capture_output=True,
            encoding="utf-8",
            check=False,
            umask=0o022,
        )

    return run


def call(act: Act, account: int, *args: str) -> tuple[int, str]:
    """Run the program, and return its exit code and what it said of problems."""
    done = act(account, sys.executable, "-m", "cds_kpi", *args)
    return done.returncode, " ".join(re.findall(r"KPI\d{3}", done.stderr))


def test_units_file_and_do_nothing_else_and_nobody_touches_anothers_files(act: Act, shared: Path) -> None:
    before = {path: path.read_bytes() for path in (shared / "data").rglob("*.yaml")}
    made = act(ONE, sys.executable, "-m", "cds_kpi", "keys", "new", "--unit", "so-y-te").stdout.strip()
    # A key is registered by the focal point alone, and so is everything that decides.
    registration = ("keys", "add", made, "--unit", "so-y-te", "--from", "2022-01-01")
    assert call(act, ONE, *registration) == (5, "KPI701")
    assert call(act, DIC, *registration) == (0, "")
    send = ("submit", "--quarter", "Q3", SET, "--yes", "--unit")
    assert call(act, ONE, *send, "so-y-te", "--sign") == (0, "")
    assert call(act, OTHER, *send, "so-noi-vu") == (0, "")
    assert call(act, ONE, "review", "accept", "--unit", "so-y-te", "--quarter", "Q3") == (5, "KPI701")
    assert call(act, ONE, "close", "--quarter", "Q3", "--force") == (5, "KPI701")
    until = ("--until", "2022-09-26", "--reason", "Vì sao")
    assert call(act, ONE, "extend", "--unit", "so-y-te", "--quarter", "Q3", *until) == (5, "KPI701")
    filed = "data/submissions/2022-Q3/so-y-te.r3.yaml"
    assert (shared / filed).is_file()
    for command in (
        f"rm -f {filed}",
        f"mv {filed} {filed}.bak",
        f"echo x >> {filed}",
        f"ln -f {filed} data/submissions/2022-Q3/so-y-te.yaml",
        "echo x >> data/settings.yaml",
        "echo x > data/keys/x.yaml",
        "rm -rf data/journal/0000",
        "mv data/submissions data/elsewhere",
    ):
        act(OTHER, "sh", "-c", command)
    assert call(act, DIC, "check") == (0, "")
    assert call(act, DIC, "verify") == (0, "")
    assert {path: path.read_bytes() for path in before} == before


def test_the_focal_point_decides_and_closes(act: Act, shared: Path) -> None:
    assert call(act, DIC, "review", "accept", "--unit", "so-y-te", "--quarter", "Q3") == (0, "")
    assert call(act, DIC, "close", "--quarter", "Q3", "--force") == (0, "")
    assert (shared / "data/rounds/cv-3036/2022-Q3.yaml").is_file()
