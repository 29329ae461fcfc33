"""Goes on with a run of the library: finds its digits first, and makes sure they are the same."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.background.digit_request import DigitRequest
from app.background.loading import FOLDER, Loader, LoadFailed
from app.background.training.session import Session, State
from app.state.run_keeper import KeptRun
from core.data.dataset import Split
from core.files.run_file import Origin

BUSY = "A training runs. Stop it, then press again."
OTHERS = "These digits are others now, so the run cannot go on."


class RunContinuation(QObject):
    """One run at a time. went_on: it goes on, to the last bit. refused: why it does not. others:
    its digits are others now."""

    went_on = Signal()
    refused = Signal(str)
    others = Signal()

    def __init__(self, session: Session, loader: Loader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._loader = session, loader
        self._run: KeptRun | None = None
        self._digits = DigitRequest(loader, self)
        self._digits.failed.connect(self._on_no_digits)

    def begin(self, run: KeptRun) -> None:
        """run: one with a checkpoint."""
        if self._is_busy():
            return
        self._run = run
        origin = run.record.origin
        if origin.source == FOLDER:
            self._loader.reopen(origin.folder)
        self._digits.ask(origin.source, self._go_on)

    def _go_on(self, split: Split) -> None:
        run = self._run
        if run is None or self._is_busy():
            return
        origin = run.record.origin
        if Origin.of(split, origin.source, origin.folder) != origin:
            self.others.emit()
            return
        self._session.go_on(run.record, split, run.run_id)
        self.went_on.emit()

    def _is_busy(self) -> bool:
        if self._session.state is not State.IDLE:
            self.refused.emit(BUSY)
            return True
        return False

    @Slot(object)
    def _on_no_digits(self, failed: LoadFailed) -> None:
        self.refused.emit(failed.sentence)
