"""The small network is the same each time, and there are digits that it is unsure of."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.data.starter import starter_digits
from core.errors import Cancelled, DataError, ShapeError
from core.inspection.small_network import small_network
from core.inspection.unsure import FEWEST, LEAST, MOST, unsure_digits
from core.inspection.walk import walk
from core.network.network import Network
from core.network.parameters import unpack
from core.network.snapshots import Snapshot

SEEDS = range(4)


@pytest.fixture(scope="module")
def digits() -> Dataset:
    """None that the small network learned from: those are drawn from seeds of SEEDS."""
    return starter_digits(1000, rng=np.random.default_rng(99))


@pytest.fixture(scope="module", params=SEEDS)
def small(request: pytest.FixtureRequest) -> Snapshot:
    return small_network(seed=request.param)


def answers(snapshot: Snapshot, digits: Dataset) -> np.ndarray:
    return Network.from_snapshot(snapshot).predict(digits.X())


def test_the_same_seed_gives_the_same_network_to_the_last_bit() -> None:
    first, second, other = small_network(), small_network(), small_network(seed=1)
    assert first.dimensions == (784, 16, 10)
    assert first.theta.tobytes() == second.theta.tobytes()
    assert first.theta.tobytes() != other.theta.tobytes()


def test_it_reads_well_and_not_perfectly(small: Snapshot, digits: Dataset) -> None:
    """Seeds 0 to 7: 87.6 to 89.3 %, and 83 to 85.3 % of MNIST."""
    right = (answers(small, digits).argmax(axis=0) == digits.labels).mean()
    assert 0.83 < right < 0.96


def test_there_are_enough_digits_that_it_is_unsure_of(small: Snapshot, digits: Dataset) -> None:
    """Seeds 0 to 7: 53 to 90 of 1,000, and 687 to 768 of the 10,000 of MNIST; 15 are a quarter."""
    found = unsure_digits(small, digits)
    assert found.are_unsure
    assert len(found.indices) > 15
    assert (np.diff(found.indices) > 0).all()
    for column, label in zip(
        answers(small, digits)[:, found.indices].T, digits.labels[found.indices], strict=True
    ):
        assert LEAST <= column.max() <= MOST
        assert label in np.argsort(column)[-2:]


def test_its_gradients_can_be_seen(small: Snapshot, digits: Dataset) -> None:
    """Of what is shown first, seeds 0 to 7: dZ2 from 0.41, dW1 from 0.31, dX from 0.22."""
    index = int(unsure_digits(small, digits).indices[0])
    way = walk(small, digits.X(index, index + 1), digits.labels[index : index + 1])
    assert np.abs(way["dZ2"]).max() >= 1 - MOST - 1e-6
    assert np.abs(way["dW1"]).max() > 0.05
    assert np.abs(way["dX"]).max() > 0.05


def test_a_network_that_is_sure_of_all_shows_what_it_is_least_sure_of(digits: Dataset) -> None:
    sure = small_network()
    theta = sure.theta.copy()
    weights, biases = unpack(theta, sure.dimensions)
    weights[-1][...] *= 1e4
    biases[-1][...] *= 1e4
    sure = dataclasses.replace(sure, theta=theta)
    found = unsure_digits(sure, digits)
    assert not found.are_unsure
    assert len(found.indices) == FEWEST
    highest = answers(sure, digits).max(axis=0)
    near = highest[found.indices]
    assert (np.diff(near) >= 0).all()


@pytest.mark.parametrize("spoilt", [np.nan, np.inf, 0.0])
def test_a_network_that_cannot_read_has_digits_too(digits: Dataset, spoilt: float) -> None:
    small = small_network()
    broken = dataclasses.replace(small, theta=np.full_like(small.theta, spoilt))
    found = unsure_digits(broken, digits)
    assert not found.are_unsure
    assert len(found.indices) == FEWEST


def test_fewer_digits_than_are_wanted_are_all_there_are(digits: Dataset) -> None:
    broken = dataclasses.replace(small_network(), theta=np.zeros(12_730, np.float32))
    assert sorted(unsure_digits(broken, digits.take(np.arange(3))).indices) == [0, 1, 2]


def test_without_digits_it_says_so(digits: Dataset) -> None:
    with pytest.raises(DataError, match="no test digits"):
        unsure_digits(small_network(), digits.take(np.arange(0)))


def test_another_number_of_pixels_is_an_error(digits: Dataset) -> None:
    tiny = Network((9, 4, 10), rng=np.random.default_rng(0)).snapshot()
    with pytest.raises(ShapeError):
        unsure_digits(tiny, digits)


def test_both_can_be_given_up(digits: Dataset) -> None:
    with pytest.raises(Cancelled):
        small_network(is_cancelled=lambda: True)
    with pytest.raises(Cancelled):
        unsure_digits(small_network(), digits, is_cancelled=lambda: True)
