"""A network under somebody's hands: its edits as they are now, and those to go back to."""

from __future__ import annotations

from core.inspection.edits import Edit, Edits, edited, with_edit, without
from core.network.snapshots import Snapshot
from core.undo import UndoStack

MOST_UNDOS = 200


class EditedNetwork:
    """The base is never changed; undone, what is left is the base itself.

    base: what the edits begin with. What is attempted counts at once, and can be undone only when
    it was made.
    """

    def __init__(self, base: Snapshot) -> None:
        self.base = base
        self._history: UndoStack[Edits] = UndoStack((), limit=MOST_UNDOS)
        self._attempt: Edits | None = None
        self._known: tuple[Edits, Snapshot] = ((), base)

    @property
    def edits(self) -> Edits:
        """What is different from the base."""
        return self._history.present if self._attempt is None else self._attempt

    @property
    def network(self) -> Snapshot:
        """The base with all edits; the same object until they change."""
        if self._known[0] != self.edits:
            self._known = (self.edits, edited(self.base, self.edits))
        return self._known[1]

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo or self._attempt is not None

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    def attempt(self, *edits: Edit) -> None:
        """With these in the place of what was attempted before."""
        self._attempt = self._with(edits)

    def make(self, *edits: Edit) -> None:
        """With these, as one change, in the place of what was attempted."""
        self._change(self._with(edits))

    def take_back(self, edit: Edit) -> None:
        """Without any edit of the same thing, as one change."""
        self._change(without(self._history.present, edit))

    def reset(self) -> None:
        """Without any edit, as one change."""
        self._change(())

    def settle(self) -> None:
        """Make what was attempted."""
        if self._attempt is not None:
            self._change(self._attempt)

    def undo(self) -> None:
        """Back by one change; what was attempted is the last one."""
        self.settle()
        self._history.undo()

    def redo(self) -> None:
        """Forward by one that was undone."""
        self._history.redo()

    def _with(self, edits: tuple[Edit, ...]) -> Edits:
        together = self._history.present
        for edit in edits:
            together = with_edit(together, edit)
        return together

    def _change(self, edits: Edits) -> None:
        self._attempt = None
        if edits != self._history.present:
            self._history.change(edits)
