"""An array as a heatmap of whole pixels, to look at cell by cell."""

from __future__ import annotations

import math
from collections.abc import Sequence

from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app import theme
from app.colors import Scale, scale_of
from app.views import figures
from app.views.widgets.matrix.forms import Arrangement, Cell, Form, can_be, fit, form_of
from app.views.widgets.matrix.outlines import Outline, Region, paint_frame, paint_outlines
from app.views.widgets.matrix.picture import Picture
from app.views.widgets.matrix.steps import step
from core.arrays import Array
from core.errors import ShapeError

LARGEST_CELL = 24  # logical pixels
BAND_ALPHA = 150  # of the lines along the row and the column of the current cell
MARGIN = 4  # logical pixels around the picture: room for outlines


class MatrixView(QAbstractScrollArea):
    """Cells are (row, column) of the array in every form.

    cell_changed: the current cell, or None. cell_chosen: the one that was clicked, or that Enter
    was pressed on. scale_changed: the Scale, or None when there is no array. readout_changed: the
    current cell and its value, in words. Mouse events go to viewport().
    """

    cell_changed = Signal(object)
    cell_chosen = Signal(object)
    scale_changed = Signal(object)
    readout_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values: Array | None = None
        self.name = ""
        self.form = Form.CELLS
        self._column = 0
        self._hint = ""
        self._picture: Picture | None = None
        self._ghost: Array | None = None
        self._arrangement = Arrangement(Form.CELLS, (0, 0))
        self._size = 1  # of a cell, device pixels
        self._cell: Cell | None = None
        self._regions: tuple[Region, ...] = ()
        self._outlines: list[Outline] | None = None
        self._readout = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        theme.watcher().changed.connect(self._on_theme)

    def set_array(
        self,
        values: NDArray | None,
        *,
        name: str = "",
        form: Form | None = None,
        signed: bool = True,
        limit: float | None = None,
        column: int = 0,
    ) -> None:
        """Show `values` (n, m), or nothing. They are kept, not copied, and must not change.

        name: plain, "dW2". form: None for what suits the shape. signed: whether values may be
        negative. limit: where colours end; None for what holds 99.5 % of the values. column: which
        one Form.IMAGE shows. The current cell stays if there is one in the new array. Raises
        ShapeError when `values` is not (n, m), or cannot have that form.
        """
        if values is None or values.size == 0:
            self.values, self._picture = None, None
        else:
            form = self._checked(values, form)
            self.values, self.form = values, form
            self._picture = Picture(values, scale_of(values, signed=signed, limit=limit))
        self.name, self._column = name, column
        self._lay_out()
        self.setAccessibleName(self.title)
        self.scale_changed.emit(self.scale)
        self._place_cell(self._cell if self._is_within(self._cell) else None)
        self._read_out()
        self.viewport().update()

    def set_outlines(self, regions: Sequence[Region]) -> None:
        """Outline these rows, columns or blocks of the array: (slice, slice) each."""
        if tuple(regions) != self._regions:
            self._regions, self._outlines = tuple(regions), None
            self.viewport().update()

    def set_ghost(self, ghost: NDArray | None) -> None:
        """A grey picture (28, 28) in [0, 1] beneath Form.IMAGE, seen where values are near 0."""
        self._ghost = ghost
        self.viewport().update()

    def set_hint(self, text: str) -> None:
        """What stands here as long as there is no array."""
        self._hint = text
        self._read_out()
        self.viewport().update()

    def set_cell(self, cell: Cell | None) -> None:
        """Make this the current cell, and bring it into view. One outside the array is None."""
        self._place_cell(cell if self._is_within(cell) else None)
        self._bring_into_view()

    @property
    def cell(self) -> Cell | None:
        return self._cell

    @property
    def scale(self) -> Scale | None:
        return self._picture.scale if self._picture else None

    @property
    def arrangement(self) -> Arrangement:
        return self._arrangement

    @property
    def picture(self) -> Picture | None:
        return self._picture

    @property
    def ghost(self) -> Array | None:
        return self._ghost if self.form is Form.IMAGE else None

    @property
    def cell_size(self) -> int:
        """Device pixels."""
        return self._size

    @property
    def title(self) -> str:
        """“dW², 64 × 128”."""
        if self.values is None:
            return figures.symbol(self.name)
        shape = " × ".join(map(figures.count, self.values.shape))
        return ", ".join(filter(None, (figures.symbol(self.name), shape)))

    @property
    def readout(self) -> str:
        """“dW²[12, 40] = −0.00312”; empty without a current cell."""
        return self._readout

    def rect_of(self, cell: Cell) -> QRectF:
        """Where a cell of the array is, in logical pixels of viewport()."""
        row, column = self._arrangement.place(cell)
        ratio, corner, size = self._ratio(), self._corner(), self._size
        return QRectF(
            (corner.x() + column * size) / ratio,
            (corner.y() + row * size) / ratio,
            size / ratio,
            size / ratio,
        )

    def picture_rect(self) -> QRectF:
        """Where the whole picture is, in logical pixels of viewport()."""
        ratio, corner, size = self._ratio(), self._corner(), self._size
        width, height = self._arrangement.columns * size, self._arrangement.rows * size
        return QRectF(corner.x() / ratio, corner.y() / ratio, width / ratio, height / ratio)

    def cell_at(self, position: QPointF) -> Cell | None:
        """The cell of the array at logical pixels of viewport()."""
        if self.values is None:
            return None
        at = position * self._ratio() - self._corner()
        return self._arrangement.cell(
            (math.floor(at.y() / self._size), math.floor(at.x() / self._size))
        )

    def sizeHint(self) -> QSize:
        return QSize(320, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, 48)

    def _checked(self, values: Array, form: Form | None) -> Form:
        if values.ndim != 2:
            raise ShapeError(f"A matrix has rows and columns; this array is {values.shape}.")
        shape = (values.shape[0], values.shape[1])
        form = form or form_of(shape)
        if not can_be(form, shape):
            raise ShapeError(f"An array {shape} cannot be shown as {form.value}.")
        return form

    def _is_within(self, cell: Cell | None) -> bool:
        if cell is None or self.values is None:
            return False
        shown = self.form is not Form.IMAGE or cell[1] == self._column
        inside = all(0 <= at < size for at, size in zip(cell, self.values.shape, strict=True))
        return inside and shown

    def _place_cell(self, cell: Cell | None) -> None:
        if cell != self._cell:
            self._cell = cell
            self._read_out()
            self.viewport().update()
            self.cell_changed.emit(cell)

    def _read_out(self) -> None:
        text = self._words()
        self.setAccessibleDescription(text or self._hint)
        if text != self._readout:
            self._readout = text
            self.readout_changed.emit(text)

    def _words(self) -> str:
        if self._cell is None or self.values is None:
            return ""
        row, column = self._cell
        value = figures.signed(float(self.values[row, column]))
        text = f"{figures.symbol(self.name)}[{row}, {column}] = {value}"
        if self.form in (Form.IMAGES, Form.IMAGE):
            y, x = divmod(column if self.form is Form.IMAGES else row, 28)
            text += f" · pixel row {y}, column {x}"
        return text

    def _ratio(self) -> float:
        return self.devicePixelRatioF()

    def _corner(self) -> QPointF:
        """Of the picture, in device pixels of viewport(); whole ones of the screen."""
        ratio = self._ratio()
        base = QPointF(self.viewport().mapTo(self.window(), QPoint(0, 0))) * ratio
        return self._corner_from(base)

    def _corner_from(self, base: QPointF) -> QPointF:
        margin = round(MARGIN * self._ratio())
        x = margin - self.horizontalScrollBar().value() + math.ceil(base.x()) - base.x()
        y = margin - self.verticalScrollBar().value() + math.ceil(base.y()) - base.y()
        return QPointF(x, y)

    def _lay_out(self) -> None:
        """Fit the picture to the room there is; where it is larger, it scrolls."""
        ratio = self._ratio()
        room = self.maximumViewportSize() * ratio
        taken = 2 * round(MARGIN * ratio)
        width, height = room.width() - taken, room.height() - taken
        if self.values is None:
            made, self._size = Arrangement(Form.CELLS, (0, 0)), 1
        else:
            shape = (self.values.shape[0], self.values.shape[1])
            # A tile of 28 device pixels cannot be read on a fine screen.
            least = max(round(ratio), 1) if self.form is Form.IMAGES else 1
            most = max(int(LARGEST_CELL * ratio), least)
            bar = math.ceil(self.verticalScrollBar().sizeHint().width() * ratio)
            for less in (0, bar):
                made, self._size = fit(
                    self.form,
                    shape,
                    width - less,
                    height,
                    least=least,
                    most=most,
                    column=self._column,
                )
                if made.rows * self._size <= height:
                    break
        if made != self._arrangement:
            self._arrangement, self._outlines = made, None
        self._set_bars(made.columns * self._size + taken, made.rows * self._size + taken)

    def _set_bars(self, width: int, height: int) -> None:
        ratio = self._ratio()
        room = self.maximumViewportSize() * ratio
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        thick = math.ceil(down.sizeHint().width() * ratio)
        tall = height > room.height()
        wide = width > room.width() - (thick if tall else 0)
        tall = height > room.height() - (thick if wide else 0)
        for bar, needed, length, shown in (
            (across, width, room.width() - (thick if tall else 0), wide),
            (down, height, room.height() - (thick if wide else 0), tall),
        ):
            bar.setRange(0, max(needed - length, 0) if shown else 0)
            bar.setPageStep(max(length, 1))
            bar.setSingleStep(max(self._size, round(20 * ratio)))

    def _bring_into_view(self) -> None:
        if self._cell is None:
            return
        row, column = self._arrangement.place(self._cell)
        margin = round(MARGIN * self._ratio())
        for bar, at in ((self.horizontalScrollBar(), column), (self.verticalScrollBar(), row)):
            start = at * self._size
            end = start + self._size + 2 * margin
            bar.setValue(max(min(bar.value(), start), end - bar.pageStep()))

    @Slot()
    def _on_theme(self) -> None:
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._lay_out()
            self.viewport().update()
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave and not self.hasFocus():
            self._place_cell(None)
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._place_cell(self.cell_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._place_cell(self.cell_at(event.position()))
        if event.button() is Qt.MouseButton.LeftButton and self._cell is not None:
            self.cell_chosen.emit(self._cell)

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self._place_cell(self.cell_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cell is not None:
            self.cell_chosen.emit(self._cell)
            return
        far = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        page = max(self.verticalScrollBar().pageStep() // self._size - 1, 1)
        moved = (
            step(self._arrangement, self._cell, key, far, page) if self.values is not None else None
        )
        if moved is None:
            super().keyPressEvent(event)
        else:
            self.set_cell(moved)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.underMouse():
            self._place_cell(None)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        with QPainter(self.viewport()) as painter:
            if self._picture is None:
                painter.setPen(look.color("ink_soft"))
                painter.setFont(theme.font(look.type_text))
                painter.drawText(
                    QRectF(self.viewport().rect()).adjusted(16, 16, -16, -16),
                    Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                    self._hint,
                )
            else:
                self._paint_array(painter, self._picture)
            if self.hasFocus():
                self._paint_focus(painter)

    def _paint_array(self, painter: QPainter, picture: Picture) -> None:
        """In device pixels, counted from a whole one of what is painted on."""
        ratio = self._ratio()
        corner = self._corner_from(painter.deviceTransform().map(QPointF(0, 0)))
        look = theme.tokens()
        pen = max(round(ratio), 1)
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.translate(corner)
        picture.paint(painter, self._arrangement, self._size, pen, self.ghost)
        tones = look.color("ink"), look.color("ground")
        if self._outlines is None:
            self._outlines = [Outline(self._arrangement, each) for each in self._regions]
        paint_outlines(painter, self._outlines, self._size, pen, *tones)
        if self._cell is not None:
            self._paint_cell(painter, self._cell, pen)
        painter.restore()

    def _paint_cell(self, painter: QPainter, cell: Cell, pen: int) -> None:
        """The current cell, and the row and column of cells that it is in."""
        look = theme.tokens()
        row, column = self._arrangement.place(cell)
        size = self._size
        box = QRectF(column * size, row * size, size, size)
        for far, tone in ((pen, "ground"), (0, "ink")):
            line = look.color(tone)
            line.setAlpha(BAND_ALPHA)
            for band in self._bands(cell, box):
                paint_frame(painter, band.adjusted(-far, -far, far, far), pen, line)
        paint_frame(painter, box.adjusted(-pen, -pen, pen, pen), pen, look.color("ground"))
        paint_frame(painter, box, pen, look.color("ink"))

    def _bands(self, cell: Cell, box: QRectF) -> list[QRectF]:
        """Its row and its column; of IMAGES the tile, and both within it."""
        made, size = self._arrangement, self._size
        across = QRectF(0, box.top(), made.columns * size, size)
        down = QRectF(box.left(), 0, size, made.rows * size)
        if self.form is Form.FOLDED:
            return []
        if self.form is Form.IMAGES:
            row, column = made.place((cell[0], 0))
            tile = QRectF(column * size, row * size, 28 * size, 28 * size)
            return [tile, across & tile, down & tile]
        return [across, down]

    def _paint_focus(self, painter: QPainter) -> None:
        """Around what there is to walk on; at the edges of the room where that goes on."""
        whole = QRectF(self.viewport().rect()).adjusted(2, 2, -2, -2)
        box = whole if self.values is None else self.picture_rect().adjusted(-2, -2, 2, 2) & whole
        paint_frame(painter, box, 2, theme.tokens().color("focus"))
