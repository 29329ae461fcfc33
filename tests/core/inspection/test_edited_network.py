"""A network under somebody's hands: what counts, what can be undone."""

from __future__ import annotations

import pytest

from core.inspection.edited_network import EditedNetwork
from core.inspection.edits import Prune, ShiftBias, SwitchOff
from tests.core.inspection.small import network

FIRST, SECOND = ShiftBias(1, 0, 1.0), Prune(0.5)


@pytest.fixture
def hands():
    return EditedNetwork(network((6, 5, 4), "relu").snapshot())


def test_what_is_attempted_counts_at_once_and_is_one_change(hands):
    for by in (0.25, 0.5, 1.0):
        hands.attempt(ShiftBias(1, 0, by))
    assert hands.edits == (FIRST,)
    hands.make(FIRST)
    hands.undo()
    assert hands.network is hands.base
    assert not hands.can_undo


def test_an_attempt_can_be_undone_as_if_it_were_made(hands):
    hands.attempt(FIRST)
    assert hands.can_undo
    hands.undo()
    assert hands.edits == ()
    hands.redo()
    assert hands.edits == (FIRST,)


def test_undo_and_redo_go_through_all_changes(hands):
    hands.make(FIRST)
    hands.make(SECOND)
    hands.take_back(FIRST)
    hands.reset()
    seen = [hands.edits]
    while hands.can_undo:
        hands.undo()
        seen.append(hands.edits)
    assert seen == [(), (SECOND,), (FIRST, SECOND), (FIRST,), ()]
    while hands.can_redo:
        hands.redo()
    assert hands.edits == ()


def test_what_changes_nothing_is_no_change(hands):
    hands.make(ShiftBias(1, 0, 0.0))
    hands.take_back(SwitchOff(1, 0))
    hands.reset()
    assert not hands.can_undo
    hands.make(FIRST)
    hands.make(FIRST)
    hands.undo()
    assert hands.edits == ()


def test_the_network_is_the_same_object_until_edits_change(hands):
    assert hands.network is hands.base
    hands.make(FIRST)
    made = hands.network
    hands.attempt(FIRST)
    assert hands.network is made
    hands.attempt(SECOND)
    assert hands.network is not made
