"""A terminal with somebody at it, who waits for each question before typing the answer."""

import os
import pty
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CLOCKED = Path(__file__).parent / "clocked.py"
NOW = "2022-09-16T09:00:00+07:00"
PATIENCE = 60.0
"""Seconds a question may take to appear before the test gives up."""
CTRL_C, CTRL_D = "\x03", "\x04"


@dataclass(frozen=True)
class Talk:
    """What was on the screen, and how the program ended."""

    shown: str
    code: int


def talk(
    *args: str,
    answers: Sequence[tuple[str, str]],
    cwd: Path,
    env: Mapping[str, str],
    now: str = NOW,
    columns: int = 100,
    kind: str = "dumb",
) -> Talk:
    """Run the program at a terminal; `answers` are pairs of a text to wait for and what is typed then.

    A text is waited for after the place where the one before it was found. Control characters are typed as they are,
    anything else is followed by Enter.
    """
    screen, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, columns))
    shown = b""
    with subprocess.Popen(
        [sys.executable, str(CLOCKED), now, *args],
        cwd=cwd,
        env={**env, "TERM": kind},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
        preexec_fn=_take_terminal,  # noqa: PLW1509 - the tests have one thread
    ) as program:
        os.close(terminal)
        try:
            at = 0
            for awaited, answer in answers:
                wanted = awaited.encode()
                while (found := shown.find(wanted, at)) < 0:
                    part = _read(screen)
                    assert part, f"{awaited!r} never came:\n{shown.decode()[at:]}"
                    shown += part
                at = found + len(wanted)
                os.write(screen, answer.encode() if answer in {CTRL_C, CTRL_D} else f"{answer}\r".encode())
            while part := _read(screen):
                shown += part
            code = program.wait(PATIENCE)
        finally:
            os.close(screen)
            if program.poll() is None:
                program.send_signal(signal.SIGKILL)
    return Talk(shown.decode().replace("\r\n", "\n"), code)


def _take_terminal() -> None:
    """Make standard input the terminal that Ctrl-C is typed at."""
    import fcntl

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _read(screen: int) -> bytes:
    ready, _, _ = select.select([screen], [], [], PATIENCE)
    assert ready, "the program says nothing and does not end"
    try:
        return os.read(screen, 4096)
    except OSError:
        # The program, and with it the other end, is gone.
        return b""
