"""The nearest digits of a data set, beside plain NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.data.nearest import CHUNK, NearestDigits
from core.errors import ShapeError


@pytest.fixture(scope="module")
def dataset():
    rng = np.random.default_rng(3)
    m = 2 * CHUNK + 300
    images = rng.integers(0, 256, (m, 784), dtype=np.uint8)
    return Dataset(images, rng.integers(0, 10, m, dtype=np.uint8))


def plain(dataset, image, count):
    distances = np.linalg.norm(dataset.images / 255 - image.T, axis=1)
    best = distances.argsort()[:count]
    return best.tolist(), distances[best]


def test_they_are_those_of_plain_numpy(dataset):
    rng = np.random.default_rng(4)
    search = NearestDigits(dataset)
    for _ in range(2):
        image = rng.random((784, 1)).astype(np.float32)
        *_, found = search.slices(image, 3)
        indices, distances = plain(dataset, image, 3)
        assert [each.index for each in found] == indices
        assert [each.distance for each in found] == pytest.approx(distances, rel=1e-4)
        assert [each.label for each in found] == dataset.labels[indices].tolist()


def test_each_slice_gives_the_nearest_so_far(dataset):
    image = np.full((784, 1), 0.5, np.float32)
    search = NearestDigits(dataset)
    steps = [found[0].distance for found in search.slices(image, 1)]
    assert len(steps) == 3
    assert steps == sorted(steps, reverse=True)
    again = [found[0].distance for found in search.slices(image, 1)]
    assert again == pytest.approx(steps)


def test_a_digit_of_the_set_finds_itself(dataset):
    *_, found = NearestDigits(dataset).slices(dataset.X(1234, 1235), 3)
    assert found[0].index == 1234
    assert found[0].distance == pytest.approx(0, abs=0.05)
    assert found[1].distance > 1


def test_a_small_set_gives_what_it_has(dataset):
    few = NearestDigits(dataset.take(np.arange(2)))
    *_, found = few.slices(np.zeros((784, 1), np.float32), 3)
    assert len(found) == 2


def test_another_shape_is_refused(dataset):
    with pytest.raises(ShapeError):
        next(NearestDigits(dataset).slices(np.zeros((28, 28), np.float32)))
