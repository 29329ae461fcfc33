import dataclasses
import time

import numpy as np
import pytest

from app.background.training.session import State
from core.errors import RecipeError
from core.network.network import Network
from core.network.recipe import Recipe
from core.reading.calibration import network_temperature

pytestmark = pytest.mark.numeric

VIEWER, OTHER = object(), object()


def ran(qtbot, session, recipe, split):
    with qtbot.waitSignal(session.finished, timeout=5000) as caught:
        session.run(recipe, split)
    return caught.args[0]


def steps(session):
    return len(session.shown.history)


def test_a_run_ends_with_every_step_and_a_tested_network(qtbot, session, recipe, split):
    result = ran(qtbot, session, recipe, split)
    assert result.reason == "completed"
    assert steps(session) == 30
    assert [each.epoch for each in session.shown.history.epochs] == [1, 2, 3]
    assert result.test_accuracy > 0.5
    assert result.snapshot.facts["test_accuracy"] == result.test_accuracy
    assert result.snapshot.facts["data"] == "Tiny"
    assert session.state is State.IDLE


def test_a_run_ends_with_a_temperature_from_the_validation_set(
    qtbot, session, recipe, split, monkeypatch
):
    monkeypatch.setattr("core.reading.calibration.FEWEST", len(split.validation))
    snapshot = ran(qtbot, session, recipe, split).snapshot
    expected = network_temperature(Network.from_snapshot(snapshot), split.validation)
    assert snapshot.facts["temperature"] == expected != 1


def test_the_same_seed_gives_the_same_losses_watched_or_not(qtbot, session, recipe, split):
    session.set_watched(VIEWER, True)
    session.set_inspected(True)
    ran(qtbot, session, recipe, split)
    watched = session.shown.history.loss.values
    session.set_watched(VIEWER, False)
    session.set_inspected(False)
    ran(qtbot, session, recipe, split)
    np.testing.assert_array_equal(watched, session.shown.history.loss.values)


def test_nobody_watching_means_no_copies(qtbot, session, recipe, split):
    session.set_watched(VIEWER, True)
    session.set_watched(VIEWER, False)
    seen = []
    session.snapshot_changed.connect(seen.append)
    result = ran(qtbot, session, recipe, split)
    assert seen == [result.snapshot]


def test_one_viewer_leaving_does_not_blind_the_other(qtbot, session, endless, split):
    """The window shows the next view before it hides the last one."""
    session.set_watched(VIEWER, True)
    session.set_watched(OTHER, True)
    session.set_watched(VIEWER, False)
    with qtbot.waitSignal(session.snapshot_changed, timeout=5000):
        session.run(endless, split)


def test_single_steps_are_inspected_one_by_one(qtbot, session, endless, split):
    session.set_inspected(True)
    seen = []
    session.inspected.connect(seen.append)
    for step in (1, 2, 3):
        session.step_batch(endless, split)
        qtbot.waitUntil(lambda: session.state is State.PAUSED)
        assert [each.step.step for each in seen] == list(range(1, step + 1))
    examination = session.shown.examination
    assert examination.latest is seen[-1]
    np.testing.assert_array_equal(examination.gradients.steps, [1, 2, 3])


def test_with_nobody_looking_few_steps_are_inspected(qtbot, session, recipe, split):
    seen = []
    session.inspected.connect(seen.append)
    ran(qtbot, session, recipe, split)
    steps = [each.step.step for each in seen]
    assert set(steps) <= {1, 10, 20, 30}
    assert steps[-1] == 30


def test_a_run_instead_takes_the_place_of_the_one_that_goes_on(qtbot, session, endless, split):
    session.run(endless, split)
    qtbot.waitUntil(lambda: steps(session) > 0)
    first = session.shown.history
    other = dataclasses.replace(endless, learning_rate=0.01)
    session.run_instead(other)
    assert session.state is State.RUNNING
    assert session.shown.request.recipe == other
    assert session.shown.request.split is split
    assert session.shown.replaced is first
    qtbot.waitUntil(lambda: steps(session) > 0)
    assert session.shown.history is not first


def test_a_run_instead_of_one_that_has_ended(qtbot, session, recipe, split):
    ran(qtbot, session, recipe, split)
    with qtbot.waitSignal(session.finished, timeout=5000):
        session.run_instead(dataclasses.replace(recipe, learning_rate=0.01))
    assert len(session.shown.replaced) == steps(session) == 30
    ran(qtbot, session, recipe, split)
    assert session.shown.replaced is None


def test_without_any_run_there_is_none_to_replace(qtbot, session, recipe):
    session.run_instead(recipe)
    assert session.state is State.IDLE


def test_nothing_is_heard_of_a_run_that_another_took_the_place_of(
    qtbot, session, endless, recipe, split
):
    results = []
    session.finished.connect(results.append)
    session.run(endless, split)
    qtbot.waitUntil(lambda: steps(session) > 0)
    with qtbot.waitSignal(session.finished):
        session.run_instead(recipe)
    assert [each.reason for each in results] == ["completed"]
    assert steps(session) == 30


def test_messages_carry_read_only_arrays(qtbot, session, recipe, split):
    seen = []
    session.progress.connect(seen.append)
    result = ran(qtbot, session, recipe, split)
    assert seen
    assert not any(m.steps.flags.writeable or m.losses.flags.writeable for m in seen)
    assert not result.snapshot.theta.flags.writeable


def test_run_pressed_twice_is_one_run(qtbot, session, endless, split):
    started = []
    session.started.connect(started.append)
    session.run(endless, split)
    session.run(endless, split)
    qtbot.waitUntil(lambda: steps(session) > 0)
    session.run(endless, split)
    assert len(started) == 1


def test_pause_holds_the_run_and_resume_goes_on(qtbot, session, endless, split):
    session.run(endless, split)
    qtbot.waitUntil(lambda: steps(session) > 0)
    session.pause()
    assert session.state is State.PAUSED
    qtbot.wait(150)
    held = steps(session)
    qtbot.wait(100)
    assert steps(session) == held
    session.run(endless, split)
    assert session.state is State.RUNNING
    qtbot.waitUntil(lambda: steps(session) > held)


def test_step_batch_takes_one_step(qtbot, session, endless, split):
    session.set_watched(VIEWER, True)
    for expected in (1, 2, 3):
        session.step_batch(endless, split)
        qtbot.waitUntil(lambda: session.state is State.PAUSED)
        assert steps(session) == expected
        assert session.shown.snapshot is not None


def test_the_last_batch_of_an_epoch_brings_its_validation(qtbot, session, endless, split):
    for _ in range(10):
        session.step_batch(endless, split)
        qtbot.waitUntil(lambda: session.state is State.PAUSED)
    assert steps(session) == 10
    assert len(session.shown.history.epochs) == 1


def test_step_epoch_takes_one_epoch(qtbot, session, recipe, split):
    session.step_epoch(recipe, split)
    qtbot.waitUntil(lambda: session.state is State.PAUSED)
    assert steps(session) == 10
    session.step_batch(recipe, split)
    qtbot.waitUntil(lambda: steps(session) == 11 and session.state is State.PAUSED)
    session.step_epoch(recipe, split)
    qtbot.waitUntil(lambda: steps(session) == 20 and session.state is State.PAUSED)
    with qtbot.waitSignal(session.finished, timeout=5000) as caught:
        session.step_epoch(recipe, split)
    assert caught.args[0].reason == "completed"


@pytest.mark.parametrize("paused", [False, True])
def test_stop_says_so_at_once_and_keeps_the_network(qtbot, session, endless, split, paused):
    session.run(endless, split)
    qtbot.waitUntil(lambda: steps(session) > 0)
    if paused:
        session.pause()
        qtbot.wait(100)
    with qtbot.waitSignal(session.finished, timeout=5000) as caught:
        session.stop()
        assert session.state is State.STOPPING
    result = caught.args[0]
    assert result.reason == "stopped"
    assert result.snapshot.facts["steps"] == steps(session)


def test_a_new_run_after_stop_starts_from_nothing(qtbot, session, endless, recipe, split):
    session.run(endless, split)
    qtbot.waitUntil(lambda: steps(session) > 0)
    with qtbot.waitSignal(session.finished):
        session.stop()
    assert ran(qtbot, session, recipe, split).reason == "completed"
    assert steps(session) == 30


def test_reset_while_running_clears_at_once_and_for_good(qtbot, session, endless, split):
    session.run(endless, split)
    qtbot.waitUntil(lambda: steps(session) > 0)
    session.reset()
    assert session.state is State.IDLE
    qtbot.wait(150)
    assert steps(session) == 0
    assert session.shown.snapshot is None


def test_learning_rate_changes_while_it_runs(qtbot, session, endless, split):
    session.run(endless, split)
    qtbot.waitUntil(lambda: session.shown.latest is not None)
    session.set_learning_rate(0.002)
    recipe_rate = endless.learning_rate
    qtbot.waitUntil(lambda: session.shown.latest.learning_rate <= 0.002 < recipe_rate)
    with pytest.raises(RecipeError):
        session.set_learning_rate(-1)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_divergence_keeps_the_last_finite_network(qtbot, session, split):
    wild = Recipe(hidden=(8,), batch_size=32, epochs=9, optimizer="sgd", learning_rate=1000, l2=1)
    result = ran(qtbot, session, wild, split)
    assert result.reason == "diverged"
    assert np.isfinite(result.snapshot.theta).all()
    assert "smaller learning rate" in result.sentence


def test_an_error_inside_is_told_and_the_next_run_works(
    qtbot, session, recipe, split, monkeypatch, caplog
):
    with monkeypatch.context() as broken:
        broken.setattr("app.background.training.run.Training", lambda *_, **__: 1 / 0)
        with qtbot.waitSignal(session.failed, timeout=5000) as caught:
            session.run(recipe, split)
    assert "kept" in caught.args[0].sentence
    assert "ZeroDivisionError" in caught.args[0].sentence
    assert "Traceback" in caplog.text
    assert ran(qtbot, session, recipe, split).reason == "completed"


def test_going_on_from_a_network_of_another_shape_is_refused(qtbot, session, recipe, split):
    snapshot = ran(qtbot, session, recipe, split).snapshot
    with qtbot.waitSignal(session.failed, timeout=5000) as caught:
        session.run(Recipe(hidden=(9,)), split, start_from=snapshot)
    assert "Hidden layers" in caught.args[0].sentence


@pytest.mark.parametrize("paused", [False, True])
def test_closing_while_training_takes_less_than_two_seconds(qtbot, session, endless, split, paused):
    session.run(endless, split)
    qtbot.waitUntil(lambda: steps(session) > 0)
    if paused:
        session.pause()
        qtbot.wait(100)
    began = time.monotonic()
    assert session.close()
    assert time.monotonic() - began < 2


def test_a_run_lets_the_window_go_first_at_each_step(session, recipe, split, qtbot, monkeypatch):
    waits = []
    monkeypatch.setattr("app.background.training.run.WINDOW.wait", lambda: waits.append(1))
    with qtbot.waitSignal(session.finished, timeout=20_000):
        session.run(recipe, split)
    assert session.shown.latest.step <= len(waits)
