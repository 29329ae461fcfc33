"""A learner's functions, called one at a time. In the child process."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

from core.checking.code.formulas import RIGHT
from core.checking.complaints import complaint_of
from core.checking.missing_data import MissingData
from core.checking.missing_modules import DoNothing
from core.checking.stand_ins import FixedParameters, StandIn, substitute

SEED = 7


class Callee:
    """Calls the functions of a learner's file, and notes what they return, raise and change.

    namespace: the learner's module. functions: those of the course's thirteen that it has. path:
    its file, for tracebacks. repair: undoes what a call may have changed of Python and NumPy.
    names: what the file calls them. missing: what the file's statements could not have.
    """

    def __init__(
        self,
        namespace: dict[str, Any],
        functions: dict[str, Any],
        path: str,
        repair: Callable[[], None] = lambda: None,
        names: dict[str, str] | None = None,
        missing: MissingData | None = None,
    ) -> None:
        self._names = names or {}
        self._missing = missing
        self._namespace = namespace
        self._functions = functions
        self._path = path
        self._repair = repair

    def call(
        self,
        name: str,
        arguments: tuple[Any, ...],
        named: dict[str, Any],
        ours: dict[str, bool],
        start: dict[str, Any] | None = None,
        through: dict[str, Any] | None = None,
        turned: bool = False,
        instead: str = "",
        right: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Call the function `name`.

        ours: functions that are to be ours in this call, and whether they return H alone. start:
        what initialize_parameters is to return. through: another call, whose last value is to be
        the argument at its `place`. turned: whether ours get and give back transposed arrays, as a
        file wants them whose examples are rows. instead: definitions that take the place of the
        file's functions of these names in this call. right: what they may look at as RIGHT.

        Returns a dictionary. value: what came back. complaint: what was raised, as Complaint has
        it, or None. changed: places of the input arrays that were written to, see _arrays. rebound:
        the dictionaries among the arguments that got other entries. used: our functions that stood
        in for missing ones. started: whether `start` was asked for. needed: packages that
        are not here and were called, and names that data are missing for.
        """
        substitutes: dict[str, Any] = {
            other: StandIn(other, bare, turned) for other, bare in ours.items()
        }
        given = FixedParameters(start or {})
        if start is not None:
            substitutes["initialize_parameters"] = given
        lenders = {
            other: each
            for other, each in self._namespace.items()
            if isinstance(each, StandIn) and other not in substitutes
        }
        uses = {other: each.used for other, each in lenders.items()}
        for each in lenders.values():
            each.turned = turned
        arrays = dict(_arrays(arguments, "")) | dict(_arrays(named, ""))
        before = {place: (each.shape, each.tobytes()) for place, each in arrays.items()}
        held = [dict(each) if isinstance(each, dict) else None for each in arguments]
        np.random.seed(SEED)
        random.seed(SEED)
        reply: dict[str, Any] = {"value": None, "complaint": None}
        DoNothing.NEEDED.clear()
        substitutes = {self._own_name(other): each for other, each in substitutes.items()}
        if right is not None:
            substitutes[RIGHT] = right
        with substitute(self._namespace, substitutes):
            try:
                changed = self._made(instead)
                with substitute(self._namespace, changed):
                    if through is not None:
                        arguments = self._with_made(arguments, through, changed)
                    reply["value"] = self._function(name, changed)(*arguments, **named)
            except BaseException as error:
                self._repair()
                reply["complaint"] = vars(complaint_of(error, self._path))
                if self._missing and self._missing.is_cause_of(error):
                    DoNothing.NEEDED.add(str(getattr(error, "name", "")))
            self._repair()
        reply["changed"] = [
            place for place, each in arrays.items() if (each.shape, each.tobytes()) != before[place]
        ]
        reply["rebound"] = tuple(
            k
            for k, (each, was) in enumerate(zip(arguments, held, strict=True))
            if was is not None and any(each.get(key) is not was.get(key) for key in {*each, *was})
        )
        reply["used"] = [other for other, each in lenders.items() if each.used > uses[other]]
        reply["started"] = bool(given.used)
        reply["needed"] = sorted(DoNothing.NEEDED)
        return reply

    def _with_made(
        self, given: tuple[Any, ...], through: dict[str, Any], changed: dict[str, Any]
    ) -> tuple[Any, ...]:
        name, place = through["name"], through["place"]
        made = self._function(name, changed)(*through["arguments"], **through["named"])
        if not isinstance(made, (tuple, list)):
            raise TypeError(f"{name} returns no memory")
        return (*given[:place], made[-1], *given[place + 1 :])

    def _function(self, name: str, changed: dict[str, Any]) -> Any:
        """The function, where its definition has not changed."""
        function, own = self._functions[name], self._own_name(name)
        owner = getattr(function, "__self__", None)
        if owner is not None and not isinstance(owner, ModuleType):
            return getattr(owner, own, function)
        value = changed.get(own, function)
        return value.__func__ if isinstance(value, staticmethod) else value

    def _own_name(self, name: str) -> str:
        return self._names.get(name, name).rpartition(".")[2]

    def _made(self, definitions: str) -> dict[str, Any]:
        """What these define, by name."""
        made: dict[str, Any] = {}
        if definitions:
            exec(compile(definitions, "<changed>", "exec"), self._namespace, made)
        return made


def _arrays(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Every array within arguments, with its place: "1.0.2" or "0.W1"."""
    if isinstance(value, np.ndarray):
        yield place, value
    elif isinstance(value, (tuple, list)):
        for k, each in enumerate(value):
            yield from _arrays(each, f"{place}.{k}" if place else str(k))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _arrays(each, f"{place}.{key}" if place else str(key))
