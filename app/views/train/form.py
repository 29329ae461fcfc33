"""The recipe form: an editor for each of core.recipe_form.FIELDS, checked as it is typed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.look import sizes, theme
from app.views.widgets.plain import PlainLabel, plain_tip
from app.views.widgets.recipe_fields import Editor
from core.errors import RecipeError
from core.network.recipe import CHANGEABLE, Recipe
from core.presets import DEFAULT, PRESETS
from core.recipe_form import FIELD, FIELDS, without_effect

LABEL_WIDTH = 102  # at 100 %
BAR_ROOM = 12  # what the scroll bar takes, kept free while there is none


class Callout(QFrame):
    """A note that hangs under a field, over whatever is there, as wide as `host`."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._label = PlainLabel()
        self._label.setWordWrap(True)
        self._label.setProperty("role", "error")
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addWidget(self._label)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def show_under(self, field: QWidget, text: str) -> None:
        """Show `text` under `field`, or above it where there is no room below."""
        self._label.setText(text)
        width = self._host.width()
        self.setFixedWidth(width)
        self.setFixedHeight(self._label.heightForWidth(width - 18) + 14)
        below = field.mapTo(self._host, QPoint(0, field.height() + 3)).y()
        if below + self.height() > self._host.height():
            below = field.mapTo(self._host, QPoint(0, 0)).y() - self.height() - 3
        self.move(0, below)
        self.raise_()
        self.show()


class RecipeForm(QScrollArea):
    """All fields of a recipe, in groups, with a note under a field that is not valid.

    changed: some text changed; recipe() is None while it makes no recipe. field_chosen: another
    valid value, of a field that a run listens to, was committed.
    """

    changed = Signal()
    field_chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.editors: dict[str, Editor] = {}
        self._labels: dict[str, QLabel] = {}
        page = QWidget()
        self._grid = QGridLayout(page)
        self._fill(self._grid)
        self.setWidget(page)
        sizes.sized(self, RecipeForm._align)
        self.verticalScrollBar().rangeChanged.connect(self._on_scroll_range)
        self.callout = Callout(page)
        self._running = False
        self._locked: frozenset[str] = frozenset()
        self._chosen: dict[str, Any] = asdict(PRESETS[DEFAULT])
        for name in CHANGEABLE:
            self.editors[name].committed.connect(partial(self._on_committed, name))
        self.set_recipe(PRESETS[DEFAULT])

    def sizeHint(self) -> QSize:
        """Not as high as its fields: they scroll."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def recipe(self) -> Recipe | None:
        """The recipe of the form; None while a field is not valid."""
        try:
            values: dict[str, Any] = {name: editor.value() for name, editor in self.editors.items()}
            return Recipe(**values)
        except RecipeError:
            return None

    def set_recipe(self, recipe: Recipe) -> None:
        """Fill the form, but for fields that are locked."""
        kept = {name: self._chosen[name] for name in self._locked}
        recipe = replace(recipe, **kept)
        for name, editor in self.editors.items():
            editor.set_value(getattr(recipe, name))
        self._chosen = asdict(recipe)
        self._on_changed()

    def set_running(self, running: bool) -> None:
        """While a run goes on, what would make another network can be read, but not changed."""
        self._running = running
        self._show_what_counts()

    def lock(self, names: Collection[str]) -> None:
        """These fields stay as they are, and no others: they can be read, but not changed."""
        self._locked = frozenset(names)
        self._show_what_counts()

    def invalid(self) -> list[Editor]:
        """The editors whose text is no value of their field."""
        return [editor for editor in self.editors.values() if editor.reason]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.Resize):
            self._show_reason()
        return super().eventFilter(watched, event)

    def _fill(self, grid: QGridLayout) -> None:
        grid.setContentsMargins(0, 0, BAR_ROOM, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for group in dict.fromkeys(field.group for field in FIELDS):
            row = grid.rowCount()
            if row > 1:
                grid.setRowMinimumHeight(row, 8)
            grid.addWidget(_heading(group), row + 1, 0, 1, 2)
            for field in FIELDS:
                if field.group == group:
                    self._add(grid, field.name)
        grid.setRowStretch(grid.rowCount(), 1)

    def _align(self) -> None:
        self._grid.setColumnMinimumWidth(0, theme.px(LABEL_WIDTH))

    def _add(self, grid: QGridLayout, name: str) -> None:
        editor = Editor(FIELD[name])
        label = PlainLabel(FIELD[name].label)
        label.setBuddy(editor)
        label.setToolTip(plain_tip(FIELD[name].help))
        row = grid.rowCount()
        grid.addWidget(label, row, 0)
        grid.addWidget(editor, row, 1)
        editor.changed.connect(self._on_changed)
        editor.control.installEventFilter(self)
        self.editors[name], self._labels[name] = editor, label

    def _on_scroll_range(self, low: int, high: int) -> None:
        self._grid.setContentsMargins(0, 0, 0 if high > low else BAR_ROOM, 0)

    def _on_changed(self) -> None:
        self._show_what_counts()
        self._show_reason()
        self.changed.emit()

    def _show_what_counts(self) -> None:
        """In place of a control: its value while it is fixed, or why it has no effect."""
        values: dict[str, Any] = {
            name: editor.value() for name, editor in self.editors.items() if not editor.reason
        }
        idle = without_effect(replace(Recipe(), **values))
        for name, editor in self.editors.items():
            runs_on = self._running and name not in CHANGEABLE
            fixed = (runs_on or name in self._locked) and name in values
            words = FIELD[name].words(values[name]) or "None" if fixed else ""
            editor.frame.show_words(idle.get(name, words) if name in values else "")

    def _show_reason(self) -> None:
        wrong = self.invalid()
        if not wrong:
            self.callout.hide()
            return
        focused = [editor for editor in wrong if editor.control.hasFocus()]
        editor = (focused or wrong)[0]
        self.callout.show_under(editor, editor.reason)

    def _on_committed(self, name: str) -> None:
        editor = self.editors[name]
        if not editor.reason and editor.value() != self._chosen[name]:
            self._chosen[name] = editor.value()
            self.field_chosen.emit(name, self._chosen[name])


def _heading(text: str) -> QLabel:
    label = PlainLabel(text)
    label.setProperty("role", "note")
    return label


def same_but_seed(one: Recipe, other: Recipe) -> bool:
    """Whether two recipes differ in nothing but the seed."""
    return replace(one, seed=0) == replace(other, seed=0)
