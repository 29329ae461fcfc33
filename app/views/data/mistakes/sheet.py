"""How a table of mistakes is laid out and painted: on the screen, and in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from app.look import colors, figures, theme
from app.views.data.mistakes.words import plain_names
from app.views.widgets.edge import paint_edge
from core.evaluation.confusion import Confusion

LEAST_CELL, MOST_CELL = 5, 80  # logical pixels; the larger one at 100 %
LEAST_GRID = 10  # cells narrower than that have no lines between them
MOST_LABEL = 0.28  # of the width, for the names of the rows
GAP = 6
BESIDE_NUMBER = 4  # logical pixels, the least of a cell that a number leaves free
FAINTEST = 0.12  # of the way to the colour of mistakes, for a single one

Cell = tuple[int, int]  # row, column


@dataclass(frozen=True)
class CellLayout:
    """corner: of the first cell. cell: the side of each. n: how many rows and columns.

    upright: whether the names of the columns stand upright.
    """

    corner: QPoint
    cell: int
    n: int
    upright: bool

    def box(self, cell: Cell) -> QRect:
        row, column = cell
        side = self.cell
        return QRect(self.corner + QPoint(column * side, row * side), QSize(side, side))

    def at(self, place: QPointF) -> Cell | None:
        """The cell at `place`."""
        column = int((place.x() - self.corner.x()) // self.cell)
        row = int((place.y() - self.corner.y()) // self.cell)
        is_inside = 0 <= row < self.n and 0 <= column < self.n
        return (row, column) if is_inside else None

    @property
    def side(self) -> int:
        return self.n * self.cell


class ConfusionSheet:
    """A painting of a confusion matrix. Rows are what it is, columns what it is read as.

    shares: whether cells hold shares of their row in percent, instead of counts.
    """

    def __init__(self, confusion: Confusion, *, shares: bool) -> None:
        self.confusion = confusion
        self.names = plain_names(confusion.class_names)
        self._shares = confusion.shares
        self._strength = _strength(self._shares)
        self._texts = _texts(confusion, self._shares, shares)
        self._image = QImage()
        self._dressed: object = None

    def layout(self, area: QRect) -> CellLayout:
        """Cells as large as `area` lets them be."""
        n = len(self.names)
        font = QFontMetricsF(_font(QFont.Weight.DemiBold))
        widest = max(map(font.horizontalAdvance, self.names)) + 2
        left = round(min(widest, MOST_LABEL * area.width())) + GAP
        flat = round(font.height()) + GAP

        def cell(top: int) -> int:
            room = min(area.width() - left, area.height() - top) // n
            return max(min(room, theme.px(MOST_CELL)), LEAST_CELL)

        upright = widest + 2 > cell(flat) and len(max(self.names, key=len)) > 1
        top = round(min(widest, MOST_LABEL * area.height())) + GAP if upright else flat
        return CellLayout(area.topLeft() + QPoint(left, top), cell(top), n, upright)

    def paint(self, painter: QPainter, layout: CellLayout, current: Cell | None = None) -> None:
        """current: its row and column have strong names, and it a frame."""
        self._dress()
        look = theme.tokens()
        whole = QRect(layout.corner, QSize(layout.side, layout.side))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(whole, self._image)
        if layout.cell >= LEAST_GRID:
            painter.setPen(QPen(look.color("ground"), 1))
            for k in range(layout.n + 1):
                way = k * layout.cell
                painter.drawLine(whole.left(), whole.top() + way, whole.right(), whole.top() + way)
                painter.drawLine(
                    whole.left() + way, whole.top(), whole.left() + way, whole.bottom()
                )
        self._paint_numbers(painter, layout)
        self._paint_names(painter, layout, current)
        if current is not None:
            paint_edge(painter, QRectF(layout.box(current)), look.color("ink"), 2)

    def _dress(self) -> None:
        """The colours of the cells, by the theme of the moment."""
        look = theme.tokens()
        if self._dressed is look:
            return
        self._dressed = look
        ground, ink = _rgb(look.color("ground_sunken")), _rgb(look.color("negative"))
        strength = self._strength[..., None]
        mixed = ground + (ink - ground) * strength
        n = len(self.names)
        mixed[np.arange(n), np.arange(n)] = _rgb(look.color("hairline"))
        pixels = colors.packed(mixed)
        self._is_dark = colors.lightness(pixels) < 0.6
        self._image = colors.to_image(pixels)

    def written(self, layout: CellLayout) -> dict[Cell, str]:
        """The numbers that have room in their cells."""
        metrics = QFontMetricsF(_font())
        if metrics.height() > layout.cell:
            return {}
        room = layout.cell - BESIDE_NUMBER
        return {
            cell: text
            for cell, text in self._texts.items()
            if metrics.horizontalAdvance(text) <= room
        }

    def _paint_numbers(self, painter: QPainter, layout: CellLayout) -> None:
        painter.setFont(_font())
        inks = [theme.tokens().color(name) for name in ("ground_raised", "ink")]
        if theme.tokens().dark:
            inks.reverse()
        on_dark, on_light = inks
        soft = theme.tokens().color("ink_soft")
        for (row, column), text in self.written(layout).items():
            on_cell = on_dark if self._is_dark[row, column] else on_light
            painter.setPen(soft if row == column else on_cell)
            painter.drawText(layout.box((row, column)), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_names(self, painter: QPainter, layout: CellLayout, current: Cell | None) -> None:
        for axis, paint in enumerate((self._paint_row_name, self._paint_column_name)):
            chosen = current[axis] if current else None
            for k in _shown(layout, chosen):
                strong = k == chosen
                weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
                painter.setFont(_font(weight))
                painter.setPen(theme.tokens().color("ink" if strong else "ink_soft"))
                paint(painter, layout, k)

    def _paint_row_name(self, painter: QPainter, layout: CellLayout, k: int) -> None:
        height = max(layout.cell, painter.fontMetrics().height())
        middle = layout.corner.y() + (k + 0.5) * layout.cell
        box = QRectF(0, middle - height / 2, layout.corner.x() - GAP, height)
        self._write(painter, box, Qt.AlignmentFlag.AlignRight, k)

    def _paint_column_name(self, painter: QPainter, layout: CellLayout, k: int) -> None:
        height = painter.fontMetrics().height()
        middle = layout.corner.x() + (k + 0.5) * layout.cell
        if not layout.upright:
            box = QRectF(middle - 40, layout.corner.y() - GAP / 2 - height, 80, height)
            self._write(painter, box, Qt.AlignmentFlag.AlignHCenter, k)
            return
        painter.save()
        painter.translate(middle, layout.corner.y() - GAP)
        painter.rotate(-90)
        box = QRectF(0, -height / 2, layout.corner.y() - GAP, height)
        self._write(painter, box, Qt.AlignmentFlag.AlignLeft, k)
        painter.restore()

    def _write(self, painter: QPainter, box: QRectF, side: Qt.AlignmentFlag, k: int) -> None:
        text = painter.fontMetrics().elidedText(
            self.names[k], Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)


def page(sheet: ConfusionSheet, title: str) -> tuple[Callable[[QPainter], None], QSize]:
    """What paints the sheet with a title above it, and how large that is, for a file."""
    look = theme.tokens()
    margin, head = look.space_3, look.px(32)
    side = len(sheet.names) * look.px(36 if len(sheet.names) <= 26 else 16) + look.px(120)
    layout = sheet.layout(QRect(margin, margin + head, side, side))
    right = layout.corner + QPoint(layout.side + margin, layout.side + margin)
    font = theme.font(look.type_text, QFont.Weight.DemiBold)
    width = round(QFontMetricsF(font).horizontalAdvance(title)) + 2 * margin

    def paint(painter: QPainter) -> None:
        painter.setFont(font)
        painter.setPen(look.color("ink"))
        painter.drawText(QRect(margin, margin, width, head), Qt.AlignmentFlag.AlignLeft, title)
        sheet.paint(painter, layout)

    return paint, QSize(max(right.x(), width), right.y())


def _strength(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, n) in [0, 1]: how strongly a mistake is coloured. The square root lets rare ones be seen,
    the worst mistake is 1."""
    wrong = shares.copy()
    np.fill_diagonal(wrong, 0)
    found = np.sqrt(wrong / max(float(wrong.max()), 1e-12))
    return np.where(wrong > 0, FAINTEST + (1 - FAINTEST) * found, 0.0)


def _texts(
    confusion: Confusion, of_rows: NDArray[np.float64], shares: bool
) -> dict[tuple[int, int], str]:
    """Of the cells that are not 0."""
    cells = np.argwhere(confusion.counts).tolist()
    if shares:
        return {(row, column): _percent(of_rows[row, column]) for row, column in cells}
    return {
        (row, column): figures.count(int(confusion.counts[row, column])) for row, column in cells
    }


def _percent(share: float) -> str:
    text = f"{100 * share:.1f}"
    return "<0.1" if text == "0.0" else text.replace("100.0", "100")


def _shown(layout: CellLayout, chosen: int | None) -> list[int]:
    """Numbers of the names that have room; of those near the chosen one, it alone."""
    apart = max(-(-QFontMetricsF(_font()).height() // layout.cell), 1)
    names = range(0, layout.n, int(apart))
    if chosen is None:
        return list(names)
    return [k for k in names if abs(k - chosen) >= apart] + [chosen]


def _font(weight: int = QFont.Weight.Normal) -> QFont:
    return theme.font(theme.tokens().type_note, weight)


def _rgb(color: QColor) -> NDArray[np.float64]:
    return np.array([color.redF(), color.greenF(), color.blueF()])
