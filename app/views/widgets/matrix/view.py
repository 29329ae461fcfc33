"""An array as a heatmap of whole pixels, to look at cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.look import figures, theme
from app.look.colors import Scale, scale_of
from app.views.widgets.matrix.forms import SIDE, ArrayForm, Cell, form_for
from app.views.widgets.matrix.marks import (
    Outline,
    Region,
    has_numbers,
    paint_cell,
    paint_frame,
    paint_numbers,
    paint_outlines,
)
from app.views.widgets.matrix.picture import MatrixPicture
from app.views.widgets.matrix.sheet import Sheet, step
from core.network.arrays import Array

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# The window or a menu took the focus, and will give it back.
ELSEWHERE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class MatrixView(Sheet):
    """An array in one of its forms. Cells are (row, column) of the array in every form.

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
        self.form = ArrayForm.CELLS
        self._column = 0
        self._hint = ""
        self._readout = ""
        self._picture: MatrixPicture | None = None
        self._ghost: Array | None = None
        self._cell: Cell | None = None
        self._regions: tuple[Region, ...] = ()
        self._outlines: list[Outline] | None = None
        self.viewport().setMouseTracking(True)
        theme.watcher().changed.connect(self._on_theme)

    def set_array(
        self,
        values: Array | None,
        *,
        name: str = "",
        form: ArrayForm | None = None,
        signed: bool = True,
        limit: float | None = None,
        column: int = 0,
    ) -> None:
        """Show `values` (n, m), or nothing. They are kept, not copied, and must not change.

        name: plain, "dW2". form: None for what suits the shape. signed: whether values may be
        negative. limit: where colours end; None for what holds BULK of what is seen. column:
        which one Form.IMAGE shows. The current cell stays if there is one in the new array. Raises
        ShapeError when `values` is not (n, m), or cannot have that form.
        """
        if values is None or values.size == 0:
            self.values, self._picture = None, None
        else:
            self.form = form_for(values, form, column)
            self.values = values
            seen = values[:, [column]] if self.form is ArrayForm.IMAGE else values
            self._picture = MatrixPicture(values, scale_of(seen, signed=signed, limit=limit))
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

    def set_ghost(self, ghost: Array | None) -> None:
        """ghost: a grey picture (28, 28) in [0, 1] beneath ArrayForm.IMAGE, seen where values are
        near 0; None for none."""
        self._ghost = ghost
        self.viewport().update()

    def set_hint(self, text: str) -> None:
        """text: shown as long as there is no array."""
        self._hint = text
        self._read_out()
        self.viewport().update()

    def set_cell(self, cell: Cell | None) -> None:
        """Make this the current cell, and bring it into view. One outside the array is None."""
        self._place_cell(cell if self._is_within(cell) else None)
        if self._cell is not None:
            self.bring_into_view(self._cell)

    @property
    def cell(self) -> Cell | None:
        return self._cell

    @property
    def readout(self) -> str:
        """The current cell in words, “dW²[12, 40] = −0.00312”; empty without one."""
        return self._readout

    @property
    def title(self) -> str:
        """Name and shape, “dW², 64 × 128”."""
        shape = self.values.shape if self.values is not None else ()
        size = " × ".join(map(figures.count, shape))
        return ", ".join(filter(None, (figures.symbol(self.name), size)))

    @property
    def scale(self) -> Scale | None:
        return self._picture.scale if self._picture else None

    @property
    def picture(self) -> MatrixPicture | None:
        return self._picture

    @property
    def ghost(self) -> Array | None:
        """The ghost, if the form shows it."""
        return self._ghost if self.form is ArrayForm.IMAGE else None

    def _is_within(self, cell: Cell | None) -> bool:
        if cell is None or self.values is None:
            return False
        is_shown = self.form is not ArrayForm.IMAGE or cell[1] == self._column
        return is_shown and all(
            0 <= at < size for at, size in zip(cell, self.values.shape, strict=True)
        )

    def _place_cell(self, cell: Cell | None) -> None:
        if cell != self._cell:
            self._cell = cell
            self._read_out()
            self.viewport().update()
            self.cell_changed.emit(cell)

    def _read_out(self) -> None:
        text = self._words()
        self.setAccessibleDescription(text or (self._hint if self.values is None else ""))
        if text != self._readout:
            self._readout = text
            self.readout_changed.emit(text)

    def _words(self) -> str:
        if self._cell is None or self.values is None:
            return ""
        row, column = self._cell
        value = figures.signed(float(self.values[row, column]))
        text = f"{figures.symbol(self.name)}[{row}, {column}] = {value}"
        if self.form in (ArrayForm.IMAGES, ArrayForm.IMAGE):
            y, x = divmod(column if self.form is ArrayForm.IMAGES else row, SIDE)
            text += f" · pixel row {y}, column {x}"
        return text

    def _lay_out(self) -> None:
        before = self._arrangement
        if self.values is None:
            self.clear_arrangement()
        else:
            rows, columns = self.values.shape
            self.fit_arrangement(self.form, (rows, columns), self._column)
        if self._arrangement != before:
            self._outlines = None

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

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the event, so that it is not handed to what lies beneath."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self._place_cell(self.cell_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ENTER and self._cell is not None:
            self.cell_chosen.emit(self._cell)
            return
        far = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        cell = step(self._arrangement, self._cell, key, far, self.rows_of_a_page())
        if cell is None:
            super().keyPressEvent(event)
        else:
            self.set_cell(cell)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in ELSEWHERE and not self.underMouse():
            self._place_cell(None)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            if self._picture is None:
                self._paint_hint(painter)
            else:
                painter.save()
                self._paint_array(painter, self._picture)
                painter.restore()
                self._paint_numbers(painter)
            if self.hasFocus():
                self._paint_focus(painter)

    def _paint_hint(self, painter: QPainter) -> None:
        look = theme.tokens()
        painter.setPen(look.color("ink_soft"))
        painter.setFont(theme.font(look.type_text))
        box = QRectF(self.viewport().rect()).adjusted(16, 16, -16, -16)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._hint)

    def _paint_array(self, painter: QPainter, picture: MatrixPicture) -> None:
        pen = max(round(self.devicePixelRatioF()), 1)
        self.paint_on(painter)
        picture.paint(painter, self._arrangement, self._size, pen, self.ghost)
        if self._outlines is None:
            self._outlines = [Outline(self._arrangement, each) for each in self._regions]
        paint_outlines(painter, self._outlines, self._size, pen)
        if self._cell is not None:
            paint_cell(painter, self._arrangement, self._cell, self._size, pen)

    def _paint_numbers(self, painter: QPainter) -> None:
        """Paint numbers beside a short column, if there is room."""
        if self.values is not None and has_numbers(self.form, self.values.shape):
            room = self.viewport().width()
            paint_numbers(painter, self.values[:, 0], self.picture_rect(), room)

    def _paint_focus(self, painter: QPainter) -> None:
        """Frame the part of the picture that is in view."""
        box = QRectF(self.viewport().rect()).adjusted(2, 2, -2, -2)
        if self.values is not None:
            box &= self.picture_rect().adjusted(-2, -2, 2, 2)
        paint_frame(painter, box, 2, theme.tokens().color("focus"))
