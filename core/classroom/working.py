"""A process that checks one hand-in after another for the process of a class: what is judged takes
as long as the learner's code itself, and two threads of one Python do not judge at a time.

Requests come by standard input, answers go by standard output, each behind its length. When the
input ends, so does the check that runs, and the process.
"""

from __future__ import annotations

import os
import pickle
import threading
import traceback
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue

from core.checking.process import Child, fork_server
from core.checking.runner import CheckProcess
from core.checking.source import Source
from core.classroom.results_file import slim

LENGTH = 8  # bytes


def serve() -> None:
    """Until the input ends."""
    _Server().run()


def frame(data: bytes) -> bytes:
    """What is sent of `data`."""
    return len(data).to_bytes(LENGTH, "big") + data


def received(read: Callable[[int], bytes]) -> bytes:
    """What was sent; b"" at the end."""

    def exactly(count: int) -> bytes:
        parts = []
        while count and (part := read(count)):
            parts.append(part)
            count -= len(part)
        return b"" if count else b"".join(parts)

    return exactly(int.from_bytes(exactly(LENGTH), "big"))


class _Server:
    def __init__(self) -> None:
        self._requests: SimpleQueue[bytes] = SimpleQueue()
        self._lock = threading.Lock()
        self._ended = False
        self._running: CheckProcess | None = None

    def run(self) -> None:
        threading.Thread(target=self._listen, daemon=True).start()
        with fork_server() as server:
            make_child = partial(Child, server=server)
            while data := self._requests.get():
                source, seconds = pickle.loads(data)
                _send(self._answer(source, seconds, make_child))

    def _listen(self) -> None:
        while data := received(partial(os.read, 0)):
            self._requests.put(data)
        with self._lock:
            self._ended = True
            if self._running:
                self._running.stop()
        self._requests.put(b"")

    def _answer(
        self, source: Source, seconds: float, make_child: Callable[[threading.Event], Child]
    ) -> bytes:
        process = CheckProcess(source, seconds=seconds, make_child=make_child)
        with self._lock:
            self._running = process
            if self._ended:
                process.stop()
        try:
            return slim(process.run()).to_json().encode()
        except Exception:
            return traceback.format_exc().encode()
        finally:
            with self._lock:
                self._running = None


def _send(data: bytes) -> None:
    data = frame(data)
    while data:
        data = data[os.write(1, data) :]
