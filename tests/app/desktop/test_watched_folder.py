"""A folder that is watched tells of what others write in it, until it is closed."""

from __future__ import annotations

from PySide6.QtCore import QFileSystemWatcher

from app.desktop.watched_folder import WatchedFolder


def test_a_new_file_stirs_the_folder(qtbot, tmp_path):
    watched = WatchedFolder(tmp_path, "*.jsonl")
    with qtbot.waitSignal(watched.stirred):
        (tmp_path / "new.jsonl").write_text("1\n")
    watched.close()


def test_nothing_is_held_once_it_is_closed(qtbot, tmp_path):
    (tmp_path / "old.jsonl").write_text("1\n")
    watched = WatchedFolder(tmp_path, "*.jsonl")
    (watcher,) = watched.findChildren(QFileSystemWatcher)
    assert watcher.directories()
    assert watcher.files()
    watched.close()
    assert not watcher.directories()
    assert not watcher.files()
