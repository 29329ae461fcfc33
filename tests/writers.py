"""The ink set's writers: who is held back, what is taught of each, and what a lesson does.

Six judge the shipped networks and are not looked at. Ten are never trained on and each teaches
thirty drawings to a network that learned from MNIST, from the fourteen others and from starter
digits.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from core.data.dataset import CLASSES, PIXELS, Dataset, Split
from core.data.starter import starter_digits
from core.ink.digit_image import as_bytes, render
from core.ink.ink_file import read_ink
from core.ink.pen import WIDTH, PackedInk
from core.ink.strokes import Drawing
from core.network.evaluation import evaluate
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from core.network.training import train
from core.reading.fine_tuning import fine_tune
from core.reading.numbers import read_number

JUDGES, LEARNERS, EACH = 6, 10, 3
PENS = (0.8, 1.0, 1.25)
STARTER_DIGITS = 5_000

Ink = dict[int, list[tuple[Drawing, int]]]
Result = TypeVar("Result")


@dataclass(frozen=True)
class Writer:
    """Somebody's drawings: those to be taught, EACH of each digit, and the others."""

    number: int
    taught: list[Drawing]
    digits: np.ndarray[Any, Any]
    others: list[Drawing]
    other_digits: np.ndarray[Any, Any]

    def errors(self, snapshot: Snapshot) -> int:
        """On the others, read as Draw reads them: cut into several digits is wrong as well."""
        read = [
            [each.reading.digit for each in read_number(snapshot, drawing)]
            for drawing in self.others
        ]
        expected = [[digit] for digit in self.other_digits.tolist()]
        return sum(answer != digit for answer, digit in zip(read, expected, strict=True))


@dataclass(frozen=True)
class Lesson:
    """Errors on the writer's other drawings before and after; what MNIST test accuracy gained."""

    writer: Writer
    before: int
    after: int
    mnist: float
    blend: float


def ink_by_writer(path: Path) -> Ink:
    by_writer: Ink = {}
    for drawing, digit, record in read_ink(path):
        by_writer.setdefault(record["writer"], []).append((drawing, digit or 0))
    return by_writer


def learners_and_known(ink: Ink) -> tuple[list[int], list[int]]:
    """The ten that teach, and those that a network may learn from."""
    order = np.random.default_rng(0).permutation(sorted(ink)).tolist()
    return order[JUDGES : JUDGES + LEARNERS], order[JUDGES + LEARNERS :]


def writer_of(ink: Ink, number: int, draw: int = 0) -> Writer:
    """One writer's drawings, dealt by chance; `draw` deals them anew."""
    rng = np.random.default_rng(number + 1000 * draw)
    labels = np.array([digit for _, digit in ink[number]], np.uint8)
    of_digit = (np.flatnonzero(labels == digit) for digit in range(CLASSES))
    teach = np.concatenate([rng.permutation(each)[:EACH] for each in of_digit])
    others = np.setdiff1d(np.arange(len(labels)), teach)
    drawings = [drawing for drawing, _ in ink[number]]
    return Writer(
        number,
        [drawings[k] for k in teach],
        labels[teach],
        [drawings[k] for k in others],
        labels[others],
    )


def training_digits(digits: Dataset, writers: Sequence[list[tuple[Drawing, int]]]) -> Dataset:
    """MNIST's training digits, the writers' with three pens, and starter digits."""
    drawings = [each for writer in writers for each in writer]
    packed = PackedInk.of([drawing for drawing, _ in drawings])
    labels = np.array([digit for _, digit in drawings], np.uint8)
    made = starter_digits(STARTER_DIGITS, rng=np.random.default_rng(0))
    rows = [as_bytes(render(packed, WIDTH * pen)) for pen in PENS]
    return Dataset(
        np.concatenate([digits.images, *rows, made.images]),
        np.concatenate([digits.labels, np.tile(labels, len(PENS)), made.labels]),
    )


def train_network(recipe: Recipe, learned: Dataset) -> Network:
    """A network fresh from the recipe, after its run."""
    nothing = Dataset(np.empty((0, PIXELS), np.uint8), np.empty(0, np.uint8))
    network = Network.from_recipe(recipe)
    for _ in train(network, recipe, Split("", learned, nothing, nothing)):
        pass
    return network


def teach(base: Snapshot, writer: Writer, digits: Split, *, rehearse: bool = True) -> Lesson:
    """Teach the base network the writer's drawings, and measure it before and after."""
    steps = fine_tune(base, writer.taught, writer.digits, digits if rehearse else None)
    result = run_to_end(steps)
    mnist = [
        evaluate(Network.from_snapshot(snapshot), digits.test).accuracy
        for snapshot in (base, result.network)
    ]
    before, after = writer.errors(base), writer.errors(result.network)
    return Lesson(writer, before, after, mnist[1] - mnist[0], result.blend)


def mean_share_left(lessons: Sequence[Lesson]) -> float:
    """Of the errors that each writer had, on average over those who had any."""
    return float(np.mean([each.after / each.before for each in lessons if each.before]))


def run_to_end(steps: Generator[Any, None, Result]) -> Result:
    """What a generator returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
