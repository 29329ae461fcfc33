"""The whole window after a theme switch is that of a window made in the theme, to the pixel."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.look import theme
from app.paths import Paths
from app.startup import VIEWS, Lab
from tests.app.left_windows import end

pytestmark = pytest.mark.slow

REST = 1500  # milliseconds without a change
NAMES = [view for view, _ in VIEWS]


def open_lab(folder: Path, qtbot) -> Lab:
    lab = Lab(Paths(folder, folder / "settings.ini"))
    lab.window.show()
    qtbot.waitUntil(lambda: lab.is_complete)
    for view in (*NAMES, *NAMES):
        lab.window.show_view(view)
        QApplication.processEvents()
    qtbot.waitUntil(lambda: lab.loader.any_digits() is not None)
    return lab


def picture(lab: Lab, view: str) -> QImage:
    lab.window.show_view(view)
    QApplication.processEvents()
    return lab.window.grab().toImage()


def picture_at_rest(lab: Lab, view: str, qtbot) -> QImage:
    """Once what is computed beside the window is there."""
    before, now = QImage(), picture(lab, view)
    while now != before:
        qtbot.wait(REST)
        before, now = now, picture(lab, view)
    return now


def test_every_view_wears_the_new_theme_whether_it_was_shown_or_hidden(
    look: theme.Watcher, tmp_path: Path, qtbot
) -> None:
    look.choose("dark")
    fresh = open_lab(tmp_path / "fresh", qtbot)
    look.choose("dark")
    wanted = {view: picture_at_rest(fresh, view, qtbot) for view in NAMES}
    end(fresh)
    look.choose("light")
    lab = open_lab(tmp_path / "switched", qtbot)
    look.choose("light")
    for shown in NAMES:
        lab.window.show_view(shown)
        look.choose("light")
        QApplication.processEvents()
        look.choose("dark")
        for view in (shown, *NAMES):
            qtbot.waitUntil(lambda view=view: picture(lab, view) == wanted[view])
    end(lab)
