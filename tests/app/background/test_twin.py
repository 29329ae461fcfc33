"""Twins train beside the window, and never beside a run of the session."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

from app.background.training.session import State
from app.background.twin import BUSY, TwinTrainer
from core.network.network import Network
from core.network.reports import StepReport
from core.network.training import train
from core.runs.twins import TwinRecipes

pytestmark = [pytest.mark.numeric, pytest.mark.slow]


@pytest.fixture
def trainer(session):
    made = TwinTrainer(session)
    yield made
    assert made.close(), "the twins' thread did not end"


def pair(recipe, rate=0.01):
    return TwinRecipes.of(recipe, "learning_rate", rate)


def finish(trainer, qtbot, recipes, split):
    with qtbot.waitSignal(trainer.finished) as end:
        trainer.start(recipes, split)
    return end.args[0].both


def test_both_are_the_runs_that_their_recipes_give(trainer, qtbot, recipe, split):
    recipes = pair(recipe)
    finished = finish(trainer, qtbot, recipes, split)
    for each, shown, end in zip(recipes.both, trainer.shown, finished, strict=True):
        network = Network.from_recipe(each)
        losses = [
            report.loss for report in train(network, each, split) if isinstance(report, StepReport)
        ]
        np.testing.assert_array_equal(shown.history.loss.values, np.float32(losses))
        assert shown.history.epoch_count == each.epochs
        np.testing.assert_array_equal(end.snapshot.theta, network.theta)
        assert end.reason == "completed"
        assert end.test_accuracy == end.snapshot.facts["test_accuracy"]
        assert end.tested == len(split.test)
        assert shown.result is end


def test_the_session_is_lent_meanwhile(trainer, session, qtbot, endless, split):
    trainer.start(pair(endless), split)
    qtbot.waitUntil(lambda: len(trainer.shown[1].history) > 3)
    assert session.state is State.LENT
    assert not session.is_active
    session.run(endless, split)
    session.step_batch(endless, split)
    assert session.state is State.LENT
    trainer.stop()
    with qtbot.waitSignal(trainer.finished):
        assert trainer.state is State.STOPPING
    assert session.state is State.IDLE


def test_nothing_begins_beside_a_run(trainer, session, qtbot, endless, split):
    session.run(endless, split)
    said = []
    trainer.failed.connect(said.append)
    trainer.start(pair(endless), split)
    assert said == [BUSY]
    assert trainer.state is State.IDLE
    session.take_back()
    assert session.state is State.RUNNING
    session.stop()
    qtbot.waitUntil(lambda: session.state is State.IDLE)


def test_a_pause_holds_both_and_they_go_on(trainer, qtbot, endless, split):
    held = []
    trainer.held.connect(held.append)
    trainer.start(pair(endless), split)
    qtbot.waitUntil(lambda: len(trainer.shown[1].history) > 3)
    held.clear()
    trainer.pause()
    qtbot.waitUntil(lambda: trainer.state is State.PAUSED and bool(held))
    steps = [len(each.history) for each in trainer.shown]
    assert [each.checkpoint.step for each in held[-1].both] == steps
    assert abs(steps[0] - steps[1]) <= 1
    for _ in range(5):
        QCoreApplication.processEvents()
    assert [len(each.history) for each in trainer.shown] == steps
    trainer.resume()
    qtbot.waitUntil(lambda: len(trainer.shown[0].history) > steps[0])
    trainer.stop()
    qtbot.waitUntil(lambda: trainer.state is State.IDLE)
    assert [each.result.reason for each in trainer.shown] == ["stopped", "stopped"]


def test_a_stop_ends_a_pause(trainer, qtbot, endless, split):
    trainer.start(pair(endless), split)
    trainer.pause()
    trainer.stop()
    qtbot.waitUntil(lambda: trainer.state is State.IDLE)
    assert trainer.shown[0].result is not None


def test_one_that_diverges_says_so(trainer, qtbot, recipe, split):
    recipes = pair(replace(recipe, l2=1.0), 1000.0)
    first, second = finish(trainer, qtbot, recipes, split)
    assert (first.reason, second.reason) == ("completed", "diverged")
    assert second.error is not None
    assert "no longer finite" in second.sentence
    assert np.isfinite(second.snapshot.theta).all()


def test_what_breaks_is_told_and_the_session_is_free(trainer, session, qtbot, recipe, split):
    empty = replace(split, train=split.train.take(np.empty(0, np.intp)))
    with qtbot.waitSignal(trainer.failed) as failed:
        trainer.start(pair(recipe), empty)
    assert "no training examples" in failed.args[0]
    assert session.state is State.IDLE
