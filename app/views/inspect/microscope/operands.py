"""Where a number comes from: the arrays of its formula, with what was used outlined."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.views.figures import symbol
from app.views.inspect.microscope.side import show_array
from app.views.widgets.labels import SteadyLabel
from app.views.widgets.matrix.view import MatrixView
from core.inspection.explanation import Explanation
from core.inspection.walk import Walk

MOST = 3


class Operands(QWidget):
    """Up to three arrays beneath each other."""

    def __init__(self) -> None:
        super().__init__()
        self.titles = [SteadyLabel() for _ in range(MOST)]
        self.matrices = [MatrixView() for _ in range(MOST)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._heading = SteadyLabel()
        layout.addWidget(self._heading)
        for title, matrix in zip(self.titles, self.matrices, strict=True):
            layout.addWidget(title)
            layout.addWidget(matrix, 1)

    def show_arrays(self, walk: Walk, names: Sequence[str], example: int) -> None:
        self._heading.setText("Comes from" if names else "It is given.")
        for place, (title, matrix) in enumerate(zip(self.titles, self.matrices, strict=True)):
            shown = place < len(names)
            title.setVisible(shown)
            matrix.setVisible(shown)
            matrix.set_outlines([])
            if shown:
                rows, columns = walk[names[place]].shape
                title.setText(f"{symbol(names[place])} ({rows}, {columns})")
                show_array(matrix, walk, names[place], example)
            else:
                matrix.set_array(None)

    def outline(self, found: Explanation) -> None:
        """What a number was made of; arrays that have no part in it have none."""
        for matrix in self.matrices:
            mine = found.sources_in(matrix.name)
            matrix.set_outlines([(each.rows, each.columns) for each in mine])
            if mine and matrix.values is not None:
                matrix.bring_into_view((mine[0].rows.start, mine[0].columns.start))
