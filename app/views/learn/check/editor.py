"""A small editor for Python: numbered lines, colours, indents, one line that can be pointed out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from app.look import theme
from app.views.learn.check.python_colors import PythonColors

SPACES = 4
GUTTER_MARGIN = 8


class _Gutter(QWidget):
    """The numbers beside the lines."""

    def __init__(self, editor: CodeEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.paint_gutter(self, event.rect())


class CodeEditor(QPlainTextEdit):
    """A plain text editor with line numbers and Python's colours.

    save_wanted, check_wanted: Ctrl+S or Ctrl+Enter was pressed.
    """

    save_wanted = Signal()
    check_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marked = 0
        self.setProperty("role", "code")
        self.setAccessibleName("Your code")
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setAcceptDrops(False)  # a dropped file is opened by what lies beneath
        self.viewport().setAcceptDrops(False)
        self._gutter = _Gutter(self)
        self._colors = PythonColors(self.document())
        self.blockCountChanged.connect(self._fit)
        self.updateRequest.connect(self._scroll_gutter)
        self.cursorPositionChanged.connect(self._show_lines)
        theme.watcher().changed.connect(self._dress)
        self._dress()
        self._fit()

    def set_text(self, text: str) -> None:
        """Replace the text. Nothing can be undone; the cursor keeps its line if there is one."""
        line, scroll = self.textCursor().blockNumber(), self.verticalScrollBar().value()
        self.setPlainText(text)
        self.document().setModified(False)
        self.mark(0)
        self._place_cursor(min(line, self.blockCount() - 1))
        self.verticalScrollBar().setValue(scroll)

    @property
    def marked_line(self) -> int:
        """The line that is pointed out, from 1; 0 for none."""
        return self._marked

    def mark(self, line: int) -> None:
        """Point out this line, from 1; 0 for none."""
        self._marked = line if 0 < line <= self.blockCount() else 0
        self._show_lines()
        self._gutter.update()

    def point_out(self, line: int) -> None:
        """Mark this line, from 1, and bring it into view; 0 for none."""
        self.mark(line)
        if self._marked:
            self._place_cursor(line - 1)
            self.centerCursor()

    def go_to(self, line: int) -> None:
        """Point out this line, from 1, and put the cursor on it."""
        self.point_out(line)
        if self._marked:
            self.setFocus()

    def gutter_width(self) -> int:
        digits = max(len(str(self.blockCount())), 2)
        return self.fontMetrics().horizontalAdvance("0") * digits + 2 * GUTTER_MARGIN

    def paint_gutter(self, gutter: QWidget, area: QRect) -> None:
        look = theme.tokens()
        with QPainter(gutter) as painter:
            painter.fillRect(area, look.color("ground_sunken"))
            painter.setFont(self.font())
            current = self.textCursor().blockNumber()
            block = self.firstVisibleBlock()
            top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
            while block.isValid() and top <= area.bottom():
                height = self.blockBoundingRect(block).height()
                number = block.blockNumber()
                color = "ink" if number == current else "ink_soft"
                painter.setPen(look.color("danger" if number + 1 == self._marked else color))
                box = QRect(0, int(top), gutter.width() - GUTTER_MARGIN, int(height))
                words = f"▸{number + 1}" if number + 1 == self._marked else str(number + 1)
                painter.drawText(box, Qt.AlignmentFlag.AlignRight, words)
                top += height
                block = block.next()

    def event(self, event: QEvent) -> bool:
        """Give Ctrl+S and Ctrl+Enter to the editor before the window's shortcuts."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._signal_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        signal = self._signal_of(event)
        key = Qt.Key(event.key())
        if signal is not None:
            signal.emit()
        elif self.isReadOnly():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            before = self.textCursor().block().text()[: self.textCursor().positionInBlock()]
            self.insertPlainText("\n" + indent_after(before, SPACES))
            self.ensureCursorVisible()
        elif key == Qt.Key.Key_Tab and not event.modifiers():
            self._indent(1)
        elif key == Qt.Key.Key_Backtab:
            self._indent(-1)
        elif key == Qt.Key.Key_Backspace and self._is_behind_indent():
            self._remove_indent()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _signal_of(self, event: QKeyEvent) -> SignalInstance | None:
        if event.matches(QKeySequence.StandardKey.Save):
            return self.save_wanted
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self.check_wanted
        return None

    def _is_behind_indent(self) -> bool:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        return not cursor.hasSelection() and bool(before) and not before.strip(" ")

    def _remove_indent(self) -> None:
        cursor = self.textCursor()
        count = (cursor.positionInBlock() - 1) % SPACES + 1
        for _ in range(count):
            cursor.deletePreviousChar()

    def _indent(self, by: int) -> None:
        """Move the selected lines, or the text at the cursor, one indent. by: 1 right, -1 left."""
        cursor = self.textCursor()
        if by > 0 and not cursor.hasSelection():
            self.insertPlainText(" " * (SPACES - cursor.positionInBlock() % SPACES))
            return
        first = self.document().findBlock(cursor.selectionStart()).blockNumber()
        last = self.document().findBlock(max(cursor.selectionEnd() - 1, 0)).blockNumber()
        cursor.beginEditBlock()
        for number in range(first, max(first, last) + 1):
            block = self.document().findBlockByNumber(number)
            at = QTextCursor(block)
            if by > 0:
                at.insertText(" " * SPACES)
            else:
                for _ in range(blanks_to_remove(block.text(), SPACES)):
                    at.deleteChar()
        cursor.endEditBlock()

    def _place_cursor(self, number: int) -> None:
        self.setTextCursor(QTextCursor(self.document().findBlockByNumber(number)))

    @Slot()
    def _dress(self) -> None:
        self.setFont(theme.mono())
        self.setTabStopDistance(SPACES * self.fontMetrics().horizontalAdvance(" "))
        self._show_lines()

    @Slot()
    def _fit(self) -> None:
        """Room for the numbers, in the size of text."""
        width, inner = self.gutter_width(), self.contentsRect()
        self.setViewportMargins(width + 4, 0, 0, 0)
        self._gutter.setGeometry(QRect(inner.left(), inner.top(), width, inner.height()))

    @Slot(QRect, int)
    def _scroll_gutter(self, area: QRect, by: int) -> None:
        if by:
            self._gutter.scroll(0, by)
        else:
            self._gutter.update(0, area.y(), self._gutter.width(), area.height())

    @Slot()
    def _show_lines(self) -> None:
        """Colour the ground of the marked line and of the one with the cursor."""
        look = theme.tokens()
        grounds = []
        if not self.isReadOnly():
            grounds.append((self.textCursor(), QColor(look.ground_sunken)))
        if self._marked:
            color = QColor(look.danger)
            color.setAlpha(48)
            block = self.document().findBlockByNumber(self._marked - 1)
            grounds.append((QTextCursor(block), color))
        selections = []
        for cursor, color in grounds:
            each = QTextEdit.ExtraSelection()
            each.format.setBackground(color)
            each.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            cursor.clearSelection()
            each.cursor = cursor
            selections.append(each)
        self.setExtraSelections(selections)
        self._gutter.update()


def indent_after(before: str, spaces: int) -> str:
    """The blanks at the start of a new line that follows `before`. spaces: of one indent."""
    inner = before.lstrip(" ")
    blanks = " " * (len(before) - len(inner))
    code = inner.split("#")[0].rstrip()
    if code.endswith(":"):
        return blanks + " " * spaces
    first = code.split(" ")[0].rstrip(":")
    if first in ("return", "raise", "pass", "break", "continue"):
        return blanks[:-spaces]
    return blanks


def blanks_to_remove(line: str, spaces: int) -> int:
    """How many blanks to remove from the start of `line` for one indent less."""
    return min(spaces, len(line) - len(line.lstrip(" ")))
