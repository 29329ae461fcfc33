"""The licences of all that Digit Lab is made of, in full."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.desktop.licences import texts
from app.look import theme

SIZE = QSize(960, 560)
NAMES_WIDTH = 176


class LicencesDialog(QDialog):
    """The names on the left, the text of the chosen one on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Licences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts = texts()
        self.names = QListWidget()
        self.names.setAccessibleName("What it is of")
        self.names.setFixedWidth(NAMES_WIDTH)
        self.names.setFrameShape(QListWidget.Shape.NoFrame)
        self.names.setSpacing(theme.tokens().space_1)
        self.names.addItems(list(self._texts))
        self.names.currentTextChanged.connect(self._show)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("Licence")
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.text.setStyleSheet(
            f"font-family: '{fixed.family()}'; font-size: {theme.tokens().type_note}px"
        )
        self._lay_out()
        self.names.setCurrentRow(0)

    def _lay_out(self) -> None:
        look = theme.tokens()
        row = QHBoxLayout()
        row.setSpacing(look.space_4)
        row.addWidget(self.names)
        row.addWidget(self.text, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.space_4, look.space_4, look.space_4, look.space_3)
        whole.setSpacing(look.space_4)
        whole.addLayout(row, 1)
        whole.addWidget(buttons)
        self.resize(SIZE.boundedTo(self.screen().availableSize()))

    def _show(self, name: str) -> None:
        self.text.setPlainText(self._texts.get(name, ""))
