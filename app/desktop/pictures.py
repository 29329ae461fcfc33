"""Picture files, decoded by Qt. Needs neither a display nor a QApplication."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QFile, QIODevice, QLoggingCategory, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QPainter, QTransform

from app.desktop.image_threads import need_thread
from app.desktop.picture_parts import what_is_wrong
from core.cancelling import IsCancelled, never, stop_if
from core.errors import DataError
from core.files.regular_file import open_regular

FORMATS = {"png": "PNG", "jpeg": "JPEG", "bmp": "BMP", "pgm": "PGM"}
MAX_MEGABYTES = 256  # of a file, and of its pixels once they are decoded
MAX_MEGAPIXELS = 120
ENOUGH = 2400  # pixels along the longer side; where it is twice as long, blocks are averaged
_STRIPE = 2_000_000  # pixels that are worked on at once
# ITU-R BT.601: how bright red, green and blue look.
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def read_picture(path: Path) -> NDArray[np.uint8]:
    """Grey uint8 (h, w) of a file, turned as the camera says. Raises DataError and MemoryError as
    `decoded`."""
    image, turn = _read(path, whole=True)
    grey = grey_of(image)
    if turn & turn.TransformationMirror:
        grey = grey[:, ::-1]
    if turn & turn.TransformationFlip:
        grey = grey[::-1]
    return np.rot90(grey, -1) if turn & turn.TransformationRotate90 else grey


def grey_of(image: QImage) -> NDArray[np.uint8]:
    """Grey uint8 (h, w); what is transparent is laid on white."""
    grey = np.empty((image.height(), image.width()), np.uint8)
    of = _on_white if image.hasAlphaChannel() else _grey
    for top, part in _stripes(image, 1):
        grey[top : top + part.height()] = of(part)
    return grey


def decoded(path: Path, cancelled: IsCancelled = never) -> QImage:
    """The picture in a file, turned as the camera says, a large one made smaller as `reduced`.

    Raises DataError for a file that is missing, no picture of FORMATS, damaged or too large,
    Cancelled, and MemoryError.
    """
    image, turn = _read(path, whole=False)
    stop_if(cancelled)
    image = reduced(image, cancelled)
    if turn & turn.TransformationMirror:
        image = image.flipped(Qt.Orientation.Horizontal)
    if turn & turn.TransformationFlip:
        image = image.flipped(Qt.Orientation.Vertical)
    if turn & turn.TransformationRotate90:
        image = image.transformed(QTransform().rotate(90))
    return _there(image)


def reduced(image: QImage, cancelled: IsCancelled = never) -> QImage:
    """The picture, averaged over whole blocks while its longer side has 2 · ENOUGH pixels or more;
    with 8 bits a channel. It takes little more room than what it returns.

    Raises Cancelled and MemoryError.
    """
    block = _block(image.size())
    if block == 1 and image.depth() <= 32:
        return image
    width, height = (max(1, side // block) for side in (image.width(), image.height()))
    kinds = QImage.Format
    kind = kinds.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else kinds.Format_RGB32
    made = _there(QImage(width, height, kind))
    with QPainter(made) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        for top, part in _stripes(image, block):
            stop_if(cancelled)
            rows = max(1, part.height() // block)
            small = part.scaled(
                width,
                rows,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawImage(0, top // block, _there(small))
    return made


def _read(path: Path, *, whole: bool) -> tuple[QImage, QImageIOHandler.Transformation]:
    """A picture, and how it is to be turned. Unless it is wanted whole, it may be made smaller
    already, if that saves time and room."""
    # The sentence raised here says it all; Qt's own lines would only repeat it.
    QLoggingCategory.setFilterRules("qt.gui.imageio*=false")
    QImageReader.setAllocationLimit(MAX_MEGABYTES)
    try:
        stream = open_regular(path)
    except (FileNotFoundError, IsADirectoryError, ValueError):
        raise DataError(f"There is no picture {path}.") from None
    except OSError as error:
        raise DataError(f"{path} cannot be opened: {error.strerror}.") from error
    with stream:
        if os.fstat(stream.fileno()).st_size > MAX_MEGABYTES * 2**20:
            raise DataError(f"{path} is too large: a picture has at most {MAX_MEGABYTES} MB.")
        wrong = what_is_wrong(stream)
        if wrong:
            raise DataError(f"{path} {wrong}.")
        os.lseek(stream.fileno(), 0, os.SEEK_SET)
        file = QFile()
        file.open(stream.fileno(), QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(file)
        reader.setDecideFormatFromContent(True)
        kind = bytes(reader.format().data()).decode()
        if kind not in FORMATS:
            raise DataError(f"{path} is not a picture in {', '.join(FORMATS.values())}.")
        size = reader.size()
        if size.width() * size.height() > MAX_MEGAPIXELS * 1_000_000:
            raise DataError(
                f"{path} cannot be decoded: it is too large, with {size.width():,} × "
                f"{size.height():,} pixels. Make it smaller, or crop it to the digits."
            )
        if kind == "jpeg" and not whole and _block(size) > 1:
            reader.setScaledSize(size / _block(size))
        need_thread()
        image, turn = reader.read(), reader.transformation()
        if image.isNull():
            raise DataError(f"{path} cannot be decoded: {reader.errorString()}.")
    return image, turn


def _block(size: QSize) -> int:
    """How many pixels, each way, are averaged."""
    return max(1, max(size.width(), size.height()) // ENOUGH)


def _there(image: QImage) -> QImage:
    """Qt makes an empty image where there is no room for it."""
    if image.isNull():
        raise MemoryError
    return image


def _stripes(image: QImage, block: int) -> Iterator[tuple[int, QImage]]:
    """The image from the top in stripes of whole blocks, and their first row."""
    width = max(1, image.width() // block) * block
    height = max(1, image.height() // block) * block
    rows = max(1, _STRIPE // (width * block)) * block
    for top in range(0, height, rows):
        need_thread()
        bottom = min(top + rows, height)
        part = image.copy(QRect(0, top, width, bottom - top) & image.rect())
        _there(part).setDevicePixelRatio(1.0)
        yield top, part


def _grey(image: QImage) -> NDArray[np.uint8]:
    return _pixels(image.convertToFormat(QImage.Format.Format_Grayscale8), 1)[..., 0]


def _on_white(image: QImage) -> NDArray[np.uint8]:
    rgba = _pixels(image.convertToFormat(QImage.Format.Format_RGBA8888_Premultiplied), 4)
    grey = rgba[..., :3] @ _LUMA + (255 - rgba[..., 3])
    rounded: NDArray[np.uint8] = np.clip(grey + np.float32(0.5), 0, 255).astype(np.uint8)
    return rounded


def _pixels(image: QImage, channels: int) -> NDArray[np.uint8]:
    """(h, w, channels): copied, for Qt frees its own with the image."""
    rows = np.frombuffer(_there(image).constBits(), np.uint8).reshape(image.height(), -1)
    used = rows[:, : image.width() * channels].copy()
    return used.reshape(image.height(), -1, channels)
