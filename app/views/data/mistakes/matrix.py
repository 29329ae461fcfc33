"""The confusion matrix as a table to look at, to point at and to go about in by keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.look import sizes, theme
from app.views.data.mistakes.sheet import Cell, CellLayout, ConfusionSheet
from app.views.data.mistakes.words import cell_sentence
from app.views.widgets.edge import paint_edge
from app.views.widgets.plain import plain_tip
from core.evaluation.confusion import Confusion

MOVES = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
ACTS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
LEAST, WANTED = 220, 480  # logical pixels at 100 %


class ConfusionMatrix(QWidget):
    """chosen: row and column of a cell that was clicked, or entered by keys. pointed: the sentence
    of the cell under the pointer or the keys, "" for none. left: Esc was pressed.

    Arrows move, Home and End go along the row, Enter chooses.
    """

    chosen = Signal(int, int)
    pointed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: ConfusionSheet | None = None
        self.current: Cell | None = None
        self._hovered: Cell | None = None
        self._shares = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("What is read as what")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        sizes.sized(self, lambda each: each.setMinimumSize(theme.px(LEAST), theme.px(LEAST)))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WANTED), theme.px(WANTED))

    def set_confusion(self, confusion: Confusion | None) -> None:
        """The current cell stays where it is, if there is such a cell."""
        before = self.sheet.names if self.sheet else ()
        self.sheet = None if confusion is None else ConfusionSheet(confusion, shares=self._shares)
        if self.sheet is None or self.sheet.names != before:
            self.current = self._hovered = None
        self._tell()
        self.update()

    def set_shares(self, shares: bool) -> None:
        """Whether to write shares in percent instead of counts."""
        self._shares = shares
        if self.sheet is not None:
            self.sheet = ConfusionSheet(self.sheet.confusion, shares=shares)
        self.update()

    def set_current(self, cell: Cell | None) -> None:
        """The cell with the frame."""
        self.current = cell
        self._tell()
        self.update()

    def sentence(self, cell: Cell) -> str:
        """“4 read as 9: 11 of 982, 1.1 %”."""
        assert self.sheet is not None
        return cell_sentence(self.sheet.names, self.sheet.confusion.cell(*cell))

    def paintEvent(self, _: QPaintEvent) -> None:
        if self.sheet is None:
            return
        painter = QPainter(self)
        self.sheet.paint(painter, self._layout(), self._hovered or self.current)
        if self.hasFocus() and self.current is not None:
            paint_edge(painter, QRectF(self.rect()), theme.tokens().color("focus"))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self.sheet is not None:
            cell = self._layout().at(event.pos().toPointF())
            if cell is None:
                QToolTip.hideText()
            else:
                box = self._layout().box(cell)
                QToolTip.showText(event.globalPos(), plain_tip(self.sentence(cell)), self, box)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._layout().at(event.position()) if self.sheet else None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._layout().at(event.position()) if self.sheet else None
        if cell is not None and event.button() is Qt.MouseButton.LeftButton:
            self.set_current(cell)
            self.chosen.emit(*cell)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By keys one begins at the worst mistake."""
        super().focusInEvent(event)
        if self.current is None and self.sheet is not None:
            mistakes = self.sheet.confusion.mistakes()
            self.set_current((mistakes[0].truth, mistakes[0].answer) if mistakes else (0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.sheet is None or self.current is None:
            super().keyPressEvent(event)
            return
        last = len(self.sheet.names) - 1
        row, column = self.current
        if key in MOVES:
            down, right = MOVES[key]
            self.set_current((min(max(row + down, 0), last), min(max(column + right, 0), last)))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.set_current((row, 0 if key is Qt.Key.Key_Home else last))
        elif key in ACTS:
            self.chosen.emit(row, column)
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _layout(self) -> CellLayout:
        assert self.sheet is not None
        return self.sheet.layout(self.rect())

    def _hover(self, cell: Cell | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self._tell()
            self.update()

    def _tell(self) -> None:
        cell = self._hovered or self.current
        text = self.sentence(cell) if cell and self.sheet else ""
        self.setAccessibleDescription(text)
        self.pointed.emit(text)
