"""Letters: the official reminder to the units that are late, in Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.desk.answers import Refusal
from cds_kpi.desk.papers import check_paper, write_paper
from cds_kpi.problem import Problem

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from cds_kpi.desk.deadlines import Agenda
    from cds_kpi.report.letter import LetterView
    from cds_kpi.text import Language

_OPTION = "--letters"


def write_letters(
    root: Path,
    agenda: Agenda,
    folder: Path,
    *,
    each: bool = False,
    before: date | None = None,
    language: Language,
) -> tuple[Path, ...] | Refusal:
    """Write a letter for each round to all units that are late in it, and return the new files; none where nobody is.

    With `each` one more per unit, where more than one is late. They are called <programme>-<period>-<day of the
    agenda>, a unit's own with its id behind. Refused as request where one of them is there already or the folder is
    none to write to, as data where the template is wrong; then none is written.
    """
    from cds_kpi.render.word import render_letter
    from cds_kpi.store import layout, packaged

    letters = {folder / name: view for name, view in _make_letters(agenda, before, language, each=each)}
    for path in letters:
        refusal = check_paper(path, root, option=_OPTION)
        if refusal is not None:
            return refusal
    folders = (root / layout.TEMPLATES, packaged.find_templates())
    made = {}
    for path, view in letters.items():
        data = render_letter(view, folders)
        if isinstance(data, Problem):
            return Refusal("data", (data,))
        made[path] = data
    for path, data in made.items():
        written = write_paper(path, data, root, option=_OPTION)
        if isinstance(written, Refusal):
            return written
    return tuple(made)


def _make_letters(
    agenda: Agenda, before: date | None, language: Language, *, each: bool
) -> list[tuple[str, LetterView]]:
    from cds_kpi.assess.punctuality import find_today
    from cds_kpi.report.letter import build_letter

    letters = []
    for book, rounds, _ in agenda.programmes:
        day = find_today(book.as_of).isoformat()
        for one in rounds:
            # The office writes no letter to itself.
            own = book.programme.focal_point
            late = [due for due in one.owing if due.days_left < 0 and due.unit.id != own]
            name = f"{one.programme_id}-{one.collection.period}-{day}"
            groups = [(f"{name}.docx", late)] if late else []
            if each and len(late) > 1:
                groups += [(f"{name}-{due.unit.id}.docx", [due]) for due in late]
            letters += [
                (
                    file,
                    build_letter(
                        book, one, units, agenda.contents.settings, before=before, language=language
                    ),
                )
                for file, units in groups
            ]
    return letters
