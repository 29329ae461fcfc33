"""A child process that runs a learner's code, seen from the process that checks.

No learner's code can hold its parent up: every wait, to be heard as to be answered, has an end and
hears `stop`; what the child prints is read while we wait and kept up to a limit; what it takes of
the system is watched; and it is killed at the end. Its replies carry a secret of this one child,
which its code does not find by chance, and must look like replies.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from core.checking import pipes, wire
from core.checking.confinement import MEMORY, PROGRAMS, SCRATCH
from core.checking.fork_server import ForkedProcess, ForkServer
from core.checking.job_object import JobObject
from core.checking.replies import check_reply
from core.checking.scratch import ScratchFolder
from core.checking.watch import Watch

MOST_OUTPUT = 100_000
STARTING = 60.0  # seconds that a slow machine may take to start a child
SENDING = 10.0  # seconds that a child may take to read a request
ENDING = 1.0  # seconds that a system may take to end one
GLANCE = 0.05  # seconds between two looks at whether somebody said stop
_ROOT = Path(__file__).resolve().parent.parent.parent
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")


class ChildEnd(Exception):
    """The child cannot be asked any more."""


class ChildGone(ChildEnd):
    """It has ended. code: its exit code, negative for a signal's number; None when it goes on, but
    has closed the way by which it replies."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


class TooSlow(ChildEnd):
    """It did not reply in time, or did not read what it was asked."""


class TooMuch(ChildEnd):
    """It takes too much of the system. what: of what, in words."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class NoReply(ChildEnd):
    """It sent what is no reply to what it was asked."""


class StopRequested(Exception):
    """The event that ends every wait was set."""


class Child:
    """A running child process. stop: an event that ends every wait, set by any thread. server:
    forks it, where there is one. Raises OSError when none can be started.

    held: what its code cannot do on this system, see core.checking.confinement; known once it is
    ready.
    """

    def __init__(
        self, stop: threading.Event | None = None, server: ForkServer | None = None
    ) -> None:
        self.held: Collection[str] = ()
        self.flooded = False
        self._stop = stop or threading.Event()
        self._output = bytearray()
        self._secret = secrets.token_bytes(wire.SECRET_BYTES)
        self._asked = 0
        self._do = "start"
        self._memory = 0  # bytes that it had when it was ready, where its job counts them
        self._scratch = ScratchFolder()
        try:
            self._process: ForkedProcess | subprocess.Popen[bytes]
            self._process = self._forked(server) or self._started()
        except BaseException:
            self._scratch.remove()
            raise
        self._job = JobObject(self._process)
        self._watch = Watch(self._process.pid, self._scratch, self._job)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._requests = self._process.stdin.fileno()
        self._replies = self._process.stdout.fileno()
        self._prints = self._process.stderr.fileno()
        self._open = [self._replies, self._prints]
        self._buffer = bytearray()

    def _forked(self, server: ForkServer | None) -> ForkedProcess | None:
        """None without a server, or when it is gone."""
        if server is not None:
            with contextlib.suppress(OSError):
                return server.start(self._places())
        return None

    def _places(self) -> dict[str, str]:
        return dict.fromkeys((*_TEMPORARY, SCRATCH), str(self._scratch.path))

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command(),
            cwd=_folder(),
            env={**_environment(), **self._places()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def wait_until_ready(self) -> None:
        """Wait until Python has started and NumPy is imported, which no learner is to blame for.
        Raises as ask."""
        self._write(self._secret, time.monotonic() + STARTING)
        reply = self.reply(STARTING)
        held, self._memory = set(reply["held"]), reply["memory"]
        self.held = held | {MEMORY, PROGRAMS} if self._job.holds else held

    def load(self, memory: int, **request: Any) -> None:
        """Send the file that is to be run. memory: bytes that it may take. Raises as ask."""
        self._job.limit_memory(self._memory + memory)
        self.send("load", memory=memory, **request)

    def ask(self, do: str, seconds: float, **request: Any) -> dict[str, Any]:
        """Send a request and wait for its reply. Raises a ChildEnd or StopRequested."""
        until = time.monotonic() + seconds
        self._send(do, until, request)
        return self._reply(until)

    def send(self, do: str, **request: Any) -> None:
        """Send a request. Raises as ask."""
        self._send(do, time.monotonic() + SENDING, request)

    def reply(self, seconds: float) -> dict[str, Any]:
        """The next reply to what was sent. seconds: how long to wait. Raises as ask."""
        return self._reply(time.monotonic() + seconds)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    @property
    def output(self) -> str:
        """What the child has printed so far."""
        text = self._output.decode("utf-8", "replace").replace("\r\n", "\n")
        return text + "\n… (more was printed than is kept)\n" if self.flooded else text

    def close(self) -> None:
        """Kill the child, read the rest of what it printed, and remove what it wrote."""
        self._kill()
        with contextlib.suppress(subprocess.TimeoutExpired):  # a system that cannot end it now
            self._process.wait(ENDING)
        until = time.monotonic() + GLANCE
        while self._prints in self._open and time.monotonic() < until:
            if not self._look([self._prints], 0):
                break
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        self._scratch.remove()

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *about: object) -> None:
        self.close()

    def _send(self, do: str, until: float, request: dict[str, Any]) -> None:
        self._do = do
        self._asked += 1
        self._write(wire.pack({"do": do, **request}, lists_are_arrays=False), until)

    def _write(self, data: bytes, until: float) -> None:
        is_done = pipes.write(self._requests, data)
        try:
            self._wait(is_done, until, self._requests)
        except OSError:
            raise ChildGone(self._code()) from None

    def _reply(self, until: float) -> dict[str, Any]:
        try:
            head = self._take(wire.HEAD_BYTES, until)
            text, data = wire.lengths_of(head, self._secret, self._asked)
            message = wire.unpack(self._take(text, until), self._take(data, until))
            return check_reply(self._do, message)
        except wire.WireError:
            raise NoReply from None

    def _take(self, count: int, until: float) -> bytes:
        self._wait(lambda: len(self._buffer) >= count, until)
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken

    def _wait(self, is_done: Callable[[], bool], until: float, writing: int | None = None) -> None:
        """Until it is done. writing: a pipe that is written to meanwhile."""
        while True:
            if self._stop.is_set():
                raise StopRequested
            left = until - time.monotonic()
            if left <= 0:
                raise TooSlow
            if is_done():
                return
            if self._replies not in self._open:
                raise ChildGone(self._code())
            if what := self._watch.excess():
                raise TooMuch(what)
            seen = self._look(self._open, min(left, GLANCE), writing)
            if not seen and not is_done() and self._process.poll() is not None:
                raise ChildGone(self._code())  # though what it started still holds the pipe

    def _look(self, places: list[int], seconds: float, writing: int | None = None) -> bool:
        """Read once from each file descriptor that has something to read; whether any had."""
        ready = pipes.readable(places, seconds, writing)
        for place in ready:
            part = os.read(place, pipes.CHUNK)
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

    def _code(self) -> int | None:
        """The exit code of a child that has hung up; None when it goes on."""
        until = time.monotonic() + ENDING
        while time.monotonic() < until and not self._stop.is_set():
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self._process.wait(GLANCE)
        return None

    def _kill(self) -> None:
        if sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._job.close()
        self._process.kill()


def what_holds(stop: threading.Event) -> Collection[str]:
    """What a learner's code cannot do on this system, see core.checking.confinement. Raises as
    Child and wait_until_ready."""
    with Child(stop) as child:
        child.wait_until_ready()
        return child.held


@contextlib.contextmanager
def fork_server() -> Iterator[ForkServer | None]:
    """Within it, many children start sooner; None where that cannot be."""
    server = None
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            server = ForkServer(command(), _environment(), _folder())
    try:
        yield server
    finally:
        if server is not None:
            server.close()


def _environment() -> dict[str, str]:
    """What a child finds in its environment, but for the places to write to."""
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
    return {**os.environ, **threads, "PYTHONDONTWRITEBYTECODE": "1", "MPLBACKEND": "Agg"}


def _folder() -> Path | None:
    """Where a child starts."""
    return None if getattr(sys, "frozen", False) else _ROOT


def command(verb: str = "check-child") -> list[str]:
    """The command that starts a child: this Python, or the frozen program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, verb]
    return [sys.executable, "-m", "app", verb]


def start_own(verb: str) -> subprocess.Popen[bytes]:
    """A process of ours that runs no learner's code itself, with pipes to it. Raises OSError."""
    return subprocess.Popen(
        command(verb),
        cwd=_folder(),
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
