"""What each key of a file is for: the words under the fields of its record, read when somebody asks for a schema.

Pydantic can read them by itself (`use_attribute_docstrings`), but does so at every start of the program.
"""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache
from typing import TYPE_CHECKING

from cds_kpi.model.fields import Record

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def describe_fields() -> None:
    """Give every field of every record that is loaded the words under it: schemas made from now on hold them."""
    # A record is made after those it consists of, so these are described when its own schema is built anew.
    for record in _list_records(Record):
        for one in record.__mro__:
            for name, words in _read_words(one.__module__).get(one.__name__, {}).items():
                field = record.model_fields.get(name)
                if field is not None and field.description is None:
                    field.description = words
        record.model_rebuild(force=True)


def _list_records(above: type[Record]) -> Iterator[type[Record]]:
    for record in above.__subclasses__():
        yield record
        yield from _list_records(record)


@cache
def _read_words(module: str) -> dict[str, dict[str, str]]:
    """Return for each class of a module of ours the words under each of its fields."""
    if not module.startswith("cds_kpi."):
        return {}
    words: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(sys.modules[module])).body:
        if isinstance(node, ast.ClassDef):
            found = words[node.name] = {}
            for item, below in zip(node.body, node.body[1:], strict=False):
                if (
                    isinstance(item, ast.AnnAssign)
                    and isinstance(item.target, ast.Name)
                    and isinstance(below, ast.Expr)
                    and isinstance(below.value, ast.Constant)
                    and isinstance(below.value.value, str)
                ):
                    found[item.target.id] = inspect.cleandoc(below.value.value)
    return words
