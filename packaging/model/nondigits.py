"""Images of what is no digit, made from strokes: for a network to learn from, and to judge it by.

"learning" and "judging" are two generators that share no form and draw scribbles by different
rules, so what the second one shows was never practised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import CLASSES, PIXELS, Dataset
from core.data.skeletons import FORMS
from core.data.writing import curve_basis, distort, pack_variants, pen_widths, write_variants
from core.errors import DataError
from core.ink.digit_image import as_bytes, render
from core.ink.strokes import Drawing
from model.copies import drawing_of, lines_of
from model.nondigit_forms import JUDGING, LEARNING, Strokes

Points = NDArray[np.float64]
# n drawings with the same strokes: points (n, k, 2), and how many points each stroke has.
Variants = tuple[Points, list[int]]
Maker = Callable[[int, np.random.Generator], Variants]

# Drawings made at once share their strokes' lengths, so small groups are more varied.
_GROUP = 6
# How much more often the kinds of many forms are learned from than the others.
SHARES = {"letters": 4, "signs": 4, "two digits on top of each other": 2}
_APART = 0.07
# Of two digits side by side, in heights: the gap, and how far one stands higher.
_GAPS, _UNEVEN = (0.05, 0.5), 0.06
_CORNERED, _TURN_SPREAD, _STRETCH_SPREAD = 0.3, 0.12, 0.2


@dataclass(frozen=True, eq=False)
class NonDigits:
    """images: uint8 (m, 784). kinds: intp (m,), numbers into `names`, such as "letters"."""

    images: NDArray[np.uint8]
    kinds: NDArray[np.intp]
    names: tuple[str, ...]


def nondigits(purpose: str, count: int, *, rng: np.random.Generator) -> NonDigits:
    """`count` images for "learning" or "judging", in random order.

    Every kind is as frequent (to one), but for learning the kinds in SHARES are so many times as
    frequent. Raises DataError for a negative count or another purpose.
    """
    kinds = _kinds(purpose, count)
    images = np.empty((count, PIXELS), dtype=np.uint8)
    for group, variants in _groups(purpose, kinds, rng):
        ink = pack_variants(*variants)
        images[group] = as_bytes(render(ink, pen_widths(len(group), rng)))
    order = rng.permutation(count)
    return NonDigits(images[order], kinds[order], tuple(MAKERS[purpose]))


def nondigit_drawings(purpose: str, count: int, *, rng: np.random.Generator) -> list[Drawing]:
    """As nondigits(), as they were drawn, kind after kind."""
    drawings: list[Drawing] = []
    for _, (points, lengths) in _groups(purpose, _kinds(purpose, count), rng):
        ends = np.cumsum(lengths)[:-1]
        drawings += [drawing_of(np.split(each, ends)) for each in points]
    return drawings


def side_by_side(
    drawings: Sequence[Drawing], count: int, *, rng: np.random.Generator
) -> list[Drawing]:
    """Pairs of these drawings, of one height, the second close behind the first."""
    pairs = []
    for first, second in rng.integers(len(drawings), size=(count, 2)):
        left, right = (_of_height_one(drawings[number]) for number in (first, second))
        end = max(line[:, 0].max() for line in left)
        start = min(line[:, 0].min() for line in right)
        moved = [end - start + rng.uniform(*_GAPS), rng.normal(0, _UNEVEN)]
        pairs.append(drawing_of([*left, *(line + moved for line in right)]))
    return pairs


def _of_height_one(drawing: Drawing) -> list[Points]:
    lines = lines_of(drawing)
    points = np.concatenate(lines)
    scale = np.ptp(points, axis=0)[1] or 1.0
    return [(line - points.min(axis=0)) / scale for line in lines]


def _kinds(purpose: str, count: int) -> NDArray[np.intp]:
    """Of each of `count` drawings the number of its kind."""
    if count < 0 or purpose not in MAKERS:
        raise DataError(f"Cannot make {count} drawings for {purpose}.")
    return np.resize(_turns(purpose), count)


def _groups(
    purpose: str, kinds: NDArray[np.intp], rng: np.random.Generator
) -> Iterator[tuple[NDArray[np.intp], Variants]]:
    """Drawings of these kinds: some places in `kinds`, and the drawings for them."""
    for number, make in enumerate(MAKERS[purpose].values()):
        places = np.flatnonzero(kinds == number)
        for start in range(0, len(places), _GROUP):
            group = places[start : start + _GROUP]
            yield group, make(len(group), rng)


def _turns(purpose: str) -> NDArray[np.intp]:
    """The numbers of the kinds, each as often as it comes in one round."""
    shares = [SHARES.get(name, 1) if purpose == "learning" else 1 for name in MAKERS[purpose]]
    return np.repeat(np.arange(len(shares)), shares)


def overlay(digits: Dataset, count: int, *, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Pairs of different digits on top of each other, moved by up to two pixels: uint8 (count,
    784).

    A 1 can vanish in another digit's stem, so it is left out. `digits` must hold at least two other
    digits.
    """
    usable = np.flatnonzero(digits.labels != 1)
    first, second = rng.choice(usable, count), rng.choice(usable, count)
    while (same := digits.labels[first] == digits.labels[second]).any():
        second[same] = rng.choice(usable, np.count_nonzero(same))
    above = digits.images[second].reshape(-1, 28, 28)
    for number, (rows, columns) in enumerate(rng.integers(-2, 3, (count, 2))):
        above[number] = np.roll(above[number], (rows, columns), axis=(0, 1))
    both: NDArray[np.uint8] = np.maximum(digits.images[first], above.reshape(-1, PIXELS))
    return both


def _one_of(forms: Sequence[Strokes], n: int, rng: np.random.Generator) -> Variants:
    return write_variants(forms[int(rng.integers(len(forms)))], n, rng)


def _freely(forms: Sequence[Strokes], n: int, rng: np.random.Generator) -> Variants:
    """Written with more freedom than digits: all corners at times, wider or narrower, turned."""
    strokes = forms[int(rng.integers(len(forms)))]
    if rng.random() < _CORNERED:
        strokes = tuple(tuple(point for point in line for _ in range(2)) for line in strokes)
    points, lengths = write_variants(strokes, n, rng)
    turn = _TURN_SPREAD * rng.standard_normal(n)
    cos, sin = np.cos(turn), np.sin(turn)
    rotation = np.stack([cos, -sin, sin, cos], axis=-1).reshape(n, 2, 2)
    return points * [np.exp(_STRETCH_SPREAD * rng.standard_normal()), 1] @ rotation, lengths


def _turn_or_mirror(forms: Sequence[Strokes], n: int, rng: np.random.Generator) -> Variants:
    """Seen in a mirror, or lying on a side."""
    points, lengths = _one_of(forms, n, rng)
    if rng.random() < 0.5:
        return points * [-1, 1], lengths
    return points[..., ::-1] * [rng.choice([-1, 1]), 1], lengths


def _together(parts: Sequence[Variants]) -> Variants:
    return (
        np.concatenate([points for points, _ in parts], axis=1),
        [length for _, lengths in parts for length in lengths],
    )


def _word(
    forms: Sequence[Strokes], letters: tuple[int, int], n: int, rng: np.random.Generator
) -> Variants:
    """From letters[0] to letters[1] forms side by side."""
    parts: list[Variants] = []
    right = np.zeros((n, 1))
    for _ in range(rng.integers(letters[0], letters[1] + 1)):
        points, lengths = _one_of(forms, n, rng)
        left = points[..., 0].min(axis=1, keepdims=True)
        points[..., 0] += right - left + rng.uniform(0.05, 0.3)
        right = points[..., 0].max(axis=1, keepdims=True)
        parts.append((points, lengths))
    return _together(parts)


def _on_top(forms: dict[int, list[Strokes]], n: int, rng: np.random.Generator) -> Variants:
    """Two different digits; a 1 is left out, as it can vanish in another digit's stem."""
    parts = []
    for digit in rng.choice([digit for digit in forms if digit != 1], 2, replace=False):
        points, lengths = _one_of(forms[int(digit)], n, rng)
        low, high = points.min(axis=1, keepdims=True), points.max(axis=1, keepdims=True)
        place = _APART * rng.standard_normal((n, 1, 2))
        parts.append(((points - (low + high) / 2) / (high - low).max() + place, lengths))
    return _together(parts)


def _pieces(forms: Sequence[Strokes], n: int, rng: np.random.Generator) -> Variants:
    """Strokes of several figures thrown together: signs of no script."""
    chosen = [int(rng.integers(len(forms))) for _ in range(rng.integers(2, 5))]
    strokes = tuple(
        tuple((x + dx, y + dy) for x, y in forms[i][int(rng.integers(len(forms[i])))])
        for i, (dx, dy) in zip(chosen, rng.uniform(-0.5, 0.5, (len(chosen), 2)), strict=True)
    )
    return write_variants(strokes, n, rng)


def _curve(points: Points) -> Points:
    """The smooth curves through points (n, k, 2)."""
    basis = curve_basis(tuple((float(i), 0.0) for i in range(points.shape[1])))
    curves: Points = basis @ points
    return curves


def _scribble(n: int, rng: np.random.Generator) -> Variants:
    """A pen that goes anywhere, many times."""
    places = rng.uniform(0, 1, (n, rng.integers(9, 30), 2)) * [rng.uniform(0.5, 1.6), 1]
    return distort(_curve(places), rng), [(places.shape[1] - 1) * 6 + 1]


def _doodle(n: int, rng: np.random.Generator) -> Variants:
    """One to three strokes, smooth or cornered, through a few places."""
    parts = []
    for _ in range(rng.integers(1, 4)):
        places = rng.uniform(0, 1, (n, rng.integers(5, 9), 2)) * [rng.uniform(0.5, 1.3), 1]
        line = _curve(places) if rng.random() < 0.6 else places
        parts.append((line, [line.shape[1]]))
    return _together(parts)


def _spiral(turns: tuple[float, float], n: int, rng: np.random.Generator) -> Variants:
    t = np.linspace(0.06, 1, 90)
    angle = 2 * np.pi * rng.uniform(*turns, (n, 1)) * t * rng.choice([-1, 1], (n, 1))
    angle += rng.uniform(0, 2 * np.pi, (n, 1))
    points = np.stack([t * np.cos(angle), t * np.sin(angle)], axis=-1) / 2
    return distort(points, rng), [90]


def _zigzag(teeth: tuple[int, int], n: int, rng: np.random.Generator) -> Variants:
    count = int(rng.integers(*teeth))
    along = np.arange(count) / count * rng.uniform(0.6, 2.0)
    across = (np.arange(count) % 2) * rng.uniform(0.3, 1.0)
    points = np.tile(np.stack([along, across], axis=-1), (n, 1, 1))
    points += 0.04 * rng.standard_normal(points.shape)
    if rng.random() < 0.3:
        points = points[..., ::-1]
    return distort(points, rng), [count]


def _hatching(n: int, rng: np.random.Generator) -> Variants:
    """To and fro over the same place, sloping, as one crosses something out."""
    count = int(rng.integers(9, 24))
    t = np.linspace(0, 1, count)
    across = np.where(np.arange(count) % 2, 1.0, 0.0) + 0.15 * rng.standard_normal((n, count))
    slope = rng.uniform(-1, 1, (n, 1))
    drift = t + 0.05 * rng.standard_normal((n, count))
    return distort(np.stack([drift + slope * across, across], axis=-1), rng), [count]


def _loops(n: int, rng: np.random.Generator) -> Variants:
    """Round and round: circles whose middle and size wander."""
    t = np.linspace(0, 1, 120)
    angle = 2 * np.pi * rng.uniform(3, 7, (n, 1)) * t
    size = 0.35 + _curve(rng.uniform(-0.2, 0.2, (n, 7, 1)))[:, :, 0][:, np.arange(120) * 36 // 119]
    x = size * np.cos(angle) + rng.uniform(0, 1.2, (n, 1)) * t
    y = size * np.sin(angle) + rng.uniform(-0.4, 0.4, (n, 1)) * t
    return distort(np.stack([x, y], axis=-1), rng), [120]


def _tangle(n: int, rng: np.random.Generator) -> Variants:
    """A walk that turns at random and bounces back from an edge."""
    steps = 80
    turning = np.cumsum(rng.normal(0, 0.5, (n, steps)), axis=1)
    heading = turning + rng.uniform(0, 2 * np.pi, (n, 1))
    path = np.cumsum(np.stack([np.cos(heading), np.sin(heading)], axis=-1), axis=1) / 9
    return distort(np.abs((path + 1) % 2 - 1), rng), [steps]


def _digit_forms(turn: int) -> dict[int, list[Strokes]]:
    """Every second form of each digit, from the first (0) or the second (1)."""
    return {
        digit: [form.strokes for form in FORMS if form.digit == digit][turn::2]
        for digit in range(CLASSES)
    }


def _makers(purpose: str) -> dict[str, Maker]:
    learning = purpose == "learning"
    figures, digits = (LEARNING, _digit_forms(0)) if learning else (JUDGING, _digit_forms(1))
    letters, signs = list(figures.letters.values()), list(figures.signs.values())
    # Turned by a quarter or mirrored, the others are digits again, or nearly so.
    turned = [strokes for digit in (2, 3, 4, 5, 7) for strokes in digits[digit]]
    every = [strokes for forms in digits.values() for strokes in forms]
    scribbles: dict[str, Maker] = (
        {
            "scribbles": _scribble,
            "doodles": _doodle,
            "spirals": partial(_spiral, (1.8, 3.0)),
            "zigzags": partial(_zigzag, (5, 10)),
        }
        if learning
        else {
            "crossings out": _hatching,
            "loops": _loops,
            "tangles": _tangle,
            "spirals": partial(_spiral, (2.6, 4.5)),
            "zigzags": partial(_zigzag, (6, 14)),
        }
    )
    return {
        "letters": partial(_freely if learning else _one_of, letters),
        "signs": partial(_freely if learning else _one_of, signs),
        "words": partial(_word, letters, (2, 5) if learning else (3, 4)),
        "numbers": partial(_word, every, (2, 4) if learning else (2, 3)),
        "two digits on top of each other": partial(_on_top, digits),
        "turned digits": partial(_turn_or_mirror, turned),
        **({"pieces": partial(_pieces, letters + signs)} if learning else {}),
        **scribbles,
    }


MAKERS: dict[str, dict[str, Maker]] = {
    purpose: _makers(purpose) for purpose in ("learning", "judging")
}
