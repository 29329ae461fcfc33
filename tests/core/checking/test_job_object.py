"""On Windows a job object ends what a learner's code started, and its memory is watched."""

from __future__ import annotations

import os
import re
import sys

import numpy as np
import pytest

from core.checking.job_object import memory_of
from core.checking.runner import check_file

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="Windows alone has job objects")

MEGABYTES = 1 << 17  # numbers of eight bytes
ONE_ARRAY = """
import numpy as np
def relu(Z):
    table = np.ones((20_000, 20_000))  # 3.2 GB
    return np.maximum(Z, 0) * table[0, 0], Z
"""
MANY_ARRAYS = """
import numpy as np
def relu(Z):
    kept = [np.ones(1 << 20) for _ in range(10_000)]
    return np.maximum(Z, 0) * kept[0][0], Z
"""


def test_the_memory_of_a_process_is_known():
    before = memory_of(os.getpid())
    kept = np.ones(100 * MEGABYTES)
    assert memory_of(os.getpid()) - before > 90 << 20
    assert kept.all()


def test_nothing_is_known_of_a_process_that_is_none():
    assert memory_of(0x7FFFFFFC) == 0


@pytest.mark.parametrize("code", [ONE_ARRAY, MANY_ARRAYS], ids=["one array", "many arrays"])
def test_code_that_takes_too_much_is_ended_and_told(tmp_path, code):
    """It is no endless loop. (Where the system itself refuses, the code hears a MemoryError.)"""
    (tmp_path / "theirs.py").write_text(code)
    report = check_file(tmp_path / "theirs.py", seconds=60.0)
    (relu,) = report.present
    assert relu.status == "failed"
    assert re.search("arrays of more than 1 GB|more memory is asked for", relu.problem)
    assert not report.is_right
