"""About: what this is, which version, under which licence, and what it is built with."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app import icons, theme
from core.version import NAME, VERSION

WIDTH = 560
WHAT = "See a neural network learn: train it on handwritten digits, draw your own, look inside."
LICENCE = "MIT licence. Use it, change it, share it."
# name for people, name of the distribution, licence
BUILT_WITH = (
    ("Python", "", "PSF"),
    ("NumPy", "numpy", "BSD-3-Clause"),
    ("Qt for Python", "PySide6_Essentials", "LGPL-3.0"),
    ("pyqtgraph", "pyqtgraph", "MIT"),
    ("safetensors", "safetensors", "Apache-2.0"),
    ("threadpoolctl", "threadpoolctl", "BSD-3-Clause"),
    ("tomli-w", "tomli_w", "MIT"),
)
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
        built = " · ".join(map(_component, BUILT_WITH))
        for text, role, above in (
            (NAME, "heading", 0),
            (f"Version {VERSION}", "sentence", 0),
            (WHAT, "", look.space_3),
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


def _component(part: tuple[str, str, str]) -> str:
    name, distribution, licence = part
    try:
        version = metadata.version(distribution) if distribution else platform.python_version()
    except metadata.PackageNotFoundError:  # a bundle need not carry the metadata
        version = ""
    told = " ".join(filter(None, (name, version, f"({licence})")))
    return told.replace(" ", "\u00a0").replace("-", "\u2011")  # not broken over lines
