"""Drawings become pictures."""

from __future__ import annotations

import icons
import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.look.icons import FOLDER
from tests.test_house import HOUSE

DRAWING = FOLDER / "digit-lab.svg"
FILES = HOUSE / "packaging" / "linux" / "files"


@pytest.mark.parametrize(
    "drawing", [DRAWING, FILES / "application-x-digit-lab-network.svg"], ids=lambda it: it.stem
)
@pytest.mark.parametrize("size", [16, 48, 256])
def test_a_drawing_becomes_a_picture_of_that_size(drawing, size):
    image = QImage.fromData(icons.png(drawing, size))
    assert (image.width(), image.height()) == (size, size)
    rgba = image.convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(rgba.constBits(), np.uint8).reshape(size, size, 4)
    assert pixels[0, 0, 3] < 128, "the corner is transparent"
    assert pixels[size // 2, size // 2, 3] == 255
    assert len(np.unique(pixels.reshape(-1, 4), axis=0)) > 20


def test_no_drawing_is_a_sentence(tmp_path):
    with pytest.raises(SystemExit, match=r"nothing\.svg cannot be drawn"):
        icons.png(tmp_path / "nothing.svg", 16)
