"""How a long piece of work hears that nobody wants its outcome any more."""

from __future__ import annotations

from collections.abc import Callable

from core.errors import Cancelled

IsCancelled = Callable[[], bool]
"""Whether to give up. Any thread may call it."""


def never() -> bool:
    """Nobody gives up."""
    return False


def stop_if(cancelled: IsCancelled) -> None:
    """Raises Cancelled when somebody gave up."""
    if cancelled():
        raise Cancelled("This was stopped.")
