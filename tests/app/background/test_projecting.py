"""Maps made beside the window: the newest question wins, a run's maps wait for their turn."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from app.background import projecting
from app.background.projecting import Projecting
from core.network.network import Network
from core.projection.maps import COMPONENTS, NEIGHBOURS, MapQuestion, frames_of
from tests.app.tiny import digits


@pytest.fixture
def made(qapp):
    one = Projecting()
    yield one
    assert all(runner.close() for runner in one.runners)


@pytest.fixture
def dataset():
    return digits(60, np.random.default_rng(0))


def finished(frames):
    return [each for each in frames if each.done == 1]


def test_frames_come_until_the_map_is_done(made, qtbot, dataset):
    frames = []
    made.framed.connect(frames.append)
    made.ask(MapQuestion(dataset, None, 0, NEIGHBOURS))
    qtbot.waitUntil(lambda: bool(finished(frames)), timeout=20_000)
    assert frames[0].done == 0
    assert [each.done for each in frames] == sorted(each.done for each in frames)


def test_the_newest_question_wins(made, qtbot, dataset, snapshot, monkeypatch):
    go_on, begun = threading.Event(), threading.Event()

    def held(question, **how):
        begun.set()
        go_on.wait(20)
        yield from frames_of(question, **how)

    monkeypatch.setattr(projecting, "frames_of", held)
    frames, failures = [], []
    made.framed.connect(frames.append)
    made.failed.connect(failures.append)
    made.ask(MapQuestion(dataset, None, 0, COMPONENTS))
    begun.wait(20)
    newest = MapQuestion(dataset, snapshot, 1, COMPONENTS)
    made.ask(newest)
    go_on.set()
    qtbot.waitUntil(lambda: bool(frames))
    assert [each.question for each in frames] == [newest]
    assert failures == []


def test_a_runs_maps_are_of_the_newest_and_in_turn(made, qtbot, dataset, snapshot, monkeypatch):
    monkeypatch.setattr(projecting, "SHARE", 4)
    frames = []
    made.framed.connect(frames.append)
    questions = [
        MapQuestion(dataset, replace(snapshot, name=str(n)), 1, COMPONENTS) for n in range(5)
    ]
    for question in questions:
        made.follow(question)
    qtbot.waitUntil(lambda: len(frames) == 2)
    assert [each.question for each in frames] == [questions[0], questions[-1]]


def test_cancelled_nothing_more_comes(made, qtbot, dataset):
    frames = []
    made.framed.connect(frames.append)
    made.ask(MapQuestion(dataset, None, 0, NEIGHBOURS))
    qtbot.waitUntil(lambda: bool(frames))
    made.follow(MapQuestion(dataset, None, 0, COMPONENTS))
    made.cancel()
    assert not made.is_busy
    heard = len(frames)
    qtbot.wait(200)
    assert len(frames) == heard


def test_what_is_not_finite_is_told_and_the_next_map_comes(made, qtbot, dataset, snapshot):
    broken = Network.from_snapshot(snapshot)
    broken.theta[:] = np.inf
    with qtbot.waitSignal(made.failed) as told:
        made.ask(MapQuestion(dataset, broken.snapshot(), 1, COMPONENTS))
    assert "not finite" in told.args[0]
    with qtbot.waitSignal(made.framed):
        made.follow(MapQuestion(dataset, snapshot, 1, COMPONENTS))


def test_neighbours_are_counted(made, qtbot, dataset):
    *_, frame = frames_of(MapQuestion(dataset, None, 0, COMPONENTS))
    with qtbot.waitSignal(made.measured) as told:
        made.measure(frame)
    assert told.args[0] is frame
    assert 0 <= told.args[1].share <= 1
