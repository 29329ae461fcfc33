import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage

from app.views.data.images.card import NO_NETWORK, ImageCard
from app.views.data.images.pixel_canvas import Tool
from core.data.dataset import Dataset
from core.evaluation.answers import answers_of
from core.network.network import Network
from core.network.parameters import unpack
from core.network.snapshots import Snapshot
from tests.app.views.data.images.conftest import LETTERS, labelled_images

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
LONG = tuple(f"the class that is called {name}" for name in LETTERS)


def half_network(names: tuple[str, ...] = ("left", "right")) -> Snapshot:
    """Says on which half of the image there is more ink."""
    network = Network((784, len(names)), rng=np.random.default_rng(0))
    theta = np.zeros_like(network.snapshot("", {}).theta)
    W = unpack(theta, network.dimensions)[0][0].reshape(len(names), 28, 28)
    W[...] = -1
    W[0, :, :14] = W[1, :, 14:] = 1
    assert theta.any(), "W is a copy"
    made = network.snapshot("halves", {})
    return Snapshot(**{**vars(made), "theta": theta, "class_names": names})


@pytest.fixture
def halves() -> Dataset:
    images = np.zeros((3, 28, 28), np.uint8)
    images[0, 10:12, 3:6] = 255
    images[1, 10:12, 20:23] = 255
    images[2, 5:7, 20:23] = 255
    return Dataset(images.reshape(3, 784), np.array([0, 1, 0], np.uint8), ("left", "right"))


@pytest.fixture
def card(qtbot, look, halves):
    made = ImageCard()
    qtbot.addWidget(made)
    made.set_network(half_network())
    made.show_images(halves, np.array([2, 0, 1]), 0, lambda index: f"Halves, no. {index}")
    return made


def draw(qtbot, card, start, end, button=LEFT):
    """start, end: columns and rows of the image."""
    canvas = card.canvas
    box = canvas._box()
    here, there = (
        QPoint(*(round(box.left() + (at + 0.5) * box.width() / 28) for at in (x,)),
               round(box.top() + (y + 0.5) * box.width() / 28))
        for x, y in (start, end)
    )  # fmt: skip
    qtbot.mousePress(canvas, button, pos=here)
    qtbot.mouseMove(canvas, there)
    qtbot.mouseRelease(canvas, button, pos=there)


def test_it_says_what_the_image_is_and_what_is_read(card, halves):
    answers = answers_of(half_network(), halves)
    assert card.heading.text() == "Halves, no. 0"
    assert card.label.currentText() == "left"
    assert card.answer.text().startswith("Read as left, ")
    assert ": right." in card.answer.text()
    assert card.bars.best == 0
    card.step(-1)
    assert card.index == 2
    assert "Read as right" in card.answer.text()
    assert ": wrong." in card.answer.text()
    assert f"Loss {answers.losses[2]:.2f}"[:8] in card.answer.text()


def test_left_and_right_go_through_the_images_it_was_opened_among(card, qtbot):
    seen = []
    card.moved.connect(seen.append)
    qtbot.keyClick(card, Qt.Key.Key_Right)
    qtbot.keyClick(card, Qt.Key.Key_Right)
    qtbot.keyClick(card, Qt.Key.Key_Left)
    qtbot.keyClick(card, Qt.Key.Key_Left)
    qtbot.keyClick(card, Qt.Key.Key_Left)
    assert seen == [1, 0, 2]
    assert not card.previous.isEnabled()
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert card.isHidden()


def test_drawn_on_until_the_answer_is_another_it_says_after_how_many_pixels(card, qtbot):
    card.pen.click()
    assert "no longer read as left" in card.edit_words.text()
    draw(qtbot, card, (4, 20), (5, 20))
    assert "changed, still left" in card.edit_words.text()
    draw(qtbot, card, (16, 10), (26, 10))
    assert card.edit_words.text().startswith("From left to right after ")
    assert card.bars.best == 1
    qtbot.keyClick(card, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert card.bars.best == 0
    qtbot.keyClick(card, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert card.bars.best == 1
    card.reset.click()
    assert (card.canvas.image == card.canvas.original).all()
    assert card.bars.best == 0


def test_the_count_of_pixels_is_that_at_which_the_answer_flipped(card, qtbot):
    card.pen.click()
    draw(qtbot, card, (16, 10), (26, 10))
    flipped = card.edit_words.text()
    draw(qtbot, card, (16, 20), (26, 20))
    assert card.edit_words.text() == flipped


def test_the_eraser_and_the_right_button_take_ink_away(card, qtbot):
    card.eraser.click()
    assert not card.pen.isChecked()
    draw(qtbot, card, (3, 10), (6, 10))
    draw(qtbot, card, (3, 11), (6, 11))
    assert card.canvas.image.max() == 0
    card.canvas.reset()
    card.pen.click()
    assert not card.eraser.isChecked()
    draw(qtbot, card, (3, 10), (6, 11), RIGHT)
    assert card.canvas.image.sum() < card.canvas.original.sum()


def test_without_a_tool_the_image_stays(card, qtbot):
    draw(qtbot, card, (3, 10), (20, 20))
    assert card.canvas.tool is Tool.LOOK
    assert not card.undo.isEnabled()
    assert card.edit_words.text() == ""


def test_it_is_drawn_on_by_keys_too(card, qtbot):
    card.pen.click()
    canvas = card.canvas
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Space):
        qtbot.keyClick(canvas, key)
    assert canvas.image.reshape(28, 28)[13, 16] == 255
    assert card.index == 0


def test_why_shows_which_pixels_speak_for_the_answer(card, qtbot):
    card.why.click()
    assert card.canvas.why.isVisible()
    assert "Why left" in card.canvas.why.accessibleName()
    card.step(1)
    assert "Why right" in card.canvas.why.accessibleName()
    card.why.click()
    assert not card.canvas.why.isVisible()


def test_look_inside_hands_over_the_image_as_it_is_now(card, qtbot, halves):
    told = []
    card.look_wanted.connect(lambda *what: told.append(what))
    card.pen.click()
    draw(qtbot, card, (16, 10), (26, 10))
    card.inside.click()
    ((image, class_name, name),) = told
    assert image.shape == (784, 1)
    assert image.dtype == np.float32
    assert (image[:, 0] * 255).round().astype(np.uint8).tolist() == card.canvas.image.tolist()
    assert class_name == "left"
    assert name == "Halves, no. 0, changed"


def test_draw_is_handed_the_image_as_it_is_now(card, qtbot):
    told = []
    card.draw_wanted.connect(lambda *what: told.append(what))
    card.pen.click()
    draw(qtbot, card, (16, 10), (26, 10))
    card.on_draw.click()
    ((image, name),) = told
    assert (image[:, 0] * 255).round().astype(np.uint8).tolist() == card.canvas.image.tolist()
    assert name == "Halves, no. 0, changed"
    assert not card.isVisible()


def test_another_class_is_told_where_labels_can_be_changed(card, qtbot):
    assert not card.label.isEnabled()
    card.set_relabelling("", can_undo=False)
    told = []
    card.relabelled.connect(lambda *what: told.append(what))
    card.label.activated.emit(0)
    card.label.activated.emit(1)
    assert told == [(0, 1)]


def test_another_label_is_seen_and_what_was_drawn_stays(card, qtbot, halves):
    card.pen.click()
    draw(qtbot, card, (4, 20), (5, 20))
    drawn = card.canvas.image.copy()
    card.set_dataset(Dataset(halves.images, np.array([1, 1, 0], np.uint8), halves.class_names))
    assert card.label.currentText() == "right"
    assert ": wrong." in card.answer.text()
    assert (card.canvas.image == drawn).all()


def test_it_is_copied_and_saved_as_a_picture(card, qtbot, tmp_path, monkeypatch):
    card.copy.click()
    copied = QGuiApplication.clipboard().image()
    assert copied.width() == copied.height() >= 28
    path = tmp_path / "image.png"
    monkeypatch.setattr(
        "app.views.widgets.exports.QFileDialog.getSaveFileName", lambda *_: (str(path), "")
    )
    card.save.click()
    assert QImage(str(path)).size().width() == 28
    assert "Exported" in card.note.text()


def test_without_a_network_the_image_is_still_there(card):
    card.set_network(None)
    assert card.answer.text() == NO_NETWORK
    assert not card.why.isEnabled()
    assert not card.inside.isEnabled()


def test_a_network_of_other_classes_gives_no_answer(card, snapshot):
    card.set_network(snapshot)
    assert card.bars.best is None
    assert not card.inside.isEnabled()


@pytest.mark.parametrize("names", [LETTERS, LONG], ids=["62", "long"])
def test_any_classes_have_room(qtbot, look, names):
    card = ImageCard()
    qtbot.addWidget(card)
    card.set_network(half_network(names))
    card.show_images(labelled_images(70, names), np.arange(70), 61, str)
    assert card.label.count() == 62
    assert card.label.currentText() == names[61]
    card.resize(500, 400)
    card.grab()
