"""Which units matter for an answer: what becomes of it when a unit is off.

A unit that is off tells the next layer 0 (core.inspection.edits.SwitchOff). All units of a layer
are tried in one pass: Z of the next layer without unit u is Z - W[:, u]·H[u], a column each, and
these columns go on through the layers behind like a batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never, stop_if
from core.network.activations import activation_named
from core.network.arrays import Array
from core.network.parameters import unpack
from core.network.snapshots import Snapshot

_COLUMNS = 512  # tried at once, so that memory stays small


@dataclass(frozen=True)
class Removal:
    """One more unit switched off. answer, probability: the likeliest digit then, and how likely.

    of_first: how likely the first answer still is.
    """

    layer: int
    unit: int
    answer: int
    probability: float
    of_first: float


class Ablation:
    """A network that reads one image, with units that can be switched off.

    answer: the digit that it reads. X: (n0, 1).
    """

    def __init__(self, snapshot: Snapshot, X: Array) -> None:
        self._weights, self._biases = unpack(snapshot.theta, snapshot.dimensions)
        self._activation = activation_named(snapshot.activation).forward
        # Of each hidden layer: 1, or 0 for a unit that is off.
        self._on = [np.ones((n, 1), np.float32) for n in snapshot.dimensions[1:-1]]
        self._X = X.astype(np.float32, copy=False)
        self._pass()
        self.answer = int(self._Z[-1][:, 0].argmax())

    @property
    @np.errstate(invalid="ignore")
    def probabilities(self) -> NDArray[np.float64]:
        """(n_L,)."""
        Z = self._Z[-1][:, 0].astype(np.float64)
        powers: NDArray[np.float64] = np.exp(Z - Z.max())
        powers /= powers.sum()
        return powers

    def switch_off(self, layer: int, unit: int) -> None:
        self._on[layer - 1][unit] = 0
        self._pass()

    @np.errstate(over="ignore", invalid="ignore")
    def effects(self, cancelled: IsCancelled = never) -> list[NDArray[np.float64]]:
        """Of each hidden layer, (n_l,): how much log P(answer) changes when that unit is off.

        Below 0 for a unit that speaks for the answer; 0 for one that is silent or off already.
        Raises Cancelled.
        """
        before = log_probability(self._Z[-1], self.answer)
        found = []
        for layer in range(1, len(self._weights)):
            H = self._H[layer][:, 0]
            effect = np.zeros(len(H))
            heard = np.flatnonzero(H)
            for start in range(0, len(heard), _COLUMNS):
                stop_if(cancelled)
                units = heard[start : start + _COLUMNS]
                Z = self._Z[layer] - self._weights[layer][:, units] * H[units]
                effect[units] = log_probability(self._onward(layer, Z), self.answer) - before
            effect[np.isnan(effect)] = 0  # where numbers grew too large to compare
            found.append(effect)
        return found

    def until_it_flips(self, cancelled: IsCancelled = never) -> Iterator[Removal]:
        """Switch off one unit after the other, always the one whose absence harms the answer most,
        until another digit is likelier, or no unit is left that speaks for it.

        Raises Cancelled.
        """
        while True:
            effects = self.effects(cancelled)
            least = [effect.min(initial=0.0) for effect in effects]
            if not least or min(least) >= 0:
                return
            layer = int(np.argmin(least))
            unit = int(effects[layer].argmin())
            self.switch_off(layer + 1, unit)
            P = self.probabilities
            now = int(P.argmax())
            yield Removal(layer + 1, unit, now, float(P[now]), float(P[self.answer]))
            if now != self.answer:
                return

    @np.errstate(over="ignore", invalid="ignore")
    def _pass(self) -> None:
        """H: X, then each hidden layer's. Z: of each layer that follows."""
        self._H, self._Z = [self._X], []
        for W, b in zip(self._weights, self._biases, strict=True):
            self._Z.append(W @ self._H[-1] + b)
            if len(self._Z) < len(self._weights):
                self._H.append(self._activation(self._Z[-1])[0] * self._on[len(self._Z) - 1])

    def _onward(self, layer: int, Z: Array) -> Array:
        """Z of the output layer, (n_L, k), from that of the layer after `layer`, (n, k)."""
        for later in range(layer + 1, len(self._weights)):
            H = self._activation(Z)[0] * self._on[later - 1]
            Z = self._weights[later] @ H + self._biases[later]
        return Z


def log_probability(Z: Array, digit: int) -> NDArray[np.float64]:
    """log P of a digit by Z (n_L, k) of the output layer: (k,), exact also where P is nearly 1."""
    apart = np.delete(Z.astype(np.float64), digit, axis=0) - Z[digit].astype(np.float64)
    most = np.maximum(apart.max(axis=0, initial=-np.inf), 0)
    # -log(1 + Σ exp(Z_k - Z_digit)); the largest exponent is taken out where it is above 0.
    rest = np.exp(apart - most).sum(axis=0)
    negated = np.where(most > 0, most + np.log(np.exp(-most) + rest), np.log1p(rest))
    logs: NDArray[np.float64] = -negated
    return logs
