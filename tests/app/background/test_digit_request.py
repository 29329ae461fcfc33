"""Digits that are wanted come at once, or once they are read; or there is a word why not."""

import pytest

from app.background.digit_request import NO_FOLDER, DigitRequest
from app.background.loading import FOLDER, MNIST, STARTER, LoadCancelled, Loaded
from core.data.opening.records import Request
from tests.app.tiny import digit_folder, loader, split

__all__ = ["digit_folder", "loader", "split"]


class Record:
    """What a request did: the digits that it gave, the waits it began and ended, what failed."""

    def __init__(self, request: DigitRequest) -> None:
        self.given, self.waits, self.failures = [], [], []
        request.waiting.connect(self.waits.append)
        request.failed.connect(self.failures.append)


@pytest.fixture
def request_(loader):
    return DigitRequest(loader)


@pytest.fixture
def record(request_):
    return Record(request_)


def test_digits_are_made_first_and_given_once(request_, record, loader, split, qtbot):
    request_.ask(STARTER, record.given.append)
    assert request_.is_waiting
    assert record.waits == [STARTER]
    qtbot.waitUntil(lambda: bool(record.given))
    assert record.given == [split]
    assert record.waits == [STARTER, ""]
    with qtbot.waitSignal(loader.loaded):
        loader.make_starter()
    assert record.given == [split]


def test_digits_that_are_here_are_given_at_once(request_, record, loader, split, qtbot):
    with qtbot.waitSignal(loader.loaded):
        loader.make_starter()
    request_.ask(STARTER, record.given.append)
    assert record.given == [split]
    assert record.waits == []


def test_what_is_not_on_this_computer_fails_with_its_sentence(request_, record, loader, qtbot):
    request_.ask(MNIST, record.given.append)
    with qtbot.waitSignal(loader.failed):
        pass
    assert record.waits == [MNIST, ""]
    assert [failed.missing for failed in record.failures] == [True]
    assert not record.given


def test_a_folder_that_nobody_opened_fails_at_once(request_, record):
    request_.ask(FOLDER, record.given.append)
    assert [failed.sentence for failed in record.failures] == [NO_FOLDER]
    assert not request_.is_waiting


def test_a_folder_that_is_being_read_is_waited_for(request_, record, loader, digit_folder, qtbot):
    loader.open(Request((digit_folder,)))
    request_.ask(FOLDER, record.given.append)
    qtbot.waitUntil(lambda: bool(record.given))
    assert record.given == [loader.ready[FOLDER].split]


def test_a_new_request_takes_the_place_of_the_old_one(request_, record, loader, split, qtbot):
    with qtbot.waitSignals([loader.failed, loader.loaded]):
        request_.ask(MNIST, lambda digits: pytest.fail("nobody waits for these any more"))
        request_.ask(STARTER, record.given.append)
    assert record.given == [split]
    assert not record.failures
    assert record.waits == [MNIST, STARTER, ""]


def test_a_wait_that_is_cancelled_ends_without_a_word(request_, record, loader, split):
    request_.ask(MNIST, record.given.append)
    loader.cancelled.emit(LoadCancelled(STARTER))
    assert request_.is_waiting
    loader.cancelled.emit(LoadCancelled(MNIST))
    assert record.waits == [MNIST, ""]
    loader.loaded.emit(Loaded(MNIST, split, ""))
    assert not record.given
    assert not record.failures


def test_a_reading_that_is_given_up_is_told(request_, record, loader):
    cancelled = []
    request_.cancelled.connect(lambda: cancelled.append(True))
    request_.ask(STARTER, record.given.append)
    loader.cancel(STARTER)
    assert (cancelled, record.given, record.failures) == ([True], [], [])
    assert record.waits == [STARTER, ""]
