"""What is drawn is one thing in the whole window: the digit that is chosen on Draw."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app import startup
from app.paths import Paths
from app.views.draw.sheet import OpenedPicture, Sheet, picture_of
from app.views.inspect.view import MICROSCOPE
from app.views.train.live_reading import NO_DRAWING
from core.files import model_file
from core.ink.digit_image import digit_image
from core.ink.strokes import Drawing
from core.network.network import Network
from core.network.snapshots import Snapshot
from core.reading.hand import Hand, with_hand
from core.reading.reading import read
from tests.app.left_windows import end
from tests.app.views.draw.readings import number
from tests.app.views.draw.test_pictures import image

pytestmark = pytest.mark.slow

NUMBER = number(4)
LEFT = Qt.MouseButton.LeftButton


def other_network(seed: int) -> Snapshot:
    return Network((784, 12, 10), rng=np.random.default_rng(seed)).snapshot(f"number {seed}")


@pytest.fixture
def lab(
    look: object,
    tmp_path: Path,
    snapshot: Snapshot,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> Iterator[startup.Lab]:
    monkeypatch.setattr(model_file, "shipped", lambda: snapshot)
    monkeypatch.delenv("DIGIT_LAB_MNIST", raising=False)
    made = startup.Lab(Paths(tmp_path / "data", tmp_path / "settings.ini"))
    made.window.show()
    qtbot.waitUntil(lambda: made.is_complete)
    yield made
    end(made)


def put(lab: startup.Lab, sheet: Sheet, qtbot: QtBot) -> None:
    with qtbot.waitSignal(lab.draw.digit_changed):
        lab.draw.canvas.set_drawing(sheet)


def walked(lab: startup.Lab) -> tuple[np.ndarray, int]:
    """What “My drawing” is in the microscope: its image, and its label y."""
    lab.actions["inspect-drawing"].trigger()
    pictured = lab.inspect.network.picture.flow
    lab.inspect.show_pane(MICROSCOPE)
    walk = lab.inspect.microscope.page.walk
    assert pictured is not None
    assert (pictured.H[0] == walk["X"][:, 0]).all()
    return walk["X"], int(walk["Y"].argmax())


def trained_with(lab: startup.Lab) -> tuple[str, str]:
    """What Train says of the drawing, and how it is read there."""
    lab.window.show_view("train")
    return lab.train.reading.caption.text(), lab.train.reading.digit.text()


def test_each_digit_of_a_number_goes_everywhere_when_it_is_chosen(
    lab: startup.Lab, qtbot: QtBot
) -> None:
    training = other_network(1)
    lab.session.snapshot_changed.emit(training)
    put(lab, NUMBER, qtbot)
    for index, stroke in enumerate(NUMBER.strokes):
        lab.window.show_view("draw")
        place = QPoint(*(round(share * lab.draw.canvas.width()) for share in stroke.points.mean(0)))
        QTest.mouseClick(lab.draw.canvas, LEFT, pos=place)
        alone = digit_image(Drawing((stroke,)))
        answer = lab.draw.answers[index]
        X, y = walked(lab)
        assert np.array_equal(X, alone)
        if not answer.in_doubt:
            assert y == answer.digit
        name = lab.draw.drawn_digit.name
        assert lab.inspect.microscope.chooser.example().name == name
        assert trained_with(lab) == (
            f"{name.capitalize()} is read as",
            str(read(training, alone).digit),
        )


def test_the_choice_stays_when_another_network_reads(lab: startup.Lab, qtbot: QtBot) -> None:
    put(lab, NUMBER, qtbot)
    lab.draw.choose(1)
    lab.network.use(other_network(2))
    assert lab.draw.drawn_digit.index == 1
    assert np.array_equal(walked(lab)[0], digit_image(Drawing(NUMBER.strokes[1:2])))


def test_what_the_user_says_is_the_label(lab: startup.Lab, qtbot: QtBot) -> None:
    lab.session.snapshot_changed.emit(other_network(1))
    put(lab, NUMBER, qtbot)
    lab.draw.choose(2)
    answer = lab.draw.answers[2]
    said = (answer.reading.digit + 1) % 10
    qtbot.keyClick(lab.window, str(said))
    assert walked(lab)[1] == said
    assert lab.inspect.microscope.chooser.target.currentText() == f"{said}, as you say"
    trained_with(lab)
    assert lab.train.reading.probability.text().endswith(f"you say {said}")
    lab.draw.answer.teach.undo.click()
    walked(lab)
    assert "as you say" not in lab.inspect.microscope.chooser.target.currentText()
    trained_with(lab)
    assert "you say" not in lab.train.reading.probability.text()


def test_a_digit_of_a_picture_goes_everywhere(lab: startup.Lab, qtbot: QtBot) -> None:
    lab.session.snapshot_changed.emit(other_network(1))
    picture = picture_of("two", image(2))
    assert isinstance(picture, OpenedPicture)
    put(lab, picture, qtbot)
    for index, found in enumerate(picture.digits):
        lab.draw.choose(index)
        assert np.array_equal(walked(lab)[0], found.image)
        assert trained_with(lab)[0] == f"{lab.draw.drawn_digit.name.capitalize()} is read as"


def test_nothing_stale_is_left_of_a_blank_canvas(lab: startup.Lab, qtbot: QtBot) -> None:
    lab.session.snapshot_changed.emit(other_network(1))
    for sheet in (NUMBER, picture_of("two", image(2))):
        put(lab, sheet, qtbot)
        walked(lab)
        with qtbot.waitSignal(lab.draw.digit_changed):
            lab.draw.canvas.clear()
        assert lab.inspect.microscope.page.walk is None
        assert lab.inspect.microscope.chooser.thumbnail.is_empty
        assert trained_with(lab) == (NO_DRAWING, "")
        assert lab.train.reading.preview.is_empty


def test_a_hand_has_no_say_on_train(lab: startup.Lab, qtbot: QtBot) -> None:
    training = other_network(1)
    one = Drawing(NUMBER.strokes[:1])
    alone = read(training, digit_image(one)).digit
    hand = Hand.of([one] * 2, np.full(2, (alone + 1) % 10, np.uint8))
    lab.session.snapshot_changed.emit(with_hand(training, hand))
    put(lab, one, qtbot)
    assert trained_with(lab)[1] == str(alone)


def test_without_a_network_in_use_the_one_in_training_reads_the_last_digit(
    lab: startup.Lab, qtbot: QtBot
) -> None:
    training = other_network(1)
    lab.session.snapshot_changed.emit(training)
    lab.draw.set_snapshot(None, "There is none.")
    put(lab, NUMBER, qtbot)
    alone = digit_image(Drawing(NUMBER.strokes[-1:]))
    assert trained_with(lab)[1] == str(read(training, alone).digit)
    picture = picture_of("two", image(2))
    put(lab, picture, qtbot)
    assert np.array_equal(lab.draw.drawn_digit.image, picture.digits[-1].image)


def test_more_digits_than_can_be_read_are_none(lab: startup.Lab, qtbot: QtBot) -> None:
    many = [[[0.01 + 0.07 * k, 0.45], [0.01 + 0.07 * k, 0.55]] for k in range(14)]
    for network in (other_network(1), None):
        lab.draw.set_snapshot(network, "")
        put(lab, Drawing.from_lists(many), qtbot)
        assert lab.draw.drawn_digit is None
        assert trained_with(lab) == (NO_DRAWING, "")


def test_a_stroke_is_told_once_a_frame_at_most(lab: startup.Lab, qtbot: QtBot) -> None:
    canvas, told = lab.draw.canvas, []
    lab.draw.digit_changed.connect(told.append)
    QTest.mousePress(canvas, LEFT, pos=QPoint(100, 100))
    for step in range(200):
        QTest.mouseMove(canvas, QPoint(100 + step // 2, 100 + step))
    moves_told = len(told)
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(200, 300))
    qtbot.waitUntil(lambda: canvas.is_settled)
    assert moves_told < 100
    assert told[-1] is not None
