"""What a clerk reads who has filled in a form wrongly: sheet and cell, the words printed there, what to type."""

import re
import shutil
import string
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.forms import words
from cds_kpi.problem import Place, Problem
from cds_kpi.problems import KINDS, word_problem
from cds_kpi.problems.in_forms import IN_FORMS, PRINTED
from cds_kpi.text import Language
from conftest import REPOSITORY, Run
from form_plans import fill, open_book, save_book

UNIT = "ubnd-quan-3"
KEYS = re.compile(
    r"[a-z]+_[a-z]+|\b(?:done|nil|unavailable|parts|value|whole): |YAML|data/|\.yaml|--set|“[a-z]+”"
)
"""What no clerk can make anything of."""


NOW = datetime.fromisoformat("2022-09-16T09:00:00+07:00")


class Office:
    """Hands out one district's form and takes it back filled."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._blank: dict[Language, bytes] = {}

    def send(
        self, answers: Mapping[str, object], language: Language = "vi"
    ) -> list[tuple[str, str, str, str]]:
        """Return of every problem the code, sheet and cell, the message and the hint; nothing is written."""
        if language not in self._blank:
            made = desk.make_form(self.root, desk.Asking(quarter="Q3"), UNIT, now=NOW, language=language)
            assert isinstance(made, desk.Form)
            self._blank[language] = made.data
        named = {name if name.startswith("form.") else f"in.{name}": value for name, value in answers.items()}
        draft = desk.read_draft(fill(self._blank[language], named), "x.xlsx")
        answer = desk.submit(self.root, draft, desk.Sending(NOW, language))
        assert isinstance(answer, desk.Refusal | desk.Unconfirmed)
        problems = answer.problems if isinstance(answer, desk.Refusal) else answer.warnings
        said = [(problem.place, word_problem(problem, language)) for problem in problems]
        return [(one.code, f"{place.sheet}!{place.cell}", one.message, one.hint) for place, one in said]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    root = tmp_path_factory.mktemp("office")
    for folder in ("data", "templates"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    return Office(root)


GOOD = {"online_dossiers.numerator": 4000, "online_dossiers.denominator": 10560}
WRONG: tuple[tuple[Mapping[str, object], str, str, Mapping[Language, str]], ...] = (
    (
        {"online_dossiers.numerator": 5, "online_dossiers.nil": "x"},
        "KPI230",
        "C6",
        {
            "vi": "Mỗi chỉ tiêu cần đúng một câu trả lời; các ô trả lời đã điền: “Tử số”, “Không phát sinh trong kỳ”.",
            "en": "Each indicator needs exactly one answer; answers filled in: “Numerator”, “Nothing to count in the "
            "period”.",
        },
    ),
    (
        {"online_dossiers.numerator": 5},
        "KPI231",
        "C6",
        {"vi": "Thiếu “Mẫu số”.", "en": "The “Denominator” is missing."},
    ),
    (
        {"e_payment_units.nil": "chưa", "e_payment_units.members_done": 5},
        "KPI232",
        "C16",
        {
            "vi": "Đã trả lời thay các đơn vị trực thuộc nhưng chưa trả lời cho chính đơn vị.",
            "en": "The members are answered for, but not the unit itself.",
        },
    ),
    (
        {**GOOD, "online_dossiers.expected_on": "05/10/2022"},
        "KPI233",
        "F12",
        {
            "vi": "Có “Ngày dự kiến có số liệu”, nhưng ô “Chưa có số liệu” để trống.",
            "en": "There is a date in “Expected on”, but “Not available yet” is empty.",
        },
    ),
    (
        {},
        "KPI261",
        "C6",
        {"vi": "Biểu mẫu chưa trả lời chỉ tiêu nào.", "en": "The form answers no indicator."},
    ),
    (
        {**GOOD, "form.sent_on": "hôm nay"},
        "KPI403",
        "B23",
        {"vi": "“hôm nay” không phải là ngày.", "en": "“hôm nay” is not a day."},
    ),
    (
        {"online_dossiers.numerator": "khoảng 5", "online_dossiers.denominator": 9},
        "KPI502",
        "C6",
        {"vi": "“khoảng 5” không phải là số.", "en": "“khoảng 5” is not a number."},
    ),
    (
        {"online_dossiers.numerator": 3.5, "online_dossiers.denominator": 9},
        "KPI508",
        "C6",
        {
            "vi": "3,5 không phải là số nguyên, trong khi chỉ tiêu này đếm từng người, từng việc.",
            "en": "3.5 is not whole, but this indicator counts whole things.",
        },
    ),
    (
        {"online_dossiers.numerator": -12345, "online_dossiers.denominator": 9},
        "KPI520",
        "C6",
        {
            "vi": "“-12.345” quá nhỏ: số lượng và tỷ lệ không thể âm, thứ hạng bắt đầu từ 1.",
            "en": "“-12,345” is too small: counts and shares are never negative, and ranks start at 1.",
        },
    ),
    (
        {"online_dossiers.numerator": "85%", "online_dossiers.denominator": 9},
        "KPI521",
        "C6",
        {
            "vi": "“85%” có dấu %, nhưng ở đây cần số lượng.",
            "en": "“85%” has a percent sign, but a count is needed here.",
        },
    ),
    (
        {"online_dossiers.numerator": 12345, "online_dossiers.denominator": 10560},
        "KPI523",
        "C6",
        {
            "vi": "Tử số 12.345 lớn hơn mẫu số 10.560.",
            "en": "The numerator 12,345 is larger than the denominator 10,560.",
        },
    ),
    (
        {"e_payment_units.done": "Có", "e_payment_units.members_done": 13},
        "KPI540",
        "C16",
        {
            "vi": "Đã trả lời thay 13 đơn vị trực thuộc, nhưng đơn vị chỉ có 12.",
            "en": "13 members are answered for, but the unit has 12.",
        },
    ),
    (
        {"e_payment_units.done": "Có", "e_payment_units.members_done": 5},
        "KPI541",
        "C15",
        {
            "vi": "Mới trả lời thay 5 trong 12 đơn vị trực thuộc.",
            "en": "5 of the unit's 12 members are answered for.",
        },
    ),
    (
        {"e_payment_units.done": "Có", "e_payment_units.members_done": 5.5},
        "KPI507",
        "C16",
        {
            "vi": "Ô này cần một số nguyên từ 0 trở lên, không phải 5,5.",
            "en": "This cell needs a whole number from 0 up, not 5.5.",
        },
    ),
    (
        {"online_dossiers.numerator": 9000, "online_dossiers.denominator": 10560},
        "KPI552",
        "C6",
        {
            "vi": "Số liệu 9.000/10.560 (85,23%) khác xa các kỳ trước (6 tháng đầu năm 2022: 3.697/10.560 (35,01%)).",
            "en": "9,000/10,560 (85.23%) is far from the earlier figures (First half of 2022: 3,697/10,560 (35.01%)).",
        },
    ),
    (
        {"e_payment_units.done": "Đang làm"},
        "KPI635",
        "C15",
        {
            "vi": "“Đang làm” không có trong danh sách của ô này.",
            "en": "“Đang làm” is not in this cell's list.",
        },
    ),
)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("case", WRONG, ids=[code for _, code, _, _ in WRONG])
def test_what_is_wrong_is_said_in_the_words_of_the_form(
    office: Office,
    case: tuple[Mapping[str, object], str, str, Mapping[Language, str]],
    language: Language,
) -> None:
    answers, code, cell, said = case
    sent = office.send(answers, language)
    mine = [(at, message) for one, at, message, _ in sent if one == code]
    sheet = words.COVER_SHEET if cell.startswith("B") else words.FIGURES_SHEET
    assert mine == [(f"{sheet.say(language)}!{cell}", said[language])]
    for _, _, message, hint in sent:
        assert not KEYS.search(f"{message} {hint}"), f"{message} {hint}"


def test_every_word_quoted_as_printed_stands_in_the_form() -> None:
    printed = {*PRINTED.values(), words.YES, words.NO}
    for language in ("vi", "en"):
        there = {one.say("vi" if language == "vi" else "en") for one in printed}
        for slug, told in IN_FORMS.items():
            for template in (one for one in told if one is not None):
                quoted = re.findall(r"“([^“”{}]+)”", template.vi if language == "vi" else template.en)
                assert set(quoted) <= there, slug


def test_a_form_has_words_of_its_own_for_known_kinds_filled_with_their_facts() -> None:
    def fields(*templates: object) -> set[str]:
        return {
            name
            for one in templates
            if one is not None
            for text in one  # type: ignore[attr-defined]
            for _, name, _, _ in string.Formatter().parse(text)
            if name
        }

    for slug, told in IN_FORMS.items():
        kind = KINDS[slug]
        assert fields(*told) <= fields(kind.message, kind.hint, kind.near), slug
        for wording in told:
            if wording is not None:
                assert fields((wording.vi,)) == fields((wording.en,))
                assert wording.vi.endswith(".")
                assert wording.en.endswith(".")


def test_problems_are_listed_as_the_form_is_read(office: Office) -> None:
    sent = office.send(
        {
            "online_reports.numerator": "x",
            "online_reports.denominator": 5,
            "online_dossiers.note": "y" * 10_001,
            "online_dossiers.numerator": "x",
            "online_dossiers.denominator": "x",
            "e_payment_units.done": "x",
            "form.prepared_by.email": "x",
        }
    )
    assert [at.partition("!")[2] for _, at, _, _ in sent] == ["B20", "C6", "C7", "F8", "C15", "C24"]


def test_an_answer_that_cannot_be_read_does_not_make_the_form_an_empty_one(office: Office) -> None:
    sent = office.send({"online_reports.expected_on": "05/10/2022"})
    assert [code for code, _, _, _ in sent] == ["KPI230"]


def test_a_figure_on_the_command_line_that_cannot_be_read_makes_no_empty_submission(
    run: Run, example: Path
) -> None:
    call = ("submit", "--unit", "so-gtvt", "--quarter", "Q4", "--set", "online-dossiers=abc", "--yes")
    result = run(*call, cwd=example)
    assert (result.returncode, re.findall(r"KPI\d+", result.stderr)) == (1, ["KPI502"])


def test_what_is_not_whole_does_not_hide_that_the_numerator_is_larger(office: Office) -> None:
    sent = office.send({"online_dossiers.numerator": 5.5, "online_dossiers.denominator": 4.5})
    assert [(code, at) for code, at, _, _ in sent if code != "KPI552"] == [
        ("KPI523", "Số liệu!C6"),
        ("KPI508", "Số liệu!C6"),
        ("KPI508", "Số liệu!C7"),
    ]


@pytest.mark.parametrize(
    ("place", "message", "hint"),
    [
        (
            Place("x.yaml", line=9, column=1),
            "“0.1351” được hiểu là 0,1351 phần trăm, trong khi mục tiêu lớn hơn 1 phần trăm.",
            "Nếu là 13,51 phần trăm thì ghi 13.51; nếu đúng là 0,1351 phần trăm thì giữ nguyên.",
        ),
        (
            Place("--set x=0,1351"),
            "“0,1351” được hiểu là 0,1351 phần trăm, trong khi mục tiêu lớn hơn 1 phần trăm.",
            "Nếu là 13,51 phần trăm thì ghi 13,51; nếu đúng là 0,1351 phần trăm thì giữ nguyên.",
        ),
        (
            Place("x.xlsx", sheet="Số liệu", cell="C6"),
            "“0,1351” được hiểu là 0,1351 phần trăm, trong khi mục tiêu lớn hơn 1 phần trăm.",
            "Nếu là 13,51 phần trăm thì gõ 13,51; nếu đúng là 0,1351 phần trăm thì giữ nguyên.",
        ),
    ],
    ids=["a file", "the command line", "a form"],
)
def test_a_figure_is_said_as_vietnamese_writes_it_and_quoted_as_it_was_written(
    place: Place, message: str, hint: str
) -> None:
    worded = word_problem(Problem("percentage-fraction", place, {"found": "0.1351", "near": "13.51"}), "vi")
    assert (worded.message, worded.hint) == (message, hint)


@pytest.mark.parametrize(("number", "hint"), [(7.65, "7650"), (1.5, "1500"), (0.5, None), (7.6543, None)])
def test_thousands_that_a_spreadsheet_made_a_decimal_of_are_guessed_at(
    office: Office, number: float, hint: str | None
) -> None:
    said = office.send({"online_dossiers.numerator": number, "online_dossiers.denominator": 9000})
    [told] = [one for one in said if one[0] == "KPI508"]
    guess = f"Nếu dấu phẩy là dấu phân cách hàng nghìn thì gõ {hint}."
    assert told[3] == (guess if hint else "Gõ số nguyên, liền các chữ số, ví dụ 1234567.")


def test_a_renamed_sheet_is_one_problem(office: Office) -> None:
    made = desk.make_form(office.root, desk.Asking(quarter="Q3"), UNIT, now=NOW, language="vi")
    assert isinstance(made, desk.Form)
    book = open_book(made.data)
    book.remove(book["Số liệu"])
    draft = desk.read_draft(save_book(book), "x.xlsx")
    answer = desk.submit(office.root, draft, desk.Sending(NOW, "vi"))
    assert isinstance(answer, desk.Refusal)
    kinds = {problem.kind for problem in answer.problems}
    assert kinds
    assert "submission-empty" not in kinds


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_prompt_has_a_title_cut_within_its_words(office: Office, language: Language) -> None:
    made = desk.make_form(office.root, desk.Asking(quarter="Q3"), UNIT, now=NOW, language=language)
    assert isinstance(made, desk.Form)
    rules = open_book(made.data)["Số liệu" if language == "vi" else "Figures"].data_validations.dataValidation
    titles = {rule.promptTitle for rule in rules}
    assert "" not in titles
    assert all(len(title) <= 32 and "…" not in title for title in titles), titles
    assert ("Trực thuộc chưa thực hiện" if language == "vi" else "Members that have not") in titles
