"""The window from the back of a room: larger text, the full screen, and a presentation, which hides
what a class need not see."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from app.actions import Actions
from app.look import text_size, theme
from app.views.main_window import MainWindow
from app.views.widgets.plain import PlainLabel

REMINDER_MS = 4_000
# What a presentation hides, by the names of the widgets in the views that have them.
HIDDEN = (
    *("menu-bar", "status-line"),
    *("draw-tools", "teach-line"),
    *("recipe-panel", "recipe-edge", "save-network", "other-networks"),
    "contents",
)
_WAYS_OUT = {"present": "leaves the presentation", "full-screen": "leaves the full screen"}


class Presentation(QObject):
    """Takes the actions of the View menu that have to do with size."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        self._hidden: list[QWidget] = []
        window.menuBar().setObjectName("menu-bar")
        window.status.setObjectName("status-line")
        self.reminder = PlainLabel(parent=window)
        self.reminder.setProperty("role", "reminder")
        self.reminder.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.reminder.hide()
        self._timer = QTimer(self, singleShot=True, interval=REMINDER_MS)
        self._timer.timeout.connect(self.reminder.hide)
        for name, act in (
            ("larger-text", lambda: self._step(1)),
            ("smaller-text", lambda: self._step(-1)),
            ("normal-text", lambda: theme.watcher().choose_size(100)),
            ("full-screen", self._fill_screen),
            ("present", self._present),
        ):
            actions.connect(name, act)
        window.view_changed.connect(self._hide)
        window.escaped.connect(self._leave)
        theme.watcher().changed.connect(self._show_limits)
        self._show_limits()

    def _step(self, steps: int) -> None:
        watcher = theme.watcher()
        watcher.choose_size(text_size.beside(watcher.percent, steps))

    @Slot()
    def _show_limits(self) -> None:
        """What would change nothing cannot be taken."""
        percent = theme.watcher().percent
        can_grow = theme.tokens().scale < text_size.LARGEST
        self._actions["larger-text"].setEnabled(can_grow and percent < text_size.STEPS[-1])
        self._actions["smaller-text"].setEnabled(percent > text_size.STEPS[0])

    def _fill_screen(self) -> None:
        state = self._window.windowState()
        full = Qt.WindowState.WindowFullScreen
        is_wanted = self._actions["full-screen"].isChecked()
        self._window.setWindowState(state | full if is_wanted else state & ~full)
        self._remind("full-screen")

    def _present(self) -> None:
        is_wanted = self._actions["present"].isChecked()
        if is_wanted:
            self._hide()
        else:
            while self._hidden:
                self._hidden.pop().show()
        theme.watcher().present(is_wanted)  # after it, for the room of what is hidden is free now
        self._remind("present")

    @Slot()
    def _leave(self) -> None:
        """First the presentation, then the full screen."""
        for name in _WAYS_OUT:
            if self._actions[name].isChecked():
                self._actions[name].trigger()
                return

    @Slot()
    def _hide(self) -> None:
        if self._actions["present"].isChecked():
            found = [each for name in HIDDEN for each in self._window.findChildren(QWidget, name)]
            self._hidden += [each for each in found if not each.isHidden()]
            for each in found:
                each.hide()

    def _remind(self, name: str) -> None:
        """For a moment, how to leave what the action `name` has just begun."""
        self.reminder.hide()
        if self._actions[name].isChecked():
            keys = self._actions[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            self.reminder.setText(f"Esc or {keys} {_WAYS_OUT[name]}.")
            self.reminder.adjustSize()
            self.reminder.move((self._window.width() - self.reminder.width()) // 2, theme.px(16))
            self.reminder.show()
            self.reminder.raise_()
            self._timer.start()
