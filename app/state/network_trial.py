"""Whether the network in use reads at all: it is tried on digits that the app makes, or where it
knows other classes, on images of these, if some are loaded."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from app.background.loading import Loader
from app.background.tasks import TaskRunner
from app.state.network_in_use import NetworkInUse
from app.state.recognition import can_read
from app.state.summary import network_name
from core.data.dataset import DIGITS, Dataset, Split
from core.data.starter import starter_digits
from core.files.plain_text import plain
from core.inspection.guessing import could_be_guessed, guessing_share
from core.network.network import Network
from core.network.snapshots import Snapshot

TRIED, FEWEST = 200, 40
LONGEST_NAME = 40
BROKEN = "{} cannot read: its training went wrong."
ONE_ANSWER = "{} says {} to everything."
GUESSING = "{} is guessing: it read {} of {} {} right in a trial."


def doubt_about(snapshot: Snapshot, images: Dataset | None = None) -> str:
    """A sentence that the network does not read, and how that shows; "" for one that does, or that
    cannot be tried.

    images: of its classes, to try a network of other classes than digits on. Facts in a file do not
    decide: they may be of other pictures, or of other weights.
    """
    name = f" (“{plain(network_name(snapshot), LONGEST_NAME)}”)" if snapshot.name else ""
    which = f"The network in use{name}"
    if not can_read(snapshot):
        return BROKEN.format(which)
    is_of_digits = snapshot.class_names == DIGITS
    tried = _digits() if is_of_digits else images
    if tried is None or len(tried) < FEWEST:
        return ""
    answers = Network.from_snapshot(snapshot).predict(tried.X()).argmax(axis=0)
    right, share = int((answers == tried.labels).sum()), guessing_share(tried.labels, tried.classes)
    if not could_be_guessed(right, len(tried), share):
        return ""
    if (answers == answers[0]).all():
        name = snapshot.class_names[answers[0]]
        return ONE_ANSWER.format(which, name if is_of_digits else f"“{name}”")
    return GUESSING.format(which, right, len(tried), "digits" if is_of_digits else "images")


def some_of(loaded: Iterable[Split], class_names: tuple[str, ...]) -> Dataset | None:
    """TRIED test images of a data set of these classes, or all of a smaller one; None where no such
    set is loaded."""
    test = next((each.test for each in loaded if each.class_names == class_names), None)
    if test is None:
        return None
    chosen = np.random.default_rng(0).permutation(len(test))[:TRIED]
    return test.take(chosen)


class NetworkTrial(QObject):
    """Tries each network that comes into use, beside the window, but for the shipped one.

    doubted: a sentence on the network in use, "" while there is nothing to say.
    """

    doubted = Signal(str)

    def __init__(
        self, network: NetworkInUse, loader: Loader, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._network, self._loader = network, loader
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
            images = some_of(self._splits(), snapshot.class_names)
            self.runner.run(lambda task: doubt_about(snapshot, images))

    def _splits(self) -> list[Split]:
        return [each.split for each in self._loader.ready.values()]

    @Slot(object)
    def _on_tried(self, sentence: str) -> None:
        self.doubted.emit(sentence)


@cache
def _digits() -> Dataset:
    return starter_digits(TRIED, rng=np.random.default_rng(0))
