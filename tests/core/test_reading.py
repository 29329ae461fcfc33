"""How a network's output becomes an answer, a question or a refusal."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.network import Network
from core.reading import NO_DIGIT, read, read_many
from core.snapshots import Snapshot


def answering(probabilities: list[float]) -> Snapshot:
    """A network that gives these ten probabilities, whatever it is shown."""
    network = Network((784, 10), rng=np.random.default_rng(0))
    network.theta[:] = 0
    network.biases[-1][:, 0] = np.log(probabilities)
    return network.snapshot("fixed")


def shares(**of_digit: float) -> list[float]:
    """shares(d4=0.5, d9=0.4): the others get what is left, in equal parts."""
    given = {int(name[1:]): share for name, share in of_digit.items()}
    rest = (1 - math.fsum(given.values())) / (10 - len(given))
    return [given.get(digit, rest) for digit in range(10)]


def test_a_clear_answer_needs_no_words() -> None:
    image = np.full((784, 1), 0.3, np.float32)
    reading = read(answering(shares(d7=0.97)), image)
    assert (reading.digit, reading.unsure, reading.reason) == (7, False, "")
    assert (reading.is_digit, reading.rivals) == (True, (7,))
    assert reading.probability == pytest.approx(0.97, abs=1e-5)
    assert reading.probabilities.dtype == np.float32
    assert (reading.image == image).all()


@pytest.mark.parametrize(
    ("given", "rivals", "reason"),
    [
        (shares(d4=0.5, d9=0.45), (4, 9), "This looks like a 4 or a 9."),
        (shares(d8=0.5, d3=0.3), (8, 3), "This looks like an 8 or a 3."),
        (shares(d3=0.4, d5=0.3, d8=0.28), (3, 5, 8), "This looks like a 3, a 5 or an 8."),
        ([0.1] * 10, tuple(range(10)), NO_DIGIT),
    ],
)
def test_a_doubtful_answer_names_its_rivals(given, rivals, reason) -> None:
    reading = read(answering(given), np.full((784, 1), 0.3, np.float32))
    assert (reading.unsure, reading.rivals, reading.reason) == (True, rivals, reason)


def test_many_are_read_like_one() -> None:
    network = Network((784, 20, 10), rng=np.random.default_rng(1))
    snapshot = network.snapshot()
    images = np.random.default_rng(2).random((784, 5), dtype=np.float32)
    for number, reading in enumerate(read_many(snapshot, images)):
        alone = read(snapshot, images[:, number : number + 1])
        assert reading.probabilities == pytest.approx(alone.probabilities, abs=1e-5)
        assert (reading.digit, reading.rivals) == (alone.digit, alone.rivals)
        assert (reading.image[:, 0] == images[:, number]).all()
    assert read_many(snapshot, images[:, :0]) == []
