"""From the plain tree of a file to a record, and from Pydantic's complaints to faults in the trade's words."""

from __future__ import annotations

import re
import types
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from cds_kpi.problem import LEFT_OUT, MOST, Fault
from cds_kpi.text import find_near

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from cds_kpi.problem import Fact, Path

    At = tuple[Path, bool, Fault]
    """Path within the file, whether the key (rather than the value) is meant, and what is wrong."""

R = TypeVar("R", bound=BaseModel)

_MOST_GUESSED = 100
"""For how many unknown keys of a file it is worked out what may have been meant."""

_BUILT_IN = {
    "missing": "key-missing",
    "extra_forbidden": "key-unknown",
    "model_type": "mapping-expected",
    "dict_type": "mapping-expected",
    "model_attributes_type": "mapping-expected",
    "tuple_type": "list-expected",
    "list_type": "list-expected",
    "too_short": "list-length",
    "too_long": "list-length",
    "greater_than_equal": "number-range",
    "less_than_equal": "number-range",
    "string_type": "scalar-expected",
}
"""Pydantic's own kinds of error, each with the kind of problem it is here."""
_CUT_OFF = re.compile(r"[0-9]+(?:\.[0-9]+)?%?\Z")
"""What a comma within brackets leaves of a number: of `{value: 85,5}` a key `5` without a value."""

_RUN_ON = re.compile(r"([a-z_]+)(?:: ?|[ =]+)(\S.*)\Z")
"""A key with its value, run together where the colon or the space after it is missing: `numerator 10`."""


def read_shape(record: type[R], tree: object) -> R | list[At]:
    """Return the record the tree describes, or everything that is wrong with its shape.

    A validator of a whole record says with the fact `at` which of its keys is meant. Beyond the first MOST the list
    is closed by one that says so.
    """
    try:
        return record.model_validate(tree)
    except ValidationError as errors:
        found = errors.errors(include_url=False, include_input=True)
        guessed: set[str] = set()
        made = [_translate(record, error, guessed) for error in found[:MOST]]
        return made if len(found) <= MOST else [*made, (*made[-1][:2], Fault(LEFT_OUT, {"shown": MOST}))]


def _translate(record: type[BaseModel], error: ErrorDetails, guessed: set[str]) -> At:
    path, kind = tuple(error["loc"]), error["type"]
    on_key = bool(path) and path[-1] == "[key]"
    if on_key:
        path = path[:-1]
    if kind not in _BUILT_IN:
        facts: dict[str, Fact] = dict(error.get("ctx", {}))
        at = facts.pop("at", None)
        return path if at is None else (*path, at), on_key, Fault(kind, facts)
    slug, found, context = _BUILT_IN[kind], error["input"], error.get("ctx", {})
    if slug == "key-missing":
        if isinstance(path[-1], int):
            return path[:-1], False, _miscount(len(found), "exactly", _count_places(record, path[:-1]))
        return path[:-1], False, Fault(slug, {"key": str(path[-1])})
    if slug == "key-unknown":
        key, known = str(path[-1]), keys_at(record, path[:-1])
        if found is None and _CUT_OFF.match(key):
            return path, True, Fault("comma-splits", {"key": key})
        run = _RUN_ON.match(key)
        if found is None and run and run[1] in known:
            return path, True, Fault("key-without-colon", {"found": key, "near": f"{run[1]}: {run[2]}"})
        guessed.add(key)
        near = find_near(key, known) if len(guessed) <= _MOST_GUESSED else None
        facts = {"key": key, "known": ", ".join(known), **({"near": near} if near else {})}
        return path, True, Fault(slug, facts)
    if slug in {"mapping-expected", "list-expected", "scalar-expected"}:
        shape = {type(None): "empty", list: "list", dict: "mapping"}.get(type(found), "text")
        return path, False, Fault(slug, {"found": shape})
    if slug == "list-length":
        if "min_length" in context:
            return path, False, _miscount(len(found), "at least", int(context["min_length"]))
        return path, False, _miscount(len(found), "exactly", int(context["max_length"]))
    bound, limit = ("at least", context["ge"]) if "ge" in context else ("at most", context["le"])
    return path, False, Fault(slug, {"found": str(found), "bound": bound, "limit": str(limit)})


def _miscount(length: int, bound: str, allowed: int) -> Fault:
    return Fault("list-length", {"length": length, "bound": bound, "allowed": allowed})


def _count_places(record: type[BaseModel], path: Path) -> int:
    """Return how many items a list of fixed length has at a path."""
    return max(
        (len(get_args(o)) for o in find_options(_annotation_at(record, path)) if get_origin(o) is tuple),
        default=0,
    )


def keys_at(record: type[BaseModel], path: Path) -> list[str]:
    """Return the keys a file of this record may have at a path."""
    model = find_record(_annotation_at(record, path))
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _annotation_at(record: type[BaseModel], path: Path) -> Any:
    annotation: Any = record
    for step in path:
        annotation = _descend(annotation, step)
    return annotation


def _descend(annotation: Any, step: str | int) -> Any:
    model = find_record(annotation)
    if model is not None:
        for name, field in model.model_fields.items():
            if (field.alias or name) == step:
                return field.annotation
        return None
    for option in find_options(annotation):
        if get_origin(option) is dict:
            return get_args(option)[1]
        if get_origin(option) in {tuple, list}:
            return get_args(option)[0]
    return None


def find_record(annotation: Any) -> type[BaseModel] | None:
    """Return the record that a field holds one of, or None where it holds none, or several."""
    for option in find_options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None


def find_options(annotation: Any) -> list[Any]:
    """Return what a field may hold, without the marks on it: `str | None` is two."""
    if get_origin(annotation) in {Union, types.UnionType}:
        return [option for choice in get_args(annotation) for option in find_options(choice)]
    if hasattr(annotation, "__metadata__"):
        return find_options(get_args(annotation)[0])
    return [annotation]
