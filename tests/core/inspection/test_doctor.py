"""Every alarm is provoked by a real run, and every experiment is run as well."""

import math
from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest

from core.data import mnist
from core.data.dataset import Split
from core.data.starter import starter_split
from core.errors import DivergenceError
from core.inspection.doctor import Doctor
from core.inspection.experiments import REMEDIES, experiment_for
from core.inspection.limits import LIMITS
from core.recipe import PRESETS, Recipe
from tests.core.inspection.watched_run import visit

DEEP = (64,) * 5


@pytest.fixture(scope="module")
def starter():
    return starter_split()


def part(split, examples):
    return Split(split.name, split.train.take(np.arange(examples)), split.validation, split.test)


@pytest.fixture(scope="module")
def some(starter):
    return part(starter, 4000)


@pytest.fixture(scope="module")
def few(starter):
    return part(starter, 200)


def short(**values):
    return Recipe(**({"epochs": 4} | values))


# kind, what goes wrong, the one thing to change
PATIENTS = {
    "sigmoid, 6 layers, weights drawn with standard deviation 1": (
        "saturated",
        short(hidden=DEEP, activation="sigmoid", initialization="wide"),
        {"initialization": "xavier"},
    ),
    "tanh, 6 layers, weights drawn with standard deviation 1": (
        "saturated",
        short(hidden=DEEP, activation="tanh", initialization="wide"),
        {"initialization": "xavier"},
    ),
    "sigmoid, 6 layers, as Xavier": (
        "vanishing",
        short(hidden=DEEP, activation="sigmoid", initialization="xavier"),
        {"activation": "relu"},
    ),
    "ReLU at rate 10": ("dead", short(learning_rate=10), {"learning_rate": 0.1}),
    "ReLU at rate 1": ("dead", short(learning_rate=1), {"learning_rate": 0.1}),
    "Adam at rate 0.1": (
        "dead",
        short(optimizer="adam", learning_rate=0.1),
        {"learning_rate": 0.01},
    ),
    "weights so wide that the loss overflows": (
        "not finite",
        short(hidden=DEEP, initialization="wide"),
        {"initialization": "he"},
    ),
    "a rate so high that the loss overflows": (
        "not finite",
        short(learning_rate=1000, schedule="constant"),
        {"learning_rate": 0.1},
    ),
    "wide weights at a rate that hardly moves them": (
        "exploding",
        short(hidden=DEEP, initialization="wide", learning_rate=1e-9),
        {"initialization": "he"},
    ),
    "softmax alone at rate 3": (
        "rate too high",
        short(hidden=(), learning_rate=3, optimizer="sgd", schedule="constant"),
        {"learning_rate": 0.1},
    ),
    "tanh at rate 3": (
        "rate too high",
        short(activation="tanh", initialization="xavier", learning_rate=3),
        {"learning_rate": 0.1},
    ),
    "rate 1e-6": ("rate too low", short(learning_rate=1e-6), {"learning_rate": 1e-2}),
    "Adam at rate 1e-6": (
        "rate too low",
        short(optimizer="adam", learning_rate=1e-6),
        {"learning_rate": 1e-4},
    ),
}


def test_every_kind_of_a_step_has_a_patient():
    assert {kind for kind, _, _ in PATIENTS.values()} == LIMITS.keys() - {"overfitting"}
    assert REMEDIES.keys() == LIMITS.keys()


@pytest.mark.parametrize("name", PATIENTS)
def test_an_alarm_is_raised_and_its_experiment_helps(name, some):
    kind, recipe, changes = PATIENTS[name]
    sick = visit(recipe, some)
    alarm = sick.first(kind)
    assert alarm.title == LIMITS[kind].title
    assert alarm.threshold == LIMITS[kind].threshold
    assert dict(alarm.experiment.changes) == changes
    assert alarm.experiment.recipe(recipe) == replace(recipe, **changes)
    better = visit(alarm.experiment.recipe(recipe), some)
    assert better.share(kind) < sick.share(kind) / 4


def test_one_step_leads_out_of_a_rate_far_too_high(some):
    sick = visit(short(learning_rate=1000, schedule="constant"), some)
    better = visit(sick.seen[-1][1][0].experiment.recipe(short(schedule="constant")), some)
    assert not better.doctor.alarms
    assert better.epochs[-1].validation_accuracy > 0.7


def test_the_experiments_lead_from_a_hopeless_network_to_one_that_learns(some):
    recipe, tried = PATIENTS["sigmoid, 6 layers, weights drawn with standard deviation 1"][1], []
    while (run := visit(recipe, some)).doctor.alarms:
        experiment = run.doctor.alarms[0].experiment
        tried.append(experiment.label)
        recipe = experiment.recipe(recipe)
    assert tried == ["Try initialisation Xavier", "Try activation ReLU"]
    assert run.epochs[-1].validation_accuracy > 0.85


def test_an_overfitted_network_and_its_experiments(few):
    recipe = short(epochs=40, optimizer="adam", learning_rate=0.003, schedule="constant", l2=0.0)
    sick = visit(recipe, few, every=20)
    assert sick.kinds == {"overfitting"}
    alarm = sick.doctor.alarms[0]
    lowest = min(each.validation_loss for each in sick.epochs)
    assert alarm.value == pytest.approx(sick.epochs[-1].validation_loss / lowest - 1, abs=0.05)
    assert alarm.figure == f"{100 * alarm.value:+.0f}\u2009%"
    assert dict(alarm.experiment.changes) == {"l2": 0.01}
    better = visit(alarm.experiment.recipe(recipe), few, every=20)
    assert not better.kinds
    assert better.epochs[-1].validation_loss < sick.epochs[-1].validation_loss


@pytest.mark.parametrize(
    ("known", "changes"),
    [
        ({"l2": 0.01}, {"dropout": 0.3}),
        ({"l2": 0.01, "dropout": 0.1}, {"patience": 3}),
        ({"l2": 0.01, "hidden": ()}, {"patience": 3}),
        ({"l2": 0.01, "dropout": 0.1, "patience": 6}, {"patience": 3}),
    ],
)
def test_what_is_tried_already_is_not_proposed_again(known, changes):
    experiment = experiment_for("overfitting", Recipe(**known), 0.1, 0.2)
    assert dict(experiment.changes) == changes


def test_an_experiment_changes_one_thing_whatever_the_recipe():
    for kind in REMEDIES:
        for activation in ("relu", "sigmoid", "tanh"):
            for initialization in ("he", "xavier", "normal", "wide"):
                for hidden in ((), (8,), (8, 8, 8)):
                    base = Recipe(hidden, activation, initialization, learning_rate=0.2, seed=7)
                    experiment = experiment_for(kind, base, 0.2, 1e-6)
                    changed = experiment.recipe(base)
                    differing = {
                        each.name
                        for each in fields(Recipe)
                        if getattr(base, each.name) != getattr(changed, each.name)
                    }
                    assert differing == {experiment.field}
                    assert hash(experiment) == hash(replace(experiment))


def test_a_rate_at_its_limits_makes_a_recipe_still():
    tiny = Recipe(learning_rate=5e-324)
    assert experiment_for("dead", tiny, 5e-324, 1.0).recipe(tiny).learning_rate > 0
    large = Recipe(learning_rate=900.0)
    faster = experiment_for("rate too low", large, 900.0, 0.0)
    assert faster.recipe(large).learning_rate == 1000


def test_a_loss_that_is_no_number_stays_and_comes_first(some):
    run = visit(short(learning_rate=100, schedule="constant"), some)
    assert run.error is not None
    first = run.doctor.alarms[0]
    assert (first.kind, first.step, first.layer) == ("not finite", run.error.step, None)
    assert math.isnan(first.value)
    assert first.figure == "loss = NaN"


def test_alarms_stand_in_order_once_and_without_those_another_explains(some):
    order = list(LIMITS)
    for recipe in (short(learning_rate=1), PATIENTS["tanh at rate 3"][1]):
        for _, alarms in visit(recipe, some).seen:
            places = [order.index(each.kind) for each in alarms]
            assert places == sorted(set(places))
            kinds = {each.kind for each in alarms}
            assert not any(kinds & set(LIMITS[kind].causes) for kind in kinds)


def test_a_reading_is_marked_even_where_another_alarm_explains_it(some):
    run = visit(PATIENTS["tanh, 6 layers, weights drawn with standard deviation 1"][1], some)
    assert [each.kind for each in run.doctor.alarms] == ["saturated"]
    marked = {each.kind for each in run.doctor.readings if each.standing == "alarm"}
    assert marked == {"saturated", "vanishing"}
    slow = visit(PATIENTS["rate 1e-6"][1], some)
    assert [each.kind for each in slow.doctor.readings if each.standing == "alarm"] == [
        "rate too high"
    ]


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
    run = visit(recipe, starter, every=15)
    assert "vanishing" in run.kinds
    assert not run.doctor.alarms
    shown = ["vanishing" in [each.kind for each in alarms] for _, alarms in run.seen]
    assert sum(a != b for a, b in pairwise(shown)) == 2, "it flickers"


def test_the_step_of_an_alarm_is_that_of_its_beginning(some):
    run = visit(PATIENTS["rate 1e-6"][1], some)
    began = next(step for step, alarms in run.seen if alarms)
    assert {alarms[0].step for _, alarms in run.seen if alarms} == {began}


@pytest.mark.parametrize("every", [1, 50, 250])
def test_the_default_recipe_is_silent_however_often_one_looks(every, starter):
    """250 steps are an epoch: the last of each is what is looked at while nobody watches."""
    epochs = 5 if every == 1 else 10
    run = visit(Recipe(seed=every, epochs=epochs), starter, every=every)
    assert not run.kinds
    assert run.epochs[-1].validation_accuracy > 0.95


def test_the_default_recipe_is_silent_on_mnist(mnist_folder):
    split = mnist.load_split(mnist.open_folder(mnist_folder))
    run = visit(Recipe(), split, every=40)
    assert not run.kinds
    assert run.epochs[-1].validation_accuracy > 0.97


def test_the_other_presets_are_silent(starter):
    names = [name for name in PRESETS if PRESETS[name] != Recipe()]
    assert len(names) == len(PRESETS) - 1
    for name in names:
        run = visit(PRESETS[name], part(starter, 250), every=5)
        assert not run.kinds, name
        assert run.epochs[-1].epoch == PRESETS[name].epochs


HEALTHY = {
    "five ReLU layers": Recipe(hidden=DEEP, epochs=6),
    "five tanh layers": Recipe(hidden=DEEP, activation="tanh", initialization="xavier", epochs=6),
    "two sigmoid layers": Recipe(epochs=6, activation="sigmoid", initialization="xavier"),
    "Adam": Recipe(optimizer="adam", learning_rate=0.001, epochs=5),
    "plain steps at a constant rate": Recipe(optimizer="sgd", schedule="constant", epochs=5),
    "halvings": Recipe(schedule="step", epochs=4),
    "dropout": Recipe(dropout=0.5, epochs=5),
    "no hidden layer": Recipe(hidden=(), epochs=5),
    "one epoch": Recipe(epochs=1),
}


@pytest.mark.parametrize("name", HEALTHY)
def test_networks_that_learn_well_are_silent(name, starter):
    run = visit(HEALTHY[name], starter, every=20)
    assert not run.kinds
    assert run.epochs[-1].validation_accuracy > 0.88


@pytest.mark.parametrize("batch_size", [1, 2, 8, 30])
def test_units_at_rest_in_a_small_batch_are_not_dead(batch_size, starter):
    """Thirty leaves ten over: the last step of each epoch, which is among the looks, has ten."""
    recipe = Recipe(batch_size=batch_size, learning_rate=0.1 * batch_size / 64, epochs=3)
    run = visit(recipe, part(starter, 610), every=21)
    assert not run.kinds
    dead = visit(replace(recipe, learning_rate=3.0), part(starter, 610), every=21)
    assert "dead" in dead.kinds


def test_a_rate_lowered_on_the_way_is_too_low_and_raised_to_what_it_was(some):
    recipe = short(schedule="constant", optimizer="sgd", learning_rate=0.01)
    run = visit(recipe, some, rates={70: 1e-8})
    alarm = run.first("rate too low")
    assert alarm.step > 70
    rate = alarm.experiment.recipe(recipe).learning_rate
    assert recipe.learning_rate / 101 < rate <= recipe.learning_rate


def test_readings_show_what_healthy_looks_like(some):
    doctor = Doctor(Recipe())
    before = doctor.readings
    assert {each.figure for each in before} == {"–"}
    run = visit(short(), some)
    after = run.doctor.readings
    assert [(each.kind, each.title, each.limit) for each in before] == [
        (each.kind, each.title, each.limit) for each in after
    ]
    assert "–" not in {each.figure for each in after}
    assert {each.standing for each in before} == {"unknown"}
    assert {each.standing for each in after} == {"healthy"}
    limits = {each.kind: each.limit for each in after}
    assert limits["vanishing"] == "‖dW¹‖\u2009/\u2009‖dWᴸ‖, alarm below 0.01"
    assert limits["dead"] == "alarm above 80\u2009% of a layer"
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


def test_without_validation_examples_nothing_is_said_of_overfitting(few):
    without = replace(few, validation=few.train.take(np.arange(0)))
    run = visit(short(epochs=10), without)
    assert run.doctor.readings[-1].figure == "–"


def test_a_run_that_ends_before_its_first_look_is_told_of():
    doctor = Doctor(Recipe())
    doctor.see_end(DivergenceError(3, math.inf, "The loss became inf."))
    (alarm,) = doctor.alarms
    assert (alarm.figure, alarm.step) == ("loss = ∞", 3)
