"""Picture files, decoded by Qt. Needs neither a display nor a QApplication."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QFile, QIODevice, QLoggingCategory, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QPainter, QTransform

from app.desktop.found_parts import FoundParts, too_large
from app.desktop.image_stripes import bytes_of, stripes, there
from app.desktop.image_threads import need_thread
from app.desktop.picture_kinds import HEAD, what_else
from app.desktop.picture_parts import parts_of
from app.desktop.seen_picture import SeenPicture
from core.cancelling import IsCancelled, never, stop_if
from core.errors import DataError
from core.files.regular_file import open_regular

FORMATS = {
    **{"png": "PNG", "jpeg": "JPEG", "gif": "GIF", "tiff": "TIFF", "webp": "WebP"},
    **{"bmp": "BMP", "pbm": "PBM", "pgm": "PGM", "ppm": "PPM"},
}
ENDINGS = (
    *(".png", ".jpg", ".jpeg", ".jfif", ".gif", ".tif", ".tiff", ".webp"),
    *(".bmp", ".pbm", ".pgm", ".ppm"),
)
MAX_MEGABYTES = 256  # of a file, and of its pixels once they are decoded
MAX_SIDE = 65_535  # pixels
MAX_MEGAPIXELS = 120
# JPEGs are made smaller while they are decoded; WebP is held up to three times.
_MAX_MEGAPIXELS_OF = {"jpeg": 210, "webp": 24}
_WHOLE = 40_000_000  # pixels of a JPEG that the command line decodes one by one
ENOUGH = 2400  # pixels along the longer side; where it is twice as long, blocks are averaged


def read_picture(path: Path) -> NDArray[np.uint8]:
    """Grey uint8 (h, w) of a file, turned as the camera says. Raises DataError and MemoryError as
    `decoded`."""
    image, turn, block = _read(path, whole_up_to=_WHOLE)
    grey = grey_of(image).repeat(block, axis=0).repeat(block, axis=1)
    if turn & turn.TransformationMirror:
        grey = grey[:, ::-1]
    if turn & turn.TransformationFlip:
        grey = grey[::-1]
    return np.rot90(grey, -1) if turn & turn.TransformationRotate90 else grey


def grey_of(image: QImage) -> NDArray[np.uint8]:
    """Grey uint8 (h, w), as SeenPicture shows it."""
    seen = SeenPicture(image)
    grey = np.empty((image.height(), image.width()), np.uint8)
    for top, part in stripes(image):
        grey[top : top + part.height()] = bytes_of(
            seen.part(part).convertToFormat(QImage.Format.Format_Grayscale8)
        )
    return grey


def decoded(path: Path, cancelled: IsCancelled = never) -> QImage:
    """The picture in a file, turned as the camera says, a large one made smaller as `reduced`.

    Raises DataError for a file that is missing, no picture of FORMATS, damaged or too large,
    Cancelled, and MemoryError.
    """
    image, turn, _ = _read(path, whole_up_to=0)
    stop_if(cancelled)
    image = reduced(image, cancelled)
    if turn & turn.TransformationMirror:
        image = image.flipped(Qt.Orientation.Horizontal)
    if turn & turn.TransformationFlip:
        image = image.flipped(Qt.Orientation.Vertical)
    if turn & turn.TransformationRotate90:
        image = image.transformed(QTransform().rotate(90))
    return there(image)


def reduced(image: QImage, cancelled: IsCancelled = never) -> QImage:
    """The picture, averaged over whole blocks while its longer side has 2 · ENOUGH pixels or more;
    as SeenPicture shows it. It takes little more room than what it returns.

    Raises Cancelled and MemoryError.
    """
    block = _block(image.size())
    seen = SeenPicture(image)
    if block == 1 and seen.is_plain:
        return image
    width, height = (max(1, side // block) for side in (image.width(), image.height()))
    made = there(QImage(width, height, QImage.Format.Format_RGB32))
    with QPainter(made) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        for top, part in stripes(image, block):
            stop_if(cancelled)
            rows = max(1, part.height() // block)
            small = seen.part(part).scaled(
                width,
                rows,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawImage(0, top // block, there(small))
    return made


def _read(path: Path, *, whole_up_to: int) -> tuple[QImage, QImageIOHandler.Transformation, int]:
    """A picture, how it is to be turned, and of how many pixels each way one was made: a JPEG of
    more than so many is made smaller while it is decoded, which saves time and room."""
    # The sentence raised here says it all; Qt's own lines would only repeat it.
    QLoggingCategory.setFilterRules("qt.gui.imageio*=false\nqt.imageformats*=false")
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
        wrong, device = _looked_through(stream)
        if wrong:
            raise DataError(f"{path} {wrong}.")
        reader = QImageReader(device)
        try:
            return _decoded(path, reader, whole_up_to)
        finally:
            del reader  # before its device, which it may close


def _decoded(
    path: Path, reader: QImageReader, whole_up_to: int
) -> tuple[QImage, QImageIOHandler.Transformation, int]:
    reader.setDecideFormatFromContent(True)
    kind = bytes(reader.format().data()).decode()
    if kind not in FORMATS:
        raise DataError(f"{path} is not a picture in {', '.join(FORMATS.values())}.")
    size = reader.size()
    pixels = size.width() * size.height()
    most = _MAX_MEGAPIXELS_OF.get(kind, MAX_MEGAPIXELS) * 1_000_000
    if pixels > most or max(size.width(), size.height()) > MAX_SIDE:
        raise _too_large(path, size)
    block = _block(size) if kind == "jpeg" and pixels > whole_up_to else 1
    if block > 1:
        reader.setScaledSize(size / block)
    need_thread()
    image, turn = reader.read(), reader.transformation()
    if not image.isNull():
        return image, turn, block
    if 4 * pixels > MAX_MEGABYTES * 2**20:
        raise _too_large(path, size)
    raise DataError(f"{path} cannot be decoded: {reader.errorString()}.")


def _looked_through(stream: io.BufferedReader) -> tuple[str, QIODevice]:
    """What is wrong with a file, after its name, or "", and what is to be decoded."""
    other = what_else(stream.read(HEAD))
    stream.seek(0)
    found = FoundParts(other) if other else parts_of(stream)
    if found.data is not None:
        buffer = QBuffer()
        buffer.setData(found.data)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        return found.wrong, buffer
    os.lseek(stream.fileno(), 0, os.SEEK_SET)
    file = QFile()
    file.open(stream.fileno(), QIODevice.OpenModeFlag.ReadOnly)
    return found.wrong, file


def _too_large(path: Path, size: QSize) -> DataError:
    return DataError(f"{path} {too_large(size.width(), size.height()).wrong}.")


def _block(size: QSize) -> int:
    """How many pixels, each way, are averaged."""
    return max(1, max(size.width(), size.height()) // ENOUGH)
