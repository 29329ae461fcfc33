"""What the network makes of the example, in a sentence, with a way to where more is to be seen."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.look import theme
from app.look.figures import THIN, rough_percent
from app.views.widgets.plain import PlainLabel, plain_tip
from core.data.dataset import DIGITS
from core.inspection.unsure import MOST
from core.inspection.walk import Walk

TINY = 0.01  # the largest error of an output of which gradients are left that are almost 0
SURE = "This network is sure and right, so its gradients are almost 0. "
MORE_BY_NETWORK = "The small network shows more."
MORE_BY_DIGIT = "A digit that it is unsure of shows more."


def is_sure_and_right(walk: Walk) -> bool:
    """Whether the network gives each example's label a probability of nearly 1."""
    return bool(np.abs(walk[f"dZ{walk.depth}"]).max() < TINY)


def reading_words(walk: Walk, *, is_chosen_as_unsure: bool) -> str:
    """“A digit that this network is unsure of: 46 % a 4, 41 % a 9.”

    is_chosen_as_unsure: the example is one of those that the network is least sure of.
    """
    HL = walk[f"H{walk.depth}"]
    labels, read = walk["Y"].argmax(axis=0), HL.argmax(axis=0)
    if not np.isfinite(HL).all():
        return "This network's numbers are not finite: it cannot read."
    if walk.m > 1:
        return f"This network reads {(read == labels).sum()} of these {walk.m} as y says."
    second, first = np.argsort(HL[:, 0])[-2:].tolist()
    names = walk.class_names
    called = [f"a {each}" if names == DIGITS else f"“{names[each]}”" for each in (first, second)]
    both = f"{_share(HL[first, 0])} {called[0]}, {_share(HL[second, 0])} {called[1]}"
    if is_chosen_as_unsure and HL[first, 0] <= MOST:
        thing = "A digit" if names == DIGITS else "An image"
        return f"{thing} that this network is unsure of: {both}."
    if is_chosen_as_unsure:
        return f"One of those that this network is least sure of: {both}."
    return f"This network reads: {both}."


def _share(probability: float) -> str:
    """“46 %”; “99.99 %” for what is no certainty."""
    if 0.99 <= probability < 1:
        return f"{min(100 * probability, 99.99):.2f}{THIN}%"
    return f"under 1{THIN}%" if 0 < probability < 0.01 else rough_percent(probability)


class ReadingLine(QWidget):
    """A sentence, and at its end a button where one is of use.

    small_network_wanted, unsure_digit_wanted: where gradients are almost 0, the button to where
    they are not was pressed.
    """

    small_network_wanted = Signal()
    unsure_digit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sentence = PlainLabel()
        self.sentence.setProperty("role", "note")
        self.sentence.setWordWrap(True)
        self.more = QPushButton()
        self.more.setObjectName("show-more")
        self.more.setProperty("role", "plain")
        self.more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.more.clicked.connect(self._on_more)
        self._is_small = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens().space_2)
        layout.addWidget(self.sentence, 1)
        layout.addWidget(self.more)

    def show_reading(
        self, walk: Walk, name: str, *, is_chosen_as_unsure: bool, is_small: bool
    ) -> None:
        """name: of the example. is_chosen_as_unsure: as for reading_words(). is_small: it is the
        small network's walk."""
        self._is_small = is_small
        is_sure = is_sure_and_right(walk)
        words = reading_words(walk, is_chosen_as_unsure=is_chosen_as_unsure)
        if is_sure:
            words = SURE + (MORE_BY_DIGIT if is_small else MORE_BY_NETWORK)
        self.sentence.setText(words)
        self.sentence.setToolTip(plain_tip(name[0].upper() + name[1:]))
        self.more.setText("Show an unsure digit" if is_small else "Show the small network")
        self.more.setVisible(is_sure)

    @Slot()
    def _on_more(self) -> None:
        (self.unsure_digit_wanted if self._is_small else self.small_network_wanted).emit()
