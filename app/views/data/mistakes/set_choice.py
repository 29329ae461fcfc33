"""Which images to judge a network by: a set, and a part of it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.background.digit_request import NAMES, DigitRequest
from app.background.loading import Loaded, Loader, LoadFailed
from app.look import figures
from app.state.my_handwriting import MyHandwriting
from app.views.widgets.plain import plain_tip
from core.data.dataset import PIXELS, Dataset, Split
from core.data.relabelling import Part
from core.files.plain_text import plain
from core.ink.digit_image import digit_images

HAND = "hand"
PARTS: dict[Part, str] = {
    "test": "Test images",
    "validation": "Validation images",
    "train": "Training images",
}
READING = "Reading the set…"
NO_DRAWINGS = "There are no drawings in My handwriting yet. Draw some there, or choose another set."
NO_SET = "The set could not be read. Choose another one."


class SetChoice(QWidget):
    """changed: other images are chosen, or they are there now."""

    changed = Signal()

    def __init__(self, loader: Loader, hand: MyHandwriting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader, self._hand = loader, hand
        self._request = DigitRequest(loader, self)
        self._split: Split | None = None
        self._of_hand: tuple[object, Dataset] | None = None
        self._reason = ""
        self.sets = QComboBox()
        self.sets.setAccessibleName("Set of images")
        self.parts = QComboBox()
        self.parts.setAccessibleName("Part of the set")
        self.parts.setToolTip(
            plain_tip("Test images were kept from the training: they tell how good a network is")
        )
        for box in (self.sets, self.parts):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for part, title in PARTS.items():
            self.parts.addItem(title, part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.sets)
        row.addWidget(self.parts)
        self._list_sets()
        self.sets.activated.connect(self._on_set)
        self.parts.activated.connect(self.changed)
        self._request.waiting.connect(self._on_waiting)
        self._request.failed.connect(self._on_failed)
        loader.loaded.connect(self._on_loaded)
        hand.changed.connect(self._on_hand)

    @property
    def source(self) -> str:
        """A source of the loader, or HAND."""
        return str(self.sets.currentData())

    @property
    def name(self) -> str:
        """Of the chosen set, for the user."""
        return self.sets.currentText()

    @property
    def split(self) -> Split | None:
        """The chosen set, None for My handwriting and while it is not there."""
        return self._split

    @property
    def part(self) -> Part:
        """Of the set: a key of PARTS."""
        part: Part = self.parts.currentData()
        return part

    @property
    def part_title(self) -> str:
        """“Test images”; My handwriting has no parts."""
        return "drawings" if self.source == HAND else PARTS[self.part]

    @property
    def dataset(self) -> Dataset | None:
        """The chosen images; None while they are not there."""
        if self.source == HAND:
            return self._drawings()
        if self._split is None:
            return None
        part: Dataset = getattr(self._split, self.part)
        return part

    @property
    def missing(self) -> str:
        """Why there are no images."""
        return NO_DRAWINGS if self.source == HAND else self._reason

    def begin(self) -> None:
        """Choose what is offered first, unless something is chosen."""
        if self._split is None and self.source != HAND and not self._request.is_waiting:
            ready = next(iter(self._loader.ready), self._loader.first_source)
            self.choose(ready)

    def choose(self, source: str) -> None:
        """Read the set if it is not here; `changed` follows."""
        self.sets.setCurrentIndex(max(self.sets.findData(source), 0))
        self.parts.setEnabled(source != HAND)
        self._split = None
        if source == HAND:
            self.changed.emit()
        else:
            self._request.ask(source, self._show)

    def choose_split(self, split: Split) -> None:
        """Choose the set that this is, where it is one of those that are here."""
        for source, loaded in self._loader.ready.items():
            if loaded.split is split and source != self.source:
                self.choose(source)

    def _show(self, split: Split) -> None:
        self._split = split
        for k, part in enumerate(PARTS):
            count = len(getattr(split, part))
            self.parts.setItemText(k, f"{PARTS[part]} ({figures.count(count)})")
        self.changed.emit()

    def _list_sets(self) -> None:
        chosen = self.source if self.sets.count() else ""
        self.sets.clear()
        names = NAMES | {key: plain(each.split.name) for key, each in self._loader.ready.items()}
        for source, name in (names | {HAND: "My handwriting"}).items():
            self.sets.addItem(name, source)
        self.sets.setCurrentIndex(max(self.sets.findData(chosen), 0))

    def _drawings(self) -> Dataset | None:
        """Of the open set of My handwriting."""
        drawings = self._hand.open_set.drawings
        if not drawings:
            return None
        if self._of_hand is None or self._of_hand[0] is not drawings:
            images = digit_images([each.drawing for each in drawings]).reshape(-1, PIXELS)
            labels = np.array([each.digit for each in drawings], np.uint8)
            self._of_hand = drawings, Dataset(images, labels)
        return self._of_hand[1]

    @Slot()
    def _on_set(self) -> None:
        self.choose(self.source)

    @Slot(str)
    def _on_waiting(self, source: str) -> None:
        if source:
            self._reason = READING
            self.changed.emit()

    @Slot(object)
    def _on_failed(self, failed: LoadFailed) -> None:
        self._reason = failed.sentence or NO_SET
        self.changed.emit()

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        self._list_sets()
        if loaded.source == self.source and not self._request.is_waiting:
            self._show(loaded.split)

    @Slot()
    def _on_hand(self) -> None:
        if self.source == HAND:
            self.changed.emit()
