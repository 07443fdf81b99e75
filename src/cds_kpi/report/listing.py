"""Lists of a finished view that are made when they are first read: a report for programs shows few of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

V = TypeVar("V")


class Listing(Sequence[V]):
    """A list that reads like a tuple; what makes it only puts into words what is known already, and is called once."""

    __slots__ = ("_made", "_make")
    _made: tuple[V, ...] | None

    def __init__(self, make: Callable[[], Iterable[V]]) -> None:
        """Take what makes the list."""
        self._make, self._made = make, None

    def _read(self) -> tuple[V, ...]:
        if self._made is None:
            self._made = tuple(self._make())
        return self._made

    @overload
    def __getitem__(self, index: int) -> V: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[V, ...]: ...
    def __getitem__(self, index: int | slice) -> V | tuple[V, ...]:
        """Return one item, or some."""
        return self._read()[index]

    def __len__(self) -> int:
        """Return how many items there are."""
        return len(self._read())

    def __iter__(self) -> Iterator[V]:
        """Yield the items."""
        return iter(self._read())

    def __eq__(self, other: object) -> bool:
        """Whether the other is a list of the same items, however it is held."""
        return isinstance(other, Listing | tuple) and self._read() == tuple(other)

    def __hash__(self) -> int:
        """Return what the tuple of the items has."""
        return hash(self._read())

    def __repr__(self) -> str:
        """Return what the tuple of the items has."""
        return repr(self._read())
