"""Files that macOS hands to a program that runs, and what is done about memory."""

from __future__ import annotations

import ctypes
import gc
import linecache
import os
import subprocess
import sys

import pytest

from app.desktop.process import forget_sources, spare_collector

OPEN = """
import sys
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from app.desktop.process import make_application

app = make_application(["digit-lab"])
opened = []
app.file_opened.connect(lambda path: opened.append(path.name))
for name in ("one.safetensors", "two.txt", "THREE.SAFETENSORS"):
    app.sendEvent(app, QFileOpenEvent(QUrl.fromLocalFile("/somewhere/" + name)))
print(*opened)
"""

HOLDING = """
import numpy as np
from app.desktop.process import give_memory_back

def held():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6

{}
first = [np.ones(2**20) for _ in range(3)]
del first
before = held()
arrays = [np.ones(3 * 2**18) for _ in range(10)]
stays = bytearray(100_000)
del arrays
print(held() - before)
"""


def python(code: str) -> subprocess.CompletedProcess[str]:
    """What a child says that runs `code`."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_model_files_that_are_handed_over_are_told_and_others_are_not() -> None:
    ended = python(OPEN)
    assert (ended.returncode, ended.stdout) == (0, "one.safetensors THREE.SAFETENSORS\n"), ended


def test_sources_that_were_read_are_forgotten() -> None:
    assert linecache.getline(__file__, 1)
    forget_sources()
    assert not linecache.cache


def test_the_collector_looks_no_more_through_what_is_there() -> None:
    try:
        gc.disable()
        spare_collector()
        assert gc.get_freeze_count() > len(gc.get_objects())
        assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc has such settings")
def test_large_arrays_that_are_freed_are_given_back() -> None:
    """Arrays below one that stays: by itself glibc keeps 60 MB of them."""
    assert hasattr(ctypes.CDLL(None), "mallopt")
    by_itself, with_settings = (
        float(python(HOLDING.format(setting)).stdout) for setting in ("", "give_memory_back()")
    )
    assert by_itself > 40
    assert with_settings < 20
