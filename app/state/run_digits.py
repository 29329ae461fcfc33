"""Finds the digits that a kept run learned from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background.digit_request import DigitRequest
from app.background.loading import FOLDER, Loader, LoadFailed
from core.data.dataset import Split
from core.files.run_file import Origin

OTHER_FOLDER = "Other digits of your own are open. Open {folder} on Data first."
OTHERS = "The digits of this run are others now than it learned from."


class RunDigits(QObject):
    """One run at a time. refused: why there are none, a sentence."""

    refused = Signal(str)

    def __init__(self, loader: Loader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._origin: Origin | None = None
        self._act: Callable[[Split], object] = lambda split: None
        self._digits = DigitRequest(loader, self)
        self._digits.failed.connect(self._on_failed)

    def ask(self, origin: Origin, act: Callable[[Split], object]) -> None:
        """Call `act` with them: now when they are here, else once they were read."""
        self._origin, self._act = origin, act
        loaded = self._loader.ready.get(origin.source)
        if origin.source == FOLDER and loaded is None:
            self._loader.open_folder(Path(origin.folder))
        elif origin.source == FOLDER and loaded is not None and loaded.folder != origin.folder:
            self.refused.emit(OTHER_FOLDER.format(folder=origin.folder))
            return
        self._digits.ask(origin.source, self._on_found)

    def _on_found(self, split: Split) -> None:
        origin = self._origin
        assert origin is not None
        if Origin.of(split, origin.source, origin.folder) == origin:
            self._act(split)
        else:
            self.refused.emit(OTHERS)

    @Slot(object)
    def _on_failed(self, failed: LoadFailed) -> None:
        self.refused.emit(failed.sentence)
