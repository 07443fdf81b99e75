"""Every figure of one run of the example store is the same in every form of the report.

A form is read back into figures by name, each as it is written there: "54,20%" is 54.20. JSON has every number exact;
another form agrees when its figure is that number, rounded to as many decimals as the form shows.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from lxml import html

from calc import Cell, compute
from cds_kpi import desk
from cds_kpi.report.view import ReportView
from conftest import Needs

Figures = dict[str, Decimal]
"""Figures by name: "online-dossiers value", "online-dossiers so-y-te 2022-Q3 numerator", "count expected", ..."""
REPORT = ("expected", "received", "complete", "on_time", "late", "missing")
NUMBER = r"-?\d[\d.]*(?:,\d+)?"


class Names:
    """What the forms call by name and JSON by id."""

    def __init__(self, view: ReportView) -> None:
        self.ids = {str(row.number): row.id for row in view.rows}
        self.units = {unit.name: unit.id for unit in view.units}
        self.units |= {one.unit_name: one.unit for row in view.rows for one in row.sources}
        self.periods = {one.period_title: one.period for row in view.rows for one in row.sources}
        self.statuses = {f"{one.mark} {one.text}": one.status for one in view.statuses}


def read_number(text: str) -> Decimal:
    """Read a number as Vietnamese reports write it."""
    found = re.match(NUMBER, text.strip())
    assert found is not None, text
    return Decimal(found[0].replace(".", "").replace(",", "."))


def read_data(data: bytes) -> Figures:
    """Read the figures of the JSON: all of them, exact."""
    report, figures = json.loads(data), {}
    for name in REPORT:
        found = report["reporting"][name]
        figures[f"count {name}"] = Decimal(len(found) if isinstance(found, list) else found)
    for status, count in Counter(row["status"] for row in report["indicators"]).items():
        figures[f"status {status}"] = Decimal(count)
    for row in report["indicators"]:
        key = row["id"]
        named = {name: row[name] for name in ("value", "numerator", "denominator", "attainment")}
        named |= {"gap": row["gap"]["value"], "needed": row["gap"]["in_numerator"]} if row["gap"] else {}
        named |= {"reported": row["coverage"]["reported"], "expected": row["coverage"]["expected"]}
        figures |= {f"{key} {name}": Decimal(text) for name, text in named.items() if text is not None}
        for one in row["sources"]:
            for name in ("numerator", "denominator", "value"):
                if one[name] is not None:
                    figures[f"{key} {one['unit']} {one['period']} {name}"] = Decimal(one[name])
    return figures


def read_row(
    key: str, result: str, attainment: str, coverage: str, told: str
) -> Iterator[tuple[str, Decimal]]:
    """Read one indicator: "54,20% (812.345/1.498.765)", "108,4%", "42/43" and the sentences about it."""
    yield f"{key} value", read_number(result)
    sides = re.search(f"({NUMBER})/({NUMBER})", result)
    if sides is not None:
        yield f"{key} numerator", read_number(sides[1])
        yield f"{key} denominator", read_number(sides[2])
    yield f"{key} attainment", read_number(attainment)
    reported, _, expected = coverage.partition("/")
    yield f"{key} reported", Decimal(reported)
    yield f"{key} expected", Decimal(expected)
    gap = re.search(
        f"So với mục tiêu: (vượt mục tiêu|thấp hơn mục tiêu|bằng đúng mục tiêu|trong khoảng mục tiêu) ?({NUMBER})?",
        told,
    )
    assert gap is not None, told
    # Within a demanded range there is no distance to tell.
    if not gap[1].startswith("trong"):
        yield f"{key} gap", read_number(gap[2] or "0") * (-1 if gap[1].startswith("vượt") else 1)
    needed = re.search(f"Còn phải làm: còn thiếu ({NUMBER}) (?!điểm)", told)
    if needed is not None and sides is not None:
        yield f"{key} needed", read_number(needed[1])


def read_source(key: str, line: Sequence[str], names: Names) -> Iterator[tuple[str, Decimal]]:
    """Read a line of the sources: unit, figure, period; roll calls and answers in words bring no number here."""
    unit, said, period = line[:3]
    name = f"{key} {names.units[unit]} {names.periods[period]}"
    if sides := re.fullmatch(f"({NUMBER})/({NUMBER})", said):
        yield f"{name} numerator", read_number(sides[1])
        yield f"{name} denominator", read_number(sides[2])
    elif re.fullmatch(f"{NUMBER}%?", said):
        yield f"{name} value", read_number(said)


def read_markdown(data: bytes, names: Names) -> Figures:
    """Read the figures of the Markdown."""
    figures: Figures = {}
    sections = re.split(r"^#+ ", data.decode(), flags=re.MULTILINE)
    for section in sections:
        title, _, text = section.partition("\n")
        table = [
            [cell.strip() for cell in line.strip("|").split(" | ")]
            for line in text.splitlines()
            if line.startswith("|") and "---" not in line
        ]
        head, body = (table[0], table[1:]) if table else ([], [])
        number = title.partition(".")[0]
        if head[:2] == ["Phải báo cáo", "Đã gửi"]:
            figures |= {f"count {name}": Decimal(cell) for name, cell in zip(REPORT, body[0], strict=True)}
        elif head == ["Tình trạng", "Số chỉ tiêu"]:
            figures |= {f"status {names.statuses[said]}": Decimal(count) for said, count in body[:-1]}
        elif head[2:3] == ["Kết quả"]:
            told = re.split(r"^- \*\*(\d+)\. ", text, flags=re.MULTILINE)
            sentences = dict(zip(told[1::2], told[2::2], strict=True))
            for line in body:
                place = line[0].strip("| ")
                figures |= dict(read_row(names.ids[place], line[2], line[4], line[6], sentences[place]))
        elif head[2:4] == ["Kỳ", "Tệp: dòng"]:
            for line in body:
                figures |= dict(read_source(names.ids[number], [cell.strip("| ") for cell in line], names))
    return figures


def read_page(data: bytes, names: Names) -> Figures:
    """Read the figures of the HTML: of every indicator, and of every unit's lines below it."""
    page, figures = html.document_fromstring(data.decode()), dict[str, Decimal]()
    for article in page.iterfind(".//article[@data-indicator]"):
        key, said = (
            article.attrib["data-indicator"],
            [" ".join(one.text_content().split()) for one in article.iter()],
        )
        text = " ".join(article.text_content().split())
        outcome = article.find(".//div[@class='outcome']").text_content()
        sides = re.search(rf"^({NUMBER}/{NUMBER})(?! đơn vị đã)\b", outcome, flags=re.MULTILINE)
        value = article.find(".//p[@class='value']").text_content()
        attained = next(one for one in said if one.startswith("Mức độ đạt ")).removeprefix("Mức độ đạt ")
        covered = re.search(r"(\d+/\d+) đơn vị đã báo cáo", text)
        assert covered is not None, text
        result = f"{value} ({sides[1]})" if sides is not None else value
        figures |= dict(read_row(key, result, attained, covered[1], text))
        for line in article.iterfind(".//table[@class='parts']/tbody/tr"):
            figures |= dict(read_part(key, line, names))
    text = " ".join(page.text_content().split())
    went = re.search(r"(\d+)/(\d+) ?đơn vị đã gửi báo cáo", text)
    assert went is not None
    figures |= {"count received": Decimal(went[1]), "count expected": Decimal(went[2])}
    for words, name in {"đơn vị trễ hạn": "late", "đơn vị chưa gửi": "missing"}.items():
        found = re.search(rf"(\d+) ?{words}", text)
        assert found is not None, words
        figures[f"count {name}"] = Decimal(found[1])
    return figures


def read_part(key: str, line: html.HtmlElement, names: Names) -> Iterator[tuple[str, Decimal]]:
    """Read one unit's line: its own figures where it has one answer, else each period's beside its file."""
    cells = [" ".join(cell.text_content().split()) for cell in line]
    unit, at = names.units[cells[0]], cells[-1]
    periods = [(one, f"{key} {unit} {one}") for one in re.findall(r"data/submissions/([^/]+)/", at)]
    several = dict(re.findall(rf"([0-9]{{4}}(?:-[A-Z0-9]+)?): ({NUMBER}(?:/{NUMBER}|%)?)", at))
    for period, name in periods:
        said = (
            several.get(period) if len(periods) > 1 else "/".join(cells[1:3]) if len(cells) == 6 else cells[1]
        )
        if said is None:
            continue
        if sides := re.fullmatch(f"({NUMBER})/({NUMBER})", said):
            yield f"{name} numerator", read_number(sides[1])
            yield f"{name} denominator", read_number(sides[2])
        elif re.fullmatch(f"{NUMBER}%?", said):
            yield f"{name} value", read_number(said)


def read_document(data: bytes, names: Names) -> Figures:
    """Read the figures of the document in Word: the first appendix, and what the paragraphs say beside it."""
    document = Document(BytesIO(data))
    figures: Figures = {}
    for line in document.tables[-2].rows[1:]:
        number, _, _, _, value, counts, attainment, _, coverage = [cell.text for cell in line.cells]
        key = names.ids[number]
        said = next(
            p.text for p in document.paragraphs if re.match(rf"{number}\. .*; mục tiêu .* đến ", p.text)
        )
        needed = [p.text for p in document.paragraphs if re.match(rf"{number}\. .*: còn thiếu ", p.text)]
        told = re.sub(
            f".*, (vượt|thấp hơn|bằng đúng|trong khoảng) mục tiêu ?({NUMBER})?.*", r"\1 mục tiêu \2", said
        )
        lacks = "".join(f" Còn phải làm: còn {text.rpartition(': còn ')[2]}" for text in needed)
        result = f"{value} ({counts.replace(chr(10), '').replace(' ', '')})"
        figures |= dict(read_row(key, result, attainment, coverage, f"So với mục tiêu: {told}{lacks}"))
    text = " ".join(paragraph.text for paragraph in document.paragraphs)
    went = re.search(
        r"Có (\d+)/(\d+) đơn vị .* trong đó (\d+) đơn vị đủ số liệu \((\d+) đúng hạn, (\d+) trễ hạn\); (\d+) đơn vị",
        text,
    )
    assert went is not None
    order = ("received", "expected", "complete", "on_time", "late", "missing")
    figures |= {f"count {name}": Decimal(number) for name, number in zip(order, went.groups(), strict=True)}
    for said, status in names.statuses.items():
        count = re.search(rf"{re.escape(said)} \((\d+)\): chỉ tiêu số", text)
        assert count is not None, said
        figures[f"status {status}"] = Decimal(count[1])
    return figures


def read_workbook(
    rows: Mapping[str, Sequence[Sequence[Cell]]], tables: Callable[[str, str], list[dict[str, Cell]]]
) -> Figures:
    """Read the figures of the workbook: percentages are shares of 1 there."""
    figures: Figures = {}

    def put(name: str, cell: Cell, *, times: int = 1) -> None:
        if isinstance(cell, float):
            # A cell has some 16 digits; what JSON has beyond them is not in it.
            figures[name] = (Decimal(cell) * times).quantize(Decimal("1e-9"))

    columns = {
        "Giá trị": ("value", 100), "Tử số": ("numerator", 1), "Mẫu số": ("denominator", 1),
        "Mức độ đạt": ("attainment", 100), "Còn cách mục tiêu (âm: đã vượt)": ("gap", 1),
        "Tử số còn thiếu": ("needed", 1), "Đã báo cáo": ("reported", 1), "Phải báo cáo": ("expected", 1),
    }  # fmt: skip
    for line in tables("Tổng hợp", "Số"):
        for heading, (name, times) in columns.items():
            put(f"{line['Mã chỉ tiêu']} {name}", line[heading], times=times)
    for line in tables("Nguồn số liệu", "Số"):
        name = f"{line['Mã chỉ tiêu']} {line['Mã đơn vị']} {line['Kỳ']}"
        for heading, (side, times) in list(columns.items())[:3]:
            put(f"{name} {side}", line[heading], times=times)
    went = next(str(row[0]) for row in rows["Thời hạn"] if str(row[0]).startswith("Phải báo cáo"))
    for name, number in zip(REPORT, re.findall(r"\d+", went), strict=True):
        figures[f"count {name}"] = Decimal(number)
    for row in rows["Biểu đồ"]:
        if isinstance(row[5], float) and row[5]:
            figures[f"shown {row[4]}"] = Decimal(row[5])
    return figures


def compare(found: Figures, exact: Figures) -> list[str]:
    """Return the figures that are not the exact ones rounded to as many decimals as they have."""
    wrong = []
    for name, figure in found.items():
        exponent = figure.as_tuple().exponent
        assert isinstance(exponent, int)
        with localcontext(prec=60):
            rounded = (
                exact[name].quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP) if name in exact else None
            )
        if rounded != figure:
            wrong.append(f"{name}: {figure}, not {rounded}")
    return wrong


@pytest.fixture(scope="module")
def view(repo: Path) -> ReportView:
    moment = datetime.fromisoformat("2022-09-30T23:59:59+07:00")
    made = desk.make_report(repo, desk.Asking(quarter="Q3"), as_of=moment, language="vi")
    assert isinstance(made, desk.Report)
    return made.view


@pytest.fixture(scope="module")
def names(view: ReportView) -> Names:
    return Names(view)


@pytest.fixture(scope="module")
def exact(repo: Path, view: ReportView) -> Figures:
    return read_data(render(repo, view, "json"))


def render(repo: Path, view: ReportView, form: str) -> bytes:
    made = desk.render_report(repo, view, form)
    assert isinstance(made, bytes)
    return made


def lists(figures: Figures, names: Names) -> Counter[str]:
    """Count the figures by what they are of: the report, an indicator, a unit's answer."""
    return Counter(
        "report" if name.split()[0] in {"count", "status"} else "row" if len(name.split()) == 2 else "unit"
        for name in figures
    )


def test_the_exact_figures_are_those_of_sixteen_indicators(exact: Figures, names: Names) -> None:
    assert lists(exact, names)["row"] > 16 * 6
    assert lists(exact, names)["unit"] > 500


def test_markdown_agrees(repo: Path, view: ReportView, names: Names, exact: Figures) -> None:
    found = read_markdown(render(repo, view, "md"), names)
    assert compare(found, exact) == []
    assert find_missing(found, exact, view) == []


def test_the_page_agrees(repo: Path, view: ReportView, names: Names, exact: Figures) -> None:
    found = read_page(render(repo, view, "html"), names)
    assert compare(found, exact) == []
    not_shown = {"count complete", "count on_time", *(name for name in exact if name.startswith("status "))}
    assert set(find_missing(found, exact, view)) <= not_shown


def test_the_document_agrees(repo: Path, view: ReportView, names: Names, exact: Figures) -> None:
    found = read_document(render(repo, view, "docx"), names)
    assert compare(found, exact) == []
    # The units' own answers are not in it.
    assert [name for name in find_missing(found, exact, view) if name.count(" ") < 3] == []


def test_the_workbook_agrees_after_libreoffice_has_computed_it(
    needs: Needs, tmp_path: Path, repo: Path, view: ReportView, names: Names, exact: Figures
) -> None:
    computed = compute(needs, tmp_path, render(repo, view, "xlsx"))
    assert computed.errors == []
    found: Figures = {}
    for name, figure in read_workbook(computed.rows, computed.table).items():
        if name.startswith("shown "):
            status = names.statuses.get(name.removeprefix("shown "))
            found |= {f"status {status}": figure} if status is not None else {}
        else:
            key, *unit, last = name.split(" ")
            period = names.periods.get(" ".join(unit[1:]))
            found[f"{key} {unit[0]} {period} {last}" if unit else name] = figure
    assert compare(found, exact) == []
    assert find_missing(found, exact, view, in_words=()) == []


def find_missing(
    found: Figures, exact: Figures, view: ReportView, in_words: Sequence[str] = ("roll_call",)
) -> list[str]:
    """Return what a form does not show.

    But what is still needed where nothing is, a roll call's single answers, and how far a value within its demanded
    range is from the lower end.
    """
    said = {row.id for row in view.rows if row.kind in in_words}
    within = {f"{row.id} gap" for row in view.rows if row.gap_text == "trong khoảng mục tiêu"}
    return [
        name
        for name in exact
        if name not in found
        and name not in within
        and not (name.endswith(" needed") and exact[name] == 0)
        and not (name.count(" ") == 3 and name.split()[0] in said)
    ]


def test_a_figure_that_differs_is_found(exact: Figures) -> None:
    name = "online-dossiers value"
    assert compare({name: Decimal("54.20")}, exact) == []
    assert compare({name: Decimal("54.21")}, exact) == [f"{name}: 54.21, not 54.20"]
    assert compare({"x value": Decimal(1)}, exact) == ["x value: 1, not None"]
