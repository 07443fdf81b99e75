"""JSON Schema as an editor asks it of a YAML file: the keywords that this program's schemas use, and no other."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

UNASKED = frozenset({"title", "description", "default", "format", "$schema", "$defs"})
"""What says nothing about a value; a format is only a remark where nobody asks for more."""
TYPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: (
        isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
    ),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


class Core(yaml.SafeLoader):
    """YAML's core schema, as editors type scalars: no days, no `yes` and `no`, no sexagesimals."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"(?:~|null|Null|NULL|)\Z", "~nN\0"),
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)\Z", "tTfF"),
    ("int", r"[-+]?[0-9]+\Z", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z", "-+.0123456789"),
):
    firsts = [char for char in first if char != "\0"] + ([""] if "\0" in first else [])
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), firsts)


def find_violations(value: Any, schema: Any, root: Any, path: str = "") -> Iterator[str]:
    """Yield where a value does not hold to a schema, with the keyword that says so."""
    if schema is True:
        return
    for keyword, asked in schema.items():
        if keyword in UNASKED:
            continue
        check = KEYWORDS[keyword]
        yield from check(value, asked, schema, root, path)


def holds(value: Any, schema: Any, root: Any) -> bool:
    return next(find_violations(value, schema, root), None) is None


def _refer(value: Any, asked: str, _: Any, root: Any, path: str) -> Iterator[str]:
    yield from find_violations(value, root["$defs"][asked.removeprefix("#/$defs/")], root, path)


def _type(value: Any, asked: Any, _: Any, root: Any, path: str) -> Iterator[str]:
    if not any(TYPES[one](value) for one in ([asked] if isinstance(asked, str) else asked)):
        yield f"{path}: type"


def _choices(least: int, most: int) -> Callable[..., Iterator[str]]:
    def check(value: Any, asked: Any, _: Any, root: Any, path: str) -> Iterator[str]:
        if not least <= sum(holds(value, one, root) for one in asked) <= most:
            yield f"{path}: {len(asked)} choices"

    return check


def _all(value: Any, asked: Any, _: Any, root: Any, path: str) -> Iterator[str]:
    for one in asked:
        yield from find_violations(value, one, root, path)


def _not(value: Any, asked: Any, _: Any, root: Any, path: str) -> Iterator[str]:
    if holds(value, asked, root):
        yield f"{path}: not"


def _enum(value: Any, asked: Any, _: Any, root: Any, path: str) -> Iterator[str]:
    if not any(value == one and isinstance(value, bool) == isinstance(one, bool) for one in asked):
        yield f"{path}: enum"


def _properties(value: Any, asked: Any, schema: Any, root: Any, path: str) -> Iterator[str]:
    for key, one in asked.items():
        if isinstance(value, dict) and key in value:
            yield from find_violations(value[key], one, root, f"{path}/{key}")


def _patterns(value: Any, asked: Any, schema: Any, root: Any, path: str) -> Iterator[str]:
    for key in value if isinstance(value, dict) else ():
        for one, inner in asked.items():
            if re.search(one, str(key)):
                yield from find_violations(value[key], inner, root, f"{path}/{key}")


def _others(value: Any, asked: Any, schema: Any, root: Any, path: str) -> Iterator[str]:
    for key in value if isinstance(value, dict) else ():
        is_named = key in schema.get("properties", {})
        if is_named or any(re.search(one, str(key)) for one in schema.get("patternProperties", {})):
            continue
        if asked is False:
            yield f"{path}/{key}: no such key"
        else:
            yield from find_violations(value[key], asked, root, f"{path}/{key}")


def _names(value: Any, asked: Any, _: Any, root: Any, path: str) -> Iterator[str]:
    for key in value if isinstance(value, dict) else ():
        yield from find_violations(key, asked, root, f"{path}/{key}")


def _required(value: Any, asked: Any, _: Any, root: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f"{path}: {key} is missing" for key in asked if key not in value)


def _depends(value: Any, asked: Any, _: Any, root: Any, path: str) -> Iterator[str]:
    for key, others in asked.items():
        if isinstance(value, dict) and key in value:
            yield from _required(value, others, _, root, path)


def _items(value: Any, asked: Any, schema: Any, root: Any, path: str) -> Iterator[str]:
    before = len(schema.get("prefixItems", ()))
    for place, one in enumerate(value if isinstance(value, list) else ()):
        if place >= before:
            yield from find_violations(one, asked, root, f"{path}/{place}")


def _prefix(value: Any, asked: Any, _: Any, root: Any, path: str) -> Iterator[str]:
    if isinstance(value, list):
        for place, (one, inner) in enumerate(zip(value, asked, strict=False)):
            yield from find_violations(one, inner, root, f"{path}/{place}")


def _measure(
    kind: type | tuple[type, ...], fails: Callable[[Any, Any], bool]
) -> Callable[..., Iterator[str]]:
    def check(value: Any, asked: Any, _: Any, root: Any, path: str) -> Iterator[str]:
        if isinstance(value, kind) and not isinstance(value, bool) and fails(value, asked):
            yield f"{path}: {asked}"

    return check


KEYWORDS: dict[str, Callable[..., Iterator[str]]] = {
    "$ref": _refer,
    "type": _type,
    "enum": _enum,
    "const": lambda value, asked, *rest: _enum(value, [asked], *rest),
    "anyOf": _choices(1, 10**9),
    "oneOf": _choices(1, 1),
    "allOf": _all,
    "not": _not,
    "properties": _properties,
    "patternProperties": _patterns,
    "additionalProperties": _others,
    "propertyNames": _names,
    "required": _required,
    "dependentRequired": _depends,
    "items": _items,
    "prefixItems": _prefix,
    "minItems": _measure(list, lambda value, least: len(value) < least),
    "maxItems": _measure(list, lambda value, most: len(value) > most),
    "minProperties": _measure(dict, lambda value, least: len(value) < least),
    "minLength": _measure(str, lambda value, least: len(value) < least),
    "maxLength": _measure(str, lambda value, most: len(value) > most),
    "pattern": _measure(str, lambda value, wanted: re.search(wanted, value) is None),
    "minimum": _measure((int, float), lambda value, least: value < least),
    "maximum": _measure((int, float), lambda value, most: value > most),
}
