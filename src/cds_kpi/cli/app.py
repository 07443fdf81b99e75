"""The door itself: every run begins here, and whatever ends it becomes one sentence and an exit code.

Convention: nothing stands at the top that costs anything, and everything is imported inside the boundary: the version
is told at once, and an interruption during the start is one, too.
"""

from __future__ import annotations

import io
import os
import sys

from cds_kpi import __version__
from cds_kpi.cli import PROGRAM

COMPLETING = "_CDS_KPI_COMPLETE"
"""Set by the shell where it asks for completion; Typer makes the name of the program's."""


def main() -> int:
    """Run the program with the arguments it was called with and return its exit code."""
    prepare_streams()
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - the one place where everything ends
        from cds_kpi.cli.boundary import end_run

        code = end_run(error)
    return code


def prepare_streams() -> None:
    """Make standard output and error write UTF-8, whatever the machine's own encoding, and stand in for closed ones.

    A closed one keeps its number taken, so that no file opened later is written to by mistake.
    """
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(handle)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if sys.stdout is None:
        from cds_kpi.cli.terminal import ClosedOutput

        sys.stdout = ClosedOutput()
    if sys.stderr is None:
        sys.stderr = io.StringIO()


def _run(arguments: list[str]) -> int:
    if COMPLETING in os.environ:
        return _dispatch(arguments)
    if arguments == ["--version"]:
        # Typer answers it, too, wherever more is said; loading Typer takes four times as long as the answer.
        sys.stdout.write(f"{PROGRAM} {__version__}\n")
        return 0
    from cds_kpi.cli.keeping import end_answer, repeat_answer

    code = repeat_answer(arguments)
    if code is not None:
        return code
    try:
        code = _dispatch(arguments)
        sys.stdout.flush()
    finally:
        end_answer(code)
    return code


def _dispatch(arguments: list[str]) -> int:
    """Have the command called, and return its exit code."""
    from typer import Exit
    from typer._click.exceptions import ClickException

    try:
        return _call(arguments)
    except Exit as end:
        return end.exit_code
    except SystemExit as end:
        # How Typer ends where it has answered the shell.
        return end.code if isinstance(end.code, int) else 0
    except ClickException as error:
        from cds_kpi.cli.usage import word_usage

        raise word_usage(error) from error


def _call(arguments: list[str]) -> int:
    # Typer's own main() would print errors in its words and turn a broken pipe into exit code 1.
    from cds_kpi.cli import clock
    from cds_kpi.cli.commands import build_commands
    from cds_kpi.cli.endings import Code
    from cds_kpi.cli.terminal import read_terminal
    from cds_kpi.cli.visit import Visit

    visit = Visit(read_terminal(), clock.read_clock())
    commands = build_commands()
    if COMPLETING in os.environ:
        from cds_kpi.cli.completion import answer_shell

        answer_shell(commands, COMPLETING)
    page = min(visit.terminal.width, 100)
    names = ["-h", "--help"]
    with commands.make_context(
        PROGRAM, arguments, obj=visit, terminal_width=page, help_option_names=names
    ) as context:
        result = commands.invoke(context)
    return result if isinstance(result, int) else Code.DONE
