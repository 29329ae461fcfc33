"""The log: a file among the user's data, and the terminal as well when --debug asks for it."""

from __future__ import annotations

import faulthandler
import logging
import os
import platform
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QScreen

from app.paths import Paths
from core.files.plain_text import for_terminal
from core.files.regular_file import open_regular
from core.resources import ROOT
from core.version import NAME, VERSION

FILE_NAME = "digit-lab.log"
FILE_BYTES = 500_000
REPORTED_LINES = 60


class _Form(logging.Formatter):
    """A record a paragraph: later lines are indented, so that no name or text can pass for a record
    of its own, and nothing commands the terminal that shows them."""

    def format(self, record: logging.LogRecord) -> str:
        return for_terminal(super().format(record)).replace("\n", "\n    ")


_FORM = _Form("%(asctime)s %(levelname)s %(name)s: %(message)s")
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_app = logging.getLogger("app")
_qt = logging.getLogger("app.qt")
_log = logging.getLogger(__name__)


def log_to_file(folder: Path) -> Path | None:
    """The log file, or None where it cannot be written; the app runs without it."""
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=FILE_BYTES, backupCount=2, encoding="utf-8", delay=True
        )
        with path.open("a"):
            pass
    except OSError as error:
        _log.debug("There is no log file: %s", error)
        return None
    handler.setFormatter(_FORM)
    _app.addHandler(handler)
    _log.debug("The log is in %s", path)
    return path


def log_to_terminal() -> None:
    """Everything from now on, Qt's messages too; a crash tells where each thread was."""
    handler = logging.StreamHandler()
    handler.setFormatter(_FORM)
    _app.addHandler(handler)
    _app.setLevel(logging.DEBUG)
    qInstallMessageHandler(_on_qt_message)
    if sys.stderr is not None:  # the window's program on Windows has none
        faulthandler.enable()


def log_surroundings(paths: Paths) -> None:
    """What a report of a fault begins with. The application must be there."""
    for line in surroundings(paths):
        _log.debug("%s", line)


def surroundings(paths: Paths) -> list[str]:
    """Versions, system, folders and screens, a line each. The application must be there."""
    from app.desktop.licences import PARTS  # it takes its time to read what is installed

    return [
        f"{NAME} {VERSION}, run by {sys.executable}",
        ", ".join(f"{part.name} {part.version}" for part in PARTS),
        f"{platform.platform()}, {os.cpu_count()} processors",
        f"Data: {paths.data}; settings: {paths.settings}; resources: {ROOT}",
        *map(_screen, QGuiApplication.screens()),
    ]


def report(paths: Paths, log_file: Path | None, what_happened: str) -> str:
    """To be copied: what happened, where, and the end of the log."""
    lines = _last_lines(log_file, REPORTED_LINES) if log_file is not None else []
    return "\n".join([*surroundings(paths), "", what_happened, "", *lines])


def _last_lines(file: Path, count: int) -> list[str]:
    """Of a log file; none where it cannot be read."""
    try:
        with open_regular(file) as stream:
            stream.seek(max(file.stat().st_size - 200 * count, 0))
            text = stream.read(200 * count).decode("utf-8", "replace")
    except OSError:
        return []
    return text.splitlines()[-count:]


def _screen(screen: QScreen) -> str:
    size, dots = screen.size(), screen.logicalDotsPerInch()
    return (
        f"Screen {screen.name()}, on {QGuiApplication.platformName()}: {size.width()}×"
        f"{size.height()}, {screen.devicePixelRatio():g} pixels a point, {dots:.0f} dots an inch"
    )


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    _qt.log(_QT_LEVELS[kind], "%s: %s", context.category, text)
