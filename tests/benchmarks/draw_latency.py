"""Child process: how long after the pointer the bars move, while a network trains.

A hand of its own (xdotool) draws on a virtual X screen; every move bears the time at which the
server made it, in whole milliseconds. Latency is from then until what the window shows knows of the
move: the bars are painted and sent to the screen, where they changed. It has four parts, see
PARTS. The network was taught a large hand, which has a say in every answer. Prints one JSON object:
for "idle" and "training" the moves, and percentiles in ms of each part and of their sum.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import time
from itertools import cycle, islice, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from app.desktop.process import make_application, spare_collector
from app.paths import Paths
from app.startup import Lab
from core.data.skeletons import FORMS
from core.ink.strokes import Drawing
from core.network.recipe import Recipe
from core.reading.hand import Hand, with_hand
from tests.benchmarks.data import mnist_or_noise
from tests.benchmarks.window import wait

RECIPE = Recipe(epochs=10_000)
MOVES_A_LINE, SECONDS_BETWEEN_MOVES = 24, 0.008  # 125 Hz, as most mice
HAND_DRAWINGS = 200
TAKES_TIME = 0.5  # between two drawings
AFTER_PAINTING = Qt.EventPriority.LowEventPriority.value - 1
# Corners in the unit square: a 7, a 2 and a 4 of two strokes, and then a number of three digits.
DRAWINGS = (
    ([(0.28, 0.22), (0.72, 0.22), (0.45, 0.8)],),
    ([(0.3, 0.3), (0.5, 0.18), (0.68, 0.32), (0.3, 0.8), (0.72, 0.8)],),
    ([(0.55, 0.15), (0.3, 0.6), (0.75, 0.6)], [(0.6, 0.35), (0.6, 0.9)]),
    (
        [(0.06, 0.3), (0.26, 0.3), (0.14, 0.7)],
        [(0.5, 0.3), (0.5, 0.7)],
        [(0.74, 0.32), (0.92, 0.32), (0.74, 0.7), (0.94, 0.7)],
    ),
)


# Until the window hears of the move; until it is its turn to be read; until it is read; until what
# was read is painted.
PARTS = ("arriving", "waiting", "reading", "painting")
PERCENTILES = (50, 90, 99, 100)


class Stopwatch(QObject):
    """From the server's time of each move to the bars that show what it did."""

    def __init__(self, lab: Lab) -> None:
        super().__init__()
        self.moments: list[list[float]] = []  # of each move: begin of the first part, ends of all
        self._moved: list[list[float]] = []
        self._read: list[list[float]] = []
        self._reading = 0.0
        self._canvas = lab.draw.canvas
        self._canvas.installEventFilter(self)
        for timer in self._canvas.findChildren(QTimer):
            timer.installEventFilter(self)
        lab.window.installEventFilter(self)
        lab.draw.digit_changed.connect(self._on_read)

    @property
    def parts(self) -> NDArray[np.float64]:
        """Milliseconds of each part, a row a move, (moves, PARTS)."""
        return np.diff(np.array(self.moments), axis=1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_due = watched is self._canvas and event.type() >= QEvent.Type.User
        if is_due or event.type() == QEvent.Type.Timer:
            self._reading = _now()
        elif event.type() == QEvent.Type.MouseMove and watched is self._canvas:
            assert isinstance(event, QMouseEvent)
            if event.buttons():
                self._moved.append([event.timestamp(), _now()])
        elif event.type() == QEvent.Type.UpdateRequest and self._read:
            watched.event(event)  # paints the window and sends it to the screen
            self._on_shown()
            return True
        return False

    def _on_read(self, _: object) -> None:
        self._read += [[*moments, self._reading, _now()] for moments in self._moved]
        self._moved.clear()
        # Where nothing is painted.
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), AFTER_PAINTING)

    def customEvent(self, _: QEvent) -> None:
        self._on_shown()

    def _on_shown(self) -> None:
        now = _now()
        self.moments += [[*moments, now] for moments in self._read]
        self._read.clear()


def _now() -> float:
    return time.monotonic() * 1000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    if "DISPLAY" not in os.environ or shutil.which("xdotool") is None:
        print(json.dumps({}))
        return
    with TemporaryDirectory() as folder:
        print(json.dumps(_measure(Path(folder), options.seconds)))


def _measure(folder: Path, seconds: float) -> dict[str, dict[str, Any]]:
    app = make_application(["digit-lab"])
    lab = Lab(Paths(folder, folder / "settings.ini"))
    lab.completed.connect(spare_collector)  # as startup.run does
    lab.window.show()
    wait(3)
    subprocess.run(["xdotool", "windowfocus", str(int(lab.window.winId()))], check=False)
    watch = Stopwatch(lab)
    assert lab.network.snapshot is not None
    lab.network.use(with_hand(lab.network.snapshot, _large_hand()))
    _draw_for(lab, 3)  # so that every part has been used once
    figures = {}
    for name in ("idle", "training"):
        if name == "training":
            lab.session.run(RECIPE, mnist_or_noise())
            wait(2)
        watch.moments.clear()
        _draw_for(lab, seconds)
        figures[name] = _figures(watch.parts)
    lab.close()
    app.processEvents()
    return figures


def _figures(parts: NDArray[np.float64]) -> dict[str, Any]:
    columns = {"whole": parts.sum(axis=1), **dict(zip(PARTS, parts.T, strict=True))}
    percentiles = {
        name: np.percentile(values, PERCENTILES).round(2).tolist()
        for name, values in columns.items()
    }
    return {"moves": len(parts), **percentiles}


def _large_hand() -> Hand:
    """HAND_DRAWINGS of the built-in forms, each written a little otherwise."""
    rng = np.random.default_rng(0)
    forms = islice(cycle(FORMS), HAND_DRAWINGS)
    drawn = [
        (
            Drawing.from_lists(np.add(stroke, rng.normal(0, 0.02, 2)) for stroke in form.strokes),
            form,
        )
        for form in forms
    ]
    digits = np.array([form.digit for _, form in drawn], np.uint8)
    return Hand.of([drawing for drawing, _ in drawn], digits)


def _draw_for(lab: Lab, seconds: float) -> None:
    until = time.monotonic() + seconds
    turn = 0
    while time.monotonic() < until:
        lab.actions["clear"].trigger()
        hand = subprocess.Popen(["xdotool", *_words(lab, DRAWINGS[turn % len(DRAWINGS)])])
        while hand.poll() is None:
            wait(0.05)
        wait(TAKES_TIME)
        turn += 1


def _words(lab: Lab, drawing: tuple[list[tuple[float, float]], ...]) -> list[str]:
    canvas = lab.draw.canvas
    corner = canvas.mapToGlobal(QPoint(0, 0))
    words: list[object] = []
    for corners in drawing:
        points = [QPointF(corner) + QPointF(x, y) * canvas.width() for x, y in _along(corners)]
        places = [("mousemove", round(each.x()), round(each.y())) for each in points]
        words += [*places[0], "mousedown", 1]
        for place in places[1:]:
            words += [*place, "sleep", SECONDS_BETWEEN_MOVES]
        words += ["mouseup", 1, "sleep", 0.1]
    return [str(word) for word in words]


def _along(corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [
        (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
        for (x0, y0), (x1, y1) in pairwise(corners)
        for share in np.linspace(0, 1, MOVES_A_LINE)
    ]


if __name__ == "__main__":
    main()
