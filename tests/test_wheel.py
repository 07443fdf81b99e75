"""The wheel works on its own: installed in a fresh environment, run outside the repository."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

pytestmark = pytest.mark.wheel


def _call(*command: str | Path, cwd: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, outside the repository."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=repo,
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("cds_kpi-*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel, without the network: the packages it needs are those of this environment."""
    home = tmp_path_factory.mktemp("a fresh home")
    venv.create(home, with_pip=False)
    scripts, packages = (
        Path(sysconfig.get_path(kind, "venv", {"base": str(home)})) for kind in ("scripts", "purelib")
    )
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install"),
            *("--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", str(wheel)),
        ],
        check=True,
    )
    # After installing, or pip would find the project itself there. A .pth file inside that folder is not read, so
    # the repository's own source stays out of reach.
    (packages / "packages-of-this-environment.pth").write_text(
        sysconfig.get_path("purelib") + "\n", encoding="utf-8"
    )
    return scripts / "cds-kpi"


def test_the_wheel_carries_the_catalogues_and_the_templates(wheel: Path, repo: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name: archive.read(name) for name in archive.namelist() if "/packaged/" in name}
    for name in ("indicators.yaml", "units.yaml"):
        assert carried[f"cds_kpi/packaged/catalogues/tphcm/{name}"] == (repo / "data" / name).read_bytes()
        for other in ("blank", "hai-phong"):
            assert f"cds_kpi/packaged/catalogues/{other}/{name}" in carried
    templates = {
        path.relative_to(repo / "templates").as_posix()
        for path in (repo / "templates").rglob("*")
        if path.is_file()
    }
    prefix = "cds_kpi/packaged/templates/"
    assert {name.removeprefix(prefix) for name in carried if name.startswith(prefix)} == templates


def test_two_builds_give_the_same_bytes(wheel: Path, repo: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=repo,
        check=True,
        capture_output=True,
    )
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_installed_program_is_not_the_repositorys(
    program: Path, tmp_path: Path, clean_environment: dict[str, str]
) -> None:
    where = _call(
        program.with_name("python"),
        "-c",
        "import cds_kpi; print(cds_kpi.__file__)",
        cwd=tmp_path,
        env=clean_environment,
    )
    assert where.stderr == ""
    assert Path(where.stdout.strip()).is_relative_to(program.parent.parent)


@pytest.mark.parametrize(("catalogue", "period"), [("tphcm", "2022-Q3"), ("hai-phong", "2022")])
def test_a_city_reports_with_nothing_but_the_wheel(
    program: Path, tmp_path: Path, clean_environment: dict[str, str], catalogue: str, period: str
) -> None:
    started = _call(program, "init", "city", "--catalogue", catalogue, cwd=tmp_path, env=clean_environment)
    assert started.returncode == 0, started.stderr
    city = tmp_path / "city"
    assert (city / "data" / "indicators.yaml").is_file()

    checked = _call(program, "check", cwd=city, env=clean_environment)
    assert checked.returncode == 0, checked.stdout + checked.stderr

    reported = _call(
        program,
        *("report", "--period", period, "--as-of", "2022-09-30", "--format", "json", "--stdout"),
        cwd=city,
        env=clean_environment,
    )
    assert reported.returncode == 0, reported.stderr
    assert '"schema": "cds-kpi.report/1"' in reported.stdout
