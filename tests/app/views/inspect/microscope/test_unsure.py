"""What the microscope opens on: a small network and a digit that it is unsure of."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.state.drawn_digit import DrawnDigit
from app.views.inspect.microscope.example import BATCH, DIGIT, DRAWING, UNSURE
from app.views.inspect.microscope.pane import IN_TRAINING, IN_USE, SMALL, MicroscopePane
from core.data.dataset import Split
from core.data.starter import starter_digits
from core.inspection.small_network import small_network
from core.inspection.unsure import LEAST, MOST, unsure_digits
from core.network.parameters import unpack
from tests.app.views.inspect.microscope.looking import network

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def starter() -> Split:
    digits = starter_digits(300, rng=np.random.default_rng(7))
    return Split("Starter digits", digits, digits, digits)


@pytest.fixture
def fresh(look, qtbot, search, starter):
    """As when it is opened for the first time: the shipped network is in use, nothing is drawn."""
    made = MicroscopePane(search)
    qtbot.addWidget(made)
    made.resize(1100, 620)
    made.set_network(network(), is_shipped=True)
    made.set_digits(starter)
    return made


def open_it(qtbot, pane):
    pane.show()
    wait_for_walk(qtbot, pane)


def wait_for_walk(qtbot, pane):
    qtbot.waitUntil(lambda: pane.page.walk is not None)


def wait_for_network(qtbot, pane, dimensions):
    qtbot.waitUntil(lambda: pane.page.walk is not None and pane.page.walk.dimensions == dimensions)


def probabilities(pane):
    return pane.page.walk[f"H{pane.page.walk.depth}"][:, 0]


def sure(snapshot):
    """The same answers, each with a probability of nearly 1."""
    theta = snapshot.theta.copy()
    weights, biases = unpack(theta, snapshot.dimensions)
    weights[-1][...] *= 200
    biases[-1][...] *= 200
    return dataclasses.replace(snapshot, theta=theta)


def test_it_opens_on_a_small_network_and_a_digit_that_it_is_unsure_of(qtbot, fresh, starter):
    fresh.show()
    assert "being trained" in fresh.hint.text()
    wait_for_walk(qtbot, fresh)
    assert fresh.network.currentText() == SMALL
    assert fresh.chooser.kind == UNSURE
    walk = fresh.page.walk
    assert walk.dimensions == (784, 16, 10)
    np.testing.assert_allclose(walk["W1"], unpack(small_network().theta, walk.dimensions)[0][0])
    first = int(unsure_digits(small_network(), starter.test).indices[0])
    assert walk["Y"][:, 0].argmax() == starter.test.labels[first]
    H = np.sort(probabilities(fresh))
    assert LEAST <= H[-1] <= MOST
    assert fresh.reading.sentence.text().startswith("A digit that this network is unsure of: ")
    assert f"{100 * H[-1]:.0f}" in fresh.reading.sentence.text()
    assert f"{100 * H[-2]:.0f}" in fresh.reading.sentence.text()
    assert not fresh.reading.more.isVisible()
    for name in ("dZ2", "dW2", "dW1", "dX"):
        assert np.abs(walk[name]).max() > 0.05


def test_next_brings_the_next_unsure_digit_and_after_the_last_the_first(qtbot, fresh, starter):
    open_it(qtbot, fresh)
    indices = unsure_digits(small_network(), starter.test).indices
    assert len(indices) > 3
    for index in [*indices[1:], indices[0]]:
        qtbot.mouseClick(fresh.chooser.next, LEFT)
        np.testing.assert_allclose(
            fresh.page.walk["X"], starter.test.X(index, index + 1), rtol=1e-6
        )
        assert probabilities(fresh).max() <= MOST + 1e-6
    assert fresh.chooser.example().name == f"Starter digits test digit {indices[0]}"


def test_a_drawing_waits_until_it_is_chosen(qtbot, fresh):
    fresh.set_digit(DrawnDigit(np.full((784, 1), 0.3, np.float32)))
    open_it(qtbot, fresh)
    assert fresh.chooser.kind == UNSURE
    fresh.choose_drawing()
    assert fresh.network.currentText() == IN_USE
    assert fresh.page.walk.dimensions == network().dimensions
    fresh.hide()
    fresh.show()
    assert fresh.chooser.kind == DRAWING
    assert fresh.network.currentText() == IN_USE


def test_who_has_a_network_of_their_own_sees_that_one(qtbot, fresh):
    own = small_network(seed=5)
    fresh.set_network(own)
    open_it(qtbot, fresh)
    assert fresh.network.currentText() == IN_USE
    assert fresh.chooser.kind == UNSURE
    assert probabilities(fresh).max() <= MOST
    fresh.hide()
    fresh.set_network(network(), is_shipped=True)
    fresh.show()
    wait_for_network(qtbot, fresh, (784, 16, 10))
    assert fresh.network.currentText() == SMALL


def test_the_network_that_was_chosen_stays(qtbot, fresh):
    open_it(qtbot, fresh)
    fresh.network.setCurrentText(IN_USE)
    fresh.hide()
    fresh.show()
    assert fresh.network.currentText() == IN_USE
    wait_for_network(qtbot, fresh, network().dimensions)


def test_of_a_network_that_is_sure_of_all_the_least_sure_are_shown(qtbot, fresh):
    fresh.set_network(sure(small_network()))
    open_it(qtbot, fresh)
    words = fresh.reading.sentence.text()
    assert words.startswith(("One of those that this network is least sure of: ", "This network"))


def test_where_gradients_are_almost_0_it_says_so_and_leads_to_the_small_network(qtbot, fresh):
    """A drawing stays the example: only the network is another."""
    fresh.set_network(sure(small_network()), is_shipped=True)
    fresh.set_digit(DrawnDigit(starter_digits(1, rng=np.random.default_rng(0)).X()))
    fresh.show()
    fresh.choose_drawing()
    assert fresh.reading.sentence.text() == (
        "This network is sure and right, so its gradients are almost 0. "
        "The small network shows more."
    )
    qtbot.mouseClick(fresh.reading.more, LEFT)
    assert fresh.network.currentText() == SMALL
    assert fresh.chooser.kind == DRAWING
    wait_for_walk(qtbot, fresh)
    assert fresh.page.walk.dimensions == (784, 16, 10)


def test_where_the_small_network_is_sure_it_leads_to_an_unsure_digit(qtbot, fresh, starter):
    open_it(qtbot, fresh)
    HL = [probabilities(fresh)]
    fresh.chooser.choose(DIGIT)
    for index in range(len(starter.test)):
        fresh.chooser.index.setValue(index)
        HL.append(probabilities(fresh))
        if HL[-1][starter.test.labels[index]] > 0.995:
            break
    assert fresh.reading.sentence.text().endswith("A digit that it is unsure of shows more.")
    qtbot.mouseClick(fresh.reading.more, LEFT)
    assert fresh.chooser.kind == UNSURE
    assert not fresh.reading.more.isVisible()


def test_a_sure_and_wrong_answer_has_gradients(qtbot, fresh, starter):
    fresh.set_network(sure(small_network()))
    open_it(qtbot, fresh)
    fresh.chooser.choose(DIGIT)
    read = int(probabilities(fresh).argmax())
    fresh.chooser.target.setCurrentIndex((read + 1) % 10 + 1)
    assert not fresh.reading.more.isVisible()
    assert fresh.reading.sentence.text().startswith("This network reads: ")


def test_of_a_batch_it_says_how_many_are_read_as_labelled(qtbot, fresh, starter):
    open_it(qtbot, fresh)
    fresh.chooser.choose(BATCH)
    walk = fresh.page.walk
    right = (walk["H2"].argmax(axis=0) == starter.test.labels[:32]).sum()
    assert fresh.reading.sentence.text() == f"This network reads {right} of these 32 as y says."


def test_a_network_in_training_keeps_its_digit(qtbot, fresh):
    """So one sees it become sure; the words are of the network as it is now."""
    open_it(qtbot, fresh)
    fresh.network.setCurrentText(IN_TRAINING)
    assert fresh.page.walk is None
    fresh.set_training_network(small_network())
    wait_for_walk(qtbot, fresh)
    X = fresh.page.walk["X"]
    fresh.set_training_network(sure(small_network()))
    assert fresh.page.walk["X"].tobytes() == X.tobytes()
    assert fresh.reading.sentence.text().startswith("This network ")


def test_without_digits_they_are_asked_for_and_then_searched(qtbot, search, starter):
    made = MicroscopePane(search)
    qtbot.addWidget(made)
    made.set_network(small_network(seed=3))
    with qtbot.waitSignal(made.digits_wanted):
        made.show()
    assert "being read" in made.hint.text()
    made.set_digits(starter)
    assert "Looking for" in made.hint.text()
    wait_for_walk(qtbot, made)


def test_what_cannot_be_searched_says_why_and_other_examples_are_left(qtbot, fresh):
    strange = network()
    strange = dataclasses.replace(strange, dimensions=(784, 9, 9, 10))
    fresh.set_network(strange)
    fresh.show()
    qtbot.waitUntil(lambda: fresh.hint.isVisible() and "Looking" not in fresh.hint.text())
    assert fresh.page.walk is None
    fresh.set_network(small_network())
    wait_for_walk(qtbot, fresh)


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0])
def test_a_broken_network_is_walked_all_the_same(qtbot, fresh, value):
    broken = network()
    theta = np.full_like(broken.theta, value)
    fresh.set_network(dataclasses.replace(broken, theta=theta))
    with np.errstate(all="ignore"):
        open_it(qtbot, fresh)
    is_finite = np.isfinite(probabilities(fresh)).all()
    assert ("not finite" in fresh.reading.sentence.text()) == (not is_finite)
