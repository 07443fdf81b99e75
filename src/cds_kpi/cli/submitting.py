"""`submit`: figures from a form, a YAML file, the command line or a conversation, checked, filed and receipted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.asking import hold_interview
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import CallError, Code, refuse
from cds_kpi.cli.help import Command, point_to_help
from cds_kpi.cli.language import say
from cds_kpi.cli.receipts import read_source
from cds_kpi.cli.rounds import (
    By,
    Period,
    Programme,
    Quarter,
    Reason,
    Unit,
    Year,
    find_period,
    find_person,
    names_round,
    read_asking,
    read_whole,
    read_wording,
    require_text,
)
from cds_kpi.cli.sending import Answer, send
from cds_kpi.cli.usage import check_suffix, one_of
from cds_kpi.cli.visit import enter_workspace, find_visit
from cds_kpi.text import Language

FORMATS = ("text", "json")
EXAMPLES = (
    """\
cds-kpi submit so-y-te.2022-Q3.xlsx
cds-kpi submit so-y-te.yaml --dry-run
"""
    + say(
        """\
cds-kpi submit --unit so-y-te --quarter Q3 --set 5=812345/1498765 --set e-payment-units=có
cds-kpi submit --unit so-y-te --quarter Q3 --set "online-dossiers.note=Theo phần mềm một cửa"
""",
        """\
cds-kpi submit --unit so-y-te --quarter Q3 --set 5=812345/1498765 --set e-payment-units=done
cds-kpi submit --unit so-y-te --quarter Q3 --set "online-dossiers.note=From the one-stop software"
""",
    )
    + "cds-kpi submit --unit so-y-te --quarter Q3"
)


def submit(
    context: typer.Context,
    source: Annotated[
        str | None,
        typer.Argument(
            metavar=say("[TỆP]", "[FILE]"),
            help=say(
                "Biểu mẫu đã điền (.xlsx) hoặc tệp .yaml; “-” để đọc từ đầu vào chuẩn. Không ghi tệp và không có "
                "--set: hỏi từng câu trên màn hình.",
                "A filled form (.xlsx) or a .yaml file; “-” for standard input. Without one and without --set: "
                "asked question by question on a terminal.",
            ),
        ),
    ] = None,
    *,
    unit: Unit = None,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Programme = None,
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar=say("MÃ=SỐ_LIỆU", "ID=FIGURE"),
            help=say(
                'Một số liệu: MÃ=812345/1498765, MÃ=13,51, MÃ=có, MÃ=chưa, "MÃ=nil: lý do", "MÃ=na: lý do", '
                '"MÃ=unavailable: lý do"; ghi nhiều lần được, MÃ là mã hay số thứ tự của chỉ tiêu. Đơn vị phụ trách '
                "đơn vị khác, với chỉ tiêu đếm số đơn vị đã thực hiện, ghi thêm MÃ.members_done=33 và "
                '"MÃ.members_not_done=Phường 12; Phường 13". Chỉ ghi MÃ.note=, MÃ.source= hay MÃ.status= thì số liệu '
                "giữ nguyên. Chỉ tiêu không nhắc đến giữ như lần gửi trước.",
                'A figure: ID=812345/1498765, ID=13.51, ID=done, ID=not_done, "ID=nil: why", "ID=na: why", '
                '"ID=unavailable: why"; any number of times, ID being the indicator\'s id or number. A unit in charge '
                "of others adds, where an indicator counts who has done it, ID.members_done=33 and "
                '"ID.members_not_done=Ward 12; Ward 13". With ID.note=, ID.source= or ID.status= alone the figure '
                "stays. What is not named stays as it was sent before.",
            ),
        ),
    ] = None,
    note: Annotated[
        str | None,
        typer.Option(
            metavar=say("GHI_CHÚ", "NOTE"),
            help=say("Ghi chú chung của báo cáo.", "A note on the whole submission."),
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help=say(
                "Chạy thử: kiểm tra và in kết quả, không ghi gì.",
                "Check and print what would be received; write nothing.",
            ),
        ),
    ] = False,
    yes: Annotated[
        bool,
        typer.Option(
            "--yes",
            help=say("Xác nhận trước mọi cảnh báo.", "Confirm all warnings beforehand."),
        ),
    ] = False,
    expect_revision: Annotated[
        str | None,
        typer.Option(
            "--expect-revision",
            metavar="N",
            help=say(
                "Chỉ nhận nếu lần gửi này mang số N; có người gửi trước thì từ chối (4).",
                "Receive it only as revision N; refused (4) where somebody else was faster.",
            ),
        ),
    ] = None,
    on_behalf_of: Annotated[
        bool,
        typer.Option(
            "--on-behalf-of",
            help=say(
                "Nhập thay đơn vị; cần --reason, và --by nếu không phải người đăng nhập.",
                "Key it in for the unit; needs --reason, and --by where it is not who is logged in.",
            ),
        ),
    ] = False,
    by: By = None,
    reason: Reason = None,
    sign: Annotated[
        bool,
        typer.Option(
            "--sign",
            help=say(
                "Ký bằng khóa của đơn vị; nhập thay thì bằng khóa của đơn vị đầu mối.",
                "Sign it with the unit's key; with the focal point's where it is keyed in for the unit.",
            ),
        ),
    ] = False,
    key: Annotated[
        Path | None,
        typer.Option(
            metavar=say("TỆP", "FILE"),
            help=say(
                "Ký bằng khóa bí mật trong tệp này, thay cho khóa ở chỗ mặc định.",
                "Sign it with the private key in this file, instead of the one in the usual place.",
            ),
        ),
    ] = None,
    receipt: Annotated[
        Path | None,
        typer.Option(
            metavar=say("TỆP", "FILE"),
            help=say(
                "Ghi biên nhận ra tệp .html, .txt hoặc .json.",
                "Write the receipt to a .html, .txt or .json file.",
            ),
        ),
    ] = None,
    marked: Annotated[
        Path | None,
        typer.Option(
            metavar=say("TỆP", "FILE"),
            help=say(
                "Khi bị từ chối: ghi lại chính biểu mẫu đã gửi, ô sai được tô màu và chú thích.",
                "When rejected: write the sender's own workbook back with the wrong cells marked.",
            ),
        ),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="|".join(FORMATS),
            parser=one_of(*FORMATS),
            autocompletion=lambda: list(FORMATS),
            help=say("Biên nhận để đọc (mặc định), hoặc JSON.", "A receipt to read (default), or JSON."),
        ),
    ] = "text",
) -> int:
    """Check what is sent, file it as the unit's next revision, and print the receipt."""
    visit = find_visit(context)
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    require_text(context, "--unit", unit)
    note = read_wording(context, "--note", note)
    keyed_because = _read_behalf(context, on_behalf_of, reason)
    expected = read_whole("--expect-revision", expect_revision)
    if receipt is not None:
        check_suffix("--receipt", receipt, desk.RECEIPT_FORMS)
    if marked is not None:
        check_suffix("--marked", marked, ("xlsx",))
    if source is not None and sets:
        raise CallError(
            say("Có cả tệp và --set.", "There are both a file and --set."),
            say("Gửi tệp, hoặc ghi số liệu sau --set.", "Send the file, or give the figures with --set."),
        )
    if marked is not None and source is None:
        raise CallError(
            say("--marked chỉ đi với biểu mẫu được gửi.", "--marked goes with a form that is sent."),
            point_to_help(context),
        )
    root, language = enter_workspace(visit)
    for option, path in (("--receipt", receipt), ("--marked", marked)):
        taken = desk.check_paper(path, root, option=option) if path is not None else None
        if taken is not None:
            raise refuse(taken, root, language)

    def open_signer(name: str) -> desk.Signer | None:
        if not sign and key is None:
            return None
        from cds_kpi.cli.keys import open_key

        return open_key(visit, root, language, name, key, keyed_in=keyed_because is not None)

    # Where the key is known already, nobody answers question after question before hearing that it cannot be used.
    signer = open_signer((unit or "").strip()) if unit is not None or key is not None else None
    draft = _make_draft(context, root, language, source, sets or [], unit, asking, note)
    if marked is not None and draft.form is None:
        raise CallError(
            say("--marked cần một biểu mẫu .xlsx.", "--marked needs an .xlsx form."),
            say("Bỏ --marked khi gửi tệp YAML.", "Leave out --marked for a YAML file."),
        )
    if signer is None and draft.submission is not None:
        signer = open_signer(draft.submission.unit)
    sending = desk.Sending(
        now=visit.now,
        language=language,
        confirmed=yes,
        rehearsal=dry_run,
        expected_revision=expected,
        unit=unit.strip() if unit is not None else None,
        period=find_period(context, root, asking, language) if names_round(asking) else None,
        keyed_in_by=find_person(by) if keyed_because is not None else None,
        keyed_in_because=keyed_because,
        signer=signer,
    )
    with Answer(root, form, visit.terminal, receipt) as answer:
        send(root, draft, replace(sending, prepare=answer.prepare), visit, marked, form)
        answer.give()
    return Code.DONE


def _read_behalf(context: typer.Context, on_behalf_of: bool, reason: str | None) -> str | None:
    """Return why somebody keys it in for the unit; None where the unit sends it itself."""
    because = read_wording(context, "--reason", reason)
    if on_behalf_of and because is None:
        raise CallError(
            say("--on-behalf-of cần có --reason.", "--on-behalf-of needs --reason."),
            say(
                'Ghi vì sao nhập thay, ví dụ --reason "Đơn vị gửi bản giấy".',
                'Say why it is keyed in, for example --reason "Sent on paper".',
            ),
        )
    if because is not None and not on_behalf_of:
        raise CallError(
            say("--reason chỉ đi với --on-behalf-of.", "--reason goes with --on-behalf-of."),
            say("Ghi chú chung thì dùng --note.", "For a note on the submission use --note."),
        )
    return because


def _make_draft(
    context: typer.Context,
    root: Path,
    language: Language,
    source: str | None,
    sets: list[str],
    unit: str | None,
    asking: desk.Asking,
    note: str | None,
) -> desk.Draft:
    """Return what is to be sent, from whichever door it comes."""
    visit = find_visit(context)
    if source is not None:
        data, name = read_source(source, root, language)
        draft = desk.read_draft(data, name)
        return draft if note is None else desk.add_note(draft, note)
    if not sets:
        if not visit.terminal.can_ask:
            raise CallError(
                say("Không có gì để gửi.", "There is nothing to send."),
                say(
                    "Ghi một tệp, hoặc --unit, --quarter và --set MÃ=SỐ_LIỆU; chỉ hỏi từng câu khi có màn hình.",
                    "Give a file, or --unit, --quarter and --set ID=FIGURE; questions are asked on a terminal only.",
                ),
            )
        return hold_interview(visit, root, language, unit, asking, note)
    if unit is None:
        raise CallError(say("--set cần có --unit.", "--set needs --unit."), point_to_help(context))
    drafted = desk.draft_figures(root, unit.strip(), asking, sets, now=visit.now, note=note)
    if isinstance(drafted, desk.Refusal):
        raise refuse(drafted, root, language)
    return drafted


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "submit",
        cls=Command,
        epilog=EXAMPLES,
        help=f"{summarise('submit')}\n\n"
        + say(
            "Có lỗi thì từ chối (1) và nêu mọi lỗi một lần; có cảnh báo thì phải xác nhận. Lần gửi "
            "trước không bao giờ bị ghi đè.",
            "Errors reject it (1), all named at once; warnings must be confirmed. An earlier revision "
            "is never written over.",
        ),
    )(submit)
