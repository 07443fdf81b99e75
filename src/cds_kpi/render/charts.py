"""Small pictures for the official document: SVG made here, turned into PNG; the words beside them are Word's own.

Convention: a picture holds shapes only and no text, so that no font is asked of the machine; every tone has a hatching
of its own, so that the pictures can be read in black and white, and none says what no word beside it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cds_kpi.number import format_decimal
from cds_kpi.report.unassessed import UNASSESSED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.report.row_view import RowView

WIDTH, HEIGHT = 600, 48
"""Points of a picture; shown 5 cm wide and 4 mm high, which is finer than print."""
WHOLE = 100
"""The end of the scale of a percentage, unless it goes beyond."""

_BLUE, _ORANGE, _RED, _GREY = "#0072B2", "#E69F00", "#D55E00", "#767676"
_TONES: dict[str, tuple[str, str]] = {
    "met": (_BLUE, ""),
    "on_time": (_BLUE, ""),
    "on_track": (_BLUE, "M0 4h16M0 12h16"),
    "partial": (_BLUE, "M0 4h16M0 12h16"),
    "at_risk": (_ORANGE, "M0 16 16 0M-4 4 4-4M12 20 20 12"),
    "late": (_ORANGE, "M0 16 16 0M-4 4 4-4M12 20 20 12"),
    "off_track": (_ORANGE, "M4 0v16M12 0v16"),
    "undated": (_ORANGE, "M4 0v16M12 0v16"),
    "missed": (_RED, "M0 0 16 16M0 16 16 0"),
    "missing": (_RED, "M0 0 16 16M0 16 16 0"),
    "returned": (_RED, "M0 0 16 16M-4 12 4 20M12-4 20 4"),
    "no_data": ("#FFFFFF", ""),
    **dict.fromkeys(UNASSESSED, ("#FFFFFF", "M0 8h16")),
    "not_due": ("#FFFFFF", "M8 7h2v2h-2z"),
    "excluded": ("#FFFFFF", "M8 7h2v2h-2z"),
}
"""By status, reason or state: the colour (Okabe and Ito's, told apart by the colour-blind) and the hatching over it."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: what it stands for and how large it is."""

    tone: str
    size: int


def draw_bar(segments: Sequence[Segment], whole: int) -> bytes:
    """Return a bar as PNG, cut into segments whose lengths are their shares of `whole`."""
    left, shapes = Fraction(0), []
    for segment in segments:
        width = Fraction(segment.size * (WIDTH - 2), max(whole, 1))
        shapes.append(_draw_box(left + 1, width, segment.tone, top=4, height=HEIGHT - 8))
        left += width
    return _paint({segment.tone for segment in segments}, shapes)


def draw_bullet(row: RowView) -> bytes:
    """Return an indicator's value as a bar, with an upright line for its target and a triangle for the required pace.

    The scale begins at 0 and ends at 100 for a percentage, else a little beyond the largest of the three. Without a
    value only the target is drawn, without a number to reach only the value.
    """
    goal = row.target.required or row.target.value
    value = Fraction(row.value.exact) if row.value is not None else None
    target = Fraction(goal) if goal is not None else None
    pace = Fraction(row.path.required_now.exact) if row.path is not None else None
    upper = Fraction(row.target.upper) if row.target.upper is not None else None
    largest = max([one for one in (value, target, pace, upper) if one is not None], default=Fraction(0))
    end = largest * Fraction(21, 20)
    if row.counted_in == "percent" and largest <= WHOLE:
        end = Fraction(WHOLE)

    def place(number: Fraction) -> Fraction:
        share = number / end if end > 0 else Fraction(0)
        return 4 + min(max(share, Fraction(0)), Fraction(1)) * (WIDTH - 8)

    shapes = [f'<path d="M2 12h{WIDTH - 4}v24H2z" fill="#F2F2F2" stroke="{_GREY}" stroke-width="2"/>']
    if upper is not None and target is not None:
        reach = _say(place(upper) - place(target))
        shapes.append(f'<path d="M{_say(place(target))} 8h{reach}v32h-{reach}z" fill="#BFBFBF"/>')
    if value is not None:
        shapes.append(_draw_box(Fraction(4), place(value) - 4, row.status, top=16, height=16))
    if pace is not None:
        at = place(pace)
        shapes.append(f'<path d="M{_say(at - 9)} 47h18l-9-11z" fill="#000000"/>')
    if target is not None:
        shapes.append(f'<path d="M{_say(place(target) - 3)} 2h6v36h-6z" fill="#000000"/>')
    return _paint({row.status}, shapes)


def _say(number: Fraction) -> str:
    return format_decimal(Fraction(number * 100 // 1, 100))


def _draw_box(left: Fraction, width: Fraction, tone: str, *, top: int, height: int) -> str:
    path = f"M{_say(left)} {top}h{_say(width)}v{height}h-{_say(width)}z"
    colour, hatching = _TONES[tone]
    edge = f'stroke="{_GREY if colour == "#FFFFFF" else "#000000"}" stroke-width="1.5"'
    hatched = f'<path d="{path}" fill="url(#{tone})"/>' if hatching else ""
    return f'<path d="{path}" fill="{colour}" {edge}/>{hatched}'


def _paint(tones: set[str], shapes: Sequence[str]) -> bytes:
    import resvg_py

    patterns = "".join(
        f'<pattern id="{tone}" width="16" height="16" patternUnits="userSpaceOnUse"><path d="{_TONES[tone][1]}" '
        f'fill="none" stroke="{"#000000" if _TONES[tone][0] != _BLUE else "#FFFFFF"}" stroke-width="2.5"/></pattern>'
        for tone in sorted(tones)
        if _TONES[tone][1]
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"><defs>{patterns}</defs>'
        f"{''.join(shapes)}</svg>"
    )
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, background="#FFFFFF", skip_system_fonts=True))
