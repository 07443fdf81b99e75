"""The command line: what it prints for each call, and that nothing a machine does to it ends in a traceback."""

import fcntl
import hashlib
import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from cds_kpi import __version__
from cds_kpi.cli.endings import CallError
from cds_kpi.cli.language import find_language
from cds_kpi.cli.rounds import parse_as_of
from conftest import Golden, Needs, Run

TRANSCRIPTS = Path(__file__).parent / "cli"
AS_OF = ("--as-of", "2022-09-30")
HEAVY = (
    *("pydantic", "jinja2", "yaml", "holidays", "rich"),
    *("openpyxl", "xlsxwriter", "docxtpl", "docx", "lxml", "sqlite3", "email", "http"),
)

Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def shell(clean_environment: dict[str, str], example: Path, tmp_path: Path) -> Shell:
    """Run a line of shell in the example, with `cds-kpi` on the PATH and 80 columns."""
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "cds-kpi"
    clocked = Path(__file__).parent / "clocked.py"
    program.write_text(
        f'#!/bin/sh\n[ -n "$NOW" ] && exec "{sys.executable}" "{clocked}" "$NOW" "$@"\n'
        f'exec "{sys.executable}" -m cds_kpi "$@"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    environment = clean_environment | {"COLUMNS": "80", "PATH": f"{programs}:{clean_environment['PATH']}"}

    def start(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-c", line],
            cwd=example,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return start


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# ------------------------------------------------------------------------------------------------ transcripts


@pytest.mark.parametrize("transcript", sorted(TRANSCRIPTS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_transcript_is_what_happens(transcript: Path, shell: Shell, example: Path, golden: Golden) -> None:
    """A transcript is what a user does in a fresh copy of the repository's workspace.

    `$ ` and a line of shell, what it printed (standard error after it, each line with `! ` before it), `[exit N]`;
    whatever stands between is comment. `make golden` writes the output anew.
    """
    written = []
    is_output = False
    for line in transcript.read_text(encoding="utf-8").splitlines():
        if is_output:
            is_output = re.fullmatch(r"\[exit \d*\]", line) is None
        elif line.startswith("$ "):
            is_output = True
            result = shell(line.removeprefix("$ "))
            errors = [f"! {said}".rstrip() for said in result.stderr.splitlines()]
            written += [line, *result.stdout.splitlines(), *errors, f"[exit {result.returncode}]"]
        else:
            written.append(line)
    text = "".join(f"{line}\n" for line in written).replace(str(example.parent), "/home/office")
    assert "Traceback" not in text
    assert "No module named" not in text
    golden(transcript, text)


@pytest.mark.parametrize(
    "transcript", sorted(TRANSCRIPTS.glob("report-[ve][in].txt")), ids=lambda path: path.stem
)
def test_a_summary_fits_its_terminal(transcript: Path) -> None:
    width = 80
    for line in transcript.read_text(encoding="utf-8").splitlines():
        if line.startswith("$ "):
            found = re.match(r"\$ COLUMNS=(\d+) ", line)
            width = int(found[1]) if found else 80
        elif not line.startswith("!"):
            assert len(line) <= width


# ------------------------------------------------------------------------------------------------ the start


def loaded(*args: str, cwd: Path, env: Mapping[str, str]) -> list[str]:
    """Name the heavy packages that a call imports."""
    code = (
        "import sys; from cds_kpi.cli.app import main; main();"
        f"sys.stderr.write(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *args],
        cwd=cwd,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return result.stderr.split()


@pytest.mark.parametrize(
    "args",
    [
        ("--version",),
        ("--help",),
        ("report", "--help"),
        ("indicators", "--help"),
        ("chek",),
        ("explain-problem", "501"),
    ],
    ids=" ".join,
)
def test_nothing_heavy_is_loaded_for_a_short_answer(
    args: tuple[str, ...], example: Path, bound_environment: dict[str, str]
) -> None:
    heavy = loaded(*args, cwd=example, env=bound_environment)
    assert [name for name in heavy if name in HEAVY] == []


def test_a_command_does_not_load_the_others(example: Path, bound_environment: dict[str, str]) -> None:
    code = (
        "import sys; from cds_kpi.cli.app import main; main();"
        "sys.stderr.write(' '.join(name for name in sys.modules if name.startswith('cds_kpi')))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "units", "--help"],
        cwd=example,
        env=bound_environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    rooms = {name.split(".")[1] for name in result.stderr.split() if "." in name}
    assert {"cds_kpi.cli.units", "cds_kpi.cli.contents"} <= set(result.stderr.split())
    assert not {f"cds_kpi.cli.{name}" for name in ("reporting", "submitting", "deadlines")} & set(
        result.stderr.split()
    )
    assert not rooms & {"render", "report", "assess", "store", "forms", "model", "post"}


def test_the_version_is_told_before_anything_is_loaded(
    example: Path, bound_environment: dict[str, str]
) -> None:
    code = (
        "import sys; before = set(sys.modules); from cds_kpi.cli.app import main; code = main();"
        "sys.stderr.write(f'{code}: {sorted(set(sys.modules) - before - {\"__future__\"})}')"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "--version"],
        cwd=example,
        env=bound_environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert result.stdout == f"cds-kpi {__version__}\n"
    assert result.stderr == "0: ['cds_kpi', 'cds_kpi.cli', 'cds_kpi.cli.app']"


@pytest.mark.parametrize(
    "args",
    [
        ("--version",),
        ("--debug", "--version"),
        ("--version", "check"),
        ("--version", "--help"),
        ("--lang", "klingon", "--version"),
    ],
    ids=" ".join,
)
def test_the_version_is_the_same_whatever_else_is_said(args: tuple[str, ...], run: Run) -> None:
    result = run(*args)
    assert (result.returncode, result.stdout, result.stderr) == (0, f"cds-kpi {__version__}\n", "")


def test_a_call_that_is_wrong_is_wrong_with_the_version_too(run: Run) -> None:
    assert run("--version", "--lang").returncode == 2
    assert run("--version", "--bogus").returncode == 2
    assert run("check", "--version").returncode == 2


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        ("cds-kpi rep", ""),
        ("cds-kpi submit --unit so-y", "yaml"),
        ("cds-kpi explain online-", "yaml"),
        ("cds-kpi report --period 2022", "yaml"),
        ("cds-kpi templates copy rep", ""),
    ],
)
@pytest.mark.parametrize("shell_name", ["bash", "zsh"])
def test_completion_loads_what_it_reads_with_and_no_more(
    words: str, needed: str, shell_name: str, example: Path, bound_environment: dict[str, str]
) -> None:
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" ")), "_TYPER_COMPLETE_ARGS": words}
    env = bound_environment | asked | {"_CDS_KPI_COMPLETE": f"complete_{shell_name}"}
    assert loaded(cwd=example, env=env) == needed.split()


@pytest.mark.parametrize(
    "args",
    [
        ("check",),
        ("check-deadlines", "--as-of", "2022-09-16"),
        ("status", "--quarter", "Q3", "--format", "json"),
        ("report", "--quarter", "Q3", *AS_OF, "--format", "json", "--stdout"),
        ("units", "--format", "json"),
    ],
    ids=lambda args: args[0],
)
def test_what_a_cron_table_runs_loads_no_print_shop(
    args: tuple[str, ...], example: Path, bound_environment: dict[str, str]
) -> None:
    shops = {"rich", "jinja2", "openpyxl", "xlsxwriter", "docxtpl", "docx", "lxml", "http"}
    assert not shops & set(loaded(*args, cwd=example, env=bound_environment))


def test_the_words_of_problems_wait_for_a_problem(example: Path, bound_environment: dict[str, str]) -> None:
    code = (
        "import sys; from cds_kpi.cli.app import main; main();"
        "sys.stderr.write(str('cds_kpi.problems.table' in sys.modules))"
    )

    def ask() -> str:
        call = [sys.executable, "-c", code, "check"]
        done = subprocess.run(
            call, cwd=example, env=bound_environment, capture_output=True, encoding="utf-8", check=True
        )
        return done.stderr

    assert ask() == "False"
    with (example / "data/units.yaml").open("a", encoding="utf-8") as units:
        units.write("- {id: So}\n")
    assert ask().endswith("True")


@pytest.mark.parametrize(
    "args",
    [
        ("check",),
        ("indicators",),
        ("units", "show", "so-tttt"),
        ("schema", "catalogue"),
        ("explain-problem",),
        ("report", "--quarter", "Q3", "--stdout"),
    ],
    ids=" ".join,
)
def test_reading_changes_nothing(args: tuple[str, ...], run: Run, example: Path) -> None:
    before = fingerprint(example)
    assert run(*args, cwd=example).returncode == 0
    assert fingerprint(example) == before


# ------------------------------------------------------------------------------------------------ the language


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "vi"),
        (["--lang", "en", "check"], {}, "en"),
        (["--lang=en", "check"], {}, "en"),
        (["--lang", "EN", "check"], {}, "en"),
        (["check"], {"CDS_KPI_LANG": "en"}, "en"),
        (["check"], {"CDS_KPI_LANG": "En"}, "en"),
        (["--lang", "vi", "check"], {"CDS_KPI_LANG": "en"}, "vi"),
        (["--lang", "vi", "report", "--lang", "en"], {}, "en"),
        (["check", "--", "--lang", "en"], {}, "vi"),
        (["check", "--lang"], {}, "vi"),
        (["--lang", "fr", "check"], {"CDS_KPI_LANG": "en"}, "en"),
        (["check"], {"CDS_KPI_LANG": "fr", "LANG": "en_US.UTF-8"}, "vi"),
    ],
)
def test_help_is_in_the_language_of_the_call(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert find_language(arguments, environment) == language


def test_the_workspace_speaks_its_own_language(run: Run, example: Path) -> None:
    (example / "data" / "settings.yaml").write_text("format: 1\nlanguage: en\n", encoding="utf-8")
    (example / "data" / "units.yaml").write_text("format: 1\n", encoding="utf-8")
    assert run("check", cwd=example).stdout.startswith("error[")
    assert run("--lang", "vi", "check", cwd=example).stdout.startswith("lỗi[")
    assert run("check", cwd=example, env={"CDS_KPI_LANG": "vi"}).stdout.startswith("lỗi[")


# ------------------------------------------------------------------------------------------------ moments


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-09-30", "2022-09-30T23:59:59+07:00"),
        (" 2022-09-30 ", "2022-09-30T23:59:59+07:00"),
        ("2022-09-20T10:30", "2022-09-20T10:30:00+07:00"),
        ("2022-09-20 10:30:15", "2022-09-20T10:30:15+07:00"),
        ("2022-09-19T17:00:00Z", "2022-09-20T00:00:00+07:00"),
        ("2022-09-20T00:00:00+09:00", "2022-09-19T22:00:00+07:00"),
    ],
)
def test_a_day_means_its_end_and_a_time_the_citys(text: str, moment: str) -> None:
    assert parse_as_of(text) == datetime.fromisoformat(moment)
    assert parse_as_of(text).isoformat() == moment


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "now",
            "30/9/2022",
            "20220930",
            "2022-W39",
            "2022-02-30",
            "2022-9-3",
            "0001-01-01",
            "٢٠٢٢-٠٩-٣٠",
        ),
        *("2022-09-20T25:00", "2022-09-20T10", "2022-09-20T10:30+99:00", "2022-09-30\n2022"),
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(CallError):
        parse_as_of(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("20/9/2022", "Ghi năm trước, tháng, rồi ngày: 2022-09-20."),
        ("ngày 05.03.2022", "Ghi năm trước, tháng, rồi ngày: 2022-03-05."),
        ("31/2/2022", "Ghi 2022-09-20, hoặc 2022-09-20T10:30."),
        ("9999-12-31", "Ghi một ngày trong các năm 1900 đến 2199; bỏ --as-of để lấy lúc này."),
        ("0001-01-01T10:00", "Ghi một ngày trong các năm 1900 đến 2199; bỏ --as-of để lấy lúc này."),
    ],
)
def test_a_day_written_otherwise_is_told_how_to_write_it(text: str, hint: str) -> None:
    with pytest.raises(CallError) as caught:
        parse_as_of(text)
    assert caught.value.hint == hint


@pytest.mark.parametrize(("language", "raw"), [("vi", True), ("en", False)])
def test_an_indicator_is_shown_in_words(language: str, raw: bool, shell: Shell) -> None:
    shown = shell(f"cds-kpi --lang {language} indicators show online-dossiers").stdout
    assert not re.search("in_period|level:|29\\.80\\b(?!%)|2022-12-31" if raw else "in_period|level:", shown)
    assert ("Năm 2021: 29,80%" if raw else "Year 2021: 29.80%") in shown
    assert ("tỷ lệ, phát sinh trong kỳ, tính bằng phần trăm" in shown) == raw


def test_an_indicator_is_shown_by_its_number(shell: Shell) -> None:
    by_number = shell("cds-kpi indicators show 11")
    assert (by_number.returncode, by_number.stderr) == (0, "")
    assert by_number.stdout == shell("cds-kpi indicators show digital-economy-grdp").stdout
    assert shell("cds-kpi indicators show 99").returncode == 2


def test_a_unit_is_shown_in_words(shell: Shell, example: Path) -> None:
    path = example / "data/units.yaml"
    text = path.read_text(encoding="utf-8")
    told = "    valid: {from: 2008-03-01, until: 2035-02-28}\n    successors: [so-tttt]\n"
    path.write_text(text.replace("  - id: so-y-te\n", f"  - id: so-y-te\n{told}", 1), encoding="utf-8")
    shown = shell("cds-kpi units show so-y-te").stdout
    assert "01/3/2008" in shown
    assert "28/02/2035" in shown
    assert "Sở Thông tin và Truyền thông (so-tttt)" in shown


def test_a_level_without_units_is_no_mistake(shell: Shell) -> None:
    listed = shell("cds-kpi units list --level commune")
    assert (listed.returncode, listed.stdout, listed.stderr) == (0, "", "Không có mục nào như vậy.\n")
    assert shell("cds-kpi status --quarter Q3 --level commune").returncode == 0
    assert shell("cds-kpi units --level ward").returncode == 2


# ------------------------------------------------------------------------------------------------ the machine


def test_a_pipe_that_closes_is_no_fault(example: Path, clean_environment: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        for call in (
            ["explain-problem"],
            ["--help"],
            ["--version"],
            ["report", "--quarter", "Q3", "--stdout"],
        ):
            result = subprocess.run(
                [sys.executable, "-m", "cds_kpi", *call],
                cwd=example,
                env=clean_environment,
                stdout=writing,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                check=False,
            )
            assert (result.returncode, result.stderr) == (141, "")
    finally:
        os.close(writing)


def test_a_full_disk_behind_standard_output_is_the_machines_fault(shell: Shell) -> None:
    for call in ("explain-problem", "--help", "report --quarter Q3 --stdout"):
        result = shell(f"cds-kpi {call} > /dev/full")
        assert (result.returncode, result.stderr) == (5, "lỗi: Không ghi được kết quả: ổ đĩa đã đầy.\n")
    assert shell("cds-kpi check > /dev/full").returncode == 0


def test_a_closed_standard_output_is_the_machines_fault(shell: Shell) -> None:
    result = shell("cds-kpi --lang en units >&-")
    assert (result.returncode, result.stderr) == (
        5,
        "error: The output could not be written: the output is closed.\n",
    )
    assert shell("cds-kpi check >&-").returncode == 0
    result = shell("cds-kpi report --quarter Q3 --format md --out out >&- 2>&- <&-")
    assert result.returncode == 5


def test_a_closed_standard_error_does_not_hide_the_exit_code(shell: Shell) -> None:
    assert shell("cds-kpi chek 2>&-").returncode == 2
    assert shell("cds-kpi chek 2>/dev/full").returncode == 2
    assert shell("cds-kpi check 2>&- <&-").returncode == 0


def test_files_never_take_the_place_of_a_closed_stream(shell: Shell, example: Path) -> None:
    code = (
        "import os; from cds_kpi.cli.app import prepare_streams; prepare_streams();"
        "open('opened', 'w').write(' '.join(os.readlink(f'/proc/self/fd/{n}')"
        " for n in range(3)))"
    )
    shell(f'"{sys.executable}" -c "{code}" >&- 2>&- <&-')
    assert (example / "opened").read_text(encoding="utf-8") == "/dev/null /dev/null /dev/null"


@pytest.mark.parametrize(
    "call", [["schema", "catalogue"], ["units"]], ids=["in a write", "in the last flush"]
)
def test_ctrl_c_ends_with_one_line_even_where_nobody_reads(
    call: list[str], example: Path, clean_environment: dict[str, str]
) -> None:
    reading, writing = os.pipe()
    try:
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
        with subprocess.Popen(
            [sys.executable, "-m", "cds_kpi", *call],
            cwd=example,
            env=clean_environment,
            stdout=writing,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        ) as program:
            # The program has more to say than the pipe takes: once it has begun, it waits in a write or a flush.
            select.select([reading], [], [], 60)
            program.send_signal(signal.SIGINT)
            _, errors = program.communicate(timeout=60)
        assert (program.returncode, errors) == (130, "Đã dừng theo yêu cầu.\n")
    finally:
        os.close(reading)
        os.close(writing)


INTERRUPTED = (
    "import signal, sys; from cds_kpi import desk\n"
    "def check_workspace(root): sys.stdout.write('more'); signal.raise_signal(signal.SIGINT)\n"
    "desk.check_workspace = check_workspace\n"
    "from cds_kpi.cli.app import main; sys.exit(main())\n"
)


def test_ctrl_c_does_not_wait_for_a_reader_that_sleeps(
    example: Path, clean_environment: dict[str, str]
) -> None:
    reading, writing = os.pipe()
    try:
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
        os.write(writing, b"x" * 4096)
        result = subprocess.run(
            [sys.executable, "-c", INTERRUPTED, "check"],
            cwd=example,
            env=clean_environment,
            stdout=writing,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        assert (result.returncode, result.stderr) == (130, "Đã dừng theo yêu cầu.\n")
    finally:
        os.close(reading)
        os.close(writing)


def deny(needs: Needs) -> list[str]:
    """Give the words before a command that take away root's right to read and write everything."""
    if os.geteuid() != 0:
        return []
    powers = "-dac_override,-dac_read_search"
    return [str(needs("setpriv")), f"--bounding-set={powers}", f"--inh-caps={powers}"]


def test_a_file_one_may_not_read_is_a_problem_with_its_name(
    needs: Needs, example: Path, bound_environment: dict[str, str]
) -> None:
    (example / "data" / "units.yaml").chmod(0)
    result = subprocess.run(
        [*deny(needs), sys.executable, "-m", "cds_kpi", "check", "--format", "json"],
        cwd=example,
        env=bound_environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    found = [(one["code"], one["file"]) for one in json.loads(result.stdout)["problems"]]
    assert (result.returncode, result.stderr) == (1, "")
    assert found == [("KPI102", "data/units.yaml")]


def test_a_folder_one_may_not_write_to_is_the_machines_fault(
    needs: Needs, example: Path, bound_environment: dict[str, str]
) -> None:
    (example / "reports").mkdir(mode=0o555)
    before = fingerprint(example)
    result = subprocess.run(
        [*deny(needs), sys.executable, "-m", "cds_kpi", "--lang", "en", "report", "--quarter", "Q3", *AS_OF],
        cwd=example,
        env=bound_environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (result.returncode, result.stdout) == (5, "")
    assert result.stderr.startswith("error[KPI701]\n")
    assert "Traceback" not in result.stderr
    assert fingerprint(example) == before


def test_a_folder_that_is_gone_is_said_to_be_gone(shell: Shell) -> None:
    result = shell("mkdir gone && cd gone && rmdir ../gone && cds-kpi check")
    assert result.returncode == 2
    assert "lỗi: Thư mục hiện tại không còn, hoặc không mở được.\n" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "LANG": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "cp1258"},
        {"PYTHONIOENCODING": "ascii:strict"},
        {"LANG": "vi_VN.ISO-8859-1", "HOME": "/nonexistent"},
    ],
    ids=lambda env: " ".join(f"{name}={value}" for name, value in env.items()),
)
def test_the_output_is_utf_8_in_every_locale(env: dict[str, str], run: Run, example: Path) -> None:
    expected = run("report", "--quarter", "Q3", *AS_OF, "--format", "json", "--stdout", cwd=example)
    result = run("report", "--quarter", "Q3", *AS_OF, "--format", "json", "--stdout", cwd=example, env=env)
    assert (result.returncode, result.stdout, result.stderr) == (0, expected.stdout, "")
    assert "Thư mục làm việc" in run("--help", env=env).stdout
    assert run("chek", env=env).stderr.startswith("lỗi: Không có lệnh “chek”.")


def test_a_home_is_not_needed(example: Path, clean_environment: dict[str, str]) -> None:
    del clean_environment["HOME"]
    result = subprocess.run(
        [sys.executable, "-m", "cds_kpi", "check"],
        cwd=example,
        env=clean_environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_path_that_is_not_utf_8_is_a_path_like_any_other(
    example: Path, clean_environment: dict[str, str]
) -> None:
    folder = os.fsencode(example.parent)
    clean_environment["CDS_KPI_WORKSPACE"] = str(example)
    with open(folder + b"/bad-\xff.yaml", "wb") as file:  # noqa: PTH123 - a name that is no text
        file.write(b"format: 1\nunit: nobody\n")
    for form in ("full", "concise", "github", "json"):
        result = subprocess.run(
            [sys.executable, "-m", "cds_kpi", "check", "--format", form, b"bad-\xff.yaml"],
            cwd=folder,
            env=clean_environment,
            capture_output=True,
            check=False,
        )
        assert (result.returncode, result.stderr) == (1, b"")
        assert rb"bad-\udcff.yaml" in result.stdout
    result = subprocess.run(
        [sys.executable, "-m", "cds_kpi", "check", b"absent-\xff"],
        cwd=folder,
        env=clean_environment,
        capture_output=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.startswith("lỗi[KPI107]".encode())


# ------------------------------------------------------------------------------------------------ our own faults

BROKEN = (
    "import sys; from cds_kpi import desk\n"
    "def check_workspace(root): raise ValueError('a secret of ours')\n"
    "desk.check_workspace = check_workspace\n"
    "from cds_kpi.cli.app import main; sys.exit(main())\n"
)


def test_a_fault_of_ours_is_called_one(example: Path, clean_environment: dict[str, str]) -> None:
    def start(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", BROKEN, *args],
            cwd=example,
            env=clean_environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    result = start("check")
    assert (result.returncode, result.stdout) == (70, "")
    assert result.stderr == (
        "lỗi: Chương trình tự nó có lỗi, không phải lỗi của số liệu hay của lời gọi. "
        "Chạy lại với “cds-kpi --debug …” để xem chi tiết và gửi cho người phát triển.\n"
    )
    result = start("--lang", "en", "--debug", "check")
    assert result.returncode == 70
    assert result.stderr.startswith("Traceback (most recent call last):\n")
    assert "ValueError: a secret of ours" in result.stderr


def test_a_programmes_indicators_stand_in_its_own_order(run: Run, repo: Path) -> None:
    listed = json.loads(run("indicators", "--programme", "qd-2393", "--format", "json", cwd=repo).stdout)
    numbers = [
        min(
            (one["number"] for one in card["targets"] if one["programme"] == "qd-2393" and one["number"]),
            default=None,
        )
        for card in listed["indicators"]
    ]
    assert numbers[:12] == list(range(1, 13))
    assert numbers == sorted(numbers, key=lambda number: (number is None, number or 0))
