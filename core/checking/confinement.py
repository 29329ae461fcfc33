"""What a learner's code may not do, as far as the system can forbid it to a process that has no
special rights; and what that comes to, in words.

The child confines itself before it knows the learner's code, and then tries what should fail: what
is said to hold is what held in that try, on this system.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
import sys
from collections.abc import Callable, Collection
from pathlib import Path

FILES, NETWORK, PROGRAMS, SIGNALS, MEMORY = "files", "network", "programs", "signals", "memory"
# For each: what is said where it holds, and where it does not.
_WORDS = {
    FILES: (
        "It can read your files, but not change them. What it writes is deleted afterwards.",
        "It can read, change and delete your files.",
    ),
    NETWORK: ("It cannot use the network.", "It can use the network."),
    PROGRAMS: (
        "It cannot start other programs.",
        "It can start other programs, and those may go on after the check.",
    ),
    SIGNALS: ("It cannot end other programs.", "It can end other programs."),
    MEMORY: ("Its memory is limited.", "Its memory is not limited."),
}
_SHORT = {
    FILES: "change files",
    NETWORK: "use the network",
    PROGRAMS: "start programs",
    SIGNALS: "end programs",
}
WHAT = tuple(_WORDS)
# Where the child finds the path of its scratch folder, in its environment.
SCRATCH = "DIGIT_LAB_SCRATCH"
_KEPT_RIGHT = 1 << 2  # to read any file, where root runs this
_CAPABILITIES_VERSION = 0x20080522


def in_words(held: Collection[str], seconds: float) -> list[str]:
    """What code that is checked can do on this system: a sentence each. held: see confine."""
    sentences = [words[0] if what in held else words[1] for what, words in _WORDS.items()]
    return [*sentences, f"It is ended after {seconds:g} s."]


def in_one_line(held: Collection[str]) -> str:
    """The same in one sentence, for a terminal."""
    closed = [words for what, words in _SHORT.items() if what in held]
    opened = [words for what, words in _SHORT.items() if what not in held]
    parts = [f"could not {_joined(closed)}"] if closed else []
    parts += [f"could {_joined(opened)}"] if opened else []
    return f"The code {', but '.join(parts)}."


def confine(scratch: Path | None) -> list[str]:
    """Confine this process, for good, and tell what holds. scratch: the folder in which it may
    write. Called before there are threads, for some of it holds for the calling thread alone."""
    for confining in _confining(scratch):
        with contextlib.suppress(OSError, AttributeError, ValueError):
            confining()
    return [what for what, holds in _TRIALS.items() if _is_true(holds)]


def _is_true(holds: Callable[[], bool]) -> bool:
    with contextlib.suppress(OSError, KeyError):
        return holds()
    return False


def _joined(words: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


if sys.platform == "win32":

    def _confining(scratch: Path | None) -> list[Callable[[], object]]:
        """The parent does it, with a job object."""
        return []

    _TRIALS: dict[str, Callable[[], bool]] = {}

else:
    import _socket
    import resource
    import signal

    MOST_OPEN_FILES = 128
    LARGEST_FILE = 1 << 26

    def _confining(scratch: Path | None) -> list[Callable[[], object]]:
        """What is done, in order. Each may fail and the rest is still done."""
        steps: list[Callable[[], object]] = [
            lambda: _limit(resource.RLIMIT_CORE, 0),
            lambda: _limit(resource.RLIMIT_NOFILE, MOST_OPEN_FILES),
            lambda: _limit(resource.RLIMIT_FSIZE, LARGEST_FILE),
        ]
        if sys.platform == "linux":
            steps += [_end_with_parent, _give_up_rights, lambda: _forbid_by_kernel(scratch)]
        else:
            steps.append(_allow_no_process)
        return steps

    def _limit(kind: int, most: int) -> None:
        """Lower a limit; it cannot be raised again."""
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(kind, (most, most))

    def _allow_no_process() -> None:
        """No process can be started where the user has one already: this one. On Linux the limit
        counts threads, too."""
        _limit(resource.RLIMIT_NPROC, 1)

    if sys.platform == "linux":
        from core.checking.landlock import forbid_writing
        from core.checking.system_calls import forbid

        def _forbid_by_kernel(scratch: Path | None) -> None:
            forbid_writing(scratch)
            if not forbid():
                _allow_no_process()

        def _end_with_parent() -> None:
            parent = os.getppid()
            ctypes.CDLL(None).prctl(1, *map(ctypes.c_ulong, (signal.SIGKILL, 0, 0, 0)))
            if os.getppid() != parent:
                os._exit(0)

        def _give_up_rights() -> None:
            """Where root runs this: keep one right."""
            header = struct.pack("=II", _CAPABILITIES_VERSION, 0)
            if os.getuid() == 0:
                rights = struct.pack("=6I", _KEPT_RIGHT, _KEPT_RIGHT, 0, 0, 0, 0)
                ctypes.CDLL(None).capset(header, rights)

    def _cannot_write_beside() -> bool:
        """A file beside the scratch folder, in the folder that is removed with it."""
        place = Path(os.environ[SCRATCH]).parent / "written"
        try:
            os.close(os.open(place, os.O_CREAT | os.O_WRONLY, 0o600))
        except PermissionError:
            return True
        place.unlink()
        return False

    def _cannot_reach_the_network() -> bool:
        try:
            _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM).close()
        except PermissionError:
            return True
        return False

    def _cannot_start() -> bool:
        try:
            child = os.fork()
        except (PermissionError, BlockingIOError):
            return True
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
        return False

    def _cannot_signal() -> bool:
        """Nor write into its parent's memory, which would be as good."""
        parent = os.getppid()
        try:
            os.kill(parent, 0)
        except PermissionError:
            return not _can_open(f"/proc/{parent}/mem")
        return False

    def _can_open(path: str) -> bool:
        try:
            os.close(os.open(path, os.O_RDWR))
        except OSError:
            return False
        return True

    _TRIALS = {
        FILES: _cannot_write_beside,
        NETWORK: _cannot_reach_the_network,
        PROGRAMS: _cannot_start,
        SIGNALS: _cannot_signal,
        MEMORY: lambda: sys.platform == "linux",
    }
