import struct

import numpy as np
import pytest

from core.checking import wire
from core.checking.wire import ConvertedArray, UnreadableValue, WireError, pack, unpack


def sent(value, **how):
    frame = pack(value, **how)
    text, data = wire.frame_lengths(frame[:8])
    assert len(frame) == 8 + text + data
    return unpack(frame[8 : 8 + text], frame[8 + text :])


@pytest.mark.parametrize(
    "value", [None, True, 3, -2.5, "text “ü”", [], (), {}, [1, "a"], (1, (2, [None])), {"a": {}}]
)
def test_plain_values_come_back(value):
    back = sent(value)
    assert (back, type(back)) == (value, type(value))


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf, 10**400])
def test_numbers_without_end(number):
    expected = float("inf") if isinstance(number, int) else number
    np.testing.assert_equal(sent(number), expected)


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", ">f8", "i4", "u1", "?", "c16"])
@pytest.mark.parametrize("shape", [(), (0, 3), (2, 3), (1, 1, 4)])
def test_arrays_come_back(dtype, shape):
    array = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
    back = sent([array, array.T])
    for got, was in zip(back, (array, array.T), strict=True):
        np.testing.assert_array_equal(got, was)
        assert got.dtype == was.dtype.newbyteorder("=")
        assert got.flags.writeable


def test_other_forms_of_arrays_are_told():
    for value, form in (
        (np.array([[1.0]]).view(np.matrix), "matrix"),
        (np.float32(2), "number"),
        ([[1, 2], [3, 4.5]], "list"),
        (np.array([1, 2.5], object), "objects"),
    ):
        back = sent((value,))[0]
        assert isinstance(back, ConvertedArray)
        assert back.form == form
        np.testing.assert_array_equal(back.array, np.asarray(value, float))
    assert sent([4, 5, 3], lists_are_arrays=False) == [4, 5, 3]


def test_what_is_no_number_is_told_by_its_type():
    assert sent(object()) == UnreadableValue("object")
    assert sent(np.array(["a"])) == UnreadableValue("array of str32")
    assert sent(np.array([object()])).name.startswith("array of objects")
    assert isinstance(sent([[1], [1, 2]]), UnreadableValue)
    loop: list = []
    loop.append(loop)
    assert sent(loop)


def test_what_is_too_large_is_refused():
    with pytest.raises(WireError, match="too large"):
        pack(np.broadcast_to(np.zeros(1), (10**5, 10**5)))
    with pytest.raises(WireError, match="too many"):
        pack("x" * (wire.MOST_JSON + 1))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff",
        b"{}",
        b'{"is": "array"}',
        b'{"is": "array", "dtype": "O", "shape": [1], "at": 0}',
        b'{"is": "array", "dtype": "<f8", "shape": [9999999999], "at": 0}',
        b'{"is": "array", "dtype": "<f8", "shape": [1], "at": 99}',
        b'{"is": "array", "dtype": "<f8", "shape": [-1], "at": 0}',
        b'{"is": "dict", "items": [[1]]}',
        b'{"is": "dict", "items": [[1, 2]]}',
        b'{"is": "array", "dtype": "<f8", "shape": [1.0], "at": 0}',
        b'{"is": "array", "dtype": "<f8", "shape": [1], "at": 0, "form": "soup"}',
        b'{"is": "array", "dtype": "(1000000000,)f8", "shape": [0], "at": 0}',
        b'{"is": "array", "dtype": ["f8"], "shape": [1], "at": 0}',
        b'{"is": "float", "text": "1e999"}',
        b'{"is": "soup"}',
        b"[1]",
        b"NaN",
        b"9007199254740992",
        b"9" * 5000,
        b"[" * 100_000,
        b'{"is": "list", "items": [' * 20 + b"]}" * 20,
        b'{"is": "list", "items": [' + b", ".join([b"1"] * 65) + b"]}",
    ],
)
def test_what_is_no_frame_is_refused(text):
    with pytest.raises(WireError):
        unpack(text, b"12345678" if b"array" in text else b"")


def test_data_is_read_once():
    """Many arrays of the same bytes would take more memory than was sent."""
    one = b'{"is": "array", "dtype": "<f8", "shape": [1], "at": 0}'
    np.testing.assert_array_equal(unpack(one, bytes(8)), [0.0])
    with pytest.raises(WireError):
        unpack(b'{"is": "list", "items": [' + one + b", " + one + b"]}", bytes(8))
    with pytest.raises(WireError):
        unpack(one, bytes(16))


def test_a_reply_has_the_secret_and_the_requests_number():
    frame = wire.TAG.pack(b"s" * wire.SECRET_BYTES, 3) + pack(None)
    head = frame[: wire.HEAD_BYTES]
    assert wire.lengths_of(head, b"s" * wire.SECRET_BYTES, 3) == (4, 0)
    for secret, number in ((b"t" * wire.SECRET_BYTES, 3), (b"s" * wire.SECRET_BYTES, 4)):
        with pytest.raises(WireError):
            wire.lengths_of(head, secret, number)


def test_lengths_are_bounded():
    with pytest.raises(WireError):
        wire.frame_lengths(struct.pack(">II", 5, 2**31))
