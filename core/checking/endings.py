"""How a child came to its end, in words."""

from __future__ import annotations

import signal

from core.checking.process import ChildEnd, ChildGone, NoReply, TooMuch, TooSlow
from core.checking.wire import BROKEN

# Windows' exit codes of what it ended: NTSTATUS, from ntstatus.h.
WINDOWS_ERROR = 0xC0000000
_WINDOWS_ERRORS = {
    0xC0000005: "a wrong address in memory",
    0xC0000017: "no memory was left",
    0xC000001D: "an unknown instruction",
    0xC0000094: "a division by zero",
    0xC00000FD: "the stack was full",
    0xC0000374: "the heap is damaged",
    0xC0000409: "the stack is damaged",
}


def ending_in_words(error: ChildEnd, what: str, seconds: float) -> str:
    """A sentence that begins with `what`, which ran then. seconds: the time that it had."""
    if isinstance(error, TooSlow):
        return (
            f"{what} did not come to an end within the time limit of a check "
            f"({seconds:g} s in all) and was stopped. Is there an endless loop?"
        )
    if isinstance(error, TooMuch):
        return f"{what} made {error.what}, which is too much for a check, and was stopped."
    if isinstance(error, NoReply):
        return f"{what} could not be checked, because what came back is no answer of a check."
    code = error.code if isinstance(error, ChildGone) else None
    if code in (None, BROKEN):
        return f"{what} could not be checked, because it closed the pipes of the check."
    if code < 0:
        return f"{what} crashed the Python interpreter ({_signal_name(-code)})."
    if code >= WINDOWS_ERROR:
        name = _WINDOWS_ERRORS.get(code, f"Windows' error {code:X}")
        return f"{what} crashed the Python interpreter ({name})."
    return f"{what} ended the program at once, with os._exit({code}) or the like."


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
