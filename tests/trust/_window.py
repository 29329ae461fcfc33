"""The real window in a child process of its own, without a screen, for campaigns that drive it."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QTabBar

from app.desktop.process import leave, make_application
from app.paths import Paths
from app.startup import VIEWS, Lab
from tests.benchmarks.data import SHARED
from tests.trust.campaign import Dose

NAMES = [view for view, _ in VIEWS]
TICK_MS = 5
PATIENCE = 60.0


def environ(data: Path) -> dict[str, str]:
    """Of a child process: no screen, a data folder of its own, MNIST where it is at hand."""
    given = os.environ | {"DIGIT_LAB_DATA": str(data), "QT_QPA_PLATFORM": "offscreen"}
    if "DIGIT_LAB_MNIST" not in given and SHARED.is_dir():
        given["DIGIT_LAB_MNIST"] = str(SHARED)
    return given


def in_window(module: str, dose: Dose) -> Any:
    """What the function `drive` of `module` gave in a child process, with a complete window.

    It is called with a Lab and the dose. Raises RuntimeError when the child fails.
    """
    code = f"from tests.trust._window import play; play({module!r}, {dose!r})"
    with tempfile.TemporaryDirectory() as folder:
        child = subprocess.run(
            [sys.executable, "-c", code],
            env=environ(Path(folder)),
            capture_output=True,
            text=True,
            check=False,
        )
    if child.returncode:
        raise RuntimeError(f"{module} ended with {child.returncode}: {child.stderr[-2000:]}")
    return json.loads(child.stdout.splitlines()[-1])


def play(module: str, dose: Dose) -> None:
    """The child's side of in_window()."""
    app = make_application(["digit-lab"])
    folder = Path(os.environ["DIGIT_LAB_DATA"])
    lab = Lab(Paths(folder, folder / "settings.ini"))
    lab.window.show()
    wait_until(lambda: lab.is_complete)
    print(json.dumps(importlib.import_module(module).drive(lab, dose)), flush=True)
    lab.window.close()
    if not lab.close():
        leave(0)
    app.processEvents()
    shiboken6.delete(lab.window)


def wait(seconds: float) -> None:
    """Let the window work for so long."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def wait_until(holds: Any, patience: float = PATIENCE) -> None:
    """Let the window work until holds(). Raises TimeoutError."""
    deadline = time.monotonic() + patience
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {patience} s in vain")
        wait(0.02)


def open_everything(lab: Lab) -> None:
    """Show every view, and every page of it that a tab leads to."""
    for view in NAMES:
        lab.window.show_view(view)
        wait(0.1)
        for tabs in lab.window.findChildren(QTabBar):
            if tabs.isVisible():
                for index in range(tabs.count()):
                    tabs.setCurrentIndex(index)
                    wait(0.1)


class Heart(QObject):
    """Beats every TICK_MS in the window's thread, and knows how long the longest pause was."""

    def __init__(self) -> None:
        super().__init__()
        self._longest = 0.0
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def longest(self) -> float:
        """Seconds of the longest pause since the last call."""
        self._beat()
        found, self._longest = self._longest, 0.0
        return found

    def _beat(self) -> None:
        self._longest = max(self._longest, self._clock.restart() / 1000)
