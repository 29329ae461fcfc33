"""What was read, as large as the answer deserves: a digit, a number, or digits in question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import theme
from app.views.draw.words import Glyph
from app.views.widgets.plain import plain_tip
from core.data.dataset import DIGITS

LEAST_SIZE = 36
LEAST_WORD_SIZE = 20  # of a name of several letters
RING = 5  # room for the ring of the focus beside a number
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class BigDigit(QWidget):
    """One digit, or a number, of which one digit is chosen by a click or with the arrow keys.

    A single digit takes the width of the widest, so that nothing moves when it changes.
    chosen_changed: the index of the digit to choose.
    """

    chosen_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyphs: tuple[Glyph, ...] = ()
        self._names: tuple[str, ...] = DIGITS
        self._chosen: int | None = None
        self._room = 1000
        self._largest = theme.tokens().type_answer
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The answer")
        theme.watcher().changed.connect(self.update)

    @property
    def text(self) -> str:
        """All that is written, with spaces where there are words in it."""
        return " ".join(each.text for each in self._glyphs) if self._has_words else self._joined

    @property
    def is_faint(self) -> bool:
        """Whether every glyph is faint."""
        return all(each.faint for each in self._glyphs)

    @property
    def chosen(self) -> int | None:
        """The index of the chosen digit of a number; None where there is nothing to choose."""
        return self._chosen

    def set_class_names(self, names: tuple[str, ...]) -> None:
        """names: of all that may be written, whose heights and, of single letters, widths are kept
        free."""
        if names != self._names:
            self._names = names
            self.updateGeometry()
            self.update()

    def set_glyphs(self, glyphs: Sequence[Glyph], chosen: int | None = None) -> None:
        """chosen: the index of the glyph to mark; None: there is nothing to choose."""
        if tuple(glyphs) == self._glyphs and chosen == self._chosen:
            return
        resized = self._names != DIGITS or len(glyphs) != len(self._glyphs)
        self._glyphs, self._chosen = tuple(glyphs), chosen
        self.setAccessibleDescription(self.text)
        choice = chosen is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if choice else Qt.FocusPolicy.NoFocus)
        if choice:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip("Click a digit, or press ← and →, to look at it")
        else:
            self.unsetCursor()
            self.setToolTip(plain_tip(self.text if self._is_name else ""))
        if resized:
            self.updateGeometry()
        self.update()

    def set_room(self, width: int) -> None:
        """width: the most it may take, in logical pixels; a longer number is written smaller."""
        if width != self._room:
            self._room = width
            self.updateGeometry()

    def set_largest(self, size: int) -> None:
        """size: of the largest digit, in pixels of its font."""
        if size != self._largest:
            self._largest = size
            self.updateGeometry()
            self.update()

    def place(self, index: int) -> QRectF:
        """The rectangle of the glyph with this index, in logical pixels."""
        size = self._size()
        left = (
            1.0
            + (RING if self._chosen is not None else 0)
            + sum(self._width(each, size) for each in self._glyphs[:index])
        )
        if len(self._glyphs) > 1:
            left -= QFontMetricsF(_font(size)).tightBoundingRect(self._glyphs[0].text).left()
        return QRectF(left, 0, self._width(self._glyphs[index], size), self.height())

    def sizeHint(self) -> QSize:
        """The height is that of the largest digits, whatever the size of these."""
        boxes = self._boxes(self._largest)
        size = self._size()
        width = min(sum(self._width(each, size) for each in self._glyphs), float(self._room))
        one = self._widest_letter(self._largest)
        least = one * size / self._largest
        return QSize(
            math.ceil(max(width, least)) + 2 + (2 * RING if self._chosen is not None else 0),
            math.ceil(max(box.height() for box in boxes)) + 10,
        )

    @property
    def _joined(self) -> str:
        return "".join(each.text for each in self._glyphs)

    @property
    def _has_words(self) -> bool:
        return any(each.small for each in self._glyphs)

    @property
    def _is_name(self) -> bool:
        """Whether it is a name of several letters, which may be cut to its room."""
        return len(self._glyphs) == 1 and len(self._glyphs[0].text) > 1

    def _size(self) -> int:
        full = self._largest
        width = sum(self._width(each, full) for each in self._glyphs)
        is_word = any(len(each.text) > 1 and not each.small for each in self._glyphs)
        least = theme.px(LEAST_WORD_SIZE) if is_word else LEAST_SIZE
        return max(least, min(full, int(full * self._room / max(width, 1))))

    def _boxes(self, size: int) -> tuple[QRectF, ...]:
        """Around the ink of each name, at `size`."""
        return _boxes_in(_font(size), self._names)

    def _widest_letter(self, size: int) -> float:
        """Of names of one letter; 0 where there are none."""
        boxes = zip(self._names, self._boxes(size), strict=True)
        return max((box.width() for name, box in boxes if len(name) == 1), default=0.0)

    def _width(self, glyph: Glyph, size: int) -> float:
        if glyph.small:
            small = QFontMetricsF(_font(_small(size)))
            return float(small.horizontalAdvance(glyph.text) + size * 0.16)
        measure = QFontMetricsF(_font(size))
        if len(self._glyphs) == 1 and len(glyph.text) == 1:
            ink = measure.tightBoundingRect(glyph.text).width()
            return max(self._widest_letter(size), float(ink))
        as_wide = "0" if self._names == DIGITS else glyph.text
        return float(measure.horizontalAdvance(as_wide))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, size = theme.tokens(), self._size()
        measure = QFontMetricsF(_font(size))
        top, full = (min(box.top() for box in self._boxes(each)) for each in (size, self._largest))
        base = 1 - full / 2 - top / 2  # a smaller number stands in the middle of the line
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for index, glyph in enumerate(self._glyphs):
                place = self.place(index)
                painter.setFont(_font(_small(size) if glyph.small else size))
                painter.setPen(look.color("ink_soft" if glyph.faint or glyph.small else "ink"))
                if len(self._glyphs) == 1:
                    at = QPointF(1 - measure.tightBoundingRect(glyph.text).left(), base)
                else:
                    shift = size * 0.08 if glyph.small else 0.0
                    at = QPointF(place.left() + shift, base)
                room = self.width() - at.x()
                text = glyph.text if len(glyph.text) == 1 else _elided(painter, glyph.text, room)
                painter.drawText(at, text)
                if index == self._chosen:
                    self._paint_mark(painter, place, base + 5)
            if self.hasFocus():
                painter.setPen(QPen(look.color("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_mark(self, painter: QPainter, place: QRectF, top: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tokens().color("accent"))
        inset = place.width() * 0.14
        painter.drawRoundedRect(
            QRectF(place.left() + inset, top, place.width() - 2 * inset, 3), 1.5, 1.5
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._chosen is not None:
            for index in range(len(self._glyphs)):
                if self.place(index).contains(event.position()):
                    self.chosen_changed.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self._chosen is None:
            super().keyPressEvent(event)
            return
        self.chosen_changed.emit(min(max(self._chosen + step, 0), len(self._glyphs) - 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def _font(size: int) -> QFont:
    return theme.font(size, QFont.Weight.Light)


@lru_cache(maxsize=8)
def _boxes_in(font: QFont, names: tuple[str, ...]) -> tuple[QRectF, ...]:
    measure = QFontMetricsF(font)
    return tuple(measure.tightBoundingRect(name) for name in names)


def _elided(painter: QPainter, text: str, room: float) -> str:
    return QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideMiddle, room)


def _small(size: int) -> int:
    return max(theme.tokens().type_text, size // 5)
