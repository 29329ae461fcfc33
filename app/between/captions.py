"""The window's title and its status line: which network reads, what was read, what goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.look import figures
from app.state import summary
from app.views.draw.draw_view import DrawView
from app.views.main_window import MainWindow
from core.network.snapshots import Snapshot

if TYPE_CHECKING:  # they are imported after the window's first paint
    from app.background.training.messages import TeachProgress
    from app.background.training.session import Session
    from app.state.my_handwriting import MyHandwriting
    from app.views.train.view import TrainView

LEARNED = "Your hand was learned: see Data, My handwriting."


class Captions(QObject):
    """Updates both, as long as `window` lives. Lives in the window's thread."""

    def __init__(self, window: MainWindow, draw: DrawView) -> None:
        super().__init__(window)
        self._window, self._draw = window, draw
        self._session: Session | None = None
        self._hand: MyHandwriting | None = None
        window.view_changed.connect(self._show_title)
        draw.digit_changed.connect(self._show_title)

    def show_network(self, snapshot: Snapshot | None) -> None:
        """Which network is in use, and how good it is."""
        self._window.status.set_network(summary.network_line(snapshot))

    def show_activity(self, text: str) -> None:
        """What goes on, or a sentence; "" for nothing. While a run goes on, how far it is."""
        run = self._session.shown.latest if self._session and self._session.is_active else None
        share = run.step / max(run.total_steps, 1) if run else None
        self._window.status.set_activity(text, share)

    def follow(self, session: Session, train: TrainView, hand: MyHandwriting) -> None:
        """Tell of runs and of lessons from now on."""
        self._session, self._hand = session, hand
        train.status.connect(self.show_activity)
        session.state_changed.connect(self._show_title)
        session.progress.connect(self._show_title)
        hand.progressed.connect(self._on_teach_progress)
        hand.learning_changed.connect(self._on_learning)

    @Slot(object)
    def _on_teach_progress(self, progress: TeachProgress) -> None:
        text = f"Learning your hand: {figures.rough_percent(progress.done)}"
        self._window.status.set_activity(text, progress.done)

    @Slot()
    def _on_learning(self) -> None:
        assert self._hand is not None
        if self._hand.learning in ("nothing", "asking"):
            self._window.status.set_activity(LEARNED if self._hand.learning == "asking" else "")

    @Slot()
    def _show_title(self, _: object = None) -> None:
        self._window.set_title(self._title())

    def _title(self) -> str:
        if self._window.view == "draw" and self._draw.answers:
            return summary.drawing_title(self._draw.answers)
        session = self._session
        if session is None or not session.is_active or session.shown.latest is None:
            return ""
        accuracies = session.shown.history.of_epochs("validation_accuracy")
        return summary.training_title(
            session.shown.latest, float(accuracies[-1]) if len(accuracies) else None
        )
