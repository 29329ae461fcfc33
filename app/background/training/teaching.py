"""Teaching a network the user's hand, in the worker: how far it is and what came of it. No Qt."""

from __future__ import annotations

import time
from collections.abc import Callable

from app.background.training.messages import (
    Message,
    Taught,
    TeachEnded,
    TeachProgress,
    TeachRequest,
)
from app.background.training.switches import Switches
from core.reading.fine_tuning import fine_tune

MESSAGE_INTERVAL = 1 / 10


def teach(
    request: TeachRequest,
    switches: Switches,
    send: Callable[[Message], None],
    clock: Callable[[], float] = time.monotonic,
) -> Taught | TeachEnded:
    """Run to the end, or until `switches` say stop. Raises whatever core raises."""
    began = due = clock()
    steps = fine_tune(
        request.network, request.drawings, request.digits, request.others, name=request.name
    )
    while not switches.stop.is_set():
        try:
            done = next(steps)
        except StopIteration as end:
            return Taught(request.run_id, end.value, clock() - began)
        now = clock()
        if now >= due and switches.taken.is_set():
            due = now + MESSAGE_INTERVAL
            switches.taken.clear()
            left = (now - began) * (1 - done) / done if done else 0.0
            send(TeachProgress(request.run_id, done, left))
    steps.close()
    return TeachEnded(request.run_id)
