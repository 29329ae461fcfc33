"""Images worked on a stripe at a time, so that little room is taken beside them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from app.desktop.image_threads import need_thread

_STRIPE = 1_000_000  # pixels


def there(image: QImage) -> QImage:
    """Qt makes an empty image where there is no room for it: raises MemoryError."""
    if image.isNull():
        raise MemoryError
    return image


def stripes(image: QImage, block: int = 1) -> Iterator[tuple[int, QImage]]:
    """The image from the top in stripes of whole blocks, each with its first row. Raises
    MemoryError."""
    width = max(1, image.width() // block) * block
    height = max(1, image.height() // block) * block
    rows = max(1, _STRIPE // (width * block)) * block
    for top in range(0, height, rows):
        need_thread()
        bottom = min(top + rows, height)
        part = there(image.copy(QRect(0, top, width, bottom - top) & image.rect()))
        part.setDevicePixelRatio(1.0)
        yield top, part


def bytes_of(image: QImage) -> NDArray[np.uint8]:
    """Those of an image with one byte a pixel: (h, w). Raises MemoryError."""
    rows = np.frombuffer(there(image).constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width()].copy()
