"""Train: the recipe on the left, the run on the right; what connects its parts to the session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.background.digit_request import NAMES, READING, DigitRequest, WithDigits
from app.background.loading import FOLDER, STARTER, Loaded, Loader, LoadFailed
from app.background.training.gears import GEARS, next_gear
from app.background.training.messages import Branch, Failed, Finished, Progress, StartRequest
from app.background.training.session import Session
from app.look import figures, sizes, theme
from app.state.drawn_digit import DrawnDigit
from app.views.train.charts import Charts
from app.views.train.export import ask_for_export, export
from app.views.train.live_reading import LiveReading
from app.views.train.network_strip import NetworkStrip
from app.views.train.outcome import Outcome
from app.views.train.recipe_panel import RecipePanel
from app.views.train.run_bar import RunBar
from app.views.widgets.folding import Folding
from app.views.widgets.labels import hairline
from app.views.widgets.offer_bar import OfferBar
from core.data.dataset import Split
from core.errors import DigitLabError
from core.inspection.doctor import Alarm
from core.network.recipe import Recipe

LEAST_PANEL = 272, 320  # at 100 %, as those below
WIDE = 760  # with less room the recipe stands below the run
LEAST_CHARTS = 280, 232
WORDS_MILLISECONDS = 150  # figures that change faster cannot be read
HARDER = "training is measured on distorted images, which are harder"
READY = "Ready. Press Run to train a network by this recipe."
BRANCH = "The next run begins with the network of “{name}” as it was after step {step}."
LENT = "Twins train on Runs. Train is free again when they have ended."
NOT_READY = "A field of the recipe needs another value; what is wrong stands below it."


class TrainView(QWidget):
    """Edits a recipe, runs it, and shows how the run goes and what came of it.

    inspect_wanted: look inside the network in training. use_network: read drawings with this
    Snapshot. shipped_wanted: read them with the shipped one. place_wanted: a link to where it is
    told what went wrong. mistakes_wanted: show what the run's network misreads. export_wanted: the
    run that has ended, for other programs. status: for the status line, what goes on in a few
    words, or "".
    """

    inspect_wanted = Signal()
    use_network = Signal(object)
    shipped_wanted = Signal()
    place_wanted = Signal(str)
    mistakes_wanted = Signal()
    export_wanted = Signal()
    status = Signal(str)

    def __init__(self, session: Session, loader: Loader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._loader = loader
        self._latest: Progress | None = None
        self._since_words = QElapsedTimer()
        self._since_words.start()
        self._digits = DigitRequest(loader, self)
        self.panel = RecipePanel(NAMES)
        self.bar = RunBar()
        self.charts = Charts()
        self.reading = LiveReading()
        self.outcome = Outcome()
        self.strip = NetworkStrip()
        self.start = OfferBar()
        self._branch: Branch | None = None
        self._text_before = ""  # the twins took the run's place
        self._lay_out()
        self._connect()
        self.panel.set_source(loader.first_source)
        self._show_ready()

    def recipe(self) -> Recipe | None:
        """The recipe of the form; None while a field is not valid."""
        return self.panel.recipe()

    def recipe_and_digits(
        self,
    ) -> tuple[Recipe | None, WithDigits]:
        """As recipe(), and what calls a function with the digits that are chosen, which are read
        first if need be."""
        return self.recipe(), self._with_digits

    def set_recipe(self, recipe: Recipe) -> None:
        """Fill the form."""
        self.panel.set_recipe(recipe)

    def branch_from(self, branch: Branch) -> None:
        """Fill the form with the recipe of a run; the next run begins with its network."""
        self._branch = branch
        self.set_recipe(branch.recipe)
        self.set_source(branch.source)
        self.start.show_offer(
            BRANCH.format(name=branch.name, step=figures.count(branch.step)),
            [("Begin with a new network", self._drop_branch)],
        )
        theme.repolish(self.start.buttons[0], "")  # Run is what is to be pressed

    @property
    def source(self) -> str:
        """The data set that is chosen to train on."""
        return self.panel.source

    def set_source(self, source: str) -> None:
        """Choose STARTER, MNIST where it is on this computer, or what is loaded; for another one
        nothing happens."""
        if source in (STARTER, self._loader.first_source, *self._loader.ready):
            self.panel.set_source(source)

    @property
    def is_logarithmic(self) -> bool:
        """Whether the axis of the loss is logarithmic."""
        return self.bar.log.isChecked()

    def set_logarithmic(self, logarithmic: bool) -> None:
        """As Charts.set_logarithmic."""
        self.bar.log.setChecked(logarithmic)

    @property
    def gear(self) -> str:
        """How fast runs go: a key of GEARS."""
        return self.bar.gear

    def set_gear(self, gear: str) -> None:
        """As Session.set_gear; nothing happens for what is no gear."""
        if gear in GEARS:
            self.bar.set_gear(gear)

    def shift(self, by: int) -> None:
        """To the gear so many faster, or slower where `by` is below 0."""
        self.set_gear(next_gear(self.gear, by))

    @Slot(object)
    def set_digit(self, digit: DrawnDigit | None) -> None:
        """digit: the chosen one of Draw, to be read while a network learns; None: there is none."""
        self.reading.set_digit(digit)
        self.strip.set_digit(digit)

    @Slot()
    def run_or_pause(self) -> None:
        """Start a run by the form, or pause or resume the one that goes on."""
        if self._session.state == "running":
            self._session.pause()
        elif self._session.is_active:
            self._session.resume()
        elif (recipe := self.recipe()) is not None:
            self._with_digits(partial(self._begin, self._session.run, recipe))

    @Slot(str)
    def step(self, kind: str) -> None:
        """Train one more "batch" or "epoch", as `kind` says, or the first of a new run."""
        act = {"batch": self._session.step_batch, "epoch": self._session.step_epoch}[kind]
        request = self._session.shown.request
        if self._session.is_active and request is not None:
            act(request.recipe, request.split)
        elif (recipe := self.recipe()) is not None:
            self._with_digits(partial(self._begin, act, recipe))

    @Slot()
    def reset(self) -> None:
        """Forget the run; Ctrl+Z brings it back."""
        self._session.reset()
        if self._session.can_undo_reset:
            keys = QKeySequence("Ctrl+Z").toString(QKeySequence.SequenceFormat.NativeText)
            self.bar.show_text(f"Reset. {keys} brings the run back.")

    def export_curves(self, path: Path | None = None) -> None:
        """Write the plots or their numbers, by the ending of `path`; without it, ask for one."""
        path = path or ask_for_export(self)
        if path is None:
            return
        try:
            export(self.charts, path)
        except DigitLabError as error:
            self.outcome.show_sentence(str(error), "error")
        else:
            self.outcome.show_sentence(f"Exported as “{path.name}”.", "good")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._session.set_watched(self, True)
        self._show_latest()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._session.set_watched(self, False)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self.reading)
        foot.addWidget(self.outcome, 1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.bar)
        right.addWidget(self.charts, 3)
        right.addWidget(self.strip, 1)
        right.addWidget(hairline(lying=True))
        right.addLayout(foot)
        right.setContentsMargins(0, 0, 0, 0)
        run = QWidget()
        run.setLayout(right)
        sizes.set_least(self.panel, *LEAST_PANEL)
        sizes.set_least(self.charts, *LEAST_CHARTS)
        parts = Folding(WIDE, last_on_top=True)
        edge = hairline(lying=False)
        for part, name in ((self.panel, "recipe-panel"), (edge, "recipe-edge")):
            part.setObjectName(name)
        parts.add(self.panel)
        parts.add_divider(edge)
        parts.add(run, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.addWidget(self.start)
        layout.addWidget(parts)

    def _connect(self) -> None:
        session, bar = self._session, self.bar
        bar.run_pressed.connect(self.run_or_pause)
        bar.step_pressed.connect(self.step)
        bar.stop_pressed.connect(session.stop)
        bar.reset_pressed.connect(self.reset)
        bar.gear_chosen.connect(session.set_gear)
        bar.export_pressed.connect(self.export_curves)
        session.state_changed.connect(self._on_state)
        session.started.connect(self._on_started)
        session.progress.connect(self._on_progress)
        session.snapshot_changed.connect(self.reading.set_snapshot)
        session.snapshot_changed.connect(self.strip.set_snapshot)
        self.strip.opened.connect(self.inspect_wanted)
        session.finished.connect(self._on_finished)
        session.failed.connect(self._on_failed)
        session.alarms_changed.connect(self._on_alarms)
        session.cleared.connect(self._on_cleared)
        session.restored.connect(self._on_restored)
        self.panel.changed.connect(self._on_recipe_changed)
        self.panel.field_chosen.connect(session.change)
        self.panel.failed.connect(self._on_refused)
        self._digits.waiting.connect(self._on_waiting)
        self._digits.failed.connect(self._on_no_digits)
        self._loader.loaded.connect(self._on_loaded)
        bar.log.toggled.connect(self.charts.set_logarithmic)
        bar.follow.toggled.connect(self.charts.set_following)
        self.charts.follow_changed.connect(self.bar.follow.setChecked)
        self.outcome.use_wanted.connect(self.use_network)
        self.start.dismissed.connect(self._drop_branch)
        self.outcome.shipped_wanted.connect(self.shipped_wanted)
        self.outcome.place_wanted.connect(self.place_wanted)
        self.outcome.mistakes_wanted.connect(self.mistakes_wanted)
        self.outcome.export_wanted.connect(self.export_wanted)

    @Slot(str)
    def _on_state(self, state: str) -> None:
        self.bar.set_state(state)
        self.panel.set_running(state not in ("idle", "lent"))
        if state == "lent":
            self._text_before = self.bar.where.text()
            self.bar.show_text(LENT)
        elif state == "stopping":
            self.bar.show_text("Stopping…")
            self.status.emit("Stopping…")
        elif state == "paused":
            self._show_latest()
        self._on_recipe_changed()

    @Slot(object)
    def _on_started(self, request: StartRequest) -> None:
        self.bar.bar.setValue(0)
        self.bar.show_text(f"Training on {request.split.name}…")
        self.outcome.clear()
        self.strip.set_digits(request.split)
        if request.recipe_now != self.recipe():  # an experiment, not what the form said
            self.set_recipe(request.recipe_now)

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        is_first = self._latest is None
        if is_first:
            shown = self._session.shown
            self.charts.set_history(shown.history, progress.total_steps, shown.replaced)
        self._latest = progress
        self.charts.set_total(progress.total_steps)
        if self.isVisible():
            self.charts.refresh()
        is_early = self._since_words.elapsed() < WORDS_MILLISECONDS
        if is_early and not is_first and len(progress.steps) > 1:
            return
        self._since_words.restart()
        self._show_latest()

    def _show_latest(self) -> None:
        progress = self._latest
        if progress is None or not self._session.is_active:
            return
        self.bar.show_progress(progress)
        word = "Training"
        if self._session.state == "paused":
            word = "Paused"
            self.bar.speed.setText(word)
        share = figures.rough_percent(progress.step / max(progress.total_steps, 1))
        self.status.emit(f"{word} {share} · {figures.duration(progress.seconds_left)} left")

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        self.outcome.show_finished(finished, self._session.shown.history)
        self.charts.set_ended()
        if self._latest is not None:
            self.bar.show_share(self._latest)
        shown = self._session.shown
        steps = figures.counted(len(shown.history), "step")
        words = [f"{steps} in {figures.duration(finished.seconds)}"]
        if shown.request is not None and shown.request.recipe_now.augmentation != "none":
            words.append(HARDER)
        self.bar.show_text("  ·  ".join(words))
        self.status.emit("")

    @Slot(object)
    def _on_failed(self, failed: Failed) -> None:
        self.charts.set_ended()
        self._show_ready()
        self.outcome.show_sentence(failed.sentence, "error")
        self.status.emit("")

    @Slot(object)
    def _on_alarms(self, alarms: Sequence[Alarm]) -> None:
        """While a run goes on, name the gravest alarm; what to try stands in Inspect."""
        if self._session.is_active:
            sentence = f"{alarms[0].title}: see Inspect, Doctor." if alarms else ""
            self.outcome.show_sentence(sentence, "warning")

    @Slot()
    def _on_cleared(self) -> None:
        self._latest = None
        self.charts.set_history(self._session.shown.history, 0)
        self.reading.set_snapshot(None)
        self.strip.set_snapshot(None)
        self.outcome.clear()
        self.bar.bar.setValue(0)
        self._show_ready()
        self.status.emit("")

    @Slot()
    def _on_restored(self) -> None:
        shown = self._session.shown
        self._latest = shown.latest
        steps = shown.latest.total_steps if shown.latest else 0
        self.charts.set_history(shown.history, steps, shown.replaced)
        if shown.result is not None:
            self._on_finished(shown.result)

    @Slot()
    def _on_recipe_changed(self) -> None:
        if self._session.state == "idle" and not self._digits.is_waiting:
            is_valid = self.recipe() is not None
            self.bar.set_runnable(is_valid)
            if not is_valid or self.bar.where.text() == NOT_READY:
                self._show_ready()
            elif self.bar.where.text() == LENT:
                self.bar.show_text(self._text_before)

    def _begin(self, act: Callable[..., None], recipe: Recipe, split: Split) -> None:
        """act: of the session, begins a run: with a new network, or that of the branch."""
        branch = self._branch
        self._drop_branch()
        if branch is None:
            act(recipe, split)
        else:
            act(recipe, split, branch.network, parent=(branch.run_id, branch.step))

    def _drop_branch(self) -> None:
        self._branch = None
        self.start.hide()

    def _show_ready(self) -> None:
        self.bar.show_text(READY if self.recipe() is not None else NOT_READY)

    def _with_digits(self, act: Callable[[Split], object]) -> None:
        """Call `act` with the digits that are chosen, which are read first if need be."""
        if not self._digits.is_waiting:
            self._digits.ask(self.panel.source, act)

    @Slot(str)
    def _on_waiting(self, source: str) -> None:
        sentence = READING.get(source, "")
        self.bar.set_state("waiting" if sentence else "idle")
        self.bar.set_busy(bool(sentence))
        if sentence:
            self.bar.show_text(sentence)
        else:
            self._show_ready()
        self.panel.set_running(bool(sentence))
        self.status.emit(sentence)

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self.outcome.show_sentence(sentence, "error")

    @Slot(object)
    def _on_no_digits(self, failed: LoadFailed) -> None:
        advice = " Download it on Data, or choose the starter digits." if failed.missing else ""
        self._on_refused(failed.sentence + advice)

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        self.panel.set_classes(loaded.source, len(loaded.split.class_names))
        if loaded.source == FOLDER:
            self.panel.set_sources({**NAMES, FOLDER: loaded.split.name})
            self.panel.set_source(FOLDER)
