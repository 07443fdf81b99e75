"""What is installed with the program: pinned by hash, under licences that are known, listed, and looked after."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from audit import EXCEPTIONS, Accepted, judge, read_exceptions
from supply import EXTRAS, OWN, Locked, compose_sbom, find_behind, find_licence, read_lock, write_page

LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-lowest.lock"]
BORNE = {
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "ISC",
    "PSF-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Apache-2.0",
    "MPL-1.1",
    "MPL-2.0",
}
"""What asks for no more than a notice, or for the source of its own files."""


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_the_hashes_of_its_files(repo: Path, lock: str) -> None:
    text = (repo / lock).read_text(encoding="utf-8")
    packages = read_lock(text)
    assert len(packages) == len(re.findall(r"^[a-z].*==", text, re.MULTILINE)) > 20
    assert [one.name for one in packages if not one.hashes or not one.wanted_by] == []
    assert sum(len(one.hashes) for one in packages) == text.count("--hash=sha256:")
    assert [one.name for one in packages] == sorted({one.name for one in packages})


def test_what_the_program_asks_for_is_in_its_lock(repo: Path) -> None:
    asked = tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    packages = read_lock((repo / "requirements.lock").read_text(encoding="utf-8"))
    names = [re.split(r"[<>=]", one)[0] for one in asked]
    assert sorted(one.name for one in packages if OWN in one.wanted_by) == sorted(names)


def test_the_lowest_lock_holds_the_lower_bounds(repo: Path) -> None:
    """Whatever `>=` promises is what `make test-lowest` tries; a version that lacks a part is raised at once."""
    project = tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["pdf"], *extras["notify"], *extras["sign"]]
    packages = read_lock((repo / "requirements-lowest.lock").read_text(encoding="utf-8"))
    versions = {one.name: one.version for one in packages}
    for one in asked:
        name, bound = re.split(r">=", one.split(",")[0])
        found = versions[name].split(".")
        least = bound.split(".")
        assert found[: len(least)] == least, f"{name}: {versions[name]} is not the least of {one}"
        assert set(found[len(least) :]) <= {"0"}


def test_a_lock_that_was_written_otherwise_is_refused() -> None:
    with pytest.raises(ValueError, match="line 2 is no part of a lock: rich>=13"):
        read_lock("# by hand\nrich>=13\n")


def test_the_page_names_every_package_of_the_lock_once(repo: Path) -> None:
    page = (repo / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z0-9._-]+) \| ([^ ]+) \| ([^|]+) \|", page, re.MULTILINE)
    rows = [row for row in rows if row[0] != "package"]
    packages = read_lock((repo / "requirements-dev.lock").read_text(encoding="utf-8"))
    assert sorted((name, version) for name, version, _ in rows) == [
        (one.name, one.version) for one in packages
    ]
    assert {name: licence for name, _, licence in rows} == {one.name: find_licence(one) for one in packages}
    assert write_page() in page


def test_no_licence_that_would_bind_the_program_comes_in(repo: Path) -> None:
    """What is installed with it may be under an expression of which one side is borne; docxtpl is used by import."""
    everything = read_lock((repo / "requirements-dev.lock").read_text(encoding="utf-8"))
    runtime = {one.name for one in read_lock((repo / "requirements.lock").read_text(encoding="utf-8"))}
    installed = runtime.union(*(find_behind(everything, top) for top in EXTRAS.values()))
    bound = [
        one.name
        for one in everything
        if one.name in installed and not BORNE & set(re.split(r" OR ", find_licence(one)))
    ]
    assert bound == ["docxtpl"]


def test_what_stands_behind_a_package_is_found_through_others() -> None:
    top, near, far, beside = (
        Locked(name, "1", None, (), wanted_by)
        for name, wanted_by in (
            ("top", (OWN,)),
            ("near", ("top",)),
            ("far", ("near", "beside")),
            ("beside", (OWN,)),
        )
    )
    assert find_behind([far, near, top, beside], "top") == {"top", "near", "far"}


def test_the_bill_of_materials_is_the_lock_and_the_same_every_time(repo: Path) -> None:
    packages = read_lock((repo / "requirements.lock").read_text(encoding="utf-8"))
    text = compose_sbom(packages, "1.2.3")
    assert compose_sbom(read_lock((repo / "requirements.lock").read_text(encoding="utf-8")), "1.2.3") == text
    bill = json.loads(text)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert not {"serialNumber", "timestamp"} & ({*bill} | {*bill["metadata"]})
    for one, part in zip(packages, bill["components"], strict=True):
        assert (part["name"], part["version"]) == (one.name, one.version)
        assert part["licenses"] == [{"expression": find_licence(one)}]
        [source] = part["externalReferences"]
        assert [digest["content"] for digest in source["hashes"]] == list(one.hashes)
    known = {bill["metadata"]["component"]["bom-ref"], *(part["bom-ref"] for part in bill["components"])}
    assert {edge["ref"] for edge in bill["dependencies"]} == known
    assert {name for edge in bill["dependencies"] for name in edge["dependsOn"]} <= known
    own = bill["dependencies"][0]["dependsOn"]
    assert [name.partition("@")[0] for name in own] == [
        f"pkg:pypi/{one.name}" for one in packages if OWN in one.wanted_by
    ]


# ---------------------------------------------------------------------------------------------------- the audit

TODAY = date(2022, 9, 30)
FOUND: dict[str, Any] = {
    "id": "PYSEC-1",
    "aliases": ["CVE-1", "GHSA-1"],
    "fix_versions": ["3.1.5", "3.2"],
    "description": "",
}
REASON = "Only a server is open to it; the program starts none."


def report(*vulnerabilities: dict[str, Any]) -> dict[str, Any]:
    return {
        "dependencies": [
            {"name": "jinja2", "version": "3.1.4", "vulns": list(vulnerabilities)},
            {"name": "rich", "version": "15.0.0", "vulns": []},
            {"name": "six", "skip_reason": "Dependency not found on PyPI"},
        ]
    }


def test_a_known_vulnerability_is_open_until_it_is_excused() -> None:
    line = "jinja2 3.1.4: PYSEC-1, mended in 3.1.5, 3.2"
    outcome = judge(report(FOUND), [], TODAY)
    assert (outcome.asked, outcome.unknown, outcome.open, outcome.borne) == (3, ("six",), (line,), ())
    for name in ("PYSEC-1", "CVE-1", "GHSA-1"):
        excused = judge(report(FOUND), [Accepted(name, REASON, TODAY)], TODAY)
        assert (excused.open, excused.stale) == ((), ())
        assert excused.borne == (f"{line}; borne until 2022-09-30: {REASON}",)
    other = judge(report(FOUND), [Accepted("CVE-2", REASON, TODAY)], TODAY)
    assert (other.open, other.stale) == ((line,), ("CVE-2",))


def test_an_excuse_ends_with_its_day() -> None:
    outcome = judge(
        report({**FOUND, "fix_versions": []}), [Accepted("CVE-1", REASON, date(2022, 9, 29))], TODAY
    )
    assert outcome.open == ("jinja2 3.1.4: PYSEC-1, mended in no version yet; was borne until 2022-09-29",)
    assert (outcome.borne, outcome.stale) == ((), ("CVE-1",))


def test_nothing_known_is_nothing_open() -> None:
    assert judge(report(), [], TODAY).open == ()


def test_the_exceptions_of_the_project_are_reasoned(repo: Path) -> None:
    assert EXCEPTIONS.is_relative_to(repo)
    read_exceptions(EXCEPTIONS.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        'reason = "Only a server is open to it."\nuntil = 2027-01-31',
        'id = "CVE-1"\nuntil = 2027-01-31',
        'id = "CVE-1"\nreason = "later"\nuntil = 2027-01-31',
        'id = "CVE-1"\nreason = "Only a server is open to it."',
        'id = "CVE-1"\nreason = "Only a server is open to it."\nuntil = "soon"',
    ],
)
def test_an_exception_without_a_name_a_reason_or_a_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="an exception needs id, a reason of a sentence, and until"):
        read_exceptions(f"[[accepted]]\n{text}\n")


def test_an_exception_with_all_three_is_read() -> None:
    text = f'[[accepted]]\nid = "CVE-1"\nreason = "{REASON}"\nuntil = 2027-01-31\n'
    assert read_exceptions(text) == [Accepted("CVE-1", REASON, date(2027, 1, 31))]
