"""Small grey pictures as PNG, for a page that holds them."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(image: NDArray[np.uint8]) -> bytes:
    """image: (h, w), 0 is black."""
    height, width = image.shape
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines: NDArray[Any] = np.pad(image, ((0, 0), (1, 0)))  # each line begins with its filter, none
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines.tobytes(), 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def data_uri(image: NDArray[np.uint8]) -> str:
    """The picture as the address of an <img>."""
    return f"data:image/png;base64,{base64.b64encode(png(image)).decode()}"
