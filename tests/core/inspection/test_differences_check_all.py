"""Whole arrays: what a check finds, and how check_all shares out its time."""

import math
import time
from itertools import count

import numpy as np
import pytest

from core.inspection import differences as module
from core.inspection.differences import SLICE, check_all, check_gradients
from core.inspection.gradient_check import FLOOR, TOLERANCE
from core.inspection.walk import walk
from core.network import activations
from tests.core.inspection.small import (
    HIDDEN,
    default_walk,
    gradients,
    network,
    rng,
    small_walk,
    with_array,
)


def wall():
    """A clock that ticks a millisecond each time it is looked at."""
    ticks = count()
    return lambda: next(ticks) / 1000


@pytest.mark.parametrize("activation", HIDDEN)
def test_right_gradients_pass_whole(activation):
    of = small_walk(4, activation)
    checks = check_gradients(of, rng=rng())
    assert [each.name for each in checks] == gradients(of)
    assert [each.entries for each in checks] == [of[each.name].size for each in checks]
    assert all(each.checked + each.kinks == each.entries for each in checks)
    assert max(each.relative_error for each in checks) < TOLERANCE


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_a_confident_mistake_is_no_wrong_gradient(activation):
    """The loss is large, and its rounding with it."""
    made = network((12, 9, 7, 5), activation)
    made.weights[2] *= 40
    X = rng().standard_normal((12, 6))
    of = walk(made.snapshot(), X, made.predict(X.astype(np.float32)).argmin(axis=0))
    assert of.loss > 20
    assert max(each.relative_error for each in check_gradients(of, rng=rng())) < TOLERANCE


@pytest.mark.parametrize(
    ("planted", "reached"),
    [
        ("dZ3", {"dZ3"}),
        ("dH2", {"dH2"}),
        ("dW2", {"dW2"}),
        ("db1", {"db1"}),
        ("dX", {"dX"}),
    ],
)
def test_a_wrong_array_is_found(planted, reached):
    """One part in ten thousand."""
    of = with_array(small_walk(3), planted, lambda array: array.__imul__(1.0001))
    found = {
        each.name for each in check_gradients(of, rng=rng()) if each.relative_error > 10 * TOLERANCE
    }
    assert found == reached


@pytest.mark.parametrize("activation", HIDDEN)
def test_a_wrong_derivative_is_found_in_all_that_follows(activation, monkeypatch):
    row = activations.ACTIVATIONS[activation]

    def wrong(dH, memory, **rest):
        return row.backward(dH, memory, **rest) * 1.0001

    monkeypatch.setitem(
        activations.ACTIVATIONS, activation, activations.Activation(row.forward, wrong)
    )
    checks = {each.name: each for each in check_gradients(small_walk(3, activation), rng=rng())}
    for name in ("dZ2", "dW2", "db2", "dH1", "dZ1", "dW1", "db1", "dX"):
        assert checks[name].relative_error > 10 * TOLERANCE, name
    for name in ("dZ3", "dW3", "db3", "dH2"):
        assert checks[name].relative_error < TOLERANCE, name


@pytest.mark.parametrize("name", ["dW2", "db2", "dZ1", "dH1", "dX"])
def test_the_worst_entry_is_named(name):
    index = (2, 0)
    of = small_walk(3)
    right = of[name][index]

    def plant(array):
        array[3, 0] += 0.01
        array[index] += 0.5

    found = next(
        each
        for each in check_gradients(with_array(of, name, plant), rng=rng())
        if each.name == name
    )
    assert (found.index, found.analytic) == (index, right + 0.5)
    assert found.numeric == pytest.approx(right, abs=1e-8)
    scale = max(abs(found.analytic), abs(found.numeric), FLOOR * max(1, of.loss))
    assert found.relative_error == pytest.approx(0.5 / scale, rel=1e-6)


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
def test_a_gradient_that_is_no_number_is_wrong(broken):
    of = with_array(small_walk(3), "db2", lambda db: db.__setitem__((3, 0), broken))
    found = next(each for each in check_gradients(of, rng=rng()) if each.name == "db2")
    assert (found.index, found.relative_error) == ((3, 0), np.inf)


def test_samples_limit_the_work():
    of = small_walk(3)
    checks = check_gradients(of, rng=rng(), samples=6)
    assert [each.checked for each in checks] == [min(6, of[each.name].size) for each in checks]


def test_everything_is_checked_when_there_is_time():
    of = small_walk(3)
    records = list(check_all(of, rng=rng(), clock=wall(), seconds=60))
    last = records[-1]
    assert list(last.checks) == check_gradients(of, rng=np.random.default_rng(7))
    assert (last.done, last.share) == (last.entries, 1.0)
    assert last.entries == sum(of[name].size for name in gradients(of))
    assert [each.done for each in records] == sorted(each.done for each in records)
    assert {each.name for each in records} == set(gradients(of))
    assert all(0 < each.share <= 1 for each in records)


def test_no_entry_is_drawn_twice(monkeypatch):
    of = small_walk(3)
    drawn = {name: [] for name in gradients(of)}
    real = module.differences

    def watched(walk, name, flat):
        drawn[name].extend(flat.tolist())
        return real(walk, name, flat)

    monkeypatch.setattr(module, "differences", watched)
    list(check_all(of, rng=rng(), clock=wall(), seconds=60))
    for name, flat in drawn.items():
        assert sorted(flat) == list(range(of[name].size)), name
    assert drawn["dW1"] != sorted(drawn["dW1"])


def slow(monkeypatch, seconds_each):
    """A clock that counts the numbers differences() is asked for, and says how many."""
    now = [0.0]
    real = module.differences

    def counted(walk, name, flat):
        now[0] += len(flat) * seconds_each
        return real(walk, name, flat)

    monkeypatch.setattr(module, "differences", counted)
    return lambda: now[0]


def test_short_of_time_every_array_has_its_share(monkeypatch):
    """What small arrays leave over goes to the large ones, in equal parts."""
    of = default_walk("tanh")
    clock = slow(monkeypatch, 1e-4)
    records = list(check_all(of, rng=rng(), clock=clock, seconds=0.5))
    checks = {each.name: each for each in records[-1].checks}
    assert records[-1].done < records[-1].entries
    assert records[-1].share == 1
    assert 0.5 <= clock() <= 0.5 + len(checks) * SLICE * 1.1
    large = {"dW1", "dW2"}
    for name in set(checks) - large - {"dW3", "dX"}:
        assert checks[name].checked == checks[name].entries, name
    parts = [checks[name].checked for name in large]
    assert max(parts) - min(parts) <= SLICE / 1e-4
    assert min(parts) > 0.15 * 0.5 / 1e-4


def test_without_any_time_every_array_has_one_slice():
    records = list(check_all(small_walk(3), rng=rng(), clock=wall(), seconds=1e-9))
    assert all(each.checked for each in records[-1].checks)


def test_only_work_counts_as_time():
    """A window that comes back late, from slice to slice, loses none of the check."""
    of, ticks = small_walk(3), [0.0]
    pulled = check_all(of, rng=rng(), clock=lambda: ticks[0], seconds=0.01)
    done = 0
    while record := next(pulled, None):
        ticks[0] += 1.0
        done = record.done
    assert done == sum(of[name].size for name in gradients(of))


def test_slices_take_about_their_time(monkeypatch):
    clock = slow(monkeypatch, 1e-5)
    before, lengths = 0.0, []
    for _ in check_all(default_walk(), rng=rng(), clock=clock, seconds=5):
        lengths.append(clock() - before)
        before = clock()
    assert max(lengths) < 1.1 * SLICE
    assert sum(length > 0.8 * SLICE for length in lengths) > 100


def test_the_same_seed_draws_the_same_samples():
    of = default_walk()
    first, second = (check_gradients(of, rng=rng(), samples=50) for _ in range(2))
    assert first == second
    other = check_gradients(of, rng=np.random.default_rng(2), samples=50)
    assert [each.index for each in other] != [each.index for each in first]


def test_the_default_network_is_swept_whole():
    of = default_walk()
    (*_, last) = check_all(of, rng=rng(), clock=time.perf_counter, seconds=math.inf)
    assert last.done == last.entries == 109_386 + 2 * (128 + 64) + 10 + 784
    assert max(each.relative_error for each in last.checks) < TOLERANCE
