"""Teaching a hand: ten writers that a network never saw, thirty drawings of each.

    python -m tests.benchmarks.handwriting [--base FILE | --mnist-only | --swap] [--draws N]
                                           [--no-mnist | --fifty | --odds | --cost]

Needs MNIST (DIGIT_LAB_MNIST) and the ink set (DIGIT_LAB_INK). The network that is taught is trained
without the ten writers, and kept in build/ for the next time. The six writers that judge the
shipped network are not looked at.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.data import mnist
from core.data.dataset import Dataset, Split
from core.files import model_file
from core.ink.strokes import Drawing
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from core.reading import fine_tuning
from core.reading.fine_tuning import fine_tune
from core.threads import blas_threads
from tests.benchmarks.hand_figures import compare_odds, tell_cost
from tests.writers import (
    Lesson,
    ink_by_writer,
    learners_and_known,
    mean_share_left,
    run_to_end,
    teach,
    train_network,
    training_digits,
    writer_of,
)

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", type=Path)
    parser.add_argument("--mnist-only", action="store_true", help="a network that knows no ink")
    parser.add_argument("--no-mnist", action="store_true", help="rehearse starter digits")
    parser.add_argument("--swap", action="store_true", help="the ten are learned from, not taught")
    parser.add_argument("--draws", type=int, default=1, help="times that the taught are drawn anew")
    parser.add_argument("--fifty", action="store_true", help="time fifty drawings as the app does")
    parser.add_argument(
        "--odds", action="store_true", help="compare the figures of core.reading.hand"
    )
    parser.add_argument("--cost", action="store_true", help="what a hand does to what is not its")
    options = parser.parse_args()
    ink = ink_by_writer(Path(os.environ["DIGIT_LAB_INK"]))
    unseen, known = learners_and_known(ink)
    if options.swap:
        unseen, known = known, unseen
    digits = mnist.load_split(mnist.open_folder(Path(os.environ["DIGIT_LAB_MNIST"])))
    with blas_threads(1):
        if options.mnist_only:
            name, recipe, learned = "handwriting-mnist", MNIST_ONLY, digits.train
        else:
            name, recipe = f"handwriting-{'swap' if options.swap else 'base'}", RECIPE
            learned = training_digits(digits.train, [ink[number] for number in known])
        path = options.base or Path("build") / f"{name}{model_file.ENDING}"
        base = _base(path, recipe, learned)
        if options.fifty:
            _time_fifty(base, ink[unseen[0]], digits)
            return
        # Without the cross-validation that the app adds: the other drawings tell as much.
        fine_tuning.FOLDS = 0
        if options.odds:
            compare_odds(base, [writer_of(ink, number) for number in unseen], digits)
            return
        if options.cost:
            tell_cost(model_file.shipped(), [writer_of(ink, number) for number in unseen])
            return
        lessons = []
        for draw in range(options.draws):
            for number in unseen:
                lesson = teach(
                    base, writer_of(ink, number, draw), digits, rehearse=not options.no_mnist
                )
                lessons.append(lesson)
                _tell_one(lesson)
        _tell(lessons)


def _tell_one(lesson: Lesson) -> None:
    print(
        f"writer {lesson.writer.number:2}: {lesson.before:3} -> {lesson.after:3} errors of "
        f"{len(lesson.writer.others)}, MNIST {100 * lesson.mnist:+.2f}, blend {lesson.blend}",
        flush=True,
    )


def _tell(lessons: list[Lesson]) -> None:
    before, after = sum(each.before for each in lessons), sum(each.after for each in lessons)
    print(f"all: {before} -> {after} errors ({after / before - 1:+.0%})")
    print(f"mean of the shares left, where there were errors: {mean_share_left(lessons):.2f}")
    changes = [100 * each.mnist for each in lessons]
    print(f"MNIST test: {np.mean(changes):+.3f} points on average, {min(changes):+.2f} at worst")


def _time_fifty(base: Snapshot, drawings: list[tuple[Drawing, int]], digits: Split) -> None:
    fifty = drawings[:50]
    for others in (digits, None):
        began, worked = time.perf_counter(), time.process_time()
        labels = np.array([digit for _, digit in fifty], np.uint8)
        result = run_to_end(fine_tune(base, [drawing for drawing, _ in fifty], labels, others))
        seconds, own = time.perf_counter() - began, time.process_time() - worked
        print(
            f"50 drawings beside {result.others_name}, cross-validation included: "
            f"{seconds:.1f} s, {own:.1f} s of them at work",
            flush=True,
        )


def _base(path: Path, recipe: Recipe, learned: Dataset) -> Snapshot:
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        model_file.save(train_network(recipe, learned).snapshot(path.stem), path)
    return replace(model_file.load(path), name=path.stem)


if __name__ == "__main__":
    main()
