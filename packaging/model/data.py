"""The digits that the shipped networks learn from, are chosen by, and are judged by."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data import mnist
from core.data.dataset import CLASSES, Dataset, Split
from core.data.skeletons import FORMS
from core.data.starter import starter_digits
from core.data.writing import write_variants
from core.errors import DataError
from core.ink.digit_image import as_bytes, render
from core.ink.ink_file import read_ink
from core.ink.pen import WIDTH, PackedInk
from core.ink.strokes import Drawing, Stroke
from model.copies import drawing_of

FOLDS = 5
# Each drawing to learn from is shown with several pens, as shares of the usual width, and as if
# drawn fast: with every point, every second or every fourth kept.
PENS = ((0.8, 4), (1.0, 1), (1.25, 2))
STARTER_DIGITS, STARTER_VALIDATION = 12_000, 2_000
# Zeros of four lines: their corners, how wide they are in heights, how far a corner is off, and the
# share that is drawn with one stroke. A square is no zero.
BOX = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
DIAMOND = ((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5))
ZERO_WIDTHS, ZERO_SHAKE, ZERO_AT_ONCE = (0.3, 0.78), 0.03, 0.3


@dataclass(frozen=True, eq=False)
class Ink:
    """n drawings: what they mean, uint8 (n,), and the number of who drew each, (n,)."""

    drawings: Sequence[Drawing]
    digits: NDArray[np.uint8]
    writers: NDArray[Any]

    def __len__(self) -> int:
        return len(self.digits)

    def of(self, people: NDArray[Any]) -> Ink:
        """What these people drew."""
        chosen = np.flatnonzero(np.isin(self.writers, people))
        drawings = [self.drawings[number] for number in chosen.tolist()]
        return Ink(drawings, self.digits[chosen], self.writers[chosen])

    def images(self, pens: Sequence[tuple[float, int]] = ((1.0, 1),)) -> Dataset:
        """All drawings with the first pen, then all with the next one; see PENS."""
        rows = []
        for width, every in pens:
            packed = PackedInk.of([thin_out(drawing, every) for drawing in self.drawings])
            rows.append(as_bytes(render(packed, WIDTH * width)))
        return Dataset(np.concatenate(rows), np.tile(self.digits, len(pens)))


@dataclass(frozen=True)
class Sources:
    """MNIST, the ink set and starter digits. MNIST's test part is used once, for the card."""

    mnist: Split
    ink: Ink
    starter: Dataset
    starter_validation: Dataset

    @property
    def train(self) -> Dataset:
        """All images of digits to learn from."""
        return join(self.mnist.train, self.ink.images(PENS), self.starter)

    def folds(self) -> list[tuple[Sources, Ink]]:
        """Without a fifth of the writers each, and what those drew: everybody is left out once."""
        order = np.random.default_rng(0).permutation(np.unique(self.ink.writers))
        folds = []
        for number in range(FOLDS):
            unseen = order[number::FOLDS]
            known = self.ink.of(np.setdiff1d(order, unseen))
            folds.append((replace(self, ink=known), self.ink.of(unseen)))
        return folds


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


def read_writers(path: Path) -> Ink:
    """What an ink file holds of drawings with a digit and a writer. Raises DataError for none."""
    known = [
        (drawing, digit, record["writer"])
        for drawing, digit, record in read_ink(path)
        if digit is not None and "writer" in record
    ]
    if not known:
        raise DataError(f"{path} holds no drawing with a digit and a writer.")
    drawings, digits, writers = zip(*known, strict=True)
    return Ink(drawings, np.array(digits, np.uint8), np.array(writers))


def starter_drawings(count: int, *, rng: np.random.Generator) -> Ink:
    """As starter_digits(), as they were drawn, digit after digit; their writer is 0."""
    drawings: list[Drawing] = []
    digits: list[int] = []
    for digit in range(CLASSES):
        forms = [form for form in FORMS if form.digit == digit]
        shares = np.array([form.share for form in forms])
        counts = rng.multinomial(len(range(digit, count, CLASSES)), shares / shares.sum())
        for form, number in zip(forms, counts, strict=True):
            points, lengths = write_variants(form.strokes, number, rng)
            ends = np.cumsum(lengths)[:-1]
            drawings += [drawing_of(np.split(each, ends)) for each in points]
            digits += [digit] * number
    return Ink(drawings, np.array(digits, np.uint8), np.zeros(len(digits), np.intp))


def four_line_zeros(count: int, *, rng: np.random.Generator) -> Ink:
    """Zeros as upright boxes and diamonds, of four strokes in any order or of one; their writer is
    0."""
    drawings = []
    for number in range(count):
        wide = rng.uniform(*ZERO_WIDTHS)
        corners = BOX if number % 2 else DIAMOND
        ends = np.array([*corners, corners[0]]) * [wide, 1.0]
        ends = ends + rng.normal(0, ZERO_SHAKE, ends.shape)
        lines = [ends[i : i + 2] for i in range(4)]
        if rng.random() < ZERO_AT_ONCE:
            lines = [ends]
        order = rng.permutation(len(lines))
        drawings.append(drawing_of([lines[i][:: rng.choice([-1, 1])] for i in order]))
    return Ink(drawings, np.zeros(count, np.uint8), np.zeros(count, np.intp))


def thin_out(drawing: Drawing, every: int) -> Drawing:
    """The drawing with every nth point of each stroke, n being `every`, and each stroke's last."""
    strokes = (stroke.points for stroke in drawing.strokes)
    return Drawing(tuple(Stroke(np.concatenate([p[:-1:every], p[-1:]])) for p in strokes))


def join(*parts: Dataset) -> Dataset:
    """One data set of all examples, in order."""
    return Dataset(
        np.concatenate([part.images for part in parts]),
        np.concatenate([part.labels for part in parts]),
        parts[0].class_names,
    )


def _place(variable: str, default: str) -> Path:
    shared = Path(__file__).resolve().parents[3] / "shared"
    path = Path(os.environ.get(variable, shared / default))
    if not path.exists():
        raise DataError(f"{path} is not there. Set {variable} to where the data is.")
    return path
