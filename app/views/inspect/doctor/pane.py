"""Doctor: the curve of a run, its alarms as cards, and beside them everything that is watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.background.training.history import History
from app.look import figures, sizes
from app.views.inspect.doctor.card import AlarmCard
from app.views.inspect.doctor.measurements import MeasurementList
from app.views.inspect.doctor.run_curve import RunCurve
from app.views.widgets.folding import Folding
from app.views.widgets.labels import IconLabel, hairline
from app.views.widgets.plain import PlainLabel
from app.views.widgets.plot.moments import Moment
from core.inspection.findings import Alarm, Measurement
from core.network.recipe import Recipe
from core.recipe_changes import RecipeChange, changed
from core.recipe_form import FIELD, Choice

CARD_WIDTH = 720  # at 100 %, as those below
LEAST_ALARMS = 360, 390
WIDE = 780  # with less room the measurements stand below the alarms
NO_RUN = "No run to look at yet"
NO_RUN_SENTENCE = (
    "Start one on Train. Its gradients, units and learning rate are watched here;\n"
    "where something is wrong, this page says what, and one thing to try."
)
NO_ALARM = "No alarm"
NO_ALARM_SENTENCE = (
    "All that has been seen of this run lies within its limits. The figures of “What is watched” "
    "are what healthy looks like."
)
BEYOND_SENTENCE = (
    "Something is beyond its limit at the moment, but not for long or clearly enough to be an "
    "alarm. The figures of “What is watched” tell which."
)
WAITING_SENTENCE = "The first figures come after a few steps."


class DoctorPane(QWidget):
    """The curve of a run, its alarms as cards, or why there are none, and all measurements.

    On the curve each alarm is marked where it was raised first, also once it is withdrawn.

    experiment_wanted: the Experiment to start the run again with.
    """

    experiment_wanted = Signal(object)  # Experiment

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, AlarmCard] = {}
        self._kinds: tuple[str, ...] = ()
        self._running = False
        self._standings: set[str] = set()
        self.headline = PlainLabel()
        self.headline.setProperty("role", "heading")
        sizes.set_font(self.headline, "type_heading", 600)
        self.run = PlainLabel()
        self.run.setProperty("role", "note")
        self.run.setWordWrap(True)
        self.all_well = PlainLabel()
        self.all_well.setWordWrap(True)
        self.all_well.setProperty("role", "sentence")
        self.measurements = MeasurementList()
        self.curve = RunCurve()
        self._history: History | None = None
        self._changes: tuple[RecipeChange, ...] = ()
        self._marks: dict[str, Moment] = {}
        self._last: tuple[History | None, dict[str, Moment]] = None, {}
        self._marks_before: list[Moment] = []
        self._mark = IconLabel(24)
        self._lay_out()
        self.clear()

    def clear(self) -> None:
        """Show the page for when nothing has run yet."""
        self._last = self._history, self._marks
        self._history, self._marks, self._marks_before = None, {}, []
        self._changes = ()
        self.curve.set_run(History(), 0, None)
        self.set_run(None, running=False)
        self.show_alarms(())
        self.show_measurements(())

    def set_run(self, recipe: Recipe | None, running: bool, classes: int = 10) -> None:
        """recipe: of the run that is watched, None before any. running: whether it goes on.
        classes: how many its network tells apart."""
        self._running, self._recipe, self._classes = running, recipe, classes
        self._pages.setCurrentIndex(0 if recipe is None else 1)
        self._name_run()
        for card in self.cards.values():
            card.set_running(running)

    def _name_run(self) -> None:
        """By its recipe as it is now."""
        if self._recipe is not None:
            words = recipe_in_words(changed(self._recipe, self._changes), self._classes)
            self.run.setText(f"{'This run' if self._running else 'The last run'}: {words}")

    def show_curve(self, history: History, total: int, before: History | None = None) -> None:
        """history: of the run, of at most `total` steps, as far as it is known. before: of the run
        that it was begun instead of."""
        if history.changes != self._changes:
            self._changes = history.changes
            self._name_run()
        if history is not self._history:
            self._history = history
            known, marks = self._last
            is_known = before is not None and before is known
            self._marks_before = [
                replace(each, text=f"before: {each.text}", color="ink_soft", faint=True)
                for each in (marks.values() if is_known else ())
            ]
            self.curve.set_run(history, total, before)
            self._show_marks()
        self.curve.refresh()

    def set_ended(self) -> None:
        """The run is over."""
        self.curve.set_ended()

    def _show_marks(self) -> None:
        self.curve.set_moments([*self._marks_before, *self._marks.values()])

    def show_alarms(self, alarms: Sequence[Alarm]) -> None:
        """Show these instead of those before. alarms: most severe first, one of a kind at most."""
        for alarm in alarms:
            self._card(alarm.kind).show_alarm(alarm)
            color = "danger" if alarm.kind == "not finite" else "warning"
            self._marks.setdefault(alarm.kind, Moment(alarm.step, alarm.title, color))
        self._show_marks()
        kinds = tuple(alarm.kind for alarm in alarms)
        if kinds != self._kinds:
            self._kinds = kinds
            for place, kind in enumerate(kinds):
                if self._column.indexOf(self.cards[kind]) != place:
                    self._column.insertWidget(place, self.cards[kind])
            for kind, card in self.cards.items():
                card.setVisible(kind in kinds)
        self._say()

    def show_measurements(self, measurements: Sequence[Measurement]) -> None:
        """measurements: everything that is watched, in a fixed order."""
        self._standings = {measurement.standing for measurement in measurements}
        self.measurements.show_measurements(measurements)
        self._say()

    def _say(self) -> None:
        count = len(self._kinds)
        self.headline.setText(f"{count} alarm{'' if count == 1 else 's'}" if count else NO_ALARM)
        self._mark.set_icon(*(("warning", "warning") if count else ("doctor", "ink")))
        self.all_well.setText(self._all_well_sentence())
        self.all_well.setVisible(not count)

    def _all_well_sentence(self) -> str:
        if not self._standings - {"unknown"}:
            return WAITING_SENTENCE
        return BEYOND_SENTENCE if "beyond" in self._standings else NO_ALARM_SENTENCE

    def _card(self, kind: str) -> AlarmCard:
        if kind not in self.cards:
            card = AlarmCard()
            sizes.set_most(card, CARD_WIDTH)
            card.set_running(self._running)
            card.wanted.connect(self.experiment_wanted)
            self.cards[kind] = card
            self._column.insertWidget(0, card)
        return self.cards[kind]

    def _lay_out(self) -> None:
        self._pages = QStackedLayout(self)
        self._pages.addWidget(_empty_page())
        page = QWidget()
        self._pages.addWidget(page)

        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._mark)
        head.addWidget(self.headline, 1)
        cards = QWidget()
        self._column = QVBoxLayout(cards)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(12)
        self._column.addWidget(self.all_well)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(cards)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addLayout(head)
        left.addWidget(self.run)
        left.addWidget(self.curve, 2)
        left.addSpacing(8)
        left.addWidget(scroll, 3)
        alarms = QWidget()
        alarms.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        sizes.set_least(alarms, *LEAST_ALARMS)
        parts = Folding(WIDE)
        parts.add(alarms, 1)
        parts.add_divider(hairline(lying=False))
        parts.add(self.measurements)
        layout = QHBoxLayout(page)
        layout.setContentsMargins(16, 16, 16, 8)
        layout.addWidget(parts)


def recipe_in_words(recipe: Recipe, classes: int) -> str:
    """A recipe in one line: “784 → 128 → 64 → 10, ReLU, He, Momentum, learning rate 0.1”."""
    words = [figures.layers(recipe.dimensions(classes))]
    for name in ("activation", "initialization", "optimizer"):
        kind = FIELD[name].kind
        assert isinstance(kind, Choice)
        words.append(kind.options[getattr(recipe, name)])
    return ", ".join([*words, f"learning rate {FIELD['learning_rate'].text(recipe.learning_rate)}"])


def _empty_page() -> QWidget:
    page = QWidget()
    mark = IconLabel(48)
    mark.set_icon("doctor", "ink_soft")
    title = PlainLabel(NO_RUN)
    title.setProperty("role", "heading")
    sentence = PlainLabel(NO_RUN_SENTENCE)
    sentence.setProperty("role", "sentence")
    sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    layout = QVBoxLayout(page)
    layout.setSpacing(8)
    layout.addStretch(2)
    for widget in (mark, title, sentence):
        layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addStretch(3)
    return page
