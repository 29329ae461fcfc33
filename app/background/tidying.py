"""Clears, beside the window, what killed saves left behind."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.background.tasks import Task, TaskRunner
from core.files import leftovers

_log = logging.getLogger(__name__)


class Tidier(QObject):
    """Does it once, in a thread that ends after it."""

    def __init__(self, data: Path, journal: Path, parent: QObject | None = None) -> None:
        """data: our own folder, which is cleared with those below it. journal: names the user's."""
        super().__init__(parent)
        self.runner = TaskRunner("tidying", self)
        self.runner.done.connect(self.runner.end)
        self.runner.failed.connect(self.runner.end)
        self.runner.run(partial(_tidy, data, journal))


def _tidy(data: Path, journal: Path, task: Task) -> None:
    cleared = leftovers.clear(leftovers.folders_below(data), own=True)
    for folder in leftovers.noted_folders(journal):
        if task.cancelled.is_set():
            break
        cleared += leftovers.clear([folder])
    _log.debug("%d unfinished files of earlier saves were cleared.", cleared)
