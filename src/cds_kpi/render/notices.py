"""Notices as the text and the page of a message, filled from templates that the office may replace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.render.text import escape_html, escape_line, fill_template, find_words
from cds_kpi.report.notice import ChatView, NoticeView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cds_kpi.problem import Problem
    from cds_kpi.report.notice import DigestView

FORMS = ("txt", "html")
"""What a notice is written as: every message of mail has both, one of a chat channel the first."""


class NoticePrinter:
    """Prints one notice after the other, from the first of the folders that has its template."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    def render(self, view: NoticeView | DigestView | ChatView, form: str) -> bytes | Problem:
        """Return a notice as the bytes of plain text (`txt`) or a page (`html`): UTF-8, line ends LF.

        What is wrong with the template, `reminder.<form>.j2`, `digest.<form>.j2` or `chat.txt.j2`, is a problem with
        the place in it.
        """
        name, given = ("reminder", "notice") if isinstance(view, NoticeView) else ("digest", "digest")
        if isinstance(view, ChatView):
            name = given = "chat"
        escape = escape_html if form == "html" else escape_line
        functions = {"say": find_words(view.language)}
        return fill_template(f"{name}.{form}.j2", self._folders, escape, functions, {given: view})
