"""A plot of a million steps is painted about as quickly as one of ten thousand."""

from __future__ import annotations

import statistics
import time

import numpy as np

from app.background.training.history import History
from app.startup import Lab
from app.views.train.charts import Charts
from tests.trust._window import in_window
from tests.trust.campaign import Campaign, Dose, Outcome

FEW, MANY = 10_000, 1_000_000
MOST_TIMES = 2.0
FRAMES = {"short": 40, "whole": 400}
TURNS = 8
STEPS_A_FRAME = 12


def run(dose: Dose) -> Outcome:
    few, many = in_window(__name__, dose)
    figure = f"{1000 * few:.1f} ms with {FEW:,} steps, {1000 * many:.1f} ms with {MANY:,}"
    failures = (f"{many / few:.1f} times as long",) if many > MOST_TIMES * few else ()
    return Outcome(2 * FRAMES[dose], figure, failures)


CAMPAIGN = Campaign("million_steps", f"repaint within {MOST_TIMES:g} times", run)


def drive(lab: Lab, dose: Dose) -> list[float]:
    """Seconds of processor time of a frame, with few steps and with many, the median; in turns, so
    that what else the machine does slows both."""
    lab.window.show_view("train")
    histories = [_history(steps) for steps in (FEW, MANY)]
    times: list[list[float]] = [[], []]
    for _ in range(TURNS):
        for history, taken in zip(histories, times, strict=True):
            lab.train.charts.set_history(history, 2 * len(history))
            taken += _frames(lab.train.charts, history, FRAMES[dose] // TURNS)
    return [statistics.median(taken) for taken in times]


def _history(steps: int) -> History:
    rng = np.random.default_rng(0)
    history = History(2 * steps)
    fall = 0.05 + 2 * np.exp(-8 * np.arange(steps) / steps)
    losses = (fall * (0.5 + rng.random(steps))).astype(np.float32)
    for part in np.array_split(np.arange(steps), 100):
        history.extend(part + 1, losses[part])
    return history


def _frames(charts: Charts, history: History, frames: int) -> list[float]:
    """Seconds of each frame but the first, which draws the whole history anew."""
    rng = np.random.default_rng(len(history))
    times = []
    for _ in range(frames + 1):
        new = len(history) + np.arange(1, STEPS_A_FRAME + 1)
        history.extend(new, (0.05 * rng.random(STEPS_A_FRAME)).astype(np.float32))
        began = time.thread_time()
        charts.draw_now()
        charts.viewport().repaint()
        times.append(time.thread_time() - began)
    return times[1:]
