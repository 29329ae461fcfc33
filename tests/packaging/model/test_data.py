import json

import numpy as np
import pytest

from core.errors import DataError
from core.ink.strokes import Drawing
from model.data import (
    PENS,
    TEST_WRITERS,
    VALIDATION_WRITERS,
    read_writers,
    sources,
    thin_out,
)

WRITERS = 12
LEARNING = WRITERS - TEST_WRITERS - VALIDATION_WRITERS


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


def test_writers_are_dealt_into_three_parts_with_nobody_in_two(ink):
    sizes = [len(part) for part in (ink.train, ink.validation, ink.test)]
    assert sizes == [LEARNING * len(PENS), VALIDATION_WRITERS, TEST_WRITERS]
    assert len(set(ink.test_writers)) == TEST_WRITERS
    # A drawing is known by its image: PENS[1] is the pen of the other two parts.
    middle = ink.train.images[LEARNING : 2 * LEARNING]
    images = np.concatenate([middle, ink.validation.images, ink.test.images])
    assert len(np.unique(images, axis=0)) == WRITERS
    assert set(ink.train.labels) == {1}


def test_a_wider_pen_leaves_more_ink(ink):
    amounts = ink.train.images.reshape(len(PENS), LEARNING, -1).sum(axis=(1, 2), dtype=int)
    assert list(amounts) == sorted(set(amounts))


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
