"""A lesson as a task: a copy of a network is taught the user's hand."""

from __future__ import annotations

import time
from collections.abc import Callable

from app.background.tasks import Task
from app.background.training.messages import Taught, TeachProgress, TeachRequest
from core.errors import Cancelled
from core.reading.fine_tuning import fine_tune
from core.threads import blas_threads


def teach(request: TeachRequest, task: Task, clock: Callable[[], float] = time.monotonic) -> Taught:
    """The job of a lesson. Sends TeachProgress. Raises Cancelled, and what core raises."""
    began = clock()
    steps = fine_tune(
        request.network, request.drawings, request.digits, request.others, name=request.name
    )
    with blas_threads(spare=1):
        while not task.cancelled.is_set():
            try:
                done = next(steps)
            except StopIteration as end:
                return Taught(end.value, clock() - began)
            if task.is_due():
                left = (clock() - began) * (1 - done) / done if done else 0.0
                task.send(TeachProgress(done, left))
    raise Cancelled("Nothing was learned.")
