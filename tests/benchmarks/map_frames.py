"""Child process: the map of 5,000 examples: how long it takes to make, to paint and to point at,
and what it costs a training run that it follows.

A frame is what a pan or a glide takes, from new positions to the painted widget. Quality is of the
plane: trustworthiness (J. Venna and S. Kaski, 2001) at 12 neighbours, and the share of examples
that most of their 12 neighbours say the class of. Prints one JSON object; times in ms.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from app.background.loading import MNIST, Loaded
from app.desktop.process import make_application
from app.paths import Paths
from app.startup import Lab
from app.views.data.map.choices import IN_TRAINING
from app.views.data.map.plane import MapPlane
from app.views.data.map.shown import Shown
from app.views.data.view import MAP
from core.data.dataset import Dataset, Split
from core.files import model_file
from core.network.arrays import Array
from core.projection.maps import (
    COMPONENTS,
    NEIGHBOURS,
    WAYS,
    MapFrame,
    MapQuestion,
    frames_of,
    some_of_each_class,
)
from core.projection.neighbours import nearest
from core.threads import blas_threads
from tests.benchmarks.data import mnist_or_noise
from tests.benchmarks.window import run_rate, wait

POINTS = 5000
SIZES = (1280, 800, 1), (1280, 800, 2), (1920, 1080, 1), (1920, 1080, 2)
FRAMES, WARM = 150, 10
ROUNDS = 6
NEAREST = 12


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    application = make_application(["digit-lab"])
    split = mnist_or_noise()
    dataset = split.test.take(some_of_each_class(split.test, POINTS))
    blas_threads(1)
    figures: dict[str, Any] = {}
    for way in WAYS:
        figures[way], last = _made(dataset, way)
    figures["frames"] = {f"{w}x{h} at {r}": _painted(last, w, h, r) for w, h, r in SIZES}
    figures["pointed"] = _pointed(last)
    with TemporaryDirectory() as folder:
        figures["shares"] = _followed(Path(folder), split, options.seconds)
    application.processEvents()
    print(json.dumps(figures))


def _made(dataset: Dataset, way: str) -> tuple[dict[str, float], MapFrame]:
    """Of pixels; and of the first layer of the shipped network."""
    began = time.perf_counter()
    *_, last = frames_of(MapQuestion(dataset, None, 0, way))
    took = time.perf_counter() - began
    began = time.perf_counter()
    *_, layer = frames_of(MapQuestion(dataset, model_file.shipped(), 1, way))
    figures = {
        "ms": 1000 * took,
        "layer_ms": 1000 * (time.perf_counter() - began),
        "trust": _trustworthiness(dataset.X(), last.positions),
        "alike": _alike(last.positions, dataset),
    }
    return figures, layer


def _trustworthiness(points: Array, positions: Array) -> float:
    m = positions.shape[1]
    found, _ = nearest(positions, NEAREST)
    order, _ = nearest(points, m - 1)
    rank = np.empty((m, m), np.int32)
    np.put_along_axis(rank, order, np.arange(1, m, dtype=np.int32)[None], axis=1)
    beyond = np.maximum(np.take_along_axis(rank, found, axis=1) - NEAREST, 0)
    return float(1 - 2 / (m * NEAREST * (2 * m - 3 * NEAREST - 1)) * beyond.sum())


def _alike(positions: Array, dataset: Dataset) -> float:
    found, _ = nearest(positions, NEAREST)
    votes = np.stack([(dataset.labels[found] == n).sum(axis=1) for n in range(dataset.classes)])
    return float(np.mean(votes.argmax(axis=0) == dataset.labels))


def _painted(frame: MapFrame, width: int, height: int, ratio: int) -> dict[str, float]:
    plane = _plane(frame, width, height)
    room = QImage(width * ratio, height * ratio, QImage.Format.Format_RGB32)
    room.setDevicePixelRatio(ratio)
    plane.devicePixelRatioF = lambda: float(ratio)  # type: ignore[method-assign]
    nudge = np.random.default_rng(0).normal(0, 0.001, frame.positions.shape).astype(np.float32)

    def moved() -> None:
        plane._move(plane._positions + nudge, plane._centres)
        with QPainter(room) as painter:
            plane.paint(painter)

    return _spread(_timed(moved))


def _pointed(frame: MapFrame) -> dict[str, float]:
    plane = _plane(frame, 1280, 800)
    rng = np.random.default_rng(0)
    places = iter(rng.uniform((0, 0), (1280, 800), (FRAMES + WARM, 2)))
    return _spread(_timed(lambda: plane._point_near(QPointF(*next(places)))))


def _plane(frame: MapFrame, width: int, height: int) -> MapPlane:
    plane = MapPlane()
    plane.resize(width, height)
    plane.show_map(Shown(frame, np.arange(len(frame.question.dataset))))
    return plane


def _timed(act: Callable[[], None]) -> list[float]:
    times = []
    for _ in range(FRAMES + WARM):
        began = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - began))
    return times[WARM:]


def _spread(times: list[float]) -> dict[str, float]:
    return {"median": float(np.median(times)), "p99": float(np.quantile(times, 0.99))}


def _followed(folder: Path, split: Split, seconds: float) -> dict[str, float]:
    """A run's rate while the map of its first layer is seen, as a share of that without."""
    lab = Lab(Paths(folder, folder))
    lab.window.show()
    wait(3)
    lab.loader.ready = {MNIST: Loaded(MNIST, split, "")}
    choices = lab.data.map.choices
    each = seconds / ROUNDS / 3
    rates: dict[str, list[float]] = {"hidden": [], **{way: [] for way in WAYS}}

    def rate(name: str) -> float:
        if name == "hidden":
            lab.window.show_view("draw")
        else:
            lab.window.show_view("data")
            lab.data.tabs.setCurrentIndex(MAP)
            choices.count.choose(POINTS)
            choices.network.choose(IN_TRAINING)
            choices.way.choose(name)
            choices.layer.choose(1)
        return run_rate(lab, split, each)

    for round_ in range(ROUNDS):
        for name in list(rates)[:: 1 if round_ % 2 else -1]:
            rates[name].append(rate(name))
    lab.close()
    return {
        way: statistics.median(a / b for a, b in zip(rates[way], rates["hidden"], strict=True))
        for way in (COMPONENTS, NEIGHBOURS)
    }


if __name__ == "__main__":
    main()
