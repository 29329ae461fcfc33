"""An offer: its buttons do what they say, stand below the sentence where it is narrow, and go."""

from __future__ import annotations

import pytest

from app.views.widgets.offer_bar import OfferBar

SENTENCE = "A run on MNIST was cut off after 1,200 steps."


@pytest.fixture
def bar(look, qtbot) -> OfferBar:
    made = OfferBar()
    qtbot.addWidget(made)
    return made


def test_buttons_do_what_they_say_and_a_new_offer_takes_their_place(bar: OfferBar) -> None:
    done = []
    bar.show_offer(SENTENCE, [("Continue", lambda: done.append(1)), ("Show", lambda: None)])
    assert not bar.isHidden()
    assert bar.sentence.text() == SENTENCE
    bar.buttons[0].click()
    assert done == [1]
    bar.show_offer("Another", [("Copy", lambda: done.append(2))])
    assert [each.text() for each in bar.buttons] == ["Copy"]
    bar.buttons[0].click()
    assert done == [1, 2]


@pytest.mark.parametrize(("width", "is_below"), [(1400, False), (520, True)])
def test_buttons_stand_below_where_the_sentence_would_be_squeezed(
    bar: OfferBar, qtbot, width: int, is_below: bool
) -> None:
    bar.resize(width, 80)
    bar.show_offer(SENTENCE, [("Continue the run", lambda: None), ("Show it", lambda: None)])
    qtbot.waitExposed(bar)
    qtbot.waitUntil(
        lambda: (
            (bar.buttons[0].y() >= bar.sentence.geometry().bottom()) == is_below
            and (bar.buttons[0].x() <= bar.sentence.geometry().right()) == is_below
        )
    )
    assert bar.sentence.width() > 300


def test_the_cross_hides_it(bar: OfferBar, qtbot) -> None:
    bar.show_offer(SENTENCE, [])
    with qtbot.waitSignal(bar.dismissed):
        bar.cross.click()
    assert bar.isHidden()
