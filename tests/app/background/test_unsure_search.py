"""The small network and unsure digits, from the threads that make them."""

from __future__ import annotations

import numpy as np
import pytest

from app.background.unsure_search import UnsureSearch
from core.data.starter import starter_digits
from core.inspection.small_network import small_network
from core.inspection.unsure import unsure_digits
from core.network.network import Network


@pytest.fixture
def search(qapp):
    made = UnsureSearch()
    yield made
    assert made.close()


@pytest.fixture(scope="module")
def digits():
    return starter_digits(300, rng=np.random.default_rng(5))


def test_the_small_network_is_that_of_core(qtbot, search):
    with qtbot.waitSignal(search.trained) as trained:
        search.train()
        search.train()
    (snapshot,) = trained.args
    assert snapshot.theta.tobytes() == small_network().theta.tobytes()


def test_the_newest_search_is_heard_of(qtbot, search, digits):
    small = small_network()
    other = Network((784, 4, 10), rng=np.random.default_rng(0)).snapshot()
    heard = []
    search.found.connect(heard.append)
    with qtbot.waitSignal(search.found):
        search.search(other, digits)
        search.search(small, digits)
    (found,) = heard
    assert found.snapshot is small
    assert found.digits is digits
    np.testing.assert_array_equal(found.unsure.indices, unsure_digits(small, digits).indices)


def test_a_search_in_vain_says_why_and_another_can_begin(qtbot, search, digits):
    with qtbot.waitSignal(search.failed) as failed:
        search.search(small_network(), digits.take(np.arange(0)))
    assert failed.args == ["There are no test digits to choose from."]
    with qtbot.waitSignal(search.found):
        search.search(small_network(), digits)
