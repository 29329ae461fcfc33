"""What is seen of a picture: fine values in 8 bits, and what is transparent on a ground."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.desktop.image_stripes import bytes_of, stripes, there
from app.desktop.image_threads import need_thread

_Values = NDArray[np.number[Any]]  # uint16 or float32

_SAMPLES = 1_000_000  # of the values, to find the darkest and the brightest among
_STRAY, _STRAY_PAIRS = 1e-3, 1e-4  # shares of the values that may be darker or brighter than that
_WIDE = 0.5  # of all the values that there could be: those that span more are left as they are
_LOOKED_AT = 1200  # pixels along the longer side of what a ground is chosen for
_WHITE = 255
_OTHER_SHADE = 24  # of 255
_INK = 5e-4  # of a page, what is of another shade than its edge
_EVEN_EDGE = 0.25  # of the share that the ink has: that of what is no page along its edge
_PAGE = 0.4  # of the picture: what is too large to be ink alone


class SeenPicture:
    """How the parts of one image are to be seen.

    Values of more than 8 bits are spread from the darkest to the brightest where they span few of
    those that there could be, as those of a 12-bit scan do in a file of 16 bits. What is
    transparent gets the shade of the page that was cut out; where there is ink alone, white or
    black, whichever it stands out from. is_plain: whether neither is needed.
    """

    def __init__(self, image: QImage) -> None:
        self._range = _range(image) if _is_fine(image) else None
        self._ground = _WHITE
        self.is_plain = self._range is None and not image.hasAlphaChannel()
        if image.hasAlphaChannel():
            self._ground = _ground(self._in_8_bits(_small(image)))

    def part(self, part: QImage) -> QImage:
        """A part of the image, opaque, with 8 bits a channel. Raises MemoryError."""
        part = self._in_8_bits(part)
        if not part.hasAlphaChannel():
            return part
        laid = there(QImage(part.size(), QImage.Format.Format_RGB32))
        laid.fill(QColor(self._ground, self._ground, self._ground))
        with QPainter(laid) as painter:
            painter.drawImage(0, 0, part)
        return laid

    def _in_8_bits(self, part: QImage) -> QImage:
        if self._range is None:
            return part
        values = _values(part)
        height, width, channels = values.shape
        low, high = np.zeros((2, channels), np.float32)
        low[:3], high[:3] = self._range
        high[3:] = _full(values)
        spread = np.clip((values - low) * (255 / (high - low)), 0, 255)
        held = np.rint(spread).astype(np.uint8)
        kinds = QImage.Format
        kind = kinds.Format_RGBA8888 if part.hasAlphaChannel() else kinds.Format_RGBX8888
        if channels == 1:
            kind = kinds.Format_Grayscale8
        return there(QImage(held.data, width, height, width * channels, kind).copy())


def _is_fine(image: QImage) -> bool:
    return image.depth() > 32 or image.format() == QImage.Format.Format_Grayscale16


def _values(image: QImage) -> _Values:
    """Of an image with more than 8 bits a channel: (h, w, 1) grey, or (h, w, 4) with alpha."""
    kinds = QImage.Format
    channels, number = 4, "u2"
    if image.format() == kinds.Format_Grayscale16:
        channels = 1
    elif "FP" in image.format().name:
        image, number = image.convertToFormat(kinds.Format_RGBA32FPx4), "f4"
    else:
        image = image.convertToFormat(kinds.Format_RGBA64)
    rows: _Values = np.frombuffer(there(image).constBits(), number).reshape(image.height(), -1)
    return rows[:, : image.width() * channels].copy().reshape(image.height(), -1, channels)


def _full(values: _Values) -> float:
    return 65535.0 if values.dtype == np.uint16 else 1.0


def _range(image: QImage) -> tuple[float, float]:
    """The values that are to be black and white. Single pixels that are brighter or darker than all
    others do not count, but lines may be one pixel wide."""
    step = 1 + image.width() * image.height() // _SAMPLES
    singles, pairs = [], []
    full = 1.0
    for _, part in stripes(image):
        values = _values(part)[::step]
        full = _full(values)
        colours = values[..., :3].astype(np.float32)
        if values.shape[2] == 4:
            colours[values[..., 3] == 0] = np.nan
        left, middle, right = colours[:, :-2], colours[:, 1:-1], colours[:, 2:]
        median = np.maximum(np.minimum(left, middle), np.minimum(np.maximum(left, middle), right))
        singles.append(colours[np.isfinite(colours)])
        pairs.append(median[np.isfinite(median)])
    lows, highs = [], []
    for found, stray in ((np.concatenate(singles), _STRAY), (np.concatenate(pairs), _STRAY_PAIRS)):
        if found.size:
            lows.append(np.quantile(found, stray))
            highs.append(np.quantile(found, 1 - stray))
    low, high = float(min(lows, default=0)), float(max(highs, default=0))
    is_wide = low >= 0 and high <= full and high - low > _WIDE * full
    return (0.0, full) if is_wide or low == high else (low, high)


def _small(image: QImage) -> QImage:
    """Every so many pixels of it."""
    if max(image.width(), image.height()) <= _LOOKED_AT:
        return image
    need_thread()
    keep, fast = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.FastTransformation
    return there(image.scaled(_LOOKED_AT, _LOOKED_AT, keep, fast))


def _ground(image: QImage) -> int:
    """The shade for what is transparent, 0 to 255."""
    kinds = QImage.Format
    alpha = bytes_of(image.convertToFormat(kinds.Format_Alpha8))
    opaque = image.convertToFormat(kinds.Format_ARGB32).convertToFormat(kinds.Format_RGB32)
    shade = bytes_of(opaque.convertToFormat(kinds.Format_Grayscale8)).astype(np.float32)
    is_there = alpha > alpha.max() // 2
    beside = np.pad(is_there, 1, mode="edge")
    inside = beside[:-2, 1:-1] & beside[2:, 1:-1] & beside[1:-1, :-2] & beside[1:-1, 2:]
    at_edge = shade[is_there & ~inside]
    if not at_edge.size:
        return _WHITE
    page = float(np.median(at_edge))
    other, other_at_edge = (
        float(np.mean(abs(each - page) > _OTHER_SHADE)) for each in (shade[is_there], at_edge)
    )
    is_page = other_at_edge < _EVEN_EDGE * other or is_there.mean() > _PAGE
    if is_page and other > _INK:
        return round(page)
    dark, light = np.percentile(shade[is_there], (5, 95))
    return _WHITE if _WHITE - light >= dark else 0
