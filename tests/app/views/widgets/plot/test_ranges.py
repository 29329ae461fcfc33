"""The axes of a run grow in few, calm steps."""

import math
from itertools import pairwise

import numpy as np
import pytest

from app.background.training.history import History
from app.views.widgets.plot.ranges import CALM, LossRange, StepsRange, accuracy_floor
from core.network.reports import EpochReport

FRAME = 1 / 30


def ends(total, pace, seconds):
    """The end of the axis at each frame of a run. pace: steps a second at a moment."""
    axis, steps, found = StepsRange(total), 1.0, []
    for frame in range(round(seconds / FRAME)):
        now = 50 + frame * FRAME
        found.append((now, axis.end(int(min(steps, total)), now)))
        assert found[-1][1] >= min(steps, total) - 1
        steps += pace(frame * FRAME) * FRAME
    return found


def growths(found):
    return [now for (_, before), (now, after) in pairwise(found) if after != before]


@pytest.mark.parametrize("pace", [600, 60, 20, 5, 1])
@pytest.mark.parametrize("total", [30, 2_500, 100_000])
def test_a_steady_run_does_not_jump_several_times_in_two_seconds(total, pace):
    found = ends(total, lambda _: pace, 30)
    times = [now for now in growths(found) if now > 50.2]  # before, nobody knows how fast it is
    assert all(after - before > CALM / 2 for before, after in pairwise(times))
    assert len(growths(found)) - len(times) <= 1


def test_a_run_whose_end_is_near_is_seen_whole_at_once():
    assert [end for _, end in ends(2_500, lambda _: 800, 4)][3:] == [2_500] * 117


def test_a_gear_that_is_changed_costs_two_jumps_at_most():
    found = ends(2_500, lambda seconds: 1 if seconds < 20 else 600, 25)
    late = [now for now in growths(found) if now > 70]
    assert 1 <= len(late) <= 2


def test_the_first_steps_of_a_slow_run_are_apart():
    assert ends(100_000, lambda _: 1, 4)[-1][1] <= 20


def test_it_never_shrinks_while_a_run_goes_on():
    found = [end for _, end in ends(10_000, lambda seconds: 900 if seconds < 2 else 1, 20)]
    assert found == sorted(found)


def test_a_run_that_becomes_longer_makes_room():
    axis = StepsRange(100)
    axis.end(90, 0.0)
    axis.total = 400
    assert axis.end(101, 1.0) >= 200


def a_run(losses, epochs=()):
    history = History(len(losses))
    reports = [EpochReport(k, k, 1.0, train, 1.0, val, True) for k, (train, val) in epochs]
    history.extend(np.arange(1, len(losses) + 1), np.array(losses, np.float32), reports)
    return history


def test_the_fall_from_guessing_stays_in_view():
    losses = LossRange()
    spans = set()
    for length in (1, 10, 100, 1000):
        losses.see(a_run(np.geomspace(2.4, 0.02, 1000)[:length]))
        spans.add((losses.span(False), losses.span(True)))
    assert spans == {((0.0, 2.5), (-2.0, math.log10(2.5)))}


@pytest.mark.parametrize(("highest", "top"), [(2.3, 2.5), (3, 4), (7, 10), (80, 100), (3e9, 4e9)])
def test_a_loss_far_above_makes_room_once(highest, top):
    losses = LossRange()
    losses.see(a_run([highest]))
    losses.see(a_run([0.5]))
    assert losses.span(False) == (0.0, pytest.approx(top))


def test_a_short_peak_may_leave_the_axis_of_a_run_that_is_over():
    peak = np.where(abs(np.arange(1000) - 40) < 20, 300.0, 0.5)
    peak[0] = 3.0
    losses = LossRange()
    losses.see(a_run(peak), 0.9)
    assert losses.span(False) == (0.0, 4.0)
    losses.see(a_run(peak))
    assert losses.span(False) == (0.0, pytest.approx(400.0))


def test_losses_far_beneath_and_none_at_all():
    losses = LossRange()
    losses.see(a_run([0.0, 0.0]))
    low, high = losses.span(True)
    assert -7 < low < high
    losses.see(a_run([np.inf]))
    assert losses.span(False) == (0.0, 2.5)


def test_the_axis_of_accuracy_holds_every_epoch():
    epochs = [(1, (0.72, 0.9)), (2, (0.9, 0.93))]
    assert accuracy_floor(a_run([1, 1], epochs)) == 0.7
    assert accuracy_floor(a_run([1] * 3, [*epochs, (3, (0.99, 0.99))])) == 0.7
    assert accuracy_floor(a_run([1], [(1, (0.97, np.nan))]), a_run([1], [(1, (0.3, 0.4))])) == 0.2
    assert accuracy_floor(History()) == 0.0
