"""Notices as the text and the page of a message, filled from templates that the office may replace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.render.text import escape_html, escape_line, fill_template, find_words
from cds_kpi.report.notice import NoticeView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cds_kpi.problem import Problem
    from cds_kpi.report.notice import DigestView

FORMS = ("txt", "html")
"""What a notice is written as: every message has both."""


def render_notice(view: NoticeView | DigestView, form: str, folders: Sequence[Path]) -> bytes | Problem:
    """Return a notice as the bytes of plain text (`txt`) or a page (`html`): UTF-8, line ends LF.

    The template `reminder.<form>.j2` or `digest.<form>.j2` is taken from the first of the folders that has it; what
    is wrong with it is a problem with the place in it.
    """
    name, given = ("reminder", "notice") if isinstance(view, NoticeView) else ("digest", "digest")
    escape = escape_html if form == "html" else escape_line
    functions = {"say": find_words(view.language)}
    return fill_template(f"{name}.{form}.j2", folders, escape, functions, {given: view})
