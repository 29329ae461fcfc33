"""What initialize_parameters does that is no mistake, but worth knowing."""

from __future__ import annotations

import numpy as np
import pytest

from core.checking.initialization import initialization_notes


def drawn(*, seed_in_loop: bool, scale: str) -> dict[str, np.ndarray]:
    rng = np.random.RandomState(2)
    parameters = {}
    for layer, (n_prev, n) in enumerate([(784, 20), (20, 15), (15, 10)], start=1):
        if seed_in_loop:
            rng = np.random.RandomState(2)
        spread = 0.1 if scale == "fixed" else np.sqrt(2 / n_prev)
        parameters[f"W{layer}"] = rng.randn(n, n_prev) * spread
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


@pytest.mark.parametrize("scale", ["fixed", "by inputs"])
def test_the_same_seed_in_every_layer_is_noted(scale):
    (note,) = initialization_notes(drawn(seed_in_loop=True, scale=scale))
    assert "same random numbers" in note
    assert initialization_notes(drawn(seed_in_loop=False, scale=scale)) == []
