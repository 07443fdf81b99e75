"""Answers that were given before: whether one still holds, and taking down the one that is being given.

Convention: only commands that change nothing and ask nobody are answered so. The answer that is being taken down is
the run's own: one at most.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cds_kpi.store.answers import Answer, Question, Recorder, find_answer, name_program
from cds_kpi.store.place import find_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

_taking: list[Taking] = []


class Taking:
    """An answer that is being taken down."""

    def __init__(self, recorder: Recorder, now: datetime) -> None:
        """Take what takes it down, and the moment it is asked at."""
        self.recorder, self._now = recorder, now
        self._is_noted = False
        self._is_settled = True

    def note(self, moments: Iterable[datetime | None]) -> None:
        """Take moments at which something that the answer depends on was made."""
        self._is_noted = True
        latest = max((moment for moment in moments if moment is not None), default=None)
        if latest is not None and latest >= self._now:
            self._is_settled = False

    def end(self, code: int | None) -> None:
        """Keep the answer with its exit code; None: there was none.

        None is kept that was given while a file could not be read: the next time it may be.
        """
        from cds_kpi.store.reading import failed

        if code is None or failed:
            self.recorder.drop()
        else:
            started = int(self._now.timestamp()) * 10**9
            self.recorder.keep(code, started, is_settled=self._is_noted and self._is_settled)


@lru_cache(1)
def _name_program() -> str:
    """Return the state of the program at the first question of this run."""
    return name_program()


def repeat_answer(environment: Mapping[str, str], call: str, now: datetime, here: str) -> Answer | None:
    """Return the answer that was given to a call before, where it would be the same now."""
    folder = find_folder(environment)
    if folder is None:
        return None
    return find_answer(str(folder), Question(call, _name_program(), now.isoformat(), here))


def take_down(
    environment: Mapping[str, str],
    call: str,
    now: datetime,
    here: str,
    root: Path,
    *,
    is_named: bool,
    is_timely: bool,
) -> Taking | None:
    """Begin to take down the answer to a call about a workspace; None where nothing can be kept.

    `is_named`: the call named the workspace; `is_timely`: it is about this very moment.
    """
    from cds_kpi.store.layout import find_own_folder
    from cds_kpi.store.reading import failed

    failed.clear()
    folder = find_folder(environment)
    if folder is None or find_own_folder(folder, root) is not None:
        # Nothing but a workspace's own files lies in its data and templates.
        return None
    question = Question(call, _name_program(), now.isoformat(), here)
    taking = Taking(Recorder(str(folder), question, str(root), is_named=is_named, is_timely=is_timely), now)
    _taking[:] = [taking]
    return taking


def note_moments(moments: Iterable[datetime | None]) -> None:
    """Take moments at which something that was read for the answer was made, if one is being taken down."""
    for taking in _taking:
        taking.note(moments)
