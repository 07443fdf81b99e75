"""Stores made up from a seed: the same number gives the same bytes, in the form in which `submit` writes them.

The sixteen indicators are those of dispatch 3036/UBND-KT in this repository's catalogue, changed only so that every
unit owes all of them every quarter. Nothing is random but what the seed, the unit and the period decide, so one file
can be made without the others.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cds_kpi.store import layout
from cds_kpi.store.composing import compose_text
from cds_kpi.store.yamltext import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

REPOSITORY = Path(__file__).resolve().parent.parent
LAST_YEAR = 2022
"""The year that reports are made for; stores of several years go back from it."""
NATION = 11_363
"""The People's Committees of the country in 2022: 63 of provinces, 705 of districts, 10,595 of communes."""
PROGRAMME, FOCAL_POINT, AUTHORITY = "cv-3036", "bo-tttt", "ubqg-cds"
SIZES = {"city": (350, 1), "nation": (NATION, 1), "decade": (NATION, 10)}
"""Units and years of the stores that have a name."""

# Thousandths of the population that the denominator counts, the share in ten-thousandths at the end of LAST_YEAR, and
# by how much it grows a quarter. A roll call has no denominator, the economy's share is a figure of its own.
_RATIOS = {
    "smartphone": (740, 8300, 120),
    "fibre": (270, 7400, 130),
    "eligible-procedures-online": (2, 9100, 150),
    "services-with-dossiers": (1, 6900, 160),
    "online-dossiers": (90, 5400, 180),
    "online-dossiers-increase": (70, 6300, 110),
    "digitised-dossiers": (85, 7800, 170),
    "online-reports": (3, 5300, 140),
    "sme-platforms": (6, 3100, 90),
    "e-invoice": (9, 9600, 200),
    "e-contract": (5, 4200, 120),
    "e-commerce-retail": (2400, 710, 15),
    "bank-accounts": (740, 6700, 90),
}
_PERIODICAL = frozenset(
    {"online-dossiers", "online-dossiers-increase", "digitised-dossiers", "online-reports"}
)
"""Where the denominator is counted anew each quarter."""
_SOURCES = {
    "smartphone": "Doanh nghiệp viễn thông trên địa bàn",
    "fibre": "Doanh nghiệp viễn thông trên địa bàn",
    "online-dossiers": "Hệ thống thông tin giải quyết thủ tục hành chính",
    "bank-accounts": "Ngân hàng Nhà nước chi nhánh tỉnh",
}
_SYLLABLES = [
    "An",
    "Bình",
    "Châu",
    "Đông",
    "Đức",
    "Hải",
    "Hòa",
    "Hưng",
    "Khánh",
    "Lâm",
    "Long",
    "Minh",
    "Nam",
    "Phú",
    "Phước",
    "Sơn",
    "Tân",
    "Thạnh",
    "Thành",
    "Vĩnh",
]
_DEADLINE_DAY = 20


@dataclass(frozen=True, slots=True)
class Shares:
    """How many in a thousand files are not as they should be; all zero: a clean store."""

    late: int = 0
    missing: int = 0
    revised: int = 0
    reviewed: int = 0
    broken: int = 0


REALISTIC = Shares(late=60, missing=20, revised=80, reviewed=50)


@dataclass(frozen=True, slots=True)
class Office:
    """A unit of the store."""

    id: str
    level: str
    name: str
    parent: str | None
    code: str
    people: int
    apart: int
    """How far its shares are from the country's average, in ten-thousandths, in every period."""
    province: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One unit's figure: two whole numbers of a ratio, hundredths of a value, 0 or 1 of a roll call."""

    indicator: str
    kind: str
    amount: int
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a store is made from."""

    seed: int
    units: int
    years: int = 1
    shares: Shares = field(default_factory=Shares)

    @property
    def periods(self) -> list[str]:
        """The quarters, the oldest first."""
        first = LAST_YEAR - self.years + 1
        return [f"{year}-Q{quarter}" for year in range(first, LAST_YEAR + 1) for quarter in (1, 2, 3, 4)]


def plan_store(size: str, seed: int, shares: Shares | None = None) -> Plan:
    """Return the plan of a named size, or of about so many files: more years where there are no more units."""
    if size in SIZES:
        units, years = SIZES[size]
    else:
        files = int(size)
        units = max(3, min(NATION, round(files / 4)))
        years = max(1, round(files / 4 / units))
    return Plan(seed, units, years, shares or Shares())


# --------------------------------------------------------------------------------------------- units, catalogue


def list_offices(plan: Plan) -> list[Office]:
    """Return the units that report: provinces, their districts, their communes, in the country's proportions."""
    provinces = max(1, plan.units // 180)
    districts = max(1, round(plan.units * 705 / NATION))
    communes = plan.units - provinces - districts
    chance = random.Random(f"{plan.seed}/units")
    made: list[Office] = []

    def add(level: str, number: int, above: Office | None, people: tuple[int, int]) -> Office:
        prefix, title, width = _LEVELS[level]
        name = f"{title} {chance.choice(_SYLLABLES)} {chance.choice(_SYLLABLES)}"
        unit = f"{prefix}-{number:0{width}d}"
        code = f"{number:0{width}d}"
        home = above.province if above else unit
        parent = above.id if above else None
        apart = chance.randrange(-1000, 1000)
        office = Office(unit, level, name, parent, code, chance.randrange(*people), apart, home)
        made.append(office)
        return office

    top = [add("province", one + 1, None, (600_000, 4_000_000)) for one in range(provinces)]
    middle = [
        add("district", one + 1, top[one * provinces // districts], (40_000, 400_000))
        for one in range(districts)
    ]
    for one in range(communes):
        add("commune", one + 1, middle[one * districts // communes], (2_500, 30_000))
    return made


_LEVELS = {
    "province": ("tinh", "Ủy ban nhân dân tỉnh", 2),
    "district": ("huyen", "Ủy ban nhân dân huyện", 3),
    "commune": ("xa", "Ủy ban nhân dân xã", 5),
}


def compose_units(offices: Iterable[Office]) -> str:
    """Return the unit registry as a person would write it."""
    head = (
        "format: 1\nunits:\n"
        f"  - id: {AUTHORITY}\n    name: {{vi: Ủy ban Quốc gia về chuyển đổi số}}\n    level: national\n\n"
        f"  - id: {FOCAL_POINT}\n    name: {{vi: Bộ Thông tin và Truyền thông}}\n    level: national\n"
    )
    lines = [head]
    for office in offices:
        parent = f"    parent: {office.parent}\n" if office.parent else ""
        lines.append(
            f"\n  - id: {office.id}\n    name: {{vi: {office.name}}}\n    level: {office.level}\n{parent}"
            f'    code: "{office.code}"\n    email: [{office.id}@bench.example]\n'
        )
    return "".join(lines)


def read_indicators() -> list[dict[str, Any]]:
    """Return the programme's indicators of the repository's catalogue, each asked of every unit every quarter."""
    tree: Any = parse_yaml((REPOSITORY / "data/indicators.yaml").read_bytes()).tree
    found = []
    for indicator in tree["indicators"]:
        targets = [target for target in indicator["targets"] if target["programme"] == PROGRAMME]
        if not targets:
            continue
        kept = {key: value for key, value in indicator.items() if key not in _REPLACED}
        measure = dict(kept["measure"])
        if measure["combine"] == "single":
            # Each unit has a share of its own, and what several have is told by the largest.
            measure["combine"] = "max"
        kept |= {
            "measure": measure,
            "frequency": "quarter",
            "lead": FOCAL_POINT,
            "reporters": [f"level:{level}" for level in _LEVELS],
            "targets": targets,
        }
        found.append(kept)
    return found


_REPLACED = frozenset({"frequency_note", "coordinating", "phases", "related"})
"""What only the city's own units give a meaning to."""


def compose_catalogue(plan: Plan) -> str:
    """Return the catalogue: the repository's sources and pillars, one programme, rounds for every quarter."""
    tree: Any = parse_yaml((REPOSITORY / "data/indicators.yaml").read_bytes()).tree
    programme = {key: value for key, value in tree["programmes"][PROGRAMME].items() if key != "rounds"}
    rounds = [
        {"period": period, "before": name_day(period, _DEADLINE_DAY), "frequencies": ["quarter"]}
        for period in plan.periods
    ]
    programme |= {
        "authority": AUTHORITY,
        "focal_point": FOCAL_POINT,
        "report_to": [AUTHORITY],
        "rounds": rounds,
    }
    whole = {
        "format": "1",
        "default_programme": PROGRAMME,
        "sources": tree["sources"],
        "programmes": {PROGRAMME: programme},
        "pillars": tree["pillars"],
        "indicators": read_indicators(),
    }
    return "".join(_write_block(whole, ""))


_PLAIN = re.compile(r"-?[0-9][0-9.]*\Z|[0-9]{4}-[0-9A-Z-]+\Z|true\Z|false\Z")


def _write_flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_write_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_write_flow, value)) + "]"
    return value if _PLAIN.match(value) else compose_text(value)


def _write_block(tree: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Yield a mapping's lines: what is nested deeply in flow style, the rest in block style."""
    for key, value in tree.items():
        if isinstance(value, dict) and len(indent) < 4:
            yield f"{indent}{key}:\n"
            yield from _write_block(value, indent + "  ")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{indent}{key}:\n"
            for item in value:
                if len(indent) < 2:
                    lines = list(_write_block(item, indent + "    "))
                    yield f"{indent}  - {lines[0].lstrip()}"
                    yield from lines[1:]
                else:
                    yield f"{indent}  - {_write_flow(item)}\n"
        else:
            yield f"{indent}{key}: {_write_flow(value)}\n"


# --------------------------------------------------------------------------------------------------- submissions
def list_figures(plan: Plan, office: Office, period: str, revision: int = 1) -> list[Figure]:
    """Return a unit's sixteen figures; a later revision differs from the first in some of them."""
    year, quarter = int(period[:4]), int(period[-1])
    before_end = (LAST_YEAR - year) * 4 + 4 - quarter
    bits = _draw(f"{plan.seed}/{office.id}/{period}")
    figures = []
    for key in _KEYS:
        chance = bits & 0xFFFFF
        bits >>= 20
        if revision > 1 and chance % 8 == 0:
            chance = (chance + 4099 * revision) % 0x100000
        if key in _RATIOS:
            thousandths, share, growth = _RATIOS[key]
            whole = max(4, office.people * thousandths // 1000)
            if key in _PERIODICAL:
                whole += whole * (chance % 200 - 100) // 1000
            share += office.apart - growth * before_end + (chance >> 8) % 160 - 80
            amount = whole * min(max(share, 300), 9950) // 10_000
            figures.append(Figure(key, "ratio", amount, whole))
        elif key == "digital-economy-grdp":
            figures.append(
                Figure(key, "value", max(105, 1_310 + office.apart // 3 - 9 * before_end + chance % 60 - 30))
            )
        else:
            figures.append(Figure(key, "roll_call", int(chance % 1000 > 40 + 20 * before_end)))
    return figures


_KEYS = (
    *("smartphone", "fibre", "eligible-procedures-online", "services-with-dossiers", "online-dossiers"),
    *("online-dossiers-increase", "digitised-dossiers", "e-payment-units", "online-reports"),
    *("open-data-agencies", "digital-economy-grdp", "sme-platforms", "e-invoice", "e-contract"),
    *("e-commerce-retail", "bank-accounts"),
)
"""In the order of the dispatch, which is that of the catalogue."""


def compose_entries(figures: Iterable[Figure]) -> str:
    """Return the lines of a submission's entries."""
    lines = []
    for figure in figures:
        source = _SOURCES.get(figure.indicator)
        rest = f", source: {source}" if source else ""
        if figure.kind == "ratio":
            lines.append(
                f"  {figure.indicator}: {{numerator: {figure.amount}, denominator: {figure.whole}{rest}}}\n"
            )
        elif figure.kind == "value":
            lines.append(
                f"  {figure.indicator}: {{value: {write_hundredths(figure.amount)}, method: gso,"
                " status: provisional}\n"
            )
        else:
            lines.append(f"  {figure.indicator}: {{done: {'true' if figure.amount else 'false'}}}\n")
    return "".join(lines)


def write_hundredths(amount: int) -> str:
    """Return hundredths as a decimal without zeros at its end."""
    whole, rest = divmod(amount, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Sent:
    """What the receipt of a revision says."""

    revision: int
    received_at: str
    previous: str | None
    issued: tuple[str, str, str]
    """The hashes of the receipts given: as text, page and JSON."""


def compose_body(office: Office, period: str, sent_on: str, figures: Iterable[Figure]) -> str:
    """Return what the unit itself writes: everything but format and receipt."""
    return (
        f"unit: {office.id}\nperiod: {period}\ndocument: {office.people % 900 + 1}/UBND-VHXH\nsent_on: {sent_on}\n"
        f"prepared_by: {{name: Chuyên viên tổng hợp, title: Chuyên viên, email: {office.id}@bench.example}}\n"
        f"entries:\n{compose_entries(figures)}"
    )


def compose_file(body: str, sent: Sent) -> bytes:
    """Return the bytes that `submit` writes for a body it received as a YAML file."""
    txt, html, data = sent.issued
    head = (
        f"format: 1\nreceipt: {{revision: {sent.revision}, received_at: {sent.received_at}, "
        f"previous: {sent.previous or 'null'}, door: yaml, issued: {{txt: {txt}, html: {html}, json: {data}}}, "
        "content: "
    ).encode()
    tail = f"}}\n{body}...\n".encode()
    return head + hashlib.sha256(head + tail).hexdigest().encode() + tail


# -------------------------------------------------------------------------------------------------------- stores


@dataclass(frozen=True, slots=True)
class Written:
    """One file of a store."""

    path: str
    """Relative to the workspace."""
    data: bytes
    figures: list[Figure]
    """Those of a submission that the program can read; none of other files."""


BREAKAGES = {
    "bad-yaml": "yaml-bracket-open",
    "unknown-key": "key-unknown",
    "wrong-sum": "numerator-larger",
    "wrong-unit": "store-name-unit",
}
"""What can be wrong with a broken file, and the kind of problem that `check` finds in it."""


def list_files(plan: Plan, office: Office, period: str) -> Iterator[Written]:
    """Yield the files of a unit and period: its revisions, the decisions on them; none where it has sent nothing."""
    shares = plan.shares
    bits = _draw(f"{plan.seed}/{office.id}/{period}/fate") if shares != Shares() else 0

    def draw(below: int) -> int:
        nonlocal bits
        bits, drawn = bits >> 20, bits & 0xFFFFF
        return drawn % below

    moment = _draw(f"{plan.seed}/{office.id}/{period}/moment")
    is_broken, is_missing = draw(1000) < shares.broken, draw(1000) < shares.missing
    is_late, is_revised = draw(1000) < shares.late, draw(1000) < shares.revised
    is_reviewed = draw(1000) < shares.reviewed
    day = (_DEADLINE_DAY + moment % 5) if is_late else 15 + moment % 2
    figures = list_figures(plan, office, period)
    if is_broken:
        breakage = tuple(BREAKAGES)[draw(len(BREAKAGES))]
        body = compose_body(office, period, name_day(period, day), figures)
        path = layout.name_submission(period, office.id, 1)
        yield Written(path, break_file(breakage, f"format: 1\n{body}", office, figures).encode(), [])
        return
    if is_missing:
        return
    is_returned = is_reviewed and draw(2) == 1
    revisions = 2 + (draw(4) == 0) if is_revised or (is_returned and draw(4) > 0) else 1
    previous = None
    for revision in range(1, revisions + 1):
        if revision > 1:
            figures = list_figures(plan, office, period, revision)
        body = compose_body(office, period, name_day(period, day), figures)
        sent = make_receipt(plan, office, period, revision, day + revision - 1, previous)
        data = compose_file(body, sent)
        yield Written(layout.name_submission(period, office.id, revision), data, figures)
        previous = hashlib.sha256(data).hexdigest() if revision < revisions else None
    if is_reviewed:
        decided = "returned" if is_returned else "accepted"
        reason = "reason: Đề nghị rà soát lại số liệu\n" if is_returned else ""
        review = (
            f"format: 1\nunit: {office.id}\nperiod: {period}\nrevision: 1\ndecision: {decided}\nby: {FOCAL_POINT}\n"
            f"at: {name_day(period, day)}T17:30:00+07:00\n{reason}...\n"
        )
        yield Written(f"{layout.REVIEWS}/{period}/{office.id}.r1.yaml", review.encode(), [])


def make_receipt(
    plan: Plan, office: Office, period: str, revision: int, day: int, previous: str | None
) -> Sent:
    """Return a receipt of a day of the period's last month.

    The hashes of the receipts given are made up: they would take a rendering of each.
    """
    key = f"{plan.seed}/{office.id}/{period}/{revision}"
    seconds = _draw(key) % 32_000
    clock = f"{8 + seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    issued = hashlib.sha512(key.encode()).hexdigest() + hashlib.sha256(key.encode()).hexdigest()
    given = (issued[:64], issued[64:128], issued[128:])
    return Sent(revision, f"{name_day(period, day)}T{clock}+07:00", previous, given)


def break_file(breakage: str, text: str, office: Office, figures: list[Figure]) -> str:
    """Return a file as a hand would break it."""
    first = figures[0]
    ratio = f"numerator: {first.amount}, denominator: {first.whole}"
    if breakage == "bad-yaml":
        return text.replace("prepared_by: {", "prepared_by: [")
    if breakage == "unknown-key":
        return text.replace("document:", "documents:")
    if breakage == "wrong-sum":
        return text.replace(ratio, f"numerator: {first.whole + 1}, denominator: {first.whole}")
    return text.replace(f"unit: {office.id}\n", f"unit: {office.parent or FOCAL_POINT}\n")


def write_store(root: Path, plan: Plan, offices: list[Office] | None = None) -> int:
    """Write a store into an empty folder and return how many files below its folders by period it has."""
    offices = list_offices(plan) if offices is None else offices
    data = root / "data"
    data.mkdir(parents=True)
    (data / "indicators.yaml").write_text(compose_catalogue(plan), encoding="utf-8")
    (data / "units.yaml").write_text(compose_units(offices), encoding="utf-8")
    (data / "settings.yaml").write_text(
        "format: 1\nlanguage: vi\nnotice: {vi: Số liệu sinh ngẫu nhiên để đo thời gian}\n", encoding="utf-8"
    )
    count = 0
    for period in plan.periods:
        for folder in (layout.SUBMISSIONS, *([layout.REVIEWS] if plan.shares.reviewed else [])):
            (root / folder / period).mkdir(parents=True)
        for office in offices:
            for file in list_files(plan, office, period):
                _write(f"{root}/{file.path}", file.data)
                count += 1
    return count


def change_file(root: Path, plan: Plan, office: Office, period: str, turn: int) -> None:
    """Put other figures into a unit's first revision, received and sealed as if it had been sent so; by `turn`."""
    figures = list_figures(plan, office, period, 2 + turn)
    body = compose_body(office, period, name_day(period, 15), figures)
    moment = f"{name_day(period, 15)}T17:{turn // 60 % 60:02d}:{turn % 60:02d}+07:00"
    sent = replace(make_receipt(plan, office, period, 1, 15, None), received_at=moment)
    data = compose_file(body, sent)
    (root / layout.name_submission(period, office.id, 1)).write_bytes(data)


def write_province_stores(root: Path, plan: Plan) -> int:
    """Write a store for each province, with its own units alone, into folders named after the provinces."""
    offices = list_offices(plan)
    provinces = dict.fromkeys(office.province for office in offices)
    return sum(
        write_store(root / province, plan, [office for office in offices if office.province == province])
        for province in provinces
    )


def _write(path: str, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        os.write(handle, data)
    finally:
        os.close(handle)


def _draw(key: str) -> int:
    """Return 320 bits that only the key decides: a hash costs a tenth of a generator with its own state."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=40).digest(), "big")


def name_day(period: str, day: int) -> str:
    """Return a day of the last month of a quarter."""
    return f"{period[:4]}-{int(period[-1]) * 3:02d}-{day:02d}"
