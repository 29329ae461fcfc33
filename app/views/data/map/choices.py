"""What the map is of: which digits and how many, what is seen of them, and the way to the plane."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.background.loading import Loaded
from app.look.figures import count
from app.views.widgets.flow import FlowLayout
from app.views.widgets.plain import plain_tip
from core.data.dataset import Dataset
from core.network.snapshots import Snapshot
from core.projection.maps import COMPONENTS, NEIGHBOURS

PARTS = {"test": "Test", "validation": "Validation", "train": "Training"}
COUNTS = 1000, 2000, 5000
IN_USE, IN_TRAINING = "use", "training"
NETWORKS = {IN_USE: "Network in use", IN_TRAINING: "Network in training"}
WAYS = {COMPONENTS: "Principal components", NEIGHBOURS: "Neighbours"}
TIPS = {
    COMPONENTS: "The plane that the points spread most in: at once, and always the same",
    NEIGHBOURS: "What is alike lies together. How far groups are apart says little",
}


class ValueList(QComboBox):
    """A list of words, each for a value. changed: another value was chosen, by the user."""

    def __init__(self, words: str, options: Iterable[tuple[Any, str]] = ()) -> None:
        super().__init__()
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self.set_options(options)

    @property
    def value(self) -> Any:
        """None where there is nothing to choose."""
        return self.currentData()

    def set_options(self, options: Iterable[tuple[Any, str]]) -> None:
        """The value chosen stays, if it is still there; else the first is chosen."""
        kept, wanted = self.value, list(options)
        if wanted == [(self.itemData(k), self.itemText(k)) for k in range(self.count())]:
            return
        self.blockSignals(True)
        self.clear()
        for value, words in wanted:
            self.addItem(words, value)
        self.setCurrentIndex(max(self.findData(kept), 0))
        self.blockSignals(False)

    def choose(self, value: Any) -> None:
        """Nothing happens where there is no such value."""
        if self.findData(value) >= 0:
            self.setCurrentIndex(self.findData(value))


class Choices(QWidget):
    """A row of lists that wraps. changed: any of them is another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loaded: dict[str, Loaded] = {}
        self._networks: dict[str, Snapshot | None] = dict.fromkeys(NETWORKS)
        self.source = ValueList("Data set")
        self.part = ValueList("Part of the data set", PARTS.items())
        self.count = ValueList(
            "How many points at most, of each class in proportion",
            ((each, f"{count(each)} points") for each in COUNTS),
        )
        self.count.choose(2000)
        self.network = ValueList("Whose layers and answers are shown", NETWORKS.items())
        self.layer = ValueList("What is seen of each image", [(0, "Pixels")])
        self.way = ValueList("How the points come to a plane", WAYS.items())
        for place, way in enumerate(WAYS):
            self.way.setItemData(place, plain_tip(TIPS[way]), 3)  # the role of tooltips
        self.parts = (self.source, self.part, self.count, self.network, self.layer, self.way)
        self._row = FlowLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for choice in self.parts:
            self.add(choice)
            choice.currentIndexChanged.connect(self._on_choice)

    def add(self, part: QWidget) -> None:
        """One more, at the end of the row."""
        self._row.addWidget(part)

    @property
    def dataset(self) -> Dataset | None:
        """The part of the data set that is chosen; None before there is any."""
        loaded = self._loaded.get(self.source.value)
        return None if loaded is None else getattr(loaded.split, self.part.value)

    @property
    def snapshot(self) -> Snapshot | None:
        """The network that is chosen."""
        return self._networks[self.network.value]

    @property
    def words(self) -> str:
        """Of all that is chosen: “MNIST, test, Layer 1, neighbours”."""
        chosen = (self.source, self.part, self.layer, self.way)
        return ", ".join(each.currentText() for each in chosen)

    def set_loaded(self, loaded: dict[str, Loaded]) -> None:
        """The data sets that can be chosen, by their source."""
        self._loaded = dict(loaded)
        self.source.set_options((key, each.split.name) for key, each in loaded.items())

    def set_network(self, which: str, snapshot: Snapshot | None) -> None:
        """which: IN_USE or IN_TRAINING."""
        self._networks[which] = snapshot
        self._show_layers()

    def _on_choice(self) -> None:
        self._show_layers()
        self.changed.emit()

    def _show_layers(self) -> None:
        if self.snapshot is None and self.network.value == IN_TRAINING:
            return  # the next run has most likely the same layers
        options = [(0, "Pixels")]
        if self.snapshot is not None:
            *hidden, classes = self.snapshot.dimensions[1:]
            options += [(k, f"Layer {k} ({count(n)})") for k, n in enumerate(hidden, 1)]
            options.append((len(hidden) + 1, f"Output ({classes})"))
        self.layer.set_options(options)
