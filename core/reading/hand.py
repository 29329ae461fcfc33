"""A hand: drawings that a network was taught, and what it says of a drawing that is like one of
them.

A network sees an image. How a pen went, which stroke came first and where it turned, is lost in it,
and just that is what one person's digits have in common. So a taught network keeps the traces
(core.ink.likeness) of the drawings that it was last taught, and a drawing that goes like one of
them gains odds for its digit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import CLASSES
from core.errors import DataError
from core.ink.likeness import distances
from core.ink.strokes import Drawing
from core.ink.traces import LIFTED, STEPS, paths, trace
from core.network.snapshots import Snapshot

# Chosen on fourteen writers, by the loss: python -m tests.benchmarks.handwriting --swap --odds.
NEAR = 0.25  # of a drawing's longer side: what is farther off on average says nothing
ODDS = 30.0  # log odds for each side by which a drawing is nearer than NEAR
MOST = 1_000
MOST_BYTES = MOST * (STEPS * 9 + 1)
ARRAYS = ("hand_places", "hand_strokes", "hand_digits")  # as a model file calls them
_COMPARED = 64


@dataclass(frozen=True, eq=False)
class Likeness:
    """What a hand says of a drawing.

    log_odds: float32 (10,), to add to each digit's, 0 where the hand holds nothing like it.
    nearest: by digit, the number of the drawing in the hand that is most like it.
    """

    log_odds: NDArray[np.float32]
    nearest: dict[int, int]

    def nearness(self, digit: int) -> float:
        """How near the nearest drawing of a digit is: 1 the same, 0 when none is within NEAR."""
        return float(self.log_odds[digit]) / (ODDS * NEAR)


@dataclass(frozen=True, eq=False)
class Hand:
    """n taught drawings, at most MOST; the arrays are read-only.

    places: float32 (n, STEPS, 2) and strokes: uint8 (n, STEPS), the traces, see
    core.ink.likeness.trace. digits: uint8 (n,), what each drawing means.
    """

    places: NDArray[np.float32]
    strokes: NDArray[np.uint8]
    digits: NDArray[np.uint8]

    def __post_init__(self) -> None:
        for array in (self.places, self.strokes, self.digits):
            array.setflags(write=False)

    @classmethod
    def of(cls, drawings: Sequence[Drawing], digits: NDArray[np.uint8]) -> Hand:
        """A hand of the last MOST drawings, none of them blank, which mean `digits`, uint8 (n,)."""
        walks = [trace(each) for each in drawings[-MOST:]]
        return cls(
            np.array([places for places, _ in walks], np.float32).reshape(-1, STEPS, 2),
            np.array([strokes for _, strokes in walks], np.uint8).reshape(-1, STEPS),
            np.array(digits[-MOST:], np.uint8),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Hand:
        """The hand that arrays() was called on. Raises DataError for other arrays."""
        if set(arrays) != set(ARRAYS):
            raise DataError("some of the drawings it was taught are missing")
        places, strokes, digits = (arrays[name] for name in ARRAYS)
        n = digits.size
        kinds = [(array.shape, array.dtype.name) for array in (places, strokes, digits)]
        if kinds != [((n, STEPS, 2), "float32"), ((n, STEPS), "uint8"), ((n,), "uint8")]:
            raise DataError("the drawings it was taught do not fit together")
        fits = (np.abs(places) <= 1).all() and (strokes != LIFTED).any(axis=1).all()
        if n > MOST or not fits or (digits >= CLASSES).any():
            raise DataError("the drawings it was taught hold values that no drawing has")
        return cls(places, strokes, digits)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The hand's arrays by the names of ARRAYS, as a model file holds them."""
        return dict(zip(ARRAYS, (self.places, self.strokes, self.digits), strict=True))

    def __len__(self) -> int:
        return len(self.digits)

    def without(self, other: Hand) -> Hand:
        """The hand without the drawings that `other` holds too, whatever they mean there."""
        known = {place.tobytes() for place in other.places}
        kept = [number for number, place in enumerate(self.places) if place.tobytes() not in known]
        return Hand(self.places[kept], self.strokes[kept], self.digits[kept])

    def weighed(
        self, P: NDArray[np.float32], drawings: Sequence[Drawing]
    ) -> tuple[NDArray[np.float32], list[Likeness]]:
        """Probabilities with this hand's odds, float32 (10, m), and what the hand says of each
        drawing.

        P: float32 (10, m), of m drawings, none blank.
        """
        likenesses = [self.likeness(drawing) for drawing in drawings]
        weighed = P * np.exp(np.array([each.log_odds for each in likenesses]).T)
        weighed /= weighed.sum(axis=0)
        return weighed, likenesses

    def likeness(self, drawing: Drawing) -> Likeness:
        """What this hand says of a drawing that is not blank. Quick enough for every move."""
        (path,) = paths(trace(drawing)[0][None])
        apart = self._distances(path)
        log_odds = np.zeros(CLASSES, np.float32)
        near = np.flatnonzero(apart < NEAR)
        # The farthest first: of each digit the nearest is the last.
        near = near[np.argsort(-apart[near], kind="stable")]
        nearest = dict(zip(self.digits[near].tolist(), near.tolist(), strict=True))
        for digit, number in nearest.items():
            log_odds[digit] = ODDS * (NEAR - apart[number])
        return Likeness(log_odds, nearest)

    def drawing(self, number: int) -> Drawing:
        """The nth of its drawings, from 0: its longer side is 1, its middle at (0, 0)."""
        places, strokes = self.places[number], self.strokes[number]
        inked = (places[strokes == stroke] for stroke in np.unique(strokes[strokes != LIFTED]))
        return Drawing.from_lists(inked)

    @cached_property
    def _paths(self) -> NDArray[np.float32]:
        return paths(self.places)

    @cached_property
    def _sizes(self) -> NDArray[np.float32]:
        sizes: NDArray[np.float32] = np.square(self.places).sum(axis=(1, 2))
        return sizes

    def _distances(self, path: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n,), infinite for those that already step by step are farther off than _COMPARED."""
        many = self._paths
        if len(many) <= _COMPARED:
            return distances(path, many)
        # |a - b|² is |a|² - 2ab + |b|², and |b|² is the same for all.
        step_by_step = self._sizes - 2 * (self.places.reshape(len(many), -1) @ path[:, :2].ravel())
        chosen = np.argpartition(step_by_step, _COMPARED)[:_COMPARED]
        apart = np.full(len(many), np.inf, np.float32)
        apart[chosen] = distances(path, many[chosen])
        return apart


@dataclass(frozen=True, eq=False)
class TaughtSnapshot(Snapshot):
    """A network that was taught drawings, and these: they have a say when a drawing is read."""

    hand: Hand = field(kw_only=True)


def hand_of(snapshot: Snapshot) -> Hand | None:
    """The drawings that a network was taught, if any."""
    return snapshot.hand if isinstance(snapshot, TaughtSnapshot) else None


def with_hand(snapshot: Snapshot, hand: Hand | None) -> Snapshot:
    """The same network with this hand in place of its own; None for none."""
    plain = {each.name: getattr(snapshot, each.name) for each in fields(Snapshot)}
    return Snapshot(**plain) if hand is None else TaughtSnapshot(**plain, hand=hand)
