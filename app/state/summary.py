"""The texts of the window's title and status line. No Qt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.look.figures import percent, rough_percent
from app.state.answers import DigitAnswer, number, read_only, together
from core.data.dataset import DIGITS
from core.network.snapshots import Snapshot

if TYPE_CHECKING:  # the window's first paint need not wait for all that a run is made of
    from app.background.training.messages import Progress

NO_NETWORK = "No network is loaded"
# What networks and data sets are called, and how one calls them who only draws.
SHIPPED = "shipped network", "the network that came with the app"
TRAINED_ON = "trained on "
DATA_NAMES = (
    ("MNIST, ink", "people’s handwriting"),
    ("MNIST", "people’s handwriting"),
    ("starter digits", "digits that the app made"),
)


def network_line(snapshot: Snapshot | None) -> str:
    """Which network is in use, how good it is, and what it learned from, in plain words."""
    if snapshot is None:
        return NO_NETWORK
    line = f"In use: {network_name(snapshot) or 'network without a name'}"
    accuracy, data = snapshot.facts.get("test_accuracy"), snapshot.facts.get("data")
    if isinstance(accuracy, (int, float)):
        things = "digits" if snapshot.class_names == DIGITS else "images"
        line += f"  ·  reads {percent(accuracy)} of its test {things} right"
    if isinstance(data, str) and snapshot.name != TRAINED_ON + data:
        line += f"  ·  learned from {_data_name(data)}"
    return line


def network_name(snapshot: Snapshot) -> str:
    """In plain words, where it is a name that the app gave."""
    name = snapshot.name.replace(*SHIPPED)
    if name.startswith(TRAINED_ON):
        return f"network {TRAINED_ON}{_data_name(name.removeprefix(TRAINED_ON))}"
    return name


def _data_name(data: str) -> str:
    for name, words in DATA_NAMES:
        data = re.sub(rf"(?<![\w-]){name}\b", words, data, flags=re.IGNORECASE)
    return data


def drawing_title(answers: Sequence[DigitAnswer]) -> str:
    """“7 (99 %)”, “2026 (97 %)”, “4, as you say”; only the digits where one of them is in doubt."""
    if any(each.in_doubt for each in answers):
        return number(answers)
    readings = read_only(answers)
    if not readings:
        return f"{number(answers)}, as you say"
    share = min(together(readings), 0.994)
    return f"{number(answers)} ({rough_percent(share)})"


def training_title(progress: Progress, accuracy: float | None) -> str:
    """“Training 3/10 · 97.9 %”; accuracy: on the validation set after the last epoch."""
    line = f"Training {progress.epoch}/{progress.total_epochs}"
    return line if accuracy is None else f"{line} · {percent(accuracy)}"
