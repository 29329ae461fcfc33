"""Inspect’s first tab: the network drawn large, played forward and back."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.background.tasks import close_all
from app.state.drawn_digit import DrawnDigit
from app.views.inspect.microscope.example import DIGIT
from app.views.inspect.network.pane import (
    IN_TRAINING,
    NO_DRAWING,
    NO_NETWORK,
    POINT_AT,
    NetworkPane,
)
from core.data.starter import starter_split
from core.inspection.walk import walk
from core.network.network import Network


def network(seed: int = 0):
    return Network((784, 12, 8, 10), rng=np.random.default_rng(seed)).snapshot("made")


def drawn(seed: int = 1) -> DrawnDigit:
    image = np.random.default_rng(seed).random((784, 1)).astype(np.float32)
    return DrawnDigit(image, "4", 0, 4)


@pytest.fixture
def pane(look, qtbot: QtBot):
    made = NetworkPane()
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.set_network(network())
    made.set_digit(drawn())
    made.show()
    yield made
    assert close_all(made.runners)


def test_it_shows_the_drawing_in_the_network_in_use(pane) -> None:
    flow = pane.picture.flow
    assert flow.dimensions == (784, 12, 8, 10)
    assert flow.H[0] == pytest.approx(drawn().image[:, 0])
    assert pane.caption.text() == POINT_AT
    assert pane.hint.isHidden()


def test_play_goes_forward_and_back_with_the_microscopes_arrays(pane, qtbot: QtBot) -> None:
    way = walk(network(), drawn().image, np.array([4]))
    pane.player.play_or_pause()
    seen = []
    for stop in way.stops:
        scene = pane.picture.scene
        seen.append(stop.name)
        if stop.kind in ("X", "Z", "H", "dZ", "dH", "dX"):
            assert scene.names[stop.layer] == stop.name
            assert (scene.values[stop.layer] == way[stop.name][:, 0]).all()
        pane.player.next()
    assert seen == [stop.name for stop in way.stops]
    assert pane.heading.text().startswith("dX")
    assert not pane.live.isHidden()
    pane.live.click()
    assert pane.picture.scene.names == ("X", "H1", "H2", "H3")
    assert pane.caption.text() == POINT_AT


def test_another_drawing_ends_the_walk(pane) -> None:
    pane.player.play_or_pause()
    assert pane.player.is_playing
    pane.set_digit(drawn(2))
    assert not pane.player.is_playing
    assert pane.picture.flow.H[0] == pytest.approx(drawn(2).image[:, 0])


def test_the_network_in_training_is_a_choice(pane, qtbot: QtBot) -> None:
    pane.set_training_network(network(7))
    before = pane.picture.flow.probabilities.copy()
    pane.network.setCurrentText(IN_TRAINING)
    assert not np.allclose(pane.picture.flow.probabilities, before)
    pane.set_training_network(network(8))
    expected = Network.from_snapshot(network(8)).predict(drawn().image)[:, 0]
    qtbot.waitUntil(lambda: bool(np.allclose(pane.picture.flow.probabilities, expected, atol=1e-6)))


def test_a_chosen_unit_leads_to_the_microscope(pane, qtbot: QtBot) -> None:
    assert not pane.closer.isEnabled()
    pane.picture.choose((2, 5))
    assert pane.closer.isEnabled()
    with qtbot.waitSignal(pane.microscope_wanted) as wanted:
        qtbot.mouseClick(pane.closer, Qt.MouseButton.LeftButton)
    assert wanted.args == [2, 5]


def test_a_test_digit_is_shown_as_labelled(pane) -> None:
    split = starter_split(count=200)
    pane.set_digits(split)
    pane.chooser.choose(DIGIT)
    pane.chooser.index.setValue(3)
    assert pane.picture.flow.H[0] == pytest.approx(split.test.X(3, 4)[:, 0])
    pane.player.play_or_pause()
    while pane.picture.scene.target is None:
        pane.player.next()
    assert pane.picture.scene.target == int(split.test.labels[3])


def test_the_number_of_lines_is_chosen(pane) -> None:
    for count in (100, 200):
        pane.lines.setValue(count)
        assert sum(map(len, pane.picture.scene.lines)) <= count
        assert len(pane.picture.scene.lines[0]) == count // 3


def test_as_text_it_says_the_same(pane) -> None:
    pane.picture.choose((1, 2))
    pane.as_text.setChecked(True)
    assert pane.text.isVisible()
    assert not pane.picture.isVisible()
    assert "Layer 1, unit 2" in pane.text.text()


def test_without_a_network_or_a_drawing_it_says_what_to_do(pane) -> None:
    pane.set_digit(None)
    assert pane.hint.text() == NO_DRAWING
    pane.set_network(None)
    assert pane.hint.text() == NO_NETWORK
    pane.player.play_or_pause()
    assert pane.picture.scene is None


def test_what_is_under_the_pointer_is_told(pane, qtbot: QtBot) -> None:
    layout = pane.picture._placed()
    [middle] = layout.blocks[1].middles(np.array([4])) / layout.ratio
    qtbot.mouseMove(pane.picture, QPoint(*(int(each) for each in middle)))
    into, _ = pane.picture._own_lines()
    assert set(into.targets.tolist()) == {4}


def test_a_network_that_learns_neither_ends_a_walk_nor_moves_the_picture(
    pane, look, qtbot: QtBot
) -> None:
    look.reduced_motion = False
    pane.set_training_network(network(7))
    pane.network.setCurrentText(IN_TRAINING)
    pane.set_training_network(network(8))
    before = pane._frames.count
    qtbot.waitUntil(lambda: pane._frames.count > before)
    assert pane.picture._motion.state() == pane.picture._motion.State.Stopped
    pane.player.play_or_pause()
    pane.player.pause()
    shown = pane.picture.scene
    pane.set_training_network(network(9))
    before = pane._frames.count
    qtbot.waitUntil(lambda: pane._frames.count > before)
    assert pane.picture.scene is shown
    pane.live.click()
    expected = Network.from_snapshot(network(9)).predict(drawn().image)[:, 0]
    assert np.allclose(pane.picture.flow.probabilities, expected, atol=1e-6)
