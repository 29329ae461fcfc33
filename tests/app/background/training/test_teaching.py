from itertools import count

import numpy as np
import pytest

from app.background.tasks import MESSAGE_INTERVAL, Task
from app.background.training.messages import Taught, TeachEnded, TeachRequest
from app.background.training.session import State
from app.background.training.teaching import teach
from core.reading import fine_tuning
from tests.app.hands import quick_learning, zigzag

__all__ = ["quick_learning"]

DRAWINGS = tuple(zigzag(k) for k in range(6))
DIGITS = np.array([1, 2, 3, 1, 2, 3], np.uint8)
pytestmark = pytest.mark.usefixtures("quick_learning")


def begin(session, snapshot, split, digits=DIGITS):
    session.teach(TeachRequest(snapshot, DRAWINGS, digits, split, "taught"))


@pytest.fixture
def endless_lesson(monkeypatch):
    """More steps than are taken before somebody cancels."""
    monkeypatch.setattr(fine_tuning, "STEPS", 300)


def test_a_network_is_taught_in_the_worker(qtbot, session, snapshot, split):
    with qtbot.waitSignal(session.taught) as caught:
        begin(session, snapshot, split)
        assert session.state is State.TEACHING
    taught = caught.args[0]
    assert session.state is State.IDLE
    assert taught.result.network.name == "taught"
    assert taught.result.mine.count == 6
    assert taught.result.others_name == "Tiny"
    assert taught.seconds > 0


def test_progress_is_told_and_nobody_is_flooded(snapshot, split):
    ticks = count()

    def clock():
        return next(ticks) * MESSAGE_INTERVAL / 4

    told = []

    def tell(task, _, message):
        told.append(message)
        task.receive()

    request = TeachRequest(snapshot, DRAWINGS, DIGITS, split, "taught")
    last = teach(request, Task(teach, tell, clock), clock)
    assert isinstance(last, Taught)
    shares = [each.done for each in told]
    assert shares == sorted(shares)
    assert 3 <= len(told) < next(ticks) / 4
    assert told[-1].seconds_left < told[1].seconds_left


def test_a_progress_that_nobody_took_is_not_followed_by_another(snapshot, split):
    told = []
    request = TeachRequest(snapshot, DRAWINGS, DIGITS, split, "taught")
    teach(request, Task(teach, lambda *message: told.append(message), count().__next__))
    assert len(told) == 1


@pytest.mark.usefixtures("endless_lesson")
def test_it_can_be_cancelled(qtbot, session, snapshot, split):
    with qtbot.waitSignal(session.teach_progress):
        begin(session, snapshot, split)
    with qtbot.waitSignal(session.teach_ended) as caught:
        session.cancel_teaching()
    assert caught.args[0] == TeachEnded()
    assert session.state is State.IDLE


@pytest.mark.usefixtures("endless_lesson")
def test_the_window_may_close_meanwhile(qtbot, session, snapshot, split):
    with qtbot.waitSignal(session.teach_progress):
        begin(session, snapshot, split)
    assert session.close()


@pytest.mark.usefixtures("endless_lesson")
def test_no_run_begins_meanwhile_and_the_curves_stay(
    qtbot, session, snapshot, split, recipe, endless
):
    with qtbot.waitSignal(session.finished):
        session.run(recipe, split)
    history, latest = session.shown.history, session.shown.latest
    with qtbot.waitSignal(session.teach_progress):
        begin(session, snapshot, split)
    session.run(endless, split)
    session.step_batch(endless, split)
    session.run_instead(endless)
    session.pause()
    session.stop()
    begin(session, snapshot, split)
    assert session.state is State.TEACHING
    assert not session.is_active
    assert (session.shown.history, session.shown.latest) == (history, latest)
    with qtbot.waitSignal(session.teach_ended):
        session.cancel_teaching()


def test_nothing_is_taught_while_a_run_goes_on(qtbot, session, snapshot, split, endless):
    with qtbot.waitSignal(session.progress):
        session.run(endless, split)
    begin(session, snapshot, split)
    assert session.state is State.RUNNING
    with qtbot.waitSignal(session.finished):
        session.stop()


def test_what_goes_wrong_is_a_sentence(qtbot, session, snapshot, split):
    with qtbot.waitSignal(session.teach_ended) as caught:
        session.teach(TeachRequest(snapshot, (), np.empty(0, np.uint8), split, "taught"))
    assert "1 to 1,000 drawings" in caught.args[0].sentence
    assert session.state is State.IDLE
