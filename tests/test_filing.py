"""Filing: revision numbers, the chain, names that are taken, modes, and paths that try to leave the store."""

import ctypes
import errno
import hashlib
import json
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.model.office import Closing, Extension, Review
from cds_kpi.model.submission import Receipt, Submission
from cds_kpi.problem import Fault
from cds_kpi.store import filing
from cds_kpi.store.filing import (
    Filed,
    file_closing,
    file_extension,
    file_new,
    file_review,
    file_submission,
    find_newest,
    write_new,
)
from conftest import Run
from workspaces import Workspace, read_period, read_record

NOW = datetime.fromisoformat("2022-09-15T10:11:12+07:00")
INDICATOR = "id: x\nmeasure: {kind: ratio, basis: in_period}\ntargets: [{programme: p, at_least: 50, by: 2022-12-31}]\n"
FOLDER = "data/submissions/2022-Q3"
FRAME = "- {id: city, name: C, level: province}\n- {id: dic, name: D, level: agency}\n"
DRAFT = "format: 1\nunit: so-a\nperiod: 2022-Q3\nentries:\n  x: {numerator: 30, denominator: 40}\n"


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "store", INDICATOR)


def send(
    store: Workspace, text: str = DRAFT, *, expected: int | None = None, rehearsal: bool = False
) -> desk.ReceiptView | desk.Refusal:
    """Submit a YAML text, its warnings confirmed."""
    sending = desk.Sending(
        now=NOW, language="vi", confirmed=True, expected_revision=expected, rehearsal=rehearsal
    )
    done = desk.submit(store.root, desk.read_draft(text.encode(), "draft.yaml"), sending)
    assert not isinstance(done, desk.Unconfirmed)
    return done


def accept(store: Workspace, text: str = DRAFT, *, expected: int | None = None) -> desk.ReceiptView:
    done = send(store, text, expected=expected)
    assert isinstance(done, desk.ReceiptView), done
    return done


def refuse(store: Workspace, text: str = DRAFT, *, expected: int | None = None) -> tuple[str, list[str]]:
    """Return why a submission is refused, and the kinds of problems."""
    done = send(store, text, expected=expected)
    assert isinstance(done, desk.Refusal), done
    return done.why, [problem.kind for problem in done.problems]


def hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def list_everything(root: Path) -> dict[str, str]:
    """Return every file, folder and link below a folder, hidden ones too, with what it holds."""
    return {
        str(path.relative_to(root)): str(path.readlink())
        if path.is_symlink()
        else hash_file(path)
        if path.is_file()
        else "folder"
        for path in sorted(root.rglob("*"))
    }


def list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def make_submission(unit: str = "so-a") -> Submission:
    return read_record(Submission, DRAFT.replace("so-a", unit))


def make_receipt(revision: int, previous: str | None) -> Receipt:
    return Receipt.make(revision=revision, received_at=NOW, previous=previous)


# -------------------------------------------------------------------------------------- numbers and the chain


def test_each_submission_becomes_the_next_revision_chained_to_the_one_before(store: Workspace) -> None:
    receipts = [accept(store, DRAFT.replace("30", str(number))) for number in (30, 31, 32)]
    assert [receipt.revision for receipt in receipts] == [1, 2, 3]
    names = [f"{FOLDER}/so-a.yaml", f"{FOLDER}/so-a.r2.yaml", f"{FOLDER}/so-a.r3.yaml"]
    assert [receipt.file for receipt in receipts] == names
    assert [receipt.sha256 for receipt in receipts] == [hash_file(store.root / name) for name in names]
    written = [store.open_book().filings[at].submission.receipt for at in range(3)]
    assert [one.previous for one in written if one is not None] == [None, *(r.sha256 for r in receipts[:2])]
    assert store.find_problems() == []


def test_the_tenth_revision_follows_the_ninth_and_not_the_first(store: Workspace) -> None:
    assert [accept(store, DRAFT.replace("30", str(n))).revision for n in range(10, 22)] == list(range(1, 13))
    assert store.find_problems() == []


def test_an_earlier_revision_is_never_touched(store: Workspace) -> None:
    accept(store)
    before = (store.root / FOLDER / "so-a.yaml").stat()
    accept(store, DRAFT.replace("30", "31"))
    after = (store.root / FOLDER / "so-a.yaml").stat()
    assert (before.st_ino, before.st_mtime_ns, before.st_size) == (
        after.st_ino,
        after.st_mtime_ns,
        after.st_size,
    )


def test_the_same_submission_twice_is_two_revisions(store: Workspace) -> None:
    assert [accept(store).revision, accept(store).revision] == [1, 2]


def test_a_revision_follows_one_that_a_person_wrote_by_hand(store: Workspace) -> None:
    by_hand = store.submit("2022-Q3", "so-a", "x: {numerator: 1, denominator: 2}")
    assert accept(store).revision == 2
    assert f"previous: {hash_file(by_hand)}" in (store.root / FOLDER / "so-a.r2.yaml").read_text(
        encoding="utf-8"
    )
    assert "revision-chain" not in store.find_problems()


def test_a_revision_follows_one_that_cannot_be_read_as_one(store: Workspace) -> None:
    broken = store.write(f"{FOLDER}/so-a.yaml", "format: [")
    assert accept(store).revision == 2
    assert f"previous: {hash_file(broken)}" in (store.root / FOLDER / "so-a.r2.yaml").read_text(
        encoding="utf-8"
    )


def test_a_gap_is_never_filled(store: Workspace) -> None:
    for number in (30, 31, 32):
        accept(store, DRAFT.replace("30", str(number)))
    (store.root / FOLDER / "so-a.r2.yaml").unlink()
    assert accept(store).revision == 4


def test_units_whose_ids_begin_alike_have_revisions_of_their_own(tmp_path: Path) -> None:
    units = "".join(
        f"- {{id: {unit}, name: U, level: department}}\n" for unit in ("so", "so-a", "so-a-b", "so-a-r2")
    )
    store = Workspace(
        tmp_path,
        INDICATOR + "reporters: ['level:department']",
        units=units + FRAME,
    )
    sent = ["so", "so-a", "so-a-b", "so-a", "so", "so-a-r2", "so-a-b"]
    revisions = [accept(store, DRAFT.replace("so-a", unit)).revision for unit in sent]
    assert revisions == [1, 1, 1, 2, 2, 1, 2]
    assert [kind for kind in store.find_problems() if kind.startswith(("revision", "store"))] == []


def test_a_rehearsal_writes_nothing_and_says_which_revision_it_would_be(store: Workspace) -> None:
    accept(store)
    before = list_everything(store.root)
    done = send(store, rehearsal=True)
    assert isinstance(done, desk.ReceiptView)
    assert (done.revision, done.file, done.is_rehearsal) == (2, "", True)
    assert list_everything(store.root) == before


def test_a_rehearsal_of_a_first_submission_makes_no_folder(store: Workspace) -> None:
    before = list_everything(store.root)
    assert isinstance(send(store, rehearsal=True), desk.ReceiptView)
    assert list_everything(store.root) == before


# ------------------------------------------------------------------------------------------ expected revision


def test_who_expects_the_next_revision_gets_it(store: Workspace) -> None:
    assert accept(store, expected=1).revision == 1
    assert accept(store, expected=2).revision == 2


@pytest.mark.parametrize("expected", [1, 3, 99])
def test_who_expects_another_revision_is_told_and_nothing_is_written(store: Workspace, expected: int) -> None:
    accept(store)
    before = list_everything(store.root)
    assert refuse(store, expected=expected) == ("state", ["revision-taken"])
    assert list_everything(store.root) == before


def test_whoever_expects_a_revision_and_is_overtaken_at_the_last_moment_is_told(
    store: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def let_somebody_pass(*names: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        accept(store, DRAFT.replace("30", "31"))
        link(*names)

    monkeypatch.setattr(os, "link", let_somebody_pass)
    assert refuse(store, expected=1) == ("state", ["revision-taken"])
    assert list_names(store.root / FOLDER) == ["so-a.yaml"]


def test_whoever_expects_nothing_and_is_overtaken_at_the_last_moment_comes_second(
    store: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def let_somebody_pass(*names: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        accept(store, DRAFT.replace("30", "31"))
        link(*names)

    monkeypatch.setattr(os, "link", let_somebody_pass)
    assert accept(store).revision == 2
    assert list_names(store.root / FOLDER) == ["so-a.r2.yaml", "so-a.yaml"]
    assert store.find_problems() == []


# --------------------------------------------------------------------------------------- what is in the folder


def test_what_is_no_revision_counts_for_nothing(store: Workspace) -> None:
    for name in (
        ".so-a.yaml.0123456789ab.tmp",
        "so-a.yaml~",
        "so-a.r2.yaml.tmp",
        "so-a.r02.yaml",
        "so-a.rx.yaml",
    ):
        store.write(f"{FOLDER}/{name}", "")
    store.write(f"{FOLDER}/xso-a.yaml", "")
    store.write(f"{FOLDER}/so-a.yml", "")
    assert find_newest(store.root, "2022-Q3", "so-a") == find_newest(store.root, "2022-Q1", "so-a")
    assert accept(store).revision == 1


def test_nothing_hidden_is_left_behind(store: Workspace) -> None:
    accept(store)
    accept(store)
    assert list_names(store.root / FOLDER) == ["so-a.r2.yaml", "so-a.yaml"]


def test_a_name_that_is_taken_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"first")
    assert write_new(path, b"second") == Fault("file-exists", {"path": str(path)})
    assert list_everything(tmp_path) == {"x.yaml": hashlib.sha256(b"first").hexdigest()}


@pytest.mark.parametrize("kind", ["folder", "link to a file", "link to nothing", "pipe"])
def test_whatever_has_the_name_keeps_it(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "in" / "x.yaml"
    path.parent.mkdir()
    other = tmp_path / "other"
    match kind:
        case "folder":
            path.mkdir()
        case "link to a file":
            other.write_bytes(b"other")
            path.symlink_to(other)
        case "link to nothing":
            path.symlink_to(other)
        case _:
            os.mkfifo(path)
    before = os.lstat(path).st_ino
    fault = write_new(path, b"second")
    assert fault is not None
    assert fault.kind == "file-exists"
    assert os.lstat(path).st_ino == before
    assert list_names(path.parent) == ["x.yaml"]
    assert not other.exists() or other.read_bytes() == b"other"


# ------------------------------------------------------------------------------------------------------ modes


@pytest.fixture
def mask() -> Iterator[None]:
    before = os.umask(0)
    os.umask(before)
    yield
    os.umask(before)


@pytest.mark.parametrize(
    ("umask", "file", "folder"),
    [(0o022, 0o644, 0o755), (0o002, 0o664, 0o775), (0o077, 0o600, 0o700), (0, 0o666, 0o777)],
)
@pytest.mark.usefixtures("mask")
def test_new_files_and_folders_have_what_the_umask_leaves(
    store: Workspace, umask: int, file: int, folder: int
) -> None:
    os.umask(umask)
    receipt = accept(store)
    assert stat.S_IMODE((store.root / receipt.file).stat().st_mode) == file
    assert stat.S_IMODE((store.root / FOLDER).stat().st_mode) == folder


def test_the_folders_above_are_made_where_a_workspace_has_none_yet(store: Workspace) -> None:
    assert not (store.root / "data" / "submissions").exists()
    assert accept(store).file == f"{FOLDER}/so-a.yaml"


# ------------------------------------------------------------------------------------------ leaving the store

ESCAPES = [
    "..", "../..", "../../../../tmp/x", "/etc/passwd", "/tmp/x", "a/b", "a\\b", "so-a/../so-b", ".", "", " ",
    "so-a\x00",
    "so-a\n", "so-a ", "so-a.", "so-a.yaml", "so-a.r2", "~", "~root", "$HOME", "C:", "con:", "so-a:x", "-so-a", "so--a",
    "SO-A", "sở-a", unicodedata.normalize("NFD", "sở-a"), "a" * 65, "a" * 255, "a" * 5000, "ạ" * 85, "%2e%2e", "．．",
    "so-a\u200b",
]  # fmt: skip
PERIOD_ESCAPES = [
    *ESCAPES,
    "2022-Q3/..",
    "2022-Q5",
    "2022-Q3\x00",
    "../2022-Q3",
    "2022-Q3/",
    "20222-Q3",
    "２０２２-Q3",
]


@pytest.mark.parametrize("unit", ESCAPES, ids=ascii)
def test_a_unit_that_tries_to_leave_the_store_is_refused_and_nothing_is_written(
    store: Workspace, unit: str
) -> None:
    before = list_everything(store.root.parent)
    why, kinds = refuse(store, DRAFT.replace("so-a", json.dumps(unit)))
    assert (why, bool(kinds)) == ("data", True)
    drafted = desk.draft_figures(store.root, unit, desk.Asking(period="2022-Q3"), ["x=1/2"], now=NOW)
    assert isinstance(drafted, desk.Refusal)
    assert [problem.kind for problem in drafted.problems] == ["unit-unknown"]
    assert list_everything(store.root.parent) == before


@pytest.mark.parametrize("period", PERIOD_ESCAPES, ids=ascii)
def test_a_period_that_tries_to_leave_the_store_is_refused_and_nothing_is_written(
    store: Workspace, period: str
) -> None:
    before = list_everything(store.root.parent)
    done = send(store, DRAFT.replace("2022-Q3", json.dumps(period)))
    assert isinstance(done, desk.Refusal)
    assert done.why in {"data", "request"}
    drafted = desk.draft_figures(store.root, "so-a", desk.Asking(period=period), ["x=1/2"], now=NOW)
    assert isinstance(drafted, desk.Refusal)
    assert list_everything(store.root.parent) == before


@pytest.mark.parametrize("linked", [FOLDER, "data/submissions"])
def test_a_folder_that_is_a_link_is_not_followed_out_of_the_store(
    store: Workspace, tmp_path: Path, linked: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "2022-Q3").mkdir()
    link = store.root / linked
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(outside)
    assert refuse(store) == ("machine", ["store-file-special"])
    assert list_everything(outside) == {"2022-Q3": "folder"}


def test_a_revision_that_is_a_link_is_not_chained_to(store: Workspace, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x", encoding="utf-8")
    (store.root / FOLDER).mkdir(parents=True)
    (store.root / FOLDER / "so-a.yaml").symlink_to(secret)
    assert refuse(store) == ("machine", ["store-file-special"])
    assert list_names(store.root / FOLDER) == ["so-a.yaml"]
    assert secret.read_text(encoding="utf-8") == "x"


def test_a_revision_that_is_a_pipe_blocks_nobody(store: Workspace) -> None:
    (store.root / FOLDER).mkdir(parents=True)
    os.mkfifo(store.root / FOLDER / "so-a.yaml")
    assert refuse(store) == ("machine", ["store-file-special"])


def test_a_file_where_the_folder_should_be_is_left_alone(store: Workspace) -> None:
    store.write(FOLDER, "no folder")
    assert refuse(store)[0] == "machine"
    assert (store.root / FOLDER).read_text(encoding="utf-8") == "no folder"


def test_the_longest_unit_id_has_a_name_that_fits(tmp_path: Path) -> None:
    longest = "a" * 64
    units = f"- {{id: {longest}, name: U, level: department}}\n{FRAME}"
    store = Workspace(tmp_path, f"{INDICATOR}lead: {longest}", units=units)
    receipt = accept(store, DRAFT.replace("so-a", longest))
    assert receipt.file == f"{FOLDER}/{longest}.yaml"


def test_no_option_of_the_command_line_leaves_the_store(store: Workspace, run: Run) -> None:
    before = list_everything(store.root.parent)
    for unit, period in (
        ("../x", "2022-Q3"),
        ("so-a", "../../x"),
        ("/etc/passwd", "2022-Q3"),
        ("so-a", "/tmp"),
    ):
        for command in ("submit", "history"):
            done = run(
                "--workspace", store.root, command, "--unit", unit, "--period", period,
                *(["--set", "x=1/2", "--yes"] if command == "submit" else []),
            )  # fmt: skip
            assert done.returncode == 2, done.stderr
        done = run(
            "--workspace",
            store.root,
            "review",
            "exclude",
            "--unit",
            unit,
            "--period",
            period,
            "--reason",
            "r",
        )
        assert done.returncode == 2, done.stderr
    assert list_everything(store.root.parent) == before


# ------------------------------------------------------------------------------------------- the office's acts


def make_review(revision: int = 1) -> Review:
    return Review.make(
        format=1,
        unit="so-a",
        period=read_period("2022-Q3"),
        revision=revision,
        decision="accepted",
        decided_by="Chuyên viên",
        at=NOW,
    )


def test_decisions_on_one_revision_lie_beside_each_other(store: Workspace) -> None:
    filed = [file_review(store.root, make_review()) for _ in range(3)]
    assert [one.file for one in filed if isinstance(one, Filed)] == [
        "data/reviews/2022-Q3/so-a.r1.yaml",
        "data/reviews/2022-Q3/so-a.r1.2.yaml",
        "data/reviews/2022-Q3/so-a.r1.3.yaml",
    ]
    assert [one.number for one in filed if isinstance(one, Filed)] == [1, 2, 3]
    assert all(isinstance(one, Filed) and hash_file(store.root / one.file) == one.sha256 for one in filed)


def test_an_act_on_a_round_under_a_number_that_is_taken_is_a_fault(store: Workspace) -> None:
    closing = Closing.make(
        format=1, programme="p", period=read_period("2022-Q3"), act="closed", decided_by="Ai", at=NOW, counted=()
    )  # fmt: skip
    first = file_closing(store.root, closing, 1)
    assert isinstance(first, Filed)
    again = file_closing(store.root, closing, 1)
    assert isinstance(again, Fault)
    assert again.kind == "file-exists"
    second = file_closing(store.root, closing, 2)
    assert isinstance(second, Filed)
    assert second.file == "data/rounds/p/2022-Q3.2.yaml"
    assert store.find_problems() == []


def test_the_receipt_of_a_revision_is_made_anew_when_its_number_is_taken(
    store: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    link = os.link

    def note(revision: int, previous: str | None) -> Receipt:
        asked.append((revision, previous))
        return make_receipt(revision, previous)

    def let_somebody_pass(*names: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        accept(store, DRAFT.replace("30", "31"))
        link(*names)

    monkeypatch.setattr(os, "link", let_somebody_pass)
    filed = file_submission(store.root, make_submission(), note)
    assert isinstance(filed, Filed)
    assert asked == [(1, None), (2, hash_file(store.root / FOLDER / "so-a.yaml"))]
    assert re.search(rb"revision: 2,", (store.root / filed.file).read_bytes())


def test_an_act_on_a_round_is_answered_with_its_number_and_its_bytes(store: Workspace) -> None:
    closing = Closing.make(
        format=1, programme="p", period=read_period("2022-Q3"), act="closed", decided_by="Ai", at=NOW, counted=()
    )  # fmt: skip
    file = "data/rounds/p/2022-Q3.3.yaml"
    filed = file_closing(store.root, closing, 3)
    assert filed == Filed(file, 3, hash_file(store.root / file))


def test_later_deadlines_of_one_unit_lie_beside_each_other(store: Workspace) -> None:
    extension = Extension.make(
        format=1,
        unit="so-a",
        period=read_period("2022-Q3"),
        until=date(2022, 9, 25),
        granted_by="Đơn vị đầu mối",
        reason="Hệ thống gián đoạn",
    )
    files = [f"data/extensions/2022-Q3/so-a{number}.yaml" for number in ("", ".2")]
    filed = [file_extension(store.root, extension, NOW) for _ in files]
    assert filed == [
        Filed(file, number, hash_file(store.root / file)) for number, file in enumerate(files, start=1)
    ]


# ---------------------------------------------------------------------------------------- what the disk answers


def refuse_call(monkeypatch: pytest.MonkeyPatch, call: str, number: int | None) -> None:
    """Let a call of the system fail."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(*((number, "x") if number is not None else ("x",)))

    monkeypatch.setattr(os, call, fail)


@pytest.mark.parametrize(
    ("number", "kind", "name"),
    [
        (errno.EACCES, "output-forbidden", "EACCES"),
        (errno.EPERM, "output-forbidden", "EPERM"),
        (errno.EROFS, "output-forbidden", "EROFS"),
        (errno.ENOSPC, "disk-full", "ENOSPC"),
        (errno.EDQUOT, "disk-full", "EDQUOT"),
        (errno.EFBIG, "disk-full", "EFBIG"),
        (errno.EIO, "output-failed", "EIO"),
        (None, "output-failed", "?"),
    ],
)
@pytest.mark.parametrize("call", ["open", "write", "fsync"])
def test_whatever_fails_is_told_with_the_file_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int | None, kind: str, name: str
) -> None:
    path = tmp_path / "x.yaml"
    refuse_call(monkeypatch, call, number)
    assert write_new(path, b"x") == Fault(kind, {"path": str(path), "error": name})
    assert list_names(tmp_path) == []


def test_a_folder_that_cannot_be_looked_at_leaves_nothing_of_the_file_beside_it(
    store: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_symlink = Path.is_symlink

    def fail(path: Path) -> bool:
        if path.name == "journal":
            raise OSError(errno.EINTR, "x")
        return is_symlink(path)

    before = sorted(store.root.rglob("*.*"))
    monkeypatch.setattr(Path, "is_symlink", fail)
    fault = file_new(store.root, "extension", NOW, "data/extensions/2022-Q3/so-a.yaml", b"x")
    assert isinstance(fault, Fault)
    assert (fault.kind, fault.facts["error"]) == ("output-failed", "EINTR")
    assert sorted(store.root.rglob("*.*")) == before


@pytest.mark.parametrize(
    ("number", "kind", "name"),
    [
        (errno.EACCES, "output-forbidden", "EACCES"),
        (errno.ENOSPC, "disk-full", "ENOSPC"),
        (errno.EIO, "output-failed", "EIO"),
    ],
)
def test_a_link_that_fails_for_another_reason_than_its_file_system_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: str, name: str
) -> None:
    path = tmp_path / "x.yaml"
    refuse_call(monkeypatch, "link", number)
    assert write_new(path, b"x") == Fault(kind, {"path": str(path), "error": name})
    assert list_names(tmp_path) == []


def test_a_file_that_the_system_takes_in_pieces_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:3]))
    assert write_new(tmp_path / "x.yaml", b"ten bytes!") is None
    assert (tmp_path / "x.yaml").read_bytes() == b"ten bytes!"


def test_the_bytes_are_on_the_disk_before_the_name_and_the_name_before_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, told = tmp_path / "a" / "x.yaml", []
    sync, link = os.fsync, os.link

    def note_sync(handle: int) -> None:
        there = Path(f"/proc/self/fd/{handle}").resolve()
        told.append(f"sync {there.name}" if there.is_dir() else f"sync {there.stat().st_size} bytes")
        sync(handle)

    def note_link(old: Path, new: Path) -> None:
        assert re.fullmatch(r"\.x\.yaml\.[0-9a-f]{12}\.tmp", old.name)
        assert old.parent == new.parent
        told.append("name")
        link(old, new)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "link", note_link)
    assert write_new(path, b"four") is None
    above = [tmp_path.parent.name, tmp_path.name]
    assert told == [*(f"sync {name}" for name in above), "sync 4 bytes", "name", "sync a"]
    assert list_names(path.parent) == ["x.yaml"]


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EBADF])
def test_a_file_system_that_syncs_no_folders_keeps_files_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    fail_folder_sync(monkeypatch, number)
    assert write_new(tmp_path / "x.yaml", b"x") is None
    assert (tmp_path / "x.yaml").read_bytes() == b"x"


def fail_folder_sync(monkeypatch: pytest.MonkeyPatch, number: int, *, named: Path | None = None) -> None:
    """Let the sync of folders fail: of all, or only once a file has its name."""
    sync = os.fsync

    def fail(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode) and (named is None or named.exists()):
            raise OSError(number, "x")
        sync(handle)

    monkeypatch.setattr(os, "fsync", fail)


def test_a_name_that_may_not_outlive_a_power_cut_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.yaml"
    fail_folder_sync(monkeypatch, errno.EIO, named=path)
    assert write_new(path, b"x") == Fault("output-failed", {"path": str(path), "error": "EIO"})
    assert list_names(tmp_path) == []


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK])
def test_without_hard_links_a_file_is_renamed_where_its_name_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "x.yaml"
    refuse_call(monkeypatch, "link", number)
    assert write_new(path, b"one") is None
    assert write_new(path, b"two") == Fault("file-exists", {"path": str(path)})
    assert (path.read_bytes(), list_names(tmp_path)) == (b"one", ["x.yaml"])


def test_a_folder_that_somebody_makes_at_the_same_moment_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = os.mkdir

    def come_second(path: Path, mode: int) -> None:
        make(path, mode)
        raise FileExistsError(errno.EEXIST, "x")

    monkeypatch.setattr(os, "mkdir", come_second)
    assert write_new(tmp_path / "a" / "b" / "x.yaml", b"x") is None
    assert (tmp_path / "a" / "b" / "x.yaml").read_bytes() == b"x"


class OtherLibrary:
    """The C library of another system: what it is asked for, and what it answers."""

    def __init__(self, call: str, number: int) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.number = number
        setattr(self, call, self.answer)

    def answer(self, *arguments: object) -> int:
        self.asked.append(arguments)
        ctypes.set_errno(self.number)
        return -1 if self.number else 0


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (errno.EINVAL, "ENOTSUP"),
        (errno.ENOSYS, "ENOTSUP"),
        (errno.ENOTSUP, "ENOTSUP"),
        (errno.EIO, "EIO"),
    ],
)
def test_a_file_system_that_cannot_rename_on_a_condition_takes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, name: str
) -> None:
    path, library = tmp_path / "x.yaml", OtherLibrary("renameat2", number)
    opened: list[tuple[object, bool]] = []

    def open_library(name: str | None, *, use_errno: bool) -> OtherLibrary:
        opened.append((name, use_errno))
        return library

    refuse_call(monkeypatch, "link", errno.EPERM)
    monkeypatch.setattr(ctypes, "CDLL", open_library)
    name = errno.errorcode[errno.ENOTSUP] if name == "ENOTSUP" else name
    assert write_new(path, b"x") == Fault("output-failed", {"path": str(path), "error": name})
    assert (opened, list_names(tmp_path)) == ([(None, True)], [])
    [(there, old, here, new, flag)] = library.asked
    assert (there, here, new, flag) == (-100, -100, os.fsencode(path), 1)
    assert isinstance(old, bytes)
    assert old.endswith(b".tmp")


def test_a_library_that_knows_no_rename_on_a_condition_takes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.yaml"
    refuse_call(monkeypatch, "link", errno.EPERM)
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: OtherLibrary("rename", 0))
    name = errno.errorcode[errno.ENOTSUP]
    assert write_new(path, b"x") == Fault("output-failed", {"path": str(path), "error": name})
    assert list_names(tmp_path) == []


def test_a_mac_is_asked_for_the_rename_that_takes_no_name_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, library = tmp_path / "x.yaml", OtherLibrary("renamex_np", errno.EEXIST)
    refuse_call(monkeypatch, "link", errno.ENOTSUP)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: library)
    assert write_new(path, b"x") == Fault("file-exists", {"path": str(path)})
    [(old, new, flag)] = library.asked
    assert (new, flag) == (os.fsencode(path), 4)
    assert isinstance(old, bytes)
    assert old.endswith(b".tmp")


def test_windows_renames_to_free_names_only_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_call(monkeypatch, "link", errno.EPERM)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: OtherLibrary("renameat2", errno.EIO))
    assert write_new(tmp_path / "x.yaml", b"x") is None
    assert (tmp_path / "x.yaml").read_bytes() == b"x"
    assert list_names(tmp_path) == ["x.yaml"]


def test_a_link_that_is_there_although_its_answer_was_lost_is_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, path = os.link, tmp_path / "x.yaml"

    def lose_answer(old: Path, new: Path) -> None:
        link(old, new)
        raise FileExistsError(errno.EEXIST, "x")

    monkeypatch.setattr(os, "link", lose_answer)
    assert write_new(path, b"x") is None
    assert (path.read_bytes(), list_names(tmp_path)) == (b"x", ["x.yaml"])


def test_a_link_that_only_leads_to_our_file_is_not_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.yaml"

    def lead_here(old: Path, new: Path) -> None:
        new.symlink_to(old)
        raise FileExistsError(errno.EEXIST, "x")

    monkeypatch.setattr(os, "link", lead_here)
    assert write_new(path, b"x") == Fault("file-exists", {"path": str(path)})
    assert path.is_symlink()


@pytest.mark.parametrize("linked", ["a", "a/b"])
def test_a_folder_that_is_a_link_is_named(tmp_path: Path, linked: str) -> None:
    outside = tmp_path / "outside"
    (outside / "b").mkdir(parents=True)
    link = tmp_path / linked
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside)
    path = tmp_path / "a" / "b" / "x.yaml"
    assert write_new(path, b"x") == Fault("store-file-special", {"file": str(link)})
    assert list_names(outside) == ["b"]


def test_where_every_name_is_taken_at_the_last_moment_filing_gives_up(
    store: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_call(monkeypatch, "link", errno.EEXIST)
    monkeypatch.setattr(filing, "_TRIES", 4)
    filed = file_submission(store.root, make_submission(), make_receipt)
    assert filed == Fault("output-failed", {"path": f"{FOLDER}/so-a.yaml", "error": "EEXIST"})
    reviewed = file_review(store.root, make_review())
    assert reviewed == Fault(
        "output-failed", {"path": "data/reviews/2022-Q3/so-a.r1.yaml", "error": "EEXIST"}
    )


def test_who_expects_another_revision_is_told_the_newest(store: Workspace) -> None:
    for expected, newest in ((2, 0), (1, 1)):
        assert file_submission(store.root, make_submission(), make_receipt, expected=expected) == Fault(
            "revision-taken", {"expected": expected, "newest": newest, "unit": "so-a"}
        )
        accept(store)


def test_a_folder_that_cannot_be_listed_is_told(store: Workspace) -> None:
    (store.root / "data" / "submissions").mkdir()
    folder = store.root / FOLDER
    folder.symlink_to("2022-Q3")
    assert find_newest(store.root, "2022-Q3", "so-a") == Fault(
        "output-failed", {"path": str(folder), "error": "ELOOP"}
    )


TWO = f"{INDICATOR}---\n{INDICATOR.replace('id: x', 'id: y')}"
ASKING = desk.Asking(period="2022-Q3")


def set_figures(store: Workspace, *sets: str) -> desk.Draft:
    draft = desk.draft_figures(store.root, "so-a", ASKING, sets, now=NOW, note="Ghi chú")
    assert isinstance(draft, desk.Draft), draft
    return draft


def confirm(store: Workspace, draft: desk.Draft) -> desk.ReceiptView | desk.Refusal:
    done = desk.submit(store.root, draft, desk.Sending(now=NOW, language="vi", confirmed=True))
    assert not isinstance(done, desk.Unconfirmed)
    return done


def read_receipt(store: Workspace, receipt: desk.ReceiptView, form: str) -> bytes:
    made = desk.render_receipt(store.root, receipt, form)
    assert isinstance(made, bytes), made
    return made


def test_figures_that_were_overtaken_are_put_on_top_of_what_came_first(tmp_path: Path) -> None:
    store = Workspace(tmp_path, TWO)
    accept(store, f"{DRAFT}  y: {{numerator: 1, denominator: 40}}\n")
    slow = set_figures(store, "x=33/40")
    accept(store, f"{DRAFT.replace('30', '31')}  y: {{numerator: 2, denominator: 40}}\n")
    receipt = confirm(store, slow)
    assert isinstance(receipt, desk.ReceiptView), receipt
    assert receipt.revision == 3
    filed = store.open_book().filings[-1].submission
    told = {key: (entry.numerator, entry.denominator) for key, entry in filed.entries.items()}
    assert {key: tuple(side.written for side in sides if side) for key, sides in told.items()} == {
        "x": ("33", "40"),
        "y": ("2", "40"),
    }
    assert filed.note == "Ghi chú"
    assert filed.receipt is not None
    assert filed.receipt.previous == hash_file(store.root / FOLDER / "so-a.r2.yaml")
    text = read_receipt(store, receipt, "txt").decode()
    assert "lần gửi 2 được nhận trước" in text
    assert "lần gửi đó cũng sửa “Chỉ tiêu” (31/40" in text
    assert store.find_problems() == []


def test_figures_that_were_overtaken_by_an_unreadable_store_are_refused(
    store: Workspace, tmp_path: Path
) -> None:
    accept(store)
    slow = set_figures(store, "x=33/40")
    (store.root / FOLDER / "so-a.r2.yaml").symlink_to(tmp_path / "elsewhere")
    done = confirm(store, slow)
    assert isinstance(done, desk.Refusal)
    assert done.why == "machine"
    assert [problem.kind for problem in done.problems] == ["store-file-special"]


def test_figures_that_were_overtaken_while_the_catalogue_broke_are_refused(store: Workspace) -> None:
    accept(store)
    slow = set_figures(store, "x=33/40")
    accept(store, DRAFT.replace("30", "31"))
    store.write("data/indicators.yaml", "format: [")
    done = confirm(store, slow)
    assert isinstance(done, desk.Refusal)
    assert (done.why, {problem.place.file for problem in done.problems}) == ("data", {"data/indicators.yaml"})


def test_a_rehearsal_on_an_unreadable_store_is_refused(store: Workspace, tmp_path: Path) -> None:
    (store.root / FOLDER).mkdir(parents=True)
    (store.root / FOLDER / "so-a.yaml").symlink_to(tmp_path / "elsewhere")
    done = send(store, rehearsal=True)
    assert isinstance(done, desk.Refusal)
    assert done.why == "machine"


def test_a_receipt_of_a_revision_that_is_broken_is_not_verified(store: Workspace) -> None:
    receipt = accept(store)
    made = read_receipt(store, receipt, "json")
    assert isinstance(desk.verify_receipt(store.root, made, "r.json"), desk.Verified)
    path = store.root / FOLDER / "so-a.yaml"
    path.chmod(0o644)
    path.write_text("format: [", encoding="utf-8")
    done = desk.verify_receipt(store.root, made, "r.json")
    assert isinstance(done, desk.Refusal)
    assert done.problems[0].kind == "receipt-file-changed"
    huge = desk.verify_receipt(store.root, made + b" " * 10_000_000, "r.json")
    assert isinstance(huge, desk.Refusal)
    assert [problem.kind for problem in huge.problems] == ["receipt-unreadable"]
