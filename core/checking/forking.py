"""The process that children are forked from: it has imported what they need, and never runs a
learner's code. Each child confines itself after the fork, as one that was started does; it has one
thread, for a fork copies no other. On Linux."""

from __future__ import annotations

import gc
import json
import os
import socket
import tempfile
from contextlib import suppress
from typing import NoReturn

import numpy as np

import core.checking.child  # noqa: F401, so that no child imports it
from core.checking import wire
from core.checking.starting import start

LARGEST = 1 << 16  # bytes of a request
PIPES = 3


def serve(place: int) -> NoReturn:
    """Answer requests until the parent hangs up. place: the descriptor of a socket to it.

    {"start": environment}, with three descriptors: {"pid": of the child}. {"wait": pid}: {"code":
    its exit code, negative for a signal's number, or None while it runs}.
    """
    gc.freeze()
    with socket.socket(fileno=place) as parent:
        while True:
            data, pipes, _, _ = socket.recv_fds(parent, LARGEST, PIPES)
            if not data:
                os._exit(0)
            request = json.loads(data)
            answer: dict[str, int | None]
            if "start" in request:
                answer = {"pid": _forked(request["start"], pipes, parent)}
                for each in pipes:
                    os.close(each)
            else:
                answer = {"code": _code_of(request["wait"])}
            parent.send(json.dumps(answer).encode())


def _forked(environment: dict[str, str], pipes: list[int], parent: socket.socket) -> int:
    child = os.fork()
    if child:
        return child
    try:
        parent.close()
        os.setsid()
        for target, place in enumerate(pipes):
            os.dup2(place, target)
            os.close(place)
        os.environ.update(environment)
        tempfile.tempdir = None
        np.random.seed()  # or all children would draw the same numbers
        gc.unfreeze()
        start()
    finally:
        os._exit(wire.BROKEN)


def _code_of(child: int) -> int | None:
    with suppress(ChildProcessError):
        ended, status = os.waitpid(child, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if ended else None
    return wire.BROKEN
