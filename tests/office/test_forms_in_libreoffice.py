"""Forms opened, filled, saved and printed by LibreOffice itself."""

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cds_kpi.forms.marking import Mark, mark_form
from cds_kpi.forms.plan import FormPlan
from cds_kpi.forms.reading import read_form
from cds_kpi.forms.writing import write_form
from cds_kpi.text import Language
from conftest import Needs
from form_plans import DOSSIERS, GRDP, LONG, PAYMENT, find_cell, find_rule, make_plan, open_book, read_part

FILL = Path(__file__).with_name("fill_form.py")
# Debian's bridge to LibreOffice belongs to Debian's own Python.
BRIDGE = Path("/usr/bin/python3")
GOOD: Mapping[str, object] = {
    "form.document": "1901/STTTT-CNTT",
    "form.sent_on": 44819,
    "in.online_dossiers.numerator": 812345,
    "in.online_dossiers.denominator": 1498765,
    "in.online_dossiers.status": "Sơ bộ",
    "in.e_payment_units.done": "Có",
    "in.e_payment_units.members_done": 32,
    "in.e_payment_units.members_not_done": "Phường 12",
    "in.digital_economy_grdp.value": 13.51,
    "in.digital_economy_grdp.method": "Phương pháp của Tổng cục Thống kê",
    "in.work_files_online.province.numerator": 91,
    "in.work_files_online.province.denominator": 100,
    "in.work_files_online.district.numerator": 70,
    "in.work_files_online.district.denominator": 90,
    "in.dti_rank.unavailable": "Chưa công bố",
    "in.dti_rank.expected_on": "05/10/2022",
    "in.portal.nil": "=1+1 là chữ",
}


def fill_in_office(
    needs: Needs, folder: Path, plan: FormPlan, answers: Mapping[str, object]
) -> dict[str, Any]:
    needs("soffice")
    bridge = subprocess.run([BRIDGE, "-c", "import uno"], capture_output=True, check=False)
    if bridge.returncode != 0:
        pytest.skip("needs the program python3-uno, which is not installed")
    form = folder / "form.xlsx"
    form.write_bytes(write_form(plan))
    filled = subprocess.run(
        [BRIDGE, FILL, form, folder, json.dumps(answers)], capture_output=True, encoding="utf-8", check=False
    )
    assert filled.returncode == 0, filled.stderr
    found = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def print_form(needs: Needs, folder: Path, form: bytes) -> Path:
    office = needs("soffice")
    source = folder / "form.xlsx"
    source.write_bytes(form)
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            source,
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    printed = folder / "form.pdf"
    assert printed.read_bytes().startswith(b"%PDF")
    return printed


def ask(program: Path, *arguments: str | Path) -> str:
    return subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", check=True).stdout


@pytest.fixture(scope="module")
def filled(needs: Needs, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("filled")
    return folder, fill_in_office(needs, folder, make_plan(), GOOD)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_form_filled_in_libreoffice_reads_the_same_in_either_format(
    filled: tuple[Path, dict[str, Any]], ending: str
) -> None:
    folder, _ = filled
    form = read_form((folder / f"filled.{ending}").read_bytes(), f"filled.{ending}")
    assert form.problems == ()
    assert form.tree == {
        "format": "1",
        "unit": "so-tttt",
        "period": "2022-Q3",
        "document": "1901/STTTT-CNTT",
        "sent_on": "2022-09-15",
        "entries": {
            "online-dossiers": {"numerator": "812345", "denominator": "1498765", "status": "provisional"},
            "e-payment-units": {"done": "true", "members_done": "32", "members_not_done": ["Phường 12"]},
            "digital-economy-grdp": {"value": "13.51", "method": "gso"},
            "work-files-online": {
                "parts": {
                    "province": {"numerator": "91", "denominator": "100"},
                    "district": {"numerator": "70", "denominator": "90"},
                }
            },
            "dti-rank": {"unavailable": "Chưa công bố", "expected_on": "2022-10-05"},
            "portal": {"nil": "=1+1 là chữ"},
        },
    }


def test_everything_that_guides_survives_a_save_in_libreoffice(filled: tuple[Path, dict[str, Any]]) -> None:
    folder, found = filled
    assert found["protected"] == {"Thông tin chung": True, "Số liệu": True, "cds-kpi": True}
    before, after = open_book(write_form(make_plan())), open_book((folder / "filled.xlsx").read_bytes())
    names = {name: before.defined_names[name].attr_text for name in before.defined_names}
    assert {name: after.defined_names[name].attr_text for name in names} == names
    assert after["cds-kpi"].sheet_state == "hidden"
    for name in names:
        if name.startswith("in."):
            assert find_rule(after, name).prompt
            assert not find_cell(after, name).protection.locked
    assert after["Số liệu"]["A1"].protection.locked


def list_checks(shown: Mapping[str, str], label: str) -> list[str]:
    return [shown[f"C{cell[1:]}"] for cell, text in shown.items() if cell[0] == "B" and text == label]


def test_the_live_checks_call_a_good_form_valid(filled: tuple[Path, dict[str, Any]]) -> None:
    shown = filled[1]["shown"]
    without = "Hợp lệ (không có số liệu)"
    assert list_checks(shown["Số liệu"], "Kiểm tra") == ["Hợp lệ"] * 4 + [without] * 2
    assert list_checks(shown["Số liệu"], "Tỷ lệ (tự tính)") == ["54.20%"]
    assert "6/6 chỉ tiêu" in shown["Thông tin chung"].values()


WRONG: tuple[tuple[Mapping[str, object], Mapping[str, str]], ...] = (
    (
        {
            "in.online_dossiers.numerator": 5,
            "in.online_dossiers.denominator": 4,
            "in.e_payment_units.done": "Có",
            "in.digital_economy_grdp.value": 13.5,
            "in.work_files_online.province.numerator": 1,
            "in.dti_rank.value": 0,
            "in.portal.done": "Đang làm",
        },
        {
            "vi": "Tử số lớn hơn mẫu số|Chưa trả lời thay các đơn vị trực thuộc|Chưa chọn phương pháp tính|"
            "Thiếu tử số|Giá trị nhỏ hơn 1|Chọn “Có” hoặc “Chưa”",
            "en": "The numerator is larger than the denominator|The members are not answered for|"
            "No method is chosen|The numerator is missing|The value is less than 1|Choose “Yes” or “No”",
        },
    ),
    (
        {
            "in.online_dossiers.numerator": 1.5,
            "in.online_dossiers.denominator": 4,
            "in.e_payment_units.done": "Có",
            "in.e_payment_units.members_done": 32,
            "in.e_payment_units.members_not_done": "Phường 1; Phường 2",
            "in.digital_economy_grdp.value": 0.1351,
            "in.work_files_online.province.numerator": "9 chục",
            "in.work_files_online.province.denominator": 1,
            "in.work_files_online.district.numerator": 1,
            "in.work_files_online.district.denominator": 1,
            "in.dti_rank.value": 2,
            "in.dti_rank.nil": "không có",
            "in.portal.expected_on": "05/10/2022",
            "in.portal.nil": "x",
        },
        {
            "vi": "Số liệu phải là số nguyên|Số đơn vị trực thuộc vượt quá 33|Nhỏ hơn 1%: nếu là 85,5% thì ghi 85,5|"
            "Số liệu phải là số|Chỉ trả lời một cách: bỏ số liệu hoặc bỏ lý do|"
            "Ngày dự kiến chỉ ghi khi chưa có số liệu",
            "en": "Figures must be whole numbers|There are only 33 members|Less than 1%: for 85.5% write 85.5|"
            "Figures must be numbers|Answer in one way only: clear the figures or the reason|"
            "The expected date goes with “Not available yet”",
        },
    ),
    (
        {
            "in.online_dossiers.numerator": -1,
            "in.online_dossiers.denominator": 4,
            "in.e_payment_units.nil": "một",
            "in.e_payment_units.not_applicable": "hai",
            "in.digital_economy_grdp.value": 101,
            "in.digital_economy_grdp.method": "Phương pháp của Tổng cục Thống kê",
        },
        {
            "vi": "Số liệu không được âm|Chỉ trả lời một cách: bỏ số liệu hoặc bỏ lý do|Giá trị lớn hơn 100|"
            "Chưa điền|Chưa điền|Chưa điền",
            "en": "Figures must not be negative|Answer in one way only: clear the figures or the reason|"
            "The value is more than 100|Not filled in|Not filled in|Not filled in",
        },
    ),
)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("case", range(len(WRONG)))
def test_the_live_checks_say_what_is_wrong(
    needs: Needs, tmp_path: Path, case: int, language: Language
) -> None:
    answers, words = WRONG[case]
    found = fill_in_office(needs, tmp_path, make_plan(language=language), answers)
    sheet, label = ("Số liệu", "Kiểm tra") if language == "vi" else ("Figures", "Check")
    assert list_checks(found["shown"][sheet], label) == words[language].split("|")


def make_sixteen(language: Language) -> FormPlan:
    rows = [
        replace((DOSSIERS, PAYMENT, GRDP)[number % 3], indicator=f"indicator-{number}", number=number)
        for number in range(1, 17)
    ]
    rows[2] = replace(
        rows[2], name=" ".join([LONG] * 3), numerator=LONG, last_figure="1.234.567.890/2.345.678.901"
    )
    return make_plan(*rows, language=language, unit_name=f"Ủy ban nhân dân {LONG}")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", ["two", "sixteen"])
def test_every_word_is_printed_on_a4_landscape_in_a_times_metric_font(
    needs: Needs, tmp_path: Path, size: str, language: Language
) -> None:
    plan = make_sixteen(language) if size == "sixteen" else make_plan(DOSSIERS, PAYMENT, language=language)
    printed = print_form(needs, tmp_path, write_form(plan))
    facts = ask(needs("pdfinfo"), printed)
    assert "841.89 x 595" in facts
    pages = int(re.findall(r"Pages:\s+(\d+)", facts)[0])
    # One page for the cover; the sheet's pages end where it was told to break, so no block is cut in two.
    assert pages == 2 + len(open_book(write_form(plan)).worksheets[1].row_breaks.brk)
    fonts = {line.split()[0].split("+")[-1] for line in ask(needs("pdffonts"), printed).splitlines()[2:]}
    assert {font.split("-")[0] for font in fonts} <= {"LiberationSerif", "Tinos", "TimesNewRomanPSMT"}
    text = "".join(ask(needs("pdftotext"), "-raw", printed, "-").split())
    for row in plan.rows:
        assert "".join(row.name.split()) in text
        for words in (row.numerator, row.denominator, row.basis, row.last_period):
            assert "".join((words or "").split()) in text
    heading = "Thôngtinkèmtheo" if language == "vi" else "Details"
    assert text.count(heading) == pages - 1


def test_a_marked_form_shows_its_comments_in_libreoffice(needs: Needs, tmp_path: Path) -> None:
    office = needs("soffice")
    marked = mark_form(
        write_form(make_plan()), [Mark("Số liệu", "C6", "Thiếu tử số.\nGhi số hồ sơ.", "error")]
    )
    assert isinstance(marked, bytes)
    source = tmp_path / "marked.xlsx"
    source.write_bytes(marked)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [office, "--headless", profile, "--convert-to", "ods", "--outdir", tmp_path, source],
        capture_output=True,
        check=True,
        timeout=120,
    )
    content = read_part((tmp_path / "marked.ods").read_bytes(), "content.xml").decode()
    (comment,) = re.findall(r"<office:annotation .*?</office:annotation>", content)
    assert re.findall(r"<text:p[^>]*>([^<]*)<", comment) == ["Thiếu tử số.", "Ghi số hồ sơ."]
    assert "#f4a582" in content


@pytest.mark.parametrize(
    ("done", "names", "said"),
    [
        (31, "Phường 1; Phường 2", "Hợp lệ"),
        (31, "Phường 1, Phường 2\n", "Hợp lệ"),
        (31, "Phường 1;\nPhường 2; ", "Hợp lệ"),
        (33, "", "Hợp lệ"),
        (31, "Phường 1;", "Số đã thực hiện và số tên chưa thực hiện chưa đủ 33"),
        (32, "Phường 1; Phường 2", "Số đơn vị trực thuộc vượt quá 33"),
    ],
)
def test_members_that_have_not_done_it_are_counted_by_name(
    needs: Needs, tmp_path: Path, done: int, names: str, said: str
) -> None:
    answers = {
        "in.e_payment_units.done": "Chưa",
        "in.e_payment_units.members_done": done,
        "in.e_payment_units.members_not_done": names,
    }
    found = fill_in_office(needs, tmp_path, make_plan(PAYMENT), answers)
    assert list_checks(found["shown"]["Số liệu"], "Kiểm tra") == [said]
    for ending in ("xlsx", "ods"):
        form = read_form((tmp_path / f"filled.{ending}").read_bytes(), f"filled.{ending}")
        assert form.problems == ()
        entries = form.tree["entries"]
        assert isinstance(entries, dict)
        told = entries["e-payment-units"].get("members_not_done", [])
        assert (done + len(told) == 33) == (said == "Hợp lệ")


def test_a_workbook_saved_by_libreoffice_is_marked_with_every_other_part_as_it_was(
    filled: tuple[Path, dict[str, Any]],
) -> None:
    folder, _ = filled
    data = (folder / "filled.xlsx").read_bytes()
    marked = mark_form(data, [Mark("Số liệu", "C6", "Thiếu tử số.", "error")])
    assert isinstance(marked, bytes)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(marked)) as new:
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        added = set(new.namelist()) - set(old.namelist())
    assert changed == {"[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet2.xml"}
    assert {name.partition(".")[0] for name in added} == {
        "xl/comments1",
        "xl/drawings/vmlDrawing1",
        "xl/worksheets/_rels/sheet2",
    }
    assert read_form(marked, "x").tree == read_form(data, "x").tree
