from __future__ import annotations

import gzip
import os
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.data.idx import read_idx, read_images, read_labels
from core.errors import DataError
from tests.core.data.idx_files import digits, idx_bytes


def written(tmp_path: Path, data: bytes, name: str = "some-file") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@given(
    array=st.sampled_from(["u1", "i1", "i2", "i4", "f4", "f8"]).flatmap(
        lambda kind: arrays.arrays(
            np.dtype(kind), arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
        )
    ),
    zipped=st.booleans(),
)
def test_any_rank_and_dtype_comes_back_bit_for_bit(tmp_path_factory, array, zipped) -> None:
    data = idx_bytes(array)
    path = tmp_path_factory.mktemp("idx") / "file"
    path.write_bytes(gzip.compress(data, 1) if zipped else data)
    read = read_idx(path)
    assert read.shape == array.shape
    assert read.dtype == array.dtype
    assert read.dtype.isnative
    assert read.tobytes() == array.tobytes()


def test_gzip_is_known_by_content_and_not_by_name(tmp_path: Path) -> None:
    images, _ = digits(3)
    zipped = written(tmp_path, gzip.compress(idx_bytes(images)), "plain-name")
    plain = written(tmp_path, idx_bytes(images), "name.gz")
    assert np.array_equal(read_idx(zipped), images)
    assert np.array_equal(read_idx(plain), images)


GOOD = idx_bytes(digits(5)[0])
ZIPPED = gzip.compress(GOOD)
BROKEN = {
    "empty": (b"", "is empty"),
    "one byte": (b"\0", "cut short"),
    "sizes missing": (GOOD[:9], "cut short"),
    "cut short": (GOOD[:-1], "cut short"),
    "one byte too many": (GOOD + b"\0", "longer than its header says"),
    "text": (b"digits, digits", "not an IDX file"),
    "unknown dtype": (b"\0\0\x0a\1" + GOOD[4:], "not an IDX file"),
    "absurd rank": (b"\0\0\x08\xff" + bytes(2000), "not an IDX file"),
    "declares 281 TB": (b"\0\0\x08\3" + struct.pack(">III", 2**16, 2**16, 2**16), "more than the"),
    "declares nothing, widely": (b"\0\0\x08\3" + struct.pack(">III", 0, 2**31, 2**31), "more than"),
    "declares 400 MB": (b"\0\0\x08\1" + struct.pack(">I", 400_000_000), "cut short"),
    "gzip cut short": (ZIPPED[:-20], "cut short"),
    "gzip header only": (ZIPPED[:2], "cut short"),
    "gzip garbage": (b"\x1f\x8b" + b"garbage" * 9, "damaged"),
    "gzip bad data": (ZIPPED[:400] + b"\xff" * 40 + ZIPPED[440:], "damaged"),
    "gzip bad checksum": (ZIPPED[:-8] + b"1234" + ZIPPED[-4:], "damaged"),
    "gzip of too much": (gzip.compress(GOOD + bytes(50_000_000), 1), "longer than its header says"),
    "gzip of nothing": (gzip.compress(b""), "cut short"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named_and_explained(tmp_path: Path, case: str) -> None:
    data, reason = BROKEN[case]
    path = written(tmp_path, data)
    with pytest.raises(DataError, match=reason) as raised:
        read_idx(path)
    assert str(path) in str(raised.value)


def test_missing_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no file"):
        read_idx(tmp_path / "nothing")
    with pytest.raises(DataError, match="is a folder"):
        read_idx(tmp_path)


def test_the_limit_holds_before_anything_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    assert read_idx(path, limit=5 * 784).shape == (5, 28, 28)
    with pytest.raises(DataError, match="more than the"):
        read_idx(path, limit=5 * 784 - 1)


def test_images_and_labels_say_when_they_are_swapped(tmp_path: Path) -> None:
    images, labels = digits(12)
    image_file = written(tmp_path, idx_bytes(images), "images")
    label_file = written(tmp_path, idx_bytes(labels), "labels")
    assert np.array_equal(read_images(image_file), images.reshape(12, 784))
    assert np.array_equal(read_labels(label_file), labels)
    with pytest.raises(DataError, match="holds labels where images were expected"):
        read_images(label_file)
    with pytest.raises(DataError, match="holds images where labels were expected"):
        read_labels(image_file)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((2, 32, 32), np.uint8),
        np.zeros((2, 28, 28), np.float32),
        np.zeros((2, 2), np.uint8),
    ],
)
def test_arrays_of_another_kind_are_neither_images_nor_labels(tmp_path: Path, array) -> None:
    path = written(tmp_path, idx_bytes(array))
    with pytest.raises(
        DataError, match=r"holds .*digit images are|holds .*labels are|where labels"
    ):
        read_images(path)
    with pytest.raises(DataError, match="holds"):
        read_labels(path)


def test_no_room_is_made_for_more_than_the_file_can_hold(tmp_path: Path, monkeypatch) -> None:
    """Digits shrink to a fifth, not to next to nothing."""
    head = struct.pack(">HBBI", 0, 0x08, 1, 500_000_000)
    monkeypatch.setattr(np, "empty", lambda *_: pytest.fail("room was made"))
    for data, sentence in ((head, "cut short"), (gzip.compress(head), "more than the")):
        with pytest.raises(DataError, match=sentence):
            read_idx(written(tmp_path, data))


def test_no_room_is_made_for_what_are_no_digits(tmp_path: Path, monkeypatch) -> None:
    path = written(tmp_path, struct.pack(">HBBI", 0, 0x0E, 1, 1000) + bytes(8000))
    monkeypatch.setattr(np, "empty", lambda *_: pytest.fail("room was made"))
    for read in (read_images, read_labels):
        with pytest.raises(DataError, match=r"Choose MNIST|swapped"):
            read(path)


def test_zeros_without_end_after_the_packed_data_are_not_gone_through(tmp_path: Path) -> None:
    path = written(tmp_path, ZIPPED)
    with path.open("r+b") as stream:
        stream.truncate(2**40)
    with pytest.raises(DataError, match="larger than any set"):
        read_idx(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_a_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError, match="cannot be read: it is a pipe"):
        read_idx(tmp_path / "pipe")
