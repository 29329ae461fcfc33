from __future__ import annotations

import io
import math

import pytest

from core.cli.progress import ProgressPrinter, duration
from core.network.reports import EpochReport, StepReport


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(stream: io.StringIO) -> str:
    """Two epochs of four steps of 50 images, a step a tenth of a second."""
    now = [0.0]
    progress = ProgressPrinter(2, 8, stream, clock=lambda: now[0])
    for epoch in (1, 2):
        for step in range(4 * epoch - 3, 4 * epoch + 1):
            now[0] += 0.1
            progress.step(StepReport(step, epoch, 0.5, 0.1, 50))
        progress.epoch(EpochReport(epoch, 4 * epoch, 0.5, 0.9, 0.4, 0.925, True))
    progress.close()
    return stream.getvalue()


def test_a_file_gets_a_line_an_epoch() -> None:
    assert run(io.StringIO()).splitlines() == [
        f"epoch {epoch} of 2: loss 0.5000, validation loss 0.4000, accuracy 92.50 %, "
        "500 images/s, 0 s left"
        for epoch in (1, 2)
    ]


def test_whose_loss_it_is_when_epochs_take_the_hardest_alone() -> None:
    stream = io.StringIO()
    progress = ProgressPrinter(2, 2, stream, hardest=0.25, clock=lambda: 0.0)
    for epoch in (1, 2):
        progress.step(StepReport(epoch, epoch, 0.5, 0.1, 50))
        progress.epoch(EpochReport(epoch, epoch, 0.5, 0.9, 0.4, 0.9, True))
    first, second = stream.getvalue().splitlines()
    assert first.startswith("epoch 1 of 2: loss 0.5000")
    assert second.startswith("epoch 2 of 2: loss of the hardest 25 % 0.5000")


def test_without_validation_examples_their_figures_are_left_out() -> None:
    stream = io.StringIO()
    progress = ProgressPrinter(1, 1, stream, clock=lambda: 0.0)
    progress.step(StepReport(1, 1, 0.5, 0.1, 50))
    progress.epoch(EpochReport(1, 1, 0.5, 0.9, math.nan, math.nan, False))
    assert stream.getvalue().startswith("epoch 1 of 1: loss 0.5000, 50")
    assert "nan" not in stream.getvalue()


def test_a_terminal_gets_a_bar_that_leaves_only_the_epochs_behind() -> None:
    written = run(Terminal())
    assert "████████████░░░░░░░░░░░░ epoch 1 of 2, loss 0.5000, 500 images/s" in written
    screen = []
    for line in written.split("\n"):
        shown = ""
        for part in line.split("\r"):
            shown = part + shown[len(part) :]
        screen.append(shown.rstrip())
    assert [line[:12] for line in screen] == ["epoch 1 of 2", "epoch 2 of 2", ""]
    assert all(line.endswith("s left") for line in screen[:2])


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.4, "59 s"), (59.6, "1 min 00 s"), (125, "2 min 05 s"), (4800, "1 h 20 min")],
)
def test_durations_read_as_people_say_them(seconds, words) -> None:
    assert duration(seconds) == words
