"""Whole windows in processes of their own, for campaigns."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

WINDOW = """
import sys
from PySide6.QtCore import QTimer
from app import startup

def act(lab):
{act}

def finish_and_act(lab):
    finish(lab)
    QTimer.singleShot(0, lab, lambda: act(lab))

finish, startup.Lab._finish = startup.Lab._finish, finish_and_act
{before}
from app.__main__ import main
sys.exit(main([]))
"""


def start_window(
    data: Path,
    act: str,
    *,
    before: str = "",
    environ: Mapping[str, str | None] | None = None,
    prepare: Callable[[], None] | None = None,
    out: int | IO[str] = subprocess.PIPE,
) -> subprocess.Popen[str]:
    """A window with its data in `data`, without a screen.

    act: lines of Python for when it is complete, with `lab`; before: for before it is made.
    environ: what is different, None for what is not there. prepare: runs in the new process first.
    out: where it writes.
    """
    changes = {
        "DIGIT_LAB_DATA": str(data),
        "DIGIT_LAB_MNIST": None,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join(sys.path),
        **(environ or {}),
    }
    wanted = {**os.environ, **changes}
    lines = "\n".join(f"    {line}" for line in act.strip().splitlines())
    return subprocess.Popen(
        [sys.executable, "-c", WINDOW.format(act=lines, before=before)],
        env={name: value for name, value in wanted.items() if value is not None},
        preexec_fn=prepare,
        stdout=out,
        stderr=subprocess.STDOUT,
        text=True,
    )


def end_of(window: subprocess.Popen[str], seconds: float) -> tuple[int | None, str]:
    """Its exit code, None when it had to be killed, and what it wrote."""
    try:
        written, _ = window.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        window.kill()
        written, _ = window.communicate()
        return None, written
    return window.returncode, written
