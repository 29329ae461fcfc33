"""What a network answers to a data set, worked out beside the window."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import Task, TaskRunner, failure_sentence
from app.background.training.priority import yield_to_window
from core.data.dataset import Dataset
from core.evaluation.answers import Answers, answers_of
from core.network.snapshots import Snapshot

# What the window asks first: worked out once, and not in the window's thread.
MADE_HERE = ("answers", "confidences", "losses", "right")


class Answering(QObject):
    """Lives in the window's thread; calls return at once. The newest question wins.

    answered: the Answers; of questions before the newest nothing is heard. progress: the share of
    the examples that are answered. failed: a sentence.
    """

    answered = Signal(object)
    progress = Signal(float)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = TaskRunner("answering", self)
        self.runners = (self._runner,)
        self._runner.message.connect(self._on_message)
        self._runner.done.connect(self.answered)
        self._runner.failed.connect(self._on_failed)

    @property
    def is_running(self) -> bool:
        return self._runner.is_running

    def ask(self, snapshot: Snapshot, dataset: Dataset) -> None:
        self._runner.run(partial(_answer, snapshot, dataset))

    def cancel(self) -> None:
        """Give up in silence what was asked."""
        self._runner.cancel()

    @Slot(object)
    def _on_message(self, share: float) -> None:
        self.progress.emit(share)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.failed.emit(
            failure_sentence(
                error,
                without_memory="There is not enough memory to read all these images. "
                "Close other programs, or choose a smaller set.",
                otherwise="The images could not be read. Choose another network or set.",
            )
        )


def _answer(snapshot: Snapshot, dataset: Dataset, task: Task) -> Answers:
    yield_to_window()

    def tell(count: int) -> None:
        if task.is_due():
            task.send(count / len(dataset))

    answers = answers_of(snapshot, dataset, cancelled=task.cancelled.is_set, progress=tell)
    for name in MADE_HERE:
        getattr(answers, name)
    return answers
