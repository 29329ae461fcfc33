"""A step that is looked at: frozen, true, and without any trace in the run."""

import itertools

import numpy as np
import pytest

from core.network.activations import activation_named
from core.network.losses import compute_loss
from core.network.network import Network
from core.network.parameters import unpack
from core.network.reports import StepReport
from core.network.training import Controls, train
from tests.core.stripes import small

KINDS = [
    {},
    {"activation": "sigmoid", "l2": 0.01, "optimizer": "adam", "learning_rate": 0.01},
    {"activation": "tanh", "hidden": (6, 5), "dropout": 0.4, "optimizer": "nesterov"},
    {"schedule": "warm-up", "optimizer": "sgd", "l2": 0.001},
]


def watched(recipe, split, *, chosen, dtype=np.float32):
    """(network, reports); chosen: step -> whether it is frozen."""
    network, controls = Network.from_recipe(recipe, dtype), Controls()
    reports, run = [], train(network, recipe, split, controls=controls)
    step = 1
    while True:
        controls.snapshot_next = chosen(step)
        report = next(run, None)
        if report is None:
            return network, reports
        reports.append(report)
        step += isinstance(report, StepReport)


def steps_of(reports):
    return [each for each in reports if isinstance(each, StepReport)]


@pytest.mark.parametrize("values", KINDS, ids=str)
def test_looking_changes_nothing_to_the_last_bit(split, values):
    recipe = small(**values)
    alone, told = watched(recipe, split, chosen=lambda step: False)
    seen, told_seen = watched(recipe, split, chosen=lambda step: step % 3 == 0)
    np.testing.assert_array_equal(seen.theta, alone.theta)
    assert [each.loss for each in steps_of(told_seen)] == [each.loss for each in steps_of(told)]


def test_only_the_steps_that_were_asked_for_are_frozen(split):
    _, reports = watched(small(), split, chosen=lambda step: step in (2, 5))
    frozen = [each for each in steps_of(reports) if each.snapshot is not None]
    assert [each.step for each in frozen] == [2, 5]
    for report in frozen:
        of = report.snapshot
        assert (of.step, of.epoch, of.loss) == (report.step, report.epoch, report.loss)
        assert of.learning_rate == report.learning_rate


@pytest.mark.parametrize("values", KINDS, ids=str)
def test_a_frozen_step_joins_the_parameters_before_to_those_after(split, values):
    recipe = small(**values)
    _, reports = watched(recipe, split, chosen=lambda step: True)
    snapshots = [each.snapshot for each in steps_of(reports)]
    for now, after in itertools.pairwise(snapshots):
        np.testing.assert_allclose(now.theta + now.update, after.theta, rtol=0, atol=1e-6)
    assert len({each.theta.tobytes() for each in snapshots}) == len(snapshots)


def test_a_frozen_step_can_not_be_changed(split):
    _, reports = watched(small(), split, chosen=lambda step: step == 1)
    snapshot = reports[0].snapshot
    for array in (snapshot.theta, snapshot.gradient, snapshot.update):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("hidden", [(9,), (9, 8), (9, 8, 7, 6)])
def test_the_frozen_gradient_is_that_of_the_loss(split, activation, hidden):
    """Against central differences, on the one batch of a run over all examples at once.

    Momentum, L2 and the schedule's folded rate leave no trace in it.
    """
    recipe = small(
        hidden=hidden, activation=activation, batch_size=0, epochs=1, l2=0.1, schedule="warm-up"
    )
    _, reports = watched(recipe, split, chosen=lambda step: True, dtype=np.float64)
    snapshot = reports[0].snapshot
    start = Network.from_recipe(recipe, np.float64)
    X, labels = split.train.X().astype(np.float64), split.train.labels
    rng = np.random.default_rng(0)
    biggest = np.abs(snapshot.gradient).argsort()[-200:]
    for index in rng.choice(biggest, 25, replace=False):
        losses = []
        for nudge in (1e-5, -1e-5):
            start.theta[index] += nudge
            losses.append(compute_loss(start.predict(X), labels))
            start.theta[index] -= nudge
        numeric = (losses[0] - losses[1]) / 2e-5
        assert snapshot.gradient[index] == pytest.approx(numeric, rel=1e-4, abs=1e-7)


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_idle_units_are_counted_one_by_one(activation):
    rng = np.random.default_rng(3)
    Z = 4 * rng.standard_normal((40, 6))
    Z[::4] = -np.abs(Z[::4])
    H, _ = activation_named(activation).forward(Z)
    if activation == "relu":
        expected = np.mean([not unit.any() for unit in H])
    elif activation == "sigmoid":
        expected = np.mean([(h < 0.01 or h > 0.99) for h in H.ravel()])
    else:
        expected = np.mean([abs(h) > 0.98 for h in H.ravel()])
    assert 0 < expected < 1
    assert activation_named(activation).idle(Z) == pytest.approx(expected)


def test_idle_units_belong_to_the_step_that_is_frozen(split):
    """A bias so low that half of the first layer never answers."""
    recipe = small(hidden=(10, 4), batch_size=0, epochs=1)
    network = Network.from_recipe(recipe)
    network.biases[0][:5] = -1000
    controls = Controls(snapshot_next=True)
    report = next(train(network, recipe, split, controls=controls))
    assert report.snapshot.idle[0] >= 0.5
    assert len(report.snapshot.idle) == 2
    weights, biases = unpack(report.snapshot.gradient, recipe.dimensions(10))
    assert not weights[0][:5].any()
    assert not biases[0][:5].any()
