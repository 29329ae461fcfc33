"""Real digits in pictures as people take them are found, and read nearly as well as drawn ones."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from core.data.skeletons import FORMS
from core.errors import DataError
from core.files import model_file
from core.ink.digit_image import digit_image
from core.ink.picture import picture_digits, picture_image
from core.ink.strokes import Drawing
from core.reading.reading import read_many
from tests.core.ink.numbers import numbers, some_writers
from tests.core.ink.photos import PHOTOS, Photo

pytestmark = pytest.mark.slow

THREE = Drawing.from_lists(
    [[[10, 5], [50, 0], [60, 20], [30, 45], [62, 60], [55, 90], [30, 100], [5, 90]]]
)
TOUCHING = 54
SKELETONS = [
    Drawing.from_lists([[list(point) for point in stroke] for stroke in form.strokes])
    for form in FORMS[::4]
]


def alike(first, second):
    """The cosine of two images, seen a little out of focus."""
    first, second = (
        sum(
            np.roll(image.reshape(28, 28), (y, x), (0, 1)) for y in (-1, 0, 1) for x in (-1, 0, 1)
        ).reshape(-1)
        for image in (first, second)
    )
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))


@pytest.mark.parametrize("name", [name for name in PHOTOS if name != "12 megapixels"])
def test_a_photo_gives_the_image_of_the_drawing(name):
    rng = np.random.default_rng(0)
    for drawing in (THREE, *SKELETONS[:4]):
        image = picture_image(PHOTOS[name].of(drawing, rng))
        assert alike(image, digit_image(drawing)) > 0.75


def test_a_large_photo_too():
    grey = PHOTOS["12 megapixels"].of(THREE, np.random.default_rng(0))
    assert alike(picture_image(grey), digit_image(THREE)) > 0.85
    (found,) = picture_digits(grey)
    left, top, right, bottom = found.box
    # 40 % of 3,000 pixels, the pen's ends beside; the block of pixels is four wide.
    assert bottom - top == pytest.approx(1200 * 1.04, abs=24)
    assert (left + right) / 2 == pytest.approx(2000, abs=24)


@pytest.mark.parametrize("name", [name for name in PHOTOS if name != "12 megapixels"])
def test_real_digits_in_photos_are_read(ink_file, name):
    rng = np.random.default_rng(1)
    written = [each for writer in some_writers(ink_file) for each in writer]
    chosen = [written[i] for i in rng.choice(len(written), 40, replace=False)]
    images = [picture_image(PHOTOS[name].of(drawing, rng)) for drawing, _ in chosen]
    readings = read_many(model_file.shipped(), np.concatenate(images, axis=1))
    right = [each.digit == digit for each, (_, digit) in zip(readings, chosen, strict=True)]
    assert np.mean(right) >= 0.9


@pytest.mark.parametrize("photo", ["a scan", "across the light", "ruled", "a frame", "JPEG"])
def test_real_numbers_in_photos_fall_into_their_digits(ink_file, photo):
    kind = PHOTOS[photo]
    wide = Photo(
        **{**vars(kind), "width": 1000, "height": 300, "share": 0.5, "pen": 0.04, "rules": 0}
        | ({"rules": 70, "rule_grey": 150} if kind.rules else {})
    )
    rng = np.random.default_rng(2)
    made = numbers(ink_file, 30, gap=(0.15, 0.5), seed=2)
    counts = [len(picture_digits(wide.of(drawing, rng))) for drawing, _, _ in made]
    right = [count == len(digits) for count, (_, _, digits) in zip(counts, made, strict=True)]
    assert np.mean(right) >= 0.8


def test_boxes_lie_around_the_digits_from_left_to_right():
    strokes = [[[x + 110 * i, y] for x, y in THREE.strokes[0].points.tolist()] for i in range(3)]
    grey = Photo(width=700, height=300, noise=4).of(
        Drawing.from_lists(strokes), np.random.default_rng(0)
    )
    found = picture_digits(grey)
    assert len(found) == 3
    for each in found:
        left, top, right, bottom = each.box
        inside = grey[top:bottom, left:right]
        assert inside.min() < 80
        assert alike(each.image, digit_image(THREE)) > 0.9
    assert [each.box[0] for each in found] == sorted(each.box[0] for each in found)
    assert all(a.box[2] < b.box[0] for a, b in pairwise(found))


def test_two_that_touch_are_cut():
    """The lower end of the second 3 runs into the belly of the first."""
    three = THREE.strokes[0].points
    both = Drawing.from_lists([three.tolist(), (three + np.array([TOUCHING, 0])).tolist()])
    grey = Photo(width=500, height=300).of(both, np.random.default_rng(0))
    first, second = picture_digits(grey)
    assert abs(first.box[2] - second.box[0]) < 30
    for each in (first, second):
        assert alike(each.image, digit_image(THREE)) > 0.8


def test_what_is_no_digit_is_said():
    rng = np.random.default_rng(0)
    speckled = np.where(rng.random((300, 300)) < 0.02, 0, 255).astype(np.uint8)
    with pytest.raises(DataError, match="too many things"):
        picture_digits(speckled)
    noise = np.clip(rng.normal(200, 6, (200, 300)), 0, 255).astype(np.uint8)
    light = np.linspace(90, 250, 300)[None, :].repeat(200, 0).astype(np.uint8)
    for empty in (noise, light):
        with pytest.raises(DataError, match="No digit stands out"):
            picture_image(empty)
