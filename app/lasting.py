"""What lasts from one time to the next: kept when the window closes, restored when it opens."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.look import theme
from app.settings import Settings
from core.errors import RecipeError
from core.files.recipe_file import from_toml, to_toml

if TYPE_CHECKING:
    from app.background.loading import Loader
    from app.background.training.session import Session
    from app.startup import Lab
    from app.views.train.view import TrainView
    from app.views.widgets.status_line import StatusLine


def keep(lab: Lab) -> None:
    """The choices of the user, as they are."""
    values: dict[str, object] = {
        "window/geometry": lab.window.saveGeometry(),
        "window/view": lab.window.view,
        "look/theme": theme.watcher().choice,
        "look/reduced_motion": theme.watcher().reduced_motion,
        "draw/brush": lab.draw.canvas.brush,
        "network/kept": lab.network.is_kept,
    }
    if lab.is_complete:
        values |= {
            "train/data": lab.train.source,
            "train/log_axis": lab.train.is_logarithmic,
            "data/folder": lab.loader.own_folder,
            "hand/set": lab.hand.name,
        }
        recipe = lab.train.recipe()
        if recipe is not None:
            values["train/recipe"] = to_toml(recipe)
    for key, value in values.items():
        lab.settings.set(key, value)
    lab.settings.save()


def restore_train(train: TrainView, settings: Settings) -> None:
    """The form of Train as it was left."""
    with suppress(RecipeError):  # by an older version, or edited by hand: keep the default
        train.set_recipe(from_toml(settings.get("train/recipe")))
    train.set_source(settings.get("train/data"))
    train.set_logarithmic(settings.get("train/log_axis"))


def reopen_own_digits(loader: Loader, settings: Settings) -> None:
    """Those that Run trained on; when they are gone, their card on Data says so."""
    from app.background.loading import FOLDER

    folder = settings.get("data/folder")
    if folder and settings.get("train/data") == FOLDER:
        loader.open_folder(Path(folder))


def keep_run(session: Session, models: Path, settings: Settings) -> None:
    """The network of a run that the closing of the window cuts off."""
    from app.unfinished import keep_unfinished

    kept = keep_unfinished(session, models)
    if kept is not None:
        settings.set("train/unfinished", kept.name)
        settings.save()


def tell_kept_run(settings: Settings, status: StatusLine) -> None:
    """Once, the next time."""
    kept = settings.get("train/unfinished")
    if kept:
        settings.set("train/unfinished", "")
        status.set_activity(
            f"The last run ended when the window closed; its network is kept as “{kept}”."
        )
