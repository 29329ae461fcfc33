"""A small picture of a network, to look at: alive with each example, painted in pieces."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import theme
from app.views.widgets.frames import Frames
from app.views.widgets.network_picture.layout import TileLayout
from app.views.widgets.network_picture.marks import is_by_keys, paint_focus
from app.views.widgets.network_picture.painting import View, dark_scene, paint_in_pieces
from app.views.widgets.network_picture.placing import placed
from app.views.widgets.network_picture.words import picture_words, shared_words
from core.inspection.flow import Flow, FlowReader, reader_of
from core.inspection.scenes import Scene, live_scene
from core.network.arrays import Array
from core.network.snapshots import Snapshot

LINES = 60
WORDS_AFTER_MS = 400  # the words follow when the picture has been still for so long


class SmallNetwork(QWidget):
    """What the last image does in the last network, a little behind both; opened: it was pressed.

    While nobody sees it, nothing is computed.
    """

    opened = Signal()

    def __init__(self, *, milliseconds: int, share: int, parent: QWidget | None = None) -> None:
        """milliseconds, share: as of Frames."""
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._image: Array | None = None
        self._is_read = True
        self._read_network: Snapshot | None = None
        self._reader: FlowReader | None = None
        self._flow: Flow | None = None
        self._scene: Scene | None = None
        self._layout: TileLayout | None = None
        self._painted: QPixmap | None = None
        self._is_reached_by_keys = False
        self._frames = Frames(self, self._pieces, milliseconds=milliseconds, share=share)
        self._still = QTimer(self, interval=WORDS_AFTER_MS, singleShot=True)
        self._still.timeout.connect(self._tell)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Picture of the network")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.watcher().changed.connect(self._forget_layout)

    @property
    def flow(self) -> Flow | None:
        """What is shown, None while nothing is drawn."""
        if self._painted is None:
            for _ in self._read():
                pass
        return self._flow

    def set_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: the network to show."""
        self._snapshot = snapshot
        self._frames.ask()
        self._on_change()

    def set_image(self, image: Array | None) -> None:
        """image: float32 (n0, 1) in [0, 1], or None."""
        self._image = image
        self._frames.follow()
        self._on_change()

    def words(self) -> str:
        """The picture as text."""
        flow = self.flow
        if self._reader is None:
            return ""
        said = [picture_words(flow, self._reader.dimensions, self._scene)]
        if self._layout is not None:
            said.append(shared_words(self._layout))
        return "\n".join(filter(None, said))

    def sizeHint(self) -> QSize:
        return QSize(280, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._still.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget_layout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._forget_layout()

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._painted is None or self._painted.devicePixelRatioF() != ratio:
            self._layout = None
            self._frames.now()
        assert self._painted is not None
        with QPainter(self) as painter:
            area = QRectF(event.rect())
            source = QRectF(area.topLeft() * ratio, area.size() * ratio)
            painter.drawPixmap(area, self._painted, source)
            if self.hasFocus() and self._is_reached_by_keys:
                paint_focus(painter, QRectF(self.rect()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._is_reached_by_keys = is_by_keys(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open it."""
        keys = Qt.Key
        if event.key() in (keys.Key_Return, keys.Key_Enter, keys.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def _on_change(self) -> None:
        self._is_read = False
        if self.isVisible():
            self._still.start()
        else:
            self._painted = None

    def _read(self) -> Iterator[None]:
        """What the last image does in the last network, unless that is known; in pieces."""
        if self._is_read:
            return
        if self._read_network is not self._snapshot:
            self._read_network = self._snapshot
            dimensions = self._reader.dimensions if self._reader else ()
            self._reader = reader_of(self._snapshot)
            if self._reader is not None and self._reader.dimensions != dimensions:
                self._layout = None
            yield
        network, reader, image = self._read_network, self._reader, self._image
        flow = scene = None
        if reader and image is not None and image.shape == (reader.dimensions[0], 1):
            flow = reader.read(image)
            yield
            scene = live_scene(flow, LINES)
        self._flow, self._scene = flow, scene
        self._is_read = network is self._snapshot and image is self._image

    def _pieces(self) -> Iterator[None]:
        yield from self._read()
        yield
        ratio, reader = self.devicePixelRatioF(), self._reader
        painted = QPixmap(self.size() * ratio)
        painted.setDevicePixelRatio(ratio)
        painted.fill(theme.tokens().color("ground"))
        if reader is not None and not painted.isNull():
            if self._layout is None:
                self._layout = placed(reader, self, is_compact=True)
            view = View(self._layout, reader.activation, is_compact=True)
            with QPainter(painted) as painter:
                yield from paint_in_pieces(painter, self._scene or dark_scene(reader), view)
        self._painted = painted
        self.update()

    @Slot()
    def _tell(self) -> None:
        if self.isVisible():
            self.setAccessibleDescription(self.words())

    @Slot()
    def _forget_layout(self) -> None:
        self._layout = self._painted = None
        self.update()
