"""Exceptions that nothing caught: they go to the log, and the user is told, one at a time."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from app.desktop.log import log_to_file
from app.views.widgets.notice import notice
from core.errors import DigitLabError

UNEXPECTED = "Something went wrong that should not have."
KEPT = "Your drawing, the network in use and the curves are still there, and you can go on."

_log = logging.getLogger(__name__)


class ErrorReporter(QObject):
    """The last to catch exceptions, in any thread; only the window's thread opens a dialog.

    log_file: None where it cannot be written.
    """

    happened = Signal(str, str)  # sentence, details

    def __init__(self, log_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window: QWidget | None = None
        self._dialog: QMessageBox | None = None
        self.log_file = log_to_file(log_folder)
        self._old_hooks = sys.excepthook, threading.excepthook
        self.happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on, every uncaught exception comes here."""
        sys.excepthook = self._on_exception
        threading.excepthook = lambda about: self._on_exception(
            about.exc_type, about.exc_value, about.exc_traceback
        )

    def uninstall(self) -> None:
        sys.excepthook, threading.excepthook = self._old_hooks

    def set_window(self, window: QWidget) -> None:
        """Dialogs belong to this window."""
        self._window = window

    def tell(self, sentence: str, details: str = "") -> None:
        """Say `sentence` to the user; `details` go to the log. From any thread."""
        _log.error("%s\n%s", sentence, details)
        self.happened.emit(sentence, details)

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        if issubclass(kind, (KeyboardInterrupt, SystemExit)):
            self._old_hooks[0](kind, error or kind(), where)
            return
        details = "".join(traceback.format_exception(kind, error, where))
        self.tell(str(error) if isinstance(error, DigitLabError) else UNEXPECTED, details)

    @Slot(str, str)
    def _show(self, sentence: str, details: str) -> None:
        if self._dialog is not None:  # one at a time; the log has them all
            return
        where = f" Details are in {self.log_file}." if self.log_file and details else ""
        dialog = notice(self._window, sentence, KEPT + where, details)
        dialog.finished.connect(self._forget)
        self._dialog = dialog
        dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None
