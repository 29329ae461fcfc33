"""Finds text that is cut off, and widgets that lie on each other or outside of their room."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QFrame,
    QGraphicsView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QSlider,
    QSpinBox,
    QSplitterHandle,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

EDGE = 4  # pixels, the least above and beneath a button's words
SPARE = 1  # pixels that a rounding may cost
CONTROLS = (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QSlider,
    QSpinBox,
    QSplitterHandle,
    QTabBar,
)


def faults(window: QWidget) -> list[str]:
    """A line for each fault that is seen in `window` now."""
    shown = [each for each in window.findChildren(QWidget) if each.isVisibleTo(window)]
    shown = [each for each in shown if each.window() is window and not _is_inside(each)]
    found = [f"{name(each)}: {fault}" for each in shown for fault in _own_faults(each)]
    return found + list(_overlaps(shown))


def name(widget: QWidget) -> str:
    """Its class, name, words and place, for a reader of a failed test."""
    words = getattr(widget, "text", lambda: "")() if isinstance(widget, CONTROLS[:4]) else ""
    label = " ".join(filter(None, (type(widget).__name__, widget.objectName(), repr(words)[:60])))
    parent = widget.parentWidget()
    inside = f" in {type(parent).__name__}" if parent else ""
    return f"{label}{inside} {widget.width()}×{widget.height()}"


def _is_inside(widget: QWidget) -> bool:
    """A part of a control of Qt’s own, which lays it out."""
    parent = widget.parentWidget()
    return isinstance(
        parent, QSpinBox | QComboBox | QTabBar | QAbstractItemView | QHeaderView | QLineEdit
    ) or isinstance(widget, QScrollBar)


def _own_faults(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, CONTROLS):
        yield from _outside(widget)
    if isinstance(widget, QLabel) and widget.text() and widget.pixmap().isNull():
        yield from _cut_label(widget)
    elif isinstance(widget, QPushButton | QCheckBox | QRadioButton | QToolButton):
        least = widget.sizeHint()
        if _shows_text(widget) and widget.width() + SPARE < _width_of_words(widget):
            yield f"needs a width of {_width_of_words(widget)}"
        if widget.height() < min(least.height(), widget.fontMetrics().height() + 2 * EDGE):
            yield f"needs a height of {least.height()}"
    elif isinstance(widget, QLineEdit | QSpinBox | QComboBox | QTabBar):
        least = widget.minimumSizeHint()
        if widget.height() + 2 * SPARE < least.height():
            yield f"needs a height of {least.height()}"
    if isinstance(widget, QScrollArea):
        yield from _cannot_scroll(widget)


def _width_of_words(button: QAbstractButton) -> int:
    words = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
    is_under = isinstance(button, QToolButton) and (
        button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextUnderIcon
    )
    has_icon = not button.icon().isNull() and not is_under
    return words + (button.iconSize().width() + EDGE) * has_icon


def _shows_text(button: QAbstractButton) -> bool:
    icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
    return not (
        isinstance(button, QToolButton)
        and button.toolButtonStyle() == icon_only
        and not button.icon().isNull()
    )


def _cut_label(label: QLabel) -> Iterator[str]:
    margins = label.contentsMargins()
    if label.wordWrap():
        if label.heightForWidth(label.width()) > label.height() + 2 * SPARE:
            yield f"needs a height of {label.heightForWidth(label.width())}"
        words = label.text().split() if label.textFormat() == Qt.TextFormat.PlainText else []
        longest = max((label.fontMetrics().horizontalAdvance(word) for word in words), default=0)
        if longest + margins.left() + margins.right() > label.width() + SPARE:
            yield f"its longest word needs {longest}"
        return
    least = label.sizeHint()
    if least.width() > label.width() + SPARE and not label.toolTip():
        yield f"needs a width of {least.width()}, and has no tooltip"
    if label.fontMetrics().height() > label.height() + 2 * SPARE:
        yield f"needs a height of {label.fontMetrics().height()}"


def _outside(widget: QWidget) -> Iterator[str]:
    """Beyond the edge of what it lies in, but for what scrolls."""
    inner, parent = QRect(widget.geometry()), widget.parentWidget()
    while parent is not None and not parent.isWindow():
        area = parent.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            return
        if not parent.rect().adjusted(-SPARE, -SPARE, SPARE, SPARE).contains(inner):
            yield f"at {inner.getRect()} is outside of {name(parent)}"
            return
        inner, parent = inner.translated(parent.pos()), parent.parentWidget()


def _cannot_scroll(area: QScrollArea) -> Iterator[str]:
    content = area.widget()
    if content is None:
        return
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    for length, bar in (("width", area.horizontalScrollBarPolicy()),
                        ("height", area.verticalScrollBarPolicy())):  # fmt: skip
        needs, has = getattr(content, length)(), getattr(area.viewport(), length)()
        if bar == off and needs > has + SPARE:
            yield f"its content needs a {length} of {needs}, has {has}, and cannot scroll"


def _overlaps(shown: list[QWidget]) -> Iterator[str]:
    by_parent: dict[QWidget | None, list[QWidget]] = {}
    for each in shown:
        is_over = each.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if not is_over and not isinstance(
            each, QProgressBar | QGraphicsView | QTextEdit | QSplitterHandle
        ):
            by_parent.setdefault(each.parentWidget(), []).append(each)
    for siblings in by_parent.values():
        for one, other in combinations(siblings, 2):
            common = one.geometry().intersected(other.geometry())
            is_frame = type(one) is QFrame or type(other) is QFrame
            if common.width() > SPARE and common.height() > SPARE and not is_frame:
                yield f"{name(one)} lies on {name(other)}"
