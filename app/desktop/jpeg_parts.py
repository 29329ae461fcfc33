"""The parts of a JPEG file: is it whole, is it no trap, and where does the picture end?

Phones put a video behind the picture, some cameras forget the mark at its end, and libjpeg makes up
the pixels that are missing.
"""

from __future__ import annotations

import io
import re

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QImageReader

from app.desktop.found_parts import CUT, SOUND, TRAP, FoundParts, too_large

# What one may have; cameras write it in up to 12 passes over its pixels.
_MOST_SEGMENTS, _MOST_PASSES, _MOST_PASSED = 20_000, 1_000, 4_000_000_000
_MARK = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_SCAN, _END = 0xDA, 0xD9
_PROGRESSIVE = 0xC2  # libjpeg holds all its coefficients before it makes a pixel
_MOST_COEFFICIENTS = 130_000_000  # of two bytes
_FRAMES = {0xC0, 0xC1, _PROGRESSIVE}  # that Qt decodes; each says its height and width
_TABLES = {0xC4, 0xCC, 0xDB, 0xDC, 0xDD, *range(0xE0, 0xF0), 0xFE}  # and what is no picture
_RARE_FRAMES = {*range(0xC3, 0xD0)} - _TABLES - {0xC8}
_RARE = "is a JPEG of a rare kind, which Digit Lab cannot read. Save it anew as an ordinary JPEG"
_MENDED = 64 * 2**20  # bytes; a larger file without an end is not looked into
_FILLER = b"\xaa\x55" * 64  # no zeros: those are what libjpeg takes for what is missing
_COMPARED = 12_000_000  # pixels; of a larger picture every eighth each way


def jpeg_parts(stream: io.BufferedReader) -> FoundParts:
    """Marks with a length, and after some of them pixels, which hold no mark."""
    data = stream.read()
    at, passes, pixels = 2, 0, 0
    frame, in_one_pass, is_complete = b"", False, False
    for _ in range(_MOST_SEGMENTS):
        mark = _MARK.search(data, at)
        kind = mark[1][0] if mark else None
        if passes and kind != _END and (is_complete or kind not in _TABLES | {_SCAN}):
            return _without_end(data, mark.start() if mark else len(data))
        if mark is None:
            return CUT
        if kind == _END:
            return SOUND if passes else CUT
        if kind in _RARE_FRAMES:
            return FoundParts(_RARE)
        part = mark.end()
        if kind in _FRAMES:
            frame = data[part : part + 20]
            height, width = (int.from_bytes(frame[side : side + 2], "big") for side in (3, 5))
            pixels = height * width
            in_one_pass = kind != _PROGRESSIVE
            if not in_one_pass and _coefficients(frame) > _MOST_COEFFICIENTS:
                return too_large(width, height, " in a progressive JPEG")
        if kind == _SCAN:
            passes += 1
            is_complete = in_one_pass and data[part + 2 : part + 3] == frame[7:8]
        if passes > _MOST_PASSES or passes * pixels > _MOST_PASSED:
            return TRAP
        at = part + int.from_bytes(data[part : part + 2], "big")
    return TRAP


def _coefficients(frame: bytes) -> int:
    """How many a frame has, by its header: the sides, and how finely each colour is sampled."""
    height, width = (int.from_bytes(frame[at : at + 2], "big") for at in (3, 5))
    samples = [(each >> 4, each & 15) for each in frame[9 : 8 + 3 * min(frame[7], 4) : 3]]
    finest = max((across * down for across, down in samples), default=0)
    all_of_them = sum(across * down for across, down in samples)
    return width * height * all_of_them // finest if finest else 0


def _without_end(data: bytes, end: int) -> FoundParts:
    """A file with no end mark behind its pixels, which end here at the latest. Where all of them
    are there, what is put behind them changes nothing."""
    if end > _MENDED:
        return CUT
    pixels = data[:end].rstrip(b"\xff")
    mended, filled = (pixels + more + b"\xff\xd9" for more in (b"", _FILLER))
    image = _decoded(mended)
    if image.isNull() or image != _decoded(filled):
        return CUT
    return FoundParts(data=mended)


def _decoded(data: bytes) -> QImage:
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    size = reader.size()
    if size.width() * size.height() > _COMPARED:
        reader.setScaledSize(size / 8)
    return reader.read()
