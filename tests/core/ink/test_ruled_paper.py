"""Lines of ruled and squared paper go; ink stays, where it crosses them as well."""

from __future__ import annotations

import numpy as np
import pytest

from core.ink.ruled_paper import without_ruled_lines


def ink():
    """A ring, thick as a pen."""
    y, x = np.mgrid[:200, :300]
    distance = np.hypot(x - 150, y - 100)
    return (distance > 52) & (distance < 60)


def ruled(slope, squares):
    y, x = np.mgrid[:200, :300]
    lines = np.rint(y - slope * x) % 25 == 3
    return lines | (np.rint(x + slope * y) % 25 == 7) if squares else lines


@pytest.mark.parametrize("squares", [False, True])
@pytest.mark.parametrize("slope", [0.0, 0.02, -0.05])
def test_lines_go_and_ink_stays(slope, squares):
    kept = without_ruled_lines(ink() | ruled(slope, squares))
    assert (kept & ink()).sum() > 0.97 * ink().sum()
    paper = ~ink()
    assert (kept & paper).sum() < 0.06 * (ruled(slope, squares) & paper).sum()


def test_without_lines_nothing_changes():
    np.testing.assert_array_equal(without_ruled_lines(ink()), ink())


def test_a_picture_of_one_line_keeps_it():
    mask = np.zeros((60, 90), bool)
    mask[29:32] = True
    np.testing.assert_array_equal(without_ruled_lines(mask), mask)


def test_a_thick_bar_across_is_ink():
    mask = np.zeros((100, 100), bool)
    mask[10:22] = True
    mask[10:95, 60:72] = True
    np.testing.assert_array_equal(without_ruled_lines(mask), mask)
