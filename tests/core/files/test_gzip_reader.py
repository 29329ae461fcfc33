from __future__ import annotations

import gzip
import io
import zlib

import numpy as np
import pytest

from core.files.gzip_reader import MAX_PARTS, unpacked

BODY = np.random.default_rng(0).integers(0, 20, 300_000, np.uint8).tobytes()
WHOLE = gzip.compress(BODY)


@pytest.mark.parametrize("tail", [b"", bytes(100_000)], ids=["alone", "before zeros"])
@pytest.mark.parametrize("parts", [1, 2, 3])
def test_gives_what_gzip_gives(parts, tail):
    packed = (WHOLE + tail) * parts
    assert unpacked(io.BytesIO(packed)).read() == gzip.decompress(packed) == BODY * parts


def test_gives_it_line_by_line_and_into_a_buffer():
    stream = unpacked(io.BytesIO(gzip.compress(b"one\ntwo\n" + bytes(9))))
    room = bytearray(9)
    assert [stream.readline(), stream.readline(), stream.readinto(room)] == [b"one\n", b"two\n", 9]


@pytest.mark.parametrize("cut", [1, 5, 12, 1000, len(WHOLE) - 1])
def test_one_that_is_cut_short_ends_in_an_error(cut):
    with pytest.raises(EOFError):
        unpacked(io.BytesIO(WHOLE[:cut])).read()


def test_one_that_is_damaged_ends_in_an_error():
    for damaged in (b"nonsense", WHOLE + b"more", WHOLE[:-8] + bytes(8), WHOLE[:20] + bytes(9)):
        with pytest.raises((zlib.error, EOFError)):
            unpacked(io.BytesIO(damaged)).read()


def test_one_of_too_many_parts_is_not_gone_through():
    empty = gzip.compress(b"")
    assert unpacked(io.BytesIO(empty * MAX_PARTS)).read() == b""
    packed = io.BytesIO(empty * MAX_PARTS * 100)
    with pytest.raises(zlib.error, match="parts"):
        unpacked(packed).read()
    assert packed.tell() < len(empty) * MAX_PARTS * 5
