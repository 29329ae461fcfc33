"""The microscope's pane: which example goes through which network, and what is seen of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.background.unsure_search import FoundDigits, UnsureSearch
from app.state.drawn_digit import DrawnDigit
from app.views.inspect.microscope.checks import Checks
from app.views.inspect.microscope.example import DRAWING, UNSURE, Chooser, Example
from app.views.inspect.microscope.reading_line import ReadingLine
from app.views.inspect.microscope.walk_page import WalkPage
from app.views.widgets.plain import PlainLabel, plain_tip
from core.data.dataset import DIGITS, PIXELS, Split
from core.errors import DigitLabError
from core.inspection.walk import as_read, walk
from core.network.snapshots import Snapshot

SMALL, IN_USE, IN_TRAINING = "Small network", "Network in use", "Network in training"
NETWORK_TIP = (
    "Whose weights the example goes through. Small network: 784-16-10, trained on digits that the "
    "app made; it is often unsure, so its gradients can be seen"
)
NO_DRAWING = "Draw a digit on Draw, or choose a test digit above."
NO_DIGITS = "The test digits are being read."
NO_IMAGES = "No images of this network’s classes are loaded. Open such a data set on Data."
SEARCHING = "Looking for a digit that this network is unsure of…"
TRAINING = "A small network is being trained…"
NO_NETWORK = "There is no network yet. Train one, or open one with File › Open network…"


class MicroscopePane(QWidget):
    """Which example and network at the top; beneath, the walk, the check of all, or a hint.

    It opens on a digit that the network is unsure of; the network is the user's own where they use
    one, else the small one. digits_wanted: test digits were chosen, but there are none.
    picture_wanted: (layer, unit), both of a number that is marked: show that unit in the picture of
    the network. Layers count from 1, the last being the outputs; units count from 0.
    """

    digits_wanted = Signal()
    picture_wanted = Signal(int, int)

    def __init__(self, search: UnsureSearch, parent: QWidget | None = None) -> None:
        """search: trains the small network and finds the digits; whoever made it closes it."""
        super().__init__(parent)
        self._search = search
        self._searched: tuple[object, ...] = ()  # what the last search was for
        self._networks: dict[str, Snapshot | None] = {SMALL: None, IN_USE: None, IN_TRAINING: None}
        self._is_own = False
        self._is_network_chosen = False
        self._unit: tuple[int, int] | None = None  # to lead to once there is a walk
        self._is_stale = True
        self._name = ""
        self.chooser = Chooser()
        self.network = QComboBox()
        self.network.addItems(list(self._networks))
        self.network.setToolTip(plain_tip(NETWORK_TIP))
        self.network.setAccessibleName("Network")
        self.reading = ReadingLine()
        self.hint = PlainLabel()
        self.page = WalkPage(keys_of=self)
        self.checks = Checks()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    def set_network(self, snapshot: Snapshot | None, *, is_shipped: bool = False) -> None:
        """snapshot: of the network that drawings are read with, or None. is_shipped: whether it
        came with the app; else it is the user's own."""
        self._is_own = snapshot is not None and not is_shipped
        self._set_network(IN_USE, snapshot)

    def set_training_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: the newest of the network in training, or None."""
        self._set_network(IN_TRAINING, snapshot)

    def set_digit(self, digit: DrawnDigit | None) -> None:
        """digit: what “My drawing” is, or None."""
        self.chooser.set_digit(digit)

    def set_digits(self, split: Split | None) -> None:
        """split: whose test digits can be chosen, or None."""
        self.chooser.set_digits(split)

    def choose_drawing(self) -> None:
        """Show the drawing, and the network that reads it."""
        self.chooser.choose(DRAWING)
        self.network.setCurrentText(IN_USE)

    def choose_network(self, which: str) -> None:
        """which: SMALL, IN_USE or IN_TRAINING."""
        self.network.setCurrentText(which)

    def network_named(self, which: str) -> Snapshot | None:
        """One of those that can be chosen, None while it is not there."""
        return self._networks[which]

    @Slot(int, int)
    def show_unit(self, layer: int, unit: int) -> None:
        """Lead to a unit of the network and the example that are chosen: its Z as the sum it is,
        its weights outlined.

        layer: from 1, the last being the outputs. unit: from 0. Where the walk has still to be
        made, it follows; nothing happens where the network has no such unit.
        """
        self._unit = (layer, unit)
        self._lead_to_unit()

    @Slot(str, object)
    def go_to(self, name: str, cell: tuple[int, int] | None = None) -> None:
        """Show the stop `name` of the current walk, if there is one, and the number at `cell` of
        its array."""
        if self.page.walk is not None:
            self._back_to_walk()
            self.page.go_to(name, cell)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._suggest_network()
        self.chooser.suggest()
        self._refresh()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        self.checks.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right lead along the walk, where no matrix or field has used the key."""
        player = self.page.player
        act = {Qt.Key.Key_Left: player.previous, Qt.Key.Key_Right: player.next}.get(
            Qt.Key(event.key())
        )
        if act is None or self._pages.currentWidget() is not self.page:
            super().keyPressEvent(event)
        else:
            act()

    def _suggest_network(self) -> None:
        """Choose the user's own network, or else the small one, unless the user has chosen."""
        if not self._is_network_chosen:
            self.network.setCurrentText(IN_USE if self._is_own else SMALL)
            self._is_network_chosen = False

    def _set_network(self, which: str, snapshot: Snapshot | None) -> None:
        self._networks[which] = snapshot
        if which == self.network.currentText():
            self._make_stale()

    @Slot()
    def _make_stale(self) -> None:
        self._is_stale = True
        self._refresh()

    def _refresh(self) -> None:
        """Compute the walk anew if something has changed and the pane is visible."""
        if not self._is_stale or not self.isVisible():
            return
        self._is_stale = False
        which = self.network.currentText()
        snapshot = self._networks[which]
        self.chooser.set_class_names(DIGITS if snapshot is None else snapshot.class_names)
        if snapshot is None:
            self._do_without(which)
            return
        if self.chooser.kind == UNSURE:
            self._look_for_unsure(which, snapshot)
        example = self.chooser.example()
        if example is None:
            self._say(self._why_no_example())
        else:
            self._walk(snapshot, example)

    def _do_without(self, which: str) -> None:
        """The network that is chosen is not there."""
        if which == SMALL:
            self._search.train()
        self._say(TRAINING if which == SMALL else NO_NETWORK)

    def _look_for_unsure(self, which: str, snapshot: Snapshot) -> None:
        """Look for digits that this network is unsure of, unless that was done.

        While a network is in training its digits stay, so that one sees it become sure of them.
        """
        digits = self.chooser.test_digits
        wanted = (which, None if which == IN_TRAINING else snapshot, digits)
        if digits is not None and wanted != self._searched:
            self._searched = wanted
            self.chooser.set_unsure(None)
            self._search.search(snapshot, digits)

    def _why_no_example(self) -> str:
        if self.chooser.kind == DRAWING:
            return NO_DRAWING
        if self.chooser.test_digits is not None:
            return SEARCHING
        return NO_DIGITS if self.chooser.knows_digits else NO_IMAGES

    def _walk(self, snapshot: Snapshot, example: Example) -> None:
        try:
            labels = example.labels
            if labels is None:
                labels = as_read(snapshot, example.X)
            walked = walk(snapshot, example.X, labels)
        except DigitLabError as error:
            self._say(str(error))
            return
        self._name = example.name
        self.checks.stop()
        self._pages.setCurrentWidget(self.page)
        self.page.show_walk(walked)
        which = self.network.currentText()
        self.reading.show_reading(
            walked,
            example.name,
            # That in training may have become sure since.
            is_chosen_as_unsure=self.chooser.kind == UNSURE and which != IN_TRAINING,
            is_small=which == SMALL,
        )
        self.reading.show()
        self._lead_to_unit()

    def _lead_to_unit(self) -> None:
        walked = self.page.walk
        if self._unit is None or walked is None or self._is_stale:
            return
        (layer, unit), self._unit = self._unit, None
        if 1 <= layer <= walked.depth and 0 <= unit < walked.dimensions[layer]:
            self.go_to(f"Z{layer}", (unit, self.page.column.value()))

    @Slot(str)
    def _say(self, sentence: str) -> None:
        """Show a sentence in place of a walk."""
        self.reading.hide()
        self.page.forget()
        self.checks.stop()
        self.hint.setText(sentence)
        self.chooser.show_image(None)
        self._pages.setCurrentWidget(self.hint)

    @Slot()
    def _show_image(self) -> None:
        image = self.page.image
        self.chooser.show_image(image if image is not None and len(image) == PIXELS else None)

    @Slot()
    def _on_network(self) -> None:
        self._is_network_chosen = True
        self._make_stale()

    @Slot(object)
    def _on_trained(self, snapshot: Snapshot) -> None:
        self._set_network(SMALL, snapshot)

    @Slot(object)
    def _on_found(self, found: FoundDigits) -> None:
        if found.digits is self.chooser.test_digits:
            self.chooser.set_unsure(found.unsure)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._searched = ()
        if self.page.walk is None:
            self._say(sentence)

    @Slot()
    def _choose_small(self) -> None:
        self.network.setCurrentText(SMALL)

    @Slot()
    def _choose_unsure(self) -> None:
        self.chooser.choose(UNSURE)

    @Slot()
    def _check_all(self) -> None:
        if self.page.walk is not None:
            self._pages.setCurrentWidget(self.checks)
            self.checks.start(self.page.walk, self._name)

    @Slot()
    def _back_to_walk(self) -> None:
        self._pages.setCurrentWidget(self.page)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self.chooser.changed.connect(self._make_stale)
        self.chooser.digits_wanted.connect(self.digits_wanted)
        self.network.currentIndexChanged.connect(self._on_network)
        self.reading.small_network_wanted.connect(self._choose_small)
        self.reading.unsure_digit_wanted.connect(self._choose_unsure)
        self._search.trained.connect(self._on_trained)
        self._search.found.connect(self._on_found)
        self._search.failed.connect(self._on_failed)
        self.page.moved.connect(self._show_image)
        self.page.check_all_wanted.connect(self._check_all)
        self.page.picture_wanted.connect(self.picture_wanted)
        self.checks.closed.connect(self._back_to_walk)
        self.checks.cell_wanted.connect(self.go_to)

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.chooser)
        top.addStretch(1)
        top.addWidget(self.network)
        beneath = QHBoxLayout()
        beneath.setSpacing(16)
        beneath.addWidget(self.chooser.fields)
        beneath.addWidget(self.reading, 1)
        self.hint.setProperty("role", "sentence")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)
        for page in (self.hint, self.page, self.checks):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(beneath)
        layout.addWidget(self._pages, 1)
