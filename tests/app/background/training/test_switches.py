"""Waiting for a step's turn, by a clock that stands still."""

import threading

import pytest

from app.background.training.gears import FULL_SPEED, GEARS, next_gear
from app.background.training.switches import Switches
from core.network.reports import EpochReport, StepReport

NOW = 1000.0
LONG = 600  # seconds that no test waits


def clock():
    return NOW


@pytest.fixture
def slow():
    return Switches(speed=1 / LONG)


def answer_of(switches, act):
    """What wait_for_turn() says to a thread that waits while `act` is called here."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(switches.wait_for_turn(NOW, clock)))
    thread.start()
    thread.join(0.05)
    assert thread.is_alive(), "it did not wait"
    act()
    thread.join(10)
    assert not thread.is_alive(), "it did not answer"
    return answers[0]


@pytest.mark.parametrize(
    ("speed", "since"), [(FULL_SPEED, NOW), (10, NOW - 0.1), (1, NOW - 1), (1 / LONG, NOW - LONG)]
)
def test_a_step_that_is_due_does_not_wait(speed, since):
    assert Switches(speed=speed).wait_for_turn(since, clock)


def test_a_step_waits_no_longer_than_its_turn():
    assert Switches(speed=1).wait_for_turn(NOW - 0.98, clock)


@pytest.mark.parametrize(
    "act",
    [
        Switches.pause,
        Switches.end,
        Switches.resume,
        lambda switches: switches.resume(StepReport),
        lambda switches: switches.set_speed(1),
        lambda switches: (switches.leave.set(), switches.resume()),
    ],
)
def test_what_is_asked_for_is_answered_at_once(slow, act):
    assert answer_of(slow, lambda: act(slow)) is False


@pytest.mark.parametrize("act", [Switches.pause, Switches.end])
def test_what_was_asked_for_before_is_not_forgotten(slow, act):
    act(slow)
    assert slow.wait_for_turn(NOW, clock) is False


def test_a_single_step_never_waits_but_the_steps_to_the_end_of_an_epoch_do(slow):
    slow.resume(StepReport)
    assert slow.wait_for_turn(NOW, clock)
    slow.resume(EpochReport)
    assert answer_of(slow, slow.end) is False


def test_another_speed_counts_for_the_step_that_is_waited_for(slow):
    assert answer_of(slow, lambda: slow.set_speed(FULL_SPEED)) is False
    assert slow.wait_for_turn(NOW, clock)


def test_gears_go_from_slow_to_fast():
    assert [*GEARS] == ["press", "1", "10", "100", "full"]
    speeds = [gear.speed for gear in GEARS.values() if not gear.is_single]
    assert speeds == sorted(speeds)
    assert next_gear("10", 1) == "100"
    assert next_gear("full", 1) == "full"
    assert next_gear("press", -1) == "press"
