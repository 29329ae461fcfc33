"""The microscope's pane: which example goes through which network, and what is seen of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.state.drawn_digit import DrawnDigit
from app.views.inspect.microscope.checks import Checks
from app.views.inspect.microscope.example import DRAWING, Chooser, Example
from app.views.inspect.microscope.walk_page import WalkPage
from app.views.widgets.plain import PlainLabel
from core.data.dataset import PIXELS, Split
from core.errors import DigitLabError
from core.inspection.walk import as_read, walk
from core.network.snapshots import Snapshot

IN_USE, IN_TRAINING = "Network in use", "Network in training"
NO_DRAWING = "Draw a digit on Draw, or choose a test digit above."
NO_DIGITS = "The test digits are being read."
NO_NETWORK = "There is no network yet. Train one, or open one with File › Open network…"


class MicroscopePane(QWidget):
    """Which example and network at the top; beneath, the walk, the check of all, or a hint.

    digits_wanted: test digits were chosen, but there are none.
    """

    digits_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._networks: dict[str, Snapshot | None] = {IN_USE: None, IN_TRAINING: None}
        self._is_stale = True
        self._name = ""
        self.chooser = Chooser()
        self.network = QComboBox()
        self.network.addItems(list(self._networks))
        self.network.setToolTip("Whose weights the example goes through")
        self.network.setAccessibleName("Network")
        self.hint = PlainLabel()
        self.page = WalkPage(keys_of=self)
        self.checks = Checks()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    def set_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: of the network that drawings are read with, or None."""
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
        self.chooser.choose(DRAWING)

    @Slot(str, object)
    def go_to(self, name: str, cell: tuple[int, int] | None = None) -> None:
        """Show the stop `name` of the current walk, and the number at `cell` of its array."""
        self._back_to_walk()
        self.page.go_to(name, cell)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
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
        example, snapshot = self.chooser.example(), self._networks[self.network.currentText()]
        if snapshot is None:
            self._say(NO_NETWORK)
        elif example is None:
            self._say(NO_DRAWING if self.chooser.kind == DRAWING else NO_DIGITS)
        else:
            self._walk(snapshot, example)

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

    def _say(self, sentence: str) -> None:
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
        self.network.currentIndexChanged.connect(self._make_stale)
        self.page.moved.connect(self._show_image)
        self.page.check_all_wanted.connect(self._check_all)
        self.checks.closed.connect(self._back_to_walk)
        self.checks.cell_wanted.connect(self.go_to)

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.chooser)
        top.addStretch(1)
        top.addWidget(self.network)
        self.hint.setProperty("role", "sentence")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)
        for page in (self.hint, self.page, self.checks):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)
