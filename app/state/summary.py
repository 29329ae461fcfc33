"""What the title and the status line say, in a few words. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from app.background.training.messages import Progress
from app.look.figures import THIN, percent
from app.state.recognition import number, together
from core.network.snapshots import Snapshot
from core.reading.reading import Reading

NO_NETWORK = "No network is loaded"


def network_line(snapshot: Snapshot | None) -> str:
    """Which network is in use and how good it is."""
    if snapshot is None:
        return NO_NETWORK
    name = snapshot.name or "network without a name"
    told = f"In use: {name}"
    accuracy, data = snapshot.facts.get("test_accuracy"), snapshot.facts.get("data")
    if isinstance(accuracy, (int, float)):
        told += f"  ·  reads {percent(accuracy)} of its test set right"
    if isinstance(data, str):
        told += f"  ·  learned from {data}"
    return told


def drawing_title(readings: Sequence[Reading]) -> str:
    """“7 (99 %)”, “2026 (97 %)”; only the digits where one of them is in doubt."""
    if any(each.unsure for each in readings):
        return number(readings)
    share = min(together(readings), 0.994)
    return f"{number(readings)} ({share:.0%})".replace("%", f"{THIN}%")


def training_title(progress: Progress, accuracy: float | None) -> str:
    """“Training 3/10 · 97.9 %”; accuracy: on the validation set after the last epoch."""
    told = f"Training {progress.epoch}/{progress.total_epochs}"
    return told if accuracy is None else f"{told} · {percent(accuracy)}"
