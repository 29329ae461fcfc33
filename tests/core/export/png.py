"""PNG files of every depth, colour and filter, written as the standard says (ISO 15948)."""

from __future__ import annotations

import struct
import zlib

import numpy as np

GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(rows: np.ndarray, color: int, depth: int = 8, filter_kind: int = 0, **more: bytes) -> bytes:
    """rows: bytes (h, bytes of a row), packed as the depth asks. more: chunks before the pixels."""
    channels = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}[color]
    step = max(1, channels * depth // 8)
    width = rows.shape[1] * 8 // (channels * depth)
    header = struct.pack(">IIBBBBB", width, len(rows), depth, color, 0, 0, 0)
    chunks = [(b"IHDR", header), *((name.encode(), each) for name, each in more.items())]
    chunks += [(b"IDAT", zlib.compress(_filtered(rows, step, filter_kind))), (b"IEND", b"")]
    return SIGNATURE + b"".join(
        struct.pack(">I", len(each)) + kind + each + struct.pack(">I", zlib.crc32(kind + each))
        for kind, each in chunks
    )


def _filtered(rows: np.ndarray, step: int, kind: int) -> bytes:
    padded = np.pad(rows.astype(int), ((1, 0), (step, 0)))
    left, above, corner = padded[1:, :-step], padded[:-1, step:], padded[:-1, :-step]
    near = np.stack([left, above, corner])
    nearest = np.abs(left + above - corner - near).argmin(axis=0)
    paeth = np.take_along_axis(near, nearest[None], axis=0)[0]
    guess = (0 * left, left, above, (left + above) // 2, paeth)[kind]
    lines = ((rows - guess) % 256).astype(np.uint8)
    return np.pad(lines, ((0, 0), (1, 0)), constant_values=kind).tobytes()
