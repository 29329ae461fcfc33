"""The left side of Train: preset, data set, the recipe's fields, and the network they make."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.file_filters import file_filter
from app.desktop.files import read_text, write_file
from app.look import figures, sizes, theme
from app.views.train.form import BAR_ROOM, LABEL_WIDTH, RecipeForm, same_but_seed
from app.views.widgets.buttons import icon_button
from app.views.widgets.plain import PlainLabel
from app.views.widgets.recipe_fields import CalmComboBox, FieldFrame
from core.data.dataset import DIGITS
from core.errors import DigitLabError, RecipeError
from core.files.plain_text import plain
from core.files.recipe_file import MAX_LETTERS, from_toml, to_toml
from core.network.recipe import Recipe
from core.presets import PRESETS
from core.recipe_form import FIELD

OWN = "Your own"
FILES = file_filter("Recipes", ".toml")
RUNNING = "Framed fields apply at the next step."


class RecipePanel(QWidget):
    """Preset, data set, the form, and a summary of the network that the recipe makes.

    changed: the recipe or the data set changed, or became invalid. field_chosen: as of
    RecipeForm. failed: a sentence about a recipe file that could not be used.
    """

    changed = Signal()
    field_chosen = Signal(str, object)
    failed = Signal(str)

    def __init__(self, sources: dict[str, str], parent: QWidget | None = None) -> None:
        """sources: the name for the user of each data set to choose from."""
        super().__init__(parent)
        self._running = False
        self._classes: dict[str, int] = {}
        self.form = RecipeForm()
        self.presets = CalmComboBox()
        self.presets.setObjectName("preset")
        self.presets.addItems([*PRESETS, OWN])
        self.sources = CalmComboBox()
        self.sources.setObjectName("data")
        self.set_sources(sources)
        self.summary = PlainLabel()
        self.summary.setProperty("role", "note")
        self.summary.setObjectName("summary")
        self.summary.setWordWrap(True)
        self._frames = [FieldFrame(box) for box in (self.presets, self.sources)]
        self._lay_out()
        self.presets.textActivated.connect(self._on_preset)
        self.sources.currentIndexChanged.connect(self._summarise)
        self.sources.activated.connect(self.changed)
        self.form.changed.connect(self._on_changed)
        self.form.field_chosen.connect(self.field_chosen)
        self._on_changed()

    @property
    def source(self) -> str:
        """The data set that is chosen."""
        return str(self.sources.currentData())

    def set_source(self, source: str) -> None:
        """Choose a data set; the first one where there is no such."""
        self.sources.setCurrentIndex(max(self.sources.findData(source), 0))

    def set_sources(self, sources: dict[str, str]) -> None:
        """sources: as in __init__. The choice is kept where it is still there."""
        chosen = self.sources.currentData()
        self.sources.clear()
        for source, name in sources.items():
            self.sources.addItem(plain(name), source)
        self.set_source(chosen)

    def set_classes(self, source: str, classes: int) -> None:
        """How many classes a data set has, which was taken to have those of the ten digits."""
        self._classes[source] = classes
        self._summarise()

    def recipe(self) -> Recipe | None:
        """The recipe of the form; None while a field is not valid."""
        return self.form.recipe()

    def set_recipe(self, recipe: Recipe) -> None:
        """Fill the form."""
        self.form.set_recipe(recipe)

    def set_running(self, running: bool) -> None:
        """While a run goes on, the preset and the data can be read, but not changed; the fields
        as RecipeForm.set_running."""
        self._running = running
        self.form.set_running(running)
        self._open.setEnabled(not running)
        self._show_choices()
        self._summarise()

    def _show_choices(self) -> None:
        for frame, box in zip(self._frames, (self.presets, self.sources), strict=True):
            frame.show_words(box.currentText() if self._running else "")

    def open_recipe(self, path: Path | None = None) -> None:
        """Fill the form from a TOML file; without `path`, ask for it."""
        if path is None:
            name, _ = QFileDialog.getOpenFileName(self, "Open a recipe", "", FILES)
            if not name:
                return
            path = Path(name)
        try:
            self.set_recipe(from_toml(read_text(path, MAX_LETTERS)))
        except DigitLabError as error:
            self.failed.emit(_recipe_sentence(path, error))

    def save_recipe(self, path: Path | None = None) -> None:
        """Write the form to a TOML file; without `path`, ask for it."""
        recipe = self.recipe()
        if recipe is None:
            self.failed.emit("A field of the recipe is not valid yet, so it was not saved.")
            return
        if path is None:
            name, _ = QFileDialog.getSaveFileName(self, "Save the recipe", "recipe.toml", FILES)
            if not name:
                return
            path = Path(name)
        try:
            write_file(path, to_toml(recipe).encode())
        except DigitLabError as error:
            self.failed.emit(str(error))

    def _lay_out(self) -> None:
        heading = PlainLabel("Recipe")
        heading.setProperty("role", "heading")
        self._open = icon_button("open", "Open a recipe…", self.open_recipe)
        self._save = icon_button("save", "Save this recipe…", self.save_recipe)
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(heading)
        top.addStretch(1)
        top.addWidget(self._open)
        top.addWidget(self._save)
        choosers = QGridLayout()
        choosers.setContentsMargins(0, 0, BAR_ROOM, 0)
        choosers.setHorizontalSpacing(8)
        choosers.setVerticalSpacing(6)
        choosers.setColumnStretch(1, 1)
        for row, (text, frame) in enumerate(zip(("Preset", "Data"), self._frames, strict=True)):
            label = PlainLabel(text)
            label.setBuddy(frame.control)
            frame.control.setAccessibleName(text)
            choosers.addWidget(label, row, 0)
            choosers.addWidget(frame, row, 1)
        sizes.sized(self, lambda _: choosers.setColumnMinimumWidth(0, theme.px(LABEL_WIDTH)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(choosers)
        layout.addWidget(self.form, 1)
        sizes.set_height(self.summary, 36)
        layout.addWidget(self.summary)

    def _on_preset(self, name: str) -> None:
        if name in PRESETS:
            self.set_recipe(PRESETS[name])

    def _on_changed(self) -> None:
        recipe = self.recipe()
        named = [
            name for name, preset in PRESETS.items() if recipe and same_but_seed(preset, recipe)
        ]
        self.presets.setCurrentText((named or [OWN])[0])
        self._show_choices()
        self._summarise()
        self.changed.emit()

    @Slot()
    def _summarise(self) -> None:
        recipe = self.recipe()
        if recipe is None:
            wrong = self.form.invalid()
            names = ", ".join(f"“{editor.field.label}”" for editor in wrong)
            self.summary.setText(f"Not a recipe yet: see {names}.")
            return
        dimensions = recipe.dimensions(self._classes.get(self.source, len(DIGITS)))
        parameters = figures.count(figures.parameters(dimensions))
        text = f"{figures.layers(dimensions)} · {parameters} parameters"
        self.summary.setText(f"{text}\n{RUNNING}" if self._running else text)


def _recipe_sentence(path: Path, error: DigitLabError) -> str:
    where = ""
    if isinstance(error, RecipeError) and error.field in FIELD:
        where = f" in “{error.field}”"
    return f"“{path.name}” is not a recipe{where}: {error} The form was kept as it was."
