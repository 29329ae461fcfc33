"""Kept networks are measured beside the window."""

from threading import Event

import numpy as np
import pytest

from app.background.replaying import ReplayMeter
from core.errors import DataError
from core.network.network import Network
from core.runs.replay import FrameMeter

pytestmark = pytest.mark.numeric


class Frames:
    """Some networks in memory. damaged: indices that cannot be read. gate: what reading waits
    for."""

    def __init__(self, count, *, damaged=(), gate=None):
        network = Network((784, 6, 10), rng=np.random.default_rng(0))
        self.like = network.snapshot()
        self.thetas = [network.theta * np.float32(1 + k / count) for k in range(count)]
        self.steps = np.arange(count) ** 2
        self.damaged, self.gate, self.read = damaged, gate, []

    def theta(self, k):
        if self.gate is not None and self.read:
            assert self.gate.wait(30)
        self.read.append(k)
        if k in self.damaged:
            raise DataError("It is damaged.")
        return self.thetas[k]


@pytest.fixture
def meter(qapp):
    made = ReplayMeter()
    yield made
    assert all(runner.close() for runner in made.runners)


def test_every_frame_is_measured(meter, qtbot, split):
    frames = Frames(9)
    meter.measure(frames, frames.like, split, 0)
    qtbot.waitUntil(lambda: len(meter.figures) == 9)
    expected = FrameMeter(frames.like, split)
    for index, theta in enumerate(frames.thetas):
        found, figures = meter.figures[index], expected.measure(theta)
        np.testing.assert_array_equal(found.confusion, figures.confusion)
        assert found.weight_norms == pytest.approx(figures.weight_norms)


def test_what_is_looked_at_comes_first(meter, qtbot, split):
    gate = Event()
    frames = Frames(20, gate=gate)
    meter.measure(frames, frames.like, split, 10)
    qtbot.waitUntil(lambda: bool(frames.read))
    meter.look_at(3)
    gate.set()
    qtbot.waitUntil(lambda: len(meter.figures) == 20)
    assert frames.read[0] == 10
    assert 3 in frames.read[1:3]  # the next one may have been on its way already
    assert {*frames.read[3:5]} <= {1, 2, 3, 4, 5}


def test_a_damaged_frame_is_left_out(meter, qtbot, split):
    frames = Frames(5, damaged=(2,))
    meter.measure(frames, frames.like, split, 0)
    qtbot.waitUntil(lambda: len(meter.figures) == 5)
    assert [index for index, each in meter.figures.items() if each is None] == [2]


def test_another_run_takes_its_place(meter, qtbot, split):
    first, second = Frames(40), Frames(4)
    meter.measure(first, first.like, split, 0)
    meter.measure(second, second.like, split, 0)
    qtbot.waitUntil(lambda: len(meter.figures) == 4 and not meter.is_running)
    assert {*meter.figures} == {0, 1, 2, 3}


def test_what_breaks_is_told(meter, qtbot, split):
    frames = Frames(3)
    frames.thetas[0] = frames.thetas[0][:-1]
    with qtbot.waitSignal(meter.failed) as failed:
        meter.measure(frames, frames.like, split, 0)
    assert "cannot be measured" in failed.args[0]
