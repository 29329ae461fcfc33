"""What is given of packages that are not here: the few functions that courses use so often that a
file without them would say nothing. In the child process.

Each does what the package's own documentation says of it.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np


def expit(x: Any) -> Any:
    """The sigmoid, 1 / (1 + exp(-x)), without overflow."""
    x = np.asarray(x, dtype=float)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + e), e / (1 + e))[()]


def logit(p: Any) -> Any:
    """log(p / (1 - p)), the inverse of expit."""
    p = np.asarray(p, dtype=float)
    with np.errstate(divide="ignore"):
        return (np.log(p) - np.log1p(-p))[()]


def logsumexp(a: Any, axis: Any = None, b: Any = None, keepdims: bool = False) -> Any:
    """log(sum(b · exp(a))) over `axis`, all of the array by default, without overflow."""
    a = np.asarray(a, dtype=float)
    top = np.max(a, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0)
    shares = np.exp(a - top) if b is None else np.asarray(b) * np.exp(a - top)
    with np.errstate(divide="ignore"):
        summed = np.log(np.sum(shares, axis=axis, keepdims=True)) + top
    return summed if keepdims else np.squeeze(summed, axis=axis)[()]


def softmax(x: Any, axis: Any = None) -> Any:
    """exp(x) / sum(exp(x)) over `axis`, all of the array by default."""
    return np.exp(log_softmax(x, axis))


def log_softmax(x: Any, axis: Any = None) -> Any:
    """The logarithm of softmax(x)."""
    x = np.asarray(x, dtype=float)
    return x - logsumexp(x, axis, keepdims=True)


def xlogy(x: Any, y: Any) -> Any:
    """x · log(y), and 0 where x is 0."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(x == 0, 0.0, x * np.log(y))[()]


def entr(x: Any) -> Any:
    """-x · log(x), and 0 where x is 0."""
    return -xlogy(x, x)


def _passed_on(iterable: Any = (), *arguments: Any, **named: Any) -> Any:
    """What goes through a progress bar, without the bar."""
    return iterable


def _counted(*arguments: Any, **named: Any) -> range:
    return range(*arguments)


LENT: dict[str, dict[str, Any]] = {
    "scipy.special": {
        each.__name__: each for each in (expit, logit, logsumexp, softmax, log_softmax, xlogy, entr)
    },
    "autograd.numpy": {name: each for name, each in vars(np).items() if not name.startswith("__")},
    "tqdm": {"tqdm": _passed_on, "trange": _counted, "tqdm_notebook": _passed_on},
    "tqdm.auto": {"tqdm": _passed_on, "trange": _counted},
    "tqdm.notebook": {"tqdm": _passed_on, "trange": _counted},
}


def fill(module: ModuleType) -> None:
    """Give a module what LENT has for its name."""
    vars(module).update(LENT.get(module.__name__, {}))
