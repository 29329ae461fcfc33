"""Undo and redo."""

from __future__ import annotations

import pytest

from app.views.draw.drawing_history import MAX_UNDO, DrawingHistory
from core.ink.strokes import Drawing


@pytest.fixture
def history() -> DrawingHistory:
    return DrawingHistory()


def test_it_begins_blank_with_nothing_to_undo(history: DrawingHistory) -> None:
    history.undo()
    history.redo()
    assert history.drawing.is_blank
    assert not history.can_undo
    assert not history.can_redo


def test_undo_and_redo_go_back_and_forth(history: DrawingHistory, seven: Drawing) -> None:
    blank = history.drawing
    history.change(seven)
    history.change(Drawing())
    history.undo()
    assert history.drawing is seven
    history.undo()
    assert history.drawing is blank
    history.redo()
    assert history.drawing is seven
    assert history.can_undo
    assert history.can_redo


def test_a_change_forgets_what_was_undone(history: DrawingHistory, seven: Drawing) -> None:
    history.change(seven)
    history.undo()
    history.change(Drawing(seven.strokes * 2))
    assert not history.can_redo


def test_no_change_is_no_step(history: DrawingHistory) -> None:
    history.change(history.drawing)
    assert not history.can_undo


def test_it_does_not_grow_for_ever(history: DrawingHistory, seven: Drawing) -> None:
    for _ in range(MAX_UNDO + 10):
        history.change(Drawing(seven.strokes))
    steps = 0
    while history.can_undo:
        history.undo()
        steps += 1
    assert steps == MAX_UNDO
