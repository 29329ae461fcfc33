from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from app.desktop.pictures import read_picture
from core.errors import DataError


def image(width: int = 33, height: int = 40) -> QImage:
    """Black, with a white top left quarter. The width is no multiple of four on purpose."""
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor("black"))
    for y in range(height // 2):
        for x in range(width // 2):
            made.setPixelColor(x, y, QColor("white"))
    return made


@pytest.mark.parametrize("kind", ["png", "jpeg", "bmp", "pgm"])
def test_each_format_comes_out_grey_and_upright(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "no-extension"
    assert image().save(str(path), kind, 100)
    grey = read_picture(path)
    assert (grey.shape, grey.dtype) == ((40, 33), np.uint8)
    expected = np.zeros((40, 33), np.uint8)
    expected[:20, :16] = 255
    assert np.abs(grey.astype(int) - expected).max() <= (40 if kind == "jpeg" else 0)


def test_what_is_transparent_lies_on_white(tmp_path: Path) -> None:
    made = QImage(5, 4, QImage.Format.Format_ARGB32)
    made.fill(QColor(0, 0, 0, 0))
    made.setPixelColor(1, 2, QColor(0, 0, 0, 255))
    made.setPixelColor(2, 2, QColor(0, 0, 0, 128))
    made.setPixelColor(3, 2, QColor(255, 0, 0, 255))
    made.save(str(tmp_path / "a.png"))
    grey = read_picture(tmp_path / "a.png")
    assert grey[0].tolist() == [255] * 5
    assert grey[2].tolist() == [255, 0, 127, 76, 255]


def test_a_picture_is_turned_as_the_camera_says(tmp_path: Path) -> None:
    path = tmp_path / "turned.jpg"
    image().save(str(path), "jpeg", 100)
    orientation_6 = (
        b"\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01"
        b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
    )
    data = path.read_bytes()
    path.write_bytes(data[:2] + orientation_6 + data[2:])
    grey = read_picture(path)
    assert grey.shape == (33, 40)
    assert grey[2, -3] > 200
    assert grey[2, 2] < 60


def test_bad_files_are_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    huge = b"P5 60000 60000 255\n"
    made = {}
    for kind in ("png", "jpeg", "bmp", "pgm"):
        image(200, 200).save(str(tmp_path / kind), kind)
        made[kind] = (tmp_path / kind).read_bytes()
    for name, content, reason in (
        *(
            (f"half.{kind}", data[: len(data) // 2], "cut short|cannot be decoded")
            for kind, data in made.items()
        ),
        *(
            (f"almost.{kind}", data[:-10], "cut short|cannot be decoded")
            for kind, data in made.items()
        ),
        ("empty.png", b"", "is not a picture in PNG, JPEG, BMP, PGM"),
        ("text.png", b"digits", "is not a picture in"),
        ("drawing.svg", svg, "is not a picture in"),
        ("cut.jpg", made["jpeg"][:300], "cut short"),
        ("cut.bmp", b"BM" + bytes(40), "cannot be decoded|is not a picture"),
        ("huge.pgm", huge, "cannot be decoded"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(DataError, match=reason) as raised:
            read_picture(path)
        assert str(path) in str(raised.value)
    with pytest.raises(DataError, match="There is no picture"):
        read_picture(tmp_path / "none.png")
    assert capfd.readouterr().err == ""
