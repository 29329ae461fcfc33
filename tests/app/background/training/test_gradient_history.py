import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from app.background.training.gradient_history import GradientHistory
from tests.app.views.inspect.live.steps import history_of, inspected, with_gradient


def test_steps_and_norms_are_those_of_the_inspections():
    made = inspected()
    history = history_of(*made)
    assert len(history) == len(made) == 6
    assert history.layers == 3
    assert history.steps.tolist() == [1, 3, 5, 7, 9, 11]
    for layer in (1, 2, 3):
        expected = [each.layers[layer - 1].dW_norm for each in made]
        assert history.norms(layer) == pytest.approx(expected, rel=1e-6)
        assert history.norms(layer).shape == (6,)


def test_the_same_step_twice_is_ignored_and_an_earlier_one_refused():
    made = inspected()
    history = history_of(*made[:3], made[2])
    assert history.steps.tolist() == [1, 3, 5]
    with pytest.raises(ValueError, match="Step 3 comes before step 5"):
        history.extend(made[1])
    assert len(history) == 3


def test_another_depth_is_refused_and_leaves_the_history_whole():
    history = history_of(inspected()[0])
    with pytest.raises(ValueError, match="2 layers cannot follow 3"):
        history.extend(inspected((12,))[1])
    assert len(history) == len(history.norms(3)) == 1


def test_before_the_first_step_there_is_nothing():
    history = GradientHistory()
    assert len(history) == history.layers == 0
    assert history.steps.shape == (0,)
    assert history.to_csv() == "step\n"


def test_what_was_read_stays_while_the_history_grows():
    first, *rest = inspected()
    history = history_of(first)
    steps, norms = history.steps, history.norms(1)
    kept = norms.copy()
    for each in rest:
        history.extend(each)
    assert steps.tolist() == [1]
    assert norms == pytest.approx(kept)
    assert not norms.flags.writeable


def steady(norms):
    """A history of these norms of layer 1, one every ten steps."""
    first = inspected()[0]
    history = GradientHistory()
    for k, norm in enumerate(norms, 1):
        layers = tuple(replace(each, dW_norm=norm) for each in first.norms)
        history.extend(replace(first, step=replace(first.step, step=10 * k), norms=layers))
    return history


def test_a_long_line_is_thinned_and_keeps_both_ends():
    history = steady(np.linspace(1, 2, 3000))
    steps, norms = history.line(1, 3000, 100)
    assert len(steps) == len(norms) == 100
    assert (np.diff(steps) > 0).all()
    assert (steps[0], steps[-1]) == (10, 30_000)
    assert (np.diff(norms) > 0).all()
    assert history.line(1, 7, 100)[0].tolist() == [10, 20, 30, 40, 50, 60, 70]


@pytest.mark.parametrize("odd", [0.0, 1e-6, 50.0, np.inf])
@pytest.mark.parametrize("place", range(12))
def test_one_odd_batch_makes_no_dip_and_no_peak(odd, place):
    norms = np.ones(12)
    norms[place] = odd
    assert steady(norms).medians(1, 12) == pytest.approx(np.ones(12))


def test_a_fall_stays_where_it_is():
    norms = np.where(np.arange(20) < 9, 1.0, 0.1)
    assert steady(norms).medians(1, 20) == pytest.approx(norms)


@pytest.mark.parametrize("length", range(6))
def test_few_norms_have_medians_too(length):
    medians = steady(np.full(5, 2.0)).medians(1, length)
    assert medians == pytest.approx(np.full(length, 2.0))


def test_norms_that_are_not_finite_are_kept():
    first = inspected()[0]
    gradient = np.full_like(first.step.gradient, np.inf)
    history = history_of(first, with_gradient(first, gradient))
    assert not np.isfinite(history.norms(1)[1])
    assert np.isfinite(history.norms(1)[0])


def test_csv_has_a_row_a_step_and_a_column_a_layer():
    history = history_of(*inspected())
    rows = list(csv.DictReader(io.StringIO(history.to_csv(4))))
    assert [row["step"] for row in rows] == ["1", "3", "5", "7"]
    assert float(rows[3]["norm_dW2"]) == pytest.approx(history.norms(2)[3])
    assert set(rows[0]) == {"step", "norm_dW1", "norm_dW2", "norm_dW3"}
