"""A layer's forward pass by numbers of one's own."""

from __future__ import annotations

import numpy as np

from app.views.learn.figures.worked_example import WorkedExample
from app.views.learn.figures.written import factor, products, short
from core.network.arrays import Array
from core.network.layers import layer_forward

GIVEN = {
    "W": np.array([[1.0, -1.0], [0.5, 2.0]]),
    "H_prev": np.array([[1.0, 2.0], [3.0, 0.0]]),
    "b": np.array([[0.5], [1.0]]),
}


class LayerForwardFigure(WorkedExample):
    """W, H_prev and b of two units on two inputs; Z and H of two examples."""

    def __init__(self) -> None:
        results = {"Z": (2, 2), "H": (2, 2)}
        super().__init__("The same layer, with your numbers", GIVEN, results, ("Z", (0, 0)))

    def computed(self, arrays: dict[str, Array]) -> dict[str, Array]:
        H, (_, Z) = layer_forward(arrays["H_prev"], arrays["W"], arrays["b"])
        return {"Z": Z, "H": H}

    def terms(self, arrays: dict[str, Array], name: str, row: int, column: int) -> str:
        if name == "H":
            return f"max({short(arrays['Z'][row, column])}, 0)"
        pairs = zip(arrays["W"][row].tolist(), arrays["H_prev"][:, column].tolist(), strict=True)
        return f"{products(pairs)} + {factor(arrays['b'][row, 0])}"
