"""Something that needs digits first: they are read or made, then it goes on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from app.background.loading import (
    FOLDER,
    MNIST,
    STARTER,
    LoadCancelled,
    Loaded,
    Loader,
    LoadFailed,
)
from core.data.dataset import Split

# Source: its name for the user. A folder has the name of what was read from it.
NAMES = {MNIST: "MNIST", STARTER: "Starter digits"}
READING = {
    MNIST: "Reading MNIST…",
    STARTER: "Making digits to learn from…",
    FOLDER: "Reading your data set…",
}
NO_FOLDER = "Open a data set of your own on Data first."


class DigitRequest(QObject):
    """Waits for the digits of one source at a time; a new request takes the place of the old one.

    waiting: the source, once it is waited for, and "" when that has ended, however it did.
    failed: the LoadFailed of the source that was waited for. cancelled: its reading was given up.
    """

    waiting = Signal(str)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, loader: Loader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._source = ""
        self._act: Callable[[Split], object] = lambda split: None
        loader.loaded.connect(self._on_loaded)
        loader.failed.connect(self._on_failed)
        loader.cancelled.connect(self._on_cancelled)

    @property
    def is_waiting(self) -> bool:
        return bool(self._source)

    def ask(self, source: str, act: Callable[[Split], object]) -> None:
        """Call `act` with the digits of `source`: now when they are here, else once they are."""
        loaded = self._loader.want(source)
        if loaded is not None:
            self._end()
            act(loaded.split)
        elif self._loader.is_busy(source):
            self._source, self._act = source, act
            self.waiting.emit(source)
        else:
            self.failed.emit(LoadFailed(source, NO_FOLDER))

    def _end(self) -> None:
        if self._source:
            self._source = ""
            self.waiting.emit("")

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        if loaded.source == self._source:
            self._end()
            self._act(loaded.split)

    @Slot(object)
    def _on_failed(self, failed: LoadFailed) -> None:
        if failed.source == self._source:
            self._end()
            self.failed.emit(failed)

    @Slot(object)
    def _on_cancelled(self, cancelled: LoadCancelled) -> None:
        if cancelled.source == self._source:
            self._end()
            self.cancelled.emit()
