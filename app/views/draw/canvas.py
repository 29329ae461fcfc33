"""The canvas: ink from mouse, finger or pen, kept as strokes in the unit square, or a picture."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import (
    QCoreApplication,
    QElapsedTimer,
    QEvent,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.background.right_of_way import WINDOW
from app.look import theme
from app.views.draw.ink_layers import NEWEST, InkLayers, bounds, stroke_of
from app.views.draw.pen_surface import PenSurface, ring_cursor
from app.views.draw.sheet import HINT, OpenedPicture, Sheet, paint_hint, paint_picture
from app.views.widgets.edge import paint_edge
from core.ink.eraser import erase
from core.ink.strokes import Drawing, Stroke
from core.undo import UndoStack

# What a move changes is told before it is painted, so that ink and answer are painted at once.
# Where to tell it takes longer than QUICK, twice in a row, the ink goes ahead, and as long a rest
# follows, in which moves are joined. In milliseconds.
QUICK, REST_MOST = 8, 16
_DUE = QEvent.Type(QEvent.registerEventType())
TAP = 0.012  # a touch that moved less, as a share of the side, may be no stroke
ERASER = 0.045  # radius, as a share of the side
BRUSH_SMALLEST, BRUSH_DEFAULT, BRUSH_LARGEST = 0.02, 0.06, 0.12
MAX_UNDO = 500


class DrawingHistory(UndoStack[Sheet]):
    """What lies on the canvas, what lay there before, and what was undone.

    A drawing is immutable and shares its strokes with the one before, so keeping many is cheap.
    """

    def __init__(self) -> None:
        super().__init__(Drawing(), limit=MAX_UNDO)

    @property
    def drawing(self) -> Drawing:
        """The drawing that lies there; a blank one while a picture does."""
        return self.present if isinstance(self.present, Drawing) else Drawing()


class Canvas(PenSurface):
    """A square to draw on. x and y of its drawing run from 0 to 1, so a resize changes nothing.

    drawing_changed: at most once a frame, the stroke under the pen included. history_changed: what
    undo and redo can do is another. stroke_began: the pen came down. sheet_left: the drawing or
    picture, not blank, that another one replaces. tapped: the index of the target that the pen
    touched without drawing; it leaves no ink.

    starts_anew: whether the next stroke is the first of a new drawing; undo brings back this one.
    """

    drawing_changed = Signal(object)  # Drawing
    history_changed = Signal()
    stroke_began = Signal()
    sheet_left = Signal(object)  # Sheet
    tapped = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, hint: tuple[str, str] = HINT) -> None:
        """hint: two sentences for a blank canvas, the first one large."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._hint = hint
        self.setAccessibleName("Canvas: draw a digit here")
        self._brush = BRUSH_DEFAULT
        self._history = DrawingHistory()
        self._layers = InkLayers(theme.tokens().color("canvas_ink"))
        self._samples: list[tuple[float, float, float, float | None]] = []
        self._stroke: Stroke | None = None  # made of the samples when it is asked for
        self._rest: Drawing | None = None  # what is left while the eraser moves
        self.starts_anew = False
        self._is_anew = False  # the stroke under the pen is the first of a new drawing
        self._eraser_at = QPointF()
        self._start_seconds = 0.0
        self._rest_ms, self._cost = 0, 0
        self._is_due = False
        self._rest_over = QTimer(self, singleShot=True)
        self._rest_over.setTimerType(Qt.TimerType.PreciseTimer)
        self._rest_over.timeout.connect(self._emit_drawing)
        self._shown = QTimer(self, singleShot=True, interval=0)
        self._shown.timeout.connect(self._give_way)
        self._since = QElapsedTimer()
        self._since.start()
        self.targets: tuple[QRectF, ...] = ()  # on the canvas, whose sides go from 0 to 1
        self._set_cursor(erasing=False)

    def set_hint(self, hint: tuple[str, str]) -> None:
        """hint: as in __init__."""
        if hint != self._hint:
            self._hint = hint
            self.update()

    @property
    def drawing(self) -> Drawing:
        """The strokes as they are now, that under the pen included; blank where a picture lies."""
        if self._samples and self._rest is None:
            return self._dry.with_stroke(self._stroke_under_pen())
        return self._dry

    @property
    def sheet(self) -> Sheet:
        """What lies on the canvas: the drawing of the moment, or a picture."""
        return self.picture or self.drawing

    @property
    def picture(self) -> OpenedPicture | None:
        present = self._history.present
        return present if isinstance(present, OpenedPicture) and not self._is_anew else None

    @property
    def is_drawing(self) -> bool:
        """Whether the pen is down, to draw or to erase."""
        return bool(self._samples) or self._rest is not None

    @property
    def is_settled(self) -> bool:
        """Whether the pen is up, and the last change was told by `drawing_changed`."""
        return not self.is_drawing and not self._is_due and not self._rest_over.isActive()

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    @property
    def brush(self) -> float:
        """Width of the pen as a share of the canvas's side."""
        return self._brush

    def set_brush(self, brush: float) -> None:
        """brush: as a share of the canvas's side, cut to what is allowed."""
        self._brush = min(max(brush, BRUSH_SMALLEST), BRUSH_LARGEST)
        self._set_cursor(erasing=False)
        self._repaint_all()

    def set_drawing(self, sheet: Sheet) -> None:
        """Replace what lies here by a drawing or a picture; undo brings it back."""
        self._emit_sheet_left()
        self._history.change(sheet)
        self._after_change()

    def clear(self) -> None:
        """Make the canvas blank; undo brings back what was there."""
        if not self._history.present.is_blank:
            self.set_drawing(Drawing())

    def undo(self) -> None:
        self._history.undo()
        self._after_change()

    def redo(self) -> None:
        self._history.redo()
        self._after_change()

    def pen_down(self, at: QPointF, seconds: float, pressure: float | None, erases: bool) -> None:
        self.stroke_began.emit()
        if erases:
            self._rest = self._history.drawing
            self._eraser_at = at
            self._set_cursor(erasing=True)
        elif self.starts_anew and self._target_at(*self._unit(at)) is None:
            self._begin_anew()
        if self._dry.is_blank:
            self._start_seconds = seconds
            self.update()
        self.pen_move(at, seconds, pressure)

    def pen_move(self, at: QPointF, seconds: float, pressure: float | None) -> None:
        if self._rest is not None:
            self._erase_to(at)
            return
        x, y = self._unit(at)
        if self._samples and self._samples[-1][:2] == (x, y):
            return
        self._samples.append((x, y, seconds - self._start_seconds, pressure))
        self._stroke = None
        if (self.starts_anew or self.picture) and not _is_tap(self._stroke_under_pen()):
            self._begin_anew()
        newest = np.array([sample[:2] for sample in self._samples[-NEWEST:]])
        self.update(bounds(newest, self.width(), self._brush).toRect())
        self._emit_soon()

    def pen_up(self) -> None:
        if self._rest is not None:
            if self.picture is None:
                self._history.change(self._rest)
            self._rest = None
            self._set_cursor(erasing=False)
            self._emit_soon()
            self.history_changed.emit()
        elif self._samples:
            stroke = self._stroke_under_pen()
            self._samples.clear()
            if _is_tap(stroke) and self._tap(*stroke.points[0]):
                self._repaint_all()
                return
            self._ready_layers()
            self.update(self._layers.dry(stroke).toRect())
            self._history.change(self._dry.with_stroke(stroke))
            self._is_anew = False
            self._emit_soon()
            self.history_changed.emit()

    def _stroke_under_pen(self) -> Stroke:
        """The same one until the pen moves on."""
        if self._stroke is None:
            self._stroke = stroke_of(self._samples)
        return self._stroke

    def _tap(self, x: float, y: float) -> bool:
        """Emit `tapped` for the target at (x, y). Whether the touch leaves no ink."""
        hit = self._target_at(x, y)
        if hit is not None:
            self.tapped.emit(hit)
        return hit is not None or self.picture is not None

    def _target_at(self, x: float, y: float) -> int | None:
        return next((n for n, box in enumerate(self.targets) if box.contains(x, y)), None)

    @property
    def _dry(self) -> Drawing:
        """What lies there beside the stroke under the pen."""
        if self._rest is not None:
            return self._rest
        return Drawing() if self._is_anew else self._history.drawing

    def _begin_anew(self) -> None:
        """What lies there goes, once the stroke under the pen is sure to be one, not a tap."""
        self._emit_sheet_left()
        self.starts_anew, self._is_anew = False, True
        self._repaint_all()

    def _emit_sheet_left(self) -> None:
        if not self._history.present.is_blank:
            self.sheet_left.emit(self._history.present)

    def _erase_to(self, at: QPointF) -> None:
        assert self._rest is not None
        way = at - self._eraser_at
        length = (way.x() ** 2 + way.y() ** 2) ** 0.5
        steps = max(1, round(length / (ERASER * self.width() / 2)))
        before = self._rest
        for step in range(1, steps + 1):
            x, y = self._unit(self._eraser_at + way * (step / steps))
            self._rest = erase(self._rest, x, y, ERASER + self._brush / 2)
        self._eraser_at = at
        if self._rest is not before:
            self._repaint_all()
            self._emit_soon()

    def _unit(self, at: QPointF) -> tuple[float, float]:
        side = self.width()
        return min(max(at.x() / side, 0.0), 1.0), min(max(at.y() / side, 0.0), 1.0)

    def _after_change(self) -> None:
        self._repaint_all()
        self._emit_soon()
        self.history_changed.emit()

    def _emit_soon(self) -> None:
        WINDOW.take()
        self._shown.stop()
        if self._is_due or self._rest_over.isActive():
            return
        if self._rest_ms:
            # At least 1: on Windows a timer of 0 may come before the painting.
            self._rest_over.start(max(self._rest_ms - self._since.elapsed(), 1))
        else:
            self._is_due = True
            QCoreApplication.postEvent(self, QEvent(_DUE))

    def customEvent(self, event: QEvent) -> None:
        if event.type() == _DUE:
            self._is_due = False
            self._emit_drawing()

    def _give_way(self) -> None:
        WINDOW.give_back()

    def _emit_drawing(self) -> None:
        self._since.restart()
        self.drawing_changed.emit(self.drawing)
        self._shown.start()
        before, self._cost = self._cost, self._since.elapsed()
        cost = min(before, self._cost)
        self._rest_ms = 0 if cost <= QUICK else self._cost + min(cost, REST_MOST)

    def _ready_layers(self) -> None:
        if not self._layers.fits(self.width(), self.devicePixelRatioF()):
            self._layers.rebuild(self._dry, self.width(), self.devicePixelRatioF(), self._brush)

    def _repaint_all(self) -> None:
        self._layers.rebuild(self._dry, self.width(), self.devicePixelRatioF(), self._brush)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._ready_layers()
        look = theme.tokens()
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), look.color("canvas"))
            if self._history.present.is_blank and not self._samples:
                paint_hint(painter, self._hint, self.width())
            if self.picture is not None:
                paint_picture(painter, self.picture, self.width())
            if self._samples:
                changed = self._layers.grow(self._stroke_under_pen()).toRect()
                if not event.rect().contains(changed):
                    self.update(changed)
            self._layers.paint(painter, QRectF(event.rect()))
            paint_edge(painter, QRectF(self.rect()), look.color("canvas_edge"))

    def _set_cursor(self, *, erasing: bool) -> None:
        share = 2 * ERASER if erasing else self._brush
        self.setCursor(ring_cursor(share * self.width(), self.devicePixelRatioF()))

    def sizeHint(self) -> QSize:
        return QSize(480, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_cursor(erasing=False)
        super().resizeEvent(event)


def _is_tap(stroke: Stroke) -> bool:
    return float(np.ptp(stroke.points, axis=0).max()) < TAP
