"""An array as the bytes of a file that other programs read."""

from __future__ import annotations

import io

import numpy as np

from core.errors import ShapeError
from core.network.arrays import Array


def to_csv(values: Array, name: str) -> bytes:
    """values (n, m) as a table in UTF-8: every number reads back as exactly the same.

    The first line is a header: `name`, then the columns' indices, 0 to m - 1. Every other line is
    the row's index and its m numbers in full, nan and inf as these words. So

        numpy.loadtxt(file, delimiter=",", skiprows=1, ndmin=2)[:, 1:]

    gives `values`, as does pandas.read_csv(file, index_col=0). Raises ShapeError for what is not
    (n, m).
    """
    if values.ndim != 2:
        raise ShapeError(f"A table has rows and columns; this array has the shape {values.shape}.")
    title = f'"{name.replace(chr(34), chr(34) * 2)}"' if set(name) & set(',"\r\n') else name
    lines = [",".join((title, *map(str, range(values.shape[1]))))]
    for row, numbers in enumerate(values.tolist()):
        lines.append(",".join((str(row), *map(repr, numbers))))
    return ("\n".join(lines) + "\n").encode()


def to_npy(values: Array) -> bytes:
    """NumPy's own format, which keeps shape and dtype: numpy.load(file) gives `values`."""
    stream = io.BytesIO()
    np.save(stream, values, allow_pickle=False)
    return stream.getvalue()
