"""How the parts of the hands lie: the effect in sight above what scrolls, if there is room."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.look import theme

PINNED_SHARE = 0.4  # of the height: where the head needs more, it scrolls with the rest


class HandsSheet:
    """Lays out a panel: `head`, and under it `parts`, which scroll."""

    def __init__(self, panel: QWidget, head: QWidget, parts: Iterable[QWidget]) -> None:
        space = theme.tokens().space_3
        self._head = head
        content = QWidget()
        self._scrolled = QVBoxLayout(content)
        self._scrolled.setContentsMargins(0, 0, space, 0)
        self._scrolled.setSpacing(space)
        for part in parts:
            self._scrolled.addWidget(part)
        self._scrolled.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        self._pinned = QVBoxLayout(panel)
        self._pinned.setContentsMargins(space, space, 0, space)
        self._pinned.setSpacing(space)
        self._pinned.addWidget(head)
        self._pinned.addWidget(scroll, 1)

    def arrange(self, width: int, height: int) -> None:
        """The panel is so large now."""
        needed = self._head.heightForWidth(width)
        home = self._pinned if needed <= PINNED_SHARE * height else self._scrolled
        if home.indexOf(self._head) < 0:
            home.insertWidget(0, self._head)
