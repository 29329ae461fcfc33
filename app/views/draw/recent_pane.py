"""The last drawings, small, with what was read; a click brings one back."""

from __future__ import annotations

import math

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QToolButton, QWidget

from app.look import sizes, theme
from app.views.draw.sheet import Sheet, paint_sheet
from app.views.widgets.plain import PlainLabel, plain_tip

MOST = 12
GAP = 4
LARGEST, SMALLEST = 320, 36
BESIDE, UNDER = 14, 32  # at 100 %: beside a button’s picture, and below it for its words
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
        self.buttons = [self._make_button(n, grid) for n in range(MOST)]
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
        if self.isVisible():
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self._show()

    def _make_button(self, n: int, grid: QWidget) -> QToolButton:
        button = QToolButton(grid)
        button.setProperty("role", "plain")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        sizes.set_font(button, "type_note")
        button.clicked.connect(lambda: self.sheet_wanted.emit(self._entries[n][0]))
        return button

    def _show(self) -> None:
        self._stack.setCurrentIndex(1 if self._entries else 0)
        count = max(len(self._entries), 1)
        columns, side = _columns_and_side(self.size(), count)
        cell = QSize(self.width() // columns, self.height() // math.ceil(count / columns))
        size = cell.shrunkBy(QMargins(0, 0, GAP, GAP)).boundedTo(
            QSize(side + 2 * theme.px(BESIDE), side + 2 * theme.px(UNDER))
        )
        for n, button in enumerate(self.buttons):
            button.setVisible(n < len(self._entries))
            if n < len(self._entries):
                row, column = divmod(n, columns)
                corner = QPoint(column * cell.width(), row * cell.height())
                button.setGeometry(QRect(corner, size))
                self._fill(button, n, side)

    def _fill(self, button: QToolButton, n: int, side: int) -> None:
        sheet, read = self._entries[n]
        button.setIconSize(QSize(side, side))
        button.setIcon(QIcon(_thumbnail(sheet, side, self.devicePixelRatioF())))
        measure, room = button.fontMetrics(), button.width() - theme.px(BESIDE)
        button.setText(measure.elidedText(read or "–", Qt.TextElideMode.ElideRight, room))
        label = f"read as {read}" if read else "not read"
        button.setToolTip(plain_tip(f"Bring it back, {label}; Undo returns to what is here now"))
        button.setAccessibleName(f"Recent drawing {n + 1}, {label}")


def _columns_and_side(room: QSize, count: int) -> tuple[int, int]:
    """How many columns of `count` pictures make them the largest, and how large: to fill `room`."""
    sides = {
        columns: min(
            room.width() // columns - theme.px(BESIDE),
            room.height() // math.ceil(count / columns) - theme.px(UNDER),
        )
        for columns in range(1, count + 1)
    }
    columns, side = max(sides.items(), key=lambda each: (min(each[1], LARGEST), each[0]))
    return columns, min(max(side - GAP, SMALLEST), LARGEST)


def _thumbnail(sheet: Sheet, side: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(theme.tokens().color("canvas"))
    with QPainter(pixmap) as painter:
        paint_sheet(painter, sheet, side, THUMB_BRUSH)
    return pixmap
