"""About: what this is, which version, under which licence, and what it is built with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.desktop.licences import PARTS, Part
from app.look import icons, theme
from app.views.licences import LicencesDialog
from core.version import NAME, SUMMARY, VERSION

WIDTH = 560
LICENCE = "MIT licence. Use it, change it, share it."
DATA = (
    "MNIST: Y. LeCun and C. Cortes (CC BY-SA 3.0). "
    "Pen-Based Recognition of Handwritten Digits: E. Alpaydin and F. Alimoglu (CC BY 4.0)."
)


class AboutDialog(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"About {NAME}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme.tokens()
        icon = QLabel()
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
        self.setFixedSize(WIDTH, self.heightForWidth(WIDTH))
        super().showEvent(event)


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        label.setProperty("role", role)
    return label


def _component(part: Part) -> str:
    told = " ".join(filter(None, (part.name, part.version, f"({part.licence})")))
    return told.replace(" ", "\u00a0").replace("-", "\u2011")  # not broken over lines
