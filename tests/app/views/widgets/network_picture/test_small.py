"""The small picture of a network: it follows what is drawn, piece by piece."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.look import theme
from app.views.widgets.network_picture import small
from app.views.widgets.network_picture.small import SmallNetwork
from core.inspection.flow import reader_of
from core.network.snapshots import Snapshot
from tests.app.views.widgets.network_picture.test_picture import an_image, snapshot_of


@pytest.fixture
def picture(look, qtbot: QtBot) -> SmallNetwork:
    made = SmallNetwork(milliseconds=1, share=1)
    qtbot.addWidget(made)
    made.resize(280, 150)
    made.set_network(snapshot_of())
    made.set_image(an_image())
    made.show()
    qtbot.waitExposed(made)
    made.grab()
    return made


def pixels(picture: SmallNetwork) -> QImage:
    return picture.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def made_anew(qtbot: QtBot, snapshot: Snapshot, image: np.ndarray, like: SmallNetwork) -> QImage:
    other = SmallNetwork(milliseconds=1, share=1)
    qtbot.addWidget(other)
    other.resize(like.size())
    other.set_network(snapshot)
    other.set_image(image)
    return pixels(other)


def until_half(picture: SmallNetwork, pieces: int = 1) -> None:
    """Begin a frame: so many pieces are done, and not the last."""
    picture._frames.drop()
    picture._frames._draw()
    for _ in range(pieces - 1):
        picture._frames._go_on()
    assert picture._frames._more.isActive()


def test_any_press_opens_it(picture, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picture.opened):
        qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(150, 4))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        with qtbot.waitSignal(picture.opened):
            qtbot.keyClick(picture, key)


def test_what_was_painted_in_pieces_is_what_is_painted_at_once(picture, qtbot: QtBot) -> None:
    network, image = snapshot_of(seed=3), an_image(5)
    picture.set_network(network)
    picture.set_image(image)
    wanted = made_anew(qtbot, network, image, picture)
    qtbot.waitUntil(lambda: pixels(picture) == wanted)
    assert wanted != made_anew(qtbot, network, an_image(6), picture)


def test_others_have_their_turn_between_its_pieces(picture, qtbot: QtBot) -> None:
    before = pixels(picture)
    turns = []
    picture.set_image(an_image(5))
    until_half(picture)
    while picture._frames._more.isActive():
        turns.append(pixels(picture) == before)
        QApplication.processEvents()
    assert len(turns) > 1
    assert all(turns), "half a picture is never seen"
    assert pixels(picture) != before


def test_a_network_is_looked_through_once_whatever_is_drawn(picture, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(small, "reader_of", lambda it: asked.append(it) or reader_of(it))
    picture.set_network(network := snapshot_of(seed=3))
    for digit in (5, 7, 2):
        picture.set_image(an_image(digit))
        picture.grab()
        picture._frames.now()
    assert asked == [network]
    assert picture.flow.probabilities == pytest.approx(
        reader_of(network).read(an_image(2)).probabilities
    )


@pytest.mark.parametrize("pieces", [1, 2, 3])
def test_an_image_that_comes_between_its_pieces_is_shown_too(
    picture, qtbot: QtBot, pieces: int
) -> None:
    picture.set_image(an_image(5))
    until_half(picture, pieces)
    picture.set_image(last := an_image(7))
    qtbot.waitUntil(lambda: np.array_equal(picture.flow.H[0], last[:, 0]))
    wanted = made_anew(qtbot, snapshot_of(), last, picture)
    qtbot.waitUntil(lambda: pixels(picture) == wanted)


@pytest.mark.parametrize("pieces", [1, 2, 3])
def test_a_network_that_comes_between_its_pieces_is_shown_too(
    picture, qtbot: QtBot, pieces: int
) -> None:
    picture.set_network(snapshot_of(seed=3))
    until_half(picture, pieces)
    picture.set_network(last := snapshot_of(seed=4))
    wanted = made_anew(qtbot, last, an_image(), picture)
    qtbot.waitUntil(lambda: pixels(picture) == wanted)


def test_hidden_nothing_is_computed_and_shown_it_is_right(picture, qtbot: QtBot) -> None:
    picture.hide()
    before = picture._flow
    picture.set_image(an_image(5))
    QApplication.processEvents()
    assert picture._flow is before
    picture.show()
    assert pixels(picture) == made_anew(qtbot, snapshot_of(), an_image(5), picture)


def test_it_wears_the_theme_and_fits_the_widget(picture, qtbot: QtBot) -> None:
    theme.watcher().choose("dark")
    assert pixels(picture).pixelColor(1, 1) == theme.tokens().color("ground")
    assert pixels(picture) == made_anew(qtbot, snapshot_of(), an_image(), picture)
    picture.resize(400, 180)
    assert pixels(picture) == made_anew(qtbot, snapshot_of(), an_image(), picture)


def test_a_broken_network_is_not_drawn_and_says_nothing(picture, qtbot: QtBot) -> None:
    good = snapshot_of()
    theta = good.theta.copy()
    theta[3] = np.nan
    picture.set_network(Snapshot(good.dimensions, good.activation, theta))
    qtbot.waitUntil(lambda: picture.flow is None)
    qtbot.waitUntil(lambda: pixels(picture).pixelColor(140, 75) == theme.tokens().color("ground"))
    assert picture.words() == ""


def test_its_words_follow_and_name_the_answer(picture, qtbot: QtBot) -> None:
    best = int(picture.flow.probabilities.argmax())
    assert f"It reads {best} with" in picture.words()
    qtbot.waitUntil(lambda: picture.accessibleDescription() == picture.words())


def test_a_ring_shows_that_the_keys_have_reached_it(picture, qtbot: QtBot) -> None:
    before = pixels(picture)
    picture.clearFocus()
    picture.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: pixels(picture) != before)
    picture.clearFocus()
    qtbot.waitUntil(lambda: pixels(picture) == before)


def test_it_says_where_units_share_a_tile(picture, qtbot: QtBot) -> None:
    assert "share a tile" not in picture.words()
    top = picture._layout.blocks[1].top
    picture.set_network(snapshot_of((784, 2048, 2048, 10)))
    qtbot.waitUntil(lambda: picture._layout is not None and picture._layout.shares_tiles)
    assert min(block.top for block in picture._layout.blocks[1:3]) > top
    assert "share a tile" in picture.words()
