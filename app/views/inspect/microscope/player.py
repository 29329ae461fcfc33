"""Back, play or pause, on: the buttons and keys that lead from stop to stop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.views.widgets.buttons import ButtonIcon, icon_button

PLAY_MILLISECONDS = 1200


class Player(QWidget):
    """Buttons and keys for going through the stops; playing goes on every PLAY_MILLISECONDS.

    wanted: the number, from 0, of the stop to go to.
    """

    wanted = Signal(int)

    def __init__(self, keys_of: QWidget) -> None:
        """keys_of: the keys work while it or a widget in it has the focus and the buttons are
        visible."""
        super().__init__()
        self._number, self._last = 0, 0
        self.timer = QTimer(self, interval=PLAY_MILLISECONDS)
        self.timer.timeout.connect(self._advance)
        self.back = icon_button("step-back", "Back one stop (← or ,)", self.previous)
        self.play = icon_button("run", "Play the walk, or pause it (P)", self.play_or_pause)
        self.on = icon_button("step", "On to the next stop (→ or .)", self.next)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for name, button in (("back", self.back), ("play", self.play), ("on", self.on)):
            button.setObjectName(name)
            layout.addWidget(button)
        self._shortcuts = [
            _shortcut(keys, keys_of, act)
            for keys, act in ((",", self.previous), (".", self.next), ("P", self.play_or_pause))
        ]

    @property
    def is_playing(self) -> bool:
        return self.timer.isActive()

    def set_place(self, number: int, count: int) -> None:
        """number: of the stop the walk is at, from 0. count: of stops. Playing ends at the last
        one."""
        self._number, self._last = number, count - 1
        self.back.setEnabled(number > 0)
        self.on.setEnabled(number < self._last)
        if number == self._last:
            self.pause()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._enable_keys(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.pause()
        self._enable_keys(False)

    def pause(self) -> None:
        self.timer.stop()
        self._set_play_icon("run")

    @Slot()
    def next(self) -> None:
        self._go(self._number + 1)

    @Slot()
    def previous(self) -> None:
        self._go(self._number - 1)

    @Slot()
    def play_or_pause(self) -> None:
        if self.is_playing:
            self.pause()
        else:
            if self._number == self._last:
                self.wanted.emit(0)
            self.timer.start()
            self._set_play_icon("pause")

    def _go(self, number: int) -> None:
        self.pause()
        if 0 <= number <= self._last:
            self.wanted.emit(number)

    @Slot()
    def _advance(self) -> None:
        self.wanted.emit(self._number + 1)

    def _enable_keys(self, enabled: bool) -> None:
        for shortcut in self._shortcuts:
            shortcut.setEnabled(enabled)

    def _set_play_icon(self, icon: str) -> None:
        for each in self.play.findChildren(ButtonIcon):
            each.set_icon(icon)


def _shortcut(keys: str, of: QWidget, act: Callable[[], None]) -> QShortcut:
    shortcut = QShortcut(QKeySequence(keys), of)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.setEnabled(False)
    shortcut.activated.connect(act)
    return shortcut
