"""The last drawings, small, with what was read; a click brings one back."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QStackedLayout, QToolButton, QWidget

from app.look import theme
from app.views.draw.sheet import Sheet, paint_sheet
from app.views.widgets.plain import PlainLabel, plain_tip

MOST = 12
COLUMNS, GAP = 6, 4
LARGEST, SMALLEST = 64, 36
THUMB_BRUSH = 0.07
EMPTY = "Drawings that you clear are kept here until the window is closed."


class RecentPane(QWidget):
    """The last MOST drawings and pictures that were cleared or replaced, the latest first.

    sheet_wanted: the Sheet that was clicked.
    """

    sheet_wanted = Signal(object)  # Sheet

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[tuple[Sheet, str]] = []
        self._empty = PlainLabel(EMPTY)
        self._empty.setProperty("role", "sentence")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid = QWidget()
        self._grid = QGridLayout(grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.buttons = [self._make_button(n) for n in range(MOST)]
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(grid)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    @property
    def sheets(self) -> list[Sheet]:
        """What is kept, the latest first."""
        return [sheet for sheet, _ in self._entries]

    def keep(self, sheet: Sheet, read: str) -> None:
        """Put `sheet` first, also if it is kept already; read: what it was read as, or ""."""
        others = [each for each in self._entries if each[0] is not sheet]
        self._entries = [(sheet, read), *others][:MOST]
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def _make_button(self, n: int) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "plain")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFont(theme.font(theme.tokens().type_note))
        button.clicked.connect(lambda: self.sheet_wanted.emit(self._entries[n][0]))
        self._grid.addWidget(button, n // COLUMNS, n % COLUMNS)
        return button

    def _side(self) -> int:
        across = self.width() // COLUMNS - GAP - 14
        down = self.height() // (MOST // COLUMNS) - 36
        return max(SMALLEST, min(across, down, LARGEST))

    def _show(self) -> None:
        self._stack.setCurrentIndex(1 if self._entries else 0)
        side = self._side()
        for n, button in enumerate(self.buttons):
            button.setVisible(n < len(self._entries))
            if n < len(self._entries):
                sheet, read = self._entries[n]
                button.setIconSize(QSize(side, side))
                button.setIcon(QIcon(_thumbnail(sheet, side, self.devicePixelRatioF())))
                width = self.width() // COLUMNS - GAP
                button.setFixedWidth(width)
                measure = button.fontMetrics()
                button.setText(
                    measure.elidedText(read or "–", Qt.TextElideMode.ElideRight, width - 14)
                )
                label = f"read as {read}" if read else "not read"
                button.setToolTip(
                    plain_tip(f"Bring it back, {label}; Undo returns to what is here now")
                )
                button.setAccessibleName(f"Recent drawing {n + 1}, {label}")


def _thumbnail(sheet: Sheet, side: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(theme.tokens().color("canvas"))
    with QPainter(pixmap) as painter:
        paint_sheet(painter, sheet, side, THUMB_BRUSH)
    return pixmap
