"""What each action does, in one table; and which of them wait until there is a training."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.look import theme
from app.views.about import AboutDialog
from app.views.shortcuts import ShortcutsDialog

if TYPE_CHECKING:
    from app.startup import Lab

NEED_TRAINING = (
    "run",
    "step",
    "step-epoch",
    "stop",
    "reset",
    "export",
    "open-data",
    "inspect-drawing",
)
NEED_ALL = (*NEED_TRAINING, "help")
RUN = {
    "running": ("&Pause", "pause", "Pause the training"),
    "paused": ("&Resume", "run", "Go on with the training"),
    "idle": ("&Run", "run", "Train a network by the recipe"),
}


def connect(lab: Lab) -> None:
    """Every action of the table in app/actions.py that is no view."""
    watcher = theme.watcher()
    acts: dict[str, Callable[[], object]] = {
        "open-network": lab.network.open,
        "save-network": lab.network.save,
        "shipped-network": lab.network.use_shipped,
        "open-data": lab.open_data,
        "export": lambda: lab.train.export_curves(),
        "quit": lab.window.close,
        "run": lambda: lab.train.run_or_pause(),
        "step": lambda: lab.train.step("batch"),
        "step-epoch": lambda: lab.train.step("epoch"),
        "stop": lambda: lab.session.stop(),
        "reset": lambda: lab.session.reset(),
        "inspect-drawing": lab.inspect_drawing,
        "help": lambda: lab.learning.help(),
        "shortcuts": lambda: ShortcutsDialog(lab.actions, lab.window).open(),
        "about": lambda: AboutDialog(lab.window).open(),
        "reduced-motion": lab.on_reduced_motion,
    }
    acts |= {f"theme-{each}": partial(watcher.choose, each) for each in theme.CHOICES}
    for action_id, act in acts.items():
        lab.actions.connect(action_id, act)
    for action_id in NEED_ALL:
        lab.actions[action_id].setEnabled(False)
    lab.actions[f"theme-{watcher.choice}"].setChecked(True)
    lab.actions["reduced-motion"].setChecked(watcher.reduced_motion)
