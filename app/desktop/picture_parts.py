"""The parts of a picture file, looked through before Qt decodes it: is it whole, and no trap?

Qt reads what is there of a file and makes up the rest; libpng prints by itself. And a small file
can keep both busy for minutes.
"""

from __future__ import annotations

import io
from collections.abc import Callable

from app.desktop.found_parts import CUT, SOUND, TRAP, FoundParts, too_large
from app.desktop.jpeg_parts import jpeg_parts
from app.desktop.tiff_parts import tiff_parts

# What a PNG may have; one of 50 megapixels has some 50,000 parts, and a few texts.
_MOST_CHUNKS, _MOST_TEXTS = 200_000, 8
_COMPRESSED = (b"zTXt", b"iTXt", b"iCCP")
_MOST_BLOCKS = 1_000_000  # of a GIF, with some 200 pixels in each, or more
_MOST_PIXELS = 30_000_000  # of what Qt holds more than once while it decodes


def parts_of(stream: io.BufferedReader) -> FoundParts:
    """What a file at its start is made of; SOUND where it is no picture of a kind known here."""
    head = stream.read(16)
    for start, look in _LOOKS:
        if head.startswith(start):
            stream.seek(0)
            return look(stream)
    return SOUND


def _bmp(stream: io.BufferedReader) -> FoundParts:
    """It says its size."""
    says = int.from_bytes(stream.read(6)[2:], "little")
    return CUT if says > stream.seek(0, io.SEEK_END) else SOUND


def _png(stream: io.BufferedReader) -> FoundParts:
    """Chunks to the one that ends it, each with its length."""
    size = stream.seek(0, io.SEEK_END)
    at, texts = 8, 0
    for _ in range(_MOST_CHUNKS):
        stream.seek(at)
        head = stream.read(8)
        at += int.from_bytes(head[:4], "big") + 12
        if len(head) < 8 or at > size:
            return CUT
        if head[4:] == b"IEND":
            return SOUND
        texts += head[4:] in _COMPRESSED
        if texts > _MOST_TEXTS:
            return TRAP
    return TRAP


def _gif(stream: io.BufferedReader) -> FoundParts:
    """Lines of blocks, each block with its length and the last one empty. Only what stands before
    the end of the first frame is to be decoded, for Qt looks through all frames to tell a size."""
    data = stream.read()
    sides = [_number(data, at) for at in (6, 8)]
    at, length, is_frame = 13 + _colours(data, 10), 0, False
    for _ in range(_MOST_BLOCKS):
        if not length:
            if is_frame:
                return FoundParts(data=data[:at] + b";")
            is_frame = data[at : at + 1] == b","
            if is_frame:
                sides = [max(side, _number(data, at + 5 + 2 * n)) for n, side in enumerate(sides)]
                if sides[0] * sides[1] > _MOST_PIXELS:
                    return too_large(sides[0], sides[1])
                at += 9 + _colours(data, at + 9)
            at += 2
        if at >= len(data):
            return CUT
        length = data[at]
        at += 1 + length
    return TRAP


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _colours(data: bytes, at: int) -> int:
    """How many bytes a table of colours has, by the flags that stand there."""
    flags = int.from_bytes(data[at : at + 1], "little")
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _webp(stream: io.BufferedReader) -> FoundParts:
    """It says its size."""
    says = 8 + int.from_bytes(stream.read(8)[4:], "little")
    return CUT if says > stream.seek(0, io.SEEK_END) else SOUND


_LOOKS: tuple[tuple[bytes, Callable[[io.BufferedReader], FoundParts]], ...] = (
    (b"BM", _bmp),
    (b"\x89PNG", _png),
    (b"\xff\xd8", jpeg_parts),
    (b"GIF8", _gif),
    (b"RIFF", _webp),
    (b"II*\0", tiff_parts),
    (b"MM\0*", tiff_parts),
    (b"II+\0", tiff_parts),
    (b"MM\0+", tiff_parts),
)
