"""How far the reading of submissions has come, told to whoever watches; nobody does unless it is said."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    Watcher = Callable[[int, int], None]

_watchers: list[Watcher] = []


@contextmanager
def watch_reading(watcher: Watcher) -> Generator[None]:
    """Have a function called with how many files were read, and how many there are, while anything is read."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


def tell(done: int, total: int) -> None:
    """Tell the watchers how far it has come."""
    for watcher in _watchers:
        watcher(done, total)
