"""Larger text, full screen and presentation, through the window's actions and keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from app.actions import Actions
from app.desktop import number_row
from app.look import theme
from app.views.main_window import MainWindow
from app.views.presentation import HIDDEN, Presentation

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(actions: Actions, qtbot) -> Iterator[MainWindow]:
    made = MainWindow(actions)
    qtbot.addWidget(made)
    for view in ("draw", "train", "inspect"):
        made.add_view(view, view)
        page = QWidget()
        column = QVBoxLayout(page)
        for name in ("draw-tools", "recipe-panel", "kept"):
            label = QLabel(name)
            label.setObjectName(f"kept-{view}" if name == "kept" else name)
            column.addWidget(label)
        made.fill_view(view, page)
    Presentation(made, actions)
    made.make_menus()
    made.show()
    QApplication.processEvents()
    yield made
    theme.watcher().present(False)
    theme.watcher().choose_size(100)


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)
    QApplication.processEvents()


def hidden(window: MainWindow) -> set[str]:
    found = [each for name in HIDDEN for each in window.findChildren(QWidget, name)]
    return {each.objectName() for each in found if each.isHidden()}


def test_keys_make_text_larger_and_smaller(window: MainWindow) -> None:
    press(Qt.Key.Key_Plus, CTRL)
    assert theme.watcher().percent == 110
    press(Qt.Key.Key_Equal, CTRL)
    assert theme.watcher().percent == 125
    press(Qt.Key.Key_Minus, CTRL)
    assert theme.watcher().percent == 110
    press(Qt.Key.Key_0, CTRL)
    assert theme.watcher().percent == 100


def test_what_would_change_nothing_cannot_be_taken(window: MainWindow, actions: Actions) -> None:
    assert not actions["smaller-text"].isEnabled()
    theme.watcher().choose_size(200)
    assert actions["smaller-text"].isEnabled()
    assert not actions["larger-text"].isEnabled()


def test_a_presentation_hides_what_a_class_need_not_see(
    window: MainWindow, actions: Actions
) -> None:
    before = window.findChild(QWidget, "kept-draw").font().pixelSize()
    press(Qt.Key.Key_F5)
    assert {"menu-bar", "status-line", "draw-tools", "recipe-panel"} <= hidden(window)
    assert window.findChild(QWidget, "kept-draw").isVisible()
    assert window.findChild(QWidget, "kept-draw").font().pixelSize() > before
    press(Qt.Key.Key_F5)  # its key works while the menu bar is away
    assert not hidden(window)
    assert window.findChild(QWidget, "kept-draw").font().pixelSize() == before


def test_escape_leaves_the_presentation_then_the_full_screen(
    window: MainWindow, actions: Actions
) -> None:
    press(Qt.Key.Key_F11)
    assert window.isFullScreen()
    press(Qt.Key.Key_F5)
    press(Qt.Key.Key_Escape)
    assert window.isFullScreen()
    assert not actions["present"].isChecked()
    press(Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert not actions["full-screen"].isChecked()
    press(Qt.Key.Key_Escape)
    assert window.isVisible()


def test_what_was_hidden_before_stays_so(window: MainWindow, actions: Actions) -> None:
    window.findChild(QWidget, "recipe-panel").hide()
    actions["present"].trigger()
    actions["present"].trigger()
    assert hidden(window) == {"recipe-panel"}


def test_a_reminder_says_for_a_moment_how_to_leave(
    window: MainWindow, actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions["present"].trigger()
    reminder = next(each for each in window.findChildren(QLabel) if "Esc" in each.text())
    assert "F5" in reminder.text()
    assert reminder.isVisible()
    assert window.rect().contains(reminder.geometry())
    actions["present"].trigger()
    assert not reminder.isVisible()


@pytest.mark.parametrize(
    ("place", "view"), [(1, "draw"), (2, "train"), (3, "inspect"), (5, "draw")]
)
def test_ctrl_and_a_place_of_the_number_row_show_a_view(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, place: int, view: str
) -> None:
    monkeypatch.setattr(number_row.QGuiApplication, "platformName", staticmethod(lambda: "xcb"))
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Eacute, CTRL, 9 + place, 0, 0, "é")
    QApplication.sendEvent(QApplication.focusWidget(), event)
    assert window.view == view
    assert event.isAccepted()


def test_a_letter_without_ctrl_is_no_way_to_a_view(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(number_row.QGuiApplication, "platformName", staticmethod(lambda: "xcb"))
    for held in (Qt.KeyboardModifier.NoModifier, CTRL | Qt.KeyboardModifier.ShiftModifier):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Eacute, held, 11, 0, 0, "é")
        QApplication.sendEvent(QApplication.focusWidget(), event)
        assert window.view == "draw"


def test_the_whole_window_fits_the_screen(window: MainWindow) -> None:
    room = window.screen().availableGeometry()
    window.resize(3000, 2000)
    window.move(QPoint(500, 400))
    again = MainWindow(window._actions)
    again.restore(window.saveGeometry())
    again.show()
    QApplication.processEvents()
    assert room.contains(again.frameGeometry())
    again.deleteLater()


def test_a_window_that_was_closed_in_full_screen_opens_as_a_window(
    window: MainWindow, actions: Actions
) -> None:
    actions["full-screen"].trigger()
    saved = window.saveGeometry()
    again = MainWindow(actions)
    again.restore(saved)
    assert not again.isFullScreen()
    again.deleteLater()
