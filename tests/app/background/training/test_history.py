import csv
import io

import numpy as np
import pytest

from app.background.training.history import History
from app.background.training.series import MOST, Growing, Series
from core.network.reports import EpochReport
from core.recipe_changes import RecipeChange
from tests.effort import effort


def filled(values):
    history = History(len(values))
    history.extend(np.arange(1, len(values) + 1), np.asarray(values, np.float32))
    return history


def test_growing_keeps_what_was_there_and_is_read_only():
    array = Growing(np.float32)
    for part in np.array_split(np.arange(5000, dtype=np.float32), 7):
        array.extend(part)
    np.testing.assert_array_equal(array.values, np.arange(5000))
    with pytest.raises(ValueError, match="read-only"):
        array.values[0] = 1


def test_bunches_make_the_same_smoothed_line_as_one_piece():
    losses = np.random.default_rng(1).random(1000).astype(np.float32)
    whole, bunched = filled(losses), History(1000)
    for part in np.array_split(np.arange(1000), 13):
        bunched.extend(part + 1, losses[part])
    np.testing.assert_array_equal(whole.smoothed.values, bunched.smoothed.values)


def test_the_smoothed_line_has_no_bias_at_the_start():
    np.testing.assert_allclose(filled(np.full(500, 2.5)).smoothed.values, 2.5, rtol=1e-6)


def test_a_short_run_is_not_smoothed_away():
    losses = np.linspace(2, 1, 50)
    np.testing.assert_allclose(filled(losses).smoothed.values, losses, atol=1e-6)


def test_a_step_that_does_not_follow_is_refused():
    history = filled([1, 2, 3])
    with pytest.raises(ValueError, match="does not follow"):
        history.extend(np.array([7]), np.array([1.0], np.float32))


@pytest.mark.parametrize("count", [10, 1999, 5000, 300_000])
@pytest.mark.parametrize("columns", [50, 700])
def test_the_envelope_loses_no_peak_and_stays_small(count, columns):
    curve = Series()
    values = np.random.default_rng(2).random(count).astype(np.float32)
    values[count // 3] = 9
    values[count // 2] = -9
    curve.extend(values)
    x, y = curve.envelope(0, count, columns)
    assert len(x) == len(y) <= 2 * columns + 2
    assert y.max() == 9
    assert y.min() == -9
    assert abs(x[y.argmax()] - count // 3) <= 2 * max(count / columns, curve.size)
    assert (np.diff(x) >= 0).all()


def test_means_follow_the_values_without_aliasing():
    curve = Series()
    i = np.arange(200_000)
    curve.extend((1 + np.where(i % 2, 0.5, -0.5)).astype(np.float32))
    x, y = curve.means(0, 200_000, 500)
    assert len(x) <= 502
    np.testing.assert_allclose(y, 1, atol=1e-6)


def test_a_part_of_a_curve_gives_its_own_steps():
    curve = Series()
    curve.extend(np.arange(100_000, dtype=np.float32))
    for x, y in (curve.means(40_000, 60_000, 300), curve.envelope(40_000, 60_000, 300)):
        assert 39_900 <= x[0] <= 40_100
        assert 59_900 <= x[-1] <= 60_100
        np.testing.assert_allclose(x, y, atol=200)


def test_columns_stay_in_place_while_the_curve_grows():
    curve = Series()
    curve.extend(np.random.default_rng(3).random(9000).astype(np.float32))
    x_before, y_before = curve.means(0, 9000, 400)
    curve.extend(np.ones(300, np.float32))
    x_after, y_after = curve.means(0, 9300, 400)
    np.testing.assert_array_equal(x_before[:-1], x_after[: len(x_before) - 1])
    np.testing.assert_array_equal(y_before[:-1], y_after[: len(x_before) - 1])


def test_drawing_a_million_steps_costs_what_drawing_ten_thousand_does():
    def drawing(count):
        curve = Series()
        curve.extend(np.zeros(count, np.float32))

        def draw():
            curve.envelope(0, count, 800)
            curve.means(0, count, 800)

        return draw

    assert effort(drawing(1_000_000)) < 1 + 2 * effort(drawing(10_000))  # 0.1 and 0.02


@pytest.mark.parametrize("bunch", [1, 7, 64, 1000, 5003])
def test_beyond_most_values_blocks_keep_least_greatest_and_mean(bunch):
    values = np.random.default_rng(4).normal(size=5003).astype(np.float32)
    curve = Series(most=100)
    for start in range(0, len(values), bunch):
        curve.extend(values[start : start + bunch])
    curve.extend(values[:0])
    assert len(curve) == 5003
    assert curve.size == 64  # of 32, 157 would be needed
    blocks = [values[at : at + 64] for at in range(0, 5003, 64)]
    np.testing.assert_array_equal(curve.least, [each.min() for each in blocks])
    np.testing.assert_array_equal(curve.greatest, [each.max() for each in blocks])
    np.testing.assert_allclose(curve.values, [each.mean() for each in blocks], atol=1e-6)
    assert curve.at(5002) == curve.values[-1]
    x, y = curve.envelope(0, 5003, 20)
    assert (y.min(), y.max()) == (values.min(), values.max())
    assert (x[0], x[-1]) == pytest.approx((127.5, (4864 + 5002) / 2))
    for empty in (curve.envelope(4992, 4992, 20), curve.means(64, 64, 20)):
        assert [len(each) for each in empty] == [0, 0]


def test_up_to_most_values_every_one_is_kept():
    values = np.random.default_rng(5).random(MOST + 1).astype(np.float32)
    curve = Series()
    curve.extend(values[:MOST])
    assert curve.size == 1
    np.testing.assert_array_equal(curve.values, values[:MOST])
    curve.extend(values[MOST:])
    assert curve.size == 2
    assert len(curve.values) == MOST // 2 + 1


def test_memory_ends_however_long_the_run_is():
    curve = Series()
    part = np.zeros(1 << 16, np.float32)
    sizes = set()
    for _ in range(64):
        curve.extend(part)
        sizes.add(sum(each.nbytes for each in (curve.values, curve.least, curve.greatest)))
    assert len(curve) == 1 << 22
    assert max(sizes) <= 3 * 4 * MOST


def test_csv_has_every_step_and_each_epoch_in_its_last_step():
    history = filled([2.0, 1.5, 1.25, 1.0])
    nothing = np.array([])
    history.extend(nothing, nothing, [EpochReport(1, 2, 1.75, 0.5, 1.6, 0.55, True)])
    assert history.of_epochs("validation_loss").tolist() == [1.6]
    rows = list(csv.DictReader(io.StringIO(history.to_csv())))
    assert [row["step"] for row in rows] == ["1", "2", "3", "4"]
    assert float(rows[2]["loss"]) == 1.25
    assert rows[0]["validation_loss"] == ""
    assert float(rows[1]["validation_loss"]) == 1.6
    assert float(rows[1]["validation_accuracy"]) == 0.55
    assert rows[1]["epoch"] == "1"


@pytest.mark.parametrize("most", [100, 2])
def test_csv_names_what_was_changed_in_the_row_of_its_first_step(most):
    history = History(6)
    history.loss, history.smoothed = Series(most), Series(most)
    history.extend(np.arange(1, 7), np.ones(6, np.float32))
    assert "changes" not in history.to_csv()
    history.changes = (
        RecipeChange(4, "dropout", 0.0, 0.2),
        RecipeChange(4, "batch_size", 64, 0),
        RecipeChange(5, "dropout", 0.2, 0.1),
    )
    rows = list(csv.DictReader(io.StringIO(history.to_csv())))
    found = {int(row["step"]): row["changes"] for row in rows if row["changes"]}
    of_4, of_5 = "Dropout 0 → 0.2; Batch size 64 → all", "Dropout 0.2 → 0.1"
    assert found == ({4: of_4, 5: of_5} if most == 100 else {4: of_4, 6: of_5})


def test_csv_of_a_very_long_run_says_how_many_steps_a_row_stands_for():
    history = History(10)
    history.loss, history.smoothed = Series(most=4), Series(most=4)
    history.extend(np.arange(1, 11), np.arange(1, 11, dtype=np.float32))
    nothing = np.array([])
    history.extend(nothing, nothing, [EpochReport(1, 7, 1.75, 0.5, 1.6, 0.55, True)])
    rows = list(csv.DictReader(io.StringIO(history.to_csv())))
    assert [row["step"] for row in rows] == ["4", "8", "10"]
    assert [row["steps"] for row in rows] == ["4", "4", "2"]
    assert [float(row["loss"]) for row in rows] == [2.5, 6.5, 9.5]
    assert [float(row["least_loss"]) for row in rows] == [1, 5, 9]
    assert [float(row["greatest_loss"]) for row in rows] == [4, 8, 10]
    assert [row["epoch"] for row in rows] == ["", "1", ""]


def test_an_epoch_comes_back_as_it_was_reported():
    history = filled([2.0, 1.5])
    reports = [EpochReport(k, 2 * k, 1.75, 0.5, 1.6, 0.55, k == 1) for k in (1, 2)]
    history.extend(np.array([]), np.array([]), reports)
    assert history.epoch_count == 2
    assert history.epochs == tuple(reports)
    assert [history.epoch(0), history.epoch(-1)] == reports
    assert [type(each) for each in history.epoch(0)] == [type(each) for each in reports[0]]


@pytest.mark.parametrize("size", [1, 4])
def test_a_history_is_restored_from_its_blocks_and_goes_on(size):
    losses = np.linspace(2, 1, 1001).astype(np.float32)
    before = History(1001)
    if size > 1:
        before.loss, before.smoothed = Series(most=300), Series(most=300)
    before.extend(np.arange(1, 1002), losses)
    assert before.loss.size == size
    after = History(1001)
    report = EpochReport(1, 7, 1.75, 0.5, 1.6, 0.55, True)
    after.restore(before.loss.values, size, 1001, [report])
    assert len(after) == 1001
    assert after.epochs == (report,)
    np.testing.assert_array_equal(after.loss.values, before.loss.values)
    # Smoothing means looks back half a block less far than smoothing steps.
    np.testing.assert_allclose(after.smoothed.values, before.smoothed.values, atol=0.01)
    for history in (before, after):
        history.extend(np.arange(1002, 1012), np.ones(10, np.float32))
    np.testing.assert_array_equal(after.loss.values, before.loss.values)
    assert after.smoothed.values[-1] == pytest.approx(before.smoothed.values[-1], abs=0.01)
