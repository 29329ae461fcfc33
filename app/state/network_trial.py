"""Whether the network in use reads at all: it is tried on digits that the app makes."""

from __future__ import annotations

from functools import cache

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import TaskRunner
from app.state.network_in_use import NetworkInUse
from app.state.recognition import can_read
from app.state.summary import network_name
from core.data.dataset import Dataset
from core.data.starter import starter_digits
from core.files.plain_text import plain
from core.inspection.guessing import could_be_guessed, guessing_share
from core.network.network import Network
from core.network.snapshots import Snapshot

TRIED = 200
LONGEST_NAME = 40
BROKEN = "{} cannot read: its training went wrong."
ONE_ANSWER = "{} says {} to everything."
GUESSING = "{} is guessing: it read {} of {} digits right in a trial."


def doubt_about(snapshot: Snapshot) -> str:
    """A sentence that the network does not read, and how that shows; "" for one that does.

    Facts in a file do not decide: they may be of other pictures, or of other weights.
    """
    name = f" (“{plain(network_name(snapshot), LONGEST_NAME)}”)" if snapshot.name else ""
    which = f"The network in use{name}"
    if not can_read(snapshot):
        return BROKEN.format(which)
    digits = _digits()
    answers = Network.from_snapshot(snapshot).predict(digits.X()).argmax(axis=0)
    right = int((answers == digits.labels).sum())
    if not could_be_guessed(right, TRIED, guessing_share(digits.labels, digits.classes)):
        return ""
    if (answers == answers[0]).all():
        return ONE_ANSWER.format(which, answers[0])
    return GUESSING.format(which, right, TRIED)


class NetworkTrial(QObject):
    """Tries each network that comes into use, beside the window, but for the shipped one.

    doubted: a sentence on the network in use, "" while there is nothing to say.
    """

    doubted = Signal(str)

    def __init__(self, network: NetworkInUse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network = network
        self.runner = TaskRunner("network trial", self)
        self.runner.done.connect(self._on_tried)
        network.changed.connect(self.begin)

    @Slot()
    def begin(self) -> None:
        """Try the network that is in use now."""
        self.runner.cancel()
        self.doubted.emit("")
        snapshot = self._network.snapshot
        if snapshot is not None and not self._network.is_shipped:
            self.runner.run(lambda task: doubt_about(snapshot))

    @Slot(object)
    def _on_tried(self, sentence: str) -> None:
        self.doubted.emit(sentence)


@cache
def _digits() -> Dataset:
    return starter_digits(TRIED, rng=np.random.default_rng(0))
