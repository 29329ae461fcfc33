"""Child process: what watching the gradients costs a training run.

Runs take turns in one process: nothing is looked at in any way; Inspect exists but is hidden; it
is open on its live gradients, also with a 5 ms timer of the GUI thread; it is open on the picture
of the network in training. Prints one JSON object with the shares of the rate, and how late the
timer was.
"""

from __future__ import annotations

import argparse
import json
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np

from app.background.training.inspection_schedule import InspectionSchedule
from app.desktop.process import make_application
from app.paths import Paths
from app.startup import Lab
from app.views.inspect.microscope.example import DIGIT
from app.views.inspect.network.pane import IN_TRAINING
from app.views.inspect.view import LIVE, NETWORK
from tests.benchmarks.data import mnist_or_noise
from tests.benchmarks.window import Lateness, run_rate, wait

ROUNDS = 8


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
    split = mnist_or_noise()
    each = seconds / ROUNDS / 5

    def blind() -> float:
        lab.window.show_view("draw")
        with patch.object(InspectionSchedule, "before_step", lambda self, *_: None):
            return run_rate(lab, split, each)

    def hidden() -> float:
        lab.window.show_view("draw")
        return run_rate(lab, split, each)

    def watched() -> float:
        lab.inspect.show_pane(LIVE)
        lab.window.show_view("inspect")
        return run_rate(lab, split, each)

    lateness = Lateness()

    def timed() -> float:
        lab.inspect.show_pane(LIVE)
        lab.window.show_view("inspect")
        return run_rate(lab, split, each, lateness)

    def pictured() -> float:
        network = lab.inspect.network
        network.chooser.choose(DIGIT)
        network.network.setCurrentText(IN_TRAINING)
        lab.inspect.show_pane(NETWORK)
        lab.window.show_view("inspect")
        return run_rate(lab, split, each)

    kinds = {
        **{"blind": blind, "hidden": hidden, "watched": watched},
        **{"timed": timed, "pictured": pictured},
    }
    rates: dict[str, list[float]] = {name: [] for name in kinds}
    for round_ in range(ROUNDS):
        # Forwards and backwards, so that a machine that warms or cools favours nobody.
        for name in list(kinds)[:: 1 if round_ % 2 else -1]:
            rates[name].append(kinds[name]())
    lab.close()
    app.processEvents()

    def share(of: str, to: str) -> float:
        return statistics.median(a / b for a, b in zip(rates[of], rates[to], strict=True))

    return {
        "hidden_share": share("hidden", "blind"),
        "watched_share": share("watched", "hidden"),
        "pictured_share": share("pictured", "hidden"),
        "late_p99_ms": float(np.percentile(lateness.late, 99)),
        "late_max_ms": max(lateness.late),
    }


if __name__ == "__main__":
    main()
