"""Facts about networks are what plain NumPy and the course say."""

import numpy as np
import pytest

from core.lessons import facts as module
from core.lessons.facts import facts_of
from core.network.activations import activation_named
from core.network.network import Network


def snapshot(hidden, activation="relu"):
    rng = np.random.default_rng(1)
    return Network((784, *hidden, 10), activation, "xavier", rng=rng).snapshot("tiny")


def test_shapes_of_three_layers():
    facts = facts_of(snapshot((12, 7)))
    assert facts["chain"] == "784 → 12 → 7 → 10"
    assert (facts["depth"], facts["layer"], facts["before"]) == (3, 2, 1)
    assert facts["parameters"] == 785 * 12 + 13 * 7 + 8 * 10
    assert facts["shape_W"] == facts["shape_dW"] == (7, 12)
    assert facts["shape_b"] == facts["shape_db"] == (7, 1)
    assert facts["shape_H_prev"] == facts["shape_dH_prev"] == (12, 5)
    assert facts["shape_Z"] == (7, 5)
    assert facts["shape_Y"] == (10, 5)
    assert facts["last_width"] == 7


def test_one_layer_is_the_first():
    facts = facts_of(snapshot(()))
    assert (facts["depth"], facts["layer"]) == (1, 1)
    assert facts["shape_W"] == (10, 784)
    assert facts["shape_H_prev"] == facts["shape_X"] == (784, 5)


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("hidden", [(), (6,), (8, 6, 5)])
def test_words_and_formulas_hold_for_every_network(hidden, activation):
    facts = facts_of(snapshot(hidden, activation))
    assert facts["memory"] == "((H_prev, W, b), Z)"
    assert facts["sigmoid_memory"] == "Z"
    assert facts["output_activation"] == "softmax"
    assert facts["output_formula"] == "HL − Y"
    assert facts["dW_formula"] == "dZ·H_prevᵀ / m"
    assert facts["dH_prev_formula"] == "Wᵀ·dZ"
    assert facts["column_sum"] == pytest.approx(1)
    assert facts["guessing_loss"] == pytest.approx(np.log(10))
    assert facts["steepest"] == 0.25
    assert facts["mask"] == (0, -3, 0)


def test_another_seed_gives_other_numbers_and_true_ones():
    tiny = snapshot((9, 8, 7))
    drawn = [facts_of(tiny, seed) for seed in range(8)]
    assert {each["layer"] for each in drawn} == {2, 3, 4}
    assert len({each["m"] for each in drawn}) > 3
    assert len({each["relu_dH"] for each in drawn}) == 8
    for facts in drawn:
        layer, widths = facts["layer"], (784, 9, 8, 7, 10)
        assert facts["shape_W"] == (widths[layer], widths[layer - 1])
        assert facts["shape_H_prev"] == (widths[layer - 1], facts["m"])
        assert facts["mask"] == tuple(
            dH if Z > 0 else 0 for dH, Z in zip(facts["relu_dH"], facts["relu_Z"], strict=True)
        )
        assert sorted(np.sign(facts["relu_Z"])) == [-1, 0, 1]
        assert 0 not in facts["relu_dH"]


def test_the_same_seed_gives_the_same_numbers():
    tiny = snapshot((6,))
    assert facts_of(tiny, 5) == facts_of(tiny, 5)


def test_answers_follow_the_code_and_not_a_list(monkeypatch):
    """Were sigmoid to keep H, or a layer's memory to lack W, the quiz would say so."""
    monkeypatch.setattr(module, "sigmoid", lambda Z: (np.tanh(Z), np.tanh(Z)))
    assert facts_of(snapshot((6,)))["sigmoid_memory"] == "H"
    Z = np.ones((2, 3))
    assert module._activation_between(Z, activation_named("tanh").forward(Z)[0]) == "tanh"
    assert module._activation_between(Z, Z + 7) == "none of these"
