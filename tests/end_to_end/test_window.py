"""Digit Lab as its user meets it: a window, a pointer, a keyboard, and what the title says."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.end_to_end.screen import black_square, wait_for

pytestmark = pytest.mark.end_to_end

# A seven in the unit square, as its corners.
SEVEN = [(0.28, 0.22), (0.72, 0.22), (0.45, 0.8)]
MOVES_A_LINE = 30
SMALLEST_CANVAS = 300

READING = r"(\d) \((\d+)\s?%\) – Digit Lab"
TRAINING = r"Training (\d+)/(\d+)"
VALIDATED = r"Training \d+/\d+ · ([\d.]+)\s?%"


def along(corners, moves):
    """Points on the lines between `corners`, `moves` to a line."""
    shares = np.linspace(0, 1, moves)
    return [
        (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
        for (x0, y0), (x1, y1) in pairwise(corners)
        for share in shares
    ]


def canvas(program):
    """Left, top and side of the black square to draw on, once it is large and stays."""
    found, again = (black_square(program.screen.pixels()) for _ in range(2))
    return found if found == again and found and found[2] >= SMALLEST_CANVAS else None


def draw_seven(program):
    left, top, side = wait_for(lambda: canvas(program), 10, lambda: "there is no canvas to draw on")
    program.screen.draw([(left + x * side, top + y * side) for x, y in along(SEVEN, MOVES_A_LINE)])


def assert_ended_well(program):
    assert program.wait_for_end(10) == 0
    assert "Traceback" not in program.errors()
    assert "Qt" not in program.errors(), program.errors()


def assert_reads_a_seven(program, photograph):
    draw_seven(program)
    program.wait_for_title(READING, 10)
    program.rest()
    program.photograph(photograph)
    digit, percent = map(int, program.wait_for_title(READING, 1).groups())
    assert digit == 7
    assert percent >= 80
    program.press("ctrl+q")
    assert_ended_well(program)


def test_a_seven_drawn_with_the_pointer_is_read_as_seven(program):
    assert_reads_a_seven(program, "draw")


@pytest.mark.parametrize("program_at_scale", ["1.25", "1.5"], indirect=True)
def test_a_seven_is_read_where_everything_is_larger(program_at_scale):
    """Logical pixels lie between those of the screen there."""
    assert_reads_a_seven(program_at_scale, "scaled")


def test_training_on_mnist_shows_its_accuracy_and_ends_when_the_window_closes(program_with_mnist):
    program = program_with_mnist
    draw_seven(program)
    program.press("ctrl+2")
    program.press("space")
    epoch = program.wait_for_title(TRAINING, 60)
    assert int(epoch[2]) == 10
    accuracy = program.wait_for_title(VALIDATED, 120)
    program.photograph("train")
    assert float(accuracy[1]) >= 90
    program.press("ctrl+q")
    assert_ended_well(program)


def test_the_canvas_is_found_on_a_screenshot():
    pixels = np.full((60, 80, 3), 200, dtype=np.uint8)
    pixels[5:9, 60:80] = 0
    pixels[20:41, 10:31] = 0
    pixels[30, 15] = (0, 0, 1)
    assert black_square(pixels) == (10, 20, 21)
    pixels[40, 15] = (0, 0, 1)
    assert black_square(pixels) is None
    assert black_square(np.full_like(pixels, 200)) is None
