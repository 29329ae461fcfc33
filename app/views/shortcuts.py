"""The list of keyboard shortcuts, made from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from app.actions import Actions
from app.look import theme
from app.views.widgets.plain import PlainLabel
from app.views.widgets.scrolled import scrolled

SCREEN_SHARE = 0.7  # that the list may take: a longer one scrolls


class ShortcutsDialog(QDialog):
    """A section for each menu, in two columns: its actions and their keys."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme.tokens()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.space_4, look.space_4, look.space_4, look.space_3)
        whole.setSpacing(look.space_4)
        content = QWidget()
        columns = QGridLayout(content)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setHorizontalSpacing(look.space_5 + look.space_3)
        columns.setVerticalSpacing(look.space_4)
        for index, (menu, rows) in enumerate(actions.shortcuts()):
            columns.addWidget(_section(menu, rows), index // 2, index % 2)
        area = scrolled(content)
        whole.addWidget(area, 1)
        note = PlainLabel(
            "On the canvas, the right button or the pen’s other end erases.\n"
            "After an answer, 0 to 9 says which digit it is."
        )
        note.setProperty("role", "note")
        whole.addWidget(note)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        whole.addWidget(buttons)
        bar = area.verticalScrollBar().sizeHint().width()
        wanted = content.sizeHint() + QSize(bar, 0)
        area.setMinimumSize(wanted.boundedTo(self.screen().availableSize() * SCREEN_SHARE))


def _section(menu: str, rows: list[tuple[str, str]]) -> QWidget:
    look = theme.tokens()
    section = QWidget()
    grid = QGridLayout(section)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(look.space_4)
    grid.setVerticalSpacing(look.space_2)
    heading = PlainLabel(menu)
    heading.setProperty("role", "note")
    grid.addWidget(heading, 0, 0, 1, 2)
    for row, (text, keys) in enumerate(rows, start=1):
        grid.addWidget(PlainLabel(text), row, 0)
        label = PlainLabel(keys)
        label.setProperty("role", "sentence")
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(label, row, 1)
    grid.setColumnStretch(0, 1)
    grid.setRowStretch(len(rows) + 1, 1)
    return section
