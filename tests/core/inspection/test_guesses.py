"""A network that still guesses is found out within the first epoch."""

from dataclasses import replace

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.inspection.evidence import EXAMPLES, GAP, LOOKS, TRIED, Guesses
from core.network.recipe import Recipe
from core.network.snapshots import StepSnapshot
from tests.core.inspection.patients import DEEP
from tests.core.inspection.watched_run import visit_run

NOTHING = np.empty(0, np.float32)
EPOCH = 250  # steps of the starter digits


def a_step(step, right, examples=64):
    arrays = NOTHING, NOTHING, NOTHING
    return StepSnapshot(step, 1, 2.3, 0.1, (784, 10), "relu", *arrays, (), examples, right)


def looked(share, *, examples=64, upto=TRIED, guess=0.1, every=GAP):
    guesses = Guesses(guess)
    for step in range(every, upto + 1, every):
        guesses.add(a_step(step, round(share * examples), examples))
    return guesses


def test_nothing_is_said_before_enough_steps():
    assert looked(0.1, upto=TRIED - GAP).value is None
    assert looked(0.1).since == TRIED
    assert looked(0.1).value == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize(
    ("share", "alarm"), [(0.1, True), (0.15, True), (0.25, False), (0.9, False)]
)
def test_the_odds_decide(share, alarm):
    assert (looked(share).since is not None) == alarm


def test_what_a_guess_is_worth_decides_too():
    assert looked(0.6, guess=0.6).since
    assert not looked(0.6).since


@pytest.mark.parametrize("examples", [1, 8])
def test_small_batches_are_put_together(examples):
    few = EXAMPLES // examples - 1
    assert looked(0, examples=examples, upto=few * GAP).value is None
    assert looked(0, examples=examples, upto=TRIED + (few + 1) * GAP).since


def test_it_is_withdrawn_once_the_network_reads_and_comes_back_when_it_forgets():
    guesses = looked(0.1)
    for share, is_alarm in ((0.9, False), (0.1, True)):
        first = guesses._last + GAP
        for step in range(first, first + LOOKS * GAP, GAP):
            guesses.add(a_step(step, round(64 * share)))
        assert (guesses.since is not None) == is_alarm


def test_a_step_that_does_not_tell_says_nothing():
    guesses = Guesses(0.1)
    for step in range(GAP, 3 * TRIED, GAP):
        guesses.add(a_step(step, None))
    assert (guesses.value, guesses.since) == (None, None)


@pytest.mark.slow
def test_labels_that_do_not_fit_are_an_alarm_in_the_first_epoch(starter):
    rng = np.random.default_rng(0)
    train = Dataset(starter.train.images, rng.permutation(starter.train.labels))
    recipe = Recipe(activation="tanh", initialization="xavier", epochs=1)
    run = visit_run(recipe, replace(starter, train=train), every=10)
    alarm = run.first("guessing")
    assert run.kinds == {"guessing"}
    assert TRIED <= alarm.step < EPOCH
    assert alarm.figure.endswith("% right")
    assert dict(alarm.experiment.changes) == {"epochs": 10}


@pytest.mark.slow
@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(l2=0.5, epochs=1),
        Recipe(hidden=(16, 8), dropout=0.9, epochs=1),
        Recipe(hidden=DEEP, activation="sigmoid", initialization="xavier", epochs=1),
        Recipe(learning_rate=2, epochs=1),
    ],
)
def test_whatever_leaves_it_guessing_is_an_alarm_in_the_first_epoch(recipe, starter):
    """The cause, where that is known, stands in place of “guessing”, which is marked as well."""
    run = visit_run(recipe, starter, every=10)
    assert run.epochs[-1].validation_accuracy < 0.15
    assert run.doctor.alarms
    assert all(alarm.step < EPOCH for alarm in run.doctor.alarms)
    marked = {each.kind for each in run.doctor.readings if each.standing == "alarm"}
    assert "guessing" in marked


def test_a_whole_run_that_was_too_short_to_judge_is_judged_by_its_test():
    guesses = looked(0.1, upto=GAP)
    guesses.add_test(20, 0.097, 1_000, 0.1)
    assert (guesses.since, guesses.value) == (20, pytest.approx(0.097))
    guesses.add_test(20, 0.97, 1_000, 0.1)
    assert guesses.since is None
