"""The timetable entries: what is printed runs as it stands, in cron's bare environment and by cron and systemd."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cds_kpi.cli.endings import CallError
from cds_kpi.cli.running import Plan, Zone, find_local_times, find_zone, format_crontab, format_service
from conftest import Needs, Run
from post_office import open_post_office
from workspaces import UNITS, Workspace

SHARE = """
id: share
measure: {kind: ratio, basis: at_date}
reporters: [so-a, so-b]
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
"""
QUARTER = "- {period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}"
NOW = datetime.fromisoformat("2022-09-16T08:00:00+07:00")
UTC = Zone("UTC", ZoneInfo("UTC"))


@pytest.fixture
def owing(tmp_path: Path) -> Workspace:
    """A store in whose round, long past, so-b owes; its folder's name needs quoting."""
    store = Workspace(tmp_path / "Số liệu 'quý' & năm", SHARE, rounds=QUARTER)
    store.submit("2022-Q3", "so-a", "share: {numerator: 1, denominator: 2}", at="2022-09-10T08:00:00+07:00")
    return store


def print_entry(run: Run, store: Workspace, *options: str) -> str:
    done = run("cron-line", *options, cwd=store.root)
    assert (done.returncode, done.stderr) == (0, "")
    *comments, entry = done.stdout.splitlines()
    assert all(line.startswith("# ") for line in comments)
    return entry


def run_bare(entry: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run an entry's command as cron does: /bin/sh, cron's environment, the user's home, no terminal."""
    command = entry.split(" ", 5)[5]
    return subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=home,
        env={"HOME": str(home), "LOGNAME": "office", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_entry_runs_in_crons_bare_environment_prints_what_is_overdue_and_logs_it(
    run: Run, needs: Needs, owing: Workspace, tmp_path: Path
) -> None:
    needs("flock")
    entry = print_entry(run, owing)
    assert entry.startswith("30 0 * * * ") or find_zone().name != "UTC"
    assert "%" not in entry
    first, second = run_bare(entry, tmp_path), run_bare(entry, tmp_path)
    assert first.stderr == second.stderr == ""
    head, _, rest = first.stdout.partition("\n")
    assert head.startswith("Thời hạn báo cáo, tính đến ")
    assert "  Quá hạn: 2 đơn vị phải báo cáo, 1 còn nợ\n    Sở B (so-b): 1 chỉ tiêu (số 1)\n" in rest
    log = owing.root / "reports/check-deadlines.log"
    assert log.read_text(encoding="utf-8") == first.stdout + second.stdout


def test_the_entry_prints_nothing_when_nothing_is_due(
    run: Run, needs: Needs, owing: Workspace, tmp_path: Path
) -> None:
    needs("flock")
    owing.submit("2022-Q3", "so-b", "share: {numerator: 1, denominator: 2}", at="2022-09-11T08:00:00+07:00")
    done = run_bare(print_entry(run, owing), tmp_path)
    assert (done.stdout, done.stderr) == ("", "")
    assert (owing.root / "reports/check-deadlines.log").read_bytes() == b""


def test_what_fails_is_printed_and_logged_too(
    run: Run, needs: Needs, owing: Workspace, tmp_path: Path
) -> None:
    needs("flock")
    log = tmp_path / "check.log"
    entry = print_entry(run, owing, "--log", str(log))
    owing.write("data/units.yaml", "format: 1\nunits: [")
    done = run_bare(entry, tmp_path)
    assert "data/units.yaml:2" in done.stdout
    assert log.read_text(encoding="utf-8") == done.stdout
    # A folder that is gone, such as a share that is not mounted: said, and no folder made in its place.
    shutil.rmtree(owing.root)
    done = run_bare(entry, tmp_path)
    assert owing.root.name in done.stderr
    assert not owing.root.exists()


def test_a_run_that_finds_another_one_running_ends_at_once_and_says_nothing(
    run: Run, needs: Needs, owing: Workspace, tmp_path: Path
) -> None:
    flock = needs("flock")
    entry = print_entry(run, owing)
    lock = owing.root / "reports/check-deadlines.log.lock"
    lock.parent.mkdir()
    with subprocess.Popen([flock, lock, "sh", "-c", "echo held; read end"], stdin=-1, stdout=-1) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        done = run_bare(entry, tmp_path)
        holder.stdin.close()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert run_bare(entry, tmp_path).stdout != ""


@pytest.fixture
def crond(needs: Needs) -> list[str]:
    """The call that starts the real daemon just before a minute begins, with a crontab of its own."""
    cron, faketime, unshare = needs("cron"), needs("faketime"), needs("unshare")
    if os.geteuid() != 0 or subprocess.run([unshare, "-m", "true"], check=False).returncode != 0:
        pytest.skip("mounting needs root")
    setup = (
        "mount --make-rprivate / && mount -t tmpfs none /run && mkdir -p /var/spool/cron/crontabs"
        " && mount -t tmpfs none /var/spool/cron && mkdir -m 1730 /var/spool/cron/crontabs"
        " && mount -t tmpfs none /etc/cron.d && for one in /etc/crontab; do"
        " if [ -e $one ]; then mount --bind /dev/null $one; fi; done"
        ' && umask 077 && cp "$1" /var/spool/cron/crontabs/root'
        f' && exec timeout 60 {faketime} -f "@2022-09-16 00:29:55 x$2" {cron} -f'
    )
    return [str(unshare), "-m", "sh", "-c", setup, "sh"]


def test_the_real_daemon_runs_the_entry(
    run: Run,
    needs: Needs,
    crond: list[str],
    owing: Workspace,
    tmp_path: Path,
    clean_environment: dict[str, str],
) -> None:
    tail = needs("tail")
    crontab, log = tmp_path / "crontab", tmp_path / "cron.log"
    done = run("cron-line", "--log", log, cwd=owing.root)
    # Every day at half past midnight by the machine's clock, which is UTC for this daemon.
    fields, _, command = done.stdout.splitlines()[-1].partition(" * * * ")
    assert fields == "30 0" or find_zone().name != "UTC"
    crontab.write_text(f"{done.stdout.rpartition('# ')[0]}30 0 * * * {command}\n", encoding="utf-8")
    log.touch()
    with (
        subprocess.Popen([*crond, str(crontab), "1"], env=clean_environment | {"TZ": "UTC"}) as daemon,
        subprocess.Popen(["timeout", "30", tail, "-n", "+1", "-f", log], stdout=-1) as reader,
    ):
        assert reader.stdout is not None
        first = reader.stdout.readline().decode()
        reader.terminate()
        # `timeout` leads a group of its own, in which the daemon runs.
        os.killpg(daemon.pid, signal.SIGKILL)
    assert first.startswith("Thời hạn báo cáo, tính đến ")


def test_the_real_daemon_reminds_once_and_then_no_more(
    run: Run, needs: Needs, crond: list[str], tmp_path: Path, clean_environment: dict[str, str]
) -> None:
    tail = needs("tail")
    units = UNITS.replace("id: so-b,", "id: so-b, email: [b@hcm.example],").replace(
        "id: dic,", "id: dic, email: [dic@hcm.example],"
    )
    store = Workspace(tmp_path / "kho", SHARE, units=units, rounds=QUARTER)
    store.submit("2022-Q3", "so-a", "share: {numerator: 1, denominator: 2}", at="2022-09-10T08:00:00+07:00")
    crontab, log = tmp_path / "crontab", tmp_path / "cron.log"
    log.touch()
    with open_post_office() as post:
        store.write(
            "data/settings.yaml",
            f"format: 1\nmail: {{host: localhost, port: {post.port}, security: none, from: cds@hcm.example}}\n",
        )
        done = run("cron-line", "--log", log, "--every", "hourly", "--", "--send", cwd=store.root)
        # The entry as it is printed, every minute instead of every hour, on a clock twelve times as fast.
        entry = done.stdout.splitlines()[-1].replace("0 * * * *", "* * * * *", 1)
        # The daemon clears its own environment: the day has to stand in the table.
        faked = subprocess.run(
            [needs("faketime"), "-f", "@2022-09-16 00:30:00", "env"],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        clock = [line for line in faked.stdout.splitlines() if line.startswith(("LD_PRELOAD=", "FAKETIME="))]
        crontab.write_text("\n".join([*clock, entry, ""]), encoding="utf-8")
        with (
            subprocess.Popen([*crond, str(crontab), "12"], env=clean_environment | {"TZ": "UTC"}) as daemon,
            subprocess.Popen(
                ["timeout", "60", tail, "-n", "+1", "-f", log], stdout=-1, encoding="utf-8"
            ) as reader,
        ):
            assert reader.stdout is not None
            said = []
            # Every run prints what is due soon, and whether it sent anything: three runs.
            for line in reader.stdout:
                said.append(line.rstrip("\n"))
                if said.count("Không có thư nhắc nào đến lượt.") == 2:
                    break
            reader.terminate()
            os.killpg(daemon.pid, signal.SIGKILL)
    assert [line for line in said if line.startswith(("Đã gửi", "Không có thư nhắc"))] == [
        "Đã gửi (1):",
        *["Không có thư nhắc nào đến lượt."] * 2,
    ]
    assert [to for to, _ in post.taken] == [["b@hcm.example"], ["dic@hcm.example"]]


@pytest.mark.parametrize(
    ("zone", "times"),
    [
        ("UTC", ["00:30"]),
        ("Asia/Ho_Chi_Minh", ["07:30"]),
        ("Asia/Kolkata", ["06:00"]),
        ("Pacific/Kiritimati", ["14:30"]),
        # In September summer time, in December not.
        ("America/New_York", ["20:30", "19:30"]),
    ],
)
def test_the_citys_time_is_said_in_the_machines_zone(zone: str, times: list[str]) -> None:
    found = find_local_times(time(7, 30), Zone(zone, ZoneInfo(zone)), NOW)
    assert [one.strftime("%H:%M") for one in found] == times


def test_the_machines_zone_is_the_one_its_daemons_keep(tmp_path: Path, run: Run, owing: Workspace) -> None:
    zones = Path("/usr/share/zoneinfo")
    if not (zones / "Asia/Tokyo").exists():
        pytest.skip("could not import zoneinfo of the machine")
    (tmp_path / "localtime").symlink_to(zones / "Asia/Tokyo")
    found = find_zone(tmp_path / "localtime")
    assert found.name == "Asia/Tokyo"
    assert find_local_times(time(7, 30), found, NOW) == [time(9, 30)]
    assert find_zone(tmp_path / "none").name == "UTC"
    # A shell's own zone does not reach cron.
    assert (
        run("cron-line", cwd=owing.root, tz="America/New_York").stdout
        == run("cron-line", cwd=owing.root).stdout
    )


def make_plan(root: str, *, rhythm: str = "daily", more: tuple[str, ...] = ()) -> Plan:
    options = ("--workspace", root, "check-deadlines", "--quiet", *more)
    return Plan(rhythm, time(7, 30), Path(root), ("/opt/cds/bin/cds-kpi",), options, None)


@pytest.mark.parametrize("option", ["--as-of=2022-09-20", "--resend", "--letters", "--help"])
def test_what_cannot_be_repeated_every_day_is_refused(run: Run, example: Path, option: str) -> None:
    done = run("cron-line", "--", "--send", option, cwd=example)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{option} không dùng được cho lần chạy lặp lại hằng ngày." in done.stderr


def test_a_log_does_not_lie_among_the_data(run: Run, example: Path) -> None:
    done = run("cron-line", "--log", "data/x.log", cwd=example)
    assert (done.returncode, "KPI705" in done.stderr) == (2, True)


def test_the_lines_say_when_where_and_what_to_do_after_a_change(needs: Needs) -> None:
    flock = needs("flock")
    new_york = Zone("America/New_York", ZoneInfo("America/New_York"))
    assert format_crontab(make_plan("/srv/cds"), new_york, NOW, "en").splitlines() == [
        "# Check the deadlines daily at 07:30 in Vietnam, which is 20:30 in the machine's zone (America/New_York).",
        "# That zone has summer time: in the other season it would be 19:30; an hour off does no harm.",
        "# After a change of the machine's zone or a move, print it anew: Debian's cron knows no CRON_TZ.",
        "# It prints only what matters; cron mails that to MAILTO where the machine has a mail agent (sendmail).",
        "# The log: /srv/cds/reports/check-deadlines.log",
        "# It tells of deadlines and sends nothing; for reminders print it with: cds-kpi cron-line -- --send",
        (
            f"30 20 * * * cd /srv/cds && mkdir -p reports && {flock} -n -E 0 reports/check-deadlines.log.lock "
            "/opt/cds/bin/cds-kpi --workspace /srv/cds check-deadlines --quiet 2>&1 "
            "| tee -a reports/check-deadlines.log"
        ),
    ]
    hourly = format_crontab(make_plan("/srv/cds", rhythm="hourly"), new_york, NOW, "vi").splitlines()
    assert hourly[0] == "# Kiểm tra thời hạn báo cáo hằng giờ."
    assert hourly[-1].startswith("0 * * * * cd /srv/cds")
    assert len(hourly) == 6
    sending = format_crontab(make_plan("/srv/cds", more=("--send",)), new_york, NOW, "vi").splitlines()
    assert len(sending) == 6


@pytest.mark.parametrize("root", ["/srv/100%", "/srv/a\nb", f"/srv/{'dài' * 200}"])
def test_what_cron_would_cut_is_refused(needs: Needs, root: str) -> None:
    needs("flock")
    with pytest.raises(CallError) as told:
        format_crontab(make_plan(root), UTC, NOW, "vi")
    assert told.value.hint is not None
    assert "--systemd" in told.value.hint


def test_the_units_are_what_systemd_takes(
    run: Run, needs: Needs, owing: Workspace, tmp_path: Path, clean_environment: dict[str, str]
) -> None:
    analyze = needs("systemd-analyze")
    units = tmp_path / "units"
    done = run("cron-line", "--systemd", "--at", "6h45", "--out", units, cwd=owing.root)
    assert (done.returncode, done.stdout) == (0, "")
    names = ["cds-kpi-deadlines.service", "cds-kpi-deadlines.timer"]
    assert sorted(path.name for path in units.iterdir()) == names
    timer = (units / names[1]).read_text(encoding="utf-8")
    assert "OnCalendar=*-*-* 06:45:00 Asia/Ho_Chi_Minh\nPersistent=true\n" in timer

    def analyze_unit(*arguments: str | Path) -> str:
        checked = subprocess.run(
            [analyze, *arguments],
            env=clean_environment | {"TZ": "UTC"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert checked.returncode == 0, checked.stderr
        return checked.stdout + checked.stderr

    said = analyze_unit("verify", "--man=no", *(units / name for name in names))
    assert "cds-kpi" not in said, said
    shown = analyze_unit("calendar", "--base-time=2022-09-16 00:00:00 UTC", "*-*-* 06:45:00 Asia/Ho_Chi_Minh")
    assert "Fri 2022-09-16 23:45:00 UTC" in shown
    both = run("cron-line", "--systemd", cwd=owing.root).stdout
    assert [line for line in both.splitlines() if line.startswith("# ")] == [
        f"# /etc/systemd/system/{name}" for name in names
    ]


def test_a_service_takes_every_name_as_it_is() -> None:
    service = format_service(make_plan('/srv/50% "a" $b'), "office", "en")
    assert (
        'ExecStart=/opt/cds/bin/cds-kpi --workspace "/srv/50%% \\"a\\" $$b" check-deadlines --quiet'
        in service
    )
    assert 'WorkingDirectory=/srv/50%% "a" $b\n' in service


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--at", "25:00"),
            "error: --at: “25:00” is no time.\n  hint: Write 00:00 to 23:59, such as 07:30.\n",
        ),
        (("--at", "07:30", "--every", "hourly"), "error: --at goes with --every daily only.\n"),
        (("--log", "x", "--systemd"), "error: --log goes with cron only.\n"),
        (("--out", "x"), "error: --out goes with --systemd only.\n"),
        (("--systemd", "--out", "data"), "error[KPI705]"),
        (("--", "--withn", "3"), "error: There is no option --withn.\n"),
        (("--", "--within", "soon"), "error: "),
    ],
)
def test_what_would_fail_every_day_is_refused_today(
    run: Run, owing: Workspace, options: tuple[str, ...], message: str
) -> None:
    done = run("cron-line", *options, cwd=owing.root, env={"CDS_KPI_LANG": "en"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(message), done.stderr


def test_further_options_stand_in_the_entry(run: Run, needs: Needs, owing: Workspace) -> None:
    needs("flock")
    entry = print_entry(run, owing, "--", "--within", "7")
    assert " check-deadlines --quiet --within 7 2>&1 | tee -a " in entry
    assert sys.executable in entry or str(Path(sys.executable).with_name("cds-kpi")) in entry


def test_the_manual_shows_the_entry_as_it_is_printed(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", {"flock": "/usr/bin/flock"}.get)
    plan = replace(make_plan("/srv/cds"), program=("/opt/cds-kpi/bin/cds-kpi",))
    printed = format_crontab(plan, UTC, NOW, "en")
    assert f"```\n{printed}```\n" in (repo / "docs/operations.md").read_text(encoding="utf-8")


def test_the_examples_days_off_in_the_manual_are_those_that_ship(repo: Path) -> None:
    manual = (repo / "docs/operations.md").read_text(encoding="utf-8")
    shipped = (repo / "data/holidays.yaml").read_text(encoding="utf-8").splitlines()
    shown = [line for line in manual.splitlines() if line.startswith("  - {day:")]
    assert len(shown) == 2
    assert set(shown) <= set(shipped)
