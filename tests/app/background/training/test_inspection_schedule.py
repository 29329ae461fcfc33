"""When steps are frozen: seldom, and only while somebody looks or an epoch ends."""

import numpy as np
import pytest

from app.background.training.inspection_schedule import (
    INTERVAL,
    SHARE,
    UNWATCHED_INTERVAL,
    InspectionSchedule,
)
from app.background.training.switches import Switches
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


def asked(schedule, switches, step):
    switches.controls.snapshot_next = False
    schedule.before_step(step)
    return switches.controls.snapshot_next


def test_watched_steps_are_frozen_at_intervals(clock):
    switches = Switches(inspected=True)
    schedule = InspectionSchedule(switches, EPOCH, RUN, clock)
    assert asked(schedule, switches, 1)
    schedule.measure(snapshot())
    assert not asked(schedule, switches, 2)
    clock.now += INTERVAL * 1.01
    assert asked(schedule, switches, 3)


def test_unwatched_only_ends_of_epochs_are_frozen_and_few_of_those(clock):
    switches = Switches()
    schedule = InspectionSchedule(switches, EPOCH, RUN, clock)
    due = [step for step in range(2, 41) if asked(schedule, switches, step)]
    assert due == [10, 20, 30, 40]
    schedule.measure(snapshot())
    assert not any(asked(schedule, switches, step) for step in range(41, 81))
    clock.now += UNWATCHED_INTERVAL * 1.01
    assert [step for step in range(81, 101) if asked(schedule, switches, step)] == [90, 100]


def test_what_costs_much_is_done_less_often(clock, monkeypatch):
    def slow(_):
        clock.now += 0.5
        return object()

    monkeypatch.setattr("app.background.training.inspection_schedule.inspect", slow)
    switches = Switches(inspected=True)
    schedule = InspectionSchedule(switches, EPOCH, RUN, clock)
    schedule.measure(snapshot())
    clock.now += SHARE * 0.5
    assert not asked(schedule, switches, 2)
    clock.now += SHARE * 0.51
    assert asked(schedule, switches, 2)


def test_single_steps_are_always_seen(clock):
    switches = Switches(inspected=True)
    schedule = InspectionSchedule(switches, EPOCH, RUN, clock)
    schedule.measure(snapshot())
    assert not asked(schedule, switches, 2)
    schedule.hurry()
    assert asked(schedule, switches, 2)


def test_what_was_seen_is_taken_once(clock):
    schedule = InspectionSchedule(Switches(inspected=True), EPOCH, RUN, clock)
    assert schedule.take() is None
    schedule.measure(snapshot(3))
    schedule.measure(snapshot(4))
    assert schedule.take().step.step == 4
    assert schedule.take() is None


@pytest.mark.parametrize("inspected", [True, False])
def test_the_first_step_and_the_last_are_always_seen(clock, inspected):
    switches = Switches(inspected=inspected)
    schedule = InspectionSchedule(switches, EPOCH, RUN, clock)
    assert asked(schedule, switches, 1)
    schedule.measure(snapshot())
    assert not asked(schedule, switches, 10)
    assert asked(schedule, switches, RUN)
