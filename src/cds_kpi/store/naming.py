"""The names that stand in the catalogue and the registry, read fast for whoever types one, whatever else is wrong.

Convention: nothing is checked and nothing refused; what can be read up to a fault is offered, and `check` tells of the
fault. Of files that are right it gives the ids and names that their records have.
"""

from __future__ import annotations

import contextlib
import json
import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zlib import crc32

from cds_kpi.store.layout import CATALOGUE, UNITS, find_own_folder
from cds_kpi.store.place import QUIET, make_folder, read_choice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cds_kpi.text import Language

Named = Literal["unit", "indicator", "pillar", "programme", "period"]
_Stamp = list[str | int]
"""A file's path, size, times and inode, and when this module was written."""
_LARGEST = 8_000_000
"""Bytes a file may have, as everywhere in the store."""
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def list_names(root: Path, what: Named, language: Language) -> dict[str, str]:
    """Return the ids of one kind, each with its name, in the file's order; of pillars those that have indicators.

    They are kept in the folder of caches, if there is one, and taken from there while their file has not changed.
    """
    path = root / (UNITS if what == "unit" else CATALOGUE)
    choice = read_choice()
    if choice is None:
        return _find_names(path, what, language)
    folder, started = choice
    try:
        status = path.stat()
        own = Path(__file__).stat().st_mtime_ns
    except OSError:
        return _find_names(path, what, language)
    stamp: _Stamp = [str(path), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, own]
    place = f"{crc32(os.fsencode(os.path.realpath(path))):08x}.{what}.{language}.json"
    kept = _recall(folder / "names" / place, stamp)
    if kept is not None:
        return kept
    names = _find_names(path, what, language)
    is_quiet = max(status.st_mtime_ns, status.st_ctime_ns) < started - QUIET
    if is_quiet and find_own_folder(folder, root) is None:
        _keep(folder / "names" / place, stamp, names)
    return names


def _recall(place: Path, stamp: _Stamp) -> dict[str, str] | None:
    """Return the names that were kept of a file as it is now; None where there are none, or not as they were kept."""
    try:
        before, checksum, text = json.loads(place.read_bytes())
        names: dict[str, str] = json.loads(text)
    except (OSError, ValueError, TypeError):
        return None
    return names if before == stamp and crc32(text.encode()) == checksum else None


def _keep(place: Path, stamp: _Stamp, names: dict[str, str]) -> None:
    text = json.dumps(names)
    part = place.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        make_folder(place.parent.parent)
        make_folder(place.parent)
        part.write_text(json.dumps([stamp, crc32(text.encode()), text]), encoding="ascii")
        part.replace(place)
    with contextlib.suppress(OSError):
        part.unlink(missing_ok=True)


def _find_names(path: Path, what: Named, language: Language) -> dict[str, str]:
    tree = _read_tree(path)
    if what == "period":
        return dict(_list_periods(tree, language))
    if what == "programme":
        programmes = _get(tree, "programmes")
        return {key: _say(_get(one, "name"), language) for key, one in _items(programmes)}
    records = _list(_get(tree, "units" if what == "unit" else "indicators"))
    if what == "pillar":
        pillars = _get(tree, "pillars")
        used = [key for one in records if isinstance(key := _get(one, "pillar"), str)]
        return {key: _say(_get(pillars, key), language) or key for key in used}
    return {
        key: _say(_get(one, "name"), language) for one in records if isinstance(key := _get(one, "id"), str)
    }


def _list_periods(tree: Any, language: Language) -> Iterator[tuple[str, str]]:
    from cds_kpi.period import Period, parse_period

    for _, programme in _items(_get(tree, "programmes")):
        for one in _list(_get(programme, "rounds")):
            period = parse_period(written) if isinstance(written := _get(one, "period"), str) else None
            if isinstance(period, Period):
                yield str(period), period.title(language)


def _say(name: Any, language: Language) -> str:
    if isinstance(name, dict):
        name = name.get(language) or name.get("vi")
    return unicodedata.normalize("NFC", name) if isinstance(name, str) else ""


def _get(tree: Any, key: str) -> Any:
    return tree.get(key) if isinstance(tree, dict) else None


def _list(tree: Any) -> list[Any]:
    return tree if isinstance(tree, list) else []


def _items(tree: Any) -> list[tuple[str, Any]]:
    return list(tree.items()) if isinstance(tree, dict) else []


def _read_tree(path: Path) -> Any:
    """Return mappings, lists and text as far as a file can be read; None where it cannot be read at all."""
    from yaml import YAMLError
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not export it
    from yaml.events import (
        AliasEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
    )

    top: list[Any] = []
    here: Any = top
    key: str | None = None
    above: list[tuple[Any, str | None]] = []
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        events: Any = CParser(path.read_bytes())
        while (event := events.get_event()) is not None:
            kind, value = type(event), None
            if kind is ScalarEvent:
                value = event.value if event.style or event.value not in _NULLS else None
            elif kind is MappingStartEvent:
                value = {}
            elif kind is SequenceStartEvent:
                value = []
            elif kind is not AliasEvent:
                if kind is MappingEndEvent or kind is SequenceEndEvent:
                    here, key = above.pop()
                continue
            if type(here) is list:
                here.append(value)
            elif key is None:
                key = value if isinstance(value, str) else ""
            else:
                here[key], key = value, None
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                above.append((here, key))
                here, key = value, None
    except (OSError, YAMLError):
        pass
    return top[0] if top else None
