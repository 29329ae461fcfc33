"""Digit Lab, installed on Windows: its programs, what they say, and its window."""

from __future__ import annotations

import re
import time

from core.version import NAME, PROGRAM
from tests.end_to_end.program import Program
from tests.end_to_end.screen import Screen, wait_for
from tests.windows.wine import Done, Wine

VERB = 120.0  # seconds that a verb may take
OPENING, CLOSING = 90.0, 30.0
# What Windows itself writes anew as time passes.
OF_WINDOWS = re.compile(r"windows/(temp|Installer|logs)/|users/[^/]+/AppData/Local/Temp/", re.I)


class Installed:
    """before: the files that were there before it was installed."""

    def __init__(self, wine: Wine, before: set[str]) -> None:
        self.wine, self.before = wine, before
        self.folder = wine.home / "AppData" / "Local" / "Programs" / NAME
        self.shortcut = (
            wine.home / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs" / f"{NAME}.lnk"
        )
        self.data = wine.home / "AppData" / "Local" / NAME

    @staticmethod
    def files_of(wine: Wine) -> set[str]:
        """All files and folders of drive C:, but for what Windows writes by itself."""
        names = (path.relative_to(wine.drive).as_posix() for path in wine.drive.rglob("*"))
        return {name for name in names if not OF_WINDOWS.match(name)}

    def run(self, *words: object, seconds: float = VERB, **environment: str) -> Done:
        """A verb of the command line."""
        program = self.wine.windows_path(self.folder / f"{PROGRAM}.exe")
        return self.wine.run(program, *words, seconds=seconds, environment=environment)

    def open(self, screen: Screen, *words: str, **environment: str) -> Window:
        program = self.wine.windows_path(self.folder / f"{NAME}.exe")
        return Window(self.wine.start(program, *words, **environment), screen)


class Window(Program):
    """Its window, opened under Wine. Ended, if need be by force, on close."""

    def __init__(self, process, screen: Screen) -> None:
        self.process, self.screen = process, screen
        search = ("search", "--onlyvisible", "--name", NAME)
        found = wait_for(lambda: self._alive() and screen.hand(*search), OPENING, self._why)
        self._window = found.split()[-1]
        screen.hand("windowfocus", self._window)

    def errors(self) -> str:
        """A program without a console says nothing."""
        return ""

    def wait_until_at_rest(self, seconds: float) -> None:
        wait_for(self._is_at_rest, seconds, lambda: "the window does not come to rest")

    def _is_at_rest(self) -> bool:
        before = self.screen.pixels().copy()
        time.sleep(0.5)
        return bool((before == self.screen.pixels()).all())
