"""Inspections of a small network that really learns."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from app.background.training.gradient_history import GradientHistory
from core.inspection.statistics import Inspection, inspect
from core.network.arrays import Array
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.snapshots import StepSnapshot
from core.network.stepping import Stepper
from tests.app.tiny import digits

BATCH, RATE = 32, 0.1


@cache
def inspected(
    hidden: tuple[int, ...] = (12, 8), activation: str = "relu", steps: int = 6
) -> tuple[Inspection, ...]:
    """One Inspection a step, of every second step from the first on."""
    rng = np.random.default_rng(4)
    data = digits(320, rng)
    recipe = Recipe(hidden=hidden, activation=activation, batch_size=BATCH, learning_rate=RATE)
    network = Network.from_recipe(recipe)
    stepper = Stepper(network, recipe, rng, BATCH)
    buffers, made = network.buffers(BATCH).of(BATCH), []
    for number in range(1, 2 * steps + 1):
        picked = rng.choice(len(data), BATCH, replace=False)
        X = data.images[picked].astype(np.float32).T / 255
        labels = data.labels[picked].astype(np.intp)
        theta = network.theta.copy()
        HL, memories = network.forward(X, buffers)
        network.backward(HL, labels, memories, buffers)
        gradient = network.gradient.copy()
        idle = tuple(float((memory[0][0] <= 0).all(axis=1).mean()) for memory in memories[1:])
        loss, _ = stepper.step(X, labels, RATE)
        if number % 2:
            update = network.theta - theta
            made.append(snapshot(network, number, loss, theta, gradient, update, idle))
    return tuple(map(inspect, made))


def snapshot(
    network: Network,
    step: int,
    loss: float,
    theta: Array,
    gradient: Array,
    update: Array,
    idle: tuple[float, ...],
) -> StepSnapshot:
    for each in (theta, gradient, update):
        each.flags.writeable = False
    return StepSnapshot(
        step,
        1,
        loss,
        RATE,
        network.dimensions,
        network.activation,
        theta,
        gradient,
        update,
        idle,
        BATCH,
    )


def with_gradient(inspection: Inspection, gradient: Array) -> Inspection:
    """The same step with another gradient."""
    step = inspection.step
    return inspect(replace(step, step=step.step + 2, gradient=gradient.astype(np.float32)))


def history_of(*inspections: Inspection) -> GradientHistory:
    history = GradientHistory()
    for each in inspections:
        history.extend(each)
    return history
