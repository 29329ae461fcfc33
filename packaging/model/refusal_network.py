"""The network that refuses what is no digit: its data, its training, its limit."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np

from core.data.dataset import Dataset, Split
from core.files import model_file
from core.files.recipe_file import to_toml
from core.ink.digit_image import digit_images
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from core.reading.edge_reader import EdgeReader
from core.reading.refusal import CLASSES, DIGIT, Refusal
from model.copies import drawing_of, in_dots, in_single_pieces, lines_of
from model.data import Ink, Sources, join, starter_drawings
from model.measures import ImageReaders
from model.nondigits import NonDigits, nondigits, overlay, side_by_side
from model.rounding import rounded
from model.training import train_and_report

RECIPE = Recipe(
    hidden=(512, 128),
    optimizer="nesterov",
    learning_rate=0.1,
    schedule="warm-up",
    batch_size=128,
    epochs=60,
    l2=0.0,
    dropout=0.0,
    augmentation="affine",
    seed=0,
)
NON_DIGITS, NON_DIGITS_VALIDATION, OVERLAID, SIDE_BY_SIDE = 160_000, 11_000, 30_000, 10_000
# Digits as a few straight lines or as dots: how far lines may be off, how far apart dots are, in
# box sides.
STARTER_PIECES, FAR, GAPS = 6_000, (0.03, 0.2), (0.06, 0.2)
OTHER, ON_TOP, BESIDE = 1, 2, 3
LABELS = {"two digits on top of each other": ON_TOP, "numbers": BESIDE}
# Of the validation digits, this share may be refused.
REFUSED = 0.0075


def train_refusal(sources: Sources, recipe: Recipe, path: Path) -> None:
    """Train by `recipe` and save to `path` in float16, without a limit yet."""
    rng = np.random.default_rng(recipe.seed)
    learned = nondigits("learning", NON_DIGITS, rng=rng)
    seen = join(sources.mnist.train, sources.ink.images())
    on_top = overlay(seen, OVERLAID, rng=rng)
    beside = digit_images(side_by_side(sources.ink.drawings, SIDE_BY_SIDE, rng=rng))
    chosen_by = nondigits("learning", NON_DIGITS_VALIDATION, rng=rng)
    made = starter_drawings(STARTER_PIECES, rng=rng)
    digits = _as_digits(validation_digits(sources))
    split = Split(
        "digits and what is none",
        join(
            _as_digits(join(sources.train, _in_pieces(sources.ink, rng), _in_pieces(made, rng))),
            _as_others(learned),
            Dataset(on_top, np.full(len(on_top), ON_TOP, np.uint8), CLASSES),
            Dataset(beside, np.full(len(beside), BESIDE, np.uint8), CLASSES),
        ),
        join(digits, _as_others(chosen_by)),
        digits,
    )
    dimensions = recipe.dimensions(len(CLASSES))
    network = Network(dimensions, recipe.activation, rng=np.random.default_rng(recipe.seed))
    network.class_names = CLASSES
    train_and_report(network, recipe, split)
    facts = {"examples": len(split.train), "recipe": to_toml(recipe)}
    snapshot = rounded(network).snapshot("digit or not", facts)
    model_file.save(snapshot, path, dtype=np.float16)


def choose_limit(sources: Sources, reading: Snapshot, edges: EdgeReader, path: Path) -> None:
    """Add to the facts of the refusing network in `path` the limit that goes with `reading` and
    `edges`, for what is read by its image alone."""
    refusal = model_file.load(path, classes=CLASSES)
    readers = ImageReaders(reading, edges, Refusal.of(refusal))
    sure = readers.sureness(validation_digits(sources))
    facts = refusal.facts | {"limit": round(float(np.quantile(sure, REFUSED)), 4)}
    chosen = dataclasses.replace(refusal, facts=facts)
    model_file.save(chosen, path, dtype=np.float16)


def validation_digits(sources: Sources) -> Dataset:
    """Images of digits that no network learns from."""
    return join(sources.mnist.validation, sources.starter_validation)


def _in_pieces(ink: Ink, rng: np.random.Generator) -> Dataset:
    """Each drawing once, half of them in straight pieces and half in dots."""
    drawings = []
    for number, drawing in enumerate(ink.drawings):
        lines = lines_of(drawing)
        if number % 2:
            drawings.append(drawing_of(in_single_pieces(lines, rng.uniform(*FAR))))
        else:
            drawings.append(drawing_of(in_dots(lines, rng.uniform(*GAPS))))
    return Dataset(digit_images(drawings), ink.digits)


def _as_digits(digits: Dataset) -> Dataset:
    return Dataset(digits.images, np.full(len(digits), DIGIT, np.uint8), CLASSES)


def _as_others(made: NonDigits) -> Dataset:
    of_kind = np.array([LABELS.get(name, OTHER) for name in made.names], np.uint8)
    return Dataset(made.images, of_kind[made.kinds], CLASSES)
