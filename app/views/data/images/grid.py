"""Thousands of images in rows, scrolled at the pace of the screen: only what is seen is painted."""

from __future__ import annotations

import math
import time

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from app.look import theme
from app.views.data.images.grid_keys import GridPlace
from app.views.data.images.rows import CELL, MARGIN, RowCache, row_pixels
from app.views.data.images.tags import AnswerTags
from app.views.data.images.words import description
from app.views.widgets.digit_thumbnail import SIDE
from app.views.widgets.plain import plain_tip
from core.data.dataset import Dataset
from core.evaluation.answers import Answers

SCALES = (1, 2, 3, 4, 6, 8)  # logical pixels an image pixel
FIRST_SCALE = 2
NEW_MS = 2.0  # that one frame makes new rows for: others come in the next
NOTCH = 120  # eighths of a degree: one of the wheel
NOTHING = np.empty(0, np.intp)


class ImageGrid(QAbstractScrollArea):
    """Images of a data set in a given order. Those read wrong have a frame, a cut corner and, where
    there is room, the answer.

    chosen: an image was clicked, or Enter pressed; its index in the data set. moved: another image
    is the current one; its index in the data set. scaled: images have another size, one of SCALES.
    empty: the sentence to show while there are no images.
    """

    chosen = Signal(int)
    moved = Signal(int)
    scaled = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty = ""
        self._dataset: Dataset | None = None
        self._order = NOTHING
        self._answers: Answers | None = None
        self._scale = FIRST_SCALE
        self._current = 0
        self._pressed: int | None = None
        self._turned = 0  # eighths of a degree of the wheel that did not yet change the size
        self._rows = RowCache(self._row_pixels)
        self._tags = AnswerTags()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.watcher().changed.connect(self._forget_pixels)
        self._say_current()

    def set_images(
        self, dataset: Dataset | None, order: NDArray[np.intp], answers: Answers | None = None
    ) -> None:
        """Show the examples of `dataset` at `order`, from the top.

        answers: a network's, to all of `dataset`; those that are wrong are marked.
        """
        self._dataset, self._answers = dataset, answers
        self._order = order if dataset is not None else NOTHING
        self._current = 0
        self._forget_pixels()
        self._fit_bar()
        self.verticalScrollBar().setValue(0)
        self._say_current()

    def set_answers(self, answers: Answers | None) -> None:
        """Mark what these get wrong, whatever was marked before; all images stay in their places.

        answers: to all of the data set that is shown.
        """
        self._answers = answers
        self._forget_pixels()
        self._say_current()

    def set_labels(self, dataset: Dataset, answers: Answers | None) -> None:
        """The same images with other labels, in the same order and place."""
        self._dataset = dataset
        self.set_answers(answers)

    @property
    def answers(self) -> Answers | None:
        return self._answers

    @property
    def order(self) -> NDArray[np.intp]:
        """What is shown: indices into the data set."""
        return self._order

    @property
    def scale(self) -> int:
        """Logical pixels an image pixel, one of SCALES."""
        return self._scale

    @property
    def columns(self) -> int:
        """Images in a row, at least one."""
        return max(self._device_width() // self._pitch(), 1)

    @property
    def current(self) -> int | None:
        """The index in the data set of the image that the keys move from; None without images."""
        return int(self._order[self._current]) if len(self._order) else None

    def set_scale(self, scale: int) -> None:
        """scale: one of SCALES. The current image stays in sight, or what was on top."""
        if scale not in SCALES:
            raise ValueError(f"{scale} is none of {SCALES}")
        if scale == self._scale:
            return
        kept = self._current if self._is_in_sight(self._current) else self._first_in_sight()
        self._scale = scale
        self._forget_pixels()
        self._fit_bar()
        self._scroll_to(kept)
        self.scaled.emit(scale)

    def select(self, index: int) -> None:
        """Make the image with this index in the data set the current one, if it is shown."""
        places = np.flatnonzero(self._order == index)
        if len(places):
            self._go(int(places[0]))

    def place_of(self, x: float, y: float) -> int | None:
        """The place in `order` of the image at x, y of the viewport, in logical pixels."""
        ratio = self.devicePixelRatioF()
        row = int(y * ratio + self._top()) // self._pitch()
        column = int(x * ratio) // self._pitch()
        place = row * self.columns + column
        is_image = column < self.columns and 0 <= place < len(self._order)
        return place if is_image else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not len(self._order) or not is_plain:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.current)
        elif (place := self._place_after(event.key())) is not None:
            self._go(place)
        else:
            super().keyPressEvent(event)

    def _place_after(self, key: int) -> int | None:
        page = max(self._device_height() // self._pitch(), 1)
        return GridPlace(self._current, len(self._order), self.columns, page).after(key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.place_of(event.position().x(), event.position().y())
        self._pressed = place if event.button() == Qt.MouseButton.LeftButton else None
        if self._pressed is not None:
            self._go(self._pressed)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self.place_of(event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and place == self._pressed is not None:
            self.chosen.emit(self.current)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._turned += event.angleDelta().y()
        notches = int(self._turned / NOTCH)
        self._turned -= notches * NOTCH
        place = min(max(SCALES.index(self._scale) + notches, 0), len(SCALES) - 1)
        self.set_scale(SCALES[place])
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self.place_of(event.pos().x(), event.pos().y())
            words = "" if place is None else self._words(place)
            QToolTip.showText(event.globalPos(), plain_tip(words), self.viewport())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before = event.oldSize().width()
        kept = self._first_in_sight(before) if before > 0 else 0
        is_other_width = before != self.viewport().width()
        if is_other_width:
            self._rows.clear()
        self._fit_bar()
        if is_other_width and kept:
            self._scroll_to(kept)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        with QPainter(self.viewport()) as painter:
            if not len(self._order):
                painter.fillRect(event.rect(), look.color("ground"))
                painter.setPen(look.color("ink_soft"))
                painter.setFont(theme.font(look.type_text))
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(self.viewport().rect(), flags, self.empty)
                return
            ratio = self.devicePixelRatioF()
            painter.scale(1 / ratio, 1 / ratio)  # from here on in pixels of the screen
            if not self._paint_rows(painter, event.rect(), ratio, NEW_MS):
                QTimer.singleShot(0, self.viewport(), self.viewport().update)
            if self.hasFocus() or self._current:
                self._paint_current(painter)

    def paint_images(self, painter: QPainter) -> None:
        """Paint what is in sight, in logical pixels, without the mark of the current image."""
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        self._paint_rows(painter, self.viewport().rect(), ratio, math.inf)

    def _paint_rows(self, painter: QPainter, area: QRect, ratio: float, new_ms: float) -> bool:
        """new_ms: how long rows may be made for this, the first one in any case. False where that
        was not enough: some rows are still empty."""
        pitch, top, zoom = self._pitch(), self._top(), self._zoom()
        is_whole = True
        ground = theme.tokens().color("ground")
        across, down = self._device_width() + 1, self._device_height() + 1
        first = (top + math.floor(area.top() * ratio)) // pitch
        last = (top + math.ceil((area.bottom() + 1) * ratio) - 1) // pitch
        for row in range(first, min(last + 1, self._row_count())):
            y = row * pitch - top
            is_new = row not in self._rows
            if is_new and new_ms <= 0:
                painter.fillRect(0, y, across, pitch, ground)
                is_whole = False
                continue
            start = time.perf_counter()
            picture = self._rows.picture(row)
            new_ms -= 1000 * (time.perf_counter() - start) if is_new else 0
            place = QRect(0, y, picture.width() * zoom, pitch)
            painter.drawImage(place, picture)
            painter.fillRect(place.right(), y, across, pitch, ground)
            self._paint_tags(painter, row, y)
        end = self._row_count() * pitch - top
        painter.fillRect(0, end, across, down - end, ground)
        return is_whole

    def _paint_tags(self, painter: QPainter, row: int, y: int) -> None:
        """The answers of what is read wrong, at the lower left of the images."""
        side = SIDE * self._scale
        if self._answers is None or not self._tags.fit(side):
            return
        shown = self._places_of(row)
        pitch, zoom = self._pitch(), self._zoom()
        for column in np.flatnonzero(~self._answers.right[shown]):
            name = self._answers.class_names[int(self._answers.answers[shown[column]])]
            tag = self._tags.tag(name, side, self.devicePixelRatioF())
            left = int(column) * pitch + MARGIN * zoom
            bottom = y + (MARGIN + SIDE) * zoom
            painter.drawPixmap(QPoint(left, bottom - tag.height()), tag)

    def _paint_current(self, painter: QPainter) -> None:
        look, pitch = theme.tokens(), self._pitch()
        row, column = divmod(self._current, self.columns)
        line = max(2, round(2 * self.devicePixelRatioF()))
        box = QRect(column * pitch, row * pitch - self._top(), pitch, pitch)
        pen = QPen(look.color("accent"), line)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        inset = line // 2
        painter.drawRect(box.adjusted(inset, inset, inset - line, inset - line))

    def _row_pixels(self, row: int) -> NDArray[np.uint32]:
        assert self._dataset is not None
        shown, look = self._places_of(row), theme.tokens()
        wrong = None if self._answers is None else ~self._answers.right[shown]
        ground, mark = (look.color(name).rgb() for name in ("ground", "negative"))
        return row_pixels(self._dataset.images[shown], wrong, ground, mark)

    def _places_of(self, row: int) -> NDArray[np.intp]:
        """The indices in the data set of the images in a row."""
        return self._order[row * self.columns : (row + 1) * self.columns]

    def _go(self, place: int) -> None:
        is_other = place != self._current
        self._current = place
        self._scroll_to(place)
        self.viewport().update()
        self._say_current()
        if is_other:
            self.moved.emit(self.current)

    def _say_current(self) -> None:
        self.setAccessibleName(self._words(self._current) if len(self._order) else "No images")

    def _words(self, place: int) -> str:
        assert self._dataset is not None
        return description(self._dataset, int(self._order[place]), self._answers)

    def _scroll_to(self, place: int) -> None:
        """Bring the row of an image into sight, by the shortest way."""
        ratio, pitch = self.devicePixelRatioF(), self._pitch()
        top = place // self.columns * pitch
        low = math.ceil((top + pitch - self._device_height()) / ratio)
        bar = self.verticalScrollBar()
        bar.setValue(min(max(bar.value(), low), math.floor(top / ratio)))

    def _first_in_sight(self, width: int | None = None) -> int:
        """The place of the first image that is wholly in sight; width: the viewport's, if it was
        another one."""
        device = self._device_width() if width is None else round(width * self.devicePixelRatioF())
        columns = max(device // self._pitch(), 1)
        return min(-(-self._top() // self._pitch()) * columns, max(len(self._order) - 1, 0))

    def _is_in_sight(self, place: int) -> bool:
        top = place // self.columns * self._pitch() - self._top()
        return 0 <= top <= self._device_height() - self._pitch()

    def _fit_bar(self) -> None:
        ratio, bar = self.devicePixelRatioF(), self.verticalScrollBar()
        height = math.ceil(self._row_count() * self._pitch() / ratio)
        bar.setRange(0, max(height - self.viewport().height(), 0))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(max(round(self._pitch() / ratio / 2), 1))

    def _row_count(self) -> int:
        return -(-len(self._order) // self.columns)

    def _zoom(self) -> int:
        """Pixels of the screen an image pixel, always whole."""
        return max(1, round(self._scale * self.devicePixelRatioF()))

    def _pitch(self) -> int:
        """From one image to the next, in pixels of the screen."""
        return CELL * self._zoom()

    def _top(self) -> int:
        """How far it is scrolled, in pixels of the screen."""
        return round(self.verticalScrollBar().value() * self.devicePixelRatioF())

    def _device_width(self) -> int:
        return int(self.viewport().width() * self.devicePixelRatioF())

    def _device_height(self) -> int:
        return int(self.viewport().height() * self.devicePixelRatioF())

    @Slot()
    def _forget_pixels(self) -> None:
        """What is kept was made for another look, size or set."""
        self._rows.clear()
        self._tags.forget()
        self.viewport().update()
