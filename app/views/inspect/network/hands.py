"""Hands inside the network: a panel that changes units, lines or all of it, and shows what comes of
it. The network that it was given is never changed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.views.inspect.network.hands_effect import EffectSection
from app.views.inspect.network.hands_matters import MattersSection
from app.views.inspect.network.hands_place import PlaceSection
from app.views.inspect.network.hands_sheet import HandsSheet
from app.views.inspect.network.hands_whole import WholeSection
from app.views.inspect.network.hands_words import NO_ANSWER, NO_EXAMPLE, NO_NETWORK
from core.data.dataset import DIGITS, Split
from core.inspection.edited_network import EditedNetwork
from core.inspection.edits import Edit, Edits, place
from core.inspection.flow import Flow, FlowReader
from core.network.arrays import Array
from core.network.snapshots import Snapshot

WIDTH, LEAST_WIDTH = 46, 37  # in letters


class HandsPanel(QWidget):
    """Edits of one network, tried on one example. While nobody sees it, nothing is computed.

    edited: the Snapshot with all edits, to show; the network itself when there are none. kept: a
    Snapshot to become a network of its own. unit_wanted: (layer, unit), the pixels being layer 0.
    runners: to close with the window.
    """

    edited = Signal(object)
    unit_wanted = Signal(int, int)
    kept = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hands: EditedNetwork | None = None
        self._shown: Snapshot | None = None
        self._moving: object = None  # what a hand moves just now
        self._image: Array | None = None
        self._digit: int | None = None
        self._digits: Split | None = None
        self._flow: Flow | None = None
        self._is_compared = True
        self.effect, self.matters = EffectSection(), MattersSection()
        self.place, self.whole = PlaceSection(), WholeSection()
        self.runners = [*self.effect.runners, *self.matters.removals.runners]
        self._sheet = HandsSheet(self, self.effect, (self.matters, self.place, self.whole))
        self._connect()
        self._show()

    @property
    def edits(self) -> Edits:
        """What is different from the network that was given."""
        return self._hands.edits if self._hands is not None else ()

    def set_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: what the edits begin with; those of the network before are forgotten. The same
        one again keeps them, and tells of them again."""
        if snapshot is not None and self._hands is not None and snapshot is self._hands.base:
            if self.edits:
                self.edited.emit(self._hands.network)
            return
        before, self._hands = self._hands, None  # what is settled now is no edit of the new one
        self._settle()
        self.matters.say("")
        if snapshot is not None and np.isfinite(snapshot.theta).all():
            self._hands = EditedNetwork(snapshot)
        self._shown = self._hands.base if self._hands else None
        same = before and self._hands and before.base.dimensions == self._hands.base.dimensions
        if not same:
            self.place.choose(None, ())
        self._is_compared = False
        self._show()

    def set_example(self, image: Array | None, digit: int | None) -> None:
        """image: float32 (n0, 1). digit: what it truly is, None where nobody said."""
        self.matters.stop()
        self.matters.say("")
        self._image, self._digit = image, digit
        self._show()

    def set_digits(self, split: Split | None) -> None:
        """split: whose test part the accuracy is measured on."""
        if split is self._digits:
            return
        self._digits = split
        self._is_compared = False
        self._show()

    def choose_unit(self, layer: int, unit: int) -> None:
        """layer: from 0, the pixels. What the network does not have counts as nothing."""
        self._choose((layer, unit))

    def choose_line(self, layer: int, unit: int, source: int) -> None:
        """The line to `unit` of `layer`, from 1, from `source` of the layer before."""
        self._choose((layer, unit, source))

    def choose_nothing(self) -> None:
        self._choose(())

    def sizeHint(self) -> QSize:
        return QSize(self._letters(WIDTH), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._letters(LEAST_WIDTH), super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.setMaximumWidth(self._letters(WIDTH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sheet.arrange(self.width(), self.height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def _choose(self, place: tuple[int, ...]) -> None:
        self._settle_sliders()
        self.place.choose(self._hands, place)
        self._show()

    def _settle(self) -> None:
        """End what a hand is about to do, and what plays, so that each is a change of its own."""
        self.matters.stop()
        self._settle_sliders()

    def _settle_sliders(self) -> None:
        self.place.settle()
        self.whole.settle()

    @Slot(object)
    def _on_moved(self, edit: Edit) -> None:
        self._act(lambda hands: hands.attempt(edit), place(edit))

    @Slot(object)
    def _on_made(self, edit: Edit) -> None:
        self._act(lambda hands: hands.make(edit), place(edit))

    @Slot(object)
    def _on_taken_back(self, edit: Edit) -> None:
        self._act(lambda hands: hands.take_back(edit), place(edit))

    def _act(self, act: Callable[[EditedNetwork], None], what: object) -> None:
        """what: is edited. If it is not what was attempted, that is made first."""
        self.matters.stop()
        if self._hands is not None and what != self._moving:
            self._hands.settle()
        self._moving = what
        self._change(act)

    @Slot(object)
    def _on_off(self, off: Edits) -> None:
        self._change(lambda hands: hands.attempt(*off))

    @Slot()
    def _on_played(self) -> None:
        self._change(EditedNetwork.settle)

    def _on_button(self, act: Callable[[EditedNetwork], None]) -> None:
        """act: undo, redo or reset, which change the edits as a whole."""
        self._settle()
        self.matters.say("")
        self._change(act)

    def _change(self, act: Callable[[EditedNetwork], None]) -> None:
        if self._hands is not None:
            act(self._hands)
        self._show()

    @Slot()
    def _keep(self) -> None:
        self._settle()
        if self._hands is not None and self._hands.edits:
            self.kept.emit(self.effect.with_accuracy(self._hands.network))

    @Slot()
    def _play(self) -> None:
        self._settle()
        if self._hands is not None and self._image is not None and self._flow is not None:
            answer = int(self._flow.probabilities.argmax())
            self.matters.begin(self._hands.network, self._image, answer)

    def _show(self) -> None:
        """All of it anew, if somebody sees it."""
        if not self.isVisible():
            return
        hands = self._hands
        network = hands.network if hands is not None else None
        is_new, self._shown = network is not self._shown, network
        if not self._is_compared:
            self.effect.compare_with(hands.base if hands is not None else None, self._digits)
        if network is not None and (is_new or not self._is_compared):
            self.effect.measure(network)
        self._is_compared = True
        before = self._flow = self._read(hands.base if hands is not None else None)
        if hands is not None and hands.edits:
            self._flow = self._read(network)
        self._show_effect(before)
        self.place.show_place(hands, self._flow)
        self.whole.setEnabled(hands is not None)
        self.whole.show_edits(self.edits)
        if is_new and network is not None:
            self.edited.emit(network)

    def _fits(self, network: Snapshot) -> bool:
        return self._image is not None and self._image.shape == (network.dimensions[0], 1)

    def _read(self, network: Snapshot | None) -> Flow | None:
        """None without an example, or where numbers grew too large for an answer."""
        if network is None or self._image is None or not self._fits(network):
            return None
        flow = FlowReader(network).read(self._image)
        return flow if np.isfinite(flow.probabilities).all() else None

    def _show_effect(self, before: Flow | None) -> None:
        hands, flow = self._hands, self._flow
        if flow is None:
            fits = hands is not None and self._fits(hands.base)
            self.effect.say(NO_ANSWER if fits else NO_EXAMPLE if hands else NO_NETWORK)
        else:
            self.effect.show_answer(before or flow, flow)
        self.effect.show_changes(
            len(self.edits),
            can_undo=hands is not None and hands.can_undo,
            can_redo=hands is not None and hands.can_redo,
        )
        answer = None if flow is None else int(flow.probabilities.argmax())
        names = DIGITS if flow is None else flow.class_names
        self.matters.set_answer(answer, self._digit, names)

    def _letters(self, count: int) -> int:
        return count * self.fontMetrics().averageCharWidth()

    def _connect(self) -> None:
        for section in (self.place, self.whole):
            section.moved.connect(self._on_moved)
            section.made.connect(self._on_made)
        self.place.unit_wanted.connect(self.unit_wanted)
        self.place.taken_back.connect(self._on_taken_back)
        self.effect.undo_wanted.connect(lambda: self._on_button(EditedNetwork.undo))
        self.effect.redo_wanted.connect(lambda: self._on_button(EditedNetwork.redo))
        self.effect.reset_wanted.connect(lambda: self._on_button(EditedNetwork.reset))
        self.effect.keep_wanted.connect(self._keep)
        self.matters.wanted.connect(self._play)
        self.matters.off_changed.connect(self._on_off)
        self.matters.ended.connect(self._on_played)
