"""A library's training steps in a process of their own, that stands still between its turns.

Threads of a library that have nothing to do wait in busy loops: OpenBLAS's and OpenMP's hold a core
for tens of milliseconds after a product, and would take it from whoever has the next turn.

As a child it reads {"dimensions": [...], "batch": m} and tells the names of its contenders, and
reads {"name": ..., "calls": n} and tells the seconds they took; a line of JSON each.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

from tests.benchmarks.contenders import Step, steps_of
from tests.benchmarks.timing import Timer, time_of


class LibraryProcess:
    """library: one of contenders.LIBRARIES. threads: how many it may use."""

    def __init__(self, library: str, threads: int) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.library_process", library, str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def close(self) -> None:
        self._child.kill()
        self._child.communicate()

    def timers(self, dimensions: Sequence[int], batch: int) -> dict[str, Timer]:
        """Of its contenders, for these layer widths and batches of so many."""
        names = self._ask({"dimensions": list(dimensions), "batch": batch})
        return {name: partial(self._seconds, name) for name in names}

    def _seconds(self, name: str, calls: int) -> float:
        return float(self._ask({"name": name, "calls": calls}))

    def _ask(self, request: dict[str, object]) -> Any:
        child = self._child
        assert child.stdin
        assert child.stdout
        child.send_signal(signal.SIGCONT)
        child.stdin.write(json.dumps(request) + "\n")
        answer = child.stdout.readline()
        child.send_signal(signal.SIGSTOP)
        return json.loads(answer)


def serve(library: str, threads: int) -> None:
    """Answer what is asked on standard input."""
    from core.threads import blas_threads

    steps: dict[str, Step] = {}
    with blas_threads(threads):
        for line in sys.stdin:
            request = json.loads(line)
            if "name" in request:
                answer: object = time_of(steps[request["name"]], request["calls"])
            else:
                steps = steps_of(library, request["dimensions"], request["batch"], threads)
                answer = list(steps)
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
