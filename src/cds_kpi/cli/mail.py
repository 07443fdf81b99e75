"""`mail`: whether the office's mail server or a chat channel takes messages; and where the login is looked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import CallError, Code, refuse
from cds_kpi.cli.help import Command, Group, point_to_help
from cds_kpi.cli.language import say
from cds_kpi.cli.terminal import clean, write_out
from cds_kpi.cli.visit import enter_workspace, find_visit

if TYPE_CHECKING:
    from cds_kpi.text import Language


def find_login() -> desk.LoginSource:
    """Return what the environment says of the mail server's login; it is never an option, which others can see."""
    user, password, file = (
        os.environ.get(f"CDS_KPI_SMTP_{name}") or None for name in ("USER", "PASSWORD", "LOGIN_FILE")
    )
    return desk.LoginSource(user, password, file)


def try_mail(
    context: typer.Context,
    to: Annotated[
        str | None,
        typer.Option(
            metavar=say("ĐỊA_CHỈ", "ADDRESS"),
            help=say("Nơi nhận thư thử.", "Where the test message goes."),
        ),
    ] = None,
    channel: Annotated[
        str | None,
        typer.Option(
            metavar=say("KÊNH", "CHANNEL"),
            help=say(
                "Thay cho --to: kênh trò chuyện ở mục notify trong data/settings.yaml.",
                "Instead of --to: a chat channel of notify in data/settings.yaml.",
            ),
        ),
    ] = None,
) -> int:
    """Send one test message and print what the server answered; return 5 where it did not take it."""
    if bool(to) == bool(channel):
        raise CallError(
            say("Cần --to hoặc --channel.", "Either --to or --channel is needed."), point_to_help(context)
        )
    visit = find_visit(context)
    root, language = enter_workspace(visit)
    made = (
        desk.try_mail(root, to, login=find_login(), now=visit.now, language=language)
        if to
        else desk.try_channel(root, channel or "", now=visit.now, language=language)
    )
    if isinstance(made, desk.Refusal):
        raise refuse(made, root, language)
    if made.port is None:
        return _print_channel(made, language)
    words = {
        "sent": say("đã nhận thư thử", "took the test message", language),
        "deferred": say("chưa nhận, bảo thử lại sau", "did not take it yet, and says to try again", language),
        "refused": say("không nhận thư thử", "refused the test message", language),
        "uncertain": say(
            "mất kết nối, không rõ đã nhận chưa", "was lost, and nobody knows whether it took it", language
        ),
    }
    write_out(
        say(
            f"Máy chủ {made.host}:{made.port} {words[made.outcome]} gửi {clean(made.to)}.\n"
            f"Trả lời: {clean(made.said)}\n",
            f"The server {made.host}:{made.port} {words[made.outcome]} for {clean(made.to)}.\n"
            f"It said: {clean(made.said)}\n",
            language,
        )
    )
    return Code.DONE if made.outcome == "sent" else Code.MACHINE


def _print_channel(made: desk.MailTest, language: Language) -> int:
    if made.outcome == "sent":
        write_out(
            say(f"Đã gửi tin thử vào kênh {made.to}.\n", f"Posted a test message to {made.to}.\n", language)
        )
        return Code.DONE
    write_out(
        say(
            f"Không rõ kênh {made.to} đã nhận tin thử chưa: {clean(made.said)}\n",
            f"Nobody knows whether {made.to} took the test message: {clean(made.said)}\n",
            language,
        )
    )
    return Code.MACHINE


def add_commands(app: typer.Typer) -> None:
    """Add the group to the program's commands."""
    mail = typer.Typer(
        cls=Group,
        epilog="cds-kpi mail test --to toi@hcm.example",
        help=summarise("mail"),
    )
    mail.command(
        "test",
        cls=Command,
        epilog="cds-kpi mail test --to toi@hcm.example\ncds-kpi mail test --channel nhom-cds",
        help=say(
            "Gửi một thư thử và cho biết máy chủ trả lời thế nào.\n\n"
            "Tên và mật khẩu lấy từ biến môi trường CDS_KPI_SMTP_USER và CDS_KPI_SMTP_PASSWORD, hoặc từ tệp mà "
            "CDS_KPI_SMTP_LOGIN_FILE hay mục mail.login_file trong data/settings.yaml nêu tên.",
            "Send one test message and print what the server answered.\n\n"
            "User name and password come from the environment's CDS_KPI_SMTP_USER and CDS_KPI_SMTP_PASSWORD, or from "
            "the file that CDS_KPI_SMTP_LOGIN_FILE or mail.login_file in data/settings.yaml names.",
        ),
    )(try_mail)
    app.add_typer(mail, name="mail")
