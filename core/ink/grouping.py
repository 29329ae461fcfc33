"""Which parts of a number, strokes or blots, belong to one digit.

Parts that touch, or that stand above one another, are likely of one digit. Each pair of neighbours
has a score for that; the grouping with the greatest sum is the answer. It is found exactly, by
trying all groups of each part and its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.ink.layout import Layout

Group = tuple[int, ...]  # parts of one digit, by number
Judge = Callable[[Sequence[Group]], NDArray[np.float32]]
"""From m groups to how much each looks like one digit: (m,), from 0 to 1, or above for what is
known to be one."""

_SURE = 4.0  # pairs whose score is beyond this, either way, are decided at once
_MOST_TOGETHER = 4
_MOST_NEIGHBOURS = 7
_JUDGE_COUNTS = 3.0
_ALONE = 2.0  # most drawings are one digit


def group_parts(layout: Layout, judge: Judge | None = None) -> list[Group]:
    """The parts of each digit, the digits from left to right, line by line.

    The judge is asked where the layout alone leaves a doubt; without it, the likelier grouping is
    taken.
    """
    groups = [group for bits in _in_question(layout) for group in _best(bits, layout, judge)]
    return sorted(groups, key=layout.place)


def _in_question(layout: Layout) -> list[list[Group]]:
    """Groups in bunches: within a bunch it is open which bits make one digit, across it is not."""
    bits = _connect(range(len(layout.low)), layout.score > _SURE)
    score = _between(bits, layout)
    return [[bits[i] for i in bunch] for bunch in _connect(range(len(bits)), score > -_SURE)]


def _connect(items: Sequence[int], linked: NDArray[np.bool_]) -> list[Group]:
    """Items that are linked, one with another or over others, together."""
    left = set(items)
    found = []
    while left:
        todo = [left.pop()]
        group = []
        while todo:
            item = todo.pop()
            group.append(item)
            near = left.intersection(np.flatnonzero(linked[item]).tolist())
            left -= near
            todo += near
        found.append(tuple(sorted(group)))
    return sorted(found)


def _between(bits: Sequence[Group], layout: Layout) -> NDArray[np.float64]:
    """(n, n): how much speaks for each two bits being of one digit: what their closest say."""
    n = len(bits)
    score = np.zeros((n, n))
    for i, j in combinations(range(n), 2):
        score[i, j] = score[j, i] = layout.score[np.ix_(bits[i], bits[j])].max()
    return score


def _best(
    bits: list[Group],
    layout: Layout,
    judge: Judge | None,
) -> list[Group]:
    """The grouping of a bunch that scores best."""
    if len(bits) == 1:
        return [bits[0]]
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
    if judge is not None:
        for candidate, share in zip(candidates, judge(list(groups.values())), strict=True):
            values[candidate] += _JUDGE_COUNTS * np.log(max(float(share), 1e-3))
    return [groups[candidate] for candidate in _cover(len(bits), values)]


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
                if size == 0 or len(_connect(group, linked)) == 1:
                    found.append(group)
    return found


def _cover(count: int, values: dict[Group, float]) -> list[Group]:
    """The candidates that hold each of `count` bits once, with the greatest sum of values."""
    beginning: dict[int, list[tuple[int, Group]]] = {i: [] for i in range(count)}
    for candidate in values:
        beginning[candidate[0]].append((sum(1 << i for i in candidate), candidate))

    @cache
    def best(left: int) -> tuple[float, tuple[Group, ...]]:
        if not left:
            return 0.0, ()
        first = (left & -left).bit_length() - 1
        answers = []
        for mask, candidate in beginning[first]:
            if mask & left == mask:
                value, rest = best(left & ~mask)
                answers.append((value + values[candidate], (candidate, *rest)))
        return max(answers, key=lambda answer: answer[0])

    return list(best((1 << count) - 1)[1])
