"""The report page in a real Chromium: it asks for nothing, complains of nothing, fits every screen and the paper."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from chromium import Chromium

from cds_kpi import desk
from cds_kpi.render.text import render_text
from cds_kpi.text import Language
from conftest import Needs
from views import make_view

LANGUAGES: tuple[Language, ...] = ("vi", "en")
AS_OF = datetime.fromisoformat("2022-09-30T23:59:59+07:00")
LONG = "Ủy ban nhân dân " + "x" * 300 + " " + "thành phố trực thuộc trung ương " * 10

# What sticks out of the screen to either side or out of its cell, or is cut off by its own box.
STICKS_OUT = """
[...document.body.querySelectorAll("*")].filter(one => {
  const unseen = one.closest(".unseen, .skip, .cards > thead");
  if (unseen && getComputedStyle(unseen).position === "absolute") return false;
  const box = one.getBoundingClientRect();
  const cut = getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
  const cell = one.closest("td, th")?.getBoundingClientRect().right ?? Infinity;
  const end = Math.min(document.documentElement.clientWidth, cell) + 1;
  return box.width > 0 && (box.left < -0.5 || box.right > end || (cut && !one.closest("svg")));
}).map(one => one.outerHTML.slice(0, 120))
"""
# Text that does not stand out from what is behind it (WCAG 2: 4.5 to 1), or is orange.
FAINT = """
(() => {
  const parse = text => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const linear = c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const behind = one => { for (; one; one = one.parentElement) { const c = parse(getComputedStyle(one).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  return [...document.body.querySelectorAll("*")].filter(one =>
    [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())).map(one => {
    const ink = parse(getComputedStyle(one).color), [a, b] = [light(ink), light(behind(one))];
    return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), ink.slice(0, 3).join(), one.outerHTML.slice(0, 120)];
  }).filter(([contrast, ink]) => contrast < 4.5 || ink === "230,159,0" || ink === "213,94,0");
})()
"""
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.fixture(scope="module")
def browser(needs: Needs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    home = tmp_path_factory.mktemp("browser")
    environment = {"HOME": str(home), "LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"}
    with Chromium(needs("chromium"), home / "profile", environment) as browser:
        yield browser


@pytest.fixture(scope="module")
def pages(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The example's report in both languages, and one of every status with very long names."""
    folder = tmp_path_factory.mktemp("pages")
    made: dict[str, bytes] = {}
    for language in LANGUAGES:
        report = desk.make_report(repo, desk.Asking(quarter="Q3"), as_of=AS_OF, language=language)
        assert isinstance(report, desk.Report)
        rendered = desk.render_report(repo, report.view, "html")
        assert isinstance(rendered, bytes)
        made[language] = rendered
    long = render_text(make_view(LONG), "html", (repo / "templates",))
    assert isinstance(long, bytes)
    made["long"] = long
    for name, page in made.items():
        (folder / f"{name}.html").write_bytes(page)
    return {name: folder / f"{name}.html" for name in made}


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("name", ["vi", "en", "long"])
def test_the_page_asks_for_nothing_complains_of_nothing_and_fits(
    browser: Chromium, pages: dict[str, Path], name: str, width: int
) -> None:
    tab = browser.open(pages[name], width=width)
    tab.run(OPEN_ALL)
    root = "document.documentElement"
    assert tab.run(f"{root}.scrollWidth") <= tab.run(f"{root}.clientWidth") <= width
    assert tab.run(STICKS_OUT) == []
    assert tab.run("document.querySelectorAll('svg.bar').length") > 4
    assert tab.requests == [pages[name].as_uri()]
    assert tab.complaints == []


def test_what_sticks_out_would_be_seen(browser: Chromium, pages: dict[str, Path]) -> None:
    tab = browser.open(pages["vi"], width=360)
    tab.run("document.querySelector('h1').style.width = '361px'")
    tab.run("document.querySelector('.notice').style.cssText = 'overflow: hidden; white-space: nowrap'")
    tab.run("document.querySelector('.value').style.cssText = 'display: block; width: 200%'")
    assert [stuck.partition(">")[0] for stuck in tab.run(STICKS_OUT)] == [
        '<h1 style="width: 361px;"',
        '<p class="notice" style="overflow: hidden; white-space: nowrap;"',
        '<span class="value" style="display: block; width: 200%;"',
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["vi", "long"])
def test_all_text_stands_out_and_none_is_orange(
    browser: Chromium, pages: dict[str, Path], name: str, scheme: str
) -> None:
    tab = browser.open(pages[name], width=1440, scheme=scheme)
    tab.run(OPEN_ALL)
    paper = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}
    assert tab.run("getComputedStyle(document.body).backgroundColor") == paper[scheme]
    assert tab.run(FAINT) == []


def test_faint_and_orange_text_would_be_seen(browser: Chromium, pages: dict[str, Path]) -> None:
    tab = browser.open(pages["vi"], width=1440)
    tab.run("document.querySelector('h1').style.color = '#E69F00'")
    tab.run("document.querySelector('.notice').style.color = '#999'")
    assert len(tab.run(FAINT)) == 2


def test_the_keyboard_reaches_the_content_and_opens_the_sources(
    browser: Chromium, pages: dict[str, Path]
) -> None:
    tab = browser.open(pages["vi"], width=1440)
    tab.press("Tab", 9)
    assert tab.run("document.activeElement.className") == "skip"
    assert tab.run("document.activeElement.getBoundingClientRect().left") >= 0
    tab.press("Enter", 13)
    assert tab.run("document.activeElement.id") == "main"
    tab.press("Tab", 9)
    assert tab.run("document.activeElement.localName") == "summary"
    tab.press("Enter", 13)
    assert tab.run("document.activeElement.parentElement.open") is True


@pytest.mark.parametrize("name", ["vi", "long"])
def test_the_page_prints_on_a4_in_black_on_white(
    browser: Chromium, pages: dict[str, Path], name: str
) -> None:
    tab = browser.open(pages[name], width=624, scheme="dark", medium="print")
    assert tab.run("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert tab.run(STICKS_OUT) == []
    assert tab.run("[...document.querySelectorAll('details li')].every(one => one.offsetHeight > 0)") is True
    printed = tab.print()
    assert printed.startswith(b"%PDF")
    sizes = {
        tuple(round(float(side)) for side in box)
        for box in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    }
    assert sizes == {(595, 842)}
