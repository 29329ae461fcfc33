"""The labels that the user changed, as a menu: see each again, take them back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.look import figures
from app.views.data.images.parts import NAMES
from core.data.relabelling import Changes

MOST = 20  # in the menu, the newest ones


class RelabelledMenu(QMenu):
    """Opened by `button`, which is hidden while no label is changed.

    chosen: a changed example is to be seen: its part and its index there. undo_wanted, all_undone:
    the last change, or all of them, are to be taken back.
    """

    chosen = Signal(str, int)
    undo_wanted = Signal()
    all_undone = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.button = QPushButton()
        self.button.setMenu(self)
        self.button.hide()

    def set_changes(self, changes: Changes, count: int) -> None:
        """changes: in the order in which they were made. count: how many examples they are of."""
        self.clear()
        self.button.setVisible(bool(changes))
        self.button.setText(f"{figures.counted(count, 'label')} changed")
        if not changes:
            return
        self.addAction("Undo the last change", self.undo_wanted.emit)
        self.addAction("Undo all changes", self.all_undone.emit)
        self.addSeparator()
        for each in reversed(changes[-MOST:]):
            place = f"{NAMES[each.part]}, no. {figures.count(each.index)}"
            words = f"{place}: {each.old} → {each.new}".replace("&", "&&")
            self.addAction(words, partial(self.chosen.emit, each.part, each.index))
        if len(changes) > MOST:
            more = self.addAction(f"and {figures.count(len(changes) - MOST)} before these")
            more.setEnabled(False)
