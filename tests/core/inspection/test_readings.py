"""What is watched, and how it stands."""

from dataclasses import replace

import numpy as np
import pytest

from core.inspection.alarm_limits import LIMITS
from core.inspection.doctor import Doctor
from core.inspection.evidence import GAP
from core.inspection.statistics import inspect
from core.network.parameters import count, unpack
from core.network.recipe import Recipe
from core.network.snapshots import StepSnapshot
from tests.core.inspection.patients import PATIENTS, short
from tests.core.inspection.watched_run import visit_run

pytestmark = pytest.mark.slow


def test_readings_show_what_healthy_looks_like(some):
    doctor = Doctor(Recipe())
    before = doctor.readings
    assert {each.figure for each in before} == {"–"}
    run = visit_run(short(), some)
    after = run.doctor.readings
    assert [(each.kind, each.title, each.limit) for each in before] == [
        (each.kind, each.title, each.limit) for each in after
    ]
    assert "–" not in {each.figure for each in after}
    assert {each.standing for each in before} == {"unknown"}
    assert {each.standing for each in after} == {"healthy"}
    limits = {each.kind: each.limit for each in after}
    assert limits["vanishing"] == "‖dW¹‖\u202f/\u202f‖dWᴸ‖, alarm below 0.01"
    assert limits["dead"] == "alarm above 80\u202f% of a layer"
    assert limits["rate too high"] == "alarm above 0.1; below 3e−5 at full rate"


@pytest.mark.parametrize(
    ("values", "left_out"),
    [
        ({}, {"saturated"}),
        ({"activation": "tanh"}, {"dead"}),
        ({"hidden": ()}, {"saturated", "dead", "vanishing"}),
    ],
)
def test_only_what_a_network_can_have_is_watched(values, left_out):
    kinds = {each.kind for each in Doctor(Recipe(**values)).readings}
    assert kinds == LIMITS.keys() - left_out - {"rate too low"}


def test_a_reading_is_marked_even_where_another_alarm_explains_it(some):
    """Nine activations in ten are saturated, and the gradient of the first layer is tiny."""
    recipe = Recipe(hidden=(6,), activation="tanh")
    doctor, theta = Doctor(recipe), np.ones(count(recipe.dimensions(10)), np.float32)
    gradient = theta.copy()
    unpack(gradient, recipe.dimensions(10))[0][0][...] = 1e-6
    for step in (GAP, 2 * GAP):
        doctor.see(
            inspect(
                StepSnapshot(
                    *(step, 1, 2.3, 0.1, recipe.dimensions(10), "tanh"),
                    *(theta, gradient, 1e-3 * theta, (0.9,), 64),
                )
            )
        )
    assert [each.kind for each in doctor.alarms] == ["saturated"]
    marked = {each.kind for each in doctor.readings if each.standing == "alarm"}
    assert marked == {"saturated", "vanishing"}
    slow = visit_run(PATIENTS["rate 2e-6"][1], some)
    assert [each.kind for each in slow.doctor.readings if each.standing == "alarm"] == [
        "rate too high",
        "guessing",
    ]


def test_without_validation_examples_nothing_is_said_of_overfitting(few):
    without = replace(few, validation=few.train.take(np.arange(0)))
    run = visit_run(short(epochs=10), without)
    assert run.doctor.readings[-1].figure == "–"
