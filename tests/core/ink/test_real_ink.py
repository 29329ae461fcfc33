"""Real ink, treated as people treat it, is read by the shipped network all the same.

The shipped networks learned from these writers, too; how well they read others, the folds of
`make model` tell (resources/model/README.md).
"""

from __future__ import annotations

import numpy as np
import pytest

from core.files import model_file
from core.ink.digit_image import render
from core.ink.pen import WIDTH, PackedInk
from core.reading.reading import read_many
from model.data import thin_out
from tests.core.ink.numbers import moved, some_writers

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def written(ink_file):
    return [each for writer in some_writers(ink_file) for each in writer]


def share_read(written, change=lambda drawing: drawing, width=WIDTH):
    images = render(PackedInk.of([change(drawing) for drawing, _ in written]), width).T
    read = np.array([each.digit for each in read_many(model_file.shipped(), images)])
    return float((read == [digit for _, digit in written]).mean())


def turned(degrees):
    turn = np.deg2rad(degrees)
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return lambda drawing: moved(drawing, lambda points: points @ matrix)


@pytest.mark.parametrize(
    ("degrees", "least"),
    [(-15, 0.95), (-8, 0.98), (0, 0.985), (8, 0.98), (15, 0.95)],
)
def test_turned(written, degrees, least):
    assert share_read(written, turned(degrees)) >= least


@pytest.mark.parametrize("scale", [0.001, 1000.0])
def test_any_size_and_place(written, scale):
    """Read as well as it was where it lay: the image is the same but for rounding."""
    far = share_read(
        written, lambda drawing: moved(drawing, lambda p: p * scale + [-300 * scale, 5000 * scale])
    )
    assert far == pytest.approx(share_read(written), abs=0.003)


@pytest.mark.parametrize(("times", "least"), [(0.6, 0.96), (0.8, 0.98), (1.3, 0.98), (1.7, 0.95)])
def test_thin_and_thick_pens(written, times, least):
    assert share_read(written, width=WIDTH * times) >= least


@pytest.mark.parametrize(("every", "least"), [(2, 0.98), (4, 0.97), (8, 0.85)])
def test_fast_strokes_with_few_points(written, every, least):
    assert share_read(written, lambda drawing: thin_out(drawing, every)) >= least


@pytest.mark.parametrize("tremor", [0.01, 0.02])
def test_an_unsteady_hand(written, tremor):
    rng = np.random.default_rng(0)

    def shaken(drawing):
        size = np.ptp(np.concatenate([stroke.points for stroke in drawing.strokes]), axis=0).max()
        return moved(drawing, lambda p: p + rng.normal(0, tremor * size, p.shape))

    assert share_read(written, shaken) >= 0.97
