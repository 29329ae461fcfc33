"""Frames come back to the last bit, and what is cut off or damaged costs no other."""

import numpy as np
import pytest

from core.errors import DataError
from core.runs.frames import Frame, FramePlan, FrameWriter, RunFrames, frame_bytes

N = 1000


def theta(step):
    return np.random.default_rng(step).normal(size=N).astype(np.float32)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.frames"


@pytest.fixture
def written(path):
    writer = FrameWriter(path, N)
    writer.append([Frame(0, theta(0)), Frame(1, theta(1))])
    writer.append([Frame(5, theta(5))])
    return writer


def test_frames_come_back_to_the_bit(path, written):
    found = RunFrames(path)
    assert found.steps.tolist() == [0, 1, 5]
    for k, step in enumerate(found.steps):
        assert found.theta(k).dtype == np.float32
        np.testing.assert_array_equal(found.theta(k), theta(step))
    np.testing.assert_array_equal(found.theta(-1), theta(5))
    assert [found.nearest(step) for step in (0, 1, 4, 5, 99)] == [0, 1, 1, 2, 2]
    with pytest.raises(IndexError):
        found.theta(3)
    with pytest.raises(ValueError, match="read-only"):
        found.theta(0)[0] = 1


def test_a_run_without_frames_has_none(path):
    found = RunFrames(path)
    assert len(found) == 0
    with pytest.raises(IndexError):
        found.nearest(1)


@pytest.mark.parametrize("lost", [1, 4 * N, 4 * N + 15, 4 * N + 16])
def test_a_write_that_was_cut_off_costs_one_frame(path, written, lost):
    path.write_bytes(path.read_bytes()[:-lost])
    assert RunFrames(path).steps.tolist() == [0, 1]
    FrameWriter(path, N).append([Frame(7, theta(7))])
    found = RunFrames(path)
    assert found.steps.tolist() == [0, 1, 7]
    np.testing.assert_array_equal(found.theta(2), theta(7))


@pytest.mark.parametrize("length", range(0, 25, 3))
def test_a_file_that_was_cut_off_as_it_began_is_begun_anew(path, written, length):
    path.write_bytes(path.read_bytes()[:length])
    assert len(RunFrames(path)) == 0
    FrameWriter(path, N).append([Frame(2, theta(2))])
    assert RunFrames(path).steps.tolist() == [2]


def test_a_damaged_frame_is_refused_and_its_neighbours_are_read(path, written):
    data = bytearray(path.read_bytes())
    data[-frame_bytes(N) - 100] ^= 1
    path.write_bytes(data)
    found = RunFrames(path)
    with pytest.raises(DataError, match="step 1 in"):
        found.theta(1)
    np.testing.assert_array_equal(found.theta(2), theta(5))


def test_a_run_that_goes_on_from_before_loses_what_came_after(path, written):
    writer = FrameWriter(path, N)
    writer.go_back_to(4)
    writer.append([Frame(1, theta(9)), Frame(3, theta(3))])
    found = RunFrames(path)
    assert found.steps.tolist() == [0, 1, 3]
    np.testing.assert_array_equal(found.theta(1), theta(1))


def test_whatever_is_damaged_is_told_and_never_believed(path, written):
    whole, rng = path.read_bytes(), np.random.default_rng(3)
    for _ in range(200):
        data = bytearray(whole)
        for at in rng.integers(0, len(data), rng.integers(1, 4)):
            data[at] ^= 1 << int(rng.integers(8))
        path.write_bytes(data[: rng.integers(1, len(data) + 1)])
        try:
            found = RunFrames(path)
        except DataError:
            continue
        for k, step in enumerate(found.steps.tolist()):
            try:
                numbers = found.theta(k)
            except DataError:
                continue
            np.testing.assert_array_equal(numbers, theta(step))


def test_frames_of_another_network_are_begun_anew(path, written):
    FrameWriter(path, 3).append([Frame(1, np.ones(3, np.float32))])
    assert (RunFrames(path).parameters, RunFrames(path).steps.tolist()) == (3, [1])


def test_a_strange_file_is_refused_to_readers(path):
    path.write_bytes(b"something else altogether, and longer than a head")
    with pytest.raises(DataError, match="does not hold"):
        RunFrames(path)


def test_thinning_keeps_the_first_and_the_last(path):
    writer = FrameWriter(path, N)
    writer.append(Frame(step, theta(step)) for step in range(6))
    writer.thin()
    found = RunFrames(path)
    assert found.steps.tolist() == [0, 2, 4, 5]
    np.testing.assert_array_equal(found.theta(3), theta(5))


def planned(plan, last):
    steps, step = [0], 0
    while (step := plan.next_after(step)) <= last:
        steps.append(step)
    return steps


def test_frames_are_spaced_evenly_on_a_logarithmic_axis():
    steps = planned(FramePlan(), 10_000)
    assert steps[:8] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert len([step for step in steps if 1000 <= step < 10_000]) == 12
    assert steps[-1] == 10_000


def test_a_large_network_has_fewer_frames():
    plan = FramePlan.within(250_000_000, 5_800_000, 8_440)
    assert len(planned(plan, 8_440)) <= 10
    assert len(planned(FramePlan.within(0, 20_000_000, 100_000), 100_000)) == 6 + 1
