"""What one small change mends is told by that change, in its line."""

from __future__ import annotations

import ast

import pytest

from core.checking.code.edit_words import KINDS
from core.checking.code.edits import edits, formula_edits
from core.checking.code.tree import read_code
from core.checking.course_functions import ALL_NAMES
from core.checking.runner import CheckProcess
from core.checking.source import source_of
from tests.core.checking.in_process import report_on
from tests.core.checking.right import STYLES, TEXTBOOK

# Mistakes that no number tells by name: (function, what the textbook has, what stands there
# instead, the id, what is told to write).
CHANGES = [
    ("softmax", "return e / e.sum(axis=0, keepdims=True), Z",
     "return e / e.sum(axis=0, keepdims=True) - Z, Z", "code-superfluous", "e / e.sum"),
    ("layer_forward", "Z = np.dot(W, H_prev) + b",
     "Z = np.dot(W, H_prev) + b[0]", "code-part", "b"),
    ("layer_forward", "Z = np.dot(W, H_prev) + b",
     "Z = np.dot(W, H_prev) % 9 + b", "code-superfluous", "np.dot(W, H_prev)"),
    ("compute_loss", "    return -np.sum(Y * np.log(HL)) / m",
     "    loss = 0\n    for i in range(1, m):\n        loss -= np.sum(Y[:, i] * np.log(HL[:, i]))"
     "\n    return loss / m", "code-loop", "range(m)"),
    ("sigmoid_backward", "return dH * s * (1 - s)",
     "return dH * s * np.exp(1 - s)", "code-superfluous", "1 - s"),
    ("relu_backward", "dZ[relu_memory <= 0] = 0",
     "dZ[relu_memory <= 0] = 0\n    dZ = dZ + dZ ** 3", "code-left-out", "Leave it out"),
    ("layer_backward", "dH_prev = np.dot(W.T, dZ)",
     "dH_prev = np.dot(W.T, dZ) + H_prev", "code-superfluous", "np.dot(W.T, dZ)"),
    ("layer_backward", "    dW = np.dot(dZ, H_prev.T) / m",
     "    dW = W + b", "code-formula", "dW ="),
    ("L_layer_forward", "        memories.append(memory)\n    HL",
     "        memories.insert(0, memory)\n    HL", "code-insert", "memories.append(memory)"),
    ("update_parameters", "learning_rate * gradients",
     "learning_rate ** gradients", "code-operator", "*"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("function", "before", "after", "id", "told"),
    CHANGES,
    ids=[f"{n}-{function}:{id}" for n, (function, _, _, id, _) in enumerate(CHANGES)],
)
def test_one_change_tells_the_mistake_and_its_line(function, before, after, id, told):
    assert TEXTBOOK.count(before) == 1
    code = TEXTBOOK.replace(before, after)
    first = TEXTBOOK[: TEXTBOOK.index(before)].count("\n") + 1
    (cause,) = report_on(code).causes
    assert (cause.name, cause.mistake.id) == (function, id), cause.mistake
    assert first <= cause.mistake.line <= first + after.count("\n")
    assert cause.mistake.code == code.splitlines()[cause.mistake.line - 1].strip()
    assert told in cause.mistake.hint


LOOP = "    for l in reversed(range(1, L)):\n"
# What the code shows: as above.
SEEN = [
    ("L_layer_backward", LOOP, LOOP + "        gradients = {}\n", "begun-anew", "before"),
    ("L_layer_forward", "    HL, memory = layer_forward(H,",
     "    memory, HL = layer_forward(H,", "code-unpacked", "HL, memory"),
    ("L_layer_forward", "        memories.append(memory)\n    HL",
     "        memories = memories.append(memory)\n    HL",
     "code-append", "memories.append"),
    ("layer_backward", "    dW = np.dot(dZ, H_prev.T) / m\n",
     "    dW = np.zeros(W.shape)\n    for i in range(m):\n"
     "        dW += np.outer(dZ[:, i], H_prev[:, i])\n        dW /= m\n",
     "divided-in-loop", "after"),
    ("sigmoid", "    H = 1 / (1 + np.exp(-Z))",
     "    exp = np.exp(-Z)\n    H = 1 / (1 + exp(-Z))", "shadowed", "another name"),
    ("L_layer_model", "    for i in range(num_iterations):\n"
     "        HL, memories = L_layer_forward(X, parameters)\n",
     "    HL, memories = L_layer_forward(X, parameters)\n    for i in range(num_iterations):\n",
     "outside-the-loop", "in the loop"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("function", "before", "after", "id", "told"), SEEN, ids=[f"{e[0]}:{e[3]}" for e in SEEN]
)
def test_what_the_code_shows_is_told(function, before, after, id, told):
    test_one_change_tells_the_mistake_and_its_line(function, before, after, id, told)


@pytest.mark.slow
def test_a_default_that_is_kept_from_call_to_call_is_told():
    code = TEXTBOOK.replace(
        "def L_layer_forward(X, parameters):\n    memories = []\n",
        "def L_layer_forward(X, parameters, memories=[]):\n",
    )
    cause = report_on(code).causes[0]
    assert cause.mistake.id == "default-kept"
    assert cause.mistake.code == "memories.append(memory)"


def test_an_endless_loop_is_told_by_its_line():
    code = (
        "import numpy as np\n\ndef L_layer_model(X, Y, dimensions, learning_rate=0.1,\n"
        "                  num_iterations=3, print_loss=False):\n    i = 0\n"
        "    while i < num_iterations:\n        pass\n    return {}\n"
    )
    (cause,) = CheckProcess(source_of(code, "theirs.py"), seconds=3).run().causes
    assert (cause.mistake.id, cause.mistake.line) == ("endless-loop", 6)


@pytest.mark.slow
def test_what_a_number_names_keeps_its_name_and_gets_the_line():
    code = TEXTBOOK.replace(
        "    return dH * s * (1 - s)", "    other = 1 + s\n    return dH * s * other"
    )
    (cause,) = report_on(code).causes
    assert cause.mistake.id == "sigmoid-plus"
    assert cause.mistake.code == "other = 1 + s"


@pytest.mark.slow
def test_a_mistake_that_only_a_caller_shows_is_the_callees():
    before = "H, act = softmax(Z)"
    report = report_on(TEXTBOOK.replace(before, "H, act = sigmoid(Z)"))
    (cause,) = report.causes
    assert (cause.name, cause.mistake.id) == ("layer_forward", "code-function")
    assert cause.mistake.code == "H, act = sigmoid(Z)"
    assert "L_layer_forward" in {each.name for each in report.followers}


@pytest.mark.slow
def test_two_that_go_through_one_wrong_line_are_one_mistake():
    code = TEXTBOOK.replace(
        "def layer_backward",
        "def shared(W, dZ):\n    return np.dot(W.T, dZ) * 3\n\ndef layer_backward",
    )
    code = code.replace("dH_prev = np.dot(W.T, dZ)", "dH_prev = shared(W, dZ)")
    report = report_on(code.replace("dH = W.T @ dZ", "dH = shared(W, dZ)"))
    (cause,) = report.causes
    assert cause.name == "layer_backward"
    assert cause.mistake.code == "return np.dot(W.T, dZ) * 3"
    followers = {each.name for each in report.followers}
    assert "L_layer_backward" in followers


METHODS = "class Net:\n" + "\n".join(
    "    " + line.replace("def relu(Z)", "def relu(self, Z)").replace("relu(Z)\n", "self.relu(Z)\n")
    for line in "def relu(Z):\n    return np.minimum(0, Z), Z\n".splitlines()
)


@pytest.mark.slow
def test_a_method_is_mended_as_a_function_is():
    code = f"import numpy as np\n{METHODS}\n".replace(
        "np.minimum(0, Z), Z", "np.maximum(0, Z) - Z, Z"
    )
    (cause,) = report_on(code).causes
    assert cause.mistake.id == "code-superfluous"
    assert cause.written_as == "Net.relu"


def test_functions_in_a_dictionary_are_replaced_as_well():
    code = TEXTBOOK.replace("return np.maximum(0, Z), Z", "return np.clip(Z, 0, 1), Z")
    code = code.replace("        H, act = relu(Z)", "        H, act = TABLE['relu'][0](Z)")
    report = report_on(f"{code}\nTABLE = {{'relu': (relu, relu_backward)}}\n")
    assert [each.name for each in report.causes] == ["relu"]


@pytest.mark.parametrize("style", STYLES)
def test_changes_are_undone_and_are_python(style):
    code = read_code(STYLES[style].encode())
    count = 0
    for name in code.functions:
        function = code.function(name, but=ALL_NAMES)
        before = [ast.unparse(each.node) for each in function.with_helpers]
        for edit in (*edits([function]), *formula_edits(function, name)):
            ast.parse(edit.source)
            assert edit.source not in before, edit
            assert edit.kind in (*KINDS, "formula")
            count += 1
        assert [ast.unparse(each.node) for each in function.with_helpers] == before
    assert count > 300


def test_what_a_while_loop_ends_by_is_left_alone():
    code = read_code(b"def f(n):\n    k = 0\n    while k < n:\n        k += 1\n    return k\n")
    lines = {edit.line for edit in edits([code.function("f")])}
    assert 4 not in lines
    assert {3, 5} <= lines
