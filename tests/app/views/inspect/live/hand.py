"""What the tests of the live pane share: feeding it, pressing, hovering, comparing pictures."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from tests.app.views.inspect.live.steps import history_of


def feed(qtbot, pane, *inspections, history=None):
    """Show the last of these, and wait for its frame."""
    before = pane.frames.count
    pane.show_inspection(inspections[-1], history or history_of(*inspections))
    qtbot.waitUntil(lambda: pane.frames.count > before)


def click_row(qtbot, pane, layer):
    at = pane.rows.row_rect(layer).center()
    qtbot.mouseClick(pane.rows.viewport(), Qt.MouseButton.LeftButton, pos=at)


def press(qtbot, pane, name):
    button = pane.findChild(QPushButton, name) or pane.findChild(QToolButton, name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def pictures(pane):
    return {
        name: part.grab().toImage()
        for name, part in (
            ("rows", pane.rows),
            ("matrix", pane.heatmap.matrix),
            ("plot", pane.plot),
            ("histogram", pane.histogram),
        )
    }


def differing(before, after):
    return {name for name in before if before[name] != after[name]}


def hover(qtbot, widget, at):
    qtbot.mouseMove(widget, QPoint(1, 1))
    qtbot.wait(20)  # plots leave out moves that follow each other faster than frames
    qtbot.mouseMove(widget, at)
