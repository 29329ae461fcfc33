"""Teaching a hand: ten writers that a network never saw, thirty drawings of each.

    python -m tests.benchmarks.handwriting [--base FILE] [--mnist-only] [--draws N] [--no-mnist]

Needs MNIST (DIGIT_LAB_MNIST) and the ink set (DIGIT_LAB_INK). The network that is taught is trained
without the ten writers, and kept in build/ for the next time. The six writers that judge the
shipped network are not looked at.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from core import fine_tuning, model_file
from core.data import mnist
from core.data.dataset import CLASSES, Dataset, Split
from core.data.starter import starter_digits
from core.evaluation import evaluate
from core.fine_tuning import FineTuned, fine_tune
from core.ink.digit_image import as_bytes, digit_images, render
from core.ink.ink_file import read_ink
from core.ink.pen import WIDTH, PackedInk
from core.ink.strokes import Drawing
from core.network import Network
from core.recipe import Recipe
from core.snapshots import Snapshot
from core.threads import blas_threads
from core.training import train

JUDGES, WRITERS, EACH = 6, 10, 3
RECIPE = Recipe(
    hidden=(1024, 512),
    optimizer="nesterov",
    learning_rate=0.05,
    batch_size=128,
    epochs=14,
    l2=0.0,
    dropout=0.2,
    augmentation="elastic",
)
MNIST_ONLY = Recipe(hidden=(256, 128), epochs=8, augmentation="affine")
PENS = (0.8, 1.0, 1.25)


@dataclass(frozen=True)
class Writer:
    """Somebody's drawings: those to be taught, EACH of each digit, and the others."""

    number: int
    taught: list[Drawing]
    digits: np.ndarray[Any, Any]
    rest: Dataset


@dataclass(frozen=True)
class Row:
    """Errors on a writer's other drawings, and MNIST test accuracy, before and after."""

    before: int
    after: int
    mnist: float
    blend: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", type=Path)
    parser.add_argument("--mnist-only", action="store_true", help="a network that knows no ink")
    parser.add_argument("--no-mnist", action="store_true", help="rehearse starter digits")
    parser.add_argument("--draws", type=int, default=1, help="times that the taught are drawn anew")
    parser.add_argument("--fifty", action="store_true", help="time fifty drawings as the app does")
    options = parser.parse_args()
    ink = _ink()
    order = np.random.default_rng(0).permutation(sorted(ink))
    unseen, known = order[JUDGES : JUDGES + WRITERS], order[JUDGES + WRITERS :]
    digits = mnist.load_split(mnist.open_folder(Path(os.environ["DIGIT_LAB_MNIST"])))
    with blas_threads(1):
        if options.mnist_only:
            name, recipe, learned = "handwriting-mnist", MNIST_ONLY, digits.train
        else:
            name, recipe = "handwriting-base", RECIPE
            learned = _with_ink(digits.train, [ink[number] for number in known])
        path = options.base or Path("build") / f"{name}{model_file.ENDING}"
        base = _base(path, recipe, learned)
        if options.fifty:
            _time_fifty(base, ink[unseen[0]], digits)
        else:
            writers = _writers(ink, unseen, options.draws)
            _tell([_row(base, writer, digits, options.no_mnist) for writer in writers])


def _row(base: Snapshot, writer: Writer, digits: Split, no_mnist: bool) -> Row:
    """Without the cross-validation that the app adds: the other drawings tell as much."""
    folds, fine_tuning.FOLDS = fine_tuning.FOLDS, 0
    taught = _ended(fine_tune(base, writer.taught, writer.digits, None if no_mnist else digits))
    fine_tuning.FOLDS = folds
    before, after = Network.from_snapshot(base), Network.from_snapshot(taught.network)
    errors = [
        round((1 - evaluate(network, writer.rest).accuracy) * len(writer.rest))
        for network in (before, after)
    ]
    on_mnist = [evaluate(network, digits.test).accuracy for network in (before, after)]
    row = Row(*errors, on_mnist[1] - on_mnist[0], taught.blend)
    print(
        f"writer {writer.number:2}: {row.before:3} -> {row.after:3} errors of {len(writer.rest)}, "
        f"MNIST {100 * row.mnist:+.2f}, blend {row.blend}",
        flush=True,
    )
    return row


def _tell(rows: list[Row]) -> None:
    had = [row for row in rows if row.before]
    before, after = sum(row.before for row in rows), sum(row.after for row in rows)
    print(f"all: {before} -> {after} errors ({after / before - 1:+.0%})")
    print(f"mean of the shares left, where there were errors: {_mean_share(had):.2f}")
    changes = [100 * row.mnist for row in rows]
    print(f"MNIST test: {np.mean(changes):+.3f} points on average, {min(changes):+.2f} at worst")


def _mean_share(rows: list[Row]) -> float:
    return float(np.mean([row.after / row.before for row in rows]))


def _time_fifty(base: Snapshot, drawings: list[tuple[Drawing, int]], digits: Split) -> None:
    fifty = drawings[:50]
    for others in (digits, None):
        began, worked = time.perf_counter(), time.process_time()
        labels = np.array([digit for _, digit in fifty], np.uint8)
        result = _ended(fine_tune(base, [drawing for drawing, _ in fifty], labels, others))
        seconds, own = time.perf_counter() - began, time.process_time() - worked
        print(
            f"50 drawings beside {result.others_name}, cross-validation included: "
            f"{seconds:.1f} s, {own:.1f} s of them at work",
            flush=True,
        )


def _ended(steps: Any) -> FineTuned:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: FineTuned = end.value
            return result


def _base(path: Path, recipe: Recipe, learned: Dataset) -> Snapshot:
    if not path.exists():
        nothing = Dataset(np.empty((0, 784), np.uint8), np.empty(0, np.uint8))
        network = Network.from_recipe(recipe)
        for _ in train(network, recipe, Split("", learned, nothing, nothing)):
            pass
        path.parent.mkdir(exist_ok=True)
        model_file.save(network.snapshot(path.stem), path)
    return replace(model_file.load(path), name=path.stem)


def _ink() -> dict[int, list[tuple[Drawing, int]]]:
    by_writer: dict[int, list[tuple[Drawing, int]]] = {}
    for drawing, digit, record in read_ink(os.environ["DIGIT_LAB_INK"]):
        by_writer.setdefault(record["writer"], []).append((drawing, digit or 0))
    return by_writer


def _with_ink(digits: Dataset, writers: list[list[tuple[Drawing, int]]]) -> Dataset:
    drawings = [each for writer in writers for each in writer]
    packed = PackedInk.of([drawing for drawing, _ in drawings])
    labels = np.array([digit for _, digit in drawings], np.uint8)
    made = starter_digits(5_000, rng=np.random.default_rng(0))
    rows = [as_bytes(render(packed, WIDTH * pen)) for pen in PENS]
    return Dataset(
        np.concatenate([digits.images, *rows, made.images]),
        np.concatenate([digits.labels, np.tile(labels, len(PENS)), made.labels]),
    )


def _writers(
    ink: dict[int, list[tuple[Drawing, int]]], numbers: Any, draws: int
) -> Iterator[Writer]:
    for draw in range(draws):
        for number in numbers:
            rng = np.random.default_rng(int(number) + 1000 * draw)
            labels = np.array([digit for _, digit in ink[number]], np.uint8)
            of_digit = (np.flatnonzero(labels == digit) for digit in range(CLASSES))
            taught = np.concatenate([rng.permutation(each)[:EACH] for each in of_digit])
            rest = np.setdiff1d(np.arange(len(labels)), taught)
            drawings = [drawing for drawing, _ in ink[number]]
            yield Writer(
                int(number),
                [drawings[k] for k in taught],
                labels[taught],
                Dataset(digit_images([drawings[k] for k in rest]), labels[rest]),
            )


if __name__ == "__main__":
    main()
