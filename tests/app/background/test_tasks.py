"""The mechanism itself: messages on the way, four outcomes, and an end that is waited for."""

import threading
import time

import pytest
from PySide6.QtCore import QThread

from app.background.tasks import (
    CLOSE_MILLISECONDS,
    MESSAGE_INTERVAL,
    Task,
    TaskRunner,
    close_all,
    failure_sentence,
)
from core.errors import DataError


@pytest.fixture
def gate():
    """What a job waits for; opened at the end, so that no thread is left."""
    made = threading.Event()
    yield made
    made.set()


@pytest.fixture
def runner(qapp, gate):
    made = TaskRunner("trying")
    yield made
    gate.set()
    assert made.close()


@pytest.fixture
def heard(runner):
    """What the runner told, in order."""
    events = []
    runner.message.connect(lambda value: events.append(("message", value)))
    runner.done.connect(lambda value: events.append(("done", value)))
    runner.failed.connect(lambda error: events.append(("failed", str(error))))
    runner.cancelled.connect(lambda: events.append(("cancelled", None)))
    return events


def talkative(task):
    task.send("half")
    task.send("whole")
    return "result"


def until_cancelled(task):
    task.send("begun")
    task.cancelled.wait(20)
    task.send("too late")
    return "too late"


def begun(qtbot, runner):
    with qtbot.waitSignal(runner.message):
        runner.run(until_cancelled)


def test_messages_come_in_order_and_then_the_result(qtbot, runner, heard):
    runner.run(talkative)
    assert runner.is_running
    qtbot.waitUntil(lambda: not runner.is_running)
    assert heard == [("message", "half"), ("message", "whole"), ("done", "result")]


def test_the_job_runs_beside_the_window_and_its_outcome_is_told_in_it(qtbot, runner):
    window, threads = QThread.currentThread(), []
    runner.done.connect(lambda _: threads.append(QThread.currentThread()))
    runner.run(lambda task: threads.append(QThread.currentThread()))
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] is not window
    assert threads[1] is window


def test_an_error_is_told_and_its_traceback_is_in_the_log(qtbot, runner, heard, caplog):
    runner.run(lambda task: 1 / 0)
    qtbot.waitUntil(lambda: not runner.is_running)
    assert heard == [("failed", "division by zero")]
    assert "The task “trying” failed." in caplog.text
    assert "ZeroDivisionError" in caplog.text
    runner.run(talkative)
    qtbot.waitUntil(lambda: heard[-1] == ("done", "result"))


@pytest.mark.parametrize(
    "error", [SystemExit(3), KeyboardInterrupt(), GeneratorExit(), MemoryError(), BaseException()]
)
def test_whatever_ends_a_job_fails_it_and_not_the_app(qtbot, runner, heard, error):
    def job(task):
        raise error

    runner.run(job)
    qtbot.waitUntil(lambda: not runner.is_running)
    assert heard == [("failed", str(error))]
    runner.run(talkative)
    qtbot.waitUntil(lambda: heard[-1] == ("done", "result"))


def test_an_error_made_for_the_user_is_not_logged(qtbot, runner, heard, caplog):
    def job(task):
        raise DataError("It is damaged.")

    runner.run(job)
    qtbot.waitUntil(lambda: heard == [("failed", "It is damaged.")])
    assert caplog.text == ""


def test_a_cancelled_task_says_so_at_once_and_then_nothing(qtbot, runner, heard):
    begun(qtbot, runner)
    runner.cancel()
    runner.cancel()
    assert not runner.is_running
    qtbot.wait(100)
    assert heard == [("message", "begun"), ("cancelled", None)]


def test_a_superseded_task_is_not_heard_of_again(qtbot, runner, heard):
    begun(qtbot, runner)
    runner.run(talkative)
    qtbot.waitUntil(lambda: not runner.is_running)
    assert heard == [
        ("message", "begun"),
        ("message", "half"),
        ("message", "whole"),
        ("done", "result"),
    ]


def test_what_was_cancelled_before_its_turn_never_runs(qtbot, runner, gate):
    ran = []
    with qtbot.waitSignal(runner.message):
        runner.run(lambda task: (task.send("begun"), gate.wait(20)))
    runner.run(ran.append)
    runner.cancel()
    gate.set()
    with qtbot.waitSignal(runner.done):
        runner.run(lambda task: None)
    assert ran == []


def test_what_does_not_look_is_interrupted(qtbot, runner):
    child = threading.Event()

    def job(task):
        task.on_cancel(child.set)
        task.send("begun")
        child.wait(20)

    with qtbot.waitSignal(runner.message):
        runner.run(job)
    runner.cancel()
    assert child.is_set()


def test_an_interrupt_that_comes_after_the_cancel_is_called_at_once():
    task, calls = Task(talkative, lambda *_: None), []
    task.cancel()
    task.on_cancel(lambda: calls.append("stop"))
    assert calls == ["stop"]


def test_a_message_is_due_when_the_last_was_received_and_a_while_ago():
    now = 0.0
    task = Task(talkative, lambda *_: None, lambda: now)
    assert task.is_due()
    task.send("one")
    now += MESSAGE_INTERVAL
    assert not task.is_due()
    task.receive()
    assert task.is_due()
    task.send("two")
    task.receive()
    assert not task.is_due()


def test_closing_is_silent_and_ends_the_thread(qtbot, runner, heard):
    begun(qtbot, runner)
    assert runner.close()
    assert heard == [("message", "begun")]
    assert runner.close()


def test_closing_says_when_a_job_does_not_return(qtbot, runner, gate):
    other = TaskRunner("idle")
    with qtbot.waitSignal(runner.message):
        runner.run(lambda task: (task.send("begun"), gate.wait(20)))
    began = time.monotonic()
    assert not close_all([runner, other])
    assert time.monotonic() - began < 2 * CLOSE_MILLISECONDS / 1000
    gate.set()
    assert close_all([runner, other])


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (DataError("It is damaged."), "It is damaged."),
        (MemoryError(), "No room."),
        (ValueError("7"), "It broke. (ValueError: 7)"),
    ],
)
def test_a_failure_is_a_sentence(error, sentence):
    assert failure_sentence(error, without_memory="No room.", otherwise="It broke.") == sentence


def test_a_task_fails_where_the_system_gives_no_thread_and_the_next_may_run(
    qtbot, gate, monkeypatch
):
    start = QThread.start
    monkeypatch.setattr(QThread, "start", lambda self: None)
    runner = TaskRunner("without a thread")
    with qtbot.waitSignal(runner.failed) as failed:
        runner.run(talkative)
    assert isinstance(failed.args[0], MemoryError)
    assert not runner.is_running
    monkeypatch.setattr(QThread, "start", start)
    with qtbot.waitSignal(runner.done) as done:
        runner.run(talkative)
    assert done.args == ["result"]
    assert runner.close()
    runner.run(talkative)
    assert not runner._thread.isRunning()
