"""The network that refuses what is no digit: its data, its training, its limit."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np

from core.data.dataset import Dataset, Split
from core.files import model_file
from core.files.recipe_file import to_toml
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from core.reading.refusal import CLASSES, DIGIT, Refusal
from model.data import Sources, join
from model.measures import sureness
from model.nondigits import NonDigits, nondigits, overlay
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
NON_DIGITS, NON_DIGITS_VALIDATION, OVERLAID = 160_000, 11_000, 30_000
OTHER, ON_TOP, SIDE_BY_SIDE = 1, 2, 3
LABELS = {"two digits on top of each other": ON_TOP, "numbers": SIDE_BY_SIDE}
# Of the validation digits, this share may be refused.
REFUSED = 0.0075


def train_refusal(sources: Sources, recipe: Recipe, path: Path) -> None:
    """Train by `recipe` and save to `path` in float16, without a limit yet."""
    rng = np.random.default_rng(recipe.seed)
    learned = nondigits("learning", NON_DIGITS, rng=rng)
    on_top = overlay(join(sources.mnist.train, sources.ink.train), OVERLAID, rng=rng)
    chosen_by = nondigits("learning", NON_DIGITS_VALIDATION, rng=rng)
    digits = _as_digits(join(sources.validation, sources.starter_validation))
    split = Split(
        "digits and what is none",
        join(
            _as_digits(sources.train),
            _as_others(learned),
            Dataset(on_top, np.full(len(on_top), ON_TOP, np.uint8)),
        ),
        join(digits, _as_others(chosen_by)),
        digits,
    )
    dimensions = (*recipe.dimensions[:-1], len(CLASSES))
    network = Network(dimensions, recipe.activation, rng=np.random.default_rng(recipe.seed))
    train_and_report(network, recipe, split)
    facts = {"examples": len(split.train), "recipe": to_toml(recipe)}
    snapshot = network.snapshot("digit or not", facts)
    model_file.save(snapshot, path, dtype=np.float16, classes=CLASSES)


def choose_limit(sources: Sources, reading: Snapshot, path: Path) -> None:
    """Add to the facts of the refusing network in `path` the limit that goes with `reading`."""
    refusal = model_file.load(path, classes=CLASSES)
    digits = join(sources.validation, sources.starter_validation)
    sure = sureness(reading, Refusal.of(refusal), digits)
    facts = refusal.facts | {"limit": round(float(np.quantile(sure, REFUSED)), 4)}
    chosen = dataclasses.replace(refusal, facts=facts)
    model_file.save(chosen, path, dtype=np.float16, classes=CLASSES)


def _as_digits(digits: Dataset) -> Dataset:
    return Dataset(digits.images, np.full(len(digits), DIGIT, np.uint8))


def _as_others(made: NonDigits) -> Dataset:
    of_kind = np.array([LABELS.get(name, OTHER) for name in made.names], np.uint8)
    return Dataset(made.images, of_kind[made.kinds])
