"""Mouse, finger and tablet pen as one pen: the only place that tells them apart."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QCursor,
    QEventPoint,
    QGuiApplication,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

from app.desktop import mouse_history

_PEN_BUTTONS = Qt.MouseButton.LeftButton | Qt.MouseButton.RightButton


class PenSurface(QWidget):
    """Calls pen_down, then pen_move any number of times, then pen_up, whatever the pen is.

    Only one pen is followed at a time. The right button and a pen's other end erase.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._is_down = False
        self._finger: int | None = None
        ask = mouse_history.system
        self._mouse = mouse_history.MouseHistory(ask) if ask else None

    def pen_down(self, at: QPointF, seconds: float, pressure: float | None, erases: bool) -> None:
        """For a subclass. at: in logical pixels; pressure: 0 to 1, or None where there is none."""

    def pen_move(self, at: QPointF, seconds: float, pressure: float | None) -> None:
        """For a subclass; arguments as in pen_down."""

    def pen_up(self) -> None:
        """For a subclass: the pen was lifted."""

    def _down(self, at: QPointF, seconds: float, pressure: float | None, erases: bool) -> None:
        if not self._is_down:
            self._is_down = True
            self.pen_down(at, seconds, pressure, erases)

    def _moved(self, at: QPointF, seconds: float, pressure: float | None) -> None:
        if self._is_down:
            self.pen_move(at, seconds, pressure)

    def _up(self) -> None:
        if self._is_down:
            self._is_down = False
            self.pen_up()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() & _PEN_BUTTONS:
            erases = event.button() == Qt.MouseButton.RightButton
            self._down(event.position(), event.timestamp() / 1000, None, erases)
            if self._mouse:
                self._mouse.begin(event, self.screen())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        moves = [(event.position(), event.timestamp() / 1000)]
        if self._mouse and self._is_down:
            moves = self._mouse.moves(event, self.screen())
        for at, seconds in moves:
            self._moved(at, seconds, None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & _PEN_BUTTONS:
            self._up()

    def tabletEvent(self, event: QTabletEvent) -> None:
        at, seconds, pressure = event.position(), event.timestamp() / 1000, event.pressure()
        if event.type() == QEvent.Type.TabletPress:
            other_end = event.pointerType() == QPointingDevice.PointerType.Eraser
            erases = other_end or event.button() == Qt.MouseButton.RightButton
            self._down(at, seconds, pressure, erases)
        elif event.type() == QEvent.Type.TabletMove:
            self._moved(at, seconds, pressure)
        elif event.type() == QEvent.Type.TabletRelease:
            self._up()
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touched(event)
            event.accept()
            return True
        return super().event(event)

    def _touched(self, event: QTouchEvent) -> None:
        """One finger draws; any other is ignored until all are lifted."""
        if event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            self._finger = None
            self._up()
            return
        if self._finger is None:
            self._finger = event.points()[0].id()
        for point in event.points():
            if point.id() == self._finger and point.state() != QEventPoint.State.Stationary:
                seconds = event.timestamp() / 1000
                if point.state() == QEventPoint.State.Pressed:
                    self._down(point.position(), seconds, None, False)
                self._moved(point.position(), seconds, None)
                if point.state() == QEventPoint.State.Released:
                    self._up()


def ring_cursor(diameter: float, ratio: float) -> QCursor:
    """A ring, seen on black and on white; diameter: in logical pixels, cut to 6 to 60."""
    across = min(max(diameter, 6.0), 60.0)
    side = round(across) + 5
    ring = QPixmap(round(side * ratio), round(side * ratio))
    ring.setDevicePixelRatio(ratio)
    ring.fill(Qt.GlobalColor.transparent)
    middle = QPointF(side / 2, side / 2)
    with QPainter(ring) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for color, width in (("#000000", 2.6), ("#ffffff", 1.2)):
            painter.setPen(QPen(QColor(color), width))
            painter.drawEllipse(middle, across / 2, across / 2)
    hot = side / 2
    if QGuiApplication.platformName() == "xcb":  # whose hot spot is a pixel of the picture
        hot *= ratio
    return QCursor(ring, round(hot), round(hot))
