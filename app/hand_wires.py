"""My handwriting, connected to what it is seen in: Draw, where drawings come from, the window."""

from __future__ import annotations

from app.background.training.messages import TeachProgress
from app.state.my_handwriting import LessonState, MyHandwriting
from app.views.draw.draw_view import DrawView
from app.views.widgets.status_line import StatusLine

LEARNED = "Your hand was learned: see Data, My handwriting."


def connect_hand(hand: MyHandwriting, draw: DrawView, status: StatusLine) -> None:
    """From now on Draw teaches, and `status` tells of learning."""

    def tell_progress(progress: TeachProgress) -> None:
        status.set_activity(f"Learning your hand: {progress.done:.0%}", progress.done)

    def tell_end() -> None:
        if hand.learning in (LessonState.NOTHING, LessonState.ASKING):
            status.set_activity(LEARNED if hand.learning is LessonState.ASKING else "")

    draw.taught.connect(hand.teach)
    draw.undo_taught.connect(hand.undo)
    hand.heard.connect(lambda sentence, can_undo: draw.acknowledge(sentence, undo=can_undo))
    hand.progressed.connect(tell_progress)
    hand.learning_changed.connect(tell_end)
    draw.turn_on_teaching()
