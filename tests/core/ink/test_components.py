"""Connected components beside a flood fill that takes one pixel after the other."""

from __future__ import annotations

import numpy as np
import pytest

from core.ink.components import components


def flooded(mask):
    labels = np.zeros(mask.shape, np.int32)
    count = 0
    for start in zip(*np.nonzero(mask), strict=True):
        if labels[start]:
            continue
        count += 1
        labels[start] = count
        todo = [start]
        while todo:
            row, column = todo.pop()
            for y in range(max(row - 1, 0), min(row + 2, mask.shape[0])):
                for x in range(max(column - 1, 0), min(column + 2, mask.shape[1])):
                    if mask[y, x] and not labels[y, x]:
                        labels[y, x] = count
                        todo.append((y, x))
    return labels


@pytest.mark.parametrize("share", [0, 0.05, 0.2, 0.4, 0.6, 0.9, 1])
@pytest.mark.parametrize("shape", [(30, 41), (1, 50), (50, 1), (7, 7)])
def test_the_same_as_a_flood(share, shape):
    mask = np.random.default_rng(0).random(shape) < share
    found = components(mask)
    labels = flooded(mask)
    np.testing.assert_array_equal(found.labels, labels)
    assert len(found) == labels.max(initial=0)
    for number, (box, area) in enumerate(zip(found.boxes, found.areas, strict=True), 1):
        y, x = np.nonzero(labels == number)
        assert box.tolist() == [x.min(), y.min(), x.max() + 1, y.max() + 1]
        assert area == len(y)


def test_a_long_snake_is_one():
    mask = np.zeros((41, 60), bool)
    mask[::2] = True
    mask[1::4, -1] = True
    mask[3::4, 0] = True
    assert len(components(mask)) == 1
