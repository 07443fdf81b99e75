"""The rest of a file of which a part cannot be read: what is well is checked too, so that one run shows everything.

Convention: such a record is checked and never counted. What it lacks stands in its gaps, so that nothing is said that
only follows from what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_origin

from pydantic import BaseModel

from cds_kpi.model.shape import find_options, find_record, read_shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cds_kpi.model.shape import At
    from cds_kpi.problem import Path

R = TypeVar("R", bound=BaseModel)
R_co = TypeVar("R_co", bound=BaseModel, covariant=True)

Gap = tuple[str, ...]
"""What is lost or not whole: a top key, or a top key and the id of one thing under it."""


@dataclass(frozen=True, slots=True)
class Rest(Generic[R_co]):
    """What is left of a file without what is wrong in it."""

    record: R_co
    gaps: frozenset[Gap]
    positions: Mapping[str, tuple[int, ...]]
    """For the lists under top keys: where in the file each item that is left stands."""

    def restore(self, path: Path) -> Path:
        """Return where in the file stands what has this path in the record."""
        match path:
            case (str(key), int(position), *_) if key in self.positions:
                return (key, self.positions[key][position], *path[2:])
        return path


def read_rest(
    record: type[R], tree: object, wrong: Iterable[At], stand_ins: Mapping[str, str] | None = None
) -> tuple[Rest[R] | None, list[At]]:
    """Return what is left of a file without what is wrong, and what else is wrong now that a record could be tried.

    A key that is wrong is left out; where the thing it belongs to (an entry, an indicator, a unit) cannot be read
    without it, that thing is. `stand_ins` are taken where a key that the file must have is wrong or missing, as are an
    empty list and no entries; None where that does not suffice.
    """
    top: dict[str, Any] = dict(tree) if isinstance(tree, dict) else {}
    wrong = list(wrong)
    keys = {_strip(record, at) for at in wrong} - {()}
    unsure = {_find_thing(record, path) for path, _, fault in wrong if not _is_spare(at=(path, fault))}
    lost = {_find_thing(record, at[0]) for at in wrong if not _strip(record, at)}
    gaps = {_name(top, _find_thing(record, at[0])) for at in wrong}
    gaps.update(
        (str(fault.facts["near"]),) for path, _, fault in wrong if len(path) == 1 and "near" in fault.facts
    )

    stripped = _cut(top, keys)
    made = read_shape(record, stripped)
    revealed = []
    if isinstance(made, list):
        things = [_find_thing(record, at[0]) for at in made]
        revealed = [at for at, thing in zip(made, things, strict=True) if thing and thing not in unsure]
        lost.update(things)
        gaps.update(_name(top, thing) for thing in things)
    left = _cut(stripped, lost - {()})
    for key, stand_in in _list_stand_ins(record, stand_ins or {}).items():
        if key not in left:
            left[key] = stand_in
            gaps.add((key,))
    made = read_shape(record, left)
    positions = {
        key: tuple(position for position in range(len(value)) if (key, position) not in lost)
        for key, value in top.items()
        if isinstance(value, list)
    }
    return (None if isinstance(made, list) else Rest(made, frozenset(gaps - {()}), positions)), revealed


def _is_spare(at: tuple[Path, Any]) -> bool:
    """Whether it is a key nobody asked for, and not another one mistyped: without it the rest says what it said."""
    _, fault = at
    return fault.kind == "key-unknown" and "near" not in fault.facts


def _strip(record: type[BaseModel], at: At) -> Path:
    """Return the key to leave out for what is wrong; () where it takes the whole thing it belongs to with it."""
    path, _, fault = at
    if fault.kind.startswith("yaml-") or fault.kind == "comma-splits":
        return ()
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return path if len(path) > len(_find_thing(record, path)) or fault.kind == "key-unknown" else ()


def _find_thing(record: type[BaseModel], path: Path) -> Path:
    """Return the path of the entry, indicator or unit that a path belongs to, else of its top key."""
    field = next((f for n, f in record.model_fields.items() if path and (f.alias or n) == path[0]), None)
    several = field is not None and _holds_several(field.annotation)
    return path[:2] if several else path[:1]


def _holds_several(annotation: Any) -> bool:
    return find_record(annotation) is None and any(
        get_origin(option) in {dict, tuple} for option in find_options(annotation)
    )


def _name(top: Mapping[str, Any], thing: Path) -> Gap:
    """Return a thing as a gap: by its id, or its whole list where it has none."""
    if len(thing) < 2:
        return tuple(str(step) for step in thing)
    key, step = str(thing[0]), thing[1]
    if isinstance(step, str):
        return (key, step)
    items = top.get(key)
    item = items[step] if isinstance(items, list) and step < len(items) else None
    name = item.get("id") if isinstance(item, dict) else None
    return (key, name) if isinstance(name, str) else (key,)


def _list_stand_ins(record: type[BaseModel], given: Mapping[str, str]) -> dict[str, Any]:
    stand_ins: dict[str, Any] = {"format": "1", **given}
    for name, field in record.model_fields.items():
        if field.is_required() and _holds_several(field.annotation):
            stand_ins[name] = {} if get_origin(field.annotation) is dict else []
    return stand_ins


def _cut(top: dict[str, Any], paths: Iterable[Path]) -> dict[str, Any]:
    """Return a tree without what stands at some paths; the tree itself stays as it is."""
    cuts: dict[Any, Any] = {}
    for path in sorted(paths, key=len):
        here: dict[Any, Any] | None = cuts
        for step in path[:-1]:
            here = here.setdefault(step, {}) if here is not None else None
        if here is not None:
            here[path[-1]] = None
    cut: dict[str, Any] = _leave_out(top, cuts)
    return cut


def _leave_out(tree: Any, cuts: Mapping[Any, Any]) -> Any:
    if isinstance(tree, dict):
        return {
            key: _leave_out(value, cuts[key]) if key in cuts else value
            for key, value in tree.items()
            if cuts.get(key, cuts) is not None
        }
    if isinstance(tree, list):
        return [
            _leave_out(value, cuts[place]) if place in cuts else value
            for place, value in enumerate(tree)
            if cuts.get(place, cuts) is not None
        ]
    return tree
