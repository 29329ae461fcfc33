"""The pages that show kept runs: compared, gone through again, or as the first of two twins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.background.digit_request import WithDigits
from app.background.opening_runs import OpenedRun, RunOpener
from app.background.training.run_curves import MOST
from app.background.twin import BUSY, TwinTrainer
from app.state.drawn_digit import DrawnDigit
from app.state.run_digits import OTHERS, RunDigits
from app.views.runs.compare.page import ComparePage
from app.views.runs.deeds import Deed
from app.views.runs.replay.page import ReplayedRun, ReplayPage
from app.views.runs.twin.page import TwinPage
from app.views.runs.view import RunsView
from app.views.runs.words import name_of
from core.files.run_file import Origin, RunRecord
from core.network.recipe import Recipe
from core.runs.differences import ComparedRun
from core.runs.summary import RunSummary
from core.runs.twins import TwinRecipes

COMPARE, REPLAY, TWIN = "compare", "replay", "twin"
TITLES = {COMPARE: "Compare", REPLAY: "Time machine", TWIN: "Twin"}
RecipeOfTrain = Callable[[], tuple[Recipe | None, WithDigits]]
"""The recipe of Train's form, None where it is none, and what calls a function with the digits that
are chosen there."""
Named = tuple[str, str]  # what the library calls a run, and the user


class RunPages(QObject):
    """compare, replay, twin: the pages.

    wanted: the page to show, a key of TITLES. failed: why runs cannot be shown. branch_wanted: a
    Branch to begin with on Train. use_wanted: a Snapshot to read drawings with. status: what goes
    on in a few words, or "".
    """

    wanted = Signal(str)
    failed = Signal(str)
    branch_wanted = Signal(object)
    use_wanted = Signal(object)
    status = Signal(str)

    def __init__(
        self,
        opener: RunOpener,
        trainer: TwinTrainer,
        digits: RunDigits,
        of_train: RecipeOfTrain,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._opener, self._trainer, self._digits = opener, trainer, digits
        self._of_train = of_train
        self._origin: Origin | None = None  # of the run whose recipe the twins have
        self._is_twin_asked = False
        self._show: Callable[[list[OpenedRun]], object] = self._show_compared
        self.compare, self.replay, self.twin = ComparePage(), ReplayPage(), TwinPage(trainer)
        self._pages: dict[str, QWidget] = {
            COMPARE: self.compare,
            REPLAY: self.replay,
            TWIN: self.twin,
        }
        self.runners = (*opener.runners, *trainer.runners, *self.replay.runners)
        opener.opened.connect(self._on_opened)
        opener.failed.connect(self.failed)
        digits.refused.connect(self._on_no_digits)
        digits.others.connect(partial(self._on_no_digits, OTHERS))
        self.replay.digits_wanted.connect(self._on_digits_wanted)
        self.replay.branch_wanted.connect(self.branch_wanted)
        self.replay.use_wanted.connect(self.use_wanted)
        self.twin.start_wanted.connect(self._on_start_wanted)
        self.twin.train_wanted.connect(self.twin_of_train)
        self.twin.status.connect(self.status)

    def compare_runs(self, runs: Sequence[Named]) -> None:
        """Show their curves on one plot, and what differs."""
        self._open(runs, self._show_compared)

    def go_through(self, run: Named) -> None:
        """Show a run again, from any of its kept networks."""
        self._open([run], self._show_replayed)

    def twin_of(self, run: Named) -> None:
        """Have the recipe of a run be that of the first twin."""
        self._open([run], self._show_twin)

    @Slot()
    def twin_of_train(self) -> None:
        """Have the recipe of Train's form be that of the first twin."""
        recipe, _ = self._of_train()
        self._origin = None
        if recipe is None:
            self.twin.say("A field of Train’s recipe needs another value first.", "error")
        else:
            self.twin.set_recipe(recipe, "the recipe of Train")
        self.wanted.emit(TWIN)

    def add_to(self, view: RunsView) -> None:
        """A tab for each page, and buttons that bring chosen runs there."""
        for page_id, page in self._pages.items():
            view.add_page(page_id, TITLES[page_id], page)
        self.wanted.connect(view.show_page)
        chosen = view.all_runs.chosen

        def named() -> list[Named]:
            return [(run.id, name_of(run)) for run in chosen()]

        def can_read(run: RunSummary) -> bool:
            return not run.problem

        for deed in (
            Deed("compare", "compare", "Compare", "Curves of 2 to 8 runs on one plot, and what "
                 "differs", lambda: self.compare_runs(named()), most=MOST, fewest=2),
            Deed("replay", "replay", "Time machine", "Go through this run again, from its first "
                 "step to its last", lambda: self.go_through(named()[0]),
                 needs=lambda run: can_read(run) and run.frame_bytes > 0),
            Deed("twin", "twin", "Twin", "Change one thing of its recipe, and train both side by "
                 "side", lambda: self.twin_of(named()[0])),
        ):  # fmt: skip
            view.all_runs.add_deed(deed)
        self.failed.connect(lambda sentence: view.all_runs.say(sentence, "error"))

    @Slot(object)
    def set_digit(self, digit: DrawnDigit | None) -> None:
        """digit: the chosen one of Draw; None: there is none."""
        self.replay.set_digit(digit)

    def _open(self, runs: Sequence[Named], show: Callable[[list[OpenedRun]], object]) -> None:
        self._show = show
        self._opener.open(runs)

    @Slot(object)
    def _on_opened(self, runs: list[OpenedRun]) -> None:
        self._show(runs)

    def _show_compared(self, runs: list[OpenedRun]) -> None:
        compared = [ComparedRun(each.record, each.parent) for each in runs]
        self.compare.set_runs([each.curves for each in runs], compared)
        self.wanted.emit(COMPARE)

    def _show_replayed(self, runs: list[OpenedRun]) -> None:
        (run,) = runs
        curves = run.curves
        shown = ReplayedRun(run.run_id, curves.name, run.record, curves.history, run.frames)
        self.wanted.emit(REPLAY)
        self.replay.set_run(shown)

    def _show_twin(self, runs: list[OpenedRun]) -> None:
        (run,) = runs
        self._origin = run.record.origin
        self.twin.set_recipe(run.record.recipe, f"the recipe of “{run.curves.name}”")
        self.wanted.emit(TWIN)

    @Slot(object)
    def _on_digits_wanted(self, record: RunRecord) -> None:
        self._is_twin_asked = False
        self._digits.ask(record.origin, self.replay.set_digits)

    @Slot(object)
    def _on_start_wanted(self, recipes: TwinRecipes) -> None:
        start = partial(self._trainer.start, recipes)
        if not self._trainer.can_start:
            self.twin.say(BUSY, "error")
        elif self._origin is not None:
            self._is_twin_asked = True
            self._digits.ask(self._origin, start)
        else:
            self._of_train()[1](start)

    @Slot(str)
    def _on_no_digits(self, sentence: str) -> None:
        if self._is_twin_asked:
            self.twin.say(sentence, "error")
        else:
            self.replay.set_digits(None, f"{sentence} Matrix and gradients need digits.")
