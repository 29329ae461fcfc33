"""Pictures of digits as people take them: paper, light, rules, noise; made, not taken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from core.ink.strokes import Drawing


@dataclass(frozen=True)
class Photo:
    """How a drawing lies in a picture of width × height pixels and how that looks.

    share: of the picture's height that the ink is high, where it fits the width. pen: of the ink's
    height. paper and ink: grey levels. rules: pixels between the lines of the paper, 0 for none.
    """

    width: int = 640
    height: int = 480
    share: float = 0.5
    place: tuple[float, float] = (0.5, 0.5)
    pen: float = 0.06
    paper: int = 225
    ink: int = 50
    gradient: float = 0.0
    shadow: float = 0.0
    noise: float = 0.0
    rules: int = 0
    squares: bool = False
    rule_grey: int = 160
    rule_width: float = 1.5
    askew: float = 0.0
    frame: bool = False
    table: int | None = None
    jpeg: int = 0

    def of(self, drawing: Drawing, rng: np.random.Generator) -> NDArray[np.uint8]:
        """Grey uint8 (height, width)."""
        image = QImage(self.width, self.height, QImage.Format.Format_Grayscale8)
        image.fill(_grey(self.paper))
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_paper(painter)
            self._paint_ink(painter, drawing)
        pixels = grey_of(image).astype(np.float64)
        y, x = np.mgrid[0 : self.height, 0 : self.width]
        light = 1 - self.gradient * (x / self.width + y / self.height) / 2
        edge = x - self.width * 0.62 + (y - self.height / 2) * 0.4
        light *= 1 - self.shadow / (1 + np.exp(np.clip(-edge / 2, -50, 50)))
        if self.table is not None:
            rim = min(self.width, self.height) * 0.08
            depth = np.minimum(
                np.minimum(x, self.width - 1 - x), np.minimum(y, self.height - 1 - y)
            )
            pixels[depth < rim] = self.table
        pixels = pixels * light + self.noise * rng.standard_normal(pixels.shape)
        grey = np.clip(pixels, 0, 255).round().astype(np.uint8)
        return jpeg(grey, self.jpeg) if self.jpeg else grey

    def _paint_paper(self, painter: QPainter) -> None:
        painter.setPen(QPen(_grey(self.rule_grey), self.rule_width))
        if self.rules:
            for at in range(-self.width, self.width + self.height, self.rules):
                drop = self.askew * self.width
                painter.drawLine(QPointF(0, at), QPointF(self.width, at + drop))
                if self.squares:
                    drop = self.askew * self.height
                    painter.drawLine(QPointF(at, 0), QPointF(at - drop, self.height))
        if self.frame:
            painter.setPen(QPen(_grey(self.ink), max(2.0, self.height * 0.01)))
            painter.drawRect(
                round(self.width * 0.06),
                round(self.height * 0.06),
                round(self.width * 0.88),
                round(self.height * 0.88),
            )

    def _paint_ink(self, painter: QPainter, drawing: Drawing) -> None:
        points = np.concatenate([stroke.points for stroke in drawing.strokes])
        low, extent = points.min(axis=0), np.maximum(np.ptp(points, axis=0), 1e-9)
        scale = min(self.share * self.height / extent[1], 0.9 * self.width / extent[0])
        room = np.array([self.width, self.height]) - extent * scale
        start = room * self.place
        pen = QPen(_grey(self.ink), max(1.0, self.pen * extent[1] * scale))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in drawing.strokes:
            at = (stroke.points - low) * scale + start
            line = [QPointF(x, y) for x, y in at.tolist()]
            painter.drawPolyline(QPolygonF(line if len(line) > 1 else line * 2))


def grey_of(image: QImage) -> NDArray[np.uint8]:
    """uint8 (h, w)."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)
    return rows[:, : grey.width()].copy()


def jpeg(grey: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    """What is left of a picture after it was a JPEG file."""
    height, width = grey.shape
    image = QImage(np.ascontiguousarray(grey), width, height, width, _GREY)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", quality)
    return grey_of(QImage.fromData(data, "JPEG"))


_GREY = QImage.Format.Format_Grayscale8


def _grey(level: int) -> QColor:
    return QColor(level, level, level)


PHOTOS = {
    "a scan": Photo(),
    "thin pen": Photo(pen=0.02),
    "thick pen": Photo(pen=0.16),
    "small, in a corner": Photo(share=0.15, place=(0.95, 0.9), pen=0.08),
    "across the light": Photo(gradient=0.7),
    "half in the shade": Photo(shadow=0.5),
    "noise": Photo(noise=14),
    "pencil": Photo(ink=150, noise=5, pen=0.04),
    "chalk": Photo(paper=45, ink=210, noise=8, gradient=0.4),
    "ruled": Photo(rules=40),
    "ruled, dark lines": Photo(rules=60, rule_grey=70, rule_width=2),
    "squared": Photo(rules=25, squares=True, rule_grey=150),
    "squared, dark, askew": Photo(rules=40, squares=True, rule_grey=90, askew=0.03),
    "a frame": Photo(frame=True),
    "a dark table": Photo(table=40),
    "JPEG": Photo(jpeg=12, noise=4),
    "icon": Photo(width=22, height=22, share=0.8, pen=0.12),
    "12 megapixels": Photo(
        width=4000, height=3000, share=0.4, pen=0.04, noise=12, gradient=0.4, shadow=0.3
    ),
    "everything": Photo(
        noise=8, gradient=0.4, shadow=0.35, rules=40, squares=True, askew=0.02, table=60, jpeg=60
    ),
}
