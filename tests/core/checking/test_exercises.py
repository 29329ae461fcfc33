"""The chains of small formulas are the mathematics of core, and every slip in them has a test."""

from __future__ import annotations

import numpy as np
import pytest

from core.checking.course_functions import CALLS, FUNCTIONS, JUDGED
from core.checking.exercises import EXERCISES
from core.checking.exercises.two_classes import TWO_CLASSES
from tests.core.checking.mutations import MUTATIONS
from tests.core.checking.wrong import WRONG

# Advice, which test_judge covers.
HARMLESS = {
    *("log-of-zero", "loss-epsilon", "softmax-overflow"),
    *("relu-mask-at-zero", "relu-half-at-zero"),
}


# linear_forward's and linear_backward's steps are those of a layer.
COURSE = [each for each in EXERCISES.values() if each.name in FUNCTIONS]
ALL = [*EXERCISES.values(), *TWO_CLASSES.values()]


def outputs(exercise):
    """(case, output's name, the reference's array) of each."""
    for case in exercise.cases():
        for what, array in exercise.reference(case).items():
            yield case, what, np.asarray(array)


def test_every_function_but_the_random_one_has_an_exercise():
    assert {*EXERCISES, "initialize_parameters"} == set(JUDGED)
    assert set(TWO_CLASSES) < set(EXERCISES)
    assert all(JUDGED.index(b) < JUDGED.index(a) for a, some in CALLS.items() for b in some)


@pytest.mark.parametrize("exercise", ALL, ids=lambda each: each.name)
def test_the_right_steps_are_the_reference(exercise):
    for case, what, array in outputs(exercise):
        value = None
        for step in exercise.chains(what):
            value = step.right(case.given, value)
        np.testing.assert_allclose(value, array, rtol=1e-12, atol=1e-14, err_msg=case.label)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda each: each.name)
def test_every_slip_changes_something(exercise):
    changed, slips = set(), set()
    for case, what, array in outputs(exercise):
        chain = exercise.chains(what)
        for at, step in enumerate(chain):
            for number, slip in enumerate(step.slips):
                slips.add((step.what, slip.id, number))
                value = None
                try:
                    with np.errstate(all="ignore"):
                        for k, each in enumerate(chain):
                            formula = slip.formula if k == at else each.right
                            value = formula(case.given, value)
                    same = np.array_equal(np.asarray(value), array)
                except (ValueError, TypeError, IndexError):
                    same = False
                if not same:
                    changed.add((step.what, slip.id, number))
    assert slips == changed


@pytest.mark.parametrize("name", [each for each in EXERCISES if "backward" in each])
def test_gradients_are_the_central_difference(name):
    exercise = EXERCISES[name]
    compared = 0
    for case, what, array in outputs(exercise):
        for index in np.ndindex(array.shape):
            numeric = exercise.numeric(case, what, index)
            if numeric is not None:
                compared += 1
                assert numeric == pytest.approx(array[index], rel=1e-5, abs=1e-6), case.label
    assert compared > 50


def test_inputs_of_a_case_are_not_the_formulas_arrays():
    for exercise in EXERCISES.values():
        case = exercise.cases()[0]
        held = [each for each in vars(case.given).values() if isinstance(each, np.ndarray)]
        handed = [each for each in case.arguments if isinstance(each, np.ndarray)]
        if exercise.name != "L_layer_backward":
            assert not any(np.shares_memory(a, b) for a in held for b in handed)


def test_every_known_mistake_has_a_wrong_hand_in():
    known = {
        (exercise.name, slip.id)
        for exercise in COURSE
        for _, what, _ in outputs(exercise)
        for step in exercise.chains(what)
        for slip in step.slips
        if slip.id not in HARMLESS
    }
    shown = {(name, id) for name, ids, _ in WRONG for id, _ in ids}
    shown |= {(name, id) for name, id, _, _ in MUTATIONS}
    assert sorted(known - shown) == []
