"""The network that reads digits: its recipe, its training, its temperature."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.data.dataset import Split
from core.files import model_file
from core.files.recipe_file import to_toml
from core.network.network import Network
from core.network.recipe import Recipe
from core.reading.calibration import network_temperature
from model.data import Sources
from model.rounding import rounded
from model.training import train_and_report

RECIPE = Recipe(
    hidden=(1024, 512),
    optimizer="nesterov",
    learning_rate=0.1,
    schedule="warm-up",
    batch_size=128,
    epochs=120,
    l2=0.0,
    dropout=0.1,
    augmentation="all",
    seed=0,
)
DATA = "MNIST, ink and starter digits"


def train_reading(sources: Sources, recipe: Recipe, path: Path) -> None:
    """Train by `recipe` and save to `path` in float16, with the temperature among the facts."""
    network = Network.from_recipe(recipe)
    learned, chosen_by = sources.train, sources.mnist.validation
    train_and_report(network, recipe, Split(DATA, learned, chosen_by, chosen_by))
    rounded(network)
    facts = {
        "data": DATA,
        "examples": len(learned),
        "recipe": to_toml(recipe),
        "seed": recipe.seed,
        "temperature": network_temperature(network, chosen_by),  # of what is saved
    }
    model_file.save(network.snapshot("shipped network", facts), path, dtype=np.float16)
