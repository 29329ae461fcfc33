"""What the shipped networks promise, on data they were chosen by; the test sets are left alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.data import mnist
from core.data.dataset import Dataset
from core.data.starter import starter_split
from core.files import model_file
from core.ink.digit_image import digit_image, render
from core.ink.pen import WIDTH, PackedInk
from core.ink.strokes import Drawing, Stroke
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from core.network.training import train
from core.reading.calibration import reliability
from core.reading.numbers import read_number
from core.reading.reading import (
    NO_INK,
    ONLY_A_DOT,
    Reading,
    read,
    read_drawings,
    read_many,
)
from core.reading.refusal import Refusal, shipped_refusal
from core.resources import EDGE_MODEL, REFUSAL_MODEL, SHIPPED_MODEL, STROKE_MODEL
from model.copies import backwards, drawing_of, in_dots, lines_of
from model.data import Ink, read_writers, thin_out
from model.nondigits import nondigit_drawings, nondigits, overlay
from tests.core.ink.numbers import WRITERS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shipped() -> Snapshot:
    return model_file.shipped()


@pytest.fixture(scope="module")
def refusal() -> Refusal:
    found = shipped_refusal()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def validation(mnist_folder) -> Dataset:
    return mnist.load_split(mnist.open_folder(mnist_folder)).validation


@pytest.fixture(scope="module")
def ink(ink_file) -> Ink:
    """Drawings of a few writers, whom the networks learned from."""
    return read_writers(ink_file).of(np.array(WRITERS))


def refused(readings: list[Reading]) -> float:
    return float(np.mean([each.unsure for each in readings]))


def test_the_files_are_small() -> None:
    assert STROKE_MODEL.stat().st_size <= 500_000
    others = SHIPPED_MODEL, EDGE_MODEL, REFUSAL_MODEL
    assert sum(each.stat().st_size for each in others) < 5 * 2**20


def test_probabilities_are_honest(shipped, validation) -> None:
    readings = read_many(shipped, validation.X())
    P = np.stack([each.probabilities for each in readings], axis=1)
    figure = reliability(P, validation.labels)
    assert figure.error < 0.01


def test_digits_are_read_and_few_are_refused(shipped, refusal, validation) -> None:
    readings = read_many(shipped, validation.X())
    right = [each.digit == digit for each, digit in zip(readings, validation.labels, strict=True)]
    assert np.mean(right) > 0.992
    assert refused(readings) < 0.01


def test_most_of_what_is_no_digit_is_refused(shipped, refusal) -> None:
    made = nondigits("judging", 1100, rng=np.random.default_rng(11))
    readings = read_many(shipped, (made.images * np.float32(1 / 255)).T)
    assert refused(readings) > 0.9
    for each in readings:
        assert each.unsure == (each.reason != "")
        assert each.is_digit or each.unsure


def test_networks_of_the_users_own_are_served_as_well(refusal) -> None:
    split = starter_split(count=3000)
    recipe = Recipe(hidden=(64,), epochs=4)
    network = Network.from_recipe(recipe)
    for _ in train(network, recipe, split):
        pass
    made = nondigits("judging", 1100, rng=np.random.default_rng(13))
    readings = read_many(network.snapshot("own"), (made.images * np.float32(1 / 255)).T)
    assert refused(readings) > 0.9
    assert np.mean([each.is_digit for each in readings]) < 0.2


def test_two_digits_on_top_of_each_other_are_mostly_refused(shipped, refusal, validation) -> None:
    both = overlay(validation, 500, rng=np.random.default_rng(12))
    readings = read_many(shipped, (both * np.float32(1 / 255)).T)
    assert refused(readings) > 0.7
    assert any("on top of each other" in each.reason for each in readings)


@pytest.fixture
def reversed_ink(ink) -> Ink:
    drawings = [drawing_of(backwards(lines_of(each))) for each in ink.drawings]
    return Ink(drawings, ink.digits, ink.writers)


def wrong(snapshot: Snapshot, ink: Ink) -> int:
    readings = read_drawings(snapshot, ink.drawings)
    return sum(
        each.digit != digit for each, digit in zip(readings, ink.digits.tolist(), strict=True)
    )


def test_pen_and_image_read_drawings_better_than_the_image(shipped, ink, reversed_ink) -> None:
    """They learned from these writers; the folds of `make model` tell how others are read."""
    alone = replace(shipped, facts={})
    assert wrong(shipped, ink) <= len(ink) * 0.004
    assert wrong(shipped, reversed_ink) <= len(ink) * 0.004
    assert wrong(shipped, ink) <= wrong(alone, ink)


def test_drawings_that_are_no_digits_are_refused(shipped) -> None:
    made = nondigit_drawings("judging", 1100, rng=np.random.default_rng(11))
    assert refused(read_drawings(shipped, made)) > 0.95


ZEROS = {
    "an upright box": [[[0, 0], [60, 0]], [[60, 0], [60, 100]], [[60, 100], [0, 100]],
                       [[0, 100], [0, 0]]],
    "a diamond": [[[30, 0], [0, 50]], [[0, 50], [30, 100]], [[30, 100], [60, 50]],
                  [[60, 50], [30, 0]]],
}  # fmt: skip


@pytest.mark.parametrize("name", ZEROS)
@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 0, 2, 1)])
def test_a_zero_of_four_lines_is_read(shipped, name, order) -> None:
    (told,) = read_number(shipped, Drawing.from_lists([ZEROS[name][i] for i in order]))
    assert (told.reading.digit, told.reading.unsure) == (0, False)


@pytest.mark.parametrize("gap", [0.06, 0.1, 0.15])
def test_digits_of_dots_are_read(shipped, ink, gap) -> None:
    chosen = range(0, len(ink), 12)
    read = [
        read_number(shipped, drawing_of(in_dots(lines_of(ink.drawings[i]), gap))) for i in chosen
    ]
    right = [
        [each.reading.digit for each in told] == [ink.digits[i]]
        for told, i in zip(read, chosen, strict=True)
    ]
    assert np.mean(right) >= 0.93


def test_a_blank_image_is_no_digit(shipped) -> None:
    told = read(shipped, np.zeros((784, 1), np.float32))
    assert (told.is_digit, told.reason) == (False, NO_INK)


def test_a_dot_is_no_digit(shipped) -> None:
    told = read(shipped, digit_image(Drawing((Stroke(np.array([[5.0, 5.0]])),))))
    assert (told.is_digit, told.reason) == (False, ONLY_A_DOT)


def turned(drawing: Drawing, degrees: float) -> Drawing:
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    matrix = np.array([[cos, sin], [-sin, cos]])
    return Drawing(tuple(Stroke(stroke.points @ matrix) for stroke in drawing.strokes))


def placed(drawing: Drawing, scale: float, shift: float) -> Drawing:
    return Drawing(tuple(Stroke(stroke.points * scale + shift) for stroke in drawing.strokes))


@pytest.mark.parametrize(
    ("change", "width"),
    [
        (lambda drawing: drawing, 1.0),
        (lambda drawing: turned(drawing, 15), 1.0),
        (lambda drawing: turned(drawing, -15), 1.0),
        (lambda drawing: placed(drawing, 0.05, 4000.0), 1.0),
        (lambda drawing: placed(drawing, 40.0, -90.0), 1.0),
        (lambda drawing: thin_out(drawing, 4), 1.0),
        (lambda drawing: drawing, 0.6),
        (lambda drawing: drawing, 1.6),
    ],
    ids=["as drawn", "+15°", "-15°", "small", "large", "few points", "thin pen", "thick pen"],
)
def test_ink_of_other_people_is_read_however_it_is_drawn(shipped, ink, change, width) -> None:
    packed = PackedInk.of([change(drawing) for drawing in ink.drawings])
    readings = read_many(shipped, render(packed, WIDTH * width).T)
    right = [each.digit == digit for each, digit in zip(readings, ink.digits, strict=True)]
    assert np.mean(right) > 0.98
    assert refused(readings) < 0.03
