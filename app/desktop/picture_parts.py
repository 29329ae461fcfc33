"""The parts of a picture file, looked through before Qt decodes it: is it whole, and no trap?

Qt reads what is there of a JPEG or BMP and makes up the rest; libpng prints by itself. And a small
file can keep both busy for minutes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable

# What a PNG may have; one of 50 megapixels has some 50,000 parts, and a few texts.
_MOST_CHUNKS, _MOST_TEXTS = 200_000, 8
_COMPRESSED = (b"zTXt", b"iTXt", b"iCCP")
# What a JPEG may have; cameras write it in up to 12 passes over its pixels.
_MOST_SEGMENTS, _MOST_PASSES, _MOST_PASSED = 20_000, 1_000, 4_000_000_000
_MARK = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_SCAN, _END = 0xDA, 0xD9
_PROGRESSIVE = 0xC2  # libjpeg holds all its coefficients before it makes a pixel
_MOST_COEFFICIENTS = 130_000_000  # of two bytes
_FRAMES = {0xC0, 0xC1, _PROGRESSIVE}  # that Qt decodes; each says its height and width
_CUT = "is cut short: it ends before the picture does"
_TOO_MANY = (
    "is a progressive JPEG that is too large to be decoded. Save it anew as an ordinary JPEG, or "
    "crop it to the digits"
)
_TRAP = "cannot be decoded: it has more parts than a picture has. Save it anew as PNG"


def what_is_wrong(stream: io.BufferedReader) -> str:
    """What is wrong with a file, after its name; "" where nothing is, or it is no picture."""
    head = stream.read(8)
    for start, look in _LOOKS:
        if head.startswith(start):
            stream.seek(0)
            return look(stream)
    return ""


def _bmp(stream: io.BufferedReader) -> str:
    """It says its size."""
    says = int.from_bytes(stream.read(6)[2:], "little")
    return _CUT if says > stream.seek(0, io.SEEK_END) else ""


def _png(stream: io.BufferedReader) -> str:
    """Chunks to the one that ends it, each with its length."""
    size = stream.seek(0, io.SEEK_END)
    at, texts = 8, 0
    for _ in range(_MOST_CHUNKS):
        stream.seek(at)
        head = stream.read(8)
        at += int.from_bytes(head[:4], "big") + 12
        if len(head) < 8 or at > size:
            return _CUT
        if head[4:] == b"IEND":
            return ""
        texts += head[4:] in _COMPRESSED
        if texts > _MOST_TEXTS:
            return _TRAP
    return _TRAP


def _jpeg(stream: io.BufferedReader) -> str:
    """Marks with a length, and after some of them pixels, which hold no mark."""
    data = stream.read()
    at, passes, pixels = 2, 0, 0
    for _ in range(_MOST_SEGMENTS):
        mark = _MARK.search(data, at)
        if mark is None:
            return _CUT
        kind, part = mark[1][0], mark.end()
        if kind == _END:
            return "" if passes else _CUT
        if kind in _FRAMES:
            height, width = data[part + 3 : part + 5], data[part + 5 : part + 7]
            pixels = int.from_bytes(height, "big") * int.from_bytes(width, "big")
        if kind == _PROGRESSIVE and _coefficients(data[part : part + 20]) > _MOST_COEFFICIENTS:
            return _TOO_MANY
        passes += kind == _SCAN
        if passes > _MOST_PASSES or passes * pixels > _MOST_PASSED:
            return _TRAP
        at = part + int.from_bytes(data[part : part + 2], "big")
    return _TRAP


def _coefficients(frame: bytes) -> int:
    """How many a frame has, by its header: the sides, and how finely each colour is sampled."""
    height, width = (int.from_bytes(frame[at : at + 2], "big") for at in (3, 5))
    samples = [(each >> 4, each & 15) for each in frame[9 : 8 + 3 * min(frame[7], 4) : 3]]
    finest = max((across * down for across, down in samples), default=0)
    all_of_them = sum(across * down for across, down in samples)
    return width * height * all_of_them // finest if finest else 0


_LOOKS: tuple[tuple[bytes, Callable[[io.BufferedReader], str]], ...] = (
    (b"BM", _bmp),
    (b"\x89PNG", _png),
    (b"\xff\xd8", _jpeg),
)
