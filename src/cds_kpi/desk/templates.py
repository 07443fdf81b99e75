"""Templates: the office's own and the packaged ones, which serve file by file where the office has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cds_kpi.desk.answers import Refusal
from cds_kpi.problem import Place, Problem, sort_problems
from cds_kpi.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Origin = Literal["office", "packaged", "replaced"]
"""Of the office alone; packaged; packaged and replaced by the office's."""


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One template."""

    name: str
    """Within the folder of templates, with forward slashes."""
    origin: Origin
    path: Path
    """The file that is used."""
    is_used: bool
    """Whether it is packaged, stands in for a packaged one, or is asked for by another."""


def list_templates(root: Path) -> tuple[TemplateLine, ...]:
    """Return every template by name: the packaged ones, and what lies in the workspace's templates/."""
    from cds_kpi.store import layout, packaged

    shipped, own = packaged.find_templates(), root / layout.TEMPLATES
    known = packaged.list_templates(shipped)
    found = {name: path for name, path in packaged.list_templates(own).items() if path != known.get(name)}
    asked = packaged.find_asked(known | found)
    lines = []
    for name, path in sorted((known | found).items()):
        origin: Origin = "packaged" if name not in found else "replaced" if name in known else "office"
        lines.append(TemplateLine(name, origin, path, origin != "office" or name in asked))
    return tuple(lines)


def _find_misspelt(root: Path) -> list[Problem]:
    """Return the office's templates that nothing uses and whose name is near a packaged one's."""
    from cds_kpi.store import layout
    from cds_kpi.text import find_near

    lines = list_templates(root)
    known = [line.name for line in lines if line.origin == "packaged"]
    known += [line.name for line in lines if line.origin == "replaced"]
    found = []
    for line in lines:
        bare = line.name.rpartition("/")[2]
        astray = next((name for name in known if name.rpartition("/")[2] == bare), None)
        near = astray or find_near(line.name, known)
        if not line.is_used and near is not None:
            place = Place(f"{layout.TEMPLATES}/{line.name}")
            found.append(Problem("template-unused", place, {"name": line.name, "near": near}))
    return found


def copy_templates(root: Path, names: Sequence[str]) -> list[Path] | Refusal:
    """Copy packaged templates into the workspace for the office to change, and return the new files.

    Nothing is copied where one of the names is unknown (refused as request) or its file is there (refused as state).
    """
    from cds_kpi.store import layout, packaged
    from cds_kpi.text import find_near

    shipped, own = packaged.find_templates(), root / layout.TEMPLATES
    known = packaged.list_templates(shipped)
    for name in names:
        if name not in known:
            near = find_near(name, list(known))
            facts = {"found": name, **({"near": near} if near else {})}
            return Refusal("request", (Problem("template-unknown", Place(name), facts),))
    there = [name for name in names if (own / name).exists() or (own / name).is_symlink()]
    if there:
        return Refusal(
            "state",
            tuple(Problem("file-exists", Place(name), {"path": f"templates/{name}"}) for name in there),
        )
    written = []
    for name in names:
        fault = packaged.copy_template(known[name], own, name)
        if fault is not None:
            return Refusal("machine", (fault.at(Place(f"templates/{name}")),))
        written.append(own / name)
    return written


def check_templates(root: Path) -> tuple[Problem, ...]:
    """Fill every template with samples of what it makes, in both languages; return what is wrong, each once.

    A template that nothing uses, and whose name is near a packaged one's, is a warning.
    """
    from cds_kpi.render.contributions import render_contributions
    from cds_kpi.render.difference import render_difference
    from cds_kpi.render.explanation import render_explanation
    from cds_kpi.render.notices import FORMS, NoticePrinter
    from cds_kpi.render.receipts import render_receipt
    from cds_kpi.render.text import render_comparison_text, render_text
    from cds_kpi.render.word import render_comparison_docx, render_docx, render_letter
    from cds_kpi.report.comparison_view import ComparisonView
    from cds_kpi.report.contributions import ContributionsView
    from cds_kpi.report.difference_view import DifferenceView
    from cds_kpi.report.explanation import ExplanationView
    from cds_kpi.report.letter import LetterView
    from cds_kpi.report.notice import ChatView, DigestView, NoticeView
    from cds_kpi.report.receipt import ReceiptView
    from cds_kpi.report.sample import make_samples
    from cds_kpi.report.view import ReportView
    from cds_kpi.store import layout, packaged

    folders = (root / layout.TEMPLATES, packaged.find_templates())
    printer = NoticePrinter(folders)
    made: list[bytes | Problem] = []
    for language in LANGUAGES:
        for report in make_samples(ReportView, language):
            made += [render_text(report, form, folders) for form in ("md", "html")]
            made.append(render_docx(report, folders))
        for explanation in make_samples(ExplanationView, language):
            made += [render_explanation(explanation, form, folders) for form in ("text", "html")]
        for contributions in make_samples(ContributionsView, language):
            made.append(render_contributions(contributions, "html", folders))
        for difference in make_samples(DifferenceView, language):
            made += [render_difference(difference, form, folders) for form in ("md", "html")]
        for comparison in make_samples(ComparisonView, language):
            made += [render_comparison_text(comparison, form, folders) for form in ("md", "html")]
            made.append(render_comparison_docx(comparison, folders))
        for receipt in make_samples(ReceiptView, language):
            made += [render_receipt(receipt, form, folders) for form in ("txt", "html")]
        for notice in make_samples(NoticeView, language):
            made += [printer.render(notice, form) for form in FORMS]
        for digest in make_samples(DigestView, language):
            made += [printer.render(digest, form) for form in FORMS]
        made += [printer.render(chat, "txt") for chat in make_samples(ChatView, language)]
        made += [render_letter(letter, folders) for letter in make_samples(LetterView, language)]
    wrong = [one for one in made if isinstance(one, Problem)]
    return tuple(sort_problems(wrong + _find_misspelt(root)))
