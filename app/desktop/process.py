"""The process: how its QApplication is set up, and how it is ended at once."""

from __future__ import annotations

import ctypes
import gc
import linecache
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app.desktop.files import file_in
from app.look import icons
from core.version import NAME, PROGRAM, VERSION

# What glibc calls the bytes from which on an array is given back at once, those of free memory that
# it keeps at most, and how many heaps its threads may have (malloc.h).
_MALLOPT = {-3: 2**22, -1: 2**22, -8: 2}

# How long Python code in one thread may keep another waiting, the window or the training.
SWITCH_SECONDS = 0.001


def give_memory_back() -> None:
    """Where the C library is glibc: have it give back what is free. By itself it keeps a heap for
    each thread, and large arrays in them; with all views open that was 65 MB."""
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        for option, value in _MALLOPT.items():
            library.mallopt(option, value)


def leave(code: int) -> NoReturn:
    """End the process at once. For a thread that is still inside a long step or a slow download:
    what is to be kept is in files by now, and Qt aborts when a running thread is taken apart."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)


def forget_sources() -> None:
    """Give back the memory of sources. Qt's binding reads that of every module which is imported
    after it, in search of a feature that nothing here uses, and Python keeps the lines: 15 MB."""
    linecache.clearcache()


def spare_collector() -> None:
    """What is there stays: the garbage collector, which Python runs now and then in the middle of
    anything, looks through it no more. With all views that took 35 ms, a frame or two. If it was
    held until now (app.__main__), it runs again."""
    gc.collect()
    gc.freeze()
    gc.enable()


class Application(QApplication):
    """The QApplication. file_opened: macOS hands a network or a lesson to the program that runs."""

    file_opened = Signal(Path)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and (path := file_in([event.file()])):
            self.file_opened.emit(path)
            return True
        return super().event(event)


def make_application(argv: Sequence[str]) -> Application:
    """The QApplication, with its name and its icon, and every move of the mouse.

    On X11 Qt turns the joining of moves on while the application is made: it is turned off after.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    give_memory_back()
    forget_sources()
    app = Application(list(argv))
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)
    app.setApplicationName(NAME)
    app.setApplicationVersion(VERSION)
    app.setDesktopFileName(PROGRAM)
    app.setWindowIcon(icons.app_icon())
    return app
