"""What the program ships: catalogues for new workspaces, and templates that stand in where an office has none.

Convention: the wheel carries both under `packaged`; a checkout has them at its top, in data/ and templates/.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cds_kpi.problem import Fault

_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent.parent
_FILES = ("indicators.yaml", "units.yaml", "settings.yaml")
"""What a catalogue may consist of."""
_HOLIDAYS = "holidays.yaml"
"""The working days that the Government swapped: the same in every province."""
_QUOTED = re.compile(rb"""(['"])([^'"\n]+)\1""")


def find_templates() -> Path:
    """Return the folder of the packaged templates."""
    shipped = _PACKAGE / "packaged" / "templates"
    return shipped if shipped.is_dir() else _CHECKOUT / "templates"


def list_templates(folder: Path) -> dict[str, Path]:
    """Return the files under a folder of templates by name; what begins with a dot or ~$ is an editor's."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith((".", "~$"))
    }


def find_asked(templates: Mapping[str, Path]) -> frozenset[str]:
    """Return the names of templates that another one names in quotation marks, as what includes it does."""
    asked: set[str] = set()
    for name, path in templates.items():
        try:
            quoted = {text.decode(errors="replace") for _, text in _QUOTED.findall(path.read_bytes())}
        except OSError:
            # What cannot be read is told where it is used.
            continue
        asked |= quoted - {name}
    return frozenset(asked & templates.keys())


def copy_template(path: Path, folder: Path, name: str) -> Fault | None:
    """Copy a packaged template into a workspace's folder of templates; return why not. Nothing is written over."""
    from cds_kpi.store.filing import write_new

    return write_new(folder / name, path.read_bytes())


def _find_catalogues() -> dict[str, Path]:
    folder = _PACKAGE / "packaged" / "catalogues"
    found = {path.name: path for path in sorted(folder.iterdir()) if (path / _FILES[0]).is_file()}
    if "tphcm" not in found and (_CHECKOUT / "data" / _FILES[0]).is_file():
        found["tphcm"] = _CHECKOUT / "data"
    return found


def list_catalogues() -> list[str]:
    """Return the names of the packaged catalogues."""
    return sorted(_find_catalogues())


def read_catalogue(name: str) -> dict[str, bytes]:
    """Return the files of a packaged catalogue by name, with the swapped working days.

    The example's settings are not part of it.
    """
    known = _find_catalogues()
    folder = known[name]
    files = {file: (folder / file) for file in _FILES if (folder / file).is_file()}
    if folder == _CHECKOUT / "data":
        files.pop("settings.yaml", None)
    files[_HOLIDAYS] = known["tphcm"] / _HOLIDAYS
    return {file: path.read_bytes() for file, path in files.items()}
