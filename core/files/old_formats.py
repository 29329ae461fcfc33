"""Formats 1 and 2 of model files, which are read and never written any more.

They give the arrays the names W1, b1, ... and the course's shapes, but under each W lie the
numbers of Wᵀ, row by row: as theta keeps them in memory, not as the shape says. Format 2 has a
hand, format 1 has none. Their sum covers the numbers alone, so what else decides an answer is held
against the rest of the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.files.facts import Facts, recipe_activation
from core.files.tensor_file import Tensor

VERSIONS = ("1", "2")
# 325 networks, trained in all ways, had temperatures from 0.13 to 20; but beyond these only those
# whose test loss was above 1.8.
BELIEVABLE = (0.25, 4.0)
HIGH_LOSS = 0.5


def theta_of(tensors: Mapping[str, Tensor]) -> NDArray[np.float32]:
    """theta, float32, of arrays in the order W1, b1, W2, ...: their numbers as they lie there."""
    return np.concatenate([each.array().reshape(-1) for each in tensors.values()], dtype=np.float32)


def checksum(parameters: Mapping[str, Tensor], hand: Mapping[str, Tensor]) -> str:
    """sha256 over the numbers of W1, b1, W2, ..., then those of a hand by name."""
    total = hashlib.sha256()
    for each in (*parameters.values(), *(hand[name] for name in sorted(hand))):
        total.update(each.data)
    return total.hexdigest()


def check_believable(activation: str, facts: Facts) -> None:
    """Raises DataError where what the sum leaves out contradicts the rest of the file."""
    trained_with = recipe_activation(facts)
    if trained_with not in (None, activation):
        raise DataError(
            f"its activation is “{activation}”, but that of its recipe is “{trained_with}”"
        )
    temperature, loss = facts.get("temperature", 1.0), facts.get("test_loss") or 0.0
    low, high = BELIEVABLE
    if not low <= temperature <= high and loss < HIGH_LOSS:
        raise DataError(
            f"its temperature, {temperature:g}, is that of no network with a loss of {loss:.3g}"
        )
