"""Keeps twins in the library, each as a run of its own, while they go on and when they end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background.loading import Loader
from app.background.tasks import Task, TaskRunner
from app.background.twin import TwinProgress, TwinTrainer
from core.data.dataset import Split
from core.files.run_file import Origin
from core.recipe_form import FIELD
from core.runs.keeping import Keeping
from core.runs.library import RunLibrary
from core.runs.limits import BUDGET
from core.runs.twins import TwinRecipes

_log = logging.getLogger(__name__)


class TwinKeeper(QObject):
    """Writes beside the window; what cannot be written is told by `failed`. kept: both are in the
    library, as they are now."""

    kept = Signal()
    failed = Signal(str)

    def __init__(
        self,
        trainer: TwinTrainer,
        loader: Loader,
        library: Path,
        budget: Callable[[], int] = lambda: BUDGET,
        parent: QObject | None = None,
    ) -> None:
        """library: its folder. budget: asked how many bytes it may take."""
        super().__init__(parent)
        self._trainer, self._loader = trainer, loader
        self._library = RunLibrary(library)
        self._keepings = tuple(Keeping(RunLibrary(library), budget) for _ in trainer.shown)
        self._unmarked: dict[str, tuple[str, str]] = {}
        self._origin: Origin | None = None
        self._runner = TaskRunner("keeping twins", self)
        self.runners = (self._runner,)
        self._runner.done.connect(self._on_done)
        self._runner.failed.connect(self._on_failed)
        trainer.started.connect(self._on_started)
        trainer.progress.connect(self._on_progress)
        trainer.held.connect(self._keep)
        trainer.finished.connect(self._on_finished)
        trainer.failed.connect(self._end)

    @Slot(object)
    def _on_started(self, recipes: TwinRecipes) -> None:
        marks = marks_of(recipes)
        for keeping, shown, mark in zip(self._keepings, self._trainer.shown, marks, strict=True):
            assert shown.request is not None
            keeping.begin(shown.run_id, shown.request.split)
            self._unmarked[shown.run_id] = mark
            self._origin = self._origin_of(shown.request.split)

    def _origin_of(self, split: Split) -> Origin:
        for source, loaded in self._loader.ready.items():
            if loaded.split is split:
                return Origin.of(split, source, loaded.folder)
        return Origin.of(split, "")

    @Slot(object)
    def _on_progress(self, message: TwinProgress) -> None:
        if any(each.frames for each in message.both):
            for keeping, each in zip(self._keepings, message.both, strict=True):
                keeping.add_frames(each.frames)
            self._write()

    @Slot()
    def _keep(self, _: object = None) -> None:
        for keeping, shown in zip(self._keepings, self._trainer.shown, strict=True):
            record = shown.record(self._origin) if self._origin is not None else None
            if record is not None:
                keeping.add_record(record)
        self._write()

    @Slot(object)
    def _on_finished(self, _: object) -> None:
        self._keep()
        self._end()

    @Slot()
    def _end(self, _: object = None) -> None:
        for keeping in self._keepings:
            keeping.end()
        self._write()

    def _write(self) -> None:
        self._runner.run(self._job)

    def _job(self, task: Task) -> bool:
        """Whether anything was written."""
        written = [keeping.write() for keeping in self._keepings]
        for run_id in filter(self._unmarked.get, written):
            name, note = self._unmarked.pop(run_id)
            self._library.rename(run_id, name)
            self._library.note(run_id, note)
        return any(written)

    @Slot(object)
    def _on_done(self, is_written: bool) -> None:
        if is_written:
            self.kept.emit()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        _log.warning("The twins could not be kept: %s", error)
        why = getattr(error, "strerror", None) or error
        self.failed.emit(f"The twins cannot be kept on the disk: {why}. They go on without.")


def marks_of(recipes: TwinRecipes) -> tuple[tuple[str, str], tuple[str, str]]:
    """(name, note) of both."""
    label = FIELD[recipes.field].label
    seeds = f" Both saw the batches of seed {recipes.first.seed}." * (recipes.field == "seed")
    first, second = recipes.names

    def note(other: str) -> str:
        return f"Twin of “{other}”: the same run but for one thing, {label}.{seeds}"

    return (first, note(second)), (second, note(first))
