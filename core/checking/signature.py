"""How a learner's function takes its arguments. Signatures differ, and that is no fault."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from core.checking.anatomy import Case

Parameter = tuple[str, bool, str]  # name, whether it has a default, kind

_OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "learning_rate": ("learning_rate", "lr", "alpha", "eta", "rate", "step_size"),
    "num_iterations": (
        *("num_iterations", "iterations", "n_iterations", "num_iters", "n_iter", "n_iters"),
        *("iters", "epochs", "num_epochs", "n_epochs", "steps", "max_iter"),
    ),
    "dimensions": (
        *("layers_dims", "layer_dims", "dims", "sizes", "layers", "layer_sizes", "layers_sizes"),
        *("layer_dimensions", "n_units", "units", "architecture"),
    ),
    "X": ("x", "X_train", "inputs"),
    "Y": ("y", "y_true", "Y_true", "labels", "targets", "Y_train"),
    "HL": ("AL", "A", "H", "y_hat", "Y_hat", "yhat", "y_pred", "probs", "predictions"),
    "H_prev": ("A_prev", "A", "H", "X", "x"),
    "W": ("w", "weights"),
    "b": ("bias", "biases"),
    "dH": ("dA", "dout", "grad", "upstream"),
    "memory": ("cache",),
    "memories": ("caches", "memory", "cache"),
    "parameters": ("params", "theta"),
    "gradients": ("grads",),
    "m": ("n_examples", "num_examples", "batch_size"),
    "L": ("n_layers", "num_layers", "depth"),
    "activation": ("act", "activation_function", "function"),
    "sigmoid_memory": ("Z", "z", "cache", "memory", "activation_memory", "activation_cache"),
    "relu_memory": ("Z", "z", "cache", "memory", "activation_memory", "activation_cache"),
}


@dataclass(frozen=True)
class Signature:
    """parameters: (name, whether it has a default, kind as inspect calls it) of each; None when
    unknown."""

    parameters: tuple[Parameter, ...] | None

    @property
    def room(self) -> float:
        """How many arguments may be given by position."""
        if self.parameters is None or any(kind == "VAR_POSITIONAL" for *_, kind in self.parameters):
            return math.inf
        return sum(kind.startswith("POSITIONAL") for *_, kind in self.parameters)

    @property
    def required_names(self) -> list[str]:
        """Those that must be given by position."""
        return [
            name
            for name, default, kind in self.parameters or ()
            if kind.startswith("POSITIONAL") and not default
        ]

    @property
    def required(self) -> int:
        """How many must be given by position."""
        return len(self.required_names)

    def fitted(
        self, names: tuple[str, ...], case: Case
    ) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
        """(arguments, named arguments) for calling the function with a case of an exercise whose
        arguments have these names. None for a case that it cannot be called with: sigmoid, where it
        takes no activation."""
        arguments, named = case.arguments, self._renamed(case.named)
        if names[-1] == "activation" and self.room < len(names):
            if self._has("activation"):
                return arguments[:-1], {"activation": arguments[-1]}
            return (arguments[:-1], {}) if arguments[-1] == "relu" else None
        if named is None:
            return (*arguments, *case.named.values()), {}
        return arguments, named

    def by_name(
        self, names: tuple[str, ...], given: dict[str, Any], more: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Arguments by the names that the function has for them; None where it asks for something
        unknown, leaves one of `names` out, or takes them as the course does.

        given: the arguments of an exercise and their values. more: what it may ask for beside them,
        or instead of the last.
        """
        found: dict[str, str] = {}
        for name, default, kind in self.parameters or ():
            choices = given if default else given | more
            meant = [each for each in choices if name == each]
            meant += [each for each in choices if name in _OTHER_NAMES.get(each, ())]
            meant = [each for each in meant if each not in found]
            if meant and kind in ("POSITIONAL_OR_KEYWORD", "KEYWORD_ONLY"):
                found[meant[0]] = name
            elif not default:
                return None
        left = [each for each in given if each not in found]
        extra = [each for each in found if each in more]
        if len(left) > len(extra) or (not extra and [*found][: len(names)] == [*names]):
            return None
        return {name: (given | more)[meant] for meant, name in found.items()}

    def _has(self, name: str) -> bool:
        return any(name == each or kind == "VAR_KEYWORD" for each, _, kind in self.parameters or ())

    def _renamed(self, named: dict[str, Any]) -> dict[str, Any] | None:
        """The named arguments under the names that the function has for them."""
        if self.parameters is None:
            return named
        found = {}
        for name, value in named.items():
            known = [each for each, *_ in self.parameters if each in _OTHER_NAMES[name]]
            if not known and not self._has(name):
                return None
            found[known[0] if known else name] = value
        return found
