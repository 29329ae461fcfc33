"""Draw with a network of other classes than digits: names, bars, what is off and why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from app.state.answers import Correction
from app.views.draw.draw_view import DrawView
from app.views.draw.sheet import HINT, hint_of, picture_of
from app.views.draw.teaching import NO_DIGITS, OFFER
from core.data.dataset import DIGITS
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from tests.classes import BY_CLASS, CLOTHES, KANA, LETTERS, drawing_of, examples

LONG = tuple(f"A rather long name for thing {n}" for n in range(10))


def one_answer(names: tuple[str, ...], *shares: float) -> Snapshot:
    """A network that gives the first classes these probabilities, whatever it is shown, and the
    others alike what is left."""
    snapshot = Network.from_recipe(Recipe(hidden=()), class_names=names).snapshot("one answer")
    P = np.full(len(names), (1 - sum(shares)) / max(len(names) - len(shares), 1) + 1e-9)
    P[: len(shares)] = shares
    theta = np.zeros_like(snapshot.theta)
    theta[-len(names) :] = np.log(P)
    return replace(snapshot, theta=theta)


@pytest.fixture
def drawing():
    return drawing_of(0, np.random.default_rng(0))


def headline(view: DrawView) -> str:
    return view.answer.headline.digit.text


@pytest.mark.parametrize("names", [("no", "yes"), LETTERS, CLOTHES, KANA, BY_CLASS, LONG])
def test_the_answer_is_its_name(view: DrawView, put, drawing, names) -> None:
    view.set_snapshot(one_answer(names, 0.97))
    put(drawing)
    assert headline(view) == names[0]
    assert view.answer.headline.digit.accessibleDescription() == names[0]
    assert view.answer.headline.figure.text() == "97\u202f%"
    assert view.answer.bars.accessibleDescription() == f"{names[0]}, 97\u202f%"
    digit = view.answer.headline.digit
    assert digit.sizeHint().width() <= view.answer.headline.width()
    view.copy_answer()
    assert QGuiApplication.clipboard().text() == names[0]


def test_letters_in_question_stand_side_by_side_and_words_do_not(view, put, drawing) -> None:
    view.set_snapshot(one_answer(LETTERS, 0.48, 0.46))
    put(drawing)
    assert headline(view) == "A or B"
    assert view.answer.headline.words.text() == "This looks like “A” or “B”."
    view.set_snapshot(one_answer(CLOTHES, 0.48, 0.46))
    assert headline(view) == "?"
    assert view.answer.headline.words.text() == "This looks like “T-shirt/top” or “Trouser”."


def test_of_many_classes_the_likeliest_have_bars(view, put, drawing) -> None:
    bars = view.answer.bars
    view.set_snapshot(one_answer(BY_CLASS))
    assert bars.rows == tuple(range(9))
    assert bars.others == "53 others"
    view.set_snapshot(one_answer(BY_CLASS, 0.01, 0.7, 0.2))
    put(drawing)
    assert bars.rows == (1, 2, 0)
    assert bars.others == "59 others: 9\u202f%"
    assert bars.lengths.shape == (62,)
    view.set_snapshot(one_answer(CLOTHES, 0.9))
    assert bars.rows == tuple(range(10))
    assert bars.others == ""


def test_other_words_where_no_digits_are_read(view, put, drawing) -> None:
    assert view.answer.bars.accessibleName() == "How likely each digit is"
    view.set_snapshot(one_answer(LETTERS, 0.9))
    assert view.answer.bars.accessibleName() == "How likely each class is"
    assert view.answer.tabs.tabToolTip(0) == "How likely each class is"
    assert view.canvas._hint == hint_of(LETTERS) != HINT
    put(drawing)
    view.answer.tabs.setCurrentIndex(1)
    assert "other classes than digits" in view.answer.steps.words.text()
    assert not view.answer.steps.way.isEnabled()


def test_teaching_is_off_with_a_sentence(view, put, drawing, qtbot) -> None:
    view.turn_on_teaching()
    taught = []
    view.taught.connect(lambda *given: taught.append(given))
    view.set_snapshot(one_answer(LETTERS, 0.9))
    put(drawing)
    line = view.answer.teach.words
    assert line.text() == NO_DIGITS
    qtbot.keyClick(view, Qt.Key.Key_3)
    qtbot.mouseClick(view.answer.bars, Qt.MouseButton.LeftButton)
    assert taught == []
    view.set_snapshot(one_answer(DIGITS, 0.9))
    assert line.text() == OFFER
    qtbot.keyClick(view, Qt.Key.Key_3)
    assert [digit for _, digit in taught] == [3]


def test_what_was_said_of_a_digit_is_not_said_of_a_letter(view, put, drawing) -> None:
    view.set_snapshot(one_answer(DIGITS, 0.9))
    put(drawing)
    view.set_corrections({view.drawing.strokes: Correction(7, "Mine")})
    assert headline(view) == "7"
    view.set_snapshot(one_answer(LETTERS, 0.9))
    assert headline(view) == "A"
    assert view.drawn_digit.label_for(LETTERS) == 0
    assert view.drawn_digit.label_for(DIGITS) is None


def test_a_picture_is_one_thing(view, put, qtbot) -> None:
    view.set_snapshot(one_answer(CLOTHES, 0.9))
    pixels = np.ascontiguousarray(examples(CLOTHES, 1).images[3].reshape(28, 28))
    image = QImage(pixels.data, 28, 28, 28, QImage.Format.Format_Grayscale8).copy()
    put(picture_of("coat.png", image, one_answer(CLOTHES, 0.9)))
    (digit,) = view.digits
    np.testing.assert_allclose(digit.reading.image[:, 0] * 255, pixels.ravel(), atol=1e-3)
    view.answer.tabs.setCurrentIndex(1)  # whose steps show what was read
    assert view.answer.steps.isVisible()


def test_only_images_of_its_classes_are_called_alike(view, put, drawing) -> None:
    steps = view.answer.steps
    view.answer.tabs.setCurrentIndex(1)
    steps.set_digits(examples(CLOTHES, 2))
    view.set_snapshot(one_answer(LETTERS, 0.9))
    put(drawing)
    assert not steps._has_nearest
    steps.set_digits(examples(LETTERS, 2))
    assert steps._has_nearest


@pytest.mark.parametrize("names", [LETTERS, CLOTHES, LONG, BY_CLASS])
def test_everything_paints(view, put, drawing, names) -> None:
    view.set_snapshot(one_answer(names, 0.9))
    view.grab()
    put(drawing)
    for tab in range(3):
        view.answer.tabs.setCurrentIndex(tab)
        assert not view.grab().isNull()
