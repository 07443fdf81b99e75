"""`cron-line`: what a machine's timetable needs to have the deadlines checked by itself.

Convention: times are asked for and said in the city's time; cron keeps the machine's, so they are converted.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from cds_kpi import desk
from cds_kpi.cli.clock import CITY_TIME
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import CallError, Code, refuse
from cds_kpi.cli.help import Command, point_to_help
from cds_kpi.cli.language import say
from cds_kpi.cli.rounds import find_person
from cds_kpi.cli.terminal import clean, shorten_path, write_error, write_out
from cds_kpi.cli.usage import one_of
from cds_kpi.cli.visit import enter_workspace, find_visit

if TYPE_CHECKING:
    from cds_kpi.cli.visit import Visit
    from cds_kpi.text import Language

RHYTHMS = ("daily", "hourly")
CITY_ZONE = "Asia/Ho_Chi_Minh"
LOG = "reports/check-deadlines.log"
"""Within the workspace."""
LONGEST_ENTRY = 998
"""Bytes of a crontab's entry; Debian's cron takes no more."""
UNIT = "cds-kpi-deadlines"
"""The name of the systemd units."""
UNFIT = frozenset(
    {"--as-of", "--resend", "--letters", "--letter-each", "--letter-before", "--quiet", "--help", "-h"}
)
"""Options of check-deadlines that are for one run: a moment, a person's decision, papers that may not be there yet."""
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:hg]([0-5][0-9])\Z")


@dataclass(frozen=True, slots=True)
class Zone:
    """A machine's time zone."""

    name: str
    rules: tzinfo


@dataclass(frozen=True, slots=True)
class Plan:
    """What is run when, and where."""

    rhythm: str
    at: time
    """In the city's time; for a daily run."""
    root: Path
    program: tuple[str, ...]
    """How the program is started from anywhere, without PATH."""
    options: tuple[str, ...]
    """Before the command and behind it."""
    log: Path | None
    """None: within the workspace."""


def cron_line(
    context: typer.Context,
    *,
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=say("[TÙY_CHỌN]...", "[OPTION]..."),
            help=say(
                "Sau --: các tùy chọn khác của check-deadlines, ví dụ: -- --send --attach-form.",
                "After --: further options of check-deadlines, such as: -- --send --attach-form.",
            ),
        ),
    ] = None,
    every: Annotated[
        str,
        typer.Option(
            metavar="|".join(RHYTHMS),
            parser=one_of(*RHYTHMS),
            autocompletion=lambda: list(RHYTHMS),
            help=say("Hằng ngày (mặc định) hoặc hằng giờ.", "Daily (default) or hourly."),
        ),
    ] = "daily",
    at: Annotated[
        str | None,
        typer.Option(
            metavar=say("GIỜ", "TIME"),
            help=say(
                "Giờ Việt Nam của lần chạy hằng ngày; mặc định 07:30.",
                "The time of the daily run in Vietnam; by default 07:30.",
            ),
        ),
    ] = None,
    systemd: Annotated[
        bool,
        typer.Option(
            "--systemd",
            help=say(
                "Một dịch vụ và bộ hẹn giờ của systemd thay cho dòng crontab.",
                "A service and a timer of systemd instead of a crontab's line.",
            ),
        ),
    ] = False,
    log: Annotated[
        Path | None,
        typer.Option(
            metavar=say("TỆP", "FILE"),
            help=say(
                f"Nhật ký của các lần chạy theo cron; mặc định {LOG}.",
                f"The log of cron's runs; by default {LOG}.",
            ),
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar=say("THƯ_MỤC", "DIR"),
            help=say(
                "Với --systemd: ghi hai tệp vào thư mục này.", "With --systemd: write the two files there."
            ),
        ),
    ] = None,
) -> int:
    """Print an entry for cron, or two units for systemd."""
    visit = find_visit(context)
    for is_wrong, name, other in (
        (every == "hourly" and at is not None, "--at", "--every daily"),
        (systemd and log is not None, "--log", "cron"),
        (not systemd and out is not None, "--out", "--systemd"),
    ):
        if is_wrong:
            raise CallError(
                say(f"{name} chỉ đi với {other}.", f"{name} goes with {other} only."), point_to_help(context)
            )
    further = list(arguments or ())
    _check_options(context, further)
    root, language = enter_workspace(visit)
    if log is not None:
        refusal = desk.check_paper(log, root, option="--log", replaces=True)
        if refusal is not None:
            raise refuse(refusal, root, language)
    options = tuple(word for word in ("check-deadlines", "--quiet", *further) if word)
    plan = Plan(every, _read_time(at), root.resolve(), find_program(), _lead(visit, root) + options, log)
    if not str(plan.root).isprintable():
        raise CallError(
            say(
                f"Tên thư mục “{clean(str(plan.root))}” có ký tự ẩn.",
                f"The folder's name “{clean(str(plan.root))}” has a hidden character.",
                language,
            ),
            say("Đổi tên thư mục.", "Rename the folder.", language),
        )
    if not systemd:
        write_out(format_crontab(plan, find_zone(), visit.now, language))
        return Code.DONE
    units = {
        f"{UNIT}.service": format_service(plan, find_person(None), language),
        f"{UNIT}.timer": format_timer(plan, language),
    }
    if out is None:
        write_out("\n".join(f"# /etc/systemd/system/{name}\n{text}" for name, text in units.items()))
        return Code.DONE
    for name, text in units.items():
        written = desk.write_paper(out / name, text.encode(), root, replaces=True)
        if isinstance(written, desk.Refusal):
            raise refuse(written, root, language)
        write_error(f"{say('Đã ghi:', 'Written:', language)} {clean(shorten_path(written))}")
    return Code.DONE


def _check_options(context: typer.Context, options: list[str]) -> None:
    """Complain now of an option that every run would complain of."""
    for option in options:
        if option.partition("=")[0] in UNFIT:
            raise CallError(
                say(
                    f"{option} không dùng được cho lần chạy lặp lại hằng ngày.",
                    f"{option} cannot stand in an entry that is run every day.",
                ),
                point_to_help(context),
            )
    assert context.parent is not None, "the command stands under the program"
    commands = context.parent.command
    check = getattr(commands, "commands", {})["check-deadlines"]
    with check.make_context("check-deadlines", list(options), parent=context.parent):
        pass


def _lead(visit: Visit, root: Path) -> tuple[str, ...]:
    """Return the options before the command, as far as they were said for this call."""
    said = ("--lang", visit.language) if visit.language is not None else ()
    return ("--workspace", str(root.resolve()), *said)


def _read_time(text: str | None) -> time:
    if text is None:
        return time(7, 30)
    found = _TIME.match(text.strip())
    if found is None:
        raise CallError(
            say(f"--at: “{text}” không phải là giờ.", f"--at: “{text}” is no time."),
            say("Ghi giờ và phút, từ 00:00 đến 23:59, ví dụ 07:30.", "Write 00:00 to 23:59, such as 07:30."),
        )
    return time(int(found[1]), int(found[2]))


def find_program() -> tuple[str, ...]:
    """Return how this very program is started from anywhere: its script beside the interpreter, else the module."""
    # Never resolved: in a virtual environment the interpreter is a link, and where it stands says which packages.
    script = Path(sys.executable).absolute().with_name("cds-kpi")
    if os.access(script, os.X_OK):
        return (str(script),)
    return (sys.executable, "-m", "cds_kpi")


def find_zone(localtime: Path = Path("/etc/localtime")) -> Zone:
    """Return the machine's time zone, which cron keeps; a shell's own TZ does not reach it. UTC where none is set."""
    try:
        with localtime.open("rb") as file:
            rules = ZoneInfo.from_file(file)
    except (OSError, ValueError):
        return Zone("UTC", UTC)
    _, _, name = str(localtime.resolve()).partition("zoneinfo/")
    return Zone(name.removeprefix("Etc/") or "?", rules)


def find_local_times(at: time, zone: Zone, now: datetime) -> list[time]:
    """Return the zone's time at a time of the city: of today first, then others that summer time brings in a year."""
    days = (now + timedelta(days=days) for days in (0, 91, 182, 273))
    moments = (datetime.combine(day.astimezone(CITY_TIME), at, CITY_TIME) for day in days)
    return list(dict.fromkeys(moment.astimezone(zone.rules).time() for moment in moments))


def format_crontab(plan: Plan, zone: Zone, now: datetime, language: Language) -> str:
    """Return a crontab's lines: what they are for, and the entry. Complain of what cron cannot take."""
    flock = shutil.which("flock")
    if flock is None:
        raise CallError(
            say("Máy không có chương trình flock.", "The machine has no program flock."),
            say("Cài gói util-linux, hoặc dùng --systemd.", "Install util-linux, or use --systemd."),
        )
    local, *others = find_local_times(plan.at, zone, now)
    fields = "0 * * * *" if plan.rhythm == "hourly" else f"{local.minute} {local.hour} * * *"
    log = LOG if plan.log is None else str(plan.log.absolute())
    begin = [["cd", str(plan.root)]]
    if plan.log is None:
        begin.append(["mkdir", "-p", str(Path(LOG).parent)])
    call = [flock, "-n", "-E", "0", f"{log}.lock", *plan.program, *plan.options]
    steps = [*begin, call]
    command = f"{' && '.join(map(shlex.join, steps))} 2>&1 | {shlex.join(['tee', '-a', log])}"
    entry = f"{fields} {command}"
    if "%" in entry or not entry.isprintable():
        raise CallError(
            say(
                f"Tên “{clean(str(plan.root))}”, của chương trình hoặc của nhật ký có ký tự mà cron không nhận (%).",
                f"The name “{clean(str(plan.root))}”, the program's or the log's has a character cron cannot take (%).",
                language,
            ),
            say("Đổi tên thư mục, hoặc dùng --systemd.", "Rename the folder, or use --systemd.", language),
        )
    if len(entry.encode()) > LONGEST_ENTRY:
        raise CallError(
            say("Dòng crontab dài quá 998 byte.", "The crontab's line is over 998 bytes.", language),
            say(
                "Dùng thư mục có tên ngắn hơn, hoặc --systemd.",
                "Use shorter folders, or --systemd.",
                language,
            ),
        )
    return "\n".join([*_explain_entry(plan, zone, local, others, language), entry, ""])


def _explain_entry(plan: Plan, zone: Zone, local: time, others: list[time], language: Language) -> list[str]:
    when = say("hằng giờ", "every hour", language)
    if plan.rhythm == "daily":
        when = say(
            f"hằng ngày lúc {plan.at:%H:%M} giờ Việt Nam, là {local:%H:%M} theo múi giờ của máy ({zone.name})",
            f"daily at {plan.at:%H:%M} in Vietnam, which is {local:%H:%M} in the machine's zone ({zone.name})",
            language,
        )
    log = plan.root / LOG if plan.log is None else plan.log.absolute()
    lines = [
        say(f"Kiểm tra thời hạn báo cáo {when}.", f"Check the deadlines {when}.", language),
        say(
            "Đổi múi giờ của máy hoặc chuyển thư mục thì in lại dòng này: cron của Debian không hiểu CRON_TZ.",
            "After a change of the machine's zone or a move, print it anew: Debian's cron knows no CRON_TZ.",
            language,
        ),
        say(
            "Chỉ in ra khi có việc; cron gửi thư phần in ra tới MAILTO nếu máy có chương trình gửi thư (sendmail).",
            "It prints only what matters; cron mails that to MAILTO where the machine has a mail agent (sendmail).",
            language,
        ),
        say(f"Nhật ký: {clean(str(log))}", f"The log: {clean(str(log))}", language),
    ]
    if "--send" not in plan.options:
        lines.append(
            say(
                "Chỉ nêu thời hạn, không gửi thư nhắc; muốn gửi thì in dòng này bằng: cds-kpi cron-line -- --send",
                "It tells of deadlines and sends nothing; for reminders print it with: cds-kpi cron-line -- --send",
                language,
            )
        )
    if others and plan.rhythm == "daily":
        times = ", ".join(f"{one:%H:%M}" for one in others)
        lines.insert(
            1,
            say(
                f"Múi giờ của máy có giờ mùa hè: vào mùa khác đúng giờ phải là {times}; lệch một giờ thì không sao.",
                f"That zone has summer time: in the other season it would be {times}; an hour off does no harm.",
                language,
            ),
        )
    return [f"# {line}" for line in lines]


def format_service(plan: Plan, user: str, language: Language) -> str:
    """Return the service that checks the deadlines once, as a user of the machine."""
    command = " ".join(_quote(word) for word in (*plan.program, *plan.options))
    title = say("Kiểm tra thời hạn báo cáo (cds-kpi)", "Check the reporting deadlines (cds-kpi)", language)
    return (
        f"[Unit]\nDescription={title}\nWants=network-online.target\nAfter=network-online.target\n\n"
        f"[Service]\nType=oneshot\nUser={user}\nWorkingDirectory={_escape(str(plan.root))}\n"
        # 3: something is overdue, which is no failure of the service.
        f"ExecStart={command}\nSuccessExitStatus=3\n"
    )


def format_timer(plan: Plan, language: Language) -> str:
    """Return the timer of that service; a run that was missed while the machine was off follows when it is on."""
    when = "hourly" if plan.rhythm == "hourly" else f"*-*-* {plan.at:%H:%M}:00 {CITY_ZONE}"
    title = say("Giờ kiểm tra thời hạn báo cáo (cds-kpi)", "When to check the deadlines (cds-kpi)", language)
    return (
        f"[Unit]\nDescription={title}\n\n[Timer]\nOnCalendar={when}\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def _quote(word: str) -> str:
    """Return a word as a unit's command line takes it: nothing in it is a specifier, a variable or a separator."""
    escaped = _escape(word).replace("$", "$$")
    if re.fullmatch(r"[\w@:,./=+-]+", escaped):
        return escaped
    return '"' + escaped.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escape(text: str) -> str:
    return text.replace("%", "%%")


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "cron-line",
        cls=Command,
        epilog="cds-kpi cron-line\ncds-kpi cron-line -- --send --attach-form\n"
        "cds-kpi cron-line --every daily --at 06:45\ncds-kpi cron-line --systemd -- --send\n"
        "cds-kpi cron-line --every hourly -- --within 7",
        help=f"{summarise('cron-line')}\n\n"
        + say(
            "Không thay đổi gì trên máy: dán dòng in ra vào “crontab -e”.",
            "Changes nothing on the machine: paste what it prints into “crontab -e”.",
        ),
    )(cron_line)
