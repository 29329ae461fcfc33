"""What speaks for a digit: the gradient by central differences, and what the pixels add up to."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import ShapeError
from core.inspection.saliency import pixel_evidence, score, score_gradient
from core.network.network import Network

DIGIT = 3


@pytest.fixture(params=["relu", "sigmoid", "tanh"])
def snapshot(request):
    return Network((12, 9, 7, 10), request.param, rng=np.random.default_rng(5)).snapshot()


@pytest.fixture
def X():
    return np.random.default_rng(2).random((12, 4))


def test_the_gradient_is_what_central_differences_say(snapshot, X):
    gradient = score_gradient(snapshot, X, DIGIT)
    assert gradient.dtype == np.float64
    step = 1e-6
    for row in range(len(X)):
        more, less = X.copy(), X.copy()
        more[row] += step
        less[row] -= step
        numeric = (score(snapshot, more, DIGIT) - score(snapshot, less, DIGIT)) / (2 * step)
        assert gradient[row] == pytest.approx(numeric, abs=1e-7)


def test_the_pixels_add_up_to_what_the_ink_does_to_the_score(snapshot, X):
    image, blank = X[:, :1], np.zeros((12, 1))
    added = pixel_evidence(snapshot, image, DIGIT, steps=4000)
    ink = score(snapshot, image, DIGIT) - score(snapshot, blank, DIGIT)
    assert added.sum() == pytest.approx(ink.item(), abs=1e-3)


def test_a_pixel_without_ink_says_nothing(snapshot, X):
    image = X[:, :1].copy()
    image[4] = 0
    added = pixel_evidence(snapshot, image, DIGIT)
    assert added.shape == (12, 1)
    assert added[4] == 0
    assert np.count_nonzero(added) == 11


def test_a_linear_network_says_its_weights():
    snapshot = Network((6, 10), rng=np.random.default_rng(0)).snapshot()
    W = Network.from_snapshot(snapshot).parameters["W1"]
    image = np.random.default_rng(1).random((6, 1)).astype(np.float32)
    expected = (W[DIGIT] - W.mean(axis=0))[:, None] * image
    assert pixel_evidence(snapshot, image, DIGIT) == pytest.approx(expected, abs=1e-6)


def test_what_does_not_fit_is_said(snapshot):
    with pytest.raises(ShapeError):
        pixel_evidence(snapshot, np.zeros((11, 1), np.float32), DIGIT)
    with pytest.raises(ShapeError, match="no class 10"):
        pixel_evidence(snapshot, np.zeros((12, 1), np.float32), 10)
