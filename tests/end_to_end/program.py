"""The real program, started as a user starts it, and what its window says."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from tests.end_to_end.screen import Screen, wait_for

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SCREENSHOTS = CHECKOUT / "build" / "screenshots"
COMMAND = [sys.executable, "-m", "app"]


class Program:
    """Digit Lab with its window open on `screen`. Ended, if need be by force, on close."""

    def __init__(
        self,
        screen: Screen,
        environment: Mapping[str, str],
        folder: Path,
        command: Sequence[str] = COMMAND,
        **more: Any,
    ) -> None:
        """folder: for what it prints. more: for Popen, such as the user whose process it is."""
        self.screen = screen
        self._errors = folder / "stderr.txt"
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                command,
                cwd=CHECKOUT,
                env={**environment, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"},
                stdout=errors,
                stderr=errors,
                **more,
            )
        search = ("search", "--onlyvisible", "--name", "Digit Lab")
        found = wait_for(lambda: self._alive() and screen.hand(*search), 30, self._why)
        self._window = found.split()[-1]
        screen.hand("windowfocus", self._window)

    def _alive(self) -> bool:
        assert self.process.poll() is None, f"it ended: {self._why()}"
        return True

    def _why(self) -> str:
        return f"title {self.title()!r}, standard error:\n{self.errors()}"

    def errors(self) -> str:
        return self._errors.read_text(encoding="utf-8")

    def title(self) -> str:
        window = getattr(self, "_window", None)
        return self.screen.hand("getwindowname", window) if window else "(no window)"

    def wait_for_title(self, pattern: str, seconds: float) -> re.Match[str]:
        """Waits until the window's title matches `pattern` from its first character on."""
        return wait_for(
            lambda: self._alive() and re.match(pattern, self.title()), seconds, self._why
        )

    def press(self, keys: str) -> None:
        self.screen.hand("key", keys)

    def rest(self, seconds: float = 0.5) -> None:
        """Lets what moves come to rest."""
        time.sleep(seconds)

    def photograph(self, name: str) -> None:
        """Keeps what is on the screen as build/screenshots/`name`.png."""
        rgb = self.screen.pixels().copy()
        height, width, _ = rgb.shape
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        image = QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        assert image.save(str(SCREENSHOTS / f"{name}.png"))

    def wait_for_end(self, seconds: float) -> int:
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still running after {seconds:g} s: {self._why()}") from None

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
