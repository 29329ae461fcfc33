"""Pictures on the canvas: opened, pasted, dropped; with their digits, or with what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions import Actions
from app.views.draw.draw_view import CLEAR_PICTURE, READING_PICTURE, DrawView
from app.views.draw.ink_layers import paint_drawing
from app.views.draw.pictures import ELSEWHERE, NOTHING_COPIED, SEVERAL
from app.views.draw.sheet import LARGEST, OpenedPicture, picture_of, picture_of_digit
from core.ink.strokes import Drawing
from tests.app.views.draw.conftest import Put
from tests.app.views.draw.readings import reading

WIDTH, HEIGHT = 400, 200
LEFT = Qt.MouseButton.LeftButton


def image(digits: int = 2, *, width: int = WIDTH, height: int = HEIGHT) -> QImage:
    """Dark 7s on light paper, wider than high."""
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor("#e8e2d4"))
    with QPainter(made) as painter:
        for k in range(digits):
            left = (k + 0.5) / digits - 0.1
            seven = Drawing.from_lists([[[left, 0.1], [left + 0.15, 0.1], [left + 0.05, 0.4]]])
            paint_drawing(painter, seven, width, 0.03, QColor("#203050"))
    return made


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "two sevens.png"
    assert image().save(str(path))
    return path


def mime(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def drop(view: DrawView, data: QMimeData) -> bool:
    """Whether it was taken."""
    buttons, keys = LEFT, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(view.canvas, enter)
    if enter.isAccepted():
        action = Qt.DropAction.CopyAction
        QApplication.sendEvent(
            view.canvas, QDropEvent(QPointF(50, 50), action, data, buttons, keys)
        )
    return enter.isAccepted()


def test_a_picture_is_opened_shown_and_read(view: DrawView, photo: Path, reads, qtbot) -> None:
    reads(reading(7), reading(7, 0.8))
    with qtbot.waitSignal(view.digit_changed):
        view.pictures.open(photo)
    assert view.canvas.picture.name == "two sevens.png"
    assert view.answer.headline.digit.text == "77"
    boxes = view.overlays.boxes
    assert boxes.isVisible()
    assert boxes.tags == ("7  90\u202f%", "7  80\u202f%")
    for box, left in zip(boxes.boxes, (0.15, 0.65), strict=True):
        assert box.left() == pytest.approx(left, abs=0.04)
        assert box.top() == pytest.approx(0.25 + 0.1, abs=0.04)
    assert view.answer.teach.words.text() == CLEAR_PICTURE
    shown = view.canvas.grab().toImage()
    side = view.canvas.width()
    assert shown.pixelColor(side // 2, side // 2).name() == "#e8e2d4"
    assert shown.pixelColor(side // 2, side // 8).name() == "#000000"


def test_one_digit_in_a_picture_is_boxed_too(view: DrawView, put: Put) -> None:
    put(picture_of("one", image(1)))
    assert len(view.digits) == 1
    assert view.overlays.boxes.isVisible()


def test_a_picture_is_dropped(view: DrawView, photo: Path, qtbot) -> None:
    with qtbot.waitSignal(view.digit_changed):
        assert drop(view, mime(photo))
    assert len(view.digits) == 2


def test_text_is_not_taken(view: DrawView) -> None:
    data = QMimeData()
    data.setText("7")
    assert not drop(view, data)
    assert view.canvas.picture is None


def test_a_picture_is_pasted(view: DrawView, actions: Actions, qtbot) -> None:
    QGuiApplication.clipboard().setImage(image(2))
    with qtbot.waitSignal(view.digit_changed):
        actions["paste-picture"].trigger()
    assert len(view.digits) == 2


def test_pasting_without_a_picture_says_what_to_do(
    view: DrawView, actions: Actions, seven: Drawing, put: Put
) -> None:
    put(seven)
    before = view.answer.headline.digit.text
    assert before
    QGuiApplication.clipboard().setText("7")
    actions["paste-picture"].trigger()
    assert view.answer.headline.words.text() == NOTHING_COPIED
    assert view.answer.headline.digit.text == before
    assert view.drawing is seven


def test_a_file_that_is_no_picture_leaves_the_drawing(
    view: DrawView, tmp_path: Path, seven: Drawing, put: Put, qtbot
) -> None:
    put(seven)
    text = tmp_path / "notes.txt"
    text.write_text("seven")
    with qtbot.waitSignal(view.pictures.failed):
        assert drop(view, mime(text))
    assert view.answer.headline.words.text().startswith("“notes.txt” is not a picture")
    assert view.drawing is seven


def test_an_even_picture_is_shown_with_what_is_missing(view: DrawView, put: Put) -> None:
    put(picture_of("paper", image(0)))
    assert view.digits == ()
    assert view.answer.headline.words.text().startswith("No digit stands out")
    assert view.answer.headline.digit.text == ""
    assert not view.overlays.boxes.isVisible()


def test_clear_goes_back_to_drawing_and_undo_brings_the_picture_back(
    view: DrawView, actions: Actions, put: Put, qtbot
) -> None:
    picture = picture_of("two", image())
    put(picture)
    actions["clear"].trigger()
    assert view.canvas.picture is None
    qtbot.waitUntil(lambda: view.digits == ())
    assert view.answer.teach.words.text() == ""
    actions["undo"].trigger()
    qtbot.waitUntil(lambda: len(view.digits) == 2)
    assert view.canvas.picture is picture


def test_the_pen_on_a_picture_starts_a_drawing_and_a_tap_looks_at_a_digit(
    view: DrawView, put: Put, reads, qtbot
) -> None:
    reads(reading(7), reading(1))
    picture = picture_of("two", image())
    put(picture)
    assert view.prediction.digit == 1
    middle = view.overlays.boxes.boxes[0].center() * view.canvas.width()
    QTest.mouseClick(view.canvas, LEFT, pos=middle.toPoint())
    assert view.canvas.picture is picture
    assert view.prediction.digit == 7
    QTest.mousePress(view.canvas, LEFT, pos=QPoint(60, 60))
    for x in range(70, 160, 10):
        QTest.mouseMove(view.canvas, QPoint(x, 60))
    assert view.canvas.picture is None
    QTest.mouseRelease(view.canvas, LEFT, pos=QPoint(150, 60))
    qtbot.waitUntil(lambda: len(view.drawing.strokes) == 1)
    assert len(view.drawing.strokes[0].points) == 10


def test_a_large_photo_is_made_smaller_before_it_is_searched() -> None:
    picture = picture_of("large", image(2, width=3200, height=1600))
    assert picture.size == (LARGEST, LARGEST // 2)
    assert picture.image.width() == LARGEST
    assert len(picture.digits) == 2


def test_a_picture_lies_in_the_middle_of_the_canvas() -> None:
    wide, high = (OpenedPicture("p", QImage(), size, ()).place for size in ((400, 200), (100, 400)))
    assert (wide.left(), wide.top(), wide.width(), wide.height()) == (0, 0.25, 1, 0.5)
    assert (high.left(), high.top(), high.width(), high.height()) == (0.375, 0, 0.25, 1)


def urls(*addresses: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(each) for each in addresses])
    return data


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (urls("file:///a.png", "file:///b.png"), SEVERAL),
        (urls("https://example.org/a.png"), ELSEWHERE),
        (urls("ftp://example.org/a.png", "https://example.org/b.png"), SEVERAL),
    ],
)
def test_what_is_not_one_file_here_is_told(
    view: DrawView, seven: Drawing, put: Put, data: QMimeData, sentence: str
) -> None:
    put(seven)
    assert drop(view, data)
    assert view.answer.headline.words.text() == sentence
    assert view.drawing is seven
    assert view.pictures.reading.runners == ()  # nothing was fetched


def test_a_folder_and_a_file_that_is_gone_are_told(
    view: DrawView, seven: Drawing, put: Put, tmp_path: Path, qtbot
) -> None:
    put(seven)
    for path in (tmp_path, tmp_path / "gone.png"):
        with qtbot.waitSignal(view.pictures.failed):
            assert drop(view, mime(path))
        assert f"“{path.name}”" in view.answer.headline.words.text()
    assert view.drawing is seven


def test_an_empty_clipboard_is_told(view: DrawView, actions: Actions, monkeypatch) -> None:
    class Empty:
        def mimeData(self) -> None:
            return None

    monkeypatch.setattr("app.views.draw.pictures.QGuiApplication.clipboard", Empty)
    actions["paste-picture"].trigger()
    assert view.answer.headline.words.text() == NOTHING_COPIED


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Reading a picture waits for this event."""
    go_on = Event()

    def from_file(path: Path, snapshot: object, cancelled: object) -> OpenedPicture:
        assert go_on.wait(20)
        return picture_of(path.name, image(1))

    monkeypatch.setattr("app.views.draw.pictures.from_file", from_file)
    yield go_on
    go_on.set()


def test_a_picture_that_takes_long_is_told_and_arrives(
    view: DrawView, seven: Drawing, put: Put, slow: Event, photo: Path, qtbot
) -> None:
    put(seven)
    words = view.answer.headline.words
    view.pictures.open(photo)
    assert words.text() != READING_PICTURE
    qtbot.waitUntil(lambda: words.text() == READING_PICTURE)
    assert view.drawing is seven
    with qtbot.waitSignal(view.digit_changed):
        slow.set()
    assert view.canvas.picture.name == photo.name
    assert words.text() != READING_PICTURE


def test_escape_gives_a_picture_up(
    view: DrawView, seven: Drawing, put: Put, slow: Event, photo: Path, qtbot
) -> None:
    put(seven)
    words, before = view.answer.headline.words, view.answer.headline.words.text()
    view.pictures.open(photo)
    qtbot.waitUntil(lambda: words.text() == READING_PICTURE)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert words.text() == before
    slow.set()
    qtbot.wait(100)
    assert view.drawing is seven


def test_a_newer_picture_takes_the_place_of_an_older(
    view: DrawView, slow: Event, photo: Path, tmp_path: Path, qtbot
) -> None:
    shown = []
    view.canvas.drawing_changed.connect(lambda: shown.append(view.canvas.picture.name))
    view.pictures.open(tmp_path / "old.png")
    view.pictures.open(photo)
    slow.set()
    qtbot.waitUntil(lambda: bool(shown))
    qtbot.wait(100)
    assert set(shown) == {photo.name}


def test_a_digit_image_is_read_as_it_is(view: DrawView, put: Put) -> None:
    image = np.random.default_rng(0).integers(0, 256, (784, 1)).astype(np.float32) / 255
    put(picture_of_digit("MNIST, Test, no. 12", image))
    (digit,) = view.digits
    assert np.array_equal(digit.reading.image, image)
    assert view.drawn_digit is not None
    assert view.drawn_digit.name == "your picture"
