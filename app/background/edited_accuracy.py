"""How well an edited network reads the test digits, measured beside the window."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import Task, TaskRunner, failure_sentence
from app.background.training.priority import yield_to_window
from core.data.dataset import Dataset
from core.inspection.accuracy_meter import AccuracyMeter
from core.network.snapshots import Snapshot


class EditedAccuracy(QObject):
    """Measures the network that was asked for last, beside the one that the edits began with.

    Of each there is a first figure soon, then one of all digits. A newer network waits for the
    first figure of the one before, so that figures keep coming while a slider moves.
    """

    measured = Signal(object, object)  # Accuracies, and the Snapshot that they are of
    failed = Signal(str)  # why there is no figure

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = TaskRunner("edited accuracy", self)
        self.runners = (self._runner,)
        self._meter: AccuracyMeter | None = None
        self._waiting: Snapshot | None = None
        self._read: Snapshot | None = None
        self._has_figure = False
        self._runner.message.connect(self._on_message)
        self._runner.done.connect(self._go_on)
        self._runner.failed.connect(self._on_failed)

    def compare_with(self, base: Snapshot | None, digits: Dataset | None) -> None:
        """base: the network that the edits begin with. Nothing is measured where there is none, or
        no digits."""
        self._runner.cancel()
        self._waiting = None
        self._meter = AccuracyMeter(base, digits) if base and digits and len(digits) else None

    def measure(self, network: Snapshot) -> None:
        """network: with the base's dimensions and activation."""
        self._waiting = network
        if self._has_figure or not self._runner.is_running:
            self._go_on()

    @Slot()
    def _go_on(self) -> None:
        network, self._waiting = self._waiting, None
        if network is not None and self._meter is not None:
            self._has_figure, self._read = False, network
            self._runner.run(partial(_measure, self._meter, network))

    @Slot(object)
    def _on_message(self, figure: object) -> None:
        self._has_figure = True
        self.measured.emit(figure, self._read)
        self._go_on()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        sentence = failure_sentence(
            error,
            without_memory="There is not enough memory to read the test digits.",
            otherwise="The test digits could not be read.",
        )
        self.failed.emit(sentence)
        self._go_on()


def _measure(meter: AccuracyMeter, network: Snapshot, task: Task) -> None:
    yield_to_window()
    for figure in meter.measure(network, task.cancelled.is_set):
        task.send(figure)
