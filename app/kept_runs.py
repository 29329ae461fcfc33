"""The runs that are kept, whole: the library, its view and pages, and what goes on with a run."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.background.loading import Loader
from app.background.opening_runs import RunOpener
from app.background.tasks import TaskRunner
from app.background.training.messages import Branch
from app.background.training.session import Session
from app.background.twin import TwinTrainer
from app.paths import Paths
from app.state.run_continuation import RunContinuation
from app.state.run_digits import RunDigits
from app.state.run_shelf import RunShelf
from app.state.twin_keeper import TwinKeeper
from app.views.runs.all_runs import AllRuns
from app.views.runs.pages import RunPages
from app.views.runs.view import RunsView
from app.views.train.view import TrainView
from core.files.run_file import Origin
from core.network.recipe import Recipe


class KeptRuns(QObject):
    """shelf: what is known of the runs. view: what is seen of them; pages: its pages but the first.

    use_wanted: read drawings with this Snapshot. train_wanted: show Train, which was told what to
    do. status: what goes on in a few words, or "".
    """

    use_wanted = Signal(object)
    train_wanted = Signal()
    status = Signal(str)

    def __init__(
        self,
        session: Session,
        loader: Loader,
        train: TrainView,
        paths: Paths,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._loader, self._train = loader, train
        self.shelf = RunShelf(paths.runs, self)
        continuation = RunContinuation(session, loader, self)
        self.all_runs = AllRuns(self.shelf, session, continuation)
        self.view = RunsView(self.all_runs)
        trainer, opener = TwinTrainer(session, self), RunOpener(paths.runs, self)
        digits = RunDigits(loader, self)
        self.pages = RunPages(opener, trainer, digits, train.recipe_and_digits, self)
        self.pages.add_to(self.view)
        keeper = TwinKeeper(trainer, loader, paths.runs, lambda: self.shelf.budget, self)
        keeper.kept.connect(self.all_runs.look_soon)
        keeper.failed.connect(self.status)
        self.all_runs.use_network.connect(self.use_wanted)
        self.all_runs.recipe_wanted.connect(self._start_again)
        self.all_runs.went_on.connect(self.train_wanted)
        self.pages.branch_wanted.connect(self._branch)
        self.pages.use_wanted.connect(self.use_wanted)
        self.pages.status.connect(self.status)
        self.runners: list[TaskRunner] = [
            *self.shelf.runners,
            *self.pages.runners,
            *keeper.runners,
        ]

    @Slot(object)
    def _branch(self, branch: Branch) -> None:
        self._train.branch_from(branch)
        self.train_wanted.emit()

    @Slot(object, object)
    def _start_again(self, recipe: Recipe, origin: Origin) -> None:
        """As a kept run did. Its digits, if they are in another folder, are chosen once read."""
        self._train.set_recipe(recipe)
        self._train.set_source(origin.source)
        known = "", self._loader.own_folder, str(self._loader.mnist_folder())
        if origin.folder not in known:
            self._loader.reopen(origin.folder)
        self.train_wanted.emit()
