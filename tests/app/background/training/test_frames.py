"""A run hands over its parameters at log-spaced steps, as they were, and where it was stopped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.background.tasks import Task
from app.background.training.messages import Finished, Held, Progress, StartRequest
from app.background.training.run import Run
from app.background.training.switches import Switches
from core.checkpoints import THETA
from core.network.network import Network
from core.network.reports import StepReport
from core.network.training import Training
from core.runs.frames import Frame
from tests.core.runs.records import RECIPE, noise_split

pytestmark = pytest.mark.slow
SPLIT = noise_split()


def run_to_its_end(request: StartRequest, stop_at: int | None = None) -> list[object]:
    """Its messages, and what it came to."""
    told: list[object] = []
    switches = Switches()

    def post(task: Task, _: str, message: object) -> None:
        task.receive()
        told.append(message)
        if isinstance(message, Progress) and stop_at is not None and message.step >= stop_at:
            switches.end()

    switches.speed = 1e6  # each step is waited for, for no time
    task = Task(lambda task: None, post)
    end = Run(request, switches, task).train()
    return [*told, end]


def frames_of(told: list[object]) -> list[Frame]:
    return [each for message in told if isinstance(message, Progress) for each in message.frames]


def thetas() -> list[np.ndarray]:
    """The parameters before the first step and after each."""
    training = Training(Network.from_recipe(RECIPE), RECIPE, SPLIT)
    found = [training.network.theta.copy()]
    for report in training.reports():
        if isinstance(report, StepReport):
            found.append(training.network.theta.copy())
    return found


def test_frames_are_the_networks_on_the_way() -> None:
    told = run_to_its_end(StartRequest(RECIPE, SPLIT))
    frames, expected = frames_of(told), thetas()
    assert [each.step for each in frames] == [0, 1, 2, 3, 4, 5, 6]
    for each in frames:
        np.testing.assert_array_equal(each.theta, expected[each.step])
        assert not each.theta.flags.writeable


def test_a_run_that_goes_on_hands_over_what_follows() -> None:
    held = next(
        each for each in run_to_its_end(StartRequest(RECIPE, SPLIT)) if isinstance(each, Held)
    )
    assert held.checkpoint.step == 0
    told = run_to_its_end(StartRequest(RECIPE, SPLIT, held=held))
    assert [each.step for each in frames_of(told)] == [1, 2, 3, 4, 5, 6]


def test_a_run_that_is_stopped_is_held_where_it_stands() -> None:
    recipe = replace(RECIPE, epochs=10_000)
    told = run_to_its_end(StartRequest(recipe, SPLIT), stop_at=40)
    end = told[-1]
    assert isinstance(end, Finished)
    assert end.reason == "stopped"
    held = [each for each in told if isinstance(each, Held)][-1]
    assert held.checkpoint.step == end.snapshot.facts["steps"] >= 40
    np.testing.assert_array_equal(held.checkpoint.arrays[THETA], end.snapshot.theta)
    last = frames_of(told)[-1]
    assert last.step == held.checkpoint.step
    np.testing.assert_array_equal(last.theta, end.snapshot.theta)
