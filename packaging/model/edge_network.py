"""The network that reads the edges of an image: its data, its training, and its power."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import numpy as np

from core.data.augmentation import Augmentation
from core.data.dataset import Dataset, Split
from core.files import model_file
from core.files.recipe_file import to_toml
from core.ink.edges import NUMBERS, edge_numbers
from core.network.losses import compute_loss
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from core.reading.calibration import at_temperature, temperature_of
from core.reading.edge_reader import EdgeReader
from core.reading.trust import with_edges
from model.data import Sources
from model.rounding import rounded
from model.training import train_and_report

RECIPE = Recipe(
    hidden=(768, 384),
    optimizer="nesterov",
    learning_rate=0.1,
    schedule="warm-up",
    batch_size=128,
    epochs=2,
    l2=0.0,
    dropout=0.15,
    augmentation="none",
    seed=0,
)
DISTORTION = "all"
COPIES = 30  # distorted ones of each image; every epoch sees all of them
POWERS = np.arange(0.3, 1.05, 0.05)


class EdgeExamples(Dataset):
    """images: edge_numbers(), uint8 (m, NUMBERS). labels: uint8 (m,)."""

    inputs: ClassVar[int] = NUMBERS


def train_edges(sources: Sources, recipe: Recipe, path: Path, *, copies: int = COPIES) -> None:
    """Train by `recipe` on distorted copies of all images, and save to `path` in float16."""
    rng = np.random.default_rng(recipe.seed)
    examples = distorted_examples(sources.train, copies, rng)
    chosen_by = sources.mnist.validation
    validation = EdgeExamples(edge_numbers(chosen_by.images), chosen_by.labels)
    network = Network((NUMBERS, *recipe.hidden, validation.classes), recipe.activation, rng=rng)
    train_and_report(network, recipe, Split("edges", examples, validation, validation))
    facts = {"examples": len(examples), "recipe": to_toml(recipe), "seed": recipe.seed}
    model_file.save(rounded(network).snapshot("edges", facts), path, dtype=np.float16)


def distorted_examples(images: Dataset, copies: int, rng: np.random.Generator) -> EdgeExamples:
    """What so many distorted copies of each image tell of their edges."""
    distort = Augmentation(DISTORTION, rng=rng)
    n = len(images)
    numbers = np.empty((copies * n, NUMBERS), np.uint8)
    room = np.empty_like(images.images)
    for copy in range(copies):
        numbers[copy * n : (copy + 1) * n] = edge_numbers(distort(images.images, room))
    return EdgeExamples(numbers, np.tile(images.labels, copies))


def choose_power(reading: Snapshot, edges: EdgeReader, chosen_by: Dataset) -> float:
    """The power of the lowest loss of both together on images that neither learned from."""
    network = Network.from_snapshot(reading)
    P = at_temperature(network.predict(chosen_by.X()), temperature_of(reading.facts))
    E = edges.read_rows(chosen_by.images)

    def loss(power: float) -> float:
        return float(compute_loss(with_edges(P, E, power), chosen_by.labels.astype(np.intp)))

    return round(float(POWERS[np.argmin([loss(power) for power in POWERS.tolist()])]), 4)
