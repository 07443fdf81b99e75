"""The official letter printed by LibreOffice: pages, fonts and places, measured in the finished file."""

from pathlib import Path

import pytest
from test_report_in_libreoffice import LONG, Page, check_fonts, find, print_document

from cds_kpi.report.letter import LetterView
from cds_kpi.text import Language
from conftest import Needs
from test_letters import make_crowd, make_letters, render
from workspaces import Workspace

SETTINGS = "{place: Thành phố Hồ Chí Minh, signer: {vi: GIÁM ĐỐC, en: DIRECTOR}, drafter: CNTT}"


def make_city(folder: Path, count: int, name: str = "Ủy ban nhân dân xã số") -> Workspace:
    """Give a workspace with so many late units, of a department of a city."""
    store = make_crowd(folder, count, name)
    path = store.root / "data/units.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("name: Thành phố,", "name: Ủy ban nhân dân Thành phố Hồ Chí Minh,")
    text = text.replace("name: Đơn vị đầu mối,", "name: Sở Thông tin và Truyền thông, abbreviation: STTTT,")
    path.write_text(text, encoding="utf-8")
    store.write("data/settings.yaml", f"format: 1\noffice: {SETTINGS}\n")
    return store


def print_letter(needs: Needs, folder: Path, letter: LetterView, repo: Path) -> list[Page]:
    pages = print_document(needs, folder, render(letter, repo))
    check_fonts(needs, folder / "a.pdf")
    for place, page in enumerate(pages, 1):
        assert (round(page.width), round(page.height)) == (210, 297)
        assert min(word.left for word in page.words) >= 30 - 0.5
        assert max(word.right for word in page.words) <= 195 + 0.5
        assert max(word.bottom for word in page.words) <= 277 + 0.5
        # The number stands in the middle of the top margin of every page but the first.
        top = page.words[0]
        assert (page.lines[0] == str(place)) == (place > 1)
        if place > 1:
            assert top.bottom < 20
            assert abs((top.left + top.right) / 2 - (30 + 165 / 2)) < 1
    return pages


def test_the_parts_of_the_letter_are_where_the_decree_puts_them(
    needs: Needs, repo: Path, tmp_path: Path
) -> None:
    pages = print_letter(needs, tmp_path, make_letters(make_city(tmp_path, 2))[0], repo)
    assert len(pages) == 2
    first, second = pages
    country = find(first, "CỘNG", "HÒA", "XÃ", "HỘI", "CHỦ", "NGHĨA", "VIỆT", "NAM")
    motto = find(first, "Độc", "lập", "-", "Tự", "do", "-", "Hạnh", "phúc")
    authority = find(first, "ỦY", "BAN", "NHÂN", "DÂN")
    agency = find(first, "SỞ", "THÔNG", "TIN", "VÀ")
    number = find(first, "Số:", "/STTTT-CNTT")
    about = find(first, "V/v", "đôn", "đốc", "gửi", "báo", "cáo", "số", "liệu")
    day = find(first, "Thành", "phố", "Hồ", "Chí", "Minh,", "ngày", "tháng", "năm", "2022")
    to = find(first, "Kính", "gửi:")
    one, two = find(first, "-", "Ủy", "ban", "nhân", "dân", "xã", "số", "1;"), find(first, "2.")
    body = find(first, "Đến", "nay")
    kept, signer = find(first, "Nơi", "nhận:"), find(first, "GIÁM", "ĐỐC")
    middle = 30 + 165 / 2
    assert 19.5 <= country.top <= 25
    assert abs(country.top - authority.top) < 1
    for upper, lower in (
        (country, motto),
        (motto, day),
        (authority, agency),
        (agency, number),
        (number, about),
    ):
        assert upper.bottom <= lower.top + 1
        assert abs((upper.left + upper.right) / 2 - (lower.left + lower.right) / 2) < 2
    assert abs(number.bottom - day.bottom) < 1
    assert about.right < country.left + 10
    # "quý III/2022" stays together, below what the letter is about.
    assert any(word.text.endswith("III/2022") and word.left < middle for word in first.words)
    # The dashes stand below each other, under the colon.
    assert about.bottom < to.top < one.top < two.top < body.top
    assert abs(one.left - to.right) < 3
    assert abs(body.left - (30 + 12.7)) < 0.5
    assert kept.left < 31
    assert signer.left > middle
    assert abs(kept.top - signer.top) < 2
    title = find(second, "Phụ", "lục")
    assert abs((title.left + title.right) / 2 - middle) < 1


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("count", "name"),
    [(350, "Ủy ban nhân dân xã số"), (44, LONG), (8, LONG), (44, "X" * 200)],
    ids=["many", "long names", "long names by name", "long words"],
)
def test_a_long_list_repeats_its_heading_and_loses_nobody(
    needs: Needs, repo: Path, tmp_path: Path, language: Language, count: int, name: str
) -> None:
    letter = make_letters(make_city(tmp_path, count, name), language=language)[0]
    pages = print_letter(needs, tmp_path, letter, repo)
    listing = {"vi": "Phụ lục", "en": "Appendix"}[language]
    title = next(place for place, page in enumerate(pages) if listing in page.lines)
    heads = {"vi": ("TT", "Đơn vị"), "en": ("No.", "Unit")}[language]
    under = {"vi": "Tên các chỉ tiêu nêu trên", "en": "The indicators"}[language]
    for page in pages[title:]:
        assert page.lines[-1] not in {listing, under}
    for page in pages[title:-1]:
        assert all(any(head in line for line in page.lines[:8]) for head in heads)
    first = [page.words for page in pages[title:]]
    numbers = [word.text for words in first for word in words if word.left < 40 and word.text.isdecimal()]
    assert numbers[:count] == [str(place) for place in range(1, count + 1)]


def test_one_unit_gets_one_page_without_a_list(needs: Needs, repo: Path, tmp_path: Path) -> None:
    letter = make_letters(make_city(tmp_path, 2))[1]
    (page,) = print_letter(needs, tmp_path, letter, repo)
    to = find(page, "Kính", "gửi:", "Ủy", "ban", "nhân", "dân", "xã", "số", "1")
    assert abs((to.left + to.right) / 2 - (30 + 165 / 2)) < 1
    assert "- Chỉ tiêu số 2: Số điểm phát;" in page.lines


def test_a_hostile_name_stands_in_the_letter_as_it_was_written(
    needs: Needs, repo: Path, tmp_path: Path
) -> None:
    name = "&<>\"' {{7*7}} {%x%} =1+1 @|"
    pages = print_letter(needs, tmp_path, make_letters(make_city(tmp_path, 2, name))[0], repo)
    text = " ".join(word.text for page in pages for word in page.words)
    assert text.count(name) == 4
