"""The rows: a layer's figures, and which layer is chosen."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt

from app.look import figures
from tests.app.views.inspect.live.hand import click_row, differing, feed, pictures
from tests.app.views.inspect.live.steps import history_of, inspected

INF = math.inf


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


def test_a_click_on_a_row_changes_heatmap_plot_and_histogram(qtbot, pane):
    feed(qtbot, pane, *inspected())
    before = pictures(pane)
    click_row(qtbot, pane, 2)
    assert differing(before, pictures(pane)) == {"rows", "matrix", "plot", "histogram"}
    assert pane.heatmap.caption.text() == "dW², gradient of layer 2's weights"
    assert pane.heatmap.readout.text().startswith("8 × 12, ")
    assert pane.histogram.accessibleName() == "How many entries of dW² have which size"
    strong = [label.text for label in pane.plot.plot.ends.labels if label.strong]
    drawn = history_of(*inspected()).medians(2, 6)[-1]
    assert strong == [f"layer 2 {figures.scientific(float(drawn))}"]


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
    height = pane.plot.plot.view.height()
    assert 2 <= len(pane.plot.labels()) <= height / 16 + 1
    qtbot.keyClick(pane.rows, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_weights_that_were_all_zeros_change_infinitely(qtbot, pane):
    first = inspected()[0]
    norms = tuple(replace(each, update_ratio=INF) for each in first.norms)
    feed(qtbot, pane, replace(first, norms=norms))
    assert pane.rows.cells(1)["‖ΔW‖/‖W‖"] == "∞"


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


@pytest.mark.parametrize(("width", "has_counts"), [(808, False), (1168, True)])
def test_counts_of_what_lies_further_out_go_before_they_lie_on_the_bars(
    qtbot, pane, width, has_counts
):
    pane.resize(width, 470)
    made, seen = inspected()[-1], []
    for out in (0, 4700):
        shown = replace(made)
        vars(shown)["layers"] = tuple(
            replace(each, histogram=replace(each.histogram, below=out, above=out))
            for each in made.layers
        )
        feed(qtbot, pane, shown, history=history_of(made))
        seen.append(pane.rows.grab().toImage())
    assert pane.rows.column_at(QPoint(width - 40, 40)).heading == "dW around 0"
    assert (seen[0] != seen[1]) == has_counts


@pytest.mark.parametrize("hidden", [(12, 8), (6,) * 11])
def test_the_columns_stand_still_from_the_first_frame_on(qtbot, pane, hidden):
    made, before = inspected(hidden, "tanh", 3), pane.frames.count
    pane.show_inspection(made[0], history_of(*made))
    qtbot.waitUntil(lambda: pane.frames.count > before)
    bar, width = pane.rows.verticalScrollBar().isVisible(), pane.rows.viewport().width()
    for _ in range(3):
        qtbot.wait(10)
        assert pane.rows.viewport().width() == width
        assert pane.rows.verticalScrollBar().isVisible() == bar == (len(hidden) > 3)
