"""How a network's output becomes an answer, a question or a refusal."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.ink.digit_image import digit_image
from core.ink.strokes import Drawing
from core.ink.traces import NUMBERS
from core.network.network import Network
from core.network.snapshots import Snapshot
from core.reading import reading
from core.reading.hand import Hand, with_hand
from core.reading.reading import NO_IDEA, NO_INK, ONLY_A_DOT, read, read_drawings, read_many
from core.reading.refusal import REASONS, Refusal
from core.reading.stroke_reader import StrokeReader
from core.reading.trust import Trust

LIMIT = 0.6
NO_DIGIT, ON_TOP = REASONS[1:3]
IMAGE = np.full((784, 1), 0.3, np.float32)


def always(probabilities: list[float], outputs: int = 10, **facts: object) -> Snapshot:
    """A network that gives these probabilities, whatever it is shown."""
    network = Network((784, outputs), rng=np.random.default_rng(0))
    network.theta[:] = 0
    network.biases[-1][:, 0] = np.log(probabilities)
    return network.snapshot("fixed", dict(facts))


def shares(**of_digit: float) -> list[float]:
    """shares(d4=0.5, d9=0.4): the others get what is left, in equal parts."""
    given = {int(name[1:]): share for name, share in of_digit.items()}
    rest = (1 - math.fsum(given.values())) / (10 - len(given))
    return [given.get(digit, rest) for digit in range(10)]


@pytest.fixture
def looking(monkeypatch):
    """looking(digit, other, on top, side by side): what the refusing network always gives."""

    def look(*of_kind: float) -> None:
        snapshot = always(list(of_kind), len(REASONS), limit=LIMIT)
        monkeypatch.setattr(reading, "shipped_refusal", lambda: Refusal.of(snapshot))

    look(0.97, 0.01, 0.01, 0.01)
    return look


def test_a_clear_answer_needs_no_words(looking) -> None:
    told = read(always(shares(d7=0.97)), IMAGE)
    assert (told.digit, told.unsure, told.reason) == (7, False, "")
    assert (told.is_digit, told.rivals) == (True, (7,))
    assert told.probability == pytest.approx(0.97, abs=1e-5)
    assert told.probabilities.dtype == np.float32
    assert (told.image == IMAGE).all()


@pytest.mark.parametrize(
    ("given", "rivals", "reason"),
    [
        (shares(d4=0.5, d9=0.45), (4, 9), "This looks like a 4 or a 9."),
        (shares(d8=0.5, d3=0.3), (8, 3), "This looks like an 8 or a 3."),
        (shares(d3=0.4, d5=0.3, d8=0.28), (3, 5, 8), "This looks like a 3, a 5 or an 8."),
        (shares(d1=0.58), (1,), "This might be a 1, but it is hard to tell."),
        ([0.1] * 10, tuple(range(10)), NO_IDEA),
    ],
)
def test_a_doubtful_answer_names_its_rivals(looking, given, rivals, reason) -> None:
    told = read(always(given), IMAGE)
    assert (told.unsure, told.is_digit) == (True, True)
    assert (told.rivals, told.reason) == (rivals, reason)


@pytest.mark.parametrize(
    ("of_kind", "reason"),
    [((0.02, 0.9, 0.05, 0.03), NO_DIGIT), ((0.02, 0.05, 0.9, 0.03), ON_TOP)],
)
def test_what_is_no_digit_is_refused_however_sure_the_network_is(looking, of_kind, reason) -> None:
    looking(*of_kind)
    told = read(always(shares(d7=0.99)), IMAGE)
    assert (told.unsure, told.is_digit, told.reason) == (True, False, reason)


def test_both_doubts_count_together(looking) -> None:
    """Neither is below the limit alone; their product is."""
    doubtful = 0.75 / (0.75 + 9 * 0.25)  # expecting nine digits in ten makes it 0.75
    looking(doubtful, (1 - doubtful) - 2e-6, 1e-6, 1e-6)
    assert not read(always(shares(d7=0.9)), IMAGE).unsure
    told = read(always(shares(d7=0.75)), IMAGE)
    assert (told.unsure, told.is_digit) == (True, True)


def test_blank_ink_is_nothing_to_read(looking) -> None:
    told = read(always(shares(d7=0.99)), np.zeros((784, 1), np.float32))
    assert (told.unsure, told.is_digit, told.reason) == (True, False, NO_INK)


@pytest.mark.parametrize(
    ("rows", "columns", "is_dot"), [(1, 1, True), (8, 8, True), (20, 2, False), (2, 20, False)]
)
def test_a_dot_is_told_by_its_extent(looking, rows, columns, is_dot) -> None:
    image = np.zeros((28, 28), np.float32)
    image[4 : 4 + rows, 4 : 4 + columns] = 1
    told = read(always(shares(d1=0.99)), image.reshape(784, 1))
    assert (told.is_digit, told.reason) == ((False, ONLY_A_DOT) if is_dot else (True, ""))


def test_without_the_refusing_network_all_is_read(monkeypatch) -> None:
    monkeypatch.setattr(reading, "shipped_refusal", lambda: None)
    told = read_many(always(shares(d7=0.9)), np.hstack([IMAGE, np.zeros_like(IMAGE)]))
    assert [each.unsure for each in told] == [False, True]
    assert told[1].reason == NO_INK


def test_probabilities_are_those_at_the_networks_temperature(looking) -> None:
    plain = read(always(shares(d7=0.97)), IMAGE)
    warm = read(always(shares(d7=0.97), temperature=2.0), IMAGE)
    expected = plain.probabilities**0.5 / (plain.probabilities**0.5).sum()
    assert warm.probabilities == pytest.approx(expected, abs=1e-6)


def test_many_are_read_like_one(looking) -> None:
    network = Network((784, 20, 10), rng=np.random.default_rng(1))
    snapshot = network.snapshot()
    images = np.random.default_rng(2).random((784, 5), dtype=np.float32)
    for number, told in enumerate(read_many(snapshot, images)):
        alone = read(snapshot, images[:, number : number + 1])
        assert told.probabilities == pytest.approx(alone.probabilities, abs=1e-5)
        assert (told.digit, told.rivals) == (alone.digit, alone.rivals)
        assert (told.image[:, 0] == images[:, number]).all()
    assert read_many(snapshot, images[:, :0]) == []


ROOF = Drawing.from_lists([[[0, 1], [0.5, 0], [1, 1]]])
BOWL = Drawing.from_lists([[[0, 0], [0.5, 1], [1, 0]]])


def taught(snapshot: Snapshot) -> Snapshot:
    """Somebody's 1 is a roof."""
    return with_hand(snapshot, Hand.of([ROOF], np.array([1], np.uint8)))


def test_a_drawing_like_a_taught_one_is_read_as_that(looking) -> None:
    network = taught(always(shares(d4=0.9, d1=0.05)))
    (told,) = read_drawings(network, [ROOF])
    assert (told.digit, told.like, told.unsure) == (1, 0, False)
    assert told.probabilities.sum() == pytest.approx(1, abs=1e-5)
    (other,) = read_drawings(network, [BOWL])
    assert (other.digit, other.like) == (4, None)
    assert other.probability == pytest.approx(0.9, abs=1e-5)


def test_a_hand_that_is_overruled_is_not_named(looking) -> None:
    (told,) = read_drawings(taught(always(shares(d4=0.9999, d1=1e-8))), [ROOF])
    assert (told.digit, told.like) == (4, None)


def test_a_taught_drawing_is_no_longer_refused(looking) -> None:
    looking(0.01, 0.97, 0.01, 0.01)
    network = always(shares(d1=0.9))
    (before,), (after,) = read_drawings(network, [ROOF]), read_drawings(taught(network), [ROOF])
    assert (before.is_digit, before.reason) == (False, NO_DIGIT)
    assert (after.is_digit, after.unsure) == (True, False)
    (other,) = read_drawings(taught(network), [BOWL])
    assert not other.is_digit


def test_a_hand_has_no_say_in_pictures(looking) -> None:
    network = taught(always(shares(d4=0.9, d1=0.05)))
    assert read(network, digit_image(ROOF)).digit == 4
    assert read_many(network, digit_image(ROOF), [ROOF])[0].digit == 1


def test_a_taught_dot_is_still_a_dot(looking) -> None:
    dot = Drawing.from_lists([[[3, 3]]])
    network = with_hand(always(shares(d1=0.9)), Hand.of([dot], np.array([1], np.uint8)))
    assert read_drawings(network, [dot])[0].reason == ONLY_A_DOT


TRUST = Trust(1.0, 1.0, 0.7)
SEVEN = Drawing.from_lists([[[0, 0], [40, 0], [10, 60]]])


@pytest.fixture
def writing(monkeypatch):
    """writing(probabilities): what the reader of strokes always says."""

    def write(probabilities: list[float]) -> None:
        network = Network((NUMBERS, len(probabilities)), rng=np.random.default_rng(0))
        network.theta[:] = 0
        network.biases[-1][:, 0] = np.log(probabilities)
        monkeypatch.setattr(reading, "shipped_stroke_reader", lambda: StrokeReader(network))

    return write


def by_pen(none: float, **of_digit: float) -> list[float]:
    return [share * (1 - none) for share in shares(**of_digit)] + [none]


def test_the_pen_decides_where_the_image_does_not(looking, writing) -> None:
    writing(by_pen(0.01, d4=0.95))
    (told,) = read_drawings(always(shares(d9=0.5, d4=0.4), **TRUST.facts), [SEVEN])
    assert (told.digit, told.unsure) == (4, False)
    assert told.by_image is not None
    assert told.by_pen is not None
    assert (told.by_image.argmax(), told.by_pen.argmax()) == (9, 4)


def test_two_that_disagree_are_a_question(looking, writing) -> None:
    writing(by_pen(0.01, d4=0.95))
    (told,) = read_drawings(always(shares(d9=0.95), **TRUST.facts), [SEVEN])
    assert (told.unsure, set(told.rivals)) == (True, {4, 9})


def test_what_the_pen_takes_for_no_digit_is_refused(looking, writing) -> None:
    writing(by_pen(1 - 1e-6, d7=0.9))
    (told,) = read_drawings(always(shares(d7=0.99), **TRUST.facts), [SEVEN])
    assert (told.unsure, told.is_digit) == (True, False)
    assert told.reason


def test_pictures_and_networks_without_figures_are_read_by_the_image_alone(
    looking, writing
) -> None:
    writing(by_pen(0.01, d4=0.95))
    of_picture = read(always(shares(d9=0.95), **TRUST.facts), IMAGE)
    (of_own,) = read_drawings(always(shares(d9=0.95)), [SEVEN])
    for told in (of_picture, of_own):
        assert (told.digit, told.unsure, told.by_pen) == (9, False, None)
        assert told.by_image == pytest.approx(told.probabilities)


def test_without_the_reader_of_strokes_the_image_is_read_alone(looking, monkeypatch) -> None:
    monkeypatch.setattr(reading, "shipped_stroke_reader", lambda: None)
    (told,) = read_drawings(always(shares(d9=0.95), **TRUST.facts), [SEVEN])
    assert (told.digit, told.by_pen) == (9, None)
