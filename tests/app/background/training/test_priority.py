"""The thread that trains makes way for the window's."""

from __future__ import annotations

import os
import sys
from threading import Thread

import pytest

from app.background.training.priority import NICENESS, NICEST, yield_to_window


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a niceness of one thread")
def test_a_thread_that_yields_is_nicer_than_the_program_and_alone_so() -> None:
    before = os.getpriority(os.PRIO_PROCESS, os.getpid())
    seen = []

    def work() -> None:
        for _ in range(2):  # the second run in one thread changes nothing
            yield_to_window()
            seen.append(os.getpriority(os.PRIO_PROCESS, 0))

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [min(before + NICENESS, NICEST)] * 2
    assert os.getpriority(os.PRIO_PROCESS, os.getpid()) == before
