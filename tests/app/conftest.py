"""The look, isolated settings, and a small network for every test of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.actions import Actions
from app.look import theme
from core.ink.strokes import Drawing
from core.network.network import Network
from core.network.snapshots import Snapshot
from tests.app.left_windows import delete_now, windows_left
from tests.app.tiny import digit_folder as digit_folder

PATIENCE = 30_000  # milliseconds


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Fails a test that leaves a window behind, or anything that listens to the theme: each new
    theme visits all of them, so that tests grow slower and slower. pyqtgraph's menus, which have no
    parent, are taken away here."""
    if "qapp" not in getattr(item, "fixturenames", ()):
        return
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QMenu) and widget.parent() is None:
            widget.deleteLater()
    delete_now()
    if left := windows_left():
        pytest.fail(f"left behind: {', '.join(left)}", pytrace=False)


class PatientBot(QtBot):
    """Waits as long as a busy machine may need: what never comes still fails."""

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **how: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **how)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    return PatientBot(request)


@pytest.fixture
def look(qapp: QApplication) -> Iterator[theme.Watcher]:
    """The light scheme without motion, whatever this machine's system wants."""
    watcher = theme.watcher()
    watcher.reduced_motion = True
    watcher.install("light")
    yield watcher
    watcher.choose("light")
    watcher.reduced_motion = False


@pytest.fixture
def actions(look: theme.Watcher) -> Iterator[Actions]:
    made = Actions()
    yield made
    shiboken6.delete(made)


@pytest.fixture
def snapshot() -> Snapshot:
    """A network that has learned nothing; it reads all the same."""
    network = Network((784, 16, 10), rng=np.random.default_rng(0))
    return network.snapshot("test network", {"test_accuracy": 0.9812, "data": "MNIST"})


@pytest.fixture
def seven() -> Drawing:
    """A 7 in the unit square."""
    return Drawing.from_lists([[[0.3, 0.2], [0.7, 0.2], [0.55, 0.5], [0.45, 0.8]]])
