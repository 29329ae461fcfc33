"""Two runs that differ in one thing, on the same examples."""

from dataclasses import fields

import numpy as np
import pytest

from core.errors import RecipeError
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import EpochReport, StepReport
from core.network.training import train
from core.runs.twins import TwinRecipes, Twins, differing_fields
from tests.core.stripes import EXAMPLES, small

pytestmark = pytest.mark.numeric

OTHERS = {
    "hidden": (7,),
    "activation": "tanh",
    "initialization": "xavier",
    "optimizer": "adam",
    "learning_rate": 0.01,
    "momentum": 0.5,
    "schedule": "constant",
    "batch_size": 7,
    "epochs": 3,
    "hardest": 0.5,
    "l2": 0.01,
    "dropout": 0.3,
    "augmentation": "affine",
    "patience": 1,
    "seed": 5,
}


def watched(twins):
    """The images and labels that each run takes, batch by batch, as copies."""
    taken = [], []
    for run, kept in zip(twins.runs, taken, strict=True):

        def take(batches=run.training.batches, kept=kept):
            X, labels = type(batches).take(batches)
            kept.append((X.copy(), labels.copy()))
            return X, labels

        run.training.batches.take = take
    return taken


def finish(twins):
    reports = [], []
    while not twins.has_ended:
        which, some = twins.advance()
        reports[which].extend(some)
    return reports


def test_every_field_has_another_value_here():
    assert set(OTHERS) == {each.name for each in fields(Recipe)}


@pytest.mark.parametrize("field", OTHERS)
def test_both_see_the_same_examples_in_the_same_order(split, field):
    twins = Twins(TwinRecipes.of(small(epochs=2), field, OTHERS[field]), split)
    taken = watched(twins)
    finish(twins)
    images, labels = (
        [np.concatenate([batch[part] for batch in kept], axis=-1) for kept in taken]
        for part in (0, 1)
    )
    seen = EXAMPLES if field == "hardest" else min(len(each) for each in labels)
    assert seen >= EXAMPLES
    np.testing.assert_array_equal(labels[0][:seen], labels[1][:seen])
    if field != "augmentation":
        np.testing.assert_array_equal(images[0][:, :seen], images[1][:, :seen])
    if field not in ("batch_size", "hardest"):
        sizes = [[len(batch[1]) for batch in kept] for kept in taken]
        least = min(map(len, sizes))
        assert sizes[0][:least] == sizes[1][:least]


@pytest.mark.parametrize("field", [each for each in OTHERS if each != "seed"])
def test_each_is_the_run_that_its_recipe_gives_alone(split, field):
    twins = Twins(TwinRecipes.of(small(epochs=2), field, OTHERS[field]), split)
    reports = finish(twins)
    for run, told in zip(twins.runs, reports, strict=True):
        alone = Network.from_recipe(run.recipe)
        assert list(train(alone, run.recipe, split)) == told
        np.testing.assert_array_equal(alone.theta, run.network.theta)
        assert run.reason in ("completed", "early")


def test_another_seed_draws_other_first_weights_and_nothing_else(split):
    twins = Twins(TwinRecipes.of(small(dropout=0.2), "seed", 5), split)
    first, second = twins.runs
    np.testing.assert_array_equal(second.network.theta, Network.from_recipe(small(seed=5)).theta)
    second.network.theta[...] = first.network.theta
    reports = finish(twins)
    assert reports[0] == reports[1]


@pytest.mark.parametrize("size", [1, 7, 64, 0])
def test_neither_gets_ahead_by_more_than_a_batch(split, size):
    twins = Twins(TwinRecipes.of(small(batch_size=16, epochs=2), "batch_size", size), split)
    largest = max(16, size or EXAMPLES)
    while not twins.has_ended:
        twins.advance()
        first, second = (run.examples for run in twins.runs)
        assert abs(first - second) <= largest
    assert first == second == 2 * EXAMPLES


def test_steps_of_equal_batches_take_turns(split):
    twins = Twins(TwinRecipes.of(small(epochs=2), "learning_rate", 0.01), split)
    turns = []
    while not twins.has_ended:
        which, reports = twins.advance()
        if any(isinstance(each, StepReport) for each in reports):
            turns.append(which)
    assert turns == [0, 1] * (len(turns) // 2)


def test_one_that_diverges_ends_and_the_other_goes_on(split):
    twins = Twins(TwinRecipes.of(small(epochs=2, l2=1.0), "learning_rate", 1000.0), split)
    reports = finish(twins)
    first, second = twins.runs
    assert (first.reason, second.reason) == ("completed", "diverged")
    assert second.error is not None
    assert np.isfinite(second.network.theta).all()
    assert sum(isinstance(each, EpochReport) for each in reports[0]) == 2


def test_both_can_be_ended_anywhere(split):
    twins = Twins(TwinRecipes.of(small(epochs=2), "l2", 0.01), split)
    for _ in range(3):
        twins.advance()
    twins.close()
    assert [run.reason for run in twins.runs] == ["stopped", "stopped"]
    assert [run.training.step for run in twins.runs] == [2, 1]
    assert twins.has_ended


def test_seconds_are_those_of_its_own_steps(split):
    ticks = iter(range(10**6))
    twins = Twins(TwinRecipes.of(small(), "l2", 0.01), split, clock=lambda: float(next(ticks)))
    for _ in range(5):
        twins.advance()
    assert [run.seconds for run in twins.runs] == [3.0, 2.0]


def test_they_are_called_by_what_differs():
    assert TwinRecipes.of(Recipe(), "learning_rate", 0.3).names == (
        "learning rate 0.1",
        "learning rate 0.3",
    )
    assert TwinRecipes.of(Recipe(), "l2", 0.0).names == ("L2 penalty 0.0003", "L2 penalty 0")
    assert TwinRecipes.of(Recipe(), "hidden", ()).names == (
        "hidden layers 128, 64",
        "hidden layers none",
    )


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (Recipe(), Recipe(), "the same"),
        (Recipe(), Recipe(epochs=3, l2=0.1), "Epochs, L2 penalty"),
        (Recipe(optimizer="adam"), Recipe(optimizer="adam", momentum=0.5), "change nothing"),
        (Recipe(hidden=()), Recipe(hidden=(), dropout=0.5), "change nothing"),
    ],
)
def test_what_is_no_pair_is_refused(first, second, words):
    with pytest.raises(RecipeError, match=words):
        TwinRecipes(first, second)


def test_what_differs_is_found():
    assert differing_fields(Recipe(), Recipe()) == ()
    assert differing_fields(Recipe(), Recipe(**OTHERS)) == tuple(
        each.name for each in fields(Recipe)
    )
