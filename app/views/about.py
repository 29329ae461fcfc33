"""About: what this is, which version, under which licence, and what it is built with."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from app import icons, theme
from core.version import NAME, VERSION

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
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.space_4)
        grid.setVerticalSpacing(look.space_1)
        icon = QLabel()
        icon.setPixmap(icons.app_icon().pixmap(64, 64))
        grid.addWidget(icon, 0, 0, 3, 1, Qt.AlignmentFlag.AlignTop)
        lines = (
            (NAME, "heading"),
            (f"Version {VERSION}", "sentence"),
            (WHAT, ""),
            (LICENCE, ""),
        )
        for row, (text, role) in enumerate(lines):
            grid.addWidget(_label(text, role), row, 1)
        grid.addItem(_gap(look.space_3), len(lines), 1)
        grid.addWidget(_label("Built with", "note"), len(lines) + 1, 1)
        grid.addWidget(_label(" · ".join(map(_component, BUILT_WITH)), ""), len(lines) + 2, 1)
        grid.addItem(_gap(look.space_2), len(lines) + 3, 1)
        grid.addWidget(_label("Learned from", "note"), len(lines) + 4, 1)
        grid.addWidget(_label(DATA, ""), len(lines) + 5, 1)
        grid.setColumnStretch(1, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.space_4, look.space_4, look.space_4, look.space_3)
        whole.setSpacing(look.space_4)
        whole.addLayout(grid)
        whole.addWidget(buttons)
        self.setFixedWidth(560)


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        label.setProperty("role", role)
    return label


def _gap(height: int) -> QSpacerItem:
    return QSpacerItem(1, height)


def _component(part: tuple[str, str, str]) -> str:
    name, distribution, licence = part
    try:
        version = metadata.version(distribution) if distribution else platform.python_version()
    except metadata.PackageNotFoundError:  # a bundle need not carry the metadata
        version = ""
    return " ".join(filter(None, (name, version, f"({licence})"))).replace(" ", "\u00a0")
