"""The licences of libraries that PyInstaller took from the system: from Debian's own records."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

# What a bundle takes from other systems, and under which licence; its text stands elsewhere.
ELSEWHERE = "OpenSSL: Apache-2.0, the text of which stands under safetensors.\n"
DOCUMENTS = Path("/usr/share/doc")


def write(bundle: Path, folder: Path) -> None:
    """Into the bundle's licences: those that `folder` holds, and one for each Debian package."""
    target = bundle_resources(bundle) / "licences"
    for path in folder.glob("*.txt"):
        shutil.copy(path, target)
    if not shutil.which("dpkg-query"):
        (target / "OpenSSL.txt").write_text(ELSEWHERE, encoding="utf-8")
        return
    for package in sorted(_packages(bundle)):
        shutil.copy(DOCUMENTS / package / "copyright", target / f"{package}.txt")


def bundle_resources(bundle: Path) -> Path:
    if sys.platform == "darwin":
        return bundle.parent / "Digit Lab.app" / "Contents" / "Resources" / "resources"
    return bundle / "_internal" / "resources"


def _packages(bundle: Path) -> set[str]:
    """The Debian packages of those libraries in the bundle that lie in none of Python's folders."""
    names = [path.name for path in (bundle / "_internal").glob("*.so*") if not path.is_symlink()]
    found = set()
    for name in names:
        asked = subprocess.run(
            ["dpkg-query", "--search", f"*/{name}"], capture_output=True, text=True, check=False
        )
        found |= {line.split(":")[0] for line in asked.stdout.splitlines() if "lib" in line}
    return {each for each in found if (DOCUMENTS / each / "copyright").is_file()}
