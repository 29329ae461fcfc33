"""What one thread hands over another writes: in order, the latest record alone, every frame."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import DigitLabError
from core.runs.frames import Frame
from core.runs.keeping import Keeping
from core.runs.library import RunLibrary
from core.runs.surroundings import data_hash, versions
from tests.core.runs.records import ended_run, held_run, noise_split

THETA = held_run().network.theta


@pytest.fixture
def library(tmp_path):
    return RunLibrary(tmp_path / "runs")


@pytest.fixture
def keeping(library):
    return Keeping(RunLibrary(library.folder), lambda: 10**9)


def frames(*steps):
    return [Frame(step, THETA) for step in steps]


def test_a_run_is_kept_as_it_goes_on(library, keeping):
    keeping.begin("a", split := noise_split())
    assert keeping.write() == ""
    keeping.add_frames(frames(0, 1))
    keeping.add_record(held_run(reports=1))
    keeping.add_record(held_run(reports=2))
    keeping.add_frames(frames(2))
    assert keeping.write() == "a"
    (found,) = library.summaries()
    assert (found.steps, found.is_written) == (2, True)
    assert (found.versions, found.data_hash) == (versions(), data_hash(split))
    assert found.written > found.began
    assert library.frames("a").steps.tolist() == [0, 1, 2]
    keeping.add_record(ended_run())
    keeping.end()
    assert keeping.write() == "a"
    found = library.summary("a")
    assert (found.reason, found.is_written) == ("completed", False)
    keeping.add_record(held_run())
    assert keeping.write() == "a"
    assert library.summary("a").reason == "completed"


def test_a_run_that_is_begun_before_the_last_was_written_costs_nothing_of_it(library, keeping):
    keeping.begin("a", noise_split())
    keeping.add_record(ended_run())
    keeping.begin("b", noise_split())
    keeping.add_record(held_run())
    assert keeping.write() == "b"
    assert {each.id: each.is_written for each in library.summaries()} == {"a": False, "b": True}


def test_a_run_that_is_forgotten_is_kept_but_not_ones_own(library, keeping):
    keeping.begin("a", noise_split())
    keeping.add_record(held_run())
    keeping.forget()
    assert keeping.write() == ""
    assert not library.summary("a").is_written
    keeping.adopt("a")
    assert keeping.write() == "a"


def test_a_run_that_goes_on_loses_the_frames_after_where_it_stood(library, keeping):
    record = held_run()
    writer = library.writer("a")
    writer.write(record)
    writer.append(frames(0, 1, 3, 5))
    writer.close()
    keeping.begin("a", noise_split(), (record.steps, len(THETA)))
    keeping.add_record(record)
    keeping.add_frames([Frame(4, THETA + np.float32(1))])
    keeping.write()
    assert library.frames("a").steps.tolist() == [0, 1, 3, 4]


def test_a_run_that_another_writes_is_refused_and_left_to_it(library, keeping):
    other = library.writer("a")
    other.write(ended_run())
    keeping.begin("a", noise_split())
    keeping.add_record(held_run())
    with pytest.raises(DigitLabError, match="another window"):
        keeping.write()
    assert library.summary("a").reason == "completed"
    keeping.begin("b", noise_split())
    keeping.add_record(held_run())
    assert keeping.write() == "b"


def test_at_the_end_of_a_run_room_is_made(library):
    keeping = Keeping(RunLibrary(library.folder), lambda: 0)
    keeping.begin("a", noise_split())
    keeping.add_record(ended_run())
    keeping.add_frames(frames(0, 1))
    keeping.end()
    keeping.write()
    assert len(library.frames("a")) == 0
    assert library.load("a").reason == "completed"
