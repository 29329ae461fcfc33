"""The user's choices: restored when the window opens, saved when it closes or as they are made."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.look import theme
from app.settings import Settings
from app.state.drafts import Draft, Drafts
from app.state.network_in_use import NetworkInUse
from app.views.draw.draw_view import DrawView
from app.views.main_window import MainWindow
from core.errors import DigitLabError, RecipeError
from core.files.recipe_file import from_toml, to_toml

if TYPE_CHECKING:  # they are imported after the window's first paint
    from app.background.loading import Loader
    from app.views.learn.view import LearnView
    from app.views.train.view import TrainView


def save_window(
    settings: Settings, window: MainWindow, draw: DrawView, network: NetworkInUse
) -> None:
    """What can be chosen as soon as the window is there."""
    settings.set("window/geometry", window.saveGeometry())
    settings.set("window/view", window.view)
    settings.set("look/theme", theme.watcher().choice)
    settings.set("look/text_size", theme.watcher().percent)
    settings.set("look/reduced_motion", theme.watcher().reduced_motion)
    settings.set("draw/brush", draw.canvas.brush)
    settings.set("network/kept", network.is_kept)


def save_training(settings: Settings, train: TrainView, loader: Loader) -> None:
    """The form of Train, but for a recipe that is not valid, and the user's own digits."""
    settings.set("train/data", train.source)
    settings.set("train/log_axis", train.is_logarithmic)
    settings.set("train/gear", train.gear)
    settings.set("data/folder", loader.own_folder)
    recipe = train.recipe()
    if recipe is not None:
        settings.set("train/recipe", to_toml(recipe))


def restore_training(settings: Settings, train: TrainView) -> None:
    """The form of Train as it was left; at the first start as it comes."""
    if kept := settings.get("train/recipe"):
        with suppress(RecipeError):  # by an older version, or edited by hand: keep the default
            train.set_recipe(from_toml(kept))
    train.set_source(settings.get("train/data"))
    train.set_logarithmic(settings.get("train/log_axis"))
    train.set_gear(settings.get("train/gear"))


def reopen_own_digits(settings: Settings, loader: Loader) -> None:
    """Those that Run trained on; when they are gone, their card on Data says so."""
    from app.background.loading import FOLDER

    folder = settings.get("data/folder")
    if folder and settings.get("train/data") == FOLDER:
        loader.reopen(folder)


class LearnPreferences(QObject):
    """Restores what was open, read and answered in Learn; saves consent, pages read, answers and
    unsaved text at once."""

    def __init__(self, settings: Settings, learn: LearnView, drafts: Drafts) -> None:
        from app.views.learn.check.draft_keeper import DraftKeeper

        super().__init__(learn)
        self._settings, self._learn = settings, learn
        learn.check.set_may_run(settings.get("learn/may_run"))
        learn.quiz.set_answered(
            settings.get("learn/right"), settings.get("learn/wrong"), settings.get("learn/best")
        )
        learn.read.set_read(settings.get("learn/read"))
        learn.check.race.choose_data()
        self._adopt_older_text(drafts)
        self.drafts = DraftKeeper(learn.check, drafts)
        file = settings.get("learn/file")
        if not self.drafts.show_left() and file:
            learn.check.restore(Path(file))
        learn.check.consented.connect(self._on_consent)
        learn.quiz.answered.connect(self._on_answered)
        learn.quiz.best_changed.connect(self._on_best)
        learn.read.page_read.connect(self._on_read)

    def save(self) -> None:
        """The file that is open, and of its text what the file does not hold."""
        self._settings.set("learn/file", str(self._learn.check.path or ""))
        self.drafts.close()

    def _adopt_older_text(self, drafts: Drafts) -> None:
        """Older versions kept unsaved text in the settings."""
        file, text = self._settings.get("learn/file"), self._settings.get("learn/unsaved")
        if file and text:
            with suppress(DigitLabError):  # it is tried again at the next start
                drafts.keep(Draft(file, text))
                drafts.leave()
                self._settings.set("learn/unsaved", "")
                self._settings.save()

    @Slot()
    def _on_consent(self) -> None:
        self._settings.set("learn/may_run", self._learn.check.may_run)
        self._settings.save()

    @Slot(str, str)
    def _on_answered(self, right: str, wrong: str) -> None:
        self._settings.set("learn/right", right)
        self._settings.set("learn/wrong", wrong)
        self._settings.save()

    @Slot(int)
    def _on_best(self, best: int) -> None:
        self._settings.set("learn/best", best)
        self._settings.save()

    @Slot(str)
    def _on_read(self, read: str) -> None:
        self._settings.set("learn/read", read)
        self._settings.save()
