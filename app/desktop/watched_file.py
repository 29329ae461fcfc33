"""Watches a file that other programs write to, and says when its content has changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

from core.files.regular_file import read_regular

REST_MILLISECONDS = 120  # editors write in several goes
LARGEST = 1_000_000  # bytes; no exercise is longer


class WatchedFile(QObject):
    """Watches one file. Lives in the window's thread.

    changed: the bytes at `path` are others than when watch() or note() was called last.

    Editors that write a new file and move it into place are followed as well: the folder is
    watched too. A file that is gone for the moment is waited for.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self._seen: bytes | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._on_event)
        self._watcher.directoryChanged.connect(self._on_event)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MILLISECONDS)
        self._timer.timeout.connect(self._look)

    def watch(self, path: Path | None) -> None:
        """This file from now on, or none."""
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        self._timer.stop()
        self.path = path
        self._add()
        self.note()

    def note(self) -> None:
        """Take the present content as known: it is no change."""
        self._seen = self._bytes()

    def _add(self) -> None:
        if self.path is None:
            return
        wanted = {str(each) for each in (self.path, self.path.parent) if each.exists()}
        missing = wanted - {*self._watcher.files(), *self._watcher.directories()}
        if missing:
            self._watcher.addPaths(sorted(missing))

    @Slot()
    def _on_event(self, _: str = "") -> None:
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        self._add()
        found = self._bytes()
        if found is not None and found != self._seen:
            self._seen = found
            self.changed.emit()

    def _bytes(self) -> bytes | None:
        """None while there is no such file."""
        try:
            return None if self.path is None else read_regular(self.path, LARGEST)
        except (OSError, ValueError):
            return None
