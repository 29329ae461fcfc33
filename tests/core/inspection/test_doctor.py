"""Every alarm is provoked by a real run, and every experiment is run as well."""

import math
from dataclasses import replace
from itertools import pairwise
from statistics import fmean

import pytest

from core.errors import DivergenceError
from core.inspection.alarm_limits import LIMITS
from core.inspection.doctor import Doctor
from core.inspection.evidence import SMOOTH
from core.inspection.experiments import REMEDIES
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import StepReport
from core.network.training import Training
from tests.core.inspection.patients import DEEP, PATIENTS, short
from tests.core.inspection.watched_run import visit_run

pytestmark = pytest.mark.slow


def test_every_kind_of_a_step_has_a_patient():
    assert {kind for kind, _, _ in PATIENTS.values()} == LIMITS.keys() - {"overfitting", "guessing"}
    assert REMEDIES.keys() == LIMITS.keys()


@pytest.mark.parametrize("name", PATIENTS)
def test_an_alarm_is_raised_and_its_experiment_helps(name, some):
    kind, recipe, changes = PATIENTS[name]
    sick = visit_run(recipe, some)
    alarm = sick.first(kind)
    assert alarm.title == LIMITS[kind].title
    assert alarm.threshold == LIMITS[kind].threshold
    assert dict(alarm.experiment.changes) == changes
    assert alarm.experiment.recipe(recipe) == replace(recipe, **changes)
    better = visit_run(alarm.experiment.recipe(recipe), some)
    assert better.share(kind) < sick.share(kind) / 4


def test_an_overfitted_network_and_its_experiments(few):
    recipe = short(epochs=80, optimizer="adam", learning_rate=0.002, schedule="constant", l2=0.0)
    sick = visit_run(recipe, few, every=20)
    assert sick.kinds == {"overfitting"}
    alarm = sick.doctor.alarms[0]
    losses = [each.validation_loss for each in sick.epochs]
    smooth = [fmean(losses[end - SMOOTH : end]) for end in range(SMOOTH, len(losses) + 1)]
    assert alarm.value == pytest.approx(smooth[-1] / min(smooth) - 1)
    assert alarm.figure == f"{100 * alarm.value:+.0f}\u202f%"
    assert dict(alarm.experiment.changes) == {"l2": 0.01}
    better = visit_run(alarm.experiment.recipe(recipe), few, every=20)
    assert not better.kinds
    assert better.epochs[-1].validation_loss < sick.epochs[-1].validation_loss


@pytest.mark.parametrize("hardest", [1.0, 0.3])
def test_what_the_schedule_lets_through_is_known(hardest, some):
    """Also where the rate was halved on the way."""
    recipe = short(epochs=5, schedule="cosine", hardest=hardest)
    training, doctor = Training(Network.from_recipe(recipe), recipe, some), Doctor(recipe)
    doctor.total_steps = training.advance.last
    for report in training.reports():
        if isinstance(report, StepReport):
            share = report.learning_rate / recipe.learning_rate
            assert doctor._factor(report.step, report.learning_rate / 2) == pytest.approx(share)


def test_a_loss_that_is_no_number_stays_and_comes_first(some):
    run = visit_run(short(learning_rate=100, schedule="constant"), some)
    assert run.error is not None
    first = run.doctor.alarms[0]
    assert (first.kind, first.step, first.layer) == ("not finite", run.error.step, None)
    assert math.isnan(first.value)
    assert first.figure == "loss = NaN"


def test_alarms_stand_in_order_once_and_without_those_another_explains(some):
    order = list(LIMITS)
    for recipe in (short(learning_rate=1), PATIENTS["tanh at rate 3"][1]):
        for _, alarms in visit_run(recipe, some).seen:
            places = [order.index(each.kind) for each in alarms]
            assert places == sorted(set(places))
            kinds = {each.kind for each in alarms}
            assert not any(kinds & set(LIMITS[kind].causes) for kind in kinds)


def test_an_alarm_that_no_longer_holds_is_withdrawn(starter):
    """Five hidden sigmoid layers: nothing for a while, then Adam gets them to learn."""
    recipe = Recipe(
        hidden=DEEP,
        activation="sigmoid",
        initialization="xavier",
        optimizer="adam",
        learning_rate=0.003,
        epochs=8,
    )
    run = visit_run(recipe, starter, every=15)
    assert "vanishing" in run.kinds
    assert not run.doctor.alarms
    shown = ["vanishing" in [each.kind for each in alarms] for _, alarms in run.seen]
    assert sum(a != b for a, b in pairwise(shown)) == 2, "it flickers"


def test_the_step_of_an_alarm_is_that_of_its_beginning(some):
    run = visit_run(PATIENTS["rate 2e-6"][1], some)
    began = next(step for step, alarms in run.seen if alarms)
    assert {alarms[0].step for _, alarms in run.seen if alarms} == {began}


def test_a_run_that_ends_before_its_first_look_is_told_of():
    doctor = Doctor(Recipe())
    doctor.see_end(DivergenceError(3, math.inf))
    (alarm,) = doctor.alarms
    assert (alarm.figure, alarm.step) == ("loss = ∞", 3)
