import dataclasses
import time

import numpy as np
import pytest

from app.background.training.gears import GEARS, Gear
from app.background.training.session import State
from app.background.training.shown_run import ShownRun
from core.errors import RecipeError
from core.files.run_file import Origin
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


@pytest.mark.parametrize(
    ("hardest", "epochs", "since"), [(0.5, 3, 11), (1.0, 3, None), (0.5, 1, None)]
)
def test_a_run_knows_from_where_on_it_takes_the_hardest(
    qtbot, session, recipe, split, hardest, epochs, since
):
    ran(qtbot, session, dataclasses.replace(recipe, hardest=hardest, epochs=epochs), split)
    assert session.shown.history.hardest_from == since


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


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("learning_rate", 0.002),
        ("momentum", 0.5),
        ("batch_size", 64),
        ("l2", 0.0),
        ("dropout", 0.1),
        ("augmentation", "affine"),
    ],
)
def test_a_change_while_it_runs_is_followed_and_remembered(
    qtbot, session, endless, split, field, value
):
    session.step_batch(endless, split)
    qtbot.waitUntil(lambda: session.state is State.PAUSED)
    total = session.shown.latest.total_steps
    session.change(field, value)
    session.step_batch(endless, split)
    qtbot.waitUntil(lambda: session.shown.changes != ())
    (change,) = session.shown.changes
    assert change.step == steps(session)
    assert (change.field, change.before, change.after) == (field, getattr(endless, field), value)
    assert session.shown.latest.changes == session.shown.changes == session.shown.history.changes
    assert (session.shown.latest.total_steps != total) == (field == "batch_size")
    with qtbot.waitSignal(session.finished, timeout=5000) as caught:
        session.stop()
    assert change.text in caught.args[0].snapshot.facts["changes"]
    assert caught.args[0].sentence.endswith("Its recipe was changed once.")
    assert session.shown.request.recipe == endless


def test_a_wrong_value_changes_nothing(qtbot, session, endless, split):
    session.run(endless, split)
    for field, value in (("learning_rate", -1), ("dropout", 0.95), ("augmentation", "wild")):
        with pytest.raises(RecipeError):
            session.change(field, value)
    session.change("hidden", (3,))  # would be another network
    taken = steps(session)
    qtbot.waitUntil(lambda: steps(session) > taken)
    assert session.shown.changes == ()


def test_a_changed_run_that_was_held_goes_on_with_its_changes(qtbot, session, recipe, split):
    with qtbot.waitSignal(session.held):
        session.step_batch(recipe, split)
    qtbot.waitUntil(lambda: steps(session) == 1 and session.state is State.PAUSED)
    session.change("batch_size", 160)
    session.step_batch(recipe, split)
    qtbot.waitUntil(lambda: steps(session) == 2)
    with qtbot.waitSignal(session.left):
        session.leave()
    record = session.shown.record(Origin.of(split, "starter"))
    assert [each.text for each in record.changes] == ["Batch size 32 → 160"]
    restored = ShownRun.of_record(record, "a-run")
    assert restored.changes == record.changes
    assert restored.latest.total_steps == 2 + 1 + 2 * 2  # 32, 160 and 128 examples, then 160s
    with qtbot.waitSignal(session.finished, timeout=5000) as caught:
        session.go_on(record, split, "a-run")
    assert steps(session) == 7
    assert session.shown.changes == record.changes
    assert caught.args[0].snapshot.facts["changes"] == "step 2: Batch size 32 → 160"


def test_a_slow_gear_sends_every_step_by_itself(qtbot, session, endless, split):
    session.set_watched(VIEWER, True)
    session.set_inspected(True)
    session.set_gear("10")
    bunches, seen, inspected = [], [], []
    session.progress.connect(lambda progress: bunches.append(progress.steps.tolist()))
    session.snapshot_changed.connect(seen.append)
    session.inspected.connect(lambda inspection: inspected.append(inspection.step.step))
    session.run(endless, split)
    qtbot.waitUntil(lambda: steps(session) >= 4, timeout=5000)
    session.pause()
    qtbot.wait(50)
    assert [each for each in bunches if each] == [[k + 1] for k in range(steps(session))]
    assert inspected == list(range(1, steps(session) + 1))
    assert len(seen) >= steps(session)


def test_the_speed_changes_while_a_step_is_waited_for(qtbot, session, endless, split):
    session.set_gear("1")
    session.run(endless, split)
    qtbot.waitUntil(lambda: steps(session) == 1)
    began = time.monotonic()
    session.set_gear("full")
    qtbot.waitUntil(lambda: steps(session) > 100)
    session.set_gear("1")
    qtbot.wait(100)
    taken = steps(session)
    session.step_batch(endless, split)  # not in a second, now
    qtbot.waitUntil(lambda: session.state is State.PAUSED and steps(session) > taken)
    assert steps(session) <= taken + 2
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("way", ["stop", "reset", "leave", "pause"])
def test_a_run_that_waits_for_its_turn_answers_at_once(
    qtbot, session, endless, split, way, monkeypatch
):
    monkeypatch.setitem(GEARS, "slowest", Gear("A step in a quarter of an hour", 0.001))
    session.set_gear("slowest")
    session.run(endless, split)
    qtbot.waitUntil(lambda: steps(session) > 0)
    getattr(session, way)()
    wanted = State.PAUSED if way == "pause" else State.IDLE
    qtbot.waitUntil(lambda: session.state is wanted, timeout=2000)


def test_one_step_a_press(qtbot, session, endless, split):
    session.set_gear("press")
    for k in range(1, 4):
        session.run(endless, split)
        qtbot.waitUntil(lambda k=k: session.state is State.PAUSED and steps(session) == k)
    session.set_gear("full")
    qtbot.wait(50)
    assert steps(session) == 3
    session.resume()
    qtbot.waitUntil(lambda: steps(session) > 10)
    session.set_gear("press")
    qtbot.waitUntil(lambda: session.state is State.PAUSED)


def test_a_gear_stays_for_the_next_run(qtbot, session, endless, split):
    session.set_gear("1")
    for _ in range(2):
        session.run(endless, split)
        qtbot.waitUntil(lambda: steps(session) == 1)
        qtbot.wait(100)
        assert steps(session) <= 2
        session.reset()


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
