"""The composed form recognised by its pattern: what is recognised is right, and reads as the full reader reads it."""

import os
import random
import re
from pathlib import Path

import pytest

from cds_kpi.period import parse_canonical
from cds_kpi.store import layout
from cds_kpi.store.composed import recognise, restore
from cds_kpi.store.filings import load_filing
from cds_kpi.store.history import find_seal, hash_content
from conftest import REPOSITORY
from test_composing import HOSTILE

SOAK = bool(os.environ.get("CDS_KPI_SOAK"))  # noqa: TID251 - said by whoever starts the tests
ROUNDS = 400_000 if SOAK else 12_000
EXAMPLES = sorted((REPOSITORY / "data" / "submissions").glob("*/*.yaml"))
DISTRICT = REPOSITORY / "data" / "submissions" / "2022-Q3" / "ubnd-go-vap.yaml"
PIECES = [
    *HOSTILE, "null", "{", "}", "[", "]", ", ", ": ", "\n", "\n  ", "  ", "'", '"', '""', "\\", "#", " #", "...",
    "...\n", "---\n", "0", "00", "-1", "1.5", "1,5", "85%", "1e3", "9" * 41, "true", "final", "done: true",
    "nil: x", "value: 5", "numerator: 1", "denominator: 2", "status: final", "method: gso", "note: a, b",
    "expected_on: 2022-02-30", "expected_on: 2022-10-05", "members_done: 3", "members_not_done: [a, b]",
    "parts: {province: {value: 1}}", "parts: {a: {value: 1}, a: {value: 2}}", "2022-13-45", "25:61:61", "2022-Q5",
    "a\u0301", "\u00e1", '"  "', '" a"', '"a "', "a  b", "2022-09-31", "2022-09-15T10:11:60+07:00", "Null", "a: b",
    "\u1ea5", "\ufeff", "\u2028", "\x85", "\x00", "\x7f", "\t", "\u00a0", "\u202e", "\U0001f600",
    "online-dossiers", "e-payment-units", "so-x", "a" * 65, "a" * 10_001,
]  # fmt: skip
"""What is put into files: all that the form, YAML or the records might take otherwise."""


def find(path: Path) -> layout.Found:
    """Return a submission's file as the layout finds it."""
    period, name = path.parent.name, path.name
    return next(
        one
        for one in layout.list_files(path.parents[3], layout.SUBMISSIONS)
        if one.file == f"data/submissions/{period}/{name}"
    )


def seal(data: bytes) -> bytes:
    """Return a file's bytes with the seal that belongs to them, so that only what is said in it can be wrong."""
    digits, digest = find_seal(data), hash_content(data)
    if digits is None or digest is None:
        return data
    return data[:digits] + digest.encode() + data[digits + 64 :]


def compare(data: bytes, found: layout.Found, folder: Path) -> bool:
    """Assert that what is recognised is what the full reader reads, with nothing wrong; return whether it is."""
    known = recognise(data, found)
    if known is None:
        return False
    path = folder / "x.yaml"
    path.write_bytes(data)
    whole, gaps, problems = load_filing(path, found)
    assert (problems, gaps) == ([], None)
    assert whole is not None
    quick = restore(known, found)
    for name in ("unit", "period", "revision", "file", "sha256", "received_at", "has_receipt", "previous"):
        assert getattr(quick, name) == getattr(whole, name), name
    assert quick.note == whole.note
    assert quick.submission == whole.submission
    assert list(quick.entries) == list(whole.entries)
    assert dict(quick.lines) == dict(whole.lines)
    assert len(quick.entries) == len(whole.entries)
    for key, entry in quick.entries.items():
        same = whole.entries[key]
        assert (entry, entry.model_fields_set) == (same, same.model_fields_set)
        sides = [same.numerator, same.denominator]
        is_plain = all(one is not None and one.written.isdecimal() for one in sides)
        if is_plain and same.method is None and same.status == "final" and same.note is None:
            assert quick.ratios[key] == tuple(int(one.written) for one in sides if one is not None)
        else:
            assert key not in quick.ratios
    assert quick.ratios.keys() <= quick.entries.keys()
    return True


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_example_submission_is_recognised_where_it_was_received(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    assert compare(data, find(path), tmp_path) is (b"content: " in data)


@pytest.mark.parametrize("name", ["so-khcn.yaml", "ubnd-quan-1.r2.yaml", "2022-S1/ubnd-quan-1.yaml"])
def test_a_file_under_a_name_that_says_something_else_is_not_recognised(name: str) -> None:
    found = find(DISTRICT)
    period, _, file = name.rpartition("/")
    match = re.match(r"([a-z0-9-]+)(?:\.r([0-9]+))?\.yaml", file)
    assert match is not None
    other = layout.Found(found.file, period or found.period, match[1], int(match[2] or 1))
    assert parse_canonical(other.period) is not None
    assert recognise(DISTRICT.read_bytes(), other) is None
    assert recognise(DISTRICT.read_bytes(), found) is not None


def test_a_file_that_was_changed_since_it_was_received_is_not_recognised() -> None:
    data = DISTRICT.read_bytes()
    changed = data.replace(b"numerator: ", b"numerator: 1", 1)
    assert recognise(changed, find(DISTRICT)) is None
    assert recognise(seal(changed), find(DISTRICT)) is not None


WHOLE = """\
format: 1
receipt: {revision: 2, received_at: 2022-09-15T10:11:12+07:00, previous: %(hash)s, door: set, \
on_behalf_of: {by: a, reason: b}, warnings: [KPI552 entries.x, a], carried: [so-a, b], \
issued: {txt: %(hash)s, html: %(hash)s, json: %(hash)s}, journal: 7-%(hash)s+8-%(hash)s, content: %(hash)s}
unit: so-a
period: 2022-Q3
document: 12/BC
sent_on: 2022-09-15
prepared_by: {name: a, title: b, email: a@b.vn, phone: 0912 345 678}
note: a b
entries:
  ratio: {numerator: 1, denominator: 2, method: gso, status: final, source: a, note: b}
  number: {value: 1.50, status: provisional}
  roll: {done: true, members_done: 3, members_not_done: [a, b]}
  parts: {parts: {province: {numerator: 1, denominator: 2}, district: {value: 3}}}
  nil: {nil: a}
  none: {not_applicable: "a, b"}
  later: {unavailable: a, expected_on: 2022-10-05}
...
""".replace("%(hash)s", "0123456789abcdef" * 4)
"""Every key that a composed file may have."""


@pytest.mark.parametrize(
    "number",
    range(
        len(
            list(
                re.finditer(
                    SPOT := r"(?<=[:{\[,] )[^,}\]\n{]+|(?<=[{\[])[^,}:\n{]+|(?<=\n  )[^:\n]+|(?<=\n)[a-z_]+",
                    WHOLE,
                )
            )
        )
    ),
)
def test_anything_in_any_place_reads_as_the_full_reader_reads_it(number: int, tmp_path: Path) -> None:
    found = layout.Found("data/submissions/2022-Q3/so-a.r2.yaml", "2022-Q3", "so-a", 2)
    assert compare(seal(WHOLE.encode()), found, tmp_path)
    spot = list(re.finditer(SPOT, WHOLE))[number]
    for piece in PIECES:
        forms = [piece, f'"{piece}"', f"{spot[0]}{piece}", f"{piece}{spot[0]}"]
        for text in forms if SOAK else forms[:2]:
            made = f"{WHOLE[: spot.start()]}{text}{WHOLE[spot.end() :]}"
            compare(seal(made.encode("utf-8", "surrogatepass")), found, tmp_path)


def test_what_is_recognised_after_any_change_reads_as_the_full_reader_reads_it(tmp_path: Path) -> None:
    """Bytes changed, words put in, lines moved, and the seal made right again, so that only the form can tell."""
    chance = random.Random(3036)  # noqa: S311 - no secret
    paths = [path for path in EXAMPLES if b"content: " in path.read_bytes()]
    files = [(path.read_bytes(), find(path)) for path in chance.sample(paths, 24)]
    recognised = changed = 0
    for _ in range(ROUNDS):
        data, found = chance.choice(files)
        made = seal(change(data, chance))
        changed += made != data
        recognised += compare(made, found, tmp_path)
    assert changed > ROUNDS * 0.9
    assert ROUNDS * 0.05 < recognised < ROUNDS * 0.9


def change(data: bytes, chance: random.Random) -> bytes:
    """Return a file's bytes with one to three changes."""
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        start = chance.randrange(len(data) + 1)
        piece = chance.choice(PIECES).encode("utf-8", "surrogatepass")
        match chance.randrange(7):
            case 0:
                data = data[:start] + bytes([chance.randrange(256)]) + data[start + 1 :]
            case 1:
                data = data[:start] + piece + data[start:]
            case 2:
                data = data[:start] + data[start + chance.randrange(1, 12) :]
            case 3 | 4:
                data = put_at_value(data, piece, chance)
            case 5:
                lines = data.split(b"\n")
                one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
                lines[one], lines[other] = lines[other], lines[one]
                data = b"\n".join(lines)
            case _:
                lines = data.split(b"\n")
                lines.insert(chance.randrange(len(lines)), chance.choice(lines))
                data = b"\n".join(lines)
    return data


def put_at_value(data: bytes, piece: bytes, chance: random.Random) -> bytes:
    """Return a file's bytes with another word where a value or a key stands."""
    spots = list(re.finditer(rb"(?<=[:{\[,] )[^,}\]\n]+|(?<=\{)[^,}:\n]+|(?<=\n  )[^:\n]+", data))
    spot = chance.choice(spots)
    return data[: spot.start()] + piece + data[spot.end() :]
