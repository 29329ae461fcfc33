"""Forward and backward beside each other, and what is outlined in both."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.views.inspect.microscope.side import Side
from app.views.widgets.matrix.view import MatrixView
from core.inspection.explanation import Explanation
from core.inspection.walk import Stop, Walk

GAP = 16


class Sides(QWidget):
    """looked_at: (name of the array, cell), when the pointer or a key moves to a cell."""

    looked_at = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.forward, self.backward = Side("Forward"), Side("Backward")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._row.addWidget(self.forward, 1)
        self._row.addWidget(self.backward, 1)
        self.forward.matrix.cell_changed.connect(self._on_forward_cell)
        self.backward.matrix.cell_changed.connect(self._on_backward_cell)

    def of(self, stop: Stop) -> Side:
        """The side that a stop is shown on."""
        return self.forward if stop.is_forward else self.backward

    def show_stop(self, walk: Walk, stop: Stop, example: int) -> None:
        """`stop` on its side, its counterpart on the other."""
        for side in (self.forward, self.backward):
            shown = stop if side is self.of(stop) else walk.counterpart(stop)
            side.show_stop(walk, shown, is_current=shown is stop, example=example)

    def outline(self, found: Explanation) -> None:
        """The number that is explained, and what it is made of."""
        row, column = found.index
        looked = (slice(row, row + 1), slice(column, column + 1))
        for matrix in self.matrices:
            made_of = [(each.rows, each.columns) for each in found.sources_in(matrix.name)]
            matrix.set_outlines([*made_of, looked] if matrix.name == found.name else made_of)

    @property
    def matrices(self) -> tuple[MatrixView, MatrixView]:
        return self.forward.matrix, self.backward.matrix

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Equally wide to the pixel: then arrays of one shape have cells of one size."""
        super().resizeEvent(event)
        self._row.setContentsMargins(0, 0, (event.size().width() - GAP) % 2, 0)
        self._row.activate()

    @Slot(object)
    def _on_forward_cell(self, cell: tuple[int, int] | None) -> None:
        self._tell(self.forward, cell)

    @Slot(object)
    def _on_backward_cell(self, cell: tuple[int, int] | None) -> None:
        self._tell(self.backward, cell)

    def _tell(self, side: Side, cell: tuple[int, int] | None) -> None:
        if side.stop is not None and cell is not None:
            self.looked_at.emit(side.stop.name, cell)
