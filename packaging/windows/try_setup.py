"""Installs what the installer for Windows brings, tries it, and removes it again. On Windows.

python packaging/windows/try_setup.py SETUP.EXE
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(HOUSE))

from core.version import NAME, PROGRAM

FILE_TYPE = "Software\\Classes\\DigitLab.Network"
TRIES = ("--self-test", "gradcheck")


def main(setup: str) -> None:
    """Raises SystemExit with a sentence at the first thing that is wrong."""
    home = Path(os.environ["LOCALAPPDATA"]) / "Programs" / NAME
    run(f'"{Path(setup).resolve()}" /S')
    for what in TRIES:
        run(f'"{home / PROGRAM}.exe" {what}')
    if not is_registered():
        raise SystemExit("The file type was not registered.")
    # NSIS takes the rest of the line for the folder, and wants no quotes around it.
    run(f'"{home / "Uninstall.exe"}" /S _?={home}')
    if (home / "_internal").exists():
        raise SystemExit(f"Something was left behind in {home}.")
    if is_registered():
        raise SystemExit("The file type was left behind.")


def run(line: str) -> None:
    """Raises SystemExit unless it ends well."""
    print(line, flush=True)
    if code := subprocess.run(line, check=False).returncode:
        raise SystemExit(f"It ended with {code}: {line}")


def is_registered() -> bool:
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CURRENT_USER, FILE_TYPE))
    except FileNotFoundError:
        return False
    return True


if __name__ == "__main__":
    main(*sys.argv[1:])
