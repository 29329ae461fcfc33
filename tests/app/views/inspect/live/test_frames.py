"""When the pane draws: at most five times a second, never while hidden or held."""

from __future__ import annotations

import time

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
