"""Goes on with a run of the library: finds its digits first, and makes sure they are the same."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.background.loading import Loader
from app.background.training.session import Session, State
from app.state.run_digits import RunDigits
from app.state.run_keeper import KeptRun
from core.data.dataset import Split

BUSY = "A training runs. Stop it, then press again."


class RunContinuation(QObject):
    """One run at a time. went_on: it goes on, to the last bit. refused: why it does not. others:
    its digits are others now."""

    went_on = Signal()
    refused = Signal(str)
    others = Signal()

    def __init__(self, session: Session, loader: Loader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._digits = RunDigits(loader, self)
        self._digits.refused.connect(self.refused)
        self._digits.others.connect(self.others)

    def begin(self, run: KeptRun) -> None:
        """run: one with a checkpoint."""
        if not self._is_busy():
            self._digits.ask(run.record.origin, partial(self._go_on, run))

    def _go_on(self, run: KeptRun, split: Split) -> None:
        if not self._is_busy():
            self._session.go_on(run.record, split, run.run_id)
            self.went_on.emit()

    def _is_busy(self) -> bool:
        if self._session.state is not State.IDLE:
            self.refused.emit(BUSY)
            return True
        return False
