"""Stand-ins for what runs a learner's code: they tell what the test tells them to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.background.racing import IN_WORDS, RaceEnd, RaceLosses
from core.checking.course_functions import FUNCTIONS
from core.checking.report import Comparison, FunctionReport, Mistake, Report

EXAMPLE, SMALL = "the course's example", "m = 1, relu, seed 3"
MISSING = Mistake(
    "missing-1/m",
    "The 1/m is missing",
    "dW is five times what it should be.",
    "Divide by the number of columns.",
    "layer",
    "dW",
    4,
    "dW = np.dot(dZ, H_prev.T)",
)
TRACEBACK = (
    "Traceback (most recent call last):\n"
    '  File "my_backward.py", line 3, in relu_backward\n'
    "    dZ[Z <= 0] = <zero>\n"
    "NameError: name 'zero' is not defined"
)


class FakeChecker(QObject):
    """asked: the paths that were to be checked."""

    started = Signal()
    finished = Signal(object)
    stopped = Signal()
    looked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Path] = []
        self.is_running = False

    def look(self) -> None:
        self.looked.emit(("network",))

    def check(self, path: Path) -> None:
        self.asked.append(path)
        self.is_running = True
        self.started.emit()

    def finish(self, report: Report) -> None:
        self.is_running = False
        self.finished.emit(report)

    def stop(self) -> None:
        if self.is_running:
            self.is_running = False
            self.stopped.emit()


class FakeRace(QObject):
    """asked: (path, split) of the runs that were begun."""

    started = Signal(int)
    lap = Signal(object)
    ended = Signal(object)
    in_words = IN_WORDS

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Path, object]] = []
        self.is_running = False

    def start(self, path: Path, split: object) -> None:
        self.asked.append((path, split))
        self.is_running = True
        self.started.emit(100)

    def tell(self, mine: list[float], reference: list[float]) -> None:
        self.lap.emit(RaceLosses(np.array(mine, np.float32), np.array(reference, np.float32)))

    def end(self, end: RaceEnd) -> None:
        self.is_running = False
        self.ended.emit(end)

    def stop(self) -> None:
        if self.is_running:
            self.end(RaceEnd(stopped=True))


def compared(what: str, case: str, *, ok: bool = True, problem: str = "") -> Comparison:
    error = 1e-16 if ok else 0.8
    got = 1.359739 if ok else 6.798694
    return Comparison(
        what, case, (3, 2), (3, 2), "float64", error, (2, 0), got, 1.359739, 1.3597, ok, problem
    )


def right(name: str) -> FunctionReport:
    return FunctionReport(name, "right", (compared("dZ", SMALL), compared("dZ", EXAMPLE)))


def wrong(name: str, mistake: Mistake | None = MISSING) -> FunctionReport:
    comparisons = (
        compared("dW", EXAMPLE, ok=False, problem="5 times too large"),
        compared("dW", SMALL),
    )
    return FunctionReport(name, "wrong", comparisons, mistake)


def failed(name: str, line: int = 3) -> FunctionReport:
    return FunctionReport(
        name, "failed", (), None, "There is no name “zero” here.", TRACEBACK, line
    )


def report(*present: FunctionReport, **more: object) -> Report:
    """Of a file with these functions and no others."""
    by_name = {each.name: each for each in present}
    every = tuple(by_name.get(name, FunctionReport(name, "absent")) for name in FUNCTIONS)
    return Report("my_backward.py", every, **{"seconds": 0.42, **more})
