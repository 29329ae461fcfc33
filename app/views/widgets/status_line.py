"""The line along the bottom: which network is in use and how good it is, and what runs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.look import sizes, theme
from app.views.widgets.labels import SteadyLabel
from app.views.widgets.plain import PlainLabel, plain_tip
from core.files.plain_text import plain_lines

SCALE = 1000
LONGEST_ACTIVITY = 120


class StatusLine(QWidget):
    """Left, the network; right, what runs, with a thin progress bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.tokens()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "status")
        self.network = SteadyLabel()
        self.activity = PlainLabel()
        self.activity.setProperty("role", "note")
        self.activity.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bar = QProgressBar()
        self.bar.setRange(0, SCALE)
        self.bar.setTextVisible(False)
        sizes.set_width(self.bar, 160)
        self.bar.setAccessibleName("Progress")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space_3, 0, look.space_3, 0)
        row.setSpacing(look.space_3)
        row.addWidget(self.network, 1)
        row.addWidget(self.activity)
        row.addWidget(self.bar)
        sizes.set_height(self, 28)
        self.set_activity("")

    def set_network(self, text: str) -> None:
        """Which network is in use, and how good it is."""
        self.network.setText(plain_lines(text))
        self.network.setToolTip(plain_tip(text))

    def set_activity(self, text: str, share: float | None = None) -> None:
        """What runs, "" for nothing; share: how far it is, 0 to 1, or None when unknown."""
        self.activity.setText(plain_lines(text, LONGEST_ACTIVITY).replace("\n", " "))
        self.bar.setVisible(share is not None)
        if share is not None:
            self.bar.setValue(round(share * SCALE))
