"""How often something live is drawn. Training waits while Python draws."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtWidgets import QWidget

REST_MS = 20  # longer than the pen takes from move to move


class Frames(QObject):
    """Calls `draw` soon after it is asked to, never while `widget` is hidden.

    What `draw` gives in return, if anything, is gone through, an item a turn of the event loop: so
    it may draw in pieces, between which others have their turn. Frames are at least `milliseconds`
    apart, and so far that drawing, with the painting that `painting` measures, takes at most one
    part in `share` of the time. count: frames so far, to their last piece.
    """

    def __init__(
        self,
        widget: QWidget,
        draw: Callable[[], Iterable[None] | None],
        *,
        milliseconds: int,
        share: int,
    ) -> None:
        super().__init__(widget)
        self._widget = widget
        self._do_draw = draw
        self._milliseconds, self._share = milliseconds, share
        self.count = 0
        self.cost = 0.0  # seconds of the last frame, painting included
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._draw)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.ask)
        self._pieces: Iterator[None] = iter(())
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._go_on)
        self._since = QElapsedTimer()
        self._since.start()

    def ask(self) -> None:
        """Draw a frame as soon as one is due, if the widget is visible."""
        if self._widget.isVisible() and not self._timer.isActive():
            self._timer.start(max(self._pause() - self._since.elapsed(), 0))

    def follow(self) -> None:
        """As ask(), for what follows something quicker, such as answers under the pen: a frame
        that is due comes right behind it, but for its first time, or when it has rested."""
        is_due = self._pause() <= self._since.elapsed() and not self._more.isActive()
        if self._rest.isActive() and is_due and self._widget.isVisible():
            self._timer.start(0)
        self._rest.start()

    def now(self) -> None:
        """Draw at once and as a whole, as for an export."""
        self.drop()
        self._draw()
        self.finish()

    def finish(self) -> None:
        """Draw what is left of a frame that has begun."""
        while self._more.isActive():
            self._go_on()

    def drop(self) -> None:
        """Cancel the frame that was asked for, if any."""
        self._timer.stop()
        self._rest.stop()
        self._more.stop()

    def _pause(self) -> int:
        """Milliseconds from the last frame to the next."""
        return max(self._milliseconds, int(self._share * self.cost * 1000))

    @contextmanager
    def painting(self) -> Iterator[None]:
        """A context: its duration is added to the cost of the last frame."""
        began = time.perf_counter()
        yield
        self.cost += time.perf_counter() - began

    def _draw(self) -> None:
        self.finish()  # or frames that are asked for soon enough would never come to their end
        self._since.restart()
        self.cost = 0.0
        with self.painting():
            self._pieces = iter(self._do_draw() or ())
        self._go_on()

    def _go_on(self) -> None:
        """Draw the next piece."""
        with self.painting():
            is_left = next(self._pieces, self) is None
        if is_left:
            self._more.start()
        else:
            self._more.stop()
            self.count += 1
