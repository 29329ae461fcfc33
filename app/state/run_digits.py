"""Finds the digits that a kept run learned from."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.background.digit_request import Act, DigitRequest
from app.background.loading import FOLDER, Loader, LoadFailed
from core.data.dataset import Split
from core.files.run_file import Origin

OTHERS = "The digits of this run are others now than it learned from."


class RunDigits(QObject):
    """For one run at a time. refused: why there are none, a sentence. others: they are others now
    than it learned from."""

    refused = Signal(str)
    others = Signal()

    def __init__(self, loader: Loader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._origin: Origin | None = None
        self._act: Act = lambda split: None
        self._digits = DigitRequest(loader, self)
        self._digits.failed.connect(self._on_failed)

    def ask(self, origin: Origin, act: Act) -> None:
        """Call `act` with them: now when they are here, else once they were read. A folder is
        opened again where another one is."""
        self._origin, self._act = origin, act
        if origin.source == FOLDER and self._loader.own_folder != origin.folder:
            self._loader.reopen(origin.folder)
        self._digits.ask(origin.source, self._on_found)

    def _on_found(self, split: Split) -> None:
        origin = self._origin
        assert origin is not None
        if Origin.of(split, origin.source, origin.folder) == origin:
            self._act(split)
        else:
            self.others.emit()

    @Slot(object)
    def _on_failed(self, failed: LoadFailed) -> None:
        self.refused.emit(failed.sentence)
