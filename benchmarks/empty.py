"""An empty Typer app with as many commands as ours: what starting a program of this kind costs with nothing in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_BEGIN = '''\
import typer

app = typer.Typer()


def begin(version: bool = typer.Option(False, "--version", help="Print the version.")) -> None:
    """An app with nothing in it."""
    if version:
        print("0")
        raise typer.Exit


app.callback(invoke_without_command=True)(begin)
'''
_COMMAND = '''

def {function}() -> None:
    """Do nothing."""


{app}.command("{name}")({function})
'''


def write_empty_app(folder: Path) -> Path:
    """Write the app as a module and a script that calls it; return the script.

    The module is compiled once, as an installed program is. Groups have as many commands as our groups.
    """
    from cds_kpi.cli.commands import build_commands

    text = [_BEGIN]
    for name, command in build_commands().commands.items():
        function = name.replace("-", "_")
        below = getattr(command, "commands", None)
        if below is None:
            text.append(_COMMAND.format(function=f"do_{function}", app="app", name=name))
            continue
        text.append(f'\n\ngroup_{function} = typer.Typer()\napp.add_typer(group_{function}, name="{name}")\n')
        text += [
            _COMMAND.format(
                function=f"do_{function}_{one.replace('-', '_')}", app=f"group_{function}", name=one
            )
            for one in below
        ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "empty_app.py").write_text("".join(text), encoding="utf-8")
    script = folder / "empty"
    script.write_text("import sys\n\nfrom empty_app import app\n\nsys.exit(app())\n", encoding="utf-8")
    return script
