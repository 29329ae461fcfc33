"""Undo: on Train it takes back a Reset, if there was one; else the last stroke."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.actions import Actions
from app.background.training.session import Session
from app.views.draw.canvas import Canvas
from app.views.main_window import MainWindow

TRAIN = "train"


class Undo(QObject):
    """Takes the action “undo” and keeps it enabled while it has something to do."""

    def __init__(
        self, actions: Actions, window: MainWindow, canvas: Canvas, session: Session
    ) -> None:
        super().__init__(window)
        self._action, self._window = actions["undo"], window
        self._canvas, self._session = canvas, session
        actions.connect("undo", self._undo)
        for changed in (
            window.view_changed,
            canvas.history_changed,
            session.state_changed,
            session.cleared,
            session.restored,
        ):
            changed.connect(self._show)
        self._show()

    @property
    def _is_of_reset(self) -> bool:
        return self._window.view == TRAIN and self._session.can_undo_reset

    def _undo(self) -> None:
        if self._is_of_reset:
            self._session.undo_reset()
        else:
            self._canvas.undo()

    @Slot()
    def _show(self, _: object = None) -> None:
        self._action.setEnabled(self._is_of_reset or self._canvas.can_undo)
