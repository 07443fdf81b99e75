"""Workbooks changed at random: whatever they have become, they are answered with known problems, never a traceback."""

import io
import os
import random
import re
import string
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds import bounded
from cds_kpi.forms.filled import FilledForm
from cds_kpi.forms.marking import Mark, mark_form
from cds_kpi.forms.reading import read_form
from cds_kpi.forms.writing import write_form
from cds_kpi.problem import Fault
from cds_kpi.problems import KINDS
from form_plans import change_parts, fill, make_plan, read_part
from tallying import Tally

ROUNDS = 2000 if os.environ.get("CDS_KPI_SOAK") == "1" else 200  # noqa: TID251  # the long run is asked for by hand
BLANK = write_form(make_plan())
FILLED = fill(
    BLANK,
    {
        "in.online_dossiers.numerator": 812345,
        "in.online_dossiers.denominator": 1498765,
        "in.e_payment_units.done": "Có",
        "in.digital_economy_grdp.value": 13.51,
        "in.dti_rank.unavailable": "Chưa có",
    },
)
PIECES = (
    b"<", b">", b"/>", b'"', b"&", b"&#0;", b"&amp;", b"\x00", b"\xff", b"<!DOCTYPE x>", b"<![CDATA[", b"]]>", b"#REF!",
    b't="s"', b't="d"', b't="b"', b't="e"', b's="9999"', b's="-1"', b'r="C6"', b'r="XFD1048576"', b'r=""', b"1E999",
    b"nan", b"-", b"<f>1</f>", b"<v/>", b"$C$6:$D$7", b"99999999999999999999", b"<mergeCell ref=\"A1:Z99\"/>",
)  # fmt: skip


def check(data: bytes) -> FilledForm:
    """Read, word and mark whatever it is."""
    with bounded():
        filled = read_form(data, "x.xlsx")
    marks = []
    for problem in filled.problems:
        kind = KINDS[problem.kind]
        for template in (*kind.message, *kind.hint):
            blanks = {field for _, field, _, _ in string.Formatter().parse(template) if field is not None}
            assert blanks <= set(problem.facts), problem
        if problem.place.sheet is not None and problem.place.cell is not None:
            marks.append(Mark(problem.place.sheet, problem.place.cell, "x", "error"))
    with bounded():
        marked = mark_form(data, marks)
    assert isinstance(marked, bytes) or marked == Fault("form-not-markable")
    if isinstance(marked, bytes) and marks:
        again = read_form(marked, "x.xlsx")
        assert (again.tree, again.problems) == (filled.tree, filled.problems)
    return filled


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Change some bytes: cut, double, replace, or put in what XML and workbooks are made of."""
    content = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content) + 1)
        end = min(len(content), at + chance.choice((0, 1, 2, 8, 60)))
        kind = chance.randrange(4)
        if kind == 0:
            del content[at:end]
        elif kind == 1:
            content[at:at] = content[at:end]
        elif kind == 2:
            content[at:at] = chance.choice(PIECES)
        else:
            content[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
    return bytes(content)


VALUES = (
    b"", b"0", b"-1", b"1", b"5", b"99999999999", b"1E308", b"1E999", b"0x10", b"s", b"str", b"b", b"e", b"d", b"n",
    b"inlineStr", b"true", b"hidden", b"C6", b"C7", b"A1:C9", b"C6:C7", b"XFD1048576", b"'cds-kpi'!$B$1", b"#REF!",
    b"'S\xe1\xbb\x91 li\xe1\xbb\x87u'!$C$6", b"in.portal.done", b"form.unit", b"7.650", b"44839", b"15/9/2022",
    b"C\xc3\xb3", b"_x0000_", b"\xe2\x80\xae", b"rId1", b"../x.xml", b"worksheet", b"0.5", b"TRUE",
)  # fmt: skip
_PLACES = re.compile(rb'(?<==")[^"<]*(?=")|(?<=>)[^<>]+(?=<)')


def reword(data: bytes, chance: random.Random) -> bytes:
    """Give some attributes and texts other values; the XML stays sound, so that what reads it is reached."""
    places = [found.span() for found in _PLACES.finditer(data)]
    for start, end in sorted(chance.sample(places, min(len(places), chance.randint(1, 6))), reverse=True):
        data = data[:start] + chance.choice(VALUES) + data[end:]
    return data


@pytest.mark.parametrize("seed", range(4))
def test_a_workbook_whose_parts_say_other_things_is_answered(seed: int, tally: Tally) -> None:
    chance = random.Random(seed)  # noqa: S311  # a seed, not secrecy
    parts = [f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 2, 3)]
    parts += [
        "xl/workbook.xml",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
        "docProps/custom.xml",
    ]
    for _ in range(ROUNDS // 5):
        part = chance.choice(parts)
        check(change_parts(FILLED, {part: reword(read_part(FILLED, part), chance)}))
    tally(fault="changed workbooks", runs=ROUNDS // 5)


@pytest.mark.parametrize("seed", range(4))
def test_a_workbook_with_a_part_changed_at_random_is_answered(seed: int, tally: Tally) -> None:
    chance = random.Random(seed)  # noqa: S311  # a seed, not secrecy
    with zipfile.ZipFile(io.BytesIO(FILLED)) as package:
        parts = [name for name in package.namelist() if not name.startswith("xl/theme")]
    for _ in range(ROUNDS // 5):
        part = chance.choice(parts)
        check(change_parts(FILLED, {part: mutate(read_part(FILLED, part), chance)}))
    tally(fault="changed workbooks", runs=ROUNDS // 5)


def test_a_package_changed_at_random_is_answered(tally: Tally) -> None:
    chance = random.Random(99)  # noqa: S311  # a seed, not secrecy
    for _ in range(ROUNDS // 5):
        check(mutate(FILLED, chance))
    tally(fault="changed workbooks", runs=ROUNDS // 5)


def test_a_package_that_lost_a_part_is_answered() -> None:
    with zipfile.ZipFile(io.BytesIO(FILLED)) as package:
        names = package.namelist()
    for name in names:
        check(change_parts(FILLED, {name: None}))
        check(change_parts(FILLED, {name: b""}))


NUMBERS = st.one_of(
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(string.digits + " .,%-+eE\u00a0", max_size=12),
    st.booleans(),
    st.dates(),
)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40).filter(
    lambda text: not text.startswith("=")
)


@settings(max_examples=max(ROUNDS // 5, 40), deadline=None)
@given(st.lists(NUMBERS, min_size=2, max_size=2), st.lists(TEXTS, min_size=4, max_size=4))
def test_whatever_is_typed_is_read_or_refused(numbers: list[object], texts: list[str]) -> None:
    answers: dict[str, object] = {
        "in.online_dossiers.numerator": numbers[0],
        "in.digital_economy_grdp.value": numbers[1],
        "in.portal.done": texts[0],
        "in.portal.expected_on": texts[1],
        "in.digital_economy_grdp.method": texts[2],
        "in.dti_rank.nil": texts[3],
    }
    filled = check(fill(BLANK, {name: value for name, value in answers.items() if value != ""}))
    assert filled.unit == "so-tttt"
