"""What the gradients of one step add up to, layer by layer."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.network.arrays import Array
from core.network.parameters import unpack
from core.network.snapshots import StepSnapshot

BINS = 41
MIDDLE = BINS // 2
BULK = 0.99  # of the values that are not 0 lies within a histogram's limits
SAMPLE = 8192  # values that the limits are estimated from
LIMITS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
LEAST_LIMIT = 1e-30  # so that float32 can hold its reciprocal
_NOTHING = np.empty(0, np.float32)
_NOTHING.flags.writeable = False


@dataclass(frozen=True, eq=False)
class Histogram:
    """How often values of each size occur; exact zeros are counted apart.

    counts: BINS equal bins from -limit to limit, both included, symmetric about 0, read-only.
    below, above: how many lie outside. The limit is one of LIMITS times a power of ten, so that
    it seldom changes.
    """

    limit: float
    counts: NDArray[np.intp]
    below: int
    above: int
    zeros: int


@dataclass(frozen=True, eq=False)
class LayerNorms:
    """What is quick to measure of one layer at one step.

    layer counts from 1; shape is W's, (n, n_prev). activation: softmax for the last.
    dW_norm, db_norm: ‖dW‖ and ‖db‖ (Frobenius). idle: share of dead ReLU units, or of saturated
    sigmoid or tanh activations; None for the output layer. update_ratio: ‖ΔW‖ / ‖W‖, infinite
    where W is all zeros and changes.
    """

    layer: int
    shape: tuple[int, int]
    activation: str
    dW_norm: float
    db_norm: float
    idle: float | None
    update_ratio: float


@dataclass(frozen=True, eq=False)
class LayerStatistics(LayerNorms):
    """All that is measured of it. mean, std, largest (magnitude), zeros (share that is exactly 0)
    and histogram are of dW."""

    mean: float
    std: float
    largest: float
    zeros: float
    histogram: Histogram


@dataclass(frozen=True, eq=False)
class Inspection:
    """A step and its layers, input side first. norms: measured at once."""

    step: StepSnapshot
    norms: tuple[LayerNorms, ...]

    @cached_property
    def layers(self) -> tuple[LayerStatistics, ...]:
        """Measured when they are asked for the first time, which takes ten times as long."""
        weight_gradients, _ = unpack(self.step.gradient, self.step.dimensions)
        return tuple(map(_statistics, self.norms, weight_gradients))

    def measured(self) -> Inspection:
        """Itself, its `layers` measured now and in this thread."""
        _ = self.layers
        return self

    def without_arrays(self) -> Inspection:
        """The figures alone, which take no room: its `layers` cannot be asked for."""
        bare = replace(self.step, theta=_NOTHING, gradient=_NOTHING, update=_NOTHING)
        return Inspection(bare, self.norms)


@np.errstate(over="ignore", invalid="ignore")
def inspect(step: StepSnapshot) -> Inspection:
    """Measure every layer of a step. What is not finite shows in the norms, not in histograms."""
    weights, _ = unpack(step.theta, step.dimensions)
    weight_gradients, bias_gradients = unpack(step.gradient, step.dimensions)
    updates, _ = unpack(step.update, step.dimensions)
    norms = []
    for index, (W, dW, db, update) in enumerate(
        zip(weights, weight_gradients, bias_gradients, updates, strict=True)
    ):
        hidden = index < len(weights) - 1
        norms.append(
            LayerNorms(
                layer=index + 1,
                shape=(dW.shape[0], dW.shape[1]),
                activation=step.activation if hidden else "softmax",
                dW_norm=_norm(dW),
                db_norm=_norm(db),
                idle=step.idle[index] if hidden else None,
                update_ratio=_ratio(_norm(update), _norm(W)),
            )
        )
    return Inspection(step, tuple(norms))


@np.errstate(over="ignore", invalid="ignore")
def _statistics(norms: LayerNorms, dW: Array) -> LayerStatistics:
    values = dW.T.reshape(-1)
    norm, mean = norms.dW_norm, float(values.mean(dtype=np.float64))
    histogram = histogram_of(values if math.isfinite(norm) else values[np.isfinite(values)])
    return LayerStatistics(
        **vars(norms),
        mean=mean,
        std=float(np.sqrt(max(norm * norm / values.size - mean * mean, 0.0))),
        largest=max(float(values.max()), -float(values.min())),
        zeros=histogram.zeros / values.size,
        histogram=histogram,
    )


@np.errstate(over="ignore")
def histogram_of(values: Array) -> Histogram:
    """Of a vector (n,) of finite numbers, n ≥ 0."""
    limit = _limit(values)
    # By a touch too little: a value at the limit is within, whichever way its product rounds.
    places = values * values.dtype.type(BINS / (2 * limit) * (1 - 1e-6))
    # One bin before and one after take what lies outside.
    np.clip(places, -MIDDLE - 1, MIDDLE + 1, out=places)
    numbers = np.rint(places, out=places).astype(np.intp)
    numbers += MIDDLE + 1
    counts = np.bincount(numbers, minlength=BINS + 2)
    zeros = values.size - int(np.count_nonzero(values))
    inner = counts[1:-1]
    inner[MIDDLE] -= zeros
    inner.flags.writeable = False
    return Histogram(limit, inner, int(counts[0]), int(counts[-1]), zeros)


def round_up(value: float) -> float:
    """To one of LIMITS times a power of ten; 1 for 0."""
    if not value > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((k * power for k in LIMITS if k * power >= value), 10 * power)


def _limit(values: Array) -> float:
    sample = np.abs(values[:: _stride(values.size)])
    sample = sample[sample > 0]
    if not sample.size:
        bulk = float(np.abs(values).max(initial=0))
    else:
        last = int(BULK * (sample.size - 1))
        bulk = float(np.partition(sample, last)[last])
    return max(round_up(bulk), LEAST_LIMIT)


def _stride(size: int) -> int:
    """So that about SAMPLE values are met. Without small divisors, which the width of a layer
    might share: then only a few of its columns would be met."""
    stride = max(size // SAMPLE, 1)
    while math.gcd(stride, 2 * 3 * 5 * 7) > 1:
        stride += 1
    return stride


def _norm(values: Array) -> float:
    flat: Any = values.T.reshape(-1)
    return math.sqrt(float(np.dot(flat, flat)))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else (math.inf if part else 0.0)
