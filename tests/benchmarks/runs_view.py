"""Child process: going through a run, and comparing eight, in a window.

A frame of the time machine is everything from a moved slider to the painted window: the kept
network read from its file, its picture, its answer, matrix and gradients; the first way through is
while the networks are measured beside it, `settled` after that. A frame of the comparison is a
moved axis or pointer. Prints one JSON object, in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QWidget

from app.background.training.run_curves import RunCurves
from app.desktop.process import make_application
from app.look import theme
from app.views.runs.compare.page import ComparePage
from app.views.runs.replay.page import ReplayedRun, ReplayPage
from core.data.dataset import Split
from core.data.starter import starter_split
from core.files.run_file import Origin, RunRecord
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import EpochReport
from core.runs.differences import ComparedRun
from core.runs.frames import Frame, FramePlan, RunFrames
from core.runs.library import RunLibrary
from core.threads import blas_threads

SIZE = 1366, 720
STEPS, EPOCHS = 100_000, 20
RUNS = 8
BUDGET = 2**30  # bytes of kept networks


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    app = make_application(["digit-lab"])
    theme.watcher().install("light")
    blas_threads(1)
    split = starter_split(seed=0)
    figures: dict[str, Any] = {
        "-".join(map(str, (784, *hidden, 10))): _scrub(app, hidden, split, options.seconds)
        for hidden in ((128, 64), (1024, 512))
    }
    print(json.dumps(figures | {"compare": _compare(app, split, options.seconds)}))


def _record(recipe: Recipe, split: Split, network: Network) -> RunRecord:
    steps = np.arange(1, STEPS + 1)
    noise = np.random.default_rng(recipe.seed).random(STEPS)
    losses = (2.3 * np.exp(-steps / 900) + 0.1 + 0.1 * noise).astype(np.float32)
    epochs = tuple(
        EpochReport(k, k * STEPS // EPOCHS, 0.2, 0.95, 0.2 / k, 0.9 + k / 1000, True)
        for k in range(1, EPOCHS + 1)
    )
    origin = Origin.of(split, "starter")
    return RunRecord(
        recipe, origin, losses, epochs, 60.0, network.snapshot(), None, "completed", "Done."
    )


def _scrub(
    app: QApplication, hidden: tuple[int, ...], split: Split, seconds: float
) -> dict[str, float]:
    recipe = Recipe(hidden=hidden)
    network = Network.from_recipe(recipe)
    record = _record(recipe, split, network)
    with tempfile.TemporaryDirectory() as folder:
        library = RunLibrary(Path(folder))
        run_id = library.write(record)
        frames = _keep(library, run_id, network)
        page = ReplayPage()
        _show(app, page)
        history = RunCurves.of_record(record, "").history
        page.set_run(ReplayedRun(run_id, "A run", record, history, frames), split)
        first = list(_through(app, page, len(frames)))
        while page.meter.is_running:
            app.processEvents()
            time.sleep(0.001)
        settled, end = [], time.perf_counter() + seconds
        while time.perf_counter() < end:
            settled += _through(app, page, len(frames))
        page.meter.stop()
        for runner in page.runners:
            runner.close()
        page.deleteLater()
    return {"frames": len(frames), **_figures("first", first), **_figures("settled", settled)}


def _keep(library: RunLibrary, run_id: str, network: Network) -> RunFrames:
    plan, step, rng = (
        FramePlan.within(BUDGET, network.theta.size, STEPS),
        0,
        np.random.default_rng(0),
    )
    writer = library.writer(run_id)
    while step <= STEPS:
        writer.append([Frame(step, network.theta)])
        network.theta += rng.normal(0, 0.002, network.theta.size).astype(np.float32)
        step = plan.next_after(step)
    writer.close()
    return library.frames(run_id)


def _through(app: QApplication, page: ReplayPage, count: int) -> Iterator[float]:
    """The time of each frame, as the slider is dragged to the start and back."""
    for index in (*range(count - 1, -1, -1), *range(count)):
        yield _time(app, page, lambda index=index: page.transport.slider.setValue(index))


def _compare(app: QApplication, split: Split, seconds: float) -> dict[str, float]:
    recipes = [Recipe(hidden=(8,), seed=seed) for seed in range(RUNS)]
    records = [_record(each, split, Network.from_recipe(each)) for each in recipes]
    began = time.perf_counter()
    curves = [RunCurves.of_record(each, f"seed {each.recipe.seed}") for each in records]
    opened = 1000 * (time.perf_counter() - began)
    page = ComparePage()
    _show(app, page)
    page.set_runs(curves, [ComparedRun(each) for each in records])
    app.processEvents()
    view = page.board.loss.view
    zoomed, pointed, end, number = [], [], time.perf_counter() + seconds, 0
    while time.perf_counter() < end:
        number += 1
        share = 0.3 + 0.7 * abs(np.sin(number / 20))

        def zoom(share: float = share) -> None:
            page.board.following = False
            view.setXRange(0, STEPS * share, padding=0)
            page.board.draw_now()

        zoomed.append(_time(app, page, zoom))
        at = view.mapViewToScene(QPointF(STEPS * share / 2, 1))
        pointed.append(_time(app, page, lambda at=at: page.board._on_pointer(at)))
    page.deleteLater()
    return {"opened_ms": opened, **_figures("zoomed", zoomed), **_figures("pointed", pointed)}


def _show(app: QApplication, page: QWidget) -> None:
    page.resize(*SIZE)
    page.show()
    app.processEvents()


def _time(app: QApplication, page: QWidget, change: Callable[[], object]) -> float:
    """Milliseconds from the change to the painted window, without what is waited on purpose."""
    began = time.perf_counter()
    change()
    if isinstance(page, ReplayPage):
        page._frames.now()
    app.processEvents()
    return 1000 * (time.perf_counter() - began)


def _figures(name: str, times: list[float]) -> dict[str, float]:
    median, p99 = np.quantile(times, (0.5, 0.99))
    return {f"{name}_median_ms": median, f"{name}_p99_ms": p99, f"{name}_most_ms": max(times)}


if __name__ == "__main__":
    main()
