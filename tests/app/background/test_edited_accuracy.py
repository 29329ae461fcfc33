"""The accuracy of an edited network, measured beside the window: the newest wins, none starves."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from app.background.edited_accuracy import EditedAccuracy
from core.inspection import accuracy_meter
from core.inspection.accuracy_meter import AccuracyMeter
from core.inspection.edits import Noise, edited
from core.network.evaluation import evaluate
from core.network.network import Network
from tests.app.tiny import digits


@pytest.fixture
def accuracy(qapp):
    made = EditedAccuracy()
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def some():
    return digits(1_200, np.random.default_rng(2))


@pytest.fixture
def base(snapshot):
    return snapshot


def figures_of(accuracy):
    found = []
    accuracy.measured.connect(lambda figure, network: found.append((figure, network)))
    return found


def test_before_and_after_are_of_the_same_digits(accuracy, qtbot, base, some):
    network = edited(base, (Noise(2.0, 1),))
    found = figures_of(accuracy)
    accuracy.compare_with(base, some)
    accuracy.measure(network)
    qtbot.waitUntil(lambda: bool(found))
    ((figure, of),) = found
    assert of is network
    assert figure.count == 1_200
    for snapshot, share in ((base, figure.before), (network, figure.after)):
        assert share == pytest.approx(
            evaluate(Network.from_snapshot(snapshot), some).accuracy, abs=1.5 / 1_200
        )


def test_the_newest_wins_and_a_first_figure_is_never_taken_away(
    accuracy, qtbot, base, some, monkeypatch
):
    monkeypatch.setattr(accuracy_meter, "FIRST", 500)
    may_begin, begun = threading.Event(), []
    measure = AccuracyMeter.measure

    def held(self, network, cancelled):
        begun.append(network)
        may_begin.wait(20)
        yield from measure(self, network, cancelled)

    monkeypatch.setattr(AccuracyMeter, "measure", held)
    networks = [edited(base, (Noise(0.1 * n, 1),)) for n in range(1, 6)]
    found = figures_of(accuracy)
    accuracy.compare_with(base, some)
    for network in networks:
        accuracy.measure(network)
    may_begin.set()
    qtbot.waitUntil(lambda: bool(found) and found[-1][0].is_whole)
    assert begun == [networks[0], networks[-1]]
    assert found[0][1] is networks[0]
    assert not found[0][0].is_whole
    assert [of for _, of in found[1:]] == [networks[-1]] * 2


def test_without_digits_nothing_is_measured(accuracy, base, some):
    for network, given in ((base, None), (None, some), (base, digits(0, np.random.default_rng()))):
        accuracy.compare_with(network, given)
        accuracy.measure(base)
        assert not any(runner.is_running for runner in accuracy.runners)


def test_a_failure_is_told_and_the_next_is_measured(accuracy, qtbot, base, some, monkeypatch):
    def broken(self, network, cancelled):
        raise MemoryError

    measure = AccuracyMeter.measure
    monkeypatch.setattr(AccuracyMeter, "measure", broken)
    accuracy.compare_with(base, some)
    with qtbot.waitSignal(accuracy.failed) as told:
        accuracy.measure(base)
    assert "not enough memory" in told.args[0]
    monkeypatch.setattr(AccuracyMeter, "measure", measure)
    with qtbot.waitSignal(accuracy.measured):
        accuracy.measure(base)
