"""Work that a thread of its own does while the caller goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Ahead(Generic[T]):
    """What `make` gives, made by a thread, or by the caller where no thread can be started."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._made: Future[T] = Future()
        try:
            threading.Thread(target=self._run, args=(make,), name="ahead").start()
        except RuntimeError:  # no room for another
            self._run(make)

    def _run(self, make: Callable[[], T]) -> None:
        try:
            self._made.set_result(make())
        except BaseException as error:
            self._made.set_exception(error)
            del self, make  # an error keeps what the functions it went through know

    def wait(self) -> None:
        """Until it is made, or was tried in vain."""
        self._made.exception()

    def result(self) -> T:
        """It, once it is made. Raises what was raised there."""
        try:
            return self._made.result()
        finally:
            del self
