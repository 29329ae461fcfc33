"""What the window and the worker tell each other: frozen records, no Qt.

Every message carries the run_id of its run, so that late ones can be dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import Split
from core.errors import DivergenceError
from core.inspection.statistics import Inspection
from core.recipe import Recipe
from core.reports import EpochReport
from core.snapshots import Snapshot


@dataclass(frozen=True, eq=False)
class StartRequest:
    """Train a network by `recipe` on `split`; go on from `start_from` when it is given.

    `paused` starts the run paused, so that single steps can be taken from the very first.
    """

    run_id: int
    recipe: Recipe
    split: Split
    start_from: Snapshot | None = None
    paused: bool = False


@dataclass(frozen=True, eq=False)
class Progress:
    """A bunch of steps, and the network after the last of them.

    steps: int64 (k,), losses: float32 (k,), read-only, k ≥ 0. inspection: of one of them.
    """

    run_id: int
    steps: NDArray[np.int64]
    losses: NDArray[np.float32]
    epochs: tuple[EpochReport, ...]
    step: int
    total_steps: int
    epoch: int
    total_epochs: int
    learning_rate: float
    images_per_second: float
    seconds_left: float
    snapshot: Snapshot | None
    inspection: Inspection | None = None


@dataclass(frozen=True)
class Paused:
    """The run waits after `step`; every step before it has been told."""

    run_id: int
    step: int


@dataclass(frozen=True)
class Resumed:
    run_id: int


@dataclass(frozen=True, eq=False)
class Finished:
    """The run ended with a network.

    reason: "completed", "early" (no better validation loss for the recipe's patience),
    "stopped" (by the user) or "diverged". The test figures are None when the run was stopped
    before they were measured. `sentence` says what happened, in words for the user.
    """

    run_id: int
    reason: str
    sentence: str
    snapshot: Snapshot
    test_accuracy: float | None
    test_loss: float | None
    seconds: float
    error: DivergenceError | None = None


@dataclass(frozen=True)
class Failed:
    """The run broke: `sentence` for the user, `details` (a traceback) for the log."""

    run_id: int
    sentence: str
    details: str


Message = Progress | Paused | Resumed | Finished | Failed
