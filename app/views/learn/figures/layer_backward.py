"""A layer's backward pass by numbers of one's own: dW, db and dH_prev from dZ."""

from __future__ import annotations

import numpy as np

from app.views.learn.figures.worked_example import WorkedExample
from app.views.learn.figures.written import factor, products
from core.network.arrays import Array
from core.network.layers import linear_backward

GIVEN = {
    "W": np.array([[1.0, -1.0], [0.5, 2.0]]),
    "H_prev": np.array([[1.0, 2.0], [3.0, 0.0]]),
    "dZ": np.array([[0.0, -3.0], [0.2, 1.0]]),
}


class LayerBackwardFigure(WorkedExample):
    """W, H_prev and dZ of two units on two inputs, two examples; and their gradients."""

    def __init__(self) -> None:
        results = {"dW": (2, 2), "db": (2, 1), "dH_prev": (2, 2)}
        super().__init__("The same layer, with your numbers", GIVEN, results, ("dW", (1, 0)))

    def computed(self, arrays: dict[str, Array]) -> dict[str, Array]:
        W, dZ = arrays["W"], arrays["dZ"]
        dH_prev, dW, db = linear_backward(dZ, (arrays["H_prev"], W, np.zeros((len(W), 1))))
        assert dH_prev is not None
        return {"dW": dW, "db": db, "dH_prev": dH_prev}

    def terms(self, arrays: dict[str, Array], name: str, row: int, column: int) -> str:
        dZ, m = arrays["dZ"], arrays["dZ"].shape[1]
        if name == "db":
            return f"({' + '.join(map(factor, dZ[row].tolist()))}) / {m}"
        if name == "dW":
            pairs = zip(dZ[row].tolist(), arrays["H_prev"][column].tolist(), strict=True)
            return f"({products(pairs)}) / {m}"
        return products(zip(arrays["W"][:, row].tolist(), dZ[:, column].tolist(), strict=True))
