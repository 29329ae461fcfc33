"""Snapshot: a frozen, read-only copy of a network's parameters, safe to hand to another thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A network at one moment.

    dimensions: widths of all layers. activation: of the hidden layers. theta: float32, all
    parameters in one read-only vector, W1, b1, W2, ... as Network lays them out.
    name: what the user sees ("shipped network", "epoch 3", a file's name).
    facts: what is known of it, e.g. {"test_accuracy": 0.985, "data": "MNIST"}; plain JSON values.
    """

    dimensions: tuple[int, ...]
    activation: str
    theta: NDArray[np.float32]
    name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
