"""The recipes that come with the app, by the names that people choose them by."""

from __future__ import annotations

from core.network.recipe import Recipe

DEFAULT = "Quick and good"
PRESETS: dict[str, Recipe] = {
    DEFAULT: Recipe(augmentation="elastic"),
    "No distortion": Recipe(),
    "The first second": Recipe(
        optimizer="nesterov",
        learning_rate=0.25,
        momentum=0.85,
        schedule="trapezoid",
        batch_size=96,
        epochs=6,
        hardest=0.25,
        l2=5e-4,
    ),
    "The course’s network": Recipe(
        hidden=(45,),
        initialization="normal",
        optimizer="sgd",
        learning_rate=0.0075,
        schedule="constant",
        batch_size=0,
        epochs=500,
        l2=0.0,
    ),
    "Best accuracy": Recipe(
        hidden=(800,),
        learning_rate=0.05,
        batch_size=128,
        epochs=60,
        l2=0.0,
        augmentation="elastic",
    ),
}
