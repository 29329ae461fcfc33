"""The watch over threads sees what it is there to see."""

import threading

import pytest
from PySide6.QtCore import QThread

from tests.leaks import left_after, python_threads, running_qthreads


def test_a_running_python_thread_is_found_and_an_ended_one_is_not():
    release = threading.Event()
    thread = threading.Thread(target=release.wait)
    thread.start()
    assert thread in python_threads()
    release.set()
    thread.join()
    assert thread not in python_threads()


@pytest.mark.usefixtures("qapp")
def test_a_running_qthread_is_found_and_an_ended_one_is_not():
    thread = QThread()
    thread.start()
    assert running_qthreads() == [thread]
    thread.quit()
    assert thread.wait(2000)
    assert running_qthreads() == []


def test_a_thread_that_is_just_ending_is_waited_for():
    answers = iter([["busy"], ["busy"], []])
    assert left_after(lambda: next(answers)) == []
    assert left_after(lambda: ["stuck"], patience=0.02) == ["stuck"]
