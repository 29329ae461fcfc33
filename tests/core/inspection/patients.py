"""Recipes whose runs go wrong, and the one thing to change."""

import numpy as np

from core.data.dataset import Split
from core.network.recipe import Recipe

DEEP = (64,) * 5
VALIDATION = 500


def part(split, examples):
    """The first of the examples to learn from, and of those to validate with."""
    validation = split.validation.take(np.arange(VALIDATION))
    return Split(split.name, split.train.take(np.arange(examples)), validation, split.test)


def short(**values):
    return Recipe(**({"epochs": 4} | values))


# kind, what goes wrong, the one thing to change
PATIENTS = {
    "sigmoid, 6 layers, weights drawn with standard deviation 1": (
        "saturated",
        short(hidden=DEEP, activation="sigmoid", initialization="wide"),
        {"initialization": "xavier"},
    ),
    "tanh, 6 layers, weights drawn with standard deviation 1": (
        "saturated",
        short(hidden=DEEP, activation="tanh", initialization="wide"),
        {"initialization": "xavier"},
    ),
    "sigmoid, 6 layers, as Xavier": (
        "vanishing",
        short(hidden=DEEP, activation="sigmoid", initialization="xavier"),
        {"activation": "relu"},
    ),
    "ReLU at rate 10": ("dead", short(learning_rate=10), {"learning_rate": 0.1}),
    "ReLU at rate 1": ("dead", short(learning_rate=1), {"learning_rate": 0.1}),
    "Adam at rate 0.3": (
        "dead",
        short(optimizer="adam", learning_rate=0.3),
        {"learning_rate": 0.03},
    ),
    "weights so wide that the loss overflows": (
        "not finite",
        short(hidden=DEEP, initialization="wide"),
        {"initialization": "he"},
    ),
    "a rate so high that the loss overflows": (
        "not finite",
        short(learning_rate=1000, schedule="constant"),
        {"learning_rate": 0.1},
    ),
    "wide weights at a rate that hardly moves them": (
        "exploding",
        short(hidden=DEEP, initialization="wide", learning_rate=1e-9),
        {"initialization": "he"},
    ),
    "softmax alone at rate 3": (
        "rate too high",
        short(hidden=(), learning_rate=3, optimizer="sgd", schedule="constant"),
        {"learning_rate": 0.1},
    ),
    "tanh at rate 3": (
        "rate too high",
        short(activation="tanh", initialization="xavier", learning_rate=3),
        {"learning_rate": 0.1},
    ),
    "rate 2e-6": ("rate too low", short(learning_rate=2e-6), {"learning_rate": 2e-3}),
    "Adam at rate 1e-6": (
        "rate too low",
        short(optimizer="adam", learning_rate=1e-6),
        {"learning_rate": 1e-4},
    ),
}
