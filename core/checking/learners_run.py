"""Training with a learner's functions, step for step beside ours.

Both start from the same parameters and are given the same batches. The learner's functions run in a
child process; ours are those of core.network.course, the same plain gradient descent. What the
learner's code may do is as in core.checking.runner.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.checking.endings import ending_in_words
from core.checking.process import Child, ChildEnd, ChildGone, NoReply, StopRequested, TooSlow
from core.checking.source import Source, source_at
from core.data.dataset import Dataset
from core.errors import DigitLabError
from core.network.arrays import Array
from core.network.course import update_parameters
from core.network.losses import compute_loss
from core.network.network import L_layer_backward, L_layer_forward
from core.network.parameters import initialize_parameters
from core.network.recipe import Recipe
from core.network.schedules import SCHEDULES
from core.network.training import total_steps
from core.threads import blas_threads

SECONDS = 10.0
MEMORY = 3 * 2**30
NEEDED = ("compute_loss", "relu_backward", "sigmoid_backward", "layer_backward", "L_layer_backward")


class LearnersRunError(DigitLabError):
    """The learner's code cannot go on; the text says why. line, traceback: where, in the learner's
    file."""

    def __init__(self, sentence: str, line: int | None = None, traceback: str = "") -> None:
        super().__init__(sentence)
        self.line = line
        self.traceback = traceback


@dataclass(frozen=True)
class LearnersStep:
    """Losses of one batch before its update, by the learner's functions and by ours; both may be
    nan. step counts from 1."""

    step: int
    loss: float
    reference: float


def start_learners_run(
    path: Path | str, recipe: Recipe, data: Dataset, *, seconds: float = SECONDS
) -> LearnersRun:
    """A run on `data` that begins when it is iterated over, see LearnersRun."""
    return LearnersRun(source_at(Path(path)), recipe, data, seconds=seconds)


class LearnersRun:
    """Yields a LearnersStep for each batch; may be iterated once, in any thread. stop() may be
    called from any other.

    Used of the recipe: the widths, activation, initialisation, learning rate and its schedule,
    batch size, epochs and seed. The update is the learner's own. seconds: at most, for one step,
    and for running the file. Iterating raises LearnersRunError, also for a file that cannot be run.
    """

    def __init__(
        self,
        source: Source,
        recipe: Recipe,
        data: Dataset,
        *,
        seconds: float = SECONDS,
        make_child: Callable[[threading.Event], Child] = Child,
    ) -> None:
        if source.problem:
            raise LearnersRunError(source.problem, source.line)
        if not len(data):
            raise LearnersRunError("There are no training examples. Choose a data set with some.")
        self.own: tuple[str, ...] = ()
        self.output = ""
        self.total = total_steps(recipe, len(data))
        self._source, self._recipe, self._data, self._seconds = source, recipe, data, seconds
        self._make_child = make_child
        self._stop = threading.Event()

    def stop(self) -> None:
        """Let the iteration end at once."""
        self._stop.set()

    def __iter__(self) -> Iterator[LearnersStep]:
        child = None
        try:
            child = self._make_child(self._stop)
            with blas_threads(spare=1):
                yield from self._steps(child)
        except StopRequested:
            return
        except TooSlow:
            raise LearnersRunError(
                f"The code did not come back within {self._seconds:g} s and was stopped."
            ) from None
        except ChildGone:
            raise LearnersRunError("The code ended or crashed the Python it ran in.") from None
        except ChildEnd as error:
            sentence = ending_in_words(error, "The code", self._seconds)
            raise LearnersRunError(sentence) from None
        except OSError as error:
            reason = error.strerror or error
            raise LearnersRunError(f"No process could be started: {reason}.") from None
        finally:
            if child is not None:
                child.close()
                self.output = child.output

    def _steps(self, child: Child) -> Iterator[LearnersStep]:
        recipe = self._recipe
        self._load(child)
        rng, dimensions = np.random.default_rng(recipe.seed), recipe.dimensions(self._data.classes)
        parameters = initialize_parameters(dimensions, recipe.initialization, rng=rng)
        child.ask(
            "begin",
            self._seconds,
            parameters=parameters,
            activation=recipe.activation,
            limit=self._seconds,
        )
        schedule = SCHEDULES[recipe.schedule]
        for step, (images, labels) in enumerate(self._batches(), start=1):
            rate = recipe.learning_rate * schedule((step - 1) / self.total)
            child.send("step", images=images, labels=labels, rate=rate)
            reference, parameters = _reference_step(
                parameters, images, labels, rate, recipe.activation
            )
            loss = _checked_reply(child.reply(self._seconds))["loss"]
            yield LearnersStep(step, float(loss), reference)

    def _load(self, child: Child) -> None:
        child.wait_until_ready()
        child.load(
            source=self._source.code.decode("latin-1"),
            path=self._source.path,
            folder=str(self._source.folder),
            seconds=self._seconds,
            memory=MEMORY,
            definitions_only=True,
            silent=False,
        )
        reply = child.reply(self._seconds)
        if "line" in reply:  # which is told of statements that were not asked for
            raise NoReply
        if not set(NEEDED) & set(reply["functions"]):
            _checked_reply(reply)
            raise LearnersRunError(
                f"The file has none of the functions that a run would show: {', '.join(NEEDED)}."
            )
        self.own = tuple(reply["functions"])

    def _batches(self) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.intp]]]:
        """(images uint8 (784, m), labels (m,)), every example once an epoch."""
        rng = np.random.default_rng(self._recipe.seed)
        size = self._recipe.batch_size or len(self._data)
        for _ in range(self._recipe.epochs):
            order = rng.permutation(len(self._data))
            for start in range(0, len(order), size):
                batch = self._data.take(order[start : start + size])
                yield batch.images.T, batch.labels.astype(np.intp)


@np.errstate(all="ignore")
def _reference_step(
    parameters: dict[str, Array], images: Array, labels: Array, rate: float, activation: str
) -> tuple[float, dict[str, Array]]:
    """Our loss before a step, and our parameters after it."""
    HL, memories = L_layer_forward(images / 255.0, parameters, activation)
    gradients = L_layer_backward(HL, labels, memories, activation)
    return float(compute_loss(HL, labels)), update_parameters(parameters, gradients, rate)


def _checked_reply(reply: dict[str, Any]) -> dict[str, Any]:
    """The child's reply. Raises LearnersRunError for a complaint in it."""
    complaint = reply.get("complaint")
    if complaint:
        sentence = str(complaint["sentence"])
        if complaint["line"] is None:
            sentence = f"What the functions give does not go together: {sentence}"
        raise LearnersRunError(sentence, complaint["line"], str(complaint["traceback"]))
    return reply
