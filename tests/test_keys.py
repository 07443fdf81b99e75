"""Keys: made where only their owner reads them, registered once, revoked for good; each mistake its own problem."""

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.model.keys import find_fingerprint
from cds_kpi.period import CITY_TIME
from cds_kpi.problem import Fault
from cds_kpi.problems import word_problem
from cds_kpi.store.keys import read_register
from cds_kpi.store.signatures import find_key_file, make_key_file, open_key_file
from conftest import Needs, Run
from terminals import talk

NOW = datetime(2022, 9, 15, 9, 0, tzinfo=CITY_TIME)
RFC_8032 = "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
"""The public key of the first example of RFC 8032."""


def add(
    root: Path, text: str = RFC_8032, unit: str = "so-y-te", **given: object
) -> desk.KeyCard | desk.Refusal:
    times: dict[str, object] = {
        "valid_from": date(2022, 9, 1),
        "until": None,
        "by": "Chuyên viên",
        "now": NOW,
    }
    return desk.add_key(root, unit, text, **(times | given))  # type: ignore[arg-type] # each test gives what it is about


def slug(answer: object) -> str:
    assert isinstance(answer, desk.Refusal | Fault)
    return answer.kind if isinstance(answer, Fault) else " ".join(one.kind for one in answer.problems)


# ---------------------------------------------------------------------------------------------- private keys


def test_a_new_key_is_for_its_owner_alone_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "home" / "so-y-te.pem"
    public = make_key_file(path, None, None)
    assert isinstance(public, str)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    signer = open_key_file(path, tmp_path / "workspace", None)
    assert not isinstance(signer, Fault)
    assert (signer.public_key, signer.fingerprint) == (public, find_fingerprint(public))
    assert repr(signer) == f"Signer({public})"


def test_two_keys_are_never_the_same(tmp_path: Path) -> None:
    assert make_key_file(tmp_path / "a.pem", None, None) != make_key_file(tmp_path / "b.pem", None, None)


def test_a_key_with_a_passphrase_opens_with_that_alone(tmp_path: Path) -> None:
    path = tmp_path / "so-y-te.pem"
    public = make_key_file(path, None, "mật khẩu dài")
    assert b"ENCRYPTED" in path.read_bytes()
    for wrong in (None, "", "mật khẩu", "mật khẩu dài "):
        assert slug(open_key_file(path, tmp_path / "w", wrong)) == "key-file-locked"
    signer = open_key_file(path, tmp_path / "w", "mật khẩu dài")
    assert not isinstance(signer, Fault)
    assert signer.public_key == public


def test_a_passphrase_that_is_not_needed_does_no_harm(tmp_path: Path) -> None:
    make_key_file(tmp_path / "a.pem", None, None)
    assert not isinstance(open_key_file(tmp_path / "a.pem", tmp_path / "w", "thừa"), Fault)


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "so-y-te.pem"
    make_key_file(path, None, None)
    before = path.read_bytes()
    assert slug(make_key_file(path, None, None)) == "key-file-exists"
    (tmp_path / "link.pem").symlink_to(tmp_path / "nowhere")
    assert slug(make_key_file(tmp_path / "link.pem", None, None)) == "key-file-exists"
    assert path.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.pem", "so-y-te.pem"]


def test_a_key_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert slug(make_key_file(tmp_path / "file" / "so-y-te.pem", None, None)) == "output-failed"


@pytest.mark.parametrize(
    "where", ["so-y-te.pem", "data/so-y-te.pem", "reports/../data/x.pem", "../link/k.pem"]
)
def test_a_private_key_never_lies_in_a_workspace(where: str, example: Path) -> None:
    (example.parent / "link").symlink_to(example / "data")
    (example / "reports").mkdir(exist_ok=True)
    path = example / where
    assert slug(make_key_file(path, example, None)) == "key-file-in-store"
    assert slug(make_key_file(path, None, None)) == "key-file-in-store"
    assert not path.exists()
    path.write_bytes(b"")
    path.chmod(0o600)
    assert slug(open_key_file(path, example.parent / "another", None)) == "key-file-in-store"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o777])
def test_a_private_key_that_others_can_open_is_not_used(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "so-y-te.pem"
    make_key_file(path, None, None)
    path.chmod(mode)
    fault = open_key_file(path, tmp_path / "w", None)
    assert isinstance(fault, Fault)
    assert (fault.kind, fault.facts["mode"]) == ("key-file-open", f"{mode:04o}")


def test_a_lost_key_and_a_broken_one_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "so-y-te.pem"
    assert slug(open_key_file(path, tmp_path / "w", None)) == "key-file-missing"
    assert slug(open_key_file(tmp_path / "no" / "x.pem", tmp_path / "w", None)) == "key-file-missing"
    assert slug(open_key_file(tmp_path, tmp_path / "w", None)) == "key-file-broken"
    make_key_file(path, None, None)
    whole = path.read_bytes()
    broken = [
        b"",
        whole[:60],
        b"\x00\xff" * 40,
        whole.replace(b"PRIVATE", b"PUBLIC"),
        whole.replace(b"MC4C", b"MC5C"),
    ]
    for data in broken:
        path.write_bytes(data)
        assert slug(open_key_file(path, tmp_path / "w", None)) == "key-file-broken"


def test_another_kind_of_key_is_none_of_ours(tmp_path: Path, needs: Needs) -> None:
    path = tmp_path / "rsa.pem"
    command = [str(needs("openssl")), "genpkey", "-algorithm", "X25519", "-out", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    path.chmod(0o600)
    assert slug(open_key_file(path, tmp_path / "w", None)) == "key-file-broken"


def test_a_key_made_by_openssl_serves_as_well(tmp_path: Path, needs: Needs) -> None:
    path = tmp_path / "so-y-te.pem"
    command = [str(needs("openssl")), "genpkey", "-algorithm", "ED25519", "-out", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    path.chmod(0o600)
    assert not isinstance(open_key_file(path, tmp_path / "w", None), Fault)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"HOME": "/home/y"}, "/home/y/.config/cds-kpi/keys/so-y-te.pem"),
        ({"HOME": "/home/y", "XDG_CONFIG_HOME": "/c"}, "/c/cds-kpi/keys/so-y-te.pem"),
        ({"HOME": "/home/y", "XDG_CONFIG_HOME": "not/absolute"}, "/home/y/.config/cds-kpi/keys/so-y-te.pem"),
        ({"HOME": "/home/y", "CDS_KPI_KEY": "/usb/khoa.pem"}, "/usb/khoa.pem"),
        ({"HOME": "/home/y", "CDS_KPI_KEY": ""}, "/home/y/.config/cds-kpi/keys/so-y-te.pem"),
        ({}, None),
    ],
)
def test_a_key_is_looked_for_among_the_users_own_files(
    environment: Mapping[str, str], expected: str | None
) -> None:
    found = find_key_file(environment, "so-y-te")
    assert (None if found is None else str(found)) == expected


# ------------------------------------------------------------------------------------------------- the register


def test_a_key_is_registered_once_and_never_again(example: Path) -> None:
    card = add(example, until=date(2023, 12, 31), note="Chánh Văn phòng")
    assert isinstance(card, desk.KeyCard)
    assert (card.state, card.until, card.note) == ("valid", "2023-12-31", "Chánh Văn phòng")
    before = (example / card.file).read_bytes()
    again = add(example, until=date(2030, 12, 31))
    assert isinstance(again, desk.Refusal)
    assert (again.why, slug(again)) == ("state", "key-registered")
    assert (example / card.file).read_bytes() == before
    assert desk.check_workspace(example) == []
    # Somebody who reports for two units may have one key.
    assert isinstance(add(example, unit="so-noi-vu"), desk.KeyCard)


def test_every_act_on_the_register_is_in_the_journal(example: Path) -> None:
    card = add(example)
    assert isinstance(card, desk.KeyCard)
    revoke(example)
    acts = [path.read_text(encoding="utf-8") for path in sorted(example.glob("data/journal/*/*.yaml"))]
    assert len(acts) == 2
    for act, file in zip(acts, (card.file, card.file.replace(".yaml", ".revoked.yaml")), strict=True):
        assert "\nact: key\n" in act
        assert f"\nfile: {file}\n" in act


@pytest.mark.parametrize(
    "text",
    ["", "ed25519:", "d75a98", RFC_8032.upper(), RFC_8032 + "0", RFC_8032[:-1] + "g", "../../x", "\x1b[31m"],
)
def test_what_is_no_public_key_is_not_registered(text: str, example: Path) -> None:
    refusal = add(example, text)
    assert isinstance(refusal, desk.Refusal)
    assert (refusal.why, slug(refusal)) == ("request", "public-key-malformed")
    assert not (example / "data/keys").exists()


def test_a_key_is_registered_for_a_unit_there_is_and_days_in_order(example: Path) -> None:
    assert slug(add(example, unit="so-y-t")) == "unit-unknown"
    assert slug(add(example, until=date(2022, 8, 31))) == "validity-reversed"
    assert slug(desk.make_key(example, "so-y-t", None, {}, None)) == "unit-unknown"
    assert slug(desk.make_key(None, "so-y-te", None, {}, None)) == "key-file-missing"
    assert not (example / "data/keys").exists()


def revoke(root: Path, found: str = "21fe31df", unit: str | None = None, since: datetime = NOW) -> object:
    return desk.revoke_key(root, found, unit, since=since, reason="Mất máy", by="Chuyên viên", now=NOW)


@pytest.mark.parametrize("found", ["", "21fe", "21fe31de", "21FE31DFX"])
def test_a_key_is_revoked_by_name_or_not_at_all(found: str, example: Path) -> None:
    add(example)
    assert slug(revoke(example, found)) == "key-not-registered"
    assert len(list((example / "data/keys/so-y-te").iterdir())) == 1


def test_a_key_of_two_units_is_revoked_for_the_one_that_is_named(example: Path) -> None:
    add(example)
    add(example, unit="so-noi-vu")
    assert slug(revoke(example)) == "key-not-registered"
    assert isinstance(revoke(example, "21FE 31DF", "so-noi-vu"), desk.KeyCard)
    states = {card.unit: card.state for card in listed(example)}
    assert states == {"so-noi-vu": "revoked", "so-y-te": "valid"}


def listed(root: Path, now: datetime = NOW) -> tuple[desk.KeyCard, ...]:
    cards = desk.list_keys(root, now=now)
    assert not isinstance(cards, desk.Refusal)
    return cards


def test_of_several_revocations_the_earliest_counts_and_none_is_lost(example: Path) -> None:
    add(example)
    for days in (3, 5, 1):
        assert isinstance(revoke(example, since=NOW - timedelta(days=days)), desk.KeyCard)
    [card] = listed(example)
    assert card.revoked_from == "2022-09-10T09:00:00+07:00"
    assert sorted(path.name.partition(".")[2] for path in (example / "data/keys/so-y-te").iterdir()) == [
        "revoked.2.yaml",
        "revoked.3.yaml",
        "revoked.yaml",
        "yaml",
    ]
    assert desk.check_workspace(example) == []


def test_the_list_says_how_each_key_stands(example: Path) -> None:
    add(example, valid_from=date(2022, 9, 15), until=date(2022, 9, 15))
    revoke(example, since=NOW + timedelta(days=2))
    states = [listed(example, NOW + timedelta(days=days))[0].state for days in (-1, 0, 1, 2)]
    assert states == ["early", "valid", "expired", "revoked"]


def test_a_register_with_errors_is_not_listed(example: Path) -> None:
    card = add(example)
    assert isinstance(card, desk.KeyCard)
    (example / card.file).rename(example / card.file.replace(card.fingerprint, "0" * 32))
    refusal = desk.list_keys(example, now=NOW)
    assert isinstance(refusal, desk.Refusal)
    assert (refusal.why, slug(refusal)) == ("data", "key-name-differs")
    assert refusal.problems[0].place.line == 3


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("so-y-te/21fe31dfa154a261626bf854046fd227.yaml.bak", "key-file-stray"),
        ("so-y-te/21fe31dfa154a261626bf854046fd227.Revoked.yaml", "key-file-stray"),
        ("khoa.yaml", "key-file-stray"),
        ("so-y-te/.hidden", None),
        ("so-y-te/21fe31dfa154a261626bf854046fd227.yaml~", None),
    ],
)
def test_what_lies_in_the_register_and_is_none_of_it_is_told(
    name: str, kind: str | None, example: Path
) -> None:
    path = example / "data/keys" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("format: 1\n", encoding="utf-8")
    assert [one.kind for one in read_register(example).problems] == ([kind] if kind else [])


def test_links_and_pipes_in_the_register_are_never_followed(example: Path) -> None:
    keys = example / "data/keys/so-y-te"
    keys.mkdir(parents=True)
    (keys / f"{'1' * 32}.yaml").symlink_to("/etc/passwd")
    os.mkfifo(keys / f"{'2' * 32}.yaml")
    (example / "data/keys/so-noi-vu").symlink_to(keys)
    assert [one.kind for one in read_register(example).problems] == ["store-file-special"] * 3
    keys.rename(example / "elsewhere")
    (example / "data/keys/so-noi-vu").unlink()
    (example / "data/keys").rmdir()
    (example / "data/keys").symlink_to(example / "elsewhere")
    assert [one.kind for one in read_register(example).problems] == ["store-file-special"]


# ----------------------------------------------------------------------------------------------- at the terminal


def test_a_new_key_is_printed_for_pipes_and_its_secret_is_not(run: Run, tmp_path: Path) -> None:
    done = run("--lang", "en", "keys", "new", "--unit", "so-y-te", "--out", "k.pem")
    assert done.returncode == 0
    assert done.stdout.startswith("ed25519:")
    assert done.stdout.count("\n") == 1
    secret = (tmp_path / "k.pem").read_text(encoding="ascii").splitlines()[1]
    assert secret not in done.stdout + done.stderr
    assert f"cds-kpi keys add {done.stdout.strip()} --unit so-y-te" in done.stderr


def test_a_passphrase_comes_from_the_environment_or_from_a_person(run: Run, tmp_path: Path) -> None:
    done = run("keys", "new", "--unit", "so-y-te", "--out", "k.pem", "--passphrase")
    assert (done.returncode, (tmp_path / "k.pem").exists()) == (2, False)
    done = run(
        *("keys", "new", "--unit", "so-y-te", "--out", "k.pem", "--passphrase"),
        env={"CDS_KPI_KEY_PASSPHRASE": "dài và khó"},
    )
    assert done.returncode == 0
    assert slug(open_key_file(tmp_path / "k.pem", tmp_path / "w", None)) == "key-file-locked"
    assert not isinstance(open_key_file(tmp_path / "k.pem", tmp_path / "w", "dài và khó"), Fault)


def test_a_person_types_a_passphrase_that_nobody_sees(
    example: Path, clean_environment: dict[str, str]
) -> None:
    path = example.parent / "k.pem"
    answers = [
        ("Mật khẩu mới của khóa: ", "mot-lan"),
        ("Gõ lại mật khẩu: ", "hai-lan"),
        ("Mật khẩu mới của khóa: ", "ba-lan"),
        ("Gõ lại mật khẩu: ", "ba-lan"),
    ]
    new = ("keys", "new", "--unit", "so-y-te", "--out", str(path), "--passphrase")
    made = talk(*new, answers=answers, cwd=example, env=clean_environment)
    assert (made.code, "Hai lần gõ khác nhau." in made.shown, "-lan" in made.shown) == (0, True, False)
    signer = open_key_file(path, example, "ba-lan")
    assert not isinstance(signer, Fault)
    add(example, signer.public_key)
    figure = ("--unit", "so-y-te", "--quarter", "Q3", "--set", "digitised-dossiers=8863/13301")
    for typed, code in (("sai", 2), ("", 130), ("ba-lan", 0)):
        sent = talk(
            *("submit", *figure, "--yes", "--key", str(path)),
            answers=[("Mật khẩu của khóa: ", typed)],
            cwd=example,
            env=clean_environment,
        )
        assert (sent.code, "KPI835" in sent.shown) == (code, code == 2), sent.shown
    assert desk.check_workspace(example) == []


def test_the_list_is_empty_where_there_is_no_register(run: Run, example: Path) -> None:
    done = run("keys", "--format", "json", cwd=example)
    assert json.loads(done.stdout) == {"schema": "cds-kpi.keys/1", "keys": []}
    assert run("--lang", "en", "keys", cwd=example).stderr == "There is nothing like that.\n"


def test_keys_are_offered_for_completion(example: Path) -> None:
    add(example)
    assert desk.name_keys(example) == {"21fe31dfa154a261626bf854046fd227": "so-y-te"}


def test_the_words_for_a_lost_key_say_what_to_do(tmp_path: Path) -> None:
    fault = open_key_file(tmp_path / "mat.pem", tmp_path / "w", None)
    assert isinstance(fault, Fault)
    from cds_kpi.problem import Place

    worded = word_problem(fault.at(Place("--sign")), "vi")
    assert worded.message == f"Không có tệp khóa bí mật “{tmp_path}/mat.pem”."
    assert "keys new" in worded.hint
    assert "thu hồi khóa cũ" in worded.hint
