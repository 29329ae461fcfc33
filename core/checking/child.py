"""The process that runs a learner's code: it answers requests of the process that checks.

It computes nothing but the learner's values on inputs that it is given; whether they are right is
for the parent to say. Requests come by standard input and replies go by standard output. Both are
moved to other file descriptors before the learner's code runs; that code reads from nothing, and
what it prints goes to standard error, where the parent keeps it.
"""

from __future__ import annotations

import faulthandler
import os
import secrets
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

from core.checking import resource_limits, wire
from core.checking.callee import Callee
from core.checking.complaints import LONGEST, complaint_of
from core.checking.course_functions import JUDGED
from core.checking.guard import Guard
from core.checking.job_object import memory_of
from core.checking.learner_module import LearnerModule, parameters_of
from core.checking.learners_training import LearnersTraining
from core.checking.missing_modules import MissingModuleFinder
from core.checking.stand_ins import OURS, StandIn
from core.checking.working_folder import work_beside

# Bound here, so that a file that changes them does not change this.
_exit, _pid, _read, _write, _pack = os._exit, os.getpid, os.read, os.write, wire.pack
_FIRST, _ROOM = 64, 50  # the pipes get numbers among these, out of the way of short loops


def main(held: list[str]) -> NoReturn:
    """Serve until the parent hangs up, or the learner's code ends the process. held: what holds of
    the confinement."""
    requests, replies = _moved(0), _moved(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(2, 1)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115
    sys.stdout = open(1, "w", 1, "utf-8", "replace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, "utf-8", "replace", closefd=False)  # noqa: SIM115
    sys.argv[1:] = []
    faulthandler.enable(_moved(2))
    try:
        _Server(requests, replies, _moved(nowhere)).serve(held)
    finally:
        with suppress(Exception):
            traceback.print_exc()
        _exit(wire.BROKEN)


def _moved(place: int) -> int:
    """Another number for an open file, one that is not guessed at once."""
    if sys.platform == "win32":
        number = place
        while _is_open(number):
            number = _FIRST + secrets.randbelow(_ROOM)
        return os.dup2(place, number, inheritable=False)
    import fcntl

    return fcntl.fcntl(place, fcntl.F_DUPFD_CLOEXEC, _FIRST + secrets.randbelow(_ROOM))


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


class _Server:
    """Answers "load", "call", "begin" and "step", each by the method of that name."""

    def __init__(self, requests: int, replies: int, nowhere: int) -> None:
        self._requests, self._replies, self._nowhere = requests, replies, nowhere
        self._shown = _moved(1)
        self._born = os.getpid()
        self._guard = Guard()
        self._file: LearnerModule
        self._stand_ins: dict[str, Any] = {name: StandIn(name) for name in OURS}
        self._functions: dict[str, Any] = {}
        self._callee: Callee
        self._training: LearnersTraining
        self._seconds = 10.0
        self._secret = self._receive(wire.SECRET_BYTES)
        self._asked = 0

    def serve(self, held: list[str]) -> NoReturn:
        """Answer requests until the parent hangs up."""
        jobs: dict[str, Callable[..., dict[str, Any]]] = {
            "load": self._load,
            "call": self._call,
            "begin": self._begin,
            "step": self._step,
        }
        self._reply({"ready": True, "held": held, "memory": memory_of(os.getpid())})
        while True:
            head = self._receive(wire.LENGTHS.size)
            text, data = (self._receive(length) for length in wire.frame_lengths(head))
            self._asked += 1
            request = wire.unpack(text, data)
            resource_limits.grant_seconds(request.get("seconds", self._seconds))
            self._reply(jobs[request.pop("do")](**request))

    def _load(
        self,
        source: str,
        path: str,
        folder: str,
        seconds: float,
        memory: int,
        definitions_only: bool,
        silent: bool,
    ) -> dict[str, Any]:
        """Run the file; returns which of the thirteen functions it has, and what was raised."""
        self._seconds = seconds
        self._file = file = LearnerModule(source.encode("latin-1"), path)
        finder = MissingModuleFinder(self._stand_ins, folder)
        sys.path[:] = [folder, *(each for each in sys.path if each not in ("", os.getcwd()))]
        work_beside(folder)
        for name in [each for each in sys.modules if each.split(".")[0] in ("app", "core")]:
            del sys.modules[name]
        sys.meta_path.insert(0, finder)
        resource_limits.grant_memory(memory)
        file.namespace.update(self._stand_ins)
        tree = file.parse()
        if tree is not None:
            finder.learn_of(tree)
            with self._silence(silent):
                file.run(tree, self._tell_line, self._guard.note_and_restore, definitions_only)
                self._flush()
        names = {each: name for each in JUDGED if (name := file.name_of(each))}
        notes = list(file.notes)
        if changed := self._guard.changed[:5]:
            notes.append(f"The file replaces {', '.join(changed)}; the check uses the original.")
        if finder.replaced:
            notes.append(f"Not here, and done without: {', '.join(finder.replaced)}.")
        self._functions = {each: file.function(name) for each, name in names.items()}
        self._callee = Callee(
            file.namespace, self._functions, path, self._guard.restore, names, file.missing
        )
        complaint = file.complaint
        if complaint and finder.is_to_blame(complaint.traceback):
            notes.append(f"Line {complaint.line} could not be run without them.")
            complaint = None
        return {
            "functions": {
                name: {
                    "callable": callable(each),
                    "type": type(each).__name__,
                    "parameters": parameters_of(each) if callable(each) else None,
                    "written_as": names[name] if names[name] != name else "",
                }
                for name, each in self._functions.items()
            },
            "notes": notes,
            "lending": finder.lending,
            "complaint": vars(complaint) if complaint else None,
        }

    def _call(self, silent: bool = True, **request: Any) -> dict[str, Any]:
        """One call of a function, as Callee.call."""
        with self._silence(silent):
            reply = self._callee.call(**request)
            self._flush()
        return reply

    def _begin(self, parameters: dict[str, Any], activation: str, limit: float) -> dict[str, Any]:
        self._seconds = limit
        self._training = LearnersTraining(self._functions, parameters, activation)
        return {}

    def _step(self, images: Any, labels: Any, rate: float) -> dict[str, Any]:
        try:
            loss = self._training.step(images, labels, rate)
        except BaseException as error:
            self._guard.restore()
            return {"loss": None, "complaint": vars(complaint_of(error, self._file.path))}
        self._guard.restore()
        return {"loss": loss, "complaint": None}

    @contextmanager
    def _silence(self, silent: bool) -> Iterator[None]:
        """Within it, what is printed is thrown away."""
        if not silent:
            yield
            return
        os.dup2(self._nowhere, 1)
        os.dup2(self._nowhere, 2)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield
        finally:
            os.dup2(self._shown, 1)
            os.dup2(self._shown, 2)

    def _tell_line(self, line: int) -> None:
        self._reply({"line": line})

    def _flush(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:  # whatever the learner's code has put there
                continue

    def _receive(self, count: int) -> bytes:
        parts = []
        while count:
            part = _read(self._requests, min(count, 1 << 20))
            if not part:
                _exit(0)
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def _reply(self, message: dict[str, Any]) -> None:
        if _pid() != self._born:  # a copy that the learner's code made with fork()
            _exit(0)
        try:
            frame = _pack(message)
        except Exception as error:  # too large, or an object that cannot be looked at
            frame = _pack({"unreadable": str(error)[:LONGEST]})
        frame = wire.TAG.pack(self._secret, self._asked) + frame
        while frame:
            frame = frame[_write(self._replies, frame) :]
