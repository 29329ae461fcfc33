"""Every cell of an array has one place in its picture, and the way back leads to it."""

from __future__ import annotations

import numpy as np
import pytest

from app.views.widgets.matrix.forms import (
    PITCH,
    PIXELS,
    Arrangement,
    ArrayForm,
    band_length,
    can_be,
    fit,
    fit_one_way,
    fold_width,
    form_of,
)

VOID, GAP = 254, 255
ARRANGEMENTS = [
    Arrangement(ArrayForm.CELLS, (1, 1)),
    Arrangement(ArrayForm.CELLS, (7, 3)),
    Arrangement(ArrayForm.CELLS, (10, 64), band=16),
    Arrangement(ArrayForm.CELLS, (10, 70), band=16),
    Arrangement(ArrayForm.CELLS, (70, 3), band=20),
    Arrangement(ArrayForm.CELLS, (1, 9), band=3),
    Arrangement(ArrayForm.IMAGE, (784, 1)),
    Arrangement(ArrayForm.IMAGE, (784, 5), column=3),
    Arrangement(ArrayForm.FOLDED, (128, 1), across=16),
    Arrangement(ArrayForm.FOLDED, (97, 1), across=10),
    Arrangement(ArrayForm.IMAGES, (1, 784), across=1),
    Arrangement(ArrayForm.IMAGES, (6, 784), across=3),
    Arrangement(ArrayForm.IMAGES, (7, 784), across=3),
    Arrangement(ArrayForm.IMAGES, (3, 784), across=3),
]
EACH = pytest.mark.parametrize("made", ARRANGEMENTS, ids=str)


def shown(made: Arrangement) -> list[tuple[int, int]]:
    columns = [made.column] if made.form is ArrayForm.IMAGE else range(made.shape[1])
    return [(row, column) for row in range(made.shape[0]) for column in columns]


@EACH
def test_place_and_cell_are_each_others_way_back(made: Arrangement) -> None:
    places = {made.place(cell): cell for cell in shown(made)}
    assert len(places) == len(shown(made))
    for y in range(-1, made.rows + 1):
        for x in range(-1, made.columns + 1):
            assert made.cell((y, x)) == places.get((y, x))


@EACH
def test_the_picture_holds_each_cell_at_its_place(made: Arrangement) -> None:
    rng = np.random.default_rng(1)
    cells = rng.integers(0, 250, made.shape, np.uint8)
    picture = made.arrange(cells, VOID, GAP)
    assert picture.shape == (made.rows, made.columns)
    for cell in shown(made):
        assert picture[made.place(cell)] == cells[cell]
    assert (picture < 250).sum() == len(shown(made))


def test_gaps_divide_tiles_and_nothing_divides_what_is_not_there() -> None:
    made = Arrangement(ArrayForm.IMAGES, (4, 784), across=3)
    picture = made.arrange(np.zeros((4, 784), np.uint8), VOID, GAP)
    assert (picture[:, 28] == GAP).all()
    assert (picture[28, :] == GAP).all()
    assert (picture[PITCH:, PITCH:] == VOID).all()


@pytest.mark.parametrize(
    ("shape", "form"),
    [
        ((784, 1), ArrayForm.IMAGE),
        ((128, 784), ArrayForm.IMAGES),
        ((1, 784), ArrayForm.IMAGES),
        ((784, 784), ArrayForm.IMAGES),
        ((784, 64), ArrayForm.CELLS),
        ((128, 1), ArrayForm.FOLDED),
        ((25, 1), ArrayForm.FOLDED),
        ((24, 1), ArrayForm.CELLS),
        ((10, 1), ArrayForm.CELLS),
        ((64, 128), ArrayForm.CELLS),
    ],
)
def test_the_shape_chooses_the_form(shape: tuple[int, int], form: ArrayForm) -> None:
    assert form_of(shape) is form
    assert can_be(form, shape)


def test_not_every_array_has_every_form() -> None:
    assert not can_be(ArrayForm.IMAGES, (784, 10))
    assert not can_be(ArrayForm.IMAGE, (10, 784))
    assert not can_be(ArrayForm.FOLDED, (10, 2))


@pytest.mark.parametrize(
    ("count", "width"), [(128, 16), (64, 8), (100, 10), (1024, 32), (97, 10), (25, 5)]
)
def test_a_fold_is_even_where_it_can_be(count: int, width: int) -> None:
    assert fold_width(count) == width


@pytest.mark.parametrize("form", [ArrayForm.CELLS, ArrayForm.IMAGES])
@pytest.mark.parametrize("room", [(400, 300), (720, 400), (1900, 1000), (90, 2000)])
def test_the_largest_cell_is_taken(form: ArrayForm, room: tuple[int, int]) -> None:
    shape = (20, 784) if form is ArrayForm.IMAGES else (40, 60)
    made, cell = fit(form, shape, *room, most=12)
    if made.columns * cell > room[0] or made.rows * cell > room[1]:
        assert cell == 1
    if cell < 12:
        larger, _ = fit(form, shape, *room, least=cell + 1, most=cell + 1)
        too_wide = larger.columns * (cell + 1) > room[0]
        assert too_wide or larger.rows * (cell + 1) > room[1]


def test_a_small_array_is_not_blown_up() -> None:
    assert fit(ArrayForm.CELLS, (2, 2), 4000, 3000, most=24)[1] == 24


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("shape", "room", "cell", "bands"),
    [
        ((10, 512), (780, 480), 6, 4),  # dW3 of the shipped network at 1920 × 1080
        ((10, 512), (320, 140), 2, 4),  # in a small window
        ((10, 256), (780, 480), 6, 2),
        ((10, 512), (320, 40), 1, 0),  # no room for bands of more than a pixel a cell
        ((10, 64), (780, 480), 12, 0),  # as wide as there is room
        ((10, 64), (320, 100), 5, 0),
        ((512, 1024), (780, 480), 1, 0),  # no strip
        ((64, 128), (780, 480), 6, 0),
    ],
)
def test_a_strip_uses_the_room_there_is(shape, room, cell, bands, turned) -> None:
    way = -1 if turned else 1
    made, size = fit(ArrayForm.CELLS, shape[::way], *room[::way], most=48)
    assert (size, made.band and -(-max(shape) // made.band)) == (cell, bands)
    if bands:
        assert made.columns * size <= room[::way][0]
        assert made.rows * size <= room[::way][1]


def test_bands_are_even_where_they_can_be() -> None:
    assert band_length((10, 512), 180, 60) == 128  # 3 would do, but leave a rest
    assert band_length((10, 512), 116, 88) == 103  # 8 even ones would leave half the room
    assert band_length((10, 514), 180, 60) == 172
    assert band_length((10, 512), 600, 10) == 0  # it needs none
    assert band_length((10, 512), 100, 30) == 0


def test_a_fine_screen_has_the_same_bands() -> None:
    at_one = fit(ArrayForm.CELLS, (10, 512), 780, 480, most=48)
    at_two = fit(ArrayForm.CELLS, (10, 512), 1560, 960, most=96, scale=2)
    assert at_two == (at_one[0], 2 * at_one[1])


def test_gaps_divide_bands_and_nothing_fills_the_last() -> None:
    made = Arrangement(ArrayForm.CELLS, (2, 7), band=4)
    picture = made.arrange(np.zeros((2, 7), np.uint8), VOID, GAP)
    assert (picture[2] == GAP).all()
    assert (picture[3:, 3] == VOID).all()


@pytest.mark.parametrize(
    ("shape", "room", "cell"),
    [((10, 512), (320, 100), 3), ((60, 512), (320, 130), 2), ((512, 1024), (320, 200), 1)],
)
def test_what_is_scrolled_one_way_only_can_be_read(shape, room, cell) -> None:
    made = Arrangement(ArrayForm.CELLS, shape)
    assert fit_one_way(made, *room, most=3) == cell
    flipped = Arrangement(ArrayForm.CELLS, shape[::-1])
    assert fit_one_way(flipped, *room[::-1], most=3) == cell


def test_what_does_not_fit_has_the_least_cell() -> None:
    made, cell = fit(ArrayForm.IMAGES, (1024, PIXELS), 600, 400, least=2)
    assert cell == 2
    assert made.across == 10
