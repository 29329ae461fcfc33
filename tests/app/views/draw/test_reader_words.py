"""What each reader says, and what came of it, in every case."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.views.draw.reader_words import (
    ALONE,
    DISAGREE,
    MISSING,
    NO_PEN,
    reader_lines,
    way_in_words,
)
from core.ink.strokes import Drawing
from core.ink.traces import trace
from core.network.network import Network
from core.network.snapshots import Snapshot
from core.reading.numbers import PlacedReading
from core.reading.reading import Reading
from core.reading.stroke_reader import NONE
from core.reading.trust import Trust
from tests.app.views.draw.readings import doubtful, reading, stroke

BOX = (0.0, 0.0, 1.0, 1.0)
INK = np.ones((4, 4), np.float32)
BESIDE = Trust(1.0, 1.0, 0.5)


def network(trust: Trust | None) -> Snapshot:
    facts = {} if trust is None else dict(trust.facts)
    return Network((784, 10), rng=np.random.default_rng(0)).snapshot("a network", facts)


def shares(best: int, share: float, count: int = 10) -> np.ndarray:
    made = np.full(count, (1 - share) / (count - 1), np.float32)
    made[best] = share
    return made


def by(
    made: Reading,
    picture: tuple[int, float],
    pen: tuple[int, float] | None = None,
    hand: float | None = None,
) -> Reading:
    """picture, pen: the likeliest and its share; hand: how near a taught drawing is."""
    return replace(
        made,
        by_image=shares(*picture),
        by_pen=None if pen is None else shares(*pen, count=11),
        like=None if hand is None else 3,
        nearness=hand or 0.0,
    )


def lines(made: Reading, *, trust: Trust | None = BESIDE, is_drawn: bool = True) -> list[str]:
    drawing, ink = (stroke(0.1), None) if is_drawn else (None, INK)
    told = reader_lines(PlacedReading(made, BOX, drawing, ink), network(trust))
    return [each.text.replace("\u202f", " ") for each in told]


BOTH = ["By the picture: 7, 81 %", "By the pen: 7, 99 %"]
DIFFER = ["By the picture: 9, 81 %", "By the pen: 4, 99 %"]


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (by(reading(7, 0.99), (7, 0.81), (7, 0.99)), [*BOTH, "Together: 7, 99 %"]),
        (
            by(replace(doubtful(7), rivals=(7,)), (7, 0.81), (7, 0.99)),
            [*BOTH, "Together: perhaps 7, not sure"],
        ),
        (by(doubtful(7, 1), (7, 0.81), (7, 0.99)), [*BOTH, "Together: 7 or 1, not sure"]),
        (by(doubtful(*range(10)), (7, 0.81), (7, 0.99)), [*BOTH, "Together: any digit, not sure"]),
        (by(doubtful(4, 9), (9, 0.81), (4, 0.99)), [*DIFFER, DISAGREE]),
        (by(reading(4), (9, 0.81), (4, 0.99)), [*DIFFER, "Together: 4, by the pen"]),
        (
            by(reading(9), (9, 0.81), (4, 0.99)),
            [*DIFFER, "Together: 9, by the picture"],
        ),
        (by(reading(5), (9, 0.81), (4, 0.99)), [*DIFFER, "Together: 5, between them"]),
        (
            by(reading(7), (7, 0.81), (NONE, 0.7)),
            [BOTH[0], "By the pen: no digit", "Together: 7, by the picture"],
        ),
        (
            by(doubtful(7), (7, 0.81), (NONE, 0.7)),
            [BOTH[0], "By the pen: no digit", DISAGREE],
        ),
    ],
)
def test_two_readers_and_what_came_of_it(made: Reading, told: list[str]) -> None:
    assert lines(made) == told


@pytest.mark.parametrize(
    ("pen", "line"),
    [
        ((NONE, 0.997), "By the pen: no digit"),
        ((1, 0.9), "By the pen: maybe 1"),
    ],
)
def test_what_is_refused_has_no_shares_that_say_it_is_a_digit(pen, line: str) -> None:
    made = by(doubtful(), (8, 0.97), pen)
    assert lines(made) == ["By the picture: maybe 8", line, "Together: no digit"]


@pytest.mark.parametrize(
    ("nearness", "how"),
    [(1.0, "much like"), (0.8, "much like"), (0.5, "like"), (0.1, "a bit like")],
)
def test_a_taught_hand_is_a_reader_too(nearness: float, how: str) -> None:
    hand = f"As taught: {how} a 7"
    assert lines(by(reading(7), (7, 0.81), (7, 0.99), nearness)) == [
        *BOTH, hand, "Together: 7, 90 %"
    ]  # fmt: skip
    differ = lines(by(reading(7), (9, 0.81), (4, 0.99), nearness))
    assert differ == [*DIFFER, hand, "Together: 7, as taught"]
    assert lines(by(doubtful(7, 9), (9, 0.81), (9, 0.9), nearness))[-1] == DISAGREE


def test_a_picture_is_read_by_its_looks() -> None:
    assert lines(by(reading(7, 0.81), (7, 0.81)), is_drawn=False) == [
        "By the picture: 7, 81 %",
        NO_PEN,
    ]
    assert lines(by(doubtful(4, 9), (4, 0.5)), is_drawn=False) == ["By the picture: 4 or 9", NO_PEN]
    refused = lines(by(doubtful(), (3, 0.5)), is_drawn=False)
    assert refused == ["By the picture: maybe 3", NO_PEN]


def test_a_network_of_ones_own_reads_alone() -> None:
    made = by(reading(7, 0.81), (7, 0.81))
    assert lines(made, trust=None) == ["By the picture: 7, 81 %", ALONE]
    taught = lines(by(reading(7), (9, 0.81), hand=0.9), trust=None)
    assert taught == [
        "By the picture: 9, 81 %",
        "As taught: much like a 7",
        "Together: 7, as taught",
    ]


def test_a_reader_of_the_pen_that_is_missing_is_told() -> None:
    assert lines(by(reading(7, 0.81), (7, 0.81)))[-1] == MISSING


@pytest.mark.parametrize(
    ("strokes", "words"),
    [
        ([[[0, 0], [1, 1]]], "The pen went from the top left to the bottom right."),
        ([[[0, 0], [0, 1]]], "The pen went from the top to the bottom."),
        ([[[2, 2]]], "The pen made a dot."),
        ([[[2, 2], [2, 2]]], "The pen made a dot."),
        ([[[2, 2]], [[5, 9]]], "The pen made dots."),
        (
            [[[0, 0], [0, 1]], [[1, 0.5], [0.5, 0.5]]],
            "2 strokes: from the top left to the bottom left, from the right to the middle.",
        ),
        (
            [[[k, 0], [k, 5]] for k in range(6)],
            "6 strokes: from the top left to the bottom left, from the top left to the bottom left,"
            " from the top to the bottom, from the top to the bottom, and 2 more.",
        ),
    ],
)
def test_the_way_of_the_pen_in_words(strokes, words: str) -> None:
    assert way_in_words(*trace(Drawing.from_lists(strokes))) == words
