"""TIFF files as scanners, fax machines and cameras write them, and hostile ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.desktop.pictures import read_picture
from core.errors import DataError
from tests.app.desktop.tiff_files import (
    BITS,
    CHANNELS,
    DNG,
    HEIGHT,
    LENGTH,
    LIGHT,
    MAKE,
    PACKING,
    REDUCED,
    ROWS,
    TILE_HEIGHT,
    TILE_WIDTH,
    WIDTH,
    tiff,
)

SIZE = {WIDTH: 30, HEIGHT: 20}
GREY = np.arange(600, dtype=np.uint8).reshape(20, 30)
SMALL = SIZE | {BITS: 8}
PIXELS = GREY.tobytes()
# In a fax machine's way (group 4): a line that is as the white one above it is one bit, 1.
FAX = SIZE | {BITS: 1, PACKING: 4, LIGHT: 0}


def read(folder: Path, content: bytes) -> np.ndarray:
    path = folder / "scan.tif"
    path.write_bytes(content)
    return read_picture(path)


@pytest.mark.parametrize("order", ["<", ">"])
def test_either_order_of_bytes_is_read(tmp_path: Path, order: str) -> None:
    assert np.array_equal(read(tmp_path, tiff(PIXELS, SMALL, order)), GREY)


@pytest.mark.parametrize("order", ["<", ">"])
def test_twelve_bits_in_sixteen_are_spread(tmp_path: Path, order: str) -> None:
    values = np.linspace(0, 4095, 600).astype(f"{order}u2")
    grey = read(tmp_path, tiff(values.tobytes(), SIZE | {BITS: 16}, order))
    assert (grey.min(), grey.max()) == (0, 255)


def test_a_fax_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, tiff(b"\xff" * 3, FAX)).tolist() == [[255] * 30] * 20


def test_the_first_page_is_read(tmp_path: Path) -> None:
    page = tiff(PIXELS, SMALL)
    behind = len(page).to_bytes(4, "little")
    assert np.array_equal(read(tmp_path, page[:-4] + behind + b"no table"), GREY)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (tiff(PIXELS, SMALL)[:300], "is cut short"),
        (tiff(PIXELS, SMALL)[:-40], "is cut short"),
        (tiff(PIXELS, SMALL | {LENGTH: 5000}), "is cut short"),
        (tiff(b"\xff", FAX | {LENGTH: 900}), "is cut short"),
        (tiff(PIXELS, {BITS: 8, WIDTH: 30}), "table of contents is damaged"),
        (tiff(PIXELS, SMALL | {PACKING: 7}), "packed in a way"),
        (tiff(PIXELS, SMALL | {DNG: 4}), "raw photo of a camera"),
        (tiff(PIXELS, SMALL | {MAKE: 4, REDUCED: 1}), "raw photo of a camera"),
        (tiff(PIXELS, {WIDTH: 30_000, HEIGHT: 30_000, BITS: 8}), "30,000 × 30,000 pixels"),
        (tiff(PIXELS, {WIDTH: 30_000, HEIGHT: 30_000, BITS: 1, PACKING: 4}), "30,000 × 30,000"),
        (tiff(PIXELS, {WIDTH: 70_000, HEIGHT: 2, BITS: 8}), "too large, with 70,000 × 2 pixels"),
        (tiff(PIXELS, SMALL | {TILE_WIDTH: 60_000, TILE_HEIGHT: 60_000}), "too large"),
        (tiff(PIXELS, SMALL | {CHANNELS: 4_000_000}), "too large"),
        (tiff(b"", {WIDTH: 0, HEIGHT: 0, BITS: 8}), "cannot be decoded"),
    ],
)
def test_bad_ones_are_told(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(DataError, match=told):
        read(tmp_path, content)


def test_a_strip_that_claims_more_rows_than_there_are_is_read(tmp_path: Path) -> None:
    assert np.array_equal(read(tmp_path, tiff(PIXELS, SMALL | {ROWS: 2**32 - 1})), GREY)
