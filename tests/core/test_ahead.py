"""Work that is done ahead, beside the caller."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from core.ahead import Ahead


def test_it_is_done_while_the_caller_goes_on():
    may_end = threading.Event()

    def make() -> int:
        assert may_end.wait(10)
        return threading.get_ident()

    ahead = Ahead(make)
    may_end.set()
    assert ahead.result() != threading.get_ident()
    assert ahead.result() == ahead.result()


def test_what_goes_wrong_is_raised_where_the_result_is_asked_for():
    ahead = Ahead(lambda: [][1])
    for _ in range(2):
        with pytest.raises(IndexError):
            ahead.result()


def test_without_room_for_a_thread_the_caller_does_it(monkeypatch):
    def start(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    assert Ahead(threading.get_ident).result() == threading.get_ident()


def test_what_went_wrong_keeps_nothing_alive():
    class Large:
        pass

    large = Large()
    gone = weakref.ref(large)

    def make(large: Large = large) -> None:
        raise MemoryError

    gc.disable()
    try:
        ahead = Ahead(make)
        with pytest.raises(MemoryError):
            ahead.result()
        del ahead, make, large
        assert gone() is None
    finally:
        gc.enable()
