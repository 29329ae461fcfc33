"""Functions under the names of another well-known course: judged as what they are."""

from __future__ import annotations

import pytest

from tests.core.checking.in_process import report_on
from tests.core.checking.right.other_names import ONE_OUTPUT, TEN_OUTPUTS

MEAN = "np.sum(dZ, axis=1, keepdims=True) / m"


def first_mistakes(code: str) -> dict[str, str]:
    """The first mistake of each function that is wrong, victims left out."""
    found = {
        each.written_as or each.name: each.mistake.id if each.mistake else each.problem
        for each in report_on(code).present
        if each.status != "right"
    }
    return {name: id for name, id in found.items() if not id.startswith("because-of-")}


def test_a_function_is_told_under_its_own_name():
    names = {each.name: each.written_as for each in report_on(ONE_OUTPUT).present}
    assert names["compute_loss"] == "compute_cost"
    assert names["L_layer_backward"] == "L_model_backward"
    assert names["linear_backward"] == names["relu"] == ""


@pytest.mark.parametrize("base", [ONE_OUTPUT, TEN_OUTPUTS])
@pytest.mark.parametrize(
    ("before", "after", "name", "mistake"),
    [
        (MEAN, "np.sum(dZ) / m", "linear_backward", "db-all"),
        ("np.dot(dZ, A_prev.T) / m", "np.dot(dZ, A_prev.T)", "linear_backward", "missing-1/m"),
        ("np.dot(W.T, dZ)", "np.dot(W.T, dZ) / m", "linear_backward", "dH_prev-divided-by-m"),
        ("np.dot(W, A) + b", "np.dot(W, A)", "linear_forward", "b-missing"),
        ("-1 / m * np.sum", "1 / m * np.sum", "compute_cost", "loss-sign"),
        ("-1 / m * np.sum", "-np.sum", "compute_cost", "missing-1/m"),
        ("'relu')\n        caches", "'sigmoid')\n        caches", "L_model_forward", None),
        ("reversed(range(L - 1))", "reversed(range(L - 2))", "L_model_backward", "code-loop"),
    ],
)
def test_its_mistakes_have_the_same_names(base, before, after, name, mistake):
    assert before in base
    found = first_mistakes(base.replace(before, after))
    assert found == {name: mistake or "hidden-sigmoid"}


@pytest.mark.parametrize(
    ("before", "after", "mistake"),
    [
        ("+ (1 - Y) * np.log(1 - AL)", "", "half-of-the-loss"),
        ("Y * np.log(AL) + (1", "(1", "half-of-the-loss"),
        ("AL) + (1 - Y)", "AL) - (1 - Y)", "loss-minus"),
        ("np.log(1 - AL)", "np.log(AL)", "one-minus-missing"),
        ("np.log(AL) + (1 - Y) * np.log(1 - AL)", "AL + (1 - Y) * (1 - AL)", "log-missing"),
    ],
)
def test_the_loss_of_two_classes_has_mistakes_of_its_own(before, after, mistake):
    assert before in ONE_OUTPUT
    assert first_mistakes(ONE_OUTPUT.replace(before, after)) == {"compute_cost": mistake}


def test_a_sigmoid_at_the_end_is_a_mistake_where_ten_outputs_are_meant():
    code = TEN_OUTPUTS.replace(", 'softmax')", ", 'sigmoid')")
    assert "L_model_forward" not in first_mistakes(code)  # one output: the loss is another then
    assert "compute_cost" in first_mistakes(code)
