"""What no one caught is logged and told once, in the GUI thread."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from app.desktop.log import FILE_NAME
from app.errors import KEPT, UNEXPECTED, ErrorReporter
from core.errors import DataError


@pytest.fixture
def reporter(look, tmp_path: Path) -> Iterator[ErrorReporter]:
    hooks = sys.excepthook, threading.excepthook
    made = ErrorReporter(tmp_path / "log")
    made.install()
    yield made
    made.uninstall()
    assert (sys.excepthook, threading.excepthook) == hooks
    for box in dialogs():
        box.close()


def dialogs() -> list[QMessageBox]:
    tops = QApplication.topLevelWidgets()
    return [each for each in tops if isinstance(each, QMessageBox) and each.isVisible()]


def raised(error: Exception) -> tuple:
    try:
        raise error
    except Exception:
        return sys.exc_info()


def test_an_uncaught_error_is_logged_and_told(reporter, tmp_path: Path, qtbot) -> None:
    sys.excepthook(*raised(ZeroDivisionError("in the test")))
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    (box,) = dialogs()
    assert box.text() == UNEXPECTED
    assert box.informativeText().startswith(KEPT)
    assert "ZeroDivisionError" in box.detailedText()
    assert "in the test" in (tmp_path / "log" / FILE_NAME).read_text()


def test_the_apps_own_errors_are_told_in_their_own_words(reporter, qtbot) -> None:
    sys.excepthook(*raised(DataError("The folder is empty. Choose another.")))
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert dialogs()[0].text() == "The folder is empty. Choose another."


def test_one_dialog_at_a_time(reporter, tmp_path: Path, qtbot) -> None:
    for number in range(3):
        sys.excepthook(*raised(ValueError(f"number {number}")))
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    qtbot.wait(20)
    assert len(dialogs()) == 1
    dialogs()[0].done(0)
    sys.excepthook(*raised(ValueError("later")))
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    log = (tmp_path / "log" / FILE_NAME).read_text()
    assert all(f"number {number}" in log for number in range(3))


def test_an_error_in_a_thread_is_shown_by_the_gui_thread(reporter, qtbot) -> None:
    def fail() -> None:
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert dialogs()[0].thread() is QApplication.instance().thread()
    assert "in a thread" in dialogs()[0].detailedText()


def test_ctrl_c_goes_where_it_went_before(look, tmp_path: Path, monkeypatch, qtbot) -> None:
    went: list[type] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: went.append(kind))
    reporter = ErrorReporter(tmp_path)
    reporter.install()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    qtbot.wait(20)
    reporter.uninstall()
    assert went == [KeyboardInterrupt]
    assert dialogs() == []


def test_without_a_place_for_the_log_errors_are_told_all_the_same(
    look, tmp_path: Path, qtbot
) -> None:
    (tmp_path / "log").write_text("a file where a folder should be")
    reporter = ErrorReporter(tmp_path / "log")
    reporter.tell("Something happened.", "details")
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert dialogs()[0].informativeText() == KEPT
    dialogs()[0].close()


def test_no_name_passes_for_a_record_of_the_log(reporter, tmp_path: Path) -> None:
    reporter.tell("a\n2026-01-01 00:00:00 ERROR app: forged\x1b[2J\r\u202e", "Traceback\n  line")
    records = (tmp_path / "log" / FILE_NAME).read_text(encoding="utf-8")
    lines = records.splitlines()
    assert lines[1:] == [
        "    2026-01-01 00:00:00 ERROR app: forged�[2J��",
        "    Traceback",
        "      line",
    ]
    QApplication.processEvents()
    assert "\u202e" not in dialogs()[0].text()
