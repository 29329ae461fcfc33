"""The digits that the shipped networks learn from, are chosen by, and are judged by."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data import mnist
from core.data.dataset import Dataset, Split
from core.data.starter import starter_digits
from core.errors import DataError
from core.ink.digit_image import as_bytes, render
from core.ink.ink_file import read_ink
from core.ink.pen import WIDTH, PackedInk
from core.ink.strokes import Drawing, Stroke

TEST_WRITERS, VALIDATION_WRITERS = 6, 3
# Each training drawing is shown with several pens, as shares of the usual width, and as if drawn
# fast: with every point, every second or every fourth kept.
PENS = ((0.8, 4), (1.0, 1), (1.25, 2))
STARTER_DIGITS, STARTER_VALIDATION = 12_000, 2_000


@dataclass(frozen=True)
class InkDigits:
    """Digit images of the ink set; no writer is in two of the three parts."""

    train: Dataset
    validation: Dataset
    test: Dataset
    test_writers: tuple[int, ...]


@dataclass(frozen=True)
class Sources:
    """MNIST, the ink set and starter digits. The test parts are used once, for the model card."""

    mnist: Split
    ink: InkDigits
    starter: Dataset
    starter_validation: Dataset

    @property
    def train(self) -> Dataset:
        """All digits to learn from."""
        return join(self.mnist.train, self.ink.train, self.starter)

    @property
    def validation(self) -> Dataset:
        """Real digits of people who are not in `train`, or of images that are not."""
        return join(self.mnist.validation, self.ink.validation)


def sources() -> Sources:
    """MNIST from DIGIT_LAB_MNIST, the ink set from DIGIT_LAB_INK, and starter digits.

    Raises DataError when one of the two is not there.
    """
    return Sources(
        mnist.load_split(mnist.open_folder(_place("DIGIT_LAB_MNIST", "mnist"))),
        read_writers(_place("DIGIT_LAB_INK", "ink/pendigits-train.jsonl.gz")),
        starter_digits(STARTER_DIGITS, rng=np.random.default_rng(0)),
        starter_digits(STARTER_VALIDATION, rng=np.random.default_rng(1)),
    )


def read_writers(path: Path) -> InkDigits:
    """The ink set, its writers dealt into three parts by a fixed seed."""
    drawings, digits, writers = [], [], []
    for drawing, digit, record in read_ink(path):
        if digit is not None and "writer" in record:
            drawings.append(drawing)
            digits.append(digit)
            writers.append(record["writer"])
    if not drawings:
        raise DataError(f"{path} holds no drawing with a digit and a writer.")
    labels, writer_of = np.array(digits, np.uint8), np.array(writers)
    test, validation, learning = deal_writers(writer_of)

    def images(people: NDArray[Any], pens: tuple[tuple[float, int], ...]) -> Dataset:
        chosen = np.flatnonzero(np.isin(writer_of, people))
        rows = []
        for width, every in pens:
            packed = PackedInk.of([thin_out(drawings[i], every) for i in chosen])
            rows.append(as_bytes(render(packed, WIDTH * width)))
        return Dataset(np.concatenate(rows), np.tile(labels[chosen], len(pens)))

    return InkDigits(
        images(learning, PENS),
        images(validation, ((1.0, 1),)),
        images(test, ((1.0, 1),)),
        tuple(sorted(map(int, test))),
    )


def deal_writers(writers: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """The writers (m,), each once, in three parts: for testing, validation and learning."""
    order = np.random.default_rng(0).permutation(np.unique(writers))
    test, validation, learning = np.split(order, [TEST_WRITERS, TEST_WRITERS + VALIDATION_WRITERS])
    return test, validation, learning


def thin_out(drawing: Drawing, every: int) -> Drawing:
    """The drawing with every nth point of each stroke, n being `every`, and each stroke's last."""
    strokes = (stroke.points for stroke in drawing.strokes)
    return Drawing(tuple(Stroke(np.concatenate([p[:-1:every], p[-1:]])) for p in strokes))


def join(*parts: Dataset) -> Dataset:
    """One data set of all examples, in order."""
    return Dataset(
        np.concatenate([part.images for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )


def _place(variable: str, default: str) -> Path:
    shared = Path(__file__).resolve().parents[3] / "shared"
    path = Path(os.environ.get(variable, shared / default))
    if not path.exists():
        raise DataError(f"{path} is not there. Set {variable} to where the data is.")
    return path
