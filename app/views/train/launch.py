"""Run and Step need digits first: this gets them, then starts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from app.background.loading import FOLDER, MNIST, STARTER, Loaded, Loader, LoadFailed
from app.background.training.session import Session
from core.network.recipe import Recipe

WAITING = {
    MNIST: "Reading MNIST…",
    STARTER: "Making the starter digits…",
    FOLDER: "Reading the folder…",
}


class Launcher(QObject):
    """waiting: a sentence while digits are read or made, then an empty one.
    refused: why there will be no run."""

    waiting = Signal(str)
    refused = Signal(str)

    def __init__(self, session: Session, loader: Loader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._loader = loader
        self._pending: tuple[str, Callable[[Loaded], None]] | None = None
        self._ways = {MNIST: loader.find_mnist, STARTER: loader.make_starter}
        loader.loaded.connect(self._on_loaded)
        loader.failed.connect(self._on_failed)
        loader.cancelled.connect(self._on_cancelled)

    @property
    def is_waiting(self) -> bool:
        return self._pending is not None

    def run(self, recipe: Recipe, source: str) -> None:
        self._with_digits(source, lambda digits: self._session.run(recipe, digits.split))

    def step(self, recipe: Recipe, source: str, kind: str) -> None:
        """kind: "batch" or "epoch"."""
        act = {"batch": self._session.step_batch, "epoch": self._session.step_epoch}[kind]
        self._with_digits(source, lambda digits: act(recipe, digits.split))

    def _with_digits(self, source: str, act: Callable[[Loaded], None]) -> None:
        if self.is_waiting:
            return
        if source in self._loader.ready:
            act(self._loader.ready[source])
        elif source not in self._ways:
            self.refused.emit("Open a folder of digits on Data first.")
        else:
            self._pending = (source, act)
            self.waiting.emit(WAITING[source])
            self._ways[source]()

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        if self._pending is not None and self._pending[0] == loaded.source:
            _, act = self._pending
            self._end_wait()
            act(loaded)

    @Slot(object)
    def _on_failed(self, failed: LoadFailed) -> None:
        if self._pending is not None and self._pending[0] == failed.source:
            self._end_wait()
            advice = " Download it on Data, or choose the starter digits." if failed.missing else ""
            self.refused.emit(failed.sentence + advice)

    @Slot(object)
    def _on_cancelled(self, cancelled: object) -> None:
        if self._pending is not None and self._pending[0] == getattr(cancelled, "source", ""):
            self._end_wait()

    def _end_wait(self) -> None:
        self._pending = None
        self.waiting.emit("")
