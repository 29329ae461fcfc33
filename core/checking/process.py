"""A child process that runs a learner's code, seen from the process that checks.

No learner's code can hold its parent up: every wait has an end, what the child prints is read while
we wait and kept up to a limit, and its whole process group is killed at the end.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from core.checking import wire

MOST_OUTPUT = 100_000
CHUNK = 1 << 16
STARTING = 60.0  # seconds that a slow machine may take to start a child
GLANCE = 0.05  # seconds between two looks at whether somebody said stop
_ROOT = Path(__file__).resolve().parent.parent.parent


class ChildGone(Exception):
    """The child has ended. code: its exit code, negative for a signal's number."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class TooSlow(Exception):
    """The child did not reply in time."""


class StopRequested(Exception):
    """The event that ends every wait was set."""


class Child:
    """A running child process. stop: an event that ends every wait, set by any thread."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self._stop = stop or threading.Event()
        self._output = bytearray()
        self.flooded = False
        threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
        self._process = subprocess.Popen(
            command(),
            cwd=None if getattr(sys, "frozen", False) else _ROOT,
            env={**os.environ, **threads, "PYTHONDONTWRITEBYTECODE": "1", "MPLBACKEND": "Agg"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._replies = self._process.stdout.fileno()
        self._prints = self._process.stderr.fileno()
        self._open = [self._replies, self._prints]
        self._buffer = bytearray()

    def wait_until_ready(self) -> None:
        """Wait until Python has started and NumPy is imported, which no learner is to blame for.
        Raises as ask."""
        self.reply(STARTING)

    def ask(self, do: str, seconds: float, **request: Any) -> dict[str, Any]:
        """Send a request and wait for its reply. Raises ChildGone, TooSlow or StopRequested."""
        self.send(do, **request)
        return self.reply(seconds)

    def send(self, do: str, **request: Any) -> None:
        """Send a request. Raises ChildGone."""
        frame = wire.pack({"do": do, **request}, lists_are_arrays=False)
        assert self._process.stdin is not None
        try:
            view = memoryview(frame)
            while view:
                view = view[self._process.stdin.write(view) or 0 :]
        except OSError:
            raise ChildGone(self._code()) from None

    def reply(self, seconds: float) -> dict[str, Any]:
        """The next reply. seconds: how long to wait. Raises as ask; ChildGone as well for bytes
        that are no reply."""
        until = time.monotonic() + seconds
        try:
            text, data = wire.frame_lengths(self._take(wire.LENGTHS.size, until))
            message = wire.unpack(self._take(text, until), self._take(data, until))
        except wire.WireError:
            raise ChildGone(0) from None
        if not isinstance(message, dict):
            raise ChildGone(0)
        return message

    @property
    def output(self) -> str:
        """What the child has printed so far."""
        text = self._output.decode("utf-8", "replace").replace("\r\n", "\n")
        return text + "\n… (more was printed than is kept)\n" if self.flooded else text

    def close(self) -> None:
        """Kill the child and whatever it has started, and read the rest of what it printed."""
        self._kill()
        self._process.wait()
        until = time.monotonic() + GLANCE
        while self._prints in self._open and time.monotonic() < until:
            if not self._look([self._prints], 0):
                break
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *about: object) -> None:
        self.close()

    def _take(self, count: int, until: float) -> bytes:
        while len(self._buffer) < count:
            if self._stop.is_set():
                raise StopRequested
            left = until - time.monotonic()
            if left <= 0:
                raise TooSlow
            if self._replies not in self._open:
                raise ChildGone(self._code())
            if not self._look(self._open, min(left, GLANCE)) and self._process.poll() is not None:
                raise ChildGone(self._code())  # though what it started still holds the pipe
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken

    def _look(self, places: list[int], seconds: float) -> bool:
        """Read once from each file descriptor that has something to read; whether any had."""
        ready = readable(places, seconds)
        for place in ready:
            part = os.read(place, CHUNK)
            if not part:
                self._open.remove(place)
            elif place == self._replies:
                self._buffer += part
            else:
                room = MOST_OUTPUT - len(self._output)
                self._output += part[:room]
                self.flooded |= len(part) > room
        if self.flooded and self._prints in ready:
            time.sleep(0.001)  # let the flood wait for us, not the window
        return bool(ready)

    def _code(self) -> int:
        """The exit code of a child that has hung up."""
        try:
            return self._process.wait(1)
        except subprocess.TimeoutExpired:
            return 0

    def _kill(self) -> None:
        if sys.platform == "win32":
            if self._process.poll() is None:
                subprocess.run(
                    ["taskkill", "/F", "/T", "/PID", str(self._process.pid)],
                    capture_output=True,
                    check=False,
                    creationflags=subprocess.CREATE_NO_WINDOW,
                )
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()


def command() -> list[str]:
    """The command that starts a child: this Python, or the frozen program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "check-child"]
    return [sys.executable, "-m", "app", "check-child"]


if sys.platform == "win32":
    import _winapi
    import msvcrt

    def readable(places: list[int], seconds: float) -> list[int]:
        """Those of the pipes that have something to read, or were hung up."""
        until = time.monotonic() + seconds
        while True:
            ready = [place for place in places if _has_something(place)]
            if ready or time.monotonic() >= until:
                return ready
            time.sleep(0.002)

    def _has_something(place: int) -> bool:
        try:
            return bool(_winapi.PeekNamedPipe(msvcrt.get_osfhandle(place), 0)[0])
        except OSError:  # hung up: reading gives the end
            return True

else:
    import select

    def readable(places: list[int], seconds: float) -> list[int]:
        """Those of the pipes that have something to read, or were hung up."""
        poll = select.poll()
        for place in places:
            poll.register(place, select.POLLIN)
        return [place for place, _ in poll.poll(seconds * 1000)]
