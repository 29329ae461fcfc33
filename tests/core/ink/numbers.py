"""Real digits by who wrote them, and numbers put together from one writer's digits."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.ink.ink_file import read_ink
from core.ink.strokes import Drawing, Stroke

Written = tuple[Drawing, int]


WRITERS = (29, 17, 24)


@lru_cache(maxsize=1)
def some_writers(path: Path) -> tuple[tuple[Written, ...], ...]:
    """What each of WRITERS drew; the shipped networks learned from them, too."""
    by_writer: dict[int, list[Written]] = {}
    for drawing, digit, record in read_ink(path):
        by_writer.setdefault(record["writer"], []).append((drawing, digit))
    return tuple(tuple(by_writer[writer]) for writer in WRITERS)


def moved(drawing: Drawing, move: Callable[[NDArray], NDArray]) -> Drawing:
    return Drawing(tuple(Stroke(move(stroke.points)) for stroke in drawing.strokes))


def corners(drawing: Drawing) -> tuple[NDArray, NDArray]:
    points = np.concatenate([stroke.points for stroke in drawing.strokes])
    return points.min(axis=0), points.max(axis=0)


def number_of(
    digits: list[Drawing], *, gap: tuple[float, float], rng: np.random.Generator
) -> tuple[Drawing, list[int]]:
    """Digits side by side, and whose each stroke is.

    gap: the least and the most between two boxes, in heights of a digit; below 0, they overlap. A
    third of the numbers is written in a wild order: crosses late, digits from anywhere.
    """
    height = np.mean([np.ptp([low[1], high[1]]) for low, high in map(corners, digits)])
    right, strokes = 0.0, []
    for number, digit in enumerate(digits):
        low, high = corners(digit)
        scale, base = rng.uniform(0.9, 1.12), rng.normal(0, 0.06) * height
        start = np.array([right + (rng.uniform(*gap) * height if number else 0), base])
        anchor = np.array([low[0], high[1]])
        placed = moved(digit, lambda p, a=anchor, k=scale, s=start: (p - a) * k + s)
        right = corners(placed)[1][0]
        strokes += [(stroke, number) for stroke in placed.strokes]
    if rng.random() < 1 / 3:
        strokes = [strokes[i] for i in rng.permutation(len(strokes))]
    slant = rng.uniform(-0.2, 0.35)
    leaning = Drawing(
        tuple(Stroke(stroke.points @ np.array([[1, 0], [-slant, 1]])) for stroke, _ in strokes)
    )
    return leaning, [owner for _, owner in strokes]


def numbers(
    path: Path, count: int, *, gap: tuple[float, float], seed: int
) -> list[tuple[Drawing, list[int], str]]:
    """Numbers of 2 to 6 digits: the drawing, whose each stroke is, and the digits."""
    rng = np.random.default_rng(seed)
    writers = some_writers(path)
    made = []
    for _ in range(count):
        drawn = writers[rng.integers(len(writers))]
        chosen = [drawn[i] for i in rng.integers(len(drawn), size=rng.integers(2, 7))]
        drawing, owners = number_of([digit for digit, _ in chosen], gap=gap, rng=rng)
        made.append((drawing, owners, "".join(str(digit) for _, digit in chosen)))
    return made
