"""One training step (forward, backward, momentum update) of one network, by us and by the peers.

Each maker takes the layer widths and the batch size and gives a callable that does one step on
the next of a few batches that are ready in its own favourite form.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

RATE, MOMENTUM, BATCHES = 0.01, 0.9, 16
LIBRARIES = "numpy", "torch", "jax", "sklearn"
Step = Callable[[], object]


def batches(batch: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Sparse-ish images like MNIST's, (batch, 784) float32, and labels (batch,)."""
    rng = np.random.default_rng(0)
    made = []
    for _ in range(BATCHES):
        images = rng.random((batch, 784), dtype=np.float32)
        images *= rng.random((batch, 784)) < 0.2
        made.append((images, rng.integers(0, 10, batch)))
    return made


def ours(dimensions: Sequence[int], batch: int) -> Step:
    from core.network.network import Network
    from core.network.recipe import Recipe
    from core.network.stepping import Stepper

    recipe = Recipe(
        hidden=tuple(dimensions[1:-1]),
        learning_rate=RATE,
        momentum=MOMENTUM,
        batch_size=batch,
        l2=0.0,
    )
    stepper = Stepper(Network.from_recipe(recipe), recipe, np.random.default_rng(0), batch)
    data = itertools.cycle((images.T, labels) for images, labels in batches(batch))

    def step() -> object:
        X, labels = next(data)
        return stepper.step(X, labels, RATE)

    return step


def floor(dimensions: Sequence[int], batch: int) -> Step:
    """Only the step's matrix products, outputs preallocated, in the fastest memory order, on cache
    lines as ours are."""
    from core.network.arrays import aligned_zeros

    rng = np.random.default_rng(0)

    def columns(rows: int, count: int) -> np.ndarray:
        """(rows, count) float32, each column's numbers one after another."""
        values = aligned_zeros(rows * count, np.float32)
        rng.standard_normal(out=values, dtype=np.float32)
        return values.reshape(count, rows).T

    data = itertools.cycle(images.T for images, _ in batches(batch))
    # Of each layer: W is (n, n_prev) as Network's is, a column-major view.
    W, dW = ([columns(n, n_prev) for n_prev, n in itertools.pairwise(dimensions)] for _ in "WW")
    H = [columns(n, batch) for n in dimensions]
    Z, dZ, dH = ([columns(n, batch) for n in dimensions[1:]] for _ in "ZZH")

    def step() -> None:
        H[0] = next(data)
        for layer in range(len(W)):
            np.matmul(W[layer], H[layer], out=Z[layer])
        for layer in reversed(range(len(W))):
            np.matmul(dZ[layer], H[layer].T, out=dW[layer])
            if layer:
                np.matmul(W[layer].T, dZ[layer], out=dH[layer - 1])

    return step


def torch_steps(dimensions: Sequence[int], batch: int, threads: int) -> dict[str, Step]:
    """PyTorch, eager, with each of its optimizer's implementations and each number of threads up
    to `threads`; the fastest one counts."""
    import torch
    from torch.nn import functional

    torch.set_num_threads(threads)

    def make(count: int, **how: bool) -> Step:
        torch.manual_seed(0)
        W = [
            (torch.randn(n, n_prev) * (2 / n_prev) ** 0.5).requires_grad_()
            for n_prev, n in itertools.pairwise(dimensions)
        ]
        b = [torch.zeros(n, requires_grad=True) for n in dimensions[1:]]
        optimizer = torch.optim.SGD(W + b, lr=RATE, momentum=MOMENTUM, **how)
        data = itertools.cycle(
            (torch.from_numpy(images), torch.from_numpy(labels))
            for images, labels in batches(batch)
        )
        pairs = list(zip(W, b, strict=True))

        def step() -> object:
            if threads > 1:
                torch.set_num_threads(count)
            H, labels = next(data)
            for weight, bias in pairs[:-1]:
                H = functional.relu(functional.linear(H, weight, bias), inplace=True)
            loss = functional.cross_entropy(functional.linear(H, *pairs[-1]), labels)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            return loss.item()

        return step

    ways = {
        "fused": {"fused": True},
        "foreach": {"foreach": True},
        "loop": {"fused": False, "foreach": False},
    }
    return {
        f"torch {way}, {count}": make(count, **how)
        for way, how in ways.items()
        for count in range(1, threads + 1)
    }


def jax_step(dimensions: Sequence[int], batch: int) -> Step:
    """JAX, the whole step jitted with its buffers donated."""
    import jax
    import jax.numpy as jnp

    rng = np.random.default_rng(0)
    parameters = [
        (
            jnp.asarray(rng.standard_normal((n_prev, n), dtype=np.float32) * (2 / n_prev) ** 0.5),
            jnp.zeros(n, jnp.float32),
        )
        for n_prev, n in itertools.pairwise(dimensions)
    ]
    velocity = jax.tree.map(jnp.zeros_like, parameters)

    def loss_of(parameters: Any, X: Any, labels: Any) -> Any:
        H = X
        for W, b in parameters[:-1]:
            H = jax.nn.relu(H @ W + b)
        W, b = parameters[-1]
        log_p = jax.nn.log_softmax(H @ W + b)
        return -jnp.mean(jnp.take_along_axis(log_p, labels[:, None], axis=1))

    def update(parameters: Any, velocity: Any, X: Any, labels: Any) -> Any:
        loss, gradients = jax.value_and_grad(loss_of)(parameters, X, labels)
        velocity = jax.tree.map(lambda v, g: MOMENTUM * v + RATE * g, velocity, gradients)
        return jax.tree.map(lambda p, v: p - v, parameters, velocity), velocity, loss

    jitted = jax.jit(update, donate_argnums=(0, 1))
    data = itertools.cycle(
        (jnp.asarray(images), jnp.asarray(labels)) for images, labels in batches(batch)
    )
    state = (parameters, velocity)

    def step() -> object:
        nonlocal state
        X, labels = next(data)
        *state, loss = jitted(*state, X, labels)
        return float(loss)

    return step


def sklearn_step(dimensions: Sequence[int], batch: int) -> Step:
    """scikit-learn's MLPClassifier, one partial_fit on one batch."""
    from sklearn.neural_network import MLPClassifier

    network = MLPClassifier(
        tuple(dimensions[1:-1]),
        solver="sgd",
        learning_rate_init=RATE,
        momentum=MOMENTUM,
        nesterovs_momentum=False,
        alpha=0.0,
        batch_size=batch,
        shuffle=False,
        random_state=0,
    )
    data = itertools.cycle(batches(batch))
    network.partial_fit(*next(data), classes=np.arange(10))

    def step() -> object:
        return network.partial_fit(*next(data))

    return step


def steps_of(library: str, dimensions: Sequence[int], batch: int, threads: int) -> dict[str, Step]:
    """The contenders of one of LIBRARIES; none where it is not installed, as some wheels are not
    there for every Linux."""
    with suppress(ImportError):
        if library == "numpy":
            return {"ours": ours(dimensions, batch), "floor": floor(dimensions, batch)}
        if library == "torch":
            return torch_steps(dimensions, batch, threads)
        one = {"jax": jax_step, "sklearn": sklearn_step}[library]
        return {library: one(dimensions, batch)}
    return {}
