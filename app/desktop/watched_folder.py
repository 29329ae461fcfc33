"""Watches a folder that other programs write in, and says when to look into it again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

REST_MILLISECONDS = 120  # several files are often written in one go
MOST_FILES = 100


class WatchedFolder(QObject):
    """Watches one folder, once it is there; until then the one around it. Lives in the window's
    thread.

    stirred: files may have come, gone, been replaced, or been written to.
    """

    stirred = Signal()

    def __init__(self, path: Path, pattern: str, parent: QObject | None = None) -> None:
        """pattern: of the names of the files in it that are watched, such as “*.jsonl”."""
        super().__init__(parent)
        self._path = path
        self._pattern = pattern
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._watcher.directoryChanged.connect(self._timer.start)
        self._watcher.fileChanged.connect(self._timer.start)
        self._timer.timeout.connect(self._on_rest)
        self._watch()

    def close(self) -> None:
        """Watch no more. On Windows a folder that is watched cannot be removed."""
        self._timer.stop()
        watched = [*self._watcher.directories(), *self._watcher.files()]
        if watched:
            self._watcher.removePaths(watched)

    def _watch(self) -> None:
        folders = [each for each in (self._path, self._path.parent) if each.is_dir()][:1]
        files = [each for each in self._path.glob(self._pattern) if each.is_file()][:MOST_FILES]
        wanted = {str(each) for each in (*folders, *files)}
        watched = {*self._watcher.directories(), *self._watcher.files()}
        if watched - wanted:
            self._watcher.removePaths(sorted(watched - wanted))
        if wanted - watched:
            self._watcher.addPaths(sorted(wanted - watched))

    @Slot()
    def _on_rest(self) -> None:
        self._watch()
        self.stirred.emit()
