"""Qt shares out the work on an image among threads, and waits for ever where it gets none."""

from __future__ import annotations

import _thread

_PATIENCE = 5.0  # seconds


def need_thread() -> None:
    """Raises MemoryError where the system has no room for one more thread: what Qt needs to scale,
    convert or decode a large image. Room that one thread had is kept for the next."""
    begun = _thread.allocate_lock()
    begun.acquire()
    try:
        _thread.start_new_thread(begun.release, ())
    except RuntimeError:
        raise MemoryError from None
    if not begun.acquire(timeout=_PATIENCE):
        raise MemoryError
