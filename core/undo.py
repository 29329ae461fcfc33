"""Undo and redo of anything that is replaced whole."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class UndoStack(Generic[T]):
    """A value, those it had before and those it had after.

    present: the value now. limit: how many changes can be undone; older values are forgotten.
    Values are kept, not copied: they should be immutable.
    """

    def __init__(self, present: T, *, limit: int) -> None:
        self.present = present
        self._limit = limit
        self._before: list[T] = []
        self._after: list[T] = []

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._after)

    def change(self, value: T) -> None:
        """Make `value` the present one, and forget what was undone. The same object: no change."""
        if value is self.present:
            return
        self._before = [*self._before, self.present][-self._limit :]
        self._after.clear()
        self.present = value

    def undo(self) -> None:
        """Back by one change; nothing when there is none."""
        if self._before:
            self._after.append(self.present)
            self.present = self._before.pop()

    def redo(self) -> None:
        """Forward again by one change that was undone; nothing when there is none."""
        if self._after:
            self._before.append(self.present)
            self.present = self._after.pop()
