"""Keeps a run of the command line in the library, as the window does with its own."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.checkpoints import freeze
from core.cli.terminal import complain
from core.data.dataset import Split
from core.errors import DigitLabError
from core.files.run_file import Circumstances, Origin, RunRecord
from core.network.arrays import frozen
from core.network.reports import EpochReport, StepReport, TrainingReport
from core.network.snapshots import Snapshot
from core.network.training import Training
from core.runs.frames import Frame, FramePlan
from core.runs.keeping import Keeping
from core.runs.library import RunLibrary, new_id
from core.runs.limits import BUDGET, RUN_BUDGET

STARTER = "Starter digits"  # the name of the data that the app makes
HOLD_INTERVAL = 8.0  # seconds of work that a crash may cost


class RunLog:
    """Told each report of a training. What cannot be written is told once, and training goes on.

    run_id: what the library calls it.
    """

    def __init__(self, folder: Path | None, training: Training, origin: Origin) -> None:
        """folder: of the library; None keeps nothing."""
        self.run_id = new_id()
        self._training, self._origin = training, origin
        self._losses: list[float] = []
        self._epochs: list[EpochReport] = []
        self._began, self._about = time.perf_counter(), Circumstances(time.time())
        self._next_hold = 0.0
        parameters, steps = training.network.theta.size, training.advance.last
        self._plan, self._next_frame = FramePlan.within(RUN_BUDGET, parameters, steps), 0
        self._keeping = None
        if folder is not None:
            self._keeping = Keeping(RunLibrary(folder), lambda: BUDGET)
            self._keeping.begin(self.run_id, training.split)
            self._frame_if_due()
            self._hold_if_due()

    def add(self, report: TrainingReport) -> None:
        """The training has just told it."""
        if self._keeping is None:
            return
        if isinstance(report, StepReport):
            self._losses.append(report.loss)
            self._frame_if_due()
        else:
            self._epochs.append(report)
        if self._training.batches.taken or isinstance(report, EpochReport):
            self._hold_if_due()

    def end(self, reason: str, network: Snapshot, test_accuracy: float) -> None:
        """reason: as core.cli.train has it."""
        if self._keeping is None:
            return
        can_go_on = reason == "stopped" and self._training.batches.taken
        ended = replace(
            self._record(network),
            checkpoint=freeze(self._training) if can_go_on else None,
            reason=reason,
            sentence=f"Trained by the command line: {reason}.",
            test_accuracy=test_accuracy,
        )
        self._keeping.add_record(ended)
        self._keeping.end()
        self._write()

    def _frame_if_due(self) -> None:
        step = self._training.step
        if step >= self._next_frame or step == self._training.advance.last:
            self._next_frame = self._plan.next_after(step)
            assert self._keeping is not None
            self._keeping.add_frames([Frame(step, frozen(self._training.network.theta))])

    def _hold_if_due(self) -> None:
        if time.perf_counter() < self._next_hold:
            return
        assert self._keeping is not None
        network = self._training.network.snapshot(f"epoch {self._training.epoch}", {})
        held = replace(self._record(network), checkpoint=freeze(self._training))
        self._keeping.add_record(held)
        self._write()
        self._next_hold = time.perf_counter() + HOLD_INTERVAL

    def _record(self, network: Snapshot) -> RunRecord:
        return RunRecord(
            self._training.recipe,
            self._origin,
            np.array(self._losses, np.float32),
            tuple(self._epochs),
            time.perf_counter() - self._began,
            network,
            circumstances=self._about,
        )

    def _write(self) -> None:
        assert self._keeping is not None
        try:
            self._keeping.write()
        except (DigitLabError, OSError) as error:
            why = getattr(error, "strerror", None) or error
            complain(f"The run cannot be kept with the others: {why}. It goes on without.")
            self._keeping = None


def origin_of(split: Split, data: str | None) -> Origin:
    """As the window calls where the digits come from. data: of the argument --data."""
    if data not in (None, "mnist", "starter"):
        return Origin.of(split, "folder", str(Path(str(data)).resolve()))
    is_starter = data == "starter" or split.name == STARTER
    return Origin.of(split, "starter" if is_starter else "mnist")
