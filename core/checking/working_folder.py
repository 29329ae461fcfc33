"""The folder that a learner's file is run in: the scratch folder, with links to what lies beside
the file. In the child process."""

from __future__ import annotations

import contextlib
import os
import sys

from core.checking.confinement import SCRATCH

MOST_LINKS = 64


def work_beside(folder: str) -> None:
    """Go where files of `folder` are read by their names, and files are written elsewhere.

    Where there are too many of them, or no links, that is `folder` itself.
    """
    scratch = os.environ.get(SCRATCH)
    entries = os.listdir(folder)
    if scratch is None or sys.platform == "win32" or len(entries) > MOST_LINKS:
        os.chdir(folder)
        return
    for name in entries:
        with contextlib.suppress(OSError):
            os.symlink(os.path.join(folder, name), os.path.join(scratch, name))
    os.chdir(scratch)
