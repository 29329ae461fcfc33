"""A network's answers, worked out beside the window: the newest question wins."""

import threading

import numpy as np
import pytest

from app.background import answering
from app.background.answering import Answering
from core.data.dataset import Dataset
from core.evaluation.answers import answers_of
from tests.app.tiny import digits


@pytest.fixture
def asked(qapp):
    made = Answering()
    yield made
    assert all(runner.close() for runner in made.runners)


def test_the_answers_come_with_progress_on_the_way(asked, qtbot, snapshot):
    dataset, shares = digits(3_000, np.random.default_rng(0)), []
    asked.progress.connect(shares.append)
    with qtbot.waitSignal(asked.answered) as told:
        asked.ask(snapshot, dataset)
    assert np.array_equal(told.args[0].answers, answers_of(snapshot, dataset).answers)
    assert 0 < shares[0] < 1


def test_of_an_older_question_nothing_is_heard(asked, qtbot, snapshot, monkeypatch):
    go_on, begun = threading.Event(), threading.Event()

    def held(snapshot, dataset, **how):
        begun.set()
        go_on.wait(20)
        return answers_of(snapshot, dataset, **how)

    monkeypatch.setattr(answering, "answers_of", held)
    heard, failures = [], []
    asked.answered.connect(heard.append)
    asked.failed.connect(failures.append)
    first, second = (digits(m, np.random.default_rng(0)) for m in (700, 20))
    asked.ask(snapshot, first)
    begun.wait(20)
    asked.ask(snapshot, second)
    go_on.set()
    qtbot.waitUntil(lambda: bool(heard))
    assert [each.dataset for each in heard] == [second]
    assert failures == []


def test_what_does_not_fit_is_told(asked, qtbot, snapshot):
    other = Dataset(np.zeros((1, 784), np.uint8), np.zeros(1, np.uint8), ("T-shirt",))
    with qtbot.waitSignal(asked.failed) as told:
        asked.ask(snapshot, other)
    assert "this set holds T-shirt" in told.args[0]
    with qtbot.waitSignal(asked.answered):
        asked.ask(snapshot, digits(10, np.random.default_rng(0)))
