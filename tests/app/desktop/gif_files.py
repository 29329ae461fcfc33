"""GIF files, which Qt does not write."""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

_BITS = 7  # of a pixel: LZW at its simplest, with its table thrown away before it grows
_CLEAR, _END = 128, 129


def gif(*frames: NDArray[np.uint8], screen: tuple[int, int] | None = None) -> bytes:
    """Frames (h, w) of grey in 128 steps; screen: width and height that the file says, instead of
    those of the first."""
    width, height = screen or frames[0].shape[::-1]
    greys = b"".join(bytes([2 * step] * 3) for step in range(128))
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80 | _BITS - 1, 0, 0) + greys
    return head + b"".join(map(_frame, frames)) + b";"


def _frame(grey: NDArray[np.uint8]) -> bytes:
    height, width = grey.shape
    pixels = (grey >> 1).ravel()
    # Each code has a byte: _BITS + 1 bits, as long as fewer than 126 follow one another.
    pixels = np.append(pixels, np.zeros(-len(pixels) % 100, np.uint8)).reshape(-1, 100)
    codes = np.hstack([np.full((len(pixels), 1), _CLEAR, np.uint8), pixels]).tobytes()
    codes += bytes([_END])
    blocks = [codes[at : at + 255] for at in range(0, len(codes), 255)]
    place = b"," + struct.pack("<HHHHBB", 0, 0, width, height, 0, _BITS)
    return place + b"".join(bytes([len(block)]) + block for block in blocks) + b"\0"
