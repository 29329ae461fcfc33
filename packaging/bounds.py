"""How large the packages may be: one table for the tests and for "make package-report"."""

from __future__ import annotations

from pathlib import Path

MEGABYTE = 1_000_000
BUNDLE = 170  # megabytes: the sum of its files
# By the end of the file's name. The others are told, and as large as they become.
INSTALLERS: dict[str, float | None] = {
    ".deb": 48,
    ".tar.xz": None,
    "-windows-setup.exe": None,
    ".dmg": None,
}


def megabytes(path: Path) -> float:
    """Of a file, or of all files below a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.lstat().st_size for file in files) / MEGABYTE
