"""The one toolbar of Train: buttons for the run and its charts, and how far the run is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.background.training.gears import FASTEST, FULL_SPEED, GEARS
from app.background.training.messages import Progress
from app.look import figures, sizes, theme
from app.views.widgets.buttons import ButtonIcon, icon_button, text_button
from app.views.widgets.labels import SteadyLabel
from app.views.widgets.plain import plain_tip
from app.views.widgets.recipe_fields import CalmComboBox

PER_MILLE = 1000
BUSY = ("stopping", "waiting", "teaching", "lent")
STEPS = {"batch": "Step one batch", "epoch": "Step one epoch"}


class RunBar(QWidget):
    """Buttons for the run (Run, Step, Stop, Reset) and for the charts, a progress bar, figures.

    step_pressed: the kind of the step, "batch" or "epoch". gear_chosen: a key of GEARS, how fast to
    go. `log` and `follow` are switches.
    """

    run_pressed = Signal()
    step_pressed = Signal(str)
    gear_chosen = Signal(str)
    stop_pressed = Signal()
    reset_pressed = Signal()
    export_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = QPushButton("Run")
        self.run.setToolTip("Train by the recipe (Space)")
        self.run.clicked.connect(self.run_pressed)
        self._run_icon = ButtonIcon(self.run, "run", "accent_text")
        self.run.setProperty("role", "primary")
        sizes.set_width(self.run, 104)
        self.step = QToolButton()
        self.step.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.step.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        ButtonIcon(self.step, "step")
        self.step.clicked.connect(self._on_step)
        self.step_kind = "batch"
        self.step.setText("Step")
        self.step.setMenu(self._make_step_menu())
        sizes.set_width(self.step, 98)
        sizes.sized(self.step, _dress_step, "sheet")
        self._choose_step("batch")
        self.stop = text_button(
            "stop", "Stop", self.stop_pressed.emit, "End the run and keep its network"
        )
        self.reset = text_button(
            "reset", "Reset", self.reset_pressed.emit, "Clear the curves and start anew"
        )
        self.gears = self._make_gears()
        self._state = ""
        self._focused: QAbstractButton | None = None  # before all were busy
        for button, name in (
            (self.run, "run"),
            (self.step, "step"),
            (self.stop, "stop"),
            (self.reset, "reset"),
        ):
            button.setObjectName(name)
        self.bar = QProgressBar()
        self.bar.setRange(0, PER_MILLE)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.where = SteadyLabel()
        self.where.setObjectName("where")
        self.speed = SteadyLabel(Qt.AlignmentFlag.AlignRight)
        self.speed.setObjectName("speed")
        self._make_chart_buttons()
        self._lay_out()
        self.set_state("idle")

    def set_state(self, state: str) -> None:
        """state: idle, waiting (for digits), running, paused, stopping or teaching."""
        self._state = state
        self._name_run()
        buttons = self.run, self.step, self.reset
        if state in BUSY:  # disabled buttons hand the focus on to what lies behind them
            self._focused = next((each for each in buttons if each.hasFocus()), self._focused)
            if self._focused is not None:
                self._focused.clearFocus()
        self.run.setEnabled(state not in BUSY)
        self.step.setEnabled(state not in BUSY)
        self.stop.setEnabled(state in ("running", "paused"))
        self.stop.setText("Stopping…" if state == "stopping" else "Stop")
        self.reset.setEnabled(state not in BUSY)
        if state not in BUSY and self._focused is not None:
            if self.window().focusWidget() is None:
                self._focused.setFocus()
            self._focused = None

    def _name_run(self) -> None:
        goes = self._state in ("running", "stopping")
        again = "Next step" if GEARS[self.gear].is_single else "Resume"
        self.run.setText("Pause" if goes else again if self._state == "paused" else "Run")
        self._run_icon.set_icon("pause" if goes else "run", "accent_text")

    @property
    def gear(self) -> str:
        """The gear that is chosen."""
        return str(self.gears.currentData())

    def set_gear(self, gear: str) -> None:
        """Choose a gear; gear_chosen follows."""
        self.gears.setCurrentIndex(self.gears.findData(gear))

    def set_runnable(self, runnable: bool) -> None:
        """Whether Run and Step can be pressed, because the recipe is valid."""
        self.run.setEnabled(runnable)
        self.step.setEnabled(runnable)

    def show_progress(self, progress: Progress) -> None:
        """Show how far the run is, and how fast it goes; in a slow gear how long it will take."""
        self.show_share(progress)
        self.where.setText(
            f"Epoch {figures.count(progress.epoch)} of {figures.count(progress.total_epochs)}"
            f"  ·  step {figures.count(progress.step)} of {figures.count(progress.total_steps)}"
            f"  ·  rate {figures.figure(progress.learning_rate)}"
        )
        if GEARS[self.gear].speed < FULL_SPEED:
            self.speed.setText(f"{figures.duration(progress.seconds_left)} left")
        else:
            self.speed.setText(figures.pace(progress.images_per_second))

    def show_share(self, progress: Progress) -> None:
        """Show on the bar how far the run is; the figures stay."""
        self.bar.setValue(round(PER_MILLE * progress.step / max(progress.total_steps, 1)))

    def show_text(self, text: str, speed: str = "") -> None:
        """Show `text` in place of the figures, and `speed` on the right."""
        self.where.setText(text)
        self.speed.setText(speed)

    def set_busy(self, busy: bool) -> None:
        """busy: the bar only says that something goes on."""
        self.bar.setRange(0, 0 if busy else PER_MILLE)

    def _make_chart_buttons(self) -> None:
        self.log = QToolButton()
        self.log.setText("Log axis")
        self.log.setCheckable(True)
        self.log.setToolTip("Logarithmic loss axis")
        self.follow = icon_button("follow", "Follow the run", lambda: None)
        self.follow.setCheckable(True)
        self.follow.setChecked(True)
        self.export = icon_button("export", "Export the curves (Ctrl+E)", self.export_pressed.emit)
        for name, button in (("log", self.log), ("follow", self.follow), ("export", self.export)):
            button.setObjectName(name)
            button.setProperty("role", "plain")

    def _make_gears(self) -> CalmComboBox:
        gears = CalmComboBox()
        gears.setObjectName("gears")
        gears.setAccessibleName("Speed")
        gears.setToolTip(plain_tip("How fast the run goes, now and from now on (F9, Shift+F9)"))
        for gear, about in GEARS.items():
            gears.addItem(about.words, gear)
        gears.setSizeAdjustPolicy(gears.SizeAdjustPolicy.AdjustToContents)
        gears.setCurrentIndex(gears.findData(FASTEST))
        gears.currentIndexChanged.connect(self._on_gear)
        return gears

    def _on_gear(self, _: int) -> None:
        self.gear_chosen.emit(self.gear)
        self._name_run()

    def _make_step_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        self.step_actions: dict[str, QAction] = {}
        for kind, text in STEPS.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            group.addAction(action)
            self.step_actions[kind] = action
        group.triggered.connect(self._on_step_kind)
        return menu

    def _choose_step(self, kind: str) -> None:
        self.step_kind = kind
        self.step_actions[kind].setChecked(True)
        self.step.setToolTip(plain_tip(f"Train one {kind}, then pause"))

    def _on_step_kind(self, action: QAction) -> None:
        kinds = {each: kind for kind, each in self.step_actions.items()}
        self._choose_step(kinds[action])
        self._on_step()

    def _on_step(self) -> None:
        if self.step.isEnabled():
            self.step_pressed.emit(self.step_kind)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        for button in (self.run, self.step, self.stop, self.reset):
            tools.addWidget(button)
        tools.addStretch(1)
        for button in (self.log, self.follow, self.export):
            tools.addWidget(button)
        words = QHBoxLayout()
        words.setSpacing(8)
        words.addWidget(self.gears)
        words.addWidget(self.where, 3)
        words.addWidget(self.speed, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(tools)
        layout.addSpacing(4)
        layout.addWidget(self.bar)
        layout.addSpacing(4)
        layout.addLayout(words)


def _dress_step(step: QToolButton) -> None:
    """Room for the arrow that opens its menu."""
    room = theme.px(22)
    step.setStyleSheet(
        f"QToolButton {{ padding-right: {room}px; }}"
        f"QToolButton::menu-button {{ border: none; width: {room}px; }}"
    )
