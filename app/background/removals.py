"""Which units matter for an answer: they are found one by one, beside the window."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import Task, TaskRunner, failure_sentence
from core.inspection.ablation import Ablation
from core.network.arrays import Array
from core.network.snapshots import Snapshot


class Removals(QObject):
    """One search at a time: `found` for each unit, in its order, then `ended`."""

    found = Signal(object)  # Removal
    ended = Signal(str)  # why it could not go on; "" when the answer flipped, or no unit was left

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = TaskRunner("removals", self)
        self.runners = (self._runner,)
        self._runner.message.connect(self.found)
        self._runner.done.connect(self._on_done)
        self._runner.failed.connect(self._on_failed)

    def start(self, snapshot: Snapshot, image: Array) -> None:
        """image: (n0, 1). A search that is under way is given up."""
        self._runner.run(partial(_search, snapshot, image))

    def stop(self) -> None:
        """Give up; nothing more is heard of it."""
        self._runner.cancel()

    @Slot()
    def _on_done(self) -> None:
        self.ended.emit("")

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        sentence = failure_sentence(
            error,
            without_memory="There is not enough memory to try all units.",
            otherwise="The search was ended by an error inside the app.",
        )
        self.ended.emit(sentence)


def _search(snapshot: Snapshot, image: Array, task: Task) -> None:
    for removal in Ablation(snapshot, image).until_it_flips(task.cancelled.is_set):
        task.send(removal)
