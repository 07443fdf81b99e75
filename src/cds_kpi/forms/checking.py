"""The formulas of a form: the live percentage and the live check, which says in words what is still wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.forms import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cds_kpi.forms.plan import FormRow
    from cds_kpi.problem import Path
    from cds_kpi.problems.kind import Words
    from cds_kpi.text import Language

_FIGURES = ("numerator", "denominator", "value", "done", "members_done", "members_not_done")
_EXCUSES = ("nil", "not_applicable", "unavailable")


def divide(numerator: str, denominator: str) -> str:
    """Return the formula of the live percentage: empty until it can be worked out."""
    return (
        f"=IF(AND(ISNUMBER({numerator}),ISNUMBER({denominator})),"
        f'IF({denominator}>0,{numerator}/{denominator},""),"")'
    )


def check_block(row: FormRow, cells: Mapping[Path, str], language: Language) -> str:
    """Return the formula of the live check: the first thing that is wrong with the block, in words.

    `cells` has the block's inputs by their path below the entry: `("numerator",)`, `("parts", "province", "value")`.
    """

    def say(wording: Words, **facts: object) -> str:
        return '"' + wording.say(language).format(**facts).replace('"', '""') + '"'

    figures = [cell for path, cell in cells.items() if path[-1] in _FIGURES]
    excuses = [cells[(name,)] for name in _EXCUSES]
    steps: list[tuple[str, str]] = [
        (f"AND({_all_blank([*figures, *excuses])})", say(words.EMPTY)),
        (f"({_count_given(excuses)})+IF(AND({_all_blank(figures)}),0,1)>1", say(words.SEVERAL)),
    ]
    if ("expected_on",) in cells:
        alone = f"AND({_given(cells[('expected_on',)])},{_blank(cells[('unavailable',)])})"
        steps.append((alone, say(words.EXPECTED_ALONE)))
    steps.append((f"({_count_given(excuses)})=1", say(words.VALID_WITHOUT)))
    if row.kind in {"roll_call", "milestone"}:
        steps += [(wrong, say(wording, **facts)) for wrong, wording, facts in _judge_answer(row, cells)]
    else:
        steps += [(wrong, say(wording, **facts)) for wrong, wording, facts in _judge_figures(row, cells)]
    if row.methods:
        steps.append((_blank(cells[("method",)]), say(words.METHOD_MISSING)))
    formula = say(words.VALID)
    for wrong, wording in reversed(steps):
        formula = f"IF({wrong},{wording},{formula})"
    return f"=IFERROR({formula},{say(words.BROKEN)})"


def _judge_figures(row: FormRow, cells: Mapping[Path, str]) -> Iterable[tuple[str, Words, dict[str, object]]]:
    """Yield what can be wrong with numbers, over all parts at once: a spreadsheet nests only so many IFs."""
    if row.kind == "ratio":
        numerators = [cell for path, cell in cells.items() if path[-1] == "numerator"]
        denominators = [cell for path, cell in cells.items() if path[-1] == "denominator"]
        both = [*numerators, *denominators]
        yield _any(_blank(cell) for cell in numerators), words.NUMERATOR_MISSING, {}
        yield _any(_blank(cell) for cell in denominators), words.DENOMINATOR_MISSING, {}
        yield _any(f"NOT(ISNUMBER({cell}))" for cell in both), words.NOT_NUMBER, {}
        yield _any(f"{cell}<0" for cell in both), words.NEGATIVE_NUMBER, {}
        if row.whole:
            yield _any(f"INT({cell})<>{cell}" for cell in both), words.NOT_WHOLE, {}
        if not row.may_exceed:
            pairs = zip(numerators, denominators, strict=True)
            yield _any(f"{numerator}>{denominator}" for numerator, denominator in pairs), words.LARGER, {}
        return
    values = [cell for path, cell in cells.items() if path[-1] == "value"]
    yield _any(_blank(cell) for cell in values), words.PART_MISSING, {}
    yield _any(f"NOT(ISNUMBER({cell}))" for cell in values), words.NOT_NUMBER, {}
    if row.whole:
        yield _any(f"INT({cell})<>{cell}" for cell in values), words.NOT_WHOLE, {}
    if row.minimum is not None:
        yield _any(f"{cell}<{row.minimum}" for cell in values), words.TOO_SMALL, {"least": row.minimum}
    if row.maximum is not None:
        yield _any(f"{cell}>{row.maximum}" for cell in values), words.TOO_LARGE, {"most": row.maximum}
    if row.counted_in == "percent":
        yield _any(f"AND({cell}>0,{cell}<1)" for cell in values), words.FRACTION, {}


def _judge_answer(row: FormRow, cells: Mapping[Path, str]) -> Iterable[tuple[str, Words, dict[str, object]]]:
    done = cells[("done",)]
    known = ",".join(f'TRIM({done})="{word}"' for answer in (words.YES, words.NO) for word in answer)
    yield f"NOT(OR({known}))", words.NOT_YES_NO, {}
    if ("members_done",) not in cells:
        return
    members = cells[("members_done",)]
    yield _blank(members), words.MEMBERS_MISSING, {}
    yield f"NOT(ISNUMBER({members}))", words.NOT_NUMBER, {}
    yield f"{members}<0", words.NEGATIVE_NUMBER, {}
    yield f"INT({members})<>{members}", words.NOT_WHOLE, {}
    names = cells[("members_not_done",)]
    # Each name with a semicolon after it, whatever it was parted by; one more at the end parts nothing.
    parted = f'SUBSTITUTE(SUBSTITUTE(TRIM({names}),",",";"),CHAR(10),";")&";"'
    listed = f'SUBSTITUTE(SUBSTITUTE({parted},"; ",";"),";;",";")'
    named = f'IF({_blank(names)},0,LEN({listed})-LEN(SUBSTITUTE({listed},";","")))'
    yield f"{members}+{named}>{row.members}", words.MEMBERS_MANY, {"count": row.members}
    yield f"{members}+{named}<{row.members}", words.MEMBERS_FEW, {"count": row.members}


def _blank(cell: str) -> str:
    return f"LEN(TRIM({cell}))=0"


def _given(cell: str) -> str:
    return f"LEN(TRIM({cell}))>0"


def _all_blank(cells: Iterable[str]) -> str:
    return ",".join(_blank(cell) for cell in cells)


def _count_given(cells: Iterable[str]) -> str:
    return "+".join(f"IF({_given(cell)},1,0)" for cell in cells)


def _any(conditions: Iterable[str]) -> str:
    return f"OR({','.join(conditions)})"
