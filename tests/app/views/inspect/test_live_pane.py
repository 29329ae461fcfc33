"""Live gradients, through its widgets."""

from __future__ import annotations

import csv
import io
import math
import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from app.views import figures
from app.views.inspect.live.export import FORMATS
from app.views.inspect.live.pane import LivePane
from core.parameters import unpack
from tests.app.views.inspect.steps import history_of, inspected, with_gradient

INF = math.inf


@pytest.fixture
def pane(look, qtbot):
    made = LivePane()
    qtbot.addWidget(made)
    made.resize(912, 470)
    made.show()
    qtbot.waitExposed(made)
    return made


def feed(qtbot, pane, *inspections, history=None):
    """Show the last of these, and wait for its frame."""
    before = pane.frames.count
    pane.show_inspection(inspections[-1], history or history_of(*inspections))
    qtbot.waitUntil(lambda: pane.frames.count > before)


def click_row(qtbot, pane, layer):
    at = pane.rows.row_rect(layer).center()
    qtbot.mouseClick(pane.rows.viewport(), Qt.MouseButton.LeftButton, pos=at)


def press(qtbot, pane, name):
    button = pane.findChild(QPushButton, name) or pane.findChild(QToolButton, name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def pictures(pane):
    return {
        name: part.grab().toImage()
        for name, part in (
            ("rows", pane.rows),
            ("matrix", pane.heatmap.matrix),
            ("plot", pane.plot),
            ("histogram", pane.histogram),
        )
    }


def differing(before, after):
    return {name for name in before if before[name] != after[name]}


def test_before_a_run_the_pane_says_what_will_come_and_leads_to_train(qtbot, pane):
    assert pane.is_empty
    button = pane.findChild(QPushButton, "train")
    assert button.isVisible()
    assert not pane.rows.isVisible()
    with qtbot.waitSignal(pane.wanted_run):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("activation", "word"), [("relu", "dead"), ("sigmoid", "saturated"), ("tanh", "saturated")]
)
def test_rows_show_the_figures_of_each_layer(qtbot, pane, activation, word):
    made = inspected(activation=activation)
    feed(qtbot, pane, *made)
    for layer in made[-1].layers:
        cells = pane.rows.cells(layer.layer)
        idle = "–" if layer.layer == 3 else figures.percent(layer.idle)
        assert cells["‖dW‖"] == figures.scientific(layer.dW_norm)
        assert cells["‖db‖"] == figures.scientific(layer.db_norm)
        assert cells["mean dW"] == figures.with_sign(layer.mean)
        assert cells["std dW"] == figures.scientific(layer.std)
        assert cells["max |dW|"] == figures.scientific(layer.largest)
        assert cells["zeros"] == figures.percent(layer.zeros)
        assert cells[word] == idle
        assert cells["‖ΔW‖/‖W‖"] == figures.scientific(layer.update_ratio)
    name = {"relu": "ReLU"}.get(activation, activation)
    assert pane.rows.cells(1)["Layer"] == f"1 · 784 → 12 · {name}"
    assert pane.rows.cells(3)["Layer"] == "3 · 8 → 10 · softmax"


def test_the_top_line_tells_step_epoch_loss_and_rate(qtbot, pane):
    made = inspected()
    feed(qtbot, pane, *made)
    words = pane.where.text()
    assert words.startswith("Step 11 ")
    for part in ("epoch 1", figures.figure(made[-1].step.loss), "batch of 32", "rate 0.100"):
        assert part in words


def test_a_click_on_a_row_changes_heatmap_plot_and_histogram(qtbot, pane):
    feed(qtbot, pane, *inspected())
    before = pictures(pane)
    click_row(qtbot, pane, 2)
    assert differing(before, pictures(pane)) == {"rows", "matrix", "plot", "histogram"}
    assert pane.heatmap.caption.text() == "dW², gradient of layer 2's weights"
    assert pane.heatmap.readout.text().startswith("8 × 12, ")
    assert pane.histogram.accessibleName() == "How many entries of dW² have which size"
    strong = [label.text for label in pane.plot.plot.ends.labels if label.strong]
    assert strong == [f"layer 2 {figures.scientific(inspected()[-1].layers[1].dW_norm)}"]


def test_keys_choose_rows_and_stop_at_the_ends(qtbot, pane):
    feed(qtbot, pane, *inspected())
    told = []
    pane.rows.chosen.connect(told.append)
    pane.rows.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(pane.rows, key)
    assert told == [2, 3]
    assert pane.heatmap.caption.text().startswith("dW³")
    qtbot.keyClick(pane.rows, Qt.Key.Key_Home)
    assert pane.rows.layer == 1
    qtbot.keyClick(pane.rows, Qt.Key.Key_End)
    assert pane.rows.layer == 3


def test_the_chosen_row_is_told_in_words(qtbot, pane):
    feed(qtbot, pane, *inspected())
    click_row(qtbot, pane, 2)
    words = pane.rows.accessibleDescription()
    assert words.startswith("Layer 2 of 3, 12 to 8, ReLU: ‖dW‖ ")
    assert "dead" in words
    click_row(qtbot, pane, 3)
    assert "dead" not in pane.rows.accessibleDescription()


def test_the_chosen_layer_stays_while_steps_come(qtbot, pane):
    made = inspected()
    feed(qtbot, pane, *made[:2])
    click_row(qtbot, pane, 2)
    feed(qtbot, pane, *made[:5])
    assert pane.rows.layer == 2
    assert pane.heatmap.caption.text().startswith("dW²")
    assert pane.rows.cells(2)["‖dW‖"] == figures.scientific(made[4].layers[1].dW_norm)


@pytest.mark.parametrize(
    ("letter", "field", "is_bias", "caption", "shape"),
    [
        ("dW", "gradient", 0, "dW¹, gradient of layer 1's weights", (12, 784)),
        ("db", "gradient", 1, "db¹, gradient of layer 1's biases", (12, 1)),
        ("W", "theta", 0, "W¹, weights of layer 1 before the step", (12, 784)),
        ("ΔW", "update", 0, "ΔW¹, what the step added to W¹", (12, 784)),
    ],
)
def test_the_switch_shows_each_array(qtbot, pane, letter, field, is_bias, caption, shape):
    made = inspected()
    feed(qtbot, pane, *made)
    press(qtbot, pane, letter)
    assert pane.heatmap.caption.text() == caption
    step = made[-1].step
    expected = unpack(getattr(step, field), step.dimensions)[is_bias][0]
    assert pane.array().values.shape == shape
    np.testing.assert_array_equal(pane.array().values, expected)
    assert str(shape[0]) in pane.heatmap.readout.text()


def test_the_scale_of_dW_is_the_rounded_one_of_its_histogram(qtbot, pane):
    made = inspected()
    feed(qtbot, pane, *made)
    assert pane.heatmap.legend.scale.limit == made[-1].layers[0].histogram.limit
    for letter in ("db", "W", "ΔW"):
        press(qtbot, pane, letter)
        mantissa = float(f"{pane.heatmap.legend.scale.limit:.6e}".split("e")[0])
        assert mantissa in (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)


def test_hold_keeps_the_step_and_releasing_it_shows_the_newest(qtbot, pane):
    made = inspected()
    history = history_of(*made[:3])
    feed(qtbot, pane, made[2], history=history)
    press(qtbot, pane, "hold")
    assert pane.is_held
    assert pane.where.text().startswith("Held at step 5 ")
    before, frames = pictures(pane), pane.frames.count
    history.extend(made[3])
    pane.show_inspection(made[3], history)
    qtbot.wait(300)
    assert pane.frames.count == frames
    assert differing(before, pictures(pane)) == set()
    assert "training is at step 7" in pane.where.text()
    click_row(qtbot, pane, 2)
    assert pane.rows.cells(2)["‖dW‖"] == figures.scientific(made[2].layers[1].dW_norm)
    assert any(figures.scientific(made[2].layers[1].dW_norm) in each for each in pane.plot.labels())
    press(qtbot, pane, "hold")
    qtbot.waitUntil(lambda: pane.where.text().startswith("Step 7 "))
    assert pane.rows.cells(2)["‖dW‖"] == figures.scientific(made[3].layers[1].dW_norm)


def test_a_hidden_pane_draws_nothing_and_shows_the_newest_when_it_comes_back(qtbot, pane):
    made = inspected()
    history = history_of(made[0])
    feed(qtbot, pane, made[0], history=history)
    pane.hide()
    frames = pane.frames.count
    for each in made[1:]:
        history.extend(each)
        pane.show_inspection(each, history)
    qtbot.wait(250)
    assert pane.frames.count == frames
    pane.show()
    qtbot.waitUntil(lambda: pane.where.text().startswith("Step 11 "))
    assert pane.frames.count == frames + 1


def test_many_steps_make_at_most_five_frames_a_second(qtbot, pane):
    made = inspected()
    history = history_of(made[0])
    feed(qtbot, pane, made[0], history=history)
    frames, began = pane.frames.count, time.monotonic()
    for each in made[1:]:
        for _ in range(10):
            history.extend(each)
            pane.show_inspection(each, history)
            qtbot.wait(10)
    assert pane.frames.count - frames <= 1 + 5 * (time.monotonic() - began)
    qtbot.waitUntil(lambda: pane.where.text().startswith("Step 11 "))


def hover(qtbot, widget, at):
    qtbot.mouseMove(widget, QPoint(1, 1))
    qtbot.wait(20)  # plots leave out moves that follow each other faster than frames
    qtbot.mouseMove(widget, at)


def test_the_histogram_reads_bins_and_both_ends(qtbot, pane):
    made = inspected()
    feed(qtbot, pane, *made)
    histogram = made[-1].layers[0].histogram
    assert f"{histogram.zeros:,} exact zeros" in pane.histogram.words()
    view = pane.histogram
    for place in (3, 20, 40):
        hover(qtbot, view, view.bin_rect(place).center().toPoint())
        low, high = histogram.limit * (2 * place / 41 - 1), histogram.limit * (2 * place / 41 - 1)
        high += 2 * histogram.limit / 41
        count = int(histogram.counts[place])
        words = f"{figures.with_sign(low)} to {figures.with_sign(high)}"
        assert view.readout.startswith(words)
        assert view.readout.endswith(f" · {count:,} entr{'y' if count == 1 else 'ies'}")
    hover(qtbot, view, (view.bin_rect(0).center() - QPointF(view.bin_rect(0).width(), 0)).toPoint())
    assert view.readout.startswith(f"below {figures.scientific(-histogram.limit)} · ")
    hover(qtbot, view, QPoint(2, 2))
    assert view.readout == ""


def labels_of(inspection):
    return [f"layer {x.layer} {figures.scientific(x.dW_norm)}" for x in inspection.layers]


@pytest.mark.parametrize("layer", [1, 2])
def test_the_heatmap_reads_the_value_under_the_pointer(qtbot, pane, layer):
    made = inspected()
    feed(qtbot, pane, *made)
    click_row(qtbot, pane, layer)
    step = made[-1].step
    dW = unpack(step.gradient, step.dimensions)[0][layer - 1]
    cell = (3, 5)
    matrix = pane.heatmap.matrix
    hover(qtbot, matrix.viewport(), matrix.rect_of(cell).center().toPoint())
    value = figures.signed(float(dW[cell]))
    expected = f"dW{'¹²'[layer - 1]}[3, 5] = {value}"
    assert pane.heatmap.readout.text().startswith(expected)
    assert pane.heatmap.legend.scale.limit == made[-1].layers[layer - 1].histogram.limit


def test_a_long_read_out_moves_nothing(qtbot, pane):
    feed(qtbot, pane, *inspected())
    view = pane.plot.plot.getViewBox()
    before = view.geometry()
    pane.plot.plot.set_readout("a figure and another · " * 10)
    qtbot.wait(30)
    assert view.geometry() == before


def test_the_plot_reads_every_layer_under_the_pointer(qtbot, pane):
    made = inspected()
    feed(qtbot, pane, *made)
    view = pane.plot.plot.getViewBox()
    spot = pane.plot.mapFromScene(view.mapViewToScene(QPointF(5.2, -0.2)))
    hover(qtbot, pane.plot.viewport(), spot)
    assert pane.plot.plot.readout == "at step 5"
    assert pane.plot.labels() == labels_of(made[2])
    click_row(qtbot, pane, 2)
    assert pane.plot.labels() == labels_of(made[2])
    qtbot.mouseMove(pane, QPoint(2, 2))
    QApplication.sendEvent(pane.plot, QEvent(QEvent.Type.Leave))
    assert pane.plot.plot.readout == ""
    assert pane.plot.labels() == labels_of(made[-1])


def test_twelve_layers_scroll_and_the_chosen_one_is_in_sight(qtbot, pane):
    made = inspected((6,) * 11, "tanh", 3)
    feed(qtbot, pane, *made)
    bar = pane.rows.verticalScrollBar()
    assert bar.maximum() > 0
    assert pane.rows.height() < pane.height() / 2
    pane.rows.setFocus()
    for layer in range(2, 13):
        qtbot.keyClick(pane.rows, Qt.Key.Key_Down)
        row = pane.rows.row_rect(layer)
        assert pane.rows.viewport().rect().contains(row)
    assert bar.value() == bar.maximum()
    at = pane.rows.row_rect(11).center()
    qtbot.mouseClick(pane.rows.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert pane.rows.layer == 11
    assert any(each.startswith("layer 11 ") for each in pane.plot.labels())
    height = pane.plot.plot.getViewBox().height()
    assert 2 <= len(pane.plot.labels()) <= height / 16 + 1
    qtbot.keyClick(pane.rows, Qt.Key.Key_Home)
    assert bar.value() == 0


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_gradients_that_are_not_finite_are_named(qtbot, pane, value):
    first = inspected()[0]
    gradient = first.step.gradient.copy()
    gradient[100] = value
    broken = with_gradient(first, gradient)
    feed(qtbot, pane, first, broken)
    assert pane.rows.cells(1)["‖dW‖"] == "not finite"
    assert pane.rows.cells(2)["‖dW‖"] != "not finite"
    assert "layer 1 not finite" in pane.plot.labels()
    for each in pictures(pane).values():
        assert not each.isNull()
    for letter in ("db", "W", "ΔW", "dW"):
        press(qtbot, pane, letter)
        assert math.isfinite(pane.heatmap.legend.scale.limit)


def test_all_of_it_not_finite_or_zero_draws_too(qtbot, pane):
    first = inspected()[0]
    nothing = with_gradient(first, np.zeros_like(first.step.gradient))
    feed(qtbot, pane, nothing)
    assert pane.rows.cells(1)["‖dW‖"] == "0"
    assert pane.rows.cells(1)["zeros"] == figures.percent(1.0)
    assert "layer 1 0" in pane.plot.labels()
    pictures(pane)
    broken = with_gradient(nothing, np.full_like(first.step.gradient, np.nan))
    feed(qtbot, pane, broken)
    assert pane.plot.labels() == [f"layer {k} not finite" for k in (1, 2, 3)]
    pictures(pane)


def test_weights_that_were_all_zeros_change_infinitely(qtbot, pane):
    first = inspected()[0]
    layers = tuple(replace(each, update_ratio=INF) for each in first.layers)
    feed(qtbot, pane, replace(first, layers=layers))
    assert pane.rows.cells(1)["‖ΔW‖/‖W‖"] == "∞"


def test_clear_brings_the_empty_state_and_the_next_run_starts_anew(qtbot, pane):
    feed(qtbot, pane, *inspected())
    click_row(qtbot, pane, 3)
    press(qtbot, pane, "hold")
    pane.clear()
    assert pane.is_empty
    assert not pane.is_held
    assert pane.findChild(QPushButton, "train").isVisible()
    other = inspected((10,), "sigmoid", 2)
    feed(qtbot, pane, *other)
    assert not pane.is_empty
    assert pane.rows.layer == 2
    assert pane.rows.cells(2)["Layer"] == "2 · 10 → 10 · softmax"
    assert "saturated" in pane.rows.cells(1)
    assert len(pane.plot.labels()) == 2


def test_the_end_of_a_run_fits_the_plot_to_it(qtbot, pane):
    feed(qtbot, pane, *inspected())
    before = pane.frames.count
    pane.set_ended()
    qtbot.waitUntil(lambda: pane.frames.count > before)
    assert "the run has ended" in pane.where.text()
    assert pane.plot.plot.getViewBox().viewRange()[0] == [0, 11]


def test_headings_and_cells_tell_their_meaning(qtbot, pane):
    feed(qtbot, pane, *inspected())
    width = pane.rows.viewport().width()
    found = []
    for x in range(0, width, 4):
        column = pane.rows.column_at(QPoint(x, 8))
        if column is not None and column.heading not in found:
            assert len(column.meaning) > 30
            found.append(column.heading)
    assert found == [*list(pane.rows.cells(1))[1:], "dW around 0"]


@pytest.mark.parametrize("size", [(912, 470), (1168, 590), (1688, 870), (860, 420)])
def test_the_histograms_have_room_at_every_size(qtbot, pane, size):
    pane.resize(*size)
    feed(qtbot, pane, *inspected())
    width = pane.rows.viewport().width()
    assert pane.rows.column_at(QPoint(width - 110, 40)).heading == "dW around 0"
    assert pane.size().toTuple() == size


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_wears_the_theme(qtbot, pane, look, scheme):
    feed(qtbot, pane, *inspected())
    look.choose(scheme)
    ground = look.tokens.color("ground")
    for name, image in pictures(pane).items():
        if name in ("rows", "plot"):
            assert image.pixelColor(image.width() - 2, 1) == ground


@pytest.mark.parametrize("name", FORMATS)
def test_exports(qtbot, pane, tmp_path, name):
    made = inspected()
    feed(qtbot, pane, *made)
    path = tmp_path / f"out.{FORMATS[name].ending}"
    pane.export(name, path)
    assert pane.said.text() == f"Exported as “{path.name}”."
    data = path.read_bytes()
    if name == "picture":
        image = QImage.fromData(data)
        assert (image.width(), image.height()) == (2 * 912, 2 * 470)
    elif name == "array":
        expected = unpack(made[-1].step.gradient, made[-1].step.dimensions)[0][0]
        np.testing.assert_array_equal(np.load(io.BytesIO(data)), expected)
    else:
        rows = list(csv.DictReader(io.StringIO(data.decode())))
        assert len(rows) == {"figures": 3, "norms": 6}[name]
        column = {"figures": "dW_norm", "norms": "norm_dW1"}[name]
        expected = {"figures": made[-1], "norms": made[0]}[name].layers[0].dW_norm
        assert float(rows[0][column]) == pytest.approx(expected, rel=1e-6)


def test_an_export_that_fails_says_so(qtbot, pane, tmp_path):
    feed(qtbot, pane, *inspected())
    pane.export("figures", tmp_path / "nowhere" / "out.csv")
    assert "could not be written" in pane.said.text()
    assert pane.said.isVisible()
    assert pane.width() == 912
