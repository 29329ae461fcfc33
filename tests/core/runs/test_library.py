"""Runs are kept side by side, whoever writes them; nothing of them is lost or believed wrongly."""

import json
import threading
import time
import zlib
from dataclasses import replace

import numpy as np
import pytest

from core.errors import DataError, DigitLabError
from core.files import run_file
from core.files.run_file import Circumstances
from core.runs.frames import Frame
from core.runs.library import RunLibrary, new_id
from core.runs.marks import LONGEST_NAME, RunMarks
from core.runs.surroundings import data_hash, versions
from tests.core.runs.records import RECIPE, ended_run, held_run, noise_split


@pytest.fixture
def library(tmp_path):
    return RunLibrary(tmp_path / "runs")


def again(library):
    """As another window sees it."""
    return RunLibrary(library.folder)


def with_frames(library, record, steps=(0, 1, 2), **given):
    writer = library.writer(run_id := new_id(record.circumstances.began))
    writer.write(record)
    writer.append([Frame(step, record.network.theta + np.float32(step)) for step in steps])
    writer.close()
    return run_id


def test_an_empty_library_has_no_runs(library):
    assert library.summaries() == []
    with pytest.raises(DataError):
        library.summary("20260101-000000-abc")


def test_a_run_comes_back_with_its_summary(library):
    record = ended_run(versions=versions(), data_hash=data_hash(noise_split()), parent="a-1")
    run_id = library.write(record)
    for each in (library, again(library)):
        (found,) = each.summaries()
        assert (found.id, found.recipe, found.data) == (run_id, RECIPE, "Noise")
        assert (found.steps, found.total_steps, found.epochs) == (3, 6, 1)
        assert (found.reason, found.test_accuracy, found.accuracy) == ("completed", 0.75, 0.75)
        assert found.loss == pytest.approx(record.losses.mean())
        assert (found.began, found.written, found.seconds) == (1000, 1009, 1.5)
        assert (found.parent, found.examples, found.classes) == ("a-1", 40, 10)
        assert found.versions["NumPy"] == np.__version__
        assert len(found.data_hash) == 64
        assert not found.can_go_on
        assert not found.is_written
        assert found.run_bytes > 10_000
    np.testing.assert_array_equal(library.load(run_id).network.theta, record.network.theta)
    assert library.load(run_id).circumstances == record.circumstances


def test_a_run_that_goes_on_has_the_accuracy_of_validation(library):
    library.write(held_run())
    (found,) = library.summaries()
    assert (found.can_go_on, found.reason, found.test_accuracy) == (True, "", None)
    assert found.accuracy == found.validation_accuracy is not None


def test_the_latest_run_comes_first(library):
    ids = [library.write(ended_run(began=began)) for began in (30.0, 10.0, 20.0)]
    assert [each.id for each in library.summaries()] == [ids[0], ids[2], ids[1]]


@pytest.mark.parametrize("damage", ["", "x", "0000\n{}", None])
def test_a_summary_that_is_damaged_or_missing_is_made_anew(library, damage):
    run_id = library.write(ended_run())
    path = library.path(run_id).with_suffix(".json")
    before, data = library.summaries(), path.read_bytes()
    path.unlink() if damage is None else path.write_text(damage)
    assert [each.loss for each in again(library).summaries()] == [before[0].loss]
    assert again(library).summaries() == before
    assert path.read_bytes() == data


def test_a_summary_that_is_older_than_its_run_is_not_believed(library):
    run_id = library.write(held_run(reports=1))
    path = library.path(run_id).with_suffix(".json")
    old = path.read_bytes()
    library.write(held_run(reports=2), run_id)
    path.write_bytes(old)
    assert again(library).summary(run_id).steps == 2


def test_a_run_that_cannot_be_read_is_shown_as_such(library):
    run_id = library.write(ended_run())
    library.rename(run_id, "Mine")
    library.path(run_id).write_bytes(b"nothing")
    (found,) = again(library).summaries()
    assert "cannot be read" in found.problem
    assert (found.id, found.marks.name) == (run_id, "Mine")
    assert found.written == pytest.approx(time.time(), abs=60)


def test_marks_are_merged_whoever_sets_them(library):
    run_id, other = library.write(ended_run()), again(library)
    library.rename(run_id, "  One\nline " + "x" * 200)
    other.note(run_id, "Two\nlines")
    library.star([run_id])
    marks = other.summary(run_id).marks
    assert marks == library.summary(run_id).marks
    assert (marks.name[:9], marks.note, marks.star) == ("One line ", "Two\nlines", True)
    assert len(marks.name) == LONGEST_NAME
    library.path(run_id).with_suffix(".marks").write_text("{]")
    assert again(library).summary(run_id).marks == RunMarks()


def test_marks_set_at_once_by_many_all_stay(library):
    run_id = library.write(ended_run())
    sets = [
        lambda: again(library).rename(run_id, "Name"),
        lambda: again(library).note(run_id, "Note"),
        lambda: again(library).star([run_id]),
    ]
    threads = [threading.Thread(target=each) for each in sets * 3]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert library.summary(run_id).marks == RunMarks("Name", "Note", True)


def test_a_run_has_one_writer(library):
    writer = library.writer(run_id := new_id())
    with pytest.raises(DigitLabError, match="another window"):
        again(library).writer(run_id)
    writer.write(held_run())
    assert again(library).summary(run_id).is_written
    writer.close()
    assert not again(library).summary(run_id).is_written
    again(library).writer(run_id).close()


def test_the_bin_gives_back_and_is_emptied(library):
    kept, gone = (with_frames(library, ended_run()) for _ in range(2))
    library.delete([kept, gone])
    assert all(each.marks.deleted for each in again(library).summaries())
    library.restore([kept])
    assert library.empty_bin(older_than=3600) == 0
    size = library.summary(gone).bytes
    assert library.empty_bin() == size
    assert [each.id for each in library.summaries()] == [kept]
    assert [path for path in library.folder.iterdir() if path.stem == gone] == []
    assert len(library.frames(kept)) == 3


def test_room_is_made_of_frames_alone(library):
    old, starred, binned, new = (
        with_frames(library, ended_run(written=float(n))) for n in (1, 2, 4, 3)
    )
    library.star([starred])
    library.delete([binned])
    total = sum(each.bytes for each in library.summaries())
    assert library.make_room(total) == 0
    assert library.make_room(total - 1) == 1
    assert len(library.frames(binned)) == 0
    assert library.make_room(0) == 2
    assert [len(library.frames(each)) for each in (old, new, starred)] == [0, 0, 3]
    assert library.load(old).test_accuracy == 0.75


def test_a_run_from_elsewhere_is_taken_in(library, tmp_path):
    written = again(library)
    moved = tmp_path / "last.run"
    written.path(written.write(held_run())).rename(moved)
    (tmp_path / "bad.run").write_bytes(b"bad")
    good, bad = library.take_in(moved), library.take_in(tmp_path / "bad.run")
    found = {each.id: each for each in library.summaries()}
    assert found[good].can_go_on
    assert found[bad].problem
    assert not moved.exists()


def test_what_else_lies_in_the_folder_is_left_alone(library):
    run_id = library.write(ended_run())
    for name in ("My run.run", ".run", "notes.txt", "a b.frames", "UPPER.json"):
        (library.folder / name).write_bytes(b"mine")
    (library.folder / "folder.run").mkdir()
    found = {each.id: each.problem for each in library.summaries()}
    assert found.keys() == {run_id, "folder"}
    assert "cannot be read" in found["folder"]
    assert (library.folder / "My run.run").read_bytes() == b"mine"


def test_a_summary_that_tells_what_cannot_be_is_made_anew(library):
    run_id = library.write(ended_run())
    path = library.path(run_id).with_suffix(".json")
    expected = library.summary(run_id)
    for name, value in (("steps", "3"), ("data", "a\x1b[2J"), ("loss", [1]), ("seconds", None)):
        text = json.dumps(json.loads(path.read_text().split("\n", 1)[1]) | {name: value})
        path.write_text(f"{zlib.crc32(text.encode()):08x}\n{text}")
        again(library).summaries()
        assert again(library).summary(run_id) == expected


def test_a_run_of_a_version_that_kept_no_times_is_as_old_as_its_file(library, tmp_path):
    record = replace(held_run(), circumstances=Circumstances())
    run_file.save(record, tmp_path / "old.run")
    run_id = library.take_in(tmp_path / "old.run")
    assert library.summary(run_id).written == pytest.approx(time.time(), abs=60)


@pytest.mark.parametrize("run_id", ["", "../a", "a/b", "A", "a.b", "a\0"])
def test_what_is_no_id_leads_nowhere(library, run_id):
    with pytest.raises(DataError):
        library.path(run_id)


def test_frames_follow_a_run_that_goes_on(library):
    record = held_run()
    run_id = with_frames(library, record, steps=(0, 1, 2, 3, 4))
    writer = again(library).writer(run_id)
    writer.go_back_to(record.steps, len(record.network.theta))
    writer.append([Frame(4, record.network.theta)])
    writer.close()
    frames = library.frames(run_id)
    assert frames.steps.tolist() == [0, 1, 2, 3, 4]
    np.testing.assert_array_equal(frames.theta(4), record.network.theta)


def test_the_hash_of_data_tells_images_and_labels_and_parts():
    split = noise_split()
    images = split.train.images.copy()
    images[3, 4] ^= 1
    labels = split.train.labels[::-1].copy()
    others = [
        replace(split, train=replace(split.train, images=images)),
        replace(split, train=replace(split.train, labels=labels)),
        replace(split, validation=split.test, test=split.validation),
    ]
    assert len({data_hash(each) for each in (split, *others)}) == 4
    assert data_hash(replace(split, name="Other")) == data_hash(split)
