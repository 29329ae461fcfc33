"""Hands inside a network: each edit by hand, their order, and that nothing else is touched."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShapeError
from core.files import model_file
from core.inspection import edits as hands
from core.inspection.edits import (
    Noise,
    Prune,
    ScaleWeights,
    SetWeight,
    ShiftBias,
    SwitchOff,
    Temperature,
    describe,
    does_nothing,
    edited,
    with_edit,
    without,
)
from core.inspection.flow import FlowReader
from core.network.network import Network
from core.network.parameters import unpack
from core.undo import UndoStack
from tests.core.inspection.small import HIDDEN, network

WIDTHS = (6, 5, 4, 3)
DEPTH = len(WIDTHS) - 1
RNG = np.random.default_rng(3)
IMAGE = RNG.random((WIDTHS[0], 1)).astype(np.float32)


def base(activation="relu"):
    return network(WIDTHS, activation).snapshot("mine", {"data": "Tiny"})


def read(snapshot):
    return FlowReader(snapshot).read(IMAGE)


def changes(snapshot, *edits):
    """By name, the arrays that differ from those before."""
    before, after = (
        Network.from_snapshot(each).parameters for each in (snapshot, edited(snapshot, edits))
    )
    return {name: after[name] for name in before if not np.array_equal(before[name], after[name])}


def parameters(snapshot):
    return Network.from_snapshot(snapshot).parameters


def test_a_bias_is_shifted_and_nothing_else():
    snapshot = base()
    expected = parameters(snapshot)["b2"].copy()
    expected[1] += np.float32(0.5)
    assert changes(snapshot, ShiftBias(2, 1, 0.5)) == {"b2": pytest.approx(expected)}


def test_the_weights_into_a_unit_are_scaled_and_nothing_else():
    snapshot = base()
    expected = parameters(snapshot)["W1"].copy()
    expected[4] *= np.float32(-1.5)
    changed = changes(snapshot, ScaleWeights(1, 4, -1.5))
    assert list(changed) == ["W1"]
    np.testing.assert_array_equal(changed["W1"], expected)


def test_a_weight_is_set_and_nothing_else():
    snapshot = base()
    expected = parameters(snapshot)["W3"].copy()
    expected[2, 3] = 0.25
    changed = changes(snapshot, SetWeight(3, 2, 3, 0.25))
    assert list(changed) == ["W3"]
    np.testing.assert_array_equal(changed["W3"], expected)


@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize("layer", [1, 2])
def test_what_is_off_is_as_if_its_activation_were_0(activation, layer):
    snapshot = base(activation)
    weights, biases = unpack(snapshot.theta, WIDTHS)
    H = read(snapshot).H[layer].copy()
    H[2] = 0
    tail = Network(WIDTHS[layer:], activation, rng=RNG)
    for at, (W, b) in enumerate(zip(weights[layer:], biases[layer:], strict=True)):
        tail.weights[at][...], tail.biases[at][...] = W, b
    off = read(edited(snapshot, (SwitchOff(layer, 2),)))
    np.testing.assert_allclose(off.probabilities, tail.predict(H[:, None])[:, 0], rtol=1e-6)
    assert off.H[layer][2] == (0.5 if activation == "sigmoid" else 0)


@pytest.mark.parametrize("value", [0.5, 3.0])
def test_a_temperature_divides_the_outputs_z(value):
    snapshot = base()
    before = read(snapshot).probabilities
    powers = before ** (1 / value)
    after = read(edited(snapshot, (Temperature(value),))).probabilities
    np.testing.assert_allclose(after, powers / powers.sum(), rtol=1e-5)


@pytest.mark.parametrize("share", [0.01, 0.25, 0.5, 1.0])
def test_the_smallest_weights_of_the_whole_network_are_pruned(share):
    snapshot = base()
    weights, biases = unpack(edited(snapshot, (Prune(share),)).theta, WIDTHS)
    sizes = np.sort(np.abs(np.concatenate([W.ravel() for W in unpack(snapshot.theta, WIDTHS)[0]])))
    count = round(share * sizes.size)
    assert sum(int((W == 0).sum()) for W in weights) == count
    kept = np.concatenate([np.abs(W[W != 0]) for W in weights])
    assert kept.min(initial=np.inf) > (sizes[count - 1] if count else 0)
    for b, old in zip(biases, unpack(snapshot.theta, WIDTHS)[1], strict=True):
        np.testing.assert_array_equal(b, old)


def test_noise_is_as_large_as_asked_for_in_each_layer_and_the_same_for_a_seed():
    snapshot = Network((300, 200, 100), rng=RNG).snapshot()
    before, _ = unpack(snapshot.theta, snapshot.dimensions)
    noisy = edited(snapshot, (Noise(0.5, seed=4),))
    after, biases = unpack(noisy.theta, snapshot.dimensions)
    for W, old in zip(after, before, strict=True):
        assert (W - old).std() == pytest.approx(0.5 * old.std(), rel=0.03)
    assert not any(b.any() for b in biases)
    np.testing.assert_array_equal(noisy.theta, edited(snapshot, (Noise(0.5, seed=4),)).theta)
    assert (noisy.theta != edited(snapshot, (Noise(0.5, seed=5),)).theta).any()


units = {layer: st.integers(0, WIDTHS[layer] - 1) for layer in range(DEPTH + 1)}
amounts = st.floats(-3, 3)
layers = st.integers(1, DEPTH)
edit = st.one_of(
    layers.flatmap(lambda n: st.builds(ShiftBias, st.just(n), units[n], amounts)),
    layers.flatmap(lambda n: st.builds(ScaleWeights, st.just(n), units[n], amounts)),
    layers.flatmap(lambda n: st.builds(SetWeight, st.just(n), units[n], units[n - 1], amounts)),
    st.integers(1, DEPTH - 1).flatmap(lambda n: st.builds(SwitchOff, st.just(n), units[n])),
    st.builds(Prune, st.floats(0, 1)),
    st.builds(Noise, st.floats(0, 2), st.integers(0, 5)),
    st.builds(Temperature, st.floats(0.1, 10)),
)


@given(st.lists(edit, max_size=8), st.sampled_from(HIDDEN))
def test_undo_leads_back_to_the_bit_and_the_first_network_is_never_changed(made, activation):
    snapshot = base(activation)
    first = snapshot.theta.copy()
    history = UndoStack((), limit=100)
    thetas = [snapshot.theta]
    for each in made:
        history.change(with_edit(history.present, each))
        thetas.append(edited(snapshot, history.present).theta)
    for theta in reversed(thetas):
        while not np.array_equal(edited(snapshot, history.present).theta, theta):
            assert history.can_undo
            history.undo()
    while history.can_undo:
        history.undo()
    assert edited(snapshot, history.present) is snapshot
    np.testing.assert_array_equal(snapshot.theta, first)


@given(st.lists(edit, min_size=1, max_size=8), st.randoms())
def test_what_counts_is_what_is_edited_not_when(made, random):
    snapshot = base()
    edits = ()
    for each in made:
        edits = with_edit(edits, each)
    assert not any(map(does_nothing, edits))
    assert len({hands.place(each) for each in edits}) == len(edits)
    shuffled = list(edits)
    random.shuffle(shuffled)
    np.testing.assert_array_equal(
        edited(snapshot, edits).theta, edited(snapshot, tuple(shuffled)).theta
    )
    assert edited(snapshot, edits).theta.flags.writeable is False or not edits


def test_the_later_of_two_edits_of_one_thing_counts():
    first, second = ShiftBias(1, 2, 0.5), ShiftBias(1, 2, -1.0)
    assert with_edit((first, Prune(0.5)), second) == (second, Prune(0.5))
    one, both = (edited(base(), each).theta for each in ((second,), (first, second)))
    np.testing.assert_array_equal(one, both)
    assert without((first, Prune(0.5)), second) == (Prune(0.5),)


@pytest.mark.parametrize(
    "neutral", [Noise(0, 3), Prune(0), ScaleWeights(1, 1, 1), ShiftBias(1, 1, 0), Temperature(1)]
)
def test_an_edit_that_does_nothing_is_none(neutral):
    assert with_edit((), neutral) == ()
    np.testing.assert_array_equal(edited(base(), (neutral,)).theta, base().theta)


def test_what_is_set_by_hand_stands_whatever_pruning_and_noise_do():
    made = (SetWeight(2, 0, 0, 1e-6), Prune(0.9), Noise(1.0, 1))
    weights, _ = unpack(edited(base(), made).theta, WIDTHS)
    assert weights[1][0, 0] == np.float32(1e-6)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (SwitchOff(3, 0), "output"),
        (SwitchOff(1, 5), "no unit 5"),
        (SwitchOff(1, -1), "no unit -1"),
        (ShiftBias(0, 0, 1), "no layer 0"),
        (ShiftBias(4, 0, 1), "no layer 4"),
        (ShiftBias(1, 0, float("nan")), "Numbers go from"),
        (ScaleWeights(1, 0, 1e30), "Numbers go from"),
        (SetWeight(1, 0, 6, 1.0), "leads into layer 1 from 6"),
        (SetWeight(1, 0, -1, 1.0), "leads into layer 1 from -1"),
        (Prune(1.5), "share"),
        (Prune(-0.1), "share"),
        (Noise(-1.0), "Noise"),
        (Temperature(0.0), "above 0"),
        (Temperature(float("inf")), "Numbers go from"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(wrong, words):
    with pytest.raises(ShapeError, match=words):
        edited(base(), (wrong,))


def test_facts_say_what_was_done_and_no_more_what_was_measured(tmp_path):
    measured = {
        "data": "MNIST",
        "seed": 3,
        "test_accuracy": 0.98,
        "test_loss": 0.1,
        "temperature": 1.2,
        "image_power": 0.4,
        "pen_power": 0.5,
        "pen_limit": 0.8,
        "of another program": 1,
    }
    snapshot = Network((784, 6, 10), rng=RNG).snapshot("mine", measured)
    once = edited(snapshot, (SwitchOff(1, 4), Prune(0.2)))
    assert once.name == "mine edited"
    made = "layer 1 unit 4 off; smallest 20.0000% of the weights pruned"
    assert once.facts == {"data": "MNIST", "seed": 3, "edited_from": "mine", "edits": made}
    twice = edited(once, (Temperature(2),))
    assert twice.name == "mine edited"
    assert twice.facts["edits"] == f"{made}; temperature 2"
    model_file.save(twice, tmp_path / "kept.safetensors")
    kept = model_file.load(tmp_path / "kept.safetensors")
    np.testing.assert_array_equal(kept.theta, twice.theta)
    assert kept.facts == twice.facts
    assert snapshot.facts == measured


def test_a_hand_stays_with_the_network():
    from core.reading.hand import Hand, hand_of, with_hand

    hand = Hand.of([], np.empty(0, np.uint8))
    assert hand_of(edited(with_hand(base(), hand), (Prune(0.1),))) is hand


def test_thousands_of_edits_are_told_in_part():
    many = [ShiftBias(1, unit, 0.123456) for unit in range(5_000)]
    words = describe(many)
    assert len(words) < 10_100
    told = words.count("bias")
    assert words.endswith(f"and {5_000 - told:,} more")
