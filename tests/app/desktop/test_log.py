"""What --debug writes: in a process of its own, for it changes what becomes of messages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.desktop.log import FILE_NAME
from core.version import NAME, VERSION

pytestmark = pytest.mark.slow

SHORT_VISIT = """
import sys

from PySide6.QtCore import qWarning

from app import startup
from core.network.recipe import Recipe

finish = startup.Lab._finish

def train_and_close(lab):
    finish(lab)
    qWarning("Qt has something to say")
    lab.session.finished.connect(lab.window.close)
    lab.train.set_recipe(Recipe(hidden=(8,), epochs=1))
    lab.window.show_view("train")
    lab.actions["run"].trigger()

startup.Lab._finish = train_and_close
sys.exit(startup.run(["digit-lab"], debug=DEBUG))
"""


def visit(folder: Path, *, debug: bool) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if name != "DIGIT_LAB_MNIST"}
    environ |= {"DIGIT_LAB_DATA": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    environ |= {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    program = [sys.executable, "-c", SHORT_VISIT.replace("DEBUG", str(debug))]
    return subprocess.run(program, env=environ, capture_output=True, encoding="utf-8", timeout=60)


def test_debug_tells_what_happens_on_the_terminal_and_in_the_file(tmp_path: Path) -> None:
    ended = visit(tmp_path, debug=True)
    assert ended.returncode == 0, ended.stderr
    file = tmp_path / "log" / FILE_NAME
    lines = ended.stderr.splitlines()
    assert lines[0].endswith(f"The log is in {file}")
    for words in (
        f"{NAME} {VERSION}, run by {sys.executable}",
        f"Data: {tmp_path}; settings: ",
        "Screen ",
        "In use: “shipped network”, (784, ",
        "The task “starter” begins.",
        "The task “starter” is done.",
        "A run begins on ",
        "hidden=(8,)",
        ": completed",
        "WARNING app.qt: default: Qt has something to say",
    ):
        assert words in ended.stderr
    assert file.read_text(encoding="utf-8").splitlines() == lines


def test_without_it_the_terminal_and_the_file_stay_empty(tmp_path: Path) -> None:
    ended = visit(tmp_path, debug=False)
    assert (ended.returncode, ended.stdout) == (0, "")
    assert ended.stderr == "Qt has something to say\n"
    assert (tmp_path / "log" / FILE_NAME).read_bytes() == b""
