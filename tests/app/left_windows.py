"""Ends a whole window, and finds what a test left behind of one."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import SIGNAL, QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.look import theme
from app.startup import Lab


def end(lab: Lab) -> None:
    """Close its window and threads, and delete all of it."""
    lab.window.close()
    deadline = time.monotonic() + 10
    while not lab.close():  # to destroy a thread that runs would abort the tests
        assert time.monotonic() < deadline, "a thread of the window did not end"
    lab.window.deleteLater()
    lab.deleteLater()
    delete_now()


def delete_now() -> None:
    """What was to be deleted later: without an event loop Qt waits for ever."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def windows_left() -> list[str]:
    """Each window there is, and how many listen to the theme. What the collector can reach is no
    leak. They are deleted, so that no later test is blamed for them."""
    if not _left():
        return []
    gc.collect()
    left = _left()
    for window in QApplication.topLevelWidgets():
        window.deleteLater()
    delete_now()
    if _listeners():
        theme.watcher().changed.disconnect()
    return left


def _left() -> list[str]:
    left = [repr(window) for window in QApplication.topLevelWidgets()]
    if count := _listeners():
        left.append(f"{count} that listen to the theme")
    return left


def _listeners() -> int:
    return theme.watcher().receivers(SIGNAL("changed()"))
