"""Temperatures and reliability, beside networks whose honesty is known."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.network.evaluation import probabilities
from core.network.network import Network
from core.reading.calibration import (
    BINS,
    at_temperature,
    best_temperature,
    network_temperature,
    reliability,
    temperature_of,
)


def honest(m: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities (10, m), and digits drawn by exactly these probabilities."""
    rng = np.random.default_rng(seed)
    Z = 2 * rng.standard_normal((10, m))
    P = np.exp(Z) / np.exp(Z).sum(axis=0)
    labels = (rng.random(m) > P.cumsum(axis=0)).sum(axis=0)
    return P.astype(np.float32), labels.astype(np.uint8)


@pytest.mark.parametrize("vanity", [0.4, 1.0, 2.5])
def test_the_temperature_undoes_false_modesty_and_vanity(vanity: float) -> None:
    P, labels = honest(20_000)
    told = at_temperature(P, 1 / vanity)
    temperature = best_temperature(told, labels)
    assert temperature == pytest.approx(vanity, rel=0.05)
    mended = reliability(at_temperature(told, temperature), labels)
    assert mended.error < 0.015
    if vanity != 1:
        assert reliability(told, labels).error > 0.05


def test_tempering_keeps_the_order_and_sums_to_one() -> None:
    P, _ = honest(200)
    warm = at_temperature(P, 3.0)
    assert (warm.argsort(axis=0) == P.argsort(axis=0)).all()
    assert warm.sum(axis=0) == pytest.approx(1, abs=1e-5)
    assert warm.dtype == np.float32
    assert (warm.max(axis=0) < P.max(axis=0)).all()
    assert at_temperature(P, 1.0) is P


def test_tempering_is_softmax_of_divided_z() -> None:
    Z = np.random.default_rng(1).standard_normal((10, 5))
    P = np.exp(Z) / np.exp(Z).sum(axis=0)
    expected = np.exp(Z / 2.5) / np.exp(Z / 2.5).sum(axis=0)
    assert at_temperature(P, 2.5) == pytest.approx(expected)


def test_reliability_by_hand() -> None:
    P = np.zeros((10, 4), np.float32)
    P[0], P[1] = [0.9, 0.9, 0.6, 1.0], [0.1, 0.1, 0.4, 0.0]
    figure = reliability(P, np.array([0, 1, 0, 0]))
    assert figure.counts.sum() == 4
    assert len(figure.counts) == BINS
    # 0.9 lies in one range with one of two right; 0.6 and 1.0 are right.
    assert figure.error == pytest.approx((2 * 0.4 + 0.4 + 0.0) / 4)


def test_too_few_examples_say_nothing() -> None:
    P, labels = honest(100)
    assert best_temperature(at_temperature(P, 0.3), labels) == 1.0


def test_a_network_is_measured_on_a_whole_data_set() -> None:
    rng = np.random.default_rng(0)
    network = Network((784, 10), rng=rng)
    images = rng.integers(0, 256, (1203, 784)).astype(np.uint8)
    P = probabilities(network, Dataset(images, np.zeros(1203, np.uint8)))
    expected = network.predict((images / 255).astype(np.float32).T)
    np.testing.assert_allclose(P, expected, atol=1e-4)
    labels = P.argmax(axis=0).astype(np.uint8)
    # All answers are right, so the surer the better.
    assert network_temperature(network, Dataset(images, labels)) < 0.1
    assert probabilities(network, Dataset(images[:0], labels[:0])).shape == (10, 0)


@pytest.mark.parametrize(
    ("facts", "temperature"),
    [
        ({}, 1.0),
        ({"temperature": 1.3}, 1.3),
        ({"temperature": 2}, 2.0),
        ({"temperature": True}, 1.0),
        ({"temperature": "hot"}, 1.0),
        ({"temperature": 0.0}, 1.0),
        ({"temperature": float("nan")}, 1.0),
        ({"temperature": 1e9}, 1.0),
    ],
)
def test_a_temperature_that_makes_no_sense_is_not_used(facts, temperature) -> None:
    assert temperature_of(facts) == temperature
