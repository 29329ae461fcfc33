"""Fine-tuning: it learns a hand, forgets little, changes nothing else, and can be given up."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.dataset import Dataset, Split
from core.data.starter import starter_digits
from core.errors import DataError
from core.ink.digit_image import digit_images
from core.ink.strokes import Drawing
from core.network.evaluation import evaluate
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.training import train
from core.reading import fine_tuning
from core.reading.calibration import network_temperature
from core.reading.fine_tuning import CrossValidation, fine_tune
from core.reading.hand import Hand, hand_of
from core.reading.reading import Reading, read_drawings

pytestmark = pytest.mark.slow


def ended(steps):
    """(every share that was told, the result)."""
    told = []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as end:
            return told, end.value


def odd_hand(count: int) -> tuple[list[Drawing], np.ndarray]:
    """Somebody whose 4 is a plus and whose 1 is a roof, each a little different."""
    rng = np.random.default_rng(1)
    plus = [[[0.5, 0], [0.5, 1]], [[0, 0.5], [1, 0.5]]]
    roof = [[[0, 1], [0.5, 0], [1, 1]]]
    digits = np.resize(np.array([4, 1], np.uint8), count)
    drawings = [
        Drawing.from_lists(
            [(np.array(stroke) + 0.05 * rng.standard_normal((len(stroke), 2))) for stroke in form]
        )
        for form in (roof if digit == 1 else plus for digit in digits)
    ]
    return drawings, digits


def spy(function, asked: list):
    """`function`, whose arguments are noted in `asked`."""

    def noted(*arguments):
        asked.append(arguments)
        return function(*arguments)

    return noted


@pytest.fixture(scope="module")
def others() -> Split:
    rng = np.random.default_rng(0)
    return Split("Others", *(starter_digits(count, rng=rng) for count in (3000, 600, 600)))


@pytest.fixture(scope="module")
def snapshot(others):
    recipe = Recipe(hidden=(32,), epochs=4)
    network = Network.from_recipe(recipe)
    for _ in train(network, recipe, others):
        pass
    facts = {"data": "Others", "test_accuracy": 0.5, "ink_accuracy": 0.9, "temperature": 1.5}
    return network.snapshot("small", facts)


@pytest.fixture
def short(monkeypatch):
    make_short(monkeypatch)


def make_short(patch):
    """A few steps of a small network, and as much lost as 600 digits can tell from nothing."""
    patch.setattr(fine_tuning, "STEPS", 40)
    patch.setattr(fine_tuning, "MAY_LOSE", 0.01)


@pytest.fixture(scope="module")
def lesson(snapshot, others):
    with pytest.MonkeyPatch.context() as patch:
        make_short(patch)
        return ended(fine_tune(snapshot, *odd_hand(18), others, name="small, taught"))


def test_an_odd_hand_is_learned_and_others_are_not_forgotten(lesson, snapshot):
    _, result = lesson
    mine, of_others = result.mine, result.others
    assert mine.count == 18
    assert mine.before <= 9
    assert mine.after >= 16
    assert of_others.after.accuracy >= of_others.before.accuracy - 0.03
    assert result.others_name == "Others"


def test_what_was_never_taught_is_read_better_by_the_network_alone_and_well_with_the_hand(
    lesson, snapshot
):
    _, result = lesson
    drawings, digits = (each[18:] for each in odd_hand(118))
    unseen = Dataset(digit_images(drawings), digits)
    networks = [Network.from_snapshot(each) for each in (snapshot, result.network)]
    before, after = (evaluate(network, unseen).loss for network in networks)
    assert after < before / 2  # a tenth to a fifth over ten seeds
    before, after = (
        network.predict(unseen.X())[digits, np.arange(len(digits))] for network in networks
    )
    assert np.mean(after > before) > 0.7  # 0.81 to 1 over ten seeds of networks and drawings
    answers = [each.digit for each in read_drawings(result.network, drawings)]
    assert np.mean(answers == digits) >= 0.9


def test_the_taught_network_keeps_the_hand(lesson, snapshot):
    _, result = lesson
    drawings, digits = odd_hand(18)
    assert hand_of(snapshot) is None
    assert result.network.hand.digits.tolist() == digits.tolist()
    assert read_drawings(result.network, drawings)[4].like == 4


@pytest.mark.usefixtures("short")
def test_a_second_lesson_replaces_the_hand_and_what_it_measures_was_in_neither(
    lesson, others, monkeypatch
):
    """Drawings that a hand has already say nothing about the next one."""
    _, first = lesson
    asked = []
    monkeypatch.setattr(fine_tuning, "_right", spy(fine_tuning._right, asked))
    drawings, digits = (each[6:24] for each in odd_hand(24))
    _, second = ended(fine_tune(first.network, drawings, digits, others))
    again = Hand.of(drawings, digits)
    assert len(second.network.hand) == len(again) == 18
    assert len(second.network.hand.without(again)) == 0
    for network, held_out, _ in asked:
        apart = Hand.of(held_out, np.zeros(len(held_out), np.uint8)).without(network.hand)
        assert len(apart) == len(held_out)
    sizes = [len(network.hand) for network, *_ in asked]
    before, after = sizes[::2], sizes[1::2]
    assert sum(before) == 18 * 3 - 12
    assert after == [12] * 3


def test_the_old_network_is_as_it_was(lesson, snapshot):
    _, result = lesson
    assert result.network.dimensions == snapshot.dimensions
    assert not np.array_equal(result.network.theta, snapshot.theta)
    assert snapshot.facts["test_accuracy"] == 0.5


def test_what_is_known_of_the_taught_network_was_measured_on_it(lesson, others):
    _, result = lesson
    facts = result.network.facts
    assert result.network.name == "small, taught"
    assert facts["test_accuracy"] == result.others.after.accuracy
    assert (facts["taught"], facts["taught_from"]) == (18, "small")
    taught = Network.from_snapshot(result.network)
    assert facts["temperature"] == network_temperature(taught, others.validation)
    assert "ink_accuracy" not in facts


def test_progress_rises_to_one(lesson):
    told, _ = lesson
    assert told == sorted(told)
    assert 0 < told[0] < 0.1
    assert told[-1] == 1.0


@pytest.mark.usefixtures("short")
def test_the_same_seed_gives_the_same_network(snapshot, others, lesson):
    _, again = ended(fine_tune(snapshot, *odd_hand(18), others))
    np.testing.assert_array_equal(again.network.theta, lesson[1].network.theta)


@pytest.mark.usefixtures("short")
def test_without_other_digits_it_makes_some(snapshot, monkeypatch):
    monkeypatch.setattr(fine_tuning, "STARTER_REPLAY", 500)
    monkeypatch.setattr(fine_tuning, "STARTER_TEST", 100)
    _, result = ended(fine_tune(snapshot, *odd_hand(4), None))
    assert result.others_name == "Starter digits"
    assert result.others.before.count == 100
    assert result.blend == fine_tuning.BLIND_BLEND
    assert "test_accuracy" not in result.network.facts
    assert result.network.facts["temperature"] == 1.5


@pytest.mark.usefixtures("short")
def test_one_drawing_is_learned_and_not_judged(snapshot, others):
    _, result = ended(fine_tune(snapshot, *odd_hand(1), others))
    assert result.mine == CrossValidation()


@pytest.mark.usefixtures("short")
def test_a_hand_that_would_spoil_the_rest_is_learned_less(snapshot, others, monkeypatch):
    """Labels that contradict what the network knows, and nothing that may be lost."""
    monkeypatch.setattr(fine_tuning, "MINE", 0.95)
    monkeypatch.setattr(fine_tuning, "MAY_LOSE", 0.0)
    drawings, _ = odd_hand(6)
    _, result = ended(fine_tune(snapshot, drawings, np.full(6, 8, np.uint8), others))
    assert result.blend < fine_tuning.BLENDS[0]


def test_the_blend_lies_between_the_two_networks(snapshot):
    before = Network.from_snapshot(snapshot)
    taught = Network.from_snapshot(snapshot)
    taught.theta += 1
    fine_tuning._blend_into(taught, before, 0.25)
    np.testing.assert_allclose(taught.theta, snapshot.theta + 0.25, atol=1e-6)


def test_every_fold_is_held_out_once_and_each_digit_evenly():
    digits = np.repeat(np.arange(10), 3).astype(np.uint8)
    folds = fine_tuning._folds(digits, np.random.default_rng(0))
    assert sorted(np.concatenate(folds).tolist()) == list(range(30))
    for fold in folds:
        assert np.bincount(digits[fold], minlength=10).tolist() == [1] * 10


def test_giving_up_ends_it_at_once(snapshot, others):
    steps = fine_tune(snapshot, *odd_hand(4), others)
    next(steps)
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)


@pytest.mark.parametrize("count", [0, fine_tuning.MOST_TAUGHT + 1])
def test_too_few_and_too_many_are_refused(snapshot, others, count):
    drawings = [Drawing()] * count
    with pytest.raises(DataError, match="1 to 1,000"):
        next(fine_tune(snapshot, drawings, np.zeros(count, np.uint8), others))


@pytest.mark.usefixtures("short")
def test_what_is_in_doubt_is_not_counted_as_read(snapshot, others, monkeypatch):
    """A network that reads everything right and is never sure."""
    drawings, _ = odd_hand(6)
    ones = np.ones(6, np.uint8)

    def read(_, some):
        none = np.zeros((784, 1), np.float32)
        return [Reading(1, np.eye(10, dtype=np.float32)[1], none, True, "", True, (1, 7))] * len(
            some
        )

    monkeypatch.setattr(fine_tuning, "read_drawings", read)
    _, result = ended(fine_tune(snapshot, drawings, ones, others))
    assert result.mine == CrossValidation(6, 0, 0)
