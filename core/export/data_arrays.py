"""The digits of a data set as one .npz file of arrays, as the programs that train take it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from core.data.dataset import Split


def data_arrays(split: Split) -> bytes:
    """x_train, y_train, x_validation, ..., y_test, class_names: bytes (m, 28, 28), bytes (m,) and
    texts, named as Keras names those of MNIST."""
    parts = {"train": split.train, "validation": split.validation, "test": split.test}
    arrays: dict[str, Any] = {"class_names": np.array(split.class_names)}
    for name, part in parts.items():
        arrays |= {f"x_{name}": part.images.reshape(-1, 28, 28), f"y_{name}": part.labels}
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()
