"""The sources and nothing else, as somebody has them who has just fetched them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.test_house import HOUSE


def copy_sources(folder: Path) -> None:
    """Copies what git keeps, or would keep, into `folder`."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (HOUSE / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(HOUSE / name, folder / name)
