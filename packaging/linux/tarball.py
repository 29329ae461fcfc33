"""The archive for other distributions: unpacked anywhere, it runs from there."""

from __future__ import annotations

import platform
import subprocess
from pathlib import Path

from core.version import PROGRAM, VERSION


def make(bundle: Path, folder: Path) -> Path:
    """digit-lab-VERSION-linux-MACHINE.tar.xz: one folder, owned by nobody in particular."""
    name = f"{PROGRAM}-{VERSION}-linux-{platform.machine()}"
    archive = folder / f"{name}.tar.xz"
    subprocess.run(
        [
            *("tar", "--create", "--file", archive, "--use-compress-program", "xz -T1 -6"),
            *("--owner=0", "--group=0", "--numeric-owner", "--sort=name", "--mode=u+rw,go+r-w"),
            *(f"--transform=flags=r;s|^{bundle.name}|{name}|", "-C", bundle.parent, bundle.name),
        ],
        check=True,
    )
    return archive
