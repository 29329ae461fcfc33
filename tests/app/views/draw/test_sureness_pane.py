"""The bars do not wait for the picture of the network beneath them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from app.views.draw.sureness_pane import SurenessPane
from core.network.network import Network
from core.network.recipe import Recipe


@pytest.fixture
def pane(look, qtbot) -> SurenessPane:
    made = SurenessPane()
    qtbot.addWidget(made)
    made.resize(480, 500)
    made.set_network(Network.from_recipe(Recipe(hidden=(12,))).snapshot())
    made.show()
    qtbot.waitExposed(made)
    return made


def image(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random((784, 1), np.float32)


def shown(pane: SurenessPane) -> np.ndarray | None:
    flow = pane.picture.flow
    return None if flow is None else flow.H[0]


def test_the_picture_follows_and_shows_the_last_of_many_images(pane: SurenessPane, qtbot) -> None:
    images = [image(seed) for seed in range(20)]
    for each in images:
        pane.set_image(each)
    assert shown(pane) is None
    qtbot.waitUntil(lambda: shown(pane) is not None)
    assert np.array_equal(shown(pane), images[-1][:, 0])
    pane.set_image(None)
    qtbot.waitUntil(lambda: shown(pane) is None)


def test_a_picture_that_nobody_sees_is_right_when_it_is_seen(pane: SurenessPane, qtbot) -> None:
    pane.hide()
    pane.set_image(image(1))
    QApplication.processEvents()
    pane.show()
    assert np.array_equal(shown(pane), image(1)[:, 0])
