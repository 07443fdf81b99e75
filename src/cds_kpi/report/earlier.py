"""Earlier figures in words: the figure, its period, and a mark where others than the unit itself reported it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.report.lineage import CHANGES
from cds_kpi.report.receipts import say_entry, say_sides
from cds_kpi.report.wording import pick

if TYPE_CHECKING:
    from cds_kpi.assess.earlier import Earlier
    from cds_kpi.model.catalogue import Indicator
    from cds_kpi.text import Language


def say_whose(earlier: Earlier, language: Language) -> str | None:
    """Return whose a comparable figure is, where it is not the unit's own: "cộng từ 3 đơn vị", "của Quận 2"."""
    if earlier.extent.kinship == "same":
        return None
    count = len(earlier.answers)
    if count > 1:
        return pick((f"cộng từ {count} đơn vị", f"added up from {count} units"), language)
    name = earlier.answers[0][0].name.say(language)
    return pick((f"của {name}", f"of {name}"), language)


def say_origin(earlier: Earlier, language: Language) -> str:
    """Return which period a comparable figure is of, and whose: "Quý II/2022", "Quý II/2022, của Quận 2"."""
    whose = say_whose(earlier, language)
    title = earlier.period.title(language)
    return f"{title}, {whose}" if whose is not None else title


def say_earlier(earlier: Earlier, indicator: Indicator, language: Language) -> tuple[str, str]:
    """Return the figure and its period: ("60/100 (60,00%)", "Quý IV/2024, của Sở Thông tin và Truyền thông").

    Figures that cannot be joined stand one beside the other, each under its unit's name, and are marked.
    """
    said = [(unit, say_entry(entry, indicator, language)) for unit, entry in earlier.answers]
    title = earlier.period.title(language)
    if earlier.extent.kinship == "same":
        return said[0][1], title
    mark = say_whose(earlier, language)
    if earlier.is_comparable:
        sides = earlier.sides if len(said) > 1 else None
        figure = say_sides(sides, indicator, earlier.method, language) if sides is not None else said[0][1]
        return figure, f"{title}, {mark}"
    figures = said[0][1]
    if len(said) > 1:
        figures = "; ".join(f"{unit.name.say(language)}: {figure}" for unit, figure in said)
        mark = pick(("của từng đơn vị trước đây", "of each former unit"), language)
    changes = dict.fromkeys(pick(CHANGES[link.change], language) for link in earlier.extent.links)
    apart = pick(("không so sánh", "not comparable"), language)
    return figures, f"{title}, {mark}; {', '.join(changes)}: {apart}"
