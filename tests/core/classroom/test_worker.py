"""A process that checks hand-ins one after another, and ends with what it was asked by."""

from __future__ import annotations

import io
import os
import pickle
import sys
import threading
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from core.checking.source import source_in
from core.classroom import working
from core.classroom.worker import Worker, WorkerEnd
from core.classroom.working import frame, received
from tests.core.classroom.hand_ins import RELU, WRONG_RELU

pytestmark = pytest.mark.slow

ENDLESS = "while True:\n    pass\n"


@pytest.fixture
def worker():
    worker = Worker()
    yield worker
    worker.close()


def status_of(worker, code):
    report = worker.check(source_in("theirs.py", code.encode(), Path.home()), 10.0)
    return [each.status for each in report.present]


def test_one_hand_in_after_another(worker):
    assert [status_of(worker, code) for code in (RELU, WRONG_RELU, RELU)] == [
        *(["right"], ["wrong"], ["right"])
    ]


def test_two_children_draw_other_numbers(worker):
    code = "import numpy as np, random\nprint(np.random.rand(), random.random(), np.random.rand())"
    sources = [source_in("theirs.py", code.encode(), Path.home())] * 3
    printed = {number for each in sources for number in worker.check(each, 10.0).output.split()}
    assert len(printed) == 9


def test_a_crash_of_the_learners_code_is_no_end_of_the_worker(worker):
    crash = "import ctypes\nctypes.string_at(0)\n"
    source = source_in("theirs.py", crash.encode(), Path.home())
    assert worker.check(source, 10.0).problem
    assert status_of(worker, RELU) == ["right"]


def test_a_child_of_a_worker_is_as_confined_as_any(worker):
    from core.checking.runner import CheckProcess

    source = source_in("theirs.py", RELU.encode(), Path.home())
    alone = CheckProcess(source).run().confinement
    assert worker.check(source, 10.0).confinement == alone != ""


def test_stop_ends_what_runs(worker):
    timer = threading.Timer(1.0, worker.stop)
    timer.start()
    began = time.monotonic()
    with suppress(WorkerEnd):  # or the report of what was stopped
        status_of(worker, ENDLESS)
    with pytest.raises(WorkerEnd):
        status_of(worker, RELU)
    assert time.monotonic() - began < 8
    timer.join()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which processes there are")
def test_no_process_outlives_the_worker(worker):
    status_of(worker, RELU)
    group = {int(each) for each in os.listdir("/proc") if each.isdecimal()}
    children = [pid for pid in group if _parent_of(pid) == worker._process.pid]
    assert children  # the one that forks
    worker._process.kill()
    worker._process.wait()
    until = time.monotonic() + 5
    while any(_parent_of(pid) for pid in children) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(_parent_of(pid) for pid in children)


def _parent_of(pid: int) -> int:
    """0 for one that is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return 0 if fields[0] == "Z" else int(fields[1])


def test_a_fault_of_ours_is_told(monkeypatch):
    class Broken:
        def __init__(self, *_, **__):
            pass

        def run(self):
            raise RuntimeError("a fault")

    monkeypatch.setattr(working, "CheckProcess", Broken)
    server = working._Server()
    assert b"RuntimeError: a fault" in server._answer(None, 1.0, None)


def test_frames_come_back_and_half_of_one_does_not():
    data = frame(b"hello") + frame(pickle.dumps(1))
    stream = io.BytesIO(data)
    assert received(partial(stream.read)) == b"hello"
    assert pickle.loads(received(stream.read)) == 1
    assert received(stream.read) == b""
    assert received(io.BytesIO(frame(b"hello")[:-1]).read) == b""
