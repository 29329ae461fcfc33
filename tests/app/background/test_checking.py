"""Checks beside the window: verdicts, stops, and what a file may do without holding anybody up."""

import time

import pytest
from PySide6.QtCore import QTimer

from app.background.checking import Checker
from core.checking.confinement import WHAT

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


@pytest.mark.parametrize("error", [ZeroDivisionError, SystemExit, KeyboardInterrupt])
def test_a_check_that_breaks_is_a_report_with_a_sentence(checker, qtbot, path, monkeypatch, error):
    def broken(process):
        raise error

    monkeypatch.setattr("app.background.checking.CheckProcess.run", broken)
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


def test_what_holds_on_this_system_is_found_out(checker, qtbot, monkeypatch):
    with qtbot.waitSignal(checker.looked, timeout=60_000) as told:
        checker.look()
    assert set(told.args[0]) <= set(WHAT)
    monkeypatch.setattr("core.checking.process.command", lambda: ["/nowhere/at/all"])
    with qtbot.waitSignal(checker.looked, timeout=60_000) as told:
        checker.look()
    assert told.args[0] == ()


@pytest.mark.parametrize(
    "lines",
    [
        "while True: pass",
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
        "import os\nos.close(0)\nos.closerange(0, 128)\nwhile True: pass",
        "while True: print('x' * 9999)",
        "import signal\nfor k in range(1, 32):\n    try: signal.signal(k, signal.SIG_IGN)\n"
        "    except OSError: pass\nwhile True: pass",
    ],
)
def test_whatever_runs_it_is_closed_soon(qapp, qtbot, path, lines):
    path.write_text(lines)
    checker = Checker()
    checker.check(path)
    qtbot.wait(600)
    assert checker.close()
