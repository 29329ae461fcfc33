"""Compares every gradient with a central difference: python docs/examples/gradient.py"""

import numpy as np

import core

rng = np.random.default_rng(0)
parameters = core.initialize_parameters((5, 4, 3), "xavier", rng=rng)  # float64
X, Y = rng.standard_normal((5, 7)), core.one_hot(rng.integers(0, 3, 7), 3)
HL, memories = core.L_layer_forward(X, parameters, "sigmoid")
gradients = core.L_layer_backward(HL, Y, memories, "sigmoid")

for name, array in parameters.items():
    numeric, h = np.empty_like(array), 1e-5
    for index, value in np.ndenumerate(array):
        losses = []
        for array[index] in (value + h, value - h):
            losses.append(core.compute_loss(core.L_layer_forward(X, parameters, "sigmoid")[0], Y))
        array[index] = value
        numeric[index] = (losses[0] - losses[1]) / (2 * h)
    apart = np.linalg.norm(gradients[f"d{name}"] - numeric) / np.linalg.norm(numeric)
    print(f"d{name} and its central difference are {apart:.0e} of it apart")
