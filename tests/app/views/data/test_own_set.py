import gzip
import threading

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from app.background.loading import FOLDER
from app.preferences import reopen_own_digits
from app.settings import Settings
from app.views.data.digit_sets import CANCELLED, DigitSets
from app.views.data.own_set import UNDO
from core.data.dataset import Split
from core.data.opening.records import Doubt, Opened, Request
from core.errors import Cancelled
from tests.core.data.idx_files import idx_bytes
from tests.core.data.opening.sets import IMAGES, LABELS, csv_text, write_idx


@pytest.fixture
def view(qtbot, loader):
    made = DigitSets(loader)
    qtbot.addWidget(made)
    qtbot.addWidget(made.tools)
    made.resize(944, 640)
    made.show()
    yield made
    for runner in made.browser.runners:
        assert runner.close()


@pytest.fixture
def on_side(tmp_path):
    """Digits on their side, black on white."""
    folder = tmp_path / "on side"
    folder.mkdir()
    for part, rows in (("train", slice(0, 300)), ("t10k", slice(300, 400))):
        images = np.ascontiguousarray(255 - IMAGES[rows].transpose(0, 2, 1))
        for role, array in (("images-idx3", images), ("labels-idx1", LABELS[rows])):
            path = folder / f"{part}-{role}-ubyte.gz"
            path.write_bytes(gzip.compress(idx_bytes(array), 1))
    return folder


def opened_in(view, qtbot, *paths):
    view.open_paths(paths)
    qtbot.waitUntil(lambda: view.chosen == FOLDER and not view._loader.is_busy(FOLDER))


def press(view, qtbot, text):
    with qtbot.waitSignal(view._loader.loaded):
        button = next(each for each in view.own.buttons if each.text() == text)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def texts(view):
    return [button.text() for button in view.own.buttons]


def test_what_is_noticed_is_mended_and_unmended_by_one_press_each(view, qtbot, loader, on_side):
    opened_in(view, qtbot, on_side)
    assert view.own.isVisible()
    assert "300 images to learn from, 100 to judge by" in view.own.words.text()
    assert texts(view) == ["Make them white on black", "Turn them upright"]
    press(view, qtbot, "Turn them upright")
    press(view, qtbot, "Make them white on black")
    assert texts(view) == [UNDO, UNDO]
    truth = {image.tobytes() for image in IMAGES}
    assert {image.tobytes() for image in loader.ready[FOLDER].split.test.images} <= truth
    press(view, qtbot, UNDO)
    assert "Turn them upright" in texts(view) or "Make them white on black" in texts(view)


def test_mends_are_kept_for_the_next_start(view, qtbot, loader, on_side, tmp_path):
    opened_in(view, qtbot, on_side)
    press(view, qtbot, "Turn them upright")
    settings = Settings(tmp_path / "settings.ini")
    settings.set("train/data", FOLDER)
    settings.set("data/folder", loader.own_folder)
    settings.save()
    loader.ready.clear()
    with qtbot.waitSignal(loader.loaded):
        reopen_own_digits(Settings(tmp_path / "settings.ini"), loader)
    assert loader.ready[FOLDER].opened.request == Request((on_side,), mends=("turn",))


def test_of_several_sets_another_is_chosen_from_the_list(view, qtbot, loader, tmp_path):
    for name in ("letters", "digits"):
        write_idx(tmp_path / "EMNIST", f"emnist-{name}-")
    opened_in(view, qtbot, tmp_path / "EMNIST")
    choice = view.own.choice
    assert [choice.itemText(n) for n in range(choice.count())] == [
        "emnist-digits",
        "emnist-letters",
    ]
    assert view.caption.text() == "emnist-digits"
    with qtbot.waitSignal(loader.loaded):
        choice.activated.emit(1)
    assert view.caption.text() == "emnist-letters"
    assert "A to Z" in view.own.words.text()


def test_a_column_that_nothing_tells_is_asked_for(view, qtbot, loader, tmp_path):
    noise = np.random.default_rng(0).integers(0, 10, (60, 28, 28))
    (tmp_path / "set.csv").write_text(csv_text(noise, np.arange(60) % 10, last=True))
    opened_in(view, qtbot, tmp_path / "set.csv")
    press(view, qtbot, "Take the last column")
    assert "The last column was taken for the label." in view.own.words.text()


def test_several_files_are_dropped_together(view, qtbot, tmp_path):
    folder = write_idx(tmp_path / "mine")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in folder.iterdir()])
    drop = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dropEvent(drop)
    qtbot.waitUntil(lambda: view.chosen == FOLDER)
    assert f"4 files in {folder}" in view.cards[FOLDER].note.text()


def test_a_long_reading_can_be_cancelled_and_what_was_open_stays(
    view, qtbot, loader, tmp_path, monkeypatch
):
    opened_in(view, qtbot, write_idx(tmp_path / "mine"))
    begun = threading.Event()

    def endless(request, help):
        begun.set()
        while not help.cancelled():
            help.tell(1, 4)
        raise Cancelled("This was stopped.")

    monkeypatch.setattr("app.background.loading.open_set", endless)
    view.open_paths([tmp_path / "other"])
    assert begun.wait(30)
    assert view.cancel_own.isVisible()
    assert not view.open.isVisible()
    qtbot.waitUntil(lambda: view.cards[FOLDER].bar.value() == 250)
    qtbot.mouseClick(view.cancel_own, Qt.MouseButton.LeftButton)
    assert view.cards[FOLDER].note.text() == CANCELLED[FOLDER]
    assert view.open.isVisible()
    assert view.caption.text() == "mine"
    assert not view.own.isHidden()


def test_all_that_can_be_said_fits_the_width_of_a_small_screen(view, split: Split):
    doubts = tuple(Doubt(f"{'Something is odd. ' * 8}", "turn", "Mend this") for _ in range(6))
    opened = Opened(split, Request((), "a"), ("Words. " * 60,), doubts, ("a", "b"), True)
    view.own.show_opened(opened)
    assert view.minimumSizeHint().width() <= 944


@pytest.mark.parametrize(("way", "dialog"), [(0, "folder"), (1, "files")])
def test_a_folder_or_files_are_asked_for(view, qtbot, tmp_path, monkeypatch, way, dialog):
    folder = write_idx(tmp_path / "mine")
    names = [str(path) for path in folder.iterdir()]
    asked = "app.views.data.digit_sets.QFileDialog."
    monkeypatch.setattr(asked + "getExistingDirectory", lambda *_: str(folder))
    monkeypatch.setattr(asked + "getOpenFileNames", lambda *_: (names, ""))
    shown = []
    monkeypatch.setattr(view.ways, "popup", shown.append)
    qtbot.mouseClick(view.open, Qt.MouseButton.LeftButton)
    assert len(shown) == 1
    view.ways.actions()[way].trigger()
    qtbot.waitUntil(lambda: view.chosen == FOLDER)
    paths = view._loader.ready[FOLDER].opened.request.paths
    assert len(paths) == (1 if dialog == "folder" else 4)
