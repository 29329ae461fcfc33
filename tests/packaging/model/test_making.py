"""`make model` from end to end on a handful of images: files, limits, figures and the card."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.data.dataset import Dataset, Split
from core.data.starter import starter_digits
from core.files import model_file
from core.reading.refusal import CLASSES, DIGIT, REASONS, Refusal
from model import measures, reading_network, refusal_network
from model.__main__ import write_card
from model.data import InkDigits, Sources
from model.measures import INK_TEST, MNIST_TEST, evaluation, measure

pytestmark = [pytest.mark.numeric, pytest.mark.slow]

EPOCHS = 2
SMALL = {"hidden": (32,), "epochs": EPOCHS, "augmentation": "none", "dropout": 0.0}


def digits(count: int, seed: int) -> Dataset:
    return starter_digits(count, rng=np.random.default_rng(seed))


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources(
        Split("made", digits(1500, 1), digits(400, 2), digits(300, 3)),
        InkDigits(digits(300, 4), digits(200, 5), digits(100, 6), (3, 5)),
        digits(200, 7),
        digits(100, 8),
    )


@pytest.fixture(scope="module")
def made(sources, tmp_path_factory):
    """The two files, made by small recipes."""
    folder = tmp_path_factory.mktemp("model")
    reading, refusal = folder / "reading.safetensors", folder / "refusal.safetensors"
    patch = pytest.MonkeyPatch()
    for name, value in {
        (refusal_network, "NON_DIGITS"): 2000,
        (refusal_network, "NON_DIGITS_VALIDATION"): 200,
        (refusal_network, "OVERLAID"): 200,
        (measures, "NON_DIGITS"): 330,
        (measures, "OVERLAID"): 50,
    }.items():
        patch.setattr(*name, value)
    recipe = dataclasses.replace(reading_network.RECIPE, **SMALL)
    reading_network.train_reading(sources, recipe, reading)
    recipe = dataclasses.replace(refusal_network.RECIPE, **SMALL)
    refusal_network.train_refusal(sources, recipe, refusal)
    assert "limit" not in model_file.load(refusal, classes=CLASSES).facts
    refusal_network.choose_limit(sources, model_file.load(reading), refusal)
    yield reading, refusal
    patch.undo()


def test_the_reading_network_keeps_its_temperature_and_recipe(made, sources) -> None:
    snapshot = model_file.load(made[0])
    assert snapshot.facts["examples"] == 2000
    assert 0.05 < snapshot.facts["temperature"] < 20
    assert "test_accuracy" not in snapshot.facts
    assert 'augmentation = "none"' in snapshot.facts["recipe"]


def test_the_limit_refuses_the_share_that_was_asked_for(made, sources) -> None:
    reading = model_file.load(made[0])
    refusal = Refusal.of(model_file.load(made[1], classes=CLASSES))
    chosen_by = Dataset(
        np.concatenate([sources.validation.images, sources.starter_validation.images]),
        np.concatenate([sources.validation.labels, sources.starter_validation.labels]),
    )
    share = measures.is_refused(reading, refusal, chosen_by).mean()
    assert share == pytest.approx(refusal_network.REFUSED, abs=2 / len(chosen_by))


def test_the_same_seed_makes_the_same_network(made, sources, tmp_path) -> None:
    again = tmp_path / "again.safetensors"
    recipe = dataclasses.replace(reading_network.RECIPE, **SMALL)
    reading_network.train_reading(sources, recipe, again)
    first, second = model_file.load(made[0]), model_file.load(again)
    np.testing.assert_array_equal(second.theta, first.theta)
    assert second.facts == first.facts


def test_digits_and_what_is_none_are_told_apart(made, sources) -> None:
    refusal = Refusal.of(model_file.load(made[1], classes=CLASSES))
    shares, others = refusal.look(sources.mnist.test.X())
    made_up = measures.nondigits("learning", 300, rng=np.random.default_rng(9))
    of_none, _ = refusal.look((made_up.images * np.float32(1 / 255)).T)
    assert shares.mean() > of_none.mean() + 0.2
    assert (others != DIGIT).all()


def test_figures_are_counted_by_hand() -> None:
    P = np.full((10, 4), 0.02, np.float32)
    P[[3, 3, 5, 7], range(4)] = 0.82
    figure = evaluation(P, np.array([3, 4, 5, 7], np.uint8))
    assert figure.accuracy == 0.75
    assert figure.confusion[4, 3] == 1
    assert figure.loss == pytest.approx(-(3 * np.log(0.82) + np.log(0.02)) / 4, abs=1e-5)


def test_the_card_tells_what_was_measured(made, sources) -> None:
    reading_file, refusal_file = made
    write_card(sources, reading_file, refusal_file)
    reading = model_file.load(reading_file)
    refusal = model_file.load(refusal_file, classes=CLASSES)
    told = measure(reading, Refusal.of(refusal), sources)
    assert reading.facts["test_accuracy"] == told.read[MNIST_TEST].accuracy
    error = told.reliability[MNIST_TEST].error
    assert reading.facts["calibration_error"] == pytest.approx(error, rel=1e-4)
    card = reading_file.with_name("README.md").read_text(encoding="utf-8")
    for part in (
        "784-32-10",
        f"784-32-{len(REASONS)}",
        "drawings of writers 3, 5:",
        f"| {MNIST_TEST} | 300 | {told.read[MNIST_TEST].accuracy:.2%} |",
        f"| {INK_TEST} | {told.reliability[INK_TEST].error:.2%} |",
        f"| {MNIST_TEST} | {told.refused_digits[MNIST_TEST]:.2%} |",
        f"| letters | {told.refused_others['letters']:.1%} |",
        f"T = {reading.facts['temperature']}",
    ):
        assert part in card
    assert sum(told.reliability[MNIST_TEST].counts) == 300
