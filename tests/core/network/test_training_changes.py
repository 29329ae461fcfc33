"""A recipe that is changed while its run goes on: the run follows it from the next step on."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.checkpoints import freeze, thaw
from core.data.augmentation import Augmentation
from core.data.batches import epoch_size
from core.network.losses import one_hot
from core.network.network import Network
from core.network.recipe import CHANGEABLE
from core.network.reports import EpochReport, StepReport
from core.network.schedules import cosine
from core.network.training import Controls, Training, train
from tests.core.stripes import EXAMPLES, learn, small

BASE = small(hidden=(9,), schedule="constant", batch_size=32, l2=0.01, epochs=2)
CHANGES = {
    "learning_rate": 0.2,
    "momentum": 0.3,
    "batch_size": 11,
    "l2": 0.2,
    "dropout": 0.4,
    "augmentation": "affine",
}


def run(first, second, at, split, dtype=np.float64):
    """The network and step reports of a run whose recipe is `second` from step `at` on."""
    controls = Controls(second if at == 1 else None)
    network, steps = Network.from_recipe(first, dtype), []
    for report in train(network, first, split, controls=controls):
        if isinstance(report, StepReport):
            steps.append(report)
            if report.step == at - 1:
                controls.recipe = second
    return network, steps


class Plain:
    """The same run in plain sums: one hidden layer of ReLU, momentum, float64."""

    def __init__(self, recipe, split):
        network = Network.from_recipe(recipe, np.float64)
        self.recipe, self.parameters = recipe, network.parameters
        self.data = split.train
        self.shuffling, self.dropping, self.distorting = np.random.default_rng(recipe.seed).spawn(3)
        self.velocity = dict.fromkeys(self.parameters, 0.0)
        self.losses = []

    def run(self, second, at):
        for _ in range(self.recipe.epochs):
            order = self.shuffling.permutation(len(self.data))
            images = self.images(order)
            while len(order):
                if len(self.losses) == at - 1:
                    self.recipe = second
                    images = self.images(order)
                m = self.recipe.batch_size
                self.step(images[:m].T / 255, one_hot(self.data.labels[order[:m]], 10))
                order, images = order[m:], images[m:]
        return self

    def images(self, order):
        images = self.data.images[order]
        if self.recipe.augmentation == "none":
            return images
        distort = Augmentation(self.recipe.augmentation, rng=self.distorting)
        return distort(images, np.empty_like(images))

    def step(self, X, Y):
        W1, b1, W2, b2 = self.parameters.values()
        recipe, m = self.recipe, X.shape[1]
        mask = 1.0
        if recipe.dropout:
            kept = self.dropping.random((m, len(W1)), np.float32) >= recipe.dropout
            mask = kept.T / (1 - recipe.dropout)
        Z1 = W1 @ X + b1
        H1 = np.maximum(Z1, 0) * mask
        scores = np.exp(W2 @ H1 + b2)
        HL = scores / scores.sum(axis=0)
        self.losses.append(-np.log((HL * Y).sum(axis=0)).mean())
        dZ2 = (HL - Y) / m
        dZ1 = W2.T @ dZ2 * mask * (Z1 > 0)
        gradients = {"W1": dZ1 @ X.T, "b1": dZ1.sum(1), "W2": dZ2 @ H1.T, "b2": dZ2.sum(1)}
        for name, gradient in gradients.items():
            array = self.parameters[name]
            g = gradient.reshape(array.shape) + (recipe.l2 * array if name[0] == "W" else 0.0)
            self.velocity[name] = recipe.momentum * self.velocity[name] + recipe.learning_rate * g
            array -= self.velocity[name]


def test_all_that_may_change_is_tried():
    assert CHANGES.keys() == set(CHANGEABLE)


@pytest.mark.parametrize("at", [1, 2, 4, 5, 7])
@pytest.mark.parametrize("field", CHANGES)
def test_a_field_counts_from_the_next_step_on(split, field, at):
    """At 1: before the first step; at 4: before an epoch's last; at 5: between two epochs."""
    second = replace(BASE, **{field: CHANGES[field]})
    network, steps = run(BASE, second, at, split)
    by_hand = Plain(BASE, split).run(second, at)
    np.testing.assert_allclose([each.loss for each in steps], by_hand.losses, rtol=1e-6)
    for name, array in by_hand.parameters.items():
        np.testing.assert_allclose(
            network.parameters[name], array, rtol=1e-5, atol=1e-7, err_msg=name
        )
    _, unchanged, _ = learn(BASE, split, np.float64)
    assert steps[: at - 1] == unchanged[: at - 1]
    assert steps[at - 1 :] != unchanged[at - 1 :]


def test_dropout_and_distortion_can_be_turned_off_again(split):
    first = replace(BASE, dropout=0.4, augmentation="affine")
    _, steps = run(first, BASE, 3, split)
    by_hand = Plain(first, split).run(BASE, 3)
    np.testing.assert_allclose([each.loss for each in steps], by_hand.losses, rtol=1e-6)


@pytest.mark.parametrize("changes", [{}, {"learning_rate": 0.05}, {"batch_size": 32}])
def test_a_recipe_that_says_the_same_changes_nothing(split, changes):
    recipe = replace(BASE, dropout=0.2, augmentation="affine", schedule="cosine")
    network, steps = run(recipe, replace(recipe, **changes), 3, split, np.float32)
    alone, expected, _ = learn(recipe, split)
    assert steps == expected
    np.testing.assert_array_equal(network.theta, alone.theta)


def test_every_example_still_comes_once_an_epoch(split):
    _, steps = run(BASE, replace(BASE, batch_size=25), 3, split)
    assert [each.examples for each in steps] == [32, 32, 25, 11, 25, 25, 25, 25]
    assert [each.epoch for each in steps] == [1] * 4 + [2] * 4
    _, steps = run(BASE, replace(BASE, batch_size=0), 3, split)
    assert [each.examples for each in steps] == [32, 32, 36, 100]


def test_the_schedule_goes_on_from_where_it_was_and_ends_with_the_run(split):
    first = replace(BASE, schedule="cosine")
    _, steps = run(first, replace(first, batch_size=64), 3, split)
    assert [each.examples for each in steps] == [32, 32, 36, 64, 36]
    shares = [0, 1 / 8, 2 / 8, 2 / 8 + 6 / 8 / 3, 2 / 8 + 6 / 8 * 2 / 3]
    rates = [first.learning_rate * cosine(share) for share in shares]
    assert [each.learning_rate for each in steps] == pytest.approx(rates, rel=1e-12)


def test_it_knows_how_many_steps_there_will_be(split):
    training = Training(Network.from_recipe(BASE), BASE, split)
    reports = training.reports()
    assert training.advance.last == 8
    next(reports)
    training.controls.recipe = replace(BASE, batch_size=0)
    next(reports)
    assert training.advance.last == 3
    *_, end = reports
    assert isinstance(end, EpochReport)
    assert (training.step, end.step) == (3, 3)


@pytest.mark.parametrize("cut", [2, 3, 5, 8])
@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_run_that_was_frozen_goes_on_to_the_bit(split, field, cut):
    first = replace(BASE, schedule="cosine", augmentation="pen", batch_size=17, patience=5)
    second = replace(first, **{field: CHANGES[field]})
    whole = Training(Network.from_recipe(first), first, split)
    reports = whole.reports()
    list(islice(reports, 1))
    whole.controls.recipe = second
    list(islice(reports, cut - 1))
    again = Training(Network.from_recipe(first), first, split)
    thaw(again, freeze(whole))
    assert again.recipe == second
    assert [each[:7] for each in again.reports()] == [each[:7] for each in reports]
    np.testing.assert_array_equal(again.network.theta, whole.network.theta)


VALUES = {
    "learning_rate": st.sampled_from([0.01, 0.2]),
    "momentum": st.sampled_from([0.0, 0.5]),
    "batch_size": st.sampled_from([0, 7, 50, 60_000]),
    "l2": st.sampled_from([0.0, 0.1]),
    "dropout": st.sampled_from([0.0, 0.5]),
    "augmentation": st.sampled_from(["none", "affine", "pen"]),
}


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    changes=st.dictionaries(st.integers(0, 12), st.fixed_dictionaries({}, optional=VALUES)),
    cut=st.integers(0, 14),
    optimizer=st.sampled_from(["sgd", "momentum", "nesterov", "adam"]),
    hardest=st.sampled_from([1.0, 0.4]),
)
def test_however_it_is_changed_every_example_comes_and_a_frozen_run_goes_on_to_the_bit(
    split, changes, cut, optimizer, hardest
):
    """changes: by the number of reports before them. cut: the reports before it is frozen."""
    first = replace(BASE, optimizer=optimizer, schedule="cosine", learning_rate=0.02, epochs=3)
    first = replace(first, hardest=hardest)
    whole = Training(Network.from_recipe(first), first, split)
    other, told, reports = None, [], whole.reports()
    for number in range(1000):
        if number in changes:
            whole.controls.recipe = replace(whole.recipe, **changes[number])
        is_between = told and isinstance(told[-1], StepReport) and not whole.batches.taken
        if number >= cut and other is None and not is_between:
            other = Training(Network.from_recipe(first), first, split)
            thaw(other, freeze(whole))
            other.controls.recipe = whole.controls.recipe
            others = other.reports()
        elif other is not None:
            other.controls.recipe = whole.controls.recipe
        report = next(reports, None)
        if other is not None:
            again = next(others, None)
            assert (report is None) == (again is None)
            assert report is None or repr(report[:7]) == repr(again[:7])
        if report is None:
            break
        told.append(report)
    steps = [each for each in told if isinstance(each, StepReport)]
    assert whole.advance.last == len(steps) == steps[-1].step
    for epoch in (1, 2, 3):
        seen = sum(each.examples for each in steps if each.epoch == epoch)
        assert seen == epoch_size(EXAMPLES, hardest, epoch)


def test_early_stopping_holds_across_a_change(split):
    """With a rate that is too high the validation loss gets no lower, and the best is kept."""
    recipe = replace(BASE, patience=2, epochs=50)
    training = Training(Network.from_recipe(recipe), recipe, split)
    for report in training.reports():
        if isinstance(report, EpochReport):
            training.controls.recipe = replace(recipe, learning_rate=10, momentum=0, batch_size=50)
            if report.best:
                best, epoch = training.network.theta.copy(), report.epoch
    assert training.epoch == epoch + 3
    np.testing.assert_array_equal(training.network.theta, best)
