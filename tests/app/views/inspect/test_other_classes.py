"""Inspect with a network of other classes than digits: their names, and images of these alone."""

from __future__ import annotations

import numpy as np
import pytest

from app.background.loading import FOLDER, Loaded
from app.background.tasks import close_all
from app.state.drawn_digit import DrawnDigit
from app.views.inspect.microscope.example import BATCH, DIGIT, DRAWING
from app.views.inspect.microscope.pane import IN_USE, NO_IMAGES
from app.views.inspect.view import MICROSCOPE, InspectView
from app.views.widgets.network_picture.painting import _with_words
from tests.classes import BY_CLASS, CLOTHES, LETTERS, examples, split_of, trained

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def letters():
    return trained(LETTERS)


@pytest.fixture
def view(qtbot, look, session, loader):
    made = InspectView(session, loader)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    yield made
    assert close_all(made.runners)


def load(loader, names):
    loader._on_loaded(Loaded(FOLDER, split_of(names, each=2, name="Mine"), "/mine"))


def test_the_microscope_takes_images_of_its_classes(view, loader, letters, split) -> None:
    loader._on_loaded(Loaded("starter", split, ""))
    view.set_network(letters, is_shipped=False)
    view.show_pane(MICROSCOPE)
    pane = view.microscope
    pane.choose_network(IN_USE)
    pane.chooser.choose(DIGIT)
    assert pane.page.walk is None
    assert pane.hint.text() == NO_IMAGES
    load(loader, LETTERS)
    pane.chooser.index.setValue(7)
    walk = pane.page.walk
    assert walk["Y"].shape == (26, 1)
    assert walk["Y"][:, 0].argmax() == 7
    assert pane.page.loss.text().startswith("y = H\n")
    assert [pane.chooser.target.itemText(n) for n in (1, 26)] == ["A", "Z"]
    pane.chooser.choose(BATCH)
    assert pane.page.loss.text().startswith("y = H, I, J…\n")
    assert [each.text() for each in pane.chooser.kinds.buttons()][1:3] == [
        "Unsure image",
        "Test image",
    ]
    assert "Mine test images" in pane.chooser.example().name


def test_a_drawing_has_the_label_that_its_own_network_gave(view, letters, loader) -> None:
    view.set_network(letters, is_shipped=False)
    view.show_pane(MICROSCOPE)
    pane = view.microscope
    pane.choose_network(IN_USE)
    image = examples(LETTERS, 1).X(4, 5)
    view.set_digit(DrawnDigit(image, "E", 0, 4, class_names=LETTERS))
    pane.chooser.choose(DRAWING)
    assert pane.chooser.target.itemText(0) == "E, as read"
    assert pane.page.walk["Y"][:, 0].argmax() == 4
    view.set_digit(DrawnDigit(image, "7", 0, 7))  # as a network of digits reads it
    assert pane.chooser.example().labels is None
    assert pane.chooser.target.itemText(0) == "as read"
    assert pane.reading.sentence.text() != ""


@pytest.mark.parametrize("names", [LETTERS, CLOTHES, BY_CLASS, ("no", "yes")])
def test_the_picture_names_the_outputs(view, qtbot, names) -> None:
    network = trained(names)
    view.set_network(network, is_shipped=False)
    last = len(names) - 1
    view.set_digit(DrawnDigit(examples(names, 1).X(last, last + 1)))
    pane = view.network
    pane.choose_drawing()
    assert not view.grab().isNull()
    read = names[int(pane.picture.flow.probabilities.argmax())]
    assert f"It reads {read} with" in pane.picture.words()
    assert pane.hands.effect.answer.text().startswith(f"{read} (")
    assert pane.hands.matters.button.text() == f"Which units matter for this {read}?"
    pane.choose_unit(2, last)
    assert pane.hands.place.unit.title.text() == f"Output for {names[last]}"


def test_the_accuracy_is_that_of_images_of_its_classes(view, loader, letters, qtbot) -> None:
    load(loader, LETTERS)
    view.set_network(letters, is_shipped=False)
    view.set_digit(DrawnDigit(examples(LETTERS, 1).X(0, 1)))
    effect = view.network.hands.effect
    qtbot.waitUntil(lambda: "test images" in effect.accuracy.text(), timeout=10_000)
    assert "of 208 test images" in effect.accuracy.text()
    view.set_network(trained(CLOTHES), is_shipped=False)
    qtbot.waitUntil(lambda: "test images" not in effect.accuracy.text(), timeout=10_000)


def test_outputs_with_words_keep_apart() -> None:
    middles = np.arange(62) * 3.0
    values = np.full(62, 0.001)
    values[[40, 5]] = 0.6, 0.3
    kept = _with_words(middles, 10, values, 39)
    assert kept[0] == 39
    assert 40 not in kept
    assert 5 in kept
    gaps = np.diff(np.sort(middles[kept]))
    assert gaps.min() >= 10
    assert _with_words(np.arange(10) * 20.0, 10, None, None) == list(range(10))
