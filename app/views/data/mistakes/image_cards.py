"""The card of an image that was misread, with its label to change where that can be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.look import figures
from app.state.relabelling import Relabelling
from app.views.data.images.card import ImageCard
from app.views.data.mistakes.set_choice import SetChoice
from core.evaluation.answers import Answers
from core.network.snapshots import Snapshot


class ImageCards(QObject):
    """Opens one card at a time. moved: another image is shown; its index. look_wanted, draw_wanted:
    see ImageCard."""

    moved = Signal(int)
    look_wanted = Signal(object, str, str)
    draw_wanted = Signal(object, str)

    def __init__(self, images: SetChoice, relabelling: Relabelling | None, parent: QWidget) -> None:
        """images: the set that is chosen. relabelling: keeps labels; without it none is changed."""
        super().__init__(parent)
        self._images, self._relabelling = images, relabelling
        self._answers: Answers | None = None
        self.card = ImageCard(parent)
        self.card.moved.connect(self.moved)
        self.card.look_wanted.connect(self.look_wanted)
        self.card.draw_wanted.connect(self.draw_wanted)
        self.card.relabelled.connect(self._relabel)
        self.card.relabel_undone.connect(self._undo)

    def open(
        self, snapshot: Snapshot, answers: Answers, order: NDArray[np.intp], index: int
    ) -> None:
        """The example `index`, among those at `order`, read by the network of `snapshot`."""
        self._answers = answers
        self.card.set_network(snapshot)
        self._offer_labels()
        self.card.show_images(answers.dataset, order, index, self._name)

    def set_answers(self, snapshot: Snapshot | None, answers: Answers | None) -> None:
        """What is answered now: to the same images the card stays, to others it is closed."""
        if not self.card.isVisible() or self._answers is None or answers is None:
            return
        if answers.dataset.images is not self._answers.dataset.images:
            self.card.close()
            return
        self._answers = answers
        self.card.set_network(snapshot)
        self.card.set_dataset(answers.dataset)
        self._offer_labels()

    def _offer_labels(self) -> None:
        """Of a set whose classes are numbered as the network's."""
        split, relabelling, answers = self._images.split, self._relabelling, self._answers
        can_change = (
            split is not None
            and relabelling is not None
            and answers is not None
            and answers.class_names == split.class_names
            and relabelling.knows(split)
        )
        count = relabelling.count(split) if can_change and relabelling and split else 0
        words = f"{figures.counted(count, 'label')} changed; the files stay as they are."
        self.card.set_relabelling(
            (words if count else "") if can_change else None, can_undo=bool(count)
        )

    def _name(self, index: int) -> str:
        return f"{self._images.name}, {self._images.part_title}, no. {figures.count(index)}"

    @Slot(int, int)
    def _relabel(self, index: int, label: int) -> None:
        split, part = self._images.split, self._images.part
        if self._relabelling is not None and split is not None:
            self._relabelling.relabel(split, part, index, label)

    @Slot()
    def _undo(self) -> None:
        if self._relabelling is not None and self._images.split is not None:
            self._relabelling.undo(self._images.split)
