"""My handwriting as it is seen and pressed."""

from datetime import UTC, datetime

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog

from app.background.training.messages import Taught
from app.state.my_handwriting import FIRST_SET, LessonState
from app.views.data.hand.page import SIDE_WIDTH, HandPage
from app.views.data.hand.progress import goal_of, next_digit, progress_of
from app.views.draw.canvas import Canvas
from app.views.widgets.plain import PlainLabel
from app.views.widgets.scrolled import scrolled
from core.data.handwriting import Handwriting
from core.errors import DataError
from tests.app.clipping import faults
from tests.app.hands import hand, lesson_result, network, quick_learning, zigzag
from tests.app.test_layouts import settle

__all__ = ["hand", "network", "quick_learning"]


@pytest.fixture
def page(qtbot, hand):
    made = HandPage(hand, Canvas)
    qtbot.addWidget(made)
    made.resize(944, 490)
    made.show()
    return made


def teach(hand, *digits):
    return [hand.teach(zigzag(k), digit) for k, digit in enumerate(digits)]


def stroke(canvas, *, lift=True):
    canvas.pen_down(QPointF(10, 10), 0.0, None, False)
    canvas.pen_move(QPointF(60, 90), 0.1, None)
    if lift:
        canvas.pen_up()


def labels(page):
    return [page.grid.item(row).text() for row in range(page.grid.count())]


def test_drawings_are_shown_digit_by_digit(page, hand):
    teach(hand, 7, 2, 7, 0)
    assert labels(page) == ["0", "2", "7", "7"]
    assert page.grid.ids == [4, 2, 1, 3]
    assert page.sets.count.text() == "4\u202fdrawings"


@pytest.mark.parametrize("size", [(880, 550), (740, 480)])
def test_below_the_drawings_no_words_are_cut_off(hand, text_size, qtbot, size):
    teach(hand, 3)
    page = HandPage(hand, Canvas)
    area = scrolled(page)
    qtbot.addWidget(area)
    area.show()
    text_size(150)
    settle(area, QSize(*size))
    assert page.learn.parentWidget().y() > page.grid.height()
    assert faults(area) == []
    assert page.start.dots.height() >= page.start.dots.sizeHint().height()


def test_beside_the_drawings_the_cards_are_as_wide_whatever_they_say(page, hand):
    for digits in ((), (1, 2)):
        teach(hand, *digits)
        settle(page, QSize(944, 490))
        assert page.learn.width() == SIDE_WIDTH


def test_a_key_says_what_the_chosen_ones_are(page, hand, qtbot):
    ids = teach(hand, 1, 7, 7)
    page.grid.choose(ids[1:])
    qtbot.keyClick(page.grid, Qt.Key.Key_4)
    assert hand.open_set.digits.tolist() == [1, 4, 4]
    assert sorted(page.grid.chosen) == ids[1:]
    qtbot.keyClick(page.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hand.open_set.digits.tolist() == [1, 7, 7]
    qtbot.keyClick(page.grid, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert hand.open_set.digits.tolist() == [1, 4, 4]


def test_a_click_does_so_too(page, hand, qtbot):
    ids = teach(hand, 1, 7)
    assert not page.labels.buttons[3].isEnabled()
    page.grid.choose(ids[:1])
    qtbot.mouseClick(page.labels.buttons[3], Qt.MouseButton.LeftButton)
    assert hand.open_set.digits.tolist() == [3, 7]
    qtbot.mouseClick(page.labels.delete, Qt.MouseButton.LeftButton)
    assert hand.open_set.digits.tolist() == [7]
    qtbot.mouseClick(page.sets.undo, Qt.MouseButton.LeftButton)
    assert hand.open_set.digits.tolist() == [3, 7]


def test_delete_takes_the_chosen_ones_and_nothing_without_a_choice(page, hand, qtbot):
    ids = teach(hand, 1, 7)
    qtbot.keyClick(page.grid, Qt.Key.Key_Delete)
    qtbot.keyClick(page.grid, Qt.Key.Key_5)
    assert hand.open_set.digits.tolist() == [1, 7]
    page.grid.choose(ids[:1])
    qtbot.keyClick(page.grid, Qt.Key.Key_Delete)
    assert hand.open_set.digits.tolist() == [7]


def test_thumbnails_are_what_the_network_sees(page, hand):
    from core.ink.digit_image import digit_images

    teach(hand, 3)
    image = page.grid.item(0).icon().pixmap(56, 56).toImage()
    grey = [[image.pixelColor(2 * x, 2 * y).red() for x in range(28)] for y in range(28)]
    np.testing.assert_array_equal(
        np.array(grey, np.uint8).reshape(1, 784), digit_images([zigzag(0)])
    )


def test_sets_are_chosen_from_the_list(page, hand):
    teach(hand, 1)
    page.sets.create_set("Ben")
    assert labels(page) == []
    assert page.sets.choice.currentText() == "Ben"
    page.sets.choice.setCurrentText(FIRST_SET)
    page.sets.choice.activated.emit(page.sets.choice.currentIndex())
    assert labels(page) == ["1"]
    page.sets.rename_set("Anna")
    assert [page.sets.choice.itemText(n) for n in range(2)] == ["Anna", "Ben"]


def test_a_set_is_exported_and_imported(page, hand, tmp_path):
    teach(hand, 1, 2)
    page.sets.export_drawings(tmp_path / "out")
    page.sets.create_set("Ben")
    page.sets.import_drawings(tmp_path / "out.jsonl")
    assert labels(page) == ["1", "2"]
    assert page.sentence.text() == "2 drawings were added from “out.jsonl”."
    page.sets.import_drawings(tmp_path / "nowhere.jsonl")
    assert page.sentence.property("role") == "error"
    assert "Nothing was added" in page.sentence.text()


def test_a_damaged_file_is_told_on_the_page(qtbot, hand, tmp_path, session, loader, network):
    from app.state.my_handwriting import MyHandwriting

    (tmp_path / "hand").mkdir()
    (tmp_path / "hand" / "Anna.jsonl").write_text("nonsense")
    page = HandPage(MyHandwriting(tmp_path / "hand", session, loader, network, hand), Canvas)
    qtbot.addWidget(page)
    assert "“Anna” is damaged" in page.sentence.text()
    assert not page.sentence.isHidden()


def test_learning_shows_before_and_after_and_asks(page, hand, qtbot, network, snapshot):
    card = page.learn
    assert not card.learn.isEnabled()
    teach(hand, *range(10))
    qtbot.mouseClick(card.learn, Qt.MouseButton.LeftButton)
    assert card.cancel.isVisible()
    assert not card.learn.isVisible()
    qtbot.waitUntil(lambda: hand.learning is LessonState.ASKING)
    mine, others = card.result.rows
    result = hand.result.result
    assert [each.text() for each in mine] == [
        "Your 10\u202fdrawings",
        str(result.mine.before),
        str(result.mine.after),
    ]
    assert others[0].text() == "Starter digits, 50"
    assert others[2].text() == f"{100 * result.others.after.accuracy:.2f}\u202f%"
    qtbot.mouseClick(card.keep, Qt.MouseButton.LeftButton)
    assert network.snapshot is result.network
    assert card.go_back.isVisible()
    qtbot.mouseClick(card.go_back, Qt.MouseButton.LeftButton)
    assert network.snapshot is snapshot
    assert not card.go_back.isVisible()
    assert card.learn.isVisible()


def ask_about(hand, snapshot, mine, others):
    """As if a lesson had come to that."""
    hand.learning = LessonState.ASKING
    hand.result = Taught(lesson_result(mine, others, network=snapshot), 1.0)
    hand.learning_changed.emit()


@pytest.mark.parametrize("size", [(800, 430), (944, 490), (1600, 1000)])
@pytest.mark.parametrize(
    ("mine", "others"),
    [
        ((7, 4, 6), (9_936, 9_934)),
        ((7, 6, 4), (9_936, 9_000)),
        ((1_000, 990, 996), (9_936, 9_000)),
        ((0, 0, 0), (9_936, 9_934)),
    ],
)
def test_nothing_of_a_result_is_cut_off(page, hand, snapshot, qtbot, size, mine, others):
    page.resize(*size)
    teach(hand, *range(7))
    ask_about(hand, snapshot, mine, others)
    card = page.learn
    qtbot.waitUntil(lambda: card.height() == card.heightForWidth(card.width()))
    shown = [each for each in card.findChildren(PlainLabel) if each.isVisible()]
    assert len(shown) >= 10
    for label in shown:
        needed = label.heightForWidth(label.width()) if label.wordWrap() else 0
        assert label.height() >= max(needed, label.minimumSizeHint().height()), label.text()
        if not label.wordWrap():
            assert label.width() >= label.sizeHint().width(), label.text()
        assert card.rect().contains(label.rect().translated(label.mapTo(card, QPoint())))
    for button in (card.keep, card.discard):
        assert button.width() >= button.minimumSizeHint().width()
        assert page.rect().contains(button.rect().translated(button.mapTo(page, QPoint())))
    card.discard.click()
    assert page.start.isVisible()


@pytest.mark.parametrize(
    ("mine", "others", "is_worse"),
    [
        ((7, 4, 6), (9_936, 9_934), False),
        ((7, 6, 4), (9_936, 9_936), True),
        ((7, 4, 6), (9_936, 9_800), True),
        ((7, 6, 6), (9_936, 9_936), False),
    ],
)
def test_keep_comes_first_unless_it_got_worse(page, hand, snapshot, mine, others, is_worse):
    ask_about(hand, snapshot, mine, others)
    card = page.learn
    first, second = (card.discard, card.keep) if is_worse else (card.keep, card.discard)
    card.layout().activate()
    assert first.x() < second.x()
    assert first.property("role") == "primary"
    assert second.property("role") != "primary"
    assert first.nextInFocusChain() is second
    assert card.result.warning.isVisible() == is_worse
    assert ("got worse" in card.result.warning.text()) == is_worse


def test_a_result_can_be_discarded(page, hand, qtbot, network, snapshot):
    teach(hand, 1)
    qtbot.mouseClick(page.learn.learn, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.learn.discard.isVisible)
    assert page.learn.result.rows[0][2].text() == "–"
    qtbot.mouseClick(page.learn.discard, Qt.MouseButton.LeftButton)
    assert network.snapshot is snapshot
    assert page.learn.learn.isVisible()


def test_collecting_asks_for_each_digit_three_times(page, hand, qtbot):
    qtbot.mouseClick(page.start.button, Qt.MouseButton.LeftButton)
    collect = page.collect
    asked = []
    while collect.digit is not None:
        asked.append(collect.digit)
        assert not collect.next.isEnabled()
        stroke(collect.canvas)
        qtbot.mouseClick(collect.next, Qt.MouseButton.LeftButton)
        assert collect.canvas.drawing.is_blank
    assert asked == 3 * list(range(10))
    assert hand.open_set.counts.tolist() == [3] * 10
    assert collect.count.text() == "30 of 30"
    qtbot.mouseClick(collect.finish, Qt.MouseButton.LeftButton)
    assert page.currentWidget() is not collect
    assert page.start.button.text() == "Once more"


def test_collecting_goes_on_where_the_set_is(page, hand):
    teach(hand, 0, 0, 0, 1)
    page.start_collecting()
    assert page.collect.digit == 2
    assert page.collect.count.text().startswith("4 of 30")


def test_keys_while_collecting_mean_the_collection(page, hand, qtbot):
    page.start_collecting()
    collect = page.collect
    stroke(collect.canvas)
    qtbot.keyClick(collect, Qt.Key.Key_C)
    assert collect.canvas.drawing.is_blank
    qtbot.keyClick(collect, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not collect.canvas.drawing.is_blank
    qtbot.keyClick(collect, Qt.Key.Key_Space)
    assert hand.open_set.digits.tolist() == [0]
    qtbot.keyClick(collect, Qt.Key.Key_Backspace)
    assert hand.open_set.digits.tolist() == []
    assert collect.digit == 0
    qtbot.keyClick(collect, Qt.Key.Key_Escape)
    assert page.currentIndex() == 0


def test_a_pause_keeps_the_drawing_but_not_while_the_pen_rests(page, hand, qtbot):
    page.start_collecting()
    collect = page.collect
    collect._timer.setInterval(0)
    stroke(collect.canvas)
    qtbot.waitUntil(lambda: len(hand.open_set.drawings) == 1)
    stroke(collect.canvas)
    collect._timer.stop()
    stroke(collect.canvas, lift=False)
    collect._on_pause()
    QApplication.processEvents()
    assert len(hand.open_set.drawings) == 1
    collect.by_itself.setChecked(False)
    collect.canvas.pen_up()
    assert not collect._timer.isActive()


def test_what_cannot_be_kept_while_collecting_is_told_and_stays(page, hand, monkeypatch):
    def full(*_, **__):
        raise DataError("The disk is full.")

    page.start_collecting()
    collect = page.collect
    monkeypatch.setattr(hand.store, "add", full)
    stroke(collect.canvas)
    collect.accept()
    assert collect.note.text() == "The disk is full."
    assert not collect.canvas.drawing.is_blank
    assert collect.digit == 0


def test_the_page_fits_a_small_screen(page, hand):
    teach(hand, *range(10))
    page.start_collecting()
    assert page.minimumSizeHint().width() <= 944
    assert page.minimumSizeHint().height() <= 455


@pytest.mark.parametrize(
    ("counts", "goal", "there", "digit"),
    [
        ([0] * 10, 3, 0, 0),
        ([3] * 10, 6, 0, 0),
        ([3] * 9 + [2], 3, 29, 9),
        ([5, *[3] * 9], 6, 2, 1),
        ([9] * 10, 12, 0, 0),
    ],
)
def test_the_plan(counts, goal, there, digit):
    counts = np.array(counts)
    assert goal_of(counts) == goal
    assert progress_of(counts, goal).sum() == there
    assert next_digit(counts, goal) == digit
    assert next_digit(np.full(10, goal), goal) is None


def test_what_is_on_the_canvas_is_the_digit_that_was_asked_for(page, hand, tmp_path):
    page.start_collecting()
    collect = page.collect
    stroke(collect.canvas)
    other = Handwriting(tmp_path / "hand")
    for k in range(3):
        other.add(FIRST_SET, zigzag(k), 0, now=datetime.now(UTC))
    hand.refresh()
    assert (hand.open_set.counts[0], collect.digit) == (3, 0)
    collect.accept()
    assert (hand.open_set.counts[0], collect.digit) == (4, 1)


def test_a_dialog_means_the_set_that_was_open(page, hand, tmp_path, monkeypatch):
    teach(hand, 1)
    hand.create("Ben")
    hand.open(FIRST_SET)
    hand.export(tmp_path / "out.jsonl")

    def meanwhile(*_: object, **__: object) -> tuple[str, str]:
        Handwriting(tmp_path / "hand").remove(hand.name)
        hand.refresh()
        return str(tmp_path / "out.jsonl"), ""

    monkeypatch.setattr(QInputDialog, "getText", meanwhile)
    page.sets.rename_set()
    assert hand.names == ["Ben"]
    hand.create("Carl")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", meanwhile)
    page.sets.import_drawings()
    assert hand.names == ["Ben"]
    assert not hand.open_set.drawings
