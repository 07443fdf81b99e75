"""The machine's fonts: whether one of the metrics of Times has every Vietnamese letter."""

from __future__ import annotations

import shutil
import subprocess

METRIC = ("Times New Roman", "Liberation Serif", "Tinos")
"""Fonts of the same widths: what is laid out in one fits in another."""
_LETTERS = "102-103 110-111 128-129 168-169 1a0-1a1 1af-1b0 1ea0-1ef9"
"""The Vietnamese letters beyond Latin-1, as fontconfig writes a set of characters."""
_SECONDS = 60


def find_serif() -> str | None:
    """Return the first font of the metrics of Times that has all Vietnamese letters; empty where there is none.

    None where the machine has no fontconfig to ask.
    """
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        asked = subprocess.run(  # noqa: S603 - fontconfig's own program, with words of ours
            [program, f":charset={_LETTERS}", "family"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    families = {
        name.strip()
        for line in asked.stdout.decode("utf-8", "replace").splitlines()
        for name in line.split(",")
    }
    return next((name for name in METRIC if name in families), "")
