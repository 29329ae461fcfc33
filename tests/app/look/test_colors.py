"""The colour scale: symmetric, neutral at zero, monotone, and honest about what it cuts off."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from app.look.colors import (
    BROKEN,
    LEVELS,
    ZERO,
    Scale,
    levels,
    lightness,
    palette,
    scale_of,
    to_image,
    unpacked,
)
from app.look.tokens import DARK, LIGHT, Tokens

SCHEMES = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])

# What an eye without one kind of cones sees, on linear RGB: F. Viénot, H. Brettel, J. Mollon,
# "Digital video colourmaps for checking the legibility of displays by dichromats" (1999).
DICHROMATS = {
    "protanope": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
    "deuteranope": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
}


@SCHEMES
def test_zero_is_the_ground(look: Tokens) -> None:
    assert QColor.fromRgba(int(palette(True, look)[ZERO])).name() == look.ground
    assert levels(np.zeros((2, 2)), Scale(1.0)).tolist() == [[ZERO, ZERO], [ZERO, ZERO]]


@SCHEMES
def test_lightness_leaves_the_ground_monotonely_and_alike_on_both_sides(look: Tokens) -> None:
    light = lightness(palette(True, look)[:LEVELS])
    away = 1 if look.dark else -1
    steps = away * np.diff(light[ZERO:])
    assert (steps > -0.004).all()
    assert (away * np.diff(light[ZERO:][::4]) > 0).all()
    assert away * (light[-1] - light[ZERO]) > 0.35
    np.testing.assert_allclose(light[ZERO:], light[ZERO::-1], atol=0.012)


def test_viridis_rises_in_lightness() -> None:
    light = lightness(palette(False, LIGHT)[:LEVELS])
    assert (np.diff(light[::4]) > 0).all()
    np.testing.assert_array_equal(palette(False, LIGHT)[:LEVELS], palette(False, DARK)[:LEVELS])


@SCHEMES
def test_positive_is_blue_and_negative_is_orange(look: Tokens) -> None:
    ends = unpacked(palette(True, look)[[0, LEVELS - 1]])
    assert ends[0, 0] > ends[0, 1] > ends[0, 2]
    assert ends[1, 2] > ends[1, 1] > ends[1, 0]


@SCHEMES
@pytest.mark.parametrize("kind", DICHROMATS)
def test_the_two_sides_differ_for_colour_blind_eyes(look: Tokens, kind: str) -> None:
    quarter, three = LEVELS // 4, 3 * LEVELS // 4
    sides = unpacked(palette(True, look)[[0, quarter, three, LEVELS - 1]])
    seen = np.clip(sides**2.2 @ np.array(DICHROMATS[kind]).T, 0, 1) ** (1 / 2.2)
    assert np.abs(seen[0] - seen[3]).max() > 0.3
    assert np.abs(seen[1] - seen[2]).max() > 0.12


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1e-38, 1e-3, 1.0, 1e30])
def test_a_value_and_its_negative_are_equally_far_from_zero(dtype: type, size: float) -> None:
    values = (np.linspace(0, 1.4, 701)[None] * size).astype(dtype)
    scale = scale_of(values)
    plus, minus = levels(values, scale).astype(int), levels(-values, scale).astype(int)
    assert np.abs((plus - ZERO) - (ZERO - minus)).max() <= 1
    assert (np.diff(plus[0]) >= 0).all()


def test_integers_and_truths_are_values_too() -> None:
    assert levels(np.array([[-2, 0, 2]]), Scale(2.0)).tolist() == [[0, ZERO, LEVELS - 1]]
    truths = np.array([[True, False]])
    assert levels(truths, scale_of(truths, signed=False)).tolist() == [[LEVELS - 1, 0]]


def test_the_limit_holds_all_but_the_largest_and_is_round() -> None:
    values = np.random.default_rng(0).normal(0, 0.013, (64, 128)).clip(-0.05, 0.05)
    values[3, 5] = 9.0
    scale = scale_of(values)
    assert scale == Scale(0.05, True, below=False, above=True)
    assert np.mean(np.abs(values) <= scale.limit) > 0.99
    assert levels(values, scale)[3, 5] == LEVELS - 1


def test_each_side_says_for_itself_that_it_is_cut_off() -> None:
    values = np.array([[-3.0, 1.0, 2.0]])
    assert scale_of(values, limit=2.5) == Scale(2.5, True, below=True, above=False)
    assert scale_of(values, limit=1.5) == Scale(1.5, True, below=True, above=True)
    assert scale_of(values, limit=3.0) == Scale(3.0, True)
    assert scale_of(values, signed=False, limit=3.0) == Scale(3.0, False, below=True)


def test_few_values_are_all_within_the_limit() -> None:
    values = np.arange(10.0)[:, None]
    scale = scale_of(values, signed=False)
    assert not scale.above
    assert scale.limit == 10.0


def test_rare_values_are_seen_among_zeros() -> None:
    values = np.zeros((300, 300))
    values[7, 11] = 0.02
    assert scale_of(values).limit == 0.02


def test_the_sample_looks_at_every_column() -> None:
    """98 values apart, of 784 columns only these eight would be seen."""
    values = np.full((1024, 784), 0.5, np.float32)
    values[:, ::98] = 0.001
    assert scale_of(values).limit == 0.5


@pytest.mark.parametrize("signed", [True, False])
def test_what_is_not_finite_has_a_level_of_its_own(signed: bool) -> None:
    values = np.array([[1.0, np.nan, np.inf], [-np.inf, 0.5, 0.0]])
    scale = scale_of(values, signed=signed)
    assert (scale.limit, scale.broken) == (1.0, 3)
    broken = levels(values, scale) == BROKEN
    np.testing.assert_array_equal(broken, ~np.isfinite(values))


@pytest.mark.parametrize("values", [np.full((3, 4), np.nan), np.zeros((3, 4)), np.zeros((0, 3))])
def test_without_any_size_the_limit_is_one(values: np.ndarray) -> None:
    assert scale_of(values).limit == 1.0


def test_an_image_keeps_its_pixels_when_the_array_is_gone() -> None:
    pixels = palette(True, LIGHT)[np.arange(12, dtype=np.uint8).reshape(3, 4)]
    image = to_image(pixels.T)
    assert (image.width(), image.height()) == (3, 4)
    expected = pixels.copy()
    del pixels
    for row in range(3):
        for column in range(4):
            assert image.pixel(row, column) == expected[row, column]
