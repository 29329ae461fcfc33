"""Animated PNGs: the first frame is an ordinary picture, and the others only what changed."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from PySide6.QtGui import QImage

from tests.end_to_end.moving_picture import SIGNATURE, write_moving_picture


def chunks(content: bytes):
    at = len(SIGNATURE)
    while at < len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        yield kind, content[at + 8 : at + 8 + length]
        at += 12 + length


def test_frames_that_are_the_same_are_stored_once_and_the_others_where_they_differ(tmp_path):
    rng = np.random.default_rng(0)
    first = rng.integers(0, 256, (20, 30, 3), dtype=np.uint8)
    second = first.copy()
    second[5:9, 12:20] = 0
    path = tmp_path / "moving.png"
    write_moving_picture(path, [first, first, second], 10)
    found = list(chunks(path.read_bytes()))
    assert [kind for kind, _ in found] == [
        *(b"IHDR", b"acTL", b"fcTL", b"IDAT", b"fcTL", b"fdAT", b"IEND")
    ]
    places = [data for kind, data in found if kind == b"fcTL"]
    assert struct.unpack(">IIIIIHH", places[0][:24]) == (0, 30, 20, 0, 0, 200, 1000)
    assert struct.unpack(">IIIIIHH", places[1][:24]) == (1, 8, 4, 12, 5, 100, 1000)
    changed = zlib.decompress(next(data for kind, data in found if kind == b"fdAT")[4:])
    assert len(changed) == 4 * (1 + 8 * 4)
    shown = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(shown.constBits(), np.uint8).reshape(20, shown.bytesPerLine())
    assert (rows[:, :90].reshape(20, 30, 3) == first).all()
