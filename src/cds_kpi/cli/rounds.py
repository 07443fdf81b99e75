"""What commands on one round have in common: how the round, the unit and whoever acts are named."""

from __future__ import annotations

import contextlib
import os
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.clock import CITY_TIME
from cds_kpi.cli.completion import complete_periods, complete_programmes, complete_units
from cds_kpi.cli.endings import CallError, refuse
from cds_kpi.cli.help import point_to_help
from cds_kpi.cli.language import say
from cds_kpi.cli.visit import find_visit

if TYPE_CHECKING:
    from pathlib import Path

    from cds_kpi.text import Language

_MOMENT = re.compile(
    r"((?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(Z|[+-][0-9]{2}:[0-9]{2})?)?\Z"
)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_VIETNAMESE_DAY = re.compile(r"(?:ngày\s+)?([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\Z")
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years that a moment may be in."""
LONGEST = 2_000
"""Characters of a reason or a note."""
PERSON = "CDS_KPI_USER"
"""The variable that names whoever acts, where the login does not say it well."""

Quarter = Annotated[
    str | None,
    typer.Option(
        metavar="Q3",
        autocompletion=lambda: ["Q1", "Q2", "Q3", "Q4"],
        help=say(
            "Quý; năm là --year, hoặc năm duy nhất mà chương trình có đợt báo cáo quý đó, hoặc năm nay.",
            "The quarter; its year is --year, or the only one in which the programme has such a round, or this.",
        ),
    ),
]
Year = Annotated[
    str | None,
    typer.Option(
        metavar=say("NĂM", "YEAR"),
        help=say(
            "Năm của quý; không có --quarter: báo cáo năm.",
            "The quarter's year; alone: the yearly report.",
        ),
    ),
]
Period = Annotated[
    str | None,
    typer.Option(
        metavar=say("KỲ", "PERIOD"),
        autocompletion=complete_periods,
        help=say(
            "Kỳ báo cáo, thay cho --quarter: 2022-Q3, 2022-S1, 2022.",
            "The period, instead of --quarter: 2022-Q3, 2022-S1, 2022.",
        ),
    ),
]
Programme = Annotated[
    str | None,
    typer.Option(
        metavar=say("MÃ", "ID"),
        autocompletion=complete_programmes,
        help=say(
            "Chương trình, kế hoạch; không ghi: chương trình mặc định.",
            "The programme, if not the default.",
        ),
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        metavar=say("NGÀY", "DATE"),
        help=say(
            "Tính đến hết ngày này, hoặc đến thời điểm này (2022-09-20T10:30); không ghi: bây giờ.",
            "As of the end of this day, or of this moment (2022-09-20T10:30); by default now.",
        ),
    ),
]
Unit = Annotated[
    str | None,
    typer.Option(
        metavar=say("ĐƠN_VỊ", "UNIT"),
        autocompletion=complete_units,
        help=say("Mã của đơn vị.", "The unit's id."),
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        metavar=say("NGƯỜI", "WHO"),
        envvar=PERSON,
        help=say(
            "Ai làm việc này; không ghi: tên đăng nhập của máy.",
            "Who does this; by default the login name.",
        ),
    ),
]
Reason = Annotated[
    str | None,
    typer.Option(metavar=say("LÝ_DO", "WHY"), help=say("Vì sao.", "Why.")),
]


def read_asking(
    context: typer.Context,
    *,
    quarter: str | None,
    year: str | None,
    period: str | None,
    programme: str | None,
) -> desk.Asking:
    """Return the round that was asked for; complain of an empty option, and of two that name the same thing."""
    said = {"--quarter": quarter, "--year": year, "--period": period, "--programme": programme}
    for name, text in said.items():
        # An empty variable of a script must not turn into another round than the one that was meant.
        require_text(context, name, text)
    if quarter is not None and period is not None:
        raise CallError(
            say("--quarter và --period cùng chỉ kỳ báo cáo.", "--quarter and --period both name the period."),
            say("Chỉ ghi một trong hai.", "Give one of the two."),
        )
    return desk.Asking(programme=programme, quarter=quarter, year=year, period=period)


def require_text(context: typer.Context, name: str, text: str | None) -> None:
    """Complain of an option that was given with nothing in it."""
    if text is not None and not text.strip():
        raise CallError(
            say(f"{name} cần một giá trị đi kèm.", f"{name} needs a value."), point_to_help(context)
        )


def require_option(context: typer.Context, name: str, text: str | None) -> str:
    """Return what an option that cannot be left out says."""
    require_text(context, name, text)
    if text is None:
        raise miss_option(context, name)
    return text.strip()


def miss_option(context: typer.Context, name: str) -> CallError:
    """Return the complaint that an option is missing which cannot be left out."""
    return CallError(say(f"Thiếu {name}.", f"There must be {name}."), point_to_help(context))


def read_wording(context: typer.Context, name: str, text: str | None) -> str | None:
    """Return what an option says as one line of text; None where it is not given."""
    require_text(context, name, text)
    if text is None:
        return None
    line = " ".join(text.split())
    if not line.isprintable() or len(line) > LONGEST:
        raise CallError(
            say(
                f"{name} có ký tự điều khiển hoặc quá dài.", f"{name} has control characters or is too long."
            ),
            say(
                f"Ghi một đoạn chữ bình thường, không quá {LONGEST} ký tự.",
                f"Write plain text of at most {LONGEST} characters.",
            ),
        )
    return line


def read_whole(name: str, text: str | None) -> int | None:
    """Return a whole number from 1 that an option gives; None where it is not given."""
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and 1 <= len(text) <= 6 and int(text) > 0):
        raise CallError(
            say(f"{name}: “{text}” không phải là số nguyên dương.", f"{name}: “{text}” is no whole number."),
            say("Ghi một số, ví dụ 2.", "Write a number, for example 2."),
        )
    return int(text)


def parse_as_of(text: str, name: str = "--as-of") -> datetime:
    """Read the moment that an option names: a day means its last second, a time without a zone the city's time."""
    found = _MOMENT.match(text.strip())
    try:
        if found is None:
            raise ValueError
        day, time, zone = found.groups()
        if time is None:
            return datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=CITY_TIME)
        moment = datetime.fromisoformat(f"{day}T{time}{zone or ''}")
        return moment.astimezone(CITY_TIME) if zone else moment.replace(tzinfo=CITY_TIME)
    except ValueError:
        raise _complain_of_moment(name, text) from None


def _complain_of_moment(name: str, text: str) -> CallError:
    """Return what is wrong with a moment, and how to write the day that was probably meant."""
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\Z|[T ])", text.strip()):
        year = int(text.strip()[:4])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return CallError(
                say(f"{name}: năm {year:04} không hợp lý.", f"{name}: the year {year:04} makes no sense."),
                say(
                    f"Ghi một ngày trong các năm {FIRST_YEAR} đến {LAST_YEAR}.",
                    f"Write a day of the years {FIRST_YEAR} to {LAST_YEAR}.",
                )
                if name == "--from"
                else say(
                    f"Ghi một ngày trong các năm {FIRST_YEAR} đến {LAST_YEAR}; bỏ {name} để lấy lúc này.",
                    f"Write a day of the years {FIRST_YEAR} to {LAST_YEAR}; leave out {name} for now.",
                ),
            )
    hint = say("Ghi 2022-09-20, hoặc 2022-09-20T10:30.", "Write 2022-09-20, or 2022-09-20T10:30.")
    return _complain_of_day(name, text, hint)


def _complain_of_day(name: str, text: str, hint: str) -> CallError:
    """Return that something is no day; the hint is the day that was probably meant, where it shows."""
    found = _VIETNAMESE_DAY.match(text.strip())
    if found is not None:
        day, month, year = (int(part) for part in found.groups())
        with contextlib.suppress(ValueError):
            meant = date(year, month, day).isoformat()
            hint = say(f"Ghi năm trước, tháng, rồi ngày: {meant}.", f"Write year, month, day: {meant}.")
    return CallError(say(f"{name}: “{text}” không phải là ngày.", f"{name}: “{text}” is not a date."), hint)


def parse_day(name: str, text: str) -> date:
    """Read the day that an option names: 2022-09-26."""
    try:
        if _ISO_DAY.match(text.strip()) is None:
            raise ValueError
        day = date.fromisoformat(text.strip())
    except ValueError:
        hint = say("Ghi năm-tháng-ngày, như 2022-09-26.", "Write year-month-day, such as 2022-09-26.")
        raise _complain_of_day(name, text, hint) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CallError(
            say(
                f"{name}: năm {day.year:04} không hợp lý.", f"{name}: the year {day.year:04} makes no sense."
            ),
            say("Xem lại năm.", "See to the year."),
        )
    return day


def find_person(by: str | None) -> str:
    """Return who acts: as said, else by the login name."""
    if by is not None and by.strip():
        return " ".join(by.split())
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "?"


def find_period(context: typer.Context, root: Path, asking: desk.Asking, language: Language) -> str:
    """Return the period of the round that was asked for."""
    from cds_kpi.problem import Fault, Place

    read = desk.read_catalogue(root)
    if isinstance(read, desk.Refusal):
        raise refuse(read, root, language)
    chosen = desk.choose_round(read[0], asking, this_year=find_visit(context).now.year)
    if isinstance(chosen, Fault):
        raise refuse(desk.Refusal("request", (chosen.at(Place("--quarter")),)), root, language)
    return str(chosen[1].period)


def print_deed(deed: desk.Deed, language: Language, sentence: str) -> None:
    """Print what was decided, and the file that says so."""
    from cds_kpi.cli.failures import print_done

    unprinted = say("nhưng không in được trả lời", "but the answer could not be printed", language)
    print_done(f"{sentence}\n{deed.file}", f"{sentence} {deed.file}; {unprinted}", language)


def names_round(asking: desk.Asking) -> bool:
    """Whether anything of the round was said."""
    return any((asking.quarter, asking.year, asking.period, asking.programme))
