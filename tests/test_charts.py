"""The document's pictures: every status can be told without colour, and no number breaks one."""

import re
from dataclasses import replace

import pytest

from cds_kpi.render import charts
from cds_kpi.render.charts import Segment, draw_bar, draw_bullet
from cds_kpi.report.row_view import RowView, Stated
from cds_kpi.report.wording import STATES, STATUSES
from views import make_row

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The SVG of every picture that is painted, as it goes to the painter."""
    import resvg_py

    seen: list[str] = []
    paint = resvg_py.svg_to_bytes

    def note(*, svg_string: str, **options: object) -> bytes:
        seen.append(svg_string)
        return bytes(paint(svg_string=svg_string, **options))  # type: ignore[arg-type]

    monkeypatch.setattr(resvg_py, "svg_to_bytes", note)
    return seen


def value_of(row: RowView, exact: str) -> RowView:
    return replace(row, value=Stated(exact, exact))


@pytest.mark.parametrize("tones", [STATUSES, STATES], ids=["statuses", "states"])
def test_what_is_told_apart_has_another_hatching_or_another_brightness(tones: dict[str, object]) -> None:
    looks = {}
    for tone in tones:
        colour, hatching = charts._TONES[tone]
        is_white = colour == "#FFFFFF"
        looks[tone] = (hatching, is_white)
    assert len(set(looks.values())) == len(tones)


@pytest.mark.parametrize("status", STATUSES)
def test_a_picture_holds_no_letter(drawn: list[str], status: str) -> None:
    assert draw_bullet(make_row(1, status, "<Sở> & A", "vi")).startswith(PNG)
    assert "<text" not in drawn[0]
    assert "Sở" not in drawn[0]


@pytest.mark.parametrize("exact", ["0", "-3", "100", "12345678901234567890.5", "0.000001"])
@pytest.mark.parametrize("counted_in", ["percent", "count"])
def test_any_value_stays_within_the_picture(drawn: list[str], exact: str, counted_in: str) -> None:
    row = replace(value_of(make_row(1, "met", "A", "vi"), exact), counted_in=counted_in)
    assert draw_bullet(row).startswith(PNG)
    starts = [float(number) for number in re.findall(r'd="M(-?[\d.]+) ', drawn[0])]
    widths = [float(number) for number in re.findall(r"h(-?[\d.]+)v", drawn[0])]
    assert all(-10 <= start <= charts.WIDTH for start in starts)
    assert all(0 <= width <= charts.WIDTH for width in widths)


def test_a_value_beyond_the_target_is_drawn_beyond_it(drawn: list[str]) -> None:
    row = make_row(1, "met", "A", "vi")
    for exact in ("49", "51"):
        draw_bullet(value_of(row, exact))
    ends = [4 + float(re.findall(r"h([\d.]+)v16h", svg)[0]) for svg in drawn]
    target = 4 + (charts.WIDTH - 8) / 2
    assert ends[0] < target < ends[1]


def test_a_bar_is_cut_by_shares(drawn: list[str]) -> None:
    assert draw_bar([Segment("met", 3), Segment("missed", 1)], 4).startswith(PNG)
    widths = [float(number) for number in re.findall(r"h([\d.]+)v40h", drawn[0])]
    assert widths[0] == pytest.approx(3 * widths[1], abs=0.05)
    assert draw_bar([], 0).startswith(PNG)
