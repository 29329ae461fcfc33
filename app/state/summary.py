"""The texts of the window's title and status line. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from app.background.training.messages import Progress
from app.look.figures import THIN, percent
from app.state.answers import DigitAnswer, number, read_only, together
from core.network.snapshots import Snapshot

NO_NETWORK = "No network is loaded"


def network_line(snapshot: Snapshot | None) -> str:
    """Which network is in use and how good it is."""
    if snapshot is None:
        return NO_NETWORK
    name = snapshot.name or "network without a name"
    line = f"In use: {name}"
    accuracy, data = snapshot.facts.get("test_accuracy"), snapshot.facts.get("data")
    if isinstance(accuracy, (int, float)):
        line += f"  ·  reads {percent(accuracy)} of its test set right"
    if isinstance(data, str):
        line += f"  ·  learned from {data}"
    return line


def drawing_title(answers: Sequence[DigitAnswer]) -> str:
    """“7 (99 %)”, “2026 (97 %)”, “4, as you say”; only the digits where one of them is in doubt."""
    if any(each.in_doubt for each in answers):
        return number(answers)
    readings = read_only(answers)
    if not readings:
        return f"{number(answers)}, as you say"
    share = min(together(readings), 0.994)
    return f"{number(answers)} ({share:.0%})".replace("%", f"{THIN}%")


def training_title(progress: Progress, accuracy: float | None) -> str:
    """“Training 3/10 · 97.9 %”; accuracy: on the validation set after the last epoch."""
    line = f"Training {progress.epoch}/{progress.total_epochs}"
    return line if accuracy is None else f"{line} · {percent(accuracy)}"
