"""JPEG files as phones, cameras and broken downloads leave them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from app.desktop.pictures import decoded, grey_of, read_picture
from core.errors import DataError

SHAPE = (120, 200)
END = b"\xff\xd9"
# As a video's: it holds marks by chance, the one of a pass among them.
VIDEO = b"\0\0\0\x18ftypmp42" + np.random.default_rng(0).bytes(40_000) + b"\xff\xda\0\x08\xff\xe1"


def jpeg(*, is_progressive: bool = False) -> bytes:
    """Grey noise, so that each pixel counts."""
    grey = np.random.default_rng(1).integers(0, 256, SHAPE, np.uint8)
    image = QImage(grey.data, *SHAPE[::-1], SHAPE[1], QImage.Format.Format_Grayscale8)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"jpeg"))
    writer.setProgressiveScanWrite(is_progressive)
    assert writer.write(image)
    return bytes(data.data())


@pytest.mark.parametrize("is_progressive", [False, True])
@pytest.mark.parametrize(
    "behind",
    [
        b"",
        b"\xff",
        bytes(3000),
        b"as a mail program wrote it\r\n" * 50,
        END + VIDEO,
        END + b"\xff\xd8\xff\xe1",
    ],
)
def test_a_picture_that_is_all_there_is_read(
    tmp_path: Path, is_progressive: bool, behind: bytes
) -> None:
    data = jpeg(is_progressive=is_progressive)
    (tmp_path / "whole.jpg").write_bytes(data)
    (tmp_path / "other.jpg").write_bytes(data.removesuffix(END) + behind)
    whole, other = (read_picture(tmp_path / f"{name}.jpg") for name in ("whole", "other"))
    assert np.array_equal(whole, other)
    assert np.array_equal(whole, grey_of(decoded(tmp_path / "other.jpg")))


def test_a_video_may_follow_at_once(tmp_path: Path) -> None:
    data = jpeg()
    (tmp_path / "whole.jpg").write_bytes(data)
    (tmp_path / "moving.jpg").write_bytes(data.removesuffix(END) + VIDEO)
    whole, moving = (read_picture(tmp_path / f"{name}.jpg") for name in ("whole", "moving"))
    assert np.array_equal(whole, moving)


@pytest.mark.parametrize("missing", [2, 5, 40, 1000, 5000])
def test_pixels_that_are_missing_are_told(tmp_path: Path, missing: int) -> None:
    path = tmp_path / "cut.jpg"
    path.write_bytes(jpeg().removesuffix(END)[:-missing])
    with pytest.raises(DataError, match="is cut short: it ends before the picture does"):
        read_picture(path)


def test_two_pictures_in_one_file_are_the_first(tmp_path: Path) -> None:
    path = tmp_path / "two.jpg"
    path.write_bytes(jpeg() + jpeg(is_progressive=True))
    assert read_picture(path).shape == SHAPE


def test_a_kind_that_hardly_any_program_reads_is_named(tmp_path: Path) -> None:
    path = tmp_path / "arithmetic.jpg"
    path.write_bytes(jpeg().replace(b"\xff\xc0", b"\xff\xc9", 1))
    with pytest.raises(DataError, match="is a JPEG of a rare kind"):
        read_picture(path)


def test_a_photo_of_108_megapixels_is_read(tmp_path: Path) -> None:
    """By both ways; its boxes are told in its own pixels."""
    image = QImage(12_000, 9_000, QImage.Format.Format_Grayscale8)
    image.fill(255)
    path = tmp_path / "large.jpg"
    assert image.save(str(path), "jpeg", 10)
    del image
    assert read_picture(path).shape == (9_000, 12_000)
    small = decoded(path)
    assert (small.width(), small.height()) == (2_400, 1_800)
