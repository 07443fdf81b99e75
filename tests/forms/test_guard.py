import resource
import subprocess
import sys
from pathlib import Path

import pytest

from cds_kpi.forms.guard import LARGEST, MOST_ITEMS, MOST_PARTS, check_package
from cds_kpi.problem import Place
from cds_kpi.problems import KINDS, word_problem
from hostile_forms import HOSTILE, good

READ = """
import sys
from cds_kpi.forms.reading import read_form
with open(sys.argv[1], "rb") as file:
    filled = read_form(file.read(), "x.xlsx")
print(*dict.fromkeys(problem.kind for problem in filled.problems))
"""
SECONDS, BYTES = 2, 300_000_000


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_answered_within_two_seconds_and_300_megabytes(
    name: str, repo: Path, tmp_path: Path
) -> None:
    make, kind = HOSTILE[name]
    file = tmp_path / "form.xlsx"
    file.write_bytes(make())
    # Without what measures coverage: it is the reader that is measured here.
    answered = subprocess.run(
        [sys.executable, "-c", READ, file],
        env={"PYTHONPATH": str(repo / "src")},
        preexec_fn=limit,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (answered.returncode, answered.stderr) == (0, "")
    told = [one for one in answered.stdout.split() if one != "form-strays-many"]
    assert told == ([kind] if kind else [])


def test_the_limits_of_that_test_are_real(tmp_path: Path) -> None:
    for program in ("x = bytearray(400_000_000)", "while True: pass"):
        ended = subprocess.run(
            [sys.executable, "-c", program],
            preexec_fn=limit,
            capture_output=True,
            check=False,
        )
        assert ended.returncode != 0


def test_a_good_form_passes() -> None:
    assert check_package(good()) is None


def test_each_kind_of_danger_has_a_sentence_of_its_own_in_both_languages() -> None:
    kinds = {kind for _, kind in HOSTILE.values() if kind is not None and kind.startswith("form-")}
    for place in (0, 1):
        assert len({KINDS[kind].message[place] for kind in kinds}) == len(kinds)
    assert kinds >= {kind for kind in KINDS if KINDS[kind].code.startswith(("KPI60", "KPI61"))}


def test_sizes_are_told_in_megabytes_and_numbers() -> None:
    def say(name: str) -> str:
        fault = check_package(HOSTILE[name][0]())
        assert fault is not None
        return word_problem(fault.at(Place("x.xlsx")), "vi").message

    assert (LARGEST, MOST_PARTS, MOST_ITEMS) == (20_000_000, 400, 200_000)
    assert say("too large") == "Bảng tính này chứa 20,2 MB, nhiều hơn mức cho phép là 20 MB."
    assert say("ten thousand parts") == "Bảng tính này gồm 10.012 phần, nhiều hơn mức cho phép là 400."
    assert say("path upward") == "Tên phần “../../etc/cron.d/x” trỏ ra ngoài bảng tính."
    assert say("csv") == (
        "Tệp này là văn bản thường hoặc CSV, không phải bảng tính; dòng đầu là “đơn vị;tử số;mẫu số”."
    )
