"""How the process ends from outside: TERM, HUP and Ctrl-C close the window as its button does."""

from __future__ import annotations

import faulthandler
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Slot

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # not every system has them all

_log = logging.getLogger(__name__)


class EndSignals(QObject):
    """Calls `end` in the window's thread, once, when the system asks the process to end.

    A second such signal ends the process at once, as it would without us. Python runs its own
    handlers only between two of its instructions, and a window at rest has none: so each signal
    also writes a byte into a socket, which wakes Qt's loop.
    """

    def __init__(self, end: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._end = end
        self._old: dict[int, Any] = {}
        self._reader, self._writer = socket.socketpair()
        for each in (self._reader, self._writer):
            each.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_byte)
        self._old_wakeup = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for name in _NAMES:
            number = getattr(signal, name, None)
            if number is not None:
                self._old[number] = signal.signal(number, self._on_signal)

    def close(self) -> None:
        """Let signals do what they did before."""
        for number, handler in self._old.items():
            signal.signal(number, handler)
        self._old.clear()
        signal.set_wakeup_fd(self._old_wakeup)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _on_signal(self, number: int, _: object) -> None:
        for each in self._old:
            signal.signal(each, signal.SIG_DFL)

    @Slot()
    def _on_byte(self) -> None:
        try:
            numbers = self._reader.recv(64)
        except BlockingIOError:
            return
        _log.info("Signal %s: the window closes.", ", ".join(map(str, numbers)))
        self._notifier.setEnabled(False)
        self._end()


@contextmanager
def crashes_traced(path: Path | None) -> Iterator[None]:
    """While a crash writes where each thread was into `path`. Without one, or where it cannot be
    written, a crash leaves no trace."""
    try:
        file = path.open("w", encoding="utf-8") if path is not None else None
    except OSError as error:
        _log.debug("Crashes leave no trace: %s", error)
        file = None
    if file is None:
        yield
        return
    with file:
        to_terminal = faulthandler.is_enabled()
        faulthandler.enable(file)
        try:
            yield
        finally:
            faulthandler.disable()
            if to_terminal:
                faulthandler.enable()
