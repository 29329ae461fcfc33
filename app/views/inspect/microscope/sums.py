"""A number spelled out as the sum it is, in symbols and with the very numbers. No Qt."""

from __future__ import annotations

import math

from app.views.figures import MINUS, count, signed, symbol
from app.views.inspect.microscope.words import SLOPES
from core.inspection.explanation import Explanation, Factor, Term
from core.inspection.walk import Walk


def spelled(walk: Walk, found: Explanation) -> tuple[str, str]:
    """(“dW²[12, 40] = 1/32 · Σ dZ²[12, j]·H¹[40, j]”, “= 1/32 · (0.031·0.82 + …) = 0.0009”)."""
    cell = f"{symbol(found.name)}[{found.index[0]}, {found.index[1]}]"
    symbols, numbers = _SPELLINGS[found.rule](walk, found)
    value = signed(found.value)
    if not symbols:
        return f"{cell} = {value}", numbers
    return f"{cell} = {symbols}", f"= {numbers} = {value}" if numbers else f"= {value}"


def _number(value: float) -> str:
    """In brackets where it is negative, as a factor or a term."""
    text = signed(value)
    return f"({text})" if text.startswith(MINUS) else text


def _product(term: Term) -> str:
    return "·".join(_number(factor.value) for factor in term.factors)


def _at(factor: Factor) -> str:
    return f"{symbol(factor.name)}[{factor.index[0]}, {factor.index[1]}]"


def _sum(found: Explanation) -> str:
    """Products that are 0 are counted, not written, unless all are."""
    named = [
        term for n, term in enumerate(found.terms) if term.value or len(term.factors) == 1 or n == 0
    ]
    parts = [_product(term) for term in named]
    more = found.rest_count + len(found.terms) - len(named)
    if more:
        parts.append(f"{_number(found.rest)} from {count(more)} more")
    return " + ".join(parts)


def _probability(value: float) -> str:
    """With as many digits as tell it from 1: “0.000812”, “0.9999188”."""
    short_of_1 = 1 - value
    if not 0 < short_of_1 < 0.5:
        return signed(value)
    return f"{value:.{min(2 - math.floor(math.log10(short_of_1)), 15)}f}"


def _linear(walk: Walk, found: Explanation) -> tuple[str, str]:
    i, j = found.index
    W, before, b = (symbol(each.name) for each in found.sources)
    return f"Σₖ {W}[{i}, k]·{before}[k, {j}] + {b}[{i}, 0]", _sum(found)


def _weights(walk: Walk, found: Explanation) -> tuple[str, str]:
    i, k = found.index
    dZ, before = (symbol(each.name) for each in found.sources)
    scale = _over_m(walk)
    summed = _sum(found) if walk.m == 1 else f"({_sum(found)})"
    if walk.m == 1:
        return f"{dZ}[{i}, 0]·{before}[{k}, 0]", summed
    return f"{scale}Σⱼ {dZ}[{i}, j]·{before}[{k}, j]", f"{scale}{summed}"


def _bias(walk: Walk, found: Explanation) -> tuple[str, str]:
    dZ = symbol(found.sources[0].name)
    if walk.m == 1:
        return f"{dZ}[{found.index[0]}, 0]", ""
    scale = _over_m(walk)
    return f"{scale}Σⱼ {dZ}[{found.index[0]}, j]", f"{scale}({_sum(found)})"


def _through(walk: Walk, found: Explanation) -> tuple[str, str]:
    k, j = found.index
    W, dZ = (symbol(each.name) for each in found.sources)
    return f"Σᵢ {W}[i, {k}]·{dZ}[i, {j}]", _sum(found)


def _activation(walk: Walk, found: Explanation) -> tuple[str, str]:
    Z = found.terms[0].factors[0]
    name = walk.activation
    return f"{name}({_at(Z)})", f"{name}({signed(Z.value)})"


def _softmax(walk: Walk, found: Explanation) -> tuple[str, str]:
    i, j = found.index
    Z = symbol(found.sources[0].name)
    total = sum(term.value for term in found.divisor)
    shifted = " (each Z less the largest)" if len(found.terms[0].factors) > 1 else ""
    return (
        f"exp {Z}[{i}, {j}] / Σₖ exp {Z}[k, {j}]{shifted}",
        f"{signed(found.terms[0].value)} / {signed(total)}",
    )


def _loss(walk: Walk, found: Explanation) -> tuple[str, str]:
    HL = found.terms[0].factors[0]
    return f"{MINUS}log {_at(HL)}, the probability of the true digit {HL.index[0]}", (
        f"{MINUS}log {_probability(HL.value)}"
    )


def _error(walk: Walk, found: Explanation) -> tuple[str, str]:
    HL, Y = (term.factors[0] for term in found.terms)
    return f"{_at(HL)} {MINUS} {_at(Y)}", f"{_probability(HL.value)} {MINUS} {Y.value:.0f}"


def _backward(walk: Walk, found: Explanation) -> tuple[str, str]:
    dH, slope = found.terms[0].factors
    Z = Factor(slope.array, slope.index, float(walk[slope.array][slope.index]))
    name = SLOPES[walk.activation]
    return (
        f"{_at(dH)}·{name}({_at(Z)})",
        f"{_number(dH.value)}·{name}({signed(Z.value)}) = "
        f"{_number(dH.value)}·{_number(slope.value)}",
    )


def _given(walk: Walk, found: Explanation) -> tuple[str, str]:
    return "", "A pixel of the image: it is given." if found.name == "X" else "It is given."


def _over_m(walk: Walk) -> str:
    return f"1/{walk.m} · "


_SPELLINGS = {
    "linear": _linear,
    "activation": _activation,
    "softmax": _softmax,
    "loss": _loss,
    "output error": _error,
    "activation backward": _backward,
    "outer": _weights,
    "bias": _bias,
    "through weights": _through,
    "input": _given,
}


def power(error: float) -> str:
    """“3.1e−9”, “0”."""
    return _plain(f"{error:.1e}") if error else "0"


def in_full(value: float) -> str:
    """Ten digits, so that two that nearly agree can be told apart: “−5.049135164e−5”."""
    return _plain(f"{value:.10g}")


def _plain(text: str) -> str:
    """A power of ten without zeros and plus, and a minus that is one."""
    digits, e, exponent = text.partition("e")
    return (digits + (f"e{int(exponent)}" if e else "")).replace("-", MINUS)


def agreement(relative_error: float) -> str:
    """“They agree to 9 digits.”"""
    if not math.isfinite(relative_error):
        return "They cannot be compared: one is not a number."
    if relative_error == 0:
        return "They are the same."
    digits = int(-math.log10(relative_error))
    if digits < 1:
        return "They do not agree."
    return f"They agree to {digits} digit{'' if digits == 1 else 's'}."
