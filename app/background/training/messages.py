"""What the window and a run, or a lesson, tell each other: frozen records, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.checkpoints import Checkpoint
from core.data.dataset import Split
from core.errors import DivergenceError
from core.files.run_file import Circumstances
from core.ink.strokes import Drawing
from core.inspection.statistics import Inspection
from core.network.recipe import Recipe
from core.network.reports import EpochReport
from core.network.snapshots import Snapshot
from core.reading.fine_tuning import FineTuning
from core.recipe_changes import RecipeChange, changed
from core.runs.frames import Frame
from core.runs.library import new_id


@dataclass(frozen=True, eq=False)
class Held:
    """The run as it stood a moment ago, to go on from: every step up to there has been sent.

    seconds: how long it had run, without pauses. changes: of its recipe, up to there.
    """

    checkpoint: Checkpoint
    seconds: float
    changes: tuple[RecipeChange, ...] = ()


@dataclass(frozen=True, eq=False)
class StartRequest:
    """Train a network by `recipe` on `split`.

    start_from: the network to begin with, else a new one. held: go on with the run that was held
    there, of the same recipe and digits. run_id: what the library of runs calls it. about: when and
    with what it was made; parent and parent_step of one that was branched from another.
    """

    recipe: Recipe
    split: Split
    start_from: Snapshot | None = None
    held: Held | None = None
    run_id: str = field(default_factory=new_id)
    about: Circumstances = field(default_factory=Circumstances)

    @property
    def recipe_now(self) -> Recipe:
        """The recipe that the run begins or goes on with."""
        return changed(self.recipe, self.held.changes) if self.held else self.recipe


@dataclass(frozen=True, eq=False)
class Progress:
    """A bunch of steps, and the network after the last of them.

    steps: int64 (k,), losses: float32 (k,), read-only, k ≥ 0. inspections: of some of them, all but
    the last without arrays. seconds: how long the run has taken, without pauses. changes: of its
    recipe, all so far.
    """

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
    inspections: tuple[Inspection, ...] = ()
    seconds: float = 0.0
    changes: tuple[RecipeChange, ...] = ()
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True)
class Paused:
    """The run waits after `step`; every step before it has been sent."""

    step: int


@dataclass(frozen=True)
class Resumed:
    """The run goes on."""


@dataclass(frozen=True, eq=False)
class Finished:
    """The run ended with a network.

    reason: "completed", "early" (no better validation loss for the recipe's patience),
    "stopped" (by the user) or "diverged". test_accuracy, of `tested` digits, is None when the run
    was stopped before it was measured. `sentence` says what happened, in words for the user.
    """

    reason: str
    sentence: str
    snapshot: Snapshot
    test_accuracy: float | None
    seconds: float
    tested: int = 0
    error: DivergenceError | None = None


@dataclass(frozen=True)
class Left:
    """The run was left, because the window closes; the last Held tells where."""


@dataclass(frozen=True)
class Failed:
    """The run broke: `sentence` for the user."""

    sentence: str


@dataclass(frozen=True, eq=False)
class TeachRequest:
    """Teach a copy of `network` the drawings, which mean `digits`, uint8 (n,).

    name: what to call the taught network. others: digits to rehearse; None makes starter digits.
    """

    network: Snapshot
    drawings: tuple[Drawing, ...]
    digits: NDArray[np.uint8]
    others: Split | None
    name: str


@dataclass(frozen=True)
class TeachProgress:
    """How far a lesson is: `done` from 0 to 1."""

    done: float
    seconds_left: float


@dataclass(frozen=True, eq=False)
class Taught:
    """A network was taught, and nobody uses it yet."""

    result: FineTuning
    seconds: float


@dataclass(frozen=True)
class TeachEnded:
    """Nothing was learned: cancelled, or broken, for the reason that `sentence` gives."""

    sentence: str = ""
