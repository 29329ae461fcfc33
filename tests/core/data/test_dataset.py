import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.dataset import Dataset, stratified_split
from core.errors import DataError


def bytes_of(m):
    return np.random.default_rng(m).integers(0, 256, (m, 784)).astype(np.uint8)


def some_labels(m):
    return (np.arange(m) % 10).astype(np.uint8)


def test_X_has_examples_as_columns_from_0_to_1():
    data = Dataset(bytes_of(12), some_labels(12))
    X = data.X(3, 8)
    assert X.shape == (784, 5)
    assert X.dtype == np.float32
    np.testing.assert_allclose(X, data.images[3:8].T / 255, rtol=1e-6)
    np.testing.assert_array_equal(data.X()[:, 3:8], X)
    full = Dataset(np.full((1, 784), 255, np.uint8), some_labels(1))
    assert full.X().max() == 1


def test_take_copies_in_the_order_asked_for():
    data = Dataset(bytes_of(12), some_labels(12))
    part = data.take(np.array([7, 2]))
    assert len(part) == 2
    assert part.labels.tolist() == [7, 2]
    np.testing.assert_array_equal(part.images[0], data.images[7])
    assert not np.shares_memory(part.images, data.images)


def test_an_empty_data_set_is_one():
    assert len(Dataset(bytes_of(0), some_labels(0))) == 0


@pytest.mark.parametrize(
    ("images", "labels", "reason"),
    [
        (bytes_of(3) / 255, some_labels(3), "must be bytes of shape"),
        (bytes_of(3)[:, :783], some_labels(3), r"these are uint8 of shape \(3, 783\)"),
        (bytes_of(3).reshape(3, 28, 28), some_labels(3), r"of shape \(3, 28, 28\)"),
        (bytes_of(3), some_labels(4), "There are 3 images but labels of shape"),
        (bytes_of(3), some_labels(3).astype(int), "Each image needs one label"),
        (bytes_of(3), np.array([0, 10, 2], np.uint8), "A label is 10; labels must be 0 to 9"),
    ],
)
def test_what_does_not_fit_is_refused(images, labels, reason):
    with pytest.raises(DataError, match=reason):
        Dataset(images, labels)


@given(st.lists(st.integers(0, 9), max_size=200), st.data())
def test_a_split_is_whole_stratified_and_exact(digits, data):
    labels = np.array(digits, np.uint8)
    m = len(labels)
    held_out = data.draw(st.integers(0, m))
    kept, out = stratified_split(labels, held_out, np.random.default_rng(0))
    assert len(out) == held_out
    assert sorted([*kept, *out]) == list(range(m))
    for digit in range(10):
        share = held_out / max(m, 1) * np.sum(labels == digit)
        assert abs(np.sum(labels[out] == digit) - share) < 1


def test_a_split_is_shuffled_and_seeded():
    labels = some_labels(500)
    first, again, other = (
        stratified_split(labels, 100, np.random.default_rng(seed)) for seed in (0, 0, 1)
    )
    assert [part.tolist() for part in first] == [part.tolist() for part in again]
    assert set(first[1]) != set(other[1])
    assert first[0].tolist() != sorted(first[0])


@pytest.mark.parametrize("held_out", [-1, 4])
def test_more_than_there_is_cannot_be_held_out(held_out):
    with pytest.raises(DataError, match=f"Cannot hold out {held_out} of 3 examples"):
        stratified_split(some_labels(3), held_out, np.random.default_rng(0))
