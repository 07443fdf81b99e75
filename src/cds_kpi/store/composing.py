"""Composing files: records back into YAML, in one form, so that the same record always gives the same bytes."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from cds_kpi.number import Number, format_decimal
from cds_kpi.period import Period
from cds_kpi.store.history import END, find_seal, hash_content

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import BaseModel

    from cds_kpi.model.submission import Receipt, Submission

_PLAIN = re.compile(
    r"[^\W_](?:[^\x00-\x1f\x7f-\x9f,:#{}\[\]&*!|>'\"%`\\\u2028\u2029\ufeff\ufffe\uffff]|:(?=[^\s,\]}]))*\Z"
)
_READ_OTHERWISE = re.compile(
    r"(?i:y|n|yes|no|on|off|true|false|null|~|nan|\.inf|0x[0-9a-f]+|0o[0-7]+|[-+.]?[0-9][0-9_.,:etz +-]*)\Z"
)
_ESCAPED = {
    "\x85": "\\N",
    "\u2028": "\\L",
    "\u2029": "\\P",
    "\ufeff": "\\uFEFF",
    "\ufffe": "\\uFFFE",
    "\uffff": "\\uFFFF",
    "\x7f": "\\x7F",
}
"""Characters that JSON leaves alone and YAML folds or refuses."""
_NO_SEAL = "a" * 64
"""Stands in the seal's place while the seal is worked out."""
NO_SIGNATURE = "a" * 128
"""Stands in the signature's place until a file is signed."""
_FIRST = ("format", "receipt", "unit", "period", "document", "sent_on", "prepared_by", "note", "entries")


def compose_text(text: str) -> str:
    """Return a text as a YAML scalar, in NFC: plain where no reader can take it for anything else, else quoted."""
    text = unicodedata.normalize("NFC", text)
    if _PLAIN.match(text) and not _READ_OTHERWISE.match(text) and text == text.strip():
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(
        _ESCAPED.get(char, f"\\x{ord(char):02X}" if "\x80" <= char <= "\x9f" else char) for char in quoted
    )


def compose_flow(value: Any) -> str:
    """Return a value of a record in flow style; a record's keys are those that were given, in the record's order."""
    from pydantic import BaseModel

    if isinstance(value, BaseModel):
        return compose_flow(_list_given(value))
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{compose_text(key)}: {compose_flow(item)}" for key, item in value.items()) + "}"
        )
    if isinstance(value, list | tuple) and not isinstance(value, Number):
        return "[" + ", ".join(compose_flow(item) for item in value) + "]"
    return _compose_scalar(value)


def _compose_scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return format_decimal(value.exact)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period | int):
        return str(value)
    return compose_text(value)


def _list_given(record: BaseModel) -> Mapping[str, Any]:
    fields = type(record).model_fields
    return {
        field.alias or name: getattr(record, name)
        for name, field in fields.items()
        if (name in record.model_fields_set and getattr(record, name) is not None) or name == "previous"
    }


def compose_submission(
    submission: Submission, receipt: Receipt, sign: Callable[[bytes], bytes] | None = None
) -> bytes:
    """Return a revision's file: the receipt in the second line, sealed with the hash of the whole file.

    `receipt.content` is worked out here, whatever it was. `sign` puts the signature into the file's bytes, where the
    receipt has room for it.
    """
    body = []
    for key in _FIRST[2:-1]:
        value = getattr(submission, key)
        if value is not None:
            body.append(f"{key}: {compose_flow(value)}\n")
    body.append("entries:\n" if submission.entries else "entries: {}\n")
    body += [f"  {key}: {compose_flow(entry)}\n" for key, entry in submission.entries.items()]
    sealed = receipt.model_copy(update={"content": _NO_SEAL})
    sealed.model_fields_set.add("content")
    head = f"format: 1\nreceipt: {compose_flow(sealed)}\n"
    data = head.encode() + "".join(body).encode() + END
    data = sign(data) if sign is not None else data
    digits, digest = find_seal(data), hash_content(data)
    assert digits is not None, "the receipt's line was just written with its seal"
    assert digest is not None, "the same"
    return data[:digits] + digest.encode() + data[digits + 64 :]


def compose_record(record: BaseModel) -> bytes:
    """Return any other record's file, one key a line; lists of records one a line."""
    lines = []
    for key, value in _list_given(record).items():
        if isinstance(value, tuple) and not isinstance(value, Number) and value and _is_record(value[0]):
            lines.append(f"{key}:\n" + "".join(f"  - {compose_flow(item)}\n" for item in value))
        else:
            lines.append(f"{key}: {compose_flow(value)}\n")
    return "".join(lines).encode() + END


def _is_record(value: object) -> bool:
    from pydantic import BaseModel

    return isinstance(value, BaseModel)
