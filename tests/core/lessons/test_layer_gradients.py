"""Norms by layer in a fresh network: those of its gradients, and the two ways they go wrong."""

import numpy as np
import pytest

from core.lessons import layer_gradients as module
from core.lessons.layer_gradients import UNITS, gradient_norms
from core.lessons.starter_examples import starter_examples
from core.network.losses import compute_loss
from core.network.network import L_layer_forward
from core.network.parameters import initialize_parameters

pytestmark = pytest.mark.numeric


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_the_last_layers_norm_is_that_of_central_differences(activation, monkeypatch):
    monkeypatch.setattr(module, "UNITS", 4)
    norms = gradient_norms(2, activation, 1.5)
    assert norms.shape == (3,)
    parameters = initialize_parameters((784, 4, 4, 10), "he", rng=np.random.default_rng(5))
    for name in ("W1", "W2", "W3"):
        parameters[name] *= 1.5
    examples = starter_examples()
    X, h = examples.X().astype(np.float64), 1e-5

    def loss() -> float:
        return float(compute_loss(L_layer_forward(X, parameters, activation)[0], examples.labels))

    for layer in (2, 3):
        W = parameters[f"W{layer}"]
        differences = np.zeros(W.shape)
        for at in np.ndindex(*W.shape):
            kept = W[at]
            W[at] = kept + h
            above = loss()
            W[at] = kept - h
            differences[at] = (above - loss()) / (2 * h)
            W[at] = kept
        assert norms[layer - 1] == pytest.approx(np.linalg.norm(differences), rel=1e-4)


def test_sigmoid_vanishes_with_depth_and_wide_relu_explodes():
    deep = gradient_norms(8, "sigmoid", 1.0)
    assert deep[0] < deep[-1] / 100
    relu = gradient_norms(8, "relu", 1.0)
    assert 0.1 < relu[0] / relu[-1] < 10
    assert gradient_norms(8, "relu", 3.0).max() > 1000 * relu.max()
    assert UNITS > 10
