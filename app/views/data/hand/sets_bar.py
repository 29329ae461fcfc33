"""Choosing the open set, and what is done with a set as a whole."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QMenu,
    QWidget,
)

from app.desktop.file_filters import file_filter
from app.look import figures, sizes
from app.state.my_handwriting import MyHandwriting
from app.views.widgets.buttons import icon_button
from app.views.widgets.plain import PlainLabel
from core.data.set_names import ENDING, LONGEST_NAME
from core.files.plain_text import as_file_name, plain

FILES = file_filter("Drawings", ENDING, f"{ENDING}.gz")


class SetsBar(QWidget):
    """A list of the sets, a menu, Undo and Redo.

    A method that needs a name or a path asks the user for it when it is left out.
    """

    def __init__(self, hand: MyHandwriting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hand = hand
        self.choice = QComboBox()
        self.choice.setAccessibleName("Set of drawings")
        sizes.set_least(self.choice, 200)
        sizes.set_most(self.choice, 320)
        self.choice.activated.connect(self._on_choice)
        self.count = PlainLabel()
        self.count.setProperty("role", "note")
        self.more = icon_button(
            "more", "Sets: new, rename, delete, import, export", self._show_menu
        )
        self.undo = icon_button("undo", "Undo the last change (Ctrl+Z)", hand.undo)
        self.redo = icon_button("redo", "Redo what was undone (Ctrl+Y)", hand.redo)
        self.menu = self._make_menu()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.choice)
        row.addWidget(self.more)
        row.addWidget(self.count, 1)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        hand.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the sets, and how many drawings the open one has."""
        hand = self._hand
        self.choice.clear()
        for name in hand.names:
            self.choice.addItem(plain(name), name)
        self.choice.setCurrentIndex(self.choice.findData(hand.name))
        count = len(hand.open_set.drawings)
        self.count.setText(figures.counted(count, "drawing") if count else "")
        self.undo.setEnabled(hand.store.can_undo)
        self.redo.setEnabled(hand.store.can_redo)
        self.delete.setEnabled(hand.name in hand.store)
        self.export.setEnabled(bool(count))

    def create_set(self, name: str | None = None) -> None:
        """Make an empty set and open it."""
        name = self._ask_for_name("New set", "Whose hand is it?", "") if name is None else name
        if name:
            self._hand.create(name)

    def rename_set(self, name: str | None = None) -> None:
        """Give the open set another name."""
        meant = self._hand.name
        if name is None:
            name = self._ask_for_name("Rename the set", "Its new name:", meant)
        if name and self._hand.name == meant:  # another window may have taken it away meanwhile
            self._hand.rename(name)

    def import_drawings(self, path: Path | None = None) -> None:
        """Add the drawings of a file to the open set."""
        meant = self._hand.name
        if path is None:
            name, _ = QFileDialog.getOpenFileName(self, "Import drawings", "", FILES)
            if not name or self._hand.name != meant:
                return
            path = Path(name)
        self._hand.take_in(path)

    def export_drawings(self, path: Path | None = None) -> None:
        """Write the open set to a file."""
        if path is None:
            proposed = as_file_name(self._hand.name, "drawings") + ENDING
            name, _ = QFileDialog.getSaveFileName(self, "Export the drawings", proposed, FILES)
            if not name:
                return
            path = Path(name)
        self._hand.export(path if path.suffix else path.with_name(path.name + ENDING))

    def _ask_for_name(self, title: str, words: str, name: str) -> str:
        name, _ = QInputDialog.getText(self, title, words, text=name)
        return name[: 2 * LONGEST_NAME]

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for text, act in (("New set…", self.create_set), ("Rename…", self.rename_set)):
            menu.addAction(text).triggered.connect(lambda checked=False, act=act: act())
        self.delete = menu.addAction("Delete this set")
        self.delete.triggered.connect(lambda: self._hand.remove())
        menu.addSeparator()
        menu.addAction("Import drawings…").triggered.connect(lambda: self.import_drawings())
        self.export = menu.addAction("Export the drawings…")
        self.export.triggered.connect(lambda: self.export_drawings())
        return menu

    def _show_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    @Slot(int)
    def _on_choice(self, _: int) -> None:
        self._hand.open(self.choice.currentData())
