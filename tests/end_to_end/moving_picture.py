"""Writes frames as an animated PNG, which browsers play; only what changes is stored of each."""

from __future__ import annotations

import itertools
import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOUR_AND_ALPHA, OVER = 6, 1
_UP = 2  # the PNG filter that keeps differences to the row above

Frame = NDArray[np.uint8]
Box = tuple[int, int, int, int]  # left, top, width, height


def write_moving_picture(path: Path, frames: Sequence[Frame], per_second: float) -> None:
    """frames: uint8 (height, width, 3), all of one size. It plays again and again.

    PNG specification, third edition (W3C, 2025), “Animation”.
    """
    shown = list(_changes(frames))
    height, width, _ = frames[0].shape
    numbers = itertools.count()
    with path.open("wb") as file:
        file.write(SIGNATURE)
        file.write(
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, COLOUR_AND_ALPHA, 0, 0, 0))
        )
        file.write(_chunk(b"acTL", struct.pack(">II", len(shown), 0)))
        before: Frame | None = None
        for frame, (left, top, wide, high), count in shown:
            place = struct.pack(">IIIII", next(numbers), wide, high, left, top)
            delay = struct.pack(">HHBB", round(1000 * count / per_second), 1000, 0, OVER)
            file.write(_chunk(b"fcTL", place + delay))
            part = slice(top, top + high), slice(left, left + wide)
            data = _packed(frame[part], None if before is None else before[part])
            if before is not None:
                file.write(_chunk(b"fdAT", struct.pack(">I", next(numbers)) + data))
            else:
                file.write(_chunk(b"IDAT", data))
            before = frame
        file.write(_chunk(b"IEND", b""))


def _changes(frames: Sequence[Frame]) -> Iterator[tuple[Frame, Box, int]]:
    """(frame, the box that changed, for how many frames it stays) of frames that differ."""
    height, width, _ = frames[0].shape
    box, frame, count = (0, 0, width, height), frames[0], 0
    for following in frames:
        rows, columns = np.nonzero((following != frame).any(axis=2))
        if len(rows):
            yield frame, box, count
            left, top = int(columns.min()), int(rows.min())
            box = left, top, int(columns.max()) + 1 - left, int(rows.max()) + 1 - top
            frame, count = following, 0
        count += 1
    yield frame, box, count


def _packed(pixels: Frame, before: Frame | None) -> bytes:
    """What is as `before` is transparent, which packs to next to nothing."""
    seen = np.full((*pixels.shape[:2], 4), 255, np.uint8)
    seen[:, :, :3] = pixels
    if before is not None:
        seen[(pixels == before).all(axis=2)] = 0
    rows = seen.reshape(len(pixels), -1)
    above = np.vstack([np.zeros_like(rows[:1]), rows[:-1]])
    filtered = np.empty((len(rows), rows.shape[1] + 1), np.uint8)
    filtered[:, 0], filtered[:, 1:] = _UP, rows - above
    return zlib.compress(filtered.tobytes(), 9)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
