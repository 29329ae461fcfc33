"""The window closed at random moments of a run, also of one whose every step takes seconds."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.trust._window import environ
from tests.trust.campaign import Campaign, Dose, Outcome

TIMES = {"short": 4, "whole": 50}
SEED = 13
MOST_SECONDS = 2.0
LONGEST_RUN = 2.0  # seconds before the window is closed
RECIPES = {
    "the default recipe": "Recipe()",
    "2,048 · 2,048 in one batch": "Recipe(hidden=(2048, 2048), batch_size=0)",
}
CHILD = """
import sys, time
from PySide6.QtCore import QTimer
from app import startup
from core.network.recipe import Recipe

def close(lab):
    print("closing", time.monotonic(), flush=True)
    lab.window.close()

def begin(lab):
    finish(lab)
    lab.session.state_changed.connect(
        lambda state: state == "running" and QTimer.singleShot({moment}, lambda: close(lab))
    )
    lab.train.set_recipe({recipe})
    lab.actions["run"].trigger()

finish, startup.Lab._finish = startup.Lab._finish, begin
sys.exit(startup.run(["digit-lab"]))
"""


def run(dose: Dose) -> Outcome:
    rng = random.Random(SEED)
    failures: list[str] = []
    slowest = 0.0
    for number in range(TIMES[dose]):
        name, recipe = list(RECIPES.items())[number % len(RECIPES)]
        moment = int(1000 * rng.uniform(0, LONGEST_RUN))
        seconds, wrong = _close(recipe, moment)
        slowest = max(slowest, seconds)
        if seconds > MOST_SECONDS:
            wrong = wrong or f"it took {seconds:.1f} s"
        if wrong:
            failures.append(f"{name}, {moment} ms after it began: {wrong}")
    return Outcome(TIMES[dose], f"the slowest took {slowest:.2f} s", tuple(failures))


CAMPAIGN = Campaign("closing", f"a window is gone after {MOST_SECONDS:g} s", run)


def _close(recipe: str, moment: int) -> tuple[float, str]:
    """Seconds from the close to the end of the process, and what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD.format(moment=moment, recipe=recipe)],
            env=environ(Path(folder)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            out, err = child.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            return 60.0, "it did not end"
        ended = time.monotonic()
    told = [line.split()[1] for line in out.splitlines() if line.startswith("closing")]
    if child.returncode or not told:
        return 0.0, f"it ended with {child.returncode}: {err[-300:]}"
    return ended - float(told[0]), ""
