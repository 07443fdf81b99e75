"""`check-deadlines`: what falls due, what is overdue, and what is sent or written because of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli import clock
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.deadline_tables import PRESSING, describe_deadlines, format_deadlines
from cds_kpi.cli.endings import CallError, Code, refuse
from cds_kpi.cli.help import Command, point_to_help
from cds_kpi.cli.keeping import keep_answer
from cds_kpi.cli.language import say
from cds_kpi.cli.mail import find_login
from cds_kpi.cli.reminding import describe_run, format_run, print_problems
from cds_kpi.cli.rounds import (
    AsOf,
    Programme,
    parse_as_of,
    parse_day,
)
from cds_kpi.cli.terminal import clean, format_json, shorten_path, show_work, write_error, write_out
from cds_kpi.cli.usage import one_of
from cds_kpi.cli.visit import enter_workspace, find_visit

if TYPE_CHECKING:
    from datetime import date, datetime

    from cds_kpi.text import Language

FORMATS = ("text", "json")
EXAMPLES = """\
cds-kpi check-deadlines
cds-kpi check-deadlines --send --attach-form --quiet
cds-kpi check-deadlines --as-of 2022-09-16 --within 7 --format json
cds-kpi check-deadlines --ics deadlines.ics
cds-kpi check-deadlines --letters reports/2022-Q3 --letter-before 2022-09-27"""


def _read_days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise CallError(
            say(f"--within: “{text}” không phải là số ngày.", f"--within: “{text}” is no number of days."),
            say("Ghi một số nguyên từ 0, ví dụ 7.", "Write a whole number from 0, such as 7."),
        )
    return int(text)


def check_deadlines(
    context: typer.Context,
    *,
    programme: Programme = None,
    as_of: AsOf = None,
    within: Annotated[
        int | None,
        typer.Option(
            parser=_read_days,
            metavar=say("NGÀY", "DAYS"),
            help=say(
                "Sắp đến hạn là còn không quá ngần này ngày; không ghi: theo lần nhắc đầu tiên của chương trình.",
                "Due soon means within so many days; by default the programme's first reminder.",
            ),
        ),
    ] = None,
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet",
            help=say(
                "Không in gì khi không có gì sắp đến hạn hay quá hạn (dùng cho cron).",
                "Print nothing where nothing is due soon or overdue (for cron).",
            ),
        ),
    ] = False,
    ics: Annotated[
        Path | None,
        typer.Option(
            "--ics",
            metavar=say("TỆP", "FILE"),
            help=say(
                "Ghi thêm tệp lịch .ics: các thời hạn và ngày nhắc, có báo trước; mở bằng Outlook, Google Calendar.",
                "Also write a calendar file .ics: deadlines and reminder days with alarms, for Outlook and others.",
            ),
        ),
    ] = None,
    send: Annotated[
        bool,
        typer.Option(
            "--send",
            help=say(
                "Gửi thư nhắc đến lượt, mỗi lần nhắc một lần; không có thì không thay đổi gì.",
                "Send the reminders that are due, each once; without it nothing is changed.",
            ),
        ),
    ] = False,
    resend: Annotated[
        bool,
        typer.Option(
            "--resend",
            help=say(
                "Cùng --send: gửi lại cả những thư không rõ đã đến chưa.",
                "With --send: repeat those, too, of which nobody knows whether they arrived.",
            ),
        ),
    ] = False,
    attach_form: Annotated[
        bool,
        typer.Option(
            "--attach-form",
            help=say("Cùng --send: đính kèm biểu mẫu của đơn vị.", "With --send: attach the unit's form."),
        ),
    ] = False,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="|".join(FORMATS),
            parser=one_of(*FORMATS),
            autocompletion=lambda: list(FORMATS),
            help=say("Văn bản để đọc (mặc định), hoặc JSON.", "Text to read (default), or JSON."),
        ),
    ] = "text",
    letters: Annotated[
        Path | None,
        typer.Option(
            metavar=say("THƯ_MỤC", "DIR"),
            help=say(
                "Lập công văn đôn đốc (tệp Word) gửi các đơn vị quá hạn, ghi vào thư mục này.",
                "Write the official letter (in Word) to the units that are overdue into this folder.",
            ),
        ),
    ] = None,
    letter_each: Annotated[
        bool,
        typer.Option(
            "--letter-each",
            help=say("Thêm một công văn riêng cho từng đơn vị.", "One more letter for each unit."),
        ),
    ] = False,
    letter_before: Annotated[
        str | None,
        typer.Option(
            "--letter-before",
            metavar=say("NGÀY", "DATE"),
            help=say(
                "Công văn đề nghị gửi trước ngày này; không ghi: để trống.",
                "The letter asks for the figures before this day; by default left open.",
            ),
        ),
    ] = None,
) -> int:
    """Print what falls due and what is overdue; return 5 where a reminder failed, 3 where anything is overdue."""
    visit = find_visit(context)
    moment = None if as_of is None else parse_as_of(as_of)
    if (resend or attach_form) and not send:
        raise CallError(
            say(
                "--resend và --attach-form chỉ đi cùng --send.", "--resend and --attach-form go with --send."
            ),
            point_to_help(context),
        )
    before = _find_letter_day(letters, letter_before, moment or visit.now, each=letter_each)
    root, language = enter_workspace(visit)
    _check_calendar(ics, root, language)
    if send and moment is not None and moment.date() != visit.now.date():
        write_error(
            say(
                f"Lưu ý: nhắc theo tình hình ngày {moment.date()}, không phải hôm nay; đơn vị gửi sau đó vẫn bị nhắc.",
                f"Note: reminding as of {moment.date()}, not of today; units that have sent since are reminded too.",
                language,
            )
        )
    if not send and ics is None and letters is None:
        keep_answer(visit, root, is_timely=moment is None)
    run: desk.Reminded | None = None
    found: desk.Deadlines | desk.Refusal
    if send:
        wish = desk.Wish(language, programme, within, moment, resend, attach_form)
        sent = desk.send_reminders(root, wish, login=find_login(), clock=clock.read_clock)
        if isinstance(sent, desk.Refusal):
            raise refuse(sent, root, language)
        run, found = sent, sent.deadlines
    else:
        with show_work(
            visit.terminal, say("Đang đọc báo cáo số liệu…", "Reading the submissions…", language)
        ):
            found = desk.check_deadlines(
                root, as_of=moment or visit.now, language=language, programme=programme, within=within
            )
    if isinstance(found, desk.Refusal):
        raise refuse(found, root, language)
    view = found.view
    papers = _write_papers(found, root, ics, letters, each=letter_each, before=before)
    if isinstance(papers, desk.Refusal) and run is None:
        raise refuse(papers, root, language)
    is_quiet = quiet and not any(one.state in PRESSING for one in view.rounds) and not (run and run.lines)
    if is_quiet:
        pass
    elif form == "json":
        write_out(format_json({**describe_deadlines(view), **(describe_run(run) if run is not None else {})}))
    else:
        sent_text = format_run(run, language, visit.terminal.width) if run is not None else ""
        write_out(format_deadlines(view, language, visit.terminal.width, quiet=quiet) + sent_text)
    if run is not None:
        print_problems(run, root, language, visit.terminal)
    if isinstance(papers, desk.Refusal):
        # Only now: what was sent is told of first.
        raise refuse(papers, root, language)
    calendar, made = papers
    _print_papers(calendar, made if letters is not None else None, language, quiet=quiet)
    _tell_broken(found, language)
    if run is not None and run.has_failed:
        return Code.MACHINE
    return Code.ATTENTION if view.is_overdue else Code.DONE


def _write_papers(
    found: desk.Deadlines,
    root: Path,
    ics: Path | None,
    letters: Path | None,
    *,
    each: bool,
    before: date | None,
) -> tuple[list[Path], list[Path]] | desk.Refusal:
    """Write the calendar and the letters that were asked for, and return the files of each."""
    language = found.view.language
    calendar = desk.write_calendar(root, ics, found) if ics is not None else None
    if isinstance(calendar, desk.Refusal):
        return calendar
    made: tuple[Path, ...] | desk.Refusal = ()
    if letters is not None:
        made = desk.write_letters(root, found.agenda, letters, each=each, before=before, language=language)
    if isinstance(made, desk.Refusal):
        return made
    return [calendar] if calendar is not None else [], list(made)


def _print_papers(
    calendar: list[Path], letters: list[Path] | None, language: Language, *, quiet: bool
) -> None:
    """Name the files that were written, letters always; say that no letter was needed where none was."""
    written = [*([] if quiet else calendar), *(letters or [])]
    if written:
        names = "".join(f"  {clean(shorten_path(path))}\n" for path in written)
        write_error(f"{say('Đã ghi:', 'Written:', language)}\n{names}")
    if letters == [] and not quiet:
        write_error(
            say(
                "Không có đơn vị nào quá hạn nên không lập công văn.",
                "No unit is overdue, so there is no letter.",
                language,
            )
        )


def _tell_broken(found: desk.Deadlines, language: Language) -> None:
    """Say how many files do not count because they have errors."""
    if found.broken:
        count = len({problem.place.file for problem in found.broken})
        write_error(
            say(
                f"Có {count} tệp có lỗi nên không được tính; xem bằng “cds-kpi check”.",
                f"{count} file{'s' * (count > 1)} with errors {'do' if count > 1 else 'does'} not count; "
                "see “cds-kpi check”.",
                language,
            )
        )


def _check_calendar(path: Path | None, root: Path, language: Language) -> None:
    """Complain of a calendar file that could not be written, before anything is read."""
    if path is None:
        return
    if path.suffix.lower() != ".ics":
        raise CallError(
            say(f"--ics: tên {path} phải có đuôi .ics.", f"--ics: {path} must end in .ics."),
            say("Ví dụ: --ics thoi-han.ics", "For example: --ics deadlines.ics"),
        )
    refusal = desk.check_paper(path, root, option="--ics", replaces=True)
    if refusal is not None:
        raise refuse(refusal, root, language)


def _find_letter_day(letters: Path | None, text: str | None, moment: datetime, *, each: bool) -> date | None:
    """Return the day before which letters ask for the figures; complains of one that is over, or without letters."""
    if letters is None and (each or text is not None):
        raise CallError(
            say(
                "--letter-each và --letter-before cần --letters.",
                "--letter-each and --letter-before need --letters.",
            ),
            say("Ghi thư mục chứa công văn: --letters cong-van.", "Name their folder: --letters letters."),
        )
    day = parse_day("--letter-before", text) if text is not None else None
    if day is not None and day <= moment.date():
        raise CallError(
            say(
                f"--letter-before {day} không sau ngày lập công văn ({moment.date()}).",
                f"--letter-before {day} is not after the day of the letter ({moment.date()}).",
            ),
            say("Ghi một ngày sau đó.", "Name a later day."),
        )
    return day


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "check-deadlines",
        cls=Command,
        epilog=EXAMPLES,
        help=f"{summarise('check-deadlines')}\n\n"
        + say(
            "Có --send thì gửi thư nhắc đến lượt, chỉ cho đơn vị còn nợ; không có thì không thay đổi "
            "gì. Trả về 3 khi có đơn vị quá hạn mà còn nợ, 5 khi có thư không gửi được.",
            "With --send the reminders that are due go out, to units that owe alone; without it "
            "nothing is changed. Returns 3 where a unit that owes has passed its deadline, 5 where a "
            "message could not be sent.",
        ),
    )(check_deadlines)
