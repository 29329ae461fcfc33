"""Every view open while networks train: how much memory that takes, and whether it grows."""

from __future__ import annotations

from pathlib import Path

from app.look import theme
from app.startup import Lab
from core.network.recipe import Recipe
from tests.trust._window import NAMES, in_window, open_everything, wait, wait_until
from tests.trust.campaign import Campaign, Dose, Outcome

SECONDS = {"short": 6, "whole": 600}
SETTLING = 2.0  # seconds of the long run before its memory is taken for the beginning
# With five views it was 291 to 297 MB; runs, mistakes, the map and a set's answers take 70 more.
MOST_MB, MOST_GROWTH_MB = 380, 10
FAST = Recipe(hidden=(16,), batch_size=16, epochs=100_000)


def run(dose: Dose) -> Outcome:
    found = in_window(__name__, dose)
    failures = []
    if found["most_mb"] > MOST_MB:
        failures.append(f"the default recipe with every view open took {found['most_mb']:.0f} MB")
    if found["growth_mb"] > MOST_GROWTH_MB:
        failures.append(f"{found['steps']:,} steps took {found['growth_mb']:.1f} MB more")
    figure = f"{found['most_mb']:.0f} MB, and {found['growth_mb']:.1f} MB more after "
    return Outcome(found["steps"], figure + f"{SECONDS[dose]} s of steps", tuple(failures))


CAMPAIGN = Campaign("soak", f"under {MOST_MB} MB, growth under {MOST_GROWTH_MB} MB", run)


def drive(lab: Lab, dose: Dose) -> dict[str, float]:
    """most_mb: with every view open, the default recipe run to its end. growth_mb: in a long run of
    `steps` fast steps, in turns with every view shown."""
    open_everything(lab)
    for choice in ("dark", "light"):
        theme.watcher().choose(choice)
        open_everything(lab)
    lab.actions["run"].trigger()
    wait_until(lambda: lab.session.state == "running")
    for view in NAMES:
        lab.window.show_view(view)
        wait(0.5)
    if dose == "whole":
        wait_until(lambda: lab.session.state == "idle", 300)
    most = _resident_mb("VmHWM")
    lab.actions["stop"].trigger()
    wait_until(lambda: lab.session.state == "idle")
    lab.train.set_recipe(FAST)
    lab.actions["run"].trigger()
    wait(SETTLING)
    before, steps = _resident_mb("VmRSS"), len(lab.session.shown.history)
    for turn in range(SECONDS[dose]):
        lab.window.show_view(NAMES[turn % len(NAMES)])
        wait(1)
    lab.window.show_view("train")
    return {
        "most_mb": most,
        "growth_mb": _resident_mb("VmRSS") - before,
        "steps": len(lab.session.shown.history) - steps,
    }


def _resident_mb(field: str) -> float:
    """Megabytes, as Linux counts them: VmRSS now, VmHWM at most so far."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith(field))
    return int(kilobytes) / 1024
