"""The bars of a histogram: negative on the left, positive on the right, higher for more."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.look.tokens import Tokens
from core.inspection.statistics import BINS, Histogram

MIDDLE = BINS // 2


def bin_pixels(width: float, ratio: float) -> float:
    """How wide a bin is where BINS have `width`; whole pixels of a screen with `ratio`."""
    return max(math.floor(width * ratio / BINS), 1) / ratio


def decades(histogram: Histogram) -> float:
    """How many powers of ten an axis of counts needs, 1 or more."""
    return max(math.log10(max(int(histogram.counts.max()), 1) * 1.1), 1.0)


def share(count: int, decades: float) -> float:
    """How high `count` stands on a logarithmic axis on which 1 can still be seen."""
    return (math.log10(count) + 0.3) / (decades + 0.3) if count else 0.0


def paint_bars(painter: QPainter, area: QRectF, histogram: Histogram, look: Tokens) -> None:
    """The bars, in the middle of `area`, on its lower edge; 0 is in its middle."""
    ratio = painter.device().devicePixelRatioF()
    pixels = bin_pixels(area.width(), ratio)
    wide = pixels - 1.0 if pixels >= 4 else pixels
    left = math.floor((area.center().x() - pixels * BINS / 2) * ratio) / ratio
    most, scale, bottom = decades(histogram), area.height() * ratio, area.bottom()
    bars: dict[str, list[QRectF]] = {"negative": [], "ink_soft": [], "positive": []}
    for k, count in enumerate(histogram.counts.tolist()):
        if count:
            height = round(share(count, most) * scale) / ratio
            color = "negative" if k < MIDDLE else "positive" if k > MIDDLE else "ink_soft"
            bars[color].append(QRectF(left + k * pixels, bottom - height, wide, height))
    painter.setPen(Qt.PenStyle.NoPen)
    for color, rectangles in bars.items():
        painter.setBrush(look.color(color))
        painter.drawRects(rectangles)
