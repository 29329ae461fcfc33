"""Child process: the real window, idle and then training with its plots in view.

Prints one JSON object: memory when idle, the training rate as a share of a run without a window,
and how late a 5 ms timer of the GUI thread is meanwhile.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, Qt, QTimer

from app.desktop.process import make_application
from app.paths import Paths
from app.startup import Lab
from core.data.dataset import Split
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import EpochReport
from core.network.training import train
from core.threads import blas_threads
from tests.benchmarks.data import mnist_or_noise

TICK_MS, ROUNDS = 5, 6
RECIPE = Recipe(epochs=10_000)


class Lateness(QObject):
    """Milliseconds by which each tick of a precise timer came late."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._clock.start()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        self.late.append(self._clock.nsecsElapsed() / 1e6 - TICK_MS)
        self._clock.restart()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        print(json.dumps(_measure(Path(folder), options.seconds)))


def _measure(folder: Path, seconds: float) -> dict[str, float]:
    app = make_application(["digit-lab"])
    lab = Lab(Paths(folder, folder))
    lab.window.show()
    wait(3)
    figures = {"idle_mb": _resident_mb()}

    split = mnist_or_noise()
    lab.window.show_view("train")
    lateness = Lateness()
    shares = []
    for _ in range(ROUNDS):
        before = _headless_rate(split)
        rate = run_rate(lab, split, seconds / ROUNDS, lateness)
        shares.append(rate / ((before + _headless_rate(split)) / 2))
    lab.close()
    app.processEvents()
    return figures | {
        "window_share": statistics.median(shares),
        "late_p99_ms": float(np.percentile(lateness.late, 99)),
        "late_max_ms": max(lateness.late),
        "ticks": len(lateness.late),
    }


def run_rate(lab: Lab, split: Split, seconds: float, lateness: Lateness | None = None) -> float:
    """Images a second of the worker, with whatever the window shows, over `seconds`."""
    lab.session.run(RECIPE, split)
    wait(2)
    if lateness is not None:
        lateness.start()
    step, start = lab.session.shown.latest.step, time.perf_counter()
    wait(seconds)
    rate = (
        (lab.session.shown.latest.step - step) * RECIPE.batch_size / (time.perf_counter() - start)
    )
    if lateness is not None:
        lateness.stop()
    lab.session.stop()
    wait(1)
    return rate


def _headless_rate(split: Split, epochs: int = 3) -> float:
    """Images a second, as the worker trains, with nobody watching."""
    with blas_threads(spare=1):
        reports = train(Network.from_recipe(RECIPE), RECIPE, split)
        start = time.perf_counter()
        for report in reports:
            if isinstance(report, EpochReport) and report.epoch == epochs:
                break
        return len(split.train) * epochs / (time.perf_counter() - start)


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


if __name__ == "__main__":
    main()
