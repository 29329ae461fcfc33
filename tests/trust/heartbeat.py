"""A timer of 5 ms in the window's thread never waits long for its turn, whatever a user does."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from functools import partial

from app.look import theme
from app.startup import Lab
from core.files import model_file
from core.network.recipe import Recipe
from tests.effort import slowness
from tests.trust._window import NAMES, Heart, in_window, open_everything, wait
from tests.trust.campaign import Campaign, Dose, Outcome

ROUNDS = {"short": 1, "whole": 20}
SEED = 13
THEME_SECONDS, ANY_SECONDS = 0.1, 1.0  # the first of the processor, times how slow it is
Pauses = dict[str, list[float]]


def run(dose: Dose) -> Outcome:
    found: Pauses = in_window(__name__, dose)
    failures = [
        f"{what}: the window stood still for {max(pauses):.2f} s"
        for what, pauses in found.items()
        if max(pauses) > ANY_SECONDS
    ]
    theme_median = statistics.median(found["theme"])
    # A busy machine takes the processor away: then the thread's own time tells; and it slows a
    # switch that the next one need not share, so the second longest of them is asked.
    theme_work = sorted(found["theme, work"])[-2]
    if theme_work > THEME_SECONDS and theme_work > THEME_SECONDS * slowness():
        failures.append(f"theme: a switch works for {theme_work:.2f} s in the window's thread")
    worst = max(found, key=lambda what: max(found[what]))
    figure = (
        f"theme {1000 * theme_median:.0f} ms, at most {1000 * max(found['theme']):.0f} ms; "
        f"longest {1000 * max(found[worst]):.0f} ms ({worst})"
    )
    return Outcome(sum(map(len, found.values())) // 2, figure, tuple(failures))


CAMPAIGN = Campaign("heartbeat", "no pause over 1 s, none of a theme switch over 0.1 s", run)


def drive(lab: Lab, dose: Dose) -> Pauses:
    """Seconds of the longest pause of each act, by the kind of the act."""
    heart, rng = Heart(), random.Random(SEED)
    open_everything(lab)
    pauses: Pauses = {}

    def act(kind: str, do: Callable[[], object]) -> None:
        wait(0.1)
        heart.longest()
        worked = time.thread_time()
        do()
        wait(0.15)
        pauses.setdefault(kind, []).append(heart.longest())
        pauses.setdefault(f"{kind}, work", []).append(time.thread_time() - worked)

    file = model_file.with_ending(lab._paths.data / "network")
    snapshot = lab.network.snapshot
    assert snapshot is not None
    model_file.save(snapshot, file)
    for _ in range(ROUNDS[dose]):
        for view in NAMES:
            act("view", partial(lab.window.show_view, view))
            for choice in ("dark", "light"):
                act("theme", partial(theme.watcher().choose, choice))
        act("file", lambda: lab.files.open_file(file))
        lab.train.set_recipe(Recipe(epochs=1000))
        act("run", lab.actions["run"].trigger)
        for view in NAMES:
            act("view in training", partial(lab.window.show_view, view))
            size = rng.randint(880, 1900), rng.randint(560, 1200)
            act("resize in training", partial(lab.window.resize, *size))
        act("stop", lab.actions["stop"].trigger)
        act("reset", lab.actions["reset"].trigger)
    return pauses
