from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QImageReader

from app.desktop.picture_parts import parts_of
from app.desktop.pictures import ENOUGH, decoded, grey_of, read_picture, reduced
from core.errors import Cancelled, DataError


def image(width: int = 33, height: int = 40) -> QImage:
    """Black, with a white top left quarter. The width is no multiple of four on purpose."""
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor("black"))
    for y in range(height // 2):
        for x in range(width // 2):
            made.setPixelColor(x, y, QColor("white"))
    return made


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff", "webp", "bmp", "pgm", "ppm", "pbm"])
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
    assert grey[2].tolist() == [255, 0, 127, 127, 255]


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
    for kind in ("png", "jpeg", "bmp", "pgm", "tiff", "webp"):
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
        ("empty.png", b"", "is empty"),
        (
            "text.png",
            b"digits",
            "is not a picture in PNG, JPEG, GIF, TIFF, WebP, BMP, PBM, PGM, PPM",
        ),
        ("drawing.svg", svg, "is an SVG drawing"),
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


def test_a_large_picture_is_made_smaller_and_stays_the_same_picture(tmp_path: Path) -> None:
    """By whole blocks, in stripes, however its pixels are held."""
    grey = np.zeros((1200, 5000), np.uint8)
    grey[:600, 2500:] = 200
    for held in ("Grayscale8", "RGB32", "ARGB32", "RGBA64", "Grayscale16", "Indexed8"):
        made = QImage(grey.data, 5000, 1200, 5000, QImage.Format.Format_Grayscale8)
        small = reduced(made.convertToFormat(QImage.Format[f"Format_{held}"]))
        assert (small.width(), small.height()) == (2500, 600)
        found = grey_of(small).astype(int)
        assert np.abs(found - grey[::2, ::2]).max() <= 1, held


def test_what_is_small_enough_is_left_alone() -> None:
    made = image(2 * ENOUGH - 1, 3)
    assert reduced(made) is made
    thin = reduced(image(2 * ENOUGH, 1))
    assert (thin.width(), thin.height()) == (ENOUGH, 1)


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_large_picture_is_turned_as_a_small_one_is(tmp_path: Path, turn: int) -> None:
    """The window's picture and the command's are turned alike, as Qt would turn them."""
    path = tmp_path / "turned.jpg"
    image(64, 40).save(str(path), "jpeg", 100)
    orientation = (
        b"\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01"
        b"\x01\x12\x00\x03\x00\x00\x00\x01\x00%c\x00\x00\x00\x00\x00\x00" % turn
    )
    data = path.read_bytes()
    path.write_bytes(data[:2] + orientation + data[2:])
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    expected = grey_of(reader.read())
    assert np.array_equal(read_picture(path), expected)
    assert np.array_equal(grey_of(decoded(path)), expected)


def test_a_picture_that_nobody_wants_any_more_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    image().save(str(path))
    with pytest.raises(Cancelled):
        decoded(path, lambda: True)
    with pytest.raises(Cancelled):
        reduced(image(2 * ENOUGH, 8), lambda: True)


def chunk(name: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(name + data)
    return len(data).to_bytes(4, "big") + name + data + crc.to_bytes(4, "big")


def test_files_that_would_keep_qt_busy_are_refused_before_it_sees_them(tmp_path: Path) -> None:
    image().save(str(tmp_path / "a.png"))
    image().save(str(tmp_path / "a.jpg"))
    png, jpeg = ((tmp_path / f"a.{ending}").read_bytes() for ending in ("png", "jpg"))
    text = chunk(b"zTXt", b"k\0\0" + zlib.compress(b"a" * 100))
    scan = jpeg[jpeg.index(b"\xff\xda") : -2]
    path = tmp_path / "picture"
    for content, is_refused in (
        (png[:33] + text * 8 + png[33:], False),
        (png[:33] + text * 9 + png[33:], True),
        (jpeg[:-2] + scan * 2_000 + jpeg[-2:], False),  # nor are pixels over those that are there
        (jpeg + jpeg[-40:] + scan * 2_000, False),  # what lies behind the end is not looked at
    ):
        path.write_bytes(content)
        if not is_refused:
            assert read_picture(path).shape == (40, 33)
            continue
        with pytest.raises(DataError, match="more parts than a picture has"):
            read_picture(path)


@pytest.mark.parametrize(
    ("megapixels", "samplings", "is_refused"),
    [
        (50, (0x22, 0x11, 0x11), False),  # colours at half the resolution, as cameras do
        (50, (0x11, 0x11, 0x11), True),
        (40, (0x11, 0x11, 0x11), False),
        (33, (0x11, 0x11, 0x11, 0x11), True),
        (50, (0x11,), False),
    ],
)
def test_a_progressive_jpeg_has_room_for_its_coefficients_or_is_refused(
    megapixels: int, samplings: tuple[int, ...], is_refused: bool
) -> None:
    parts = b"".join(bytes((n, each, 0)) for n, each in enumerate(samplings, 1))
    frame = struct.pack(">BHHB", 8, 1000 * megapixels // 5, 5000, len(samplings)) + parts
    head = b"\xff\xd8\xff\xc2" + struct.pack(">H", len(frame) + 2) + frame
    scan = b"\xff\xda" + struct.pack(">H", 2) + b"\xff\xd9"
    wrong = parts_of(io.BufferedReader(io.BytesIO(head + scan))).wrong
    assert ("progressive" in wrong) == is_refused


def test_too_many_pixels_are_told(tmp_path: Path) -> None:
    path = tmp_path / "huge.pgm"
    path.write_bytes(b"P5 20000 20000 255\n")
    with pytest.raises(DataError, match="too large, with 20,000 × 20,000 pixels"):
        read_picture(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_no_picture_and_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.png"
    os.mkfifo(path)
    with pytest.raises(DataError, match="cannot be opened"):
        read_picture(path)


def test_without_room_for_a_thread_qt_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("_thread.start_new_thread", start)
    with pytest.raises(MemoryError):
        grey_of(image())
