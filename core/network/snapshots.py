"""Snapshots: frozen, read-only copies, safe to hand to another thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import DIGITS


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A network at one moment.

    dimensions: widths of all layers. activation: of the hidden layers. theta: float32, all
    parameters in one read-only vector, W1, b1, W2, ... as Network lays them out.
    name: what the user sees ("shipped network", "epoch 3", a file's name).
    facts: what is known of it, e.g. {"test_accuracy": 0.985, "data": "MNIST"}; plain JSON values.
    class_names: what each output stands for.
    """

    dimensions: tuple[int, ...]
    activation: str
    theta: NDArray[np.float32]
    name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    class_names: tuple[str, ...] = DIGITS


@dataclass(frozen=True, eq=False)
class StepSnapshot:
    """One training step at the moment of its update.

    step and epoch count from 1; loss is the mean loss of the batch before the update.
    theta, gradient, update: float32, read-only, each laid out as Snapshot.theta: the parameters
    before the update, the gradient of the mean loss alone (L2 adds its part after it), and what
    the update added to theta. idle: for each hidden layer, the share of ReLU units that are 0 for
    every example of the batch, or of sigmoid or tanh activations at their flat ends.
    examples: how many the batch has. right: how many of them were read right before the update.
    """

    step: int
    epoch: int
    loss: float
    learning_rate: float
    dimensions: tuple[int, ...]
    activation: str
    theta: NDArray[np.float32]
    gradient: NDArray[np.float32]
    update: NDArray[np.float32]
    idle: tuple[float, ...]
    examples: int = 1
    right: int | None = None
