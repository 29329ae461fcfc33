"""How long a run has taken and will take, by a clock that the test sets."""

import pytest

from app.background.training.pace import Pace


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_what_is_left_goes_by_the_mean_pace(clock):
    pace = Pace(clock)
    assert pace.seconds_left(0, 50) == 0
    clock.now += 2
    assert pace.seconds_left(10, 50) == pytest.approx(8)
    assert pace.seconds_left(50, 40) == 0


def test_a_slow_gear_sets_the_pace_and_waiting_for_turns_does_not(clock):
    pace = Pace(clock)
    clock.now += 10
    pace.wait(9)
    assert pace.seconds == 10
    assert pace.seconds_left(10, 50, speed=1) == pytest.approx(40)
    assert pace.seconds_left(10, 50) == pytest.approx(4)
    assert pace.seconds_left(10, 50, speed=100) == pytest.approx(4)


def test_pauses_do_not_count(clock):
    pace = Pace(clock, before=5)
    clock.now += 1
    pace.pause()
    clock.now += 60
    pace.resume()
    pace.resume()
    clock.now += 1
    assert pace.seconds == 7
