"""Help pages: every example can be copied into a shell as it stands, in the language of the page."""

import json
import re
import shlex
import subprocess
import sys

import pytest

from cds_kpi import desk
from cds_kpi.model.units import LEVELS

LIST = """
import json
from typer.core import TyperGroup
from cds_kpi.cli.commands import build_commands

def walk(command):
    yield command.epilog or ""
    for option in command.params:
        yield getattr(option, "help", None) or ""
    for one in command.commands.values() if isinstance(command, TyperGroup) else ():
        yield from walk(one)

texts = list(walk(build_commands()))
print(json.dumps([line for text in texts for line in text.splitlines() if line.startswith("cds-kpi")]))
"""


def run_python(code: str, language: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"CDS_KPI_LANG": language},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_example_of_a_help_page_can_be_copied(language: str, clean_environment: dict[str, str]) -> None:
    lines = json.loads(run_python(LIST, language, clean_environment))
    assert len(lines) > 30
    for line in lines:
        assert not re.search("[“”‘’…–]", line), line
        if language == "en":
            assert line.isascii(), line
        words = shlex.split(line.partition(" | ")[0].partition(" > ")[0])
        assert words[0] == "cds-kpi", line


@pytest.mark.parametrize(("language", "value"), [("vi", "ID=13,51"), ("en", "ID=13.51")])
def test_the_help_of_submit_names_every_kind_of_answer(
    language: str, value: str, clean_environment: dict[str, str]
) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "cds_kpi", "--lang", language, "submit", "--help"],
        env=clean_environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    page = " ".join(shown.split()).replace("MÃ", "ID")
    for said in (value, "ID.members_done=", "ID.members_not_done=", "ID.note=", "ID=nil: ", "ID=na: "):
        assert said in page


def test_the_levels_of_the_command_line_are_those_of_the_registry() -> None:
    assert desk.LEVELS == LEVELS


CONTENTS = """
from cds_kpi.cli.commands import build_commands
from cds_kpi.cli.contents import CONTENTS, summarise

commands = build_commands().commands
assert [name for name in commands if not commands[name].help.startswith(summarise(name))] == []
assert [name for name, one in commands.items() if one.name != name or one.hidden] == []
assert sorted(commands._taken) == sorted(CONTENTS), "a module has a command that the table does not know"
assert len(commands) == len(list(commands)) == len(CONTENTS) > 20
"""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_table_of_contents_knows_every_command(language: str, clean_environment: dict[str, str]) -> None:
    run_python(CONTENTS, language, clean_environment)
