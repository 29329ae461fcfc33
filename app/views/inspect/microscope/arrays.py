"""The arrays of a stop: forward and backward beside each other, and those that they come from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.look import figures, sizes, theme
from app.look.figures import symbol
from app.views.inspect.microscope.words import words_of
from app.views.widgets.labels import SteadyLabel
from app.views.widgets.matrix.forms import ArrayForm
from app.views.widgets.matrix.legend import Legend
from app.views.widgets.matrix.view import MatrixView
from app.views.widgets.plain import PlainLabel, plain_tip
from core.data.dataset import PIXELS
from core.inspection.explanation import Explanation
from core.inspection.walk import Stop, Walk

SENTENCE_HEIGHT = 46  # three lines; at 100 %
LEAST_LINES = 18  # of text as high as a side; with fewer the array has the sentence's room
LEAST_SIDE = 272, 224  # at 100 %
MARK = 3
UNSIGNED = {"relu", "sigmoid", "softmax"}
GAP = 16
MOST = 3


def show_array(view: MatrixView, walk: Walk, name: str, example: int) -> None:
    """Show the array `name` of `walk` in the form and colours that suit it.

    example: the column of X or dX that is shown as an image.
    """
    kind = name.rstrip("0123456789")
    plain = kind in ("X", "Y", "loss")
    if kind == "H":
        plain = walk.activation_of(int(name.removeprefix(kind))) in UNSIGNED
    is_image = kind in ("X", "dX") and walk.dimensions[0] == PIXELS
    view.set_array(
        walk[name],
        name=name,
        form=ArrayForm.IMAGE if is_image else None,
        signed=not plain,
        column=example if is_image else 0,
    )


class Side(QWidget):
    """One array with its words. heading: “Forward” or “Backward”."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.stop: Stop | None = None
        self._heading = heading
        self.title = PlainLabel()
        self.formula = PlainLabel()
        self.shapes = SteadyLabel()
        self.matrix = MatrixView()
        self.legend = Legend()
        self.norm = SteadyLabel(Qt.AlignmentFlag.AlignRight)
        self.sentence = PlainLabel()
        self.sentence.setProperty("role", "note")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        sizes.set_height(self.sentence, SENTENCE_HEIGHT)
        self._mark = QWidget()
        sizes.set_height(self._mark, MARK)
        self._mark.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.matrix.scale_changed.connect(self.legend.set_scale)
        self._is_current = False
        self._words = ""
        self._lay_out()
        theme.watcher().changed.connect(self._dress)
        self._dress()

    def show_stop(self, walk: Walk, stop: Stop, *, is_current: bool, example: int) -> None:
        """is_current: whether the walk is at this stop. example: whose image X and dX show."""
        words = words_of(walk, stop)
        self.stop = stop
        self._is_current = is_current
        self._words = words.title
        self.title.setToolTip(plain_tip(f"{words.title}\n{words.sentence}"))
        self.formula.setText(words.formula)
        self.shapes.setText(words.shapes)
        self.sentence.setText(words.sentence)
        self.sentence.setToolTip(plain_tip(words.sentence))
        self.norm.setText(_norm(walk, stop))
        show_array(self.matrix, walk, stop.name, example)
        is_over_drawing = stop.kind == "dX" and walk.dimensions[0] == PIXELS
        self.matrix.set_ghost(walk["X"][:, example].reshape(28, 28) if is_over_drawing else None)
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_title()
        self.sentence.setVisible(self.height() >= LEAST_LINES * self.fontMetrics().lineSpacing())

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.legend, 3)
        foot.addWidget(self.norm, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._mark)
        layout.addWidget(self.title)
        layout.addWidget(self.formula)
        layout.addWidget(self.shapes)
        layout.addWidget(self.matrix, 1)
        layout.addLayout(foot)
        layout.addWidget(self.sentence)
        sizes.set_least(self, *LEAST_SIDE)

    def _dress(self) -> None:
        look = theme.tokens()
        color = look.accent if self._is_current else look.hairline
        self._mark.setStyleSheet(f"background: {color};")
        weight = 600 if self._is_current else 400
        sizes.set_font(self.title, "type_text", weight)
        self.title.setStyleSheet(f"font-weight: {weight};")
        sizes.set_font(self.formula)
        self._fit_title()

    def _fit_title(self) -> None:
        """Leave the heading away where there is no room for it."""
        metrics = QFontMetrics(self.title.font())
        full = f"{self._heading} · {self._words}"
        text = full if metrics.horizontalAdvance(full) <= self.width() else self._words
        self.title.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width()))


def _norm(walk: Walk, stop: Stop) -> str:
    values = walk[stop.name]
    if stop.kind == "loss":
        return f"mean loss {figures.signed(walk.loss)}"
    norm = float(np.linalg.norm(values))
    name = figures.symbol(stop.name)
    return f"‖{name}‖ = {figures.signed(norm)}"


class Sides(QWidget):
    """cell_changed: (name of the array, cell), when the pointer or a key came to a cell."""

    cell_changed = Signal(str, object)

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

    def side_of(self, stop: Stop) -> Side:
        """The side on which `stop` is shown."""
        return self.forward if stop.is_forward else self.backward

    def show_stop(self, walk: Walk, stop: Stop, example: int) -> None:
        """Show `stop` on its side and its counterpart on the other."""
        for side in (self.forward, self.backward):
            stop_here = stop if side is self.side_of(stop) else walk.counterpart(stop)
            side.show_stop(walk, stop_here, is_current=stop_here is stop, example=example)

    def outline(self, explanation: Explanation) -> None:
        """Outline the number that is explained, and the numbers that it is made of."""
        row, column = explanation.index
        cell = (slice(row, row + 1), slice(column, column + 1))
        for matrix in self.matrices:
            made_of = [(each.rows, each.columns) for each in explanation.sources_in(matrix.name)]
            matrix.set_outlines([*made_of, cell] if matrix.name == explanation.name else made_of)

    @property
    def matrices(self) -> tuple[MatrixView, MatrixView]:
        return self.forward.matrix, self.backward.matrix

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make both equally wide, to the pixel, for cells of one size in arrays of one shape."""
        super().resizeEvent(event)
        self._row.setContentsMargins(0, 0, (event.size().width() - GAP) % 2, 0)
        self._row.activate()

    @Slot(object)
    def _on_forward_cell(self, cell: tuple[int, int] | None) -> None:
        self._emit_cell(self.forward, cell)

    @Slot(object)
    def _on_backward_cell(self, cell: tuple[int, int] | None) -> None:
        self._emit_cell(self.backward, cell)

    def _emit_cell(self, side: Side, cell: tuple[int, int] | None) -> None:
        if side.stop is not None and cell is not None:
            self.cell_changed.emit(side.stop.name, cell)


class Operands(QWidget):
    """The arrays that a stop's formula takes, MOST of them at most, beneath each other."""

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
            is_used = place < len(names)
            title.setVisible(is_used)
            matrix.setVisible(is_used)
            matrix.set_outlines([])
            if is_used:
                rows, columns = walk[names[place]].shape
                title.setText(f"{symbol(names[place])} ({rows}, {columns})")
                show_array(matrix, walk, names[place], example)
            else:
                matrix.set_array(None)

    def outline(self, explanation: Explanation) -> None:
        """Outline in each array what the number that is explained was made of."""
        for matrix in self.matrices:
            mine = explanation.sources_in(matrix.name)
            matrix.set_outlines([(each.rows, each.columns) for each in mine])
            if mine and matrix.values is not None:
                matrix.bring_into_view((mine[0].rows.start, mine[0].columns.start))
