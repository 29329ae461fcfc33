"""What the twins are to differ in: one field of a recipe, and its other value."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.views.widgets.plain import PlainLabel
from app.views.widgets.recipe_fields import CalmComboBox, Editor
from core.errors import RecipeError
from core.network.recipe import Recipe
from core.presets import DEFAULT, PRESETS
from core.recipe_form import FIELD, FIELDS, Choice, Number
from core.runs.twins import TwinRecipes

FIRST_FIELD = "learning_rate"
LETTERS = 12  # of a field's name or value, at least


class TwinChooser(QObject):
    """“Change [Learning rate] from 0.1 to [0.3]”. parts: what this is said with, in its order.
    changed: what recipes() gives may be another."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._recipe = PRESETS[DEFAULT]
        self.reason = ""
        self.field = CalmComboBox()
        self.field.setAccessibleName("What to change")
        self.field.setMinimumContentsLength(LETTERS)
        self.editors = {each.name: Editor(each) for each in FIELDS}
        self._values = QStackedWidget()
        for each in FIELDS:
            self.field.addItem(each.label, each.name)
            editor = self.editors[each.name]
            self._values.addWidget(editor)
            editor.changed.connect(self._on_changed)
            if isinstance(editor.control, CalmComboBox):
                editor.control.setMinimumContentsLength(LETTERS)
        self._now = PlainLabel()
        self.parts: tuple[QWidget, ...] = (
            PlainLabel("Change"),
            self.field,
            self._now,
            self._values,
        )
        self.field.currentIndexChanged.connect(self._on_field)
        self.field.setCurrentIndex(self.field.findData(FIRST_FIELD))
        self.set_recipe(self._recipe)

    def set_recipe(self, recipe: Recipe) -> None:
        """The recipe of the first twin."""
        self._recipe = recipe
        for name, editor in self.editors.items():
            editor.set_value(_another(recipe, name))
        self._on_field()

    def choose(self, field: str, value: object) -> None:
        """Have the second differ in this."""
        self.field.setCurrentIndex(self.field.findData(field))
        self.editors[field].set_value(value)
        self._on_changed()

    def set_enabled(self, enabled: bool) -> None:
        """Whether anything can be chosen."""
        for part in self.parts:
            part.setEnabled(enabled)

    def recipes(self) -> TwinRecipes | None:
        """None where the value is none or makes no pair; `reason` says why."""
        name = self.field.currentData()
        try:
            made = TwinRecipes.of(self._recipe, name, self.editors[name].value())
        except RecipeError as error:
            self.reason = str(error)
            return None
        self.reason = ""
        return made

    def _on_field(self) -> None:
        name = self.field.currentData()
        self._values.setCurrentWidget(self.editors[name])
        words = FIELD[name].words(getattr(self._recipe, name)) or "none"
        self._now.setText(f"from {words} to")
        self._on_changed()

    def _on_changed(self) -> None:
        self.recipes()
        self.changed.emit()


def _another(recipe: Recipe, name: str) -> object:
    """A value of the field worth trying, other than the recipe’s."""
    value, kind = getattr(recipe, name), FIELD[name].kind
    options: Iterable[object] = ()
    if isinstance(kind, Choice):
        options = kind.options
    elif isinstance(kind, Number):
        options = kind.suggestions
    tried = {
        "learning_rate": 3 * recipe.learning_rate,
        "hidden": (*recipe.hidden, 32),
        "momentum": 0.0 if recipe.momentum else 0.9,
        "epochs": 2 * recipe.epochs,
        "hardest": 0.25 if recipe.hardest == 1 else 1.0,
        "l2": 0.0 if recipe.l2 else 1e-3,
        "dropout": 0.0 if recipe.dropout else 0.2,
        "patience": 0 if recipe.patience else 3,
        "seed": recipe.seed + 1,
    }
    if name in tried:
        another = tried[name]
        return float(f"{another:g}") if isinstance(another, float) else another
    return next((each for each in options if each != value), value)
