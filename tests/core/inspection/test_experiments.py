"""What the doctor proposes: one thing changed, and it helps."""

from dataclasses import fields, replace

import pytest

from core.inspection.experiments import REMEDIES, experiment_for
from core.network.recipe import Recipe
from tests.core.inspection.patients import PATIENTS, short
from tests.core.inspection.watched_run import visit, visit_run

pytestmark = pytest.mark.slow


def test_one_step_leads_out_of_a_rate_far_too_high(some):
    sick = visit_run(short(learning_rate=1000, schedule="constant"), some)
    better = visit_run(sick.seen[-1][1][0].experiment.recipe(short(schedule="constant")), some)
    assert not better.doctor.alarms
    assert better.epochs[-1].validation_accuracy > 0.7


def test_the_experiments_lead_from_a_hopeless_network_to_one_that_learns(some):
    """The first run ends at 0.44 to 0.53, the last one at 0.868 to 0.908: ten seeds of networks and
    digits, two kernels. At the usual rate six layers of ReLU would leave that to chance."""
    hopeless = PATIENTS["sigmoid, 6 layers, weights drawn with standard deviation 1"][1]
    recipe, tried = replace(hopeless, learning_rate=0.03), []
    while (run := visit_run(recipe, some)).doctor.alarms:
        experiment = run.doctor.alarms[0].experiment
        tried.append(experiment.label)
        recipe = experiment.recipe(recipe)
    assert tried == ["Try Xavier initialisation", "Try ReLU activation"]
    assert run.epochs[-1].validation_accuracy > 0.8


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


def test_a_rate_lowered_on_the_way_is_too_low_and_raised_to_what_it_was(some):
    recipe = short(schedule="constant", optimizer="sgd", learning_rate=0.01)
    run = visit(recipe, some, rates={70: 1e-8})
    alarm = run.first("rate too low")
    assert alarm.step > 70
    rate = alarm.experiment.recipe(recipe).learning_rate
    assert recipe.learning_rate / 101 < rate <= recipe.learning_rate
