"""Exports are made and written beside the window; how they end is one sentence or the files."""

import threading

import pytest

from app.background.exporting import Exporting
from core.errors import DataError
from core.export.formats import FORMATS, ExportFormat


@pytest.fixture
def exporting(qapp):
    made = Exporting()
    yield made
    assert all(runner.close() for runner in made.runners)


def form(make):
    return ExportFormat("test", "txt", "Test", "A test.", make)


def test_tells_the_files_that_it_wrote(exporting, qtbot, snapshot, tmp_path):
    with qtbot.waitSignal(exporting.written) as told:
        exporting.write(FORMATS["torch"], snapshot, tmp_path / "mine.py")
    assert told.args[0] == [tmp_path / "mine.pt", tmp_path / "mine.py"]
    assert all(each.stat().st_size > 0 for each in told.args[0])


def test_works_in_another_thread(exporting, qtbot, tmp_path):
    threads = []
    make = form(lambda subject: threads.append(threading.current_thread()) or {"txt": b"x"})
    with qtbot.waitSignal(exporting.written):
        exporting.write(make, None, tmp_path / "a.txt")
    assert threads != [threading.main_thread()]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (DataError("It tells no recipe."), "It tells no recipe."),
        (MemoryError(), "not enough memory"),
        (KeyError("x"), "could not be written"),
    ],
)
def test_what_fails_is_a_sentence_and_leaves_no_file(error, words, exporting, qtbot, tmp_path):
    def make(subject):
        raise error

    with qtbot.waitSignal(exporting.failed) as told:
        exporting.write(form(make), None, tmp_path / "a.txt")
    assert words in told.args[0]
    assert list(tmp_path.iterdir()) == []
