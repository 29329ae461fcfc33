"""The ends of pipes to a child, read and written without ever being held up by it."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable

CHUNK = 1 << 16
# Writes what there is room for; whether all is written. Raises OSError when nobody reads any more.
Writing = Callable[[], bool]

if sys.platform == "win32":
    import _winapi
    import msvcrt

    def readable(places: list[int], seconds: float, writing: int | None = None) -> list[int]:
        """Those of the pipes that have something to read, or were hung up."""
        until = time.monotonic() + seconds
        while True:
            ready = [place for place in places if _has_something(place)]
            if ready or time.monotonic() >= until:
                return ready
            time.sleep(0.002)
            if writing is not None:
                return []

    def _has_something(place: int) -> bool:
        try:
            return bool(_winapi.PeekNamedPipe(msvcrt.get_osfhandle(place), 0)[0])
        except OSError:  # hung up: reading gives the end
            return True

    def write(place: int, data: bytes) -> Writing:
        """Begin to write. A thread does it, for these pipes have no other way; it ends when the
        child does."""
        failures: list[OSError] = []

        def write_all() -> None:
            view = memoryview(data)
            try:
                while view:
                    view = view[os.write(place, view[:CHUNK]) :]
            except OSError as error:
                failures.append(error)

        thread = threading.Thread(target=write_all, daemon=True)
        thread.start()

        def is_done() -> bool:
            if failures:
                raise failures[0]
            return not thread.is_alive()

        return is_done

else:
    import select

    def readable(places: list[int], seconds: float, writing: int | None = None) -> list[int]:
        """Those of the pipes that have something to read, or were hung up. writing: one more, whose
        having room ends the wait."""
        poll = select.poll()
        for place in places:
            poll.register(place, select.POLLIN)
        if writing is not None:
            poll.register(writing, select.POLLOUT)
        return [place for place, _ in poll.poll(seconds * 1000) if place != writing]

    def write(place: int, data: bytes) -> Writing:
        """Begin to write."""
        os.set_blocking(place, False)
        view = memoryview(data)

        def is_done() -> bool:
            nonlocal view
            while view:
                try:
                    view = view[os.write(place, view) :]
                except BlockingIOError:
                    return False
            return True

        return is_done
