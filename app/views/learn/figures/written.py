"""Numbers as the pages write them: short, with a real minus, in brackets where they are factors."""

from __future__ import annotations

from collections.abc import Iterable

from app.look.figures import MINUS


def short(value: float) -> str:
    """At most four decimals and no zeros behind: “−1.5”, “0.25”, “3”."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace("-", MINUS)


def factor(value: float) -> str:
    """As short, and a negative number in brackets: “(−1)”."""
    text = short(value)
    return f"({text})" if text.startswith(MINUS) else text


def products(pairs: Iterable[tuple[float, float]]) -> str:
    """“2 · 0.5 + (−1) · 1”."""
    return " + ".join(f"{factor(one)} · {factor(other)}" for one, other in pairs)
