"""Distorted copies: different every time, seeded, and still the same digits."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.data import augmentation
from core.data.augmentation import KINDS, Augmentation, Strength
from core.data.starter import starter_digits
from tests.effort import effort

STILL = Strength(shift=0, turn=0, stretch=0, shear=0, bend=0, smoothness=5)


@pytest.fixture(scope="module")
def images():
    return starter_digits(300, rng=np.random.default_rng(0)).images


def distorted(images, kind, seed=0):
    return Augmentation(kind, rng=np.random.default_rng(seed))(images, np.empty_like(images))


def only(monkeypatch, **strength):
    """A kind of distortion that does nothing but what is named, without contrast."""
    monkeypatch.setitem(KINDS, "only", dataclasses.replace(STILL, **strength))
    monkeypatch.setattr(augmentation, "_GAIN", (1.0, 1.0))
    return "only"


def spread(images, axis):
    grey = images.reshape(-1, 28, 28).astype(float).sum(axis=axis)
    place = np.arange(28)
    mass = grey.sum(axis=1)
    centre = grey @ place / mass
    return centre, np.sqrt(grey @ place**2 / mass - centre**2)


@pytest.mark.parametrize("kind", list(KINDS))
def test_same_seed_same_copies(images, kind):
    first, again = distorted(images, kind), distorted(images, kind)
    np.testing.assert_array_equal(first, again)
    assert (distorted(images, kind, seed=1) != first).any(axis=1).all()


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_call_is_different_and_fills_out(images, kind):
    augmentation = Augmentation(kind, rng=np.random.default_rng(0))
    before, out = images.copy(), np.empty_like(images)
    assert augmentation(images, out) is out
    first = out.copy()
    assert (augmentation(images, out) != first).any(axis=1).all()
    np.testing.assert_array_equal(images, before)


@pytest.mark.parametrize("kind", list(KINDS))
def test_copies_stay_near_their_originals(images, kind):
    """A copy is nearer to its own original than to nearly all others."""
    copies = distorted(images, kind).astype(np.float32)
    distance = ((copies[:, None] - images[None].astype(np.float32)) ** 2).sum(axis=2)
    own = np.diagonal(distance)
    assert (distance < own[:, None]).sum(axis=1).mean() < 0.05 * len(images)
    assert copies.mean() == pytest.approx(images.mean(), rel=0.15)


def test_copies_may_overwrite_the_originals(images):
    expected = distorted(images, "elastic")
    own = images.copy()
    Augmentation("elastic", rng=np.random.default_rng(0))(own, own)
    np.testing.assert_array_equal(own, expected)


def test_no_strength_is_the_image_itself(images, monkeypatch):
    np.testing.assert_array_equal(distorted(images, only(monkeypatch)), images)


def test_shift_moves_the_centre_and_nothing_else(images, monkeypatch):
    moved = distorted(images, only(monkeypatch, shift=2))
    for axis in (1, 2):
        (before, width), (after, new_width) = spread(images, axis), spread(moved, axis)
        assert 1.5 < np.abs(after - before).max() < 2.1
        # Ink near the frame may leave it; that of nearly all images does not.
        assert np.percentile(np.abs(new_width - width), 95) < 0.1


def test_stretch_changes_width_and_height(images, monkeypatch):
    wider = distorted(images, only(monkeypatch, stretch=0.2))
    for axis in (1, 2):
        ratio = spread(wider, axis)[1] / spread(images, axis)[1]
        assert 0.75 < ratio.min() < 0.88
        assert 1.12 < ratio.max() < 1.3


def test_a_pen_widens_lines_and_thins_them_by_half_as_much(images, monkeypatch):
    redrawn = distorted(images, only(monkeypatch, pen=0.8)).astype(float).mean(axis=1)
    ratio = redrawn / images.mean(axis=1)
    assert 1.5 < ratio.max() < 2.1
    assert 0.5 < ratio.min() < 0.85
    assert 0.35 < (ratio > 1).mean() < 0.65


@pytest.mark.parametrize("widening", [1.0, 0.5, -1.0, -0.5])
def test_the_pen_goes_part_of_the_way_to_its_neighbours(images, widening):
    grey = images[:3].reshape(3, 28, 28).astype(float)
    around = np.pad(grey, ((0, 0), (1, 1), (1, 1)), mode="edge")
    steps = [(1, 1), (0, 1), (2, 1), (1, 0), (1, 2)]
    near = np.stack([around[:, r : r + 28, c : c + 28] for r, c in steps])
    goal = near.max(axis=0) if widening > 0 else near.min(axis=0)
    expected = grey + abs(widening) * (goal - grey)
    drawn = augmentation._with_pens(images[:3], np.full((3, 1), widening, np.float32))
    assert drawn.reshape(3, 28, 28) == pytest.approx(np.floor(expected), abs=1)


def test_fields_are_smooth_and_of_the_named_strength():
    strength = dataclasses.replace(STILL, bend=1.5, smoothness=4.0)
    cosines, amplitudes = augmentation._cosine_fields(strength)
    weights = np.random.default_rng(0).standard_normal((2_000, len(amplitudes))) * amplitudes
    fields = (weights @ cosines).reshape(-1, 28, 28)
    assert fields.std() == pytest.approx(1.5, rel=0.05)
    # White noise smoothed by a Gaussian of σ changes from pixel to pixel by 1 / (√2 σ) of itself.
    step = np.diff(fields, axis=2).std() / fields.std()
    assert step == pytest.approx(1 / (np.sqrt(2) * 4.0), rel=0.2)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="affine, pen, elastic"):
        Augmentation("none", rng=np.random.default_rng(0))


def test_nothing_makes_nothing():
    empty = np.empty((0, 784), np.uint8)
    assert distorted(empty, "elastic").shape == (0, 784)


@pytest.mark.slow
def test_elastic_is_little_work(images):
    block = np.tile(images, (4, 1))
    augment, out = Augmentation("elastic", rng=np.random.default_rng(0)), np.empty_like(block)
    assert effort(lambda: augment(block, out)) / len(block) < 0.02  # 0.002
