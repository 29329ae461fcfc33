"""The way back: hidden until it is offered, gone once it is taken or dismissed."""

import pytest
from PySide6.QtWidgets import QWidget

from app.views.widgets.way_back import WayBack


@pytest.fixture
def window(look, qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def bar(window):
    return WayBack(window)


def test_it_is_hidden_until_it_is_offered(bar):
    assert not bar.isVisible()
    bar.offer("The loss", list)
    assert bar.isVisible()
    assert bar.button.text() == "Back to “The loss”"
    assert "Alt+Left" in bar.button.toolTip()


def test_it_leads_to_what_was_offered_last_once(bar):
    gone = []
    bar.offer("The loss", lambda: gone.append("loss"))
    bar.offer("Quiz", lambda: gone.append("quiz"))
    bar.button.click()
    assert gone == ["quiz"]
    assert not bar.isVisible()


def test_it_can_be_dismissed(bar):
    gone = []
    bar.offer("The loss", lambda: gone.append("loss"))
    bar.cross.click()
    assert not bar.isVisible()
    assert gone == []
