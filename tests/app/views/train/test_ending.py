"""How a run ended is told honestly, and a network that guesses is asked about before it is used."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from app.background.training.history import History
from app.background.training.messages import Finished
from app.views.train.outcome import DOCTOR, Outcome
from core.network.reports import EpochReport

NO_STEPS = np.empty(0, np.int64), np.empty(0, np.float32)


@pytest.fixture
def outcome(qtbot, look):
    made = Outcome()
    qtbot.addWidget(made)
    made.resize(600, 120)
    made.show()
    return made


@pytest.fixture
def finish(outcome, snapshot):
    def finish(accuracy, *epochs, reason="completed", share=0.1):
        history = History()
        history.extend(
            *NO_STEPS, [EpochReport(k, 9 * k, 1, 0.5, 1, v, True) for k, v in enumerate(epochs, 1)]
        )
        network = replace(snapshot, facts={"guessing_share": share})
        done = Finished(reason, "Done: 3 epochs.", network, accuracy, 4.0, 10_000)
        outcome.show_finished(done, history)
        return network

    return finish


def role(outcome):
    return outcome.sentence.property("role")


def question():
    boxes = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox)]
    return next((each for each in boxes if each.isVisible()), None)


def answer(qtbot, text):
    box = question()
    button = next(each for each in box.buttons() if each.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: question() is None)


def test_a_good_end_is_green_and_leads_nowhere_else(outcome, finish):
    finish(0.97, 0.9, 0.96)
    assert role(outcome) == "good"
    assert outcome.sentence.text() == (
        "Done: 3 epochs. It reads 97.0\u202f% of 10,000 test digits right."
    )
    assert not outcome.why.isVisible()


@pytest.mark.parametrize(
    ("accuracy", "epochs", "words"),
    [
        (0.097, (0.1, 0.1), "It learned nothing: 9.7\u202f% of"),
        (0.41, (0.3, 0.4), "It learned little: 41.0\u202f% of"),
        (0.8, (0.95, 0.8), "after 95.0\u202f% in validation (epoch 1)."),
    ],
)
def test_a_bad_end_is_amber_and_leads_to_the_doctor(
    qtbot, outcome, finish, accuracy, epochs, words
):
    finish(accuracy, *epochs)
    assert role(outcome) == "warning"
    assert words in outcome.sentence.text()
    with qtbot.waitSignal(outcome.place_wanted) as asked:
        qtbot.mouseClick(outcome.why, Qt.MouseButton.LeftButton)
    assert asked.args == [DOCTOR]


def test_what_guessing_is_worth_depends_on_the_digits(outcome, finish):
    finish(0.6, 0.6, share=0.6)
    assert role(outcome) == "warning"
    assert "60.0\u202f% is guessing" in outcome.sentence.text()
    finish(0.6, 0.6)
    assert role(outcome) == "good"


def test_a_run_that_diverged_is_amber_whatever_was_kept(outcome, finish):
    finish(0.97, 0.97, reason="diverged")
    assert role(outcome) == "warning"
    assert "97" not in outcome.sentence.text()
    assert outcome.why.isVisible()
    finish(0.098, 0.1, reason="diverged")
    assert "9.8\u202f% of 10,000" in outcome.sentence.text()


@pytest.mark.parametrize("accuracy", [None, 0.3])
def test_a_run_that_was_stopped_early_is_neither_good_nor_bad(outcome, finish, accuracy):
    finish(accuracy, reason="stopped")
    assert role(outcome) == "note"
    assert not outcome.why.isVisible()


def test_a_guessing_network_is_used_only_when_one_says_so(qtbot, outcome, finish):
    used = []
    outcome.use_wanted.connect(used.append)
    network = finish(0.097, 0.1)
    qtbot.mouseClick(outcome.use, Qt.MouseButton.LeftButton)
    assert "9.7\u202f% of 10,000" in question().informativeText()
    answer(qtbot, "Keep the present one")
    assert not used
    qtbot.mouseClick(outcome.use, Qt.MouseButton.LeftButton)
    answer(qtbot, "Use it anyway")
    assert used == [network]
    assert role(outcome) == "warning"


@pytest.mark.parametrize("accuracy", [0.41, 0.97])
def test_a_network_that_reads_is_used_at_once(qtbot, outcome, finish, accuracy):
    used = []
    outcome.use_wanted.connect(used.append)
    network = finish(accuracy, 0.4)
    qtbot.mouseClick(outcome.use, Qt.MouseButton.LeftButton)
    assert used == [network]
    assert question() is None


def test_the_next_run_begins_without_the_doubt(qtbot, outcome, finish):
    finish(0.097, 0.1)
    outcome.clear()
    assert not outcome.why.isVisible()
    used = []
    outcome.use_wanted.connect(used.append)
    finish(0.97, 0.97)
    qtbot.mouseClick(outcome.use, Qt.MouseButton.LeftButton)
    assert len(used) == 1


def test_the_longest_sentence_has_room(outcome, finish):
    finish(0.8, 0.95, 0.8)
    label = outcome.sentence
    assert label.heightForWidth(label.width()) <= label.height()


def test_when_a_run_has_ended_there_is_a_way_to_what_it_misreads(qtbot, outcome, finish):
    assert not outcome.mistakes.isVisible()
    finish(0.97, 0.9, 0.96)
    with qtbot.waitSignal(outcome.mistakes_wanted):
        qtbot.mouseClick(outcome.mistakes, Qt.MouseButton.LeftButton)
    outcome.clear()
    assert not outcome.mistakes.isVisible()
