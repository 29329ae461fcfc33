from itertools import islice

import numpy as np
import pytest

from core.network.activations import ACTIVATIONS
from core.network.course import gradient_descent
from core.network.evaluation import evaluate
from core.network.losses import one_hot
from core.network.network import L_layer_backward, L_layer_forward, Network
from core.network.training import train
from tests.core.stripes import EXAMPLES, full_batch, learn, small


def gradients_of(network, X, labels):
    HL, memories = L_layer_forward(X, network.parameters, network.activation)
    return L_layer_backward(HL, one_hot(labels, 10), memories, network.activation)


@pytest.mark.usefixtures("small_pieces")
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
    X, Y = X[:, order], one_hot(labels[order], 10)

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
    """gradient_descent() and train(), from the same parameters."""
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
    start = Network.from_recipe(recipe, np.float64).parameters
    by_course = gradient_descent(X, one_hot(labels, 10), start, recipe.learning_rate)
    losses, (*_, parameters) = zip(*islice(by_course, recipe.epochs), strict=True)
    network, steps, _ = learn(recipe, split, np.float64)
    assert [each.loss for each in steps] == pytest.approx(losses, rel=1e-10)
    for name, array in network.parameters.items():
        np.testing.assert_allclose(array, parameters[name], rtol=1e-9, atol=1e-12)
