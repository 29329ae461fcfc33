"""Small networks to export, and programs run as their users run them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from core.network.network import Network
from core.network.snapshots import Snapshot

LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")
# Widths, activation, classes: one of each kind.
SHAPES = {
    "default": ((784, 32, 16, 10), "relu", None),
    "sigmoid": ((784, 20, 10), "sigmoid", None),
    "tanh": ((784, 9, 8, 7, 10), "tanh", None),
    "no hidden layer": ((784, 10), "relu", None),
    "letters": ((784, 30, 26), "tanh", LETTERS),
    "two classes": ((784, 5, 2), "sigmoid", ('it’s "one"\\', "café #2 = ⑥")),
}


def snapshot_of_shape(name: str) -> Snapshot:
    """With weights three times as wide as usual, so that answers differ and units saturate."""
    dimensions, activation, class_names = SHAPES[name]
    network = Network(dimensions, activation, rng=np.random.default_rng(5))
    network.theta *= 3
    kept = network.snapshot(f"network “{name}”", {"data": "Stripes", "test_accuracy": 0.5})
    if class_names is None:
        return kept
    return Snapshot(kept.dimensions, activation, kept.theta, kept.name, kept.facts, class_names)


def columns(m: int = 40) -> np.ndarray:
    """X: float32 (784, m), about as much ink as digits have."""
    pixels = np.random.default_rng(1).random((784, m), np.float32)
    return np.where(pixels > 0.8, pixels, np.float32(0))


def run(program: Path, *arguments: object, **environment: object) -> str:
    """What it prints; fails when it does."""
    own = {"PYTHONIOENCODING": "utf-8"} | {name: str(each) for name, each in environment.items()}
    done = subprocess.run(
        [sys.executable, program, *map(str, arguments)],
        cwd=program.parent,
        env=os.environ | own,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
