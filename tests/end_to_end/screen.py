"""A screen that nobody sees, with a hand that draws and types on it: Xvfb and xdotool."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TOOLS = ("Xvfb", "xdotool")
WIDTH, HEIGHT = 1280, 800
SECONDS_BETWEEN_MOVES = "0.004"

Point = tuple[float, float]


def missing_tools() -> list[str]:
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def wait_for(what: Callable[[], Any], seconds: float, failure: Callable[[], str]) -> Any:
    """The first true answer of `what`. Raises AssertionError, saying `failure`, after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (answer := what()):
        assert time.monotonic() < deadline, f"after {seconds:g} s: {failure()}"
        time.sleep(0.05)
    return answer


class Screen:
    """An X server of its own, white, without a window manager. Close it when done."""

    def __init__(self, folder: Path) -> None:
        """`folder` takes what the server writes, its frame buffer included."""
        self._pixels_file = folder / "Xvfb_screen0"
        self._log = (folder / "xvfb.log").open("wb")
        self._server = subprocess.Popen(
            [
                *("Xvfb", "-displayfd", "1", "-screen", "0", f"{WIDTH}x{HEIGHT}x24"),
                *("-fbdir", str(folder), "-wr", "-ac", "-nolisten", "tcp", "-noreset"),
            ],
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        assert self._server.stdout is not None
        number = self._server.stdout.readline().decode().strip()
        assert number, f"Xvfb did not start: {(folder / 'xvfb.log').read_text()}"
        self.display = f":{number}"

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(10)
        assert self._server.stdout is not None
        self._server.stdout.close()
        self._log.close()

    def hand(self, *words: object) -> str:
        """Runs xdotool and gives what it prints; nothing found is an empty text."""
        done = subprocess.run(
            ["xdotool", *map(str, words)],
            env={**os.environ, "DISPLAY": self.display},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.stdout.strip()

    def draw(self, points: list[Point]) -> None:
        """Draws one stroke through `points`, in pixels of the screen, with the left button."""
        words: list[object] = ["mousemove", *map(round, points[0]), "mousedown", 1]
        for x, y in points[1:]:
            words += ["mousemove", round(x), round(y), "sleep", SECONDS_BETWEEN_MOVES]
        self.hand(*words, "mouseup", 1)

    def pixels(self) -> NDArray[np.uint8]:
        """What is on the screen: uint8 (height, width, 3), red, green, blue.

        Read from the server's frame buffer, an XWD file: a header of 25 big-endian words, a
        table of colours of 12 bytes each, then the pixels.
        """
        raw = self._pixels_file.read_bytes()
        words = struct.unpack(">25I", raw[:100])
        header, width, height, row = words[0], words[4], words[5], words[12]
        bits, colours = words[11], words[19]
        assert bits == 32, f"{bits} bits a pixel"
        start = header + 12 * colours
        rows = np.frombuffer(raw, np.uint8, row * height, start).reshape(height, row)
        little_endian = words[7] == 0
        bgrx = rows[:, : 4 * width].reshape(height, width, 4)
        return bgrx[:, :, 2::-1] if little_endian else bgrx[:, :, 1:]


def black_square(pixels: NDArray[np.uint8]) -> tuple[int, int, int] | None:
    """Left, top and side of the square whose first and last rows are the longest of #000000.

    Something may be written in the middle of the square. None when those rows make no square.
    pixels: uint8 (height, width, 3).
    """
    black = ~pixels.any(axis=2)
    edged = np.pad(black, ((0, 0), (1, 1))).astype(np.int8)
    rows, starts = np.nonzero(np.diff(edged, axis=1) == 1)
    _, ends = np.nonzero(np.diff(edged, axis=1) == -1)
    if len(rows) == 0:
        return None
    lengths = ends - starts
    side, left = lengths.max(), starts[lengths.argmax()]
    full = rows[(lengths == side) & (starts == left)]
    top, bottom = full.min(), full.max()
    return (int(left), int(top), int(side)) if bottom - top + 1 == side else None
