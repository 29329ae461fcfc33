"""Batches, above all those that a thread gathers and distorts ahead of time."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data import batches as module
from core.data.augmentation import Augmentation
from core.data.batches import Batches, epoch_size
from core.data.dataset import PIXELS, Dataset

BLOCK = 8
KINDS = st.sampled_from(["none", "affine", "pen", "elastic"])


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch):
    monkeypatch.setattr(module, "_BLOCK", BLOCK)


def data_of(count: int) -> Dataset:
    rng = np.random.default_rng(count)
    images = rng.integers(0, 256, (count, PIXELS), np.uint8)
    return Dataset(images, np.arange(count, dtype=np.uint8) % 10)


def made(data: Dataset, size: int, kind: str, hardest: float = 1.0) -> Batches:
    shuffling, distorting = np.random.default_rng(3).spawn(2)
    batches = Batches(data, shuffling=shuffling, distorting=distorting, hardest=hardest)
    batches.cut(np.empty((size, PIXELS), np.float32), kind)
    return batches


def taken(batches: Batches, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    return [(X.copy(), labels.copy()) for X, labels in (batches.take() for _ in range(count))]


def one_epoch(data: Dataset, size: int, kind: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """What an epoch's batches are, made here one block after the other."""
    shuffling, distorting = np.random.default_rng(3).spawn(2)
    order = shuffling.permutation(len(data))
    found = []
    augmentation = None if kind == "none" else Augmentation(kind, rng=distorting)
    block = size * max(1, BLOCK // size)
    for start in range(0, len(data), block):
        chosen = order[start : start + block]
        images = data.images[chosen]
        if augmentation:
            images = augmentation(images, np.empty_like(images))
        for at in range(0, len(chosen), size):
            X = images[at : at + size].astype(np.float32) * np.float32(1 / 255)
            found.append((X.T, data.labels[chosen[at : at + size]]))
    return found


def same(one, other) -> bool:
    return len(one) == len(other) and all(
        np.array_equal(X, X2) and np.array_equal(y, y2)
        for (X, y), (X2, y2) in zip(one, other, strict=True)
    )


@given(st.integers(1, 50), st.integers(1, 12), KINDS)
def test_they_are_as_if_each_block_was_made_when_it_is_needed(count, size, kind):
    data = data_of(count)
    expected = one_epoch(data, size, kind)
    assert same(taken(made(data, size, kind), len(expected)), expected)


@given(st.integers(2, 40), st.integers(1, 7), KINDS, st.integers(0, 60))
def test_they_go_on_from_any_place(count, size, kind, before):
    """That others were made ahead at either place changes nothing."""
    data = data_of(count)
    one, other = made(data, size, kind), made(data, size, kind)
    taken(one, before)
    taken(other, 5)
    other.go_to(one.place)
    assert one.place == other.place
    assert same(taken(one, 12), taken(other, 12))


@given(st.integers(20, 60), st.integers(1, 5), st.integers(1, 12), KINDS, KINDS)
def test_what_was_made_ahead_is_forgotten_by_another_cut(count, size, before, first, second):
    """The bits are those of a run that never made any ahead."""
    data = data_of(count)
    one, straight = made(data, size, first), made(data, size, first)
    taken(one, before)
    taken(straight, before)
    straight._forget_ahead()
    assert one.place == straight.place
    for each in (one, straight):
        each.cut(np.empty((3, PIXELS), np.float32), second)
    assert same(taken(one, 15), taken(straight, 15))


def numbered_data(count: int) -> Dataset:
    """Each image tells its own number, in its first two pixels."""
    images = np.zeros((count, PIXELS), np.uint8)
    images[:, 0], images[:, 1] = np.divmod(np.arange(count), 256)
    return Dataset(images, np.zeros(count, np.uint8))


def numbers_of(X: np.ndarray) -> list[int]:
    high, low = np.round(X[:2] * 255).astype(int)
    return (256 * high + low).tolist()


def an_epoch(batches: Batches, sureness: np.ndarray) -> list[int]:
    """Whom its examples are, in order, when the network is so sure of each."""
    order: list[int] = []
    while batches.taken or not order:
        X, _ = batches.take()
        order += numbers_of(X)
        batches.saw(sureness[numbers_of(X)])
    return order


@given(st.integers(1, 40), st.integers(1, 9), st.floats(0.02, 0.999), st.integers(0, 2**32 - 1))
def test_an_epoch_takes_the_hardest_by_what_was_seen_last(count, size, hardest, seed):
    batches = made(numbered_data(count), size, "none", hardest)
    rng = np.random.default_rng(seed)
    known = rng.integers(0, 5, count).astype(np.float32) / 5  # many alike
    assert sorted(an_epoch(batches, known)) == list(range(count))
    for _ in range(3):
        now = rng.random(count).astype(np.float32)
        taken = an_epoch(batches, now)
        assert len(taken) == len(set(taken)) == epoch_size(count, hardest, 2)
        assert sorted(taken) == sorted(np.argsort(known, kind="stable")[: len(taken)])
        known[taken] = now[taken]


def test_the_hardest_come_in_another_order_each_time():
    batches = made(numbered_data(60), 7, "none", 0.5)
    sureness = np.linspace(0, 1, 60, dtype=np.float32)
    orders = [an_epoch(batches, sureness) for _ in range(3)][1:]
    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1]) == list(range(30))


@pytest.mark.parametrize(
    ("examples", "hardest", "size"),
    [(400, 0.3, 120), (7, 0.5, 4), (9, 1, 9), (55_000, 0.07, 3850), (100, 1e-6, 1)],
)
def test_the_size_of_an_epoch(examples, hardest, size):
    assert epoch_size(examples, hardest, 1) == examples
    assert epoch_size(examples, hardest, 2) == epoch_size(examples, hardest, 5) == size


@given(st.integers(2, 30), st.integers(1, 7), st.floats(0.1, 1.0), st.integers(0, 40))
def test_the_hardest_go_on_from_any_place(count, size, hardest, before):
    data, sure = numbered_data(count), np.random.default_rng(count).random((99, count), np.float32)
    one, other = (made(data, size, "affine", hardest) for _ in range(2))

    def go(batches: Batches, first: int, steps: int) -> list[tuple[np.ndarray, np.ndarray]]:
        found = []
        for step in range(first, first + steps):
            X, labels = batches.take()
            found.append((X.copy(), labels.copy()))
            if hardest < 1:
                batches.saw(sure[step, : len(labels)])
        return found

    go(one, 0, before)
    for to, each in zip(other.memory, one.memory, strict=True):
        to[...] = each
    other.go_to(one.place)
    assert one.place == other.place
    assert same(go(one, before, 20), go(other, before, 20))


@pytest.mark.parametrize(
    ("size", "hardest", "expected"),
    [
        (4, 0.5, [False, False, True, False, True, False, True]),
        (4, 0.3, [False, False, True, False, False]),  # later epochs are one batch
        (10, 0.5, [False, False, False]),
        (5, 1.0, [False, False, False]),
    ],
)
def test_whether_the_next_batch_is_shorter_than_the_others_of_its_epoch(size, hardest, expected):
    batches, short = made(numbered_data(10), size, "none", hardest), []
    for _ in expected:
        short.append(batches.next_is_short)
        X, _ = batches.take()
        if hardest < 1:
            batches.saw(np.zeros(X.shape[1]))
    assert short == expected


def threads_of_blocks(monkeypatch, fails_at: int = 0) -> list[str]:
    """Filled, from now on, with the name of the thread that each block is made by."""
    real, names = Batches._made, []

    def made_by(*arguments):
        names.append(threading.current_thread().name)
        if len(names) == fails_at:
            raise MemoryError
        return real(*arguments)

    monkeypatch.setattr(Batches, "_made", made_by)
    return names


@pytest.mark.parametrize("kind", ["none", "affine"])
def test_all_blocks_of_an_epoch_but_the_first_are_made_ahead(kind, monkeypatch):
    names = threads_of_blocks(monkeypatch)
    taken(made(data_of(4 * BLOCK), 4, kind), 8)
    assert names == [threading.current_thread().name, "ahead", "ahead", "ahead"]


def test_without_room_for_a_thread_they_are_made_all_the_same(monkeypatch):
    def start(self):
        raise RuntimeError("can't start new thread")

    data = data_of(3 * BLOCK)
    expected = one_epoch(data, 4, "elastic")
    monkeypatch.setattr(threading.Thread, "start", start)
    assert same(taken(made(data, 4, "elastic"), len(expected)), expected)


def test_an_error_comes_when_its_block_is_needed(monkeypatch):
    threads_of_blocks(monkeypatch, fails_at=2)
    batches = made(data_of(3 * BLOCK), BLOCK, "elastic")
    batches.take()
    with pytest.raises(MemoryError):
        batches.take()
