"""Which units matter: against networks whose units are really switched off, one by one."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from core.errors import Cancelled
from core.inspection.ablation import Ablation, log_probability
from core.inspection.edits import SwitchOff, edited
from core.inspection.flow import FlowReader
from tests.core.inspection.small import HIDDEN, network

SHAPES = [(7, 6, 4), (7, 6, 5, 4), (7, 3, 6, 5, 4), (7, 700, 8, 4), (7, 4)]


def example(widths, activation, seed=0):
    X = np.random.default_rng([seed, 9]).random((widths[0], 1)).astype(np.float32)
    return network(widths, activation, seed).snapshot(), X


def log_p(snapshot, X, digit):
    return np.log(FlowReader(snapshot).read(X).probabilities.astype(np.float64))[digit]


@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize("widths", SHAPES)
def test_effects_are_those_of_edited_networks(widths, activation):
    snapshot, X = example(widths, activation)
    ablation = Ablation(snapshot, X)
    effects = ablation.effects()
    assert [len(each) for each in effects] == list(widths[1:-1])
    before = log_p(snapshot, X, ablation.answer)
    for layer, effect in enumerate(effects, 1):
        for unit in range(0, widths[layer], max(1, widths[layer] // 20)):
            after = log_p(edited(snapshot, (SwitchOff(layer, unit),)), X, ablation.answer)
            assert effect[unit] == pytest.approx(after - before, abs=2e-6)


@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize("seed", range(6))
def test_each_unit_is_the_one_that_harms_most_of_those_still_on(activation, seed):
    snapshot, X = example((7, 6, 5, 4), activation, seed)
    answer = Ablation(snapshot, X).answer
    off: tuple[SwitchOff, ...] = ()
    for removal in Ablation(snapshot, X).until_it_flips():
        left = {
            (layer, unit): log_p(edited(snapshot, (*off, SwitchOff(layer, unit))), X, answer)
            for layer, n in ((1, 6), (2, 5))
            for unit in range(n)
            if SwitchOff(layer, unit) not in off
        }
        assert left[removal.layer, removal.unit] == pytest.approx(min(left.values()), abs=1e-5)
        off = (*off, SwitchOff(removal.layer, removal.unit))
        P = FlowReader(edited(snapshot, off)).read(X).probabilities
        assert removal.answer == P.argmax()
        assert removal.probability == pytest.approx(P.max(), abs=1e-5)
        assert removal.of_first == pytest.approx(P[answer], abs=1e-5)
        flipped = removal.answer != answer
    assert off
    if not flipped:
        now = log_p(edited(snapshot, off), X, answer)
        last = Ablation(edited(snapshot, off), X)
        assert last.answer == answer
        assert all(effect.min() >= -1e-6 for effect in last.effects())
        assert now < 0


def test_it_ends_at_the_flip():
    for seed in range(6):
        snapshot, X = example((7, 6, 5, 4), "relu", seed)
        answers = [each.answer for each in Ablation(snapshot, X).until_it_flips()]
        assert set(answers[:-1]) <= {Ablation(snapshot, X).answer}


def test_without_hidden_layers_there_is_nothing_to_switch_off():
    snapshot, X = example((7, 4), "relu")
    assert Ablation(snapshot, X).effects() == []
    assert list(Ablation(snapshot, X).until_it_flips()) == []


@pytest.mark.parametrize("size", [1e20, 1e36])
def test_numbers_that_grow_too_large_end_the_search(size):
    snapshot, X = example((7, 6, 5, 4), "relu")
    theta = snapshot.theta * np.float32(size)
    removals = list(Ablation(replace(snapshot, theta=theta), X).until_it_flips())
    assert len(removals) <= 11


def test_a_silent_unit_has_no_effect():
    snapshot, X = example((7, 6, 4), "relu")
    silent = FlowReader(snapshot).read(X).H[1] == 0
    assert silent.any()
    assert not Ablation(snapshot, X).effects()[0][silent].any()


def test_it_can_be_given_up():
    snapshot, X = example((7, 6, 4), "tanh")
    given_up = threading.Event()
    given_up.set()
    with pytest.raises(Cancelled):
        next(Ablation(snapshot, X).until_it_flips(given_up.is_set))


@pytest.mark.parametrize("scale", [1, 30, 800])
def test_log_probabilities_keep_their_digits(scale):
    Z = scale * np.random.default_rng(0).standard_normal((10, 50))
    by_hand = Z - np.logaddexp.reduce(Z, axis=0)
    for digit in range(10):
        np.testing.assert_allclose(log_probability(Z, digit), by_hand[digit], rtol=1e-9, atol=1e-12)
    sure = np.array([[40.0], [0.0]])
    assert log_probability(sure, 0)[0] == pytest.approx(-np.exp(-40), rel=1e-9)
