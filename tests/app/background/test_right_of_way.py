"""The window goes first, but nobody waits for it for ever."""

from __future__ import annotations

from threading import Thread

from app.background.right_of_way import RightOfWay


def waiting(way: RightOfWay) -> Thread:
    thread = Thread(target=way.wait)
    thread.start()
    return thread


def test_while_nobody_has_it_nobody_waits() -> None:
    way = RightOfWay()
    way.wait()
    way.take()
    assert way.is_taken
    way.give_back()
    assert not way.is_taken
    way.wait()


def test_others_wait_until_it_is_given_back() -> None:
    way = RightOfWay(longest=1000)
    way.take()
    thread = waiting(way)
    thread.join(0.05)
    assert thread.is_alive()
    way.give_back()
    thread.join(60)
    assert not thread.is_alive()


def test_it_ends_by_itself_where_it_is_not_given_back() -> None:
    way = RightOfWay()
    way.take()
    thread = waiting(way)
    thread.join(60)
    assert not thread.is_alive()
    assert not way.is_taken
