"""Where a run's steps lie on axes of steps, epochs and seconds."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.background.training.history import History
from app.background.training.run_curves import UNITS, RunCurves, csv_of, reading_at
from core.network.recipe import Recipe
from core.network.reports import EpochReport
from core.recipe_changes import RecipeChange
from tests.core.runs.records import ended_run, held_run


def curves(steps, ends=(), seconds=10.0, an_epoch=50, name="run"):
    """ends: the last step of each epoch."""
    history = History(max(steps, 1))
    epochs = [
        EpochReport(k, end, 0.5, 0.5, 1.0 / k, 0.5 + k / 100, True) for k, end in enumerate(ends, 1)
    ]
    losses = np.linspace(2, 1, steps, dtype=np.float32)
    history.extend(np.arange(1, steps + 1), losses, epochs)
    return RunCurves(name, history, seconds, (an_epoch, an_epoch))


ENDS = st.lists(st.integers(1, 200), max_size=6).map(lambda sizes: tuple(np.cumsum(sizes).tolist()))


@given(ENDS, st.integers(1, 1500), st.sampled_from(list(UNITS)))
def test_a_step_comes_back_from_its_place(ends, step, unit):
    run = curves(max([step, *ends]), ends)
    assert run.step_at(float(run.place(step, unit)), unit) == pytest.approx(step)


@given(ENDS)
def test_epochs_end_at_whole_numbers(ends):
    run = curves(max([1, *ends]), ends)
    np.testing.assert_allclose(run.place(np.array(ends), "epoch"), np.arange(1, len(ends) + 1))


def test_an_epoch_that_goes_on_is_as_long_as_the_recipe_says():
    assert curves(120, (50, 100)).place(125, "epoch") == pytest.approx(2.5)
    assert curves(30).place(25, "epoch") == pytest.approx(0.5)


def test_seconds_are_those_of_the_mean_pace():
    assert curves(200, seconds=10.0).place(50, "second") == pytest.approx(2.5)


def test_what_a_run_had_at_a_step():
    run = curves(100, (50, 100))
    found = reading_at(run, 60)
    assert (found.step, found.validation_loss, found.is_over) == (60, 1.0, False)
    assert found.loss == pytest.approx(run.history.smoothed.at(59))
    beyond = reading_at(run, 500)
    assert (beyond.step, beyond.validation_accuracy, beyond.is_over) == (100, 0.52, True)
    assert reading_at(run, -3).step == 1
    assert reading_at(curves(0), 1) is None
    assert np.isnan(reading_at(curves(10), 5).validation_loss)


def test_the_table_holds_all_runs_whatever_columns_they_have():
    first, second = curves(3, name='a "b", c'), curves(2, (2,), name="d")
    second.history.changes = (RecipeChange(2, "l2", 0.0, 0.5),)
    rows = list(csv.DictReader(io.StringIO(csv_of([first, second]))))
    assert [row["run"] for row in rows] == ['a "b", c'] * 3 + ["d"] * 2
    assert [row["step"] for row in rows] == ["1", "2", "3", "1", "2"]
    assert rows[0]["changes"] == ""
    assert "0.5" in rows[4]["changes"]
    assert rows[4]["validation_loss"] == "1"


def test_later_epochs_of_the_hardest_are_shorter():
    """Before the first has ended they are known to be, too."""
    recipe = Recipe(batch_size=10, hardest=0.25)
    for done in (0, 1, 3):
        history = History(100)
        reports = [EpochReport(k, 30 + 10 * k, 1, 0.5, 1, 0.5, True) for k in range(1, done + 1)]
        history.restore(np.ones(70, np.float32), 1, 70, reports)
        run = RunCurves.of_history("mine", history, 1.0, recipe, 400)
        for step, epoch in ((20, 0.5), (40, 1), (45, 1.5), (90, 6)):
            assert run.place(step, "epoch") == pytest.approx(epoch)
            assert run.step_at(epoch, "epoch") == pytest.approx(step)


def test_a_record_knows_from_where_on_it_took_the_hardest():
    recipe = Recipe(hidden=(5,), batch_size=20, epochs=3, hardest=0.5)
    for reports, since in ((3, None), (4, 3)):  # two steps, the report of their epoch, a step
        record = held_run(recipe, reports)
        assert RunCurves.of_record(record, "mine").history.hardest_from == since


def test_a_record_gives_its_curves():
    record = ended_run()
    run = RunCurves.of_record(record, "mine")
    assert run.steps == len(record.losses)
    assert run.epochs == (2, 2)
    assert run.history.epoch_count == len(record.epochs)
