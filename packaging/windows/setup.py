"""The installer for Windows, made by NSIS; its script compiles wherever there is makensis."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from core.version import COPYRIGHT, LESSON_ENDING, MODEL_ENDING, NAME, PROGRAM, VERSION

SCRIPT = Path(__file__).resolve().parent / "installer.nsi"
WORK = SCRIPT.parent.parent.parent / "build" / "pyinstaller"
USUAL_PLACE = Path("C:/Program Files (x86)/NSIS/makensis.exe")


def make(bundle: Path, folder: Path, work: Path = WORK, options: Sequence[str] = ()) -> Path:
    """digit-lab-VERSION-windows-setup.exe, of the bundle as it is. work: where PyInstaller left the
    icon that it made; options: of makensis."""
    icon = next(work.rglob("*.ico"))
    installer = folder / f"{PROGRAM}-{VERSION}-windows-setup.exe"
    values = {
        "NAME": NAME,
        "PROGRAM": PROGRAM,
        "VERSION": VERSION,
        "COPYRIGHT": COPYRIGHT,
        "ENDING": MODEL_ENDING,
        "LESSON_ENDING": LESSON_ENDING,
        "FILES": bundle.resolve() / "*.*",
        "ICON": icon.resolve(),
        "OUTPUT": installer.resolve(),
    }
    defined = [f"-D{name}={value}" for name, value in values.items()]
    subprocess.run([makensis(), "-V2", "-WX", *options, *defined, str(SCRIPT)], check=True)
    return installer


def makensis() -> str:
    """The command. Raises SystemExit when NSIS is not installed."""
    found = shutil.which("makensis")
    if not found and USUAL_PLACE.is_file() and sys.platform == "win32":
        found = str(USUAL_PLACE)
    if not found:
        raise SystemExit("The installer for Windows is made by NSIS: install that first.")
    return found
