"""Files that lie outside the workspace: read as what their own top keys say they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.model.catalogue import Catalogue
from cds_kpi.model.office import Settings
from cds_kpi.model.rest import Rest
from cds_kpi.model.submission import Submission
from cds_kpi.model.units import Registry
from cds_kpi.problem import Fault, Place
from cds_kpi.store.reading import load_bytes, read_bytes
from cds_kpi.store.yamltext import parse_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel

    from cds_kpi.problem import Problem

_MARKS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("indicators", Catalogue),
    ("units", Registry),
    ("language", Settings),
    ("notice", Settings),
)
"""A top key that only one kind of file has; a file with none of them is taken for a submission."""


def load_loose_file(path: Path, name: str) -> tuple[Rest[BaseModel] | None, list[Problem], bytes]:
    """Return what can be read of a file, what is wrong with it, and its bytes; `name` is how problems name it."""
    data = read_bytes(path)
    if isinstance(data, Fault):
        return None, [data.at(Place(name))], b""
    tree = parse_yaml(data).tree
    keys = tree if isinstance(tree, dict) else {}
    record = next((record for key, record in _MARKS if key in keys), Submission)
    loaded = load_bytes(data, name, record)
    rest = loaded.rest if loaded.record is None else Rest(loaded.record, frozenset(), {})
    return rest, loaded.problems, data
