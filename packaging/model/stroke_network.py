"""The network that reads how the pen went: its data, its training."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from core.data.dataset import Dataset, Split
from core.files import model_file
from core.files.recipe_file import to_toml
from core.ink.strokes import Drawing
from core.ink.traces import NUMBERS, pen_numbers
from core.network.network import Network
from core.network.recipe import Recipe
from core.reading.stroke_reader import CLASSES, NONE
from model.copies import copy_of, drawing_of, lines_of
from model.data import Ink, Sources, four_line_zeros, starter_drawings
from model.nondigits import nondigit_drawings, side_by_side
from model.rounding import rounded
from model.training import train_and_report

RECIPE = Recipe(
    hidden=(512, 256),
    optimizer="nesterov",
    learning_rate=0.1,
    schedule="warm-up",
    batch_size=128,
    epochs=8,
    l2=0.0,
    dropout=0.2,
    augmentation="none",
    seed=0,
)
# Copies of each drawing and of each starter digit. With 24 of each drawing 65 of 7,494 by writers
# left out were read wrongly, with 8 copies 97.
COPIES, STARTER_DIGITS, STARTER_COPIES = 30, 20_000, 2
# What some people add to a digit and few of the set do, the slash of a 0 and the bar of a 7: the
# share of its copies that have it, and the ends of the line, as shares of the box.
HABITS: dict[int, tuple[float, tuple[tuple[float, float], ...]]] = {
    0: (0.05, ((0.95, 0.02), (0.05, 0.98))),
    7: (0.1, ((0.2, 0.52), (0.9, 0.5))),
}
_HABIT_VARIES = 0.1
NON_DIGITS, SIDE_BY_SIDE, FOUR_LINES = 90_000, 15_000, 20_000


@dataclass(frozen=True, eq=False)
class PenExamples(Dataset):
    """images: pen_numbers(), uint8 (m, NUMBERS). labels: uint8 (m,), numbers into CLASSES."""

    class_names: tuple[str, ...] = CLASSES
    inputs: ClassVar[int] = NUMBERS


def train_strokes(sources: Sources, recipe: Recipe, path: Path) -> None:
    """Train by `recipe` and save to `path` in float16."""
    rng = np.random.default_rng(recipe.seed)
    made = starter_drawings(STARTER_DIGITS, rng=rng)
    others = [
        *nondigit_drawings("learning", NON_DIGITS, rng=rng),
        *side_by_side(sources.ink.drawings, SIDE_BY_SIDE, rng=rng),
    ]
    learned = [
        *_with_copies(sources.ink, COPIES, rng),
        *_with_copies(made, STARTER_COPIES, rng),
        *_with_copies(four_line_zeros(FOUR_LINES, rng=rng), STARTER_COPIES, rng),
        PenExamples(pen_numbers(others), np.full(len(others), NONE, np.uint8)),
    ]
    examples = PenExamples(
        np.concatenate([part.images for part in learned]),
        np.concatenate([part.labels for part in learned]),
    )
    nothing = examples.take(np.arange(0))
    network = Network((NUMBERS, *recipe.hidden, len(CLASSES)), recipe.activation, rng=rng)
    network.class_names = CLASSES
    train_and_report(network, recipe, Split("strokes", examples, nothing, nothing))
    facts = {"examples": len(examples), "recipe": to_toml(recipe), "seed": recipe.seed}
    snapshot = rounded(network).snapshot("strokes", facts)
    model_file.save(snapshot, path, dtype=np.float16)


def _with_copies(ink: Ink, copies: int, rng: np.random.Generator) -> list[PenExamples]:
    """The drawings as they are, and so many distorted copies of each."""
    parts = [PenExamples(pen_numbers(ink.drawings), ink.digits)]
    for _ in range(copies):
        distorted = [
            copy_of(_with_habit(drawing, digit, rng), rng)
            for drawing, digit in zip(ink.drawings, ink.digits.tolist(), strict=True)
        ]
        parts.append(PenExamples(pen_numbers(distorted), ink.digits))
    return parts


def _with_habit(drawing: Drawing, digit: int, rng: np.random.Generator) -> Drawing:
    """At times with the slash of a 0 or the bar of a 7, after the other strokes."""
    share, ends = HABITS.get(digit, (0.0, ()))
    if rng.random() >= share:
        return drawing
    lines = lines_of(drawing)
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    line = np.array(ends) + rng.normal(0, _HABIT_VARIES, (2, 2))
    return drawing_of([*lines, low + line * (high - low)])
