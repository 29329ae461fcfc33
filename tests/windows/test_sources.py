"""The tests of core, and a tenth of app's, in Python for Windows. What holds of other systems alone
is skipped there, each with its reason."""

from __future__ import annotations

import re

import pytest

from tests.windows import downloads

pytestmark = [pytest.mark.windows, pytest.mark.xdist_group("the sources")]

CORE_SECONDS, SLOW_SECONDS, APP_SECONDS = 900.0, 300.0, 300.0
FEWEST_OF_CORE, FEWEST_SLOW, FEWEST_OF_APP = 4000, 10, 400
# Of the slow tests of core those that depend upon the system: signals, locks, two processes. The
# others compute, and would take as long again.
SLOW_OF_CORE = (
    *("tests/core/cli/test_train.py", "tests/core/cli/test_runs.py"),
    "tests/core/data/test_two_handwritings.py",
)
# Of app's tests those of the system: files, folders, pictures, what is kept, the mouse.
OF_APP = (
    *("tests/app/desktop", "tests/app/state", "tests/app/test_paths.py"),
    *("tests/app/test_settings.py", "tests/app/test_main.py", "tests/app/test_actions.py"),
    *("tests/app/views/draw/test_canvas.py", "tests/app/views/draw/test_pen_surface.py"),
)


@pytest.fixture
def passed(wine, python, checkout):
    """How many tests pass. Raises AssertionError when one fails."""

    def run(*words: str, seconds: float) -> int:
        command = (python, "-m", "pytest", "-p", "no:cacheprovider", "-n", 2, "--dist", "worksteal")
        done = wine.run(
            *(*command, "--hypothesis-profile", "quick", "--tb", "short", *words),
            seconds=seconds,
            folder=checkout,
            environment={"PYTHONPATH": wine.windows_path(downloads.parts_for_tests())},
        )
        assert done.code == 0, done.output[-20000:]
        return int(re.findall(r"(\d+) passed", done.output)[-1])

    return run


def test_cores_tests_pass(passed):
    assert passed("-m", "not slow", "tests/core", seconds=CORE_SECONDS) >= FEWEST_OF_CORE


def test_slow_ones_that_hang_on_the_system_pass(passed):
    assert passed("-m", "slow", *SLOW_OF_CORE, seconds=SLOW_SECONDS) >= FEWEST_SLOW


def test_a_tenth_of_apps_tests_passes(passed):
    assert passed("-m", "not slow", *OF_APP, seconds=APP_SECONDS) >= FEWEST_OF_APP
