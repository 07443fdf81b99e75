"""The doctor: what it finds in a workspace and on a machine, what it advises, and that it leaves nothing behind."""

import json
import os
import socket
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.post.reach import find_hindrance
from cds_kpi.post.smtp import Server
from cds_kpi.problem import Fault, Place, Problem
from cds_kpi.render.fonts import find_serif
from cds_kpi.report.health import EMPTY, LOW, Teller
from conftest import Needs, Run
from post_office import make_certificate, open_post_office
from workspaces import Workspace

NOW = datetime.fromisoformat("2022-09-16T08:30:15+07:00")
SHARE = """
id: share
measure: {kind: ratio, basis: at_date}
reporters: [so-a, so-b]
targets: [{programme: p, number: 1, at_least: 50, by: 2022-12-31}]
"""
ADDRESSED = """
- {id: city, name: Thành phố, level: province, email: [vp@city.example]}
- {id: dic, name: Đơn vị đầu mối, level: agency, parent: city}
- {id: so-a, name: Sở A, level: department, parent: city, email: [a@city.example]}
- {id: so-b, name: Sở B, level: department, parent: city, valid: {until: 2022-12-31}}
"""
ANSWER = "share: {numerator: 1, denominator: 2}"


def examine(store: Workspace, *, now: datetime = NOW) -> dict[str, desk.Finding]:
    found = desk.examine_workspace(store.root, now=now, zone="UTC", language="vi")
    return {one.check: one for one in found}


def list_tree(folder: Path) -> list[tuple[str, int]]:
    return sorted((str(path), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file())


def test_a_good_workspace_is_fine_and_nothing_lasting_is_written(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE, units=ADDRESSED.replace("until: 2022", "until: 2021"))
    store.submit("2022-Q3", "so-a", ANSWER, at="2022-09-16T08:30:00+07:00")
    before = list_tree(tmp_path)
    found = examine(store)
    assert list_tree(tmp_path) == before
    assert list(found) == [
        *(
            "store",
            "writing",
            "disk",
            "leftovers",
            "clock",
            "holidays",
            "units",
            "mail",
            "templates",
            "fonts",
            "office",
        )
    ]
    assert found["store"].text == "Đọc được, không có lỗi."
    # data, data/submissions and its one period.
    assert found["writing"].text == "Ghi thử được vào cả 3 thư mục."
    assert found["clock"].text == (
        "Bây giờ là 08:30 ngày 16/9/2022 giờ Việt Nam; múi giờ của máy: UTC. Thời hạn luôn tính theo giờ Việt Nam."
    )
    assert found["holidays"].text == "Không thời hạn nào dời theo ngày nghỉ."
    # so-b is gone since the year before; the authority is copied when somebody is overdue.
    assert found["units"].text == "Cả 2 đơn vị đều có địa chỉ thư."
    assert found["mail"].state == "unknown"
    assert found["templates"].text == "Mọi mẫu đều dùng được."
    assert {one.state for one in found.values()} <= {"fine", "unknown", "attention"}


def test_errors_of_the_data_are_counted_and_left_to_check(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    store.write("data/submissions/2022-Q3/so-a.yaml", "format: 1\nunit: so-a\nperiod: 2022-Q3\nentries: [\n")
    found = examine(store)["store"]
    assert (found.state, found.text) == ("attention", "Đọc được; có 1 lỗi trong các tệp.")
    assert found.advice == "Xem từng lỗi: cds-kpi check"


def test_a_catalogue_that_cannot_be_read_leaves_the_rest_to_be_examined(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    store.write("data/indicators.yaml", "format: 1\nprogrammes: [\n")
    found = examine(store)
    assert found["store"].state == "attention"
    assert "units" not in found
    assert found["writing"].state == "fine"


def test_a_clock_behind_the_newest_receipt_is_told_of(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    store.submit("2022-Q3", "so-a", ANSWER, at="2022-09-16T08:32:00+07:00")
    assert examine(store)["clock"].state == "fine"
    found = examine(store, now=datetime.fromisoformat("2022-01-01T00:00:00+07:00"))["clock"]
    assert (found.state, found.text) == (
        "attention",
        (
            "Đồng hồ của máy chỉ 00:00 ngày 01/01/2022 giờ Việt Nam, "
            "nhưng trong dữ liệu đã có thời điểm 08:32 ngày 16/9/2022."
        ),
    )


def test_a_deadline_that_moves_wants_the_swapped_days_of_its_year(tmp_path: Path) -> None:
    rounds = "- {period: 2027, by: 2027-12-18, roll: next_working_day, frequencies: [quarter]}"
    store = Workspace(tmp_path, SHARE, rounds=rounds)
    found = examine(store)["holidays"]
    assert (found.state, found.text) == ("attention", "Chưa có ngày hoán đổi nào của năm 2027.")
    store.write("data/holidays.yaml", "format: 1\noff: [{day: 2027-01-01, name: Tết Dương lịch}]\n")
    assert examine(store)["holidays"].text == "Đã biết cho 1 thời hạn dời theo ngày nghỉ."
    # Of what is over nobody needs to know more.
    later = datetime.fromisoformat("2028-01-10T08:00:00+07:00")
    assert examine(store, now=later)["holidays"].text == "Không thời hạn nào dời theo ngày nghỉ."


def test_units_that_are_asked_and_have_no_address_are_named(tmp_path: Path) -> None:
    found = examine(Workspace(tmp_path, SHARE, units=ADDRESSED))["units"]
    assert (found.state, found.text) == (
        "attention",
        "1 trong 3 đơn vị phải báo cáo không có địa chỉ thư: so-b.",
    )
    names = [f"so-{number}" for number in range(7)]
    many = Teller("en").tell_units(names, 9)
    assert many.text == "Units asked that have no address (7 of 9): so-0, so-1, so-2, so-3, so-4 and 2 more."


def test_a_template_that_cannot_be_filled_is_told_of(tmp_path: Path) -> None:
    store = Workspace(tmp_path, SHARE)
    store.write("templates/report.md.j2", "{{ nobody.knows }}\n")
    found = examine(store)["templates"]
    assert (found.state, found.advice) == ("attention", "Xem từng lỗi: cds-kpi templates check")


@pytest.mark.parametrize(
    ("free", "state", "text"),
    [
        (LOW, "fine", "Còn trống 200 MB."),
        (LOW - 1, "attention", "Còn trống 199 MB."),
        (EMPTY - 1, "failed", "Còn trống 9 MB."),
        (1_234_567_890, "fine", "Còn trống 1.234 MB."),
    ],
)
def test_little_room_on_the_disk_is_told_of(free: int, state: str, text: str) -> None:
    found = Teller("vi").tell_disk(free)
    assert (found.state, found.text) == (state, text)


def make_server(port: int, security: str = "none", host: str = "localhost") -> Server:
    return Server(host, port, security, "hcm.example", 30)  # type: ignore[arg-type]  # what a test asks for


def word(fault: Fault | None) -> tuple[str, object] | None:
    return (fault.kind, fault.facts.get("error")) if fault is not None else None


def test_a_mail_server_is_spoken_to_up_to_its_certificate(
    needs: Needs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(needs("openssl"), tmp_path, "localhost")
    for security in ("starttls", "tls"):
        with open_post_office(security, certificate, with_login=security == "starttls") as office:
            assert word(find_hindrance(make_server(office.port, security), 10)) == (
                "mail-certificate",
                "self-signed certificate",
            )
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
            assert find_hindrance(make_server(office.port, security), 10) is None
            monkeypatch.delenv("SSL_CERT_FILE")
            assert office.taken == []
    with open_post_office() as office:
        assert find_hindrance(make_server(office.port), 10) is None
        assert word(find_hindrance(make_server(office.port, "starttls"), 10)) == ("mail-not-encrypted", None)


def test_a_mail_server_that_refuses_is_not_there_or_says_nothing_in_time_is_told_apart() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert word(find_hindrance(make_server(port, host="127.0.0.1"), 0.2)) == (
            "mail-unreachable",
            "mail late",
        )
    refused = find_hindrance(make_server(port, host="127.0.0.1"), 5)
    assert word(refused) == ("mail-unreachable", "mail refused")
    assert word(find_hindrance(make_server(25, host="mail.invalid"), 5)) == (
        "mail-unreachable",
        "mail unknown",
    )
    assert refused is not None
    told = Teller("en").tell_mail("127.0.0.1", port, "none", refused.at(Place("data/settings.yaml")))
    assert (told.state, told.text) == (
        "attention",
        f"The mail server 127.0.0.1, port {port}, cannot be talked to: the connection was refused.",
    )
    assert [Teller("en").tell_mail("h", 25, one, None).text for one in ("none", "tls", "starttls")] == [
        "h:25 answers, without encryption.",
        "h:25 answers; TLS, with a valid certificate.",
        "h:25 answers; STARTTLS, with a valid certificate.",
    ]


def test_the_fonts_of_a_machine_are_asked_for(
    needs: Needs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    needs("fc-list")
    assert find_serif() in {"Times New Roman", "Liberation Serif", "Tinos"}
    # A machine without any font.
    nothing = tmp_path / "fonts.conf"
    nothing.write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(nothing))
    assert find_serif() == ""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_serif() is None


def test_what_makes_pdfs_is_said() -> None:
    tell = Teller("en").tell_office
    assert tell("/usr/bin/soffice", has_other=True).text == "Found: /usr/bin/soffice."
    assert tell(None, has_other=True).state == "fine"
    assert tell(None, has_other=False).state == "attention"


def test_the_command_says_it_in_text_and_json_within_the_terminal(run: Run, example: Path) -> None:
    told = run("doctor", cwd=example, env={"COLUMNS": "60", "CDS_KPI_LANG": "en"}, tz="America/New_York")
    assert told.stderr == ""
    assert max(map(len, told.stdout.splitlines())) <= 60
    assert told.stdout.startswith("● Data         Readable, no errors")
    data = json.loads(run("doctor", "--format", "json", cwd=example).stdout)
    assert data["schema"] == "cds-kpi.doctor/1"
    states = {one["check"]: one["state"] for one in data["findings"]}
    assert states["store"] == states["writing"] == states["templates"] == "fine"
    assert told.returncode == (3 if "attention" in states.values() else 0)
    (example / "templates/report.md.j2").write_text("{{ nobody.knows }}\n", encoding="utf-8")
    assert run("doctor", cwd=example).returncode == 3


@pytest.mark.parametrize("closed", ["data/submissions/2022-Q3", "data"])
def test_a_store_that_is_closed_to_this_user_ends_with_5(
    needs: Needs, bound_environment: dict[str, str], tmp_path: Path, closed: str
) -> None:
    store = Workspace(tmp_path, SHARE)
    store.submit("2022-Q3", "so-a", ANSWER, at="2022-09-16T08:30:00+07:00")
    (store.root / closed).chmod(0o555)
    # Root without the power to pass over modes is a user like others.
    powerless = (
        ["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] if os.geteuid() == 0 else []
    )
    done = subprocess.run(
        [needs("setpriv"), *powerless, sys.executable, "-m", "cds_kpi", "--lang", "en", "doctor"],
        cwd=store.root,
        env=bound_environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    (store.root / closed).chmod(0o755)
    assert done.returncode == 5, done.stdout + done.stderr
    assert "× Writing      There is no permission to write" in done.stdout


def test_what_the_machine_does_not_tell_or_allow_is_said() -> None:
    teller = Teller("en")
    failed = Problem("output-forbidden", Place("data"), {"path": "data/reviews", "error": "EACCES"})
    found = [
        teller.tell_fonts(None),
        teller.tell_fonts("Tinos"),
        teller.tell_fonts(""),
        teller.tell_store(["data/a.yaml"], 0, 0),
        teller.tell_store([], 1, 0),
        teller.tell_store([], 0, 2),
        teller.tell_writing(failed, 5),
    ]
    assert [(one.check, one.state) for one in found] == [
        ("fonts", "unknown"),
        ("fonts", "fine"),
        ("fonts", "attention"),
        ("store", "failed"),
        ("store", "attention"),
        ("store", "fine"),
        ("writing", "failed"),
    ]
    assert found[0].text == "The machine could not be asked for its fonts (no fc-list)."
    assert found[3].text == "The machine could not open data/a.yaml."
    assert found[5].text == "Readable, no errors, 2 warnings."
    assert "data/reviews" in found[6].text
