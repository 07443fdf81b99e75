"""The report page in a real Chromium: it asks for nothing, complains of nothing, fits every screen and the paper, can
be searched, filtered and opened by mouse and by keyboard, and is whole without its script.
"""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cds_kpi import desk
from cds_kpi.render.text import render_text
from cds_kpi.text import Language
from conftest import Needs
from views import make_view

pytest.importorskip("playwright.sync_api")
pytest.importorskip("axe_playwright_python")

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright

LANGUAGES: tuple[Language, ...] = ("vi", "en")
AS_OF = datetime.fromisoformat("2022-09-30T23:59:59+07:00")
LONG = "Ủy ban nhân dân " + "x" * 300 + " " + "thành phố trực thuộc trung ương " * 10
HOSTILE = "& < > \" ' {{ 7*7 }} {% if x %} =1+1 @ | \n 😀 𠮷 </script><script>document.title='x'</script>"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

# What sticks out of the screen to either side or out of its cell, or is cut off by its own box. What lies in a frame
# that scrolls may be beyond it.
STICKS_OUT = """
[...document.body.querySelectorAll("*")].filter(one => {
  if (one.closest(".unseen, .skip, .scroll table")) return false;
  const unseen = one.closest(".cards > thead, .parts > thead");
  if (unseen && getComputedStyle(unseen).position === "absolute") return false;
  if (one.parentElement.closest("svg") || one.localName === "option") return false;
  const box = one.getBoundingClientRect();
  const cut = getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
  const cell = one.closest("td, th")?.getBoundingClientRect().right ?? Infinity;
  const end = Math.min(document.documentElement.clientWidth, cell) + 1;
  return box.width > 0 && (box.left < -0.5 || box.right > end || (cut && !one.matches("svg, .scroll, select")));
}).map(one => one.outerHTML.slice(0, 120))
"""
# Cells and names of the grid whose text does not fit into them.
CUT_IN_GRID = """
[...document.querySelectorAll(".grid th, .grid td")].filter(one =>
  !one.querySelector(".unseen") && one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML.slice(0, 120))
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
    one.localName !== "script" && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())
  ).map(one => {
    const ink = parse(getComputedStyle(one).color), [a, b] = [light(ink), light(behind(one))];
    return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), ink.slice(0, 3).join(), one.outerHTML.slice(0, 120)];
  }).filter(([contrast, ink]) => contrast < 4.5 || ink === "230,159,0" || ink === "213,94,0");
})()
"""
UNPRINTED = (
    "[...document.querySelectorAll('details :not(.files) > li')].filter(one => !one.offsetHeight).length"
)
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"
SHOWN = "[...document.querySelectorAll('article:not([hidden])')].map(one => one.dataset.indicator)"
SHOWN_COLUMNS = """
[...document.querySelectorAll(".grid [data-of]")].filter(one => one.offsetWidth).map(one => one.dataset.of)
"""
SHOWN_UNITS = (
    "[...document.querySelectorAll('.grid tr[data-unit]:not([hidden])')].map(one => one.dataset.unit)"
)


@dataclass
class Tab:
    """An open page, what it asked for and what stands in its console."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def run(self, script: str) -> Any:
        return self.page.evaluate(script)


Open = Callable[..., Tab]


@pytest.fixture(scope="module")
def browser(needs: Needs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    home = tmp_path_factory.mktemp("browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=needs("chromium"),
            args=FLAGS,
            env={"HOME": str(home), "LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"},
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, pages: dict[str, Path]) -> Iterator[Open]:
    """Give the function that opens one of the pages, so many CSS pixels wide."""
    contexts = []

    def open_one(
        name: str, *, width: int = 1440, scheme: Any = "light", script: bool = True, at: str = ""
    ) -> Tab:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        tab = Tab(context.new_page())
        tab.page.on("request", lambda request: tab.requests.append(request.url))
        tab.page.on("console", lambda message: tab.complaints.append(message.text))
        tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.page.goto(pages[name].as_uri() + at)
        return tab

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def pages(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The example's report in both languages, one of every status with very long names, one with hostile text."""
    folder = tmp_path_factory.mktemp("pages")
    made: dict[str, object] = {}
    for language in LANGUAGES:
        report = desk.make_report(repo, desk.Asking(quarter="Q3"), as_of=AS_OF, language=language)
        assert isinstance(report, desk.Report)
        made[language] = desk.render_report(repo, report.view, "html")
    for name, text in (("long", LONG), ("hostile", HOSTILE)):
        made[name] = render_text(make_view(text), "html", (repo / "templates",))
    for name, page in made.items():
        assert isinstance(page, bytes)
        (folder / f"{name}.html").write_bytes(page)
    return {name: folder / f"{name}.html" for name in made}


# What it asks for, and whether it fits.


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("name", ["vi", "en", "long", "hostile"])
def test_the_page_asks_for_nothing_complains_of_nothing_and_fits(
    open_page: Open, pages: dict[str, Path], name: str, width: int
) -> None:
    tab = open_page(name, width=width)
    tab.run(OPEN_ALL)
    root = "document.documentElement"
    assert tab.run(f"{root}.scrollWidth") <= tab.run(f"{root}.clientWidth") <= width
    assert tab.run(STICKS_OUT) == []
    assert tab.run(CUT_IN_GRID) == []
    assert tab.run("document.querySelectorAll('svg.bullet').length") > 4
    assert tab.run("document.querySelectorAll('svg.trend').length") > 3
    assert tab.requests == [pages[name].as_uri()]
    assert tab.complaints == []


def test_what_sticks_out_would_be_seen(open_page: Open) -> None:
    tab = open_page("vi", width=360)
    tab.run("document.querySelector('h1').style.width = '361px'")
    tab.run("document.querySelector('.notice').style.cssText = 'overflow: hidden; white-space: nowrap'")
    tab.run("document.querySelector('.facts dd').style.cssText = 'width: 200%'")
    tab.run("document.querySelector('.grid tbody th').style.overflowWrap = 'normal'")
    tab.run("document.querySelector('.grid tbody th').textContent = 'x'.repeat(99)")
    assert [stuck.partition(">")[0] for stuck in tab.run(STICKS_OUT)] == [
        '<h1 style="width: 361px;"',
        '<p class="notice" style="overflow: hidden; white-space: nowrap;"',
        '<dd style="width: 200%;"',
    ]
    assert [cut.partition(">")[0] for cut in tab.run(CUT_IN_GRID)] == [
        '<th scope="row" style="overflow-wrap: normal;"'
    ]


def test_a_request_would_be_refused_and_seen(open_page: Open) -> None:
    tab = open_page("vi")
    tab.run("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}))")
    tab.page.wait_for_function("document.images[0].complete")
    assert "Content Security Policy" in "".join(tab.complaints)


def test_the_policy_lets_no_other_script_or_style_run(open_page: Open) -> None:
    tab = open_page("vi")
    tab.run(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'document.title = 1'}))"
    )
    tab.run(
        "document.head.append(Object.assign(document.createElement('style'), {textContent: 'h1 {display: none}'}))"
    )
    assert tab.page.title().startswith("Báo cáo")
    assert tab.page.locator("h1").is_visible()


def test_what_users_write_appears_as_text(open_page: Open) -> None:
    tab = open_page("hostile")
    assert tab.page.title() != "x"
    assert tab.run("document.querySelector('.notice').textContent") == HOSTILE
    assert HOSTILE in tab.run("document.querySelector('article .said').textContent")
    assert tab.run("document.scripts.length") == 1


# For everyone.


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "width"), [("vi", 1440), ("en", 360), ("long", 360), ("long", 1440)])
def test_axe_finds_nothing(open_page: Open, name: str, width: int, scheme: str) -> None:
    tab = open_page(name, width=width, scheme=scheme)
    tab.run(OPEN_ALL)
    tab.run(AXE_SCRIPT)
    assert (
        tab.run(
            "axe.run().then(told => told.violations.map(one => [one.id, one.nodes[0].html, one.nodes.length]))"
        )
        == []
    )


def test_axe_would_find_something(open_page: Open) -> None:
    tab = open_page("vi")
    tab.run("document.documentElement.lang = ''")
    tab.run(AXE_SCRIPT)
    assert tab.run("axe.run().then(told => told.violations.map(one => one.id))") == ["html-has-lang"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["vi", "long"])
def test_all_text_stands_out_and_none_is_orange(open_page: Open, name: str, scheme: str) -> None:
    tab = open_page(name, scheme=scheme)
    tab.run(OPEN_ALL)
    paper = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}
    assert tab.run("getComputedStyle(document.body).backgroundColor") == paper[scheme]
    assert tab.run(FAINT) == []


def test_faint_and_orange_text_would_be_seen(open_page: Open) -> None:
    tab = open_page("vi")
    tab.run("document.querySelector('h1').style.color = '#E69F00'")
    tab.run("document.querySelector('.notice').style.color = '#999'")
    assert len(tab.run(FAINT)) == 2


# Search and filters.


@pytest.mark.parametrize("words", ["hóa đơn", "hoá đơn", "HOA DON", "ho\u0301a  đơn", "hóa đ"])
def test_search_finds_with_and_without_marks(open_page: Open, words: str) -> None:
    tab = open_page("vi")
    tab.page.get_by_label("Tìm chỉ tiêu hoặc đơn vị").fill(words)
    assert tab.run(SHOWN) == ["e-invoice"]
    assert tab.page.get_by_role("status").inner_text() == "Đang hiện 1/16 chỉ tiêu, 0/46 đơn vị."
    assert tab.page.get_by_text("Không có đơn vị nào khớp").is_visible()


@pytest.mark.parametrize("words", ["Thủ Đức", "thu duc", "thủ đ"])
def test_search_finds_units_in_the_grid_and_the_table(open_page: Open, words: str) -> None:
    tab = open_page("vi")
    tab.page.get_by_label("Tìm chỉ tiêu hoặc đơn vị").fill(words)
    assert tab.run(SHOWN_UNITS) == ["ubnd-thu-duc"]
    assert tab.run("document.querySelectorAll('.cards tbody tr:not([hidden])').length") == 1
    tab.page.get_by_role("button", name="Bỏ lọc").click()
    assert tab.page.get_by_role("status").inner_text() == "Đang hiện 16/16 chỉ tiêu, 46/46 đơn vị."
    assert len(tab.run(SHOWN_UNITS)) == 46


@pytest.mark.parametrize(
    ("name", "unit"), [("Quận 3", "ubnd-quan-3"), ("Quận 1", "ubnd-quan-1"), ("Sở Y tế", "so-y-te")]
)
def test_a_units_name_finds_what_choosing_the_unit_finds(open_page: Open, name: str, unit: str) -> None:
    tab = open_page("vi")
    tab.page.get_by_label("Đơn vị", exact=True).select_option(unit)
    chosen, told = tab.run(SHOWN), tab.page.get_by_role("status").inner_text()
    assert len(chosen) > 3
    tab.page.get_by_role("button", name="Bỏ lọc").click()
    tab.page.get_by_label("Tìm chỉ tiêu hoặc đơn vị").fill(name)
    assert (tab.run(SHOWN), tab.run(SHOWN_UNITS)) == (chosen, [unit])
    assert tab.page.get_by_role("status").inner_text() == told


@pytest.mark.parametrize("typed", ["tế y sở", "[", "\\", "a-b/(c", "y te so"])
def test_search_takes_what_is_typed_as_one_phrase(open_page: Open, typed: str) -> None:
    tab = open_page("vi")
    tab.page.get_by_label("Tìm chỉ tiêu hoặc đơn vị").fill(typed)
    assert tab.run(SHOWN) == tab.run(SHOWN_UNITS) == tab.complaints == []


def test_filters_by_pillar_status_and_unit_narrow_each_other(open_page: Open) -> None:
    tab = open_page("en")
    every = tab.run("[...document.querySelectorAll('article')].map(one => ({...one.dataset, key: one.id}))")
    tab.page.get_by_label("Status", exact=True).select_option("off_track")
    assert tab.run(SHOWN) == [one["indicator"] for one in every if one["status"] == "off_track"]
    tab.page.get_by_label("Pillar", exact=True).select_option("government")
    chosen = [one for one in every if one["status"] == "off_track" and one["pillar"] == "government"]
    assert 0 < len(chosen) < len(every)
    assert tab.run(SHOWN) == [one["indicator"] for one in chosen]
    assert tab.run(SHOWN_COLUMNS) == [one["key"] for one in chosen]
    assert tab.run("[...document.querySelectorAll('.pillar:not([hidden])')].length") == 1
    tab.page.get_by_label("Unit", exact=True).select_option("ubnd-quan-1")
    owed = [one for one in chosen if tab.run(f"document.getElementById('{one['key']}-ubnd-quan-1') !== null")]
    assert tab.run(SHOWN) == [one["indicator"] for one in owed]
    assert tab.run(SHOWN_UNITS) == ["ubnd-quan-1"]
    assert tab.page.get_by_role("status").inner_text() == (
        f"Showing {len(owed)} of 16 indicators, 1 of 46 units."
    )


# From a figure to its sums and sources.


def test_a_click_on_a_figure_opens_its_sum_and_sources(open_page: Open) -> None:
    tab = open_page("vi")
    sums = tab.page.locator("[data-indicator=online-dossiers] .sum")
    assert not sums.is_visible()
    tab.page.get_by_role("link", name="54,20%", exact=True).click()
    assert sums.locator(".working").inner_text() == (
        "812.345 ÷ 1.498.765 × 100% = 54,200958…%, làm tròn thành 54,20%"
    )
    assert sums.locator("tfoot").inner_text().split("\t") == [
        "Cộng", "812.345", "1.498.765", "54,20%", "● Đạt", "",
    ]  # fmt: skip
    line = sums.locator("tr", has_text="Sở Y tế")
    assert line.is_visible()
    assert "data/submissions/2022-Q3/so-y-te.r2.yaml:" in line.inner_text()
    # Closed again, the same figure opens it again.
    tab.page.locator("[data-indicator=online-dossiers] summary").click()
    assert not sums.is_visible()
    tab.page.get_by_role("link", name="54,20%", exact=True).click()
    assert sums.is_visible()


def test_the_parts_of_every_figure_add_up_to_it(open_page: Open) -> None:
    tab = open_page("en")
    wrong = """
    [...document.querySelectorAll(".parts")].filter(table => table.tFoot && table.tHead.rows[0].cells.length === 6
      && [1, 2].some(column => {
      const read = row => BigInt(Math.round(Number(row.cells[column].textContent.replaceAll(",", "") || "0") * 1000));
      return [...table.tBodies[0].rows].map(read).reduce((a, b) => a + b, 0n) !== read(table.tFoot.rows[0]);
    })).map(table => table.closest("article").dataset.indicator)
    """
    assert tab.run(wrong) == []
    tab.run("document.querySelector('.parts td').textContent = '1'")
    assert len(tab.run(wrong)) == 1


def test_a_cell_of_the_grid_leads_to_the_units_own_line(open_page: Open) -> None:
    tab = open_page("vi")
    tab.page.locator("tr[data-unit=so-y-te] a[href='#r5-so-y-te']").click()
    line = tab.page.locator("#r5-so-y-te")
    assert line.is_visible()
    assert tab.run("document.activeElement.id") == "r5-so-y-te"
    box = line.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900
    tab.page.locator("tr[data-unit=so-y-te] td").nth(4).hover()
    assert tab.run("document.querySelectorAll('tr[data-unit=so-y-te] td')[4].title").startswith("Sở Y tế\n5")


def test_an_address_with_a_place_opens_it_even_behind_a_filter(open_page: Open) -> None:
    tab = open_page("vi", at="#r5-so-y-te")
    assert tab.page.locator("#r5-so-y-te").is_visible()
    tab.page.get_by_label("Tìm chỉ tiêu hoặc đơn vị").fill("hóa đơn")
    assert not tab.page.locator("#r5-so-y-te").is_visible()
    tab.run("location.hash = '#r5-vp-ubnd'")
    tab.page.locator("#r5-vp-ubnd").wait_for(state="visible", timeout=5000)


def test_the_keyboard_reaches_the_content_the_filters_and_the_sources(open_page: Open) -> None:
    tab = open_page("vi")
    keys = tab.page.keyboard
    keys.press("Tab")
    assert tab.run("document.activeElement.className") == "skip"
    assert tab.run("document.activeElement.getBoundingClientRect().left") >= 0
    keys.press("Enter")
    assert tab.run("document.activeElement.id") == "main"
    keys.press("Tab")
    assert tab.run("document.activeElement.id") == "find"
    keys.type("hóa đơn")
    assert tab.run(SHOWN) == ["e-invoice"]
    tab.page.locator("[data-indicator=e-invoice] .value a").focus()
    keys.press("Tab")
    assert tab.run("document.activeElement.localName") == "summary"
    keys.press("Enter")
    assert tab.run("document.activeElement.parentElement.open") is True


def test_the_grid_is_one_stop_and_the_arrows_move_in_it(open_page: Open) -> None:
    tab = open_page("vi")
    keys = tab.page.keyboard
    at = "document.activeElement.getAttribute('href')"
    tab.page.locator(".grid thead a").last.focus()
    keys.press("Tab")
    assert tab.run(at) == "#r1-so-tttt"
    keys.press("ArrowRight")
    assert tab.run(at) == "#r2-so-tttt"
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    assert tab.run(at) == "#r1-so-tttt"
    for _ in range(4):
        keys.press("ArrowRight")
    keys.press("ArrowDown")
    assert tab.run(at) == "#r5-vp-ubnd"
    keys.press("Tab")
    assert tab.run("document.activeElement.closest('.grid')") is None
    keys.press("Shift+Tab")
    assert tab.run(at) == "#r5-vp-ubnd"
    keys.press("Enter")
    assert tab.run("document.activeElement.id") == "r5-vp-ubnd"


# Without the script.


def test_without_its_script_everything_can_be_read_and_opened(
    open_page: Open, browser: Browser, pages: dict[str, Path]
) -> None:
    scripted, bare = open_page("vi"), open_page("vi", script=False)
    assert bare.complaints == []
    assert not bare.page.locator(".tools").is_visible()
    for part in ("article", ".grid td", ".cards tr", ".parts tr"):
        assert bare.page.locator(part).count() == scripted.page.locator(part).count() > 15
    assert bare.page.locator("article:visible").count() == 16
    bare.page.locator("[data-indicator=online-dossiers] summary").click()
    assert bare.page.locator("#r5-so-y-te").is_visible()
    bare.page.locator("tr[data-unit=so-y-te] a[href='#r7-so-y-te']").click()
    assert bare.page.locator("#r7-so-y-te").is_visible()


# On paper.


@pytest.mark.parametrize("name", ["vi", "long"])
def test_the_page_prints_on_a4_in_black_on_white(open_page: Open, name: str) -> None:
    tab = open_page(name, width=624, scheme="dark")
    tab.page.emulate_media(media="print")
    assert tab.run("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert tab.run(STICKS_OUT) == []
    assert tab.run(UNPRINTED) == 0
    printed = tab.page.pdf(prefer_css_page_size=True, print_background=True)
    assert printed.startswith(b"%PDF")
    sizes = {
        tuple(round(float(side)) for side in box)
        for box in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    }
    assert sizes == {(595, 842), (842, 595)}


def test_no_heading_ends_a_printed_page_and_every_line_is_there(
    open_page: Open, needs: Needs, tmp_path: Path
) -> None:
    reader = needs("pdftotext")
    tab = open_page("vi")
    tab.run("document.querySelector('[data-indicator=online-dossiers] .more').open = true")
    (tmp_path / "page.pdf").write_bytes(tab.page.pdf(prefer_css_page_size=True, print_background=True))
    text = subprocess.run(
        [reader, tmp_path / "page.pdf", "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    headings = tab.run("[...document.querySelectorAll('h2, h3')].map(one => one.textContent.trim())")
    for sheet in text.split("\f"):
        lines = [line.strip() for line in sheet.splitlines() if line.strip()]
        assert not lines or lines[-1] not in headings
    # A line may end at any hyphen, which the reader then takes for one of its own.
    flat = "".join(text.split()).replace("-", "")
    for said in (
        "812.345 ÷ 1.498.765",
        "Ủy ban nhân dân Quận 3",
        "so-y-te.r2.yaml:9",
    ):
        assert said.replace(" ", "").replace("-", "") in flat, said


def test_what_is_filtered_is_what_is_printed(open_page: Open) -> None:
    tab = open_page("vi")
    tab.page.get_by_label("Tình trạng", exact=True).select_option("met")
    tab.page.emulate_media(media="print")
    assert tab.page.locator("article:visible").count() == 4
    assert tab.page.locator(".found").is_visible()
    assert not tab.page.locator("#find").is_visible()
