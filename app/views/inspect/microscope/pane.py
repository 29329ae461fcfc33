"""The microscope's pane: chooses an example, walks through its stops, looks at single numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.views.figures import signed
from app.views.inspect.microscope.checks import Checks
from app.views.inspect.microscope.example import DRAWING, Chooser, Example
from app.views.inspect.microscope.operands import Operands
from app.views.inspect.microscope.side import Side
from app.views.inspect.microscope.spelled import Spelled
from app.views.inspect.microscope.strip import Strip
from app.views.inspect.microscope.words import words_of
from app.views.widgets.buttons import Dress, icon_button
from app.views.widgets.hairline import hairline
from app.views.widgets.matrix.export import ask_and_export
from app.views.widgets.matrix.view import MatrixView
from core.data.dataset import Split
from core.errors import DigitLabError
from core.ink.strokes import Drawing
from core.inspection.differences import check_number
from core.inspection.explanation import explain
from core.inspection.walk import Stop, Walk, as_read, walk
from core.snapshots import Snapshot

PLAY_MILLISECONDS = 1200
IN_USE, IN_TRAINING = "Network in use", "Network in training"
NO_DRAWING = "Draw a digit on Draw, or choose a test digit above."
NO_DIGITS = "The test digits are being read."
NO_NETWORK = "There is no network yet. Train one, or open one with File › Open network…"
OPERANDS_WIDTH = 208


class MicroscopePane(QWidget):
    """digits_wanted: test digits are asked for, and there are none yet. moved: to another stop."""

    digits_wanted = Signal()
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.walk: Walk | None = None
        self._networks: dict[str, Snapshot | None] = {IN_USE: None, IN_TRAINING: None}
        self._number = 0
        self._is_stale = True
        self._looked: tuple[str, tuple[int, int]] | None = None
        self.chooser = Chooser()
        self.network = QComboBox()
        self.network.addItems(list(self._networks))
        self.network.setToolTip("Whose weights the example goes through")
        self.network.setAccessibleName("Network")
        self.column = QSpinBox()
        self.column.setPrefix("see no. ")
        self.column.setToolTip("Which example of the batch X and dX show")
        self.column.setAccessibleName("Example of the batch")
        self.loss = QLabel()
        self.strip = Strip()
        self.forward, self.backward = Side("Forward"), Side("Backward")
        self.operands = Operands()
        self.spelled = Spelled()
        self.checks = Checks()
        self.hint = QLabel()
        self._timer = QTimer(self, interval=PLAY_MILLISECONDS)
        self._make_buttons()
        self._lay_out()
        self._connect()

    @property
    def stop(self) -> Stop | None:
        """Where the walk is."""
        return self.walk.stops[self._number] if self.walk else None

    @property
    def position(self) -> str:
        """“dW2, stop 10 of 20”; empty without a walk."""
        if self.walk is None or self.stop is None:
            return ""
        return f"{self.stop.name}, stop {self._number + 1} of {len(self.walk.stops)}"

    def set_network(self, snapshot: Snapshot | None) -> None:
        """The network that drawings are read with."""
        self._set_network(IN_USE, snapshot)

    def set_training_network(self, snapshot: Snapshot | None) -> None:
        """The newest of the run."""
        self._set_network(IN_TRAINING, snapshot)

    def set_drawing(self, drawing: Drawing) -> None:
        self.chooser.set_drawing(drawing)

    def set_digits(self, split: Split | None) -> None:
        """Whose test digits can be chosen."""
        self.chooser.set_digits(split)

    def choose_drawing(self) -> None:
        self.chooser.choose(DRAWING)

    def go_to(self, name: str, cell: tuple[int, int] | None = None) -> None:
        """To the stop of this name; nothing happens for one that is not on the way."""
        names = [each.name for each in self.walk.stops] if self.walk else []
        if name in names:
            self._go(names.index(name))
            if cell is not None:
                self._current_side().matrix.set_cell(cell)
                self._look(self._current_side().matrix, cell)

    @Slot()
    def next(self) -> None:
        self._go(self._number + 1)

    @Slot()
    def previous(self) -> None:
        self._go(self._number - 1)

    @Slot()
    def play_or_pause(self) -> None:
        if self._timer.isActive():
            self._pause()
        elif self.walk is not None:
            if self._number == len(self.walk.stops) - 1:
                self._go(0)
            self._timer.start()
            self._wear("pause")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: object) -> None:
        self._pause()
        self.checks.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no matrix and no field wanted for itself."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._pause()
            self._go(self._number + step)

    def _set_network(self, which: str, snapshot: Snapshot | None) -> None:
        self._networks[which] = snapshot
        if which == self.network.currentText():
            self._make_stale()

    @Slot()
    def _make_stale(self) -> None:
        self._is_stale = True
        self._refresh()

    def _refresh(self) -> None:
        """Walk anew if something changed and somebody looks."""
        if not self._is_stale or not self.isVisible():
            return
        self._is_stale = False
        example, snapshot = self.chooser.example(), self._networks[self.network.currentText()]
        self.walk = None
        if snapshot is None:
            self._say(NO_NETWORK)
        elif example is None:
            self._say(NO_DRAWING if self.chooser.kind == DRAWING else NO_DIGITS)
        else:
            self._walk(snapshot, example)

    def _walk(self, snapshot: Snapshot, example: Example) -> None:
        labels = example.labels
        try:
            if labels is None:
                labels = as_read(snapshot, example.X)
            self.walk = walk(snapshot, example.X, labels)
        except DigitLabError as error:
            self._say(str(error))
            return
        self._name = example.name
        self.checks.stop()
        self.column.setRange(0, self.walk.m - 1)
        self.column.setVisible(self.walk.m > 1)
        digits = ", ".join(map(str, labels[:3])) + ("…" if len(labels) > 3 else "")
        self.loss.setText(f"y = {digits} · loss {signed(self.walk.loss)}")
        self.strip.set_stops(self.walk.stops)
        self._number = min(self._number, len(self.walk.stops) - 1)
        self._pages.setCurrentIndex(1)
        self._show_stop()

    def _say(self, sentence: str) -> None:
        self._pause()
        self.hint.setText(sentence)
        self.chooser.show_image(None)
        self._pages.setCurrentIndex(0)
        self.moved.emit()

    def _go(self, number: int) -> None:
        if self.walk is not None:
            number = max(0, min(number, len(self.walk.stops) - 1))
            self._pages.setCurrentIndex(1)
            if number != self._number:
                self._number = number
                self._looked = None
                self._show_stop()
            if number == len(self.walk.stops) - 1:
                self._pause()

    def _show_stop(self) -> None:
        assert self.walk is not None
        stop = self.walk.stops[self._number]
        counterpart = self.walk.counterpart(stop)
        example = self.column.value()
        self.strip.set_current(self._number)
        self.back.setEnabled(self._number > 0)
        self.on.setEnabled(self._number < len(self.walk.stops) - 1)
        image = self.walk["X"][:, example : example + 1]
        self.chooser.show_image(image if len(image) == 784 else None)
        for side, is_forward in ((self.forward, True), (self.backward, False)):
            shown = stop if stop.is_forward is is_forward else counterpart
            side.show_stop(self.walk, shown, is_current=shown is stop, example=example)
        self._look_at_something()
        self.moved.emit()

    def _look_at_something(self) -> None:
        """At the number that was looked at, if it is still here, or the largest of this stop."""
        side = self._current_side()
        matrix, stop = side.matrix, side.stop
        assert self.walk is not None
        assert stop is not None
        values = self.walk[stop.name]
        if self._looked is not None and self._looked[0] == stop.name:
            row, column = self._looked[1]
            if row < values.shape[0] and column < values.shape[1]:
                self._look(matrix, (row, column))
                return
        shown = values[:, [self.column.value()]] if stop.kind in ("X", "dX") else values
        largest = int(abs(shown).argmax())
        row, column = divmod(largest, shown.shape[1])
        self._look(matrix, (row, self.column.value() if stop.kind in ("X", "dX") else column))

    def _look(self, matrix: MatrixView, cell: tuple[int, int] | None) -> None:
        """Spell out one number of either side, and outline where it comes from."""
        if self.walk is None or cell is None:
            return
        side = self.forward if matrix is self.forward.matrix else self.backward
        if side.stop is None:
            return
        self._looked = (side.stop.name, cell)
        found = explain(self.walk, side.stop.name, cell)
        self.spelled.show_number(self.walk, found, is_gradient=not side.stop.is_forward)
        self.operands.show_arrays(
            self.walk, words_of(self.walk, side.stop).operands, self.column.value()
        )
        self.operands.outline(found.sources)
        row, column = cell
        looked = (slice(row, row + 1), slice(column, column + 1))
        for other in (self.forward, self.backward):
            outlined = [
                (each.rows, each.columns)
                for each in found.sources
                if each.name == other.matrix.name
            ]
            other.matrix.set_outlines([*outlined, looked] if other is side else outlined)

    def _current_side(self) -> Side:
        return self.forward if self.stop is not None and self.stop.is_forward else self.backward

    @Slot()
    def _on_forward_cell(self, cell: tuple[int, int] | None) -> None:
        self._look(self.forward.matrix, cell)

    @Slot()
    def _on_backward_cell(self, cell: tuple[int, int] | None) -> None:
        self._look(self.backward.matrix, cell)

    @Slot()
    def _check(self) -> None:
        if self.walk is not None and self._looked is not None:
            self.spelled.show_check(check_number(self.walk, *self._looked))

    @Slot()
    def _check_all(self) -> None:
        if self.walk is not None:
            self._pause()
            self._pages.setCurrentIndex(2)
            self.checks.start(self.walk, self._name)

    @Slot()
    def _back_to_walk(self) -> None:
        self._pages.setCurrentIndex(1)

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        self._pause()
        self._go(number)

    @Slot()
    def _on_column(self) -> None:
        if self.walk is not None:
            self._looked = None
            self._show_stop()

    def _pause(self) -> None:
        self._timer.stop()
        self._wear("run")

    def _wear(self, icon: str) -> None:
        for dress in self.play.findChildren(Dress):
            dress.wear(icon)

    def _export(self) -> None:
        ask_and_export(self._current_side().matrix, self.spelled.say)

    def _make_buttons(self) -> None:
        self.back = icon_button("step-back", "Back one stop (← or ,)", self.previous)
        self.play = icon_button("run", "Play the walk, or pause it (P)", self.play_or_pause)
        self.on = icon_button("step", "On to the next stop (→ or .)", self.next)
        self.export = icon_button("export", "Export the array of this stop…", self._export)
        names = (("back", self.back), ("play", self.play), ("on", self.on), ("export", self.export))
        for name, button in names:
            button.setObjectName(name)
        for keys, act in ((",", self.previous), (".", self.next), ("P", self.play_or_pause)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _connect(self) -> None:
        self._timer.timeout.connect(self.next)
        self.chooser.changed.connect(self._make_stale)
        self.chooser.digits_wanted.connect(self.digits_wanted)
        self.network.currentIndexChanged.connect(self._make_stale)
        self.column.valueChanged.connect(self._on_column)
        self.strip.chosen.connect(self._on_chosen)
        self.forward.matrix.cell_changed.connect(self._on_forward_cell)
        self.backward.matrix.cell_changed.connect(self._on_backward_cell)
        self.spelled.check_wanted.connect(self._check)
        self.spelled.check_all_wanted.connect(self._check_all)
        self.checks.closed.connect(self._back_to_walk)
        self.checks.cell_wanted.connect(self.go_to)

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.chooser)
        top.addStretch(1)
        top.addWidget(self.network)
        self.loss.setProperty("role", "note")
        self.hint.setProperty("role", "sentence")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)
        self._pages = QStackedWidget()
        for page in (self.hint, self._walk_page(), self.checks):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)

    def _walk_page(self) -> QWidget:
        page = QWidget()
        way = QHBoxLayout()
        way.setSpacing(4)
        for button in (self.back, self.play, self.on):
            way.addWidget(button)
        way.addSpacing(8)
        way.addWidget(self.strip, 1)
        way.addWidget(self.loss)
        way.addWidget(self.column)
        way.addWidget(self.export)
        arrays = QHBoxLayout()
        arrays.setSpacing(16)
        arrays.addWidget(self.forward, 1)
        arrays.addWidget(self.backward, 1)
        arrays.addWidget(hairline(lying=False))
        arrays.addWidget(self.operands)
        self.operands.setFixedWidth(OPERANDS_WIDTH)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(way)
        layout.addLayout(arrays, 1)
        layout.addWidget(hairline(lying=True))
        layout.addWidget(self.spelled)
        return page
