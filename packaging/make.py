"""make package: the bundle, then the installers of this system, into dist/.

python packaging/make.py             both
python packaging/make.py bundle      the bundle alone
python packaging/make.py installers  of a bundle that is there
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module, metadata
from pathlib import Path
from threading import Lock

HERE = Path(__file__).resolve().parent
HOUSE = HERE.parent
sys.path[:0] = [str(HOUSE), str(HERE)]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import bounds
import icons
import system_licences
from windows import version_info

from app.desktop.licences import python_licence
from core.version import PROGRAM

MADE, DIST = HOUSE / "build" / "package", HOUSE / "dist"
BUNDLE = DIST / PROGRAM
TIMES = MADE / "seconds.json"  # by the name of what was made
KEEPING = Lock()  # one writer of that file at a time
DRAWING = HOUSE / "resources" / "icons" / "digit-lab.svg"
ICON_SIZE = 1024  # pixels: the largest that macOS shows
INSTALLERS = {
    "linux": ("linux.deb", "linux.tarball"),
    "win32": ("windows.setup",),
    "darwin": ("macos.dmg",),
}


def make_bundle() -> Path:
    """dist/digit-lab: a folder with the program and all that it loads."""
    shutil.rmtree(MADE, ignore_errors=True)
    licences = MADE / "licences"
    licences.mkdir(parents=True)
    (MADE / "icon.png").write_bytes(icons.png(DRAWING, ICON_SIZE))
    (MADE / "version.txt").write_text(version_info.text(), encoding="utf-8")
    for name, text in (("Python", python_licence()), ("PyInstaller", _licence_of_pyinstaller())):
        write_licence(licences, name, text)
    system_licences.write(licences)
    work = HOUSE / "build" / "pyinstaller"
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", str(HOUSE / "build.spec"), "--noconfirm"),
            *("--log-level", "WARN", "--distpath", str(DIST), "--workpath", str(work)),
        ],
        cwd=HOUSE,
        check=True,
    )
    return BUNDLE


def write_licence(folder: Path, name: str, text: str) -> None:
    """Raises SystemExit for an empty one: nothing ships without its licence."""
    if not text.strip():
        raise SystemExit(f"The licence of {name} was not found; the bundle needs it.")
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def _licence_of_pyinstaller() -> str:
    """Its little program that starts ours goes along: GPL, but free in what it starts."""
    files = metadata.distribution("pyinstaller").files or []
    return "\n".join(file.read_text() for file in files if file.name == "COPYING.txt")


def make_installers() -> None:
    """For the system that this runs on, from the bundle."""
    makers = [import_module(name).make for name in INSTALLERS[sys.platform]]
    with ThreadPoolExecutor() as both:  # each waits for a program that compresses on one core
        list(both.map(lambda make: timed(lambda: make(BUNDLE, DIST)), makers))


def timed(make: Callable[[], Path]) -> None:
    """Make something, tell its size, and keep for the report how long it took."""
    began = time.monotonic()
    made = make()
    seconds = time.monotonic() - began
    with KEEPING:
        known = json.loads(TIMES.read_text(encoding="utf-8")) if TIMES.is_file() else {}
        TIMES.write_text(json.dumps({**known, made.name: round(seconds, 1)}), encoding="utf-8")
    size = bounds.megabytes(made)
    print(f"{made.relative_to(HOUSE)}: {size:.1f} MB, in {seconds:.0f} s", flush=True)


def main(what: list[str]) -> None:
    if what in ([], ["bundle"]):
        timed(make_bundle)
    if what in ([], ["installers"]):
        make_installers()


if __name__ == "__main__":
    main(sys.argv[1:])
