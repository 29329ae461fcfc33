"""A Windows for all these tests, the sources as somebody fetched them, the bundle, the installed
program. Each is made once, when the first test asks for it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from windows import setup

from core.version import PROGRAM
from tests.end_to_end import screen as screens
from tests.end_to_end.checkout import copy_sources
from tests.windows import downloads
from tests.windows.installed import Installed
from tests.windows.wine import Wine, missing_tools

BUNDLING = 900.0  # seconds
NOBODY = 65534  # the number of a user of this system that may do next to nothing
# The installer's own little program in 64 bits: Debian's NSIS has it, and its Wine runs no other.
STUB = ("-XTarget amd64-unicode",)


@pytest.fixture(scope="session")
def screen(tmp_path_factory) -> Iterator[screens.Screen]:
    if missing := [*screens.missing_tools(), *missing_tools()]:
        reason = f"Windows cannot be tried without {', '.join(missing)}."
        if os.environ.get("DIGIT_LAB_REQUIRE_E2E"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    screen = screens.Screen(tmp_path_factory.mktemp("screen"))
    yield screen
    screen.close()


@pytest.fixture(scope="session")
def wine(screen, tmp_path_factory) -> Iterator[Wine]:
    wine = Wine(tmp_path_factory.mktemp("wine"), screen.display)
    yield wine
    wine.close()


@pytest.fixture(scope="session")
def python() -> Path:
    """The interpreter of Windows, with the pinned parts."""
    return downloads.python() / "python.exe"


@pytest.fixture(scope="session")
def checkout(tmp_path_factory) -> Path:
    """The sources and nothing else."""
    clean = tmp_path_factory.mktemp("checkout")
    copy_sources(clean)
    return clean


@pytest.fixture(scope="session")
def bundle(wine, python, checkout) -> Path:
    """dist/digit-lab, as "make package" makes it on Windows."""
    make = checkout / "packaging" / "make.py"
    done = wine.run(python, make, "bundle", seconds=BUNDLING, folder=checkout)
    assert done.code == 0, done.output[-5000:]
    return checkout / "dist" / PROGRAM


@pytest.fixture(scope="session")
def installer(bundle, tmp_path_factory) -> Path:
    left = bundle.parent.parent / "build" / "pyinstaller"
    return setup.make(bundle, tmp_path_factory.mktemp("installer"), left, STUB)


@pytest.fixture(scope="session")
def installed(wine, installer) -> Installed:
    return Installed(wine, installer)


@pytest.fixture
def without_rights(screen) -> Iterator[Wine]:
    """A Windows whose one user may write to the own folders alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        wine = Wine(folder, screen.display, NOBODY if os.getuid() == 0 else None)
        wine.keep_the_system_from_its_user()
        yield wine
        wine.close()
