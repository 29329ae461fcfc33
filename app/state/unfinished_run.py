"""Saves the network of a run that is cut off because the window closes."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from app.background.training.session import Session
from app.paths import made
from core.errors import DigitLabError
from core.files import model_file

FILE_NAME = "unfinished run.safetensors"
WAIT_MS = 1500

_log = logging.getLogger(__name__)


def keep_unfinished_run(session: Session, folder: Path) -> Path | None:
    """End the run, if there is one, and save its network; where, or None when there is nothing.

    Takes at most WAIT_MS, for the step under way; after that the last copy of the network is kept.
    What cannot be saved goes to the log alone: the window is closed by then.
    """
    if not session.is_active:
        return None
    loop = QEventLoop()
    session.finished.connect(loop.quit)
    session.failed.connect(loop.quit)
    QTimer.singleShot(WAIT_MS, loop.quit)
    session.stop()
    loop.exec()
    if session.snapshot is None:
        return None
    try:
        path = made(folder) / FILE_NAME
        model_file.save(session.snapshot, path)
    except (DigitLabError, OSError) as error:
        _log.warning("The network of the unfinished run could not be kept: %s", error)
        return None
    return path
