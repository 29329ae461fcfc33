"""`make model` from end to end on a handful of digits: files, folds, limits, figures, card."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.data.dataset import Dataset, Split
from core.data.starter import starter_digits
from core.files import model_file
from core.ink.traces import NUMBERS
from core.reading import stroke_reader
from core.reading.refusal import CLASSES, DIGIT, REASONS, Refusal
from core.reading.stroke_reader import NONE, StrokeReader
from core.reading.trust import Trust
from model import edge_network, folds, measures, reading_network, refusal_network, stroke_network
from model.__main__ import Files, choose, edge_reader, write_card
from model.data import FOLDS, Ink, Sources, starter_drawings
from model.folds import AS_DRAWN, NO_DIGITS, UNSURE, WAYS, LeftOut, Told, choose_trust
from model.measures import MNIST_TEST, ImageReaders, evaluation, measure

pytestmark = [pytest.mark.numeric, pytest.mark.slow]

EPOCHS = 2
SMALL = {"hidden": (32,), "epochs": EPOCHS, "augmentation": "none", "dropout": 0.0}
FEW = {
    (refusal_network, "NON_DIGITS"): 2000,
    (refusal_network, "NON_DIGITS_VALIDATION"): 200,
    (refusal_network, "OVERLAID"): 200,
    (refusal_network, "SIDE_BY_SIDE"): 100,
    (refusal_network, "STARTER_PIECES"): 100,
    (stroke_network, "FOUR_LINES"): 50,
    (stroke_network, "COPIES"): 2,
    (stroke_network, "STARTER_DIGITS"): 500,
    (stroke_network, "STARTER_COPIES"): 1,
    (stroke_network, "NON_DIGITS"): 500,
    (stroke_network, "SIDE_BY_SIDE"): 100,
    (folds, "EDGE_COPIES"): 2,
    (folds, "NON_DIGITS"): 100,
    (measures, "NON_DIGITS"): 330,
    (measures, "OVERLAID"): 50,
}


def digits(count: int, seed: int) -> Dataset:
    return starter_digits(count, rng=np.random.default_rng(seed))


def small(recipe):
    return dataclasses.replace(recipe, **SMALL)


@pytest.fixture(scope="module")
def sources() -> Sources:
    drawn = starter_drawings(300, rng=np.random.default_rng(4))
    return Sources(
        Split("made", digits(1500, 1), digits(400, 2), digits(300, 3)),
        Ink(drawn.drawings, drawn.digits, np.arange(300) % 7),
        digits(200, 7),
        digits(100, 8),
    )


@pytest.fixture(scope="module")
def files(sources, tmp_path_factory):
    """All files, made by small recipes."""
    folder = tmp_path_factory.mktemp("model")
    made = Files.within(folder, folder)
    patch = pytest.MonkeyPatch()
    for place, value in FEW.items():
        patch.setattr(*place, value)
    for recipe in ("READING", "REFUSAL", "EDGES"):
        patch.setattr(folds, recipe, small(getattr(folds, recipe)))
    patch.setattr(stroke_network, "RECIPE", small(stroke_network.RECIPE))
    reading_network.train_reading(sources, small(reading_network.RECIPE), made.reading)
    edge_network.train_edges(sources, small(edge_network.RECIPE), made.edges, copies=3)
    refusal_network.train_refusal(sources, small(refusal_network.RECIPE), made.refusal)
    stroke_network.train_strokes(sources, stroke_network.RECIPE, made.strokes)
    assert "limit" not in model_file.load(made.refusal, classes=CLASSES).facts
    choose(sources, made)
    yield made
    patch.undo()


def image_readers(files: Files) -> ImageReaders:
    refusal = Refusal.of(model_file.load(files.refusal, classes=CLASSES))
    return ImageReaders(model_file.load(files.reading), edge_reader(files), refusal)


def strokes_of(files: Files) -> StrokeReader:
    return StrokeReader.of(
        model_file.load(files.strokes, inputs=NUMBERS, classes=stroke_reader.CLASSES)
    )


def test_the_reading_network_keeps_its_temperature_recipe_and_trust(files, sources) -> None:
    snapshot = model_file.load(files.reading)
    assert snapshot.facts["examples"] == 1500 + 3 * 300 + 200
    assert 0.05 < snapshot.facts["temperature"] < 20
    assert 'augmentation = "none"' in snapshot.facts["recipe"]
    trust = Trust.of(snapshot.facts)
    assert trust is not None
    assert trust.pen > 0


def test_the_limit_refuses_the_share_that_was_asked_for(files, sources) -> None:
    chosen_by = refusal_network.validation_digits(sources)
    share = image_readers(files).is_refused(chosen_by).mean()
    assert share == pytest.approx(refusal_network.REFUSED, abs=2 / len(chosen_by))


def test_digits_and_what_is_none_are_told_apart(files, sources) -> None:
    refusal = Refusal.of(model_file.load(files.refusal, classes=CLASSES))
    shares, others = refusal.look(sources.mnist.test.X())
    made_up = measures.nondigits("learning", 300, rng=np.random.default_rng(9))
    of_none, _ = refusal.look((made_up.images * np.float32(1 / 255)).T)
    assert shares.mean() > of_none.mean() + 0.2
    assert (others != DIGIT).all()


def test_strokes_of_digits_and_of_what_is_none_are_told_apart(files, sources) -> None:
    reader = strokes_of(files)
    told = reader.read(sources.ink.drawings)
    assert (told[:NONE].argmax(axis=0) == sources.ink.digits).mean() > 0.7
    others = folds.nondigit_drawings("learning", 100, rng=np.random.default_rng(9))
    assert reader.read(others)[NONE].mean() > told[NONE].mean() + 0.2


def test_figures_are_counted_by_hand() -> None:
    P = np.full((10, 4), 0.02, np.float32)
    P[[3, 3, 5, 7], range(4)] = 0.82
    figure = evaluation(P, np.array([3, 4, 5, 7], np.uint8))
    assert figure.accuracy == 0.75
    assert figure.confusion[4, 3] == 1
    assert figure.loss == pytest.approx(-(3 * np.log(0.82) + np.log(0.02)) / 4, abs=1e-5)


def test_each_drawing_is_read_by_networks_that_do_not_know_its_writer(files, sources) -> None:
    left_out = folds.read_left_out(sources, files.folds)
    assert left_out.writers == 7
    for way in WAYS:
        assert len(left_out.told[way].digits) == len(sources.ink)
    assert len(left_out.told[NO_DIGITS].digits) == FOLDS * folds.NON_DIGITS
    assert (left_out.told[AS_DRAWN].S != left_out.told["every stroke backwards"].S).any()
    assert (left_out.told[AS_DRAWN].P == left_out.told["every stroke backwards"].P).all()


def said(meant: np.ndarray, right: float, claimed: float, rng: np.random.Generator) -> np.ndarray:
    """Probabilities of a reader that is right so often and claims another share."""
    count = len(meant)
    answers = np.where(rng.random(count) < right, meant, (meant + rng.integers(1, 10, count)) % 10)
    P = np.full((10, count), (1 - claimed) / 9, np.float32)
    P[answers, np.arange(count)] = claimed
    return P


def test_a_reader_that_claims_too_much_is_trusted_less() -> None:
    rng = np.random.default_rng(0)
    meant = rng.integers(0, 10, 20_000).astype(np.uint8)
    P, S = said(meant, 0.9, 0.9, rng), said(meant, 0.7, 0.99, rng)
    none = np.full((1, len(meant)), 1e-3, np.float32)
    told = Told(P, np.vstack([S, none]), np.full(len(meant), 0.999, np.float32), meant)
    left_out = LeftOut({AS_DRAWN: told}, 1)
    trust = choose_trust(left_out)
    assert 0.8 <= trust.image <= 1.2
    assert 0.2 < trust.pen < 0.6
    assert left_out.accuracy(trust) > 0.9
    assert left_out.reliability(trust).error < 0.02


def test_the_limit_puts_a_share_in_question() -> None:
    rng = np.random.default_rng(0)
    meant = rng.integers(0, 10, 5000).astype(np.uint8)
    P = rng.dirichlet(np.full(10, 0.2), 5000).T.astype(np.float32)
    S = np.vstack([P * 0.99, np.full((1, 5000), 0.01)]).astype(np.float32)
    told = Told(P, S, np.full(5000, 0.99, np.float32), meant)
    trust = choose_trust(LeftOut({AS_DRAWN: told}, 1))
    assert told.unsure(trust).mean() == pytest.approx(UNSURE, abs=0.001)


def test_the_card_tells_what_was_measured(files, sources) -> None:
    write_card(sources, files)
    reading = model_file.load(files.reading)
    told = measure(image_readers(files), sources)
    assert reading.facts["test_accuracy"] == told.read[MNIST_TEST].accuracy
    error = told.reliability[MNIST_TEST].error
    assert reading.facts["calibration_error"] == pytest.approx(error, rel=1e-4)
    trust = Trust.of(reading.facts)
    assert trust is not None
    left_out = folds.read_left_out(sources, files.folds)
    assert reading.facts["ink_accuracy"] == left_out.accuracy(trust)
    card = files.card.read_text(encoding="utf-8")
    for part in (
        "784-32-10",
        f"784-32-{len(REASONS)}",
        f"{NUMBERS}-32-11",
        "a fifth of the 7 writers",
        f"| {MNIST_TEST} | 300 | {told.read[MNIST_TEST].accuracy:.2%} |",
        f"| {MNIST_TEST} | {told.refused_digits[MNIST_TEST]:.2%} |",
        f"| letters | {told.refused_others['letters']:.1%} |",
        f"| 300 drawings | {left_out.accuracy(trust):.2%} |",
        f"T = {reading.facts['temperature']}",
        *WAYS,
    ):
        assert part in card
    assert sum(told.reliability[MNIST_TEST].counts) == 300
