"""The window arranges views, and lets letters be typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.actions import Actions
from app.views.about import AboutDialog, LicencesDialog
from app.views.main_window import MainWindow
from app.views.shortcuts import ShortcutsDialog
from core.version import NAME, VERSION


@pytest.fixture
def taken(actions: Actions) -> list[str]:
    """The names of the actions that were taken."""
    names: list[str] = []
    for name in ("run", "clear", "undo"):
        actions.connect(name, lambda name=name: names.append(name))
    return names


@pytest.fixture
def page() -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    made.field, made.button = QLineEdit(), QPushButton("Press")
    column.addWidget(made.field)
    column.addWidget(made.button)
    return made


@pytest.fixture
def window(actions: Actions, taken: list[str], page: QWidget, qtbot) -> MainWindow:
    made = MainWindow(actions)
    qtbot.addWidget(made)
    for view_id, view in (("draw", page), ("train", QLabel("train"))):
        made.add_view(view_id, view_id.title())
        made.fill_view(view_id, view)
    made.make_menus()
    made.show()
    made.activateWindow()
    qtbot.waitActive(made)
    return made


def press(key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key)


def test_views_are_shown_by_their_action(window: MainWindow, actions: Actions, qtbot) -> None:
    assert window.view == "draw"
    assert actions["view-draw"].isChecked()
    with qtbot.waitSignal(window.view_changed) as told:
        actions["view-train"].trigger()
    assert told.args == ["train"]
    assert window.view == "train"
    assert not actions["view-draw"].isChecked()
    window.show_view("no such view")
    assert window.view == "train"


def test_single_keys_are_shortcuts_when_nobody_types(window: MainWindow, taken: list[str]) -> None:
    press(Qt.Key.Key_C)
    press(Qt.Key.Key_Space)
    assert taken == ["clear", "run"]


def test_single_keys_are_letters_in_a_text_field(
    window: MainWindow, taken: list[str], page: QWidget
) -> None:
    page.field.setFocus()
    press(Qt.Key.Key_C)
    press(Qt.Key.Key_Space)
    assert taken == []
    assert page.field.text() == "c "


def test_space_presses_the_button_in_focus(
    window: MainWindow, taken: list[str], page: QWidget
) -> None:
    pressed: list[bool] = []
    page.button.clicked.connect(lambda: pressed.append(True))
    page.button.setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_C)
    assert len(pressed) == 1
    assert taken == ["clear"]


def test_the_title_tells_the_answer_before_the_name(window: MainWindow) -> None:
    window.set_title("7 (99 %)")
    assert window.windowTitle() == f"7 (99 %) – {NAME}"
    window.set_title("")
    assert window.windowTitle() == NAME


def test_the_status_line_tells_the_network_and_what_runs(window: MainWindow) -> None:
    status = window.status
    assert not status.bar.isVisible()
    status.set_network("In use: shipped network")
    status.set_activity("Training 25 %", 0.25)
    assert status.network.text() == "In use: shipped network"
    assert status.activity.text() == "Training 25 %"
    assert status.bar.isVisible()
    assert status.bar.value() / status.bar.maximum() == 0.25
    status.set_activity("Reading MNIST…")
    assert not status.bar.isVisible()


def test_the_window_opens_where_it_was(actions: Actions, window: MainWindow, qtbot) -> None:
    window.resize(700, 600)
    again = MainWindow(actions)
    qtbot.addWidget(again)
    again.restore(window.saveGeometry())
    assert again.size() == window.size()


def test_a_damaged_geometry_means_the_first_size(window: MainWindow) -> None:
    window.restore(QByteArray(b"nonsense"))
    room = window.screen().availableSize()
    assert window.width() <= max(room.width(), window.minimumWidth())


def test_it_can_be_as_small_as_a_small_screen(window: MainWindow) -> None:
    window.resize(1024, 560)
    assert window.size().toTuple() == (1024, 560)


def test_painted_comes_once(actions: Actions, look, qtbot) -> None:
    window = MainWindow(actions)
    qtbot.addWidget(window)
    told: list[bool] = []
    window.painted.connect(lambda: told.append(True))
    window.show()
    qtbot.waitUntil(lambda: told == [True])
    window.repaint()
    qtbot.wait(20)
    assert told == [True]


def test_closing_is_told(window: MainWindow, qtbot) -> None:
    with qtbot.waitSignal(window.closing):
        window.close()


def test_about_names_the_app_and_every_part_of_it(window: MainWindow) -> None:
    dialog = AboutDialog(window)
    dialog.show()
    text = " ".join(label.text() for label in dialog.findChildren(QLabel))
    for wanted in (NAME, VERSION, "MIT", "NumPy", "LGPL", "pyqtgraph", "safetensors"):
        assert wanted in text
    dialog.close()


def test_about_shows_the_licence_of_every_part(window: MainWindow, qtbot) -> None:
    about = AboutDialog(window)
    about.show()
    (button,) = [each for each in about.findChildren(QPushButton) if "Licences" in each.text()]
    button.click()
    (dialog,) = about.findChildren(LicencesDialog)
    assert "Permission is hereby granted" in dialog.text.toPlainText()
    (numpy,) = dialog.names.findItems("NumPy", Qt.MatchFlag.MatchExactly)
    dialog.names.setCurrentItem(numpy)
    assert "NumPy Developers" in dialog.text.toPlainText()
    dialog.close()
    about.close()


def test_the_shortcuts_are_listed(window: MainWindow, actions: Actions) -> None:
    dialog = ShortcutsDialog(actions, window)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert texts[texts.index("Clear drawing") + 1] == "C"
    assert texts[texts.index("Run", texts.index("Run") + 1) + 1] == "Space"
    dialog.close()
