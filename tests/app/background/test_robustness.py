"""How a network stands distorted images, measured beside the window."""

import numpy as np
import pytest

from app.background import robustness
from app.background.robustness import RobustnessMeter
from core.evaluation.robustness import points
from tests.app.tiny import digits


@pytest.fixture
def meter(qapp):
    made = RobustnessMeter()
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def some():
    return digits(60, np.random.default_rng(0))


def test_points_come_one_after_another_and_it_ends(meter, qtbot, snapshot, some):
    found = []
    meter.measured.connect(found.append)
    with qtbot.waitSignal(meter.ended):
        meter.measure(snapshot, some)
    assert len(found[-1]) == points()
    assert {each.count for each in found[-1]} == {60}
    lengths = [len(each) for each in found]
    assert lengths == sorted(lengths)


def test_what_is_given_up_ends_at_once(meter, qtbot, snapshot, some):
    found = []
    meter.measured.connect(found.append)
    with qtbot.waitSignal(meter.ended):
        meter.measure(snapshot, some)
        meter.cancel()
    assert not meter.is_running
    assert found == []


def test_a_failure_is_told(meter, qtbot, snapshot, some, monkeypatch):
    def broken(*_, **__):
        raise MemoryError

    monkeypatch.setattr(robustness, "robustness", broken)
    with qtbot.waitSignals([meter.failed, meter.ended]):
        meter.measure(snapshot, some)
