"""The way of the pen in What it sees, with a reader of strokes beside the network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from app.look.tokens import DARK
from app.views.draw import steps_pane
from app.views.draw.draw_view import DrawView
from app.views.draw.pen_way import RING, PenWay, ReaderWords
from app.views.draw.places import ANSWER_WIDTHS
from app.views.draw.reader_words import ALONE, DISAGREE, NO_PEN, ReaderLine, reader_lines
from app.views.draw.sheet import picture_of
from app.views.draw.words import short
from core.ink.strokes import Drawing
from core.ink.traces import NUMBERS
from core.network.network import Network
from core.network.snapshots import Snapshot
from core.reading.numbers import PlacedReading
from core.reading.stroke_reader import CLASSES, NONE, StrokeReader
from core.reading.trust import Trust
from tests.app.views.draw.conftest import Put
from tests.app.views.draw.readings import doubtful, number, reading
from tests.app.views.draw.test_pictures import image
from tests.app.views.draw.test_reader_words import BESIDE, BOX, INK, by, network
from tests.app.views.draw.test_steps_pane import pane as pane
from tests.app.views.draw.test_steps_pane import plain

FOUR = Drawing.from_lists([[[0.35, 0.2], [0.25, 0.55], [0.7, 0.55]], [[0.6, 0.35], [0.58, 0.85]]])


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch, snapshot: Snapshot, view: DrawView) -> None:
    """From now on the drawings are read by the strokes as well."""
    network = Network((NUMBERS, 8, len(CLASSES)), rng=np.random.default_rng(1))
    monkeypatch.setattr("core.reading.reading.shipped_stroke_reader", lambda: StrokeReader(network))
    trust = Trust(1.0, 1.0, 0.5)
    view.set_snapshot(replace(snapshot, facts={**snapshot.facts, **trust.facts}))


@pytest.fixture
def way(look, qtbot) -> PenWay:
    made = PenWay()
    made.set_scale(4)
    made.resize(made.sizeHint())
    qtbot.addWidget(made)
    return made


def test_a_drawing_is_read_by_both_and_its_way_is_shown(
    both, view: DrawView, pane, put: Put
) -> None:
    put(FOUR)
    assert [line.split(":")[0] for line in plain(pane).split("\n")[:2]] == [
        "By the picture",
        "By the pen",
    ]
    assert not pane.way.is_empty
    assert pane.way.isEnabled()
    assert pane.way.accessibleName() == "How the pen went"
    assert pane.way.accessibleDescription().startswith("2 strokes: from the top")
    put(Drawing())
    assert pane.way.is_empty
    assert pane.way.accessibleDescription() == ""


def test_the_way_grows_with_the_pen(both, view: DrawView, pane, put: Put) -> None:
    put(Drawing(FOUR.strokes[:1]))
    before = pane.way.grab().toImage()
    put(FOUR)
    assert pane.way.grab().toImage() != before


def test_a_network_of_ones_own_has_a_dimmed_way(
    view: DrawView, pane, snapshot: Snapshot, put: Put
) -> None:
    put(FOUR)
    assert plain(pane).endswith(ALONE)
    assert not pane.way.is_empty
    assert not pane.way.isEnabled()
    assert pane.way.toolTip() == ALONE


def test_a_picture_has_no_way(both, view: DrawView, pane, put: Put) -> None:
    put(FOUR)
    put(picture_of("two", image()))
    assert plain(pane).endswith(NO_PEN)
    assert pane.way.is_empty


def test_of_a_number_the_chosen_digit_is_told(both, view: DrawView, pane, put: Put, reads) -> None:
    reads(by(reading(7), (7, 0.8), (7, 0.9)), by(doubtful(4, 9), (9, 0.8), (4, 0.9)))
    put(number(2))
    view.choose(0)
    assert plain(pane).startswith("By the picture: 7")
    assert pane.way.accessibleDescription() == "The pen went from the top to the bottom."
    view.choose(1)
    assert plain(pane).startswith("By the picture: 9")
    assert plain(pane).endswith(DISAGREE)


def test_a_hidden_pane_draws_no_way(both, view: DrawView, put: Put) -> None:
    put(FOUR)
    assert view.answer.steps.way.is_empty


def test_a_step_left_out_is_tried_by_the_picture_alone(both, pane, put: Put) -> None:
    put(FOUR)
    pane.switches["fit"].click()
    assert plain(pane).startswith("Without cutting it out, by the picture alone: ")
    pane.switches["centre"].click()
    assert plain(pane).startswith("Without these steps, by the picture alone: ")


@pytest.mark.parametrize("ratio", [1, 1.5, 2])
def test_the_ring_is_where_the_pen_began_and_the_colour_goes_along(
    way: PenWay, ratio: float
) -> None:
    straight = Drawing.from_lists([[[0.0, 0.5], [1.0, 0.5]]])
    way.set_drawing(straight)
    shot = painted(way, ratio)
    row = [QColor(shot.pixel(x, shot.height() // 2)) for x in range(shot.width())]
    begin, middle, end = (round(share * shot.width()) for share in (0.12, 0.5, 0.88))
    assert min(far(color, RING) for color in row[begin - 8 : begin + 8]) < 60
    assert far(row[end - 4], DARK.negative) < 60
    assert far(row[end - 4], DARK.accent) > far(row[middle], DARK.accent)
    assert far(row[middle], DARK.accent) > far(row[begin + 12], DARK.accent)
    assert all(color.lightness() > 60 for color in row[begin:end])


def test_a_way_back_looks_other_than_the_way_there(way: PenWay) -> None:
    way.set_drawing(Drawing.from_lists([[[0, 0], [1, 1]]]))
    there = painted(way)
    way.set_drawing(Drawing.from_lists([[[1, 1], [0, 0]]]))
    assert painted(way) != there


def test_where_the_pen_was_lifted_there_are_dashes(way: PenWay) -> None:
    way.set_drawing(Drawing.from_lists([[[0, 0], [0, 1]], [[1, 0], [1, 1]]]))
    shot = painted(way)
    diagonal = [shot.pixelColor(x, shot.height() - 1 - x).lightness() for x in range(20, 95)]
    lit = np.array(diagonal) > 40
    assert 3 <= np.count_nonzero(np.diff(lit.astype(int)) == 1) < 30


@pytest.mark.parametrize(
    "strokes",
    [
        [[[0.5, 0.5]]],
        [[[0, 0], [0, 1]], [[0.5, 0.5]]],
        [[[0, 0]], [[1, 1]]],
        [[[k, k]] for k in range(9)],
    ],
)
def test_a_dot_has_a_way_too(way: PenWay, strokes) -> None:
    way.set_drawing(Drawing.from_lists(strokes))
    assert way.accessibleDescription() != ""
    assert np.count_nonzero(grey(painted(way))[3:-3, 3:-3] > 60) > 10


def test_nothing_moves_and_nothing_is_cut_off_whatever_is_said(look, qtbot) -> None:
    """In the narrowest place, beside two of four pictures, and in the lowest, below all."""
    beside = (ANSWER_WIDTHS[0] - steps_pane.GAP) // 2, 28 * 2 + 2 + steps_pane.UNDER
    below = 4 * steps_pane.LEAST_COLUMN, steps_pane.WORDS_HEIGHT
    words = ReaderWords(steps_pane.WORDS_HEIGHT)
    words.setProperty("role", "note")
    qtbot.addWidget(words)
    hint = words.sizeHint().height()
    for lines in everything():
        words.show_lines(lines)
        assert words.sizeHint().height() == hint
        assert not words.hasHeightForWidth()
        for width, height in (beside, below):
            words.resize(width, height)
            assert words.heightForWidth(width) <= height, (width, lines)


def everything() -> Iterator[Sequence[ReaderLine]]:
    """What is said in all kinds of cases, of the widest digits, and what stands there else."""
    pens = [(8, 0.999), (0, 0.999), (NONE, 0.999)]
    answers = [reading(8, 0.999), reading(5, 0.999), doubtful(8, 9), doubtful(8, 9, 0), doubtful()]
    for answer, pen, hand in product(answers, pens, [None, 0.1, 0.9]):
        yield reader_lines(
            PlacedReading(by(answer, (8, 0.999), pen, hand), BOX, FOUR), network(BESIDE)
        )
    for answer, trust, hand in product(answers, [None, BESIDE], [None, 0.1]):
        yield reader_lines(
            PlacedReading(by(answer, (8, 0.999), None, hand), BOX, FOUR), network(trust)
        )
        yield reader_lines(PlacedReading(by(answer, (8, 0.999)), BOX, ink=INK), network(trust))
    yield [ReaderLine("", steps_pane.NOTHING)]
    longest = short(doubtful())
    without = f"Without {steps_pane.THESE}, by the picture alone"
    yield [ReaderLine(without, f"{longest}. The answer stays: {longest}.")]


def painted(way: PenWay, ratio: float = 1) -> QImage:
    shot = QImage(QSize(way.width(), way.height()) * ratio, QImage.Format.Format_RGB32)
    shot.setDevicePixelRatio(ratio)
    with QPainter(shot) as painter:
        way.render(painter, QPoint(0, 0))
    return shot


def grey(shot: QImage) -> np.ndarray:
    made = shot.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(made.constBits(), np.uint8).reshape(made.height(), made.bytesPerLine())
    return rows[:, : made.width()]


def far(one: QColor, other: str) -> int:
    """How far apart two colours are, 0 to 255."""
    return max(abs(a - b) for a, b in zip(one.getRgb(), QColor(other).getRgb(), strict=True))
