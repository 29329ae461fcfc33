"""What the network sees: the steps, what each is good for, and the digits most alike."""

from __future__ import annotations

from html import escape
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest

from app.views.draw.answer import TABS
from app.views.draw.draw_view import DrawView
from app.views.draw.nearest_row import OWN_FROM_WIDTH, NearestRow
from app.views.draw.places import ANSWER_WIDTHS
from app.views.draw.reader_words import reader_lines
from app.views.draw.sheet import picture_of
from app.views.draw.steps_pane import NO_PEN, NOTHING, STEPS
from app.views.draw.words import short
from core.data.dataset import Dataset
from core.ink.stages import picture_stages, stages
from core.ink.strokes import Drawing
from core.network.snapshots import Snapshot
from core.reading.hand import Hand, with_hand
from core.reading.reading import read
from tests.app.views.draw.conftest import Put
from tests.app.views.draw.test_pictures import image

SEES = 1


@pytest.fixture
def pane(view: DrawView):
    assert TABS[SEES][0] == "What it sees"
    view.answer.tabs.setCurrentIndex(SEES)
    return view.answer.steps


def test_all_steps_are_shown(
    view: DrawView, pane, snapshot: Snapshot, seven: Drawing, put: Put
) -> None:
    assert pane.words.text() == NOTHING
    assert all(picture.is_empty for picture in pane.pictures.values())
    put(seven)
    assert list(pane.pictures) == list(STEPS) == ["drawn", "box", "pen", "mass", "seen"]
    assert not any(picture.is_empty for picture in pane.pictures.values())
    assert plain(pane) == lines(view, snapshot)


def plain(pane) -> str:
    """What the words say, without their markup."""
    made = QTextDocument()
    made.setHtml(pane.words.text())
    return made.toPlainText()


def lines(view: DrawView, snapshot: Snapshot) -> str:
    return "\n".join(each.text for each in reader_lines(view.chosen, snapshot))


def inside(pane, part) -> QRect:
    return QRect(part.mapTo(pane, QPoint(0, 0)), part.size())


@pytest.mark.parametrize(
    ("size", "columns"),
    [((944, 542), 5), ((1100, 650), 5), ((1200, 742), 4), ((1840, 1142), 2), ((880, 542), 4)],
)
def test_the_steps_fill_the_pane_in_the_order_of_reading(
    view: DrawView, pane, size: tuple[int, int], columns: int, seven: Drawing, put: Put, qtbot
) -> None:
    put(seven)
    view.resize(*size)
    pictures = [*pane.pictures.values(), pane.way]
    qtbot.waitUntil(lambda: len({each for part in pictures for each in part.size().toTuple()}) == 1)
    pane.layout().activate()
    places = [inside(pane, picture) for picture in pictures]
    corners = [(place.top(), place.left()) for place in places]
    assert corners == sorted(corners)
    assert len({place.left() for place in places}) == columns
    parts = [*places, *(inside(pane, each) for each in pane.switches.values())]
    parts += [inside(pane, pane.words), inside(pane, pane.nearest)]
    assert all(pane.rect().contains(part) for part in parts)
    assert not any(a.intersects(b) for a, b in combinations(parts, 2))
    used = QRect()
    for part in parts:
        used = used.united(part)
    assert used.height() >= 0.9 * pane.height()
    assert used.width() >= 0.9 * pane.width()


def test_where_there_is_little_room_the_steps_come_first(view: DrawView, pane) -> None:
    view.resize(800, 490)
    view.show_doubt("The network in use says 3 to everything.")
    assert not pane.nearest.isVisible()
    assert pane.rect().contains(inside(pane, pane.switches["centre"]))


@pytest.mark.parametrize("step", ["fit", "pen", "centre"])
def test_a_step_left_out_shows_what_would_be_read_and_changes_no_answer(
    view: DrawView, pane, snapshot: Snapshot, step: str, put: Put
) -> None:
    corner = Drawing.from_lists([[[0.05, 0.1], [0.3, 0.1], [0.15, 0.5]]])
    put(corner)
    answer = view.prediction
    QTest.mouseClick(pane.switches[step], Qt.MouseButton.LeftButton)
    assert pane.left_out == (step,)
    tried = read(snapshot, stages(corner, brush=view.canvas.brush, **{step: False}).image)
    assert not np.array_equal(tried.image, answer.image)
    assert f"<b>{escape(short(tried))}</b>" in pane.words.text()
    assert f"The answer stays: <b>{escape(short(answer))}</b>" in pane.words.text()
    assert view.prediction is answer
    assert view.answer.bars.lengths == pytest.approx(answer.probabilities)
    QTest.mouseClick(pane.switches[step], Qt.MouseButton.LeftButton)
    assert plain(pane) == lines(view, snapshot)


def test_the_pictures_follow_the_switches(pane, seven: Drawing, put: Put) -> None:
    put(seven)
    pictures = [pane.pictures[name] for name in ("pen", "seen")]
    before = [picture.grab().toImage() for picture in pictures]
    pane.switches["fit"].click()
    for picture, old in zip(pictures, before, strict=True):
        assert picture.grab().toImage() != old


def test_a_hidden_pane_does_no_work(view: DrawView, seven: Drawing, put: Put) -> None:
    put(seven)
    assert all(picture.is_empty for picture in view.answer.steps.pictures.values())
    view.answer.tabs.setCurrentIndex(SEES)
    assert not any(picture.is_empty for picture in view.answer.steps.pictures.values())


def test_the_steps_of_a_picture_can_be_left_out_but_for_the_pen(
    view: DrawView, pane, snapshot: Snapshot, put: Put
) -> None:
    put(picture_of("two", image()))
    assert plain(pane) == lines(view, snapshot)
    assert not pane.switches["pen"].isEnabled()
    assert pane.switches["pen"].toolTip() == NO_PEN
    assert not any(picture.is_empty for picture in pane.pictures.values())
    answer, digit = view.prediction, view.chosen
    seen = pane.pictures["seen"].grab().toImage()
    pane.switches["fit"].click()
    tried = read(snapshot, picture_stages(digit.ink, digit.box, fit=False).image)
    assert f"<b>{escape(short(tried))}</b>" in pane.words.text()
    assert pane.pictures["seen"].grab().toImage() != seen
    assert view.prediction is answer


def test_a_pen_left_out_is_left_out_again_after_a_picture(pane, seven: Drawing, put: Put) -> None:
    pane.switches["pen"].click()
    put(picture_of("two", image()))
    assert pane.left_out == ()
    put(seven)
    assert pane.left_out == ("pen",)


@pytest.fixture
def row(look, qtbot) -> NearestRow:
    made = NearestRow()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dataset() -> Dataset:
    """A digit k lights rows 2k and 2k + 1."""
    labels = (np.arange(2500) % 10).astype(np.uint8)
    images = np.zeros((2500, 784), np.uint8)
    for k, label in enumerate(labels.tolist()):
        images[k, 56 * label : 56 * label + 56] = 200
    return Dataset(images, labels)


def test_the_digits_most_alike_come_when_the_pen_rests(
    row: NearestRow, dataset: Dataset, qtbot
) -> None:
    with qtbot.waitSignal(row.digits_wanted):
        row.show()
    row.set_digits(dataset)
    assert row.caption.text() == "Most alike"
    row.set_image(dataset.X(1234, 1235))
    assert row.names == []
    qtbot.waitUntil(lambda: row.names == ["4", "4", "4"])
    assert all(thumbnail.isEnabled() for thumbnail in row.thumbnails)
    row.set_image(dataset.X(1237, 1238))
    assert not any(thumbnail.isEnabled() for thumbnail in row.thumbnails)
    qtbot.waitUntil(lambda: row.names == ["7", "7", "7"])
    row.set_image(None)
    assert row.names == []
    assert all(thumbnail.is_empty for thumbnail in row.thumbnails)


def test_the_row_fits_into_the_smallest_window(row: NearestRow, dataset: Dataset) -> None:
    row.set_digits(dataset)
    row.fill(QSize(ANSWER_WIDTHS[0], 60))
    assert row.minimumSizeHint().width() <= ANSWER_WIDTHS[0]
    row.set_own(dataset.X(3, 4), 3)
    row.resize(ANSWER_WIDTHS[0], 60)
    row.show()
    assert row.minimumSizeHint().width() <= ANSWER_WIDTHS[0]
    row.resize(OWN_FROM_WIDTH, 60)
    assert row.own.isVisible()
    assert row.minimumSizeHint().width() <= OWN_FROM_WIDTH


def test_the_users_own_drawing_that_had_a_say_is_beside_them(
    view: DrawView, pane, seven: Drawing, snapshot: Snapshot, put: Put
) -> None:
    taught = with_hand(snapshot, Hand.of([seven], np.array([7], np.uint8)))
    view.set_snapshot(taught)
    put(seven)
    assert view.prediction.digit == 7
    assert view.prediction.like == 0
    assert pane.nearest.own.isVisible()
    assert not pane.nearest.own.is_empty
    assert pane.nearest.own_label.text() == "7"
    assert "Like a 7 that it was taught" in view.answer.headline.note.text()
    view.set_snapshot(snapshot)
    assert not pane.nearest.own.isVisible()
    assert "was taught" not in view.answer.headline.note.text()


def test_a_step_left_out_shows_what_the_network_alone_makes_of_it(
    view: DrawView, pane, seven: Drawing, snapshot: Snapshot, put: Put
) -> None:
    """The hand would know the strokes whatever the image looks like."""
    taught = with_hand(snapshot, Hand.of([seven], np.array([7], np.uint8)))
    view.set_snapshot(taught)
    put(seven)
    QTest.mouseClick(pane.switches["fit"], Qt.MouseButton.LeftButton)
    image = stages(seven, brush=view.canvas.brush, fit=False).image
    tried = escape(short(read(taught, image)))
    assert f"by the picture alone: <b>{tried}</b>" in pane.words.text()
    assert f"The answer stays: <b>{escape(short(view.prediction))}</b>" in pane.words.text()
    assert view.prediction.like == 0


def test_nothing_is_searched_while_nobody_looks(row: NearestRow, dataset: Dataset, qtbot) -> None:
    row.set_digits(dataset)
    row.set_image(dataset.X(3, 4))
    qtbot.wait(300)
    assert row.names == []
    row.show()
    qtbot.waitUntil(lambda: row.names == ["3", "3", "3"])


def test_the_view_asks_for_digits_when_they_are_looked_at(view: DrawView, qtbot) -> None:
    with qtbot.waitSignal(view.digits_wanted):
        view.answer.tabs.setCurrentIndex(SEES)
