"""Files of an export, made and written beside the window: a wide network takes seconds."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import Task, TaskRunner, failure_sentence
from app.background.training.priority import yield_to_window
from core.export.formats import ExportFormat


class Exporting(QObject):
    """Lives in the window's thread; calls return at once.

    written: the paths of the files, a list. failed: a sentence.
    """

    written = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = TaskRunner("exporting", self)
        self.runners = (self._runner,)
        self._runner.done.connect(self.written)
        self._runner.failed.connect(self._on_failed)

    @property
    def is_running(self) -> bool:
        return self._runner.is_running

    def write(self, form: ExportFormat, subject: Any, path: Path) -> None:
        """Write the subject in this form; one of `written` and `failed` follows."""
        self._runner.run(partial(_write, form, subject, path))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.failed.emit(
            failure_sentence(
                error,
                without_memory="There is not enough memory to write this. Close other programs, "
                "and try again.",
                otherwise="The export could not be written.",
            )
        )


def _write(form: ExportFormat, subject: Any, path: Path, task: Task) -> list[Path]:
    yield_to_window()
    return form.write(subject, path)
