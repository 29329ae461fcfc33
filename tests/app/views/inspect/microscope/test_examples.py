"""Which example is walked, for which digit, through which network."""

import numpy as np

from app.state.drawn_digit import DrawnDigit
from app.views.inspect.microscope import pane as module
from app.views.inspect.microscope.example import BATCH, DIGIT, DRAWING
from app.views.inspect.microscope.pane import MicroscopePane
from app.views.widgets.plain import PlainLabel
from core.ink.digit_image import digit_image
from tests.app.views.inspect.microscope import looking
from tests.app.views.inspect.microscope.looking import network

SEVEN = DrawnDigit(digit_image(looking.SEVEN))


def shown_words(pane) -> list[str]:
    return [label.text() for label in pane.findChildren(PlainLabel) if label.isVisible()]


def test_the_target_changes_the_loss(qtbot, pane):
    label = int(pane.page.walk["Y"][:, 0].argmax())
    before = pane.page.walk.loss
    other = (label + 1) % 10
    pane.chooser.target.setCurrentIndex(other + 1)
    assert int(pane.page.walk["Y"][:, 0].argmax()) == other
    assert pane.page.walk.loss != before
    pane.chooser.index.setValue(4)
    assert pane.chooser.target.currentIndex() == 0


def test_a_batch_is_walked_together(qtbot, pane, split):
    pane.chooser.choose(BATCH)
    pane.chooser.count.setValue(6)
    assert pane.page.walk["X"].shape == (784, 6)
    np.testing.assert_array_equal(pane.page.walk["Y"].argmax(axis=0), split.test.labels[3:9])
    assert pane.page.column.isVisible()
    pane.page.go_to("dX")
    pane.page.column.setValue(2)
    cell = pane.page._pointed[1]
    assert cell[1] == 2
    pane.page.go_to("dW2", (1, 1))
    assert "1/6" in pane.page.sum.symbols.text()
    pane.chooser.index.setValue(48)
    assert pane.page.walk.m == 2  # no more are there


def test_a_drawing_is_walked_for_the_digit_that_is_read(pane):
    pane.chooser.choose(DRAWING)
    assert pane.page.walk is None
    assert "Draw a digit" in pane.hint.text()
    pane.set_digit(SEVEN)
    assert pane.page.walk.m == 1
    assert pane.page.walk["Y"].argmax() == pane.page.walk["H3"].argmax()
    pane.set_digit(None)
    assert pane.page.walk is None


def test_the_target_is_what_draw_reads_or_what_the_user_says(pane):
    pane.chooser.choose(DRAWING)
    for index, digit, corrected, name, words in (
        (0, 4, False, "the 4 of 42", "4, as read"),
        (1, 2, False, "the 2 of 42", "2, as read"),
        (1, 6, True, "the 2 of 42", "6, as you say"),
        (1, None, False, "the 2 of 42", "as read"),
    ):
        pane.set_digit(DrawnDigit(SEVEN.image, "42", index, digit, corrected))
        Y = pane.page.walk["Y"]
        read = pane.page.walk["H3"].argmax()
        assert Y.argmax() == (read if digit is None else digit)
        assert pane.chooser.target.currentText() == words
        assert pane.chooser.example().name == name
        assert name.removeprefix("the ") in shown_words(pane)
    pane.set_digit(None)
    assert "2 of 42" not in shown_words(pane)


def test_a_target_of_ones_own_stays_with_its_digit(pane):
    pane.chooser.choose(DRAWING)
    pane.set_digit(DrawnDigit(SEVEN.image, digit=7))
    pane.chooser.target.setCurrentText("3")
    pane.set_digit(DrawnDigit(SEVEN.image, digit=7))
    assert pane.page.walk["Y"].argmax() == 3
    pane.set_digit(DrawnDigit(1 - SEVEN.image, digit=7))
    assert pane.page.walk["Y"].argmax() == 7
    pane.chooser.choose(DIGIT)
    pane.chooser.target.setCurrentText("3")
    pane.set_digit(DrawnDigit(SEVEN.image, digit=7))
    assert pane.page.walk["Y"].argmax() == 3, "a test digit is looked at"


def test_what_was_chosen_stays(qtbot, pane):
    pane.chooser.choose(BATCH)
    pane.hide()
    pane.set_digit(SEVEN)
    pane.show()
    assert pane.chooser.kind == BATCH


def test_dX_of_one_example_has_colours_of_its_own(pane):
    pane.chooser.choose(BATCH)
    pane.chooser.count.setValue(5)
    pane.page.go_to("dX")
    dX = pane.page.walk["dX"]
    for example in range(5):
        pane.page.column.setValue(example)
        matrix = pane.page.sides.backward.matrix
        largest = float(np.abs(dX[:, example]).max())
        assert largest / 2 <= matrix.scale.limit <= 2 * largest
        assert pane.page.sides.backward.legend.scale == matrix.scale


def test_test_digits_are_asked_for_when_there_are_none(qtbot, search):
    made = MicroscopePane(search)
    qtbot.addWidget(made)
    made.set_network(network())
    with qtbot.waitSignal(made.digits_wanted):
        made.show()
    assert made.page.walk is None
    assert "being read" in made.hint.text()


def test_either_network(pane):
    first = pane.page.walk["W1"]
    pane.network.setCurrentText(module.IN_TRAINING)
    assert pane.page.walk is None
    assert "no network" in pane.hint.text()
    other = network((5,), "tanh", seed=3)
    pane.set_training_network(other)
    assert pane.page.walk.dimensions == other.dimensions
    assert pane.page.walk["W1"].shape != first.shape


def test_nothing_is_walked_while_nobody_looks(qtbot, pane, monkeypatch):
    walked = []
    real = module.walk
    monkeypatch.setattr(module, "walk", lambda *given: walked.append(1) or real(*given))
    pane.hide()
    for seed in range(3):
        pane.set_network(network(seed=seed))
    assert not walked
    pane.show()
    assert len(walked) == 1
