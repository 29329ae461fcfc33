"""Units that go off one after the other, found beside the window."""

from __future__ import annotations

import numpy as np
import pytest

from app.background.removals import Removals
from core.inspection.ablation import Ablation


@pytest.fixture
def removals(qapp):
    made = Removals()
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def image():
    return np.random.default_rng(3).random((784, 1)).astype(np.float32)


def test_they_come_in_their_order_and_then_the_end(removals, qtbot, snapshot, image):
    found = []
    removals.found.connect(found.append)
    with qtbot.waitSignal(removals.ended) as ended:
        removals.start(snapshot, image)
    assert ended.args == [""]
    assert found
    assert found == list(Ablation(snapshot, image).until_it_flips())


def test_of_a_search_that_was_stopped_nothing_more_is_heard(removals, qtbot, snapshot, image):
    heard = []
    removals.found.connect(heard.append)
    removals.ended.connect(heard.append)
    removals.start(snapshot, image)
    removals.stop()
    qtbot.wait(50)
    assert heard == []


def test_a_failure_is_told(removals, qtbot, snapshot):
    with qtbot.waitSignal(removals.ended) as ended:
        removals.start(snapshot, np.zeros((3, 1), np.float32))
    assert "error inside the app" in ended.args[0]
