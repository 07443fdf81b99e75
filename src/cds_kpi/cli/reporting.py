"""`report`: the consolidated report of one round, in files, on standard output, and in summary on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cds_kpi import desk
from cds_kpi.cli.comparison import format_comparison
from cds_kpi.cli.completion import complete_forms, complete_programmes_and_all
from cds_kpi.cli.contents import summarise
from cds_kpi.cli.endings import CallError, Code, refuse
from cds_kpi.cli.figures import Pace
from cds_kpi.cli.help import Command
from cds_kpi.cli.keeping import keep_answer
from cds_kpi.cli.language import LANGUAGES, say
from cds_kpi.cli.rounds import AsOf, Period, Quarter, Year, parse_as_of, read_asking
from cds_kpi.cli.summary import format_summary
from cds_kpi.cli.terminal import clean, shorten_path, show_work, write_bytes, write_error, write_out
from cds_kpi.cli.usage import complain_of_choice, one_of
from cds_kpi.cli.visit import enter_workspace, find_visit
from cds_kpi.text import Language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cds_kpi.cli.terminal import Terminal

EXAMPLES = f"""\
cds-kpi report --quarter Q3
cds-kpi report --quarter Q3 --as-of 2022-09-20 --lang en
cds-kpi report --period 2022-S1 --format html --out {say("bao-cao", "report")}.html
cds-kpi report --quarter Q3 --format json --stdout
cds-kpi report --quarter Q3 --format html,pdf --open
cds-kpi report --quarter Q3 --pace growth
cds-kpi report --programme {desk.ALL} --period 2022"""


def report(
    context: typer.Context,
    *,
    quarter: Quarter = None,
    year: Year = None,
    period: Period = None,
    programme: Annotated[
        str | None,
        typer.Option(
            metavar=say("MÃ", "ID"),
            autocompletion=complete_programmes_and_all,
            help=say(
                f"Chương trình, kế hoạch, hoặc {desk.ALL}: mọi chương trình; không ghi: chương trình mặc định.",
                f"The programme, if not the default; {desk.ALL}: every one, compared.",
            ),
        ),
    ] = None,
    as_of: AsOf = None,
    forms: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar=say("DẠNG,…", "FORM,…"),
            autocompletion=complete_forms,
            help=say(
                f"Các định dạng, cách nhau bằng dấu phẩy: {', '.join(desk.FORMATS)}; "
                "không ghi: tất cả trừ pdf, vì làm pdf lâu.",
                f"Forms, by commas: {', '.join(desk.FORMATS)}; by default all but pdf, which takes its time.",
            ),
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar=say("ĐƯỜNG_DẪN", "PATH"),
            help=say(
                "Thư mục để ghi, hoặc một tệp có đuôi của định dạng; không ghi: reports/<kỳ>.",
                "The folder to write to, or a file that ends in its form; by default reports/<period>.",
            ),
        ),
    ] = None,
    to_stdout: Annotated[
        bool,
        typer.Option(
            "--stdout",
            help=say(
                "In ra đúng nội dung của một định dạng (không ghi --format: md), không ghi tệp nào.",
                "Print exactly the bytes of one form (md without --format), and write no file.",
            ),
        ),
    ] = False,
    opens: Annotated[
        bool,
        typer.Option(
            "--open",
            help=say(
                "Mở báo cáo sau khi ghi: trang web, hoặc tệp đầu tiên được ghi.",
                "Open the report once it is written: the page, or else the first file.",
            ),
        ),
    ] = False,
    language: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="|".join(LANGUAGES),
            parser=one_of(*LANGUAGES),
            autocompletion=lambda: list(LANGUAGES),
            help=say("Ngôn ngữ của báo cáo.", "The report's language."),
        ),
    ] = None,
    pace: Pace = "line",
    skip_broken: Annotated[
        bool,
        typer.Option(
            "--skip-broken",
            help=say(
                "Không tính các báo cáo số liệu có lỗi, và nêu rõ trong báo cáo, thay vì từ chối.",
                "Leave out submissions that have errors, and say so in the report, instead of refusing.",
            ),
        ),
    ] = False,
) -> int:
    """Make the report; refused while the data has errors."""
    asking = read_asking(context, quarter=quarter, year=year, period=period, programme=programme)
    visit = find_visit(context)
    chosen = _choose_forms(forms or [], out, to_stdout=to_stdout)
    if to_stdout:
        _check_stdout(chosen[0], opens=opens, is_screen=visit.terminal.is_screen)
    moment = visit.now if as_of is None else parse_as_of(as_of)
    root, spoken = enter_workspace(visit.asked(visit.workspace, _read_language(language) or visit.language))
    if to_stdout and (chosen[0] == "json" or (as_of is not None and chosen[0] not in desk.SLOW)):
        # A template tells the time in words of its own.
        keep_answer(visit, root, is_timely=as_of is None)
    with show_work(visit.terminal, say("Đang tổng hợp số liệu…", "Adding up the figures…", spoken)):
        made = _make_view(root, asking, moment, spoken, skip_broken=skip_broken, with_growth=pace == "growth")
    if isinstance(made, desk.Refusal):
        raise refuse(made, root, spoken)
    if to_stdout:
        rendered = desk.stream_report(root, made.view, chosen[0])
        if isinstance(rendered, desk.Refusal):
            raise refuse(rendered, root, spoken)
        for piece in rendered:
            write_bytes(piece)
    else:
        _write_files(root, made, chosen, out, visit.terminal, spoken, opens=opens)
    if made.warnings:
        count = len(made.warnings)
        write_error(
            say(
                f"Số liệu có {count} cảnh báo; xem bằng “cds-kpi check”.",
                f"The data has {count} warning{'s' * (count > 1)}; see “cds-kpi check”.",
                spoken,
            )
        )
    return Code.DONE


def _write_files(
    root: Path,
    made: desk.Report | desk.Comparison,
    forms: list[str],
    out: Path | None,
    terminal: Terminal,
    language: Language,
    *,
    opens: bool,
) -> None:
    """Write the report's files and print its summary and where they are."""
    with show_work(terminal, say("Đang lập báo cáo…", "Making the report…", language)):
        written = desk.write_report(root, made.view, forms, out)
    if isinstance(written, desk.Refusal):
        raise refuse(written, root, language)
    if isinstance(made, desk.Comparison):
        write_out(format_comparison(made, terminal))
    else:
        write_out(format_summary(made, terminal))
    names = "".join(f"  {clean(shorten_path(path))}\n" for path in written.files)
    space = "\n" if terminal.is_screen else ""
    if names:
        write_error(f"{space}{say('Đã ghi:', 'Written:', language)}\n{names}")
    if written.pdf_program is not None:
        program = written.pdf_program
        write_error(say(f"Tệp PDF do {program} tạo.", f"The PDF was made by {program}.", language))
    if opens and written.files:
        _open_file(written.files, language)
    if written.failed:
        raise refuse(desk.Refusal("machine", written.failed), root, language)


def _make_view(
    root: Path,
    asking: desk.Asking,
    moment: datetime,
    language: Language,
    *,
    skip_broken: bool,
    with_growth: bool,
) -> desk.Report | desk.Comparison | desk.Refusal:
    """Have the report made, of one programme or of all."""
    if asking.programme != desk.ALL:
        return desk.make_report(
            root,
            asking,
            as_of=moment,
            language=language,
            skip_broken=skip_broken,
            with_growth=with_growth,
        )
    if with_growth:
        raise CallError(
            say(
                f"--pace growth không đi cùng --programme {desk.ALL}.",
                f"--pace growth and --programme {desk.ALL} do not go together.",
            ),
            say("Ghi tên một chương trình.", "Name one programme."),
        )
    return desk.make_comparison(root, asking, as_of=moment, language=language, skip_broken=skip_broken)


def _check_stdout(form: str, *, opens: bool, is_screen: bool) -> None:
    """Complain of what cannot go with --stdout."""
    if opens:
        raise CallError(
            say("--stdout và --open không đi cùng nhau.", "--stdout and --open do not go together."),
            say("Bỏ --stdout để ghi tệp rồi mở.", "Leave out --stdout, to write a file and open it."),
        )
    if form in desk.BINARY and is_screen:
        raise CallError(
            say(f"Tệp {form} không in ra màn hình được.", f"A {form} file cannot be shown on a terminal."),
            say(
                f"Ghi ra tệp: --format {form} --out bao-cao.{form}, hoặc … --stdout > bao-cao.{form}.",
                f"Write it to a file: --format {form} --out report.{form}, or ... --stdout > report.{form}.",
            ),
        )


def _open_file(files: Sequence[Path], language: Language) -> None:
    """Open the page, or else the first file, with the program that the machine has for it; say where there is none."""
    chosen = next((path for path in files if path.suffix == ".html"), files[0])
    if typer.launch(str(chosen.absolute())) != 0:
        name = clean(shorten_path(chosen))
        write_error(say(f"Máy không mở được {name}.", f"The machine could not open {name}.", language))


def _choose_forms(said: list[str], out: Path | None, *, to_stdout: bool) -> list[str]:
    """Return the forms to make, each once, in the order they were asked for."""
    words = [word.strip().lower() for part in said for word in part.split(",")]
    for word in words:
        if word not in desk.FORMATS:
            raise complain_of_choice("--format", word, desk.FORMATS)
    chosen = list(dict.fromkeys(words))
    named = out.suffix.removeprefix(".").lower() if out is not None and not out.is_dir() else ""
    if to_stdout:
        if out is not None:
            raise CallError(
                say("--stdout và --out không đi cùng nhau.", "--stdout and --out do not go together."),
                say("Chỉ ghi một trong hai.", "Give one of the two."),
            )
        if len(chosen) > 1:
            listed = ", ".join(chosen)
            raise CallError(
                say(
                    f"--stdout chỉ in một định dạng, không phải {listed}.",
                    f"--stdout prints one form, not {listed}.",
                ),
                say(f"Ghi --format {chosen[0]}.", f"Write --format {chosen[0]}."),
            )
        return chosen or ["md"]
    if named in desk.FORMATS:
        if chosen not in ([], [named]):
            raise CallError(
                say(f"--out {out} là một tệp {named}.", f"--out {out} is a {named} file."),
                say(
                    f"Ghi --format {named}, hoặc ghi một thư mục.",
                    f"Write --format {named}, or name a folder.",
                ),
            )
        return [named]
    if out is not None and out.exists() and not out.is_dir():
        raise CallError(
            say(f"--out {out} không phải là thư mục.", f"--out {out} is not a folder."),
            say(
                f"Ghi một thư mục, hoặc một tệp có đuôi .{', .'.join(desk.FORMATS)}.",
                f"Name a folder, or a file that ends in .{', .'.join(desk.FORMATS)}.",
            ),
        )
    return chosen or [form for form in desk.FORMATS if form not in desk.SLOW]


def _read_language(word: str | None) -> Language | None:
    return next((language for language in LANGUAGES if language == word), None)


def add_commands(app: typer.Typer) -> None:
    """Add the command to the program's."""
    app.command(
        "report",
        cls=Command,
        epilog=EXAMPLES,
        help=f"{summarise('report')}\n\n"
        + say(
            "Với --programme all: so sánh mỗi chỉ tiêu với mục tiêu của mọi chương trình, kế "
            "hoạch.\n\nTừ chối (trả về 1) khi danh mục, đơn vị, thiết lập hay báo cáo số liệu có lỗi.",
            "With --programme all: each indicator against the targets of every programme.\n\nRefuses "
            "(returns 1) while the catalogue, units, settings or submissions have errors.",
        ),
    )(report)
