"""Digit Lab as pip installs it: a source archive, the wheel of that, a fresh environment, and the
program used from a folder that knows nothing of the sources.

Only when asked for: make test-package. What it depends upon comes from where pip is told to look.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from core.version import PROGRAM, VERSION
from tests.end_to_end.checkout import copy_sources
from tests.end_to_end.program import Program
from tests.end_to_end.screen import Screen
from tests.end_to_end.test_command_line import SEVEN
from tests.end_to_end.test_window import READING, assert_ended_well, draw_seven
from tests.test_house import HOUSE

pytestmark = pytest.mark.package

MAKE_ARCHIVE = "from setuptools import build_meta; build_meta.build_sdist('dist')"
OFFLINE = ("--no-index", "--no-build-isolation", "--no-deps")
# Nothing of the Python that runs the tests may reach the one that is tried.
OF_THIS_RUN = ("PYTHONPATH", "VIRTUAL_ENV", "DIGIT_LAB_MNIST", "DISPLAY", "WAYLAND_DISPLAY")


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> dict[str, str]:
    """Of a new user who has no screen."""
    kept = {name: value for name, value in os.environ.items() if name not in OF_THIS_RUN}
    return {**kept, "DIGIT_LAB_DATA": str(tmp_path_factory.mktemp("data"))}


def run(*command: object, folder: Path, environment: dict[str, str]) -> str:
    """What it printed. Raises AssertionError when it fails."""
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory, environment) -> Path:
    """Of the source archive, so that this holds all that the wheel needs."""
    clean = tmp_path_factory.mktemp("checkout")
    copy_sources(clean)
    run(sys.executable, "-c", MAKE_ARCHIVE, folder=clean, environment=environment)
    (archive,) = (clean / "dist").glob("*.tar.gz")
    pip = (sys.executable, "-m", "pip", "wheel", *OFFLINE)
    run(*pip, archive, folder=clean, environment=environment)
    (wheel,) = clean.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory, environment) -> Path:
    """The program, installed with all that it asks for in an environment of its own."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True)
    binaries = home / ("Scripts" if os.name == "nt" else "bin")
    pip = (binaries / "python", "-m", "pip", "install", "--quiet", "--only-binary", ":all:")
    run(*pip, wheel, folder=home, environment=environment)
    return binaries / PROGRAM


def test_the_wheel_holds_the_resources_and_claims_no_name_but_ours(wheel: Path) -> None:
    with ZipFile(wheel) as file:
        names = set(file.namelist())
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"app", "core", f"digit_lab-{VERSION}.dist-info"}
    resources = HOUSE / "resources"
    wanted = {path.relative_to(resources).as_posix() for path in resources.rglob("*.*")}
    assert "model/digits.safetensors" in wanted
    assert {f"core/resource_files/{name}" for name in wanted} <= names


def test_it_works_from_any_folder(installed: Path, tmp_path: Path, environment) -> None:
    told = run(installed, "--self-test", folder=tmp_path, environment=environment)
    assert "All is well" in told
    (tmp_path / "seven.jsonl").write_text(json.dumps(SEVEN) + "\n", encoding="utf-8")
    predict = (installed, "predict", "--ink", "seven.jsonl")
    answer = run(*predict, folder=tmp_path, environment=environment)
    assert json.loads(answer.splitlines()[0])["digit"] == 7


def test_its_own_licence_is_shown(installed: Path, tmp_path: Path, environment) -> None:
    script = "from app.desktop.licences import texts; print(next(iter(texts().values())))"
    python = installed.with_name("python")
    told = run(python, "-c", script, folder=tmp_path, environment=environment)
    assert told == (HOUSE / "LICENSE").read_text(encoding="utf-8") + "\n"


def test_type_checkers_see_what_core_gives(installed: Path, tmp_path: Path, environment) -> None:
    file = tmp_path / "learner.py"
    file.write_text("import core\nreveal_type(core.layer_forward)\n", encoding="utf-8")
    mypy = (sys.executable, "-m", "mypy", "--strict", "--python-executable")
    told = run(*mypy, installed.with_name("python"), file, folder=tmp_path, environment=environment)
    assert '"def (H_prev: numpy.ndarray[' in told


def test_its_window_opens(installed: Path, screen: Screen, tmp_path: Path, environment) -> None:
    program = Program(screen, environment, tmp_path, [str(installed)])
    try:
        draw_seven(program)
        assert program.wait_for_title(READING, 20)[1] == "7"
        program.rest()
        program.photograph("installed-by-pip")
        program.press("ctrl+q")
        assert_ended_well(program)
    finally:
        program.close()
