"""Watches a folder that other programs write in, and says when to look into it again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

REST_MILLISECONDS = 120  # several files are often written in one go


class WatchedFolder(QObject):
    """Watches one folder, once it is there; until then the one around it. Lives in the window's
    thread.

    stirred: files may have come, gone, or been replaced.
    """

    stirred = Signal()

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._watcher.directoryChanged.connect(self._timer.start)
        self._timer.timeout.connect(self._on_rest)
        self._watch()

    def _watch(self) -> None:
        places = [str(each) for each in (self._path, self._path.parent) if each.is_dir()][:1]
        watched = self._watcher.directories()
        if places != watched:
            if watched:
                self._watcher.removePaths(watched)
            if places:
                self._watcher.addPaths(places)

    @Slot()
    def _on_rest(self) -> None:
        self._watch()
        self.stirred.emit()
