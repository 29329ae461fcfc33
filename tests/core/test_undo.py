"""Undo and redo."""

from __future__ import annotations

import pytest

from core.undo import UndoStack

LIMIT = 3


@pytest.fixture
def stack() -> UndoStack[str]:
    return UndoStack("blank", limit=LIMIT)


def test_it_begins_with_nothing_to_undo(stack: UndoStack[str]) -> None:
    stack.undo()
    stack.redo()
    assert stack.present == "blank"
    assert (stack.can_undo, stack.can_redo) == (False, False)


def test_undo_and_redo_go_back_and_forth(stack: UndoStack[str]) -> None:
    stack.change("one")
    stack.change("two")
    stack.undo()
    assert stack.present == "one"
    stack.undo()
    assert stack.present == "blank"
    stack.redo()
    assert stack.present == "one"
    assert (stack.can_undo, stack.can_redo) == (True, True)


def test_a_change_forgets_what_was_undone(stack: UndoStack[str]) -> None:
    stack.change("one")
    stack.undo()
    stack.change("two")
    assert not stack.can_redo


def test_no_change_is_no_step(stack: UndoStack[str]) -> None:
    stack.change("one")
    stack.undo()
    stack.change(stack.present)
    assert not stack.can_undo
    assert stack.can_redo


def test_it_does_not_grow_for_ever(stack: UndoStack[str]) -> None:
    for number in range(LIMIT + 5):
        stack.change(str(number))
    steps = 0
    while stack.can_undo:
        stack.undo()
        steps += 1
    assert steps == LIMIT
    assert stack.present == "4"
