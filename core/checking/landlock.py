"""No writing of files, but below one folder, for the process that runs a learner's code. Linux
alone (Landlock, since 5.13); it needs no rights."""

from __future__ import annotations

import ctypes
import os
import struct
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # system calls, on every machine
_ASK_VERSION, _BELOW_PATH, _NO_NEW_PRIVILEGES = 1, 1, 38
_WRITE, _TRUNCATE = 1 << 1, 1 << 14
_CHANGES = sum(1 << bit for bit in range(4, 13))  # removing and making, of every kind
_SINCE = {2: 1 << 13, 3: _TRUNCATE, 5: 1 << 15}  # moving between folders, truncating, devices
_TCP = 0b11  # binding and connecting
_SCOPES = 0b11  # signals, and sockets without a path
# What may be written wherever it lies, for nothing is kept of it.
_NOWHERE = ("/dev/null", "/dev/zero", "/dev/full")


def forbid_writing(folder: Path | None) -> bool:
    """From now on, this thread and what it starts write nothing but below `folder`; None: nothing.
    Whether the system can do that."""
    libc = ctypes.CDLL(None)
    version = libc.syscall(*_longs(_CREATE, 0, 0, _ASK_VERSION))
    if version < 1:
        return False
    files = _WRITE | _CHANGES | sum(bits for since, bits in _SINCE.items() if since <= version)
    record = struct.pack("@Q", files)
    if version >= 4:
        record += struct.pack("@Q", _TCP)
    if version >= 6:
        record += struct.pack("@Q", _SCOPES)
    rules = libc.syscall(ctypes.c_long(_CREATE), record, *_longs(len(record), 0))
    if rules < 0:
        return False
    try:
        places = dict.fromkeys(_NOWHERE, files & (_WRITE | _TRUNCATE))
        if folder is not None:
            places[str(folder)] = files
        for place, allowed in places.items():
            _allow(libc, rules, place, allowed)
        if libc.prctl(_NO_NEW_PRIVILEGES, *map(ctypes.c_ulong, (1, 0, 0, 0))):
            return False
        return bool(libc.syscall(*_longs(_RESTRICT, rules, 0)) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, place: str, allowed: int) -> None:
    try:
        opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # a system without this device
        return
    try:
        rule = struct.pack("=Qi", allowed, opened)
        libc.syscall(*_longs(_ADD, rules, _BELOW_PATH), rule, *_longs(0))
    finally:
        os.close(opened)


def _longs(*numbers: int) -> list[ctypes.c_long]:
    return [ctypes.c_long(each) for each in numbers]
