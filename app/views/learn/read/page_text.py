"""A piece of a page's text, as high as it is long: the page scrolls, not the piece."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser

from app.look import theme
from app.views.learn.read.page_style import fill

SCROLLING = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Space,
}


class PageText(QTextBrowser):
    """Markdown in the colours and sizes of the theme. Its links are not followed, but told."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self._markdown = markdown
        self._heights: dict[int, int] = {}  # by width
        self.setProperty("role", "page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        for set_bar in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            set_bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._dress()
        has_links = "](" in markdown
        focus = Qt.FocusPolicy.StrongFocus if has_links else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(focus)
        theme.watcher().changed.connect(self._on_theme)

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            document = self.document()
            document.setTextWidth(width)
            self._heights[width] = math.ceil(document.size().height())
            document.setTextWidth(self.viewport().width())  # as it is shown
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """The height is said by heightForWidth()."""
        return QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_dressed:
            self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """The style sheet brings a font of its own once the text has its place on the page."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.document().setDefaultFont(theme.font(theme.tokens().type_text))
            self._forget_heights()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in SCROLLING and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @Slot()
    def _on_theme(self) -> None:
        self._is_dressed = False
        if self.isVisible():
            self._dress()

    def _dress(self) -> None:
        self._is_dressed = True
        fill(self.document(), self._markdown)
        self._forget_heights()

    def _forget_heights(self) -> None:
        self._heights.clear()
        self.updateGeometry()
