"""What the microscope opens on, made beside the window: the small network, and unsure digits."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import TaskRunner, close_all, failure_sentence
from core.data.dataset import Dataset
from core.inspection.small_network import small_network
from core.inspection.unsure import UnsureDigits, unsure_digits
from core.network.snapshots import Snapshot

NO_MEMORY = "There is not enough memory for this. Close other programs and try again."


@dataclass(frozen=True, eq=False)
class FoundDigits:
    """unsure: of the examples of `digits`, those that the network of `snapshot` is unsure of."""

    snapshot: Snapshot
    digits: Dataset
    unsure: UnsureDigits


class UnsureSearch(QObject):
    """Trains the small network, and looks for digits, each in a thread of its own.

    Lives in the window's thread; calls return at once. trained: the Snapshot. found: FoundDigits
    of the newest search; of those before it nothing is heard. failed: a sentence.
    """

    trained = Signal(object)
    found = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training, self._searching = (
            TaskRunner(name, self) for name in ("small network", "unsure digits")
        )
        self.runners = (self._training, self._searching)
        self._training.done.connect(self.trained)
        self._searching.done.connect(self.found)
        for runner in self.runners:
            runner.failed.connect(self._on_failed)

    def train(self) -> None:
        """Train the small network, unless that goes on."""
        if not self._training.is_running:
            self._training.run(lambda task: small_network(is_cancelled=task.cancelled.is_set))

    def search(self, snapshot: Snapshot, digits: Dataset) -> None:
        """Look for those of `digits` that the network of `snapshot` is unsure of."""
        self._searching.run(
            lambda task: FoundDigits(
                snapshot,
                digits,
                unsure_digits(snapshot, digits, is_cancelled=task.cancelled.is_set),
            )
        )

    def close(self) -> bool:
        """End both. False when one is still busy after CLOSE_MILLISECONDS."""
        return close_all(self.runners)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.failed.emit(
            failure_sentence(
                error,
                without_memory=NO_MEMORY,
                otherwise="No digit could be found for the microscope. Choose a test digit.",
            )
        )
