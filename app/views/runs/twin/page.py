"""Twin: two runs that differ in one thing train side by side, on the same batches."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.background.training.messages import Finished
from app.background.training.run_curves import RunCurves
from app.background.training.session import State
from app.background.twin import TwinProgress, TwinsFinished, TwinTrainer
from app.look import figures, sizes, theme
from app.views.runs.compare.board import CompareBoard
from app.views.runs.compare.legend import CurveLegend
from app.views.runs.twin.chooser import TwinChooser
from app.views.widgets.buttons import ButtonIcon, text_button
from app.views.widgets.flow import FlowLayout
from app.views.widgets.labels import SteadyLabel
from app.views.widgets.plain import PlainLabel
from app.views.widgets.scrolled import scrolled
from core.network.recipe import Recipe
from core.runs.twins import TwinRecipes

LEAST_BOARD = 280, 260  # at 100 %
EMPTY = "Both losses will be drawn here."
SAME = "Both see the same digits in the same order."
SEEDS = "Both see the batches of the first seed; only the first weights differ."
SIZES = "Both see the same digits in the same order; they are compared by epochs."
ONE_CHOOSES = "From the second epoch on, one of them takes only the digits that are hardest for it."
BOTH_CHOOSE = "After the first epoch, each takes only the digits that are hardest for it."


class TwinPage(QWidget):
    """start_wanted: TwinRecipes to train on the digits of the recipe that was set. train_wanted:
    the recipe of Train is to be set. status: what goes on in a few words, or ""."""

    start_wanted = Signal(object)
    train_wanted = Signal()
    status = Signal(str)

    def __init__(self, trainer: TwinTrainer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trainer = trainer
        self._is_pointed = False
        self.base = PlainLabel()
        self.base.setProperty("role", "sentence")
        self.base.setWordWrap(True)
        self.chooser = TwinChooser(self)
        self.run = QPushButton("Train both")
        self.run.clicked.connect(self._on_run)
        self._run_icon = ButtonIcon(self.run, "run", "accent_text")
        self.run.setProperty("role", "primary")
        self.stop = text_button(
            "stop", "Stop", trainer.stop, "End both runs and keep their networks"
        )
        self.take = text_button(
            "train", "Train’s recipe", self.train_wanted.emit, "Take the recipe that Train has now"
        )
        self.board = CompareBoard(EMPTY)
        self.legend = CurveLegend()
        self.where = SteadyLabel()
        self.sentence = PlainLabel()
        self.sentence.setWordWrap(True)
        self._lay_out()
        self.chooser.changed.connect(self._show_state)
        self.board.pointed.connect(self._on_pointed)
        trainer.state_changed.connect(self._show_state)
        trainer.started.connect(self._on_started)
        trainer.progress.connect(self._on_progress)
        trainer.finished.connect(self._on_finished)
        trainer.failed.connect(self._on_failed)
        self._has_recipe = False
        self._show_state()

    def set_recipe(self, recipe: Recipe, whose: str) -> None:
        """The recipe that one thing is changed of. whose: “the recipe of Train”, a run's name."""
        self._has_recipe = True
        self.base.setText(f"Two runs by {whose}, alike but for one thing.")
        self.chooser.set_recipe(recipe)

    def say(self, sentence: str, role: str = "sentence") -> None:
        """role: as the stylesheet has it."""
        self.sentence.setText(sentence)
        theme.repolish(self.sentence, role)
        self.sentence.setVisible(bool(sentence))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._has_recipe:
            self.train_wanted.emit()
        self._show_curves()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._is_pointed = False

    def _lay_out(self) -> None:
        sizes.set_least(self.board, *LEAST_BOARD)
        tools = FlowLayout()
        for each in (*self.chooser.parts, self.run, self.stop, self.take):
            tools.addWidget(each)
        head = QHBoxLayout()
        head.addLayout(tools, 1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(8)
        column.addWidget(self.base)
        column.addLayout(head)
        column.addWidget(self.where)
        column.addWidget(self.board, 1)
        column.addWidget(self.legend)
        column.addWidget(self.sentence)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))

    def _on_run(self) -> None:
        trainer = self._trainer
        if trainer.state is State.RUNNING:
            trainer.pause()
        elif trainer.state is State.PAUSED:
            trainer.resume()
        elif (recipes := self.chooser.recipes()) is not None:
            self.start_wanted.emit(recipes)

    @Slot()
    def _show_state(self) -> None:
        state, recipes = self._trainer.state, self.chooser.recipes()
        is_idle = state is State.IDLE
        words = {State.RUNNING: "Pause", State.PAUSED: "Resume"}.get(state, "Train both")
        self.run.setText(words)
        is_running = state is State.RUNNING
        self._run_icon.set_icon("pause" if is_running else "run", "accent_text")
        self.run.setEnabled(state is not State.STOPPING and (not is_idle or recipes is not None))
        self.stop.setEnabled(state in (State.RUNNING, State.PAUSED))
        self.chooser.set_enabled(is_idle)
        self.take.setEnabled(is_idle)
        if is_idle:
            self.say(self.chooser.reason if recipes is None else _how(recipes))
        if is_idle:
            self.status.emit("")
        if state is State.STOPPING:
            self.where.setText("Stopping…")

    @Slot(object)
    def _on_started(self, recipes: TwinRecipes) -> None:
        self.board.set_unit("epoch" if recipes.field == "batch_size" else "step")
        self.board.set_runs(())
        self.legend.set_runs(())
        self.where.setText("")
        self.say(_how(recipes))

    @Slot(object)
    def _on_progress(self, progress: TwinProgress) -> None:
        first, second = progress.both
        left = figures.duration(max(first.seconds_left, second.seconds_left))
        epochs = max(first.total_epochs, second.total_epochs)
        self.where.setText(
            f"Epoch {max(first.epoch, second.epoch):,} of {epochs:,}  ·  step {first.step:,} and "
            f"{second.step:,}  ·  {left} left"
        )
        share = (first.step + second.step) / max(first.total_steps + second.total_steps, 1)
        self.status.emit(f"Twins {figures.rough_percent(share)} · {left} left")
        if self.isVisible():
            self._show_curves()

    def _show_curves(self) -> None:
        recipes = self._trainer.recipes
        if recipes is None or all(each.latest is None for each in self._trainer.shown):
            return
        runs = []
        for name, recipe, shown in zip(
            recipes.names, recipes.both, self._trainer.shown, strict=True
        ):
            assert shown.latest is not None
            assert shown.request is not None
            examples = len(shown.request.split.train)
            latest = shown.latest
            about = latest.seconds, recipe, examples, latest.total_steps
            made = RunCurves.of_history(name, shown.history, *about)
            runs.append(made)
        if not self.board.runs:
            self.board.set_runs(runs)
            self.legend.set_runs(runs)
        else:
            self.board.go_on(runs)
            self.legend.go_on(runs)
        if not self._is_pointed:
            self._show_matched()

    def _show_matched(self) -> None:
        """The figures of both where the one that is behind stands."""
        runs, unit = self.board.runs, self.board.unit
        matched = min((float(run.place(run.steps, unit)) for run in runs), default=0.0)
        self.legend.show_at(matched, unit)

    @Slot(object)
    def _on_pointed(self, x: float | None) -> None:
        self._is_pointed = x is not None
        if x is None:
            self._show_matched()
        else:
            self.legend.show_at(x, self.board.unit)

    @Slot(object)
    def _on_finished(self, message: TwinsFinished) -> None:
        recipes = self._trainer.recipes
        assert recipes is not None
        self._show_curves()
        parts = [
            f"{_capital(name)}: {_outcome(end)}"
            for name, end in zip(recipes.names, message.both, strict=True)
        ]
        is_good = all(end.reason in ("completed", "early") for end in message.both)
        self.say(f"{' '.join(parts)} Both are kept among the runs.", "good" if is_good else "")
        seconds = sum(end.seconds for end in message.both)
        self.where.setText(f"Both in {figures.duration(seconds)}")

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.say(sentence, "error")


def _how(recipes: TwinRecipes) -> str:
    choosing = [each.hardest < 1 < each.epochs for each in recipes.both]
    if any(choosing):
        return BOTH_CHOOSE if all(choosing) else ONE_CHOOSES
    return {"seed": SEEDS, "batch_size": SIZES}.get(recipes.field, SAME)


def _outcome(end: Finished) -> str:
    """One sentence, “97.9 % of 10,000 test digits right.”"""
    if end.reason == "diverged" or end.test_accuracy is None:
        return end.sentence
    read = f"{figures.percent(end.test_accuracy)} of {end.tested:,} test digits right."
    return read if end.reason != "stopped" else f"stopped, {read}"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
