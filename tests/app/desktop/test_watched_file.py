"""A file is followed however it is written."""

import os

import pytest

from app.desktop.watched_file import WatchedFile

pytestmark = pytest.mark.slow


@pytest.fixture
def watched(qapp, tmp_path):
    path = tmp_path / "a.py"
    path.write_text("one")
    made = WatchedFile()
    made.watch(path)
    yield made
    made.watch(None)


def told(watched, qtbot, act) -> None:
    with qtbot.waitSignal(watched.changed, timeout=10_000):
        act()


def test_writing_moving_and_removing_are_noticed_again_and_again(watched, qtbot, tmp_path):
    path = watched.path

    def moved(text):
        beside = tmp_path / "swap"
        beside.write_text(text)
        os.replace(beside, path)

    def removed(text):
        path.unlink()
        qtbot.wait(200)
        path.write_text(text)

    for number, act in enumerate([path.write_text, moved, removed, moved, path.write_text]):
        told(watched, qtbot, lambda act=act, number=number: act(f"text {number}"))


def test_the_same_bytes_are_no_change(watched, qtbot):
    with qtbot.assertNotEmitted(watched.changed, wait=400):
        watched.path.write_text("one")


def test_what_is_known_is_no_change(watched, qtbot):
    with qtbot.assertNotEmitted(watched.changed, wait=400):
        watched.path.write_text("two")
        watched.note()


def test_other_files_and_the_file_before_are_no_change(watched, qtbot, tmp_path):
    before = watched.path
    other = tmp_path / "b.py"
    other.write_text("other")
    watched.watch(other)
    with qtbot.assertNotEmitted(watched.changed, wait=400):
        before.write_text("two")
    told(watched, qtbot, lambda: other.write_text("changed"))


def test_a_file_that_comes_later_is_noticed(qapp, qtbot, tmp_path):
    made = WatchedFile()
    made.watch(tmp_path / "later.py")
    told(made, qtbot, lambda: (tmp_path / "later.py").write_text("here"))
    made.watch(None)
