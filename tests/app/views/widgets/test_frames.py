"""Live widgets draw seldom, and never for nobody."""

from __future__ import annotations

import time

import pytest
from PySide6.QtWidgets import QWidget

from app.views.widgets.frames import Frames


class Live(QWidget):
    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds
        self.frames = Frames(self, self.draw, milliseconds=10, share=5)

    def draw(self) -> None:
        time.sleep(self.seconds)


@pytest.fixture
def live(qtbot):
    def make(seconds: float) -> Live:
        widget = Live(seconds)
        qtbot.addWidget(widget)
        return widget

    return make


def frames_in(qtbot, widget, milliseconds):
    began = widget.frames.count
    end = time.monotonic() + milliseconds / 1000
    while time.monotonic() < end:
        widget.frames.ask()
        qtbot.wait(2)
    return widget.frames.count - began


def test_many_wishes_are_one_frame(qtbot, live):
    widget = live(0.0)
    widget.show()
    for _ in range(50):
        widget.frames.ask()
    qtbot.waitUntil(lambda: widget.frames.count == 1)
    qtbot.wait(40)
    assert widget.frames.count == 1


def test_a_hidden_widget_draws_nothing(qtbot, live):
    widget = live(0.0)
    assert frames_in(qtbot, widget, 60) == 0
    widget.frames.now()
    assert widget.frames.count == 1


def test_a_dropped_frame_does_not_come(qtbot, live):
    widget = live(0.0)
    widget.show()
    widget.frames.now()
    widget.frames.ask()
    widget.frames.drop()
    qtbot.wait(40)
    assert widget.frames.count == 1


def test_slow_frames_come_so_seldom_that_they_take_their_share(qtbot, live):
    widget = live(0.02)
    widget.show()
    widget.frames.now()
    assert widget.frames.cost >= 0.02
    assert 1 <= frames_in(qtbot, widget, 500) <= 5


def test_painting_is_part_of_the_cost(live):
    widget = live(0.0)
    widget.frames.now()
    with widget.frames.painting():
        time.sleep(0.01)
    assert widget.frames.cost >= 0.01


class InPieces(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.begun, self.done = 0, list[int]()
        self.frames = Frames(self, self.pieces, milliseconds=10, share=5)

    def pieces(self):
        self.begun += 1
        number = self.begun
        for _ in range(3):
            time.sleep(0.005)
            yield
        self.done.append(number)


@pytest.fixture
def in_pieces(qtbot) -> InPieces:
    widget = InPieces()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def until_half(widget: InPieces) -> None:
    """Begin a frame: its first piece is done, and not the last."""
    widget.frames.drop()
    widget.frames._draw()
    assert widget.begun == 1


def test_a_frame_in_pieces_comes_a_piece_a_turn_and_costs_all_of_them(qtbot, in_pieces):
    until_half(in_pieces)
    assert in_pieces.done == []
    assert in_pieces.frames.count == 0
    qtbot.waitUntil(lambda: in_pieces.frames.count == 1)
    assert in_pieces.done == [1]
    assert in_pieces.frames.cost >= 0.015


def test_at_once_means_all_pieces(in_pieces):
    in_pieces.frames.now()
    assert in_pieces.done == [1]


def test_what_follows_does_not_begin_again_before_the_last_piece(qtbot, in_pieces):
    def are_three_done() -> bool:
        in_pieces.frames.follow()
        return len(in_pieces.done) == 3

    qtbot.waitUntil(are_three_done)
    assert in_pieces.done == [1, 2, 3]


def test_a_drop_between_two_pieces_ends_them(qtbot, in_pieces):
    until_half(in_pieces)
    in_pieces.frames.drop()
    qtbot.wait(60)
    assert in_pieces.done == []


def test_a_frame_that_comes_too_soon_ends_the_one_before(in_pieces):
    """Or on a busy machine none would ever end."""
    until_half(in_pieces)
    in_pieces.frames._draw()
    assert in_pieces.done == [1]
    assert in_pieces.begun == 2
