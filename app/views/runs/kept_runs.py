"""The runs that are kept, whole: the library, its view and pages, and what goes on with a run."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.background.loading import Loader
from app.background.opening_runs import RunOpener
from app.background.training.session import Session
from app.background.twin import TwinTrainer
from app.paths import Paths
from app.state.run_continuation import RunContinuation
from app.state.run_digits import RunDigits
from app.state.run_shelf import RunShelf
from app.state.twin_keeper import TwinKeeper
from app.views.runs.all_runs import AllRuns
from app.views.runs.pages import RecipeOfTrain, RunPages
from app.views.runs.view import RunsView


class KeptRuns(QObject):
    """shelf: what is known of the runs. view: what is seen of them; pages: its pages but the first.

    use_wanted: read drawings with this Snapshot. branch_wanted: a Branch to begin with on Train.
    again_wanted: train by this Recipe on the digits of this Origin. went_on: a run goes on; Train
    shows it. status: what goes on in a few words, or "".
    """

    use_wanted = Signal(object)
    branch_wanted = Signal(object)
    again_wanted = Signal(object, object)
    went_on = Signal()
    status = Signal(str)

    def __init__(
        self,
        session: Session,
        loader: Loader,
        recipe_of_train: RecipeOfTrain,
        paths: Paths,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.shelf = RunShelf(paths.runs, self)
        continuation = RunContinuation(session, loader, self)
        self.all_runs = AllRuns(self.shelf, session, continuation)
        self.view = RunsView(self.all_runs)
        trainer, opener = TwinTrainer(session, self), RunOpener(paths.runs, self)
        digits = RunDigits(loader, self)
        self.pages = RunPages(opener, trainer, digits, recipe_of_train, self)
        self.pages.add_to(self.view)
        keeper = TwinKeeper(trainer, loader, paths.runs, lambda: self.shelf.budget, self)
        keeper.kept.connect(self.all_runs.look_soon)
        keeper.failed.connect(self.status)
        self.all_runs.use_network.connect(self.use_wanted)
        self.all_runs.recipe_wanted.connect(self.again_wanted)
        self.all_runs.went_on.connect(self.went_on)
        self.pages.branch_wanted.connect(self.branch_wanted)
        self.pages.use_wanted.connect(self.use_wanted)
        self.pages.status.connect(self.status)
        self.runners = (*self.shelf.runners, *self.pages.runners, *keeper.runners)
