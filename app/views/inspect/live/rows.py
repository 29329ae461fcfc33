"""One row a layer, input side first: its figures and the histogram of its dW."""

from __future__ import annotations

from itertools import accumulate

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip

from app.look import theme
from app.look.theme import px
from app.views.inspect.live.histogram import paint_bars
from app.views.inspect.live.words import (
    PICTURE,
    Column,
    columns,
    layer_sentence,
    layer_title,
    short_count,
)
from app.views.widgets.edge import paint_edge
from app.views.widgets.frames import Frames
from app.views.widgets.plain import plain_tip
from core.inspection.statistics import Inspection, LayerStatistics

HEAD, ROW = 24, 28  # at 100 %, as all that follow
LEAST_WIDTH = 600
BOX = 800  # pixels, wider than any text in it
WIDE = 1180  # pixels from which figures have the size of text
GAP, EDGE, BAR = 12, 12, 4
PICTURE_LEAST, PICTURE_MOST = 150, 320
VERTICALLY = Qt.AlignmentFlag.AlignVCenter
RIGHT = VERTICALLY | Qt.AlignmentFlag.AlignRight
MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class LayerRows(QAbstractScrollArea):
    """A table of layers, painted in one go; one of them is chosen.

    chosen: the layer, from 1, whose row was chosen by pointer or key.
    """

    chosen = Signal(int)

    def __init__(self, frames: Frames) -> None:
        super().__init__()
        self._frames = frames
        self.layer = 1
        self._layers: tuple[LayerStatistics, ...] = ()
        self._activation = "relu"
        self._columns = columns(self._activation)
        self._texts: list[tuple[str, list[str]]] = []
        self._rights: list[int] = []
        self._picture = (0, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Layers")
        self.verticalScrollBar().setSingleStep(px(ROW))
        theme.watcher().changed.connect(self._dress)
        self._dress()

    def set_inspection(self, inspection: Inspection) -> None:
        """Show its layers; the chosen one stays, where there is one. Call set_range() when the rows
        have the height they will have: a scroll bar that came and went would move the columns."""
        depth = len(self._layers)
        self._layers = inspection.layers
        if inspection.step.activation != self._activation:
            self._activation = inspection.step.activation
            self._columns = columns(self._activation)
            self._choose_font()
        self._texts = [
            (layer_title(layer), [column.write(layer) for column in self._columns])
            for layer in self._layers
        ]
        self.layer = min(self.layer, len(self._layers))
        if depth != len(self._layers):
            self.updateGeometry()
        self._arrange()
        self._describe()
        self.viewport().update()

    def choose(self, layer: int) -> None:
        """Choose a layer, from 1. Does nothing if it is chosen already or does not exist."""
        if layer == self.layer or not 1 <= layer <= len(self._layers):
            return
        self.layer = layer
        bar, top = self.verticalScrollBar(), (layer - 1) * px(ROW)
        bar.setValue(min(max(bar.value(), top + px(ROW) - bar.pageStep()), top))
        self._describe()
        self.viewport().update()
        self.chosen.emit(layer)

    def cells(self, layer: int) -> dict[str, str]:
        """The texts in the row of `layer`, from 1, by heading."""
        name, texts = self._texts[layer - 1]
        headings = [column.heading for column in self._columns]
        return {"Layer": name, **dict(zip(headings, texts, strict=True))}

    def row_rect(self, layer: int) -> QRect:
        """The rectangle of the row of `layer`, from 1, in the viewport."""
        top = px(HEAD) + (layer - 1) * px(ROW) - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), px(ROW))

    def sizeHint(self) -> QSize:
        return QSize(px(880), px(HEAD) + px(ROW) * max(len(self._layers), 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(LEAST_WIDTH), px(HEAD) + 2 * px(ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.set_range()
        self._choose_font()
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in MOVES:
            self.choose(self.layer + MOVES[key])
        elif key == Qt.Key.Key_Home:
            self.choose(1)
        elif key == Qt.Key.Key_End:
            self.choose(len(self._layers))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        y = event.position().y()
        if event.button() == Qt.MouseButton.LeftButton and y >= px(HEAD):
            self.choose(int(y - px(HEAD) + self.verticalScrollBar().value()) // px(ROW) + 1)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            column = self.column_at(event.pos())
            QToolTip.showText(event.globalPos(), plain_tip(column.meaning if column else ""), self)
            return True
        return bool(super().viewportEvent(event))

    def column_at(self, at: QPoint) -> Column | None:
        """The column at a point of the viewport; None where the layers' names are."""
        if at.x() >= self._picture[0]:
            return PICTURE
        ends = zip(self._columns, self._rights, strict=True)
        if at.x() < self._rights[0] - self._widths[0]:
            return None
        return next((column for column, right in ends if at.x() <= right), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        with self._frames.painting():
            self._paint()

    def _paint(self) -> None:
        painter = QPainter(self.viewport())
        look = theme.tokens()
        painter.fillRect(self.viewport().rect(), look.color("ground"))
        painter.setClipRect(
            0, px(HEAD), self.viewport().width(), self.viewport().height() - px(HEAD)
        )
        for layer in self._layers:
            row = self.row_rect(layer.layer)
            if row.bottom() >= px(HEAD) and row.top() < self.viewport().height():
                self._paint_row(painter, layer, row)
        painter.setClipping(False)
        self._paint_head(painter)
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        look = theme.tokens()
        painter.setFont(self._note)
        painter.setPen(look.color("ink_soft"))
        height = px(HEAD) - 2
        painter.drawText(px(EDGE), 0, BOX, height, VERTICALLY, "Layer")
        for column, right in zip(self._columns, self._rights, strict=True):
            painter.drawText(right - BOX, 0, BOX, height, RIGHT, column.heading)
        left, width = self._picture
        if width:
            middle = VERTICALLY | Qt.AlignmentFlag.AlignHCenter
            painter.drawText(left, 0, width, height, middle, PICTURE.heading)
        painter.fillRect(0, px(HEAD) - 1, self.viewport().width(), 1, look.color("hairline"))

    def _paint_row(self, painter: QPainter, layer: LayerStatistics, row: QRect) -> None:
        look = theme.tokens()
        is_chosen = layer.layer == self.layer
        if is_chosen:
            painter.fillRect(row, look.color("accent_soft"))
            painter.fillRect(row.left(), row.top(), BAR, px(ROW), look.color("accent"))
            if self.hasFocus():
                paint_edge(painter, QRectF(row), look.color("focus"))
        name, texts = self._texts[layer.layer - 1]
        painter.setFont(self._bold if is_chosen else self._plain)
        painter.setPen(look.color("ink"))
        painter.drawText(row.left() + px(EDGE), row.top(), BOX, px(ROW), VERTICALLY, name)
        painter.setFont(self._plain)
        for text, right in zip(texts, self._rights, strict=True):
            painter.drawText(right - BOX, row.top(), BOX, px(ROW), RIGHT, text)
        if self._picture[1]:
            self._paint_picture(painter, layer, row)

    def _paint_picture(self, painter: QPainter, layer: LayerStatistics, row: QRect) -> None:
        look = theme.tokens()
        left, width = self._picture
        has_counts = width >= px(PICTURE_LEAST)
        room = self._outlier_room if has_counts else 0
        area = QRectF(left + room, row.top() + 3, width - 2 * room, px(ROW) - 6)
        paint_bars(painter, area, layer.histogram, look)
        painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1), look.color("outline"))
        painter.setFont(self._note)
        painter.setPen(look.color("ink_soft"))
        below, above = layer.histogram.below, layer.histogram.above
        if below and has_counts:
            painter.drawText(left, row.top(), room - 4, px(ROW), RIGHT, f"{short_count(below)} ◂")
        if above and has_counts:
            right = left + width - room + 4
            painter.drawText(right, row.top(), room, px(ROW), VERTICALLY, f"▸ {short_count(above)}")

    def focusInEvent(self, event: QEvent) -> None:
        self.viewport().update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.viewport().update()

    def _dress(self) -> None:
        self._note = theme.font(theme.tokens().type_note)
        self._choose_font()
        self._arrange()
        self.viewport().update()

    def _choose_font(self) -> None:
        look = theme.tokens()
        size = look.type_text if self.viewport().width() >= px(WIDE) else look.type_note
        self._plain, self._bold = theme.font(size), theme.font(size, QFont.Weight.DemiBold)
        metrics, note = QFontMetrics(self._plain), QFontMetrics(self._note)
        self._widths = [
            px(GAP)
            + max(metrics.horizontalAdvance(each.widest), note.horizontalAdvance(each.heading))
            for each in self._columns
        ]
        self._outlier_room = note.horizontalAdvance("9.9k ◂") + 4

    def _arrange(self) -> None:
        """Place the columns: the names first, then the figures, the histogram at the right."""
        width = self.viewport().width()
        metrics = QFontMetrics(self._bold)
        names = max((metrics.horizontalAdvance(name) for name, _ in self._texts), default=120)
        start = px(EDGE) + names
        spare = width - start - sum(self._widths) - px(GAP)
        picture = min(max(spare // 2, px(PICTURE_LEAST)), px(PICTURE_MOST))
        picture *= spare >= px(PICTURE_LEAST) // 2  # the figures go before
        more = max((spare - picture) // len(self._columns), 0)
        self._rights = list(accumulate((each + more for each in self._widths), initial=start))[1:]
        left = self._rights[-1] + px(GAP)
        self._picture = (left, width - left if picture else 0)

    def set_range(self) -> None:
        room = self.viewport().height() - px(HEAD)
        bar = self.verticalScrollBar()
        bar.setPageStep(max(room, px(ROW)))
        beyond = max(px(ROW) * len(self._layers) - room, 0)
        bar.setRange(0, beyond)
        # By itself the bar would come only after the next frame, and move the columns then.
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if beyond else policy.ScrollBarAlwaysOff
        )

    def _describe(self) -> None:
        if self._layers:
            words = layer_sentence(self._layers[self.layer - 1], len(self._layers))
            self.setAccessibleDescription(words)
