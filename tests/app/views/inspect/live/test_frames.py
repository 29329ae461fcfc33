"""When the pane draws: at most five times a second, never while hidden or held."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtWidgets import QApplication

from app.look import figures
from tests.app.views.inspect.live.hand import click_row, differing, feed, pictures, press
from tests.app.views.inspect.live.steps import history_of, inspected


def test_hold_keeps_the_step_and_releasing_it_shows_the_newest(qtbot, pane):
    made = inspected()
    history = history_of(*made[:3])
    feed(qtbot, pane, made[2], history=history)
    press(qtbot, pane, "hold")
    assert pane.is_held
    assert pane.step_line.text().startswith("Held at step 5 ")
    before, frames = pictures(pane), pane.frames.count
    history.extend(made[3])
    pane.show_inspection(made[3], history)
    qtbot.wait(300)
    assert pane.frames.count == frames
    assert differing(before, pictures(pane)) == set()
    assert "training is at step 7" in pane.step_line.text()
    click_row(qtbot, pane, 2)
    assert pane.rows.cells(2)["‖dW‖"] == figures.scientific(made[2].layers[1].dW_norm)
    assert any(figures.scientific(made[2].layers[1].dW_norm) in each for each in pane.plot.labels())
    press(qtbot, pane, "hold")
    qtbot.waitUntil(lambda: pane.step_line.text().startswith("Step 7 "))
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
    qtbot.waitUntil(lambda: pane.step_line.text().startswith("Step 11 "))
    qtbot.waitUntil(lambda: pane.frames.count > frames)
    qtbot.wait(50)
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
    qtbot.waitUntil(lambda: pane.step_line.text().startswith("Step 11 "))


def test_the_parts_of_a_frame_are_painted_one_after_another(qtbot, pane):
    """So a timer of the window's thread waits for one of them at most."""
    made = inspected()
    history = history_of(*made[:2])
    feed(qtbot, pane, made[0], history=history)
    parts = {"rows": pane.rows, "heatmap": pane.heatmap, "plot": pane.plot}
    before = {name: part.grab().toImage() for name, part in parts.items()}
    pane.show_inspection(made[1], history)
    changed: list[str] = []
    while len(changed) < len(parts):
        QApplication.processEvents()
        changed += [
            name
            for name, part in parts.items()
            if name not in changed and part.grab().toImage() != before[name]
        ]
    assert changed == ["rows", "heatmap", "plot"]


def test_what_is_exported_between_two_parts_is_of_one_step(qtbot, pane):
    made = inspected()
    history = history_of(*made[:2])
    feed(qtbot, pane, made[0], history=history)
    before = pane.heatmap.matrix.values
    pane.show_inspection(made[1], history)
    pane.frames.drop()
    pane.frames._draw()
    assert np.array_equal(pane.heatmap.matrix.values, before)
    assert np.array_equal(pane.array().values, pane.heatmap.matrix.values)
    assert not np.array_equal(pane.heatmap.matrix.values, before)
