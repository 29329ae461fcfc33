import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from app.state.relabelling import Relabelling
from app.views.data.images.browser import NO_IMAGES, READING, Browser
from app.views.data.images.parts import WHOLE, part_of, place_of
from core.data.dataset import Split
from core.data.relabelling import PARTS
from core.evaluation.selection import Selection
from core.network.network import Network
from tests.app.tiny import loader as loader
from tests.app.tiny import split as split
from tests.app.views.data.images.conftest import LETTERS, labelled_images

LONG = tuple(f"the class that is called {name}, with a long name" for name in LETTERS)


def some_split(names):
    parts = (labelled_images(m, names) for m in (300, 60, 90))
    return Split("Some", *parts)


@pytest.fixture
def browser(qtbot, look):
    made = Browser()
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    yield made
    for runner in made.runners:
        assert runner.close()


@pytest.fixture
def digits(browser, qtbot, snapshot):
    """A browser of digits that a network has read."""
    browser.set_network(snapshot)
    browser.set_split(some_split(tuple("0123456789")))
    qtbot.waitUntil(lambda: browser.grid.answers is not None)
    return browser


def test_without_a_set_it_says_why(browser):
    browser.set_split(None, "The digits are being read.")
    assert browser.grid.empty == "The digits are being read."
    assert browser.count.text() == ""
    assert not browser.filters.part.isEnabled()


def test_each_part_is_shown_and_all_of_them_as_one(digits):
    counts = {}
    for place, part in enumerate((*PARTS, WHOLE)):
        digits.filters.part.setCurrentIndex(place)
        counts[part] = len(digits.grid.order)
    assert counts == {"train": 300, "validation": 60, "test": 90, WHOLE: 450}


def test_an_example_of_the_whole_is_found_in_its_part():
    split = some_split(tuple("0123456789"))
    whole = part_of(split, WHOLE)
    for index in (0, 299, 300, 359, 360, 449):
        part, place = place_of(split, WHOLE, index)
        assert (part_of(split, part).images[place] == whole.images[index]).all()
    with pytest.raises(IndexError):
        place_of(split, WHOLE, 450)


def test_what_needs_answers_is_shown_once_they_are_here(digits, qtbot, snapshot):
    digits.set_network(None)
    digits.filters.right.setCurrentIndex(2)  # as in a list that was open when they went
    assert digits.grid.empty == READING
    assert len(digits.grid.order) == 0
    digits.set_network(snapshot)
    qtbot.waitUntil(lambda: digits.grid.answers is not None)
    assert len(digits.grid.order) == 300


def test_a_class_is_chosen_by_its_bar_and_by_keys(digits, qtbot):
    digits.bars.choose(3)
    assert set(digits.dataset.labels[digits.grid.order]) == {3}
    assert digits.count.text().startswith("30 of 300")
    qtbot.keyClick(digits.bars, Qt.Key.Key_Down)
    assert digits.bars.choice == 4
    qtbot.keyClick(digits.bars, Qt.Key.Key_Home)
    assert digits.bars.choice is None
    assert len(digits.grid.order) == 300
    assert digits.bars.accessibleName() == "All classes, 300\u202fimages"


def test_answers_right_and_wrong_and_the_order_choose_among_the_images(digits):
    answers = digits.grid.answers
    digits.filters.right.setCurrentText("Wrong")
    assert sorted(digits.grid.order) == np.flatnonzero(~answers.right).tolist()
    digits.filters.order.setCurrentText("Most confident first")
    assert (np.diff(answers.confidences[digits.grid.order]) <= 0).all()
    digits.filters.right.setCurrentIndex(0)
    digits.filters.answer.setCurrentIndex(1 + 2)
    assert sorted(digits.grid.order) == np.flatnonzero(answers.answers == 2).tolist()


def test_a_cell_of_the_matrix_can_be_shown(digits):
    answers = digits.grid.answers
    answer = int(answers.answers[1])
    digits.show_selection(Selection(label=1, answer=answer, order="sure"))
    expected = (digits.dataset.labels == 1) & (answers.answers == answer)
    assert sorted(digits.grid.order) == np.flatnonzero(expected).tolist()
    assert digits.bars.choice == 1


def test_nothing_like_that_is_said(digits):
    digits.filters.right.setCurrentText("Right")
    digits.show_selection(Selection(label=0, answer=1, right=True))
    assert len(digits.grid.order) == 0
    assert digits.grid.empty == NO_IMAGES


def test_show_others_shows_others_of_the_same_kind(digits, qtbot):
    digits.bars.choose(5)
    before = digits.grid.order.tolist()
    qtbot.mouseClick(digits.filters.others, Qt.MouseButton.LeftButton)
    first = digits.grid.order.tolist()
    qtbot.mouseClick(digits.filters.others, Qt.MouseButton.LeftButton)
    assert sorted(before) == sorted(first) == sorted(digits.grid.order.tolist())
    assert len({tuple(each) for each in (before, first, digits.grid.order.tolist())}) == 3


def test_what_needs_answers_waits_for_them(browser):
    browser.set_split(some_split(tuple("0123456789")))
    assert not browser.filters.right.isEnabled()
    assert not browser.filters.answer.isEnabled()
    assert not browser.filters.order.model().item(1).isEnabled()
    assert "no network" in browser.filters.right.toolTip()


def test_another_network_reads_anew(digits, qtbot):
    before = digits.grid.answers
    digits.filters.right.setCurrentText("Wrong")
    digits.set_network(Network((784, 10), rng=np.random.default_rng(4)).snapshot("other"))
    assert digits.grid.answers is None
    assert digits.filters.right.currentIndex() == 0
    qtbot.waitUntil(lambda: digits.grid.answers is not None)
    assert digits.grid.answers is not before


def test_a_network_of_other_classes_is_told_and_the_images_are_shown(browser, qtbot, snapshot):
    browser.set_network(snapshot)
    browser.set_split(some_split(LETTERS[:26]))
    qtbot.waitUntil(lambda: browser.note.property("role") == "error")
    assert "This network knows" in browser.note.text()
    assert len(browser.grid.order) == 300
    assert not browser.filters.right.isEnabled()


@pytest.mark.parametrize("names", [("no", "yes"), LETTERS, LONG], ids=["two", "62", "long"])
def test_any_classes_fit_into_a_small_window(browser, qtbot, names):
    network = Network((784, len(names)), rng=np.random.default_rng(0))
    snapshot = network.snapshot("other", {})
    browser.set_network(type(snapshot)(**{**vars(snapshot), "class_names": names}))
    browser.set_split(some_split(names))
    qtbot.waitUntil(lambda: browser.grid.answers is not None)
    assert browser.filters.answer.count() == 1 + len(names)
    assert browser.minimumSizeHint().width() <= 900
    for choice in (0, len(names) - 1):
        browser.bars.choose(choice)
        assert set(browser.dataset.labels[browser.grid.order]) == {choice}
    browser.grab()


def test_the_average_is_of_what_is_shown(digits, qtbot):
    digits.bars.choose(2)
    qtbot.waitUntil(lambda: "30" in digits.average_words.text())
    assert not digits.average.is_empty


def test_the_slider_and_the_wheel_agree_on_the_size(digits):
    digits.filters.slider.setValue(4)
    assert digits.grid.scale == 6
    digits.grid.set_scale(1)
    assert digits.filters.slider.value() == 0


@pytest.fixture
def relabelled(qtbot, look, loader, snapshot, tmp_path):
    """A browser of the starter digits, whose labels can be changed."""
    relabelling = Relabelling(loader, tmp_path / "labels")
    made = Browser(relabelling)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    made.set_network(snapshot)
    loader.loaded.connect(lambda loaded: made.set_split(loaded.split))
    loader.make_starter()
    qtbot.waitUntil(lambda: made.grid.answers is not None)
    yield made
    for runner in made.runners:
        assert runner.close()


def test_a_click_opens_the_card_of_the_image(digits, qtbot):
    qtbot.mouseClick(digits.grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(70, 20))
    qtbot.waitUntil(digits.card.isActiveWindow)
    assert digits.card.heading.text() == "Some, Learn, no. 1"
    qtbot.keyClick(digits.card, Qt.Key.Key_Right)
    assert digits.grid.current == 2
    digits.filters.part.setCurrentIndex(3)
    qtbot.waitUntil(lambda: digits.grid.answers is not None)
    digits.grid.chosen.emit(300)
    assert digits.card.heading.text() == "Some, Check, no. 0"


def test_a_label_is_changed_and_everything_says_so(relabelled, qtbot):
    relabelled.grid.chosen.emit(5)
    before = relabelled.grid.answers
    relabelled.card.label.activated.emit(8)
    assert relabelled.dataset.labels[5] == 8
    assert relabelled.card.label.currentText() == "8"
    assert relabelled.changes.button.text() == "1\u202flabel changed"
    assert "1\u202flabel" in relabelled.card.note.text()
    assert relabelled.grid.answers.probabilities is before.probabilities
    assert relabelled.grid.accessibleName().startswith("0")  # the first image is still the first
    relabelled.card.undo_label.click()
    assert relabelled.dataset.labels[5] == 5
    assert relabelled.changes.button.isHidden()


def test_changed_labels_are_listed_and_found_again(relabelled, qtbot):
    for index in (5, 7):
        relabelled.grid.chosen.emit(index)
        relabelled.card.label.activated.emit(1)
    entries = [action.text() for action in relabelled.changes.actions() if action.text()]
    assert entries[2:] == ["Learn, no. 7: 7 → 1", "Learn, no. 5: 5 → 1"]
    relabelled.changes.actions()[-1].trigger()
    assert relabelled.card.index == 5
    assert relabelled.grid.current == 5
    relabelled.changes.all_undone.emit()
    assert (relabelled.dataset.labels[[5, 7]] == [5, 7]).all()


def test_a_label_that_cannot_be_kept_is_told(relabelled, qtbot, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.state.relabelling.write_changes", full)
    relabelled.grid.chosen.emit(5)
    relabelled.card.label.setCurrentIndex(8)
    relabelled.card.label.activated.emit(8)
    assert "No space left" in relabelled.note.text()
    assert relabelled.card.label.currentText() == "5"
