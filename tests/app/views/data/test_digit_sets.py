import time

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from app.background.loading import FOLDER, MNIST, STARTER
from app.look import figures
from app.views.data.digit_sets import DigitSets
from core.errors import Cancelled, DataError


@pytest.fixture
def view(qtbot, loader):
    made = DigitSets(loader)
    qtbot.addWidget(made)
    qtbot.addWidget(made.tools)
    made.tools.show()
    made.resize(944, 540)
    made.show()
    qtbot.waitUntil(lambda: STARTER in loader.ready)
    yield made
    for runner in made.browser.runners:
        assert runner.close()


@pytest.fixture
def slow_download(monkeypatch):
    def download(folder, *, progress, cancelled):
        progress(3_000_000, 11_600_000)
        while not cancelled():
            time.sleep(0.002)
        raise Cancelled("Cancelled.")

    monkeypatch.setattr("app.background.loading.mnist.download", download)


def test_without_mnist_the_starter_digits_are_shown(view):
    assert view.chosen == STARTER
    assert view.caption.text() == "Tiny"
    assert "320" in view.cards[STARTER].counts.text()


def test_nothing_is_downloaded_until_it_is_asked_for(view, loader, qtbot, slow_download):
    assert not loader.is_busy(MNIST)
    assert view.download.isVisible()
    assert "download" in view.cards[MNIST].note.text()


def test_a_download_shows_progress_and_can_be_cancelled(view, qtbot, slow_download):
    qtbot.mouseClick(view.download, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.cards[MNIST].bar.value() > 0)
    assert view.cards[MNIST].note.text().startswith(f"3.0{figures.THIN}MB of ")
    assert not view.download.isVisible()
    qtbot.mouseClick(view.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(view.download.isVisible)
    assert "kept" in view.cards[MNIST].note.text()
    assert not view.cancel.isVisible()


def test_a_folder_is_dropped_and_shown(view, qtbot, digit_folder):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(digit_folder))])
    drop = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dropEvent(drop)
    qtbot.waitUntil(lambda: view.chosen == FOLDER)
    assert view.caption.text() == "my digits"


def test_a_bad_folder_is_a_sentence_in_its_card(view, qtbot, tmp_path):
    view.open_paths([tmp_path / "nowhere"])
    qtbot.waitUntil(lambda: view.cards[FOLDER].note.property("role") == "error")
    assert "nowhere" in view.cards[FOLDER].note.text()
    assert view.chosen == STARTER


def test_a_long_sentence_has_room_in_its_card(view, qtbot, loader, monkeypatch):
    sentence = "train-images could not be downloaded: " + 3 * "a mirror did not answer in time; "

    def download(folder, *, progress, cancelled):
        raise DataError(sentence + "What has arrived is kept. Try again.")

    monkeypatch.setattr("app.background.loading.mnist.download", download)
    qtbot.mouseClick(view.download, Qt.MouseButton.LeftButton)
    note = view.cards[MNIST].note
    qtbot.waitUntil(lambda: sentence in note.text())
    view.layout().activate()
    view.cards[MNIST].layout().activate()
    assert note.heightForWidth(note.width()) <= note.height()


def test_the_images_of_the_chosen_set_are_shown(view, split):
    assert view.browser.split is split
    assert len(view.browser.grid.order) == len(split.train)


def test_the_view_fits_a_small_screen(view):
    assert view.minimumSizeHint().width() <= 944
    assert view.minimumSizeHint().height() <= 500
