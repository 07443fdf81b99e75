"""How targets of one indicator stand to each other, in sentences: conflicts, paths, and what cannot be compared.

Convention: a rule of thumb is told as one and decides nothing; every target is assessed whatever it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.report.comparison_view import AdviceView, FindingView
from cds_kpi.report.wording import LEVELS, pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cds_kpi.assess.comparison import Advice, Finding
    from cds_kpi.report.comparison_view import BindingView
    from cds_kpi.report.wording import Pair
    from cds_kpi.text import Language

KINDS: dict[str, tuple[str, Pair]] = {
    "conflict": ("≠", ("Mục tiêu khác nhau", "Different demands")),
    "same": ("=", ("Cùng một mức", "The same demand")),
    "path": ("→", ("Lộ trình", "Path")),
    "overtaken": ("↓", ("Không cao hơn mục tiêu đến hạn trước", "No more than what is due before")),
    "apart": ("×", ("Không so sánh được", "Not comparable")),
}
"""The mark and the words of each kind of finding."""
REASONS: dict[str, Pair] = {
    "level": ("một mục tiêu chung, một mục tiêu riêng cho một cấp", "one is of the whole, one of a level"),
    "method": ("khác phương pháp tính", "by different methods"),
    "condition": ("khác điều kiện áp dụng", "under different conditions"),
    "demand": ("yêu cầu khác loại", "demands of another kind"),
    "baseline": (
        "chưa có số gốc nên chưa biết mức phải đạt",
        "without a baseline the required value is not known",
    ),
}


def say_document(binding: BindingView) -> str:
    """Return a document by number and day: "3036/UBND-KT, 30/8/2022"."""
    return f"{binding.document}, {binding.issued_text}" if binding.issued_text else binding.document


def say_binding(binding: BindingView, language: Language, *, when: bool = False) -> str:
    """Return a target with its document: "≥ 75% (3036/UBND-KT, 30/8/2022)"; with the day it is due where asked."""
    target = binding.row.target
    text = target.text
    if target.is_aspirational:
        text += pick((", phấn đấu", ", aspirational"), language)
    if when:
        text += pick((f" đến {target.by_text}", f" by {target.by_text}"), language)
    return f"{text} ({say_document(binding)})"


def build_finding(finding: Finding, bindings: Sequence[BindingView], language: Language) -> FindingView:
    """Return a finding in words."""
    mark, words = KINDS[finding.relation]
    keys = [one.row.key for one in bindings]
    level = bindings[finding.bindings[0]].row.level
    text = _say(finding, bindings, language)
    if level is not None and finding.relation != "apart":
        text = f"{pick(LEVELS[level], language)}: {text}"
    return FindingView(
        kind=finding.relation,
        kind_text=pick(words, language),
        mark=mark,
        year=finding.year,
        reason=finding.reason,
        text=text,
        rows=tuple(keys[place] for place in finding.bindings),
        strictest=tuple(keys[place] for place in finding.strictest),
        newest=tuple(keys[place] for place in finding.newest),
        advice=tuple(
            AdviceView(one.rule, keys[one.binding], _say_advice(one, bindings, language))
            for one in finding.advice
        ),
    )


def _say(finding: Finding, bindings: Sequence[BindingView], language: Language) -> str:
    chosen = [bindings[place] for place in finding.bindings]
    if finding.relation == "conflict":
        listed = "; ".join(say_binding(one, language) for one in chosen)
        strict = _name(finding.strictest, bindings)
        vi = f"năm {finding.year}, các văn bản đặt mục tiêu khác nhau: {listed}. Chặt hơn: {strict}."
        en = f"for {finding.year} the documents ask different things: {listed}. Stricter: {strict}."
        if finding.newest:
            newest = _name(finding.newest, bindings)
            vi, en = f"{vi} Mới hơn: {newest}.", f"{en} Newer: {newest}."
        return pick((vi, en), language)
    if finding.relation == "same":
        listed = "; ".join(say_document(one) for one in chosen)
        text = chosen[0].row.target.text
        return pick(
            (
                f"năm {finding.year}, các văn bản cùng đặt mục tiêu {text}: {listed}.",
                f"for {finding.year} the documents all ask {text}: {listed}.",
            ),
            language,
        )
    dated = [say_binding(one, language, when=True) for one in chosen]
    if finding.relation == "path":
        return "; ".join(dated) + "."
    if finding.relation == "overtaken":
        return pick(
            (
                f"{dated[1]} không đòi hỏi cao hơn {dated[0]}.",
                f"{dated[1]} asks no more than {dated[0]}.",
            ),
            language,
        )
    assert finding.reason is not None, "what is not comparable has a reason"
    said = f"{'; '.join(dated)}: {pick(REASONS[finding.reason], language)}"
    if finding.reason == "condition":
        none = pick(("không nêu điều kiện", "no condition"), language)
        texts = (f"{one.document} {_quote(one.row.target.condition) or none}" for one in chosen)
        said += f" ({'; '.join(dict.fromkeys(texts))})"
    return f"{said}."


def _quote(text: str | None) -> str | None:
    return f"“{text}”" if text is not None else None


def _name(places: Sequence[int], bindings: Sequence[BindingView]) -> str:
    return ", ".join(dict.fromkeys(bindings[place].document for place in places))


def _say_advice(advice: Advice, bindings: Sequence[BindingView], language: Language) -> str:
    said = say_binding(bindings[advice.binding], language)
    words = {
        "later": (
            f"Cùng cơ quan ban hành, thường theo văn bản ban hành sau: {said}.",
            f"Of one authority's documents the later one usually holds: {said}.",
        ),
        "floor": (
            f"Mục tiêu quốc gia thường được coi là mức sàn: {said}.",
            f"A national target is usually taken as the floor: {said}.",
        ),
    }
    return pick(words[advice.rule], language)
