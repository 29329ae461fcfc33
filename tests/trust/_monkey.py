"""The monkey itself, in a process of its own: `python -m tests.trust._monkey SEED ACTIONS FOLDER`.

It opens the real window, and does at random what hands can do. Each action is a line of the file
`trail` in FOLDER, written before it is done; each failure is a line of JSON on standard output.
"""

from __future__ import annotations

import faulthandler
import logging
import random
import re
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from app import startup
from app.desktop.process import leave
from app.look import theme
from tests.effort import slowness
from tests.trust._hands import Hands
from tests.trust._hostile import write_sets
from tests.trust._window_process import open_window, tell

LONGEST_STALL, SURE_STALL = 1.0, 8.0  # seconds; the first of the processor, times how slow it is
RESIZING = 4.0  # seconds more when the text took another size: Qt then dresses every widget anew
BEAT, PACE = 20, 2  # milliseconds
LAST = 20
MOST_FAILURES = 5
CLOSING = 5.0
# What Qt says of having no screen or no such letters, and of keys and places that mean nothing.
SILENCED = re.compile(
    "This plugin does not support|OpenType support missing|Mouse event at .* outside target"
    "|Keyboard event not accepted"
)


class Monkey(QObject):
    """Acts on the window of `lab` whenever the event loop has time, nested ones included.

    worst: the longest that the window computed between two beats, in seconds.
    """

    def __init__(self, lab: startup.Lab, seed: int, actions: int, folder: Path) -> None:
        super().__init__()
        self._lab, self._left = lab, actions
        self._trail: deque[str] = deque(maxlen=LAST)
        self._file = (folder / "trail").open("w", encoding="utf-8")
        self._hands = Hands(lab, random.Random(seed), folder, self._note)
        self._hands.replace_dialogs()
        self._doing = ""
        self._done = False
        self.failures = 0
        self.worst = 0.0
        self._resizings = 0
        theme.watcher().resized.connect(self._on_resized)
        lab.window.installEventFilter(self)
        self._beat = time.monotonic(), time.thread_time()
        self._heart = QTimer(self)
        self._heart.timeout.connect(self._on_beat)
        self._heart.start(BEAT)
        QTimer.singleShot(PACE, self._act)

    def fail(self, what: str) -> None:
        """Tell of a failure, with the actions before it."""
        self.failures += 1
        if self.failures <= MOST_FAILURES:
            tell(what=what, trail=list(self._trail))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window stays open to the end."""
        if event.type() == QEvent.Type.Close and not self._done:
            event.ignore()
            return True
        return False

    def _on_resized(self) -> None:
        self._resizings += 1

    def _on_beat(self) -> None:
        now, spent = time.monotonic(), time.thread_time()
        gap, busy = now - self._beat[0], spent - self._beat[1]
        self._beat = now, spent
        self.worst = max(self.worst, busy)
        longest = LONGEST_STALL + RESIZING * self._resizings
        self._resizings = 0
        if gap > SURE_STALL or (busy > longest and busy > longest * slowness()):
            self.fail(f"the window stood still for {gap:.1f} s, {busy:.1f} s of them computing")

    def _act(self) -> None:
        if not self._left or self.failures >= MOST_FAILURES:
            self._end()
            return
        self._left -= 1
        QTimer.singleShot(PACE, self._act)  # not a timer that repeats: those rest in nested loops
        act = self._hands.choose()
        self._doing = act.__name__
        act()

    def _note(self, text: str) -> None:
        text = f"{self._doing}: {text[:300]}".encode("unicode_escape").decode()
        self._trail.append(text)
        self._file.write(text + "\n")
        self._file.flush()

    def _end(self) -> None:
        if self._done:
            return
        self._done = True
        self._heart.stop()
        for widget in QApplication.topLevelWidgets():
            if widget is not self._lab.window and widget.isVisible():
                widget.close()
        self._lab.window.close()
        QTimer.singleShot(0, QApplication.quit)


class _Faults(logging.Handler):
    """What the app logs as an error is a failure."""

    def __init__(self, fail: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self._fail = fail

    def emit(self, record: logging.LogRecord) -> None:
        self._fail(f"the log: {record.getMessage()[-2000:]}")


def main(seed: int, actions: int, folder: Path) -> None:
    """Ends the process."""
    write_sets(folder / "data" / "handwriting")
    app, lab = open_window(folder)
    monkey = Monkey(lab, seed, actions, folder)
    logging.getLogger("app").addHandler(_Faults(monkey.fail))
    sys.unraisablehook = lambda about: monkey.fail(
        "unraisable: " + "".join(traceback.format_exception(about.exc_value))
    )

    def on_message(kind: QtMsgType, _: Any, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not SILENCED.match(text):
            monkey.fail(f"Qt: {text}")

    qInstallMessageHandler(on_message)
    app.exec()
    began = time.monotonic()
    # Each call gives the threads a moment; the app itself leaves without those that need longer.
    while not lab.close() and time.monotonic() - began < CLOSING:
        pass
    if time.monotonic() - began > CLOSING:
        monkey.fail(f"the threads had not ended {CLOSING:.0f} s after closing")
    tell(end=monkey.worst)
    qInstallMessageHandler(None)
    leave(0)


if __name__ == "__main__":
    faulthandler.enable()
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
