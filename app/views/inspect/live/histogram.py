"""The histogram of one layer's dW: its bars, at any size, and the widget in which they can be read
bin by bin."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import figures, sizes, theme
from app.look.theme import px
from app.look.tokens import Tokens
from app.views.inspect.live.words import short_count
from app.views.widgets.frames import Frames
from core.inspection.statistics import BINS, Histogram

MIDDLE = BINS // 2
TITLE, AXIS, LEFT = 22, 20, 52  # at 100 %, as those below
TITLE_LEFT = LEFT + 4  # where a plot has its title
TICK_PIXELS = 18
CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFTWARD = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def bin_pixels(width: float, ratio: float) -> float:
    """Width of a bin, in logical pixels, where BINS of them fit `width` logical pixels.

    It is a whole number, 1 or more, of the pixels of a screen with device pixel ratio `ratio`.
    """
    return max(math.floor(width * ratio / BINS), 1) / ratio


def decades_of(histogram: Histogram) -> float:
    """The powers of ten that a logarithmic axis needs for the highest bar; 1 or more."""
    return max(math.log10(max(int(histogram.counts.max()), 1) * 1.1), 1.0)


def bar_share(count: int, decades: float) -> float:
    """Height of the bar of `count` as a share of a logarithmic axis; a count of 1 is still seen."""
    return (math.log10(count) + 0.3) / (decades + 0.3) if count else 0.0


def paint_bars(painter: QPainter, area: QRectF, histogram: Histogram, look: Tokens) -> None:
    """Paint the bars on the lower edge of `area`, with the bin around 0 in its middle."""
    ratio = painter.device().devicePixelRatioF()
    pixels = bin_pixels(area.width(), ratio)
    wide = pixels - 1.0 if pixels >= 4 else pixels
    left = math.floor((area.center().x() - pixels * BINS / 2) * ratio) / ratio
    most, scale, bottom = decades_of(histogram), area.height() * ratio, area.bottom()
    bars: dict[str, list[QRectF]] = {"negative": [], "ink_soft": [], "positive": []}
    for k, count in enumerate(histogram.counts.tolist()):
        if count:
            height = round(bar_share(count, most) * scale) / ratio
            color = "negative" if k < MIDDLE else "positive" if k > MIDDLE else "ink_soft"
            bars[color].append(QRectF(left + k * pixels, bottom - height, wide, height))
    painter.setPen(Qt.PenStyle.NoPen)
    for color, rectangles in bars.items():
        painter.setBrush(look.color(color))
        painter.drawRects(rectangles)


class HistogramView(QWidget):
    """Bars on a logarithmic axis, as most gradients are nearly 0.

    The title reads out the bin under the pointer.
    """

    def __init__(self, frames: Frames, room: int) -> None:
        """room: logical pixels at 100 % left free on the right, as beside a plot."""
        super().__init__()
        self._frames = frames
        self._room = room
        self._name = ""
        self._histogram: Histogram | None = None
        self._bin: int | None = None
        self.readout = ""
        self.setMouseTracking(True)
        sizes.set_least(self, height=TITLE + AXIS + 48)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.watcher().changed.connect(self._dress)
        self._dress()

    def set_histogram(self, name: str, histogram: Histogram) -> None:
        """Show `histogram`. name: of the array whose entries it counts, “dW¹”."""
        self._name, self._histogram = name, histogram
        self.setAccessibleName(f"How many entries of {name} have which size")
        self._update_readout()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 150)

    def area(self) -> QRectF:
        """The rectangle, in logical pixels of the widget, that the bars stand in."""
        return QRectF(
            px(LEFT),
            px(TITLE),
            self.width() - px(LEFT + self._room),
            self.height() - px(TITLE + AXIS),
        )

    def words(self) -> str:
        """The words beside the title: the bin under the pointer, or how many zeros are left out."""
        if self._histogram is None:
            return ""
        return self.readout or f"{figures.count(self._histogram.zeros)} exact zeros left out"

    def bin_rect(self, place: int) -> QRectF:
        """The column, from top to bottom, of bin `place`, counted from 0."""
        area = self.area()
        pixels = bin_pixels(area.width(), self.devicePixelRatioF())
        left = area.center().x() + (place - BINS / 2) * pixels
        return QRectF(left, area.top(), pixels, area.height())

    def edges(self, place: int) -> tuple[float, float]:
        """Lower and upper value of bin `place`."""
        assert self._histogram is not None
        limit = self._histogram.limit
        return limit * (2 * place / BINS - 1), limit * (2 * (place + 1) / BINS - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self.area()
        pixels = bin_pixels(area.width(), self.devicePixelRatioF())
        place = math.floor((event.position().x() - area.center().x()) / pixels + BINS / 2)
        inside = -1 <= place <= BINS and event.position().y() >= px(TITLE)
        self._bin = place if inside else None
        self._update_readout()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._bin = None
        self._update_readout()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with self._frames.painting():
            self._paint()

    def _dress(self) -> None:
        size = theme.tokens().type_note
        self._plain, self._bold = theme.font(size), theme.font(size, QFont.Weight.DemiBold)
        self.update()

    def _update_readout(self) -> None:
        histogram = self._histogram
        if histogram is None or self._bin is None:
            self.readout = ""
        elif not 0 <= self._bin < BINS:
            is_low = self._bin < 0
            limit = figures.scientific(-histogram.limit if is_low else histogram.limit)
            words = f"below {limit}" if is_low else f"above {limit}"
            self.readout = f"{words} · {entries(histogram.below if is_low else histogram.above)}"
        else:
            low, high = map(figures.with_sign, self.edges(self._bin))
            count = entries(int(histogram.counts[self._bin]))
            but = " but 0" if self._bin == BINS // 2 else ""
            self.readout = f"{low} to {high}{but} · {count}"

    def _paint(self) -> None:
        histogram = self._histogram
        if histogram is None:
            return
        painter = QPainter(self)
        look = theme.tokens()
        painter.setFont(self._bold)
        painter.setPen(look.color("ink"))
        title = f"Entries of {self._name}"
        painter.drawText(QRectF(px(TITLE_LEFT), 0, self.width(), px(TITLE) - 4), LEFTWARD, title)
        start = px(TITLE_LEFT) + painter.fontMetrics().horizontalAdvance(title) + 12
        painter.setFont(self._plain)
        painter.setPen(look.color("ink_soft"))
        words = self.words()
        painter.drawText(QRectF(start, 0, self.width() - start, px(TITLE) - 4), LEFTWARD, words)
        area = self.area()
        self._paint_ticks(painter, area, histogram)
        self._paint_hovered(painter)
        paint_bars(painter, area, histogram, look)
        self._paint_axis(painter, area, histogram)
        painter.end()

    def _paint_ticks(self, painter: QPainter, area: QRectF, histogram: Histogram) -> None:
        look = theme.tokens()
        most = decades_of(histogram)
        stride = math.ceil(most * px(TICK_PIXELS) / max(area.height(), 1))
        for power in range(0, math.floor(most) + 1, stride):
            y = round(area.bottom() - bar_share(10**power, most) * area.height())
            painter.setPen(look.color("plot_grid"))
            painter.drawLine(int(area.left()), y, int(area.right()), y)
            painter.setPen(look.color("ink_soft"))
            painter.drawText(
                QRectF(0, y - px(8), px(LEFT) - 6, px(16)), RIGHT, figures.count(10**power)
            )

    def _paint_hovered(self, painter: QPainter) -> None:
        if self._bin is not None and 0 <= self._bin < BINS:
            painter.fillRect(self.bin_rect(self._bin), theme.tokens().color("accent_soft"))

    def _paint_axis(self, painter: QPainter, area: QRectF, histogram: Histogram) -> None:
        look = theme.tokens()
        half = bin_pixels(area.width(), self.devicePixelRatioF()) * BINS / 2
        middle = area.center().x()
        painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1), look.color("outline"))
        top, height, wide = area.bottom() + 3, px(AXIS) - 3, px(200)
        ends = (
            (middle - half, wide, LEFTWARD, -histogram.limit),
            (middle - wide / 2, wide, CENTRE, 0.0),
            (middle + half - wide, wide, RIGHT, histogram.limit),
        )
        painter.setFont(self._plain)
        painter.setPen(look.color("ink_soft"))
        for left, width, alignment, value in ends:
            painter.drawText(QRectF(left, top, width, height), alignment, figures.with_sign(value))
        painter.setPen(look.color("ink"))
        for left, alignment, words, count in (
            (middle - half - wide - 8, RIGHT, "{} ◂", histogram.below),
            (middle + half + 8, LEFTWARD, "▸ {}", histogram.above),
        ):
            if count:
                box = QRectF(left, top, wide, height)
                painter.drawText(box, alignment, words.format(short_count(count)))


def entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"
