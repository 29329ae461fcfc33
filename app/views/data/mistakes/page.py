"""Mistakes: what a network misreads of a set, as a matrix, by class, and in curves."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.background.answering import Answering
from app.background.loading import Loader
from app.background.robustness import RobustnessMeter
from app.background.training.session import Session
from app.look import theme
from app.state.my_handwriting import MyHandwriting
from app.state.relabelling import Relabelling
from app.views.data.mistakes.classes import ClassTable
from app.views.data.mistakes.curves import CurvesPage
from app.views.data.mistakes.files import (
    class_formats,
    curve_formats,
    entries,
    matrix_formats,
)
from app.views.data.mistakes.image_cards import ImageCards
from app.views.data.mistakes.matrix_page import MatrixPage
from app.views.data.mistakes.network_choice import IN_USE, MISSING, RUN, NetworkChoice
from app.views.data.mistakes.set_choice import SetChoice
from app.views.data.mistakes.words import summary
from app.views.widgets.exports import Entry, ExportMenu
from app.views.widgets.flow import FlowLayout
from app.views.widgets.plain import PlainLabel
from app.views.widgets.scrolled import scrolled
from core.data.dataset import Dataset
from core.evaluation.answers import Answers
from core.evaluation.figures import SetFigures
from core.files.plain_text import plain
from core.network.snapshots import Snapshot

MATRIX, CLASSES, CURVES = range(3)
TITLES = ("Matrix", "Classes", "Curves")
FOLLOW_MILLISECONDS = 1_500  # between two looks at the network of a run that goes on
PATIENCE = 300  # milliseconds without an answer, after which progress is shown


class MistakesPage(QWidget):
    """A click on an image opens its card. look_wanted, draw_wanted: see ImageCard.
    runners: to close with the window.

    While it is hidden nothing is worked out.
    """

    look_wanted = Signal(object, str, str)
    draw_wanted = Signal(object, str)

    def __init__(
        self,
        loader: Loader,
        hand: MyHandwriting,
        session: Session,
        relabelling: Relabelling | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """relabelling: keeps the labels that the user changes; without it none can be."""
        super().__init__(parent)
        self._session = session
        self.answers: Answers | None = None
        self.figures: SetFigures | None = None
        self._asked: tuple[Snapshot, Dataset] | None = None
        self._stale: set[int] = set()  # pages that show older figures
        self._answering = Answering(self)
        self._meter = RobustnessMeter(self)
        self.runners = (*self._answering.runners, *self._meter.runners)
        self.network = NetworkChoice()
        self.images = SetChoice(loader, hand)
        self.cards = ImageCards(self.images, relabelling, self)
        self.matrix = MatrixPage()
        self.classes = ClassTable()
        self.curves = CurvesPage()
        self.summary = PlainLabel()
        self.note = PlainLabel()
        for label in (self.summary, self.note):
            label.setWordWrap(True)
        self.summary.setProperty("role", "sentence")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.tabs = QTabBar()
        self.tabs.setObjectName("mistakes-tabs")
        self.tabs.setExpanding(False)
        self.pages = QStackedWidget()
        self.export = ExportMenu(self, "Export what is seen", self._entries)
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(FOLLOW_MILLISECONDS)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(PATIENCE)
        self._lay_out()
        self._connect()
        self._say("", "note")
        self.progress.setVisible(False)

    def set_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: of the network that drawings are read with, or None."""
        self.network.set_network(IN_USE, snapshot)

    def show_run(self) -> None:
        """Judge the network of the run, on the set it learned from."""
        request = self._session.shown.request
        if request is not None:
            self.images.choose_split(request.split)
        self.network.set_network(RUN, self._session.shown.snapshot)
        self.network.choose(RUN)

    def show_network_in_use(self) -> None:
        """Judge the network that drawings are read with."""
        self.network.choose(IN_USE)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch()
        self.network.set_network(RUN, self._session.shown.snapshot)
        self.images.begin()
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch()
        self._meter.cancel()

    def _lay_out(self) -> None:
        for title, page in zip(TITLES, (self.matrix, self.classes, self.curves), strict=True):
            self.tabs.addTab(title)
            self.pages.addWidget(scrolled(page) if page is not self.classes else page)
        choices = QWidget()
        flow = FlowLayout(choices)
        flow.setContentsMargins(0, 0, 0, 0)
        for part in (self.network, self.images, self.tabs, self.export.button):
            flow.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(choices)
        layout.addWidget(self.summary)
        layout.addWidget(self.note)
        layout.addWidget(self.progress)
        layout.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.network.changed.connect(self._on_choice)
        self.network.failed.connect(partial(self._say, role="error"))
        self.images.changed.connect(self._on_choice)
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        self.tabs.currentChanged.connect(self._fill)
        self.matrix.image_wanted.connect(self._on_image)
        self.cards.moved.connect(self.matrix.cell.grid.select)
        self.cards.look_wanted.connect(self.look_wanted)
        self.cards.draw_wanted.connect(self.draw_wanted)
        self.classes.chosen.connect(self._on_class)
        self._answering.answered.connect(self._on_answers)
        self._answering.progress.connect(self._on_progress)
        self._answering.failed.connect(self._on_failed)
        self._follow.timeout.connect(self._refresh)
        self._slow.timeout.connect(self._show_progress)
        self.curves.robustness.wanted.connect(self._measure)
        self.curves.robustness.given_up.connect(self._meter.cancel)
        self._meter.measured.connect(self.curves.robustness.show_points)
        self._meter.ended.connect(self.curves.robustness.show_end)
        self._meter.failed.connect(partial(self._say, role="error"))
        session = self._session
        session.snapshot_changed.connect(self._on_run)
        session.finished.connect(self._on_run_shown)
        session.restored.connect(self._on_run_shown)
        session.cleared.connect(self._on_run_shown)

    @property
    def _wanted(self) -> tuple[Snapshot, Dataset] | None:
        snapshot, dataset = self.network.snapshot, self.images.dataset
        return None if snapshot is None or dataset is None else (snapshot, dataset)

    @Slot()
    def _on_choice(self) -> None:
        self._watch()
        self._follow.stop()
        self._refresh()

    def _refresh(self) -> None:
        """Ask for what is chosen, unless it was asked for or nobody looks."""
        wanted = self._wanted
        if not self.isVisible() or _is_same(wanted, self._asked):
            return
        is_next = self._is_next(wanted)
        self._asked = wanted
        if not is_next:
            self._meter.cancel()
            self.curves.robustness.clear()
            self.curves.robustness.set_ready(wanted is not None)
            self._say("", "note")
            self._show(None)
        if wanted is None:
            self._answering.cancel()
            self._end_progress()
            has_network = self.network.snapshot is not None
            missing = self.images.missing if has_network else MISSING[self.network.key]
            self.summary.setText(missing)
            return
        self._answering.ask(*wanted)
        self._slow.start()

    def _is_next(self, wanted: tuple[Snapshot, Dataset] | None) -> bool:
        """Whether it is a newer network of the same run, or other labels, of the same images: what
        is shown stays until there is more."""
        if wanted is None or self._asked is None:
            return False
        (before, images), (network, others) = self._asked, wanted
        is_of_run = self.network.key == RUN and before.dimensions == network.dimensions
        return images.images is others.images and (is_of_run or before is network)

    @Slot(object)
    def _on_run(self, snapshot: Snapshot) -> None:
        """Look at it calmly: when the last answers are there, and FOLLOW_MILLISECONDS ago."""
        self.network.blockSignals(True)
        self.network.set_network(RUN, snapshot)
        self.network.blockSignals(False)
        is_busy = self._answering.is_running or self._follow.isActive()
        if self.network.key == RUN and self.isVisible() and not is_busy:
            self._follow.start(0 if self.answers is None else FOLLOW_MILLISECONDS)

    @Slot()
    def _on_run_shown(self) -> None:
        self.network.set_network(RUN, self._session.shown.snapshot)

    @Slot(object)
    def _on_answers(self, answers: Answers) -> None:
        self._end_progress()
        self._show(answers)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._end_progress()
        self._show(None)
        self._asked = None
        self.curves.robustness.set_ready(False)
        self._say(sentence, "error")

    def _show(self, answers: Answers | None) -> None:
        self.answers = answers
        self.cards.set_answers(self._asked[0] if self._asked else None, answers)
        self.figures = None if answers is None else SetFigures.of(answers)
        self._stale = {MATRIX, CLASSES, CURVES}
        self._fill()
        snapshot, found = self.network.snapshot, self.figures
        facts = {} if snapshot is None else snapshot.facts
        self.summary.setText("" if found is None else summary(found, facts))

    @Slot()
    def _fill(self) -> None:
        """Show the figures on the page that is seen, unless it has them already."""
        page = self.tabs.currentIndex()
        if page not in self._stale:
            return
        self._stale.discard(page)
        confusion = None if self.figures is None else self.figures.confusion
        if page == MATRIX:
            self.matrix.set_answers(self.answers, confusion, calmly=self._session.is_active)
        elif page == CLASSES:
            self.classes.set_confusion(confusion)
        else:
            self.curves.set_figures(self.figures)

    def _say(self, sentence: str, role: str) -> None:
        """Beneath the figures. role: note, good or error."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))
        theme.repolish(self.note, role)

    @Slot()
    def _show_progress(self) -> None:
        self.progress.setValue(0)
        self.progress.setVisible(self._answering.is_running and self.answers is None)

    @Slot(float)
    def _on_progress(self, share: float) -> None:
        self.progress.setValue(round(share * self.progress.maximum()))

    def _end_progress(self) -> None:
        self._slow.stop()
        self.progress.setVisible(False)

    @Slot()
    def _measure(self) -> None:
        if self._asked is not None:
            self.curves.robustness.set_busy(True)
            self._meter.measure(*self._asked)

    @Slot(int)
    def _on_image(self, index: int) -> None:
        if self._asked is not None and self.answers is not None:
            order = self.matrix.cell.grid.order
            self.cards.open(self._asked[0], self.answers, order, index)

    @Slot(int)
    def _on_class(self, number: int) -> None:
        self.tabs.setCurrentIndex(MATRIX)
        self.matrix.show_class(number)

    def _watch(self) -> None:
        """Have the run's network copied while it is looked at."""
        self._session.set_watched(self, self.isVisible() and self.network.key == RUN)

    def _entries(self) -> list[Entry]:
        """Of the page that is seen."""
        found, sheet = self.figures, self.matrix.matrix.sheet
        if found is None or self._asked is None:
            return []
        title = f"{plain(self._asked[0].name)} on {self.images.name}"
        page = self.tabs.currentIndex()
        if page == MATRIX and sheet is not None:
            formats = matrix_formats(found, sheet, title)
        elif page == CLASSES:
            formats = class_formats(found, self.classes, title)
        else:
            formats = curve_formats(found, self.curves)
        return entries(self, title, self._say, formats)


def _is_same(one: tuple[object, ...] | None, other: tuple[object, ...] | None) -> bool:
    """The very same objects; nothing is never the same, for why there is nothing may change."""
    return bool(one and other and all(a is b for a, b in zip(one, other, strict=True)))
