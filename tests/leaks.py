"""Finds threads that a test left running."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QThread
from shiboken6 import isValid

PATIENCE = 2.0


def running_qthreads() -> list[QThread]:
    """Every QThread that Python knows of and that runs, but for the one that asks."""
    known = [each for each in gc.get_objects() if issubclass(type(each), QThread) and isValid(each)]
    return [each for each in known if each.isRunning() and each is not QThread.currentThread()]


def python_threads() -> set[threading.Thread]:
    """The threads that `threading` started; those that Qt started are not among them."""
    return {each for each in threading.enumerate() if not isinstance(each, threading._DummyThread)}


def left_after(find: Callable[[], list[Any]], patience: float = PATIENCE) -> list[Any]:
    """What `find` still finds after up to `patience` seconds of waiting for nothing."""
    deadline = time.monotonic() + patience
    while (found := find()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return found
