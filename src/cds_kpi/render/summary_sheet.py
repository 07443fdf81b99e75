"""The workbook's first sheet: a line an indicator, following from the units' figures by formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.render import formulas
from cds_kpi.render.sheets import (
    Column,
    Page,
    count_decimals,
    fit_width,
    hold_number,
    near_number,
    near_share,
    write_footer,
    write_head,
)
from cds_kpi.report.wording import STATUSES, pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from cds_kpi.render.sheets import Shelf
    from cds_kpi.report.row_view import RowView, Stated
    from cds_kpi.report.view import ReportView
    from cds_kpi.text import Language

NUMBER, NAME, LEAD, VALUE, MEASURE, NUMERATOR, DENOMINATOR, TARGET, REQUIRED, ATTAINMENT, GAP, NEEDED = range(
    12
)
STATUS, REPORTED, EXPECTED, REMARKS, KEY = range(12, 17)
_LOOKS = {"met": "good", "on_track": "good", "at_risk": "doubtful", "off_track": "wanting", "missed": "bad"}
_MEASURES = {
    "percent": ("%", "%"),
    "count": ("số lượng", "count"),
    "index": ("chỉ số", "index"),
    "rank": ("thứ hạng", "rank"),
}


def find_keys(rows: Sequence[RowView]) -> dict[str, RowView]:
    """Return the rows by a key of their own: the indicator's id, with the level and a number where it takes them."""
    keys: dict[str, RowView] = {}
    for row in rows:
        key = f"{row.id}/{row.level}" if row.level else row.id
        again = sum(key == one.partition("#")[0] for one in keys)
        keys[f"{key}#{again + 1}" if again else key] = row
    return keys


def name_row(row: RowView) -> str:
    """Return an indicator's name, with the level its target is for."""
    return f"{row.name} ({row.aspect})" if row.aspect else row.name


def write_summary(sheet: Worksheet, shelf: Shelf, view: ReportView) -> Page:
    """Fill the sheet and return it; its formulas use the names of the columns of the units' sheet."""
    page = Page(sheet, shelf, _list_columns(view), printed=KEY)
    title = ("TỔNG HỢP KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", "THE INDICATORS' RESULTS")
    write_head(page, view, pick(title, view.language), [view.journal_text])
    page.write_headings()
    for key, row in find_keys(view.rows).items():
        _Line(page, row, key, view.language).write()
        page.end_row()
    looks = shelf.take_colours()
    page.colour(STATUS, {STATUSES[status][0]: looks[look] for status, look in _LOOKS.items()})
    page.finish(write_footer(view))
    names = {"key": KEY, "value": VALUE, "attainment": ATTAINMENT, "status": STATUS}
    page.name_columns(shelf.book, "rows", names)
    return page


def _list_columns(view: ReportView) -> Sequence[Column]:
    def say(vi: str, en: str) -> str:
        return pick((vi, en), view.language)

    def fit(name: str, least: float) -> float:
        stated: list[Stated | None] = [getattr(row, name) for row in view.rows]
        return fit_width((one.text.partition(" ")[0] for one in stated if one is not None), least)

    required = fit_width((_find_required(row) or "" for row in view.rows), 10)
    return (
        Column(say("Số", "No."), 6),
        Column(say("Chỉ tiêu", "Indicator"), 34),
        Column(say("Đơn vị chủ trì", "Lead unit"), 18),
        Column(say("Giá trị", "Value"), fit("value", 12)),
        Column(say("Đơn vị tính", "Counted in"), 8),
        Column(say("Tử số", "Numerator"), fit("numerator", 11)),
        Column(say("Mẫu số", "Denominator"), fit("denominator", 12)),
        Column(say("Mục tiêu", "Target"), 14),
        Column(say("Mức phải đạt", "Required value"), required),
        Column(say("Mức độ đạt", "Attainment"), fit("attainment", 12)),
        Column(say("Còn cách mục tiêu (âm: đã vượt)", "Gap (negative: exceeded)"), fit("gap", 12)),
        Column(say("Tử số còn thiếu", "Still needed"), fit("gap_in_numerator", 11)),
        Column(say("Tình trạng", "Status"), 15),
        Column(say("Đã báo cáo", "Reported"), 10),
        Column(say("Phải báo cáo", "Expected"), 10),
        Column(say("Ghi chú", "Remarks"), 38),
        Column(say("Mã chỉ tiêu", "Indicator id"), 24),
    )


def _find_required(row: RowView) -> str | None:
    return row.target.required or row.target.value


class _Line:
    """One indicator's line."""

    def __init__(self, page: Page, row: RowView, key: str, language: Language) -> None:
        self.page, self.row, self.key, self.language = page, row, key, language
        self.whole = formulas.find_whole(row)
        self.is_live = formulas.is_live(row)
        self.is_sided = row.kind in {"ratio", "roll_call"}
        self.cells = {place: f"${chr(65 + place)}{page.row + 1}" for place in range(KEY + 1)}

    def write(self) -> None:
        page, row = self.page, self.row
        for place in range(KEY + 1):
            page.put_text(place, None)
        centre = page.shelf.take(align="center")
        page.put_number(NUMBER, row.number, centre)
        page.put_text(NAME, name_row(row))
        page.put_text(LEAD, row.lead.name)
        if row.kind != "milestone":
            counted_in = _MEASURES.get(row.counted_in, (row.counted_in, row.counted_in))
            page.put_text(MEASURE, pick(counted_in, self.language), centre)
        page.put_text(TARGET, row.target.text + row.target.aspires_text, centre)
        page.put_number(REPORTED, row.coverage.reported)
        page.put_number(EXPECTED, row.coverage.expected)
        strictly = [f"{row.strictly[:1].upper()}{row.strictly[1:]}."] if row.strictly is not None else []
        page.put_text(REMARKS, " ".join([*strictly, *row.remarks, *self._explain()]))
        page.put_text(KEY, self.key)
        self._write_figure()
        self._write_judgement()

    def _explain(self) -> list[str]:
        """Return how the value follows from the units' figures, where that is not a sum."""
        row = self.row
        if self.is_live:
            said = {
                "max": ("Giá trị là mức cao nhất của các đơn vị.", "The value is the highest of the units'."),
                "min": ("Giá trị là mức thấp nhất của các đơn vị.", "The value is the lowest of the units'."),
            }.get(str(row.joins))
        elif row.value is None:
            said = None
        elif row.joins is not None:
            said = (
                "Có số dài quá 15 chữ số nên ghi bằng chữ, không có công thức.",
                "Some numbers have more than 15 digits: they stand as text, without formulas.",
            )
        else:
            said = (
                "Giá trị ghi sẵn, không có công thức: không phải là tổng số liệu của các đơn vị.",
                "The value is written down, without a formula: it is not a sum of the units' figures.",
            )
        return [pick(said, self.language)] if said is not None else []

    def _write_figure(self) -> None:
        page, row, cells = self.page, self.row, self.cells
        why = pick(STATUSES["no_data"][1], self.language) if row.value is not None else row.value_text
        style = self._style_value()
        if not self.is_live:
            page.put_stated(NUMERATOR, row.numerator, self.language)
            page.put_stated(DENOMINATOR, row.denominator, self.language)
            if row.value is not None:
                page.put_number(VALUE, near_number(row.value.exact, self.whole), style)
            else:
                page.put_text(VALUE, why, style)
            return
        value = self._find_value(why)
        if row.joins != "sum":
            page.put_array(VALUE, formulas.join_values(row, cells[KEY], why), value, style)
        elif self.is_sided:
            page.put_formula(VALUE, formulas.divide(cells[NUMERATOR], cells[DENOMINATOR], why), value, style)
        else:
            page.put_formula(VALUE, formulas.join_values(row, cells[KEY], why), value, style)
        if self.is_sided:
            self._write_side(NUMERATOR, "numerator", row.numerator)
            self._write_side(DENOMINATOR, "denominator", row.denominator)

    def _find_value(self, why: str) -> float | str:
        """Return the value as the cell's formula gives it: from the sides, which are exact, where it has any."""
        row = self.row
        if row.value is None:
            return why
        if row.numerator is not None and row.denominator is not None:
            return near_share(row.numerator.exact, row.denominator.exact)
        return near_number(row.value.exact, self.whole)

    def _write_side(self, place: int, side: str, stated: Stated | None) -> None:
        page, cells = self.page, self.cells
        style = page.shelf.take_number(
            count_decimals(stated.text, self.language) if stated is not None else 0
        )
        held = near_number(stated.exact) if stated is not None else ""
        if self.row.joins == "sum":
            page.put_formula(place, formulas.sum_side(side, cells[KEY]), held, style)
        else:
            page.put_array(place, formulas.find_side(side, cells[KEY], cells[VALUE]), held, style)

    def _style_value(self) -> Format:
        row, shelf = self.row, self.page.shelf
        if row.value is None:
            return shelf.take(num_format="0.00%" if self.whole == 100 else "#,##0", align="right", indent=1)
        if row.kind == "milestone":
            return shelf.take(num_format=formulas.quote(row.value.text), align="right", indent=1)
        return shelf.take_number(count_decimals(row.value.text, self.language), is_percent=self.whole == 100)

    def _write_judgement(self) -> None:
        """Write what follows from the value and the target: attainment, gap, what is still needed, status."""
        page, row, cells = self.page, self.row, self.cells
        exact = _find_required(row)
        held = hold_number(exact, self.whole) if exact is not None else None
        said = f"{row.mark} {row.status_text}"
        percent = self._style_like(row.attainment, 1, is_percent=True)
        share = near_number(row.attainment.exact, 100) if row.attainment is not None else None
        if exact is None or held is None:
            page.put_number(ATTAINMENT, share, percent)
            page.put_stated(GAP, row.gap, self.language)
            page.put_stated(NEEDED, row.gap_in_numerator, self.language)
            page.put_text(STATUS, said)
            return
        places = min(len(exact.partition(".")[2]), 4)
        page.put_number(REQUIRED, held, page.shelf.take_number(places, is_percent=self.whole == 100))
        at = cells[VALUE], cells[REQUIRED]
        if row.attainment is not None or row.value is None:
            formula = formulas.write_attainment(row, *at)
            page.put_formula(ATTAINMENT, formula, "" if share is None else share, percent)
        gap = near_number(row.gap.exact) if row.gap is not None else ""
        page.put_formula(GAP, formulas.write_gap(row, *at), gap, self._style_like(row.gap, 2))
        if self.is_sided and row.target.is_upward:
            self._write_needed()
        if formulas.can_tell_status(row):
            formula = formulas.write_status(row, *at, self.language)
            page.put_formula(STATUS, formula, said, page.shelf.take())
        else:
            page.put_text(STATUS, said)

    def _write_needed(self) -> None:
        page, cells, needed = self.page, self.cells, self.row.gap_in_numerator
        if not self.is_live:
            page.put_stated(NEEDED, needed, self.language)
            return
        formula = formulas.write_needed(self.row, cells[NUMERATOR], cells[DENOMINATOR], cells[REQUIRED])
        held = near_number(needed.exact) if needed is not None else ""
        page.put_formula(NEEDED, formula, held, self._style_like(needed, 0))

    def _style_like(self, stated: Stated | None, decimals: int, *, is_percent: bool = False) -> Format:
        """Return the format with as many decimals as the number is shown with."""
        shown = count_decimals(stated.text, self.language) if stated is not None else decimals
        return self.page.shelf.take_number(shown, is_percent=is_percent)
