"""GIF files: the first frame is read, and nothing behind it is looked at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.desktop.pictures import read_picture
from core.errors import DataError
from tests.app.desktop.gif_files import gif

GREY = np.arange(0, 240, 2, dtype=np.uint8).reshape(10, 12)


def read(folder: Path, content: bytes) -> np.ndarray:
    path = folder / "moving.gif"
    path.write_bytes(content)
    return read_picture(path)


@pytest.mark.parametrize("behind", [(), (255 - GREY, GREY)])
def test_the_first_frame_is_read(tmp_path: Path, behind: tuple[np.ndarray, ...]) -> None:
    content = gif(GREY, *behind)
    assert np.array_equal(read(tmp_path, content), GREY)
    assert np.array_equal(read(tmp_path, content.removesuffix(b";") + b"lost"), GREY)


def test_what_stands_before_it_is_passed_over(tmp_path: Path) -> None:
    content = gif(GREY)
    at = content.index(b",\0\0\0\0")
    comment = b"!\xfe\x05words\x03and\0"
    assert np.array_equal(read(tmp_path, content[:at] + comment * 3 + content[at:]), GREY)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (gif(GREY)[:-20], "is cut short"),
        (gif(GREY)[:200], "is cut short"),
        (gif(GREY)[:9], "is cut short"),
        (gif(GREY, screen=(30_000, 30_000)), "too large, with 30,000 × 30,000 pixels"),
        (gif(GREY)[:-1].replace(b"\x0c\0\x0a\0\0", b"\0\x80\0\x80\0"), "32,768 × 32,768 pixels"),
        (b"GIF89a\x0a\0\x0a\0\0\0\0" + b"!\xfe\0" * 1_000_000, "more parts than a picture has"),
    ],
)
def test_bad_ones_are_told(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(DataError, match=told):
        read(tmp_path, content)
