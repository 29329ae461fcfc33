import csv
import io

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.views.data.images.exports import (
    average_formats,
    image_formats,
    picture_formats,
    table_formats,
)
from app.views.data.images.grid import ImageGrid
from tests.app.views.data.images.conftest import LETTERS, answers_to, labelled_images


@pytest.fixture
def grid(qtbot, look, thousand):
    made = ImageGrid()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.set_images(thousand, np.arange(1000), answers_to(thousand, wrong=(0,)))
    return made


def test_the_picture_is_the_grid_as_it_is_seen(grid):
    written = QImage.fromData(picture_formats(grid)["png"].make())
    seen = grid.viewport().grab().toImage()
    assert written.size() == 2 * seen.size()
    for x, y in ((10, 10), (70, 40), (150, 100)):
        assert written.pixelColor(2 * x, 2 * y) == seen.pixelColor(x, y)


def test_the_drawing_holds_the_images_unblurred(grid):
    drawing = picture_formats(grid)["svg"].make()
    assert drawing.startswith(b"<?xml")
    assert b"image-rendering:pixelated" in drawing


def test_the_table_holds_what_is_shown_in_its_order(thousand):
    order = np.array([7, 2])
    table = table_formats(thousand, order, answers_to(thousand, wrong=(2,)))["csv"].make()
    rows = list(csv.DictReader(io.StringIO(table.decode())))
    assert [(row["index"], row["label"], row["answer"]) for row in rows] == [
        ("7", "7", "7"),
        ("2", "2", "3"),
    ]


def test_an_average_of_each_class_is_in_one_picture(qapp, look):
    written = QImage.fromData(average_formats(labelled_images(620, LETTERS))["png"].make())
    assert written.width() > 10 * 4 * 28
    assert written.height() > 2 * 7 * 4 * 28


def test_one_image_is_written_pixel_by_pixel(qapp, thousand):
    written = QImage.fromData(image_formats(thousand.images[3])["png"].make())
    assert (written.width(), written.height()) == (28, 28)
    assert written.pixelColor(5, 9).red() == thousand.images[3][9 * 28 + 5]
