"""The drawings of a set, digit by digit, and the buttons that say what the chosen ones are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QIcon,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolButton,
    QWidget,
)

from app.look import sizes, theme
from app.views.widgets.buttons import text_button
from app.views.widgets.digit_thumbnail import SIDE, grey_image
from app.views.widgets.flow import FlowLayout
from app.views.widgets.plain import PlainLabel, plain_tip
from core.data.dataset import CLASSES
from core.data.handwriting_set import LabelledDrawing
from core.ink.digit_image import digit_images
from core.ink.strokes import Drawing

SCALE = 2
BESIDE, UNDER = 16, 32  # at 100 %, of a cell: around the drawing, and with its digit
BUTTON = 32  # at 100 %, the width of one with a digit
EMPTY = (
    "Nothing here yet.\n\n"
    "When Draw takes one of your digits for another, press the key of the right one: "
    "the drawing comes here. Or draw each digit three times."
)
_ID = Qt.ItemDataRole.UserRole
_OWN_KEYS = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class LabelRow(QWidget):
    """Ten buttons for the digits, and Delete: what the keys 0 to 9 and Delete do, for the pointer.

    digit_pressed: which digit the chosen drawings are.
    """

    digit_pressed = Signal(int)
    delete_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = PlainLabel("This is a")
        self.words.setProperty("role", "sentence")
        self.buttons = [self._button(digit) for digit in range(CLASSES)]
        self.delete = text_button(
            "clear", "Delete", self.delete_pressed.emit, "Delete the chosen drawings (Del)"
        )
        row = FlowLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.words, *self.buttons, self.delete):
            row.addWidget(part)
        self.set_chosen(0)

    def set_chosen(self, count: int) -> None:
        """count: how many drawings are chosen; the buttons are on when there is one."""
        self.words.setText("This is a" if count < 2 else "These are a")
        for button in (*self.buttons, self.delete):
            button.setEnabled(count > 0)

    def _button(self, digit: int) -> QToolButton:
        button = QToolButton()
        button.setText(str(digit))
        sizes.set_least(button, BUTTON)
        button.setToolTip(plain_tip(f"The chosen drawings are a {digit} (key {digit})"))
        button.clicked.connect(lambda: self.digit_pressed.emit(digit))
        return button


class HandGrid(QListWidget):
    """The drawings of a set, as the network sees them; several can be chosen.

    relabel_wanted: the ids of the chosen drawings, and the digit that they are. delete_wanted: the
    ids of those to delete. undo_wanted, redo_wanted: the keys for these were pressed.
    """

    relabel_wanted = Signal(object, int)
    delete_wanted = Signal(object)
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Drawings; press a digit to say what the chosen ones are")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setIconSize(QSize(SIDE * SCALE, SIDE * SCALE))
        sizes.sized(self, HandGrid._size_cells)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.setViewportMargins(8, 8, 4, 8)
        self._drawings: Sequence[LabelledDrawing] = ()
        self._icons: dict[Drawing, QIcon] = {}
        theme.watcher().changed.connect(self._colour)

    def _size_cells(self) -> None:
        side = SIDE * SCALE
        self.setGridSize(QSize(side + theme.px(BESIDE), side + theme.px(UNDER)))

    @property
    def ids(self) -> list[int]:
        """The ids of all drawings, in the order in which they are shown."""
        return [self.item(row).data(_ID) for row in range(self.count())]

    @property
    def chosen(self) -> list[int]:
        """The ids of the chosen drawings."""
        return [item.data(_ID) for item in self.selectedItems()]

    def show_drawings(self, drawings: Sequence[LabelledDrawing]) -> None:
        """Show these, digit by digit, the oldest first. Those that are chosen stay chosen."""
        chosen, row = set(self.chosen), self.currentRow()
        self._drawings = drawings
        self._make_icons(drawings)
        self.clear()
        for each in sorted(drawings, key=lambda each: each.digit):
            item = QListWidgetItem(self._icons[each.drawing], str(each.digit))
            item.setData(_ID, each.id)
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            item.setToolTip(plain_tip(f"You say: {each.digit}"))
            self.addItem(item)
            item.setSelected(each.id in chosen)
        if self.count():
            keep = QItemSelectionModel.SelectionFlag.NoUpdate
            self.setCurrentRow(min(max(row, 0), self.count() - 1), keep)

    def choose(self, ids: Collection[int]) -> None:
        """Choose these drawings and no others."""
        for row, each in enumerate(self.ids):
            self.item(row).setSelected(each in ids)

    def event(self, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and any(cast(QKeyEvent, event).matches(keys) for keys in _OWN_KEYS):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_wanted.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._ask(lambda ids: self.delete_wanted.emit(ids))
        elif len(text) == 1 and text in "0123456789":
            self._ask(lambda ids: self.relabel_wanted.emit(ids, int(text)))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.count():
            with QPainter(self.viewport()) as painter:
                painter.setPen(theme.tokens().color("ink_soft"))
                wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(self.viewport().rect().adjusted(24, 24, -24, -24), wrapped, EMPTY)

    def _colour(self) -> None:
        self._icons.clear()
        self.show_drawings(self._drawings)

    def _ask(self, act: Callable[[list[int]], None]) -> None:
        if self.chosen:
            act(self.chosen)

    def _show_menu(self, at: QPoint) -> None:
        if not self.chosen:
            return
        menu = QMenu(self)
        for digit in range(CLASSES):
            menu.addAction(f"This is a {digit}").triggered.connect(
                lambda checked=False, digit=digit: self.relabel_wanted.emit(self.chosen, digit)
            )
        menu.addSeparator()
        menu.addAction("Delete").triggered.connect(lambda: self.delete_wanted.emit(self.chosen))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))

    def _make_icons(self, drawings: Sequence[LabelledDrawing]) -> None:
        """Render those that have no icon yet, and forget the icons of those that are gone."""
        new = [each.drawing for each in drawings if each.drawing not in self._icons]
        made = {
            drawing: _icon(grey_image(row.reshape(SIDE, SIDE)), self.devicePixelRatioF())
            for drawing, row in zip(new, digit_images(new), strict=True)
        }
        known = self._icons | made
        self._icons = {each.drawing: known[each.drawing] for each in drawings}


def _icon(image: QImage, ratio: float) -> QIcon:
    """Each pixel of `image` as a square of whole device pixels; framed where it is chosen."""
    pixels = SIDE * max(1, int(SCALE * ratio))
    pixmap = QPixmap.fromImage(image.scaled(pixels, pixels))
    pixmap.setDevicePixelRatio(pixels / (SIDE * SCALE))
    chosen = QPixmap(pixmap)
    with QPainter(chosen) as painter:
        painter.setPen(QPen(theme.tokens().color("accent"), 4))
        painter.drawRect(QRect(QPoint(), chosen.deviceIndependentSize().toSize()))
    icon = QIcon(pixmap)
    icon.addPixmap(chosen, QIcon.Mode.Selected)
    return icon
