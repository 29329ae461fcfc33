import numpy as np
import pytest

from app.views.data.images.rows import CELL, KEPT, MARGIN, RowCache, row_pixels
from app.views.widgets.digit_thumbnail import SIDE

GROUND, MARK = 0xFFFAF9F7, 0xFFA65205


@pytest.fixture
def images():
    return np.random.default_rng(1).integers(0, 256, (5, 784), dtype=np.uint8)


def cells_of(images, wrong):
    return row_pixels(images, wrong, GROUND, MARK).reshape(CELL, len(images), CELL)


def test_each_image_lies_in_its_cell_pixel_by_pixel(images):
    cells = cells_of(images, None)
    inner = cells[MARGIN : MARGIN + SIDE, :, MARGIN : MARGIN + SIDE].transpose(1, 0, 2)
    assert (inner.reshape(5, 784) & 0xFF == images).all()
    assert (inner.reshape(5, 784) >> 8 & 0xFF == images).all()
    around = np.ones(cells.shape, bool)
    around[MARGIN : MARGIN + SIDE, :, MARGIN : MARGIN + SIDE] = False
    assert (cells[around] == GROUND).all()


def test_what_is_wrong_has_a_frame_and_a_cut_corner_and_the_rest_has_none(images):
    wrong = np.array([False, True, False, False, True])
    plain, cells = cells_of(images, None), cells_of(images, wrong)
    assert (cells[:, ~wrong] == plain[:, ~wrong]).all()
    low, high = MARGIN - 1, MARGIN + SIDE
    for place in np.flatnonzero(wrong):
        cell = cells[:, place]
        for side in (cell[low, low : high + 1], cell[high, low : high + 1]):
            assert (side == MARK).all()
        assert (cell[low : high + 1, [low, high]] == MARK).all()
        assert cell[MARGIN, MARGIN + SIDE - 1] == MARK  # the corner, inside the frame
        assert cell[MARGIN, MARGIN] == plain[MARGIN, place, MARGIN]
        assert (cell[0] == GROUND).all()


def test_rows_are_made_once_and_few_are_kept():
    made = []

    def make(row):
        made.append(row)
        return np.full((CELL, CELL), 0xFF000000 + row, np.uint32)

    cache = RowCache(make)
    assert cache.picture(7).pixel(0, 0) == 0xFF000007
    assert cache.picture(7).pixel(0, 0) == 0xFF000007
    assert made == [7]
    for row in range(2 * KEPT):
        cache.picture(row)
    assert len(cache) == KEPT
