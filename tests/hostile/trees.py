"""Changing a file as somebody might who knows its form: other values, missing keys, lists a thousand times as long.

Convention: a change is made by a `random.Random`, so that a seed alone makes it again.
"""

import json
import random
from collections.abc import Iterator
from typing import Any

from cds_kpi.store.yamltext import parse_yaml

VALUES = (
    "", "~", " ", "0", "-0", "-1", "1", "2", "1e9", "1/3", "0.1", "85,5", "85,5%", "100%", "7.650",
    "1.234.567", "nan", ".inf", "9" * 40, "9" * 4000, "0." + "9" * 300, "1" + "0" * 28, "999999999",
    "1000000001", "true", "false", "NO", "2022", "0000", "0001", "9999", "10000", "2022-Q3", "0001-Q1",
    "9999-Q4", "9999-S2", "0001-01", "9999-12", "2022-Q5", "2022-02-30", "0001-01-01", "9999-12-31",
    "1900-01-01", "2022-09-20", "2022-09-20T25:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00",
    "2022-09-15T10:00:00+07:00", "percent", "count", "VND", "index", "rank", "ratio", "value", "roll_call",
    "milestone", "sum", "max", "min", "single", "at_date", "in_period", "year_to_date", "distinct_in_period",
    "quarter", "year", "unknown", "month", "semester", "lead", "level:district", "level:x", "under:city",
    "under:so-a", "under:", "city", "so-a", "so-b", "so-old", "quan-3", "so-zz", "share", "amount", "calls",
    "p", "q", "r", "m", "g", "s", "accepted", "submitted", "returned", "excluded", "closed", "reopened",
    "calendar", "decree-09-2019", "next_working_day", "x" * 64, "x" * 65, "x" * 9999, "x" * 10_001, "ệ" * 200,
    "a\nb", "\ufeff", "\u200b", "🙂", "..", "../..", "/etc/passwd",
    "amount.value / (amount.value - amount.value)", "((((((((((1))))))))))",
    "amount.value * amount.value * 99999999999999", "share.numerator + x.value", "1 - 1", "a" * 64 + "@x.vn",
    "a@b.c", "127.0.0.1", "{{ x }}", "=1+1", "<b>",
)  # fmt: skip
"""What a value may be replaced by: extremes of everything that files hold, and what is at home elsewhere."""
_MANY = 2_000
"""Items a list or mapping is made to have, at most."""


def change(text: str, chance: random.Random) -> str:
    """Return a file's text with one to three things changed in what it says."""
    tree = parse_yaml(text.encode()).tree
    for _ in range(chance.choice((1, 1, 2, 3))):
        places = list(_walk(tree))
        holder, key = chance.choice(places)
        _change(tree, holder, key, chance, places)
    return json.dumps(tree, ensure_ascii=False, indent=chance.choice((None, 1)))


def _walk(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every list or mapping with each of its places."""
    for key in list(tree) if isinstance(tree, dict) else range(len(tree)):
        yield tree, key
        if isinstance(tree[key], dict | list):
            yield from _walk(tree[key])


def _change(tree: Any, holder: Any, key: Any, chance: random.Random, places: list[tuple[Any, Any]]) -> None:
    value = holder[key]
    match chance.randrange(12):
        case 0:
            del holder[key]
        case 1:
            other, place = chance.choice(places)
            holder[key] = json.loads(json.dumps(other[place])) if _is_there(other, place) else None
        case 2:
            holder[key] = chance.choice(([], {}, [[]], {"x": {}}, [value], {"vi": value}, None))
        case 3 if isinstance(holder, dict):
            holder[chance.choice(VALUES)] = holder.pop(key)
        case 4 if isinstance(holder, dict):
            holder[chance.choice(("x", "note", "en", "level", "by", "valid", "programme", "parts"))] = value
        case 5 if isinstance(holder, list):
            holder.append(json.loads(json.dumps(value)))
        case 6 if isinstance(value, list) and value:
            many = chance.choice((3, 40, _MANY))
            value[:] = [_vary(chance.choice(value), number) for number in range(many)]
        case 7 if isinstance(value, dict) and value:
            name = chance.choice(list(value))
            value |= {
                f"{name}-{number}": _vary(value[name], number) for number in range(chance.choice((3, 400)))
            }
        case 8 if isinstance(holder, list):
            chance.shuffle(holder)
        case _:
            holder[key] = chance.choice(VALUES)


def _is_there(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else key < len(holder)


def _vary(value: Any, number: int) -> Any:
    """Return a copy, under an id of its own where it has one."""
    copied = json.loads(json.dumps(value))
    if isinstance(copied, dict) and isinstance(copied.get("id"), str):
        copied["id"] = f"{copied['id'][:50]}-{number}"
    return copied
