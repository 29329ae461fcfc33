"""The window: a rail, one view, the status line, at times an offer above. It arranges them and
decides nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.actions import Actions
from app.desktop import number_row
from app.look import theme
from app.views.widgets.offer_bar import OfferBar
from app.views.widgets.rail import Rail
from app.views.widgets.scrolled import scrolled
from app.views.widgets.status_line import StatusLine
from app.views.widgets.way_back import WayBack
from core.version import NAME

FIRST_SIZE = QSize(1180, 760)
LIKELY_FRAME = QSize(16, 40)  # a title bar and edges, before the desktop has added its own
LEAST_SIZE = QSize(640, 400)  # beneath it nothing is smaller: what does not fit scrolls
_TAKES_LETTERS = (
    QLineEdit,
    QTextEdit,
    QPlainTextEdit,
    QAbstractSpinBox,
    QComboBox,
    QAbstractItemView,
)
_TAKES_SPACE = (*_TAKES_LETTERS, QAbstractButton)


class MainWindow(QMainWindow):
    """Shows one of the views that it was given.

    view_changed: the id of the view that is shown now. painted: once, after the first paint.
    closing: the window is about to close. escaped: Esc was pressed, and nothing else took it.
    """

    view_changed = Signal(str)
    painted = Signal()
    closing = Signal()
    escaped = Signal()

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self._places: dict[str, QVBoxLayout] = {}
        self._is_painted = False
        self._stack = QStackedWidget()
        self._rail = Rail()
        self.status = StatusLine()
        self.offers = OfferBar()
        self.way_back = WayBack()
        self.setWindowTitle(NAME)
        self.setMinimumSize(LEAST_SIZE)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._arrange()

    def add_view(self, view_id: str, title: str) -> None:
        """Make room for a view, shown by a button in the rail and the action "view-" + view_id."""
        page = QWidget()
        self._places[view_id] = QVBoxLayout(page)
        self._places[view_id].setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(scrolled(page))
        action = self._actions[f"view-{view_id}"]
        self._actions.connect(action.objectName(), lambda: self.show_view(view_id))
        self._rail.add(action, title)
        if len(self._places) == 1:
            action.setChecked(True)

    def fill_view(self, view_id: str, view: QWidget) -> None:
        """Put the widget of a view into the room that add_view() made."""
        self._places[view_id].addWidget(view)

    def add_bar(self, bar: QWidget) -> None:
        """Put a bar above rail and view, beneath the offers; it may be hidden."""
        self._column.insertWidget(2, bar)

    def make_menus(self) -> None:
        """Fill the menu bar. Call it once every action has been connected."""
        self._actions.fill(self.menuBar())
        self.addActions(self._actions.all())  # those of a menu bar that is hidden have no keys

    @property
    def view(self) -> str:
        """The id of the view that is shown."""
        return list(self._places)[self._stack.currentIndex()]

    def show_view(self, view_id: str) -> None:
        """Show a view; nothing happens for an id that is not there."""
        if view_id in self._places:
            # Else a button of the new view takes the focus of the old one, and with it Space.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._stack.setCurrentIndex(list(self._places).index(view_id))
            self._actions[f"view-{view_id}"].setChecked(True)
            self.view_changed.emit(view_id)

    def set_title(self, title: str) -> None:
        """`title` before the name of the app, or just the name."""
        self.setWindowTitle(f"{title} – {NAME}" if title else NAME)

    def restore(self, geometry: QByteArray) -> None:
        """Place the window by saveGeometry() of last time; without, give it its first size."""
        if not self.restoreGeometry(geometry):
            self.resize(theme.px(FIRST_SIZE.width()), theme.px(FIRST_SIZE.height()))
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
        self._fit_screen()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # no ring before the first Tab
        if not event.spontaneous():
            QTimer.singleShot(0, self._fit_screen)

    def _fit_screen(self) -> None:
        """The whole window, its title bar too, in the room that the screen's panels leave."""
        room = self.screen().availableGeometry()
        whole = self.windowState() & (
            Qt.WindowState.WindowFullScreen | Qt.WindowState.WindowMaximized
        )
        if room.isEmpty() or whole:
            return
        frame = self.frameGeometry().size() - self.size()
        if not self.isVisible():
            frame = frame.expandedTo(LIKELY_FRAME)
        self.resize(self.size().boundedTo(room.size() - frame))
        outside = QRect(self.frameGeometry().topLeft(), self.size() + frame)
        inside = QPoint(
            max(min(outside.left(), room.right() + 1 - outside.width()), room.left()),
            max(min(outside.top(), room.bottom() + 1 - outside.height()), room.top()),
        )
        if self.isVisible() and inside != outside.topLeft():
            self.move(inside)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        event.accept()

    def _show_nth_view(self, n: int) -> None:
        """n: from 1; nothing happens where there are fewer."""
        for view_id in list(self._places)[n - 1 : n]:
            self._actions[f"view-{view_id}"].trigger()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addWidget(self._stack, 1)
        whole = _Ground(self._show_nth_view, self.escaped.emit)
        self.setFocusProxy(whole)
        column = self._column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.offers)
        column.addWidget(self.way_back)
        column.addLayout(row, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)


class _Ground(QWidget):
    """Holds rail, views and status line; keeps keys that are typed into a field from shortcuts, and
    takes Ctrl with the number row, whatever that types.

    The window itself would see them too, but also each of its repaints, and a Python method on
    the way of those makes training wait.
    """

    def __init__(self, show_nth: Callable[[int], None], escape: Callable[[], None]) -> None:
        super().__init__()
        self._show_nth, self._escape = show_nth, escape

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            place = number_row.place(event) if _is_with_ctrl(event) else None
            if place is not None:
                self._show_nth(place)
            event.setAccepted(place is not None or _is_typing(event))
            return event.isAccepted()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)


def _is_with_ctrl(event: QKeyEvent) -> bool:
    """With Ctrl alone: with Shift, too, what the key types counts."""
    return event.modifiers() == Qt.KeyboardModifier.ControlModifier


def _is_typing(event: QKeyEvent) -> bool:
    """Whether a key without Ctrl or Alt belongs to the widget in focus, not to a shortcut."""
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    if event.modifiers() & commands:
        return False
    takers = _TAKES_SPACE if event.key() == Qt.Key.Key_Space else _TAKES_LETTERS
    is_character = event.text().isprintable() and bool(event.text())
    return is_character and isinstance(QApplication.focusWidget(), takers)
