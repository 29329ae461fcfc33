"""The licences of libraries that the bundle takes from the system: from Debian's own records."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from bundle import Entry

FOLDER = "resources/licences"
DOCUMENTS = Path("/usr/share/doc")
# What Python brings along on other systems.
ELSEWHERE = {"OpenSSL": "OpenSSL: Apache-2.0, the text of which stands under safetensors.\n"}


def entries(binaries: Iterable[Entry]) -> list[Entry]:
    """Lines for PyInstaller's table of data: one licence for each Debian package that is in it."""
    names = {place for place, _, kind in binaries if kind == "BINARY" and "/" not in place}
    return [
        (f"{FOLDER}/{package}.txt", str(DOCUMENTS / package / "copyright"), "DATA")
        for package in sorted(set().union(*map(packages, names)))
    ]


def packages(library: str) -> set[str]:
    """The Debian packages that a library of this name is in; none on other systems."""
    if not shutil.which("dpkg-query"):
        return set()
    asked = ["dpkg-query", "--search", f"*/{library}"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    found = {line.partition(":")[0] for line in answer.splitlines()}
    return {each for each in found if (DOCUMENTS / each / "copyright").is_file()}


def write(folder: Path) -> None:
    """For systems that keep no such records."""
    if not shutil.which("dpkg-query"):
        for name, text in ELSEWHERE.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
