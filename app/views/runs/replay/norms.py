"""The size of each layer's gradient, as bars by powers of ten."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import figures, theme
from core.runs.replay import FrameFigures

LOWEST, HIGHEST = -4.0, 1.0  # exponents of ten between which a bar grows
ROW = 20  # at 100 %, as those below
GOOD_WIDTH, LEAST_WIDTH = 260, 160
WAITING = 0.35


class GradientBars(QWidget):
    """‖dW‖ and ‖db‖ of every layer; a tick a power of ten."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[str, float], ...] = ()
        self._is_waiting = False
        self.setAccessibleName("Size of the gradient of each layer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.watcher().changed.connect(self.updateGeometry)

    def set_figures(self, found: FrameFigures | None) -> None:
        """None for none."""
        before = len(self._rows)
        self._rows = () if found is None else _rows(found)
        self._is_waiting = False
        self.setAccessibleDescription(", ".join(f"{n} {_words(v)}" for n, v in self._rows))
        if len(self._rows) != before:
            self.updateGeometry()
        self.update()

    def set_waiting(self, waiting: bool) -> None:
        """Whether what is shown is of an earlier moment."""
        if waiting != self._is_waiting:
            self._is_waiting = waiting
            self.update()

    @property
    def rows(self) -> tuple[tuple[str, float], ...]:
        """(name, norm) of each bar."""
        return self._rows

    def sizeHint(self) -> QSize:
        return QSize(theme.px(GOOD_WIDTH), max(len(self._rows), 4) * theme.px(ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(LEAST_WIDTH), self.sizeHint().height())

    def paintEvent(self, _: QPaintEvent) -> None:
        look = theme.tokens()
        note = theme.font(look.type_note)
        metrics = QFontMetrics(note)
        left = metrics.horizontalAdvance("‖dW¹²‖ ")
        right = metrics.horizontalAdvance(" −0.00e−00")
        room = max(self.width() - left - right, 1)
        height = look.px(ROW)
        with QPainter(self) as painter:
            painter.setFont(note)
            painter.setOpacity(WAITING if self._is_waiting else 1.0)
            painter.setPen(look.color("hairline"))
            for exponent in range(int(LOWEST), int(HIGHEST) + 1):
                x = int(left + room * (exponent - LOWEST) / (HIGHEST - LOWEST))
                painter.drawLine(x, 0, x, len(self._rows) * height)
            for k, (name, norm) in enumerate(self._rows):
                row = QRectF(0, k * height, self.width(), height)
                painter.setPen(look.color("ink_soft"))
                vertically = Qt.AlignmentFlag.AlignVCenter
                painter.drawText(row, vertically | Qt.AlignmentFlag.AlignLeft, name)
                painter.drawText(row, vertically | Qt.AlignmentFlag.AlignRight, _words(norm))
                bar = QRectF(left, row.center().y() - height / 5, room * _share(norm), height / 2.5)
                painter.fillRect(bar, look.color("positive" if "W" in name else "outline"))


def _rows(found: FrameFigures) -> tuple[tuple[str, float], ...]:
    pairs = enumerate(zip(found.weight_norms, found.bias_norms, strict=True), 1)
    return tuple(
        (f"‖{figures.symbol(f'{name}{layer}')}‖", norm)
        for layer, both in pairs
        for name, norm in zip(("dW", "db"), both, strict=True)
    )


def _share(norm: float) -> float:
    """How long the bar is, from 0 to 1."""
    if not math.isfinite(norm):
        return 1.0
    exponent = math.log10(max(norm, 1e-30))
    return min(max((exponent - LOWEST) / (HIGHEST - LOWEST), 0.0), 1.0)


def _words(norm: float) -> str:
    return figures.scientific(norm)
