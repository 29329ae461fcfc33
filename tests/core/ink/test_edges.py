"""Edges in numbers: against a plain loop, and by what they must not tell apart."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ink.edges import CELLS, DIRECTIONS, NUMBERS, SPREAD, STRONGEST, edge_numbers

SIDE = 28


def by_hand(image: np.ndarray) -> np.ndarray:
    """The same for one image, pixel by pixel, from the angle of each gradient."""
    grey = np.zeros((SIDE + 4, SIDE + 4))
    grey[2:-2, 2:-2] = image.reshape(SIDE, SIDE) / 255
    gathered = np.zeros((DIRECTIONS, CELLS, CELLS))
    middles = (np.arange(CELLS) + 0.5) * SIDE / CELLS
    weights = np.exp(-0.5 * ((np.arange(SIDE + 2) - 0.5 - middles[:, None]) / SPREAD) ** 2)
    weights /= weights.sum(axis=1, keepdims=True)
    smooth, step = np.array([1, 2, 1]), np.array([-1, 0, 1])
    for row in range(SIDE + 2):
        for column in range(SIDE + 2):
            patch = grey[row : row + 3, column : column + 3]
            right, down = smooth @ patch @ step, step @ patch @ smooth
            if right == 0 and down == 0:
                continue
            turn = math.atan2(down, right) % (2 * math.pi) / (math.pi / 4)
            first = int(turn + 1e-9) % DIRECTIONS
            second = (first + 1) % DIRECTIONS
            axes = np.array(
                [
                    [math.cos(first * math.pi / 4), math.cos(second * math.pi / 4)],
                    [math.sin(first * math.pi / 4), math.sin(second * math.pi / 4)],
                ]
            )
            parts = np.linalg.solve(axes, [right, down])
            place = np.outer(weights[:, row], weights[:, column])
            for direction, part in zip((first, second), parts, strict=True):
                gathered[direction] += max(part, 0) * place
    return np.minimum(np.sqrt(gathered).ravel() * 255 / STRONGEST, 255)


def image_of(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    image = np.zeros((SIDE, SIDE), np.uint8)
    top, left = rng.integers(2, 12, 2)
    image[top : top + 14, left : left + 12] = rng.integers(0, 256, (14, 12))
    return image.reshape(1, -1)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_each_gradient_is_parted_between_its_two_nearest_directions(seed) -> None:
    image = image_of(seed)
    assert edge_numbers(image)[0] == pytest.approx(by_hand(image[0]), abs=0.51)


def test_many_are_told_as_one_by_one() -> None:
    images = np.concatenate([image_of(seed) for seed in range(300)])
    told = edge_numbers(images)
    assert (told.shape, told.dtype) == ((300, NUMBERS), np.uint8)
    for number in (0, 255, 256, 299):
        assert (edge_numbers(images[number : number + 1])[0] == told[number]).all()


def test_an_even_image_has_no_edge() -> None:
    assert not edge_numbers(np.zeros((2, 784), np.uint8)).any()
    assert not edge_numbers(np.empty((0, 784), np.uint8)).size


def test_a_bar_has_edges_on_both_sides_and_none_along_it() -> None:
    image = np.zeros((SIDE, SIDE), np.uint8)
    image[:, 12:16] = 255
    told = edge_numbers(image.reshape(1, -1)).reshape(DIRECTIONS, CELLS, CELLS).astype(int)
    middle = told[:, CELLS // 2, :]
    assert middle[0, 2] > 60, "from the left it grows lighter to the right"
    assert middle[4, 4] > 60, "from the right it grows lighter to the left"
    assert not middle[[2, 6]].any()
