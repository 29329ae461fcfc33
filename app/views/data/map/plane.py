"""The map itself: thousands of points that glide, to look around in and to point at."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QEasingCurve,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.look import sizes, theme
from app.views.data.map.camera import Camera
from app.views.data.map.card import PointCard
from app.views.data.map.marks import (
    SIDE,
    Sprites,
    draw_letters,
    draw_mark,
    draw_name,
    draw_pictures,
    name_path,
)
from app.views.data.map.shown import Shown, nearest_to, nearest_towards
from core.network.arrays import Array

REACH = 20  # logical pixels at 100 %, from the pointer to the point that it means
LETTERS_FROM = 3.0  # zoom at which names stand in place of marks
MOST_PICTURES = 150  # that are seen at once
PICTURE_ROOM = 0.9  # of the room of each, for its picture
LARGEST_PICTURE = 3.0  # logical pixels to a pixel of an image
WHEEL_STEP = 1.2  # of the zoom, for a notch of the wheel
KEY_STEP = 1.5
NOTCH = 120
MOST_LARGE = 10  # classes whose names are written large
LEAST = 200, 140  # logical pixels at 100 %
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
HELP = (
    "Drag to move, turn the wheel to zoom, double-click for the whole map. "
    "The arrow keys go from point to point, Enter opens one."
)


class MapPlane(QWidget):
    """Paints what is shown; the pointer and the arrow keys choose a point.

    chosen: a point was pressed, its number in the frame. moved_to: another point is pointed at, or
    None. empty: the sentence in place of a map.
    """

    chosen = Signal(int)
    moved_to = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera = Camera()
        self.shown: Shown | None = None
        self.empty = ""
        self.current: int | None = None
        self.card = PointCard(self)
        nothing: Array = np.zeros((2, 0), np.float32)
        self._from = self._to = nothing, nothing
        self._positions, self._centres = self._to
        self._sprites: dict[bool, Sprites] = {}
        self._sprites_of: tuple[Any, ...] = ()
        self._names: list[QPainterPath] = []
        self._drag: QPointF | None = None
        self._dragged = False
        self._has_ring = False
        self._glide = QVariantAnimation(self)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(self._on_glide)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Map of the examples")
        self.setAccessibleDescription(HELP)
        sizes.set_least(self, *LEAST)
        theme.watcher().changed.connect(self.update)

    def show_map(self, shown: Shown | None) -> None:
        """Points glide to where they are now, if they are the same examples as before."""
        before, self.shown = self.shown, shown
        self._glide.stop()
        nothing: Array = np.zeros((2, 0), np.float32)
        self._to = (shown.frame.positions, shown.centres) if shown else (nothing, nothing)
        glides = False
        if before is None or shown is None or before.dataset is not shown.dataset:
            self.camera.reset()
            self.point_at(None)
        else:
            glides = before.frame is not shown.frame and self.isVisible() and theme.motion_ms() > 0
        if glides:
            self._from = self._positions, self._centres
            self._glide.setDuration(theme.motion_ms())
            self._glide.start()
        else:
            self._move(*self._to)
        if self.current is not None and self.current not in self._seen():
            self.point_at(None)
        self._show_card()
        self.update()

    def point_at(self, number: int | None) -> None:
        """Mark one point, and say what it is."""
        if number != self.current:
            self.current = number
            self._show_card()
            self.moved_to.emit(number)
            self.update()

    def reset(self) -> None:
        """See the whole map again."""
        self.camera.reset()
        self.camera.show_whole(self._positions)
        self._show_card()
        self.update()

    def zoom(self, factor: float) -> None:
        """Around the chosen point, or the middle."""
        at = QPointF(self.rect().center())
        if self.current is not None:
            at = self._pixel(self.current)
        self._zoom_at(at, factor)

    def sizeHint(self) -> QSize:
        return QSize(*map(theme.px, LEAST))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._has_ring = event.reason() in BY_KEY

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._has_ring = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.camera.resize(self.width(), self.height())
        self.camera.show_whole(self._positions)
        self._show_card()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter) -> None:
        """The map as it is on the screen."""
        look = theme.tokens()
        painter.fillRect(self.rect(), look.color("ground"))
        if self.shown is None or not len(self.shown.order):
            self._paint_empty(painter)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_points(painter, self.shown)
            self._paint_names(painter, self.shown)
            self._paint_current(painter)
        if self._has_ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("focus"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def paint_shapes(self, painter: QPainter) -> None:
        """What is seen, as shapes that stay sharp at any size."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.rect())
        if self.shown is None:
            return
        names = self.shown.dataset.class_names
        pixels = self._pixels_of_seen(self.shown)
        for x, y, cell in zip(*pixels, self.shown.cells, strict=True):
            number, wrong = divmod(int(cell), 2)
            if self._has_letters:
                draw_letters(painter, QPointF(x, y), number, names[number], wrong=bool(wrong))
            else:
                draw_mark(painter, QPointF(x, y), number, wrong=bool(wrong))
        self._paint_names(painter, self.shown)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._drag is None:
            self._point_near(at)
            return
        way = at - self._drag
        if self._dragged or way.manhattanLength() >= QApplication.startDragDistance():
            if not self._dragged:
                self._dragged = True
                self.point_at(None)
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.camera.pan(way.x(), way.y())
            self._drag = at
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._drag is None:
            return
        self._drag = None
        self.unsetCursor()
        if not self._dragged:
            self._point_near(event.position())
            self._choose()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._zoom_at(event.position(), WHEEL_STEP ** (event.angleDelta().y() / NOTCH))
        self._point_near(event.position())
        event.accept()

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS:
            self._go(*ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(KEY_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / KEY_STEP)
        elif key == Qt.Key.Key_Home:
            self.reset()
        elif key == Qt.Key.Key_Escape and self.current is not None:
            self.point_at(None)
        else:
            super().keyPressEvent(event)

    @property
    def _has_letters(self) -> bool:
        return self.camera.zoom >= LETTERS_FROM

    def _seen(self) -> Array:
        return self.shown.order if self.shown is not None else np.zeros(0, np.intp)

    def _pixels_of_seen(self, shown: Shown) -> Array:
        return self.camera.pixels(self._positions[:, shown.order])

    def _pixel(self, number: int) -> QPointF:
        x, y = self.camera.pixels(self._positions[:, [number]])[:, 0]
        return QPointF(x, y)

    @Slot(object)
    def _on_glide(self, share: float) -> None:
        pairs = zip(self._from, self._to, strict=True)
        self._move(*(before + np.float32(share) * (after - before) for before, after in pairs))
        self._show_card()

    def _move(self, positions: Array, centres: Array) -> None:
        self._positions, self._centres = positions, centres
        self.camera.show_whole(positions)
        self.update()

    def _zoom_at(self, at: QPointF, factor: float) -> None:
        self.camera.zoom_at(at.x(), at.y(), factor)
        self._show_card()
        self.update()

    def _point_near(self, at: QPointF) -> None:
        if self.shown is not None:
            pixels = self._pixels_of_seen(self.shown)
            found = nearest_to(pixels, at.x(), at.y(), theme.px(REACH))
            self.point_at(None if found is None else int(self.shown.order[found]))

    def _go(self, right: int, down: int) -> None:
        """To the next point in a direction; to the one in the middle first."""
        shown = self.shown
        if shown is None or not len(shown.order):
            return
        pixels = self._pixels_of_seen(shown)
        if self.current is None:
            middle = self.rect().center()
            found = nearest_to(pixels, middle.x(), middle.y(), np.inf)
        else:
            at = self._pixel(self.current)
            found = nearest_towards(pixels, np.array([at.x(), at.y()]), right, down)
        if found is not None:
            number = int(shown.order[found])
            if self.camera.is_moved:
                self.camera.bring_in(self._positions[:, number])
            self.point_at(number)

    def _choose(self) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)

    def _show_card(self) -> None:
        if self.shown is None or self.current is None:
            self.card.hide()
            self.setAccessibleName("Map of the examples")
            return
        self.card.show_point(self.shown, self.current)
        self.setAccessibleName(self.card.words)
        self.card.stand_beside(self._pixel(self.current).toPoint())

    def _paint_empty(self, painter: QPainter) -> None:
        look = theme.tokens()
        painter.setFont(theme.font(look.type_text))
        painter.setPen(look.color("ink_soft"))
        text = self.empty if self.shown is None else "No point is left: switch a class on."
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(16, 16, -16, -16), int(flags), text)

    def _paint_points(self, painter: QPainter, shown: Shown) -> None:
        pixels = self._pixels_of_seen(shown)
        room = theme.px(REACH)
        x, y = pixels
        inside = (x > -room) & (x < self.width() + room) & (y > -room) & (y < self.height() + room)
        seen = np.flatnonzero(inside)
        if self._has_letters and 0 < len(seen) <= MOST_PICTURES:
            numbers = shown.order[seen]
            draw_pictures(
                painter,
                pixels[:, seen],
                shown.dataset.images[numbers],
                shown.dataset.labels[numbers],
                shown.wrong[numbers],
                self._picture_scale(len(seen)),
            )
        else:
            self._ready_sprites(shown)[self._has_letters].paint(
                painter, pixels[:, seen], shown.cells[seen]
            )

    def _picture_scale(self, count: int) -> float:
        """Logical pixels to a pixel of an image, for `count` of them beside each other."""
        side = PICTURE_ROOM * math.sqrt(self.width() * self.height() / max(count, 1))
        return max(min(side / SIDE, LARGEST_PICTURE), 1.0)

    def _ready_sprites(self, shown: Shown) -> dict[bool, Sprites]:
        names = shown.dataset.class_names
        of = names, self.devicePixelRatioF(), theme.tokens()
        if of != self._sprites_of:
            self._sprites_of = of
            self._names = [name_path(name, large=len(names) <= MOST_LARGE) for name in names]
            self._sprites = {
                letters: Sprites(names, of[1], letters=letters) for letters in (False, True)
            }
        return self._sprites

    def _ready_names(self, shown: Shown) -> list[QPainterPath]:
        self._ready_sprites(shown)
        return self._names

    def _paint_names(self, painter: QPainter, shown: Shown) -> None:
        """Each class's name at its middle, over the points; not where letters say it."""
        if not self._has_letters:
            places = self.camera.pixels(self._centres)
            names = self._ready_names(shown)
            for number in shown.seen_classes:
                draw_name(painter, QPointF(*places[:, number]), names[number], number)

    def _paint_current(self, painter: QPainter) -> None:
        if self.current is not None:
            look = theme.tokens()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("accent"), 2 * look.scale))
            radius = theme.px(9)
            painter.drawEllipse(self._pixel(self.current), radius, radius)
