"""Which step the live pane shows, in one line. No Qt."""

from __future__ import annotations

from app.views import figures
from core.network.snapshots import StepSnapshot


def where(step: StepSnapshot, *, is_held: bool, newest: int, ended: int | None) -> str:
    """“Step 640  ·  epoch 2  ·  loss 0.21  ·  …”.

    newest: the last step that was seen. ended: the last of a run that is over, None while it goes
    on.
    """
    number = figures.count(step.step)
    words = [
        f"Held at step {number}" if is_held else f"Step {number}",
        f"epoch {figures.count(step.epoch)}",
        f"loss {figures.figure(step.loss)}",
        f"batch of {figures.count(step.examples)}",
        f"rate {figures.scientific(step.learning_rate)}",
    ]
    if is_held and newest != step.step:
        words.append(f"training is at step {figures.count(newest)}")
    elif ended is not None:
        later = f" at step {figures.count(ended)}" if ended > step.step else ""
        words.append(f"the run has ended{later}")
    return "  ·  ".join(words)
