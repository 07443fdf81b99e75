"""Where every run ends that did not simply answer: one sentence on standard error, and an exit code."""

from __future__ import annotations

import errno
import os
import sys

from cds_kpi.cli import PROGRAM
from cds_kpi.cli.endings import CallError, Code, ReceivedError, RefusedError, StoppedError
from cds_kpi.cli.language import say
from cds_kpi.cli.terminal import Terminal, clean, discard_output, read_terminal


def end_run(error: BaseException) -> int:
    """Say on standard error what ended the run, and return the exit code."""
    terminal = read_terminal()
    try:
        if isinstance(error, KeyboardInterrupt | BrokenPipeError):
            # Whoever reads our output has left or does not read: waiting for it could last for ever.
            discard_output(1)
        sys.stdout.flush()
    except OSError as failure:
        discard_output(1)
        error = error if isinstance(error, OSError) else failure
    try:
        code, sentence = _explain(error, terminal)
    except Exception as bug:  # noqa: BLE001 - a mistake in the words for a mistake
        error, code, sentence = bug, Code.BUG, f"{_title(terminal)}: {_explain_bug()}\n"
    try:
        if "--debug" in sys.argv and code in {Code.BUG, Code.MACHINE}:
            import traceback

            sys.stderr.write("".join(traceback.format_exception(error)))
        sys.stderr.write(sentence)
        sys.stderr.flush()
    except OSError:
        # Nobody listens on standard error: the exit code has to do.
        discard_output(2)
    return code


def _explain(error: BaseException, terminal: Terminal) -> tuple[int, str]:
    """Return the exit code and the words for whatever ended the run."""
    match error:
        case ReceivedError():
            return Code.INTERRUPTED, f"{error.sentence}\n"
        case KeyboardInterrupt():
            return Code.INTERRUPTED, say("Đã dừng theo yêu cầu.\n", "Interrupted.\n")
        case RefusedError():
            return error.code, _explain_refusal(error, terminal)
        case StoppedError():
            return Code.INTERRUPTED, f"{error.sentence}\n"
        case CallError():
            label = terminal.paint(say("gợi ý:", "hint:"), "cyan", error=True)
            hint = f"  {label} {clean(error.hint)}\n" if error.hint else ""
            return Code.REQUEST, f"{_title(terminal)}: {clean(error.message)}\n{hint}"
        case BrokenPipeError():
            return Code.PIPE, ""
        case OSError():
            return Code.MACHINE, f"{_title(terminal)}: {_explain_machine(error)}\n"
        case MemoryError():
            short = say("Máy không đủ bộ nhớ cho việc này.", "The machine has too little memory for this.")
            return Code.MACHINE, f"{_title(terminal)}: {short}\n"
        case _:
            return Code.BUG, f"{_title(terminal)}: {_explain_bug()}\n"


def _explain_refusal(error: RefusedError, terminal: Terminal) -> str:
    from cds_kpi.cli.printing import count_problems, format_problems
    from cds_kpi.problems import is_error

    shown = format_problems(error.problems, error.root, error.language, terminal, error=True)
    if error.code == Code.DATA:
        errors = sum(is_error(problem) for problem in error.problems)
        shown += f"\n{count_problems(errors, len(error.problems) - errors, error.language)}\n"
    if error.advice is not None:
        label = terminal.paint(say("gợi ý:", "hint:", error.language), "cyan", error=True)
        shown += f"{label} {clean(error.advice)}\n"
    return shown


def _title(terminal: Terminal) -> str:
    return terminal.paint(say("lỗi", "error"), "bold red", error=True)


def _explain_bug() -> str:
    return say(
        "Chương trình tự nó có lỗi, không phải lỗi của số liệu hay của lời gọi. "
        f"Chạy lại với “{PROGRAM} --debug …” để xem chi tiết và gửi cho người phát triển.",
        "The program itself is at fault, not the data and not the call. "
        f"Run it again with “{PROGRAM} --debug …” to see the details, and send them to the developers.",
    )


def _explain_machine(error: OSError) -> str:
    from cds_kpi.cli.failures import say_failure

    reason = say_failure(error)
    if error.filename is None and error.errno == errno.ENOENT:
        return say("Thư mục hiện tại không còn.", "The current folder is gone.")
    if error.filename is None:
        return say(f"Không ghi được kết quả: {reason}.", f"The output could not be written: {reason}.")
    name = (
        clean(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes | os.PathLike) else "?"
    )
    return say(f"Máy không mở được {name}: {reason}.", f"The machine could not open {name}: {reason}.")
