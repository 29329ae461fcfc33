"""TIFF files of one strip or tile, made by hand."""

from __future__ import annotations

import struct

# Tags.
REDUCED, WIDTH, HEIGHT, BITS, PACKING, LIGHT, MAKE = 254, 256, 257, 258, 259, 262, 271
STRIP, CHANNELS, ROWS, LENGTH, TILE_WIDTH, TILE_HEIGHT, DNG = 273, 277, 278, 279, 322, 323, 50706


def tiff(pixels: bytes, tags: dict[int, int], order: str = "<") -> bytes:
    """A file with these numbers beside those that each has; order: of their bytes."""
    table = {LIGHT: 1, PACKING: 1, CHANNELS: 1, STRIP: 8, LENGTH: len(pixels)} | tags
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8 + len(pixels))
    entries = [struct.pack(f"{order}HHII", tag, 4, 1, table[tag]) for tag in sorted(table)]
    return head + pixels + struct.pack(f"{order}H", len(entries)) + b"".join(entries) + bytes(4)
