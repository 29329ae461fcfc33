import threading
import time

import pytest

from app.background.loading import FOLDER, MNIST, STARTER, Loader
from core.data.mnist import MnistPaths
from core.data.opening.records import Request
from core.errors import Cancelled, DataError


@pytest.fixture
def downloads(monkeypatch, split):
    """A download that sends its first half, then waits until it is told to end."""
    gate = threading.Event()

    def download(folder, *, progress, cancelled):
        progress(50, 100)
        while not gate.is_set():
            if cancelled():
                raise Cancelled("Cancelled.")
            time.sleep(0.002)
        progress(100, 100)
        return MnistPaths(*(folder / name for name in "abcd"))

    monkeypatch.setattr("app.background.loading.mnist.download", download)
    monkeypatch.setattr("app.background.loading.mnist.load_split", lambda paths: split)
    yield gate
    gate.set()


def test_no_mnist_is_told_as_missing(qtbot, loader):
    assert loader.mnist_folder() is None
    assert loader.first_source == STARTER
    with qtbot.waitSignal(loader.failed) as caught:
        loader.find_mnist()
    assert caught.args[0].missing
    assert not loader.is_busy(MNIST)


def test_mnist_is_found_by_its_files(qtbot, loader, digit_folder):
    found = Loader([digit_folder], digit_folder / "downloads")
    try:
        assert found.mnist_folder() == digit_folder
        with qtbot.waitSignal(found.loaded) as caught:
            found.find_mnist()
        assert len(caught.args[0].split.test) == 30
        assert found.ready[MNIST] is caught.args[0]
    finally:
        assert found.close()


def test_a_folder_the_user_names_is_opened(qtbot, loader, digit_folder):
    with qtbot.waitSignal(loader.loaded) as caught:
        loader.open(Request((digit_folder,)))
    loaded = caught.args[0]
    assert loaded.source == FOLDER
    assert loaded.split.name == "my digits"
    assert loaded.folder == str(digit_folder)


@pytest.mark.parametrize("name", ["empty", "nowhere"])
def test_a_folder_without_digits_is_a_sentence(qtbot, loader, tmp_path, name):
    (tmp_path / "empty").mkdir()
    with qtbot.waitSignal(loader.failed) as caught:
        loader.open(Request((tmp_path / name,)))
    assert str(tmp_path / name) in caught.args[0].sentence
    assert not caught.args[0].missing


def test_a_truncated_file_is_a_sentence(qtbot, loader, digit_folder):
    images = digit_folder / "train-images-idx3-ubyte"
    images.write_bytes(images.read_bytes()[:500])
    with qtbot.waitSignal(loader.failed) as caught:
        loader.open(Request((digit_folder,)))
    assert "train-images" in caught.args[0].sentence


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (DataError("It is damaged."), "It is damaged."),
        (OSError(13, "Permission denied", "/there"), "Permission denied"),
        (MemoryError(), "not enough memory"),
    ],
)
def test_errors_become_sentences(qtbot, loader, monkeypatch, error, words):
    def fail(**_):
        raise error

    monkeypatch.setattr("app.background.loading.starter.starter_split", fail)
    with qtbot.waitSignal(loader.failed) as caught:
        loader.make_starter()
    assert words in caught.args[0].sentence
    assert not loader.is_busy(STARTER)


def test_a_download_tells_progress_and_ends(qtbot, loader, downloads, split):
    with qtbot.waitSignal(loader.progress) as caught:
        loader.download()
    assert (caught.args[0].done, caught.args[0].total) == (50, 100)
    with qtbot.waitSignal(loader.loaded) as loaded:
        downloads.set()
    assert loaded.args[0].split is split


def test_a_download_can_be_cancelled_and_taken_up_again(qtbot, loader, downloads):
    with qtbot.waitSignal(loader.progress):
        loader.download()
    with qtbot.waitSignal(loader.cancelled):
        loader.cancel(MNIST)
    assert not loader.is_busy(MNIST)
    downloads.set()
    with qtbot.waitSignal(loader.loaded):
        loader.download()


def test_starter_digits_do_not_wait_for_a_download(qtbot, loader, downloads):
    with qtbot.waitSignal(loader.progress):
        loader.download()
    with qtbot.waitSignal(loader.loaded) as caught:
        loader.make_starter()
    assert caught.args[0].source == STARTER
    assert loader.is_busy(MNIST)


def test_what_is_wanted_is_read_when_it_is_not_here_yet(qtbot, digit_folder):
    loader = Loader([digit_folder], digit_folder / "downloads")
    try:
        assert loader.first_source == MNIST
        assert loader.want(FOLDER) is None
        assert not loader.is_busy(FOLDER)
        with qtbot.waitSignal(loader.loaded) as caught:
            assert loader.want(MNIST) is None
        assert loader.want(MNIST) is caught.args[0]
        assert not loader.is_busy(MNIST)
    finally:
        assert loader.close()


def test_asking_twice_is_one_job(qtbot, loader, downloads):
    started = []
    loader.started.connect(started.append)
    loader.download()
    loader.download()
    assert started == [MNIST]
