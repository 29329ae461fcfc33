"""The picture of a network: alive with each example, and open to the pointer and the keys."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import theme
from app.views.widgets.network_picture.card import paint_card
from app.views.widgets.network_picture.layout import TileLayout
from app.views.widgets.network_picture.marks import (
    is_by_keys,
    paint_chosen_line,
    paint_focus,
    paint_frame,
)
from app.views.widgets.network_picture.painting import View, dark_scene, paint_scene
from app.views.widgets.network_picture.placing import placed
from app.views.widgets.network_picture.words import picture_words, shared_words, unit_words
from core.inspection.flow import Flow, FlowReader, Lines, flow_of, reader_of
from core.inspection.scenes import LINES, Scene, live_scene, walk_scene
from core.inspection.walk import Stop, Walk
from core.network.arrays import Array
from core.network.snapshots import Snapshot

WORDS_AFTER_MS = 400  # the words follow when the picture has been still for so long
Place = tuple[int, int]  # (layer, unit), the input being layer 0
_MOVES = {  # layers and units further
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_PageUp: (0, -10),
    Qt.Key.Key_PageDown: (0, 10),
}


class NetworkPicture(QWidget):
    """Pixels, tiles for the units of each layer, and the strongest lines between them.

    chosen_changed: (layer, unit) or None. line_chosen: layer, unit and source of a line that was
    pressed. opened: a unit was double-clicked, or Enter pressed on it. While nobody sees it,
    nothing is computed.
    """

    chosen_changed = Signal(object)
    line_chosen = Signal(int, int, int)
    opened = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = LINES
        self._reader: FlowReader | None = None
        self._image: Array | None = None
        self._walk: tuple[Walk, Stop] | None = None
        self._flow: Flow | None = None
        self._scene: Scene | None = None
        self._before: Scene | None = None
        self._layout: TileLayout | None = None
        self._pointed: Place | None = None
        self._chosen: Place | None = None
        self._chosen_line: Lines | None = None
        self._line_number = 0
        self._is_stale = True
        self._is_reached_by_keys = False
        self._motion = QVariantAnimation(self, startValue=0.0, endValue=1.0)
        self._motion.valueChanged.connect(self.update)
        self._still = QTimer(self, interval=WORDS_AFTER_MS, singleShot=True)
        self._still.timeout.connect(self._tell)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Picture of the network")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.watcher().changed.connect(self._on_theme)

    @property
    def chosen(self) -> Place | None:
        """The unit that was clicked, or reached by the arrow keys."""
        return self._chosen

    @property
    def flow(self) -> Flow | None:
        """What is shown, None while nothing is drawn."""
        self._refresh()
        return self._flow

    @property
    def scene(self) -> Scene | None:
        """What is shown at this moment of it."""
        self._refresh()
        return self._scene

    def set_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: the network to show. A unit that it does not have is no longer chosen."""
        reader = reader_of(snapshot)
        same = reader and self._reader and _shape(reader) == _shape(self._reader)
        self._reader = reader
        if not same:
            self._motion.stop()
            self._walk = self._layout = None
            self._pointed = self._chosen_line = None
            self.choose(None)
        self._make_stale()

    def set_image(self, image: Array | None) -> None:
        """image: float32 (n0, 1) in [0, 1], or None."""
        self._image = image
        self._make_stale()

    def set_lines(self, count: int) -> None:
        """count: of lines that are drawn."""
        self._lines = count
        self._make_stale()

    def show_walk(self, walk: Walk | None, stop: Stop | None = None) -> None:
        """Show a stop of a walk, moving to it where motion is wanted; None: the live picture."""
        if walk is None and self._walk is None:
            return
        self._walk = (walk, stop) if walk is not None and stop is not None else None
        before, flow = self._scene, self._flow
        self._make_stale()
        self._refresh()
        fits = flow and self._flow and flow.dimensions == self._flow.dimensions
        self._motion.stop()
        duration = theme.motion_ms()
        if duration and fits and before is not None and self.isVisible():
            self._before = before
            self._motion.setDuration(duration)
            self._motion.start()

    def choose(self, place: Place | None) -> None:
        """Choose a unit, None for none. A place that the network does not have counts as None."""
        if place is not None:
            layer, unit = place
            dimensions = self._reader.dimensions if self._reader else ()
            if not (0 <= layer < len(dimensions) and 0 <= unit < dimensions[layer]):
                place = None
        self._chosen_line, self._line_number = None, 0
        if place != self._chosen:
            self._chosen = place
            self.chosen_changed.emit(place)
            self._still.start()
            self.update()

    def words(self) -> str:
        """The picture, and the unit that is chosen, as text."""
        self._refresh()
        dimensions = self._reader.dimensions if self._reader else ()
        said = [picture_words(self._flow, dimensions, self._scene)] if dimensions else []
        if self._chosen and self._flow and self._scene:
            said += unit_words(self._flow, self._scene, *self._chosen)
        if self._layout is not None and self._reader is not None:
            said.append(shared_words(self._layout))
        return "\n".join(filter(None, said))

    def sizeHint(self) -> QSize:
        return QSize(900, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 200)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._still.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._on_theme()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._refresh()
        layout = self._placed()
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.tokens().color("ground"))
            if layout is None or self._reader is None:
                return
            moving = self._motion.state() == QVariantAnimation.State.Running
            progress = float(self._motion.currentValue()) if moving else 1.0
            own = self._own_lines()
            view = View(layout, self._reader.activation, progress, own=own)
            scene = self._scene or dark_scene(self._reader)
            paint_scene(painter, scene, view, self._before if moving else None)
            self._paint_marks(painter, layout)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        place = self._place_at(event.position())
        line = self._line_at(event.position()) if place is None else None
        if line is None:
            self.choose(place)
        else:
            self._choose_line(line)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if place is not None:
            self.opened.emit(*place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._is_reached_by_keys = is_by_keys(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows lead from unit to unit, Space along its lines; Enter opens it, Escape leaves it,
        Ctrl+C copies it."""
        keys, move = Qt.Key, _MOVES.get(Qt.Key(event.key()))
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.words())
        elif move and self._reader:
            self._step(*move)
        elif event.key() == keys.Key_Space and self._chosen:
            self._choose_next_line()
        elif event.key() == keys.Key_Escape and self._chosen:
            self.choose(None)
        elif event.key() in (keys.Key_Return, keys.Key_Enter) and self._chosen:
            self.opened.emit(*self._chosen)
        else:
            super().keyPressEvent(event)

    def _step(self, across: int, down: int) -> None:
        """To the layer beside, at about the same height, or to another unit of this one."""
        assert self._reader is not None
        dimensions = self._reader.dimensions
        if self._chosen is None:
            self.choose((len(dimensions) - 1 if across < 0 else 0, 0))
            return
        layer, unit = self._chosen
        if across:
            to = min(max(layer + across, 0), len(dimensions) - 1)
            unit = unit * dimensions[to] // dimensions[layer] if to != layer else unit
            self.choose((to, unit))
        else:
            self.choose((layer, min(max(unit + down, 0), dimensions[layer] - 1)))

    def _choose_next_line(self) -> None:
        """Of those into the chosen unit, or out of a pixel, the strongest first."""
        lines = next(filter(len, self._own_lines() or ()), None)
        if lines is not None:
            self._choose_line(lines.only(self._line_number % len(lines)))
            self._line_number += 1

    def _choose_line(self, line: Lines) -> None:
        self._chosen_line = line
        self.line_chosen.emit(line.layer, int(line.targets[0]), int(line.sources[0]))
        self.update()

    def _make_stale(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._still.start()
            self.update()

    def _refresh(self) -> None:
        if not self._is_stale:
            return
        self._is_stale = False
        reader, image = self._reader, self._image
        self._flow = self._scene = None
        if self._walk is not None:
            walk, stop = self._walk
            self._flow, self._scene = flow_of(walk), walk_scene(walk, stop, self._lines)
        elif reader and image is not None and image.shape == (reader.dimensions[0], 1):
            self._flow = reader.read(image)
            self._scene = live_scene(self._flow, self._lines)

    def _placed(self) -> TileLayout | None:
        if self._layout is None and self._reader is not None:
            self._layout = placed(self._reader, self, is_compact=False)
        if self._layout is not None and self._layout.ratio != self.devicePixelRatioF():
            self._layout = None
            return self._placed()
        return self._layout

    def _own_lines(self) -> tuple[Lines, ...] | None:
        self._refresh()
        place = self._pointed or self._chosen
        if place is None or self._flow is None or self._scene is None:
            return None
        return self._scene.lines_of(self._flow, *place)

    def _shown_lines(self) -> tuple[Lines, ...]:
        return self._own_lines() or (self._scene.lines if self._scene else ())

    def _paint_marks(self, painter: QPainter, layout: TileLayout) -> None:
        if self._chosen_line is not None:
            paint_chosen_line(painter, self._chosen_line, layout)
        for place, name in ((self._chosen, "accent"), (self._pointed, "ink")):
            if place is not None:
                paint_frame(painter, QRectF(*layout.box_of(*place)), name)
        place = self._pointed or self._chosen
        if place is not None and self._flow is not None and self._scene is not None:
            looks_for = self._flow.looks_for(*place) if place[0] else None
            words = unit_words(self._flow, self._scene, *place)
            room = QRectF(self.rect())
            paint_card(painter, QRectF(*layout.box_of(*place)), room, words, looks_for)
        if self.hasFocus() and self._is_reached_by_keys and self._chosen is None:
            paint_focus(painter, QRectF(self.rect()))

    def _place_at(self, position: QPointF) -> Place | None:
        layout = self._placed()
        if layout is None:
            return None
        return layout.unit_at(position.x() * layout.ratio, position.y() * layout.ratio)

    def _line_at(self, position: QPointF) -> Lines | None:
        """The line that is nearest to a place, if it is near enough."""
        layout, shown = self._placed(), self._shown_lines()
        return layout.line_near(shown, position.x(), position.y()) if layout else None

    def _point(self, place: Place | None) -> None:
        if place != self._pointed:
            self._pointed = place
            self.update()

    @Slot()
    def _tell(self) -> None:
        if self.isVisible():
            self.setAccessibleDescription(self.words())

    @Slot()
    def _on_theme(self) -> None:
        self._layout = None
        self.update()


def _shape(reader: FlowReader) -> object:
    return reader.dimensions, reader.class_names
