"""The window in a process and a folder of its own: from outside, and from within."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from app import startup
from app.desktop.process import Application, make_application
from app.paths import Paths

NOWHERE = "http://127.0.0.1:9"  # nothing is downloaded


def play(module: str, folder: Path, longest: float, *arguments: object) -> tuple[list[Any], str]:
    """Run a module of this package with `arguments` and `folder`.

    Gives the JSON of each line that it printed, and "" or how it ended other than with its last
    word, which is a record with "end". longest: seconds.
    """
    environ = {name: value for name, value in os.environ.items() if name != "DIGIT_LAB_MNIST"}
    environ |= {
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(folder),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "OPENBLAS_NUM_THREADS": "1",
        **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), NOWHERE),
    }
    command = [sys.executable, "-m", f"{__package__}.{module}", *map(str, arguments), str(folder)]
    try:
        ended = subprocess.run(
            command,
            env=environ,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=longest,
        )
    except subprocess.TimeoutExpired:
        return [], f"not done after {longest} s"
    told = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    if any("end" in each for each in told):
        return told, ""
    return told, f"ended with {ended.returncode}: {ended.stderr[-1500:]}"


def open_window(folder: Path) -> tuple[Application, startup.Lab]:
    """The whole window, shown; its data and settings are in `folder`."""
    app = make_application(["digit-lab"])
    lab = startup.Lab(Paths(folder / "data", folder / "data" / "settings.ini"))
    lab.window.show()
    lab.window.activateWindow()
    while not lab.is_complete:
        app.processEvents()
    return app, lab


def tell(**record: Any) -> None:
    """A line of JSON for whoever runs this process."""
    print(json.dumps(record), flush=True)


def name_of(thing: QObject | None) -> str:
    """Where it is among the widgets."""
    parts: list[str] = []
    while thing is not None and len(parts) < 3:
        parts.append(thing.objectName() or type(thing).__name__)
        thing = thing.parent()
    return "/".join(reversed(parts))
