"""Small parts of a view: a line of text that changes often, an icon, a thin line."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from app.look import sizes, theme
from app.views.widgets.plain import PlainLabel


class SteadyLabel(QWidget):
    """One line of text in the size of notes, elided to the width that the layout gives it.

    Setting the text repaints the label and asks no layout for anything.
    """

    def __init__(
        self,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._alignment = alignment | Qt.AlignmentFlag.AlignVCenter
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._text

    def setText(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, QFontMetrics(_note_font()).height() + 4)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(_note_font())
        painter.setPen(theme.tokens().color("ink_soft"))
        text = painter.fontMetrics().elidedText(
            self._text, Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(self.rect(), self._alignment, text)


def _note_font() -> QFont:
    """The stylesheet has another one for whatever has no role."""
    return theme.font(theme.tokens().type_note)


def hairline(*, lying: bool) -> QFrame:
    """A thin line between two parts of a view. lying: horizontal, else vertical."""
    line = QFrame()
    line.setProperty("role", "hairline")
    line.setProperty("lying", lying)
    if not lying:
        line.setFixedWidth(1)
    return line


class IconLabel(PlainLabel):
    """An icon, `size` logical pixels square, in a colour of the theme; blank until one is set."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._icon = ("", "")
        sizes.set_width(self, size)
        sizes.set_height(self, size)
        theme.watcher().changed.connect(self._draw)

    def set_icon(self, icon: str, color: str = "ink") -> None:
        """icon: of resources/icons, or "" for none. color: the name of a token."""
        if (icon, color) != self._icon:
            self._icon = (icon, color)
            self._draw()

    @Slot()
    def _draw(self) -> None:
        icon, color = self._icon
        if not icon:
            self.clear()
            return
        ratio = self.devicePixelRatioF()
        self.setPixmap(theme.icon(icon, color).pixmap(self.size(), ratio))
