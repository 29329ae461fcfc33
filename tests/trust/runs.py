"""Windows ended at random moments of a run: what ran is kept, and a crash leaves a trace."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.desktop.window_folder import LeftFolder, WindowFolder
from core.errors import DataError
from core.runs.library import RunLibrary
from tests.trust._windows import start_window
from tests.trust.campaign import Campaign, Dose, Outcome

TIMES = {"short": 6, "whole": 200}
SEED = 13
HOLD = 0.3  # seconds between two writings; in use they are longer
LOST_AT_MOST = 2.0  # seconds of work, on a machine that is busy with more than this
CLOSE_SECONDS = 2.0
# Signal: whether it closes the window, and what its trace says.
SIGNALS = {
    "SIGKILL": (False, ""),
    "SIGSEGV": (False, "Segmentation fault"),
    "SIGABRT": (False, "Aborted"),
    "SIGTERM": (True, ""),
    "SIGHUP": (True, ""),
    "SIGINT": (True, ""),
}
BEFORE = f"from app.background.training import run\nrun.HOLD_INTERVAL = {HOLD}"
ACT = """
import time
from core.network.recipe import Recipe
lab.session.progress.connect(lambda each: print(each.step, time.monotonic(), flush=True))
lab.train.set_recipe(Recipe(hidden=(16,), batch_size=16, epochs=5000))
lab.actions["run"].trigger()
"""


def run(dose: Dose) -> Outcome:
    rng = random.Random(SEED)
    failures: list[str] = []
    slowest = 0.0
    names = [list(SIGNALS)[number % len(SIGNALS)] for number in range(TIMES[dose])]
    moments = [rng.uniform(0, 2.0) for _ in names]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (wrong, seconds) in enumerate(pool.map(_end_one, names, moments)):
            slowest = max(slowest, seconds)
            failures += [f"{names[number]}, number {number}: {each}" for each in wrong]
    figure = f"0 lost, closed within {slowest:.1f} s" if not failures else f"{len(failures)} wrong"
    return Outcome(TIMES[dose], figure, tuple(failures))


CAMPAIGN = Campaign(
    "runs",
    "a run is kept whatever ends it, crashes leave a trace, signals close within 2 s",
    run,
)


def _end_one(name: str, moment: float) -> tuple[list[str], float]:
    """What did not hold, and how long the window took to close."""
    with tempfile.TemporaryDirectory() as folder:
        return _end_in(Path(folder), name, moment)


def _end_in(data: Path, name: str, moment: float) -> tuple[list[str], float]:
    told = data / "told.txt"
    with told.open("w") as out:
        child = start_window(data, ACT, before=BEFORE, out=out)
    deadline = time.monotonic() + 30
    while not (told.read_text() and list(data.glob("runs/*.run"))):
        if time.monotonic() > deadline or child.poll() is not None:
            child.kill()
            child.wait()
            return [f"no run began: {told.read_text()[-300:]}"], 0.0
        time.sleep(0.02)
    time.sleep(moment)
    closes, trace = SIGNALS[name]
    began = time.monotonic()
    child.send_signal(getattr(signal, name))
    try:
        child.wait(20)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return ["it did not end within 20 s"], 20.0
    seconds = time.monotonic() - began
    wrong = [f"it took {seconds:.1f} s to close"] if closes and seconds > CLOSE_SECONDS else []
    left = WindowFolder(data / "windows").left()
    if len(left) != 1:
        return [*wrong, f"{len(left)} windows are said to be left"], seconds
    library = RunLibrary(data / "runs")
    wrong += _wrong_with(left[0], library, closes, trace, told.read_text())
    return wrong, seconds if closes else 0.0


def _wrong_with(
    left: LeftFolder, library: RunLibrary, closes: bool, trace: str, told: str
) -> list[str]:
    wrong = []
    if left.closed != closes:
        wrong.append(f"closed is {left.closed}")
    if trace not in left.crash or (closes and left.crash):
        wrong.append(f"its trace is {left.crash[:80]!r}")
    if left.run is None:
        return [*wrong, "no run was kept"]
    try:
        (summary,) = library.summaries()
        record, frames = library.load(left.run.read_text()), library.frames(summary.id)
        for k in range(len(frames)):
            frames.theta(k)
    except (DataError, ValueError) as error:
        return [*wrong, str(error)]
    if summary.is_written or summary.steps != record.steps:
        wrong.append(f"its summary tells {summary.steps} steps of {record.steps}")
    if not len(frames):
        wrong.append("no networks were kept on the way")
    steps = [line.split() for line in told.splitlines() if line.count(" ") == 1]
    last = float(steps[-1][1])
    due = max((int(step) for step, at in steps if float(at) < last - LOST_AT_MOST), default=0)
    if record.checkpoint is None or record.checkpoint.step < due:
        wrong.append(f"kept {record.steps} steps of at least {due}")
    return wrong
