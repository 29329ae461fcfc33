"""Where the parts of a number lie beside one another, in units of a digit's height.

A part is a stroke of a drawing, or a blot of a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.ink.arc_length import evenly
from core.ink.lines import lines_of

_SAMPLES = 32
_PAIRS_AT_ONCE = 256  # so that their products stay in the cache
_REACH, _FAR = 0.7, -100.0
# The distance of two parts, how far their boxes lie above one another and side by side, the
# narrower's width, the lower's height, and 1: logistic regression on numbers put together from the
# ink of writers that the tests do not use, rounded.
_WEIGHTS = np.array([-16.0, 14.7, -7.6, -11.1, 3.1, 3.4])


# What a cut costs, and how wide a blot may be before it costs as well not to cut it.
_CUT, _ONE_WIDE, _WIDER = 0.5, 1.0, 12.0
_USUAL, _UNEVEN = 0.65, 4.0  # the width of a digit, and what it costs to differ


@dataclass(frozen=True, eq=False)
class Layout:
    """n parts, upright, scaled to a typical height of 1.

    low, high: float64 (n, 2), x and y of two corners of each part's box. score: float64 (n, n), the
    logarithm of the odds that two parts are of one digit. line: intp (n,), the line of writing in
    which each part stands, from the top. owners, rank: intp (n,), the blot that each part is a
    piece of, and its place in it from the left; see with_pieces. None where parts are whole.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    score: NDArray[np.float64]
    line: NDArray[np.intp]
    owners: NDArray[np.intp] | None = None
    rank: NDArray[np.intp] | None = None

    def with_pieces(self, owners: NDArray[np.intp]) -> Layout:
        """With the scores of parts that are pieces of one blot, numbered from left to right:
        neighbours hang together a little, and the width of the whole decides (see likely).
        owners: intp (n,), the blot of each part."""
        rank = np.zeros(len(owners), dtype=np.intp)
        for owner in set(owners.tolist()):
            parts = np.flatnonzero(owners == owner)
            rank[parts[np.argsort(self.low[parts, 0] + self.high[parts, 0], kind="stable")]] = (
                np.arange(len(parts))
            )
        same = owners[:, None] == owners
        beside = same & (np.abs(rank[:, None] - rank) == 1)
        score = np.where(beside, _CUT, np.where(same, 0.0, self.score))
        return replace(self, score=score, owners=owners, rank=rank)

    def middle(self, group: Sequence[int]) -> float:
        """x of the middle of the box of some parts."""
        of = list(group)
        return float(self.low[of, 0].min() + self.high[of, 0].max()) / 2

    def place(self, group: Sequence[int]) -> tuple[int, float]:
        """The place of some parts in the order of reading: their line, and the middle of their box
        in it."""
        return int(self.line[list(group)].min()), self.middle(group)

    def is_all(self, group: Sequence[int]) -> bool:
        """Whether a group holds all parts, not merely all pieces of the only blot."""
        of_one_blot = self.owners is not None and len(set(self.owners.tolist())) == 1
        return len(group) == len(self.low) and not of_one_blot

    def likely(self, group: Sequence[int]) -> float:
        """How likely a group's size makes it one digit: 0, or below for one that is too wide or too
        low."""
        of = list(group)
        width, height = self.high[of].max(axis=0) - self.low[of].min(axis=0)
        low = max(0.0, 0.5 - height)
        if self.owners is not None and self.rank is not None:
            owners = self.owners[of]
            if any(np.ptp(self.rank[of][owners == o]) >= (owners == o).sum() for o in owners):
                return _FAR
            if len(set(owners.tolist())) == 1 and (self.owners == owners[0]).sum() > 1:
                uneven = (width - _USUAL) ** 2
                return float(-_WIDER * max(0.0, width - _ONE_WIDE) - _UNEVEN * uneven - 8.0 * low)
        wide = max(0.0, width - 1.6)
        return float(-4.0 * wide - 8.0 * low)


def layout_of_strokes(parts: Sequence[Sequence[NDArray[np.float64]]]) -> Layout:
    """The layout of parts of one stroke or several, float64 (k, 2) each, at least one."""
    return layout_of_parts(_upright(np.stack([_samples(strokes) for strokes in parts])))


def _samples(strokes: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """_SAMPLES points of all strokes together: float64 (_SAMPLES, 2)."""
    each = -(-_SAMPLES // len(strokes))
    points = np.concatenate([evenly(line, each) for line in strokes])
    return points[np.linspace(0, len(points) - 1, _SAMPLES).round().astype(np.intp)]


def layout_of_parts(points: NDArray[np.float64]) -> Layout:
    """The layout of n upright parts, each given by k of its points: float64 (n, k, 2)."""
    extents = np.ptp(points, axis=1)
    heights = extents[:, 1]
    points = points / (typical_length(heights) or float(extents.max()) or 1.0)
    low, high = points.min(axis=1), points.max(axis=1)
    line = lines_of(points)
    score = np.where(line[:, None] == line, _score(points, low, high), _FAR)
    return Layout(low, high, score, line)


def typical_length(lengths: NDArray[Any]) -> float:
    """The mean of lengths (n,), each weighted by itself, so that bars and dots hardly count."""
    lengths = lengths.astype(np.float64)
    return float((lengths**2).sum() / max(lengths.sum(), 1e-9))


def _score(
    points: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How much speaks for each two parts being of one digit, as a logarithm of odds: (n, n)."""
    extent = high - low
    shared = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
    smaller = np.minimum(extent[:, None], extent)
    score = np.full((len(points), len(points)), _FAR)
    near = np.triu(shared[..., 0] > -_REACH, 1)
    pairs = np.argwhere(near)
    for start in range(0, len(pairs), _PAIRS_AT_ONCE):
        i, j = pairs[start : start + _PAIRS_AT_ONCE].T
        measured = np.ones((len(i), len(_WEIGHTS)))
        measured[:, 0] = _distances(points[i], points[j])
        measured[:, 1:3], measured[:, 3:5] = shared[i, j], smaller[i, j]
        score[i, j] = score[j, i] = measured @ _WEIGHTS
    return score


def _distances(some: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far the nearest points of m pairs of parts, (m, k, 2) each, are apart: (m,)."""
    # |a - b|² is |a|² - 2ab + |b|², so that the many products are those of matrices.
    products = some @ others.transpose(0, 2, 1)
    products *= -2.0
    products += (some * some).sum(axis=2)[..., None]
    products += (others * others).sum(axis=2)[:, None]
    nearest: NDArray[np.float64] = products.min(axis=(1, 2))
    return np.sqrt(np.maximum(nearest, 0.0))


def _upright(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Without the slant that the mostly upright pieces have in common."""
    pieces = np.diff(points, axis=1).reshape(-1, 2)
    upright = np.abs(pieces[:, 1]) > np.abs(pieces[:, 0])
    down = np.abs(pieces[upright, 1]).sum()
    if down == 0:
        return points
    slant = (np.sign(pieces[upright, 1]) * pieces[upright, 0]).sum() / down
    return np.stack([points[..., 0] - slant * points[..., 1], points[..., 1]], axis=-1)
