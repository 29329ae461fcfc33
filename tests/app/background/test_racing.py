"""Training with a learner's code beside the window, and the reference on the same batches."""

import numpy as np
import pytest

from app.background.racing import FEWEST_STEPS, RECIPE, Race, recipe_for
from core.network.training import total_steps
from tests.app.tiny import split as split

pytestmark = [pytest.mark.numeric, pytest.mark.slow]

MEAN = "dZ @ H_prev.T / m"
CODE = """
import numpy as np

def relu_backward(dH, Z):
    return dH * (Z > 0)

def layer_backward(dH, memory, activation="relu"):
    (H_prev, W, b), Z = memory
    m = dH.shape[1]
    dZ = relu_backward(dH, Z)
    return W.T @ dZ, dZ @ H_prev.T / m, np.sum(dZ, axis=1, keepdims=True) / m
"""


@pytest.fixture
def race(qapp):
    made = Race()
    yield made
    assert made.close(), "the thread of the race did not end"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mine.py"


def run(race, qtbot, path, split):
    """All losses, (2, k), and the end."""
    laps, ends = [], []
    race.lap.connect(laps.append)
    race.ended.connect(ends.append)
    race.start(path, split)
    assert race.is_running
    qtbot.waitUntil(lambda: bool(ends), timeout=120_000)
    assert not race.is_running
    mine = np.concatenate([lap.mine for lap in laps]) if laps else np.empty(0)
    reference = np.concatenate([lap.reference for lap in laps]) if laps else np.empty(0)
    return mine, reference, ends[0]


def test_right_code_makes_the_references_losses(race, qtbot, path, split):
    path.write_text(CODE)
    totals = []
    race.started.connect(totals.append)
    mine, reference, end = run(race, qtbot, path, split)
    assert len(mine) == len(reference) == totals[0] >= FEWEST_STEPS
    np.testing.assert_allclose(mine, reference, rtol=1e-5)
    assert reference[-20:].mean() < reference[:20].mean()
    assert end.problem == ""


def test_wrong_code_makes_others(race, qtbot, path, split):
    assert MEAN in CODE
    path.write_text(CODE.replace(MEAN, "dZ @ H_prev.T"))
    mine, reference, end = run(race, qtbot, path, split)
    assert mine[0] == pytest.approx(reference[0])
    assert not np.allclose(mine, reference, rtol=1e-3)
    assert end.problem == ""


def test_code_that_raises_says_where(race, qtbot, path, split):
    path.write_text(CODE.replace("m = dH.shape[1]", "m = nothing"))
    mine, _, end = run(race, qtbot, path, split)
    assert len(mine) == 0
    assert end.line == 9
    assert "nothing" in end.problem
    assert "nothing" in end.traceback


def test_a_file_that_is_gone_says_so(race, qtbot, path, split):
    _, _, end = run(race, qtbot, path, split)
    assert end.problem
    assert not end.stopped


def test_an_error_of_ours_is_not_laid_at_the_code(race, qtbot, path, split, monkeypatch):
    monkeypatch.setattr("app.background.racing.start_learners_run", lambda *_: 1 / 0)
    _, _, end = run(race, qtbot, path, split)
    assert "error inside the app" in end.problem
    assert (end.traceback, end.line) == ("", None)


def test_an_endless_loop_is_stopped_at_once(race, qtbot, path, split):
    path.write_text(CODE.replace("    m = dH", "    while True: pass\n    m = dH"))
    ends = []
    race.ended.connect(ends.append)
    race.start(path, split)
    race.stop()
    assert [each.stopped for each in ends] == [True]
    path.write_text(CODE)
    mine, reference, _ = run(race, qtbot, path, split)
    np.testing.assert_allclose(mine, reference, rtol=1e-5)


def test_a_small_data_set_is_gone_through_more_often(split):
    recipe = recipe_for(split)
    assert recipe.epochs > 1
    assert total_steps(recipe, len(split.train)) >= FEWEST_STEPS
    assert RECIPE.batch_size == recipe.batch_size
