import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.course import L_layer_model
from core.data.dataset import Dataset, Split
from core.errors import DataError, DivergenceError
from core.evaluation import evaluate
from core.losses import compute_loss, one_hot
from core.network import L_layer_backward, L_layer_forward, Network
from core.recipe import Recipe
from core.reports import EpochReport, StepReport
from core.schedules import SCHEDULES
from core.training import Controls, batches_per_epoch, total_steps, train

EXAMPLES = 100


def digits(m, seed):
    """Noise with a stripe at a height of its own for each class: easy, but not trivial."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, m).astype(np.uint8)
    images = rng.integers(0, 120, (m, 784)).astype(np.uint8)
    for digit in range(10):
        images.reshape(m, 28, 28)[labels == digit, 2 * digit + 3 : 2 * digit + 5] += 110
    return Dataset(images, labels)


@pytest.fixture(scope="module")
def split():
    return Split("Stripes", digits(EXAMPLES, 1), digits(40, 2), digits(40, 3))


def small(**values):
    """A recipe that does not follow the defaults, which are tuned for MNIST."""
    plain = {
        "hidden": (12, 8),
        "optimizer": "momentum",
        "learning_rate": 0.05,
        "schedule": "cosine",
        "batch_size": 32,
        "epochs": 3,
        "l2": 0.0,
    }
    return Recipe(**(plain | values))


def learn(recipe, split, dtype=np.float32, controls=None):
    """(network, step reports, epoch reports) of a whole run."""
    network = Network.from_recipe(recipe, dtype)
    reports = list(train(network, recipe, split, controls=controls))
    steps = [each for each in reports if isinstance(each, StepReport)]
    epochs = [each for each in reports if isinstance(each, EpochReport)]
    assert len(steps) + len(epochs) == len(reports)
    return network, steps, epochs


def gradients_of(network, X, labels):
    HL, memories = L_layer_forward(X, network.parameters, network.activation)
    return L_layer_backward(HL, one_hot(labels), memories, network.activation)


def full_batch(split, dtype=np.float64):
    X = split.train.images.T * dtype(1 / 255)
    return X, split.train.labels


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"optimizer": "adam", "learning_rate": 0.001, "dropout": 0.3, "l2": 0.001},
        {"optimizer": "nesterov", "activation": "sigmoid", "batch_size": 0, "schedule": "step"},
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
    recipe = small(
        hidden=(20,),
        activation=activation,
        initialization="xavier",
        optimizer=optimizer,
        learning_rate={"sgd": 0.3, "adam": 0.01}.get(optimizer, 0.05),
        batch_size=10,
        epochs=25,
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
    assert epoch.validation_loss == measured.loss
    assert epoch.validation_accuracy == measured.accuracy


@pytest.mark.parametrize(
    ("batch_size", "batches"), [(0, 1), (1, 100), (32, 4), (50, 2), (100, 1), (60_000, 1)]
)
def test_total_steps(split, batch_size, batches):
    recipe = small(hidden=(), batch_size=batch_size, epochs=2)
    assert batches_per_epoch(recipe, EXAMPLES) == batches
    assert total_steps(recipe, EXAMPLES) == 2 * batches
    _, steps, _ = learn(recipe, split)
    assert len(steps) == 2 * batches
    assert sum(each.examples for each in steps) == 2 * EXAMPLES


def test_every_example_comes_once_an_epoch_in_another_order(split):
    """Told by the losses that a network which does not learn gives each example."""
    recipe = small(batch_size=1, optimizer="sgd", epochs=2)
    _, steps, _ = learn(recipe, split, controls=Controls(learning_rate=0.0))
    first, second = ([each.loss for each in part] for part in (steps[:100], steps[100:]))
    assert sorted(first) == sorted(second)
    assert len(set(first)) == EXAMPLES
    assert first != second


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_a_step_with_l2_is_the_one_computed_by_hand(split, optimizer):
    """Two steps on the full batch, of the loss plus l2 / 2 * |W|²; biases do not decay."""
    recipe = small(
        hidden=(9,), optimizer=optimizer, l2=0.1, batch_size=0, schedule="constant", epochs=2
    )
    rate, mu = recipe.learning_rate, {"sgd": 0.0}.get(optimizer, recipe.momentum)
    by_hand = Network.from_recipe(recipe, np.float64)
    X, labels = full_batch(split)
    velocity = dict.fromkeys(by_hand.parameters, 0.0)
    for _ in range(2):
        gradients = gradients_of(by_hand, X, labels)
        for name, array in by_hand.parameters.items():
            g = gradients[f"d{name}"] + (0.1 * array if name.startswith("W") else 0.0)
            velocity[name] = mu * velocity[name] + rate * g
            array -= rate * g + mu * velocity[name] if optimizer == "nesterov" else velocity[name]
    network, _, _ = learn(recipe, split, np.float64)
    np.testing.assert_allclose(network.theta, by_hand.theta, rtol=1e-10, atol=1e-12)


def test_adam_decays_weights_through_the_gradient(split):
    recipe = small(hidden=(9,), optimizer="adam", l2=0.1, batch_size=0, epochs=1)
    by_hand = Network.from_recipe(recipe, np.float64)
    gradients = gradients_of(by_hand, *full_batch(split))
    for name, array in by_hand.parameters.items():
        g = gradients[f"d{name}"] + (0.1 * array if name.startswith("W") else 0.0)
        array -= recipe.learning_rate * g / (np.abs(g) + 1e-8)
    network, _, _ = learn(recipe, split, np.float64)
    np.testing.assert_allclose(network.theta, by_hand.theta, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_a_step_with_dropout_is_the_one_computed_by_hand(split, activation):
    """Found again by the masks that the recipe's seed draws, and by plain sums."""
    recipe = small(
        hidden=(9, 7),
        activation=activation,
        initialization="xavier",
        dropout=0.4,
        optimizer="sgd",
        batch_size=0,
        schedule="constant",
        epochs=1,
    )
    start = Network.from_recipe(recipe, np.float64)
    _, dropping, _ = np.random.default_rng(recipe.seed).spawn(3)
    masks = [(dropping.random((EXAMPLES, n), np.float32) >= 0.4).T / 0.6 for n in recipe.hidden]
    order = np.random.default_rng(recipe.seed).spawn(3)[0].permutation(EXAMPLES)
    X, labels = full_batch(split)
    X, Y = X[:, order], one_hot(labels[order])

    g, slope = ACTIVATIONS[activation].forward, ACTIVATIONS[activation].backward
    (W1, W2, W3), (b1, b2, b3) = start.weights, start.biases
    Z1 = W1 @ X + b1
    H1 = g(Z1)[0] * masks[0]
    Z2 = W2 @ H1 + b2
    H2 = g(Z2)[0] * masks[1]
    scores = np.exp(W3 @ H2 + b3)
    HL = scores / scores.sum(axis=0)
    dZ3 = (HL - Y) / EXAMPLES
    dZ2 = slope((W3.T @ dZ3) * masks[1], Z2)
    dZ1 = slope((W2.T @ dZ2) * masks[0], Z1)
    rate = recipe.learning_rate
    expected = {}
    for layer, (W, b, dZ, H) in enumerate(
        [(W1, b1, dZ1, X), (W2, b2, dZ2, H1), (W3, b3, dZ3, H2)], start=1
    ):
        expected[f"W{layer}"] = W - rate * dZ @ H.T
        expected[f"b{layer}"] = b - rate * dZ.sum(axis=1, keepdims=True)

    network, steps, _ = learn(recipe, split, np.float64)
    assert steps[0].loss == pytest.approx(-(Y * np.log(HL)).sum() / EXAMPLES, rel=1e-6)
    for name, array in network.parameters.items():
        np.testing.assert_allclose(array, expected[name], rtol=1e-6, atol=1e-9, err_msg=name)


def test_dropout_silences_its_share_and_keeps_the_mean(split):
    """The first loss of many runs scatters around the one without dropout."""
    quiet = small(hidden=(200,), batch_size=0, epochs=1)
    network = Network.from_recipe(quiet)
    plain = evaluate(network, split.train).loss
    losses = []
    for seed in range(20):
        recipe = small(hidden=(200,), batch_size=0, epochs=1, dropout=0.2, seed=seed)
        losses.append(next(train(Network.from_recipe(quiet), recipe, split)).loss)
    assert len(set(losses)) == 20
    assert np.mean(losses) == pytest.approx(plain, rel=0.1)


def test_full_batches_are_the_courses_model(split):
    """L_layer_model and train(), plain gradient descent from the same parameters."""
    recipe = small(
        hidden=(15,),
        initialization="normal",
        optimizer="sgd",
        batch_size=0,
        schedule="constant",
        learning_rate=0.05,
        epochs=20,
    )
    X, labels = full_batch(split)
    losses = []
    parameters = L_layer_model(
        X,
        one_hot(labels),
        recipe.dimensions,
        recipe.learning_rate,
        recipe.epochs,
        rng=np.random.default_rng(recipe.seed),
        losses=losses,
    )
    network, steps, _ = learn(recipe, split, np.float64)
    assert [each.loss for each in steps] == pytest.approx(losses, rel=1e-10)
    for name, array in network.parameters.items():
        np.testing.assert_allclose(array, parameters[name], rtol=1e-9, atol=1e-12)


def test_the_learning_rate_changes_at_the_next_step(split):
    controls = Controls()
    recipe = small(schedule="step", optimizer="sgd", epochs=5)
    run = train(Network.from_recipe(recipe), recipe, split, controls=controls)
    first = next(run)
    controls.learning_rate = 0.4
    second, third = next(run), next(run)
    rates = [each.learning_rate for each in (first, second, third)]
    assert rates == [0.05, 0.4, 0.2]


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "adam"])
def test_a_learning_rate_of_0_stands_still(split, optimizer):
    recipe = small(optimizer=optimizer)
    start = Network.from_recipe(recipe)
    network, _, _ = learn(recipe, split, controls=Controls(learning_rate=0.0))
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
    assert evaluate(network, split.validation).loss == min(losses) < losses[-1]


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
    assert evaluate(network, split.validation).loss == lowest


def test_without_patience_the_last_stands(split):
    network, _, epochs = learn(small(learning_rate=0.3, epochs=6), split)
    assert evaluate(network, split.validation).loss == epochs[-1].validation_loss


DIVERGING = [
    {"optimizer": "sgd", "learning_rate": 1000.0},
    {"optimizer": "momentum", "learning_rate": 1000.0},
    {"optimizer": "nesterov", "learning_rate": 1000.0},
    {"optimizer": "sgd", "learning_rate": 1000.0, "l2": 1.0, "batch_size": 0},
    {"optimizer": "sgd", "learning_rate": 1000.0, "l2": 1.0, "activation": "tanh"},
]


@pytest.mark.parametrize("values", DIVERGING, ids=str)
def test_a_diverging_run_stops_with_the_last_finite_parameters(split, values):
    """Whose loss is finite on everything, and which are those from before the last update."""
    recipe = small(hidden=(12, 8, 8, 8), schedule="constant", epochs=1000, **values)
    network = Network.from_recipe(recipe)
    thetas, reports = [], []

    def run():
        for report in train(network, recipe, split):
            reports.append(report)
            if isinstance(report, StepReport):
                thetas.append(network.theta.copy())

    start = network.theta.copy()
    with pytest.raises(DivergenceError, match="Try a smaller learning rate") as caught:
        run()
    steps = [each for each in reports if isinstance(each, StepReport)]
    assert caught.value.step == len(steps) + 1
    assert not np.isfinite(caught.value.loss)
    assert all(np.isfinite(each.loss) for each in steps)
    assert f"at step {len(steps) + 1:,}" in str(caught.value)
    np.testing.assert_array_equal(network.theta, [start, *thetas][-2])
    assert np.isfinite(network.theta).all()
    assert np.isfinite(evaluate(network, split.train).loss)


@pytest.mark.parametrize("held_out", [40, 0])
def test_a_divergence_in_the_very_last_step_is_noticed(split, held_out):
    recipe = small(batch_size=0, epochs=1, optimizer="sgd", schedule="constant")
    some = Split("Stripes", split.train, digits(held_out, 2), split.test)
    network = Network.from_recipe(recipe)
    start = network.theta.copy()
    run = train(network, recipe, some, controls=Controls(learning_rate=1e38))
    assert np.isfinite(next(run).loss)
    with pytest.raises(DivergenceError) as caught:
        next(run)
    assert caught.value.step == 2
    np.testing.assert_array_equal(network.theta, start)
    X, labels = full_batch(split, np.float32)
    assert np.isfinite(compute_loss(network.predict(X), labels))


def test_a_network_that_starts_with_nan_is_refused_as_it_is(split):
    network = Network.from_recipe(small())
    network.theta[0] = np.nan
    start = network.theta.copy()
    with pytest.raises(DivergenceError) as caught:
        next(train(network, small(), split))
    assert caught.value.step == 1
    np.testing.assert_array_equal(network.theta, start)


def test_nothing_to_learn_from(split):
    empty = Split("Nothing", digits(0, 1), split.validation, split.test)
    with pytest.raises(DataError, match="no training examples"):
        next(train(Network.from_recipe(small()), small(), empty))


def test_nothing_to_validate_with_is_no_obstacle(split):
    some = Split("Stripes", split.train, digits(0, 2), split.test)
    _, _, epochs = learn(small(), some)
    assert all(np.isnan(each.validation_loss) for each in epochs)
    assert len(epochs) == 3


def test_the_data_stay_as_they_are(split):
    images = split.train.images.copy()
    learn(small(dropout=0.3), split)
    np.testing.assert_array_equal(split.train.images, images)
