"""What a lesson came to, until the user has said whether to use it."""

import pytest

from app.background.training.messages import Taught
from app.state.my_handwriting import LessonState
from app.state.taught_keeper import TaughtKeeper
from core.files import model_file
from tests.app.hands import hand, lesson_result, network, quick_learning
from tests.app.tiny import loader, session, split

__all__ = ["hand", "loader", "network", "quick_learning", "session", "split"]


@pytest.mark.parametrize(("after", "is_kept"), [(6, True), (4, True), (3, False)])
def test_what_got_worse_is_not_offered_again(hand, snapshot, tmp_path, after, is_kept):
    file = tmp_path / "taught.safetensors"
    TaughtKeeper(hand, file)
    hand.learning = LessonState.ASKING
    hand.result = Taught(lesson_result((7, 4, after), (9, 9), count=10, network=snapshot), 1.0)
    hand.learning_changed.emit()
    assert file.exists() == is_kept
    if is_kept:
        assert (model_file.load(file).theta == snapshot.theta).all()
    hand.discard()
    assert not file.exists()
