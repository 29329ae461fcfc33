"""Inspect: the network as a picture, gradients live, the microscope, and the training doctor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.background.loading import MNIST, STARTER, Loaded, Loader, LoadFailed
from app.background.training.messages import Finished, Progress, StartRequest
from app.background.training.session import Session
from app.background.unsure_search import UnsureSearch
from app.state.drawn_digit import DrawnDigit
from app.views.inspect.doctor.pane import DoctorPane
from app.views.inspect.live.pane import LivePane
from app.views.inspect.microscope.example import GivenImage
from app.views.inspect.microscope.pane import IN_TRAINING, IN_USE, MicroscopePane
from app.views.inspect.network.pane import NetworkPane
from app.views.widgets.buttons import text_button
from app.views.widgets.scrolled import scrolled
from core.data.dataset import Split
from core.inspection.doctor import Alarm, Experiment
from core.inspection.statistics import Inspection
from core.network.snapshots import Snapshot

NETWORK, LIVE, MICROSCOPE, DOCTOR = range(4)
TITLES = ("Network", "Live gradients", "Microscope", "Doctor")


class InspectView(QWidget):
    """Four tabs: the network, live gradients, the microscope, the doctor.

    train_wanted: the button of the empty live pane was pressed; show Train. kept: the Snapshot of a
    network that was changed by hand, to be one of its own. mistakes_wanted: show what a network
    misreads: whether that in training, or else the one in use. runners: to close with the window.
    """

    train_wanted = Signal()
    kept = Signal(object)
    mistakes_wanted = Signal(bool)

    def __init__(self, session: Session, loader: Loader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._loader = loader
        self._shown: set[tuple[str, ...]] = set()  # the classes of the sets that are shown
        self._wants_digits = False
        self.network = NetworkPane()
        self.live = LivePane()
        self.search = UnsureSearch(self)
        self.microscope = MicroscopePane(self.search)
        self.doctor = DoctorPane()
        self.runners = [*self.search.runners, *self.network.runners]
        self.tabs = QTabBar()
        self.tabs.setObjectName("inspect-tabs")
        self.tabs.setExpanding(False)
        self.mistakes = text_button(
            "data", "Mistakes", self._want_mistakes, "See what it misreads of a whole set"
        )
        self.mistakes.setProperty("role", "plain")
        self._stack = QStackedWidget()
        panes = (self.network, self.live, self.microscope, self.doctor)
        for title, pane in zip(TITLES, panes, strict=True):
            self.tabs.addTab(title)
            self._stack.addWidget(scrolled(pane))
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, 16, 0)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        bar.addWidget(self.mistakes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)
        self._connect()

    def set_network(self, snapshot: Snapshot | None, *, is_shipped: bool) -> None:
        """snapshot: of the network that drawings are read with, or None while there is none.
        is_shipped: whether it came with the app."""
        self.network.set_network(snapshot)
        self.microscope.set_network(snapshot, is_shipped=is_shipped)

    @Slot(object)
    def set_digit(self, digit: DrawnDigit | None) -> None:
        """digit: the chosen one of what is on Draw's canvas, None where there is none."""
        self.network.set_digit(digit)
        self.microscope.set_digit(digit)

    def show_pane(self, pane: int) -> None:
        """Show a tab. pane: NETWORK, LIVE, MICROSCOPE or DOCTOR."""
        self.tabs.setCurrentIndex(pane)

    def show_drawing(self) -> None:
        """Show Draw's drawing in the network, and under the microscope when that is opened."""
        self.network.choose_drawing()
        self.microscope.choose_drawing()
        self.show_pane(NETWORK)

    def show_example(self, image: NDArray[np.float32], class_name: str, name: str) -> None:
        """Show this very image under the microscope, in the network in use, and in the picture of
        the network when that is opened.

        image: (784, 1) in [0, 1]. class_name: what it truly is. name: for the user.
        """
        given = GivenImage(image, class_name, name)
        self.network.choose_network(IN_USE, self.microscope.network_named(IN_USE))
        self.microscope.choose_network(IN_USE)
        for pane in (self.network, self.microscope):
            pane.chooser.set_given(given)
        self.show_pane(MICROSCOPE)

    def show_training(self) -> None:
        """Show the network in training as a picture."""
        self.network.choose_network(IN_TRAINING, self._session.shown.snapshot)
        self.show_pane(NETWORK)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._update_watching()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._update_watching()

    def _connect(self) -> None:
        session = self._session
        self.tabs.currentChanged.connect(self._on_tab)
        session.started.connect(self._on_started)
        session.progress.connect(self._on_progress)
        session.inspected.connect(self._on_inspected)
        session.alarms_changed.connect(self._on_alarms)
        session.snapshot_changed.connect(self._set_training_network)
        session.finished.connect(self._on_finished)
        session.state_changed.connect(self._on_state)
        session.cleared.connect(self._on_cleared)
        session.restored.connect(self._on_restored)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.failed.connect(self._on_load_failed)
        self.live.run_wanted.connect(self.train_wanted)
        self.network.digits_wanted.connect(self._find_digits)
        self.network.microscope_wanted.connect(self._look_closer)
        self.network.kept.connect(self.kept)
        self.microscope.picture_wanted.connect(self._show_in_picture)
        self.microscope.digits_wanted.connect(self._find_digits)
        self.doctor.experiment_wanted.connect(self._on_experiment)

    def _want_mistakes(self) -> None:
        """Of the network that is looked at."""
        chosen = self.microscope if self.tabs.currentIndex() == MICROSCOPE else self.network
        self.mistakes_wanted.emit(chosen.network.currentText() == IN_TRAINING)

    def _update_watching(self) -> None:
        at = self._stack.currentIndex() if self.isVisible() else None
        self._session.set_inspected(at in (LIVE, DOCTOR))
        self._session.set_watched(self, at in (NETWORK, MICROSCOPE))

    @Slot(int)
    def _on_tab(self, index: int) -> None:
        self.tabs.setFocus()  # else a button of the new pane takes it, and Space with it
        self._stack.setCurrentIndex(index)
        self._update_watching()

    @Slot(int, int)
    def _look_closer(self, layer: int, unit: int) -> None:
        """From a unit of the picture to its numbers, for the same example and network."""
        self.microscope.chooser.follow(self.network.chooser)
        self.microscope.choose_network(self.network.network.currentText())
        self.show_pane(MICROSCOPE)
        if layer:
            self.microscope.show_unit(layer, unit)
        else:
            self.microscope.go_to("X")

    @Slot(int, int)
    def _show_in_picture(self, layer: int, unit: int) -> None:
        """And back."""
        which = self.microscope.network.currentText()
        self.network.chooser.follow(self.microscope.chooser)
        self.network.choose_network(which, self.microscope.network_named(which))
        self.show_pane(NETWORK)
        self.network.choose_unit(layer, unit)

    @Slot(object)
    def _on_started(self, request: StartRequest) -> None:
        self.doctor.set_run(request.recipe_now, True, len(request.split.class_names))
        self._show_digits(request.split)

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        shown = self._session.shown
        self.live.set_run(progress.total_steps)
        self.doctor.show_curve(shown.history, progress.total_steps, shown.replaced)

    @Slot(object)
    def _on_inspected(self, inspection: Inspection) -> None:
        examination = self._session.shown.examination
        if examination is not None:
            self.live.show_inspection(inspection, examination.gradients)
            self.doctor.show_measurements(examination.readings)

    @Slot(object)
    def _on_alarms(self, alarms: Sequence[Alarm]) -> None:
        self.doctor.show_alarms(alarms)
        if self._session.shown.examination is not None:
            self.doctor.show_measurements(self._session.shown.examination.readings)
        count = f" · {len(alarms)}" if alarms else ""
        self.tabs.setTabText(DOCTOR, TITLES[DOCTOR] + count)

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        latest = self._session.shown.latest
        self.live.set_ended(latest.step if latest else 0)
        self.doctor.set_ended()

    @Slot(str)
    def _on_state(self, state: str) -> None:
        request = self._session.shown.request
        if request is not None:
            classes = len(request.split.class_names)
            self.doctor.set_run(request.recipe_now, state != "idle", classes)

    @Slot()
    def _on_cleared(self) -> None:
        self.live.clear()
        self.doctor.clear()
        self._set_training_network(None)
        self._on_alarms(())

    @Slot()
    def _on_restored(self) -> None:
        """What was measured of a run from a file is gone with its window."""
        examination, latest = self._session.shown.examination, self._session.shown.latest
        if latest is not None:
            self._on_progress(latest)
        if examination is not None and examination.latest is not None:
            self._on_inspected(examination.latest)
            self._on_alarms(examination.alarms)
        if self._session.shown.result is not None:
            self._on_finished(self._session.shown.result)

    @Slot(object)
    def _on_experiment(self, experiment: Experiment) -> None:
        request = self._session.shown.request
        if request is not None:
            self._session.run_instead(experiment.recipe(request.recipe))

    @Slot()
    def _find_digits(self) -> None:
        self._wants_digits = True
        loaded = self._loader.any_digits()
        for each in [*self._loader.ready.values(), *([loaded] if loaded else [])]:
            self._show_digits(each.split)

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        self._show_digits(loaded.split)

    @Slot(object)
    def _on_load_failed(self, failed: LoadFailed) -> None:
        """Where MNIST is damaged, the microscope shows digits that can always be made."""
        if self._wants_digits and not self._shown and failed.source == MNIST:
            self._loader.want(STARTER)

    def _show_digits(self, split: Split) -> None:
        """Of each kind of classes the first set is shown."""
        if split.class_names in self._shown:
            return
        self._shown.add(split.class_names)
        self.network.set_digits(split)
        self.microscope.set_digits(split)

    @Slot(object)
    def _set_training_network(self, snapshot: Snapshot | None) -> None:
        self.network.set_training_network(snapshot)
        self.microscope.set_training_network(snapshot)
