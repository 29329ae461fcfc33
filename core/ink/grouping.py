"""Which parts of a number, strokes or blots, belong to one digit.

Parts that touch, or that stand above one another, are likely of one digit. Each pair of neighbours
has a score for that; the grouping with the greatest sum is the answer. It is found by trying the
groups of each part and its neighbours. Of a number as people write it all are tried; of a tangle
only the best, so that the work grows with the number of parts and not faster.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import nsmallest
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never, stop_if
from core.errors import DataError
from core.ink.joining import connected
from core.ink.layout import Layout

Group = tuple[int, ...]  # parts of one digit, by number
Judge = Callable[[Sequence[Group]], NDArray[np.float32]]
"""From m groups to how much each looks like one digit: (m,), from 0 to 1, or above for what is
known to be one."""
_Way = tuple[float, list[Group]]  # what it loses, and the candidates that it covers bits with

MOST_DIGITS = 12
_SURE = 4.0  # pairs whose score is beyond this, either way, are decided at once
_MOST_TOGETHER = 4
_MOST_NEIGHBOURS = 7
_JUDGE_COUNTS = 3.0
_ALONE = 2.0  # most drawings are one digit
_JUDGED = 16  # groups of a bit that the judge is asked about, on average at most
_COVERS = 400  # ways to group the bits so far that are followed


def too_many_digits(count: int | None = None) -> DataError:
    """What to say of more than MOST_DIGITS digits. count: how many, where that is known."""
    looks = f"{count:,}" if count else f"more than {MOST_DIGITS}"
    return DataError(f"This looks like {looks} digits. At most {MOST_DIGITS} can be read at once.")


def group_parts(
    layout: Layout, judge: Judge | None = None, cancelled: IsCancelled = never
) -> list[Group]:
    """The parts of each digit, the digits from left to right, line by line.

    The judge is asked where the layout alone leaves a doubt; without it, the likelier grouping is
    taken. Raises DataError for more than MOST_DIGITS digits, and Cancelled.
    """
    bunches = _in_question(layout)
    if sum(-(-len(bits) // _MOST_TOGETHER) for bits in bunches) > MOST_DIGITS:
        raise too_many_digits(len(bunches) if all(len(bits) == 1 for bits in bunches) else None)
    groups = [group for bits in bunches for group in _best(bits, layout, judge, cancelled)]
    if len(groups) > MOST_DIGITS:
        raise too_many_digits(len(groups))
    return sorted(groups, key=layout.place)


def _in_question(layout: Layout) -> list[list[Group]]:
    """Groups in bunches: within a bunch it is open which bits make one digit, across it is not."""
    bits = connected(range(len(layout.low)), layout.score > _SURE)
    score = _between(bits, layout)
    return [[bits[i] for i in bunch] for bunch in connected(range(len(bits)), score > -_SURE)]


def _between(bits: Sequence[Group], layout: Layout) -> NDArray[np.float64]:
    """(n, n): how much speaks for each two bits being of one digit: what their closest say."""
    order = [part for bit in bits for part in bit]
    starts = np.cumsum([0, *(len(bit) for bit in bits[:-1])])
    rows = np.maximum.reduceat(layout.score[np.ix_(order, order)], starts, axis=0)
    score: NDArray[np.float64] = np.maximum.reduceat(rows, starts, axis=1)
    np.fill_diagonal(score, 0.0)
    return score


def _best(
    bits: list[Group],
    layout: Layout,
    judge: Judge | None,
    cancelled: IsCancelled,
) -> list[Group]:
    """The grouping of a bunch that scores best."""
    if len(bits) == 1:
        return [bits[0]]
    stop_if(cancelled)
    bits = sorted(bits, key=layout.middle)
    score = _between(bits, layout)
    candidates = _candidates(score)
    groups = {
        candidate: tuple(sorted(part for i in candidate for part in bits[i]))
        for candidate in candidates
    }
    values = {
        candidate: sum(max(score[i, j], -_SURE) for i, j in combinations(candidate, 2))
        + layout.likely(groups[candidate])
        + (_ALONE if layout.is_all(groups[candidate]) else 0.0)
        for candidate in candidates
    }
    values = _likeliest(len(bits), values)
    if judge is not None:
        shares = judge([groups[candidate] for candidate in values])
        for candidate, share in zip(values, shares, strict=True):
            values[candidate] += _JUDGE_COUNTS * np.log(max(float(share), 1e-3))
    return [groups[candidate] for candidate in _cover(len(bits), values, cancelled)]


def _candidates(score: NDArray[np.float64]) -> list[Group]:
    """Each bit alone, and with up to _MOST_TOGETHER - 1 later ones that hang together with it."""
    linked = score > -_SURE
    found: list[Group] = []
    for i in range(len(score)):
        later = np.arange(i + 1, len(score))
        near = later[np.argsort(-score[i, later], kind="stable")][:_MOST_NEIGHBOURS]
        for size in range(_MOST_TOGETHER):
            for others in combinations(near.tolist(), size):
                group = tuple(sorted((i, *others)))
                if size == 0 or len(connected(group, linked)) == 1:
                    found.append(group)
    return found


def _likeliest(count: int, values: dict[Group, float]) -> dict[Group, float]:
    """The candidates that are worth the judge's time: each of `count` bits alone, and of the others
    those that lose least."""
    together = [candidate for candidate in values if len(candidate) > 1]
    losses = _losses(count, values)
    best = sorted(together, key=lambda candidate: losses[candidate])[: (_JUDGED - 1) * count]
    kept = set(best)
    return {each: value for each, value in values.items() if len(each) == 1 or each in kept}


def _losses(count: int, values: dict[Group, float]) -> dict[Group, float]:
    """What each candidate is worth less than its bits could be: 0 or more. A bit could be worth
    what the best candidate that holds it gives to each of its bits."""
    most = np.full(count, -np.inf)
    for candidate, value in values.items():
        for i in candidate:
            most[i] = max(most[i], value / len(candidate))
    return {each: float(most[list(each)].sum()) - value for each, value in values.items()}


def _cover(count: int, values: dict[Group, float], cancelled: IsCancelled = never) -> list[Group]:
    """The candidates that hold each of `count` bits once, with the greatest sum of values.

    Bit by bit, each way to cover the bits so far is followed by each candidate that begins with the
    next one. Of ways that cover the same bits the best is kept, and of all no more than _COVERS.
    """
    losses = _losses(count, values)
    beginning: list[list[tuple[int, Group]]] = [[] for _ in range(count)]
    for candidate in values:
        beginning[candidate[0]].append((sum(1 << i for i in candidate), candidate))
    ways: dict[int, _Way] = {0: (0.0, [])}  # by the bits that are covered: 1 << i for bit i
    for i in range(count):
        stop_if(cancelled)
        longer: dict[int, _Way] = {}
        for covered, (lost, groups) in ways.items():
            if covered >> i & 1:
                _keep(longer, covered, (lost, groups))
                continue
            for mask, candidate in beginning[i]:
                if not covered & mask:
                    _keep(longer, covered | mask, (lost + losses[candidate], [*groups, candidate]))
        ways = dict(nsmallest(_COVERS, longer.items(), key=lambda item: item[1][0]))
    return ways[(1 << count) - 1][1]


def _keep(ways: dict[int, _Way], covered: int, way: _Way) -> None:
    """Where it is the best so far that covers these bits."""
    if covered not in ways or way[0] < ways[covered][0]:
        ways[covered] = way
