"""Picture files, decoded by Qt. Needs neither a display nor a QApplication."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QImage, QImageReader

from core.errors import DataError

FORMATS = {"png": "PNG", "jpeg": "JPEG", "bmp": "BMP", "pgm": "PGM"}
MAX_MEGABYTES = 256
# How a file starts, what goes before its pixels, and its end.
_MARKS = ((b"\x89PNG", b"IDAT", b"IEND"), (b"\xff\xd8", b"\xff\xda", b"\xff\xd9"))
# ITU-R BT.601: how bright red, green and blue look.
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def read_picture(path: Path) -> NDArray[np.uint8]:
    """Grey uint8 (h, w) of a file. Raises DataError as `decoded`."""
    return grey_of(decoded(path))


def grey_of(image: QImage) -> NDArray[np.uint8]:
    """Grey uint8 (h, w); what is transparent is laid on white."""
    if image.hasAlphaChannel():
        return _on_white(image)
    grey = _pixels(image.convertToFormat(QImage.Format.Format_Grayscale8), 1)
    return grey.reshape(grey.shape[:2])


def decoded(path: Path) -> QImage:
    """The picture in a file, turned as the camera says.

    Raises DataError for a file that is missing, no picture of FORMATS, damaged or too large.
    """
    if not path.is_file():
        raise DataError(f"There is no picture {path}.")
    # The sentence raised here says it all; Qt's own lines would only repeat it.
    QLoggingCategory.setFilterRules("qt.gui.imageio*=false")
    QImageReader.setAllocationLimit(MAX_MEGABYTES)
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()).decode() not in FORMATS:
        raise DataError(f"{path} is not a picture in {', '.join(FORMATS.values())}.")
    if _is_cut_short(path):
        raise DataError(f"{path} is cut short: it ends before the picture does.")
    image = reader.read()
    if image.isNull():
        raise DataError(f"{path} cannot be decoded: {reader.errorString()}.")
    return image


def _is_cut_short(path: Path) -> bool:
    """Qt reads what is there of a JPEG or BMP and makes up the rest; libpng prints by itself.

    A JPEG and a PNG end with a mark after the last part that holds pixels; a BMP says its size.
    """
    with path.open("rb") as stream:
        data = stream.read(MAX_MEGABYTES * 2**20)
    if data.startswith(b"BM"):
        return int.from_bytes(data[2:6], "little") > len(data)
    for start, pixels, end in _MARKS:
        if data.startswith(start):
            return data.rfind(end) <= data.rfind(pixels)
    return False


def _on_white(image: QImage) -> NDArray[np.uint8]:
    rgba = _pixels(image.convertToFormat(QImage.Format.Format_RGBA8888_Premultiplied), 4)
    grey = rgba[..., :3] @ _LUMA + (255 - rgba[..., 3])
    rounded: NDArray[np.uint8] = np.clip(grey + np.float32(0.5), 0, 255).astype(np.uint8)
    return rounded


def _pixels(image: QImage, channels: int) -> NDArray[np.uint8]:
    """(h, w, channels): copied, for Qt frees its own with the image."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    used = rows[:, : image.width() * channels].copy()
    return used.reshape(image.height(), -1, channels)
