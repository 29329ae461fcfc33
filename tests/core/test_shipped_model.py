import json

import numpy as np
import pytest

from core.errors import DataError
from core.evaluation import Evaluation
from core.network import Network
from core.shipped_model import (
    INK_TEST,
    MNIST_TEST,
    PENS,
    RECIPE,
    TEST_WRITERS,
    VALIDATION_WRITERS,
    model_card,
    read_writers,
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


def test_the_card_says_what_was_measured(ink):
    figures = {
        MNIST_TEST: Evaluation(0.25, np.diag(np.arange(11, 21))),
        INK_TEST: Evaluation(0.5, np.eye(10, dtype=np.int64)[::-1]),
    }
    network = Network((784, 3, 10), rng=np.random.default_rng(0))
    facts = {"examples": 1234, "recipe": RECIPE.to_toml()}
    card = model_card(network.snapshot("card", facts), figures, ink)
    for part in (
        "784-3-10",
        "1,234 images",
        f"| {MNIST_TEST} | 155 | 100.00% | 0.2500 |",
        f"| {INK_TEST} | 10 | 0.00% | 0.5000 |",
        f"writers {', '.join(map(str, ink.test_writers))}:",
        "| **9** | " + "· | " * 9 + "20 |",
        RECIPE.to_toml().strip(),
    ):
        assert part in card
