"""Children that are forked from a process with NumPy ready, in 10 ms instead of 130; seen from the
process that checks. On Linux alone: a fork copies what other systems' libraries do not expect."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Any

from core.checking import pipes

PATIENCE = 20.0  # seconds that an answer may take; the first waits for NumPy
_GLANCE = 0.002


class ForkServer:
    """A running process that forks children. Any thread may use it. Raises OSError."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path | None
    ) -> None:
        """command, environment, folder: as a child would be started with; see process.py."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket = ours
        self._socket.settimeout(PATIENCE)
        self._lock = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                [*command, "--fork", str(theirs.fileno())],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def start(self, environment: Mapping[str, str]) -> ForkedProcess:
        """A new child. environment: what is different in it. Raises OSError."""
        ends = [os.pipe() for _ in range(3)]
        ends[0] = ends[0][::-1]  # it reads its input, and writes the others
        try:
            pid = self.ask({"start": dict(environment)}, [theirs for _, theirs in ends])["pid"]
        except BaseException:
            for ours, _ in ends:
                os.close(ours)
            raise
        finally:
            for _, theirs in ends:
                os.close(theirs)
        return ForkedProcess(self, pid, [ours for ours, _ in ends])

    def ask(self, request: Mapping[str, Any], ends: Sequence[int] = ()) -> dict[str, Any]:
        """The answer to a request, see forking.py. Raises OSError when it is gone."""
        with self._lock:
            socket.send_fds(self._socket, [json.dumps(request).encode()], ends)
            answer = self._socket.recv(1 << 10)
        if not answer:
            raise ConnectionResetError("the process that forks has ended")
        found: dict[str, Any] = json.loads(answer)
        return found

    def close(self) -> None:
        """End it. Its children go on until they are closed."""
        self._socket.close()
        self._process.kill()
        self._process.wait()


class ForkedProcess:
    """A child, to be used like a subprocess.Popen with three pipes without buffers."""

    def __init__(self, server: ForkServer, pid: int, ends: Sequence[int]) -> None:
        self._server = server
        self.pid = pid
        self.stdin = FileIO(ends[0], "w")
        self.stdout = FileIO(ends[1], "r")
        self.stderr = FileIO(ends[2], "r")
        self._code: int | None = None

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""
        if self._code is None:
            try:
                self._code = self._server.ask({"wait": self.pid})["code"]
            except OSError:  # nobody can tell the code any more
                self._code = -signal.SIGKILL if _has_ended(self.pid) else None
        return self._code

    def wait(self, timeout: float) -> int:
        """Its exit code. Raises subprocess.TimeoutExpired."""
        until = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() >= until:
                raise subprocess.TimeoutExpired("check-child", timeout)
            time.sleep(_GLANCE)
        return code

    def kill(self) -> None:
        """Send SIGKILL, unless it was seen to have ended."""
        if self._code is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


def _has_ended(pid: int) -> bool:
    """Also where nobody has taken note of it."""
    try:
        place = os.pidfd_open(pid)
    except OSError:
        return True
    try:
        return bool(pipes.readable([place], 0))
    finally:
        os.close(place)
