"""`keys`: the keys that sign submissions, made, registered, listed and revoked; and how a private key is opened."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.clock import CITY_TIME
from cds_kpi.cli.completion import complete_keys
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import CallError, Code, StoppedError, refuse
from cds_kpi.cli.help import Command, ListGroup
from cds_kpi.cli.language import LANGUAGE, say
from cds_kpi.cli.lists import Format, print_rows
from cds_kpi.cli.rounds import (
    By,
    Reason,
    Unit,
    find_person,
    miss_option,
    parse_as_of,
    parse_day,
    read_wording,
    require_option,
)
from cds_kpi.cli.tables import Column
from cds_kpi.cli.terminal import clean, find_here, format_json, write_error, write_out
from cds_kpi.cli.visit import enter_workspace, find_visit

if TYPE_CHECKING:
    from datetime import datetime

    from cds_kpi.cli.visit import Visit
    from cds_kpi.text import Language

VARIABLE = "CDS_KPI_KEY_PASSPHRASE"
"""The variable with a private key's passphrase; it is never an option, which others can see."""


def open_key(
    visit: Visit, root: Path, language: Language, unit: str, path: Path | None, *, keyed_in: bool
) -> desk.Signer:
    """Open the private key that is to sign for a unit; whoever sits at a terminal is asked for its passphrase."""
    passphrase = os.environ.get(VARIABLE) or None
    while True:
        made = desk.open_signer(root, unit, path, os.environ, passphrase, keyed_in=keyed_in)
        if isinstance(made, desk.Signer):
            return made
        is_locked = made.problems[0].kind == "key-file-locked"
        if not is_locked or passphrase is not None or not visit.terminal.can_ask:
            raise refuse(made, root, language)
        passphrase = _ask_secret(say("Mật khẩu của khóa: ", "The key's passphrase: ", language), language)


def _ask_secret(prompt: str, language: Language) -> str:
    """Return what a person types without its being shown; nothing typed stops the command."""
    import getpass

    try:
        typed = getpass.getpass(prompt)
    except EOFError:
        typed = ""
    if not typed:
        raise StoppedError(language, say("Đã dừng; chưa làm gì.", "Stopped; nothing was done.", language))
    return typed


def make_key(
    context: typer.Context,
    *,
    unit: Unit = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar=say("TỆP", "FILE"),
            help=say(
                "Tệp để ghi khóa bí mật, ngoài thư mục làm việc; không ghi: ~/.config/cds-kpi/keys/<đơn vị>.pem.",
                "Where to write the private key, outside the workspace; by default "
                "~/.config/cds-kpi/keys/<unit>.pem.",
            ),
        ),
    ] = None,
    passphrase: Annotated[
        bool,
        typer.Option(
            "--passphrase",
            help=say(
                "Khóa tệp bằng mật khẩu: hỏi hai lần, hoặc lấy từ CDS_KPI_KEY_PASSPHRASE.",
                "Lock the file with a passphrase: asked twice, or taken from CDS_KPI_KEY_PASSPHRASE.",
            ),
        ),
    ] = False,
) -> int:
    """Make a private key and print its public key."""
    visit = find_visit(context)
    name = require_option(context, "--unit", unit)
    # Whoever makes a key may have no workspace at hand: it is registered by the focal point.
    here = find_here()
    root = visit.workspace or (desk.find_workspace(here) if here is not None else None)
    language = visit.language or LANGUAGE
    secret = _choose_secret(visit, language) if passphrase else None
    made = desk.make_key(root, name, out, os.environ, secret)
    if isinstance(made, desk.Refusal):
        raise refuse(made, root, language)
    write_out(f"{made.public_key}\n")
    where = clean(str(made.path))
    command = f"cds-kpi keys add {made.public_key} --unit {name}"
    write_error(
        say(
            f"\nKhóa bí mật: {where}\nChỉ mình bạn đọc được tệp này; giữ một bản sao ở nơi an toàn, không gửi cho ai.\n"
            f"Mã của khóa: {_group(made.fingerprint)}\n"
            f"Gửi dòng khóa công khai trên cho đơn vị đầu mối, gọi điện đọc mã để đối chiếu; nơi ấy chạy:\n"
            f"  {command}\n",
            f"\nThe private key: {where}\nOnly you can read it; keep a copy in a safe place, and give it to nobody.\n"
            f"Its fingerprint: {_group(made.fingerprint)}\n"
            "Send the line above, the public key, to the focal point and read the fingerprint out by telephone; "
            f"there they run:\n  {command}\n",
            language,
        )
    )
    return Code.DONE


def _choose_secret(visit: Visit, language: Language) -> str:
    """Return the passphrase of a new key, typed twice."""
    given = os.environ.get(VARIABLE)
    if given:
        return given
    if not visit.terminal.can_ask:
        raise CallError(
            say("Không có ai để hỏi mật khẩu.", "Nobody is there to be asked for the passphrase."),
            say(f"Đặt biến môi trường {VARIABLE}.", f"Set {VARIABLE} in the environment."),
        )
    while True:
        first = _ask_secret(say("Mật khẩu mới của khóa: ", "A passphrase for the key: ", language), language)
        if first == _ask_secret(say("Gõ lại mật khẩu: ", "The passphrase again: ", language), language):
            return first
        write_error(say("Hai lần gõ khác nhau.", "The two differ.", language))


def _group(fingerprint: str) -> str:
    """Return a fingerprint in groups of four digits, to be read out."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))


def add_key(
    context: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            metavar=say("KHÓA", "KEY"),
            help=say(
                "Khóa công khai: dòng “ed25519:…” mà “cds-kpi keys new” đã in.",
                "The public key: the line “ed25519:…” that “cds-kpi keys new” printed.",
            ),
        ),
    ],
    *,
    unit: Unit = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar=say("NGÀY", "DATE"),
            help=say(
                "Ngày đầu tiên được ký; không ghi: hôm nay.", "The first day it may sign; by default today."
            ),
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            metavar=say("NGÀY", "DATE"),
            help=say(
                "Ngày cuối cùng được ký; không ghi: không hạn định.",
                "The last day it may sign; by default it is left open.",
            ),
        ),
    ] = None,
    note: Annotated[
        str | None,
        typer.Option(
            metavar=say("GHI_CHÚ", "NOTE"),
            help=say("Khóa của ai, để ở đâu.", "Whose key it is, or where it is kept."),
        ),
    ] = None,
    by: By = None,
) -> int:
    """Register a public key for a unit."""
    visit = find_visit(context)
    name = require_option(context, "--unit", unit)
    note = read_wording(context, "--note", note)
    root, language = enter_workspace(visit)
    card = desk.add_key(
        root,
        name,
        key,
        valid_from=parse_day("--from", start)
        if start is not None
        else visit.now.astimezone(CITY_TIME).date(),
        until=parse_day("--until", until) if until is not None else None,
        by=find_person(by),
        now=visit.now,
        note=note,
    )
    if isinstance(card, desk.Refusal):
        raise refuse(card, root, language)
    time = _say_time(card, language)
    write_out(
        say(
            f"Đã đăng ký khóa {_group(card.fingerprint)} cho {card.unit}, {time}.\n{card.file}\n",
            f"Registered the key {_group(card.fingerprint)} for {card.unit}, {time}.\n{card.file}\n",
            language,
        )
    )
    return Code.DONE


def _say_time(card: desk.KeyCard, language: Language) -> str:
    if card.until is None:
        return say(f"từ {card.valid_from}", f"from {card.valid_from}", language)
    return say(
        f"từ {card.valid_from} đến hết {card.until}", f"from {card.valid_from} to {card.until}", language
    )


def list_keys(context: typer.Context, unit: Unit = None, form: Format = "table") -> int:
    """Print the register of keys, a line each."""
    visit = find_visit(context)
    root, language = enter_workspace(visit)
    cards = desk.list_keys(root, now=visit.now)
    if isinstance(cards, desk.Refusal):
        raise refuse(cards, root, language)
    chosen = [card for card in cards if unit in {None, card.unit}]
    if form == "json":
        write_out(format_json({"schema": "cds-kpi.keys/1", "keys": [asdict(card) for card in chosen]}))
        return Code.DONE
    columns = (
        Column(say("Đơn vị", "Unit", language), style="cyan"),
        Column(say("Mã của khóa", "Fingerprint", language), narrow=19),
        Column(say("Từ ngày", "From", language)),
        Column(say("Đến ngày", "Until", language)),
        Column(say("Tình trạng", "State", language), is_wide=True),
    )
    rows = [
        [
            card.unit,
            _group(card.fingerprint),
            card.valid_from,
            card.until or "",
            clean(_say_state(card, language)),
        ]
        for card in chosen
    ]
    print_rows(columns, rows, context, language)
    return Code.DONE


def _say_state(card: desk.KeyCard, language: Language) -> str:
    if card.revoked_from is not None:
        moment = card.revoked_from[:16].replace("T", " ")
        return say(f"thu hồi từ {moment}: {card.reason}", f"revoked from {moment}: {card.reason}", language)
    words = {
        "valid": say("còn hiệu lực", "valid", language),
        "early": say("chưa có hiệu lực", "not yet valid", language),
        "expired": say("hết hiệu lực", "expired", language),
    }
    return words[card.state]


def revoke_key(
    context: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            metavar=say("MÃ_KHÓA", "FINGERPRINT"),
            autocompletion=complete_keys,
            help=say(
                "Mã của khóa trong “cds-kpi keys list”, ít nhất 8 ký tự đầu.",
                "The key's fingerprint in “cds-kpi keys list”, at least its first 8 digits.",
            ),
        ),
    ],
    *,
    unit: Unit = None,
    reason: Reason = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar=say("THỜI_ĐIỂM", "MOMENT"),
            help=say(
                "Từ ngày hay thời điểm này chữ ký không còn được công nhận (ví dụ lúc mất máy); không ghi: bây giờ.",
                "From this day or moment on it signs nothing (as when the laptop was lost); by default now.",
            ),
        ),
    ] = None,
    by: By = None,
) -> int:
    """Register that a key signs nothing any more."""
    visit = find_visit(context)
    because = read_wording(context, "--reason", reason)
    if because is None:
        raise miss_option(context, "--reason")
    root, language = enter_workspace(visit)
    card = desk.revoke_key(
        root,
        key,
        unit,
        since=_read_start(start, visit.now),
        reason=because,
        by=find_person(by),
        now=visit.now,
    )
    if isinstance(card, desk.Refusal):
        raise refuse(card, root, language)
    moment = (card.revoked_from or "")[:16].replace("T", " ")
    write_out(
        say(
            f"Đã thu hồi khóa {_group(card.fingerprint)} của {card.unit}; từ {moment} chữ ký không được công nhận.\n",
            f"Revoked the key {_group(card.fingerprint)} of {card.unit}; from {moment} on it signs nothing.\n",
            language,
        )
    )
    return Code.DONE


def _read_start(text: str | None, now: datetime) -> datetime:
    """Return the moment from which on a key is revoked: a day means its first second."""
    if text is None:
        return now
    moment = parse_as_of(text, "--from")
    return moment if ":" in text else moment.replace(hour=0, minute=0, second=0)


def add_commands(app: typer.Typer) -> None:
    """Add the group to the program's commands."""
    keys = typer.Typer(
        cls=ListGroup,
        epilog="cds-kpi keys new --unit so-y-te\n"
        "cds-kpi keys add ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a --unit so-y-te\n"
        "cds-kpi keys\n"
        "cds-kpi submit so-y-te.2022-Q3.xlsx --sign",
        help=summarise("keys"),
    )
    keys.command(
        "new",
        cls=Command,
        epilog="cds-kpi keys new --unit so-y-te\ncds-kpi keys new --unit so-y-te --passphrase",
        help=say(
            "Tạo khóa bí mật cho một đơn vị trong tệp chỉ người tạo đọc được, và in khóa công khai để đăng ký.",
            "Make a private key for a unit, in a file that only its maker can read, and print the public key to be "
            "registered.",
        ),
    )(make_key)
    keys.command(
        "add",
        cls=Command,
        epilog="cds-kpi keys add ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a "
        "--unit so-y-te --until 2023-12-31",
        help=say(
            "Đăng ký khóa công khai của một đơn vị; trước đó gọi điện đối chiếu mã của khóa.",
            "Register a unit's public key; compare its fingerprint by telephone before.",
        ),
    )(add_key)
    keys.command(
        "list",
        cls=Command,
        epilog="cds-kpi keys list --unit so-y-te\ncds-kpi keys --format json",
        help=say(
            "Liệt kê các khóa đã đăng ký (mặc định).",
            "List the registered keys (what the group does).",
        ),
    )(list_keys)
    keys.command(
        "revoke",
        cls=Command,
        epilog=say(
            'cds-kpi keys revoke 21fe31dfa154a261 --reason "Mất máy" --from 2022-09-14',
            'cds-kpi keys revoke 21fe31dfa154a261 --reason "The laptop was lost" --from 2022-09-14',
        ),
        help=say(
            "Thu hồi một khóa: từ thời điểm ấy chữ ký không còn được công nhận, chữ ký trước đó vẫn đúng.",
            "Revoke a key: what it signs from then on is not recognised, what it signed before stays right.",
        ),
    )(revoke_key)
    app.add_typer(keys, name="keys")
