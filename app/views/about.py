"""About: version, licence, and what it is built with; and the licences of all that in full."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.desktop.licences import PARTS, Part, texts
from app.look import icons, sizes, theme
from app.views.widgets.plain import PlainLabel
from core.version import NAME, SUMMARY, VERSION

WIDTH = 560
LICENCE = "MIT licence. Use it, change it, share it."
DATA = (
    "MNIST: Y. LeCun and C. Cortes (CC BY-SA 3.0). "
    "Pen-Based Recognition of Handwritten Digits: E. Alpaydin and F. Alimoglu (CC BY 4.0)."
)
LICENCES_SIZE = QSize(960, 560)
NAMES_WIDTH = 176


class LicencesDialog(QDialog):
    """The names of what is bundled on the left, the licence of the chosen one on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Licences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts = texts()
        self.names = QListWidget()
        self.names.setAccessibleName("What it is of")
        sizes.set_width(self.names, NAMES_WIDTH)
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
        self.resize((LICENCES_SIZE * theme.tokens().scale).boundedTo(self.screen().availableSize()))

    def _show(self, name: str) -> None:
        self.text.setPlainText(self._texts.get(name, ""))


class AboutDialog(QDialog):
    """What this is, with a button for the licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"About {NAME}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme.tokens()
        icon = PlainLabel()
        icon.setPixmap(icons.app_icon().pixmap(64, 64))
        words = QVBoxLayout()
        words.setSpacing(look.space_1)
        built = " · ".join(map(_component, PARTS))
        for text, role, above in (
            (NAME, "heading", 0),
            (f"Version {VERSION}", "sentence", 0),
            (SUMMARY, "", look.space_3),
            (LICENCE, "", look.space_2),
            ("Built with", "note", look.space_3),
            (built, "", 0),
            ("Learned from", "note", look.space_3),
            (DATA, "", 0),
        ):
            words.addSpacing(above)
            words.addWidget(_label(text, role))
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(look.space_4)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        licences = buttons.addButton("Licences…", QDialogButtonBox.ButtonRole.ActionRole)
        licences.setAutoDefault(False)
        licences.clicked.connect(lambda: LicencesDialog(self).open())
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.space_4, look.space_4, look.space_4, look.space_3)
        whole.setSpacing(look.space_4)
        whole.addLayout(row)
        whole.addWidget(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        width = theme.px(WIDTH)
        self.setFixedSize(width, self.heightForWidth(width))
        super().showEvent(event)


def _label(text: str, role: str) -> QLabel:
    label = PlainLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        label.setProperty("role", role)
    return label


def _component(part: Part) -> str:
    text = " ".join(filter(None, (part.name, part.version, f"({part.licence})")))
    return text.replace(" ", "\u00a0").replace("-", "\u2011")  # not broken over lines
