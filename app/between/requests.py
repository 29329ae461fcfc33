"""What one view asks of another: to be shown, with something in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot

from app.background.loading import Loaded, Loader
from app.background.training.messages import Branch
from app.views.data.view import DataView
from app.views.draw.draw_view import DrawView
from app.views.draw.sheet import picture_of_digit
from app.views.inspect.view import InspectView
from app.views.learn.view import LearnView
from app.views.runs.kept_runs import KeptRuns
from app.views.train.view import TrainView
from core.files.run_file import Origin
from core.network.recipe import Recipe


class Requests(QObject):
    """Connects the views; what it offers besides is for menus, lessons and offers.

    show_view: shows a view by its name, such as "train".
    """

    def __init__(
        self,
        show_view: Callable[[str], None],
        loader: Loader,
        draw: DrawView,
        train: TrainView,
        inspect: InspectView,
        learn: LearnView,
        data: DataView,
        runs: KeptRuns,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._show, self._loader, self._draw, self._train = show_view, loader, draw, train
        self._inspect, self._learn, self._data = inspect, learn, data
        draw.digits_wanted.connect(self._find_digits)
        loader.loaded.connect(self._on_digits)
        train.inspect_wanted.connect(self._inspect_training)
        train.mistakes_wanted.connect(partial(self._show_mistakes, True))
        inspect.train_wanted.connect(self.show_train)
        inspect.mistakes_wanted.connect(self._show_mistakes)
        data.look_wanted.connect(self._look_inside)
        data.draw_wanted.connect(self._open_on_draw)
        runs.branch_wanted.connect(self._branch)
        runs.again_wanted.connect(self._train_again)
        runs.went_on.connect(self.show_train)

    @Slot()
    def show_train(self) -> None:
        self._show("train")

    def inspect_drawing(self) -> None:
        self._show("inspect")
        self._inspect.show_drawing()

    def open_data(self) -> None:
        """Ask for a folder of digits."""
        self._show("data")
        self._data.open_folder()

    @Slot(str)
    def begin_exercise(self, code: str) -> None:
        self._show("learn")
        self._learn.begin_exercise(code)

    @Slot()
    def _find_digits(self) -> None:
        """For Draw: of all sets with the same classes the one that was read first."""
        if self._loader.any_digits() is not None:
            for each in reversed(self._loader.ready.values()):
                self._on_digits(each)

    @Slot(object)
    def _on_digits(self, loaded: Loaded) -> None:
        self._draw.set_digits(loaded.split)

    @Slot()
    def _inspect_training(self) -> None:
        self._show("inspect")
        self._inspect.show_training()

    @Slot(bool)
    def _show_mistakes(self, of_run: bool) -> None:
        self._data.show_mistakes(of_run=of_run)
        self._show("data")

    @Slot(object, str, str)
    def _look_inside(self, image: Any, class_name: str, name: str) -> None:
        self._show("inspect")
        self._inspect.show_example(image, class_name, name)

    @Slot(object, str)
    def _open_on_draw(self, image: Any, name: str) -> None:
        self._show("draw")
        self._draw.canvas.set_drawing(picture_of_digit(name, image))

    @Slot(object)
    def _branch(self, branch: Branch) -> None:
        self._train.branch_from(branch)
        self.show_train()

    @Slot(object, object)
    def _train_again(self, recipe: Recipe, origin: Origin) -> None:
        """As a kept run did. Its digits, if they are in another folder, are chosen once read."""
        self._train.set_recipe(recipe)
        self._train.set_source(origin.source)
        known = "", self._loader.own_folder, str(self._loader.mnist_folder())
        if origin.folder not in known:
            self._loader.reopen(origin.folder)
        self.show_train()
