"""Everything that tells classes tells any number of them, of any names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DataError
from core.inspection.flow import FlowReader
from core.inspection.walk import walk
from core.network.evaluation import evaluate
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.training import Training
from core.reading.numbers import NumberReader, found_in
from core.reading.reading import ONLY_A_DOT, read_drawings
from core.reading.refusal import DEFAULT_LIMIT
from tests.classes import (
    BALANCED,
    BY_CLASS,
    CLOTHES,
    KANA,
    LETTERS,
    drawing_of,
    examples,
    split_of,
    trained,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def letters():
    return trained(LETTERS)


@pytest.mark.parametrize("names", [("no", "yes"), LETTERS, KANA, BALANCED, BY_CLASS])
def test_a_network_learns_them(names) -> None:
    snapshot = trained(names)
    assert (snapshot.dimensions, snapshot.class_names) == ((784, 32, len(names)), names)
    measured = evaluate(Network.from_snapshot(snapshot), examples(names, 8, seed=2))
    assert measured.confusion.shape == (len(names), len(names))
    assert measured.accuracy > 0.75


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 62), st.integers(0, 61))
def test_any_number_of_classes_flows_and_is_measured(classes: int, label: int) -> None:
    names, label = BY_CLASS[:classes], label % classes
    recipe = Recipe(hidden=(4,))
    snapshot = Network.from_recipe(recipe, class_names=names).snapshot()
    image = examples(names, 1).X(label, label + 1)
    flow = FlowReader(snapshot).read(image)
    way = walk(snapshot, image, np.array([label]))
    assert flow.class_names == way.class_names == names
    assert flow.probabilities.shape == (classes,)
    assert way["Y"].shape == (classes, 1)
    assert way["Y"][label, 0] == way["Y"].sum() == 1


def test_a_network_of_other_classes_than_the_data_is_not_trained() -> None:
    recipe = Recipe(hidden=(4,))
    with pytest.raises(DataError, match="tells 10 classes, but the data set has 26"):
        Training(Network.from_recipe(recipe), recipe, split_of(LETTERS, each=1))


def test_letters_are_read_by_the_network_alone(letters) -> None:
    drawings = [drawing_of(number, np.random.default_rng(number), 0.02) for number in range(26)]
    readings = read_drawings(letters, drawings)
    assert np.mean([each.digit == number for number, each in enumerate(readings)]) > 0.9
    for each in readings:
        assert each.name == LETTERS[each.digit]
        assert each.by_pen is None
        assert each.like is None
        assert each.is_digit
        assert each.unsure == (each.probability < DEFAULT_LIMIT)


def test_its_own_limit_and_temperature_have_a_say(letters) -> None:
    drawings = [drawing_of(number, np.random.default_rng(number), 0.05) for number in range(26)]
    strict = replace(letters, facts={"limit": 0.999, "temperature": 3.0})
    sure, doubtful = (read_drawings(each, drawings) for each in (letters, strict))
    assert sum(each.unsure for each in doubtful) > sum(each.unsure for each in sure)
    assert all(a.probability > b.probability for a, b in zip(sure, doubtful, strict=True))


def test_what_is_drawn_is_one_thing(letters) -> None:
    """Two glyphs side by side, which would be two digits."""
    reader = NumberReader(letters)
    rng = np.random.default_rng(0)
    left, right = ([s.points * 0.4 for s in drawing_of(n, rng).strokes] for n in (0, 1))
    both = type(drawing_of(0, rng)).from_lists(
        [*(p.tolist() for p in left), *((p + np.array([0.55, 0.3])).tolist() for p in right)]
    )
    (placed,) = reader.read(both)
    assert placed.drawing is both
    assert reader.read(type(both)()) == []


def test_the_words_name_the_classes(letters) -> None:
    P = np.zeros(26, np.float32)
    P[[0, 7]] = 0.49, 0.48
    P += 1e-3
    theta = np.zeros_like(letters.theta)
    theta[-26:] = np.log(P)
    unsure = replace(letters, theta=theta)
    (reading,) = read_drawings(unsure, [drawing_of(3, np.random.default_rng(0))])
    assert reading.reason == "This looks like “A” or “H”."
    theta = np.zeros_like(letters.theta)
    (reading,) = read_drawings(
        replace(letters, theta=theta), [drawing_of(3, np.random.default_rng(0))]
    )
    assert reading.reason == "I cannot tell what this is."


def test_a_dot_is_no_letter(letters) -> None:
    dot = type(drawing_of(0, np.random.default_rng(0))).from_lists([[[0.5, 0.5]]])
    (reading,) = read_drawings(letters, [dot])
    assert (reading.is_digit, reading.reason) == (False, ONLY_A_DOT)


@pytest.mark.parametrize("light", [False, True])
def test_a_picture_of_28_pixels_is_shown_as_it_is(light: bool) -> None:
    names = CLOTHES
    snapshot = Network.from_recipe(Recipe(hidden=(4,)), class_names=names).snapshot()
    pixels = np.zeros((28, 28), np.uint8)
    pixels[2:26, 5:23] = np.random.default_rng(0).integers(60, 255, (24, 18))
    (found,) = found_in(snapshot, 255 - pixels if light else pixels)
    np.testing.assert_allclose(found.image.reshape(28, 28) * 255, pixels, atol=1e-3)
