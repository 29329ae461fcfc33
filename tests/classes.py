"""Data sets of other classes than digits, for tests: each class a glyph of random strokes."""

from __future__ import annotations

import string

import numpy as np

from core.data.dataset import Dataset, Split
from core.ink.digit_image import digit_images
from core.ink.strokes import Drawing
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from core.network.training import train

LETTERS = tuple(string.ascii_uppercase)
CLOTHES = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)
KANA = tuple("おきすつなはまやれを")
BALANCED = (*string.digits, *string.ascii_uppercase, *"abdefghnqrt")
BY_CLASS = (*string.digits, *string.ascii_uppercase, *string.ascii_lowercase)
SHAKE = 0.06  # of each point, in sides of the square


def glyph(number: int) -> list[np.ndarray]:
    """The strokes of a class, the same in every test."""
    rng = np.random.default_rng([7, number])
    return [rng.uniform(0.1, 0.9, (int(rng.integers(2, 5)), 2)) for _ in range(2)]


def drawing_of(number: int, rng: np.random.Generator, shake: float = SHAKE) -> Drawing:
    """A class as somebody may draw it, in the unit square."""
    return Drawing.from_lists(
        np.clip(points + rng.normal(0, shake, points.shape), 0.02, 0.98).tolist()
        for points in glyph(number)
    )


def examples(names: tuple[str, ...], each: int, seed: int = 0) -> Dataset:
    """So many of every class, one after another."""
    rng = np.random.default_rng(seed)
    labels = np.tile(np.arange(len(names), dtype=np.uint8), each)
    images = digit_images([drawing_of(int(label), rng) for label in labels])
    return Dataset(images, labels, names)


def split_of(names: tuple[str, ...], each: int = 30, name: str = "Glyphs") -> Split:
    return Split(
        name, examples(names, each), examples(names, 8, seed=1), examples(names, 8, seed=2)
    )


def trained(names: tuple[str, ...], each: int = 30, epochs: int = 6) -> Snapshot:
    """A small network that reads them."""
    recipe = Recipe(hidden=(32,), epochs=epochs, batch_size=32)
    network = Network.from_recipe(recipe, class_names=names)
    for _ in train(network, recipe, split_of(names, each)):
        pass
    return network.snapshot("trained on glyphs", {"data": "Glyphs"})
