import numpy as np
import pytest

from app.background.loading import STARTER, Loader
from app.state.relabelling import Relabelling
from core.files.run_file import Origin
from tests.app.tiny import loader as loader
from tests.app.tiny import split as split


@pytest.fixture
def relabelling(loader, tmp_path):
    return Relabelling(loader, tmp_path / "labels")


@pytest.fixture
def loaded(relabelling, loader, qtbot):
    loader.make_starter()
    qtbot.waitUntil(lambda: STARTER in loader.ready)
    return loader


def now(loader: Loader):
    return loader.ready[STARTER].split


def test_a_label_is_changed_in_the_set_that_is_trained_with(relabelling, loaded, split, qtbot):
    before = now(loaded)
    with qtbot.waitSignal(loaded.loaded):
        relabelling.relabel(before, "train", 3, 9)
    assert now(loaded).train.labels[3] == 9
    assert before.train.labels[3] == 3
    assert Origin.of(now(loaded), STARTER).labels != Origin.of(before, STARTER).labels
    assert relabelling.count(now(loaded)) == 1
    assert [(each.old, each.new) for each in relabelling.changes(now(loaded))] == [("3", "9")]


def test_it_is_there_at_the_next_start(relabelling, loaded, tmp_path, qtbot, split, qapp):
    relabelling.relabel(now(loaded), "train", 3, 9)
    relabelling.relabel(now(loaded), "test", 0, 5)
    later = Loader([tmp_path / "nowhere"], tmp_path / "downloads")
    again = Relabelling(later, tmp_path / "labels")
    later.make_starter()
    qtbot.waitUntil(lambda: STARTER in later.ready)
    assert now(later).train.labels[3] == 9
    assert now(later).test.labels[0] == 5
    assert again.count(now(later)) == 2
    assert later.close()


def test_the_last_change_is_taken_back_and_then_all(relabelling, loaded, split):
    for index, label in ((3, 9), (4, 8), (3, 1)):
        relabelling.relabel(now(loaded), "train", index, label)
    assert relabelling.count(now(loaded)) == 2
    relabelling.undo(now(loaded))
    assert now(loaded).train.labels[3] == 9
    relabelling.undo(now(loaded), whole=True)
    assert (now(loaded).train.labels == split.train.labels).all()
    assert relabelling.changes(now(loaded)) == ()
    relabelling.undo(now(loaded))
    assert (now(loaded).train.labels == split.train.labels).all()


def test_a_set_that_is_no_longer_in_use_is_left_alone(relabelling, loaded):
    old = now(loaded)
    relabelling.relabel(old, "train", 3, 9)
    relabelling.relabel(old, "train", 4, 8)
    assert np.flatnonzero(now(loaded).train.labels != old.train.labels).tolist() == [3]
    assert not relabelling.knows(old)
    assert relabelling.knows(now(loaded))


def test_a_disk_that_takes_nothing_is_told_and_the_label_stays(
    relabelling, loaded, monkeypatch, qtbot
):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.state.relabelling.write_changes", full)
    with qtbot.waitSignal(relabelling.failed) as told:
        relabelling.relabel(now(loaded), "train", 3, 9)
    assert "No space left" in told.args[0]
    assert now(loaded).train.labels[3] == 3


def test_a_broken_file_is_told_and_the_set_is_used_as_it_is(
    relabelling, loaded, loader, tmp_path, qtbot
):
    relabelling.relabel(now(loaded), "train", 3, 9)
    for path in (tmp_path / "labels").iterdir():
        path.write_bytes(b"nothing")
    with qtbot.waitSignal(relabelling.failed) as told:
        loader.make_starter()
    qtbot.waitUntil(lambda: not loader.is_busy(STARTER))
    assert "does not hold changed labels" in told.args[0]
    assert now(loaded).train.labels[3] == 3
