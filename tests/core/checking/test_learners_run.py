import math
import sys
import threading

import numpy as np
import pytest

from core.checking.learners_run import LearnersRun, LearnersRunError, start_learners_run
from core.checking.source import source_at
from core.data.starter import starter_digits
from core.network.recipe import Recipe
from tests.core.checking.right import EINSUM, TEXTBOOK

pytestmark = pytest.mark.slow

RECIPE = Recipe(
    hidden=(12, 8),
    initialization="he",
    learning_rate=0.05,
    schedule="constant",
    batch_size=20,
    epochs=2,
)
ONLY_BACKWARD = """
import numpy as np

def relu_backward(dH, relu_memory):
    return dH * (relu_memory > 0)

def sigmoid_backward(dH, sigmoid_memory):
    s = 1 / (1 + np.exp(-sigmoid_memory))
    return dH * s * (1 - s)
"""
LAYER = (
    ONLY_BACKWARD
    + """
def layer_backward(dH, memory, activation='relu'):
    (H_prev, W, b), Z = memory
    dZ = relu_backward(dH, Z) if activation == 'relu' else sigmoid_backward(dH, Z)
    m = dH.shape[1]
    return W.T @ dZ, dZ @ H_prev.T / m, dZ.sum(axis=1, keepdims=True) / m
"""
)
PATIENT = 120.0


@pytest.fixture(scope="module")
def digits():
    return starter_digits(70, rng=np.random.default_rng(0))


@pytest.fixture
def run(tmp_path, digits):
    def start(code, recipe=RECIPE, **more):
        path = tmp_path / "theirs.py"
        path.write_text(code)
        return start_learners_run(path, recipe, digits, **{"seconds": PATIENT, **more})

    return start


@pytest.mark.parametrize("code", [TEXTBOOK, EINSUM, LAYER, ONLY_BACKWARD])
def test_right_code_gives_the_references_losses(run, code):
    steps = list(run(code))
    assert [each.step for each in steps] == list(range(1, 9))  # 4 batches of up to 20, twice
    for each in steps:
        assert each.loss == pytest.approx(each.reference, rel=1e-9)
    losses = [each.reference for each in steps]
    assert sum(losses[4:]) < sum(losses[:4])  # by 0.3 to 1.2 over twelve seeds


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_other_activations_go_through_the_learners_layers(run, activation):
    code = LAYER if activation != "tanh" else TEXTBOOK.split("def layer_forward")[0] + ONLY_BACKWARD
    recipe = Recipe(hidden=(9,), activation=activation, batch_size=0, epochs=3)
    steps = list(run(code, recipe))
    assert len(steps) == 3
    for each in steps:
        assert each.loss == pytest.approx(each.reference, rel=1e-9)


def test_a_mistake_shows_in_the_curve(run):
    steps = list(run(LAYER.replace("W.T @ dZ", "-W.T @ dZ")))
    assert steps[0].loss == pytest.approx(steps[0].reference)
    assert abs(steps[-1].loss - steps[-1].reference) > 1e-3


def test_a_loss_that_is_not_finite_goes_on(run):
    steps = list(run("def compute_loss(HL, Y):\n    return float('nan')\n"))
    assert len(steps) == 8
    assert all(math.isnan(each.loss) and math.isfinite(each.reference) for each in steps)


def test_the_same_seed_gives_the_same_run(run):
    assert list(run(LAYER)) == list(run(LAYER))


@pytest.mark.parametrize(
    ("code", "words", "line"),
    [
        ("def compute_loss(HL, Y):\n    return 1 / 0\n", "divided by zero", 2),
        ("def compute_loss(HL, Y):\n    return HL\n", "does not go together", None),
        ("def compute_loss(HL, Y):\n    import os; os._exit(3)\n", "ended or crashed", None),
        ("def compute_loss(HL, Y):\n    raise SystemExit\n", "sys.exit()", 2),
        ("import numpy as np\n", "none of the functions", None),
        ("import nowhere_at_all\n", "nowhere_at_all", 1),
        ("def f(:\n", "Python cannot read", 1),
        ("", "empty", None),
    ],
)
def test_code_that_cannot_go_on_is_told(run, code, words, line):
    with pytest.raises(LearnersRunError, match=words) as failed:
        list(run(code))
    assert failed.value.line == line


def test_code_that_does_not_come_back_is_stopped(run):
    with pytest.raises(LearnersRunError, match="did not come back"):
        list(run("def compute_loss(HL, Y):\n    while True: pass\n", seconds=2.0))


FORGE = """
import gc, os, struct
def forge(text):
    server = next(each for each in gc.get_objects() if type(each).__name__ == "_Server")
    head = struct.pack(">16sIII", server._secret, server._asked, len(text), 0)
    os.write(server._replies, head + text)
"""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param(
            *("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "did not"),
            marks=pytest.mark.skipif(sys.platform == "win32", reason="Windows stops no process"),
        ),
        ("forge(b'null')", "no answer"),
        ('forge(b\'{"is": "dict", "items": [["loss", null], ["complaint", null]]}\')', "no answer"),
    ],
)
def test_code_that_stops_itself_or_forges_an_answer_is_told(run, line, words):
    code = f"{FORGE}\ndef compute_loss(HL, Y):\n    {line}\n    return 1.0\n"
    with pytest.raises(LearnersRunError, match=words):
        list(run(code, seconds=2.0))


def test_top_level_code_is_not_waited_for(run):
    assert len(list(run(f"{LAYER}\nwhile True:\n    pass\n"))) == 8


def test_a_run_is_stopped_from_another_thread(run):
    training = run(f"{LAYER}\ndef compute_loss(HL, Y):\n    while True: pass\n")
    timer = threading.Timer(0.3, training.stop)
    timer.start()
    assert list(training) == []
    timer.join()


def test_a_run_may_be_left_in_the_middle(run):
    steps = iter(run(f"print('begun')\n{LAYER}"))
    assert next(steps).step == 1
    steps.close()


def test_what_the_code_prints_is_kept(run):
    training = run(
        f"import sys\n{LAYER}\ndef compute_loss(HL, Y):\n    print('so far')\n    return 1.0\n"
    )
    assert training.total == len(list(training))
    assert training.output.count("so far") == training.total


def test_no_examples_are_told(tmp_path, digits):
    path = tmp_path / "theirs.py"
    path.write_text(LAYER)
    with pytest.raises(LearnersRunError, match="no training examples"):
        LearnersRun(source_at(path), RECIPE, digits.take(np.arange(0)))
