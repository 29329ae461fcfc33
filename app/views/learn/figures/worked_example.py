"""A worked example: arrays to type into, arrays that follow, and the sum of the cell pointed at."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.views.learn.figures.array_cells import ArrayCells, Place
from app.views.learn.figures.array_fields import ArrayFields
from app.views.learn.figures.figure import Figure
from app.views.learn.figures.written import short
from app.views.widgets.flow import FlowLayout
from app.views.widgets.plain import PlainLabel
from core.network.arrays import Array


class WorkedExample(Figure):
    """given: the arrays that can be typed, by name, and what they hold first. results: the shapes
    of what follows from them. first: the cell that is pointed at to begin with.

    A subclass computes, and says a cell's sum.
    """

    def __init__(
        self,
        title: str,
        given: dict[str, Array],
        results: dict[str, Place],
        first: tuple[str, Place],
    ) -> None:
        super().__init__(title)
        self.given = {name: ArrayFields(name, values) for name, values in given.items()}
        self.results = {name: ArrayCells(name, shape) for name, shape in results.items()}
        self._at = first
        for words, arrays in (("Type", self.given), ("From them", self.results)):
            note = PlainLabel(words)
            note.setProperty("role", "sentence")
            row = QWidget()
            layout = FlowLayout(row)
            layout.setContentsMargins(0, 0, 0, 0)
            for array in arrays.values():
                layout.addWidget(array)
            self.content.addWidget(note)
            self.content.addWidget(row)
        for fields in self.given.values():
            fields.changed.connect(self._show)
        for name, cells in self.results.items():
            cells.pointed.connect(partial(self.point_at, name))
        self._show()

    def point_at(self, name: str, row: int, column: int) -> None:
        """Show how this cell of a result comes about."""
        self._at = name, (row, column)
        self._show()

    @abstractmethod
    def computed(self, arrays: dict[str, Array]) -> dict[str, Array]:
        """The results, by name, of the given arrays."""

    @abstractmethod
    def terms(self, arrays: dict[str, Array], name: str, row: int, column: int) -> str:
        """The sum behind one cell, in figures, without its result. arrays: given and results."""

    @Slot()
    def _show(self) -> None:
        arrays = {name: fields.values for name, fields in self.given.items()}
        results = self.computed(arrays)
        name, place = self._at
        for each, cells in self.results.items():
            cells.set_values(results[each])
            cells.mark(place if each == name else None)
        row, column = place
        value = float(results[name][place])
        sums = self.terms({**arrays, **results}, name, row, column)
        self.say(f"{name}, row {row + 1}, column {column + 1}: {sums} = {short(value)}")
