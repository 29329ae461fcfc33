"""A run that was frozen goes on, in another process if need be, as if nothing had been."""

import json
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.checkpoints import Checkpoint, freeze, thaw
from core.data.dataset import Dataset, Split
from core.errors import DataError, DivergenceError
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import EpochReport
from core.network.training import Controls, Training

EXAMPLES, EPOCHS = 100, 3


@pytest.fixture(scope="module")
def split():
    rng = np.random.default_rng(3)

    def digits(n):
        images = rng.integers(0, 256, (n, 784), np.uint8)
        return Dataset(images, rng.integers(0, 10, n).astype(np.uint8))

    return Split("noise", digits(EXAMPLES), digits(30), digits(0))


def training(recipe, split, controls=None):
    return Training(Network.from_recipe(recipe), recipe, split, controls=controls)


def stored(checkpoint):
    """As a file would give it back."""
    numbers = json.loads(json.dumps(checkpoint.numbers, allow_nan=False))
    arrays = {name: np.array(each) for name, each in checkpoint.arrays.items()}
    return Checkpoint(checkpoint.step, checkpoint.epoch, numbers, arrays)


def told(report):
    return type(report).__name__, tuple(map(repr, report[:7]))


@settings(max_examples=60)
@given(
    cut=st.integers(0, 14),
    batch_size=st.sampled_from([0, 7, 32, 50, 100]),
    optimizer=st.sampled_from(["sgd", "momentum", "nesterov", "adam"]),
    augmentation=st.sampled_from(["none", "affine"]),
    dropout=st.sampled_from([0.0, 0.3]),
    patience=st.sampled_from([0, 1]),
    hardest=st.sampled_from([1.0, 0.6, 0.15]),
)
def test_a_thawed_run_goes_on_to_the_bit(
    split, cut, batch_size, optimizer, augmentation, dropout, patience, hardest
):
    recipe = Recipe(
        hidden=(6,),
        batch_size=batch_size,
        optimizer=optimizer,
        augmentation=augmentation,
        dropout=dropout,
        patience=patience,
        hardest=hardest,
        epochs=EPOCHS,
        learning_rate=0.01,
        schedule="cosine",
    )
    whole = training(recipe, split)
    reports = list(whole.reports())

    first = training(recipe, split)
    began = first.reports()
    before = list(islice(began, cut))
    if before and not isinstance(before[-1], EpochReport) and not first.batches.taken:
        before.append(next(began))  # never between a last step and its epoch
    checkpoint = stored(freeze(first))

    second = training(recipe, split)
    thaw(second, checkpoint)
    after = list(second.reports())
    assert list(map(told, before + after)) == list(map(told, reports))
    assert np.array_equal(second.network.theta, whole.network.theta)


def test_a_rate_that_was_changed_stays_changed(split):
    recipe = Recipe(hidden=(6,), batch_size=50, epochs=2, schedule="constant")
    first = training(recipe, split, Controls(replace(recipe, learning_rate=0.5)))
    next(first.reports())
    second = training(recipe, split)
    thaw(second, freeze(first))
    assert next(second.reports()).learning_rate == 0.5


def test_the_copies_stay_as_they_were(split):
    first = training(Recipe(hidden=(6,), batch_size=50, optimizer="adam"), split)
    reports = first.reports()
    next(reports)
    checkpoint = freeze(first)
    before = {name: each.copy() for name, each in checkpoint.arrays.items()}
    next(reports)
    for name, each in checkpoint.arrays.items():
        assert not each.flags.writeable
        assert np.array_equal(each, before[name])


def test_a_divergence_right_after_goes_back_as_far(split):
    deep = Recipe(hidden=(20,) * 10, initialization="wide", schedule="constant", batch_size=25)
    recipe = replace(deep, learning_rate=0.001)
    first = training(recipe, split)
    reports = first.reports()
    next(reports)
    kept = first.network.theta.copy()
    first.controls.recipe = replace(recipe, learning_rate=1000)
    next(reports)
    second = training(recipe, split)
    thaw(second, freeze(first))
    for each in (reports, second.reports()):
        with pytest.raises(DivergenceError):
            next(each)
    assert np.array_equal(first.network.theta, kept)
    assert np.array_equal(second.network.theta, kept)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda numbers, arrays: arrays.pop("theta"),
        lambda numbers, arrays: arrays.update(theta=np.zeros(3, np.float32)),
        lambda numbers, arrays: arrays.pop("optimizer0"),
        lambda numbers, arrays: numbers.pop("place"),
        lambda numbers, arrays: numbers.update(place={"examples": 1, "shuffling": 5}),
        lambda numbers, arrays: numbers["place"].update(examples=100),
        lambda numbers, arrays: numbers["place"].update(examples=-1),
        lambda numbers, arrays: numbers["place"].update(cut_at=60),
        lambda numbers, arrays: numbers.update(advance=5),
        lambda numbers, arrays: numbers["recipe"].update(dropout=3.0),
        lambda numbers, arrays: numbers["recipe"].update(hidden=7),
        lambda numbers, arrays: numbers.update(dropping={"bit_generator": "none"}),
        lambda numbers, arrays: numbers.update(loss_sum="x"),
        lambda numbers, arrays: numbers.update(waited=None),
    ],
)
def test_one_that_does_not_fit_is_refused(split, spoil):
    recipe = Recipe(hidden=(6,), batch_size=50)
    checkpoint = stored(freeze(training(recipe, split)))
    spoil(checkpoint.numbers, checkpoint.arrays)
    with pytest.raises(DataError, match="not whole"):
        thaw(training(recipe, split), checkpoint)
