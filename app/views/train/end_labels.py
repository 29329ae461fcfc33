"""What stands at the ends of the curves of a run: their names and last values."""

from __future__ import annotations

import math

from app.background.training.history import History
from app.look import figures
from app.views.widgets.plot.axes import EndLabel
from core.inspection.guessing import chance, guessing_loss

GUESSING = "guessing"


def loss_labels(history: History, before: History | None) -> list[EndLabel]:
    """before: the run that this one was begun instead of."""
    labels = [EndLabel(guessing_loss(history.classes), GUESSING, "ink_soft", at=math.inf)]
    if len(history):
        value = float(history.smoothed.values[-1])
        labels.append(EndLabel(value, f"training {figures.figure(value)}", "plot_smooth"))
    if history.epoch_count:
        value = history.epoch(-1).validation_loss
        labels.append(EndLabel(value, f"validation {figures.figure(value)}", "plot_validation"))
    if before is not None and len(before):
        value = float(before.smoothed.values[-1])
        labels.append(
            EndLabel(value, f"before {figures.figure(value)}", "ink_soft", at=len(before))
        )
    return labels


def accuracy_labels(history: History, before: History | None, floor: float) -> list[EndLabel]:
    """floor: the least share on the axis."""
    labels = []
    guess = chance(history.classes)
    if floor < guess:
        labels.append(EndLabel(guess, GUESSING, "ink_soft", at=math.inf))
    if history.epoch_count:
        last = history.epoch(-1)
        for share, name, color in (
            (last.train_accuracy, "training", "plot_smooth"),
            (last.validation_accuracy, "validation", "plot_validation"),
        ):
            labels.append(EndLabel(share, f"{name} {figures.percent(share)}", color))
    if before is not None and before.epoch_count:
        last = before.epoch(-1)
        share = seen_accuracy(last.validation_accuracy, last.train_accuracy)
        words = f"before {figures.percent(share)}"
        labels.append(EndLabel(share, words, "ink_soft", at=last.step))
    return labels


def seen_accuracy(validation: float, training: float) -> float:
    """That of validation; that of training where nothing was held out."""
    return training if math.isnan(validation) else validation
