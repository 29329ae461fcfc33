import math

import pytest

from core.network.schedules import SCHEDULES
from core.recipe_form import FIELD

STEPS = 2000


def run(name):
    return [SCHEDULES[name](step / STEPS) for step in range(STEPS)]


def test_every_schedule_of_a_recipe_is_in_the_table():
    assert SCHEDULES.keys() == FIELD["schedule"].kind.options.keys()


@pytest.mark.parametrize("name", sorted(SCHEDULES))
def test_factors_are_above_0_and_at_most_1(name):
    factors = run(name)
    assert min(factors) > 0
    assert max(factors) <= 1
    assert max(factors) == pytest.approx(1, abs=1e-3)


def test_constant_is():
    assert set(run("constant")) == {1.0}


def test_step_halves_after_each_tenth_of_the_run():
    factors = run("step")
    for tenth in range(10):
        part = factors[tenth * STEPS // 10 : (tenth + 1) * STEPS // 10]
        assert set(part) == {0.5**tenth}


@pytest.mark.parametrize("steps", [10, 30, 50, 70, 990, 8600])
def test_step_halves_on_time_whatever_the_rounding(steps):
    halved = [SCHEDULES["step"](step / steps) for step in range(0, steps, steps // 10)]
    assert halved == [0.5**tenth for tenth in range(10)]


def test_cosine_goes_from_1_over_a_half_to_0():
    cosine = SCHEDULES["cosine"]
    assert cosine(0) == 1
    assert cosine(0.5) == pytest.approx(0.5)
    assert cosine(1 / 3) == pytest.approx(0.75)
    assert cosine(0.999999) == pytest.approx(0, abs=1e-9)
    factors = run("cosine")
    assert factors == sorted(factors, reverse=True)


def test_warm_up_rises_over_a_twentieth_then_falls_to_0():
    factors = run("warm-up")
    top = factors.index(max(factors))
    assert top == STEPS // 20
    assert factors[:top] == sorted(factors[:top])
    assert factors[top:] == sorted(factors[top:], reverse=True)
    assert 0 < factors[0] < 0.02
    middle = factors[top // 2] - factors[0]
    assert middle == pytest.approx((1 - factors[0]) / 2, rel=0.01)
    assert math.isclose(SCHEDULES["warm-up"](0.525), 0.5)
    assert factors[-1] < 1e-5


def test_a_trapezoid_rises_over_a_fifth_stays_and_falls_over_three():
    factors = run("trapezoid")
    top = [at for at, factor in enumerate(factors) if factor == 1]
    assert top == [*range(STEPS // 5, 2 * STEPS // 5 + 1)]
    assert factors[: top[0]] == sorted(factors[: top[0]])
    assert math.isclose(factors[STEPS // 10], 0.5, rel_tol=0.01)
    assert math.isclose(factors[7 * STEPS // 10], 0.5)
    assert factors[-1] < 1e-3
