"""`doctor --repair` in print: what there is to put right, what was done, and what a person must see to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi import desk
from cds_kpi.cli.endings import Code, refuse
from cds_kpi.cli.language import say
from cds_kpi.cli.rounds import find_person
from cds_kpi.cli.tables import wrap
from cds_kpi.cli.terminal import clean, format_json, write_out
from cds_kpi.problems import word_problem
from cds_kpi.text import say_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cds_kpi.cli.visit import Visit
    from cds_kpi.text import Language

STYLES = {"left": "bold yellow", "failed": "bold red"}


def print_repair(root: Path, visit: Visit, language: Language, *, form: str, applies: bool) -> int:
    """Print the plan, or what was done; return 0 where nothing is left to do, 3 where something is, 5 on failure."""
    if applies:
        done = desk.apply_repair(root, by=find_person(None), now=visit.now)
        if isinstance(done, desk.Refusal):
            raise refuse(done, root, language)
    else:
        done = desk.plan_repair(root, now=visit.now)
    if form == "json":
        write_out(format_json(_describe(done, visit, language)))
    else:
        write_out("".join(f"{line}\n" for line in _format(done, visit, language)))
    if any(step.state == "failed" for step in done.steps):
        return Code.MACHINE
    return Code.DONE if done.is_settled else Code.ATTENTION


def _describe(done: desk.Repair, visit: Visit, language: Language) -> dict[str, object]:
    listed = []
    for step in done.steps:
        worded = word_problem(step.problem, language)
        listed.append(
            {
                "code": worded.code,
                "severity": worded.severity,
                "file": step.problem.place.file,
                "message": worded.message,
                "hint": worded.hint,
                "deed": step.deed,
                "state": step.state,
                "kept": step.kept,
                "error": word_problem(step.fault, language).message if step.fault is not None else None,
            }
        )
    return {
        "schema": "cds-kpi.repair/1",
        "as_of": visit.now.isoformat(),
        "applied": done.is_applied,
        "steps": listed,
        "errors": done.errors,
    }


def _format(done: desk.Repair, visit: Visit, language: Language) -> Iterator[str]:
    groups = (
        (
            "planned",
            "Sẽ làm ({count}). Chưa có gì thay đổi; để thực hiện: cds-kpi doctor --repair --apply",
            "To be done ({count}). Nothing has changed yet; to do it: cds-kpi doctor --repair --apply",
        ),
        ("done", "Đã làm ({count}):", "Done ({count}):"),
        (
            "gone",
            "Không còn ở đó, nên không phải làm gì ({count}):",
            "No longer there, so nothing was done ({count}):",
        ),
        ("failed", "Không làm được ({count}):", "Could not be done ({count}):"),
        ("left", "Cần người xử lý ({count}):", "For a person to see to ({count}):"),
    )
    blank = False
    for state, vi, en in groups:
        steps = [step for step in done.steps if step.state == state]
        if steps:
            if blank:
                yield ""
            heading = say(vi, en, language).format(count=len(steps))
            yield from (
                visit.terminal.paint(line, STYLES.get(state, "bold"))
                for line in wrap(heading, visit.terminal.width)
            )
            yield from _list(steps, visit, language)
            blank = True
    if done.errors:
        if blank:
            yield ""
        yield from wrap(
            say(
                f"Dữ liệu còn {done.errors} lỗi mà lệnh này không sửa: cds-kpi check",
                f"The data have {say_count(done.errors, 'error')} that no repair settles: cds-kpi check",
                language,
            ),
            visit.terminal.width,
        )
    elif not done.steps:
        yield say("Không có gì phải sửa.", "There is nothing to put right.", language)


def _list(steps: Sequence[desk.Step], visit: Visit, language: Language) -> Iterator[str]:
    for step in steps:
        worded = word_problem(step.problem, language)
        yield f"  {visit.terminal.paint(worded.code, 'cyan')} {clean(step.problem.place.file)}"
        said = [worded.message]
        if step.kept is not None:
            said.append(say(f"→ Nay ở {step.kept}", f"→ Now at {step.kept}", language))
        elif step.fault is not None:
            said.append(f"→ {word_problem(step.fault, language).message}")
        elif step.state in {"planned", "left"}:
            said.append(f"→ {worded.hint}")
        for text in said:
            yield from wrap(
                f"    {clean(text)}", visit.terminal.width, "      " if text.startswith("→") else "    "
            )
