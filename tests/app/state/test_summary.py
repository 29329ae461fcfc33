"""The words of the title and the status line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.background.training.messages import Progress
from app.state import summary
from app.state.answers import Correction, DigitAnswer
from core.network.snapshots import Snapshot
from core.reading.numbers import PlacedReading
from core.reading.reading import Reading

NO_STEPS = np.empty(0, np.int64)


def prediction(share: float) -> Reading:
    probabilities = np.full(10, (1 - share) / 9, np.float32)
    probabilities[7] = share
    image = np.zeros((784, 1), np.float32)
    return Reading(7, probabilities, image, unsure=False, reason="", is_digit=True, rivals=(7,))


def answer(reading: Reading, digit: int | None = None) -> DigitAnswer:
    placed = PlacedReading(reading, (0, 0, 1, 1))
    return DigitAnswer(placed, None if digit is None else Correction(digit, "Mine"))


@pytest.mark.parametrize(
    ("share", "told"), [(0.991, "7 (99\u202f%)"), (0.5, "7 (50\u202f%)"), (1.0, "7 (99\u202f%)")]
)
def test_the_title_of_a_drawing(share: float, told: str) -> None:
    assert summary.drawing_title([answer(prediction(share))]) == told


def test_the_title_of_a_number() -> None:
    assert summary.drawing_title([answer(prediction(0.9))] * 3) == "777 (73\u202f%)"


def test_the_title_of_what_is_in_doubt_claims_nothing() -> None:
    doubt = replace(prediction(0.5), unsure=True, reason="This looks like a 7 or a 1.")
    assert summary.drawing_title([answer(doubt)]) == "?"
    assert summary.drawing_title([answer(prediction(0.9)), answer(doubt)]) == "7?"


def test_the_title_of_what_the_user_says() -> None:
    doubt = replace(prediction(0.5), unsure=True, reason="This looks like a 7 or a 1.")
    assert summary.drawing_title([answer(doubt, 4)]) == "4, as you say"
    assert summary.drawing_title([answer(prediction(0.9)), answer(doubt, 4)]) == "74 (90\u202f%)"
    assert summary.drawing_title([answer(doubt, 4), answer(doubt, 2)]) == "42, as you say"
    assert summary.drawing_title([answer(doubt, 4), answer(doubt)]) == "4?"


def test_the_title_of_a_run() -> None:
    progress = Progress(
        steps=NO_STEPS, losses=NO_STEPS.astype(np.float32), epochs=(), step=20,
        total_steps=100, epoch=3, total_epochs=10, learning_rate=0.1, images_per_second=1.0,
        seconds_left=2.0, snapshot=None,
    )  # fmt: skip
    assert summary.training_title(progress, None) == "Training 3/10"
    assert summary.training_title(progress, 0.979) == "Training 3/10 · 97.9\u202f%"


def test_the_network_in_use_is_told_with_how_good_it_is(snapshot: Snapshot) -> None:
    told = summary.network_line(snapshot)
    assert told == (
        "In use: test network  ·  reads 98.1\u202f% of its test digits right  ·  "
        "learned from people’s handwriting"
    )
    assert summary.network_line(replace(snapshot, facts={})) == "In use: test network"
    assert summary.network_line(replace(snapshot, name="", facts={})) == (
        "In use: network without a name"
    )
    assert summary.network_line(None) == "No network is loaded"


def test_what_came_with_the_app_is_told_in_plain_words(snapshot: Snapshot) -> None:
    taught = "shipped network, taught “Anna”"
    facts = {"data": "MNIST, ink and starter digits"}
    told = summary.network_line(replace(snapshot, name=taught, facts=facts))
    assert told == (
        "In use: the network that came with the app, taught “Anna”  ·  "
        "learned from people’s handwriting and digits that the app made"
    )
    own = replace(snapshot, name="my MNIST net", facts={"data": "Starter digits"})
    assert summary.network_line(own) == (
        "In use: my MNIST net  ·  learned from digits that the app made"
    )
    run = replace(own, name="trained on Starter digits")
    assert summary.network_line(run) == "In use: network trained on digits that the app made"


@pytest.mark.parametrize("name", ["EMNIST letters", "Fashion-MNIST", "KMNIST"])
def test_only_mnist_itself_is_peoples_handwriting(name: str) -> None:
    facts = {"test_accuracy": 0.9, "data": name}
    other = Snapshot((784, 2), "relu", np.zeros(1570, np.float32), "mine", facts, ("no", "yes"))
    told = summary.network_line(other)
    assert (
        told
        == f"In use: mine  ·  reads 90.0\u202f% of its test images right  ·  learned from {name}"
    )


def test_the_title_names_a_class() -> None:
    P = np.array([0.1, 0.9], np.float32)
    image = np.zeros((784, 1), np.float32)
    boot = Reading(1, P, image, False, "", True, (1,), class_names=("Bag", "Ankle boot"))
    assert summary.drawing_title([answer(boot)]) == "Ankle boot (90\u202f%)"
    assert summary.drawing_title([answer(boot)] * 2) == "Ankle boot, Ankle boot (81\u202f%)"
