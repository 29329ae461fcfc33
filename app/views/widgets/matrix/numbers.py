"""The numbers of a short column beside its cells: there a colour need not be guessed at."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.look import theme
from app.views import figures
from app.views.widgets.matrix.forms import ArrayForm
from core.network.arrays import Array

GAP = 8  # logical pixels
LEAST_HEIGHT = 12  # of a row that a number fits into


def has_numbers(form: ArrayForm, shape: tuple[int, ...]) -> bool:
    """Whether it is one column, a cell a row."""
    return form is ArrayForm.CELLS and shape[1] == 1


def paint_numbers(painter: QPainter, values: Array, box: QRectF, width: float) -> None:
    """values (n,), as “3   0.999”, at the right of the cells in `box`.

    Nothing where a row is too low, or a number would not end before `width`.
    """
    look = theme.tokens()
    painter.setFont(theme.font(look.type_note))
    metrics = painter.fontMetrics()
    texts = [figures.signed(float(value)) for value in values]
    rows = [str(row) for row in range(len(texts))]
    height = box.height() / len(texts)
    number, name = (max(map(metrics.horizontalAdvance, column)) for column in (texts, rows))
    left = box.right() + GAP
    if height < LEAST_HEIGHT or left + name + GAP + number > width:
        return
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for place, (row, text) in enumerate(zip(rows, texts, strict=True)):
        top = box.top() + place * height
        painter.setPen(look.color("ink_soft"))
        painter.drawText(QRectF(left, top, name, height), right, row)
        painter.setPen(look.color("ink"))
        painter.drawText(QRectF(left + name + GAP, top, number, height), right, text)
