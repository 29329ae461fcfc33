"""Verdicts that are not about numbers: whose fault it is, what is advice, what is another form."""

from __future__ import annotations

import pytest

from tests.core.checking.in_process import report_on, report_with
from tests.core.checking.right import TEXTBOOK

REVERSED = "def relu_backward(dH, relu_memory):\n    return dH * (relu_memory <= 0)\n"
IN_PLACE = (
    "def update_parameters(parameters, gradients, learning_rate):\n"
    "    for name in parameters:\n"
    "        parameters[name] -= learning_rate * gradients['d' + name]\n"
    "    return parameters\n"
)
_BACK = "def relu_backward(dH, relu_memory):\n"
_AT_ZERO, _CHANGES = "relu-mask-at-zero", "changes-input"


def ids(function) -> list[str]:
    return [each.id for each in (function.mistake, *function.also) if each]


def test_who_calls_a_wrong_function_is_wrong_because_of_it():
    layer = report_with("layer_backward", REVERSED)
    assert layer.status == "wrong"
    assert ids(layer) == ["because-of-relu_backward"]
    assert "With ours in its place" in layer.mistake.sentence
    assert ids(report_with("L_layer_backward", REVERSED)) == ["because-of-relu_backward"]


def test_mistakes_of_ones_own_are_named_beside_those_of_others():
    code = REVERSED + TEXTBOOK[TEXTBOOK.index("def layer_backward") :].replace(
        "dW = np.dot(dZ, H_prev.T) / m", "dW = np.dot(dZ, H_prev.T)"
    )
    assert ids(report_with("layer_backward", code)) == ["missing-1/m", "because-of-relu_backward"]


def test_ones_own_copy_of_a_wrong_function_is_no_excuse():
    code = REVERSED + (
        "def layer_backward(dH, memory, activation='relu'):\n"
        "    (H_prev, W, b), Z = memory\n"
        "    dZ = dH * (Z > 0) if activation == 'relu' else sigmoid_backward(dH, Z)\n"
        "    return W.T @ dZ, dZ @ H_prev.T, dZ.mean(axis=1, keepdims=True)\n"
    )
    assert ids(report_with("layer_backward", code)) == ["missing-1/m"]


@pytest.mark.parametrize(
    ("name", "code", "advice"),
    [
        ("compute_loss", "", "log-of-zero"),
        (
            "softmax",
            "def softmax(Z):\n    return np.exp(Z) / np.exp(Z).sum(axis=0), Z\n",
            "softmax-overflow",
        ),
        (
            "compute_loss",
            "def compute_loss(HL, Y):\n"
            "    return -np.mean(np.sum(Y * np.log(HL + 1e-5), axis=0))\n",
            "loss-epsilon",
        ),
        ("relu_backward", _BACK + "    return np.where(relu_memory < 0, 0, dH)\n", _AT_ZERO),
        ("layer_backward", _BACK + "    return dH * (relu_memory >= 0)\n", _AT_ZERO),
        (
            "relu_backward",
            _BACK + "    return dH * np.heaviside(relu_memory, 0.5)\n",
            "relu-half-at-zero",
        ),
        ("relu_backward", _BACK + "    dH[relu_memory <= 0] = 0\n    return dH\n", _CHANGES),
        ("relu_backward", _BACK + "    dH *= relu_memory > 0\n    return dH\n", _CHANGES),
        ("relu", "def relu(Z):\n    M = Z.copy()\n    Z[Z < 0] = 0\n    return Z, M\n", _CHANGES),
    ],
)
def test_what_is_custom_alone_is_right_with_advice(name, code, advice):
    report = report_with(name, code)
    assert (report.status, ids(report)) == ("right", [advice])
    assert all(each.ok and each.problem == "" for each in report.comparisons)


def test_an_update_in_place_is_right_with_a_note():
    report = report_with("update_parameters", IN_PLACE)
    assert (report.status, ids(report)) == ("right", [])
    assert any("as -= does" in note for note in report.notes)


def test_advice_is_not_given_to_what_is_wrong():
    code = "def compute_loss(HL, Y):\n    return np.sum(Y * np.log(HL)) / Y.shape[1]\n"
    assert ids(report_with("compute_loss", code)) == ["loss-sign"]
    code = "def softmax(Z):\n    return np.exp(Z) / np.exp(Z).sum(axis=0), 'Z'\n"
    softmax = report_with("softmax", code)
    assert (softmax.status, ids(softmax)) == ("wrong", ["code-name"])
    assert "memory should be an array" in softmax.problem


def test_nobody_asks_for_the_memory_of_softmax():
    for memory in ("", ", None", ", Z"):
        code = f"def softmax(Z):\n    e = np.exp(Z - Z.max(0))\n    return e / e.sum(0){memory}\n"
        assert report_with("softmax", code).status == "right"


def test_a_safe_loss_needs_no_advice():
    code = (
        "def compute_loss(HL, Y):\n"
        "    return -np.sum(Y * np.log(np.clip(HL, 1e-15, 1))) / Y.shape[1]\n"
    )
    assert ids(report_with("compute_loss", code)) == []


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("relu", "def relu(Z):\n    return np.maximum(0, Z).tolist(), Z\n", "list"),
        ("relu", "def relu(Z):\n    return np.asmatrix(np.maximum(0, Z)), Z\n", "np.matrix"),
        ("relu", "def relu(Z):\n    return np.maximum(0, Z).astype(object), Z\n", "objects"),
        (
            "compute_loss",
            "def compute_loss(HL, Y):\n"
            "    return -np.sum(Y * np.log(HL + 1e-15), keepdims=True) / Y.shape[1]\n",
            "brackets",
        ),
        ("update_parameters", "", "dictionary that it was given"),
        (
            "layer_forward",
            "def layer_forward(H_prev, W, b):\n"
            "    Z = W @ H_prev + b\n    return np.maximum(Z, 0), ((H_prev, W, b), Z)\n",
            "ReLU alone",
        ),
        (
            "layer_backward",
            "def layer_backward(dH, memory, activation):\n"
            "    (H_prev, W, b), Z = memory\n"
            "    dZ = relu_backward(dH, Z) if activation == 'relu' else sigmoid_backward(dH, Z)\n"
            "    dH_prev, dW, db = np.zeros_like(H_prev), np.zeros_like(W), np.zeros_like(b)\n"
            "    dH_prev[:] = W.T @ dZ\n    dW[:] = dZ @ H_prev.T / dZ.shape[1]\n"
            "    db[:] = dZ.mean(axis=1, keepdims=True)\n    return dH_prev, dW, db\n",
            "whole numbers",
        ),
    ],
)
def test_another_form_is_right_with_a_note(name, code, words):
    report = report_with(name, code)
    assert report.status == "right", report.problem
    assert any(words in note for note in report.notes)


def test_functions_that_are_not_there_are_ours():
    report = report_on(TEXTBOOK.replace("def relu_backward", "def relu_backward_"))
    layer = report.functions[9]
    assert report.functions[8].status == "absent"
    assert layer.status == "right"
    assert layer.notes == ("The file lacks relu_backward: ours was used.",)


def test_the_courses_example_comes_first_with_its_numbers():
    layer = report_with("layer_backward", "")
    first = [row for row in layer.comparisons if row.case == "the course's example, relu"]
    assert [row.what for row in layer.comparisons[:3]] == ["dH_prev", "dW", "db"]
    assert layer.comparisons[:3] == tuple(first)
    wrong = report_with(
        "layer_backward",
        "def layer_backward(dH, memory, activation='relu'):\n"
        "    shapes = (2, 5), (3, 2), (3, 1)\n    return tuple(map(np.zeros, shapes))\n",
    )
    rows = {row.what: row for row in wrong.comparisons[:3]}
    assert rows["db"].expected == pytest.approx(0.37345476)
    assert rows["db"].numeric == pytest.approx(0.37345476)
    assert rows["dW"].expected == pytest.approx(1.67565336)
    loss = report_with("compute_loss", "").comparisons[0]
    assert (loss.case, loss.got) == ("the course's example", pytest.approx(0.89646002613))


def test_one_example_and_other_shapes_are_tried():
    for name in ("layer_backward", "compute_loss", "relu_backward", "L_layer_backward"):
        cases = {row.case for row in report_with(name, "").comparisons}
        assert any("m = 1" in case for case in cases)
        assert len(cases) >= 4


def test_where_it_goes_wrong_is_told():
    code = (
        "def layer_backward(dH, memory, activation='relu'):\n"
        "    (H_prev, W, b), Z = memory\n"
        "    dZ = relu_backward(dH, Z) if activation == 'relu' else np.sin(dH * Z)\n"
        "    return W.T @ dZ, dZ @ H_prev.T / len(dH.T), dZ.mean(axis=1, keepdims=True)\n"
    )
    report = report_with("layer_backward", code)
    assert report.problem.endswith("It goes wrong with sigmoid only.")
    assert ids(report) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("initialize_parameters(dimensions)", "initialize_parameters([784, 45, 10])"),
        ("range(num_iterations)", "range(4)"),
    ],
)
def test_what_a_model_is_asked_for_counts(before, after):
    model = TEXTBOOK[TEXTBOOK.index("def L_layer_model") :]
    assert before in model
    assert report_with("L_layer_model", model.replace(before, after)).status in ("wrong", "failed")


def test_what_a_function_keeps_from_call_to_call_is_seen():
    code = (
        "seen = []\n"
        "def sigmoid(Z):\n"
        "    seen.append(Z.shape)\n"
        "    return 1 / (1 + np.exp(-Z)) + (len(seen) > len(set(seen))), Z\n"
    )
    report = report_with("sigmoid", code)
    assert report.status == "wrong"
    assert [row.case for row in report.comparisons if not row.ok] == [
        "the course's example, once more"
    ]
