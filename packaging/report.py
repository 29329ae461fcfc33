"""make package-report: what "make package" built, measured against its bounds. Linux only.

Of every package in dist/ its size, and how long it took to make where it was made here.
Start: from the process's start until the canvas is painted on an X server without a display, the
median of several starts. Cold: with the system's page cache emptied before, as root alone may.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOUSE), str(HOUSE / "packaging")]

import bounds
from linux import deb
from make import TIMES

from core.version import PROGRAM
from tests.end_to_end.screen import Screen, missing_tools

BUNDLE, DIST = HOUSE / "dist" / PROGRAM, HOUSE / "dist"
WARM_STARTS, COLD_STARTS = 7, 3
PATIENCE, SETTLED = 30.0, 3.0  # seconds
DROP_CACHES = Path("/proc/sys/vm/drop_caches")
NOT_MEASURED = "not measured"

Row = tuple[str, str, str, str]


def main() -> None:
    if not BUNDLE.is_dir():
        raise SystemExit("There is nothing to measure yet: make package")
    rows = [*packages(), *_starts(), *_checkers()]
    for row in [("what", "is", "at most", ""), *rows]:
        print(f"{row[0]:46} {row[1]:>14} {row[2]:>10}  {row[3]}".rstrip())


def _row(what: str, value: float, bar: float | None, unit: str) -> Row:
    shown = f"{value:.2f} {unit}" if unit == "s" else f"{value:.1f} {unit}"
    if bar is None:
        return (what, shown, "", "")
    return (what, shown, f"{bar:g} {unit}", "holds" if value <= bar else "OVER")


def packages() -> Iterator[Row]:
    """The bundle's size and that of each installer in dist/, and the seconds that each took."""
    seconds = json.loads(TIMES.read_text(encoding="utf-8")) if TIMES.is_file() else {}
    found = [(BUNDLE, bounds.BUNDLE)] + [
        (path, bound)
        for ending, bound in bounds.INSTALLERS.items()
        for path in sorted(DIST.glob(f"*{ending}"))
    ]
    for path, bound in found:
        what = "the bundle, all files" if path == BUNDLE else path.name
        yield _row(what, bounds.megabytes(path), bound, "MB")
        if path.name in seconds:
            yield _row("  made in", seconds[path.name], None, "s")


def _starts() -> Iterator[Row]:
    warm_what, cold_what = "start to painted window, warm", "start to painted window, cold"
    if missing := missing_tools():
        yield (warm_what, NOT_MEASURED, "0.8 s", f"needs {' and '.join(missing)}")
        return
    with tempfile.TemporaryDirectory() as folder, _screen(Path(folder)) as screen:
        starts = [_start(screen, folder) for _ in range(WARM_STARTS + 1)][1:]
        yield _row(warm_what, statistics.median(seconds for seconds, _ in starts), 0.8, "s")
        if os.access(DROP_CACHES, os.W_OK):
            cold = [_start(screen, folder, cold=True)[0] for _ in range(COLD_STARTS)]
            yield _row(cold_what, statistics.median(cold), 2, "s")
        else:
            yield (cold_what, NOT_MEASURED, "2 s", "needs root, to empty the page cache")
        yield _row(
            "memory after start (resident)",
            max(memory for _, memory in starts) / bounds.MEGABYTE,
            180,
            "MB",
        )


@contextmanager
def _screen(folder: Path) -> Iterator[Screen]:
    screen = Screen(folder)
    try:
        yield screen
    finally:
        screen.close()


def _start(screen: Screen, folder: str, *, cold: bool = False) -> tuple[float, int]:
    """Seconds until the canvas is painted, and bytes resident once everything is at rest."""
    kept = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    environ = {**kept, "DISPLAY": screen.display, "DIGIT_LAB_DATA": f"{folder}/data"}
    if cold:
        os.sync()
        DROP_CACHES.write_text("3")
    began = time.monotonic()
    process = subprocess.Popen([str(BUNDLE / PROGRAM)], env=environ, stderr=subprocess.DEVNULL)
    try:
        while not _is_painted(screen):
            if process.poll() is not None or time.monotonic() > began + PATIENCE:
                raise SystemExit("The window does not open; try dist/digit-lab/digit-lab.")
        seconds = time.monotonic() - began
        if not cold:
            time.sleep(SETTLED)
        return seconds, _resident(process.pid)
    finally:
        process.kill()
        process.wait()
        while _is_painted(screen):
            time.sleep(0.02)


def _is_painted(screen: Screen) -> bool:
    """Whether the canvas, which is black, takes a good part of the screen, which is white."""
    sample = screen.pixels()[::8, ::8]
    return bool((~sample.any(axis=2)).mean() > 0.1)


def _resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) * 1024


def _checkers() -> Iterator[Row]:
    usr = deb.ROOT / "usr" / "share"
    for what, command, fault in (
        ("lintian", ["lintian", "--allow-root", *DIST.glob("*.deb")], r"^E: "),
        ("desktop-file-validate", ["desktop-file-validate", *usr.glob("applications/*")], "error"),
        (
            "appstreamcli validate",
            ["appstreamcli", "validate", "--no-net", *usr.glob("metainfo/*")],
            "^E: ",
        ),
    ):
        if shutil.which(what.split()[0]) is None:
            yield (f"{what}, errors", NOT_MEASURED, "0", "is not installed")
            continue
        output = subprocess.run(list(map(str, command)), capture_output=True, text=True).stdout
        errors = len(re.findall(fault, output, re.M))
        yield (f"{what}, errors", str(errors), "0", "OVER" if errors else "holds")


if __name__ == "__main__":
    main()
