"""Drawing goes before training: where both want a core, the window's thread gets it.

Alone on its core, a run is as fast as without.
"""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QThread

NICENESS = 5  # above the program's own; at 10 another busy program would slow a run too much
NICEST = 19


def yield_to_window() -> None:
    """Lower the priority of the thread that calls, once and for all.

    Linux has no priorities among a program's usual threads, but a niceness of each.
    """
    if sys.platform != "linux":
        QThread.currentThread().setPriority(QThread.Priority.LowPriority)
        return
    this_thread, program = 0, os.getpid()
    niceness = min(os.getpriority(os.PRIO_PROCESS, program) + NICENESS, NICEST)
    if niceness > os.getpriority(os.PRIO_PROCESS, this_thread):
        os.setpriority(os.PRIO_PROCESS, this_thread, niceness)
