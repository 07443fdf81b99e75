"""The folders that templates stand in, and where in them something went wrong.

Convention: a template is taken file by file from the first folder that has something of its name.
"""

from __future__ import annotations

from errno import errorcode
from typing import TYPE_CHECKING

from jinja2 import BaseLoader, FileSystemLoader, TemplateNotFound, TemplateSyntaxError
from jinja2.loaders import split_template_path

from cds_kpi.problem import Fault, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from jinja2 import Environment

LARGEST = 1_000_000
"""Bytes a template may have."""


class UnreadableError(Exception):
    """A template that is there and cannot be read."""

    def __init__(self, name: str, fault: Fault) -> None:
        super().__init__(name)
        self.name, self.fault = name, fault


class Folders(BaseLoader):
    """The folders, the office's own first; nothing outside them is read, not through a link either."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self._read: dict[str, tuple[str, str]] = {}
        """What has been read, by path as Jinja names it: the template's name, and its text."""

    def find(self, name: str) -> tuple[Path, Path]:
        """Return the folder a template is taken from, and its path: in the first one where nobody has it."""
        found = [(folder, folder.joinpath(*split_template_path(name))) for folder in self.folders]
        return next((one for one in found if one[1].is_symlink() or one[1].exists()), found[0])

    def find_place(self, name: str, line: int | None = None) -> Place:
        """Return the place of a template: within the workspace, or where the program's own templates are."""
        folder, path = self.find(name)
        return Place(f"{folder.name}/{name}" if folder == self.folders[0] else path.as_posix(), line=line)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text, for Jinja; raises TemplateNotFound or UnreadableError."""
        folder, path = self.find(template)
        if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            raise TemplateNotFound(template)
        # A byte order mark is what Windows editors begin a file with, not part of the template.
        loader = FileSystemLoader(folder, encoding="utf-8-sig")
        try:
            size = path.stat().st_size
            if size > LARGEST:
                raise UnreadableError(template, Fault("file-too-large", {"size": size, "largest": LARGEST}))
            source, filename, is_fresh = loader.get_source(environment, template)
        except UnicodeDecodeError as error:
            byte = f"0x{error.object[error.start]:02X}"
            raise UnreadableError(template, Fault("file-not-utf8", {"byte": byte})) from error
        except PermissionError as error:
            raise UnreadableError(template, Fault("file-forbidden")) from error
        except OSError as error:
            said = errorcode.get(error.errno or 0, str(error.errno))
            raise UnreadableError(template, Fault("file-io", {"error": said})) from error
        self._read[filename] = (template, source)
        return source, filename, is_fresh

    def read_data(self, name: str, largest: int) -> bytes | Fault | None:
        """Return a template that is no text, what keeps it from being read, or None where nobody has it."""
        folder, path = self.find(name)
        if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            return None
        try:
            size = path.stat().st_size
            if size > largest:
                return Fault("file-too-large", {"size": size, "largest": largest})
            return path.read_bytes()
        except PermissionError:
            return Fault("file-forbidden")
        except OSError as error:
            return Fault("file-io", {"error": errorcode.get(error.errno or 0, str(error.errno))})

    def remember(self, filename: str, name: str, source: str) -> None:
        """Note a source that was not read here, so that what goes wrong in it has its place."""
        self._read[filename] = (name, source)

    def measure(self, filename: str | None) -> int:
        """Return how many characters a template has that has been read."""
        return len(self._read[filename or ""][1])

    def find_spot(self, error: Exception) -> tuple[str, int] | None:
        """Return the template and the line in it that an error comes from, where it comes from one."""
        if isinstance(error, TemplateSyntaxError):
            # Jinja's lexer gives the file where it should give the name.
            files = [file for file in (error.filename, error.name) if file in self._read]
            return (self._read[files[0]][0], error.lineno) if files else None
        spot, trace = None, error.__traceback__
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            spot = (self._read[file][0], trace.tb_lineno) if file in self._read else spot
            trace = trace.tb_next
        return spot

    def find_line(self, name: str, line: int) -> str:
        """Return a line of a template that has been read."""
        lines = next((source.split("\n") for known, source in self._read.values() if known == name), [])
        return lines[line - 1] if line <= len(lines) else ""
