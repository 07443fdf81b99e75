"""The cell formats of a workbook, with those of marked cells added as they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.forms.package import DamagedError
from cds_kpi.forms.patching import Element, Patch, change_head, find_elements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cds_kpi.problems.kind import Severity

COLOURS: Mapping[Severity, str] = {"error": "FFF4A582", "warning": "FFFFD966"}
"""What a marked cell is filled with."""


class Palette:
    """A workbook's part of styles; formats are known by their number in it, as cells refer to them."""

    def __init__(self, data: bytes) -> None:
        self._patch = Patch(data)
        wanted = {"fills", "fill", "fgColor", "cellXfs", "xf"}
        elements = find_elements(data, lambda name, _: name in wanted)
        lists = {
            name: [e for e in elements if e.name == name and e.depth == 1] for name in ("fills", "cellXfs")
        }
        if not lists["fills"] or not lists["cellXfs"]:
            raise DamagedError
        self._fills, self._formats = lists["fills"][0], lists["cellXfs"][0]
        inside = [e for e in elements if e.name == "fill" and e.depth == 2 and self._holds(self._fills, e)]
        self._fill_count = len(inside)
        marked = {colour.upper() for colour in COLOURS.values()}
        self._marked_fills = {
            str(number)
            for number, fill in enumerate(inside)
            if any(
                e.name == "fgColor" and self._holds(fill, e) and e.attributes.get("rgb", "").upper() in marked
                for e in elements
            )
        }
        self._xfs = [
            data[e.start : e.end] for e in elements if e.name == "xf" and self._holds(self._formats, e)
        ]
        self._attributes = [
            dict(e.attributes) for e in elements if e.name == "xf" and self._holds(self._formats, e)
        ]
        self._old_count = len(self._xfs)
        self._made: dict[tuple[str, Severity], str] = {}
        self._new_fills: dict[Severity, str] = {}

    @staticmethod
    def _holds(outer: Element, inner: Element) -> bool:
        return outer.start < inner.start < outer.end

    def is_marked(self, style: str) -> bool:
        """Whether cells of this format were marked before."""
        number = int(style) if style.isdecimal() else -1
        if not 0 <= number < len(self._attributes):
            return False
        return self._attributes[number].get("fillId", "0") in self._marked_fills

    def clear(self, style: str) -> str:
        """Return the format a marked cell had before: the same in all but the fill."""
        if not self.is_marked(style):
            return style
        bare = self._bare(int(style))
        for number in range(len(self._xfs)):
            if not self.is_marked(str(number)) and self._bare(number) == bare:
                return str(number)
        return style

    def _bare(self, number: int) -> bytes:
        return (
            change_head(self._xfs[number].partition(b">")[0] + b">", fillId="", applyFill="")
            + (self._xfs[number].partition(b">")[2])
        )

    def fill(self, style: str, severity: Severity) -> str:
        """Return the format that is the same but filled in the severity's colour."""
        number = int(style) if style.isdecimal() else 0
        if (style, severity) not in self._made:
            if not 0 <= number < self._old_count:
                raise DamagedError
            raw = self._xfs[number]
            end = raw.index(b">") + 1
            head = change_head(raw[:end], fillId=self._add_fill(severity), applyFill="1")
            self._made[style, severity] = self._add_format(head + raw[end:])
        return self._made[style, severity]

    def make(self, severity: Severity) -> str:
        """Return the format of a cell that is not there yet; unlocked, since it is one to fill in."""
        if ("", severity) not in self._made:
            prefix = self._formats.prefix
            attributes = f'numFmtId="0" fontId="0" fillId="{self._add_fill(severity)}" borderId="0" xfId="0"'
            self._made["", severity] = self._add_format(
                f'<{prefix}xf {attributes} applyFill="1" applyProtection="1">'
                f'<{prefix}protection locked="0"/></{prefix}xf>'.encode()
            )
        return self._made["", severity]

    def _add_format(self, raw: bytes) -> str:
        self._xfs.append(raw)
        return str(len(self._xfs) - 1)

    def _add_fill(self, severity: Severity) -> str:
        return self._new_fills.setdefault(severity, str(self._fill_count + len(self._new_fills)))

    def finish(self) -> bytes:
        """Return the part with what was added."""
        prefix = self._fills.prefix
        fills = "".join(
            f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor rgb="{COLOURS[severity]}"/>'
            f'<{prefix}bgColor indexed="64"/></{prefix}patternFill></{prefix}fill>'
            for severity in self._new_fills
        )
        for element, added, count in (
            (self._fills, fills, self._fill_count + len(self._new_fills)),
            (self._formats, b"".join(self._xfs[self._old_count :]).decode(), len(self._xfs)),
        ):
            if added:
                self._patch.set_attributes(element, count=str(count))
                self._patch.append(element, added)
        return self._patch.finish()
