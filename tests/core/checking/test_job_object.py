"""On Windows a job object ends what a learner's code started, and its memory is watched."""

from __future__ import annotations

import os
import sys

import numpy as np
import pytest

from core.checking import watch
from core.checking.job_object import memory_of
from core.checking.runner import check_file

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="Windows alone has job objects")

MEGABYTES = 1 << 17  # numbers of eight bytes
HOARDER = """
import numpy as np
def relu(Z):
    kept = []
    while True:
        kept.append(np.ones(1 << 20))
"""


def test_the_memory_of_a_process_is_known():
    before = memory_of(os.getpid())
    kept = np.ones(100 * MEGABYTES)
    assert memory_of(os.getpid()) - before > 90 << 20
    assert kept.all()


def test_nothing_is_known_of_a_process_that_is_none():
    assert memory_of(0x7FFFFFFC) == 0


def test_code_that_takes_too_much_is_ended_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "MEMORY", 1 << 30)
    (tmp_path / "theirs.py").write_text(HOARDER)
    report = check_file(tmp_path / "theirs.py", seconds=60.0)
    (relu,) = report.present
    assert relu.status == "failed"
    assert "arrays of more than" in relu.problem
    assert not report.is_right
