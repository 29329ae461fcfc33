"""Files that macOS hands to a program that runs, and what is done about memory."""

from __future__ import annotations

import gc
import linecache
import os
import subprocess
import sys

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


def test_model_files_that_are_handed_over_are_told_and_others_are_not() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", OPEN],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (0, "one.safetensors THREE.SAFETENSORS\n"), ended


def test_sources_that_were_read_are_forgotten() -> None:
    assert linecache.getline(__file__, 1)
    forget_sources()
    assert not linecache.cache


def test_the_collector_looks_no_more_through_what_is_there() -> None:
    try:
        spare_collector()
        assert gc.get_freeze_count() > len(gc.get_objects())
    finally:
        gc.unfreeze()
