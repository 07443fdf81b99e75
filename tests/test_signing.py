"""Signatures: who sent a revision shows, whatever is done to its file; where they are demanded nothing else counts."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds_kpi import desk
from cds_kpi.desk.book import check_contents, read_contents
from cds_kpi.period import CITY_TIME
from cds_kpi.problem import Problem
from cds_kpi.problems import is_error
from cds_kpi.store.history import hash_content
from cds_kpi.store.signatures import PREFIX, Signer, find_signature, make_key_file, open_key_file, verify
from conftest import Needs, Run
from form_plans import fill
from tallying import Tally

NOW = datetime(2022, 9, 15, 9, 0, tzinfo=CITY_TIME)
ROUND = desk.Asking(period="2022-Q3")
UNIT = "so-y-te"
SOAK = bool(os.environ.get("CDS_KPI_SOAK"))  # noqa: TID251 - said by whoever starts the tests
FIGURES = ("online-dossiers=7000/11000", "digitised-dossiers=8000/11177")


@dataclass(frozen=True)
class Office:
    """A workspace with a register of keys, and the private keys beside it."""

    root: Path
    home: Path

    def make_key(self, unit: str, name: str | None = None) -> Signer:
        path = self.home / f"{name or unit}.pem"
        if not path.exists():
            assert isinstance(make_key_file(path, self.root, None), str)
        signer = open_key_file(path, self.root, None)
        assert isinstance(signer, Signer)
        return signer

    def register(
        self, signer: Signer, unit: str = UNIT, start: str = "2022-01-01", until: str | None = None
    ) -> None:
        card = desk.add_key(
            self.root,
            unit,
            signer.public_key,
            valid_from=date.fromisoformat(start),
            until=date.fromisoformat(until) if until else None,
            by="Chuyên viên",
            now=NOW - timedelta(days=30),
        )
        assert isinstance(card, desk.KeyCard)

    def revoke(self, signer: Signer, since: datetime) -> None:
        card = desk.revoke_key(
            self.root,
            signer.fingerprint,
            None,
            since=since,
            reason="Mất máy",
            by="DIC",
            now=NOW + timedelta(days=9),
        )
        assert isinstance(card, desk.KeyCard)

    def send(
        self,
        signer: Signer | None,
        unit: str = UNIT,
        *,
        now: datetime = NOW,
        behalf: str | None = None,
        period: str = "2022-Q3",
        sets: Sequence[str] = FIGURES,
    ) -> desk.ReceiptView | desk.Refusal | desk.Unconfirmed:
        draft = desk.draft_figures(self.root, unit, desk.Asking(period=period), sets, now=now)
        assert isinstance(draft, desk.Draft), draft
        sending = desk.Sending(now=now, language="vi", confirmed=True, signer=signer)
        if behalf is not None:
            sending = replace(sending, keyed_in_by=behalf, keyed_in_because="Gửi bản giấy")
        return desk.submit(self.root, draft, sending)

    def file(self, signer: Signer | None, unit: str = UNIT, **given: object) -> Path:
        """Send, and return the revision's file."""
        answer = self.send(signer, unit, **given)  # type: ignore[arg-type] # what `send` takes
        assert isinstance(answer, desk.ReceiptView), answer
        return self.root / answer.file

    def demand(self, more: str = "") -> None:
        (self.root / "data/settings.yaml").write_text(
            f"format: 1\nrequire_signatures: true\n{more}", encoding="utf-8"
        )

    def told(self) -> list[str]:
        return [problem.kind for problem in desk.check_workspace(self.root)]

    def counts(self, unit: str = UNIT) -> int | None:
        """Return which revision counts."""
        standing = desk.find_standing(self.root, ROUND, as_of=NOW + timedelta(days=40), language="vi")
        assert isinstance(standing, desk.Standing), standing
        [line] = [line for line in standing.view.units if line.id == unit]
        return line.revision


@pytest.fixture
def office(repo: Path, tmp_path: Path) -> Office:
    """Give the city's catalogue and units, and no submission yet."""
    root = tmp_path / "office"
    (root / "data").mkdir(parents=True)
    for name in ("indicators.yaml", "units.yaml"):
        shutil.copy(repo / "data" / name, root / "data")
    return Office(root, tmp_path / "home")


def problems_of(refusal: object) -> list[str]:
    assert isinstance(refusal, desk.Refusal), refusal
    assert refusal.why == "data"
    return [problem.kind for problem in refusal.problems]


# ------------------------------------------------------------------------------------------------- a right signature


def test_a_signed_revision_is_right_and_still_sealed_and_chained(office: Office) -> None:
    signer = office.make_key(UNIT)
    office.register(signer)
    first, second = office.file(signer), office.file(signer, now=NOW + timedelta(hours=1))
    assert office.told() == []
    for path in (first, second):
        data = path.read_bytes()
        seal = re.search(rb"content: ([0-9a-f]{64})\}\n", data)
        assert seal is not None
        assert hash_content(data) == seal[1].decode()
        assert verify(data, signer.public_key)
    history = desk.find_history(office.root, ROUND, UNIT, as_of=NOW + timedelta(days=9), language="vi")
    assert not isinstance(history, desk.Refusal)
    office.demand()
    assert (office.told(), office.counts()) == ([], 2)


def test_a_file_without_a_signature_is_what_it_always_was(office: Office) -> None:
    path = office.file(None)
    head = path.read_bytes().split(b"\n")[1]
    assert b"signed" not in head
    assert re.fullmatch(
        rb"receipt: \{revision: 1, received_at: 2022-09-15T09:00:00\+07:00, previous: null, door: set, "
        rb"issued: \{txt: [0-9a-f]{64}, html: [0-9a-f]{64}, json: [0-9a-f]{64}\}, content: [0-9a-f]{64}\}",
        head,
    )
    assert office.told() == []


def test_another_program_verifies_a_signature_by_the_recipe_of_the_manual(
    office: Office, needs: Needs, tmp_path: Path
) -> None:
    openssl = needs("openssl")
    signer = office.make_key(UNIT)
    office.register(signer)
    data = office.file(signer).read_bytes()
    found = re.search(rb"signature: ([0-9a-f]{128})\}, content: [0-9a-f]{64}\}", data)
    assert found is not None
    message = data.replace(found[0], b"signature: }, content: }")
    (tmp_path / "message").write_bytes(b"cds-kpi.signature/1\n" + message)
    (tmp_path / "signature").write_bytes(bytes.fromhex(found[1].decode()))
    der = bytes.fromhex("302a300506032b6570032100" + signer.public_key.removeprefix("ed25519:"))
    (tmp_path / "public").write_bytes(der)
    command = [str(openssl), "pkeyutl", "-verify", "-pubin", "-inkey", "public", "-keyform", "DER", "-rawin"]
    files = ["-in", "message", "-sigfile", "signature"]
    done = subprocess.run([*command, *files], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, b"Signature Verified Successfully")


def test_a_form_is_signed_on_receipt_by_the_unit_or_for_it_by_the_focal_point(office: Office) -> None:
    own, theirs = office.make_key(UNIT), office.make_key("so-tttt")
    office.register(own)
    office.register(theirs, "so-tttt")
    made = desk.make_form(office.root, ROUND, UNIT, now=NOW, language="vi")
    assert isinstance(made, desk.Form)
    numbers = {"in.online_dossiers.numerator": 7000, "in.online_dossiers.denominator": 11000}
    filled = fill(made.data, numbers)
    draft = desk.read_draft(filled, "so-y-te.xlsx")
    assert draft.door == "form"
    sending = desk.Sending(now=NOW, language="vi", confirmed=True, signer=theirs)
    assert problems_of(desk.submit(office.root, draft, sending)) == [
        "signature-key-foreign",
        "signature-refused",
    ]
    received = desk.submit(office.root, draft, replace(sending, signer=own))
    assert isinstance(received, desk.ReceiptView)
    keyed = replace(sending, keyed_in_by="Chuyên viên DIC", keyed_in_because="Đến bằng thư")
    received = desk.submit(office.root, draft, keyed)
    assert isinstance(received, desk.ReceiptView)
    office.demand()
    assert (office.told(), office.counts()) == ([], 2)


def test_a_rehearsal_signs_nothing_and_says_what_would_be_wrong(office: Office) -> None:
    signer = office.make_key(UNIT)
    draft = desk.draft_figures(office.root, UNIT, ROUND, ["online-dossiers=7000/11000"], now=NOW)
    assert isinstance(draft, desk.Draft)
    sending = desk.Sending(now=NOW, language="vi", rehearsal=True, signer=signer)
    assert problems_of(desk.submit(office.root, draft, sending)) == [
        "signature-key-unknown",
        "signature-refused",
    ]
    office.register(signer)
    assert isinstance(desk.submit(office.root, draft, sending), desk.ReceiptView)
    assert not (office.root / "data/submissions").exists()


# --------------------------------------------------------------------------------- keys that cannot sign, when sending


def test_each_reason_why_a_key_cannot_sign_is_told_and_nothing_is_filed(office: Office) -> None:
    own, other = office.make_key(UNIT), office.make_key("so-noi-vu")
    assert problems_of(office.send(own)) == ["signature-key-unknown", "signature-refused"]
    office.register(own, start="2022-09-01", until="2022-09-30")
    office.register(other, "so-noi-vu")
    assert problems_of(office.send(other)) == ["signature-key-foreign", "signature-refused"]
    early, late = (
        datetime(2022, 8, 31, 23, 59, tzinfo=CITY_TIME),
        datetime(2022, 10, 1, 0, 0, tzinfo=CITY_TIME),
    )
    assert problems_of(office.send(own, now=early)) == ["signature-key-early", "signature-refused"]
    assert problems_of(office.send(own, now=late)) == ["signature-key-expired", "signature-refused"]
    office.revoke(own, NOW)
    assert problems_of(office.send(own)) == ["signature-key-revoked", "signature-refused"]
    assert not (office.root / "data/submissions").exists()
    # Until that moment it was right.
    office.file(own, now=NOW - timedelta(seconds=1))
    assert office.told() == []


def test_a_focal_point_signs_for_others_only_where_it_says_so(office: Office) -> None:
    focal, other = office.make_key("so-tttt"), office.make_key("so-noi-vu")
    office.register(focal, "so-tttt")
    office.register(other, "so-noi-vu")
    assert problems_of(office.send(focal)) == ["signature-key-foreign", "signature-refused"]
    assert problems_of(office.send(other, behalf="Nội vụ")) == ["signature-key-foreign", "signature-refused"]
    path = office.file(focal, behalf="Chuyên viên DIC")
    assert office.told() == []
    # Taking away that it was keyed in for the unit shows twice over.
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r", on_behalf_of: \{[^}]*\}", "", text), encoding="utf-8")
    assert office.told() == ["signature-key-foreign", "store-file-changed"]


def test_a_key_of_two_units_signs_for_both(office: Office) -> None:
    signer = office.make_key(UNIT)
    office.register(signer)
    office.register(signer, "so-noi-vu")
    office.file(signer)
    office.file(signer, "so-noi-vu", sets=["online-dossiers=1/2"])
    assert office.told() == []


# ------------------------------------------------------------------------------------------ what is wrong in the store


Attack = Callable[[Office, Path], object]


def _revoke_before(office: Office, path: Path) -> None:
    office.revoke(office.make_key(UNIT), NOW - timedelta(days=1))


def _forget_key(office: Office, path: Path) -> None:
    shutil.rmtree(office.root / "data/keys")


def _give_away(office: Office, path: Path) -> None:
    keys = office.root / "data/keys"
    shutil.rmtree(keys)
    office.register(office.make_key(UNIT), "so-noi-vu")


def _change_days(start: str, until: str) -> Attack:
    def change(office: Office, path: Path) -> None:
        shutil.rmtree(office.root / "data/keys")
        office.register(office.make_key(UNIT), start=start, until=until)

    return change


def _edit(office: Office, path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"numerator: 7000", b"numerator: 9000"))
    reseal(path)


def _sign_again(office: Office, path: Path) -> None:
    """A bystander changes a figure and signs with a key of his own."""
    thief = office.make_key("thief")
    own = office.make_key(UNIT).fingerprint
    data = path.read_bytes().replace(b"numerator: 7000", b"numerator: 9000")
    path.write_bytes(thief.sign(data.replace(own.encode(), thief.fingerprint.encode())))
    reseal(path)


def _sign_again_registered(office: Office, path: Path) -> None:
    """The bystander is another unit."""
    office.register(office.make_key("thief"), "so-noi-vu")
    _sign_again(office, path)


def _sign_in_the_name(office: Office, path: Path) -> None:
    """A bystander signs, and names the unit's own key."""
    data = path.read_bytes().replace(b"numerator: 7000", b"numerator: 9000")
    path.write_bytes(office.make_key("thief").sign(data))
    reseal(path)


def _date_back(office: Office, path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"2022-09-15T09:00:00", b"2022-09-14T09:00:00"))
    reseal(path)


def reseal(path: Path) -> None:
    """Make the seal right, as whoever changes a file on purpose would."""
    data = path.read_bytes()
    digest = hash_content(data)
    assert digest is not None
    path.write_bytes(re.sub(rb"content: [0-9a-f]{64}\}\n", f"content: {digest}}}\n".encode(), data, count=1))


@pytest.mark.parametrize(
    ("attack", "kind"),
    [
        (_revoke_before, "signature-key-revoked"),
        (_forget_key, "signature-key-unknown"),
        (_give_away, "signature-key-foreign"),
        (_change_days("2022-09-16", "2023-01-01"), "signature-key-early"),
        (_change_days("2022-01-01", "2022-09-14"), "signature-key-expired"),
        (_edit, "signature-differs"),
        (_date_back, "signature-differs"),
        (_sign_again, "signature-key-unknown"),
        (_sign_again_registered, "signature-key-foreign"),
        (_sign_in_the_name, "signature-differs"),
    ],
)
def test_a_wrong_signature_is_a_warning_and_where_it_is_demanded_an_error_that_does_not_count(
    attack: Attack, kind: str, office: Office
) -> None:
    signer = office.make_key(UNIT)
    office.register(signer)
    path = office.file(signer)
    assert office.counts() == 1
    attack(office, path)
    assert (office.told(), office.counts()) == ([kind], 1)
    office.demand()
    assert sorted(office.told()) == sorted([kind, "signature-refused"])
    assert office.counts() is None


def test_every_wrong_signature_stands_at_its_place(office: Office) -> None:
    signer = office.make_key(UNIT)
    office.register(signer)
    path = office.file(signer)
    _edit(office, path)
    office.demand()
    head = path.read_text(encoding="utf-8").splitlines()[1]
    places = {one.kind: (one.place.line, one.place.column) for one in desk.check_workspace(office.root)}
    assert places == {
        "signature-differs": (2, head.index("signature: ") + len("signature: ") + 1),
        "signature-refused": (2, head.index("signed: ") + 1),
    }


def test_a_submission_replayed_for_another_period_or_unit_is_told_as_such(office: Office) -> None:
    signer = office.make_key(UNIT)
    office.register(signer)
    office.register(signer, "so-noi-vu")
    original = office.file(signer, period="2022-S1")
    place = original.relative_to(office.root).as_posix()
    data = original.read_bytes()
    for file, change in (
        ("2022-Q3/so-y-te.yaml", [(b"period: 2022-S1", b"period: 2022-Q3")]),
        ("2022-S1/so-noi-vu.yaml", [(b"unit: so-y-te", b"unit: so-noi-vu")]),
        ("2022-S1/so-y-te.r2.yaml", [(b"revision: 1", b"revision: 2")]),
    ):
        copy = office.root / "data/submissions" / file
        copy.parent.mkdir(exist_ok=True)
        for is_fitted in (False, True):
            copy.write_bytes(data)
            if is_fitted:
                for old, new in change:
                    copy.write_bytes(copy.read_bytes().replace(old, new))
                reseal(copy)
            found = [one for one in desk.check_workspace(office.root) if one.kind == "signature-replayed"]
            assert [(one.place.file, one.facts["file"]) for one in found] == [
                (f"data/submissions/{file}", place)
            ]
        office.demand()
        assert "signature-refused" in office.told()
        assert f"data/submissions/{file}" in read_contents(office.root).uncounted
        (office.root / "data/settings.yaml").unlink()
        copy.unlink()
    assert office.told() == []


# ------------------------------------------------------------------------------------------------ where it is demanded


def test_what_has_no_signature_is_refused_when_sent_and_does_not_count_in_the_store(office: Office) -> None:
    signer = office.make_key(UNIT)
    office.register(signer)
    office.file(signer)
    office.file(None, now=NOW + timedelta(hours=1))
    office.file(None, "so-noi-vu", sets=["online-dossiers=1/2"])
    assert (office.told(), office.counts()) == ([], 2)
    office.demand()
    assert problems_of(office.send(None)) == ["signature-missing"]
    # The good revision before it counts instead.
    assert (office.told(), office.counts(), office.counts("so-noi-vu")) == (
        ["signature-missing"] * 2,
        1,
        None,
    )


def test_the_history_shows_them_and_says_why_they_do_not_count(office: Office) -> None:
    signer = office.make_key(UNIT)
    office.register(signer)
    office.file(None)
    office.file(signer, now=NOW + timedelta(hours=1))
    office.file(None, now=NOW + timedelta(hours=2))

    def lines() -> list[tuple[int, bool, bool, str | None]]:
        told = desk.find_history(office.root, ROUND, UNIT, as_of=NOW + timedelta(days=9), language="vi")
        assert not isinstance(told, desk.Refusal)
        [period] = told.periods
        return [(one.revision, one.is_counted, one.is_unsigned, one.signed_by) for one in period.revisions]

    key = signer.fingerprint
    assert lines() == [(1, False, False, None), (2, False, False, key), (3, True, False, None)]
    office.demand()
    assert lines() == [(1, False, True, None), (2, True, False, key), (3, False, True, None)]


def test_a_report_is_made_without_them_and_lists_them(office: Office) -> None:
    signer = office.make_key(UNIT)
    office.register(signer)
    office.file(signer)
    unsigned = [office.file(None, now=NOW + timedelta(hours=1)), office.file(None, "so-noi-vu")]
    office.demand()
    report = desk.make_report(office.root, ROUND, as_of=NOW + timedelta(days=9), language="vi")
    assert isinstance(report, desk.Report), report
    files = sorted(path.relative_to(office.root).as_posix() for path in unsigned)
    assert sorted(item.file for item in report.view.broken) == files
    assert all("KPI853" in problem for item in report.view.broken for problem in item.problems)
    told = json.loads(b"".join(stream(office, report.view)))
    assert told["reporting"]["received"] == 1
    assert "so-noi-vu" in told["reporting"]["missing"]
    [row] = [one for one in told["indicators"] if one["id"] == "online-dossiers"]
    assert [(one["unit"], one["revision"]) for one in row["sources"]] == [(UNIT, 1)]


def stream(office: Office, view: object) -> list[bytes]:
    made = desk.stream_report(office.root, view, "json")  # type: ignore[arg-type] # a report's view
    assert not isinstance(made, desk.Refusal)
    return list(made)


def test_a_submission_that_is_wrong_in_itself_still_keeps_the_report_back(office: Office) -> None:
    signer = office.make_key(UNIT)
    office.register(signer)
    path = office.file(signer)
    office.file(None, "so-noi-vu")
    office.demand()
    path.write_bytes(path.read_bytes().replace(b"numerator: 7000", b"numerator: 7x00"))
    report = desk.make_report(office.root, ROUND, as_of=NOW + timedelta(days=9), language="vi")
    assert isinstance(report, desk.Refusal)
    assert isinstance(
        desk.make_report(office.root, ROUND, as_of=NOW + timedelta(days=9), language="vi", skip_broken=True),
        desk.Report,
    )


def test_a_closing_counts_what_is_signed_and_nothing_else(office: Office) -> None:
    signer = office.make_key(UNIT)
    office.register(signer)
    office.file(signer)
    office.file(None, "so-noi-vu")
    office.demand()
    deed = desk.close_round(office.root, ROUND, by="DIC", now=NOW + timedelta(days=9), force=True)
    assert isinstance(deed, desk.Deed), deed
    assert deed.counted == 1
    assert office.told() == ["signature-missing"]


def test_a_decision_on_a_revision_that_does_not_count_is_no_second_error(office: Office) -> None:
    office.file(None)
    deed = desk.decide(office.root, ROUND, UNIT, "accepted", by="DIC", now=NOW + timedelta(days=1))
    assert isinstance(deed, desk.Deed)
    office.demand()
    assert office.told() == ["signature-missing"]


def test_what_is_written_by_hand_does_not_count_either(office: Office) -> None:
    folder = office.root / "data/submissions/2022-Q3"
    folder.mkdir(parents=True)
    text = f"format: 1\nunit: {UNIT}\nperiod: 2022-Q3\nsent_on: 2022-09-15\nentries:\n  online-dossiers: {{nil: x}}\n"
    (folder / f"{UNIT}.yaml").write_text(text, encoding="utf-8")
    assert office.told() == []
    office.demand()
    assert (office.told(), office.counts()) == (["signature-missing"], None)


def test_signatures_may_be_demanded_from_a_day_on(office: Office) -> None:
    office.file(None, period="2022-S1")
    office.file(None)
    office.demand("signatures_from: 2022-07-01\n")
    [problem] = desk.check_workspace(office.root)
    assert (problem.kind, problem.place.file) == (
        "signature-missing",
        "data/submissions/2022-Q3/so-y-te.yaml",
    )


def test_figures_that_do_not_count_are_not_taken_over(office: Office) -> None:
    signer = office.make_key(UNIT)
    office.register(signer)
    office.file(signer)
    office.file(None, now=NOW + timedelta(hours=1), sets=["online-dossiers=9999/11000"])
    office.demand()
    path = office.file(signer, now=NOW + timedelta(hours=2), sets=["digitised-dossiers=8001/11177"])
    assert path.name == "so-y-te.r3.yaml"
    assert b"online-dossiers: {numerator: 7000, denominator: 11000}" in path.read_bytes()
    assert office.counts() == 3


# ---------------------------------------------------------------------------------------- without the library


@pytest.fixture
def without_library(tmp_path: Path) -> dict[str, str]:
    """Give the environment of a machine on which the extra is not installed."""
    folder = tmp_path / "bare" / "cryptography"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise ModuleNotFoundError('cryptography')\n", encoding="utf-8")
    return {"PYTHONPATH": str(folder.parent)}


def test_a_machine_without_the_library_says_so_and_takes_nothing_for_right(
    office: Office, run: Run, without_library: dict[str, str]
) -> None:
    signer = office.make_key(UNIT)
    office.register(signer)
    office.file(signer)
    check = ("check", "--format", "json")

    def codes() -> list[str]:
        said = json.loads(run(*check, cwd=office.root, env=without_library).stdout)
        return [problem["code"] for problem in said["problems"]]

    assert codes() == ["KPI852"]
    for call in (
        ("submit", "--unit", UNIT, "--quarter", "Q3", "--set", "online-dossiers=1/2", "--sign", "--yes"),
        ("keys", "new", "--unit", UNIT, "--out", "../k.pem"),
    ):
        done = run(*call, cwd=office.root, env=without_library)
        assert (done.returncode, "KPI830" in done.stderr) == (2, True)
    office.demand()
    assert codes() == ["KPI830"]
    report = run("report", "--quarter", "Q3", "--stdout", cwd=office.root, env=without_library)
    assert (report.returncode, report.stdout) == (1, "")
    # The register needs no library.
    assert run("keys", cwd=office.root, env=without_library).returncode == 0


def test_nothing_of_the_library_is_loaded_where_nothing_is_signed(office: Office) -> None:
    office.file(None)
    code = (
        "import sys; from pathlib import Path; from cds_kpi import desk; root = Path(sys.argv[1]);"
        "assert desk.check_workspace(root) == [];"
        "bad = {'cryptography', 'cds_kpi.store.keys', 'cds_kpi.store.signatures', 'cds_kpi.model.keys'};"
        "print(sorted(bad & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(office.root)], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


# --------------------------------------------------------------------------------------------------- at the command


def test_the_key_is_found_where_keys_new_has_put_it_and_the_focal_points_where_it_keys_in(
    office: Office, run: Run, clean_environment: dict[str, str]
) -> None:
    home = Path(clean_environment["HOME"]) / ".config/cds-kpi/keys"
    for unit in (UNIT, "so-tttt"):
        public = run("keys", "new", "--unit", unit, cwd=office.root).stdout.strip()
        assert (home / f"{unit}.pem").is_file()
        assert (
            run("keys", "add", public, "--unit", unit, "--from", "2022-01-01", cwd=office.root).returncode
            == 0
        )
    call = ("submit", "--unit", UNIT, "--quarter", "Q3", "--set", "online-dossiers=1/2", "--sign", "--yes")
    assert run(*call, cwd=office.root).returncode == 0
    behalf = ("--on-behalf-of", "--reason", "Đến bằng thư", "--by", "DIC")
    assert run(*call, *behalf, cwd=office.root).returncode == 0
    assert office.told() == []
    (home / "so-tttt.pem").unlink()
    (home / f"{UNIT}.pem").unlink()
    lost = run(*call, cwd=office.root)
    assert (lost.returncode, "KPI831" in lost.stderr) == (2, True)


def test_a_locked_key_opens_with_its_passphrase_from_the_environment(office: Office, run: Run) -> None:
    path = office.home / "locked.pem"
    public = make_key_file(path, office.root, "dài và khó")
    assert isinstance(public, str)
    assert run("keys", "add", public, "--unit", UNIT, "--from", "2022-01-01", cwd=office.root).returncode == 0
    call = ("submit", "--unit", UNIT, "--quarter", "Q3", "--set", "online-dossiers=1/2", "--yes")
    env = {"CDS_KPI_KEY": str(path)}
    for passphrase, code in (("", 2), ("sai", 2), ("dài và khó", 0)):
        done = run(*call, "--sign", cwd=office.root, env=env | {"CDS_KPI_KEY_PASSPHRASE": passphrase})
        assert (done.returncode, "KPI835" in done.stderr) == (code, code == 2)
    assert office.told() == []


# ----------------------------------------------------------------------------------------------------- any change


@cache
def make_signed(repo: Path, folder: Path) -> tuple[Office, Path, bytes]:
    """Make an office with one signed revision, once for all changes."""
    root = folder / "office"
    (root / "data").mkdir(parents=True)
    for name in ("indicators.yaml", "units.yaml"):
        shutil.copy(repo / "tests/problems/base/data" / name, root / "data")
    office = Office(root, folder / "home")
    signer = office.make_key("so-tttt")
    office.register(signer, "so-tttt")
    path = office.file(signer, "so-tttt", sets=["online-dossiers=7650/9000", "e-payment=done"])
    assert office.told() == []
    office.demand()
    return office, path, path.read_bytes()


@pytest.fixture(scope="module")
def signed(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, Path, bytes]:
    """Give an office that demands signatures, its one revision, and that file's bytes."""
    return make_signed(repo, tmp_path_factory.mktemp("signed"))


def find_wrong(office: Office) -> tuple[list[Problem], bool]:
    """Return the problems, and whether any revision still counts: one that is there and has no error."""
    contents = read_contents(office.root)
    problems = check_contents(contents)
    wrong = {one.place.file for one in problems if is_error(one)}
    return problems, any(filing.file not in wrong for filing in contents.filings)


def test_any_flipped_bit_of_a_signed_revision_is_found(
    signed: tuple[Office, Path, bytes], tally: Tally
) -> None:
    """Every byte of the file in the full form, one in eight of them in the short one; of each a bit chosen anew."""
    office, path, whole = signed
    chance = random.Random(20220915)  # noqa: S311 - the same bits each time
    seal = whole.index(b"content: ") + len(b"content: ")
    places = range(len(whole)) if SOAK else sorted(chance.sample(range(len(whole)), len(whole) // 8))
    missed = []
    for at in places:
        changed = bytearray(whole)
        changed[at] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        problems, counts = find_wrong(office)
        # The seal is made after the signature, and is not signed: a change there is told, and nothing else has changed.
        if not problems or (counts and not seal <= at < seal + 64):
            missed.append((at, bytes(changed)))
    path.write_bytes(whole)
    tally(
        fault="signatures: a flipped bit of a signed revision",
        runs=len(places),
        fired=len(places),
        lost=len(missed),
        false_alarms=len(find_wrong(office)[0]),
    )
    assert (missed, find_wrong(office)) == ([], ([], True))


@pytest.mark.parametrize(
    "hidden",
    [
        b"}\nnote: put in by somebody # ",
        b"}\nsent_on: 2022-09-01 # ",
        b"null}\ndocument: 1/GM # ",
        b'""}\nnote: x # ',
        b"~, previous: null} # ",
        b"0" * 63,
        b"A" * 64,
    ],
)
def test_nothing_hides_in_the_place_of_the_digits_that_are_not_signed(
    hidden: bytes, signed: tuple[Office, Path, bytes]
) -> None:
    office, path, whole = signed
    seal = whole.index(b"content: ") + len(b"content: ")
    path.write_bytes(whole[:seal] + hidden.ljust(64, b"x") + whole[seal + 64 :])
    problems, counts = find_wrong(office)
    path.write_bytes(whole)
    assert (bool(problems), counts) == (True, False)


def test_a_register_with_errors_lets_nobody_sign(office: Office) -> None:
    signer = office.make_key(UNIT)
    office.register(signer)
    office.revoke(signer, NOW)
    [revocation] = (office.root / "data/keys" / UNIT).glob("*.revoked.yaml")
    revocation.rename(revocation.with_name("thu-hoi.yaml"))
    assert problems_of(office.send(signer)) == ["key-file-stray"]
    revocation.with_name("thu-hoi.yaml").rename(revocation)
    revocation.write_bytes(b"")
    assert problems_of(office.send(signer)) == ["file-empty"]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_cut_insertion_or_swap_of_a_signed_revision_is_found(
    signed: tuple[Office, Path, bytes], data: st.DataObject
) -> None:
    office, path, whole = signed
    at, end = sorted(data.draw(st.tuples(st.integers(0, len(whole)), st.integers(0, len(whole)))))
    new = data.draw(
        st.one_of(st.just(b""), st.binary(max_size=8), st.sampled_from([b"\n", b" ", b"0", b"# x\n"]))
    )
    changed = whole[:at] + new + whole[end:]
    path.write_bytes(changed)
    problems, _ = find_wrong(office)
    assert bool(problems) == (changed != whole)


@given(message=st.binary(max_size=200))
def test_a_signature_of_anything_else_is_none_of_a_revision(message: bytes) -> None:
    assert not message.startswith(PREFIX)
    assert find_signature(message) is None
    assert not verify(message, "ed25519:" + "d7" * 32)
