"""What the program ships: catalogues for new workspaces, and templates that stand in where an office has none.

Convention: the wheel carries both under `packaged`; a checkout has them at its top, in data/ and templates/.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent.parent
_FILES = ("indicators.yaml", "units.yaml", "settings.yaml")
"""What a catalogue may consist of."""


def find_templates() -> Path:
    """Return the folder of the packaged templates."""
    shipped = _PACKAGE / "packaged" / "templates"
    return shipped if shipped.is_dir() else _CHECKOUT / "templates"


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
    """Return the files of a packaged catalogue by name; the example's settings are not part of it."""
    folder = _find_catalogues()[name]
    files = {file: (folder / file) for file in _FILES if (folder / file).is_file()}
    if folder == _CHECKOUT / "data":
        files.pop("settings.yaml", None)
    return {file: path.read_bytes() for file, path in files.items()}
