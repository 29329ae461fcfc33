"""TERM, HUP and Ctrl-C end the loop once; a second one ends the process."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals"),
]

PROGRAM = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from app.desktop.ending import EndSignals
app = QCoreApplication([])
def end():
    print("ends", flush=True)
    {end}
signals = EndSignals(end)
QTimer.singleShot(0, lambda: print("ready", flush=True))
app.exec()
signals.close()
print("closed", flush=True)
"""


def start(end: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(end=end)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_ends_the_loop_of_a_window_at_rest(name: str) -> None:
    with start("app.quit()") as program:
        assert program.stdout.readline() == "ready\n"
        time.sleep(0.1)  # it rests
        program.send_signal(getattr(signal, name))
        assert program.stdout.read() == "ends\nclosed\n"
    assert program.returncode == 0


def test_a_second_signal_ends_a_process_that_does_not(capfd) -> None:
    with start("pass") as program:
        assert program.stdout.readline() == "ready\n"
        program.send_signal(signal.SIGTERM)
        assert program.stdout.readline() == "ends\n"
        program.send_signal(signal.SIGTERM)
        assert program.stdout.read() == ""
    assert program.returncode == -signal.SIGTERM
