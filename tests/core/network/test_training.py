from dataclasses import replace

import numpy as np
import pytest

from core.data.dataset import Split
from core.errors import DataError
from core.network.evaluation import evaluate
from core.network.network import Network
from core.network.reports import StepReport
from core.network.schedules import SCHEDULES
from core.network.training import Controls, Training, batch_size, total_steps, train
from tests.core.stripes import EXAMPLES, digits, learn, small

STILL = 1e-300  # a learning rate that is 0 in float32


def again(figure):
    """The same figure worked out once more: two threads may round it in another way."""
    return pytest.approx(figure, rel=1e-6)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"optimizer": "adam", "learning_rate": 0.001, "dropout": 0.3, "l2": 0.001},
        {"optimizer": "nesterov", "activation": "sigmoid", "batch_size": 0, "schedule": "step"},
        {"augmentation": "affine"},
        {"augmentation": "elastic", "batch_size": 7},
        {"hardest": 0.3, "batch_size": 7},
    ],
    ids=str,
)
def test_the_same_seed_gives_the_same_run_to_the_last_bit(split, values):
    first, first_steps, first_epochs = learn(small(**values), split)
    again, steps, epochs = learn(small(**values), split)
    other, other_steps, _ = learn(small(seed=1, **values), split)
    assert (steps, epochs) == (first_steps, first_epochs)
    np.testing.assert_array_equal(again.theta, first.theta)
    assert [each.loss for each in other_steps] != [each.loss for each in steps]
    assert (other.theta != first.theta).any()


@pytest.mark.parametrize("seed", [0, 1])
def test_the_seed_alone_orders_the_examples(split, seed):
    """From the same start, another seed still gives another run, and the same seed the same."""
    losses = []
    for recipe_seed in (seed, seed, seed + 7):
        network = Network.from_recipe(small())
        reports = train(network, small(seed=recipe_seed), split)
        losses.append([next(reports).loss for _ in range(4)])
    assert losses[0] == losses[1]
    assert losses[0] != losses[2]


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "adam"])
def test_it_learns(split, optimizer, activation):
    """With ten other seeds of network and digits too, all of it is read right."""
    rates = {"sgd": 0.5 if activation == "sigmoid" else 0.15, "adam": 0.005}
    recipe = small(
        hidden=(20,),
        activation=activation,
        initialization="xavier",
        optimizer=optimizer,
        learning_rate=rates.get(optimizer, 0.05),
        batch_size=10,
        epochs=40,
    )
    network, _, epochs = learn(recipe, split)
    assert epochs[-1].validation_accuracy > 0.9
    assert epochs[-1].train_accuracy > 0.9
    assert evaluate(network, split.test).accuracy > 0.8


def test_reports_count_and_add_up(split):
    _, steps, epochs = learn(small(schedule="cosine"), split)
    assert [each.step for each in steps] == list(range(1, 13))
    assert [each.epoch for each in steps] == [1] * 4 + [2] * 4 + [3] * 4
    assert [each.examples for each in steps] == [32, 32, 32, 4] * 3
    assert [(each.epoch, each.step) for each in epochs] == [(1, 4), (2, 8), (3, 12)]
    rates = [0.05 * SCHEDULES["cosine"](step / 12) for step in range(12)]
    assert [each.learning_rate for each in steps] == pytest.approx(rates, rel=1e-12)
    for epoch, of_epoch in zip(epochs, (steps[:4], steps[4:8], steps[8:]), strict=True):
        mean = sum(each.loss * each.examples for each in of_epoch) / EXAMPLES
        assert epoch.train_loss == pytest.approx(mean, rel=1e-12)


def test_an_epoch_report_is_of_the_network_as_it_stands(split):
    recipe = small(batch_size=0, epochs=2)
    network = Network.from_recipe(recipe)
    run = train(network, recipe, split)
    before = evaluate(network, split.train)
    step, epoch = next(run), next(run)
    assert step.loss == pytest.approx(before.loss, rel=1e-5)
    assert epoch.train_accuracy == pytest.approx(before.accuracy, abs=1e-9)
    measured = evaluate(network, split.validation)
    assert epoch.validation_loss == again(measured.loss)
    assert epoch.validation_accuracy == measured.accuracy


def test_the_same_answer_to_everything_is_not_right_everywhere(split):
    recipe = small(batch_size=0, epochs=1)
    network = Network.from_recipe(recipe)
    network.theta[...] = 0
    _, epoch = train(network, recipe, split)
    assert epoch.train_accuracy == np.mean(split.train.labels == 0)


@pytest.mark.parametrize(
    ("size", "batches"), [(0, 1), (1, 100), (32, 4), (50, 2), (100, 1), (60_000, 1)]
)
def test_total_steps(split, size, batches):
    recipe = small(hidden=(), batch_size=size, epochs=2)
    assert batch_size(recipe, EXAMPLES) == (size if 0 < size < EXAMPLES else EXAMPLES)
    assert total_steps(recipe, EXAMPLES) == 2 * batches
    _, steps, _ = learn(recipe, split)
    assert len(steps) == 2 * batches
    assert sum(each.examples for each in steps) == 2 * EXAMPLES


def test_later_epochs_take_the_hardest_share(split):
    """Told by the losses that a network which does not learn gives each example."""
    recipe = small(batch_size=1, optimizer="sgd", epochs=3, learning_rate=STILL, hardest=0.13)
    _, steps, epochs = learn(recipe, split)
    parts = [[each.loss for each in steps if each.epoch == epoch] for epoch in (1, 2, 3)]
    assert [len(each) for each in parts] == [EXAMPLES, 13, 13]
    hardest = sorted(parts[0], reverse=True)[:13]
    assert all(sorted(part, reverse=True) == hardest for part in parts[1:])
    assert parts[1] != parts[2]
    for epoch, losses in zip(epochs, parts, strict=True):
        assert epoch.train_loss == pytest.approx(np.mean(losses), rel=1e-6)
    assert epochs[1].train_accuracy < epochs[0].train_accuracy or not epochs[0].train_accuracy


@pytest.mark.parametrize("size", [0, 7, 32, 100])
def test_the_steps_of_a_run_on_the_hardest(split, size):
    recipe = small(batch_size=size, epochs=4, hardest=0.37)
    run = Training(Network.from_recipe(recipe), recipe, split)
    expected = run.advance.last
    steps = [each for each in run.reports() if isinstance(each, StepReport)]
    assert len(steps) == expected == total_steps(recipe, EXAMPLES)
    size = size or EXAMPLES
    assert [each.examples for each in steps if each.epoch == 4] == [
        min(size, 37 - taken) for taken in range(0, 37, size)
    ]


def test_every_example_comes_once_an_epoch_in_another_order(split):
    """Told by the losses that a network which does not learn gives each example."""
    recipe = small(batch_size=1, optimizer="sgd", epochs=2, learning_rate=STILL)
    _, steps, _ = learn(recipe, split)
    first, second = ([each.loss for each in part] for part in (steps[:100], steps[100:]))
    assert sorted(first) == sorted(second)
    assert len(set(first)) == EXAMPLES
    assert first != second


def test_the_learning_rate_changes_at_the_next_step(split):
    controls = Controls()
    recipe = small(schedule="step", optimizer="sgd", epochs=5)
    run = train(Network.from_recipe(recipe), recipe, split, controls=controls)
    first = next(run)
    controls.recipe = replace(recipe, learning_rate=0.4)
    second, third = next(run), next(run)
    rates = [each.learning_rate for each in (first, second, third)]
    assert rates == [0.05, 0.4, 0.2]


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "adam"])
def test_a_learning_rate_that_rounds_to_0_stands_still(split, optimizer):
    recipe = small(optimizer=optimizer, learning_rate=STILL)
    start = Network.from_recipe(recipe)
    network, _, _ = learn(recipe, split)
    np.testing.assert_array_equal(network.theta, start.theta)


def test_early_stopping_restores_the_best(split):
    recipe = small(hidden=(64,), learning_rate=0.3, batch_size=10, patience=3, epochs=200)
    network, _, epochs = learn(recipe, split)
    losses = [each.validation_loss for each in epochs]
    assert len(epochs) < 200
    assert np.argmin(losses) == len(losses) - 4
    assert [each.best for each in epochs] == [
        loss < min([np.inf, *losses[:number]]) for number, loss in enumerate(losses)
    ]
    assert evaluate(network, split.validation).loss == again(min(losses))
    assert min(losses) < losses[-1]


def test_the_best_is_restored_when_the_epochs_run_out_too(split):
    stopped = small(hidden=(64,), learning_rate=0.3, batch_size=10, patience=3, epochs=200)
    _, _, epochs = learn(stopped, split)
    recipe = small(
        hidden=(64,),
        learning_rate=0.3,
        batch_size=10,
        patience=3,
        epochs=len(epochs) - 1,
        schedule="constant",
    )
    network, _, epochs = learn(recipe, split)
    lowest = min(each.validation_loss for each in epochs)
    assert evaluate(network, split.validation).loss == again(lowest)


def test_without_patience_the_last_stands(split):
    network, _, epochs = learn(small(learning_rate=0.3, epochs=6), split)
    assert evaluate(network, split.validation).loss == again(epochs[-1].validation_loss)


def test_nothing_to_learn_from(split):
    empty = Split("Nothing", digits(0, 1), split.validation, split.test)
    with pytest.raises(DataError, match="no training examples"):
        next(train(Network.from_recipe(small()), small(), empty))


def test_nothing_to_validate_with_is_no_obstacle(split):
    some = Split("Stripes", split.train, digits(0, 2), split.test)
    _, _, epochs = learn(small(), some)
    assert all(np.isnan(each.validation_loss) for each in epochs)
    assert len(epochs) == 3


def test_patience_has_nothing_to_wait_for_without_validation(split):
    _, _, epochs = learn(
        small(epochs=4, patience=1), Split("", split.train, digits(0, 2), split.test)
    )
    assert [each.epoch for each in epochs] == [1, 2, 3, 4]


def test_the_data_stay_as_they_are(split):
    images = split.train.images.copy()
    learn(small(dropout=0.3), split)
    np.testing.assert_array_equal(split.train.images, images)
