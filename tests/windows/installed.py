"""Digit Lab, installed on Windows: its programs, what they say, and its window."""

from __future__ import annotations

import re
import time
from pathlib import Path

from core.version import NAME, PROGRAM
from tests.end_to_end.program import Program
from tests.end_to_end.screen import Screen, wait_for
from tests.end_to_end.test_window import READING, SEVEN, along, canvas
from tests.windows.wine import Done, Wine

INSTALLING = 120.0  # seconds
VERB = 120.0  # seconds that a verb may take
OPENING, BUSY = 90.0, 90.0
FEW = 5  # hundredths of a second, of one
CLEAR = "c"  # the key
MOVE, REST, MOVES_A_LINE = 0.02, 1.0, 20  # seconds, seconds, and how many moves
# What Windows itself writes anew as time passes.
OF_WINDOWS = re.compile(r"windows/(temp|Installer|logs)/|users/[^/]+/AppData/Local/Temp/", re.I)


class Installed:
    """before: the files that were there before it was installed."""

    def __init__(self, wine: Wine, installer: Path) -> None:
        """Installed without a question, as an administrator of many computers does it."""
        self.wine, self.before = wine, self.files_of(wine)
        done = wine.run(installer, "/S", seconds=INSTALLING)
        assert done.code == 0, done.output
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

    def draw_seven(self) -> None:
        """With rests at its corners, and after a stroke that is thrown away: Wine itself joins
        moves that come while the window is busy, as it is after the start and at a first answer."""
        self.wait_until_idle(BUSY)
        self._draw(SEVEN[1:])
        self.wait_for_title(READING, BUSY)
        self.wait_until_idle(BUSY)
        self.press(CLEAR)
        self.wait_for_title(f"{NAME}$", BUSY)
        self.wait_until_idle(BUSY)
        self._draw(SEVEN)
        self.wait_for_title(READING, BUSY)
        self.wait_until_idle(BUSY)

    def _draw(self, corners: list[tuple[float, float]]) -> None:
        left, top, side = wait_for(lambda: canvas(self), 30, lambda: "there is no canvas")
        words: list[object] = []
        for number, (x, y) in enumerate(along(corners, MOVES_A_LINE)):
            words += ["mousemove", round(left + x * side), round(top + y * side)]
            words += ["sleep", REST if number % MOVES_A_LINE in (0, MOVES_A_LINE - 1) else MOVE]
            words += ["mousedown", 1, "sleep", REST] if number == 0 else []
        self.screen.hand(*words, "mouseup", 1)

    def wait_until_idle(self, seconds: float) -> None:
        """Until it uses next to no processor: what is on its way is done, and painted."""
        wait_for(lambda: self._ticks_in_a_second() <= FEW, seconds, lambda: "it is always busy")

    def _ticks_in_a_second(self) -> int:
        before = self._ticks()
        time.sleep(1)
        return self._ticks() - before

    def _ticks(self) -> int:
        """Hundredths of a second of the processor that it used, as this system counts them."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
