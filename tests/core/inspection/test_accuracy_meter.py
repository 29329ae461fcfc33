"""The accuracy of an edited network: as evaluate() finds it, whatever is kept."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.errors import Cancelled
from core.inspection import accuracy_meter
from core.inspection.accuracy_meter import AccuracyMeter
from core.inspection.edits import (
    Noise,
    Prune,
    ScaleWeights,
    SetWeight,
    ShiftBias,
    SwitchOff,
    Temperature,
    edited,
)
from core.network.evaluation import evaluate
from core.network.network import Network
from tests.core.inspection.small import HIDDEN, network

COUNT = 1_300
NEARLY = 1.5 / COUNT  # a tie may round either way
EDITS = [
    (),
    (ShiftBias(1, 3, 2.0),),
    (ScaleWeights(2, 3, -4.0),),
    (SetWeight(3, 2, 1, 3.0),),
    (SwitchOff(1, 3), SwitchOff(2, 1)),
    (Prune(0.7),),
    (Noise(1.0, 2),),
    (Temperature(4.0),),
    tuple(ShiftBias(1, unit, 1.0) for unit in range(16)),
]


@pytest.fixture(scope="module")
def digits():
    rng = np.random.default_rng(1)
    images = rng.integers(0, 256, (COUNT, 784), dtype=np.uint8)
    return Dataset(images, rng.integers(0, 10, COUNT, dtype=np.uint8))


@pytest.mark.parametrize("room", [0, 150_000, 1 << 26])
@pytest.mark.parametrize("activation", HIDDEN)
def test_it_finds_what_evaluate_finds(digits, activation, room, monkeypatch):
    monkeypatch.setattr(accuracy_meter, "MOST_BYTES", room)
    base = network((784, 16, 12, 10), activation).snapshot()
    meter = AccuracyMeter(base, digits)
    before = evaluate(Network.from_snapshot(base), digits).accuracy
    found = set()
    for edits in EDITS:
        changed = edited(base, edits)
        (whole,) = meter.measure(changed)
        after = evaluate(Network.from_snapshot(changed), digits).accuracy
        assert (whole.count, whole.is_whole) == (COUNT, True)
        assert (whole.before, whole.after) == pytest.approx((before, after), abs=NEARLY)
        found.add(whole.after)
    assert len(found) > 4


def test_a_first_figure_comes_soon(digits, monkeypatch):
    monkeypatch.setattr(accuracy_meter, "FIRST", 1_000)
    base = network((784, 8, 10), "relu").snapshot()
    first, whole = AccuracyMeter(base, digits).measure(edited(base, (Prune(0.5),)))
    assert (first.count, first.is_whole, whole.count) == (1_000, False, COUNT)
    some = Dataset(digits.images[:1_000], digits.labels[:1_000])
    expected = evaluate(Network.from_snapshot(base), some).accuracy
    assert first.before == pytest.approx(expected, abs=NEARLY)


@pytest.mark.parametrize("work", [0, 1, 600 * 6_370, 750 * 6_370])
def test_a_large_network_has_its_first_figure_of_fewer_digits(digits, work, monkeypatch):
    monkeypatch.setattr(accuracy_meter, "FIRST_WORK", work)
    base = network((784, 8, 10), "relu").snapshot()
    assert base.theta.size == 6_370
    first, whole = AccuracyMeter(base, digits).measure(base)
    assert first.count == (600 if work > 1 else 200)
    expected = evaluate(Network.from_snapshot(base), digits).accuracy
    assert whole.after == pytest.approx(expected, abs=NEARLY)


def test_no_digits_no_figure():
    none = Dataset(np.empty((0, 784), np.uint8), np.empty(0, np.uint8))
    base = network((784, 8, 10), "relu").snapshot()
    assert list(AccuracyMeter(base, none).measure(base)) == []


def test_it_can_be_given_up(digits):
    given_up = threading.Event()
    base = network((784, 8, 10), "relu").snapshot()
    given_up.set()
    with pytest.raises(Cancelled):
        next(AccuracyMeter(base, digits).measure(base, given_up.is_set))
