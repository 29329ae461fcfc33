"""The pane as a whole: before, during and after a run, whatever the numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.look import figures
from tests.app.views.inspect.live.hand import click_row, feed, pictures, press
from tests.app.views.inspect.live.steps import inspected, with_gradient


def test_before_a_run_the_pane_says_what_will_come_and_leads_to_train(qtbot, pane):
    assert pane.is_empty
    button = pane.findChild(QPushButton, "train")
    assert button.isVisible()
    assert not pane.rows.isVisible()
    with qtbot.waitSignal(pane.run_wanted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_top_line_tells_step_epoch_loss_and_rate(qtbot, pane):
    made = inspected()
    feed(qtbot, pane, *made)
    words = pane.step_line.text()
    assert words.startswith("Step 11 ")
    for part in ("epoch 1", figures.figure(made[-1].step.loss), "batch of 32", "rate 0.100"):
        assert part in words


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_wears_the_theme(qtbot, pane, look, scheme):
    feed(qtbot, pane, *inspected())
    look.choose(scheme)
    ground = look.tokens.color("ground")
    for name, image in pictures(pane).items():
        if name in ("rows", "plot"):
            assert image.pixelColor(image.width() - 2, 1) == ground
