"""The window closed at random moments of a run, also of one whose every step takes seconds."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from tests.trust._window import environ
from tests.trust._windows import end_of, start_window
from tests.trust.campaign import Campaign, Dose, Outcome

TIMES = {"short": 4, "whole": 50}
SEED = 13
MOST_SECONDS = 2.0
LONGEST_WAIT = 60.0
LONGEST_RUN = 2.0  # seconds before the window is closed
RECIPES = {
    "the default recipe": "Recipe()",
    "2,048 · 2,048 in one batch": "Recipe(hidden=(2048, 2048), batch_size=0)",
}
ACT = """
import time
from core.network.recipe import Recipe

def close():
    print("closing", time.monotonic(), flush=True)
    lab.window.close()

lab.session.state_changed.connect(
    lambda state: state == "running" and QTimer.singleShot({moment}, close)
)
lab.train.set_recipe({recipe})
lab.actions["run"].trigger()
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


CAMPAIGN = Campaign("closing", f"a window is gone after {MOST_SECONDS:g} s, its run kept", run)


def _close(recipe: str, moment: int) -> tuple[float, str]:
    """Seconds from the close to the end of the process, and what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        mnist = {"DIGIT_LAB_MNIST": environ(data).get("DIGIT_LAB_MNIST")}
        act = ACT.format(moment=moment, recipe=recipe)
        code, written = end_of(start_window(data, act, environ=mnist), LONGEST_WAIT)
        ended = time.monotonic()
        is_kept = any(data.glob("runs/*.run"))
    told = [line.split()[1] for line in written.splitlines() if line.startswith("closing")]
    if code is None:
        return LONGEST_WAIT, "it did not end"
    if code or not told:
        return 0.0, f"it ended with {code}: {written[-300:]}"
    return ended - float(told[0]), "" if is_kept else "its run was not kept"
