"""Records the window while it is used, for the README: `python -m tests.end_to_end.record FOLDER`.

Writes recording-draw.png and recording-train.png, animated, each of SECONDS. Needs Xvfb, xdotool,
and MNIST in DIGIT_LAB_MNIST.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from tests.end_to_end import screen as screens
from tests.end_to_end.moving_picture import write_moving_picture
from tests.end_to_end.program import Program
from tests.end_to_end.screen import Screen
from tests.end_to_end.test_window import along, canvas

SIZE = 1100, 700
SECONDS, FRAMES_PER_SECOND = 20, 4
MOVES = 24  # a line of a digit; a person is slower than a test
DIGITS = {
    7: [[(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]],
    4: [[(0.55, 0.15), (0.25, 0.6), (0.75, 0.6)], [(0.6, 0.4), (0.6, 0.85)]],
    3: [[(0.3, 0.2), (0.65, 0.25), (0.45, 0.48), (0.7, 0.65), (0.3, 0.8)]],
}


def main() -> None:
    folder = Path(sys.argv[1])
    screens.WIDTH, screens.HEIGHT = SIZE
    screens.SECONDS_BETWEEN_MOVES = "0.03"
    for name, act in (("draw", _draw), ("train", _train)):
        with TemporaryDirectory() as home:
            frames = _recorded(Path(home), act)
        write_moving_picture(folder / f"recording-{name}.png", frames, FRAMES_PER_SECOND)


def _recorded(home: Path, act: Callable[[Program], None]) -> list[NDArray[np.uint8]]:
    """What is on the screen while `act` uses the program."""
    data = home / "data"
    data.mkdir()
    (data / "settings.ini").write_text("[look]\ntheme=light\n", encoding="utf-8")
    screen = Screen(home)
    try:
        program = Program(screen, {**os.environ, "DIGIT_LAB_DATA": str(data)}, home)
        program.rest(3)
        hand = threading.Thread(target=act, args=(program,), daemon=True)
        hand.start()
        start, frames = time.monotonic(), []
        for number in range(SECONDS * FRAMES_PER_SECOND):
            frames.append(screen.pixels().copy())
            time.sleep(max(0.0, start + (number + 1) / FRAMES_PER_SECOND - time.monotonic()))
        hand.join(30)
        program.close()
        return frames
    finally:
        screen.close()


def _write_digit(program: Program, digit: int) -> None:
    left, top, side = screens.wait_for(lambda: canvas(program), 10, lambda: "no canvas")
    for corners in DIGITS[digit]:
        points = along(corners, MOVES)
        program.screen.draw([(left + x * side, top + y * side) for x, y in points])
        program.rest(0.3)


def _draw(program: Program) -> None:
    for digit in DIGITS:
        _write_digit(program, digit)
        program.rest(2)
        program.press("c")
        program.rest(0.4)
    _write_digit(program, 7)


def _train(program: Program) -> None:
    _write_digit(program, 4)
    program.press("ctrl+2")
    program.rest(0.5)
    program.press("shift+F9")
    program.press("shift+F9")
    program.press("space")
    program.rest(5)
    program.press("F9")
    program.rest(3)
    program.press("F9")


if __name__ == "__main__":
    main()
