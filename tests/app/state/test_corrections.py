"""Corrections and My handwriting agree, whatever is done to either."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.state.answers import Correction
from app.state.corrections import Corrections
from app.state.my_handwriting import FIRST_SET
from core.data.handwriting import Handwriting
from tests.app.hands import hand, network, quick_learning, zigzag
from tests.app.tiny import loader, session, split

__all__ = ["hand", "loader", "network", "quick_learning", "session", "split"]


@pytest.fixture
def corrections(hand):
    return Corrections(hand, hand)


@pytest.fixture
def told(corrections):
    heard = []
    corrections.changed.connect(heard.append)
    return heard


@pytest.fixture
def refused(corrections):
    heard = []
    corrections.refused.connect(heard.append)
    return heard


def kept(hand):
    return [(each.name, each.digits.tolist()) for each in hand.store.sets]


def test_a_second_key_replaces_the_first(hand, corrections, told, tmp_path):
    drawing = zigzag(0)
    corrections.correct(drawing, 4)
    assert told == [{drawing.strokes: Correction(4, FIRST_SET)}]
    corrections.correct(drawing, 9)
    assert told[-1] == {drawing.strokes: Correction(9, FIRST_SET)}
    (only,) = Handwriting(tmp_path / "hand")[FIRST_SET].drawings
    assert only.digit == 9


def test_taken_back_it_is_in_no_set_any_more(hand, corrections, told):
    first, second = zigzag(0), zigzag(1)
    corrections.correct(first, 4)
    corrections.correct(second, 5)
    corrections.take_back(first)
    assert told[-1] == {second.strokes: Correction(5, FIRST_SET)}
    assert kept(hand) == [(FIRST_SET, [5])]
    corrections.take_back(first)
    assert kept(hand) == [(FIRST_SET, [5])]
    corrections.correct(first, 3)
    assert kept(hand) == [(FIRST_SET, [5, 3])]


def test_what_is_edited_in_my_handwriting_is_so_on_the_canvas(hand, corrections, told):
    drawing = zigzag(0)
    corrections.correct(drawing, 4)
    (example,) = hand.open_set.drawings
    hand.relabel([example.id], 6)
    assert told[-1] == {drawing.strokes: Correction(6, FIRST_SET)}
    hand.delete([example.id])
    assert told[-1] == {}
    hand.undo()
    assert told[-1] == {drawing.strokes: Correction(6, FIRST_SET)}


def test_another_drawing_in_its_place_is_another(hand, corrections, told):
    drawing = zigzag(0)
    corrections.correct(drawing, 4)
    (example,) = hand.open_set.drawings
    hand.delete([example.id])
    hand._now = lambda: datetime(2026, 3, 4, 5, 7, tzinfo=UTC)
    hand.teach(zigzag(1), 8)
    assert hand.open_set.drawings[0].id == example.id
    assert told[-1] == {}


def test_it_is_found_in_its_set_whichever_is_open_and_whatever_it_is_called(
    hand, corrections, told
):
    drawing = zigzag(0)
    corrections.correct(drawing, 4)
    hand.rename("Anna")
    assert told[-1] == {drawing.strokes: Correction(4, "Anna")}
    hand.create("Ben")
    corrections.correct(drawing, 7)
    assert hand.name == "Ben"
    assert kept(hand) == [("Anna", [7]), ("Ben", [])]
    corrections.take_back(drawing)
    assert kept(hand) == [("Anna", []), ("Ben", [])]


def test_what_cannot_be_kept_is_no_correction(hand, corrections, told, refused, tmp_path):
    (tmp_path / "hand").write_text("a file where the folder should be")
    corrections.correct(zigzag(0), 4)
    assert told == []
    assert "could not be saved" in refused[0]


def test_a_second_key_that_cannot_be_kept_leaves_the_first(
    hand, corrections, told, refused, tmp_path
):
    drawing = zigzag(0)
    corrections.correct(drawing, 4)
    (tmp_path / "hand").rename(tmp_path / "elsewhere")
    (tmp_path / "hand").write_text("a file where the folder should be")
    corrections.correct(drawing, 9)
    corrections.take_back(drawing)
    assert told == [{drawing.strokes: Correction(4, FIRST_SET)}]
    assert len(refused) == 2
