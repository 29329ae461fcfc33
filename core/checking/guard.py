"""Undoes what a learner's code changes of Python and NumPy. In the child process."""

from __future__ import annotations

import builtins

import numpy as np

_GUARDED = (builtins, np, np.random, np.linalg)
_PASSING = {"_", "__warningregistry__"}


class Guard:
    """Remembers what the names of the guarded modules mean now.

    changed: "module.name" of what had been replaced when note_and_restore looked.
    """

    def __init__(self) -> None:
        self.changed: list[str] = []
        self._befores = [vars(module).copy() for module in _GUARDED]
        self._copies = [vars(module).copy for module in _GUARDED]
        self._repairs = [
            (vars(module).update, before)
            for module, before in zip(_GUARDED, self._befores, strict=True)
        ]

    def restore(self) -> None:
        """Give the names their meaning back; works even when builtins were deleted."""
        for update, before in self._repairs:
            update(before)

    def note_and_restore(self) -> None:
        """As restore; what had been replaced is added to `changed`."""
        afters = [copy() for copy in self._copies]
        self.restore()
        for module, before, after in zip(_GUARDED, self._befores, afters, strict=True):
            for name, value in before.items():
                qualified_name = f"{module.__name__}.{name}"
                if after.get(name) is value or name in _PASSING or qualified_name in self.changed:
                    continue
                self.changed.append(qualified_name)
