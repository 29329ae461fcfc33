import itertools

import pytest

from core.inspection.alarm_limits import LIMITS, Limit
from core.inspection.evidence import CHANGES, GAP, LOOKS, Evidence, ValidationRise
from core.inspection.symptoms import Symptom
from core.network.reports import EpochReport

HIGH = Limit("", "", 10.0, 5.0, "")
LOW = Limit("", "", 1.0, 2.0, "")


def judged(limit, values, gap=GAP):
    """Whether the alarm holds after each of the values, `gap` steps apart."""
    evidence, held = Evidence(limit), []
    for step, value in zip(itertools.count(gap, gap), values, strict=False):
        evidence.add(Symptom(value, 1), step)
        held.append(evidence.since is not None)
    return held


def test_one_bad_look_is_no_alarm():
    assert not any(judged(HIGH, [11, 1, 1, 11, 1, 1, 11, 1]))
    assert judged(HIGH, [11, 11]) == [False, True]


def test_small_figures_are_the_bad_ones_where_the_release_is_larger():
    assert judged(LOW, [0.5, 0.5, 1.5, 3, 3, 3, 3, 3]) == [False, *4 * [True], *3 * [False]]
    assert not any(judged(LOW, [1.5, 1.5, 1.5]))


def test_a_figure_about_the_threshold_does_not_flicker():
    held = judged(HIGH, [11, 11, *itertools.islice(itertools.cycle((9, 11)), 40)])
    assert held == [False, *41 * [True]]


def test_an_alarm_is_withdrawn_when_most_looks_are_healthy():
    held = judged(HIGH, [11] * LOOKS + [4] * LOOKS)
    assert held.index(False, 1) == LOOKS + LOOKS // 2


@pytest.mark.parametrize("gap", [1, 2, GAP])
def test_looking_more_often_says_no_more(gap):
    """A disturbance of 15 steps, seen at each of them or once or twice."""
    values = [11 if 40 <= step < 55 else 1 for step in range(gap, 200, gap)]
    assert not any(judged(HIGH, values, gap))


def test_an_excuse_is_no_alarm_and_ends_one():
    evidence = Evidence(LOW)
    for step in range(1, 4):
        evidence.add(Symptom(0.5, 1), GAP * step)
    assert evidence.since == 2 * GAP
    for step in range(4, 8):
        evidence.add(Symptom(0.5, 1, is_excused=True), GAP * step)
    assert evidence.since is None
    assert evidence.value == 0.5


def test_the_figure_is_the_median_of_the_looks():
    evidence = Evidence(HIGH)
    assert evidence.value is None
    for step, value in enumerate([1.0, 2.0, float("inf"), 3.0], 1):
        evidence.add(Symptom(value, step), GAP * step)
    assert (evidence.value, evidence.layer) == (2.0, 4)


def rise(validation, training=None):
    found = ValidationRise(LIMITS["overfitting"])
    training = training or [1 / (1 + epoch) for epoch in range(len(validation))]
    held = []
    for epoch, losses in enumerate(zip(training, validation, strict=True), 1):
        found.add(EpochReport(epoch, 10 * epoch, losses[0], 0.9, losses[1], 0.9, False))
        held.append(found.since)
    return found, held


FALLS_AND_RISES = [1.0, 0.7, 0.5, 0.5, 0.5, *(0.5 + 0.02 * k for k in range(1, 10))]


def test_a_rise_of_the_validation_loss_is_an_alarm_while_the_training_loss_falls():
    found, held = rise(FALLS_AND_RISES)
    assert held[7] is None
    assert held[-1] == 90
    assert found.value == pytest.approx(0.16 / 0.5)


def test_a_rise_of_both_losses_is_another_illness():
    _, held = rise(FALLS_AND_RISES, training=FALLS_AND_RISES)
    assert not any(held)


def test_noise_is_no_rise():
    _, held = rise([1.0, 0.5, *itertools.islice(itertools.cycle((0.4, 0.6, 0.65, 0.45)), 60)])
    assert not any(held)


def test_one_bad_epoch_is_no_rise():
    _, held = rise([1.0, 0.6, 0.5, 0.48, 0.9, 0.47, 0.46, 0.45, 0.44, 0.43])
    assert not any(held)


def test_a_rise_that_goes_back_is_withdrawn():
    _, held = rise([*FALLS_AND_RISES, 0.6, 0.5, 0.5, 0.5])
    assert held[-4] is not None
    assert held[-1] is None


def test_long_runs_keep_little():
    found, _ = rise([1.0] * 5 * CHANGES)
    assert len(found._changes) == CHANGES
