"""The walk of one example: stop by stop, both ways, and any number as the sum it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.look import sizes
from app.look.figures import signed
from app.views.inspect.microscope.arrays import Operands, Sides
from app.views.inspect.microscope.player import Player
from app.views.inspect.microscope.strip import WalkStrip
from app.views.inspect.microscope.sums import SumPanel
from app.views.inspect.microscope.words import words_of
from app.views.widgets.buttons import spin_box
from app.views.widgets.exports import Entry, ExportMenu
from app.views.widgets.folding import Folding
from app.views.widgets.labels import hairline
from app.views.widgets.matrix.export import ask_and_export
from app.views.widgets.matrix.view import MatrixView
from app.views.widgets.plain import PlainLabel
from core.inspection.differences import check_number
from core.inspection.explanation import explain
from core.inspection.walk import Stop, Walk
from core.network.arrays import Array

OPERANDS_WIDTH = 208  # at least; at 100 %
SIDES_SHARE = 4  # times as wide as the operands, where there is room
WIDE = 820  # at 100 %: with less room the operands stand below the two sides
COLUMN_WIDTH = 124
IMAGES = ("X", "dX")  # of one example at a time


def unit_of(stop: Stop, cell: tuple[int, int]) -> tuple[int, int] | None:
    """(layer, unit) to which a number of a stop's array belongs; None for the input and the loss.

    Layers count from 1, units from 0.
    """
    return (stop.layer, cell[0]) if stop.layer and stop.kind != "loss" else None


class WalkPage(QWidget):
    """One walk: the strip of stops, the arrays of the current one, the sum of one number.

    moved: to another stop, example or walk. check_all_wanted: check every gradient.
    picture_wanted: (layer, unit) of the number that is looked at.
    """

    moved = Signal()
    check_all_wanted = Signal()
    picture_wanted = Signal(int, int)

    def __init__(self, keys_of: QWidget) -> None:
        """keys_of: the widget within which the player's keys work."""
        super().__init__()
        self.walk: Walk | None = None
        self._number = 0
        self._pointed: tuple[str, tuple[int, int]] | None = None
        self.player = Player(keys_of)
        self.strip = WalkStrip()
        self.loss = PlainLabel()
        self.loss.setProperty("role", "note")
        self.column = spin_box(
            0, 0, "Which example of the batch X and dX show", COLUMN_WIDTH, "see no. "
        )
        self.menu = ExportMenu(self, "Export an array or its picture…", self._exports)
        self.sides = Sides()
        self.operands = Operands()
        sizes.set_least(self.operands, OPERANDS_WIDTH)
        self.sum = SumPanel()
        self._lay_out()
        self._connect()

    @property
    def stop(self) -> Stop | None:
        """The stop that is shown; None without a walk."""
        return self.walk.stops[self._number] if self.walk else None

    @property
    def image(self) -> Array | None:
        """The example that is shown, (n0, 1); None without a walk."""
        example = self.column.value()
        return self.walk["X"][:, example : example + 1] if self.walk else None

    def show_walk(self, walk: Walk) -> None:
        """Show `walk` at the stop, and the number, at which the one before was."""
        self.walk = walk
        self.column.setRange(0, walk.m - 1)
        self.column.setVisible(walk.m > 1)
        labels = walk["Y"].argmax(axis=0)
        names = ", ".join(walk.class_names[each] for each in labels[:3])
        more = "…" if len(labels) > 3 else ""
        self.loss.setText(f"y = {names}{more}\nloss {signed(walk.loss)}")
        self.strip.set_stops(walk.stops)
        self._number = min(self._number, len(walk.stops) - 1)
        self._show_stop()

    def forget(self) -> None:
        """Have no walk any more."""
        self.walk = None
        self.player.pause()

    def go_to(self, name: str, cell: tuple[int, int] | None = None) -> None:
        """Show the stop `name`, and the number at `cell`. Does nothing if the walk has no such
        stop."""
        names = [each.name for each in self.walk.stops] if self.walk else []
        if name in names:
            stop = self._go(names.index(name))
            if cell is not None:
                self.sides.side_of(stop).matrix.set_cell(cell)
                self._look(name, cell)

    def arrays(self) -> tuple[MatrixView, ...]:
        """The arrays on the page, each once, this stop's first."""
        if self.stop is None:
            return ()
        here = self.sides.side_of(self.stop).matrix
        views = (here, *self.sides.matrices, *self.operands.matrices)
        by_name: dict[str, MatrixView] = {}
        for matrix in views:
            if matrix.values is not None:
                by_name.setdefault(matrix.name, matrix)
        return tuple(by_name.values())

    @Slot(int)
    def _go(self, number: int) -> Stop:
        assert self.walk is not None
        if number != self._number:
            self._number = number
            self._pointed = None
            self._show_stop()
        return self.walk.stops[number]

    def _show_stop(self) -> None:
        assert self.walk is not None
        stop = self.walk.stops[self._number]
        self.strip.set_current(self._number)
        self.player.set_place(self._number, len(self.walk.stops))
        self.sides.show_stop(self.walk, stop, self.column.value())
        self._look_at_something(self.walk, stop)
        self.moved.emit()

    def _look_at_something(self, walk: Walk, stop: Stop) -> None:
        """Point at the number that was pointed at, if this stop has it, else at its largest."""
        values = walk[stop.name]
        if self._pointed is not None and self._pointed[0] == stop.name:
            row, column = self._pointed[1]
            if row < values.shape[0] and column < values.shape[1]:
                self._look(stop.name, (row, column))
                return
        is_image, example = stop.name in IMAGES, self.column.value()
        part = values[:, [example]] if is_image else values
        row, column = divmod(int(np.abs(part).argmax()), part.shape[1])
        cell = (row, example if is_image else column)
        self.sides.side_of(stop).matrix.bring_into_view(cell)
        self._look(stop.name, cell)

    @Slot(str, object)
    def _look(self, name: str, cell: tuple[int, int]) -> None:
        """Show the sum of one number of either side, and outline where it comes from."""
        if self.walk is None:
            return
        self._pointed = (name, cell)
        stop, explanation = self.walk.stop(name), explain(self.walk, name, cell)
        self.sum.show_number(
            self.walk, explanation, is_gradient=not stop.is_forward, unit=unit_of(stop, cell)
        )
        names = words_of(self.walk, stop).operands
        self.operands.show_arrays(self.walk, names, self.column.value())
        self.operands.outline(explanation)
        self.sides.outline(explanation)

    @Slot()
    def _check(self) -> None:
        if self.walk is not None and self._pointed is not None:
            self.sum.show_check(check_number(self.walk, *self._pointed))

    @Slot()
    def _show_in_picture(self) -> None:
        if self.walk is not None and self._pointed is not None:
            name, cell = self._pointed
            unit = unit_of(self.walk.stop(name), cell)
            if unit is not None:
                self.picture_wanted.emit(*unit)

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        self.player.pause()
        self._go(number)

    @Slot()
    def _on_column(self) -> None:
        if self.walk is not None:
            self._pointed = None
            self._show_stop()

    def _exports(self) -> Iterator[Entry]:
        for matrix in self.arrays():
            yield f"{matrix.title}…", partial(ask_and_export, matrix, self.sum.say)

    def _connect(self) -> None:
        self.player.wanted.connect(self._go)
        self.column.valueChanged.connect(self._on_column)
        self.strip.chosen.connect(self._on_chosen)
        self.sides.cell_changed.connect(self._look)
        self.sum.check_wanted.connect(self._check)
        self.sum.check_all_wanted.connect(self.check_all_wanted)
        self.sum.picture_wanted.connect(self._show_in_picture)

    def _lay_out(self) -> None:
        way = QHBoxLayout()
        way.setSpacing(8)
        way.addWidget(self.player)
        way.addWidget(self.strip, 1)
        for widget in (self.loss, self.column, self.menu.button):
            way.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        arrays = Folding(WIDE)
        arrays.add(self.sides, SIDES_SHARE)
        arrays.add_divider(hairline(lying=False))
        arrays.add(self.operands, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(way)
        layout.addWidget(arrays, 1)
        layout.addWidget(hairline(lying=True))
        layout.addWidget(self.sum)
