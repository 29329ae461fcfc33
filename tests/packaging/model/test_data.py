import json

import numpy as np
import pytest

from core.data.dataset import Split
from core.data.starter import starter_digits
from core.errors import DataError
from core.ink.strokes import Drawing
from model.data import (
    FOLDS,
    PENS,
    Sources,
    four_line_zeros,
    read_writers,
    sources,
    starter_drawings,
    thin_out,
)

WRITERS = 12


def ink_file(tmp_path, lines):
    path = tmp_path / "ink.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


@pytest.fixture
def ink(tmp_path):
    """Each of the writers draws a slanted line, more slanted the higher the number, as a 1."""
    lines = [
        {"strokes": [[[0, 0], [3 * writer, 90]]], "digit": 1, "writer": writer}
        for writer in range(WRITERS)
    ]
    without = [{"strokes": [[[0, 0], [5, 5]]], "digit": 1}, {"strokes": [[[0, 0]]], "writer": 3}]
    return read_writers(ink_file(tmp_path, lines + without))


def test_everybody_is_left_out_once(ink):
    nothing = starter_digits(0, rng=np.random.default_rng(0))
    split = Split("none", nothing, nothing, nothing)
    folds = Sources(split, ink, nothing, nothing).folds()
    assert len(folds) == FOLDS
    left_out = [writer for _, unseen in folds for writer in unseen.writers]
    assert sorted(left_out) == list(range(WRITERS))
    for known, unseen in folds:
        assert not set(known.ink.writers) & set(unseen.writers)
        assert len(known.ink) + len(unseen) == WRITERS


def test_what_somebody_drew(ink):
    chosen = ink.of(np.array([3, 5]))
    assert [drawing.strokes[0].points[1, 0] for drawing in chosen.drawings] == [9, 15]
    assert chosen.writers.tolist() == [3, 5]
    assert chosen.digits.tolist() == [1, 1]


def test_a_wider_pen_leaves_more_ink(ink):
    images = ink.images(PENS)
    assert images.labels.tolist() == [1] * WRITERS * len(PENS)
    amounts = images.images.reshape(len(PENS), WRITERS, -1).sum(axis=(1, 2), dtype=int)
    assert list(amounts) == sorted(set(amounts))


def test_starter_drawings_are_of_each_digit_and_the_seed_decides():
    made, again = (starter_drawings(203, rng=np.random.default_rng(1)) for _ in range(2))
    assert np.bincount(made.digits).tolist() == [21, 21, 21, *[20] * 7]
    for one, other in zip(made.drawings, again.drawings, strict=True):
        assert one.to_lists() == other.to_lists()
    assert any(len(drawing.strokes) > 1 for drawing in made.drawings)


def test_zeros_of_four_lines_are_upright_and_straight():
    made = four_line_zeros(60, rng=np.random.default_rng(0))
    assert not made.digits.any()
    assert {len(drawing.strokes) for drawing in made.drawings} == {1, 4}
    for drawing in made.drawings:
        points = np.concatenate([stroke.points for stroke in drawing.strokes])
        width, height = np.ptp(points, axis=0)
        assert width < height
        assert len(points) in (5, 8)


def test_ink_without_writers_is_refused(tmp_path):
    path = ink_file(tmp_path, [{"strokes": [[[0, 0], [5, 5]]], "digit": 1}])
    with pytest.raises(DataError, match="no drawing with a digit and a writer"):
        read_writers(path)


def test_a_fast_pen_leaves_few_points_and_the_last():
    points = [[float(i), 0.0] for i in range(10)]
    drawing = Drawing.from_lists([points, points[:2], points[:1]])
    kept = [stroke.points[:, 0].tolist() for stroke in thin_out(drawing, 4).strokes]
    assert kept == [[0, 4, 8, 9], [0, 1], [0]]
    assert thin_out(drawing, 1).to_lists() == drawing.to_lists()


def test_data_that_are_not_there_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("DIGIT_LAB_MNIST", str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match="Set DIGIT_LAB_MNIST"):
        sources()
