"""Files that strangers made to fill memory, to run something or to hang are one sentence."""

from __future__ import annotations

import gzip
import pickle
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from core.data.opening import items, tables
from core.data.opening.opening import open_set
from core.data.opening.records import Help, Request
from core.errors import Cancelled, DataError
from tests.core.data.opening.conftest import Open
from tests.core.data.opening.sets import csv_text, examples, write_idx, write_pictures, zipped


def test_pickled_objects_are_refused_and_not_loaded(tmp_path: Path, opened: Open) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path.touch, (tmp_path / "ran",))

    trap = np.array([Trap()] * 20, dtype=object)
    np.savez(tmp_path / "mnist.npz", x_train=trap, y_train=trap)
    with pytest.raises(DataError, match="could run anything"):
        opened(tmp_path / "mnist.npz")
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "X_train.npy").write_bytes(pickle.dumps(Trap()))
    with pytest.raises(DataError):
        opened(tmp_path / "set")
    assert not (tmp_path / "ran").exists()


def npy_head(shape: tuple[int, ...], dtype: str = "|u1") -> bytes:
    text = repr({"descr": dtype, "fortran_order": False, "shape": shape}).encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


@pytest.mark.parametrize(
    ("shape", "dtype"),
    [
        ((2**20, 2**10, 2**10), "|u1"),
        ((0, 2**40, 2**40), "|u1"),
        ((100, 28, 28), "|u1"),
        ((10, 28, 28), "<U100000"),
    ],
)
def test_arrays_that_declare_more_than_they_hold(tmp_path, opened, shape, dtype) -> None:
    with zipfile.ZipFile(tmp_path / "mnist.npz", "w") as archive:
        archive.writestr("x_train.npy", npy_head(shape, dtype) + bytes(1000))
        archive.writestr("y_train.npy", npy_head((max(shape[0], 1),)) + bytes(100))
    with pytest.raises(DataError):
        opened(tmp_path / "mnist.npz")


def test_names_that_leave_the_zip_write_nowhere(tmp_path: Path, opened: Open) -> None:
    write_idx(tmp_path / "set")
    target = tmp_path / "deep" / "slip.zip"
    target.parent.mkdir()
    with zipfile.ZipFile(target, "w") as archive:
        for path in (tmp_path / "set").iterdir():
            archive.write(path, f"../../escaped/{path.name}")
    before = sorted(tmp_path.rglob("*"))
    assert len(opened(target).split.test) == 40
    pictures = write_pictures(tmp_path / "pics", list("0123456789"), *examples(30))
    with zipfile.ZipFile(target, "w") as archive:
        for path in pictures.rglob("*.png"):
            archive.write(path, f"/../..\\..\\{path.parent.name}/{path.name}")
    after_pictures = sorted(tmp_path.rglob("*"))
    assert len(opened(target).split.train) == 24
    assert sorted(tmp_path.rglob("*")) == after_pictures
    assert not (tmp_path / "escaped").exists()
    assert set(before) <= set(after_pictures)


def test_a_zip_that_unpacks_to_far_more_is_refused(tmp_path, opened, monkeypatch) -> None:
    monkeypatch.setattr(items, "MOST_UNPACKED", 10**6)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("train-images-idx3-ubyte", bytes(10**6 + 1))
    with pytest.raises(DataError, match="more than any set"):
        opened(tmp_path / "bomb.zip")


def test_what_gzip_unpacks_to_is_bounded(tmp_path, opened, monkeypatch) -> None:
    monkeypatch.setattr(tables, "_MOST_UNPACKED", 10**6)
    text = csv_text(*examples(40)) + csv_text(*examples(40)) * 20
    (tmp_path / "mnist.csv.gz").write_bytes(gzip.compress(text.encode()))
    with pytest.raises(DataError, match="unpacks to more"):
        opened(tmp_path / "mnist.csv.gz")
    monkeypatch.setattr(tables, "MOST_BYTES", 1000)
    (tmp_path / "other.csv").write_text(text)
    with pytest.raises(DataError, match="more than the"):
        opened(tmp_path / "other.csv")


def test_one_endless_line_is_refused(tmp_path: Path, opened: Open) -> None:
    path = tmp_path / "mnist.csv"
    path.write_text(csv_text(*examples(40)) + "1," * 2_000_000)
    with pytest.raises(DataError, match="line"):
        opened(path)


def test_zips_damaged_locked_or_cut_short(tmp_path: Path, opened: Open) -> None:
    whole = zipped(write_idx(tmp_path / "set"), tmp_path / "set.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.zip").write_bytes(b"nothing")
    flipped = bytearray(whole)
    for at in range(200, len(whole) // 2, 97):
        flipped[at] ^= 0xFF
    (tmp_path / "flipped.zip").write_bytes(bytes(flipped))
    locked = bytearray(whole)
    start = 0
    while (start := locked.find(b"PK\x01\x02", start)) >= 0:
        locked[start + 8] |= 1
        start += 4
    (tmp_path / "locked.zip").write_bytes(bytes(locked))
    for name, reason in (
        ("cut", "is damaged"),
        ("text", "is damaged"),
        ("flipped", "damaged|does not add up"),
        ("locked", "locked by a password"),
    ):
        with pytest.raises(DataError, match=reason):
            opened(tmp_path / f"{name}.zip")


def test_zips_in_zips_are_bounded_together(tmp_path, opened, monkeypatch) -> None:
    whole = zipped(write_idx(tmp_path / "set"), tmp_path / "set.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        for n in range(3):
            archive.writestr(f"{n}.zip", whole)
    assert len(opened(tmp_path / "outer.zip").choices) == 3
    monkeypatch.setattr(items, "MOST_INNER_BYTES", 2 * len(whole))
    with pytest.raises(DataError, match="too large for a zip in a zip"):
        opened(tmp_path / "outer.zip")


def test_every_reading_can_be_cancelled(tmp_path: Path) -> None:
    write_idx(tmp_path / "idx")
    (tmp_path / "set.csv").write_text(csv_text(*examples(120)))
    write_pictures(tmp_path / "pics", list("0123456789"), *examples(40))
    zipped(tmp_path / "pics", tmp_path / "pics.zip")
    for name in ("idx", "set.csv", "pics", "pics.zip"):
        for calls in range(1, 8):
            left = iter([False] * calls)
            with pytest.raises(Cancelled):
                open_set(
                    Request((tmp_path / name,)),
                    Help(cancelled=lambda left=left: next(left, True)),
                )


def test_too_many_classes_are_told(tmp_path: Path, opened: Open) -> None:
    images, _ = examples(200)
    np.savez(tmp_path / "many.npz", images=images, labels=np.arange(200) % 100)
    with pytest.raises(DataError, match="100 classes; Digit Lab takes 2 to 62"):
        opened(tmp_path / "many.npz")


@pytest.mark.parametrize("labels", [np.arange(40) - 1, np.arange(40) / 2, np.full(40, np.nan)])
def test_labels_that_are_no_classes_are_told(tmp_path, opened, labels) -> None:
    np.savez(tmp_path / "odd.npz", images=examples(40)[0], labels=labels)
    with pytest.raises(DataError, match=r"no number of a class|no whole numbers"):
        opened(tmp_path / "odd.npz")


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_rare_packing_is_refused(tmp_path: Path, opened: Open, packing: int) -> None:
    with zipfile.ZipFile(tmp_path / "set.zip", "w", packing) as archive:
        archive.writestr("train-images-idx3-ubyte", bytes(1000))
    with pytest.raises(DataError, match="packed in a way"):
        opened(tmp_path / "set.zip")
    (tmp_path / "set.zip").rename(tmp_path / "set.npz")
    with zipfile.ZipFile(tmp_path / "set.npz", "w", packing) as archive:
        archive.writestr("x_train.npy", npy_head((10, 28, 28)) + bytes(7840))
    with pytest.raises(DataError, match="packed in a way"):
        opened(tmp_path / "set.npz")


@pytest.mark.parametrize("seed", range(40))
def test_any_damage_to_any_form_is_a_sentence_or_a_data_set(tmp_path, opened, seed: int) -> None:
    """Bytes changed and cut at random: DataError at worst."""
    rng = np.random.default_rng(seed)
    images, labels = examples(40)
    np.savez_compressed(tmp_path / "a.npz", x_train=images, y_train=labels)
    (tmp_path / "b.csv").write_text(csv_text(images, labels))
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress((tmp_path / "b.csv").read_bytes(), 1))
    zipped(write_idx(tmp_path / "d", train=40, test=20), tmp_path / "d.zip")
    for name in ("a.npz", "b.csv", "c.csv.gz", "d.zip"):
        data = bytearray((tmp_path / name).read_bytes())
        for at in rng.integers(0, len(data), rng.integers(1, 6)):
            data[at] = rng.integers(0, 256)
        whole = bytes(data[: len(data) - int(rng.integers(0, 2) * rng.integers(0, len(data)))])
        folder = tmp_path / f"of {name}"
        folder.mkdir()
        (folder / name).write_bytes(whole)
        with suppress(DataError):
            opened(folder / name)
