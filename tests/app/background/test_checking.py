"""Checks beside the window: verdicts, stops, and what a file may do without holding anybody up."""

import time

import pytest
from PySide6.QtCore import QTimer

from app.background.checking import Checker

pytestmark = pytest.mark.slow

RIGHT = "def relu_backward(dH, Z):\n    return dH * (Z > 0)\n"
WRONG = "def relu_backward(dH, Z):\n    return dH * (dH > 0)\n"
ENDLESS = "while True: pass\n"


@pytest.fixture
def checker(qapp):
    made = Checker()
    yield made
    assert made.close(), "the thread of the checks did not end"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mine.py"


def checked(checker, qtbot, path):
    with qtbot.waitSignal(checker.finished, timeout=120_000) as told:
        checker.check(path)
        assert checker.is_running
    assert not checker.is_running
    return told.args[0]


def test_right_and_wrong(checker, qtbot, path):
    path.write_text(RIGHT)
    assert checked(checker, qtbot, path).is_right
    path.write_text(WRONG)
    report = checked(checker, qtbot, path)
    assert [each.name for each in report.present] == ["relu_backward"]
    assert not report.is_right


def test_a_newer_check_ends_the_older(checker, qtbot, path, tmp_path):
    endless = tmp_path / "endless.py"
    endless.write_text(ENDLESS)
    path.write_text(RIGHT)
    reports = []
    checker.finished.connect(reports.append)
    checker.check(endless)
    qtbot.wait(300)
    checker.check(path)
    qtbot.waitUntil(lambda: bool(reports), timeout=120_000)
    assert [each.is_right for each in reports] == [True]
    assert not checker.is_running


def test_a_stopped_check_reports_nothing(checker, qtbot, path):
    path.write_text(ENDLESS)
    reports = []
    checker.finished.connect(reports.append)
    checker.check(path)
    qtbot.wait(300)
    with qtbot.waitSignal(checker.stopped):
        checker.stop()
    checker.stop()
    path.write_text(RIGHT)
    assert checked(checker, qtbot, path).is_right
    assert len(reports) == 1


@pytest.mark.parametrize(
    "code", ["import sys\nsys.exit()\n", "def f(:\n", "import os\nos.abort()\n"]
)
def test_what_ends_a_program_ends_only_the_check(checker, qtbot, path, code):
    path.write_text(code)
    assert checked(checker, qtbot, path).problem


def test_a_check_that_breaks_is_a_report_with_a_sentence(checker, qtbot, path, monkeypatch):
    monkeypatch.setattr("app.background.checking.CheckProcess.run", lambda process: 1 / 0)
    report = checked(checker, qtbot, path)
    assert "error inside the app" in report.problem
    assert not report.is_right


def test_the_window_goes_on_meanwhile(checker, qtbot, path):
    """Timers fire all the while that a file runs for ever: nothing here waits for it."""
    path.write_text(ENDLESS)
    fired = []
    timer = QTimer()
    timer.timeout.connect(lambda: fired.append(time.monotonic()))
    timer.start(5)
    checker.check(path)
    qtbot.waitUntil(lambda: len(fired) > 20, timeout=60_000)
    assert checker.is_running
    checker.stop()
    timer.stop()
