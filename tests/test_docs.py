"""The pages hold what the program does: every command, every link, every decision."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

LINK = re.compile(r"\]\(([^)#]+)\)")


def find_commands(run: object, repo: Path, *above: str) -> set[tuple[str, ...]]:
    """Return every command the program lists in its own help, with those below them."""
    said = run(*above, "--help", cwd=repo, env={"CDS_KPI_LANG": "en", "COLUMNS": "200"}).stdout  # type: ignore[operator]
    _, found, rest = said.partition("Commands:\n")
    if not found:
        return set()
    names = re.findall(r"^  ([a-z][a-z-]*)  ", rest.partition("\n\n")[0], flags=re.MULTILINE)
    commands = {(*above, name) for name in names}
    return commands.union(*(find_commands(run, repo, *command) for command in commands))


def test_the_manual_has_every_command(repo: Path, run: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(repo / "scripts"), *sys.path])
    from manual import COMMANDS

    assert find_commands(run, repo) == set(COMMANDS)


def test_every_link_of_a_page_leads_to_a_file(repo: Path) -> None:
    pages = [*repo.glob("*.md"), *repo.glob("docs/**/*.md")]
    assert len(pages) > 10
    broken = [
        f"{page.relative_to(repo)}: {link}"
        for page in pages
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert broken == []


def test_decisions_are_numbered_in_order_and_say_their_price(repo: Path) -> None:
    pages = sorted((repo / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(page.name[:4])}. "), page
        assert all(f"**{part}.**" in text for part in ("Question", "Choice", "Price")), page


PROMISED = ("On a disk of the machine", "On a network share")
SHOWN = re.compile(r"`(tests/[a-z_/]+\.py)::(test_[a-z0-9_]+)`")


def list_promises(page: str) -> list[tuple[str, str]]:
    """Return each promise of docs/promises.md with what stands beside it as shown by."""
    promises = []
    for title in PROMISED:
        _, found, rest = page.partition(f"\n## {title}\n")
        assert found, title
        rows = [line for line in rest.partition("\n## ")[0].splitlines() if line.startswith("| ")]
        cells = [row.strip("| ").split(" | ") for row in rows if not row.startswith("| it is promised")]
        promises += [(cell[0], " | ".join(cell[1:])) for cell in cells]
    return promises


def test_every_promise_names_a_test_and_every_test_it_names_is_there(repo: Path) -> None:
    promises = list_promises((repo / "docs" / "promises.md").read_text(encoding="utf-8"))
    assert len(promises) > 20
    unshown = [promise for promise, shown in promises if not SHOWN.search(shown)]
    assert unshown == []
    gone = [
        f"{file}::{name}"
        for _, shown in promises
        for file, name in SHOWN.findall(shown)
        if not (repo / file).is_file() or f"\ndef {name}(" not in (repo / file).read_text(encoding="utf-8")
    ]
    assert gone == []
    # Whatever stands beside a promise is such a name.
    assert [shown for _, shown in promises if SHOWN.sub("", shown).strip()] == []


def test_a_promise_without_a_test_is_found_out() -> None:
    page = "".join(
        f"\n## {title}\n\n| it is promised that | shown by |\n|---|---|\n| x | later |\n"
        for title in PROMISED
    )
    assert list_promises(page) == [("x", "later"), ("x", "later")]
    assert SHOWN.search("later") is None
