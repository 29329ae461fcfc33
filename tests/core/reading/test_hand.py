"""A hand: what it says of a drawing, how it grows, and how it comes back from arrays."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.skeletons import FORMS
from core.errors import DataError
from core.ink.digit_image import digit_image
from core.ink.likeness import distances
from core.ink.strokes import Drawing
from core.ink.traces import LIFTED, STEPS, paths, trace
from core.reading import hand as hands
from core.reading.hand import MOST, NEAR, ODDS, Hand

PLUS = [[[0.5, 0], [0.5, 1]], [[0, 0.5], [1, 0.5]]]
ROOF = [[[0, 1], [0.5, 0], [1, 1]]]
BOWL = [[[0, 0], [0.5, 1], [1, 0]]]


def drawn(form: list[list[list[float]]], shake: float = 0.0, seed: int = 0) -> Drawing:
    rng = np.random.default_rng(seed)
    return Drawing.from_lists(
        [np.array(stroke) + shake * rng.standard_normal((len(stroke), 2)) for stroke in form]
    )


def hand_of(*taught: tuple[Drawing, int]) -> Hand:
    return Hand.of([drawing for drawing, _ in taught], np.array([d for _, d in taught], np.uint8))


def random_hand(count: int, seed: int) -> Hand:
    rng = np.random.default_rng(seed)
    drawings = [Drawing.from_lists([rng.random((4, 2))]) for _ in range(count)]
    return Hand.of(drawings, rng.integers(0, 10, count).astype(np.uint8))


def test_a_drawing_like_a_taught_one_gains_its_odds():
    hand = hand_of((drawn(PLUS), 4), (drawn(ROOF), 1))
    told = hand.likeness(drawn(ROOF, 0.03))
    apart = distances(
        paths(trace(drawn(ROOF, 0.03))[0][None])[0], paths(trace(drawn(ROOF))[0][None])
    )
    assert 0 < apart[0] < NEAR
    assert told.nearest == {1: 1}
    assert told.log_odds[1] == pytest.approx(ODDS * (NEAR - apart[0]), rel=1e-4)
    assert np.delete(told.log_odds, 1).tolist() == [0] * 9


def test_nothing_is_said_of_a_drawing_like_none():
    told = hand_of((drawn(PLUS), 4), (drawn(ROOF), 1)).likeness(drawn(BOWL))
    assert told.nearest == {}
    assert not told.log_odds.any()


def test_of_two_drawings_of_a_digit_the_nearer_one_counts():
    hand = hand_of((drawn(ROOF, 0.1, 5), 1), (drawn(ROOF, 0.02, 6), 1))
    told = hand.likeness(drawn(ROOF))
    alone = hand_of((drawn(ROOF, 0.02, 6), 1)).likeness(drawn(ROOF))
    assert told.nearest == {1: 1}
    assert told.log_odds[1] == alone.log_odds[1]


def test_a_large_hand_says_what_every_drawing_of_it_says(monkeypatch):
    hand = random_hand(300, seed=1)
    for seed in range(20):
        drawing = Drawing.from_lists([np.random.default_rng(100 + seed).random((4, 2))])
        quick = hand.likeness(drawing)
        with monkeypatch.context() as patch:
            patch.setattr(hands, "_COMPARED", 300)
            whole = hand.likeness(drawing)
        best = int(whole.log_odds.argmax())
        assert quick.log_odds[best] == whole.log_odds[best]


def test_without_leaves_out_what_the_other_has():
    hand = hand_of((drawn(PLUS), 4), (drawn(ROOF), 1)).without(hand_of((drawn(ROOF), 9)))
    assert hand.digits.tolist() == [4]
    assert len(hand.without(hand)) == 0
    assert not hand.without(hand).likeness(drawn(ROOF)).log_odds.any()


def test_a_drawing_that_turns_back_is_the_same_as_itself():
    there_and_back = hand_of((drawn([[[0, 0], [0, 16], [0, 1]]]), 7))
    assert len(there_and_back.without(there_and_back)) == 0


def test_only_so_many_drawings_are_kept_the_last_ones():
    digits = (np.arange(MOST + 2) % 10).astype(np.uint8)
    hand = Hand.of([drawn(PLUS)] * (MOST + 2), digits)
    assert len(hand) == MOST
    assert hand.digits[0] == 2


def test_nothing_of_it_can_be_changed():
    for array in hand_of((drawn(PLUS), 4)).arrays().values():
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.digit} {form.name}")
def test_a_drawing_of_it_looks_as_it_was_drawn(form):
    drawing = Drawing.from_lists(form.strokes)
    again = hand_of((drawing, form.digit)).drawing(0)
    assert len(again.strokes) == len(drawing.strokes)
    shown, drawn_then = (digit_image(each).ravel() for each in (again, drawing))
    assert np.corrcoef(shown, drawn_then)[0, 1] > 0.75


def test_strokes_that_touch_are_both_kept():
    roof = Drawing.from_lists([[[0, 1], [0.5, 0]], [[0.5, 0], [1, 1]]])
    again = hand_of((roof, 1)).drawing(0)
    assert digit_image(again).sum() > 0.85 * digit_image(roof).sum()


def test_it_comes_back_from_its_arrays():
    hand = hand_of((drawn(PLUS), 4), (drawn(ROOF), 1))
    again = Hand.from_arrays(hand.arrays())
    for name, array in hand.arrays().items():
        np.testing.assert_array_equal(again.arrays()[name], array)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"hand_digits": None}, "missing"),
        ({"hand_digits": np.array([4, 10], np.uint8)}, "no drawing has"),
        ({"hand_digits": np.array([4, 1, 1], np.uint8)}, "fit together"),
        ({"hand_digits": np.array([4, 1], np.int64)}, "fit together"),
        ({"hand_places": np.full((2, STEPS, 2), np.nan, np.float32)}, "no drawing has"),
        ({"hand_places": np.full((2, STEPS, 2), 1e9, np.float32)}, "no drawing has"),
        ({"hand_strokes": np.full((2, STEPS), LIFTED, np.uint8)}, "no drawing has"),
        ({"hand_strokes": np.zeros((2, STEPS + 1), np.uint8)}, "fit together"),
        ({name: np.zeros((MOST + 1, *rest), dtype) for name, rest, dtype in (
            ("hand_places", (STEPS, 2), np.float32),
            ("hand_strokes", (STEPS,), np.uint8),
            ("hand_digits", (), np.uint8),
        )}, "no drawing has"),
    ],
)  # fmt: skip
def test_arrays_that_are_no_hand_are_refused(change, why):
    arrays = hand_of((drawn(PLUS), 4), (drawn(ROOF), 1)).arrays() | change
    with pytest.raises(DataError, match=why):
        Hand.from_arrays({name: array for name, array in arrays.items() if array is not None})


def test_probabilities_gain_odds_and_still_sum_to_one():
    hand = hand_of((drawn(PLUS), 4), (drawn(ROOF), 1))
    P = np.full((10, 2), 0.1, np.float32)
    weighed, (of_roof, of_bowl) = hand.weighed(P, [drawn(ROOF), drawn(BOWL)])
    assert weighed.dtype == np.float32
    assert weighed.sum(axis=0) == pytest.approx([1, 1])
    assert weighed[1, 0] / weighed[0, 0] == pytest.approx(np.exp(of_roof.log_odds[1]), rel=1e-4)
    np.testing.assert_allclose(weighed[:, 1], P[:, 1], rtol=1e-6)
    assert of_roof.nearness(1) == pytest.approx(1)
    assert of_bowl.nearest == {}
