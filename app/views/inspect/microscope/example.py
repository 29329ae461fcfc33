"""Which example goes under the microscope: my drawing, test digits, an unsure one; its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from app.look import sizes
from app.state.drawn_digit import DrawnDigit
from app.views.widgets.buttons import spin_box
from app.views.widgets.digit_thumbnail import DigitThumbnail
from app.views.widgets.plain import PlainLabel
from core.data.dataset import DIGITS, Dataset, Split
from core.inspection.unsure import UnsureDigits

KINDS = DRAWING, UNSURE, DIGIT, BATCH, GIVEN = (
    *("My drawing", "Unsure digit", "Test digit", "Batch", "Chosen image"),
)
LARGEST_BATCH = 512
FIRST_BATCH = 32
SPIN_WIDTH = 80
TARGET_WIDTHS = {DRAWING: 132, UNSURE: 104, DIGIT: 104, BATCH: 104, GIVEN: 104}
TARGET_TIP = (
    "The true digit y that the loss is measured against; as read: what Draw reads, and where that "
    "is in doubt, this network"
)
AS_LABELLED = {
    DRAWING: "as read",
    UNSURE: "its label",
    DIGIT: "its label",
    BATCH: "labels",
    GIVEN: "its label",
}


@dataclass(frozen=True, eq=False)
class GivenImage:
    """An image that was chosen elsewhere. image: float32 (784, 1) in [0, 1]. class_name: what it
    truly is. name: what the user sees."""

    image: NDArray[np.float32]
    class_name: str
    name: str


@dataclass(frozen=True, eq=False)
class Example:
    """X: float32 (784, m). labels: intp (m,), or None where the target is what the network reads.
    name: what the user sees."""

    X: NDArray[np.float32]
    labels: NDArray[np.intp] | None
    name: str


class Chooser(QWidget):
    """The controls that choose an example and its target.

    fields: those that say which one of its kind; they stand beside the kinds, unless another
    layout takes them.

    changed: the example or its target. digits_wanted: test digits were chosen, but there are none.
    """

    changed = Signal()
    digits_wanted = Signal()

    def __init__(self, kinds: Sequence[str] = KINDS) -> None:
        """kinds: of examples that can be chosen."""
        super().__init__()
        self._offered = tuple(kinds)
        self._digit: DrawnDigit | None = None
        self._splits: dict[tuple[str, ...], Split] = {}
        self._names = DIGITS
        self._unsure: UnsureDigits | None = None
        self._given: GivenImage | None = None
        self._place = 0  # among those
        self._is_chosen = False
        self.fields = QWidget()
        self.thumbnail = DigitThumbnail(scale=1)
        self.kinds = QButtonGroup(self)
        self.index = spin_box(0, 0, "Which test digit", SPIN_WIDTH)
        self.count = spin_box(
            1, LARGEST_BATCH, "How many test digits, from that one on", SPIN_WIDTH
        )
        self.count.setValue(FIRST_BATCH)
        self.next = QPushButton("Next")
        self.next.setObjectName("next-unsure")
        self.next.setToolTip("The next digit that the network is unsure of")
        self.next.setAccessibleName("Next unsure digit")
        self.target = QComboBox()
        self._fill_targets()
        self.target.setToolTip(TARGET_TIP)
        self.target.setAccessibleName("Target digit")
        self._which = PlainLabel()
        self._from, self._of, self._y = PlainLabel("no."), PlainLabel("of"), PlainLabel("y =")
        self._lay_out()
        self.index.valueChanged.connect(self._on_other_digit)
        self.count.valueChanged.connect(self._emit_changed)
        self.next.clicked.connect(self._on_next)
        self.target.currentIndexChanged.connect(self._emit_changed)
        self._show_fields()

    @property
    def kind(self) -> str:
        """Which kind of example is chosen, one of KINDS."""
        checked = self.kinds.checkedButton()
        return checked.objectName() if checked is not None else DRAWING

    @property
    def split(self) -> Split | None:
        """The set whose classes the network knows; None while there is none."""
        return self._splits.get(self._names)

    @property
    def knows_digits(self) -> bool:
        """Whether the network's classes are the ten digits."""
        return self._names == DIGITS

    @property
    def test_digits(self) -> Dataset | None:
        """Those that can be chosen; None while there are none."""
        return self.split.test if self.split is not None and len(self.split.test) else None

    def choose(self, kind: str) -> None:
        self._is_chosen = True
        for button in self.kinds.buttons():
            if button.objectName() == kind:
                button.click()

    def suggest(self) -> None:
        """Choose an unsure digit, or, where those are not offered, the drawing if there is one,
        else a test digit; unless the user has chosen already."""
        wanted = DIGIT if self._digit is None else DRAWING
        if UNSURE in self._offered:
            wanted = UNSURE
        if not self._is_chosen and self.kind != wanted:
            self.choose(wanted)
            self._is_chosen = False

    def set_digit(self, digit: DrawnDigit | None) -> None:
        is_other = digit is None or not digit.is_like(self._digit)
        self._digit = digit
        if self.kind == DRAWING:
            self._show_fields()
            if is_other:
                self._on_other_digit()
            else:
                self._emit_changed()

    def set_digits(self, split: Split | None) -> None:
        """split: to choose from for networks of its classes, in place of one that was there for
        them; None: there is nothing to choose from any more."""
        self._splits = {} if split is None else {**self._splits, split.class_names: split}
        self._unsure = None
        self._fit_index()
        if self.kind != DRAWING:
            self._emit_changed()

    def set_class_names(self, names: tuple[str, ...]) -> None:
        """names: of the classes that the network knows. Nothing is told: its own change is."""
        if names == self._names:
            return
        self._names, self._unsure = names, None
        self.target.blockSignals(True)
        self._fill_targets()
        self.target.blockSignals(False)
        self._fit_index()
        for button in self.kinds.buttons():
            kind = button.objectName()
            button.setText(kind if self.knows_digits else kind.replace("digit", "image"))
        self._show_fields()

    def _fill_targets(self) -> None:
        self.target.clear()
        self.target.addItem(AS_LABELLED[DIGIT])
        self.target.addItems(list(self._names))

    def _fit_index(self) -> None:
        count = len(self.test_digits) if self.test_digits is not None else 0
        self.index.blockSignals(True)
        self.index.setRange(0, max(count - 1, 0))
        self.index.blockSignals(False)

    def follow(self, other: Chooser) -> None:
        """Choose what another one shows, as a test digit where its kind is not offered here."""
        start = other._start()
        if other.kind not in (DRAWING, GIVEN) and start is not None:
            self.index.setValue(start)
        self.choose(other.kind if other.kind in self._offered else DIGIT)

    def set_given(self, given: GivenImage) -> None:
        """Offer this image from now on, in place of one before, and choose it."""
        self._given = given
        for button in self.kinds.buttons():
            if button.text() == GIVEN:
                button.show()
        self.choose(GIVEN)

    def set_unsure(self, unsure: UnsureDigits | None) -> None:
        """unsure: which of the test digits the network is unsure of; None until that is known."""
        self._unsure, self._place = unsure, 0
        if self.kind == UNSURE and unsure is not None:
            self._on_other_digit()

    def example(self) -> Example | None:
        """What is chosen; None for a blank drawing, for test digits while there are none, and
        for unsure ones until they are found."""
        if self.kind == DRAWING:
            if self._digit is None:
                return None
            labels = self._chosen(1)
            digit = self._digit.label_for(self._names)
            if labels is None and digit is not None:
                labels = np.full(1, digit, np.intp)
            return Example(self._digit.image, labels, self._digit.name)
        if self.kind == GIVEN:
            return self._given_example()
        test, start = self.test_digits, self._start()
        if self.split is None or test is None or start is None:
            return None
        stop = min(start + (self.count.value() if self.kind == BATCH else 1), len(test))
        labels = self._chosen(stop - start)
        if labels is None:
            labels = test.labels[start:stop].astype(np.intp)
        thing = "digit" if self.knows_digits else "image"
        name = f"{self.split.name} test {thing} {start:,}"
        if stop - start > 1:
            name = f"{stop - start} {self.split.name} test {thing}s from {start:,} on"
        return Example(test.X(start, stop), labels, name)

    def _given_example(self) -> Example | None:
        if self._given is None:
            return None
        labels = self._chosen(1)
        if labels is None and self._given.class_name in self._names:
            labels = np.full(1, self._names.index(self._given.class_name), np.intp)
        return Example(self._given.image, labels, self._given.name)

    def show_image(self, image: NDArray[np.float32] | None) -> None:
        """Show it as the thumbnail. image: (784, 1) in [0, 1], or None."""
        self.thumbnail.set_digit(image)

    def _start(self) -> int | None:
        """Which test digit is the first, or only, one; None until an unsure one is found."""
        if self.kind != UNSURE:
            return self.index.value()
        return int(self._unsure.indices[self._place]) if self._unsure is not None else None

    def _chosen(self, m: int) -> NDArray[np.intp] | None:
        digit = self.target.currentIndex() - 1
        return None if digit < 0 else np.full(m, digit, np.intp)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.thumbnail)
        segments = QHBoxLayout()
        segments.setSpacing(4)
        for text in self._offered:
            button = QToolButton()
            button.setText(text)
            button.setObjectName(text)
            button.setProperty("role", "plain")
            button.setCheckable(True)
            button.setChecked(text == DRAWING)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            if text == GIVEN:
                button.hide()
            button.clicked.connect(self._on_kind)
            self.kinds.addButton(button)
            segments.addWidget(button)
        layout.addLayout(segments)
        layout.addWidget(self.fields)
        row = QHBoxLayout(self.fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self._which, self._from, self.index, self._of, self.count, self.next):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self._y)
        row.addWidget(self.target)
        row.addStretch(1)

    def _show_fields(self) -> None:
        is_batch = self.kind == BATCH
        is_numbered = is_batch or self.kind == DIGIT
        for widget, is_visible in (
            (self._from, is_numbered),
            (self.index, is_numbered),
            (self._of, is_batch),
            (self.count, is_batch),
            (self.next, self.kind == UNSURE),
        ):
            widget.setVisible(is_visible)
        self._from.setText("from" if is_batch else "no.")
        self._of.setText("take")
        is_of_number = self._digit is not None and len(self._digit.names) > 1
        self._which.setVisible(self.kind == DRAWING and is_of_number)
        self._which.setText(self._digit.name.removeprefix("the ") if self._digit else "")
        self.target.setItemText(0, self._as_labelled())
        sizes.set_width(self.target, TARGET_WIDTHS[self.kind])

    def _as_labelled(self) -> str:
        digit = self._digit
        label = None if digit is None else digit.label_for(self._names)
        if self.kind != DRAWING or digit is None or label is None:
            return AS_LABELLED[self.kind]
        return f"{self._names[label]}, {'as you say' if digit.is_corrected else 'as read'}"

    @Slot()
    def _on_kind(self) -> None:
        self._is_chosen = True
        self._show_fields()
        if self.kind not in (DRAWING, GIVEN) and self.split is None:
            self.digits_wanted.emit()
        self._on_other_digit()

    @Slot()
    def _on_next(self) -> None:
        if self._unsure is not None:
            self._place = (self._place + 1) % len(self._unsure.indices)
            self._on_other_digit()

    @Slot()
    def _on_other_digit(self, _: object = None) -> None:
        """Reset the target, since another digit has a label of its own."""
        self.target.blockSignals(True)
        self.target.setCurrentIndex(0)
        self.target.blockSignals(False)
        self._emit_changed()

    @Slot()
    def _emit_changed(self, _: object = None) -> None:
        self.changed.emit()
