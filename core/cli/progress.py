"""A run's progress on standard error: a bar in a terminal, otherwise a line for each epoch."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TextIO

from core.network.reports import EpochReport, StepReport
from core.recipe_form import hardest_words

INTERVAL = 0.1
WIDTH = 24


class ProgressPrinter:
    """Prints at most every INTERVAL seconds. hardest: the share of the examples that epochs after
    the first take. clock: seconds, monotonic."""

    def __init__(
        self,
        epochs: int,
        total_steps: int,
        stream: TextIO,
        *,
        hardest: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._epochs = epochs
        self._total_steps = total_steps
        self._stream = stream
        self._hardest = hardest
        self._clock = clock
        self._live = stream.isatty()
        self._started = clock()
        self._due = self._started
        self._images = 0
        self._longest = 0
        self._step = 0

    def step(self, report: StepReport) -> None:
        """A step was taken."""
        self._images += report.examples
        self._step = report.step
        now = self._clock()
        if self._live and now >= self._due:
            self._due = now + INTERVAL
            filled = round(WIDTH * report.step / self._total_steps)
            self._over(
                f"{'█' * filled}{'░' * (WIDTH - filled)} epoch {report.epoch} of "
                f"{self._epochs}, loss {report.loss:.4f}, {self._pace()}"
            )

    def epoch(self, report: EpochReport) -> None:
        """An epoch has ended."""
        self._over("")
        of = f" of {hardest_words(self._hardest)}" if self._hardest < 1 < report.epoch else ""
        figures = [f"loss{of} {report.train_loss:.4f}"]
        if not math.isnan(report.validation_accuracy):  # NaN: nothing was held out
            figures += [
                f"validation loss {report.validation_loss:.4f}",
                f"accuracy {100 * report.validation_accuracy:.2f} %",
            ]
        figures.append(self._pace())
        self._write(f"epoch {report.epoch} of {self._epochs}: {', '.join(figures)}\n")

    def close(self) -> None:
        """Leave the terminal's line empty, however the run ended."""
        self._over("")

    def _pace(self) -> str:
        elapsed = max(self._clock() - self._started, 1e-9)
        left = elapsed / self._step * (self._total_steps - self._step)
        return f"{self._images / elapsed:,.0f} images/s, {duration(left)} left"

    def _over(self, line: str) -> None:
        """Put `line` over the one that stands there."""
        if self._live:
            self._write(f"\r{line:<{self._longest}}\r{line}")
            self._longest = max(self._longest, len(line))

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def duration(seconds: float) -> str:
    """A time for people: 8 s, 2 min 05 s, 1 h 20 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"
