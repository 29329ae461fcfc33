"""Any number of a walk, written out as the sum that it is.

Z[i, j] = Σ W[i, k]·H_prev[k, j] + b[i] and so on for every array: which numbers were multiplied,
where they stand, and what each product adds. The formulas are those of core.network.layers and
core.network.losses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import index as whole

import numpy as np

from core.inspection.walk import Walk, losses
from core.network.activations import activation_named
from core.network.arrays import Array

# Beyond it exp() of a float64 overflows, or every exp() of a column may come out as 0.
_LARGEST_EXPONENT = 700.0


@dataclass(frozen=True)
class Factor:
    """One number of a product.

    name: its array, "W2"; for a derivative "g'(Z2)", whose value is g' at that cell of Z2.
    """

    name: str
    index: tuple[int, int]
    value: float

    @property
    def array(self) -> str:
        """The array that holds the cell: Z2 for g'(Z2)."""
        return self.name.removeprefix("g'(").removesuffix(")")


@dataclass(frozen=True)
class Term:
    """What one part adds to the sum: the product of its factors.

    Where the rule says so it is a function of them: g(Z) for "activation", exp(Z) for "softmax"
    (with two factors exp(Z[i, j] - Z[k, j])), -log(H) for "loss", and -Y for the second term of
    "output error".
    """

    factors: tuple[Factor, ...]
    value: float


@dataclass(frozen=True)
class Region:
    """Part of an array that takes part in a sum: a row, a column or a cell, as slices with both
    ends given."""

    name: str
    rows: slice
    columns: slice

    def cell(self, n: int) -> tuple[int, int]:
        """Where the nth cell stands, row by row."""
        row, column = divmod(n, self.columns.stop - self.columns.start)
        return self.rows.start + row, self.columns.start + column


@dataclass(frozen=True)
class Explanation:
    """scale · (Σ terms + rest) is the value, but for the rounding of the sum.

    rule: "linear", "activation", "softmax", "loss", "output error", "activation backward",
    "outer", "bias", "through weights", or "input" for what is given and has no terms.
    terms: the largest in magnitude first; the bias of "linear" is always among them. rest: the
    other terms summed; rest_count: how many. scale: 1 / m for dW and db, 1 / Σ exp(Z) for
    softmax, else 1. sources: the regions whose nth cells are multiplied with one another, then
    single cells. divisor: of softmax alone, the terms of Σ exp(Z) in the order of the classes.
    """

    name: str
    index: tuple[int, int]
    value: float
    rule: str
    terms: tuple[Term, ...] = ()
    rest: float = 0.0
    rest_count: int = 0
    scale: float = 1.0
    sources: tuple[Region, ...] = ()
    divisor: tuple[Term, ...] = ()

    def sources_in(self, name: str) -> tuple[Region, ...]:
        """Those of the array `name`."""
        return tuple(each for each in self.sources if each.name == name)


def explain(walk: Walk, name: str, index: tuple[int, int], *, most: int = 5) -> Explanation:
    """How the number at `index` (row, column) of an array came about, in `most` terms or fewer.

    Raises KeyError for an array that the walk does not have, IndexError for a cell outside.
    """
    i, j = checked_cell(walk, name, index)
    value = float(walk[name][i, j])
    if name == "X" or not any(name == stop.name for stop in walk.stops):
        return Explanation(name, (i, j), value, "input")
    stop = walk.stop(name)
    spelling = _SPELLINGS[stop.kind](walk, stop.layer, i, j)
    named, rest = spelling.split(most)
    return Explanation(
        name,
        (i, j),
        value,
        spelling.rule,
        tuple(spelling.term(int(n)) for n in named),
        float(spelling.values[rest].sum()),
        len(rest),
        spelling.scale,
        spelling.sources,
        spelling.divisor,
    )


def checked_cell(walk: Walk, name: str, index: tuple[int, int]) -> tuple[int, int]:
    """The cell as two ints from 0. Raises KeyError and IndexError as explain."""
    if name not in walk.arrays:
        raise KeyError(f"There is no “{name}” in this walk; there are: {', '.join(walk.arrays)}.")
    rows, columns = walk[name].shape
    i, j = map(whole, index)
    if not (0 <= i < rows and 0 <= j < columns):
        raise IndexError(
            f"{name} has no cell ({i}, {j}): its rows go from 0 to {rows - 1}, its columns from "
            f"0 to {columns - 1}."
        )
    return i, j


@dataclass(frozen=True, eq=False)
class _Spelling:
    """All terms of a sum: their values (n,), and how to write out the nth."""

    rule: str
    sources: tuple[Region, ...]
    values: Array
    term: Callable[[int], Term]
    scale: float = 1.0
    divisor: tuple[Term, ...] = ()
    order: Array = field(kw_only=True)
    always: int | None = None

    def split(self, most: int) -> tuple[Array, Array]:
        """(the terms to name, the rest), both as numbers of terms."""
        named, rest = self.order[: max(most, 0)], self.order[max(most, 0) :]
        if self.always is not None and len(named) and self.always in rest:
            dropped = named[-1]
            named = np.append(named[:-1], self.always)
            rest = np.append(rest[rest != self.always], dropped)
        return named, rest


def _sum(
    walk: Walk,
    rule: str,
    *regions: Region,
    bias: Region | None = None,
    scale: float = 1.0,
) -> _Spelling:
    """Σ over n of the product of the nth cells of the regions, + bias."""
    lines = [walk[each.name][each.rows, each.columns].ravel() for each in regions]
    values = np.multiply.reduce(lines)
    if bias is not None:
        values = np.append(values, walk[bias.name][bias.rows, bias.columns])
    last = len(lines[0])

    def term(n: int) -> Term:
        if n == last and bias is not None:
            return Term((_factor(walk, bias.name, *bias.cell(0)),), float(values[n]))
        return Term(
            tuple(_factor(walk, each.name, *each.cell(n)) for each in regions), float(values[n])
        )

    return _Spelling(
        rule,
        regions if bias is None else (*regions, bias),
        values,
        term,
        scale,
        order=np.argsort(-np.abs(values), kind="stable"),
        always=None if bias is None else last,
    )


def _list(
    rule: str,
    terms: list[Term],
    *sources: Region,
    scale: float = 1.0,
    divisor: tuple[Term, ...] = (),
) -> _Spelling:
    """A few terms in an order of their own."""
    values = np.array([term.value for term in terms])
    return _Spelling(
        rule, sources, values, terms.__getitem__, scale, divisor, order=np.arange(len(terms))
    )


def _linear(walk: Walk, layer: int, i: int, j: int) -> _Spelling:
    W, H_prev = _row(walk, f"W{layer}", i), _column(walk, walk.input_of(layer), j)
    return _sum(walk, "linear", W, H_prev, bias=_cell(f"b{layer}", i, 0))


def _activation(walk: Walk, layer: int, i: int, j: int) -> _Spelling:
    if layer == walk.depth:
        return _softmax(walk, layer, i, j)
    Z = _factor(walk, f"Z{layer}", i, j)
    H, _ = activation_named(walk.activation).forward(np.array([Z.value]))
    return _list("activation", [Term((Z,), float(H[0]))], _cell(Z.name, i, j))


def _softmax(walk: Walk, layer: int, i: int, j: int) -> _Spelling:
    name = f"Z{layer}"
    Z = walk[name][:, j]
    top = int(Z.argmax())
    if abs(Z[top]) > _LARGEST_EXPONENT:
        powers, shift = np.exp(Z - Z[top]), [_factor(walk, name, top, j)]
    else:
        powers, shift = np.exp(Z), []
    terms = tuple(
        Term((_factor(walk, name, k, j), *shift), float(power)) for k, power in enumerate(powers)
    )
    scale = 1 / float(powers.sum())
    return _list("softmax", [terms[i]], _column(walk, name, j), scale=scale, divisor=terms)


def _loss(walk: Walk, layer: int, _: int, j: int) -> _Spelling:
    HL, Y = f"H{layer}", walk["Y"][:, j : j + 1]
    label = int(Y.argmax())
    loss = float(losses(walk[HL][:, j : j + 1], Y)[0, 0])
    term = Term((_factor(walk, HL, label, j),), loss)
    return _list("loss", [term], _cell(HL, label, j), _column(walk, "Y", j))


def _error(walk: Walk, layer: int, i: int, j: int) -> _Spelling:
    if layer == walk.depth:
        HL, Y = _factor(walk, f"H{layer}", i, j), _factor(walk, "Y", i, j)
        terms = [Term((HL,), HL.value), Term((Y,), -Y.value)]
        return _list("output error", terms, _cell(HL.name, i, j), _cell("Y", i, j))
    dH, Z = _factor(walk, f"dH{layer}", i, j), f"Z{layer}"
    slope = activation_named(walk.activation).backward(np.ones(1), walk[Z][i : i + 1, j])
    factors = (dH, Factor(f"g'({Z})", (i, j), float(slope[0])))
    term = Term(factors, dH.value * factors[1].value)
    return _list("activation backward", [term], _cell(dH.name, i, j), _cell(Z, i, j))


def _weights(walk: Walk, layer: int, i: int, k: int) -> _Spelling:
    dZ, H_prev = _row(walk, f"dZ{layer}", i), _row(walk, walk.input_of(layer), k)
    return _sum(walk, "outer", dZ, H_prev, scale=1 / walk.m)


def _bias(walk: Walk, layer: int, i: int, _: int) -> _Spelling:
    return _sum(walk, "bias", _row(walk, f"dZ{layer}", i), scale=1 / walk.m)


def _through(walk: Walk, layer: int, k: int, j: int) -> _Spelling:
    W, dZ = _column(walk, f"W{layer + 1}", k), _column(walk, f"dZ{layer + 1}", j)
    return _sum(walk, "through weights", W, dZ)


_SPELLINGS: dict[str, Callable[[Walk, int, int, int], _Spelling]] = {
    "Z": _linear,
    "H": _activation,
    "loss": _loss,
    "dZ": _error,
    "dW": _weights,
    "db": _bias,
    "dH": _through,
    "dX": _through,
}


def _factor(walk: Walk, name: str, i: int, j: int) -> Factor:
    return Factor(name, (i, j), float(walk[name][i, j]))


def _row(walk: Walk, name: str, i: int) -> Region:
    return Region(name, slice(i, i + 1), slice(0, walk[name].shape[1]))


def _column(walk: Walk, name: str, j: int) -> Region:
    return Region(name, slice(0, walk[name].shape[0]), slice(j, j + 1))


def _cell(name: str, i: int, j: int) -> Region:
    return Region(name, slice(i, i + 1), slice(j, j + 1))
