"""A new theme polishes what is shown; what is hidden when it is shown; and all looks as if new."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QProxyStyle,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.look import theme
from app.look.restyling import Restyler
from app.views.widgets.buttons import CheckBox

LABELS = ("heading", "note", "sentence", "error", "good", "warning")
BUTTONS = ("", "primary", "plain", "danger")


class Counter(QProxyStyle):
    """Counts the widgets that are polished."""

    def __init__(self) -> None:
        super().__init__("Fusion")
        self.polished: list[QWidget] = []

    def polish(self, widget: object) -> object:
        if isinstance(widget, QWidget):
            self.polished.append(widget)
        return None


def page(disabled: bool = False) -> QWidget:
    """One of every kind that the stylesheet names."""
    made = QWidget()
    column = QVBoxLayout(made)
    parts: list[QWidget] = [QLineEdit("text"), QSpinBox(), QSlider(), QProgressBar(), QTabBar()]
    for kind, roles in ((QLabel, LABELS), (QPushButton, BUTTONS), (QToolButton, ("", "plain"))):
        for role in roles:
            part = kind()
            part.setText("words")
            part.setProperty("role", role)
            parts.append(part)
    for toggle in (CheckBox("tick"), QRadioButton("dot")):
        toggle.setChecked(True)
        parts.append(toggle)
    box = QComboBox()
    box.addItems(["one", "two"])
    wrong = QLineEdit("wrong")
    wrong.setProperty("invalid", True)
    for part in (*parts, box, wrong):
        part.setDisabled(disabled)
        column.addWidget(part)
    return made


def menu() -> QWidget:
    made = QMenu()
    for word in ("one", "two"):
        made.addAction(word).setCheckable(True)
    made.actions()[0].setChecked(True)
    return made


def picture(widget: QWidget) -> QImage:
    widget.show()
    widget.activateWindow()
    widget.setFocus()
    QApplication.processEvents()
    return widget.grab().toImage()


# The offscreen platform says about a menu that it can neither raise it nor grab keys for it.
@pytest.mark.qt_log_ignore("does not support", extend=True)
@pytest.mark.parametrize("make", [page, lambda: page(True), menu], ids=["page", "disabled", "menu"])
@pytest.mark.parametrize("hidden", [False, True])
def test_a_switch_leaves_nothing_of_the_old_scheme(
    look: theme.Watcher, qtbot, make: Callable[[], QWidget], hidden: bool
) -> None:
    switched = make()
    qtbot.addWidget(switched)
    light = picture(switched)
    switched.setHidden(hidden)
    look.choose("dark")
    fresh = make()
    qtbot.addWidget(fresh)
    assert picture(switched) == picture(fresh)
    switched.setHidden(hidden)
    look.choose("light")
    assert picture(switched) == light


def test_what_is_hidden_waits_until_it_is_shown(look: theme.Watcher, qtbot) -> None:
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    for _ in range(2):
        stack.addWidget(page())
    inner = QLabel("hidden even there", stack.widget(1))
    inner.hide()
    stack.show()
    style = Counter()
    restyler = Restyler()
    for widget in (stack, *stack.findChildren(QWidget)):
        widget.setStyle(style)
    style.polished.clear()
    restyler.restyle_all()
    shown = {each for each in stack.findChildren(QWidget) if each.isVisible()} | {stack}
    assert set(style.polished) == shown
    assert len(style.polished) == len(shown)
    style.polished.clear()
    stack.setCurrentIndex(1)
    now = {each for each in stack.widget(1).findChildren(QWidget) if each.isVisible()}
    assert set(style.polished) == now | {stack.widget(1)}
    style.polished.clear()
    inner.show()
    assert style.polished == [inner]
    style.polished.clear()
    stack.setCurrentIndex(0)
    stack.setCurrentIndex(1)
    assert not style.polished
