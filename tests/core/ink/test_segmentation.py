"""A drawing of a number and its digits: which strokes stay together, which are parted."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import DataError
from core.files import model_file
from core.ink.grouping import MOST_DIGITS
from core.ink.layout import layout_of_strokes
from core.ink.segmentation import segments
from core.ink.strokes import Drawing
from core.reading.numbers import NumberReader, read_number
from tests.core.ink.numbers import corners, moved, number_of, numbers, some_writers

pytestmark = pytest.mark.slow

RING = [[30 + 25 * np.cos(t), 50 + 45 * np.sin(t)] for t in np.linspace(0, 6.2, 30)]
ONE_DIGIT = {
    "a ring": [RING],
    "a ring with a slash": [RING, [[50, 10], [10, 90]]],
    "a ring with a dot": [RING, [[30, 50], [31, 51]]],
    "crossed 7": [[[0, 0], [60, 0], [20, 100]], [[15, 50], [60, 45]]],
    "4 of two strokes": [[[30, 0], [0, 60], [60, 60]], [[45, 30], [45, 100]]],
    "open 4": [[[10, 0], [5, 55], [60, 55]], [[50, 5], [48, 100]]],
    "4 of three strokes": [[[20, 0], [0, 60]], [[0, 60], [60, 60]], [[45, 30], [45, 100]]],
    "5 with its bar last": [[[10, 5], [8, 45], [45, 50], [50, 80], [5, 95]], [[10, 3], [60, 0]]],
    "5 with its bar first": [[[12, 3], [60, 0]], [[10, 5], [8, 45], [45, 50], [50, 80], [5, 95]]],
    "flagged 1 on a base": [[[0, 25], [25, 0], [25, 100]], [[0, 100], [50, 100]]],
    "8 of two rings": [
        [[25 + 20 * np.cos(t), 22 + 20 * np.sin(t)] for t in np.linspace(0, 6.3, 20)],
        [[25 + 24 * np.cos(t), 68 + 25 * np.sin(t)] for t in np.linspace(0, 6.3, 20)],
    ],
    "a dot": [[[5, 5]]],
    "a level line": [[[0, 0], [90, 0]]],
}
ONE = [[[40, 0], [40, 100]]]
SEVEN, FOUR, FIVE = (
    ONE_DIGIT[name] for name in ("crossed 7", "4 of two strokes", "5 with its bar last")
)


def row(*digits, every=80.0):
    """Digits side by side: the drawing, and the strokes of each."""
    parts = [
        [[[x + i * every, y] for x, y in stroke] for stroke in digit]
        for i, digit in enumerate(digits)
    ]
    return Drawing.from_lists([stroke for part in parts for stroke in part])


def shapes(drawings):
    return [sorted(len(stroke.points) for stroke in drawing.strokes) for drawing in drawings]


def test_blank_has_none():
    assert segments(Drawing()) == []


@pytest.mark.parametrize("name", ONE_DIGIT)
@pytest.mark.parametrize("scale", [0.01, 40.0])
def test_one_digit_stays_one(name, scale):
    strokes = [[[x * scale + 7, y * scale - 3] for x, y in each] for each in ONE_DIGIT[name]]
    drawing = Drawing.from_lists(strokes)
    (found,) = segments(drawing)
    assert found.strokes == drawing.strokes


def test_digits_of_several_strokes_side_by_side():
    drawing = row(SEVEN, FOUR, [RING], FIVE)
    assert shapes(segments(drawing)) == shapes(row(each) for each in (SEVEN, FOUR, [RING], FIVE))


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_writing_does_not_matter(seed):
    drawing = row(SEVEN, [RING], FOUR)
    order = np.random.default_rng(seed).permutation(len(drawing.strokes))
    mixed = Drawing(tuple(drawing.strokes[i] for i in order))
    found = segments(mixed)
    assert shapes(found) == shapes(row(each) for each in (SEVEN, [RING], FOUR))
    for part in found:
        places = [mixed.strokes.index(stroke) for stroke in part.strokes]
        assert places == sorted(places)


def test_rings_that_touch_are_parted():
    touching = row([RING], [RING], [RING], every=50.0)
    assert len(segments(touching)) == 3


def test_at_most_twelve():
    assert len(segments(row(*[[RING]] * MOST_DIGITS))) == MOST_DIGITS
    with pytest.raises(DataError, match="looks like 13 digits"):
        segments(row(*[[RING]] * 13))


def test_a_scribble_is_told_to_be_none():
    rng = np.random.default_rng(0)
    scribble = [(rng.uniform(0, 90, 2) + rng.uniform(0, 9, (4, 2))).tolist() for _ in range(150)]
    with pytest.raises(DataError, match="At most 12"):
        segments(Drawing.from_lists(scribble))


def test_the_judge_decides_what_the_strokes_leave_open():
    """Two upright lines may be an 11, or the sides of one digit: whoever is asked is followed."""
    open_pair = Drawing.from_lists([[[0, 0], [0, 60]], [[12, 35], [12, 100]]])

    def likes(few):
        def judge(drawings):
            alone = np.array([len(drawing.strokes) == 1 for drawing in drawings])
            return np.where(alone == few, 1.0, 0.001)

        return judge

    assert len(segments(open_pair, judge=likes(True))) == 2
    assert len(segments(open_pair, judge=likes(False))) == 1


def test_a_judge_who_knows_the_whole_is_followed_at_once():
    """Two lines far apart: their places alone make them two digits."""
    apart = Drawing.from_lists([[[0, 0], [0, 60]], [[90, 0], [90, 60]]])
    assert len(segments(apart, judge=lambda drawings: np.ones(len(drawings)))) == 2
    assert segments(apart, judge=lambda drawings: np.full(len(drawings), 3.0)) == [apart]


def parted(drawing, owners, judge=None):
    found = segments(drawing, judge=judge)
    of = dict(zip(drawing.strokes, owners, strict=True))
    whose = [{of[stroke] for stroke in part.strokes} for part in found]
    return whose == [{number} for number in range(max(owners) + 1)]


@pytest.mark.parametrize(
    ("gap", "alone", "judged"),
    [((0.08, 0.5), 0.93, 0.95), ((-0.02, 0.06), 0.85, 0.9), ((-0.12, 0.0), 0.8, 0.85)],
    ids=["apart", "touching", "overlapping"],
)
def test_real_numbers_are_parted(ink_file, gap, alone, judged):
    """How well real numbers are parted at least, without and with a network."""
    made = numbers(ink_file, 120, gap=gap, seed=0)
    judge = NumberReader(model_file.shipped())._judge
    right = [parted(drawing, owners) for drawing, owners, _ in made]
    with_judge = [parted(drawing, owners, judge) for drawing, owners, _ in made]
    assert np.mean(right) >= alone
    assert np.mean(with_judge) >= judged


def test_real_numbers_are_read(ink_file):
    snapshot = model_file.shipped()
    made = numbers(ink_file, 120, gap=(0.05, 0.4), seed=1)
    read = [
        "".join(str(each.reading.digit) for each in read_number(snapshot, drawing))
        for drawing, _, _ in made
    ]
    assert np.mean([each == digits for each, (_, _, digits) in zip(read, made, strict=True)]) > 0.9


def test_real_digits_stay_one(ink_file):
    drawn = [drawing for writer in some_writers(ink_file) for drawing, _ in writer]
    assert np.mean([len(segments(drawing)) == 1 for drawing in drawn]) > 0.985


def under_one_another(*rows, every=140.0, slope=0.0):
    """Lines of digits: the drawing, and the strokes of each digit in the order of reading."""
    parts = [
        [
            [[x + i * 80.0, y + line * every + slope * i * 80.0] for x, y in stroke]
            for stroke in digit
        ]
        for line, digits in enumerate(rows)
        for i, digit in enumerate(digits)
    ]
    return Drawing.from_lists([stroke for part in parts for stroke in part])


@pytest.mark.parametrize("slope", [0.0, 0.15, -0.15])
@pytest.mark.parametrize(
    "rows",
    [
        ([SEVEN, FOUR, [RING]], [FIVE, SEVEN, FOUR]),
        ([FOUR, FIVE], [SEVEN], [[RING], FIVE, FOUR]),
        ([[RING], [RING]], [SEVEN]),
        ([FIVE, FOUR, SEVEN, FOUR, [RING]], [ONE], [SEVEN, FOUR]),
        ([ONE, ONE], [FOUR]),
    ],
)
def test_lines_are_read_one_after_another(rows, slope):
    found = segments(under_one_another(*rows, slope=slope))
    assert shapes(found) == shapes(row(digit) for digits in rows for digit in digits)


def test_lines_may_end_together():
    """5 digits, a 1 and 2 digits, right-aligned as in a sum."""
    upper, middle, lower = [FIVE, FOUR, SEVEN, FOUR, [RING]], [ONE], [SEVEN, FOUR]
    filled = [upper, [[]] * 4 + middle, [[]] * 3 + lower]
    found = segments(under_one_another(*filled))
    assert shapes(found) == shapes(row(digit) for digit in (*upper, *middle, *lower))


EIGHT = ONE_DIGIT["8 of two rings"]
ONE_LINE = {
    "eights of two rings": row(EIGHT, EIGHT, EIGHT),
    "eights of two rings that are apart": row(
        *[[EIGHT[0], [[x, y + 6] for x, y in EIGHT[1]]] for _ in range(2)]
    ),
    "fives with high bars": row(*[[FIVE[0], [[x, y - 10] for x, y in FIVE[1]]] for _ in range(3)]),
    "a staircase": Drawing.from_lists(
        [[[x + 80 * i, y + 130 * i] for x, y in RING] for i in range(3)]
    ),
    "two digits, and two farther down beyond their end": Drawing.from_lists(
        [[[x + 80 * i, y + 140 * (i > 1)] for x, y in RING] for i in range(4)]
    ),
    "one digit above another": Drawing.from_lists([RING, [[x, y + 130] for x, y in RING]]),
}


@pytest.mark.parametrize("name", ONE_LINE)
def test_what_stands_in_one_line_stays_in_it(name):
    drawing = ONE_LINE[name]
    assert not layout_of_strokes([[stroke.points] for stroke in drawing.strokes]).line.any()


def test_real_numbers_of_two_lines_are_read_line_by_line(ink_file):
    """Of real writers; lines as one writes them."""
    snapshot = model_file.shipped()
    rng = np.random.default_rng(4)
    right = 0
    for writer in some_writers(ink_file) * 5:
        chosen = [writer[k] for k in rng.integers(0, len(writer), 6)]
        upper, lower = (
            number_of([drawing for drawing, _ in some], gap=(0.15, 0.4), rng=rng)[0]
            for some in (chosen[:3], chosen[3:])
        )
        (left, _), (_, bottom) = corners(upper)
        (low, top), (_, end) = corners(lower)
        shift = np.array([left - low, bottom - top + 0.4 * (end - top)])
        both = Drawing((*upper.strokes, *moved(lower, lambda p, s=shift: p + s).strokes))
        answers = [each.reading.digit for each in read_number(snapshot, both)]
        right += answers == [digit for _, digit in chosen]
    assert right >= 13, f"{right} of 15"
