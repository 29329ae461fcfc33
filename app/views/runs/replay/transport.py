"""The slider over the kept networks of a run, with buttons to step, and to play it at a speed that
can be read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.views.widgets.buttons import ButtonIcon, icon_button
from app.views.widgets.place_slider import PlaceSlider
from app.views.widgets.plain import plain_tip

PLAY_MILLISECONDS = 300  # a frame; frames lie by powers of ten, so a decade takes under 4 s
TIP = "Go through the run. Left and Right go to the network kept before or after, Home and End to "
TIP += "the first and the last; Space plays."


class Transport(QWidget):
    """moved: another frame is chosen."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = PlaceSlider()
        self.slider.setToolTip(TIP)
        self.slider.setAccessibleName("Kept networks of the run")
        self.slider.setPageStep(12)
        self.slider.valueChanged.connect(self.moved)
        self.back = icon_button("previous", "The network kept before (Left)", lambda: self.step(-1))
        self.play = icon_button("run", "Play (Space)", self.play_or_pause)
        self.forth = icon_button("next", "The network kept after (Right)", lambda: self.step(1))
        self._play_icon = self.play.findChild(ButtonIcon)
        self._timer = QTimer(self, interval=PLAY_MILLISECONDS)
        self._timer.timeout.connect(self._on_tick)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for each in (self.back, self.play, self.forth):
            row.addWidget(each)
        row.addWidget(self.slider, 1)
        self.set_count(0)

    @property
    def index(self) -> int:
        """The frame that is chosen."""
        return self.slider.value()

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    def set_count(self, count: int) -> None:
        """count: of frames; the last is chosen."""
        self.pause()
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(count - 1, 0))
        self.slider.setValue(max(count - 1, 0))
        self.slider.blockSignals(False)
        self.setEnabled(count > 0)

    def go_to(self, index: int) -> None:
        """Choose a frame; it plays no longer."""
        self.pause()
        self.slider.setValue(index)

    def step(self, by: int) -> None:
        self.go_to(self.index + by)

    def play_or_pause(self) -> None:
        """From the chosen frame on; at the end, from the first."""
        if self.is_playing:
            self.pause()
            return
        if self.index == self.slider.maximum():
            self.slider.setValue(0)
        self._timer.start()
        self._show_state()

    def pause(self) -> None:
        self._timer.stop()
        self._show_state()

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means here. Whether it means anything."""
        keys = {
            Qt.Key.Key_Left: lambda: self.step(-1),
            Qt.Key.Key_Right: lambda: self.step(1),
            Qt.Key.Key_Home: lambda: self.go_to(0),
            Qt.Key.Key_End: lambda: self.go_to(self.slider.maximum()),
            Qt.Key.Key_Space: self.play_or_pause,
        }
        act = keys.get(Qt.Key(event.key()))
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if act is None or not is_plain or not self.isEnabled():
            return False
        if event.type() == QEvent.Type.KeyPress:
            act()
        return True

    def _on_tick(self) -> None:
        if self.index >= self.slider.maximum():
            self.pause()
        else:
            self.slider.setValue(self.index + 1)

    def _show_state(self) -> None:
        words = "Pause" if self.is_playing else "Play"
        if isinstance(self._play_icon, ButtonIcon):
            self._play_icon.set_icon("pause" if self.is_playing else "run")
        self.play.setAccessibleName(words)
        keys = QKeySequence(Qt.Key.Key_Space).toString(QKeySequence.SequenceFormat.NativeText)
        self.play.setToolTip(plain_tip(f"{words} ({keys})"))
