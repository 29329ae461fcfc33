"""How many images each class has, as bars; a click on one shows that class alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import figures, theme

ALL = "All classes"
ROW = 24  # at 100 %, as those below
WIDTH, GAP = 216, 8
NAME_SHARE = 0.5  # of the width, at most, for names
_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -1000, Qt.Key.Key_End: 1000}


class ClassBars(QWidget):
    """A row for all classes together, and one for each.

    chosen: of which class images are wanted, a number, or None for all. moved: the top and bottom
    of the row that is chosen now, to be in sight.
    """

    chosen = Signal(object)
    moved = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._counts = np.zeros(0, np.intp)
        self._choice: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self.updateGeometry)
        self._say()

    @property
    def choice(self) -> int | None:
        """The class that is chosen, None for all."""
        return self._choice

    def set_counts(self, names: tuple[str, ...], counts: NDArray[np.intp]) -> None:
        """names: of the classes. counts: how many images each has. The choice stays where the
        classes are the same."""
        if names != self._names:
            self._choice = None
        self._names, self._counts = names, counts
        self.updateGeometry()
        self.update()
        self._say()

    def choose(self, choice: int | None) -> None:
        """choice: a class, or None for all of them."""
        if choice == self._choice:
            return
        self._choice = choice
        self.update()
        self._say()
        row = self._place(0 if choice is None else choice + 1)
        self.moved.emit(int(row.top()), int(row.bottom()))
        self.chosen.emit(choice)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), (len(self._names) + 1) * theme.px(ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH) // 2, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = int(event.position().y() // theme.px(ROW))
        if 0 <= row <= len(self._names):
            self.choose(row - 1 if row else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = _KEYS.get(Qt.Key(event.key()))
        if steps is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        row = 0 if self._choice is None else self._choice + 1
        row = min(max(row + steps, 0), len(self._names))
        self.choose(row - 1 if row else None)

    def paintEvent(self, _: QPaintEvent) -> None:
        largest = max(int(self._counts.max(initial=0)), 1)
        rows = [(ALL, int(self._counts.sum()), 0.0)]
        rows += [
            (name, int(count), int(count) / largest)
            for name, count in zip(self._names, self._counts, strict=True)
        ]
        left, right = self._sides()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row, (name, count, length) in enumerate(rows):
                self._paint_row(painter, row, (name, figures.count(count), length), (left, right))

    def _paint_row(
        self, painter: QPainter, row: int, what: tuple[str, str, float], sides: tuple[int, int]
    ) -> None:
        """what: the name, the figure, and how long the bar is, from 0 to 1."""
        look, place = theme.tokens(), self._place(row)
        (name, figure, length), (left, right) = what, sides
        is_chosen = row == (0 if self._choice is None else self._choice + 1)
        if is_chosen:
            painter.setPen(look.color("focus") if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_soft"))
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 4, 4)
        inside = place.adjusted(look.space_2, 0, -look.space_2, 0)
        painter.setFont(_font(is_chosen))
        painter.setPen(look.color("ink"))
        room = left if row else round(inside.width()) - right
        words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(look.color("ink_soft"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inside, flags, figure)
        room = round(inside.width()) - left - right - 2 * theme.px(GAP)
        if length and room > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("outline"))
            height = place.height() / 3
            bar = QRectF(inside.left() + left + theme.px(GAP), place.top() + height, 0, height)
            bar.setWidth(max(room * length, 2.0))
            painter.drawRoundedRect(bar, 2, 2)

    def _place(self, row: int) -> QRectF:
        height = theme.px(ROW)
        return QRectF(0, row * height, self.width(), height)

    def _sides(self) -> tuple[int, int]:
        """What the longest name and the longest figure take."""
        measure = QFontMetrics(_font(True))
        name = max((measure.horizontalAdvance(each) for each in self._names), default=0)
        figure = measure.horizontalAdvance(figures.count(int(self._counts.sum())))
        return min(name, round(self.width() * NAME_SHARE)), figure

    def _say(self) -> None:
        if self._choice is None:
            name, count = ALL, int(self._counts.sum())
        else:
            name, count = self._names[self._choice], int(self._counts[self._choice])
        self.setAccessibleName(f"{name}, {figures.counted(count, 'image')}")


def _font(is_strong: bool) -> QFont:
    weight = QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal
    return theme.font(theme.tokens().type_note, weight)
