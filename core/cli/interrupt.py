"""Ctrl-C as a flag that is looked at between two steps, not as an exception within one."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interrupt_as_flag() -> Iterator[Callable[[], bool]]:
    """Within it, Ctrl-C sets a flag; a second one raises KeyboardInterrupt.

    Yields a function that tells whether the flag is set. For the main thread only.
    """
    pressed = False

    def note(signum: int, frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)
