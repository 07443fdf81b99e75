"""The official letter to the units that are late: who gets it, what it says, its form, and where it is written."""

import io
import json
import sys
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from cds_kpi import desk
from cds_kpi.desk.deadlines import open_agenda
from cds_kpi.render.word import render_letter
from cds_kpi.report.letter import NAMED, LetterView, build_letter
from cds_kpi.text import Language
from test_render import HOSTILE, PLAIN, clean
from test_word import W, find_paragraph, read_paragraphs, read_part, read_shape
from workspaces import UNITS, Workspace

Run = Callable[..., CompletedProcess[str]]

SHARE = """
id: share
name: {vi: Tỷ lệ hồ sơ trực tuyến, en: Share of online files}
measure: {kind: ratio, basis: at_date}
reporters: [so-a, so-b, so-c]
targets: [{programme: p, number: 5, at_least: 50, by: 2022-12-31}]
---
id: count
name: {vi: Số điểm phát, en: Points}
measure: {kind: value, basis: at_date, counted_in: count}
reporters: [so-a, so-b]
targets: [{programme: p, number: 2, at_least: 5, by: 2022-12-31}]
"""
ROUND = "- {period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}"
SETTINGS = """
format: 1
notice: Số liệu minh họa
office: {place: Thành phố Hồ Chí Minh, signer: GIÁM ĐỐC, drafter: CNTT}
"""
LATE = "2022-09-21T10:00:00+07:00"


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    """A round that is two days overdue: so-a has answered, so-b owes a part, so-c all of it."""
    units = UNITS.replace("name: Đơn vị đầu mối,", "name: Sở Thông tin, abbreviation: STTTT,")
    made = Workspace(tmp_path / "w", SHARE, units=units, rounds=ROUND)
    made.write("data/settings.yaml", SETTINGS)
    both = "share: {numerator: 1, denominator: 2}\ncount: {value: 3}"
    made.submit("2022-Q3", "so-a", both, at="2022-09-10T08:00:00+07:00")
    made.submit("2022-Q3", "so-b", "count: {value: 3}", at="2022-09-10T08:00:00+07:00")
    return made


def make_letters(
    store: Workspace, *, as_of: str = LATE, before: date | None = None, language: Language = "vi"
) -> list[LetterView]:
    """Give the letter to all late units, then one to each of them."""
    agenda = open_agenda(store.root, as_of=datetime.fromisoformat(as_of))
    assert not isinstance(agenda, desk.Refusal)
    ((book, (one,), _),) = agenda.programmes
    late = [due for due in one.owing if due.days_left < 0]
    settings = agenda.contents.settings
    return [
        build_letter(book, one, units, settings, before=before, language=language)
        for units in [late, *([due] for due in late)]
    ]


def render(letter: LetterView, repo: Path) -> bytes:
    made = render_letter(letter, [repo / "templates"])
    assert isinstance(made, bytes)
    return made


# What it says.


def test_a_letter_to_several_units_says_who_owes_what_since_when(store: Workspace, repo: Path) -> None:
    made = render(make_letters(store)[0], repo)
    assert [text for text in read_paragraphs(made) if text] == [
        "THÀNH PHỐ",
        "SỞ THÔNG TIN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số:     /STTTT-CNTT",
        "V/v đôn đốc gửi báo cáo số liệu quý\N{NO-BREAK SPACE}III/2022",
        "Thành phố Hồ Chí Minh, ngày     tháng     năm 2022",
        "(Số liệu minh họa)",
        "Kính gửi:",
        "- Sở B;",
        "- Sở C.",
        (
            "Các đơn vị có trách nhiệm báo cáo số liệu quý III/2022 về kết quả thực hiện kế hoạch. Thời hạn gửi: "
            "trước ngày 20 tháng 9 năm 2022; ngày cuối cùng đúng hạn là 19/9/2022."
        ),
        (
            "Đến nay (theo dõi đến 10:00 ngày 21/9/2022), Sở Thông tin vẫn chưa nhận được đầy đủ báo cáo số liệu "
            "quý III/2022 của 02 đơn vị (danh sách tại Phụ lục kèm theo)."
        ),
        (
            "Sở Thông tin đề nghị các đơn vị hoàn thiện và gửi các số liệu còn thiếu trước "
            "ngày     tháng     năm 2022."
        ),
        "Sau thời hạn trên, Sở Thông tin sẽ tổng hợp, báo cáo Thành phố danh sách các đơn vị chưa gửi đủ./.",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT, CNTT.",
        "GIÁM ĐỐC",
        "Phụ lục",
        "DANH SÁCH ĐƠN VỊ CHƯA GỬI ĐỦ BÁO CÁO SỐ LIỆU",
        "(Kèm theo Công văn số     /STTTT-CNTT ngày     tháng     năm 2022 của Sở Thông tin)",
        *("TT", "Đơn vị", "Số thứ tự các chỉ tiêu còn thiếu", "Ngày cuối cùng đúng hạn", "Số ngày quá hạn"),
        *("1", "Sở B", "5", "19/9/2022", "2"),
        *("2", "Sở C", "5", "19/9/2022", "2"),
        "Tên các chỉ tiêu nêu trên",
        *("Số", "Chỉ tiêu"),
        *("5", "Tỷ lệ hồ sơ trực tuyến"),
    ]


def test_a_letter_to_one_unit_lists_what_it_owes_and_has_no_appendix(store: Workspace, repo: Path) -> None:
    (store.root / "data/submissions/2022-Q3/so-b.yaml").unlink()
    texts = read_paragraphs(render(make_letters(store, before=date(2022, 9, 27))[1], repo))
    assert "Kính gửi: Sở B" in texts
    start = texts.index(
        "Đến nay (theo dõi đến 10:00 ngày 21/9/2022), Sở Thông tin vẫn chưa nhận được số liệu quý III/2022 của "
        "Sở B về 02 chỉ tiêu sau đây (quá hạn 2 ngày):"
    )
    assert texts[start + 1 : start + 5] == [
        "- Chỉ tiêu số 2: Số điểm phát;",
        "- Chỉ tiêu số 5: Tỷ lệ hồ sơ trực tuyến.",
        "Sở Thông tin đề nghị Quý đơn vị hoàn thiện và gửi các số liệu còn thiếu trước ngày 27 tháng 9 năm 2022.",
        "Sau thời hạn trên, Sở Thông tin sẽ tổng hợp, báo cáo Thành phố về việc Quý đơn vị chưa gửi đủ số liệu./.",
    ]
    assert "Phụ lục" not in texts


def test_a_unit_with_a_later_deadline_is_late_after_that_one(store: Workspace) -> None:
    store.write(
        "data/extensions/2022-Q3/so-c.yaml",
        "format: 1\nunit: so-c\nperiod: 2022-Q3\nuntil: 2022-09-22\ngranted_by: A\ngranted_on: 2022-09-19\n"
        "reason: Mất điện\n",
    )
    assert make_letters(store)[0].addressed == ("Sở B",)
    both, _, extended = make_letters(store, as_of="2022-09-23T10:00:00+07:00")
    assert [(line.name, line.last_on_time_text, line.days) for line in both.units] == [
        ("Sở B", "19/9/2022", "4"),
        ("Sở C", "22/9/2022", "1"),
    ]
    assert "(quá hạn 1 ngày, dù đã được gia hạn đến 22/9/2022)" in extended.opening[-1]


def test_the_letter_is_complete_in_english(store: Workspace, repo: Path) -> None:
    letter, one, _ = make_letters(store, language="en", before=date(2022, 9, 27))
    said = "\n".join(read_paragraphs(render(letter, repo)))
    for text in (
        "SOCIALIST REPUBLIC OF VIET NAM",
        "No.:     /STTTT-CNTT",
        "The Sở Thông tin asks the units to complete and send the missing figures before 27 September 2022.",
        "has not received the figures of Quarter III/2022 in full from 2 units (listed in the appendix).",
        "Share of online files",
        "- As above;",
    ):
        assert text in said
    assert "Kính gửi" not in said
    assert "Phụ lục" not in said
    assert one.owed == ("- Indicator 5: Share of online files.",)


@pytest.mark.parametrize("count", [2, NAMED, NAMED + 1, 350])
def test_many_units_are_addressed_by_the_list(tmp_path: Path, repo: Path, count: int) -> None:
    letter = make_letters(make_crowd(tmp_path, count))[0]
    if count <= NAMED:
        assert letter.addressed[-1] == f"- Ủy ban nhân dân xã số {count}."
        assert all(line.endswith(";") for line in letter.addressed[:-1])
    else:
        assert letter.addressed == ("Các đơn vị có tên tại Phụ lục kèm theo",)
    assert len(letter.units) == count
    table = Document(io.BytesIO(render(letter, repo))).tables[-2]
    assert len(table._tbl.tr_lst) == 1 + count


def make_crowd(folder: Path, count: int, name: str = "Ủy ban nhân dân xã số") -> Workspace:
    """Give a workspace with so many units, all of them late."""
    units = UNITS + "".join(
        f"- {{id: xa-{place}, name: {json.dumps(f'{name} {place}')}, level: district, parent: city}}\n"
        for place in range(1, count + 1)
    )
    listed = ", ".join(f"xa-{place}" for place in range(1, count + 1))
    share = SHARE.replace("so-a, so-b, so-c", listed).replace("so-a, so-b", listed)
    return Workspace(folder / "w", share, units=units, rounds=ROUND)


# User text is text, and the same letter the same bytes.


def fill(letter: LetterView, text: str) -> LetterView:
    """Put a text wherever the words of a letter may be a user's."""
    kept = {"language", "as_of", "addressed", "units", "indicators", "opening", "owed", "recipients"}
    words = {field.name: text for field in fields(letter) if field.name not in kept}
    units = tuple(replace(unit, name=text, owed=text) for unit in letter.units)
    names = tuple(replace(line, name=text) for line in letter.indicators)
    lists = dict.fromkeys(("addressed", "opening", "owed", "recipients"), (text, text))
    return replace(letter, **words, **lists, units=units, indicators=names)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "hostile", [*HOSTILE, "{_{ x }_}", "{{r x }}", "{%p if %}", "{%tr for %}", "&" * 300]
)
def test_what_users_write_is_text(store: Workspace, repo: Path, hostile: str) -> None:
    letter = make_letters(store)[0]
    plain, made = (render(fill(letter, text), repo) for text in (PLAIN, hostile))
    assert read_shape(made) == read_shape(plain)
    expected = [text.replace(PLAIN, clean(hostile)) for text in read_paragraphs(plain)]
    assert sum(PLAIN in text for text in read_paragraphs(plain)) > 15
    assert read_paragraphs(made) == expected


def test_a_units_hostile_name_stands_in_its_letter(tmp_path: Path, repo: Path) -> None:
    name = "{{ letter.signer }} {%p if %} <b> & =1+1"
    for letter in make_letters(make_crowd(tmp_path, 2, name)):
        assert f"{name} 2" in "\n".join(read_paragraphs(render(letter, repo))) or letter.addressed == (
            f"{name} 1",
        )


def test_the_same_letter_gives_the_same_bytes(store: Workspace, repo: Path) -> None:
    made = [render(make_letters(store)[0], repo) for _ in range(2)]
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b">2022-09-21T10:00:00Z<" in package.read("docProps/core.xml")


def test_the_templates_are_those_that_the_script_makes(repo: Path) -> None:
    sys.path.insert(0, str(repo / "scripts"))
    from letter_template import LetterMaker

    for language, name in (("vi", "letter.docx"), ("en", "letter.en.docx")):
        with (
            zipfile.ZipFile(repo / "templates" / name) as kept,
            zipfile.ZipFile(io.BytesIO(LetterMaker(language).make())) as made,
        ):
            assert {part: kept.read(part) for part in kept.namelist()} == {
                part: made.read(part) for part in made.namelist()
            }


# The form of Nghị định 30/2020/NĐ-CP, phụ lục I, mẫu 1.5.


@pytest.mark.parametrize(
    ("text", "size", "is_bold", "is_italic"),
    [
        ("THÀNH PHỐ", (12, 13), False, False),
        ("SỞ THÔNG TIN", (12, 13), True, False),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), True, False),
        ("Độc lập - Tự do - Hạnh phúc", (13, 14), True, False),
        ("Số:     /", (13, 13), False, False),
        ("V/v đôn đốc", (12, 13), False, False),
        ("Thành phố Hồ Chí Minh, ngày", (13, 14), False, True),
        ("Kính gửi:", (13, 14), False, False),
        ("- Sở B;", (13, 14), False, False),
        ("Các đơn vị có trách nhiệm", (13, 14), False, False),
        ("GIÁM ĐỐC", (13, 14), True, False),
        ("Nơi nhận:", (12, 12), True, True),
        ("- Như trên;", (11, 11), False, False),
        ("Phụ lục", (14, 14), True, False),
        ("DANH SÁCH ĐƠN VỊ", (13, 14), True, False),
        ("(Kèm theo", (13, 14), False, True),
    ],
)
def test_a_component_has_its_size_and_style(
    store: Workspace, repo: Path, text: str, size: tuple[int, int], is_bold: bool, is_italic: bool
) -> None:
    runs = [run for run in find_paragraph(render(make_letters(store)[0], repo), text).runs if run.text]
    assert runs
    for run in runs:
        assert run.font.size is not None
        assert size[0] <= run.font.size.pt <= size[1]
        assert (bool(run.font.bold), bool(run.font.italic)) == (is_bold, is_italic)


def test_the_page_and_the_body_are_those_of_the_decree(store: Workspace, repo: Path) -> None:
    made = render(make_letters(store)[0], repo)
    (section,) = Document(io.BytesIO(made)).sections
    lengths = (
        *(section.page_width, section.page_height, section.top_margin, section.bottom_margin),
        *(section.left_margin, section.right_margin),
    )
    assert [round((length or 0) / 36000) for length in lengths] == [210, 297, 20, 20, 30, 15]
    assert section.different_first_page_header_footer
    assert [paragraph.text for paragraph in section.first_page_header.paragraphs] == [""]
    body = find_paragraph(made, "Đến nay")
    assert body.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert body.paragraph_format.first_line_indent is not None
    assert abs(body.paragraph_format.first_line_indent - Cm(1.27)) < Cm(0.01)
    assert (body.paragraph_format.space_before or 0) >= Pt(6)
    assert list(read_part(made).iter(f"{W}rFonts")) == []


# Where it is written.


def test_letters_are_written_for_the_late_and_never_over_a_file(
    run: Run, store: Workspace, tmp_path: Path
) -> None:
    words = ("check-deadlines", "--as-of", LATE, "--letters", tmp_path / "out")
    done = run(*words, "--letter-each", "--quiet", cwd=store.root)
    assert done.returncode == 3
    written = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert sorted(written) == [f"p-2022-Q3-2022-09-21{unit}.docx" for unit in ("-so-b", "-so-c", "")]
    assert done.stderr.startswith("Đã ghi:\n")
    again = run(*words, cwd=store.root)
    assert (again.returncode, again.stdout) == (2, "")
    assert "KPI706" in again.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == written


def test_one_late_unit_gets_one_letter(run: Run, store: Workspace, tmp_path: Path) -> None:
    store.submit("2022-Q3", "so-c", "share: {numerator: 1, denominator: 2}", at="2022-09-20T08:00:00+07:00")
    run("check-deadlines", "--as-of", LATE, "--letters", tmp_path / "out", "--letter-each", cwd=store.root)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["p-2022-Q3-2022-09-21.docx"]


def test_nobody_late_means_no_letter_and_a_sentence(run: Run, store: Workspace, tmp_path: Path) -> None:
    words = ("check-deadlines", "--as-of", "2022-09-19T23:59:59+07:00", "--letters", tmp_path / "out")
    done = run(*words, cwd=store.root)
    assert (done.returncode, done.stderr) == (0, "Không có đơn vị nào quá hạn nên không lập công văn.\n")
    done = run("--lang", "en", *words, cwd=store.root)
    assert done.stderr == "No unit is overdue, so there is no letter.\n"
    assert run(*words, "--quiet", cwd=store.root).stderr == ""
    assert not (tmp_path / "out").exists()


def test_letters_do_not_go_into_the_store(run: Run, store: Workspace) -> None:
    done = run("check-deadlines", "--as-of", LATE, "--letters", "data/out", cwd=store.root)
    assert done.returncode == 2
    assert "KPI705" in done.stderr
    assert not (store.root / "data/out").exists()


def test_a_wrong_template_is_told_and_no_letter_written(
    run: Run, store: Workspace, repo: Path, tmp_path: Path
) -> None:
    own = store.root / "templates/letter.docx"
    own.parent.mkdir()
    with zipfile.ZipFile(repo / "templates/letter.docx") as kept, zipfile.ZipFile(own, "w") as package:
        for part in kept.namelist():
            package.writestr(part, kept.read(part).replace(b"letter.signer", b"letter.sign"))
    done = run("check-deadlines", "--as-of", LATE, "--letters", tmp_path / "out", cwd=store.root)
    assert done.returncode == 1
    assert "templates/letter.docx" in done.stderr
    assert not (tmp_path / "out").exists()
    assert "templates/letter.docx" in run("templates", "check", cwd=store.root).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--letter-each"], "--letter-each và --letter-before cần --letters."),
        (["--letter-before", "2022-09-27"], "--letter-each và --letter-before cần --letters."),
        (["--letters", "x", "--letter-before", "27/9"], "--letter-before: “27/9” không phải là ngày."),
        (
            ["--letters", "x", "--letter-before", "2022-09-21"],
            "--letter-before 2022-09-21 không sau ngày lập công văn (2022-09-21).",
        ),
    ],
)
def test_options_that_make_no_sense_are_refused(
    run: Run, store: Workspace, words: list[str], said: str
) -> None:
    done = run("check-deadlines", "--as-of", LATE, *words, cwd=store.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (store.root / "x").exists()
