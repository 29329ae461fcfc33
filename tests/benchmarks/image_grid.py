"""Child process: frames of the grid of images while 70,000 of them are scrolled.

A frame is everything from the turn of the wheel, the move of the scroll bar or the key to the
pixels in the window: rows that were not seen yet are made, and all in sight is painted, also what
was there before. Prints one JSON object: for each way to scroll the median, p99 and most, in
milliseconds of the clock, and the most in milliseconds of the processor, which other programs on
the machine do not prolong.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from app.desktop.process import make_application
from app.views.data.images.grid import ImageGrid
from core.data.dataset import Dataset
from core.data.starter import starter_digits
from core.evaluation.answers import Answers

COUNT, DRAWN, WRONG = 70_000, 2_000, 0.03
NOTCHES = 4  # of the wheel, a frame: fast
JUMPS = 40  # frames from the top to the end, dragging: each shows other rows
FRAMES, WARM = 300, 5
KEYS = (Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_Home)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, nargs=2, required=True, help="logical pixels")
    parser.add_argument("--scale", type=int, required=True, help="of the images")
    options = parser.parse_args()
    app = make_application(["digit-lab"])
    grid = ImageGrid()
    grid.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    grid.resize(*options.size)
    grid.set_scale(options.scale)
    grid.set_images(*_images())
    grid.show()
    app.processEvents()
    ways = {"wheel": _wheel, "bar": _drag, "keys": _key}
    found = {name: _measure(app, grid, way) for name, way in ways.items()}
    print(json.dumps({"columns": grid.columns, "ratio": grid.devicePixelRatioF(), **found}))


def _images() -> tuple[Dataset, np.ndarray, Answers]:
    """Drawn digits in an order by chance; a network that is wrong now and then."""
    rng = np.random.default_rng(0)
    drawn = starter_digits(DRAWN, rng=rng)
    dataset = drawn.take(rng.integers(0, DRAWN, COUNT))
    probabilities = np.zeros((dataset.classes, COUNT), np.float32)
    answers = np.where(rng.random(COUNT) < WRONG, (dataset.labels + 1) % 10, dataset.labels)
    probabilities[answers, np.arange(COUNT)] = 1
    return dataset, rng.permutation(COUNT), Answers(dataset, probabilities)


def _measure(
    app: QApplication, grid: ImageGrid, scroll: Callable[[ImageGrid, int], None]
) -> dict[str, float]:
    grid.verticalScrollBar().setValue(0)
    grid.set_answers(grid.answers)  # forgets every row
    clock, processor = [], []
    for frame in range(FRAMES + WARM):
        start, used = time.perf_counter(), time.thread_time()
        scroll(grid, frame)
        grid.viewport().repaint()
        clock.append(1000 * (time.perf_counter() - start))
        processor.append(1000 * (time.thread_time() - used))
        app.processEvents()
    times = np.array(clock[WARM:])
    return {
        "median_ms": float(np.median(times)),
        "p99_ms": float(np.quantile(times, 0.99)),
        "most_ms": float(times.max()),
        "most_of_processor_ms": max(processor[WARM:]),
    }


def _wheel(grid: ImageGrid, _: int) -> None:
    middle = QPointF(grid.viewport().rect().center())
    event = QWheelEvent(
        middle, QPointF(grid.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, -120 * NOTCHES),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(grid.viewport(), event)


def _drag(grid: ImageGrid, frame: int) -> None:
    bar = grid.verticalScrollBar()
    place = frame % (2 * JUMPS)
    share = min(place, 2 * JUMPS - place) / JUMPS + frame / (7 * JUMPS * FRAMES)
    bar.setValue(round(min(share, 1) * bar.maximum()))


def _key(grid: ImageGrid, frame: int) -> None:
    key = KEYS[frame // 25 % len(KEYS)]
    press = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(grid, press)


if __name__ == "__main__":
    main()
