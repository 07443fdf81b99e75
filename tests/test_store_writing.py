"""Files outside the store are written whole or not at all, and why not is said beforehand where it shows."""

import ctypes
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from cds_kpi.problem import Fault
from cds_kpi.store.writing import check_output, make_folder, write_file


def list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def mask() -> Iterator[None]:
    before = os.umask(0)
    os.umask(before)
    yield
    os.umask(before)


def refuse(monkeypatch: pytest.MonkeyPatch, call: str, number: int) -> None:
    """Let a call of the system fail."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)


# ---------------------------------------------------------------------------------------------- what is written


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "ra.md"
    assert write_file(path, b"one") is None
    assert path.read_bytes() == b"one"
    assert write_file(path, b"two") is None
    assert path.read_bytes() == b"two"
    assert list_names(path.parent) == ["ra.md"]


def test_without_replacing_the_first_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "a" / "ra.xlsx"
    assert write_file(path, b"one", replaces=False) is None
    assert write_file(path, b"two", replaces=False) == Fault("output-exists", {"path": str(path)})
    assert path.read_bytes() == b"one"
    assert list_names(path.parent) == ["ra.xlsx"]


@pytest.mark.parametrize("replaces", [True, False])
def test_the_bytes_are_on_the_disk_before_the_name_and_the_name_before_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaces: bool
) -> None:
    path, told = tmp_path / "ra.md", []
    sync = os.fsync

    def note(handle: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        size = os.fstat(handle).st_size
        told.append(("folder", path.name) if is_folder and path.exists() else ("file", size))
        hidden = [name for name in list_names(tmp_path) if name != path.name]
        assert all(name.startswith(".") and name.endswith(".tmp") for name in hidden)
        assert len(hidden) == (0 if is_folder else 1)
        sync(handle)

    monkeypatch.setattr(os, "fsync", note)
    assert write_file(path, b"four", replaces=replaces) is None
    assert told == [("file", 4), ("folder", "ra.md")]


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600), (0, 0o666)])
@pytest.mark.usefixtures("mask")
def test_a_new_file_has_what_the_umask_leaves_and_the_umask_stays(
    tmp_path: Path, umask: int, mode: int
) -> None:
    os.umask(umask)
    assert write_file(tmp_path / "ra.md", b"") is None
    assert stat.S_IMODE((tmp_path / "ra.md").stat().st_mode) == mode
    assert os.umask(umask) == umask


def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "ra.md"
    path.write_bytes(b"one")
    for mode in (0o640, 0o755):
        path.chmod(mode)
        assert write_file(path, b"two") is None
        assert stat.S_IMODE(path.stat().st_mode) == mode


# -------------------------------------------------------------------------------------------- what cannot be


@pytest.mark.parametrize(
    ("number", "kind", "name"),
    [
        (errno.EACCES, "output-forbidden", "EACCES"),
        (errno.EPERM, "output-forbidden", "EPERM"),
        (errno.EROFS, "output-forbidden", "EROFS"),
        (errno.ENOSPC, "output-failed", "ENOSPC"),
        (errno.EIO, "output-failed", "EIO"),
        (errno.ENOTDIR, "output-failed", "ENOTDIR"),
        (99999, "output-failed", "?"),
        (0, "output-failed", "?"),
    ],
)
def test_a_failure_leaves_the_file_of_yesterday_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: str, name: str
) -> None:
    path = tmp_path / "ra.md"
    path.write_bytes(b"yesterday")
    refuse(monkeypatch, "fsync", number)
    assert write_file(path, b"today") == Fault(kind, {"path": str(path), "error": name})
    assert path.read_bytes() == b"yesterday"
    assert list_names(tmp_path) == ["ra.md"]


def test_what_cannot_be_cleared_away_hides_nothing_of_what_went_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ra.md"
    with monkeypatch.context() as broken:
        refuse(broken, "fsync", errno.ENOSPC)
        refuse(broken, "unlink", errno.EIO)
        assert write_file(path, b"x") == Fault("output-failed", {"path": str(path), "error": "ENOSPC"})
    [left] = list_names(tmp_path)
    assert left.startswith(".")


def test_a_folder_that_has_the_name_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "ra.md"
    path.mkdir()
    assert write_file(path, b"x") == Fault("output-failed", {"path": str(path), "error": "EISDIR"})
    assert list_names(tmp_path) == ["ra.md"]


@pytest.mark.parametrize("below", ["ra.md", "a/ra.md", "a/b/ra.md"])
@pytest.mark.parametrize("replaces", [True, False])
def test_a_file_in_the_place_of_a_folder_is_the_one_that_is_named(
    tmp_path: Path, below: str, replaces: bool
) -> None:
    (tmp_path / "reports").write_bytes(b"mine")
    path, fault = (
        tmp_path / "reports" / below,
        Fault("output-not-folder", {"path": str(tmp_path / "reports")}),
    )
    assert check_output(path, None, replaces=replaces) == fault
    assert write_file(path, b"x", replaces=replaces) == fault
    assert (tmp_path / "reports").read_bytes() == b"mine"


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP])
def test_without_links_a_name_is_taken_once_and_given_back_where_the_rest_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "ra.xlsx"
    refuse(monkeypatch, "link", number)
    # Nor can this disk rename on the condition that a name is free.
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    with monkeypatch.context() as broken:
        refuse(broken, "replace", errno.EIO)
        assert write_file(path, b"x", replaces=False) == Fault(
            "output-failed", {"path": str(path), "error": "EIO"}
        )
        assert list_names(tmp_path) == []
    assert write_file(path, b"one", replaces=False) is None
    assert write_file(path, b"two", replaces=False) == Fault("output-exists", {"path": str(path)})
    assert (path.read_bytes(), list_names(tmp_path)) == (b"one", ["ra.xlsx"])


def test_a_file_that_goes_while_its_name_is_asked_for_is_a_failure_with_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ra.xlsx"
    refuse(monkeypatch, "link", errno.EEXIST)
    assert write_file(path, b"x", replaces=False) == Fault(
        "output-failed", {"path": str(path), "error": "EEXIST"}
    )
    assert list_names(tmp_path) == []


def test_a_folder_is_made_with_those_above_it_once(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert make_folder(folder) is None
    assert make_folder(folder) is None
    assert folder.is_dir()


def test_a_folder_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    for folder, name in ((tmp_path / "a", "EEXIST"), (tmp_path / "a" / "b", "ENOTDIR")):
        assert make_folder(folder) == Fault("output-failed", {"path": str(folder), "error": name})


# ------------------------------------------------------------------------------------------- said beforehand


def test_a_free_name_may_be_written_wherever_folders_can_be_made(tmp_path: Path) -> None:
    for name in ("ra.md", "a/b/ra.md"):
        for replaces in (True, False):
            assert check_output(tmp_path / name, None, replaces=replaces) is None
    assert list_names(tmp_path) == []


def test_what_has_the_name_may_be_replaced_where_it_is_a_file_and_only_when_asked(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for link, target in (
        ("to-file", "file"),
        ("to-folder", "folder"),
        ("to-nothing", "nothing"),
        ("to-pipe", "pipe"),
    ):
        (tmp_path / link).symlink_to(target)
    names = ["file", "folder", "pipe", "to-file", "to-folder", "to-nothing", "to-pipe"]
    kinds: dict[str, str | None] = {}
    for name in names:
        path = tmp_path / name
        assert check_output(path, None, replaces=False) == Fault("output-exists", {"path": str(path)})
        fault = check_output(path, None, replaces=True)
        assert fault is None or fault == Fault("output-not-file", {"path": str(path)})
        kinds[name] = None if fault is None else fault.kind
    assert [name for name in names if kinds[name] is None] == ["file", "to-file", "to-nothing"]


def test_a_workspaces_own_folders_take_no_output(example: Path) -> None:
    for folder in ("data", "templates"):
        path = example / folder / "a" / "ra.md"
        assert check_output(path, example, replaces=True) == Fault(
            "output-in-store", {"path": str(path), "folder": str(example / folder)}
        )


def test_a_workspace_that_has_no_catalogue_yet_keeps_its_folders_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "ra.md"
    fault = Fault("output-in-store", {"path": str(path), "folder": str(tmp_path / "data")})
    assert check_output(path, tmp_path, replaces=True) == fault
    assert check_output(path, None, replaces=True) is None


def test_a_folder_that_may_not_be_written_to_is_told_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def forbid(path: Path, mode: int) -> bool:
        asked.append((path, mode))
        return False

    path = tmp_path / "a" / "ra.md"
    monkeypatch.setattr(os, "access", forbid)
    assert check_output(path, None, replaces=True) == Fault(
        "output-forbidden", {"path": str(path), "error": "EACCES"}
    )
    assert asked == [(tmp_path, os.W_OK | os.X_OK)]


def test_what_cannot_even_be_looked_at_is_told_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ra.md"
    path.write_bytes(b"")

    def forbid(*_: object, **__: object) -> bool:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "exists", forbid)
    assert check_output(path, None, replaces=True) == Fault(
        "output-forbidden", {"path": str(path), "error": "EACCES"}
    )
