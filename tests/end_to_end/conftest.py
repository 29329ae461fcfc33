"""A screen, a home that is new, and the program on it."""

from __future__ import annotations

import os

import pytest

from tests.end_to_end.program import Program
from tests.end_to_end.screen import Screen, missing_tools


@pytest.fixture
def environment(own_folders):
    """The environment of a new user who has no screen, and whom nobody told where MNIST is."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DIGIT_LAB_MNIST")
    kept = {name: value for name, value in os.environ.items() if name not in screens}
    return {**kept, "XDG_RUNTIME_DIR": str(own_folders), "PYTHONUTF8": "1"}


@pytest.fixture
def screen(tmp_path):
    if missing := missing_tools():
        reason = f"The window cannot be tried without {' and '.join(missing)}."
        if os.environ.get("DIGIT_LAB_REQUIRE_E2E"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    screen = Screen(tmp_path)
    yield screen
    screen.close()


@pytest.fixture
def program(screen, environment, tmp_path):
    """Digit Lab as it opens for a new user: on Draw, with the network it ships."""
    program = Program(screen, environment, tmp_path)
    yield program
    program.close()


@pytest.fixture
def program_at_scale(screen, environment, tmp_path, request):
    """The same on a screen whose user has everything so much larger; a factor, as text."""
    program = Program(screen, {**environment, "QT_SCALE_FACTOR": request.param}, tmp_path)
    yield program
    program.close()


@pytest.fixture
def program_with_mnist(screen, environment, mnist_folder, tmp_path):
    """The same with MNIST at hand, as for one who has fetched it."""
    program = Program(screen, {**environment, "DIGIT_LAB_MNIST": str(mnist_folder)}, tmp_path)
    yield program
    program.close()
