"""How large the gradients of a run were, layer by layer. No Qt."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.background.training.series import Growing, Series
from core.inspection.statistics import Inspection

WINDOW = 5  # steps, measured one after the other, of which the median is drawn


class GradientHistory:
    """‖dW‖ of every layer at the steps that were inspected, which need not be all."""

    def __init__(self) -> None:
        self._steps = Growing(np.int64)
        self._norms: list[Series] = []

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def layers(self) -> int:
        """How many layers the network has; 0 before the first inspection."""
        return len(self._norms)

    @property
    def steps(self) -> NDArray[np.int64]:
        """(k,) int64, rising, read-only."""
        return self._steps.values

    def norms(self, layer: int) -> NDArray[np.float32]:
        """‖dW‖ of `layer`, which counts from 1, at each of `steps`: (k,) float32, read-only."""
        return self._norms[layer - 1].values

    def extend(self, inspection: Inspection) -> None:
        """Add one step. The step that came last is ignored when it comes again.

        Raises ValueError for an earlier step, and for a network of another depth.
        """
        step, layers = inspection.step.step, inspection.norms
        last = int(self.steps[-1]) if len(self) else 0
        if len(self) and step == last:
            return
        if step < last:
            raise ValueError(f"Step {step} comes before step {last}, which is already here.")
        if len(self) and len(layers) != self.layers:
            raise ValueError(f"A network of {len(layers)} layers cannot follow {self.layers}.")
        self._norms = self._norms or [Series(sys.maxsize) for _ in layers]
        self._steps.extend(np.array([step], np.int64))
        with np.errstate(over="ignore"):
            for curve, each in zip(self._norms, layers, strict=True):
                curve.extend(np.array([each.dW_norm], np.float32))

    def medians(self, layer: int, length: int) -> NDArray[np.float32]:
        """Of the first `length` norms of `layer`, each with its neighbours: (length,) float32.

        The median of WINDOW steps that were measured, of fewer at both ends, so that one batch by
        itself makes neither a dip nor a peak, while a fall or a rise stays where it is.
        """
        norms = self.norms(layer)[:length]
        half, medians = WINDOW // 2, norms.copy()
        if length >= WINDOW:
            windows = np.lib.stride_tricks.sliding_window_view(norms, WINDOW)
            medians[half : length - half] = np.median(windows, axis=1)
        if length > half:
            for near in range(min(half, length // 2)):
                medians[near] = np.median(norms[: near + half + 1])
                medians[length - 1 - near] = np.median(norms[length - near - half - 1 :])
        return medians

    def line(
        self, layer: int, length: int, columns: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Steps and medians that draw the first `length` values, `columns` of them at most."""
        medians = self.medians(layer, length)
        picked = np.unique(np.linspace(0, length - 1, min(length, columns)).round().astype(int))
        return self.steps[picked], medians[picked]

    def to_csv(self, length: int | None = None) -> str:
        """A row a step, a column a layer; of the first `length` steps, or of all."""
        columns: list[NDArray[Any]] = [each.values[:length] for each in self._norms]
        lines = [",".join(["step", *(f"norm_dW{k + 1}" for k in range(self.layers))])]
        for row in zip(self.steps[:length].tolist(), *(c.tolist() for c in columns), strict=True):
            lines.append(",".join([str(row[0]), *(f"{norm:.7g}" for norm in row[1:])]))
        return "\n".join(lines) + "\n"
