"""The network, large: an example in it, its motion forward and back, and any unit of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.look import sizes, theme
from app.look.figures import figure
from app.state.drawn_digit import DrawnDigit
from app.views.inspect.microscope.example import DIGIT, DRAWING, GIVEN, Chooser, Example
from app.views.inspect.microscope.pane import IN_TRAINING, IN_USE
from app.views.inspect.microscope.player import Player
from app.views.inspect.microscope.words import words_of
from app.views.inspect.network.hands import HandsPanel
from app.views.widgets.buttons import CheckBox, text_button
from app.views.widgets.folding import Folding
from app.views.widgets.frames import Frames
from app.views.widgets.network_picture.picture import NetworkPicture
from app.views.widgets.place_slider import PlaceSlider
from app.views.widgets.plain import PlainLabel
from core.data.dataset import DIGITS, Split
from core.errors import DigitLabError
from core.inspection.scenes import LINES
from core.inspection.walk import Walk, as_read, walk
from core.network.snapshots import Snapshot

NO_DRAWING = "Draw a digit on Draw, or choose a test digit above."
NO_NETWORK = "There is no network yet. Train one, or open one with File › Open network…"
FEWEST_LINES, MOST_LINES = 100, 200
LINES_WIDTH = 120  # at 100 %
FRAME_MILLISECONDS, FRAME_SHARE = 33, 32  # a run waits while its network is drawn
POINT_AT = (
    "Point at a unit to see its lines, press it to choose it. Play shows the way forward and back."
)


class NetworkPane(QWidget):
    """Whose network and which example at the top; the picture; how to play it beneath.

    Beside the picture are hands inside the network. digits_wanted: there are no test
    digits yet. microscope_wanted: (layer, unit) that shall be seen closer. kept: the Snapshot
    of an edited network that shall be one of its own. runners: to close with the window.
    """

    digits_wanted = Signal()
    microscope_wanted = Signal(int, int)
    kept = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._networks: dict[str, Snapshot | None] = {IN_USE: None, IN_TRAINING: None}
        self._edited: Snapshot | None = None
        self._walk: Walk | None = None
        self.chooser = Chooser(kinds=(DRAWING, DIGIT, GIVEN))
        self.network = QComboBox()
        self.network.addItems(list(self._networks))
        self.network.setToolTip("Whose weights the example goes through")
        self.network.setAccessibleName("Network")
        self.picture = NetworkPicture()
        self.hands = HandsPanel()
        self.runners = self.hands.runners
        self.text = PlainLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.player = Player(keys_of=self)
        self.live = text_button("reset", "Back to now", self.stop_walk, "Leave the walk (Esc)")
        self.heading = PlainLabel()
        sizes.set_font(self.heading, "type_text", QFont.Weight.Bold)
        self.caption = PlainLabel()
        self.caption.setProperty("role", "note")
        self.caption.setWordWrap(True)
        self.closer: QPushButton = text_button(
            "inspect", "Microscope", self._look_closer, "See the chosen unit’s numbers (Enter)"
        )
        self.lines = PlaceSlider()
        self.as_text = CheckBox("As text")
        self._pages = QStackedWidget()
        self.hint = PlainLabel()
        self._frames = Frames(
            self, self._show_training, milliseconds=FRAME_MILLISECONDS, share=FRAME_SHARE
        )
        self._lay_out()
        self._connect()
        self._show_walk_parts()

    @property
    def snapshot(self) -> Snapshot | None:
        """The network that is chosen, as it is without hands inside."""
        return self._networks[self.network.currentText()]

    @property
    def example(self) -> Example | None:
        """The example that is chosen."""
        return self.chooser.example()

    def set_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: of the network that drawings are read with, or None."""
        self._set_network(IN_USE, snapshot)

    def set_training_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: the newest of the network in training, or None."""
        self._networks[IN_TRAINING] = snapshot
        if self.network.currentText() == IN_TRAINING:
            self._frames.ask()

    def choose_network(self, which: str, snapshot: Snapshot | None) -> None:
        """Show the network called `which`; the small one is a choice as soon as it was wanted."""
        if which not in self._networks:
            self.network.addItem(which)
        self._networks[which] = snapshot
        self.network.setCurrentText(which)
        self._on_other()

    def set_digit(self, digit: DrawnDigit | None) -> None:
        """digit: what “My drawing” is, or None."""
        self.chooser.set_digit(digit)

    def set_digits(self, split: Split | None) -> None:
        """split: whose test digits can be chosen, or None."""
        self.chooser.set_digits(split)
        self.hands.set_digits(self.chooser.split)

    def choose_drawing(self) -> None:
        """Show what is on Draw's canvas."""
        self.chooser.choose(DRAWING)

    @Slot(int, int)
    def choose_unit(self, layer: int, unit: int) -> None:
        """Mark a unit of the picture; the input is layer 0."""
        self.picture.choose((layer, unit))

    @Slot()
    def stop_walk(self) -> None:
        """Show the whole forward pass again."""
        self.player.pause()
        self._leave_walk()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.chooser.suggest()
        self._refresh()
        self.picture.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.chooser.test_digits is None:
            self.digits_wanted.emit()  # for the accuracy that hands change

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop_walk()

    def _set_network(self, which: str, snapshot: Snapshot | None) -> None:
        self._networks[which] = snapshot
        if which == self.network.currentText():
            self._on_other()

    def _show_training(self) -> None:
        """Not in the middle of a walk, which is of a network that has been."""
        if self._walk is not None:
            return
        self._on_other()
        self.picture.repaint()  # at once: so that what it takes is known

    @Slot()
    def _on_other(self) -> None:
        self._edited = None
        self._leave_walk()
        self._refresh()

    @Slot(object)
    def _on_edited(self, snapshot: Snapshot) -> None:
        self._edited = snapshot
        self._leave_walk()
        self._refresh_picture()

    def _refresh(self) -> None:
        if not self.isVisible():
            return
        snapshot = self.snapshot
        self.chooser.set_class_names(DIGITS if snapshot is None else snapshot.class_names)
        self.hands.set_digits(self.chooser.split)
        example = self.example
        digit = (
            int(example.labels[0]) if example is not None and example.labels is not None else None
        )
        self.hands.set_network(snapshot)
        self.hands.set_example(example.X if example is not None else None, digit)
        self._refresh_picture()

    def _refresh_picture(self) -> None:
        example = self.example
        snapshot = self._edited or self.snapshot
        self.chooser.show_image(example.X if example is not None else None)
        self.picture.set_network(snapshot)
        self.picture.set_image(example.X if example is not None else None)
        self.player.setEnabled(snapshot is not None and example is not None)
        if snapshot is None:
            self.hint.setText(NO_NETWORK)
        elif example is None:
            self.hint.setText(NO_DRAWING)
        self.hint.setVisible(snapshot is None or example is None)
        self._update_text()

    @Slot(int)
    def _go_to(self, number: int) -> None:
        """Show a stop of the walk, which begins with the first one."""
        way = self._walk or self._new_walk()
        if way is None:
            return
        number = min(number, len(way.stops) - 1)
        self._walk, stop = way, way.stops[number]
        words = words_of(way, stop)
        self.heading.setText(words.title)
        self.caption.setText(words.sentence + _measured(way, stop.kind))
        self.picture.show_walk(way, stop)
        self.player.set_place(number, len(way.stops))
        self._show_walk_parts()
        self._update_text()

    def _new_walk(self) -> Walk | None:
        example, snapshot = self.example, self._edited or self.snapshot
        if example is None or snapshot is None:
            return None
        try:
            labels = example.labels
            if labels is None:
                labels = as_read(snapshot, example.X)
            return walk(snapshot, example.X, labels)
        except DigitLabError as error:
            self.caption.setText(str(error))
            return None

    def _leave_walk(self) -> None:
        self._walk = None
        self.picture.show_walk(None)
        self.player.set_place(0, 1)  # Play begins at once
        self._show_walk_parts()
        self._update_text()

    def _show_walk_parts(self) -> None:
        walks = self._walk is not None
        self.live.setVisible(walks)
        self.heading.setVisible(walks)
        if not walks:
            self.caption.setText(POINT_AT)

    @Slot()
    def _update_text(self) -> None:
        self.closer.setEnabled(self.picture.chosen is not None)
        is_text = self.as_text.isChecked()
        if is_text:
            self.text.setText(self.picture.words())
        self._pages.setCurrentIndex(1 if is_text else 0)

    @Slot(object)
    def _on_chosen(self, place: tuple[int, int] | None) -> None:
        if place is None:
            self.hands.choose_nothing()
        else:
            self.hands.choose_unit(*place)
        self._update_text()

    @Slot()
    def _look_closer(self) -> None:
        if self.picture.chosen is not None:
            self.microscope_wanted.emit(*self.picture.chosen)

    def _connect(self) -> None:
        self.chooser.changed.connect(self._on_other)
        self.chooser.digits_wanted.connect(self.digits_wanted)
        self.network.currentIndexChanged.connect(self._on_other)
        self.player.wanted.connect(self._go_to)
        self.lines.valueChanged.connect(self.picture.set_lines)
        self.as_text.toggled.connect(self._update_text)
        self.picture.chosen_changed.connect(self._on_chosen)
        self.picture.line_chosen.connect(self.hands.choose_line)
        self.hands.edited.connect(self._on_edited)
        self.hands.unit_wanted.connect(self.choose_unit)
        self.hands.kept.connect(self.kept)
        self.picture.opened.connect(self.microscope_wanted)

    def _lay_out(self) -> None:
        look = theme.tokens()
        self.lines.setRange(FEWEST_LINES, MOST_LINES)
        self.lines.setValue(LINES)
        self.lines.setAccessibleName("How many lines are drawn")
        self.lines.setToolTip("How many lines are drawn: the strongest ones")
        sizes.set_most(self.lines, LINES_WIDTH)
        what = QHBoxLayout()
        what.setContentsMargins(0, 0, 0, 0)
        what.setSpacing(look.space_2)
        what.addStretch(1)
        for part in (PlainLabel("Lines"), self.lines, self.as_text, self.network):
            what.addWidget(part)
        tools = QWidget()
        tools.setLayout(what)
        top = Folding(0, spacing=look.space_2)
        top.add(self.chooser)
        top.add(tools, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        scroll.setWidget(self.text)
        self._pages.addWidget(self.picture)
        self._pages.addWidget(scroll)
        self.hint.setProperty("role", "sentence")
        self.hint.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.heading)
        words.addWidget(self.caption)
        below = QHBoxLayout()
        below.setSpacing(look.space_2)
        below.addWidget(self.player)
        below.addLayout(words, 1)
        below.addWidget(self.live)
        below.addWidget(self.closer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.space_3, look.space_2, look.space_3, look.space_2)
        layout.setSpacing(look.space_2)
        layout.addWidget(top)
        layout.addWidget(self.hint)
        middle = QHBoxLayout()
        middle.setSpacing(look.space_3)
        middle.addWidget(self._pages, 3)
        middle.addWidget(self.hands, 2)
        layout.addLayout(middle, 1)
        layout.addLayout(below)


def _measured(way: Walk, kind: str) -> str:
    """The loss of the example, where that is what is shown."""
    return f" Here it is {figure(way.loss)}." if kind == "loss" else ""
