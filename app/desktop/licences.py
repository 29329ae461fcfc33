"""What Digit Lab is built with, and the licences of all of it. No Qt."""

from __future__ import annotations

import platform
import re
import sys
import sysconfig
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from core.resources import ROOT
from core.version import NAME, PROGRAM

FOLDER = ROOT / "licences"
OURS = ROOT.parent / "LICENSE"  # of a checkout and a bundle; an installed wheel has it as others do
_CALLED = ("licen", "copying")  # how files begin that hold a licence


@dataclass(frozen=True)
class Part:
    """Something that is shipped with the app.

    name: for people. distribution: as installed, empty for Python itself. licence: in short.
    """

    name: str
    distribution: str
    licence: str

    @property
    def version(self) -> str:
        """Empty when it is not known."""
        try:
            return metadata.version(self.distribution) if self.distribution else _PYTHON
        except metadata.PackageNotFoundError:
            return ""


_PYTHON = platform.python_version()
PARTS = (
    Part("Python", "", "PSF"),
    Part("NumPy", "numpy", "BSD-3-Clause"),
    Part("Qt for Python", "PySide6_Essentials", "LGPL-3.0"),
    Part("pyqtgraph", "pyqtgraph", "MIT"),
    Part("safetensors", "safetensors", "Apache-2.0"),
    Part("threadpoolctl", "threadpoolctl", "BSD-3-Clause"),
    Part("tomli-w", "tomli_w", "MIT"),
)


def texts() -> dict[str, str]:
    """The full text of every licence, by what it is of: ours first, the others by name.

    Each part brings its own; what they lack, and what a bundle holds beside them, is in FOLDER.
    """
    found = {part.name: text for part in PARTS if (text := _of(part.distribution))}
    found[NAME] = OURS.read_text(encoding="utf-8") if OURS.is_file() else _of(PROGRAM)
    for path in FOLDER.glob("*.txt"):
        found[path.stem] = path.read_text(encoding="utf-8", errors="replace")
    return {name: found[name] for name in sorted(found, key=lambda it: (it != NAME, it.lower()))}


def python_licence() -> str:
    """Of the Python that runs this; empty where it brings none. On Windows it lies beside
    python.exe, elsewhere in the library."""
    folders = map(Path, (sysconfig.get_path("stdlib"), sys.base_prefix))
    paths = [folder / name for folder in folders for name in ("LICENSE.txt", "LICENSE")]
    texts = [path.read_text(encoding="utf-8") for path in paths if path.is_file()]
    return next((text for text in texts if text.strip()), "")


def _of(distribution: str) -> str:
    if not distribution:
        return python_licence()
    files = _installed(distribution)
    return "\n\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)


def _installed(distribution: str) -> list[Path]:
    """The files that hold its licences, from the folder that tells of it: a bundle keeps no list of
    what was installed."""
    try:
        version, site = metadata.version(distribution), metadata.distribution(distribution)
    except metadata.PackageNotFoundError:
        return []
    name = re.sub(r"[-_.]+", "_", distribution).lower()
    folder = Path(str(site.locate_file(f"{name}-{version}.dist-info")))
    named = [path for path in folder.rglob("*") if path.is_file() and _is_licence(path)]
    return sorted(named, key=lambda path: (len(path.parts), path))


def _is_licence(file: Path) -> bool:
    return any(called in file.name.lower() for called in _CALLED)
