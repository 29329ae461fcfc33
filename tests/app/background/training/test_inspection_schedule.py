"""When steps are frozen: seldom, from the first on, and more often while somebody looks."""

from itertools import pairwise

import numpy as np
import pytest

from app.background.training.inspection_schedule import (
    DUE_SHARE,
    FIRST,
    INTERVAL,
    SHARE,
    UNWATCHED_INTERVAL,
    InspectionSchedule,
)
from app.background.training.switches import Switches
from core.inspection.statistics import inspect
from core.network.snapshots import StepSnapshot

EPOCH, RUN = 10, 400


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def snapshot(step=1):
    theta = np.ones(10 * 785, np.float32)
    return StepSnapshot(step, 1, 2.3, 0.1, (784, 10), "relu", theta, theta, theta, ())


def asked(schedule, switches, step, last=10**6):
    switches.controls.snapshot_next = False
    schedule.before_step(step, last, is_short=step % EPOCH == 0)
    return switches.controls.snapshot_next


def test_watched_steps_are_frozen_at_intervals(clock):
    switches = Switches(inspected=True)
    schedule = InspectionSchedule(switches, clock)
    assert asked(schedule, switches, 1)
    schedule.measure(snapshot(1_000))
    assert not asked(schedule, switches, 1_001)
    clock.now += INTERVAL * 1.01
    assert asked(schedule, switches, 1_002)


def due_steps(schedule, switches, steps):
    """Those that are frozen, all of them measured."""
    found = []
    for step in range(1, steps + 1):
        if asked(schedule, switches, step, steps):
            schedule.measure(snapshot(step))
            found.append(step)
    return found


@pytest.mark.parametrize("inspected", [True, False])
@pytest.mark.parametrize(("steps", "least", "most"), [(2_500, 90, 120), (25_000, 140, 180)])
def test_about_a_hundred_steps_are_measured_watched_or_not(clock, inspected, steps, least, most):
    switches = Switches(inspected=inspected)
    found = due_steps(InspectionSchedule(switches, clock), switches, steps)
    assert found[:FIRST] == list(range(1, FIRST + 1))
    assert least <= len(found) <= most
    gaps = [after / before for before, after in pairwise(found)][20:-1]
    assert all(gap < 1.11 for gap in gaps)
    assert not [step for step in found[FIRST:-1] if step % EPOCH == 0], "a batch of few examples"
    assert found[-1] == steps


def test_unwatched_steps_are_seen_each_second_where_they_lie_far_apart(clock):
    switches = Switches()
    schedule = InspectionSchedule(switches, clock)
    schedule.measure(snapshot(10_000))
    assert not asked(schedule, switches, 10_001)
    clock.now += UNWATCHED_INTERVAL * 1.01
    assert asked(schedule, switches, 10_002)


@pytest.mark.parametrize("inspected", [True, False])
def test_what_costs_much_is_done_less_often(clock, monkeypatch, inspected):
    def slow(step):
        clock.now += 0.5
        return inspect(step)

    monkeypatch.setattr("app.background.training.inspection_schedule.inspect", slow)
    switches = Switches(inspected=inspected)
    schedule = InspectionSchedule(switches, clock)
    schedule.measure(snapshot(FIRST))
    for share, step in ((DUE_SHARE, 11), (SHARE, 10 * EPOCH)):  # one that is due, and any other
        clock.now += 2 * share * 0.5 - 0.01
        assert not asked(schedule, switches, step)
        clock.now += 0.02
        assert asked(schedule, switches, step)
        schedule.measure(snapshot(step))


def test_single_steps_are_always_seen(clock):
    switches = Switches(inspected=True)
    schedule = InspectionSchedule(switches, clock)
    schedule.measure(snapshot(50))
    assert not asked(schedule, switches, 51)
    schedule.hurry()
    assert asked(schedule, switches, 51)


def test_all_that_was_seen_is_taken_once_and_the_last_with_its_arrays(clock):
    schedule = InspectionSchedule(Switches(), clock)
    assert schedule.take() == ()
    for step in (3, 4, 5):
        schedule.measure(snapshot(step))
    taken = schedule.take()
    assert [each.step.step for each in taken] == [3, 4, 5]
    assert [each.step.theta.size for each in taken] == [0, 0, 7850]
    assert [each.norms[0].dW_norm for each in taken] == [taken[2].layers[0].dW_norm] * 3
    assert schedule.take() == ()


@pytest.mark.parametrize("inspected", [True, False])
def test_only_what_is_watched_is_measured_whole(clock, inspected):
    schedule = InspectionSchedule(Switches(inspected=inspected), clock)
    schedule.measure(snapshot())
    assert ("layers" in vars(schedule.take()[0])) == inspected


@pytest.mark.parametrize("inspected", [True, False])
def test_the_first_step_and_the_last_are_always_seen(clock, inspected):
    switches = Switches(inspected=inspected)
    schedule = InspectionSchedule(switches, clock)
    assert asked(schedule, switches, 1)
    schedule.measure(snapshot(RUN - 2))
    assert not asked(schedule, switches, RUN - 1, RUN)
    assert asked(schedule, switches, RUN, RUN)
